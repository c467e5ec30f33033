"""How the result of a build is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from resume_tex.build_request import STANDARD_OUTPUT, BuildRequest
from resume_tex.build_result import BuildResult, is_quality
from resume_tex.cli.report import report, say, text_report, write_text
from resume_tex.diagnostics import Severity, has_errors
from resume_tex.errors import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE

if TYPE_CHECKING:
    from resume_tex.fit import Fit


def report_build(request: BuildRequest, result: BuildResult, *, verbose: bool = False, quiet: bool = False) -> int:
    """Print the findings and what was written; return the exit code."""
    found = list(result.diagnostics)
    if request.output == STANDARD_OUTPUT:
        return _print_result(request, result, quiet=quiet)
    if found:
        report(found, "text", quiet=True, texts=result.texts)
        say()
    return report_result(request, result, verbose=verbose, quiet=quiet)


def _print_result(request: BuildRequest, result: BuildResult, *, quiet: bool) -> int:
    """Print the result itself; all that there is to say about it goes to standard error."""
    found = result.diagnostics
    if result.printed is not None:
        write_text(result.printed.decode())
    if found:
        say(text_report(found, quiet=True, texts=result.texts), error=True)
    if result.printed is not None:
        return EXIT_OK if request.draft or not has_errors(found) else EXIT_FINDINGS
    if not quiet:
        say(_stopped(request, [d.code for d in found if d.severity is Severity.ERROR]), error=True)
    return EXIT_FINDINGS if result.readable else EXIT_USAGE


def report_result(
    request: BuildRequest,
    result: BuildResult,
    *,
    verbose: bool = False,
    quiet: bool = False,
    name: str = "",
    more: str = "",
) -> int:
    """Print what was written, or that nothing was, between `name` and `more`; return the exit code."""
    found = result.diagnostics
    if result.fit is not None and result.outputs and not quiet:
        say(name + describe_fit(result.fit))
    if verbose:
        say(f"{name}{format_timings(result)}", error=True)
    if not result.outputs:
        if not quiet:
            say(name + _stopped(request, [d.code for d in found if d.severity is Severity.ERROR]) + more)
        return EXIT_FINDINGS if result.readable else EXIT_USAGE
    if not quiet:
        say(f"{name}{click.style(', '.join(result.outputs), bold=True)}{_pages(result)} {_state(result)}.{more}")
    return EXIT_OK if request.draft or not has_errors(found) else EXIT_FINDINGS


def describe_fit(fit: Fit) -> str:
    """Say what was tightened, in the form in which the document takes it."""
    limit = f"{fit.limit} page{'' if fit.limit == 1 else 's'}"
    if not fit.chosen:
        return f"Fits on {limit} as it is."
    changes = ", ".join(f"{name} {value} (was {fit.before[name]})" for name, value in fit.chosen.items())
    options = ", ".join(f"{name}: {value}" for name, value in fit.chosen.items())
    return f"Fits on {limit} with {changes}. To keep that, write under meta.resumeTex:\n  options: {{{options}}}"


def format_timings(result: BuildResult) -> str:
    """Write where the time went."""
    return "  ".join(f"{phase} {seconds * 1000:.0f} ms" for phase, seconds in result.timings.items())


def _pages(result: BuildResult) -> str:
    return f" ({result.pages} {'page' if result.pages == 1 else 'pages'})" if result.pages else ""


def _state(result: BuildResult) -> str:
    return "is up to date" if result.unchanged else "written"


def _stopped(request: BuildRequest, errors: list[str]) -> str:
    count = f"{len(errors)} {'error' if len(errors) == 1 else 'errors'}"
    hint = (
        " Build it all the same with --draft." if errors and all(map(is_quality, errors)) and not request.draft else ""
    )
    more = f" Learn more: resume-tex explain {errors[0]}" if errors else ""
    made = "no PDF" if "pdf" in request.formats else "nothing"
    return f"{click.style(count, fg='red', bold=True)}; {made} written.{hint}{more}"

"""How the result of a build is told."""

from __future__ import annotations

import click

from resume_tex.build import BuildResult, is_quality
from resume_tex.build_request import BuildRequest
from resume_tex.cli.report import report, say
from resume_tex.diagnostics import Severity, has_errors
from resume_tex.errors import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE


def report_build(request: BuildRequest, result: BuildResult, *, verbose: bool = False, quiet: bool = False) -> int:
    """Print the findings and what was written; return the exit code."""
    found = list(result.diagnostics)
    if found:
        report(found, "text", quiet=True)
        say()
    return report_result(request, result, verbose=verbose, quiet=quiet)


def report_result(
    request: BuildRequest, result: BuildResult, *, verbose: bool = False, quiet: bool = False, name: str = ""
) -> int:
    """Print what was written, or that nothing was, after `name`; return the exit code."""
    found = result.diagnostics
    if verbose:
        say(f"{name}{format_timings(result)}", error=True)
    if not result.outputs:
        if not quiet:
            say(name + _stopped(request, [d.code for d in found if d.severity is Severity.ERROR]))
        return EXIT_FINDINGS if result.readable else EXIT_USAGE
    if not quiet:
        say(f"{name}{click.style(', '.join(result.outputs), bold=True)}{_pages(result)} {_state(result)}.")
    return EXIT_OK if request.draft or not has_errors(found) else EXIT_FINDINGS


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
    return f"{click.style(count, fg='red', bold=True)}; no PDF written.{hint}{more}"

"""`resume-tex build`."""

from __future__ import annotations

import os
from typing import Any

import click

from resume_tex.build import build
from resume_tex.build_request import FORMATS, BuildRequest
from resume_tex.cli.options import file_argument, quiet_option, rule_options, theme_options
from resume_tex.cli.report import report, say, show_progress
from resume_tex.diagnostics import Severity, has_errors
from resume_tex.errors import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE


@click.command("build")
@file_argument
@click.option("-o", "--output", help="File to write, or a folder to write into.")
@click.option(
    "--format",
    "formats",
    default="pdf",
    show_default=True,
    callback=lambda _, __, text: _formats(text),
    help=f"What to write, by commas: {', '.join(FORMATS)}.",
)
@theme_options
@click.option("--engine", help="TeX engine: embedded (default), pdflatex, xelatex, lualatex, latexmk, tectonic.")
@rule_options
@click.option("--draft", is_flag=True, help="Typeset in spite of quality errors.")
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@click.option("-v", "--verbose", is_flag=True, help="Show where the time goes.")
@quiet_option
def command(file: str, *, verbose: bool, quiet: bool, **wanted: Any) -> int:
    """Check FILE (resume.yaml) and typeset it into a PDF beside it.

    Errors stop the build and leave the last PDF as it was; warnings are printed.
    """
    request = BuildRequest(file, source_date=_source_date(), **wanted)
    result = build(request, show_progress)
    found = list(result.diagnostics)
    if found:
        report(found, "text", quiet=True)
        say()
    if verbose:
        say("  ".join(f"{phase} {seconds * 1000:.0f} ms" for phase, seconds in result.timings.items()), error=True)
    if not result.outputs:
        if not quiet:
            say(_stopped(request, [d.code for d in found if d.severity is Severity.ERROR]))
        return EXIT_FINDINGS if result.readable else EXIT_USAGE
    if not quiet:
        pages = f" ({result.pages} {'page' if result.pages == 1 else 'pages'})" if result.pages else ""
        state = "is up to date" if result.unchanged else "written"
        say(f"{click.style(', '.join(result.outputs), bold=True)}{pages} {state}.")
    return EXIT_OK if request.draft or not has_errors(found) else EXIT_FINDINGS


def _formats(text: str) -> tuple[str, ...]:
    formats = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for name in formats:
        if name not in FORMATS:
            raise click.BadParameter(f"{name!r} is not one of {', '.join(FORMATS)}.")
    return formats or ("pdf",)


def _source_date() -> int | None:
    """Return SOURCE_DATE_EPOCH, the convention of reproducible builds (https://reproducible-builds.org/specs/source-date-epoch/)."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _stopped(request: BuildRequest, errors: list[str]) -> str:
    from resume_tex.build import is_quality

    count = f"{len(errors)} {'error' if len(errors) == 1 else 'errors'}"
    hint = (
        " Build it all the same with --draft." if errors and all(map(is_quality, errors)) and not request.draft else ""
    )
    more = f" Learn more: resume-tex explain {errors[0]}" if errors else ""
    return f"{click.style(count, fg='red', bold=True)}; no PDF written.{hint}{more}"

"""`resume-tex check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from resume_tex.cli.options import (
    DEFAULT_FILE,
    file_argument,
    format_option,
    quiet_option,
    rule_options,
    theme_options,
    variant_option,
)
from resume_tex.cli.report import report, say, write_text
from resume_tex.diagnostics import has_errors
from resume_tex.errors import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE

if TYPE_CHECKING:
    from resume_tex.build_request import BuildRequest
    from resume_tex.check import CheckResult


@click.command("check")
@file_argument
@format_option
@rule_options
@variant_option
@click.option(
    "--pdf",
    is_flag=False,
    flag_value="",
    metavar="[FILE.pdf]",
    help="Also prove that a PDF says to machines what FILE says; without a value, the one that build writes.",
)
@theme_options
@click.option("--fix", is_flag=True, help="Mend in FILE what is mechanical and safe; comments and layout stay.")
@click.option("--diff", is_flag=True, help="Show what --fix changes; without --fix, write nothing.")
@click.option(
    "--report", "with_report", is_flag=True, help="Also tell which bullets show which stage of the lifecycle."
)
@quiet_option
def command(
    file: str, form: str, *, pdf: str | None, with_report: bool, fix: bool, diff: bool, quiet: bool, **wanted: Any
) -> int:
    """Say what is wrong with FILE (resume.yaml), and what is weak."""
    from resume_tex.build_request import BuildRequest
    from resume_tex.check import check
    from resume_tex.quality import lifecycle

    if pdf and pdf.lower().endswith((".yaml", ".yml", ".json")) and file == DEFAULT_FILE:  # no value, but the document
        file, pdf = pdf, ""
    request = BuildRequest(file, **wanted)
    result = check(request, pdf)
    if (fix or diff) and result.source is not None:
        result = _fix(request, result, write=fix, show=diff, quiet=quiet or form != "text")
    coverage = lifecycle(result.resume, request) if with_report and result.resume is not None else None
    report(result.diagnostics, form, quiet=quiet, lifecycle=coverage)
    if not result.readable:
        return EXIT_USAGE
    return EXIT_FINDINGS if has_errors(result.diagnostics) else EXIT_OK


def _fix(request: BuildRequest, result: CheckResult, *, write: bool, show: bool, quiet: bool) -> CheckResult:
    """Apply fixes; return what is still found, or what was found before if nothing is written."""
    from resume_tex.fixes import fix_file

    fixed = fix_file(request, write=write)
    if show and fixed.applied:
        write_text(fixed.diff(request.file))
    if fixed.applied and not quiet:
        verb = "Fixed" if write else "Would fix"
        say(f"{verb} {len(fixed.applied)} {'finding' if len(fixed.applied) == 1 else 'findings'} in {request.file}.\n")
    return fixed.remaining if write else result

"""`resume-tex check`."""

from __future__ import annotations

from typing import Any

import click

from resume_tex.cli.options import file_argument, format_option, quiet_option, rule_options
from resume_tex.cli.report import report
from resume_tex.diagnostics import has_errors
from resume_tex.errors import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE


@click.command("check")
@file_argument
@format_option
@rule_options
@click.option(
    "--report", "with_report", is_flag=True, help="Also tell which bullets show which stage of the lifecycle."
)
@quiet_option
def command(file: str, form: str, *, with_report: bool, quiet: bool, **rules: Any) -> int:
    """Say what is wrong with FILE (resume.yaml), and what is weak; write nothing."""
    from resume_tex.build_request import BuildRequest
    from resume_tex.check import check
    from resume_tex.quality import lifecycle

    request = BuildRequest(file, **rules)
    result = check(request)
    coverage = lifecycle(result.resume, request) if with_report and result.resume is not None else None
    report(result.diagnostics, form, quiet=quiet, lifecycle=coverage)
    if not result.readable:
        return EXIT_USAGE
    return EXIT_FINDINGS if has_errors(result.diagnostics) else EXIT_OK

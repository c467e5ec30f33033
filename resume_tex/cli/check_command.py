"""`resume-tex check`."""

from __future__ import annotations

import click

from resume_tex.cli.options import file_argument, format_option, quiet_option
from resume_tex.cli.report import report
from resume_tex.diagnostics import has_errors
from resume_tex.errors import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE


@click.command("check")
@file_argument
@format_option
@quiet_option
def command(file: str, form: str, quiet: bool) -> int:
    """Say what is wrong with FILE (resume.yaml), and what is weak; write nothing."""
    from resume_tex.check import check

    result = check(file)
    report(result.diagnostics, form, quiet=quiet)
    if not result.readable:
        return EXIT_USAGE
    return EXIT_FINDINGS if has_errors(result.diagnostics) else EXIT_OK

"""`resume-tex export jsonresume`."""

from __future__ import annotations

import os

import click

from resume_tex.cli.options import file_argument, format_option, quiet_option
from resume_tex.cli.report import report, say, text_report, write_text
from resume_tex.errors import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE, OutputError


@click.command("jsonresume")
@file_argument
@click.option("-o", "--output", help="File to write, `-` for standard output; FILE with the ending .json unless given.")
@click.option(
    "--dialect",
    type=click.Choice(["1.3.1", "1.0.0", "0.0.16"]),
    default="1.3.1",
    show_default=True,
    help="Version of JSON Resume. 0.0.16 is that of 2014, with `company` and `gpa`.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@format_option
@quiet_option
def command(file: str, output: str | None, dialect: str, form: str, *, force: bool, quiet: bool) -> int:
    """Write FILE (resume.yaml) as JSON Resume, valid against its schema, with nothing lost.

    Tags of bullets move to meta.resumeTex.highlights, from where loading the file takes them back.
    """
    from resume_tex.interchange.jsonresume_export import export_jsonresume
    from resume_tex.output import check_target, write_atomically

    target = output or f"{os.path.splitext(file)[0]}.json"
    if target == "-" and form != "text":
        raise click.UsageError("--format and `-o -` would both print to standard output.")
    result = export_jsonresume(file, dialect)
    if result.text is None:
        report(result.diagnostics, form, quiet=quiet)
        return EXIT_FINDINGS if result.readable else EXIT_USAGE
    if target == "-":
        write_text(result.text)
        if result.diagnostics:
            say(text_report(result.diagnostics, quiet=True), error=True)
        return EXIT_OK
    check_target(target, (file,))
    if os.path.exists(target) and not force:
        raise OutputError(f"{target} exists already.", "Name another file with -o, or replace it with --force.")
    write_atomically(target, result.text.encode())
    report(result.diagnostics, form, quiet=True)
    if not quiet and form == "text":
        if result.diagnostics:
            say()
        say(f"{click.style('made', fg='green')} {target} (JSON Resume {dialect})")
    return EXIT_OK

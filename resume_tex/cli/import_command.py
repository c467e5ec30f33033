"""`resume-tex import`."""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from resume_tex.cli.options import DEFAULT_FILE, FileArgument, format_option, quiet_option
from resume_tex.cli.report import report, say, text_report, write_text
from resume_tex.errors import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE, OutputError

if TYPE_CHECKING:
    from resume_tex.interchange.importing import ImportResult


@click.command("import")
@click.argument("file", type=FileArgument())
@click.option("-o", "--output", default=DEFAULT_FILE, show_default=True, help="File to write, `-` for standard output.")
@click.option(
    "--from",
    "source_format",
    type=click.Choice(["jsonresume", "rendercv", "yamlresume", "bibtex"]),
    help="FILE's format; told from its content unless given.",
)
@click.option("--into", metavar="RESUME", help="Add BibTeX's publications to this document, where its comments stay.")
@click.option("--author", metavar="NAME", help="Of BibTeX, take this person's publications only.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@format_option
@quiet_option
def command(
    file: str,
    output: str,
    source_format: str | None,
    into: str | None,
    author: str | None,
    form: str,
    *,
    force: bool,
    quiet: bool,
) -> int:
    """Make a resume.yaml of FILE: JSON Resume, RenderCV, YAMLResume or BibTeX.

    What cannot be carried over is listed, and kept in a comment at the end of the new file.
    """
    from resume_tex.interchange.importing import import_file
    from resume_tex.scaffold import SCHEMA_COMMENT

    if output == "-" and form != "text":
        raise click.UsageError("--format and `-o -` would both print to standard output.")
    result = import_file(file, source_format, author=author, comments=() if output == "-" else (SCHEMA_COMMENT,))
    if author is not None and result.form not in {"bibtex", None}:
        raise click.UsageError("--author is for BibTeX.")
    if result.text is None:
        report(result.diagnostics, form, quiet=quiet)
        return EXIT_FINDINGS if result.readable else EXIT_USAGE
    if into is not None:
        return _add(result, file, into, form, quiet=quiet)
    if output == "-":
        write_text(result.text)
        if result.diagnostics:
            say(text_report(result.diagnostics, quiet=True), error=True)
        return EXIT_OK
    _write(result, file, output, form, force=force, quiet=quiet)
    return EXIT_OK


def _write(result: ImportResult, file: str, output: str, form: str, *, force: bool, quiet: bool) -> None:
    from resume_tex.output import check_target, write_atomically
    from resume_tex.scaffold import scaffold_schema

    assert result.text is not None
    check_target(output, (file,))
    if os.path.exists(output) and not force:
        remedy = "Name another file with -o, or replace it with --force."
        if result.form == "bibtex":
            remedy = f"Add the publications to it with --into {quote(output)}, or name another file with -o."
        raise OutputError(f"{output} exists already.", remedy)
    write_atomically(output, result.text.encode())
    made, _ = scaffold_schema(str(Path(output).parent))
    report(result.diagnostics, form, quiet=True)
    if quiet or form != "text":
        return
    if result.diagnostics:
        say()
    for path in (output, *made):
        say(f"  {click.style('made', fg='green')} {path}")
    say(f"\nNext: resume-tex check {quote(output)}")


def _add(result: ImportResult, file: str, into: str, form: str, *, quiet: bool) -> int:
    """Add publications to a document."""
    from resume_tex.interchange.merging import add_publications
    from resume_tex.output import check_target, write_atomically

    if result.form != "bibtex" or result.data is None:
        raise click.UsageError("--into takes the publications of a BibTeX file.")
    merged = add_publications(into, result.data.get("publications", []))
    if merged.text is not None:
        check_target(into, (file,))
        write_atomically(into, merged.text.encode())
    failed = merged.added == 0 and merged.text is None and any(d.severity == "error" for d in merged.diagnostics)
    report((*result.diagnostics, *merged.diagnostics), form, quiet=True)
    if failed:
        return EXIT_FINDINGS if merged.readable else EXIT_USAGE
    if not quiet and form == "text":
        if result.diagnostics or merged.diagnostics:
            say()
        words = "1 publication" if merged.added == 1 else f"{merged.added} publications"
        say(f"  {click.style('added', fg='green')} {words} to {into}")
    return EXIT_OK

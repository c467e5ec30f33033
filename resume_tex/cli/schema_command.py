"""`resume-tex schema`."""

from __future__ import annotations

import click

from resume_tex.cli.report import write_text
from resume_tex.errors import EXIT_OK
from resume_tex.resources import schema_dir

NAMES = ("resume", "letter", "theme", "diagnostics", "jsonresume")


@click.command("schema")
@click.argument("name", type=click.Choice(NAMES), default="resume")
def command(name: str) -> int:
    """Print a JSON Schema: of the resume (default), of a letter, of theme.yaml, of the json report, or JSON Resume's own.

    Editors check while you type when the document's first line is:

    \b
    # yaml-language-server: $schema=resume.schema.json
    """  # noqa: D301  click's mark for lines that stay as they are
    write_text((schema_dir() / f"{name}.schema.json").read_text("utf-8"))
    return EXIT_OK

"""`resume-tex export`: a group of one subcommand for each format, imported when it is called."""

from __future__ import annotations

import click

from resume_tex.cli.app import LazyGroup

EXPORTS = {
    # name: (module, first line of help)
    "overleaf": (
        "export_overleaf_command",
        "Write a LaTeX project that compiles on Overleaf, and a page that opens it there.",
    ),
    "jsonresume": ("export_jsonresume_command", "Write JSON Resume, valid against its schema, with nothing lost."),
}


@click.group("export", cls=LazyGroup, table=EXPORTS)
def command() -> None:
    """Write the resume for other tools."""

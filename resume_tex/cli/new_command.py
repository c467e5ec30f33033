"""`resume-tex new`."""

from __future__ import annotations

import click

from resume_tex.cli.report import say
from resume_tex.errors import EXIT_OK


@click.command("new")
@click.argument("folder")
@click.option("--theme", default="engineer", show_default=True, help="Theme to start with.")
def command(folder: str, theme: str) -> int:
    """Start a resume in FOLDER: resume.yaml with comments that teach, the schema for editors, .gitignore.

    Files that are there already are left as they are.
    """
    from shlex import quote

    from resume_tex.scaffold import scaffold_project

    folder = folder or "."
    made, kept = scaffold_project(folder, theme)
    for path in made:
        say(f"  {click.style('made', fg='green')} {path}")
    for path in kept:
        say(f"  {click.style('kept', fg='yellow')} {path} (it was there)")
    say()
    say("Next: resume-tex build" if folder == "." else f"Next: cd {quote(folder)} && resume-tex build")
    return EXIT_OK

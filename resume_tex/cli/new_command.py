"""`resume-tex new`."""

from __future__ import annotations

import os

import click

from resume_tex.cli.report import say
from resume_tex.errors import EXIT_OK


@click.command("new")
@click.argument("folder")
@click.option("--theme", default="engineer", show_default=True, help="Theme to start with.")
@click.option("--no-git", is_flag=True, help="Make no git repository.")
def command(folder: str, *, theme: str, no_git: bool) -> int:
    """Start a resume in FOLDER: a git repository with a resume.yaml that teaches, and all that checks and builds it.

    Besides resume.yaml these are the schema for editors, .gitignore, .gitattributes, a pre-commit hook and a workflow for
    GitHub. Files that are there already are left as they are; inside a repository no other is made.
    """
    from shlex import quote

    from resume_tex.repository.start import Surroundings, survey
    from resume_tex.scaffold import scaffold_project

    folder = folder or "."
    place = Surroundings(obstacle=" ") if no_git else survey(folder)
    at_root = bool(place.inside) and os.path.realpath(folder) == place.inside
    made, kept = scaffold_project(folder, theme, versioned=place.wanted or at_root)
    for path in made:
        say(f"  {click.style('made', fg='green')} {path}")
    for path in kept:
        say(f"  {click.style('kept', fg='yellow')} {path} (it was there)")
    if place.wanted:
        _start(folder, made)
    elif place.inside and not at_root:
        say(
            f"  {click.style('note', fg='yellow')} This is part of the repository {place.inside}; commit the files there."
        )
    elif place.obstacle.strip():
        say(f"  {click.style('note', fg='yellow')} No git repository: {place.obstacle}")
    say()
    say("Next: resume-tex build" if folder == "." else f"Next: cd {quote(folder)} && resume-tex build")
    return EXIT_OK


def _start(folder: str, files: list[str]) -> None:
    from resume_tex.repository.start import start_repository

    started = start_repository(folder, files)
    say(f"  {click.style('made', fg='green')} {os.path.join(folder, '.git')}{_first(started.commit)}")
    if started.problem:
        say(f"  {click.style('note', fg='yellow')} Nothing is committed yet: {started.problem}. Then:")
        say(f"         {started.remedy}")


def _first(commit: str) -> str:
    return f" (first commit: {commit})" if commit else ""

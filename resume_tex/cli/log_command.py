"""`resume-tex log`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from resume_tex.cli.options import file_argument
from resume_tex.cli.report import say, visible, write_text

if TYPE_CHECKING:
    from resume_tex.history.revisions import Revision


@click.command("log")
@file_argument
@click.option("-n", "--max-count", "limit", type=click.IntRange(min=1), metavar="N", help="List the newest N only.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How it is printed.",
)
def command(file: str, limit: int | None, form: str) -> None:
    """List the revisions that changed FILE (resume.yaml), the newest first, each with what it changed.

    Renames are followed. `resume-tex diff HASH^ HASH` shows all of a change.
    """
    from resume_tex.history.revisions import Effect, list_revisions

    revisions = list_revisions(file, limit)
    if form == "json":
        write_text(json.dumps({"version": 1, "revisions": [_data(r) for r in revisions]}, indent=2, ensure_ascii=False))
        return
    last = None
    for last in revisions:
        say(_line(last))
    if last is not None and last.effect is Effect.CUT:
        say("The history of this clone is cut off; git fetch --unshallow gets the rest.", error=True)


def _line(revision: Revision) -> str:
    commit = revision.commit
    tags = click.style(f" ({', '.join(map(visible, commit.tags))})", fg="cyan") if commit.tags else ""
    return f"{click.style(commit.short, fg='yellow')} {commit.date:%Y-%m-%d}{tags} {visible(revision.summary)}"


def _data(revision: Revision) -> dict[str, Any]:
    commit = revision.commit
    return {
        "commit": commit.hash,
        "date": commit.date.isoformat(),
        "author": commit.author,
        "tags": list(commit.tags),
        "subject": commit.subject,
        "file": commit.path,
        "effect": revision.effect.value,
        "summary": revision.summary,
    }

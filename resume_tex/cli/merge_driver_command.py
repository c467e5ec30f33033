"""`resume-tex merge-driver`."""

from __future__ import annotations

import click

from resume_tex.cli.options import DEFAULT_FILE
from resume_tex.cli.report import say
from resume_tex.errors import EXIT_FINDINGS, EXIT_OK


@click.command("merge-driver")
@click.argument("files", nargs=-1, metavar="[%O %A %B %P]")
@click.option(
    "--install", is_flag=True, help=f"Let git use it in this repository for the documents named ({DEFAULT_FILE})."
)
def command(files: tuple[str, ...], *, install: bool) -> int:
    """Merge two edited versions of a resume entry by entry: what git calls for files with the attribute `merge=resume-tex`.

    `resume-tex merge-driver --install` sets it up; git then gives the base, ours, theirs and the document's name. The
    result goes into ours; the exit code is 1 if it has conflicts.
    """
    from resume_tex.history import merge_driver

    if install:
        for file in files or (DEFAULT_FILE,):
            for sentence in merge_driver.install(file) or [f"git merges {file} entry by entry already."]:
                say(sentence)
        return EXIT_OK
    if len(files) != 4:
        raise click.UsageError("git calls this with four names; `resume-tex merge-driver --install` sets it up.")
    return EXIT_FINDINGS if merge_driver.merge_into(*files) else EXIT_OK

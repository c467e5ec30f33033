"""`resume-tex sent`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from resume_tex.cli.options import file_argument, quiet_option, theme_options, variant_option
from resume_tex.cli.report import say, show_progress, visible, write_text
from resume_tex.errors import EXIT_FINDINGS, EXIT_OK

if TYPE_CHECKING:
    from resume_tex.history.sent import Sent


@click.command("sent")
@file_argument
@click.option("--to", metavar="COMPANY", help="Build FILE and record that it is sent to COMPANY.")
@variant_option
@click.option("--rev", metavar="REVISION", help="Send what a git revision holds, not the current commit.")
@click.option("--note", default="", help="With --to: what else to remember.")
@theme_options
@click.option("--engine", help="With --to: TeX engine.")
@click.option("--fit", is_flag=True, help="With --to: tighten the theme so that the page limit is kept.")
@click.option("--draft", is_flag=True, help="With --to: send it in spite of quality errors.")
@click.option("--no-commit", is_flag=True, help="With --to: leave it to you to commit sent.tsv.")
@click.option("--rebuild", metavar="TAG", help="Build again what was sent, and tell whether the bytes are the same.")
@click.option("-o", "--output", help="With --to and --rebuild: file to write, or a folder to write into.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How the list is printed.")
@quiet_option
def command(
    file: str,
    *,
    to: str | None,
    rebuild: str | None,
    rev: str | None,
    note: str,
    no_commit: bool,
    form: str,
    quiet: bool,
    **wanted: Any,
) -> int:
    """List what was sent to whom; with --to, build FILE (resume.yaml) from its commit and record that.

    The record is a line in sent.tsv beside FILE, which is committed by itself, and an annotated tag on the commit
    that the PDF was built from. --rebuild TAG makes the same PDF again, byte for byte.
    """
    if to is not None and rebuild is not None:
        raise click.UsageError("--to records, --rebuild builds again: give one of them.")
    if to is not None:
        if not to.strip():
            raise click.UsageError("--to needs a name.")
        return _send(file, to, rev=rev, note=note, commit=not no_commit, quiet=quiet, **wanted)
    if rebuild is not None:
        return _rebuild(file, rebuild, wanted["output"], quiet=quiet)
    if rev is not None or note or any(wanted.values()):
        raise click.UsageError("These options need --to: whom is it sent to?")
    return _list(file, form)


def _send(
    file: str, to: str, *, rev: str | None, note: str, commit: bool, quiet: bool, output: str | None, **wanted: Any
) -> int:
    from resume_tex.build_request import BuildRequest
    from resume_tex.cli.build_report import report_build
    from resume_tex.history.sending import send

    request = BuildRequest(file, output=output, **wanted)
    sending = send(
        request,
        to,
        revision=rev,
        note=note,
        today=date.today(),
        commit=commit,
        progress=show_progress,
    )
    code = report_build(request, sending.result, quiet=quiet)
    if sending.entry is None:
        return code
    if not quiet:
        entry = sending.entry
        where = (
            "committed" if sending.committed else f"not committed, because {sending.reason}" if commit else "written"
        )
        say(f"Recorded for {visible(entry.to)}: version {entry.version}, tag {entry.tag}, sent.tsv {where}.")
    return EXIT_OK


def _rebuild(file: str, tag: str, output: str | None, *, quiet: bool) -> int:
    from resume_tex import __version__
    from resume_tex.cli.build_report import report_build
    from resume_tex.history.sending import rebuild

    made = rebuild(file, tag, output, show_progress)
    if not made.result.outputs:
        return report_build(_none(file), made.result, quiet=quiet)
    target = made.result.outputs[0]
    if made.same:
        if not quiet:
            say(f"{click.style(target, bold=True)} is, byte for byte, what was sent to {visible(made.entry.to)}.")
        return EXIT_OK
    ours = f"resume-tex {__version__}"
    if made.entry.tool != ours:
        why = f"that was made by {made.entry.tool}, this by {ours}. `pip install {made.entry.tool.replace(' ', '==')}` makes the same."
    else:
        why = "both by the same version. The TeX engine or the Python packages differ (resume-tex doctor)."
    mark = click.style("differs:", fg="red", bold=True)
    say(f"{mark} {target} is not, byte for byte, what was sent to {visible(made.entry.to)}: {why}", error=True)
    return EXIT_FINDINGS


def _none(file: str) -> Any:
    from resume_tex.build_request import BuildRequest

    return BuildRequest(file, draft=True)


def _list(file: str, form: str) -> int:
    from resume_tex.history.sending import entries

    found = entries(file)
    if form == "json":
        write_text(json.dumps([asdict(entry) for entry in found], indent=2, ensure_ascii=False) + "\n")
    elif not found:
        say("Nothing has been sent. Record it with: resume-tex sent --to COMPANY")
    else:
        say(_table(found))
    return EXIT_OK


def _table(found: list[Sent]) -> str:
    rows = [("date", "to", "version", "build", "tag", "note")]
    rows += [(e.date, e.to, e.version, e.build, e.tag, e.note) for e in found]
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in shown) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in shown]
    return "\n".join([click.style(lines[0], bold=True), *lines[1:]])

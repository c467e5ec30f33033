"""`resume-tex inspect`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from resume_tex.cli.options import FileArgument
from resume_tex.cli.report import say, visible, write_text
from resume_tex.errors import EXIT_OK

if TYPE_CHECKING:
    from resume_tex.pdf.information import PdfInformation

_NOTHING = {"version": "none: built from no commit", "date": "none", "variant": "none: the whole document"}


@click.command("inspect")
@click.argument("file", default="resume.pdf", type=FileArgument())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(file: str, form: str) -> int:
    """Tell which version of a resume FILE (resume.pdf) was built from, and how."""
    from resume_tex.pdf.information import read_information

    found = read_information(file)
    if form == "json":
        write_text(json.dumps(_data(file, found), indent=2, ensure_ascii=False) + "\n")
        return EXIT_OK
    for key, value in _data(file, found).items():
        text = visible(str(value)) if value is not None else _NOTHING.get(key, "not told")
        if key != "commit" or value is not None:
            say(f"{click.style(key.ljust(8), bold=True)} {text}")
    return EXIT_OK


def _data(file: str, found: PdfInformation) -> dict[str, object]:
    return {
        "file": file,
        "title": found.title,
        "pages": found.pages,
        "version": found.version,
        "commit": found.commit,
        "date": found.date.isoformat().replace("+00:00", "Z") if found.date else None,
        "theme": found.theme,
        "variant": found.variant,
        "tool": f"resume-tex {found.tool}" if found.tool else None,
        "sha256": found.sha256,
    }

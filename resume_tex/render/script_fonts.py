r"""The preamble's lines for scripts that need fonts of their own: `\ResumeScriptFont`, and the files that go beside the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from os.path import basename, splitext
from typing import NamedTuple

from resume_tex.render.scripts import is_right_to_left


class ScriptFont(NamedTuple):
    """The files of a font.

    Attributes:
        regular: Path of the file of the upright weight.
        bold: Path of the file of the bold weight; the upright one if there is none.
        member: Which font of the files it is, if they are collections.
    """

    regular: str
    bold: str
    member: int = 0


FindFont = Callable[[str], ScriptFont | None]
"""Returns the font for a script; None if this machine has none."""


class ScriptFonts(NamedTuple):
    """What a document with some scripts needs besides its theme.

    Attributes:
        preamble: Lines for the preamble.
        files: Paths of font files, by the names that the preamble calls them.
        lacking: The scripts that no font was found for.
    """

    preamble: str
    files: dict[str, str]
    lacking: tuple[str, ...]


def script_fonts(scripts: Iterable[str], language: str, find: FindFont | None) -> ScriptFonts:
    """Find the fonts of some scripts and name them for the document."""
    lines: list[str] = []
    files: dict[str, str] = {}
    lacking: list[str] = []
    for script in scripts:
        font = find(script) if find is not None else None
        if font is None:
            lacking.append(script)
            continue
        names = [_name(path, files) for path in (font.regular, font.bold)]
        lines.append(rf"\ResumeScriptFont{{{script}}}{{{names[0]}}}{{{names[1]}}}{{{font.member}}}")
    if is_right_to_left(language):
        lines.append(r"\ResumeRightToLeft")
    if lines:
        lines.insert(0, r"\usepackage{resume-scripts}")
    return ScriptFonts("".join(f"{line}\n" for line in lines), files, tuple(lacking))


def _name(path: str, files: dict[str, str]) -> str:
    """Note a file under a name that TeX takes as it is."""
    stem, suffix = splitext(basename(path))
    name = re.sub(r"[^A-Za-z0-9-]+", "-", stem).strip("-") + suffix.lower()
    while files.get(name, path) != path:
        name = f"x{name}"
    files[name] = path
    return name

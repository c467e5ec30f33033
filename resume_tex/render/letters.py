"""Letters that pdfTeX sets with further fonts of the package: Greek, Cyrillic, rarer Latin ones, any letter with a mark.

Their files are in themes/base/letters and are given to TeX only where a text needs them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, Literal, NamedTuple

from resume_tex.resources import themes_dir

PREAMBLE: Final = "\\usepackage{resume-letters}\n"
MAY_NEED: Final = re.compile("[\u0180-\u052f\u1e00-\u1fff]")
"""Finds a character in texts that may need any of this."""
_SOURCES: Final = frozenset({".sty", ".def"})
_SUFFIXES: Final = frozenset({".sty", ".def", ".enc", ".tfm", ".pfb"})
_LISTS: Final = "resume-letters.def"
_LIST: Final = re.compile(r"resume@letters@(\w+)\{%([0-9A-F,%\s]*)\}")
_FAMILIES: Final = {"charter": "charter", "latin-modern": "modern", "latin-modern-sans": "modern-sans"}
_ABOVE: Final = frozenset("\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c")
_BELOW: Final = frozenset("\u0323\u0327\u0328\u0331")
MARKS: Final = _ABOVE | _BELOW
"""Combining marks that can be put on any letter."""

Kind = Literal["plain", "run", "marked"]


class Piece(NamedTuple):
    """Characters that are set in one way: as they are, as a run of Greek or Cyrillic, or as a letter with marks."""

    kind: Kind
    text: str


class Letters(NamedTuple):
    """What the further fonts hold.

    Attributes:
        runs: Greek and Cyrillic letters.
        all: Every letter.
    """

    runs: frozenset[str]
    all: frozenset[str]

    def pieces(self, text: str) -> list[Piece]:
        """Split a text (NFC) by how it is set."""
        out: list[Piece] = []
        at = 0
        for match in _pattern().finditer(text):
            if match.start() > at:
                out.append(Piece("plain", text[at : match.start()]))
            out.append(Piece("marked" if match["marked"] else "run", match[0]))
            at = match.end()
        if at < len(text):
            out.append(Piece("plain", text[at:]))
        return out


@cache
def letters() -> Letters:
    """Return what the further fonts hold."""
    text = (themes_dir() / "base" / "letters" / _LISTS).read_text("ascii")
    lists = {
        name: frozenset(chr(int(c, 16)) for c in re.findall("[0-9A-F]+", body)) for name, body in _LIST.findall(text)
    }
    return Letters(lists["world"], frozenset().union(*lists.values()))


@cache
def letter_files(font: str, *, unicode: bool = False) -> dict[str, bytes]:
    """Return the files that a document needs whose text is set in a font (the value of the theme's option).

    Args:
        font: The font.
        unicode: For an engine that brings its own fonts.
    """
    families = {"sans", _FAMILIES.get(font, "sans")}
    unused = [f"resume-world-{name}-" for name in ("modern-sans", "charter", "modern") if name not in families]
    if "modern-sans" in families:
        unused.remove("resume-world-modern-")
        unused += [f"resume-world-modern-{face}" for face in ("regular", "italic", "bold")]
    if "modern" in families:
        unused = ["resume-world-modern-sans-", "resume-world-charter-"]
    folder = themes_dir() / "base" / "letters"
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.suffix in (_SOURCES if unicode else _SUFFIXES) and not path.name.startswith((".", *unused))
    }


def marked_tex(cluster: str, escape: str) -> str:
    r"""Return the TeX for a letter with marks: `\ResumeAccent{0301}{m}{...}`, the last for text extractors.

    Args:
        cluster: The letter and its marks.
        escape: The TeX of the letter alone.
    """
    marks = base_and_marks(cluster)[1]
    tex = escape
    for mark in sorted(marks, key=lambda m: m in _BELOW):  # those above first: the others take any box
        tex = rf"\ResumeAccent{{{ord(mark):04X}}}{{{tex}}}"
    told = unicodedata.normalize("NFC", cluster).encode("utf-16-be").hex().upper()
    return rf"\ResumeMarked{{{told}}}{{{tex}}}"


def base_and_marks(cluster: str) -> tuple[str, str]:
    """Return the letter that marks are put on, and the marks."""
    base, own = cluster[0], cluster[1:]
    parts = unicodedata.normalize("NFD", base)
    if len(parts) > 1 and set(parts[1:]) <= MARKS:
        return parts[0], parts[1:] + own
    return base, own


@cache
def _pattern() -> re.Pattern[str]:
    marks = "".join(sorted(MARKS))
    run = "".join(sorted(letters().runs))
    return re.compile(rf"(?P<marked>[^\W\d_][{marks}]+)|(?P<run>[{run}](?![{marks}])(?: ?[{run}](?![{marks}]))*)")

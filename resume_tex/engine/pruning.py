"""Decides which fonts of a project can be cut down, and to which glyphs.

Only Source Sans Pro is worth it: its files are three times as big as others. A project that names its font metrics
one by one (`SourceSansPro-Regular-lf-t1`) says thereby which encodings it can ask for. One that loads the font by
its LaTeX package may ask for anything, and gets the whole font.

Most documents need a tenth even of what the encodings name: for them there is a plain cut of each font, which TeX reads
in a quarter of a millisecond.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from resume_tex.engine.type1 import encoded_glyphs, glyph_names, prune

if TYPE_CHECKING:
    from resume_tex.engine.tinytex import TinyTex
    from resume_tex.render.project import RenderedProject

_WORTH_IT: Final = "SourceSans"
_CUTS_KEPT: Final = 16
"""A theme has four fonts, of 100 kB each."""
_LOADED_BY_PACKAGE: Final = re.compile(rb"\{[^}]*sourcesans|SourceSansPro-(?:T?LF|T?OsF|Sup|Inf|Dnom|Numr)\b")
_MAP_LINE: Final = re.compile(r"(?P<tfm>\S+)\s.*<(?P<font>[^\s<\[]+\.pfb)")
_MAP_ENCODING: Final = re.compile(r"<\[?([^\s<\[]+\.enc)")


_PLAIN_NAMES: Final = frozenset(string.ascii_letters) | frozenset({
    "space", "exclam", "quotedbl", "numbersign", "dollar", "percent", "ampersand", "quotesingle", "parenleft", "parenright",
    "asterisk", "plus", "comma", "hyphen", "period", "slash", "zero", "one", "two", "three", "four", "five", "six", "seven",
    "eight", "nine", "colon", "semicolon", "less", "equal", "greater", "question", "at", "bracketleft", "backslash",
    "bracketright", "asciicircum", "underscore", "grave", "braceleft", "bar", "braceright", "asciitilde", "quotedblleft",
    "quotedblright", "quoteleft", "quoteright", "endash", "emdash", "bullet", "periodcentered", "ellipsis", "fi", "fl",
})  # fmt: skip
"""The glyphs of plain text, as the Adobe Glyph List names them."""
_PLAIN_FORMS: Final = frozenset({"", "p"})
"""Forms of glyphs, after the point in their names: Source Sans has its proportional figures as `one.p`."""


class Fonts(NamedTuple):
    """What a project gets in place of the installed fonts.

    Attributes:
        map: The font map.
        files: The fonts, by name.
        plain: The same for documents that are plain (see `recipe.is_plain`).
    """

    map: str
    files: dict[str, bytes]
    plain: dict[str, bytes]


def fonts_for(tex: TinyTex, project: RenderedProject) -> Fonts:
    """Return the map and the cut fonts for a project.

    Raises:
        OSError: A font cannot be read.
    """
    lines = tex.font_map().splitlines(keepends=True)
    text = b"\n".join([project.preamble.encode(), *project.files.values()])
    if _LOADED_BY_PACKAGE.search(text):
        return Fonts("".join(lines), {}, {})
    words = set(re.findall(rb"[\w-]+", text))
    named: dict[str, list[str]] = {}
    for line in lines:
        match = _MAP_LINE.match(line)
        if match and _is_named(match, words) and match["font"] not in project.files:
            named.setdefault(match["font"], []).append(line)
    files = {font: cut for font in named if (cut := _cut(tex, project, font, named[font])) is not None}
    plain = {font: cut for font, content in files.items() if (cut := _plain_cut(content)) is not None}
    return Fonts("".join(line for line in lines if _serves(line, files, named)), files, plain)


def _is_named(line: re.Match[str], words: set[bytes]) -> bool:
    return line["font"].startswith(_WORTH_IT) and line["tfm"].removesuffix("--base").encode() in words


def _serves(line: str, cut: dict[str, bytes], named: dict[str, list[str]]) -> bool:
    """Tell whether a line of the map is still right: a font that was cut serves the named encodings only."""
    match = _MAP_LINE.match(line)
    return match is None or match["font"] not in cut or line in named[match["font"]]


def _cut(tex: TinyTex, project: RenderedProject, font: str, lines: list[str]) -> bytes | None:
    encodings = [content for name, content in project.files.items() if name.endswith(".enc")]
    for line in lines:
        encodings += [tex.read_font_file(name) for name in _MAP_ENCODING.findall(line)]
    return _encoded_cut(tex.read_font_file(font), frozenset[str]().union(*map(encoded_glyphs, encodings)))


# Cutting a theme's fonts takes as long as TeX takes for the rest of the format, and the formats of one program mostly
# have the same fonts: those of an option's values, of the steps of `--fit`, of a theme that is being written.
@lru_cache(_CUTS_KEPT)
def _encoded_cut(font: bytes, glyphs: frozenset[str]) -> bytes | None:
    return prune(font, glyphs, frozenset(filter(_is_plain_glyph, glyphs)))


@lru_cache(_CUTS_KEPT)
def _plain_cut(font: bytes) -> bytes | None:
    return prune(font, frozenset(filter(_is_plain_glyph, glyph_names(font))))


def _is_plain_glyph(name: str) -> bool:
    """Tell whether plain text may need a glyph; the names of ligatures have their letters between underscores."""
    base, _, form = name.partition(".")
    return form in _PLAIN_FORMS and all(part in _PLAIN_NAMES for part in base.split("_"))

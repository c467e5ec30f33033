"""Texts in the spelling in which a page and a field are compared: no white space, no letter case, one form of each character.

Where white space and lines were is kept aside, so that a word that a page tears or runs together with the next is noticed.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from resume_tex.render.escape import normalise

_ALIKE = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"',
    "‐": "-", "‑": "-", "−": "-", "–": "-", "—": "-",
    "\u00b5": "\u03bc", "\u2206": "\u0394", "\u2126": "\u03a9", "\u2211": "\u03a3", "\u220f": "\u03a0",
    "\u22c5": "\u00b7", "\u2219": "\u00b7", "\u2022": "\u00b7",
})  # fmt: skip
"""Characters that look the same in print, of which fonts have one, or that typesetting puts for each other."""
_FIXED_SPACES = frozenset("\u00a0\u2009\u202f\u2007\u2008\u200a\u2006")
"""Narrow and unbreakable spaces, which extractors may not see as such."""


class Spelled(NamedTuple):
    """A text for comparison.

    Attributes:
        text: Its characters.
        gaps: Indices in `text` of characters with white space before them.
        narrow: Indices of those before which the white space is narrow.
    """

    text: str
    gaps: frozenset[int] = frozenset()
    narrow: frozenset[int] = frozenset()


def spell(text: str) -> Spelled:
    """Return a field's words, without markup, for comparison."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii():
        words = composed.lower().split()
        return Spelled("".join(words).translate(_ALIKE), frozenset(_starts(words)))
    out: list[str] = []
    gaps: set[int] = set()
    narrow: set[int] = set()
    length = 0
    for character in composed:
        if character.isspace():
            (narrow if character in _FIXED_SPACES else gaps).add(length)
            continue
        folded = _fold(character)
        out.append(folded)
        length += len(folded)
    return Spelled("".join(out), frozenset(gaps) - {0, length}, frozenset(narrow) - {0, length})


def spell_field(text: str) -> Spelled:
    """Return the words of a field as they print."""
    spelled = spell(normalise(text))
    wide = {at for at in spelled.gaps if at not in spelled.narrow}
    return Spelled(spelled.text, frozenset(wide), spelled.narrow)


def raw_index(text: str, offset: int) -> int:
    """Return where in a text the character stands that is at `offset` of its spelling."""
    seen = 0
    composed = unicodedata.normalize("NFC", text)
    for index, character in enumerate(composed):
        if not character.isspace():
            if seen >= offset:
                return index
            seen += len(_fold(character))
    return len(composed)


def _starts(words: Iterable[str]) -> Iterable[int]:
    length = 0
    for word in words:
        if length:
            yield length
        length += len(word)


def _fold(character: str) -> str:
    folded = character.translate(_ALIKE)
    return unicodedata.normalize("NFKC", folded).casefold().translate(_ALIKE).replace(" ", "")


class SpelledLines:
    """Lines of text as one text for comparison.

    Attributes:
        text: Their characters.
        starts: Where each line begins in `text`.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        """Spell lines."""
        self._parts = [spell(line) for line in lines]
        self.text = "".join(part.text for part in self._parts)
        starts: list[int] = []
        length = 0
        for part in self._parts:
            starts.append(length)
            length += len(part.text)
        self.starts = tuple(starts)

    def line_at(self, index: int) -> int:
        """Return the line that a character stands in."""
        return bisect_right(self.starts, index) - 1

    def end_of(self, line: int) -> int:
        """Return where a line's characters end."""
        return self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)

    @cached_property
    def gaps(self) -> frozenset[int]:
        """Return the characters with white space before them on their line."""
        pairs = zip(self.starts, self._parts, strict=True)
        return frozenset(start + gap for start, part in pairs for gap in (*part.gaps, *part.narrow))

    @cached_property
    def line_starts(self) -> frozenset[int]:
        """Return the characters that begin a line."""
        return frozenset(self.starts)

    def is_border(self, index: int) -> bool:
        """Tell whether a word may begin or end before a character."""
        if index <= 0 or index >= len(self.text) or index in self.line_starts or index in self.gaps:
            return True
        return not (self.text[index - 1].isalnum() and self.text[index].isalnum())

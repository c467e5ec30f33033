"""The proof that a machine reads from a PDF what the resume says: every field, whole, in its order, and no stray characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from resume_tex.diagnostics import Path
from resume_tex.pdf.places import Place, Placement
from resume_tex.pdf.reading import PdfText
from resume_tex.pdf.spelling import Spelled, raw_index
from resume_tex.rules.base import LayoutFacts

_STRAY = frozenset({"Cc", "Cn", "Co", "Cs"})
"""Unicode categories of what is no text: controls, what is not assigned, private use, halves of pairs."""
_REPLACEMENT = "\ufffd"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_PIECE = re.compile(r"\w+")
_SHOWN = 30
"""Characters of a word that a message shows."""


def proven(known: LayoutFacts, placement: Placement, pdf: PdfText, omitted: tuple[Path, ...]) -> LayoutFacts:
    """Return what is known of the pages, completed by what does not come out of the text as it should.

    Args:
        known: What is known.
        placement: Where the fields stand.
        pdf: The text, read thoroughly.
        omitted: Fields that the theme does not print.
    """
    blank = {path for path, _ in known.missing_glyphs}  # said already, with the characters
    missing, displaced = dict.fromkeys(omitted), dict[Path, None]()
    torn: dict[Path, str] = {}
    for index, (item, place) in enumerate(zip(placement.expected, placement.places, strict=True)):
        if item.path in blank or item.is_heading:
            continue
        if _runs_both_ways(item.spelled):
            if place is None and not holds_words(placement.text.text, item.spelled):
                missing.setdefault(item.path)
        elif place is None:
            (displaced if index in placement.displaced else missing).setdefault(item.path)
        elif words := _torn_words(placement, item.spelled, place):
            torn.setdefault(item.path, words)
    return known._replace(
        missing_text=tuple(missing),
        displaced_text=tuple(path for path in displaced if path not in missing),
        torn_words=tuple(torn.items()),
        stray_glyphs=tuple(dict.fromkeys(_strays(placement, pdf))),
    )


def _runs_both_ways(spelled: Spelled) -> bool:
    """Tell whether a text has letters that are written from right to left."""
    return not spelled.text.isascii() and any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in spelled.text)


def holds_words(text: str, spelled: Spelled) -> bool:
    """Tell whether each word is whole on the page, in either direction.

    PDF has no writing direction: extractors guess it line by line, and where both meet in a line they differ about the
    order of its words.
    """
    borders = [0, *sorted(spelled.gaps | spelled.narrow), len(spelled.text)]
    words = [piece for start, end in pairwise(borders) for piece in _PIECE.findall(spelled.text[start:end])]
    return all(word in text or word[::-1] in text for word in words)


def _torn_words(placement: Placement, spelled: Spelled, place: Place) -> str:
    """Return the first words of a text that run together or fall apart on the page; nothing if all are whole."""
    text = placement.text
    inside = range(place.start + 1, place.end)
    there = {at - place.start for at in text.gaps if at in inside}
    breaks = {at - place.start for at in text.line_starts if at in inside}
    wanted, narrow = spelled.gaps, spelled.narrow
    together = wanted - there - breaks
    apart = there - wanted - narrow - breaks
    if not together and not apart:
        return ""
    at = place.start + min(together | apart)
    line = text.line_at(at)
    return _around(placement.lines[line].text, at - text.starts[line])


def _around(line: str, offset: int) -> str:
    """Return the words of a line before and after one of its compared characters."""
    at = raw_index(line, offset)
    before, after = line[:at].rstrip(), line[at:]
    start = max(before.rfind(" "), len(before) - _SHOWN) + 1
    word, _, _ = after.partition(" ")
    return line[start:at] + word[:_SHOWN]


def _strays(placement: Placement, pdf: PdfText) -> Iterator[tuple[Path, str]]:
    """Yield characters that are no text, each with the field whose line it is on."""
    fields = _fields_by_line(placement)
    known = {id(line): index for index, line in enumerate(placement.lines)}
    for index, line in enumerate(pdf.lines):
        path = fields.get(known.get(id(line), -1), ())
        for character in line.text:
            if character == _REPLACEMENT or unicodedata.category(character) in _STRAY:
                yield path, character
        if index in pdf.unmapped:
            yield path, _REPLACEMENT


def _fields_by_line(placement: Placement) -> dict[int, Path]:
    out: dict[int, Path] = {}
    for index, item in enumerate(placement.expected):
        for line in placement.lines_of(index):
            out.setdefault(line, item.path)
    return out

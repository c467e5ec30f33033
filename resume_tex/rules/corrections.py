"""Small corrections of a field's text, and the one fix that makes them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resume_tex.rules.base import TextFix


@dataclass(frozen=True, slots=True)
class Slip:
    """Characters of a text from `start` to `end` that should read `new`; `kind` says what is wrong with them."""

    start: int
    end: int
    new: str
    kind: str


_CONTEXT = 12


def fix_of(text: str, found: list[Slip]) -> TextFix | None:
    """Return one fix that makes all corrections; its `old` occurs once in the text."""
    if not found:
        return None
    start, end, context = found[0].start, found[-1].end, _CONTEXT
    while start == end or text.count(text[start:end]) != 1:
        if start == 0 and end == len(text):
            return None
        start, end = max(start - context, 0), min(end + (context if start == 0 else 0), len(text))
        context *= 2
    return TextFix(text[start:end], "".join(_corrected(text, start, end, found)))


def _corrected(text: str, start: int, end: int, found: list[Slip]) -> Iterator[str]:
    for slip in found:
        yield text[start : slip.start]
        yield slip.new
        start = slip.end
    yield text[start:end]

"""Finding a word that stands twice in a row by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resume_tex.rules.corrections import Slip
from resume_tex.rules.lazy_pattern import LazyPattern

_TWICE = LazyPattern(
    r"(?<![\w\-'’*`/])(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)(?P<again>\s+(?P<second>(?P=word)))(?![\w\-'’*`/])",
    re.IGNORECASE,
)
_MEANT = frozenset(
    {"that", "had", "very", "long", "log", "no", "bye", "ha", "so", "hot", "knock", "now", "tut", "what", "is"}
)


def repeated_words(prose: str) -> Iterator[tuple[Slip, str]]:
    """Yield the second of every two equal words, with both as they stand there; names such as Baden Baden are spared."""
    for found in _TWICE.finditer(prose):
        word, second = found["word"], found["second"]
        if word.lower() in _MEANT or second[0].isupper() or (len(word) == 1 and word != "a"):
            continue
        yield Slip(found.start("again"), found.end("again"), "", "a word twice"), found[0]

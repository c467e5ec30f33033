"""Finding the phrases of a lexicon in the person's own sentences: buzzwords, words that hurt.

An entry of such a lexicon has a `hint` (a piece that every match contains, in lower case), a `pattern`, optionally `unless` (a
pattern of the same text that excuses it) and `case` (the pattern minds capitals), and `instead`, what to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from resume_tex.rules.field_texts import FieldText, ResumeTexts
from resume_tex.rules.lexicon import load_lexicon


@dataclass(frozen=True, slots=True)
class Phrase:
    """An entry of a lexicon, ready to search with."""

    hint: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    instead: str


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A phrase found in a text: the field, the words as they stand there, and what to write instead."""

    field: FieldText
    words: str
    instead: str


@cache
def _entries(lexicon: str) -> tuple[dict[str, str], ...]:
    return tuple(load_lexicon(lexicon))


@cache
def _phrase(lexicon: str, index: int) -> Phrase:
    entry = _entries(lexicon)[index]
    flags = re.NOFLAG if entry.get("case") else re.IGNORECASE
    unless = re.compile(entry["unless"], re.IGNORECASE) if "unless" in entry else None
    return Phrase(entry["hint"], re.compile(entry["pattern"], flags), unless, entry["instead"])


def find_phrases(lexicon: str, texts: ResumeTexts) -> Iterator[PhraseMatch]:
    """Yield every phrase of the lexicon that stands in the person's own words, each once a field; not in quotation marks."""
    for index, entry in enumerate(_entries(lexicon)):
        if entry["hint"] not in texts.own_lower:
            continue
        phrase = _phrase(lexicon, index)
        for field in texts.own:
            if phrase.unless is not None and phrase.unless.search(field.prose):
                continue
            for found in phrase.pattern.finditer(field.prose):
                if not in_quotes(field.prose, found.start()):
                    yield PhraseMatch(field, found[0].strip(), phrase.instead)
                    break


def in_quotes(text: str, place: int) -> bool:
    """Tell whether a place of a text stands in quotation marks."""
    before = text[:place]
    if before.count('"') % 2 and '"' in text[place:]:
        return True
    opened = max(before.rfind(mark) for mark in "“«„")
    return opened >= 0 and not any(mark in before[opened + 1 :] for mark in "”»")

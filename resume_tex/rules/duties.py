"""Telling a duty from a deed: how a bullet says that its author was there.

A hard duty (`responsible for`) says nothing of what was done; a soft one (`worked with`) may go before a real result.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from resume_tex.rules.language import TextAnalysis
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.text.tokens import MARK, NUMBER, Phrases
from resume_tex.rules.text.verbs import BASE

_LEAD_REACH = 8
_TOOL_REACH = 14
_NOT_HELPED = frozenset({"to", "with", "in", "by"})
_MIN_NAMED = 2


class Duty(NamedTuple):
    """A duty that a text rests on.

    Attributes:
        words: The words that say so, as written.
        hard: They say nothing of what was done.
    """

    words: str
    hard: bool


class _Words(NamedTuple):
    phrases: Phrases[bool]
    lead: frozenset[str]
    help: frozenset[str]
    use: frozenset[str]
    make: frozenset[str]


_HELPED_REACH = 4
"""Words from `helped` to what was helped with: `Helped the platform team improve ...`."""


@cache
def _words() -> _Words:
    data = load_lexicon("duties")
    phrases = {**dict.fromkeys(data["soft"], False), **dict.fromkeys(data["hard"], True)}
    return _Words(
        Phrases(phrases),
        frozenset(data["lead"]),
        frozenset(data["help"]),
        frozenset(data["use"]),
        frozenset(data["make"]),
    )


def find_duty(text: TextAnalysis) -> Duty | None:
    """Return the duty that a text opens with or rests on."""
    words = _words()
    for start, end, hard in words.phrases.find(text.lowers):
        if start > _LEAD_REACH:
            break
        if _leads(text, start, words):
            return Duty(text.words_between(start, end), hard)
    return _help(text, words) or _use(text, words)


def _leads(text: TextAnalysis, start: int, words: _Words) -> bool:
    """Tell whether only words that carry nothing stand before `start`."""
    return all(token.kind in {NUMBER, MARK} or token.lower in words.lead for token in text.tokens[:start])


def _help(text: TextAnalysis, words: _Words) -> Duty | None:
    """Find `Helped build ...` and `Helped the team with ...`; not the tool that helped."""
    index = text.opening.place
    if not text.tokens or text.lowers[index] not in words.help:
        return None
    for offset in range(1, 6):
        if index + offset >= len(text.tokens):
            return None
        token, verb = text.tokens[index + offset], text.verbs[index + offset]
        if token.kind != "word":
            return None
        if token.lower in _NOT_HELPED or (offset <= _HELPED_REACH and verb is not None and BASE in verb.forms):
            return Duty(text.words_between(index, index + offset + 1), hard=False)
    return None


def _use(text: TextAnalysis, words: _Words) -> Duty | None:
    """Find `Utilised X, Y and Z to build ...`: the tools before the deed."""
    index = text.opening.place
    if not text.tokens or text.lowers[index] not in words.use:
        return None
    for place in range(index + 1, min(index + _TOOL_REACH, len(text.tokens) - 1)):
        if text.lowers[place] == "to" and text.lowers[place + 1] in words.make:
            return Duty(text.words_between(index, index + 1), hard=False)
    return None

"""Typographic slips of a text and their corrections: quotes, spaces, ranges, arrows, dots, numbers, full stops.

Works on prose with code and addresses masked; a correction names characters of the field's own text.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from functools import cache

from resume_tex.rules.base import TextFix
from resume_tex.rules.corrections import Slip, fix_of
from resume_tex.rules.lazy_pattern import LazyPattern
from resume_tex.rules.lexicon import load_lexicon

_DOUBLE_QUOTES = LazyPattern(r'(?<![\w"])"(?=\S)([^"\n]{1,300}?)(?<=\S)"(?![\w"])')
_SINGLE_QUOTES = LazyPattern(r"(?<![\w'’])'(?=[^\W\d])([^'\n]{2,80}?)(?<=\w)'(?![\w'])")
_SPACES = LazyPattern(r"(?<=\S)[ \t\u00a0]{2,}(?=\S)")
_ARROW = LazyPattern(r"(?<![-<\w])-{1,2}>(?!>)|(?<=\w)->(?=\w)")
_DOTS = LazyPattern(r"(?<!\.)\.{3}(?!\.)")
_DASHES = LazyPattern(r"(?<=\S )--(?= \S)")
_RANGE = LazyPattern(
    r"(?<![\w.,:/@#+–-])[$€£]?(?P<low>\d[\d,]*(?:\.\d+)?)(?P<unit>%|[KkMB])?(?P<dash>-)[$€£]?(?P<high>\d[\d,]*(?:\.\d+)?)"
    r"(?![\w.,]*[-/:]\d)(?!\d|\.\d)(?=%|[KkMBx]\b|ms\b|\W|s\b|h\b|\Z)"
)
_WORD_BEFORE = re.compile(r"([\w.&/]+)\W\Z")
_FIXED_PAIRS = frozenset({("0", "1"), ("1", "2")})
_SPLIT_AFTER = re.compile(r"\s*(?:split|rule|loss|norm)\b")
_WIDEST = 1000
_NUMBERED_FROM, _NUMBERED_RATIO = 10, 10
_UNIT_AFTER = re.compile(r"\s?(?:%|[KkMBx]\b|(?:ms|s|h|min|GB|MB|TB|GPUs?)\b)")


def slips(prose: str) -> list[Slip]:
    """Return the slips of a text in order; they do not overlap."""
    found: list[Slip] = []
    for mark, pattern, curly in (('"', _DOUBLE_QUOTES, "“”"), ("'", _SINGLE_QUOTES, "‘’")):
        if mark in prose:
            for quoted in pattern.finditer(prose):
                found.append(Slip(quoted.start(), quoted.start() + 1, curly[0], "straight quotes"))
                found.append(Slip(quoted.end() - 1, quoted.end(), curly[1], "straight quotes"))
    if "  " in prose or "\t" in prose or "\u00a0" in prose:
        found += (Slip(m.start(), m.end(), " ", "double spaces") for m in _SPACES.finditer(prose))
    if "->" in prose:
        found += (Slip(m.start(), m.end(), "→", "an arrow made of signs") for m in _ARROW.finditer(prose))
    if "..." in prose:
        found += (Slip(m.start(), m.end(), "…", "three full stops") for m in _DOTS.finditer(prose))
    if "-" in prose:
        found += (Slip(m.start(), m.end(), "–", "two hyphens for a dash") for m in _DASHES.finditer(prose))
        found += (
            Slip(m.start("dash"), m.end("dash"), "–", "a hyphen in a range")
            for m in _RANGE.finditer(prose)
            if _is_range(m)
        )
    found.sort(key=lambda slip: (slip.start, slip.end))
    kept: list[Slip] = []
    for slip in found:
        if not kept or slip.start >= kept[-1].end:
            kept.append(slip)
    return kept


def _is_range(found: re.Match[str]) -> bool:
    low, high = found["low"].replace(",", ""), found["high"].replace(",", "")
    if (low, high) in _FIXED_PAIRS or any(len(n) > 1 and n[0] == "0" and n[1] != "." for n in (low, high)):
        return False
    if not float(low) < float(high) <= max(float(low), 1.0) * _WIDEST:
        return False
    if (
        float(low) >= _NUMBERED_FROM
        and float(high) > float(low) * _NUMBERED_RATIO
        and not _UNIT_AFTER.match(found.string, found.end())
    ):
        return False  # the course 15-213
    before = _WORD_BEFORE.search(found.string, 0, found.start())
    if before is not None:
        word = before[1]
        if word.lower() in _words("numbered") or (len(word) > 1 and word.isupper() and word.isalpha()):
            return False  # ISO 9001-2015
    return not _SPLIT_AFTER.match(found.string, found.end())


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(load_lexicon("wording-numbers")[kind])


_LONG_NUMBER = re.compile(r"(?<![\w.,:/#@+–-])(?P<digits>[1-9]\d{4,})(?![\w:/@#+–-])(?![.,]\d)")


def long_numbers(prose: str) -> list[Slip]:
    """Return whole numbers of five digits and more that lack separators."""
    found = []
    for match in _LONG_NUMBER.finditer(prose):
        before = _WORD_BEFORE.search(prose, 0, match.start())
        word = before[1] if before else ""
        if word.lower() not in _words("identified") and not (len(word) > 1 and word.isupper() and word.isalpha()):
            found.append(Slip(match.start(), match.end(), f"{int(match['digits']):,}", "no separators"))
    return found


_PERCENT_APART = LazyPattern(r"(?<=\d)[ \u00a0\u202f]+(?=%)")
_PERCENT_CLOSE = re.compile(r"(?<=\d)%")


def percents_apart(prose: str) -> list[Slip]:
    """Return the spaces before percent signs."""
    return [Slip(m.start(), m.end(), "", "a space before %") for m in _PERCENT_APART.finditer(prose)]


def percents_close(prose: str) -> list[Slip]:
    """Return the places where a space before the percent sign is missing, if spaces are the custom."""
    return [Slip(m.start(), m.end(), "\u00a0%", "no space before %") for m in _PERCENT_CLOSE.finditer(prose)]


_MAGNITUDE_WORD = LazyPattern(
    r"(?<![\w.,-])[$€£]?\d[\d,]*(?:\.\d+)?\+?(?P<word>[ \u00a0-](?P<name>million|billion|thousand))\b(?!-)"
)
_LETTERS = {"million": "M", "billion": "B", "thousand": "K"}
_COUNTED = (
    r"(?: (?:users|requests|events|rows|records|impressions|queries|items|documents|people|customers|transactions)\b)"
)
_MAGNITUDE_LETTER = {
    "million": LazyPattern(r"(?<![\w.,-])[$€£]?\d[\d,]*(?:\.\d+)?M\b"),
    # 8B is a model's size as often as a count
    "billion": LazyPattern(rf"(?<![\w.,-])(?:[$€£]\d[\d,]*(?:\.\d+)?B\b|\d[\d,]*(?:\.\d+)?B\+?{_COUNTED})"),
    "thousand": LazyPattern(r"(?<![\w.,-])[$€£]?\d[\d,]*(?:\.\d+)?[Kk]\b(?! (?:video|resolution))"),
}


def magnitudes_in_words(prose: str, lettered: frozenset[str]) -> list[Slip]:
    """Return `5 million` and its like for those magnitudes that elsewhere stand as letters."""
    matches = _MAGNITUDE_WORD.finditer(prose)
    return [
        Slip(m.start("word"), m.end("word"), _LETTERS[m["name"]], f"{m['name']} in words")
        for m in matches
        if m["name"] in lettered
    ]


def lettered_magnitudes(texts: Iterable[str]) -> frozenset[str]:
    """Return the magnitudes that any text writes as a letter, as in `5M`."""
    texts = list(texts)
    return frozenset(name for name, pattern in _MAGNITUDE_LETTER.items() if any(pattern.search(text) for text in texts))


_CLOSERS = "*_`”’\"'»"
_NEUTRAL = re.compile(
    r"(?:[!?:;…,\x00]|\.\.\.|\.\)|\b(?:etc|inc|ltd|co|corp|e\.g|i\.e|vs|al|approx|no|jr|sr|u\.s|u\.k|a\.m|p\.m|ph\.d|m\.s|b\.s|d\.c)\.)\Z",
    re.IGNORECASE,
)


class Ending(enum.Enum):
    """How a bullet ends."""

    STOP = "with a full stop"
    OPEN = "without a full stop"
    NEUTRAL = "in a way that says nothing of the style"


def ending(prose: str) -> Ending:
    """Tell how a bullet ends."""
    text = prose.rstrip().rstrip(_CLOSERS)
    if not text or _NEUTRAL.search(text):
        return Ending.NEUTRAL
    return Ending.STOP if text.endswith(".") else Ending.OPEN


def toggle_stop(text: str) -> TextFix | None:
    """Return the fix that adds the missing full stop to a text's end, or takes it away; None where markup hides the end."""
    body = text.rstrip()
    inner = body.rstrip(_CLOSERS)
    if inner.endswith("."):
        return fix_of(text, [Slip(len(inner) - 1, len(inner), "", "")])
    return fix_of(text, [Slip(len(body), len(body), ".", "")])

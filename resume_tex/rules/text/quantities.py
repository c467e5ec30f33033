"""Numbers with what they measure: percentages, money, durations, multiples, counts of things."""

from __future__ import annotations

import re
from typing import NamedTuple

from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.text.tokens import MARK, NUMBER, WORD, Token

PERCENT, POINTS, MONEY, MULTIPLE, DURATION = "percent", "points", "money", "multiple", "duration"
SIZE, RATE, COUNT, RATIO, FRACTION, BARE, YEAR = "size", "rate", "count", "ratio", "fraction", "bare", "year"

COMPARABLE = frozenset({PERCENT, RATIO, MONEY, POINTS})
"""Kinds of which two in one text are two values of a measure."""
TIME_UNITS = (
    ("nanoseconds",),
    ("microseconds",),
    ("milliseconds",),
    ("seconds",),
    ("minutes",),
    ("hours",),
    ("days", "nights"),
    ("weeks",),
    ("months", "quarters"),
    ("years",),
)
"""Plural units of time, from short to long."""
EFFECT_KINDS = frozenset({PERCENT, POINTS, MONEY, MULTIPLE, DURATION, FRACTION, RATIO, SIZE, RATE})
"""Kinds that a change can be told in."""

_DATA = load_lexicon("units")
_SUFFIXES = {suffix: kind for kind, suffixes in _DATA["suffixes"].items() for suffix in suffixes}
_UNIT_WORDS = {word: kind for kind, words in _DATA["units"].items() for word in words}
_SCALES: dict[str, float] = _DATA["suffix_scales"]
_SCALE_WORDS: dict[str, float] = _DATA["scale_words"]
_SPELLED: dict[str, int] = _DATA["spelled"]
_PARTS = frozenset(_DATA["parts"])
_PART_LEADS = frozenset(_DATA["part_leads"])
_MULTIPLES = frozenset(_DATA["multiples"])
_NUMBER_WORDS = frozenset({*_SPELLED, *_PARTS, *_MULTIPLES, "order"})
_PLURALS = frozenset(_DATA["plurals"])
_NO_PLURAL = frozenset(_DATA["no_plurals"])
_OUTSIDE_UNIT = frozenset(_DATA["outside_unit"])
_VERSIONED = frozenset(_DATA["versioned"])
_MEASURES = frozenset(load_lexicon("outcomes")["measures"])
_VERSION_CHAIN = frozenset({"to", "and", "or", "→", "->"})
_DIGITS = re.compile(
    r"(?P<digits>\d+(?:[.,]\d+)*)(?:(?P<scientific>[eE][+-]?\d{1,2}\b)|(?P<power>\^\d{1,2}|[⁰¹²³⁴-⁹]{1,2}))?"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_YEAR = re.compile(r"(?:19[6-9]\d|20[0-4]\d)\Z")
_PLURAL_REACH = 4


class Quantity(NamedTuple):
    """A number and what it measures.

    Attributes:
        kind: The unit's kind.
        value: Its size in that unit, or None when it is not plain (a fraction in words).
        start: Index of its first token.
        end: Index after its last token, the unit included.
        signed: It bears a sign, and so tells a change.
    """

    kind: str
    value: float | None
    start: int
    end: int
    signed: bool = False


def find_quantities(tokens: tuple[Token, ...], text: str) -> tuple[Quantity, ...]:
    """Find every number that measures something, and the bare ones."""
    found: list[Quantity] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        quantity = None
        if token.kind == NUMBER:
            quantity = _written(tokens, index, text)
        elif token.lower in _NUMBER_WORDS:
            quantity = _in_words(tokens, index, text)
        if quantity is not None:
            found.append(quantity)
            index = quantity.end
        else:
            index += 1
    return tuple(found)


def _written(tokens: tuple[Token, ...], index: int, text: str) -> Quantity | None:
    token = tokens[index]
    suffix = token.suffix.lower()
    signed = token.text[0] in "+-−±"
    digits = token.text.lstrip("+-−±US$€£¥")
    value = _value(digits)
    if value is None:
        return None
    if token.text.lstrip("+-−±US")[:1] in {"$", "€", "£", "¥"}:
        return _money(tokens, index, value * _SCALES.get(suffix, 1), signed=signed)
    if token.suffix in {"D", "S", "W", "C", "H"}:
        return None
    if suffix in _SUFFIXES:
        return Quantity(_SUFFIXES[suffix], value, index, index + 1, signed)
    if suffix and suffix not in _SCALES:
        return None
    if not suffix and _is_version(tokens, index):
        return None
    if not suffix and value == 1 and (end := _end_of_fraction(tokens, index, text)):
        return Quantity(FRACTION, None, index, end)
    if not suffix and _YEAR.match(token.text) and not _counts(tokens, index + 1):
        return Quantity(YEAR, value, index, index + 1)
    return _with_unit(tokens, index, value * _SCALES.get(suffix, 1), index + 1, signed=signed, scaled=bool(suffix))


def _end_of_fraction(tokens: tuple[Token, ...], index: int, text: str) -> int:
    """Return the index after a fraction of something, as in `1/400 of the price` and `1/10th of it`, or 0."""
    if index + 2 >= len(tokens):
        return 0
    one, part, following = tokens[index : index + 3]
    is_part = part.kind == NUMBER and part.suffix in {"", "th"} and text[one.end : part.start] == "/"
    return index + 2 if is_part and following.lower in {"of", "the"} else 0


def _is_version(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether a decimal number is a version: `CUDA 12.2`, `PyTorch (2.1)`, `Python from 3.8 to 3.11`."""
    first = index
    while first > 1 and tokens[first - 1].lower in _VERSION_CHAIN and tokens[first - 2].kind == NUMBER:
        first -= 2
    if "." not in tokens[index].text or "." not in tokens[first].text:
        return False
    before = first - 1
    if before > 0 and tokens[before].text == "(":
        before -= 1
    if before > 0 and tokens[before].text == "from" and not tokens[first].text.startswith("0"):
        before -= 1
    if before < 0 or tokens[before].kind != WORD:
        return False
    name = tokens[before]
    mixed = name.text[1:] != name.lower[1:] and not name.text.isupper()
    return name.lower in _VERSIONED or (mixed and name.lower not in _MEASURES)


def _money(tokens: tuple[Token, ...], index: int, value: float, *, signed: bool) -> Quantity:
    end = index + 1
    scale = _SCALE_WORDS.get(_lower(tokens, end))
    return Quantity(MONEY, value * (scale or 1), index, end + (scale is not None), signed)


def _with_unit(
    tokens: tuple[Token, ...], start: int, value: float, end: int, *, signed: bool, scaled: bool = False
) -> Quantity:
    scale = _SCALE_WORDS.get(_lower(tokens, end))
    if scale is not None:
        value, end, scaled = value * scale, end + 1, True
    unit = _lower(tokens, end)
    if unit == "per" and _lower(tokens, end + 1) in {"cent", "mille"}:
        return Quantity(PERCENT, value, start, end + 2, signed)
    if unit in {"order", "orders"}:
        return Quantity(MULTIPLE, None, start, end + 1, signed)
    if unit in _UNIT_WORDS:
        return Quantity(_UNIT_WORDS[unit], value, start, end + 1, signed)
    plural = _counts(tokens, end)
    if "." in tokens[start].text and not scaled and (not plural or value < 1):
        return Quantity(RATIO, value, start, end, signed)
    if plural or scaled:
        return Quantity(COUNT, value, start, plural or end, signed)
    return Quantity(BARE, value, start, end, signed)


def _in_words(tokens: tuple[Token, ...], index: int, text: str) -> Quantity | None:
    word = tokens[index].lower
    before = _lower(tokens, index - 1) if index else ""
    if word in _PARTS and _lower(tokens, index + 1) != "party":
        if word in {"half", "halves"} or before in _PART_LEADS:
            return Quantity(FRACTION, None, index, index + 1)
        return None
    if word in _MULTIPLES and not is_joined(tokens, index, text):
        return Quantity(MULTIPLE, None, index, index + 1)
    if word in _SPELLED and before != "one":
        return _spelled(tokens, index, float(_SPELLED[word]), text)
    if word == "order" and _lower(tokens, index + 1) == "of" and _lower(tokens, index + 2) == "magnitude":
        return Quantity(MULTIPLE, 10, index, index + 3)
    return None


def _spelled(tokens: tuple[Token, ...], index: int, value: float, text: str) -> Quantity | None:
    """Read a number in words; one that stands alone, or in a compound such as `two-tower`, is none."""
    following = _lower(tokens, index + 1)
    compound = is_joined(tokens, index, text) and following not in _UNIT_WORDS
    if (following in _PARTS and following not in {"quarter", "quarters"}) or (
        compound and following not in _SCALE_WORDS
    ):
        return None
    if (following == "in" and _lower(tokens, index + 2) in _SPELLED) or (following == "of" and value > 1):
        return Quantity(FRACTION, None, index, index + 1)
    found = _with_unit(tokens, index, value, index + 1, signed=False)
    if (found.kind == COUNT and value == 1) or found.kind == BARE:
        return None
    return found


def _counts(tokens: tuple[Token, ...], index: int) -> int:
    """Return the index after the plural noun that a number before `index` counts, or 0."""
    for offset in range(_PLURAL_REACH):
        if index + offset >= len(tokens):
            return 0
        token = tokens[index + offset]
        if token.kind == MARK or token.lower in _OUTSIDE_UNIT or token.kind == NUMBER:
            return 0
        if token.lower in _PLURALS or (
            token.lower.endswith("s") and len(token.lower) > 2 and token.lower not in _NO_PLURAL
        ):
            return index + offset + 1
    return 0


def _value(digits: str) -> float | None:
    match = _DIGITS.match(digits)
    if match is None:
        return None
    text = re.sub(r",(?=\d{3}(?:\D|\Z))", "", match["digits"]).replace(",", ".")
    try:
        value = float(text + (match["scientific"] or ""))
        return value ** int(match["power"].lstrip("^").translate(_RAISED)) if match["power"] else value
    except (ValueError, OverflowError):
        return None


def is_joined(tokens: tuple[Token, ...], index: int, text: str) -> bool:
    """Tell whether a hyphen ties the token at `index` to the next: `3-week`, `two-tower`."""
    if index + 1 >= len(tokens):
        return False
    token, following = tokens[index], tokens[index + 1]
    return following.start == token.end + 1 and text[token.end] in "-‑"


def _lower(tokens: tuple[Token, ...], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""

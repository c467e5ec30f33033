"""Numbers with what they measure: percentages, money, durations, multiples, counts of things."""

from __future__ import annotations

import re
from typing import NamedTuple

from resume_tex.rules.text.tokens import MARK, NUMBER, WORD, Token

PERCENT, POINTS, MONEY, MULTIPLE, DURATION = "percent", "points", "money", "multiple", "duration"
SIZE, RATE, COUNT, RATIO, FRACTION, BARE, YEAR = "size", "rate", "count", "ratio", "fraction", "bare", "year"

COMPARABLE = frozenset({PERCENT, RATIO, MONEY, POINTS})
"""Kinds of which two in one text are two values of a measure."""
EFFECT_KINDS = frozenset({PERCENT, POINTS, MONEY, MULTIPLE, DURATION, FRACTION, RATIO, SIZE, RATE})
"""Kinds that a change can be told in."""

_SUFFIXES = {
    "%": PERCENT, "‰": PERCENT, "x": MULTIPLE, "×": MULTIPLE, "pp": POINTS, "pt": POINTS, "pts": POINTS, "bp": POINTS, "bps": POINTS,
    "ms": DURATION, "s": DURATION, "sec": DURATION, "secs": DURATION, "h": DURATION, "hr": DURATION, "hrs": DURATION,
    "min": DURATION, "mins": DURATION, "us": DURATION, "µs": DURATION, "ns": DURATION, "d": DURATION, "w": DURATION, "mo": DURATION,
    "kb": SIZE, "mb": SIZE, "gb": SIZE, "tb": SIZE, "pb": SIZE, "gib": SIZE, "mib": SIZE, "kg": SIZE, "mm": SIZE, "cm": SIZE, "km": SIZE,
    "fps": RATE, "qps": RATE, "rps": RATE, "tps": RATE, "hz": RATE, "khz": RATE, "mhz": RATE, "ghz": RATE, "kwh": RATE, "mwh": RATE, "gw": RATE, "mw": RATE,
}  # fmt: skip
_SCALES = {"k": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "mio": 1e6, "b": 1e9, "bn": 1e9, "t": 1e12, "tn": 1e12}
_SCALE_WORDS = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9, "m": 1e6, "k": 1e3, "lakh": 1e5, "crore": 1e7}  # fmt: skip
_UNIT_WORDS = {
    **dict.fromkeys(("percent", "%"), PERCENT),
    **dict.fromkeys(("point", "points", "pp", "pts", "percentage"), POINTS),
    **dict.fromkeys(("dollar", "dollars", "usd", "eur", "euro", "euros", "pounds", "gbp", "chf", "inr", "pln", "sek", "yen"), MONEY),
    **dict.fromkeys(("times", "fold", "x", "×"), MULTIPLE),
    **dict.fromkeys(
        ("ms", "millisecond", "milliseconds", "s", "sec", "second", "seconds", "min", "mins", "minute", "minutes", "h", "hr", "hrs", "hour", "hours",
         "day", "days", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years", "night", "nights", "fortnight", "fortnights",
         "µs", "us", "ns", "microseconds", "weekend", "weekends", "sprint", "sprints", "shift", "shifts"), DURATION),
    **dict.fromkeys(("kb", "mb", "gb", "tb", "pb", "kib", "mib", "gib", "bytes", "terabytes", "gigabytes", "petabytes", "parameters", "params", "tokens", "cm", "mm", "km", "kg"), SIZE),
    **dict.fromkeys(("fps", "qps", "rps", "tps", "hz", "khz", "kwh", "mwh", "gw", "mw", "watts", "watt", "w"), RATE),
}  # fmt: skip
_SPELLED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12,
}  # fmt: skip
_PARTS = frozenset(
    {"half", "halves", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "sixth", "sevenths", "seventh", "eighth", "ninth", "tenth", "tenths",
     "twentieth", "fiftieth", "hundredth", "thousandth"}
)  # fmt: skip
_MULTIPLES = frozenset({"twice", "thrice", "twofold", "threefold", "fourfold", "fivefold", "sixfold", "tenfold", "double", "triple"})
_PART_LEADS = frozenset({"a", "one", "two", "three", "four", "nine", "by", "in", "to", "an", "than", "over", "nearly", "almost", "about", "under"})
_NO_PLURAL = frozenset(
    {"this", "is", "was", "has", "its", "us", "as", "across", "plus", "versus", "various", "previous", "continuous", "does", "series", "analysis", "process",
     "thus", "less", "loss", "access", "class", "basis", "status", "business", "gas", "always", "towards", "perhaps", "hers", "ours", "yes", "pass"}
)  # fmt: skip
_PLURALS = frozenset({"people", "data", "staff", "engineers", "children", "women", "men", "criteria", "analyses", "indices", "feet", "personnel", "traffic"})
_OUTSIDE_UNIT = frozenset({"to", "and", "or", "from", "by", "with", "for", "per", "at", "on", "in", "than", "of", "the", "a", "as"})
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


def find_quantities(tokens: tuple[Token, ...]) -> tuple[Quantity, ...]:
    """Find every number that measures something, and the bare ones."""
    found: list[Quantity] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        quantity = None
        if token.kind == NUMBER:
            quantity = _written(tokens, index)
        elif token.kind == WORD:
            quantity = _in_words(tokens, index)
        if quantity is not None:
            found.append(quantity)
            index = quantity.end
        else:
            index += 1
    return tuple(found)


def _written(tokens: tuple[Token, ...], index: int) -> Quantity | None:
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
    if not suffix and _YEAR.match(token.text) and not _counts(tokens, index + 1):
        return Quantity(YEAR, value, index, index + 1)
    return _with_unit(tokens, index, value * _SCALES.get(suffix, 1), index + 1, signed=signed, scaled=bool(suffix))


def _money(tokens: tuple[Token, ...], index: int, value: float, *, signed: bool) -> Quantity:
    end = index + 1
    scale = _SCALE_WORDS.get(_lower(tokens, end))
    return Quantity(MONEY, value * (scale or 1), index, end + (scale is not None), signed)


def _with_unit(tokens: tuple[Token, ...], start: int, value: float, end: int, *, signed: bool, scaled: bool = False) -> Quantity:
    scale = _SCALE_WORDS.get(_lower(tokens, end))
    if scale is not None:
        value, end, scaled = value * scale, end + 1, True
    unit = _lower(tokens, end)
    if unit == "per" and _lower(tokens, end + 1) in {"cent", "mille"}:
        return Quantity(PERCENT, value, start, end + 2, signed)
    if unit == "order" or unit == "orders":
        return Quantity(MULTIPLE, None, start, end + 1, signed)
    if unit in _UNIT_WORDS:
        return Quantity(_UNIT_WORDS[unit], value, start, end + 1, signed)
    plural = _counts(tokens, end)
    if "." in tokens[start].text and not scaled and (not plural or value < 1):
        return Quantity(RATIO, value, start, end, signed)
    if plural or scaled:
        return Quantity(COUNT, value, start, plural or end, signed)
    return Quantity(BARE, value, start, end, signed)


def _in_words(tokens: tuple[Token, ...], index: int) -> Quantity | None:
    word = tokens[index].lower
    before = _lower(tokens, index - 1) if index else ""
    if word in _PARTS and _lower(tokens, index + 1) != "party":
        if word in {"half", "halves"} or before in _PART_LEADS:
            return Quantity(FRACTION, None, index, index + 1)
        return None
    if word in _MULTIPLES:
        return Quantity(MULTIPLE, None, index, index + 1)
    if word in _SPELLED and before != "one":
        return _spelled(tokens, index, float(_SPELLED[word]))
    if word == "order" and _lower(tokens, index + 1) == "of" and _lower(tokens, index + 2) == "magnitude":
        return Quantity(MULTIPLE, 10, index, index + 3)
    return None


def _spelled(tokens: tuple[Token, ...], index: int, value: float) -> Quantity | None:
    """Read a number in words; one that stands alone, or in a compound such as `two-tower`, is none."""
    following = _lower(tokens, index + 1)
    compound = index + 1 < len(tokens) and tokens[index + 1].start == tokens[index].end + 1 and following not in _UNIT_WORDS
    if following in _PARTS and following not in {"quarter", "quarters"} or compound and following not in _SCALE_WORDS:
        return None
    if following == "in" and _lower(tokens, index + 2) in _SPELLED or following == "of" and value > 1:
        return Quantity(FRACTION, None, index, index + 1)
    found = _with_unit(tokens, index, value, index + 1, signed=False)
    if found.kind == COUNT and value == 1 or found.kind == BARE:
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
        if token.lower in _PLURALS or (token.lower.endswith("s") and len(token.lower) > 2 and token.lower not in _NO_PLURAL):  # noqa: PLR2004
            return index + offset + 1
    return 0


def _value(digits: str) -> float | None:
    match = re.match(r"\d+(?:[.,]\d+)*", digits)
    if match is None:
        return None
    text = match[0]
    text = re.sub(r",(?=\d{3}(?:\D|\Z))", "", text)
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _lower(tokens: tuple[Token, ...], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""

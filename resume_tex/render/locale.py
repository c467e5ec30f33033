"""Headings and dates in the document's language, from data files.

Month names and date patterns come from the Unicode CLDR by way of Babel (scripts/generate_months.py, generate_days.py); headings and words are ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from resume_tex.document.dates import PartialDate

_FOLDER = Path(__file__).parent / "locales"
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z", re.ASCII)
_TOKENS = re.compile(r"'([^']*)'|([yY]+)|([ML]+)|(.)", re.DOTALL)
_DAY_TOKENS = re.compile(r"'([^']*)'|([yY]+)|([ML]+)|(d+)|(.)", re.DOTALL)
DEFAULT_LANGUAGE = "en"
DATE_STYLES = ("short", "long", "numeric", "year")
_COUNTED_MONTH = "月"
"""Follows a month's number that is written without a zero before it."""
_ALIASES = {"iw": "he", "in": "id", "no": "nb", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "zh-tw": "zh-Hant"}
"""Tags whose words and dates are those of another one (Unicode CLDR, likely subtags and aliases)."""
ENGLISH_QUOTES = ("“", "”")
"""The quotation marks of English, and of languages that no data tells of."""
SPAN = " – "
"""What stands between the ends of a span of time."""


class DateText(NamedTuple):
    """A date as it prints, and the date itself; None for the present."""

    text: str
    date: PartialDate | None


class Locale(NamedTuple):
    """A language's words and date patterns.

    Attributes:
        tag: BCP 47 tag, for the PDF.
        words: Headings by section, and `present`, `courses`, `score`.
        months: Month names by width and date patterns by style.
        quotes: The opening and the closing quotation mark.
        has_headings: False when the headings are English for want of data.
    """

    tag: str
    words: Mapping[str, str]
    months: Mapping[str, Any]
    quotes: tuple[str, str]
    has_headings: bool

    def date(self, value: PartialDate, style: str) -> str:
        """Write a date: `Mar 2024`, `March 2024`, `03/2024` or `2024`; a year alone stays a year."""
        if value.month is None or style == "year":
            return str(value.year)
        out = ""
        pattern = self.months[style if style in DATE_STYLES else "short"]
        digits = 1 if _COUNTED_MONTH in pattern else 2
        for quoted, year, month, other in _TOKENS.findall(pattern):
            out += quoted or other
            if year:
                out += str(value.year)
            elif month:
                out += self._month(value.month, len(month), digits)
        return out

    def _month(self, number: int, width: int, digits: int) -> str:
        if width <= 2:
            return f"{number:0{digits}}"
        return str(self.months["wide" if width > 3 else "abbreviated"][number - 1])

    def date_range(self, start: PartialDate | None, end: PartialDate | None, style: str) -> str:
        """Write a span of time; an end that is missing means the present."""
        return SPAN.join(date.text for date in self.ends(start, end, style))

    def ends(self, start: PartialDate | None, end: PartialDate | None, style: str) -> tuple[DateText, ...]:
        """Write both ends of a span of time, or the one date that there is to write."""
        if start is None:
            return (DateText(self.date(end, style), end),) if end is not None else ()
        first = DateText(self.date(start, style), start)
        last = DateText(self.date(end, style) if end is not None else self.words["present"], end)
        return (first,) if first.text == last.text else (first, last)


def find_locale(language: str | None) -> Locale | None:
    """Return the locale of a BCP 47 tag, or of its language alone; None when there is no data for it."""
    tag = (language or DEFAULT_LANGUAGE).replace("_", "-")
    if not _TAG.match(tag):
        return None
    months, headings = _data("months.json"), _data("headings.json")
    parts = tag.split("-")
    own = "-".join((parts[0].lower(), *parts[1:]))
    chain = _chain(tag)
    found = next((name for name in chain if name in months), None)
    if found is None:
        return None
    words = dict(headings[DEFAULT_LANGUAGE])
    for name in reversed(chain):
        words.update(headings.get(name, {}))
    return Locale(own, words, months[found], _quotes(chain), chain[-1] in headings)


def _quotes(chain: list[str]) -> tuple[str, str]:
    known = _data("quotes.json")
    opening, closing = next((known[name] for name in chain if name in known), ENGLISH_QUOTES)
    return opening, closing


def _chain(tag: str) -> list[str]:
    """Return a tag and the tags that it is a case of, nearest first."""
    parts = _ALIASES.get(tag.lower(), tag).split("-")
    return ["-".join((parts[0].lower(), *parts[1:length])) for length in range(len(parts), 0, -1)]


def letter_words(tag: str) -> dict[str, str]:
    """Return a language's customary words of letters, English for those that are not known: `dear`, `opening`, `closing` ..."""
    known = _data("letters.json")
    words: dict[str, str] = dict(known[DEFAULT_LANGUAGE])
    for name in reversed(_chain(tag)):
        words.update(known.get(name, {}))
    return words


def has_letter_words(tag: str) -> bool:
    """Tell whether a language's customary words of letters are known."""
    return _chain(tag)[-1] in _data("letters.json")


def letter_date(locale: Locale, date: PartialDate) -> str:
    """Write the date of a letter: `March 15, 2026`, `15. März 2026`; a month or year alone as everywhere else."""
    known = next((_data("days.json")[name] for name in _chain(locale.tag) if name in _data("days.json")), None)
    if date.month is None or date.day is None:
        return locale.date(date, "long")
    if known is None:
        return str(date)
    out = ""
    for quoted, year, month, day, other in _DAY_TOKENS.findall(known["pattern"]):
        out += quoted or other
        if year:
            out += str(date.year)
        elif month:
            out += known["months"][date.month - 1] if len(month) > 2 else str(date.month)
        elif day:
            out += f"{date.day:0{len(day)}}"
    return out


def languages() -> list[str]:
    """Return the languages that have headings."""
    return sorted(_data("headings.json"))


@cache
def _data(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_FOLDER / name).read_text("utf-8"))
    return content

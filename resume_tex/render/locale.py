"""Headings and dates in the document's language, from data files.

Month names and date patterns come from the Unicode CLDR by way of Babel (scripts/generate_months.py); headings are ours.
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
DEFAULT_LANGUAGE = "en"
DATE_STYLES = ("short", "long", "numeric", "year")


class Locale(NamedTuple):
    """A language's words and date patterns.

    Attributes:
        tag: BCP 47 tag, for the PDF.
        words: Headings by section, and `present`, `courses`, `score`.
        months: Month names by width and date patterns by style.
        has_headings: False when the headings are English for want of data.
    """

    tag: str
    words: Mapping[str, str]
    months: Mapping[str, Any]
    has_headings: bool

    def date(self, value: PartialDate, style: str) -> str:
        """Write a date: `Mar 2024`, `March 2024`, `03/2024` or `2024`; a year alone stays a year."""
        if value.month is None or style == "year":
            return str(value.year)
        out = ""
        for quoted, year, month, other in _TOKENS.findall(self.months[style if style in DATE_STYLES else "short"]):
            out += quoted or other
            if year:
                out += str(value.year)
            elif month:
                out += self._month(value.month, len(month))
        return out

    def _month(self, number: int, width: int) -> str:
        if width <= 2:
            return f"{number:02}"
        return str(self.months["wide" if width > 3 else "abbreviated"][number - 1])

    def date_range(self, start: PartialDate | None, end: PartialDate | None, style: str) -> str:
        """Write a span of time; an end that is missing means the present."""
        if start is None:
            return self.date(end, style) if end is not None else ""
        first = self.date(start, style)
        last = self.date(end, style) if end is not None else self.words["present"]
        return first if first == last else f"{first} – {last}"


def find_locale(language: str | None) -> Locale | None:
    """Return the locale of a BCP 47 tag, or of its language alone; None when there is no data for it."""
    tag = (language or DEFAULT_LANGUAGE).replace("_", "-")
    if not _TAG.match(tag):
        return None
    months, headings = _data("months.json"), _data("headings.json")
    parts = tag.split("-")
    chain = ["-".join((parts[0].lower(), *parts[1:length])) for length in range(len(parts), 0, -1)]
    found = next((name for name in chain if name in months), None)
    if found is None:
        return None
    words = dict(headings[DEFAULT_LANGUAGE])
    for name in reversed(chain):
        words.update(headings.get(name, {}))
    return Locale("-".join((parts[0].lower(), *parts[1:])), words, months[found], chain[-1] in headings)


def languages() -> list[str]:
    """Return the languages that have headings."""
    return sorted(_data("headings.json"))


@cache
def _data(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_FOLDER / name).read_text("utf-8"))
    return content

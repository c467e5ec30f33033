"""Dates as other tools write them: `Jul 1, 2020`, `2020-01-02T00:00`, `05/2019`, `present`, and a year among words."""

from __future__ import annotations

import re
from typing import NamedTuple

from resume_tex.document.dates import PRESENT_WORDS, PartialDate, understand_date

_ISO = re.compile(r"([12]\d{3}(?:-\d\d){1,2})(?:[T ]\d\d:.*)?\Z", re.ASCII)
_WORDS = re.compile(
    r"(?:(?P<name>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? "
    r"|(?P<day2>\d{1,2})(?:st|nd|rd|th)?\.? (?P<name2>[A-Za-z]{3,9})\.?,? )(?P<year>[12]\d{3})\Z",
    re.ASCII,
)
_SLASHES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]([12]\d{3})\Z", re.ASCII)
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)", re.ASCII)


class FoundDate(NamedTuple):
    """A date.

    Attributes:
        text: As JSON Resume writes it; empty for the present.
        rest: Whether the words said more than that.
    """

    text: str
    rest: bool = False


def read_date(text: str, *, month_first: bool = False) -> FoundDate | None:
    """Read a date in any of the usual forms.

    Args:
        text: The words.
        month_first: Whether 3/4/2020 is in March; otherwise such a date gives its year alone.

    Returns:
        The date, or None when the words hold no year, or more than one.
    """
    words = " ".join(text.split())
    if words.lower() in PRESENT_WORDS:
        return FoundDate("")
    iso = _ISO.match(words)
    date = _parse(iso[1] if iso else words) or understand_date(words) or _named(words)
    slashes = _SLASHES.match(words)
    if date is None and slashes and (month_first or int(slashes[2]) > 12):
        date = _parse(f"{slashes[3]}-{int(slashes[1]):02}-{int(slashes[2]):02}")
    if date is None and slashes and int(slashes[1]) > 12:
        date = _parse(f"{slashes[3]}-{int(slashes[2]):02}-{int(slashes[1]):02}")
    if date is not None:
        return FoundDate(str(date))
    years = _YEAR.findall(words)
    return FoundDate(years[0], rest=True) if len(years) == 1 else None


def _named(words: str) -> PartialDate | None:
    match = _WORDS.match(words)
    if match is None:
        return None
    month = understand_date(f"{match['name'] or match['name2']} {match['year']}")
    return _parse(f"{month}-{int(match['day'] or match['day2']):02}") if month is not None else None


def _parse(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def read_span(text: str) -> tuple[FoundDate | None, FoundDate | None]:
    """Read `2019 - 2023`, `May 2019 to present`; a single date is the end."""
    parts = re.split(r"\s+(?:-|–|—|to|until)\s+|\s*[–—]\s*", text.strip())
    if len(parts) == 1 and re.fullmatch(r"[12]\d{3}-[12]\d{3}", parts[0], re.ASCII):
        parts = parts[0].split("-")
    if len(parts) == 2:
        start, end = read_date(parts[0]), read_date(parts[1])
        if start is not None and end is not None:
            return start, end
    return None, read_date(text)

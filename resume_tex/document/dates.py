"""Dates as resumes have them: a year, a month or a day; order, overlap and duration."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

_FORM = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?\Z", re.ASCII)
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PRESENT_WORDS = frozenset({"present", "now", "current", "ongoing", "today"})


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of known precision, as in JSON Resume: `2024`, `2024-03`, `2024-03-15`."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str, *, lenient: bool = False) -> PartialDate:
        """Read `2024`, `2024-03` or `2024-03-15`.

        Args:
            text: The date as written.
            lenient: Keep the part that exists of a date such as `2024-13`, which JSON Resume's pattern lets pass.

        Raises:
            ValueError: The text has another form, or (unless lenient) no calendar holds the date.
        """
        match = _FORM.match(text.strip())
        if match is None:
            raise ValueError("the forms are YYYY, YYYY-MM and YYYY-MM-DD")
        year = int(match["year"])
        month = int(match["month"]) if match["month"] else None
        day = int(match["day"]) if match["day"] else None
        if month is not None and not 1 <= month <= 12:
            if not lenient:
                raise ValueError(f"there is no month {month}")
            return cls(year)
        if month is not None and day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
            if not lenient:
                raise ValueError(f"{year}-{month:02} has no day {day}")
            return cls(year, month)
        return cls(year, month, day)

    def __str__(self) -> str:
        """Write the date as JSON Resume does."""
        text = f"{self.year}"
        if self.month is not None:
            text += f"-{self.month:02}"
        if self.day is not None:
            text += f"-{self.day:02}"
        return text

    def first_day(self) -> date:
        """Return the earliest day that the date may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """Return the latest day that the date may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def guess_date(text: str) -> PartialDate | None:
    """Return the date that text such as `March 2024`, `3/2024` or `2024-03-15T12:00` means, if that is plain."""
    day = re.match(r"\d{4}-\d\d-\d\d(?=[T ])", text.strip(), re.ASCII)
    years = _YEAR.findall(text)
    if day or len(years) != 1:
        return _parse_or_none(day[0]) if day else None
    rest = re.sub(r"[\s/.,-]+", " ", _YEAR.sub(" ", text)).strip().lower()
    if re.fullmatch(r"[01]?\d", rest, re.ASCII):
        return _parse_or_none(f"{years[0]}-{int(rest):02}")
    if rest.isalpha() and len(rest) >= 3 and rest[:3] in _MONTHS:
        return PartialDate(int(years[0]), _MONTHS.index(rest[:3]) + 1)
    return None


def holds_two_years(text: str) -> bool:
    """Tell a span of time, such as `2019 - 2023`, from a date."""
    return len(_YEAR.findall(text)) == 2


def _parse_or_none(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def parse_moment(text: str | None) -> int | None:
    """Read an ISO 8601 date and time as seconds since the epoch (UTC unless it says otherwise); None when it is none."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    seconds = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    return max(seconds, 0)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OTHER_FORMS = (
    re.compile(r"(?P<name>[A-Za-z]{3,9})\.?,? +(?P<year>[12]\d{3})\Z"),
    re.compile(r"(?P<month>\d{1,2})[/.-](?P<year>[12]\d{3})\Z"),
    re.compile(r"(?P<year>[12]\d{3})[/.-](?P<month>\d{1,2})\Z"),
    re.compile(r"(?P<year>[12]\d{3})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})\Z"),
)


def understand_date(text: str) -> PartialDate | None:
    """Read a date in another form that has one meaning only: `March 2024`, `03/2024`, `2024/3`; None for any other text."""
    for form in _OTHER_FORMS:
        match = form.match(text.strip())
        if match is None:
            continue
        parts = match.groupdict()
        name = (parts.get("name") or "").lower()
        full = [month for month in calendar.month_name if name and month.lower().startswith(name)]
        if name and (name[:3] not in _MONTHS or not full):
            return None
        month = _MONTHS.index(name[:3]) + 1 if name else int(parts["month"])
        day = f"-{int(parts['day']):02}" if parts.get("day") else ""
        try:
            return PartialDate.parse(f"{parts['year']}-{month:02}{day}")
        except ValueError:
            return None
    return None

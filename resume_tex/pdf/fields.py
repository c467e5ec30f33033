"""What a resume's PDF must say: every text that was rendered, with its field, in the order of the LaTeX.

The order comes from the rendered project, so that it is the theme's; the words come from the resume itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pydantic import BaseModel

from resume_tex.diagnostics import Path
from resume_tex.document.dates import PartialDate
from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.models import SECTIONS, Highlight, Resume
from resume_tex.pdf.spelling import Spelled, spell_field
from resume_tex.render.contacts import contacts, display_url
from resume_tex.render.locale import Locale

_BLANK_LINE = re.compile(r"\n\s*\n")
_BODY = frozenset({"summary", "description", "impact", "highlights", "keywords", "courses", "score", "reference"})
"""Fields that stand below the head of an entry; the others are its head, whose order is the theme's."""
_ROWS = frozenset({"skills", "languages", "interests", "references"})
"""Sections whose entries have no head: their fields stand in one line or paragraph."""
_SILENT = frozenset({"tags", "stage", "url", "doi"})
"""Fields that need not print: they select, link, or stand for others."""


class Expected(NamedTuple):
    """A text that the page must hold.

    Attributes:
        path: Its field; for a section's heading the field that holds the section.
        spelled: How it reads.
        group: What it belongs to; texts of one group may stand in any order.
        is_head: It is part of the head of an entry, which has more text below it.
        is_heading: It is the heading of a section.
    """

    path: Path
    spelled: Spelled
    group: int
    is_head: bool = False
    is_heading: bool = False

    @property
    def entry(self) -> Path:
        """The entry that it belongs to, or the section."""
        return self.path[:2] if self.path[0] in SECTIONS else self.path[:1]


def expected_texts(resume: Resume, rendered: Iterable[Path], locale: Locale, date_style: str) -> tuple[Expected, ...]:
    """Return what the page must hold, in the order of the LaTeX.

    Args:
        resume: The resume.
        rendered: The fields in the LaTeX, in its order; some may be there more than once.
        locale: The language of headings and dates.
        date_style: The theme's style of dates.
    """
    paths = dict.fromkeys(rendered)
    reader = _Reader(resume, locale, date_style, spans=("endDate" not in {path[-1] for path in paths if path}))
    found: list[Expected] = []
    section: str | None = "basics"
    group, key = 0, ""
    for path in paths:
        paragraphs = [spelled for spelled in reader.paragraphs(path) if spelled.text]
        if not paragraphs:
            continue
        name = "summary" if path == ("basics", "summary") else str(path[0])
        if name != section:
            section = name
            group += 1
            found += reader.heading(name, group)
        is_head = _is_head(path)
        now = f"{path[:2]}" if is_head else "header" if name == "basics" else f"{path}"
        group += now != key
        key = now
        found += (Expected(reader.origin(path), spelled, group, is_head) for spelled in paragraphs)
    return tuple(found)


def unrendered(resume: Resume, rendered: Iterable[Path]) -> tuple[Path, ...]:
    """Return the fields with words for the reader that the theme's templates leave out."""
    there = set(rendered)
    return tuple(path for path in dict.fromkeys(_worded(resume)) if path not in there)


def _worded(resume: Resume) -> Iterator[Path]:
    basics = resume.basics
    yield from (("basics", name) for name in ("name", "label", "summary") if _has_words(getattr(basics, name)))
    yield from (item.path for item in contacts(basics) if _has_words(item.text))
    for section in SECTIONS:
        for index, entry in enumerate(getattr(resume, section)):
            yield from _worded_in(entry, (section, index))


def _worded_in(entry: BaseModel, path: Path) -> Iterator[Path]:
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if name in _SILENT:
            continue
        if isinstance(value, PartialDate):
            yield (*path, "startDate" if name == "endDate" else name)
        for number, item in enumerate(value if isinstance(value, list) else ()):
            if _has_words(item.text if isinstance(item, Highlight) else item):
                yield (*path, name, number)
        if _has_words(value):
            yield (*path, name)


def _has_words(value: object) -> bool:
    return isinstance(value, str) and bool(_spell(value).text)


def _is_head(path: Path) -> bool:
    return path[0] in SECTIONS and path[0] not in _ROWS and len(path) > 2 and path[2] not in _BODY


def _spell(text: str) -> Spelled:
    return spell_field(plain_text(parse_inline(text)))


class _Reader:
    """Reads the texts of a resume's fields as they print."""

    def __init__(self, resume: Resume, locale: Locale, date_style: str, *, spans: bool) -> None:
        """Take the resume; `spans` tells that both dates of an entry print as one text, which is marked as its first."""
        self._resume = resume
        self._locale = locale
        self._style = date_style
        self._spans = spans
        self._contacts = {item.path: item.text for item in contacts(resume.basics)}

    def paragraphs(self, path: Path) -> list[Spelled]:
        """Return the text of a field, paragraph by paragraph; nothing for what is no text."""
        contact = self._contacts.get(path)
        if contact is not None:
            return [spell_field(contact)]
        value = self._value(path)
        if isinstance(value, Highlight):
            value = value.text
        elif isinstance(value, PartialDate) or path[-1] == "startDate":
            return [spell_field(self._date(path, value))]
        if not isinstance(value, str) or path[0] == "meta":
            return []
        if path[-1] == "url":
            value = display_url(value)
        elif path[-1] == "doi":
            value = display_url(f"https://doi.org/{value}")
        return [_spell(block) for block in _BLANK_LINE.split(value)]

    def origin(self, path: Path) -> Path:
        """Return the field that a text comes from: of a span of time that has no beginning, the end."""
        return (*path[:-1], "endDate") if path[-1] == "startDate" and self._value(path) is None else path

    def heading(self, section: str, group: int) -> Iterator[Expected]:
        """Yield the heading of a section."""
        text = self._resume.settings.headings.get(section) or self._locale.words.get(section, "")
        path: Path = ("basics", "summary") if section == "summary" else (section,)
        spelled = _spell(text)
        if spelled.text and section != "basics":
            yield Expected(path, spelled, group, is_heading=True)

    def _date(self, path: Path, value: object) -> str:
        """Return how a date reads, or the span of time that it begins."""
        entry = self._value(path[:-1])
        if self._spans and path[-1] == "startDate":
            return self._locale.date_range(
                getattr(entry, "startDate", None), getattr(entry, "endDate", None), self._style
            )
        return self._locale.date(value, self._style) if isinstance(value, PartialDate) else ""

    def _value(self, path: Path) -> object:
        value: object = self._resume
        for part in path:
            if isinstance(part, int):
                value = value[part] if isinstance(value, list) and part < len(value) else None
            else:
                value = getattr(value, part, None)
        return value

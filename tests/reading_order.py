"""What a reader, or a machine, finds on the pages of a resume, in order: written down without the templates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from pdf_reading import solid

from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.models import Resume
from resume_tex.render.contacts import contacts
from resume_tex.render.escape import normalise
from resume_tex.render.locale import Locale, find_locale

ORDERS = {
    "academic": "summary education publications work projects awards skills certificates volunteer languages interests references",
}
ORDER = (
    "summary work projects publications skills education certificates awards volunteer languages interests references"
)
SEPARATORS = frozenset(",|•:·—“”„()")
"""What a theme may set between the fields; everything else on the page must come from the document."""


class Pieces:
    """The texts of a resume in the order in which a theme prints them."""

    def __init__(self, resume: Resume, theme: str, date_style: str) -> None:
        locale = find_locale(resume.settings.language)
        assert locale is not None
        self._resume = resume
        self._theme = theme
        self._locale: Locale = locale
        self._style = date_style

    def all(self) -> list[str]:
        """Return every piece; empty ones are left out."""
        return [piece for piece in map(plain, self._raw()) if piece]

    def _raw(self) -> Iterator[str | None]:
        basics = self._resume.basics
        yield basics.name
        yield basics.label
        for item in contacts(basics):
            yield item.text
        order = [*self._resume.settings.sections, *ORDERS.get(self._theme, ORDER).split()]
        for section in dict.fromkeys(order):
            texts = [text for text in self._section(section) if text and plain(text)]
            if texts:
                yield self._resume.settings.headings.get(section) or self._locale.words[section]
                yield from texts

    def _section(self, name: str) -> Iterator[str | None]:
        if name == "summary":
            yield self._resume.basics.summary
            return
        for number, entry in enumerate(getattr(self._resume, name), 1):
            yield from getattr(self, f"_{name}")(entry, number)

    def _dates(self, entry: Any) -> str:
        return self._locale.date_range(entry.startDate, entry.endDate, self._style)

    def _date(self, date: Any) -> str | None:
        return None if date is None else self._locale.date(date, self._style)

    def _head(
        self, title: str | None, organization: str | None, place: str | None, dates: str | None
    ) -> list[str | None]:
        if self._theme == "banking" and organization:
            return [organization, place, dates, title]
        return [title, organization, place, dates]

    def _work(self, job: Any, _: int) -> Iterator[str | None]:
        yield from self._head(job.position, job.name, job.location, self._dates(job))
        yield job.description
        yield job.summary
        yield from (item.text for item in job.highlights)

    def _volunteer(self, role: Any, _: int) -> Iterator[str | None]:
        yield from self._head(role.position, role.organization, role.location, self._dates(role))
        yield role.summary
        yield from (item.text for item in role.highlights)

    def _projects(self, project: Any, _: int) -> Iterator[str | None]:
        owner = ", ".join(filter(None, [*project.roles, project.entity, project.type]))
        yield from [project.name, owner, self._dates(project)]
        yield project.description
        yield ", ".join(project.keywords)
        yield from (item.text for item in project.highlights)

    def _education(self, degree: Any, _: int) -> Iterator[str | None]:
        joint = " " if all(len(word) <= 6 for word in (degree.studyType or "").replace(".", "").split()) else ", "
        title = joint.join(filter(None, [degree.studyType, degree.area]))
        yield from self._head(title, degree.institution, degree.location, self._dates(degree))
        words = self._locale.words
        courses = ", ".join(degree.courses)
        parts = [
            f"{words['score']}: {degree.score}" if (degree.score or "")[:1].isdigit() else degree.score,
            f"{words['courses']}: {courses}" if courses else "",
        ]
        yield ". ".join(filter(None, parts))

    def _awards(self, award: Any, _: int) -> Iterator[str | None]:
        yield from [award.title, award.awarder, self._date(award.date)]
        yield award.summary

    def _certificates(self, certificate: Any, _: int) -> Iterator[str | None]:
        yield from [certificate.name, certificate.issuer, self._date(certificate.date)]

    def _publications(self, paper: Any, number: int) -> Iterator[str | None]:
        if self._theme == "academic":
            yield f"{number}."
        yield ", ".join(paper.authors)
        yield paper.name
        yield paper.publisher
        yield f"doi.org/{paper.doi}" if paper.url and paper.doi else None
        yield self._date(paper.releaseDate)
        yield paper.impact
        yield paper.summary

    def _skills(self, skill: Any, _: int) -> Iterator[str | None]:
        yield skill.name
        yield skill.level
        yield ", ".join(skill.keywords)

    def _languages(self, item: Any, _: int) -> Iterator[str | None]:
        yield item.language
        yield item.fluency

    def _interests(self, interest: Any, _: int) -> Iterator[str | None]:
        yield interest.name
        yield ", ".join(interest.keywords)

    def _references(self, reference: Any, _: int) -> Iterator[str | None]:
        yield reference.reference
        yield reference.name


def plain(text: str | None) -> str:
    """Return a field's words without markup and white space, in the spelling that fonts print."""
    return spelled(plain_text(parse_inline(normalise(text or ""))))


def spelled(text: str) -> str:
    """Return text for comparison: composed, with one kind of apostrophe and hyphen, without white space and letter case."""
    text = unicodedata.normalize("NFC", text).translate({0x2019: "'", 0x2018: "'", 0x2010: "-", 0x2011: "-"})
    return solid(text).casefold()


def strays(text: str, pieces: list[str]) -> list[str]:
    """Return what is on the page besides the pieces in their order, or the first piece that is not there.

    Feet of pages (`Alex Petrov · 1/2`) stand between pieces, or in the middle of one that goes over the page; the name is
    the first piece.
    """
    page = re.sub(rf"{re.escape(pieces[0])}·\d+/\d+", "", spelled(text))
    found = []
    at = 0
    for piece in pieces:
        start = page.find(piece, at)
        if start < 0:
            return [*found, f"missing: {piece} after ...{page[max(0, at - 40) : at]}"]
        gap = page[at:start]
        if not set(gap) <= SEPARATORS:
            found.append(gap)
        at = start + len(piece)
    if not set(page[at:]) <= SEPARATORS:
        found.append(page[at:])
    return found

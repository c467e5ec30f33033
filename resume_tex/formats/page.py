"""What stands on the page, for formats without templates of their own: header, sections, and the few kinds of block in them.

The kinds are those of the LaTeX macros: an entry with its head, a publication, a row with a label, a quotation, a paragraph.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from resume_tex.document.inline import Text
from resume_tex.document.models import Resume
from resume_tex.formats.rich import Rich, RichWriter, join, linked, words
from resume_tex.render.context import View, ViewBuilder, header_view, section_order, section_views
from resume_tex.render.project import RenderSettings, shows_version
from resume_tex.render.scripts import is_right_to_left


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Rich


@dataclass(frozen=True, slots=True)
class Entry:
    """A job, a degree, a project: a head, and what is said of it."""

    title: Rich | None
    organization: Rich | None
    location: Rich | None
    dates: Rich | None
    paragraphs: tuple[Rich, ...] = ()
    highlights: tuple[Rich, ...] = ()
    notes: tuple[Rich, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """A paper, and what is said of it."""

    authors: Rich | None
    title: Rich | None
    venue: Rich | None
    date: Rich | None
    paragraphs: tuple[Rich, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A label with what belongs to it, such as skills, and how well they are known."""

    label: Rich | None
    text: Rich | None
    level: Rich | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words, and whose they are."""

    text: Rich | None
    name: Rich | None


Block = Paragraph | Entry | Publication | Row | Quotation


@dataclass(frozen=True, slots=True)
class Contact:
    """An item of the contact line: `email`, `phone`, `github` and so on, its text, and its address or nothing."""

    kind: str
    text: Rich
    href: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section."""

    id: str
    heading: Rich
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A resume without any format's marks.

    Attributes:
        name: The person's name.
        label: Their professional title.
        contacts: The contact line.
        sections: The sections that have content, in the theme's and the document's order.
        language: BCP 47 tag.
        version: The document's version, if the page is to show it.
    """

    name: Rich | None
    label: Rich | None
    contacts: tuple[Contact, ...]
    sections: tuple[Section, ...]
    language: str
    version: str = ""

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return is_right_to_left(self.language)

    @property
    def title(self) -> str:
        """The document's title: name and professional title."""
        return ": ".join(part for part in (words(self.name), words(self.label)) if part) or "Resume"


def lay_out(resume: Resume, settings: RenderSettings) -> Page:
    """Return what stands on a resume's page."""
    builder = ViewBuilder(RichWriter(), settings.locale, settings.options.text("date-style", "short"))
    header: Any = header_view(resume, builder)
    labels = View({key: builder.word(key) for key in settings.locale.words})
    sections = []
    for view in section_views(resume, builder, section_order(resume, settings.options)):
        blocks = tuple(_BLOCKS[view.id](entry, labels) for entry in view.entries)
        sections.append(Section(view.id, view.heading, blocks))
    contacts = tuple(Contact(item.kind, item.text, item.href) for item in header.contacts)
    return Page(header.name, header.label, contacts, tuple(sections), settings.locale.tag, _version(settings))


def _version(settings: RenderSettings) -> str:
    told = settings.provenance
    if told is None or told.version is None or not shows_version(settings.options):
        return ""
    return told.version.printed


def _linked(text: Rich | None, *addresses: Any) -> Rich | None:
    """Link a text to the first address; the others, and that of a text that cannot be linked, follow it."""
    there = [address for address in addresses if address is not None]
    if not there:
        return text
    whole = linked(text, there[0].href)
    rest = [linked(address.text, address.href) for address in (there if whole == text else there[1:])]
    return join(", ", [whole, *rest])


def _work(job: Any, _: View) -> Entry:
    paragraphs = (*job.description, *job.summary)
    return Entry(job.position, _linked(job.name, job.url), job.location, job.dates, paragraphs, job.highlights)


def _volunteer(role: Any, _: View) -> Entry:
    organization = _linked(role.organization, role.url)
    return Entry(role.position, organization, role.location, role.dates, role.summary, role.highlights)


def _education(degree: Any, labels: View) -> Entry:
    courses = join(": ", [vars(labels)["courses"], join(", ", degree.courses)]) if degree.courses else None
    note = join(". ", [degree.score, courses])
    institution = _linked(degree.institution, degree.url)
    return Entry(degree.title, institution, degree.location, degree.dates, notes=(note,) if note else ())


def _project(project: Any, _: View) -> Entry:
    part = join(", ", [*project.roles, project.entity, project.type])
    keywords = join(", ", project.keywords)
    paragraphs = (*project.description, keywords) if keywords else project.description
    return Entry(_linked(project.name, project.url), part, None, project.dates, paragraphs, project.highlights)


def _award(award: Any, _: View) -> Entry:
    return Entry(_linked(award.title, award.url), award.awarder, None, award.date, award.summary)


def _certificate(certificate: Any, _: View) -> Entry:
    return Entry(_linked(certificate.name, certificate.url), certificate.issuer, None, certificate.date)


def _publication(paper: Any, _: View) -> Publication:
    url, doi = paper.url, paper.doi_link
    if url is None:
        url, doi = doi, None
    elif doi is not None and doi.href == url.href:
        doi = None
    venue = join(", ", [paper.publisher, _linked(None, doi)])
    title = _linked(paper.name, url)
    return Publication(join(", ", paper.authors), title, venue, paper.releaseDate, (*paper.impact, *paper.summary))


def _skill(skill: Any, _: View) -> Row:
    keywords = join(", ", skill.keywords)
    label = skill.name or skill.stage
    if label and keywords:
        return Row(label, keywords, skill.level)
    if keywords and skill.level:
        return Row(None, (*keywords, Text(" ("), *skill.level, Text(")")))
    return Row(label, keywords or skill.level)


_BLOCKS: Mapping[str, Callable[[Any, View], Block]] = {
    "summary": lambda text, _: Paragraph(text),
    "work": _work,
    "volunteer": _volunteer,
    "education": _education,
    "projects": _project,
    "awards": _award,
    "certificates": _certificate,
    "publications": _publication,
    "skills": _skill,
    "languages": lambda item, _: Row(item.language, item.fluency),
    "interests": lambda item, _: Row(item.name, join(", ", item.keywords)),
    "references": lambda item, _: Quotation(join(" ", item.reference), item.name),
}

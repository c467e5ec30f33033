"""A resume as templates and the other formats see it: texts and dates already written, empty sections gone, in order.

Fields have JSON Resume's names. A field is treated by its kind in the models, so that a new field needs no code here. How a
text is written is the `Writer`'s affair: LaTeX's is in `tex_writer`, that of the other formats in `resume_tex.formats`.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from resume_tex.diagnostics import Path
from resume_tex.document.dates import PartialDate
from resume_tex.document.models import SECTIONS, Education, Highlight, Publication, Resume, TextKind
from resume_tex.render.contacts import contacts, display_url
from resume_tex.render.escape import normalise
from resume_tex.render.inline_tex import complete_url
from resume_tex.render.locale import DateText, Locale
from resume_tex.render.section_shape import SectionShape, section_shape
from resume_tex.render.theme_options import ResolvedOptions

DEFAULT_ORDER = ("summary", "work", "projects", "publications", "skills", "education", "awards", "certificates",
                 "volunteer", "languages", "interests", "references")  # fmt: skip


T = TypeVar("T")


class Writer(Protocol[T]):
    """Writes texts for one kind of document. What it writes is true when there is something to print."""

    def inline(self, text: str, path: Path) -> T:
        """Write a text with inline markup."""

    def plain(self, text: str, path: Path) -> T:
        """Write a text without markup."""

    def word(self, text: str) -> T:
        """Write a word of the document's language."""

    def dates(self, dates: Sequence[DateText], path: Path) -> T:
        """Write a date, or both ends of a span of time."""

    def address(self, url: str) -> str:
        """Return a complete address as a link takes it; nothing for nothing."""

    def name(self, name: str, path: Path | None = None) -> str:
        """Return a name of ours, such as a section's; with a field, as what stands for that field."""

    def join(self, separator: str, parts: Sequence[T]) -> T:
        """Join texts; the separator is plain."""


class View:
    """A model's fields as written; a field that the model lacks is an error in the template."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it prints."""
        return not any(value for name, value in self.__dict__.items() if name != "path")


@dataclass(frozen=True, slots=True)
class LinkView(Generic[T]):
    """An address that may be linked: where it goes, and how it reads."""

    href: str
    text: T


@dataclass(frozen=True, slots=True)
class SectionView(Generic[T]):
    """A section of the page.

    Attributes:
        id: Its name.
        tex_id: Its name as TeX.
        heading: Its heading.
        entries: Its entries; for the summary, its paragraphs.
        shape: What they are like as a whole.
    """

    id: str
    tex_id: str
    heading: T
    entries: tuple[Any, ...]
    shape: SectionShape

    @property
    def long_labels(self) -> tuple[Any, ...]:
        """The entries whose label may be wider than the column for labels."""
        long = self.shape.long_labels
        return tuple(entry for entry in self.entries if vars(entry)["path"][-1] in long) if long else ()

    @property
    def template(self) -> str:
        """The file that typesets it."""
        return f"sections/{self.id}.tex.j2"


@dataclass(frozen=True, slots=True)
class ViewBuilder(Generic[T]):
    """Turns models into views.

    Attributes:
        writer: Writes the texts.
        locale: Words and date patterns.
        date_style: One of `short`, `long`, `numeric`, `year`.
    """

    writer: Writer[T]
    locale: Locale
    date_style: str

    def inline(self, text: str | None, path: Path) -> T | None:
        """Write a text with inline markup; None when there is nothing to print."""
        return self.writer.inline(text.strip(), path) if text is not None and normalise(text).strip() else None

    def plain(self, text: str | None, path: Path) -> T | None:
        """Write a text without markup; None when there is nothing to print."""
        return self.writer.plain(text.strip(), path) if text is not None and normalise(text).strip() else None

    def word(self, key: str) -> T:
        """Return a word of the language, such as a heading."""
        return self.writer.word(self.locale.words[key])

    def link(self, url: str | None, path: Path) -> LinkView[T] | None:
        """Make an address that can be linked; None when there is none."""
        if not url or not (complete := complete_url(url)):
            return None
        text = self.plain(display_url(url), path)
        return LinkView(self.writer.address(complete), text) if text is not None else None

    def paragraphs(self, text: str | None, path: Path) -> tuple[T, ...]:
        """Write a text whose blank lines part paragraphs."""
        blocks = _BLANK_LINE.split(text or "")
        return tuple(written for block in blocks if (written := self.inline(block, path)) is not None)

    def model(self, model: BaseModel, path: Path) -> View:
        """Turn a model into a view."""
        values: dict[str, Any] = {"path": path}
        for name, kind in text_kinds(type(model)).items():
            if name != "tags":
                values[name] = self._field(getattr(model, name), kind, (*path, name), long=name in _LONG)
        if "startDate" in type(model).model_fields:
            dates = self.locale.ends(model.startDate, model.endDate, self.date_style)  # type: ignore[attr-defined]
            values["dates"] = self.writer.dates(dates, (*path, "startDate")) if dates else None
        if isinstance(model, Education):
            values["title"] = self._degree(model, values["studyType"], values["area"])
            values["score"] = self._score(model, values["score"])
        elif isinstance(model, Publication):
            values["citation"] = None
            values["doi_link"] = self.link(f"https://doi.org/{model.doi}" if model.doi else None, (*path, "doi"))
        return View(values)

    def _field(self, value: object, kind: TextKind | None, path: Path, *, long: bool) -> object:
        if value is None:
            return () if long else None
        if isinstance(value, str):
            if kind is TextKind.URL:
                return self.link(value, path)
            if long:
                return self.paragraphs(value, path)
            return self.inline(value, path) if kind is TextKind.INLINE else self.plain(value, path)
        if isinstance(value, PartialDate):
            return self.writer.dates((DateText(self.locale.date(value, self.date_style), value),), path)
        if isinstance(value, Highlight):
            return self.inline(value.text, path)
        if isinstance(value, BaseModel):
            return self.model(value, path)
        if isinstance(value, list):
            items = (self._field(item, kind, (*path, index), long=False) for index, item in enumerate(value))
            return tuple(item for item in items if item)
        return None

    def _degree(self, degree: Education, kind: T | None, area: T | None) -> T | None:
        """Join degree and field: `M.S. Statistics`, but `Bachelor of Science, Statistics`."""
        if not (kind and area):
            return kind or area
        abbreviated = all(len(word) <= _ABBREVIATED for word in (degree.studyType or "").replace(".", "").split())
        return self.writer.join(" " if abbreviated else ", ", [kind, area])

    def _score(self, degree: Education, score: T | None) -> T | None:
        """Say what a number is: `GPA: 3.9`, but `summa cum laude` and `GPA 3.9 of 4` as they are."""
        if score is None or not (degree.score or "").lstrip()[:1].isdigit():
            return score
        return self.writer.join(": ", [self.word("score"), score])


_ABBREVIATED = 6
"""Letters in a word of an abbreviated degree: `M.Eng.`, `B.Tech.`, `Dr. rer. nat.`, `B.Sc. (Hons)`."""
_BLANK_LINE = re.compile(r"\n\s*\n")
_LONG = frozenset({"summary", "description", "impact", "reference"})
"""Fields whose blank lines part paragraphs."""


@cache
def text_kinds(model: type[BaseModel]) -> dict[str, TextKind | None]:
    """Return the kind of each text field of a model, from its annotation."""
    return {name: _find_kind(info) for name, info in model.model_fields.items()}


def _find_kind(info: FieldInfo) -> TextKind | None:
    for item in info.metadata:
        if isinstance(item, TextKind):
            return item
    return next(_kinds_in(info.annotation), None)


def _kinds_in(annotation: object) -> Iterator[TextKind]:
    if typing.get_origin(annotation) is typing.Annotated:
        yield from (m for m in annotation.__metadata__ if isinstance(m, TextKind))  # type: ignore[attr-defined]
        yield from _kinds_in(annotation.__origin__)  # type: ignore[attr-defined]
    elif typing.get_origin(annotation) in (list, typing.Union, types.UnionType):
        for argument in typing.get_args(annotation):
            yield from _kinds_in(argument)


def header_view(resume: Resume, builder: ViewBuilder[T]) -> View:
    """Return what stands at the head of the page."""
    basics = resume.basics
    items = []
    for item in contacts(basics):
        text = builder.plain(item.text, item.path)
        href = builder.writer.address(complete_url(item.url) if item.url else "")
        if text is not None:
            items.append(View({"kind": builder.writer.name(item.kind), "text": text, "href": href}))
    return View(
        {
            "name": builder.plain(basics.name, ("basics", "name")),
            "label": builder.inline(basics.label, ("basics", "label")),
            "contacts": tuple(items),
        }
    )


def section_order(resume: Resume, options: ResolvedOptions) -> tuple[str, ...]:
    """Return the order of sections that the document asks for, then its theme."""
    return (*resume.settings.sections, *options.items("section-order"))


def section_views(resume: Resume, builder: ViewBuilder[T], order: tuple[str, ...]) -> tuple[SectionView[T], ...]:
    """Return the sections that have content, in order; those that the order leaves out come last."""
    headings = resume.settings.headings
    full = [*dict.fromkeys((*(name for name in order if name in DEFAULT_ORDER), *DEFAULT_ORDER))]
    views = []
    for name in full:
        entries = tuple(_entries(resume, builder, name))
        if entries:
            own = builder.plain(headings.get(name), heading_path(name))
            tex_id = builder.writer.name(name, heading_path(name) if own else section_path(name))
            indices = tuple(vars(entry)["path"][-1] for entry in entries if isinstance(entry, View))
            shape = section_shape(resume, name, indices)
            views.append(SectionView(name, tex_id, own or builder.word(name), entries, shape))
    return tuple(views)


def section_path(name: str) -> Path:
    """Return the field that holds a section's content."""
    return ("basics", "summary") if name == "summary" else (name,)


def heading_path(name: str) -> Path:
    """Return the field that holds a section's heading, if the document gives one."""
    return ("meta", "resumeTex", "headings", name)


def _entries(resume: Resume, builder: ViewBuilder[T], name: str) -> Iterator[Any]:
    if name == "summary":
        yield from builder.paragraphs(resume.basics.summary, ("basics", "summary"))
    elif name in SECTIONS:
        for index, entry in enumerate(getattr(resume, name)):
            view = builder.model(entry, (name, index))
            if not view.is_empty:
                yield view

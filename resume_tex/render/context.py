"""A resume as templates see it: every text already TeX, every date already written, empty sections gone.

Templates use JSON Resume's names. A field is treated by its kind in the models, so that a new field needs no code here.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from resume_tex.diagnostics import Path
from resume_tex.document.dates import PartialDate
from resume_tex.document.models import SECTIONS, Education, Highlight, Publication, Resume, TextKind
from resume_tex.render.contacts import contacts, display_url
from resume_tex.render.escape import Tex, escape_url, normalise
from resume_tex.render.inline_tex import complete_url, inline_tex, plain_tex
from resume_tex.render.locale import Locale
from resume_tex.render.repertoire import GlyphCheck
from resume_tex.render.source_map import Marker

DEFAULT_ORDER = ("summary", "work", "projects", "publications", "skills", "education", "awards", "certificates",
                 "volunteer", "languages", "interests", "references")  # fmt: skip


class View:
    """A model's fields as TeX; a field that the model lacks is an error in the template."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it prints."""
        return not any(value for name, value in self.__dict__.items() if name != "path")


@dataclass(frozen=True, slots=True)
class LinkView:
    """An address: where it goes, and how it reads. Empty when it is no address that may be linked."""

    href: Tex
    text: Tex


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the page: its name, its heading, and its entries (for the summary, its paragraphs)."""

    id: str
    heading: Tex
    entries: tuple[Any, ...]

    @property
    def tex_id(self) -> Tex:
        """The section's name as TeX."""
        return Tex(self.id)

    @property
    def template(self) -> str:
        """The file that typesets it."""
        return f"sections/{self.id}.tex.j2"


@dataclass(frozen=True, slots=True)
class ViewBuilder:
    """Turns models into views.

    Attributes:
        glyphs: Escapes text and notes characters that the font lacks.
        marker: Notes which field a piece of TeX comes from.
        locale: Words and date patterns.
        date_style: One of `short`, `long`, `numeric`, `year`.
    """

    glyphs: GlyphCheck
    marker: Marker
    locale: Locale
    date_style: str

    def inline(self, text: str | None, path: Path) -> Tex | None:
        """Typeset a text with inline markup."""
        return self._set(text, path, inline_tex)

    def plain(self, text: str | None, path: Path) -> Tex | None:
        """Typeset a text without markup."""
        return self._set(text, path, plain_tex)

    def _set(self, text: str | None, path: Path, typeset: Callable[[str, Callable[[str], Tex]], Tex]) -> Tex | None:
        if text is None or not normalise(text).strip():
            return None
        return self.marker.mark(typeset(text.strip(), self.glyphs.escaper(path)), path)

    def word(self, key: str) -> Tex:
        """Return a word of the language, such as a heading."""
        return plain_tex(self.locale.words[key], self.glyphs.escaper(("meta", "resumeTex", "language")))

    def link(self, url: str | None, path: Path) -> LinkView | None:
        """Make an address that can be linked; None when there is none."""
        if not url or not (complete := complete_url(url)):
            return None
        text = self.plain(display_url(url), path)
        return LinkView(escape_url(complete), text) if text is not None else None

    def paragraphs(self, text: str | None, path: Path) -> tuple[Tex, ...]:
        """Typeset a text whose blank lines part paragraphs."""
        blocks = _BLANK_LINE.split(text or "")
        return tuple(tex for block in blocks if (tex := self.inline(block, path)) is not None)

    def model(self, model: BaseModel, path: Path) -> View:
        """Turn a model into a view."""
        values: dict[str, Any] = {"path": path}
        for name, kind in _kinds(type(model)).items():
            if name != "tags":
                values[name] = self._field(getattr(model, name), kind, (*path, name), long=name in _LONG)
        if "startDate" in type(model).model_fields:
            dates = self.locale.date_range(model.startDate, model.endDate, self.date_style)  # type: ignore[attr-defined]
            values["dates"] = self.plain(dates, (*path, "startDate"))
        if isinstance(model, Education):
            values["title"] = _degree(model, values)
        elif isinstance(model, Publication):
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
            return self.plain(self.locale.date(value, self.date_style), path)
        if isinstance(value, Highlight):
            return self.inline(value.text, path)
        if isinstance(value, BaseModel):
            return self.model(value, path)
        if isinstance(value, list):
            items = (self._field(item, kind, (*path, index), long=False) for index, item in enumerate(value))
            return tuple(item for item in items if item)
        return None


def _degree(degree: Education, values: dict[str, Any]) -> Tex | None:
    """Join degree and field: `M.S. Statistics`, but `Bachelor of Science, Statistics`."""
    kind, area = values["studyType"], values["area"]
    if not (kind and area):
        return kind or area  # type: ignore[no-any-return]
    abbreviated = len((degree.studyType or "").strip()) <= _ABBREVIATED
    return Tex(" " if abbreviated else ", ").join([kind, area])


_ABBREVIATED = 6
"""Longest abbreviation of a degree: `M.Eng.`, `B.Tech`."""
_BLANK_LINE = re.compile(r"\n\s*\n")
_LONG = frozenset({"summary", "description", "impact", "reference"})
"""Fields whose blank lines part paragraphs."""


@cache
def _kinds(model: type[BaseModel]) -> dict[str, TextKind | None]:
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


def header_view(resume: Resume, builder: ViewBuilder) -> View:
    """Return what stands at the head of the page."""
    basics = resume.basics
    items = []
    for item in contacts(basics):
        text = builder.plain(item.text, item.path)
        href = escape_url(complete_url(item.url)) if item.url else Tex("")
        if text is not None:
            items.append(View({"kind": Tex(item.kind), "text": text, "href": href}))
    return View(
        {
            "name": builder.plain(basics.name, ("basics", "name")),
            "label": builder.inline(basics.label, ("basics", "label")),
            "contacts": tuple(items),
        }
    )


def section_views(resume: Resume, builder: ViewBuilder, order: tuple[str, ...]) -> tuple[SectionView, ...]:
    """Return the sections that have content, in order; those that the order leaves out come last."""
    headings = resume.settings.headings
    full = [*dict.fromkeys((*(name for name in order if name in DEFAULT_ORDER), *DEFAULT_ORDER))]
    views = []
    for name in full:
        entries = tuple(_entries(resume, builder, name))
        if entries:
            own = builder.plain(headings.get(name), ("meta", "resumeTex", "headings", name))
            views.append(SectionView(name, own or builder.word(name), entries))
    return tuple(views)


def _entries(resume: Resume, builder: ViewBuilder, name: str) -> Iterator[Any]:
    if name == "summary":
        yield from builder.paragraphs(resume.basics.summary, ("basics", "summary"))
    elif name in SECTIONS:
        for index, entry in enumerate(getattr(resume, name)):
            view = builder.model(entry, (name, index))
            if not view.is_empty:
                yield view

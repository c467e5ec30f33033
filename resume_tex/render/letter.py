"""A cover letter as templates and the other formats see it, and its LaTeX: below the resume's header, in the resume's theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from resume_tex.diagnostics import Path
from resume_tex.document.dates import PartialDate
from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.models import Letter, Resume
from resume_tex.render.context import View, ViewBuilder
from resume_tex.render.escape import Tex, escape_tex
from resume_tex.render.locale import DateText, letter_date, letter_words
from resume_tex.render.project import RenderedProject, RenderSettings, render_document
from resume_tex.render.theme import Theme

T = TypeVar("T")

_LEADING = 1.38
_LARGER = 1.0
"""A letter is read, not skimmed: its type is larger than the resume's by so many points, and its lines are shorter."""
_LARGEST = 11.5
_DENSITY = frozenset({
    "font-size", "leading", "spacing", "margin", "margin-left", "margin-right", "margin-top", "margin-bottom",
})  # fmt: skip
"""Options by which a resume is made to fit its pages: a letter has its own."""


@dataclass(frozen=True, slots=True)
class LetterDocument:
    """A letter and where it stands.

    Attributes:
        letter: The letter.
        root: The path of the letter in its document: nothing for a file of its own.
        today: The date of a letter that has none.
    """

    letter: Letter
    root: Path
    today: date


def letter_options(theme: Theme, given: Mapping[str, object]) -> dict[str, object]:
    """Return a theme's options for a letter: the resume's, but for those that make it dense."""
    options = {name: value for name, value in given.items() if name not in _DENSITY}
    size = str(theme.options["font-size"].default) if "font-size" in theme.options else ""
    own: dict[str, object] = {"margin": "72pt", "leading": _LEADING}
    if size.endswith("pt"):
        own["font-size"] = f"{min(_LARGEST, float(size.removesuffix('pt')) + _LARGER):g}pt"
    return {**{name: value for name, value in own.items() if name in theme.options}, **options}


def letter_view(document: LetterDocument, resume: Resume, builder: ViewBuilder[T]) -> Any:
    """Return what stands in a letter below the header, with defaults where it says nothing."""
    letter, root = document.letter, document.root
    words = letter_words(builder.locale.tag)
    date_of = letter.date or PartialDate(document.today.year, document.today.month, document.today.day)
    body = enumerate(letter.body)
    label = builder.writer.word(words["enclosures"])
    return View(
        {
            "date": builder.writer.dates((DateText(letter_date(builder.locale, date_of), date_of),), (*root, "date")),
            "recipient": tuple(line for line in _recipient(document, builder) if line),
            "subject": builder.inline(letter.subject, (*root, "subject")),
            "opening": builder.inline(letter.opening, (*root, "opening")) or _opening(document, builder, words),
            "paragraphs": tuple(p for n, text in body for p in builder.paragraphs(text, (*root, "body", n))),
            "closing": builder.inline(letter.closing, (*root, "closing")) or builder.writer.word(words["closing"]),
            "signature": builder.plain(letter.signature or resume.basics.name, (*root, "signature")),
            "enclosures": tuple(
                text
                for n, item in enumerate(letter.enclosures)
                if (text := builder.inline(item, (*root, "enclosures", n))) is not None
            ),
            "enclosures_label": label,
        }
    )


def _recipient(document: LetterDocument, builder: ViewBuilder[T]) -> list[T | None]:
    recipient, path = document.letter.recipient, (*document.root, "recipient")
    if recipient is None:
        return []
    lines = [builder.plain(getattr(recipient, name), (*path, name)) for name in ("name", "title", "company")]
    return lines + [builder.plain(line, (*path, "address", n)) for n, line in enumerate(recipient.address)]


def _opening(document: LetterDocument, builder: ViewBuilder[T], words: Mapping[str, str]) -> T:
    recipient = document.letter.recipient
    name = (recipient.name or "").strip() if recipient is not None else ""
    named = (
        builder.plain(words["dear"].replace("{name}", name), (*document.root, "recipient", "name")) if name else None
    )
    return named if named is not None else builder.writer.word(words["opening"])


def letter_title(document: LetterDocument, resume: Resume, language: str) -> str:
    """Return a letter's title: who writes, and what about or to whom."""
    letter = document.letter
    to = letter.recipient.company or letter.recipient.name if letter.recipient is not None else None
    about = plain_text(parse_inline(letter.subject or "")).strip() or (to or "").strip()
    kind = letter_words(language)["letter"]
    return ": ".join(part for part in ((resume.basics.name or "").strip() or kind, about or kind) if part)


def render_letter(document: LetterDocument, resume: Resume, settings: RenderSettings) -> RenderedProject:
    """Render a letter.

    Raises:
        ThemeError: A template of the theme is wrong.
    """

    def content(builder: ViewBuilder[Tex]) -> dict[str, object]:
        return {"letter": letter_view(document, resume, builder)}

    title = escape_tex(letter_title(document, resume, settings.locale.tag))
    metadata = {"title": title, "subject": escape_tex(letter_words(settings.locale.tag)["letter"]), "keywords": Tex("")}
    return render_document(resume, settings, "letter.tex.j2", content, metadata)

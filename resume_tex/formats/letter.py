"""A cover letter as plain text, Markdown and HTML, from the same parts as the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from resume_tex.document.inline import Bold
from resume_tex.document.models import Resume
from resume_tex.formats.markdown import MARK, line, markdown_header, spaced
from resume_tex.formats.page import Page, lay_out
from resume_tex.formats.plain_text import plain, plain_header, write_paragraphs
from resume_tex.formats.rich import Rich, RichWriter, join
from resume_tex.formats.web import render_html
from resume_tex.render.context import ViewBuilder
from resume_tex.render.letter import LetterDocument, letter_title, letter_view
from resume_tex.render.project import RenderSettings

_BREAK = "\\\n"
"""A line that ends within a paragraph (CommonMark 0.31, 6.7)."""


def write_letter(kind: str, document: LetterDocument, resume: Resume, settings: RenderSettings) -> str:
    """Return a letter in one of the formats `txt`, `md` and `html`.

    Args:
        kind: The format.
        document: The letter.
        resume: The resume whose header it has.
        settings: Language, theme and options.
    """
    page = lay_out(Resume(basics=resume.basics.model_copy(update={"summary": None})), settings)
    builder = ViewBuilder(RichWriter(), settings.locale, settings.options.text("date-style", "short"))
    letter = letter_view(document, resume, builder)
    if kind == "html":
        title = letter_title(document, resume, settings.locale.tag)
        return render_html("letter.html.j2", settings, page=page, letter=letter, title=title)
    return _plain(page, letter) if kind == "txt" else _markdown(page, letter)


def _enclosures(letter: Any) -> Rich | None:
    return join(": ", [letter.enclosures_label, join(", ", letter.enclosures)]) if letter.enclosures else None


def _plain(page: Page, letter: Any) -> str:
    blocks = ["\n".join(plain_header(page)), plain(letter.date), "\n".join(map(plain, letter.recipient))]
    texts = [letter.subject, letter.opening, *letter.paragraphs, letter.closing, letter.signature, _enclosures(letter)]
    return write_paragraphs([*blocks, *map(plain, texts)])


def _markdown(page: Page, letter: Any) -> str:
    subject: Rich | None = (Bold(letter.subject),) if letter.subject else None
    texts = [subject, letter.opening, *letter.paragraphs, letter.closing, letter.signature, _enclosures(letter)]
    blocks: Iterator[str] = map(line, texts)
    recipient = _BREAK.join(map(line, letter.recipient))
    return "".join(
        f"{text}\n" for text in spaced([MARK, *markdown_header(page), line(letter.date), recipient, *blocks])
    )

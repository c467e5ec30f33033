"""A resume and a theme to a `RenderedProject`: preamble, body, style files and a map back to the fields."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from resume_tex.document.models import Resume
from resume_tex.errors import ThemeError
from resume_tex.render.context import View, ViewBuilder, header_view, section_views
from resume_tex.render.environment import make_environment
from resume_tex.render.escape import Tex, escape_tex
from resume_tex.render.locale import Locale
from resume_tex.render.repertoire import GlyphCheck, MissingGlyph, Supports
from resume_tex.render.sandbox import time_limit
from resume_tex.render.source_map import Marker, SourceMap, unmark
from resume_tex.render.theme import Theme
from resume_tex.render.theme_options import ResolvedOptions

if TYPE_CHECKING:
    from jinja2 import BytecodeCache

_TEMPLATE_SECONDS = 5.0
"""How long the templates of a theme from outside the package may run."""
_BODY_START = "\\begin{document}"
_IDENTITY = "\x04" * 32
"""Stands for the document's identity until the text it is computed from is there; no text holds control characters."""


@dataclass(frozen=True, slots=True)
class RenderedProject:
    r"""A LaTeX document, ready for any engine.

    Attributes:
        preamble: Everything before `\begin{document}`; the same for all documents with the same theme and options.
        body: The rest.
        files: Style and font files by name.
        source_map: Which field stands on which line of the body.
        missing: Characters that the theme's font lacks, with their fields.
        uses_page_total: The page shows how many pages there are.
        trusted: All style files and templates come with the package.
        source_date: The PDF's date in seconds since the epoch; None for a PDF without a date.
    """

    preamble: str
    body: str
    files: Mapping[str, bytes]
    source_map: SourceMap
    missing: tuple[MissingGlyph, ...] = ()
    uses_page_total: bool = False
    trusted: bool = True
    source_date: int | None = None


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """What rendering needs besides the resume.

    Attributes:
        theme: The theme.
        options: Its options' values.
        locale: Language of headings and dates.
        supports: Which characters print, or None when the engine itself finds out.
        source_date: The PDF's date in seconds since the epoch; None for a PDF without a date.
        template_cache: Where compiled templates are kept.
    """

    theme: Theme
    options: ResolvedOptions
    locale: Locale
    supports: Supports | None = None
    source_date: int | None = None
    template_cache: BytecodeCache | None = field(default=None, compare=False)


def render_preamble(theme: Theme, options: ResolvedOptions) -> str:
    """Return the part of the document that depends on the theme and its options alone."""
    lines = [f"  {name} = {{{value}}}," for name, value in sorted(options.tex.items())]
    return "\n".join(["\\documentclass{article}", f"\\usepackage{{{theme.style}}}", "\\ResumeSetup{", *lines, "}", ""])


def render_project(resume: Resume, settings: RenderSettings) -> RenderedProject:
    """Render a resume.

    Raises:
        ThemeError: A template of the theme is wrong.
    """
    marker = Marker()
    glyphs = GlyphCheck(settings.supports)
    builder = ViewBuilder(glyphs, marker, settings.locale, settings.options.text("date-style", "short"))
    order = (*resume.settings.sections, *settings.options.items("section-order"))
    context = {
        "header": header_view(resume, builder),
        "sections": section_views(resume, builder, order),
        "words": View({key: builder.word(key) for key in settings.locale.words}),
        "metadata": _metadata(resume, settings),
        "number": lambda value: Tex(str(int(value))),
    }
    marked = _run_template(context, settings)
    body, source_map = marker.extract(marked)
    preamble = render_preamble(settings.theme, settings.options)
    identity = blake2b(f"{preamble}{body}".encode(), digest_size=16).hexdigest()
    return RenderedProject(
        preamble,
        body.replace(_IDENTITY, identity, 1),
        settings.theme.files(),
        source_map,
        tuple(glyphs.missing),
        settings.options.text("footer", "none") != "none",
        settings.theme.shipped,
        settings.source_date,
    )


def _run_template(context: Mapping[str, object], settings: RenderSettings) -> str:
    environment = make_environment(
        settings.theme.template_folders(), trusted=settings.theme.shipped, cache=settings.template_cache
    )
    try:
        with nullcontext() if settings.theme.shipped else time_limit(_TEMPLATE_SECONDS):
            text = environment.get_template("resume.tex.j2").render(context)
    except Exception as error:
        if settings.theme.shipped:
            raise
        line = getattr(error, "lineno", None)
        where = f" ({getattr(error, 'name', None) or 'template'}, line {line})" if line else ""
        raise ThemeError(f"A template of the theme {settings.theme.name} is wrong{where}: {error}.") from error
    if _BODY_START not in text:
        raise ThemeError(f"The theme {settings.theme.name} has a resume.tex.j2 without {_BODY_START}.")
    return _tidy(text[text.index(_BODY_START) :])


def _tidy(body: str) -> str:
    """Leave blank lines only where an entry or a section begins; text itself never holds a newline."""
    return re.sub(r"\n(?=\\Resume(?:Section|Entry|Publication)\b)", "\n\n", re.sub(r"\n\s*\n", "\n", body))


def _metadata(resume: Resume, settings: RenderSettings) -> View:
    basics = resume.basics

    def text(value: str | None) -> Tex:
        from resume_tex.document.inline import parse_inline, plain_text

        return escape_tex(plain_text(parse_inline(value or "")).strip())

    name, label = text(basics.name), text(basics.label)
    keywords = [text(word) for skill in resume.skills for word in skill.keywords]
    return View({
        "title": Tex(": ").join([part for part in (name, label) if part]) or unmark(text("Resume")),
        "author": name,
        "subject": label,
        "keywords": Tex(", ").join(keywords),
        "language": Tex(settings.locale.tag),
        "identity": Tex(_IDENTITY),
        "date": Tex(_pdf_date(settings.source_date)),
    })  # fmt: skip


def _pdf_date(seconds: int | None) -> str:
    """Write a date as PDF does (ISO 32000-1, 7.9.4), in UTC."""
    return "" if seconds is None else time.strftime("D:%Y%m%d%H%M%SZ", time.gmtime(seconds))


def project_folder(file: str) -> FilePath:
    """Return the folder that a document's own themes are searched in: the document's."""
    return FilePath(file).resolve().parent

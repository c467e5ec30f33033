"""A resume and a theme to a `RenderedProject`: preamble, body, style files and a map back to the fields."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from resume_tex.document.models import Resume
from resume_tex.errors import ThemeError
from resume_tex.render.context import View, ViewBuilder, Writer, header_view, section_order, section_views
from resume_tex.render.environment import make_environment
from resume_tex.render.escape import Tex, escape_tex
from resume_tex.render.inline_tex import plain_tex, revised_tex
from resume_tex.render.letters import PREAMBLE, letter_files
from resume_tex.render.locale import ENGLISH_QUOTES, Locale
from resume_tex.render.provenance import Provenance
from resume_tex.render.repertoire import GlyphCheck, MissingGlyph, ScriptUse, Supports
from resume_tex.render.revision import RevisedTexWriter, Revision
from resume_tex.render.sandbox import time_limit
from resume_tex.render.script_fonts import FindFont, script_fonts
from resume_tex.render.source_map import Marker, SourceMap, unmark
from resume_tex.render.tex_writer import TexWriter
from resume_tex.render.theme import Theme
from resume_tex.render.theme_options import ResolvedOptions

if TYPE_CHECKING:
    from jinja2 import BytecodeCache

    from resume_tex.render.photo import Photo
    from resume_tex.render.qr_code import QrCode

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
        fonts: Paths of further font files, by the names that TeX is to find them under.
        lacking: Scripts that this machine has no font for, with the first place of each.
        pictures: Pictures of the document by name; unlike `files`, they are the document's and not the theme's.
    """

    preamble: str
    body: str
    files: Mapping[str, bytes]
    source_map: SourceMap
    missing: tuple[MissingGlyph, ...] = ()
    uses_page_total: bool = False
    trusted: bool = True
    source_date: int | None = None
    fonts: Mapping[str, str] = field(default_factory=dict)
    lacking: Mapping[str, ScriptUse] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)


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
        provenance: What the PDF tells of its making; None for nothing.
        for_editing: The LaTeX is for a person to go on with: what only the tool needs is left out.
        revision: The changes since an earlier revision that the page shows; None for the document as it is.
        find_font: Finds the fonts of scripts that need their own; None where only the embedded engine counts.
        photo: The photo at the head of the page.
        qr_code: The QR code at the head of the page.
    """

    theme: Theme
    options: ResolvedOptions
    locale: Locale
    supports: Supports | None = None
    source_date: int | None = None
    template_cache: BytecodeCache | None = field(default=None, compare=False)
    provenance: Provenance | None = None
    for_editing: bool = False
    revision: Revision | None = None
    find_font: FindFont | None = field(default=None, compare=False)
    photo: Photo | None = None
    qr_code: QrCode | None = None


def render_preamble(theme: Theme, options: ResolvedOptions) -> str:
    """Return the part of the document that depends on the theme and its options alone."""
    lines = [f"  {name} = {{{value}}}," for name, value in sorted(options.tex.items())]
    return "\n".join(["\\documentclass{article}", f"\\usepackage{{{theme.style}}}", "\\ResumeSetup{", *lines, "}", ""])


def render_project(resume: Resume, settings: RenderSettings) -> RenderedProject:
    """Render a resume.

    Raises:
        ThemeError: A template of the theme is wrong.
    """

    def content(builder: ViewBuilder[Tex]) -> dict[str, object]:
        sections = section_views(resume, builder, section_order(resume, settings.options))
        style = settings.options.text("bibliography-style", "theme")
        if style != "theme" and resume.publications:
            from resume_tex.render.bibliography import cite

            cite(sections, resume, style)
        return {"sections": sections}

    return render_document(resume, settings, "resume.tex.j2", content)


def render_document(
    resume: Resume,
    settings: RenderSettings,
    template: str,
    content: Callable[[ViewBuilder[Tex]], Mapping[str, object]],
    metadata: Mapping[str, Tex] = MappingProxyType({}),
) -> RenderedProject:
    """Render a document with a resume's header.

    Args:
        resume: The resume.
        settings: Theme, options, language.
        template: The template of the whole document.
        content: What the template sees besides the header, words and metadata.
        metadata: What the PDF says of itself, where it differs from the resume's.

    Raises:
        ThemeError: A template of the theme is wrong.
    """
    marker = Marker()
    glyphs = GlyphCheck(settings.supports, settings.locale.tag, more_letters=_has_more_letters(settings))
    writer: Writer[Tex] = TexWriter(glyphs, marker)
    if settings.revision is not None:
        writer = RevisedTexWriter(TexWriter(glyphs, marker), settings.revision)
    builder = ViewBuilder(writer, settings.locale, settings.options.text("date-style", "short"))
    context = {
        "header": header_view(resume, builder),
        "photo": Tex(settings.photo.name) if settings.photo is not None else None,
        "qr": _qr_view(settings),
        "words": View({key: builder.word(key) for key in settings.locale.words}),
        "quotes": _quotes_view(builder),
        "metadata": View({**vars(_metadata(resume, settings)), **metadata}),
        "version": _printed_version(settings, glyphs),
        "legend": revised_tex(settings.revision.legend, glyphs.escaper(())) if settings.revision is not None else None,
        "number": lambda value: Tex(str(int(value))),
        **content(builder),
    }
    marked = _run_template(template, context, settings)
    body, source_map = marker.extract(marked)
    fonts = script_fonts(glyphs.scripts, settings.locale.tag if settings.supports is None else "", settings.find_font)
    preamble = render_preamble(settings.theme, settings.options) + fonts.preamble
    files = settings.theme.files()
    if glyphs.uses_letters:
        preamble += PREAMBLE
        files = {**letter_files(settings.options.text("font"), unicode=settings.supports is None), **files}
    pictures = {photo.name: photo.content} if (photo := settings.photo) is not None else {}
    identity = blake2b(f"{preamble}{body}".encode() + b"".join(pictures.values()), digest_size=16).hexdigest()
    return RenderedProject(
        preamble,
        body.replace(_IDENTITY, identity, 1),
        files,
        source_map,
        tuple(glyphs.missing),
        settings.options.text("footer", "none") != "none" or shows_version(settings.options),
        settings.theme.shipped,
        settings.source_date,
        fonts.files,
        {script: glyphs.scripts[script] for script in fonts.lacking},
        pictures,
    )


def _quotes_view(builder: ViewBuilder[Tex]) -> View | None:
    """Return the quotation marks where they are not those that the style has anyway."""
    opening, closing = builder.locale.quotes
    if (opening, closing) == ENGLISH_QUOTES:
        return None
    return View({"opening": builder.writer.word(opening), "closing": builder.writer.word(closing)})


def _qr_view(settings: RenderSettings) -> View | None:
    code = settings.qr_code
    if code is None:
        return None
    return View({"href": escape_tex(code.url), "modules": Tex(str(code.modules)), "path": Tex(code.path)})


def _has_more_letters(settings: RenderSettings) -> bool:
    """Tell whether the theme's style can use further fonts for letters."""
    return "resume-symbols.sty" in settings.theme.files()


def _run_template(template: str, context: Mapping[str, object], settings: RenderSettings) -> str:
    environment = make_environment(
        settings.theme.template_folders(), trusted=settings.theme.shipped, cache=settings.template_cache
    )
    try:
        with nullcontext() if settings.theme.shipped else time_limit(_TEMPLATE_SECONDS):
            text = environment.get_template(template).render(context)
    except Exception as error:
        if settings.theme.shipped:
            raise
        line = getattr(error, "lineno", None)
        where = f" ({getattr(error, 'name', None) or 'template'}, line {line})" if line else ""
        raise ThemeError(f"A template of the theme {settings.theme.name} is wrong{where}: {error}.") from error
    if _BODY_START not in text:
        raise ThemeError(f"The theme {settings.theme.name} has a {template} without {_BODY_START}.")
    return _tidy(text[text.index(_BODY_START) :])


def _tidy(body: str) -> str:
    """Leave blank lines only where an entry or a section begins; text itself never holds a newline."""
    return re.sub(r"\n(?=\\Resume(?:Section|Entry|Named|Publication)\b)", "\n\n", re.sub(r"\n\s*\n", "\n", body))


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
        "identity": None if settings.for_editing else Tex(_IDENTITY),
        "date": Tex("" if settings.for_editing else _pdf_date(settings.source_date)),
        **_origin(settings),
    })  # fmt: skip


def _origin(settings: RenderSettings) -> dict[str, Tex]:
    told = settings.provenance if not settings.for_editing else None  # an edited text is not that revision's
    version = told.version if told is not None else None
    texts = {
        "tool": told.tool if told is not None else "",
        "theme": settings.theme.name if told is not None else "",
        "variant": told.variant if told is not None else "",
        "version": version.text if version is not None else "",
        "commit": version.commit if version is not None else "",
    }
    return {key: escape_tex(text) for key, text in texts.items()}


def shows_version(options: ResolvedOptions) -> bool:
    """Tell whether the document's version is wanted on the page."""
    return options.values.get("version") is True


def _printed_version(settings: RenderSettings, glyphs: GlyphCheck) -> Tex | None:
    told = settings.provenance
    if told is None or told.version is None or not shows_version(settings.options):
        return None
    text = told.version.printed
    if settings.supports is not None and not all(char.isascii() or settings.supports(char) for char in text):
        text = told.version.short  # a tag's name must neither decide on the engine nor print as frames
    return plain_tex(text, glyphs.escaper(("meta", "resumeTex", "options", "version")))


def _pdf_date(seconds: int | None) -> str:
    """Write a date as PDF does (ISO 32000-1, 7.9.4), in UTC."""
    return "" if seconds is None else time.strftime("D:%Y%m%d%H%M%SZ", time.gmtime(seconds))


def project_folder(file: str) -> FilePath:
    """Return the folder that a document's own themes are searched in: the document's."""
    return FilePath(file).resolve().parent

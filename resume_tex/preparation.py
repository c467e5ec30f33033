"""A loaded resume to a rendered project: theme, options, language, rules and the diagnostics of all of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from resume_tex import __version__
from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Diagnostic, Path, Severity
from resume_tex.document.dates import parse_moment
from resume_tex.document.models import Resume
from resume_tex.document.source import SourceDocument
from resume_tex.engine.base import CompileResult, TexMessage
from resume_tex.engine.formats import cache_root
from resume_tex.errors import ThemeError
from resume_tex.render.locale import DEFAULT_LANGUAGE, Locale, find_locale, languages
from resume_tex.render.project import RenderedProject, RenderSettings, project_folder, render_project, shows_version
from resume_tex.render.provenance import Provenance
from resume_tex.render.script_fonts import FindFont, ScriptFont
from resume_tex.render.theme import DEFAULT_THEME, Theme, load_theme
from resume_tex.render.theme_options import ResolvedOptions, resolve_options
from resume_tex.rules.base import LayoutFacts

if TYPE_CHECKING:
    from jinja2 import BytecodeCache

    from resume_tex.render.photo import Photo
    from resume_tex.render.qr_code import QrCode
    from resume_tex.repository.expectation import ExpectedVersion
    from resume_tex.repository.version import VersionQuery


_SERIFS = frozenset({"charter", "latin-modern"})
"""Values of the option `font` that have serifs."""
_TEX_CODES = {"error": "tex.error", "timeout": "tex.timeout", "limit": "tex.limit", "crash": "tex.crash"}


@dataclass(frozen=True, slots=True)
class Preparation:
    """A project ready to compile, or none, and what was found on the way.

    Attributes:
        source: The document.
        project: The rendered project; None when the theme or the options are wrong.
        diagnostics: What was found.
        files: The files it was made from, besides the document.
        settings: What it was rendered with.
    """

    source: SourceDocument
    project: RenderedProject | None
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[str, ...] = ()
    settings: RenderSettings | None = None

    @classmethod
    def of(
        cls,
        source: SourceDocument,
        resume: Resume,
        request: BuildRequest,
        *,
        unicode: bool,
        query: VersionQuery | ExpectedVersion | None = None,
        render: Callable[[Resume, RenderSettings], RenderedProject] = render_project,
    ) -> Preparation:
        """Prepare a resume, or what `render` makes of it; the answer to `query` tells its version, unless the request does.

        Raises:
            ThemeError: The request names a theme or an option that cannot be, or the theme's own files are wrong.
        """
        found: list[Diagnostic] = []
        theme = _theme(source, resume, request, found)
        if theme is None:
            return cls(source, None, tuple(found))
        options = _options(source, resume, request, theme, found)
        locale = _locale(source, resume, found)
        supports = None
        if not unicode:
            supports = theme.coverage(options.text("font")).__contains__
        files = (*theme.members, *_photo_file(resume, request, options))
        told = _provenance(request, query, (*files, *request.sources[1:]))
        if query is not None and told is not None and told.version is None and shows_version(options):
            found.append(_no_version(source, query.reason))
        date = _source_date(request, resume, told)
        photo, code = _photo(source, resume, request, options, found), _qr_code(source, resume, options, found)
        find_font = _font_finder(options) if unicode else None
        settings = RenderSettings(theme, options, locale, supports, date, _template_cache(), told, find_font=find_font,
                                  photo=photo, qr_code=code)  # fmt: skip
        project = render(resume, settings)
        return cls(source, project, tuple(found), files, settings)

    def layout(self, result: CompileResult | None = None) -> LayoutFacts:
        """Return what is known of the pages: the characters that the font lacks, and after compiling what TeX had to say."""
        missing = [(glyph.path, glyph.character) for glyph in self.project.missing] if self.project else []
        overfull: list[tuple[Path, float]] = []
        for message in result.messages if result else ():
            path = self._path(message)
            if message.kind == "missing-glyph" and message.character:
                missing.append((path, message.character))
            elif message.kind == "overfull" and message.points is not None:
                overfull.append((path, message.points))
        pages = result.pages if result else 1
        return LayoutFacts(pages, overfull=tuple(overfull), missing_glyphs=tuple(dict.fromkeys(missing)))

    def tex_diagnostics(self, result: CompileResult) -> list[Diagnostic]:
        """Return the failures of TeX, with the fields they are about."""
        out = []
        for message in result.messages:
            if message.kind in _TEX_CODES:
                path = self._path(message)
                span = self.source.span_of(path) if path else None
                code = _TEX_CODES[message.kind]
                out.append(Diagnostic(code, Severity.ERROR, message.text, self.source.file, path, span))
        return list(dict.fromkeys(out))

    def _path(self, message: TexMessage) -> Path:
        if self.project is None or message.line is None:
            return ()
        return self.project.source_map.path_at(message.line) or ()


def _theme(source: SourceDocument, resume: Resume, request: BuildRequest, found: list[Diagnostic]) -> Theme | None:
    name = request.theme or resume.settings.theme or DEFAULT_THEME
    folder = project_folder(request.file)
    try:
        return load_theme(name, folder)
    except ThemeError as error:
        if request.theme is not None:
            raise
        path: Path = ("meta", "resumeTex", "theme")
        place = source.span_of(path)
        found.append(
            Diagnostic("theme.error", Severity.ERROR, error.message, source.file, path, place, error.remedy or None)
        )
        return None


def _options(
    source: SourceDocument, resume: Resume, request: BuildRequest, theme: Theme, found: list[Diagnostic]
) -> ResolvedOptions:
    given = {**resume.settings.options, **request.options}
    options, problems = resolve_options(theme, given)
    for problem in problems:
        if problem.name in request.options:
            raise ThemeError(problem.message, problem.help or "")
        path: Path = ("meta", "resumeTex", "options", problem.name)
        span = source.key_span(path) if problem.unknown else source.span_of(path)
        found.append(Diagnostic("theme.option", Severity.ERROR, problem.message, source.file, path, span, problem.help))
    return options


def _locale(source: SourceDocument, resume: Resume, found: list[Diagnostic]) -> Locale:
    wanted = resume.settings.language
    locale = find_locale(wanted)
    path: Path = ("meta", "resumeTex", "language")
    if locale is None:
        message = f"There is no language {wanted!r}. Write a tag such as {', '.join(languages())}."
        found.append(Diagnostic("schema.value", Severity.ERROR, message, source.file, path, source.span_of(path)))
        locale = find_locale(DEFAULT_LANGUAGE)
        assert locale is not None
    elif not locale.has_headings:
        message = f"Section headings in {wanted!r} are not known, so they are English. Give your own under meta.resumeTex.headings."
        found.append(Diagnostic("theme.headings", Severity.INFO, message, source.file, path, source.span_of(path)))
    return locale


def _provenance(
    request: BuildRequest, query: VersionQuery | ExpectedVersion | None, files: tuple[str, ...]
) -> Provenance | None:
    version = request.version
    if version is None:
        if query is None:
            return None
        version = query.version(files)
    return Provenance(__version__, request.variant or "", version)


def _source_date(request: BuildRequest, resume: Resume, told: Provenance | None) -> int | None:
    """Return the PDF's date: what the request says, else when the commit was made, else what the document says."""
    if request.source_date is not None:
        return request.source_date
    if told is not None and told.version is not None:
        return told.version.time
    return parse_moment(resume.meta.lastModified)


def _font_finder(options: ResolvedOptions) -> FindFont:
    """Return what finds fonts for scripts, in the style of the theme's."""
    serif = options.text("font") in _SERIFS

    def find(script: str) -> ScriptFont | None:
        from resume_tex.engine.script_fonts import find_font

        return find_font(script, serif=serif)

    return find


def _no_version(source: SourceDocument, reason: str) -> Diagnostic:
    path: Path = ("meta", "resumeTex", "options", "version")
    message = f"The page cannot show the document's version: {reason}."
    remedy = "Commit the document to a git repository, or set the option to false."
    return Diagnostic("theme.no-version", Severity.WARNING, message, source.file, path, source.span_of(path), remedy)


def _photo_file(resume: Resume, request: BuildRequest, options: ResolvedOptions) -> tuple[str, ...]:
    """Return the path of the photo that is to be printed, whether it is there or not; none if it may not be looked at."""
    image = resume.basics.image
    if not image or options.text("photo", "none") == "none":
        return ()
    from resume_tex.render.photo import PhotoError, photo_path

    try:
        return (str(photo_path(image, project_folder(request.file))),)
    except PhotoError:
        return ()


def _photo(
    source: SourceDocument, resume: Resume, request: BuildRequest, options: ResolvedOptions, found: list[Diagnostic]
) -> Photo | None:
    if options.text("photo", "none") == "none":
        return None
    from resume_tex.render.photo import PhotoError, photo_path, read_photo

    image = (resume.basics.image or "").strip()
    path: Path = ("basics", "image") if image else ("meta", "resumeTex", "options", "photo")
    try:
        if not image:
            raise PhotoError("The page is to show a photo, but basics.image names none.")
        return read_photo(photo_path(image, project_folder(request.file)))
    except PhotoError as error:
        found.append(Diagnostic("theme.photo", Severity.ERROR, str(error), source.file, path, source.span_of(path)))
        return None


def _qr_code(
    source: SourceDocument, resume: Resume, options: ResolvedOptions, found: list[Diagnostic]
) -> QrCode | None:
    wanted = options.text("qr", "none")
    if wanted.lower() in {"", "none"}:
        return None
    from resume_tex.render.qr_code import QrCodeError, qr_address, qr_code

    path: Path = ("meta", "resumeTex", "options", "qr")
    try:
        return qr_code(qr_address(resume.basics, wanted))
    except QrCodeError as error:
        found.append(Diagnostic("theme.qr", Severity.ERROR, str(error), source.file, path, source.span_of(path)))
        return None


def _template_cache() -> BytecodeCache | None:
    from resume_tex.render.template_cache import template_cache

    root = cache_root()
    if root is None:
        return None
    folder = os.path.join(root, "templates")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError:
        return None
    if not os.access(folder, os.W_OK):
        return None
    return template_cache(folder)

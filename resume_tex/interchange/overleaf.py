"""A document as a project for Overleaf: what is in it, where it goes, and the page that opens it there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Final

from resume_tex import __version__
from resume_tex.build import ask_version
from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Diagnostic, Severity, has_errors
from resume_tex.document.load import load_resume
from resume_tex.document.models import Resume
from resume_tex.document.source import SourceDocument
from resume_tex.errors import OutputError, ThemeError
from resume_tex.interchange.overleaf_page import MAGIC, overleaf_page
from resume_tex.interchange.overleaf_readme import Origin, latexmkrc, licence, readme
from resume_tex.interchange.overleaf_source import FONTS_FOLDER, SECTIONS_FOLDER, source_files
from resume_tex.interchange.overleaf_target import (
    MANIFEST,
    Plan,
    manifest,
    plan_folder,
    plan_zip,
    write_folder,
    write_zip,
    zip_bytes,
)
from resume_tex.output import write_atomically
from resume_tex.preparation import Preparation
from resume_tex.quality import page_quality
from resume_tex.render.project import RenderSettings, render_project
from resume_tex.render.theme import load_theme
from resume_tex.resources import licence_file
from resume_tex.subject import Subject

DEFAULT_ENGINE: Final = "pdflatex"
_FONT_FILES: Final = frozenset({".tfm", ".enc", ".pfb", ".map"})


@dataclass(frozen=True, slots=True)
class OverleafExport:
    """What came of an export.

    Attributes:
        diagnostics: What was found in the document.
        target: The folder or zip file; None when there are errors.
        page: The page that opens the project on Overleaf.
        files: The project's files by name.
        plan: What was done to a folder or file that was there.
        readable: False when the document could not be read at all.
    """

    diagnostics: tuple[Diagnostic, ...]
    target: str | None = None
    page: str | None = None
    files: Mapping[str, bytes] | None = None
    plan: Plan = field(default_factory=Plan)
    readable: bool = True


def export_overleaf(request: BuildRequest, *, engine: str = DEFAULT_ENGINE, force: bool = False) -> OverleafExport:
    """Export a document, and make the page that opens it on Overleaf.

    Args:
        request: The document, its theme and options; `output` is a folder, or a zip file if it ends in `.zip`.
        engine: The TeX engine that the project is for.
        force: Replace an earlier export.

    Raises:
        OutputError: The target cannot be written, or holds what is not an earlier export's.
        ThemeError: The request's theme or options cannot be, or the theme's own files are wrong.
    """
    loaded = load_resume(request.file)
    subject = Subject.of(loaded, request)
    if subject.source is None or subject.resume is None:
        return OverleafExport(subject.diagnostics, readable=loaded.readable)
    prepared = _prepare(subject.source, subject.resume, request, unicode=engine != "pdflatex")
    found = [*prepared.diagnostics]
    if prepared.project is not None:
        found += [_softened(d) for d in page_quality(subject.source, subject.resume, request, prepared.layout())]
    found = [*subject.diagnostics, *subject.restore(found)]
    ordered = tuple(sorted(dict.fromkeys(found), key=lambda d: d.sort_key))
    if prepared.settings is None or has_errors(ordered):
        return OverleafExport(ordered)
    stem = subject.output or os.path.splitext(os.path.basename(request.file))[0]
    target = request.output or os.path.join(os.path.dirname(request.file), f"{stem}-overleaf")
    files = project_files(subject.resume, prepared.settings, origin_of(request.file, prepared.settings, engine))
    plan, page = _write(target, files, title=stem, engine=engine, force=force)
    return OverleafExport(ordered, target, page, files, plan)


def project_files(resume: Resume, settings: RenderSettings, origin: Origin) -> dict[str, bytes]:
    """Return the project's files by name.

    Raises:
        ThemeError: A template of the theme is wrong.
    """
    project = render_project(resume, replace(settings, for_editing=True))
    sources = source_files(project, settings)
    texts = {
        **sources,
        "latexmkrc": latexmkrc(origin.engine),
        "README.md": readme(origin, [name for name in sources if name.startswith(SECTIONS_FOLDER)]),
        "resume-LICENSE.txt": licence(licence_file()),
    }
    shared = load_theme("base").files()
    fonts = {name: Path(path).read_bytes() for name, path in project.fonts.items()}
    files = {**fonts, **project.pictures, **{name: text.encode() for name, text in texts.items()}}
    for name, content in project.files.items():
        if not name.isprintable():
            raise ThemeError(f"The theme {settings.theme.name} has a file {name!r}.", "Give it a plain name.")
        # TeX finds a theme's own fonts beside main.tex only; the shared ones are asked for by their folder.
        own = PurePath(name).suffix not in _FONT_FILES or name not in shared
        files[name if own else f"{FONTS_FOLDER}/{name}"] = content
    files[MANIFEST] = manifest(files)
    return dict(sorted(files.items()))


def _prepare(source: SourceDocument, resume: Resume, request: BuildRequest, *, unicode: bool) -> Preparation:
    query = ask_version(request)
    try:
        return Preparation.of(source, resume, request, unicode=unicode, query=query)
    finally:
        if query is not None:
            query.close()


def origin_of(file: str, settings: RenderSettings, engine: str) -> Origin:
    """Return where an export of a document comes from."""
    version = settings.provenance.version if settings.provenance is not None else None
    revision = version.text if version is not None else None
    return Origin(os.path.basename(file), __version__, settings.theme.name, engine, revision)


def _softened(diagnostic: Diagnostic) -> Diagnostic:
    """Return a finding about the page as a warning at most: the LaTeX is there to be mended."""
    if diagnostic.severity is Severity.ERROR:
        return replace(diagnostic, severity=Severity.WARNING)
    return diagnostic


def _write(target: str, files: Mapping[str, bytes], *, title: str, engine: str, force: bool) -> tuple[Plan, str]:
    """Write the project and the page, after making sure that both can be written; return what was done and the page's name."""
    archive = zip_bytes(files)
    zipped = target.lower().endswith(".zip") and not os.path.isdir(target)
    page = f"{target[:-4] if zipped else os.path.abspath(target) if _is_dots(target) else target.rstrip(os.sep)}.html"
    form = overleaf_page(archive, title=title, engine=engine, files=len(files))
    plan = plan_zip(target, archive, force=force) if zipped else plan_folder(target, files, force=force)
    _check_page(page, form, force=force)
    if zipped:
        write_zip(target, archive, plan)
    else:
        write_folder(target, files, plan)
    write_atomically(page, form)
    return plan, page


def _is_dots(target: str) -> bool:
    return os.path.basename(target.rstrip(os.sep)) in {"", ".", ".."}


def _check_page(path: str, content: bytes, *, force: bool) -> None:
    """Refuse to replace a file that is no page of ours, or any without `force`."""
    if not os.path.lexists(path):
        return
    try:
        if not os.path.isfile(path):
            raise OutputError(f"{path} is in the way of the page that opens Overleaf.", "Name another place with -o.")
        with open(path, "rb") as stream:
            old = stream.read(len(content) + 1)
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}.", "Name another place with -o.") from error
    if not old.startswith(MAGIC):
        raise OutputError(f"{path} exists and is not of our making; it is left alone.", "Name another place with -o.")
    if old != content and not force:
        raise OutputError(f"{path} is of an earlier export.", "--force replaces it; -o names another place.")

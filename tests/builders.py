"""Builds what the tests of rendering and of PDFs need: projects from samples or from data, and their PDFs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from resume_tex.build_request import BuildRequest
from resume_tex.document.load import load_resume
from resume_tex.document.models import Resume
from resume_tex.engine.base import CompileOptions, CompileResult
from resume_tex.engine.discovery import get_engine
from resume_tex.engine.embedded import EmbeddedEngine
from resume_tex.preparation import Preparation
from resume_tex.render.locale import find_locale
from resume_tex.render.project import RenderedProject, RenderSettings, render_project
from resume_tex.render.script_fonts import FindFont
from resume_tex.render.theme import Theme, load_theme
from resume_tex.render.theme_options import resolve_options

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "ml-engineer.yaml"
SAMPLES = Path(__file__).resolve().parent / "samples"
THEMES = ("academic", "banking", "classic", "compact", "engineer", "modern")
OWN_MACROS = ("academic", "banking", "engineer")
"""The themes that set entries in their own ways; the others share those of the base."""
DRESSED: Mapping[str, object] = {"footer": "page", "icons": True, "paper": "a4", "pdfa": True}
"""Options that have nothing to do with one another, for the tests of each: every set of options costs half a second in every theme."""
ALL_SAMPLES = ("empty.yaml", "full.yaml", "german.yaml", "long.yaml", "minimal.json", "scripts.yaml", "tex.yaml")
PERSON: Mapping[str, Any] = {"basics": {"name": "Alex Petrov", "email": "alex.petrov@email.com"}}


def sample(name: str) -> Path:
    """Return a sample's path; `example` is the example that ships with the package."""
    return EXAMPLE if name == "example" else SAMPLES / name


def load(path: Path) -> Resume:
    """Load a document that must be without errors."""
    loaded = load_resume(str(path))
    assert loaded.resume is not None, loaded.diagnostics
    return loaded.resume


def prepare(path: Path, theme: str | None = None, *, unicode: bool = False, **options: object) -> Preparation:
    """Prepare a document as the command does; option names have `_` for `-`."""
    loaded = load_resume(str(path))
    assert loaded.source is not None, loaded.diagnostics
    assert loaded.resume is not None, loaded.diagnostics
    request = BuildRequest(str(path), theme=theme, options=named(options), draft=True)
    return Preparation.of(loaded.source, loaded.resume, request, unicode=unicode)


def named(options: Mapping[str, object]) -> dict[str, object]:
    """Return options under their own names, which have hyphens."""
    return {name.replace("_", "-"): value for name, value in options.items()}


def project_of(path: Path, theme: str | None = None, *, unicode: bool = False, **options: object) -> RenderedProject:
    """Render a document that has no errors."""
    prepared = prepare(path, theme, unicode=unicode, **options)
    assert prepared.project is not None, prepared.diagnostics
    assert [d for d in prepared.diagnostics if d.code != "layout.missing-glyph"] == []
    return prepared.project


def render(
    data: Mapping[str, Any],
    theme: str | Theme = "engineer",
    *,
    language: str | None = None,
    source_date: int | None = None,
    unicode: bool = False,
    find_font: FindFont | None = None,
    **options: object,
) -> RenderedProject:
    """Render a document given as data, past the loader, which would refuse what some tests need."""
    chosen = load_theme(theme) if isinstance(theme, str) else theme
    resolved, problems = resolve_options(chosen, named(options))
    assert problems == []
    locale = find_locale(language)
    assert locale is not None
    supports = None if unicode else chosen.coverage(resolved.text("font")).__contains__
    settings = RenderSettings(chosen, resolved, locale, supports, source_date, find_font=find_font)
    return render_project(Resume.model_validate(data), settings)


@cache
def embedded() -> EmbeddedEngine:
    """Return the embedded engine, whose precompiled preambles all tests share (see `shared_cache`)."""
    return EmbeddedEngine()


def compile_embedded(project: RenderedProject) -> CompileResult:
    """Compile with the embedded engine."""
    return embedded().compile(project, CompileOptions(source_date=project.source_date, untrusted=not project.trusted))


def compile_with(engine: str, project: RenderedProject) -> CompileResult:
    """Compile with an engine of the system's TeX Live."""
    return get_engine(engine).compile(project, CompileOptions(timeout=120, source_date=project.source_date))


_RESULTS: dict[tuple[object, ...], CompileResult] = {}


def compile_once(project: RenderedProject) -> CompileResult:
    """Compile with the embedded engine, or return what came of an equal project."""
    pictures = tuple(sorted(project.pictures.items()))
    key = (embedded().format_key(project), project.body, pictures, project.source_date, project.trusted)
    if key not in _RESULTS:
        _RESULTS[key] = compile_embedded(project)
    return _RESULTS[key]


def pdf_of(project: RenderedProject) -> bytes:
    """Compile with the embedded engine, which must have nothing to say; equal projects only once."""
    result = compile_once(project)
    assert result.messages == ()
    assert result.pdf is not None
    return result.pdf


@cache
def sample_pdf(name: str, theme: str | None = None, options: tuple[tuple[str, object], ...] = ()) -> bytes:
    """Return a sample's PDF, which must compile without a message; made once."""
    return pdf_of(project_of(sample(name), theme, **dict(options)))

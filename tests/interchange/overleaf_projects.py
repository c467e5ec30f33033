"""Makes the files of exports, for tests, from samples or from data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from builders import load, prepare, sample

from resume_tex.document.models import Resume
from resume_tex.interchange.overleaf import project_files
from resume_tex.interchange.overleaf_readme import Origin
from resume_tex.render.locale import find_locale
from resume_tex.render.project import RenderSettings
from resume_tex.render.theme import load_theme
from resume_tex.render.theme_options import resolve_options


def origin(name: str, theme: str, engine: str) -> Origin:
    return Origin(name, "VERSION", theme, engine, "v1.2-3-g1a2b3c4")


def files_of_sample(
    name: str | Path, theme: str | None = None, *, engine: str = "pdflatex", **options: object
) -> dict[str, bytes]:
    """Export a sample, or the document in a folder of the test's own."""
    path = sample(name) if isinstance(name, str) else name
    prepared = prepare(path, theme, unicode=engine != "pdflatex", **options)
    assert prepared.settings is not None, prepared.diagnostics
    return project_files(load(path), prepared.settings, origin(path.name, prepared.settings.theme.name, engine))


def files_of_data(data: Mapping[str, Any], theme: str = "engineer") -> dict[str, bytes]:
    """Export a document given as data, past the loader, which would refuse what some tests need."""
    chosen = load_theme(theme)
    options, problems = resolve_options(chosen, {})
    assert problems == []
    locale = find_locale(None)
    assert locale is not None
    supports = chosen.coverage(options.text("font")).__contains__
    settings = RenderSettings(chosen, options, locale, supports)
    return project_files(Resume.model_validate(data), settings, origin("resume.yaml", theme, "pdflatex"))

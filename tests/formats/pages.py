"""What the tests of the formats share: pages laid out from samples and from data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from builders import load, named, prepare, sample

from resume_tex.document.models import Resume
from resume_tex.formats.page import Page, lay_out
from resume_tex.render.locale import find_locale
from resume_tex.render.project import RenderSettings
from resume_tex.render.theme import load_theme
from resume_tex.render.theme_options import resolve_options


def settings(theme: str = "engineer", language: str = "en", **options: object) -> RenderSettings:
    """Return what rendering needs."""
    chosen = load_theme(theme)
    resolved, problems = resolve_options(chosen, named(options))
    assert problems == []
    locale = find_locale(language)
    assert locale is not None
    return RenderSettings(chosen, resolved, locale)


def page_of(data: Mapping[str, Any], **wanted: Any) -> Page:
    """Lay out a document given as data."""
    return lay_out(Resume.model_validate(data), settings(**wanted))


@cache
def sample_page(name: str, theme: str | None = None) -> tuple[Page, RenderSettings]:
    """Lay out a sample."""
    prepared = prepare(sample(name), theme, unicode=True)
    assert prepared.settings is not None
    return lay_out(load(sample(name)), prepared.settings), prepared.settings

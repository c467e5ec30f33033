"""Trials with other options look as a document does that has them."""

from __future__ import annotations

import pytest
from builders import THEMES, compile_embedded, pdf_of, project_of, sample

from resume_tex.pdf.reading import read_pdf
from resume_tex.render.theme import load_theme
from resume_tex.render.theme_options import resolve_options
from resume_tex.render.trial import with_options

SETTINGS = {"spacing": "0.55", "leading": "1.21", "margin": "47pt", "margin-top": "40pt", "font-size": "9.6pt"}


def lines(pdf: bytes) -> list[tuple[int, str, int, int]]:
    """Return the lines with their places in tenths of a point."""
    return [(line.page, line.text, round(10 * line.baseline), round(10 * line.left)) for line in read_pdf(pdf).lines]


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_a_trial_looks_as_the_document_would(theme: str) -> None:
    resolved, problems = resolve_options(load_theme(theme), SETTINGS)
    assert problems == []
    tex = {name: resolved.tex[name] for name in SETTINGS}
    tried = compile_embedded(with_options(project_of(sample("full.yaml"), theme), tex))
    assert tried.messages == ()
    assert tried.pdf is not None
    options = {name.replace("-", "_"): value for name, value in SETTINGS.items()}
    assert lines(tried.pdf) == lines(pdf_of(project_of(sample("full.yaml"), theme, **options)))


def test_a_trial_needs_no_preamble_of_its_own() -> None:
    project = project_of(sample("full.yaml"))
    resolved, _ = resolve_options(load_theme("engineer"), {"spacing": 0.5})
    tried = with_options(project, {"spacing": resolved.tex["spacing"]})
    assert tried.preamble == project.preamble
    assert tried.files == project.files
    assert tried.body.count("\n") == project.body.count("\n")

"""References in the manner of BibTeX's styles, in every theme."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import ROOT, THEMES, pdf_of, prepare
from page_facts import facts_of
from pdf_reading import pdftotext, words

from resume_tex.errors import ThemeError
from resume_tex.render.bibliography import bibliography_styles, is_own

PAPERS: list[dict[str, Any]] = [
    {"name": "Two Towers & More", "authors": ["Petrov, A.", "J. Doe", "Roe, R."], "publisher": "RecSys", "releaseDate": "2021",
     "url": "https://papers.example/towers", "doi": "10.1145/3460231"},
    {"name": "Is Depth Enough?", "authors": ["Alex Petrov", "Jane Doe"], "publisher": "KDD", "releaseDate": "2020"},
    {"name": "Warm Starts", "authors": ["J. Petrova", "et al."], "releaseDate": "2019"},
    {"name": "Alone"},
]  # fmt: skip
WRITTEN = {
    "plain": [
        "Petrov, A., J. Doe, and Roe, R. Two Towers & More. RecSys, 2021. doi.org/10.1145/3460231.",
        "Alex Petrov and Jane Doe. Is Depth Enough? KDD, 2020.",
        "J. Petrova et al. Warm Starts. 2019.",
        "Alone.",
    ],
    "ieee": [
        "Petrov, A., J. Doe, and Roe, R., “Two Towers & More,” RecSys, 2021. doi.org/10.1145/3460231.",
        "Alex Petrov and Jane Doe, “Is Depth Enough?,” KDD, 2020.",
        "J. Petrova et al., “Warm Starts,” 2019.",
        "“Alone.”",
    ],
    "acm": [
        "Petrov, A., J. Doe, and Roe, R. 2021. Two Towers & More. RecSys. doi.org/10.1145/3460231.",
        "Alex Petrov and Jane Doe. 2020. Is Depth Enough? KDD.",
        "J. Petrova et al. 2019. Warm Starts.",
        "Alone.",
    ],
    "apa": [
        "Petrov, A., J. Doe, & Roe, R. (2021). Two Towers & More. RecSys. doi.org/10.1145/3460231.",
        "Alex Petrov, & Jane Doe. (2020). Is Depth Enough? KDD.",
        "J. Petrova et al. (2019). Warm Starts.",
        "Alone.",
    ],
}


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "resume.yaml"
    path.write_text(yaml.safe_dump({"basics": {"name": "Alex Petrov"}, "publications": PAPERS}))
    return path


OWN = [
    theme
    for theme in THEMES
    if r"\ResumePublication" in (ROOT / "themes" / theme / f"resume-{theme}.sty").read_text("utf-8")
]
"""The themes that set references in their own way; those of the others are the base's, and one style of each will do."""
PAIRS = [
    (theme, style)
    for theme, one in zip(THEMES, cycle(WRITTEN))
    for style in WRITTEN
    if theme in {"engineer", *OWN} or style == one
]


@pytest.mark.parametrize(("theme", "style"), PAIRS)
def test_references_as_they_are_written(document: Path, theme: str, style: str) -> None:
    prepared = prepare(document, theme, bibliography_style=style)
    assert prepared.diagnostics == ()
    assert prepared.project is not None
    text = words(pdftotext(pdf_of(prepared.project)))
    at = 0
    for reference in WRITTEN[style]:
        expected = reference.replace("Petrov. (", "Petrov (").replace("Doe. (", "Doe (")
        found = text.find(expected, at)
        assert found >= at, (expected, text)
        at = found + len(expected)
    assert prepared.project.body.count(r"\ResumeBold{") == 2
    assert r"\ResumeBold{Petrov, A.}" in prepared.project.body
    assert r"\ResumeBold{Alex Petrov}" in prepared.project.body


@pytest.mark.parametrize("style", WRITTEN)
@pytest.mark.parametrize("theme", ["engineer", "academic"])
def test_every_field_is_proven(document: Path, theme: str, style: str) -> None:
    facts = facts_of(document, theme, prove=True, bibliography_style=style)
    assert (facts.missing_text, facts.displaced_text, facts.torn_words, facts.stray_glyphs) == ((), (), (), ())


def test_the_option_names_the_styles(document: Path) -> None:
    with pytest.raises(ThemeError) as caught:
        prepare(document, bibliography_style="chicago")
    assert all(style in caught.value.message for style in bibliography_styles())


@pytest.mark.parametrize(
    ("author", "person", "own"),
    [
        ("Petrov, A.", "Alex Petrov", True),
        ("A. Petrov", "Alex Petrov", True),
        ("Alex M. Petrov", "Alex Petrov", True),
        ("PETROV, Alex", "Alex Petrov", True),
        ("**Petrov, A.**", "Alex Petrov", True),
        ("Petrov, B.", "Alex Petrov", False),
        ("Petrova, A.", "Alex Petrov", False),
        ("Petrov, Alexandra", "Alexander Petrov", False),
        ("Petrov", "Alex Petrov", False),
        ("et al.", "Alex Petrov", False),
        ("Petrov, A.", "", False),
    ],
)
def test_ones_own_name(author: str, person: str, own: bool) -> None:
    assert is_own(author, person) is own

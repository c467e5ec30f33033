"""What the entries of a section are like as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from resume_tex.document.models import Resume
from resume_tex.render.section_shape import section_shape

HEAD, TOLD = {"name": "Paper"}, {"name": "Paper", "summary": "A note."}


def shape(section: str, entries: list[dict[str, Any]]) -> Any:
    return section_shape(Resume.model_validate({section: entries}), section, tuple(range(len(entries))))


@pytest.mark.parametrize(
    ("papers", "close"),
    [([HEAD], False), ([HEAD, HEAD], True), ([HEAD, HEAD, TOLD], True), ([HEAD, TOLD], False), ([TOLD, TOLD], False)],
)
def test_entries_are_close_when_most_are_a_head_alone(papers: list[dict[str, Any]], close: bool) -> None:
    assert shape("publications", papers).is_close is close


def test_references_and_the_summary_have_no_heads() -> None:
    assert shape("references", [{"reference": "Good."}, {"reference": "Better."}]).is_close is False
    assert section_shape(Resume.model_validate({"basics": {"summary": "Text"}}), "summary", (0,)).is_close is False


@pytest.mark.parametrize(
    ("rows", "word", "short"), [(2, "x", False), (3, "x", True), (6, "x", True), (7, "x", False), (4, "x" * 200, False)]
)
def test_few_rows_with_little_text_are_short(rows: int, word: str, short: bool) -> None:
    assert shape("skills", [{"name": "Label", "keywords": [word]}] * rows).is_short is short


def test_long_labels_are_named_with_their_levels() -> None:
    skills = [
        {"name": "Data & Features"},
        {"name": "Programming languages"},
        {"name": "Languages", "level": "fluent"},
        {"keywords": ["Igbo"]},
    ]
    assert shape("skills", skills).long_labels == (1, 2)
    assert shape("skills", [{"name": "Languages", "level": "very fluent"}]).long_labels == (0,)
    assert shape("languages", [{"language": "Brazilian Portuguese"}]).long_labels == (0,)

"""The rules about pages."""

from __future__ import annotations

from typing import Any

import pytest
from rule_runs import find

from resume_tex.rules.base import LayoutFacts


def _resume(start: str, limit: int | None = None) -> dict[str, Any]:
    return {"work": [{"name": "A", "startDate": start}], **({"meta": {"resumeTex": {"pages": limit}}} if limit else {})}


@pytest.mark.parametrize(
    ("start", "limit", "pages", "severity"),
    [
        ("2020", None, 1, None),
        ("2020", None, 2, "warning"),
        ("2010", None, 2, None),
        ("2010", None, 3, "warning"),
        ("2020", 1, 2, "error"),
        ("2010", 1, 2, "error"),
        ("2020", 2, 2, "warning"),
        ("2010", 2, 3, "error"),
        ("2010", 4, 3, "warning"),
        ("2010", 1, 1, None),
    ],
)
def test_pages(start: str, limit: int | None, pages: int, severity: str | None) -> None:
    found = find("layout.pages", _resume(start, limit), LayoutFacts(pages))
    assert [f.severity.value for f in found] == ([severity] if severity else [])
    if severity == "error":
        assert found[0].path == ("meta", "resumeTex", "pages")


def test_no_layout_no_findings() -> None:
    assert find("layout", _resume("2020", 1)) == []


def test_the_excess_is_told() -> None:
    (found,) = find("layout.pages", _resume("2020", 1), LayoutFacts(2, overflow_lines=1))
    assert "1 line is too many" in found.message


def test_missing_glyphs_are_named_once_a_field() -> None:
    path = ("work", 0, "name")
    (found,) = find(
        "layout.missing-glyph",
        _resume("2020"),
        LayoutFacts(1, missing_glyphs=((path, "京"), (path, "é"), (path, "京"))),
    )
    assert found.words == ("京", "é")
    assert "U+4EAC" in found.message
    assert "latin small letter e with acute, U+00E9" in found.message


@pytest.mark.parametrize(("fill", "count"), [(0.24, 1), (0.25, 0), (1.0, 0)])
def test_short_last_page(fill: float, count: int) -> None:
    assert len(find("layout.short-last-page", _resume("2010"), LayoutFacts(2, last_page_fill=fill))) == count

"""The rules about order and contents of sections."""

from __future__ import annotations

from typing import Any

import pytest
from rule_runs import find

from resume_tex.rules.base import LayoutFacts


@pytest.mark.parametrize(
    ("data", "paths"),
    [
        ({}, []),
        ({"work": []}, [("work",)]),
        ({"publications": []}, []),
        ({"work": [{}]}, [("work", 0)]),
        ({"work": [{"name": " ", "highlights": []}]}, [("work", 0)]),
        ({"work": [{"tags": ["a"]}]}, [("work", 0)]),
        ({"work": [{"name": "A", "highlights": []}]}, []),
        ({"work": [{"startDate": "2020"}]}, []),
        ({"projects": [{"name": "A", "highlights": ["a", " "]}]}, [("projects", 0, "highlights", 1)]),
        ({"skills": [{"name": "A", "keywords": ["b"]}, {"name": "C"}]}, [("skills", 1)]),
        ({"languages": [{"language": "Thai"}], "interests": [{"name": "Chess"}], "references": []}, [("references",)]),
    ],
)
def test_holes(data: dict[str, Any], paths: list[Any]) -> None:
    assert [f.path for f in find("structure.empty", data)] == paths


@pytest.mark.parametrize(
    "data",
    [
        {"references": [{"name": "Available on request"}]},
        {"references": [{"reference": "References are available upon request."}]},
        {"references": [{"reference": "On request"}]},
        {"basics": {"summary": "Vision engineer. References available on request."}},
        {"interests": [{"name": "References on request"}]},
        {"references": [{"name": "References", "reference": "will be gladly provided on request"}]},
    ],
)
def test_offers_of_references(data: dict[str, Any]) -> None:
    assert len(find("structure.references", data)) == 1


@pytest.mark.parametrize(
    "data",
    [
        {"references": [{"name": "Ines Duarte", "reference": "Ana was available whenever we had a request."}]},
        {"work": [{"highlights": ["Resolved references on request, at 2 ms."]}]},
        {"work": [{"highlights": ["Made features available on demand, cutting storage by half."]}]},
        {"basics": {"summary": "Code available on request: see GitHub."}},
    ],
)
def test_no_offers_of_references(data: dict[str, Any]) -> None:
    assert find("structure.references", data) == []


def test_section_order_needs_both_sections_and_two_years() -> None:
    def run(sections: list[str], start: str) -> list[Any]:
        return find(
            "structure.section-order",
            {"work": [{"name": "A", "startDate": start}], "meta": {"resumeTex": {"sections": sections}}},
        )

    assert [f.path for f in run(["skills", "education", "work"], "2020")] == [("meta", "resumeTex", "sections", 1)]
    assert run(["education", "work"], "2025-06") == []
    assert run(["work", "education"], "2020") == []
    assert run([], "2020") == []


def test_interests_matter_only_beyond_the_limit() -> None:
    data = {"work": [{"name": "A", "startDate": "2018"}], "interests": [{"name": "Chess"}]}
    assert find("structure.interests", data) == []
    assert find("structure.interests", data, LayoutFacts(1)) == []
    assert len(find("structure.interests", data, LayoutFacts(2))) == 1
    assert find("structure.interests", {**data, "meta": {"resumeTex": {"pages": 2}}}, LayoutFacts(2)) == []


def test_old_detail_counts_bullets() -> None:
    job = {"name": "Old", "startDate": "2008", "endDate": "2014", "highlights": ["a", "b", "c"]}
    assert [f.path for f in find("structure.old-detail", {"work": [job]})] == [("work", 0, "highlights")]
    assert find("structure.old-detail", {"work": [{**job, "endDate": "2016-12"}]}) == []
    assert find("structure.old-detail", {"work": [{**job, "highlights": ["a", "b"]}]}) == []

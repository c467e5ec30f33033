"""The rules about publications."""

from __future__ import annotations

from typing import Any

import pytest
from rule_runs import find

from resume_tex.diagnostics import Path

PAPER = {"name": "Calibrated clicks", "publisher": "KDD", "releaseDate": "2024", "impact": "Prices every ad."}


@pytest.mark.parametrize(
    ("label", "position", "fires"),
    [
        ("ML Engineer", "ML Engineer", True),
        ("Senior Data Scientist", "Data Scientist", True),
        ("Staff Speech Scientist", "ML Engineer", False),
        ("ML Engineer", "Research Engineer", False),
        ("Applied Scientist", "Applied Scientist", False),
        (None, "Postdoctoral Fellow", False),
        (None, None, True),
    ],
)
def test_three_papers_are_many_outside_research(label: str | None, position: str | None, fires: bool) -> None:
    data = {
        "basics": {"label": label},
        "work": [{"position": position, "startDate": "2021"}],
        "publications": [PAPER] * 3,
    }
    assert bool(find("publications.padded", data)) is fires


def test_padded_says_how_many_and_where() -> None:
    papers = [{**PAPER, "publisher": venue} for venue in ("KDD", "WWW", "KDD", "SIGIR", "ECIR")]
    (found,) = find("publications.padded", {"publications": papers})
    assert found.message.startswith("5 papers")
    assert "(KDD, WWW, SIGIR ...)" in found.message


@pytest.mark.parametrize(
    ("name", "authors", "fires"),
    [
        ("Ana Kovač", ["A. Kovac*", "B. Li"], False),
        ("Ana Kovač", ["Kovač, A.", "et al."], False),
        ("Li Wei", ["Wei Li", "B. Ott"], False),
        ("Jan de Vries", ["J. de Vries"], False),
        ("Søren Ærø", ["S. Aeroe", "Soren Aero"], False),
        ("Ana Kovač", ["B. Ott", "et al."], True),
        ("Ana Kovač", [], False),
        ("李 伟", ["W. Li"], False),
    ],
)
def test_authors_include_the_person(name: str, authors: list[str], fires: bool) -> None:
    found = find("publications.incomplete", {"basics": {"name": name}, "publications": [{**PAPER, "authors": authors}]})
    assert [f.path for f in found] == ([("publications", 0, "authors")] if fires else [])


@pytest.mark.parametrize(
    ("publisher", "count"),
    [
        ("RecSys", 0),
        ("RecSys Workshop on Bias", 1),
        ("arXiv:2401.01234", 1),
        ("medRxiv", 1),
        ("NeurIPS (under review)", 1),
        ("Posterior Analytics", 0),
        ("Journal of Print", 0),
    ],
)
def test_minor_venues(publisher: str, count: int) -> None:
    found = find("publications.minor", {"publications": [{**PAPER, "publisher": publisher}]})
    assert [f.severity.value for f in found] == ["info"] * count


@pytest.mark.parametrize(
    "changes",
    [
        {"publisher": "CS 231n project report"},
        {"publisher": "Course project, KTH"},
        {"summary": "Final project for the vision class."},
        {"publisher": "Homework 4"},
        {"publisher": "Coursework, UCL"},
        {"name": "STAT 220 term paper"},
    ],
)
def test_coursework(changes: dict[str, Any]) -> None:
    assert [f.severity.value for f in find("publications.coursework", {"publications": [{**PAPER, **changes}]})] == [
        "error"
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Detecting copied homework at scale"},
        {"name": "The assignment problem in course projects"},
        {"publisher": "EDM (Educational Data Mining)"},
        {"summary": "A capstone of the 6 Gen project reports on papers."},
        {"name": "Of course: projecting onto simplices"},
        {"summary": "Grades coursework of 40,000 students."},
    ],
)
def test_no_coursework(changes: dict[str, Any]) -> None:
    assert find("publications.coursework", {"publications": [{**PAPER, **changes}]}) == []


@pytest.mark.parametrize(
    "summary",
    [
        "Classified 300 papers a day for pharma.",
        "Author of three papers.",
        "Read 40 articles in a week to choose it.",
        "Ranked 10M publications by citations.",
        "Wrote 12 articles of association.",
        "Scored 900 papers in 3 months.",
        "Published 2 papers.",
    ],
)
def test_no_claims_of_papers(summary: str) -> None:
    assert find("publications.profile", {"basics": {"summary": summary}}) == []


@pytest.mark.parametrize(
    "summary",
    [
        "10+ publications.",
        "Author of seven papers.",
        "Published 12 papers on speech.",
        "6 papers at NeurIPS.",
        "9 peer-reviewed journal articles.",
    ],
)
def test_claims_of_papers(summary: str) -> None:
    data: dict[str, Any] = {"basics": {"summary": summary}}
    assert len(find("publications.profile", data)) == 1
    data["basics"]["profiles"] = [{"network": "ORCID", "username": "0000-0001"}]
    assert find("publications.profile", data) == []


@pytest.mark.parametrize(
    ("label", "told", "papers", "paths"),
    [
        ("ML Engineer", 0, 2, [("publications", 0), ("publications", 1)]),
        ("ML Engineer", 1, 2, [("publications", 1)]),
        ("ML Engineer", 1, 30, [("publications",)]),
        ("ML Engineer", 2, 30, []),
        ("Research Scientist", 0, 30, [("publications",)]),
        ("Research Scientist", 1, 30, []),
    ],
)
def test_a_long_list_needs_the_impact_of_two(label: str, told: int, papers: int, paths: list[Path]) -> None:
    silent = {key: value for key, value in PAPER.items() if key != "impact"}
    data = {"basics": {"label": label}, "publications": [PAPER] * told + [silent] * (papers - told)}
    assert [f.path for f in find("publications.no-impact", data)] == paths


def test_work_for_a_course_is_told_off_once() -> None:
    data = {"publications": [{"name": "Course project: captions"}]}
    assert [f.code for f in find("publications", data)] == ["publications.coursework"]

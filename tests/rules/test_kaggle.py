"""The rules about Kaggle."""

from __future__ import annotations

from typing import Any

import pytest
from rule_runs import find

JUNIOR = {"work": [{"name": "Ola", "startDate": "2025-06"}]}
SENIOR = {"work": [{"name": "Ola", "startDate": "2020-06"}]}


@pytest.mark.parametrize(
    "more",
    [
        {"projects": [{"name": "ranker", "description": "Tested on the Kaggle Otto data set."}]},
        {"basics": {"profiles": [{"network": "Kaggle", "username": "ola"}]}},
        {"skills": [{"name": "Data", "keywords": ["Kaggle"]}]},
        {"projects": [{"name": "Host", "description": "Organised our Kaggle competition with 900 teams."}]},
        {"awards": [{"title": "Kaggle Grandmaster"}]},
        {},
    ],
)
def test_no_results(more: dict[str, Any]) -> None:
    assert find("kaggle", {**SENIOR, **more}) == []
    assert find("kaggle", {**JUNIOR, **more}) == []


@pytest.mark.parametrize(
    ("text", "top"),
    [
        ("Kaggle: top 1% of 4,000", True),
        ("Kaggle, 3rd of 2,100 teams", True),
        ("Kaggle, 30th / 5,000", True),
        ("Won first place on Kaggle", True),
        ("Kaggle Gold medal", True),
        ("Kaggle: top 0.3%", True),
        ("Kaggle: top 10%", False),
        ("Kaggle, 90th of 2,100 teams", False),
        ("Kaggle Master", False),
        ("Two Kaggle silver medals", False),
        ("Kaggle competition participant", False),
        ("Kaggle: ranked 412", False),
    ],
)
def test_results(text: str, top: bool) -> None:
    award = {"awards": [{"title": text}]}
    assert [f.code for f in find("kaggle", {**JUNIOR, **award})] == ([] if top else ["kaggle.not-top"])
    assert [f.code for f in find("kaggle", {**SENIOR, **award})] == ["kaggle.experienced"]


def test_the_result_may_stand_in_another_field() -> None:
    data = {**JUNIOR, "awards": [{"title": "Gold medal, whale calls", "awarder": "Kaggle"}]}
    assert find("kaggle", data) == []
    assert [f.path for f in find("kaggle", {**SENIOR, **{"awards": data["awards"]}})] == [("awards", 0, "awarder")]

"""The rules about dates, above all how kindly they read a year alone."""

from __future__ import annotations

from typing import Any

import pytest
from rule_runs import find


def _jobs(*spans: tuple[str, str | None], **more: Any) -> dict[str, Any]:
    return {
        "work": [
            {"name": f"Job {i}", "position": "Engineer", "startDate": a, "endDate": b} for i, (a, b) in enumerate(spans)
        ],
        **more,
    }


@pytest.mark.parametrize(
    "spans",
    [
        (("2021", None), ("2019", "2021")),
        (("2021", None), ("2019", "2020")),
        (("2021-06", None), ("2019", "2020")),
        (("2021", None), ("2019-03", "2020-08")),
        (("2021-03", None), ("2019-01", "2020-09")),
        (("2021", "2021"), ("2021", "2021"), ("2019", "2021")),
        (("2026", None), ("2019", "2026")),
        (("2020-01", None), ("2018-01", "2020-02")),
        (("2020-01-15", None), ("2018-01-01", "2020-03-10")),
    ],
)
def test_no_gap_and_no_overlap(spans: tuple[tuple[str, str | None], ...]) -> None:
    data = _jobs(*spans)
    assert [f for f in find("dates", data) if f.code not in {"dates.precision"}] == []


@pytest.mark.parametrize(
    ("spans", "code"),
    [
        ((("2022", None), ("2018", "2020")), "dates.gap"),
        ((("2021-09", None), ("2018-01", "2021-01")), "dates.gap"),
        ((("2020", None), ("2018", "2022")), "dates.overlap"),
        ((("2020-01", None), ("2018-01", "2020-05")), "dates.overlap"),
    ],
)
def test_gap_and_overlap(spans: tuple[tuple[str, str | None], ...], code: str) -> None:
    (found,) = find("dates", _jobs(*spans))
    assert (found.code, found.path, found.severity) == (code, ("work", 0, "startDate"), "info")
    assert "Job 1 and Job 0" in found.message or "Job 0 and Job 1" in found.message


@pytest.mark.parametrize(
    "position", ["Part-time lecturer", "Advisor", "ML intern", "Freelance engineer", "Co-founder", "PhD student"]
)
def test_side_work_overlaps_nothing(position: str) -> None:
    data = _jobs(("2020-01", None), ("2018-01", None))
    data["work"][1]["position"] = position
    assert find("dates.overlap", data) == []


def test_an_old_gap_is_forgotten() -> None:
    assert find("dates.gap", _jobs(("2015-01", None), ("2009", "2012"))) == []


def test_a_gap_behind_a_longer_job_is_none() -> None:
    assert find("dates.gap", _jobs(("2023-05", None), ("2020-01", "2020-06"), ("2019-01", "2023-04"))) == []


@pytest.mark.parametrize(
    "filled",
    [
        {"education": [{"institution": "EPFL", "endDate": "2023"}]},
        {"education": [{"institution": "EPFL", "startDate": "2021-09", "endDate": "2023-06"}]},
        {"volunteer": [{"organization": "MSF", "startDate": "2021", "endDate": "2023"}]},
        {"projects": [{"name": "own product", "startDate": "2021-04", "endDate": "2023-04"}]},
    ],
)
def test_other_entries_fill_a_gap(filled: dict[str, Any]) -> None:
    spans = (("2023-08", None), ("2018-01", "2021-05"))
    assert len(find("dates.gap", _jobs(*spans))) == 1
    assert find("dates.gap", _jobs(*spans, **filled)) == []


@pytest.mark.parametrize(
    "data",
    [
        _jobs(("2021-03", "2021")),
        _jobs(("2021", "2021")),
        _jobs(("2026-06", None)),
        {"education": [{"institution": "ETH", "startDate": "2026-09", "endDate": "2028"}]},
        {"publications": [{"name": "To appear", "releaseDate": "2027"}]},
        _jobs(("2024-01", "2027-01")),
    ],
)
def test_order_is_possible(data: dict[str, Any]) -> None:
    assert find("dates.order", data) == []


def test_order_stops_the_build() -> None:
    (found,) = find("dates.order", _jobs(("2022-05", "2022-04")))
    assert (found.severity, found.path) == ("error", ("work", 0, "endDate"))


def test_precision_names_every_job_that_gives_years_alone() -> None:
    found = find("dates.precision", _jobs(("2022-05", None), ("2019", "2022-04"), ("2016", "2018")))
    assert [f.path for f in found] == [("work", 1, "startDate"), ("work", 2, "startDate")]


@pytest.mark.parametrize(
    "spans",
    [
        (("2019", None), ("2021", None)),
        (("2020", "2021"), ("2019", "2021")),
        (("2018-01", None), ("2019-01", "2020-01")),
        (("2017", "2018"), ("2016", "2018-05")),
    ],
)
def test_sorted_gives_the_benefit_of_the_doubt(spans: tuple[tuple[str, str | None], ...]) -> None:
    assert find("dates.sorted", _jobs(*spans)) == []


def test_entries_without_dates_are_no_trouble() -> None:
    data = {"work": [{"name": "A"}, {"name": "B", "endDate": "2020"}, {"name": "C"}], "education": [{}]}
    assert [f.code for f in find("dates", data)] == []

"""Precision and recall on the labelled corpus; run with `-s` to read them by rule."""

from __future__ import annotations

import sys

import pytest
from corpus import SPLITS, Tally, bullet_codes, findings, load, load_resumes, loud, skills_codes, summary_codes

from resume_tex.diagnostics import Severity


def report(title: str, tally: Tally) -> None:
    sys.stdout.write("\n" + "\n".join(tally.lines(title)) + "\n")


@pytest.mark.parametrize("split", SPLITS)
def test_bullets(split: str) -> None:
    tally = Tally()
    for item in load("bullets"):
        if item["split"] == split:
            tally.add(item["label"], bullet_codes(item["text"]))
    report(f"bullets, {split}", tally)
    assert tally.weak > 50
    assert tally.precision >= 0.95
    assert tally.recall >= 0.85


@pytest.mark.parametrize("split", SPLITS)
def test_summaries(split: str) -> None:
    tally = Tally()
    for item in load("summaries"):
        if item["split"] == split:
            tally.add(item["label"], summary_codes(item["text"], item["years"]))
    report(f"summaries, {split}", tally)
    assert tally.precision >= 0.9
    assert tally.recall >= 0.85


@pytest.mark.parametrize("split", SPLITS)
def test_skills(split: str) -> None:
    tally = Tally()
    for item in load("skills"):
        if item["split"] == split:
            tally.add(item["label"], skills_codes(item["skills"]))
    report(f"skills, {split}", tally)
    assert tally.weak


@pytest.mark.parametrize("split", SPLITS)
def test_resumes(split: str) -> None:
    tally = Tally()
    counts = []
    for item in load_resumes():
        if item["split"] == split:
            found = findings(item["data"])
            tally.add(item["label"], loud(found))
            counts.append((item["label"], sum(f.severity is not Severity.INFO for f in found)))
    report(f"resumes, {split} (findings above info: {', '.join(f'{label} {n}' for label, n in sorted(counts))})", tally)
    assert tally.recall == 1
    assert all(n >= 10 for label, n in counts if label == "weak")


def test_strong_resumes_of_the_tuning_half_come_through() -> None:
    strong = [item for item in load_resumes() if item["label"] == "strong" and item["split"] == "tune"]
    assert strong
    for item in strong:
        assert loud(findings(item["data"])) == set(), item["name"]


def test_strong_resumes_raise_no_error() -> None:
    for item in load_resumes():
        if item["label"] == "strong":
            assert [f.code for f in findings(item["data"]) if f.severity is Severity.ERROR] == []

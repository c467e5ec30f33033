"""The lifecycle report: evidence by stage, as a table and as data."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from resume_tex.document.load import load_resume
from resume_tex.document.models import Resume
from resume_tex.roles.profile import load_role
from resume_tex.rules.facts import gather_facts
from resume_tex.rules.lifecycle_report import LifecycleReport, report_lifecycle

TODAY = date(2026, 6, 15)
ROOT = Path(__file__).parents[2]


def report(data: dict[str, Any]) -> LifecycleReport:
    role = load_role()
    return report_lifecycle(gather_facts(Resume.model_validate(data), role, TODAY), role)


def test_stages_stand_in_order_with_their_evidence() -> None:
    found = report({"work": [{"highlights": ["Trained a cross-encoder.", "Served it at 9 ms p99."]}]})
    assert [stage.id for stage in found.stages] == [
        "data",
        "features",
        "training",
        "serving",
        "monitoring",
        "experimentation",
    ]
    training = next(stage for stage in found.stages if stage.id == "training")
    assert [(e.path, e.words) for e in training.evidence] == [
        (("work", 0, "highlights", 0), ("Trained", "cross-encoder"))
    ]
    assert {stage.id for stage in found.missing} >= {"data", "monitoring"}


def test_the_table_names_paths_words_and_gaps() -> None:
    table = report({"work": [{"highlights": ["Trained a cross-encoder."]}]}).to_table()
    assert "Training          1  work[0].highlights[0]    Trained, cross-encoder" in table
    assert "Monitoring        0  nothing shows it. Say what watches the model" in table
    assert all(len(line) <= 100 for line in table.splitlines() if "nothing" not in line)


def test_the_data_is_plain() -> None:
    data = report({"work": [{"highlights": ["Trained a cross-encoder."]}]}).to_data()
    assert json.loads(json.dumps(data)) == data
    assert data["bullets"] == 1
    assert data["stages"][2]["evidence"] == [{"path": "work[0].highlights[0]", "words": ["Trained", "cross-encoder"]}]
    assert "monitoring" in data["missing"]


def test_no_bullets_show_nothing() -> None:
    found = report({})
    assert len(found.missing) == 6
    assert found.to_table().count("nothing shows it") == 6


def test_the_reference_resume_shows_every_stage() -> None:
    loaded = load_resume(str(ROOT / "examples" / "ml-engineer.yaml"))
    assert loaded.resume is not None
    role = load_role()
    assert report_lifecycle(gather_facts(loaded.resume, role, TODAY), role).missing == ()

"""Role profiles: what they find, and that a role is data alone."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from resume_tex.document.models import Resume
from resume_tex.roles import profile
from resume_tex.roles.profile import RoleError, load_role, role_names
from resume_tex.rules.enforce import run_rules
from resume_tex.rules.selection import RuleSelection

TODAY = date(2026, 6, 15)


def test_the_ml_engineer_comes_first() -> None:
    assert role_names() == ("ml-engineer", "backend-engineer")


def test_stages_of_the_ml_engineer() -> None:
    role = load_role("ml-engineer")
    assert [(s.id, s.heading) for s in role.stages] == [
        ("languages", "Languages"),
        ("ml_frameworks", "ML Frameworks"),
        ("data_features", "Data & Features"),
        ("serving_infra", "Serving & Infra"),
        ("experiment", "Experiment"),
    ]


@pytest.mark.parametrize(
    ("category", "stage"),
    [
        ("Data & Features", "data_features"),
        ("data and features", "data_features"),
        ("DATA/FEATURES", "data_features"),
        ("MLOps", "serving_infra"),
        ("ml_frameworks", "ml_frameworks"),
        ("Experimentation", "experiment"),
        ("Cooking", None),
        ("", None),
    ],
)
def test_find_stage(category: str, stage: str | None) -> None:
    found = load_role().find_stage(category)
    assert (found.id if found else None) == stage


def test_tools_by_any_name() -> None:
    role = load_role()
    assert role.canonical("k8s") == "Kubernetes"
    assert role.canonical("Pytorch") == "PyTorch"
    assert role.canonical("Quux") == "Quux"
    assert role.stages_of_tool("apache airflow")[0].id == "data_features"
    assert role.stages_of_tool("Quux") == ()
    assert role.stage("experiment") is role.stages[-1]
    assert role.stage("quux") is None


def test_an_unknown_role_names_those_there_are() -> None:
    with pytest.raises(RoleError) as caught:
        load_role("../etc/passwd")
    assert "ml-engineer" in caught.value.remedy


@pytest.mark.parametrize("name", role_names())
def test_a_profile_agrees_with_itself(name: str) -> None:
    role = load_role(name)
    tools = Counter(tool.lower() for stage in role.stages for tool in stage.tools)
    assert tools
    assert [tool for tool, count in tools.items() if count > 1] == []
    named = [tool for group in role.groups for tool in group.tools] + [
        tool for stage in role.stages for tool in stage.also
    ]
    assert [tool for tool in named + list(role.aliases.values()) if tool.lower() not in tools] == []
    assert {alias for alias in role.aliases if alias != alias.lower()} == set()
    assert len(role.lifecycle) == 6
    assert {family.id for family in role.metrics} == {"model", "business", "system", "cost"}


def test_a_role_is_data_alone() -> None:
    folder = Path(profile.__file__).parent
    assert {file.name for file in folder.glob("*.py")} == {"__init__.py", "profile.py"}


def test_the_rules_speak_the_role_s_language() -> None:
    resume = Resume.model_validate({"skills": [{"name": "Languages", "keywords": ["Python", "SQL"]}]})
    select = RuleSelection(("skills.missing-stage",))
    messages = [
        run_rules(resume, settings=select, role=load_role(name), today=TODAY)[0].message for name in role_names()
    ]
    assert "Serving & Infra" in messages[0]
    assert "Cloud & Infrastructure" in messages[1]

"""Role profiles: what they find, and that a role is data alone."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from resume_tex.diagnostics import Severity
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


BACKEND = """
basics:
  name: Alex Petrov
  label: Senior Backend Engineer
  email: alex.petrov@email.com
  phone: (917) 555-0381
  location: {city: New York, region: NY, countryCode: US}
  profiles:
    - {network: LinkedIn, username: alexpetrov, url: "https://linkedin.com/in/alexpetrov"}
    - {network: GitHub, username: apetrov, url: "https://github.com/apetrov"}
  summary: >-
    Backend engineer for payments, seven years. Owns the ledger behind 40M card payments a day; failed settlements fell from
    0.4% to 0.02% after its rewrite. Designs for the day a region is lost, and runs that day twice a year.
work:
  - name: Adyen
    position: Senior Backend Engineer
    startDate: 2022-03
    highlights:
      - Rewrote the settlement ledger as an append-only log in Kotlin; reconciliation takes 2 hours, was 3 days.
      - Moved payouts to an idempotent Kafka consumer, after showing that retries caused 80% of double payments.
      - Cut p99 of authorisation from 180 to 60 ms by partitioning merchants by traffic instead of by country.
      - Run the yearly region failover; the last took 4 minutes against a target of 15, with no payment lost.
      - Set contract tests between 14 services in CI, which stopped 9 breaking releases in a year.
  - name: Booking.com
    position: Backend Engineer
    startDate: 2019-05
    endDate: 2022-02
    highlights:
      - Replaced nightly price imports by change streams, so that hotels see a price within 5 s, not the next morning.
      - Sharded the availability database by property; peak load went from 20k to 90k queries a second at the same cost.
      - "Found that half of all timeouts came from one unindexed join: on-call pages fell by 60% once it was gone."
skills:
  - {name: Languages, keywords: [Kotlin, Java, SQL]}
  - {name: Data & Messaging, keywords: [PostgreSQL, Kafka]}
  - {name: Frameworks & APIs, keywords: [Spring Boot, gRPC]}
  - {name: Cloud & Infrastructure, keywords: [Kubernetes, AWS]}
education:
  - {institution: Sofia University, area: Computer Science, studyType: B.S., endDate: 2019}
"""


def test_a_strong_backend_resume_passes_its_role_and_not_the_other() -> None:
    resume = Resume.model_validate(yaml.safe_load(BACKEND.replace("2022-03", '"2022-03"')))
    found = {
        name: run_rules(resume, settings=RuleSelection(), role=load_role(name), today=TODAY) for name in role_names()
    }
    assert [f.code for f in found["backend-engineer"] if f.severity is not Severity.INFO] == []
    other = {f.code for f in found["ml-engineer"] if f.severity is not Severity.INFO}
    assert other >= {"lifecycle.gap"}

"""Every rule's docstring is complete, and its examples do what they say.

A Weak example yields its rule's code and no other error or warning of its family; a Strong example yields nothing of
its rule. A text example of the family `summary` is the summary of an otherwise sound resume, of other families the last
bullet of an ended job beside two sound bullets; a YAML example is the whole resume.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from resume_tex.diagnostics import Severity
from resume_tex.document.models import Resume
from resume_tex.roles.profile import load_role
from resume_tex.rules import catalog
from resume_tex.rules.base import Finding, LayoutFacts, Rule, RuleContext
from resume_tex.rules.explain import explain_rule, is_fragment
from resume_tex.rules.facts import gather_facts

TODAY = date(2026, 6, 15)

SOUND_BULLETS = (
    "Replaced a nightly matrix factorisation with a two-tower retrieval model, raising CTR by 9% in a 3-week A/B test on 5% of traffic.",
    "Cut p99 latency of the ranking service from 180 ms to 70 ms by moving feature lookups into the request batch.",
)


def wrap(family: str, example: str) -> dict[str, Any]:
    """Return the resume that an example stands for."""
    if is_fragment(example):
        data = yaml.safe_load(example)
        assert isinstance(data, dict), example
        return data
    job = {"name": "Acme", "position": "ML Engineer", "startDate": "2020-01", "endDate": "2026-01"}
    if family == "summary":
        return {"basics": {"summary": example}, "work": [{**job, "highlights": list(SOUND_BULLETS)}]}
    return {"work": [{**job, "highlights": [*SOUND_BULLETS, example]}]}


def layout_of(data: dict[str, Any]) -> LayoutFacts | None:
    """Return the finished pages that an example describes under `x-layout`."""
    facts = data.get("x-layout")
    return LayoutFacts(**{key: _frozen(value) for key, value in facts.items()}) if facts else None


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


def family_findings(family: str, example: str) -> list[tuple[Rule, Finding]]:
    """Run a family's rules on an example."""
    data = wrap(family, example)
    resume = Resume.model_validate(data)
    role = load_role()
    context = RuleContext(resume, gather_facts(resume, role, TODAY), role, TODAY, layout_of(data))
    rules = [r for r in catalog.all_rules() if r.code.startswith(family + ".")]
    return [(r, f) for r in rules if context.layout or not r.needs_layout for f in r.function(context)]


RULES = [pytest.param(rule, id=rule.code) for rule in catalog.all_rules()]


def test_there_are_rules() -> None:
    assert RULES


@pytest.mark.parametrize("rule", RULES)
def test_docstring_is_complete(rule: Rule) -> None:
    doc = explain_rule(rule)
    assert doc.summary.endswith(".")
    assert doc.why
    assert doc.source
    assert len(doc.weak) >= 3
    assert len(doc.strong) >= 3


def _cases(kind: str) -> list[Any]:
    return [
        pytest.param(rule, example, id=f"{rule.code}-{number}")
        for rule in catalog.all_rules()
        for number, example in enumerate(getattr(explain_rule(rule), kind))
    ]


@pytest.mark.parametrize(("rule", "example"), _cases("weak"))
def test_weak_example_yields_its_code_alone(rule: Rule, example: str) -> None:
    found = family_findings(rule.code.partition(".")[0], example)
    loud = {r.code for r, f in found if (f.severity or r.severity) is not Severity.INFO} | {rule.code}
    assert rule.code in {r.code for r, _ in found}, f"silent on: {example}"
    assert loud == {rule.code}, [(r.code, f.message) for r, f in found]


@pytest.mark.parametrize(("rule", "example"), _cases("strong"))
def test_strong_example_passes(rule: Rule, example: str) -> None:
    found = [f for r, f in family_findings(rule.code.partition(".")[0], example) if r.code == rule.code]
    assert found == []

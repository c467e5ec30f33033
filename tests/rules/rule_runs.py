"""Running rules on fragments of resumes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from resume_tex.document.models import Resume
from resume_tex.roles.profile import load_role
from resume_tex.rules.base import Finding, LayoutFacts, RuleContext
from resume_tex.rules.catalog import all_rules
from resume_tex.rules.facts import gather_facts

TODAY = date(2026, 6, 15)


def find(
    name: str, data: dict[str, Any], layout: LayoutFacts | None = None, role: str = "ml-engineer"
) -> list[Finding]:
    """Run a rule or a family on the data of a resume; findings have code and severity."""
    resume, profile = Resume.model_validate(data), load_role(role)
    context = RuleContext(resume, gather_facts(resume, profile, TODAY), profile, TODAY, layout)
    rules = [rule for rule in all_rules() if rule.code == name or rule.code.startswith(f"{name}.")]
    assert rules, name
    return [
        replace(found, code=rule.code, severity=found.severity or rule.severity)
        for rule in rules
        if layout is not None or not rule.needs_layout
        for found in rule.function(context)
    ]


def find_in_bullet(name: str, text: str) -> list[Finding]:
    """Run a rule or a family on a single bullet."""
    return find(name, {"work": [{"name": "Acme", "highlights": [text]}]})


def fixed(text: str, findings: list[Finding]) -> str:
    """Return the text with the fixes of findings made, each of which must be unambiguous."""
    for found in findings:
        assert found.fix is not None, found
        assert text.count(found.fix.old) == 1, (text, found.fix)
        text = text.replace(found.fix.old, found.fix.new)
    return text

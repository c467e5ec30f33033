"""The labelled corpus as resumes, and how the rules fare on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from resume_tex.diagnostics import Severity
from resume_tex.document.models import Resume
from resume_tex.roles.profile import load_role
from resume_tex.rules.base import Finding
from resume_tex.rules.enforce import run_rules
from resume_tex.rules.selection import RuleSelection

FOLDER = Path(__file__).parents[1] / "corpus"
TODAY = date(2026, 11, 24)
SPLITS = ("tune", "score")
PER_BULLET = ("bullets", "decisions", "experiments", "wording")
PER_RESUME = frozenset(
    {
        "bullets.count",
        "bullets.few-metrics",
        "bullets.repeated-verb",
        "bullets.business-outcome",
        "decisions.none",
        "experiments.none",
    }
)


@dataclass
class Tally:
    """How often weak and strong texts were found weak."""

    weak: int = 0
    strong: int = 0
    caught: int = 0
    wronged: int = 0
    by_rule: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(self, label: str, codes: set[str]) -> None:
        if label == "weak":
            self.weak += 1
            self.caught += bool(codes)
        else:
            self.strong += 1
            self.wronged += bool(codes)
        for code in codes:
            self.by_rule[code][label == "strong"] += 1

    @property
    def precision(self) -> float:
        return self.caught / max(1, self.caught + self.wronged)

    @property
    def recall(self) -> float:
        return self.caught / max(1, self.weak)

    def lines(self, title: str) -> list[str]:
        head = (
            f"{title}: {self.weak} weak, {self.strong} strong; precision {self.precision:.3f}, recall {self.recall:.3f}"
        )
        rows = [
            f"    {code:<28} precision {weak / (weak + strong):.2f}  recall {weak / max(1, self.weak):.2f}  ({weak} weak, {strong} strong)"
            for code, (weak, strong) in sorted(self.by_rule.items())
        ]
        return [head, *rows]


def load(name: str) -> list[dict[str, Any]]:
    items = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    assert isinstance(items, list)
    assert items
    return items


def load_resumes() -> list[dict[str, Any]]:
    out = []
    for file in sorted((FOLDER / "resumes").glob("*.yaml")):
        text = file.read_text("utf-8")
        head = dict(line[2:].split(": ", 1) for line in text.splitlines() if line.startswith("# ") and ": " in line)
        out.append({"name": file.stem, "label": head["label"], "split": head["split"], "data": yaml.safe_load(text)})
    assert out
    return out


def findings(data: dict[str, Any], select: tuple[str, ...] = ()) -> list[Finding]:
    resume = Resume.model_validate(data)
    return run_rules(resume, settings=RuleSelection(select), role=load_role(), today=TODAY)


def loud(found: list[Finding]) -> set[str]:
    return {f.code for f in found if f.severity is not Severity.INFO}


def bullet_codes(text: str) -> set[str]:
    """Return the rules of single bullets that call a text weak, in a job of its own that has not ended."""
    data = {"work": [{"name": "Acme", "position": "Engineer", "startDate": "2026-09", "highlights": [text]}]}
    return loud(findings(data, PER_BULLET)) - PER_RESUME


def summary_codes(text: str, years: int) -> set[str]:
    data = {"basics": {"summary": text}, "work": [{"name": "Acme", "startDate": f"{TODAY.year - years}-11"}]}
    return loud(findings(data, ("summary",)))


def skills_codes(skills: list[dict[str, Any]]) -> set[str]:
    return loud(findings({"skills": skills}, ("skills",))) - {"skills.unproven", "skills.missing-stage"}

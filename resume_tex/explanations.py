"""What every diagnostic code means: the rules' from their docstrings, the others' from a data file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from resume_tex.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means.

    Attributes:
        code: The code.
        severity: Its default severity.
        summary: A sentence.
        why: Why it matters.
        weak: Examples that it finds.
        strong: Examples of what to write instead.
        source: Where the rule comes from, or nothing.
        silence: How to turn it off, or nothing where that is not possible.
    """

    code: str
    severity: Severity
    summary: str
    why: str
    weak: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    source: str = ""
    silence: str = ""


def explain(code: str) -> Explanation | None:
    """Return what a code means; None when there is no such code."""
    data = _data().get(code)
    if data is not None:
        return Explanation(
            code,
            Severity(data["severity"]),
            data["summary"],
            data["why"],
            tuple(data.get("weak", ())),
            tuple(data.get("strong", ())),
        )
    return _rule(code)


def codes() -> list[str]:
    """Return every code, sorted."""
    from resume_tex.rules.catalog import all_rules

    return sorted([*_data(), *(rule.code for rule in all_rules())])


def _rule(code: str) -> Explanation | None:
    from resume_tex.rules.catalog import find_rule
    from resume_tex.rules.explain import explain_rule

    rule = find_rule(code)
    if rule is None:
        return None
    doc = explain_rule(rule)
    silence = f"On one line: # resume-tex: ignore[{code}]. In the document: meta.resumeTex.rules.ignore: [{code}]. For one run: --ignore {code}."
    return Explanation(code, rule.severity, doc.summary, doc.why, doc.weak, doc.strong, doc.source, silence)


@cache
def _data() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((Path(__file__).parent / "explanations.json").read_text("utf-8"))
    return content

"""A rule's docstring as a document: for `explain`, the documentation and the tests that run the examples.

The docstring is a sentence and then the sections `Why:`, `Weak:`, `Strong:` and `Source:`, each indented under its
heading. An example is a line `- text`, continued by deeper lines; or `- |` followed by deeper lines of YAML, a fragment of a
resume. Text is what the family is about: a bullet, or for the family `summary` the summary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Rule

SECTIONS = ("Why", "Weak", "Strong", "Source")

_HEADING = re.compile(rf"^({'|'.join(SECTIONS)}):\s*(.*)$")


@dataclass(frozen=True, slots=True)
class RuleDoc:
    """A rule as people read of it.

    Attributes:
        code: The rule's code.
        severity: Its default severity.
        summary: What it is about, in a sentence.
        why: Why it matters.
        weak: Examples that it fires on.
        strong: Examples that it passes.
        source: Where the advice comes from.
    """

    code: str
    severity: Severity
    summary: str
    why: str
    weak: tuple[str, ...]
    strong: tuple[str, ...]
    source: str


def explain_rule(rule: Rule) -> RuleDoc:
    """Parse a rule's docstring."""
    sections = _sections(rule.doc)
    return RuleDoc(
        code=rule.code,
        severity=rule.severity,
        summary=_flow(sections[""]),
        why=_flow(sections["Why"]),
        weak=_examples(sections["Weak"]),
        strong=_examples(sections["Strong"]),
        source=_flow(sections["Source"]),
    )


def _sections(doc: str) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {name: [] for name in ("", *SECTIONS)}
    current = ""
    for line in doc.splitlines():
        heading = _HEADING.match(line)
        if heading:
            current = heading[1]
            line = heading[2]  # noqa: PLW2901
        out[current].append(line)
    return {name: dedent("\n".join(lines)).strip("\n").splitlines() for name, lines in out.items()}


def _flow(lines: list[str]) -> str:
    """Join lines into paragraphs."""
    return re.sub(r"\s*\n\s*", " ", "\n".join(lines)).strip()


def _examples(lines: list[str]) -> tuple[str, ...]:
    items: list[list[str]] = []
    for line in lines:
        if line.startswith("- "):
            items.append([line[2:]])
        elif items:
            items[-1].append(line)
    return tuple(_example(item) for item in items)


def _example(lines: list[str]) -> str:
    if lines[0].strip() == "|":
        return dedent("\n".join(lines[1:])).strip("\n") + "\n"
    return _flow(lines)


def is_fragment(example: str) -> bool:
    """Tell whether an example is lines of YAML rather than the words of one field."""
    return example.endswith("\n")

"""Characters that turn the direction of text are found wherever they stand, and can be deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from resume_tex.build_request import BuildRequest
from resume_tex.fixes import fix_document


@pytest.mark.parametrize("control", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"])
@pytest.mark.parametrize(
    "form", ["name: Alex {}Petrov", 'name: "Alex {}Petrov"', "name: Alex Petrov # {}", "name: |\n    Alex {}Petrov"]
)
def test_it_is_found_and_deleted(findings: Callable[..., list[str]], control: str, form: str) -> None:
    text = "basics:\n  " + form.format(control) + "\n"
    (found,) = findings(text)
    assert f"warning syntax.direction: The invisible character U+{ord(control):04X}" in found
    fixed = fix_document(text, BuildRequest("resume.yaml", today=date(2026, 6, 1)))
    assert fixed.after == text.replace(control, "")


def test_in_json(findings: Callable[..., list[str]]) -> None:
    (found,) = findings('{"basics": {"name": "A\u202eB"}}', "resume.json")
    assert found.startswith("1:23-1:24 warning syntax.direction")


def test_text_from_right_to_left_is_left_alone(findings: Callable[..., list[str]]) -> None:
    assert findings("basics: {name: محمد, label: מהנדס}\n") == []


def test_many_are_told_some(findings: Callable[..., list[str]]) -> None:
    assert len(findings("basics:\n  summary: |\n" + "    a\u202eb\n" * 500)) == 100

"""Rules about the summary: anchored in one domain, with its scale and a result."""

from __future__ import annotations

from resume_tex.rules.base import Rule
from resume_tex.rules.summary.anchor import contradiction, missing, no_domain, no_result, no_scale
from resume_tex.rules.summary.style import adjectives, first_person, length, tool_list

RULES: tuple[Rule, ...] = (
    missing, no_domain, no_result, no_scale, adjectives, tool_list, length, first_person, contradiction,
)  # fmt: skip

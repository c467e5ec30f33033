"""Rules about publications: relevant to the work, complete, and not padded."""

from __future__ import annotations

from resume_tex.rules.base import Rule
from resume_tex.rules.publications.choice import coursework, empty, minor, padded, profile
from resume_tex.rules.publications.particulars import incomplete, no_impact

RULES: tuple[Rule, ...] = (padded, no_impact, incomplete, minor, coursework, empty, profile)

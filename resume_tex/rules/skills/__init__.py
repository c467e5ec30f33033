"""Rules about skills: sorted by pipeline stage, chosen, shown by the work, and spelt as their makers do."""

from __future__ import annotations

from resume_tex.rules.base import Rule
from resume_tex.rules.skills.choice import concept, kitchen_sink, unproven
from resume_tex.rules.skills.names import casing, duplicate, proficiency_bar
from resume_tex.rules.skills.placement import misplaced, order
from resume_tex.rules.skills.stages import flat, missing_stage, unknown_stage

RULES: tuple[Rule, ...] = (
    flat, unknown_stage, order, missing_stage, kitchen_sink, concept, unproven, misplaced, duplicate, casing, proficiency_bar,
)  # fmt: skip

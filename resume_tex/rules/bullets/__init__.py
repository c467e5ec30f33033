"""Rules about bullets: pipeline stage, decision, model, measured effect."""

from __future__ import annotations

from resume_tex.rules.base import Rule
from resume_tex.rules.bullets.form import first_person, length, tense, weak_verb
from resume_tex.rules.bullets.measures import business_outcome, known_metric, no_baseline, unit
from resume_tex.rules.bullets.proportion import count, repeated_verb
from resume_tex.rules.bullets.substance import few_metrics, job_function, no_result, vague_magnitude

RULES: tuple[Rule, ...] = (
    job_function, no_result, few_metrics, vague_magnitude, no_baseline, weak_verb, tense, repeated_verb, length, count,
    first_person, unit, known_metric, business_outcome,
)  # fmt: skip

"""Rules about words and typography: buzzwords, slips of spelling and signs, numbers, acronyms, placeholders."""

from __future__ import annotations

from resume_tex.rules.base import Rule
from resume_tex.rules.wording.signs import number_style, period, quotes
from resume_tex.rules.wording.words import acronym, buzzword, inclusive, placeholder, repeated_word, spelling

RULES: tuple[Rule, ...] = (
    buzzword, spelling, repeated_word, period, quotes, number_style, acronym, inclusive, placeholder,
)  # fmt: skip

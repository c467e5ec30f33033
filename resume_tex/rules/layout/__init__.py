"""Rules about the finished pages; they see LayoutFacts only and run when the resume has been typeset."""

from __future__ import annotations

from resume_tex.rules.base import Rule
from resume_tex.rules.layout.room import overfull, pages, short_last_page, stranded_heading, widow_word
from resume_tex.rules.layout.text import displaced_text, missing_glyph, missing_text, stray_glyph, torn_words

RULES: tuple[Rule, ...] = (
    pages, short_last_page, stranded_heading, widow_word, overfull, missing_text, displaced_text, torn_words, stray_glyph,
    missing_glyph,
)  # fmt: skip

"""Rules about dates: order, gaps, overlaps, precision."""

from __future__ import annotations

from resume_tex.rules.base import Rule
from resume_tex.rules.dates.order import graduation, order, precision, sorted_
from resume_tex.rules.dates.periods import gap, overlap

RULES: tuple[Rule, ...] = (order, gap, overlap, precision, sorted_, graduation)

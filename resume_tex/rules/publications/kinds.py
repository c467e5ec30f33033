"""Telling kinds of people and of papers: for whom papers are the work itself, and which are work for a course."""

from __future__ import annotations

import re

from resume_tex.document.models import Publication
from resume_tex.rules.base import RuleContext
from resume_tex.rules.lazy_pattern import LazyPattern

_RESEARCH = re.compile(
    r"\bresearch|(?<!data )\bscientist|\bprofessor|\bpost-?doc|\bph\.?\s?d\b|\bdoctora|\blecturer", re.IGNORECASE
)
_COURSEWORK = LazyPattern(
    r"\b(?:(?:course|class|term|semester|capstone|end[- ]of[- ]term)[- ](?:project|paper|report|assignment|essay)|coursework|"
    r"course[- ]work|homework|term paper|seminar paper|(?:final|group) project (?:for|in|of)|"
    r"(?:CS|EE|CSE|COMP|STAT|STATS|MATH|ECE|INFO|DS|6\.)\s?-?\d{2,4}[A-Z]?\b:?\s*(?:final\s+|course\s+|class\s+)?(?:project|report|paper))\b",
    re.IGNORECASE,
)
_COURSEWORK_TOPIC = LazyPattern(r"\b(?:homework|coursework|course[- ]work)\b", re.IGNORECASE)


def is_researcher(context: RuleContext) -> bool:
    """Tell whether the resume is a researcher's, for whom papers are the work itself."""
    jobs = context.facts.jobs
    titles = (context.resume.basics.label, jobs[0].work.position if jobs else None)
    return any(title is not None and _RESEARCH.search(title) for title in titles)


def find_coursework(paper: Publication) -> tuple[str, str] | None:
    """Return the field that says that a paper was written for a course, and the words; else None."""
    for field in ("publisher", "summary", "name"):
        found = _COURSEWORK.search(getattr(paper, field) or "")
        if found is not None and not (field != "publisher" and _COURSEWORK_TOPIC.fullmatch(found[0])):
            return field, found[0]
    return None

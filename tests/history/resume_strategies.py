"""Resumes for property tests: small ones of few words, so that entries and bullets are alike now and then."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from resume_tex.document.models import Resume

WORDS = (
    "ranking",
    "search",
    "models",
    "raised",
    "CTR",
    "by",
    "12%",
    "**bold**",
    "the",
    "[a link](https://x.example/a)",
    "Zürich",
    "*it*",
    "$4M",
)
WORD = st.sampled_from(WORDS)
SENTENCE = st.lists(WORD, min_size=1, max_size=9).map(" ".join)
NAME = st.sampled_from(("Acme", "Oak Retail", "Halden Music", "Acme Labs"))
DATE = st.sampled_from(("2019", "2020-03", "2021-12-31"))
TAGS = st.lists(st.sampled_from(("ml", "ops")), max_size=2, unique=True)
BULLET = st.one_of(SENTENCE, st.fixed_dictionaries({"text": SENTENCE}, optional={"tags": TAGS, "x-note": WORD}))
ENTRY = {
    "startDate": DATE,
    "endDate": DATE,
    "url": st.just("https://x.example"),
    "summary": SENTENCE,
    "tags": TAGS,
    "x-own": WORD,
}
JOB = st.fixed_dictionaries(
    {}, optional={**ENTRY, "name": NAME, "position": SENTENCE, "highlights": st.lists(BULLET, max_size=4)}
)
PROJECT = st.fixed_dictionaries(
    {},
    optional={
        **ENTRY,
        "name": NAME,
        "keywords": st.lists(WORD, max_size=3),
        "highlights": st.lists(BULLET, max_size=3),
    },
)
SKILL = st.fixed_dictionaries({"name": NAME}, optional={"level": WORD, "keywords": st.lists(WORD, max_size=5)})
PAPER = st.fixed_dictionaries(
    {"name": SENTENCE}, optional={"doi": st.just("10.1/2"), "authors": st.lists(NAME, max_size=3)}
)
PROFILE = st.fixed_dictionaries(
    {}, optional={"network": NAME, "username": WORD, "url": st.just("https://x.example/me")}
)
BASICS = st.fixed_dictionaries(
    {},
    optional={
        "name": NAME,
        "label": SENTENCE,
        "email": st.just("jane@example.org"),
        "summary": st.one_of(SENTENCE, st.tuples(SENTENCE, SENTENCE).map("\n\n".join)),
        "location": st.fixed_dictionaries({}, optional={"city": NAME, "region": WORD}),
        "profiles": st.lists(PROFILE, max_size=3),
    },
)
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "theme": st.sampled_from(("engineer", "classic")),
        "options": st.dictionaries(st.sampled_from(("paper", "icons")), st.sampled_from(("a4", True)), max_size=2),
        "pages": st.integers(1, 2),
        "sections": st.lists(st.sampled_from(("work", "skills")), max_size=2),
    },
)
DATA = st.fixed_dictionaries(
    {},
    optional={
        "basics": BASICS,
        "work": st.lists(JOB, max_size=4),
        "projects": st.lists(PROJECT, max_size=3),
        "skills": st.lists(SKILL, max_size=3),
        "publications": st.lists(PAPER, max_size=2),
        "meta": st.fixed_dictionaries({}, optional={"resumeTex": SETTINGS}),
        "x-own": st.dictionaries(WORD, st.lists(WORD, max_size=2), max_size=2),
    },
)


def resume(data: dict[str, Any]) -> Resume:
    """Make a resume of data."""
    return Resume.model_validate(data)


RESUME = DATA.map(resume)

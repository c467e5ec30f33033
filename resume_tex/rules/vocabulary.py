"""A role's words made ready to be found in texts: compiled once a role."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from resume_tex.roles.profile import RoleProfile
from resume_tex.rules.language import TextAnalysis
from resume_tex.rules.text.tokens import Phrases, phrase_set


class Vocabulary(NamedTuple):
    """The phrases of a role.

    Attributes:
        stages: Evidence of lifecycle stages; the value names the stages.
        specialists: Titles of people who work on one lifecycle stage alone; the value names the stage.
        metrics: Measures; the value names their families.
        domains: Names of specific domains.
        production: Words that say that work reached production or users.
        modelling: Words that say that a text is about models.
        infrastructure: Words that say that a text is about serving, pipelines, cost or reliability.
        online: Names of domains that are measured by online tests.
        tools: Names of tools; the value is the name as its makers spell it.
        concepts: Fields of knowledge.
    """

    stages: Phrases[tuple[str, ...]]
    specialists: Phrases[tuple[str, ...]]
    metrics: Phrases[tuple[str, ...]]
    domains: Phrases[str]
    production: Phrases[str]
    modelling: Phrases[str]
    infrastructure: Phrases[str]
    online: Phrases[str]
    tools: Phrases[str]
    concepts: Phrases[str]


@lru_cache(maxsize=4)
def vocabulary(role: RoleProfile) -> Vocabulary:
    """Compile a role's phrases."""
    tools = {spelling: spelling for spelling in role.spellings.values()}
    return Vocabulary(
        stages=_by_phrase((stage.id, stage.evidence) for stage in role.lifecycle),
        specialists=_by_phrase((stage.id, stage.specialists) for stage in role.lifecycle),
        metrics=_by_phrase((family.id, family.terms) for family in role.metrics),
        domains=phrase_set(role.domains),
        production=phrase_set(role.production),
        modelling=phrase_set(role.modelling),
        infrastructure=phrase_set(role.infrastructure),
        online=phrase_set(role.online_domains),
        tools=Phrases({**role.aliases, **tools}),
        concepts=phrase_set(role.concepts),
    )


def _by_phrase(families: Iterable[tuple[str, tuple[str, ...]]]) -> Phrases[tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for name, phrases in families:
        for phrase in phrases:
            out[phrase] = (*out.get(phrase, ()), name)
    return Phrases(out)


def tools_in(text: TextAnalysis, role: RoleProfile) -> dict[str, str]:
    """Return the tools that a text names: the maker's spelling, and the words as they stand there.

    A name that is also an English word (`Spark`, `Go`) counts only with its capital, and not as the first word.
    """
    out: dict[str, str] = {}
    for start, end, name in vocabulary(role).tools.find(text.lowers):
        words = text.words_between(start, end)
        if name[:1].islower() or (
            any(char.isupper() for char in words) and (start > 0 or name[1:].lower() != name[1:])
        ):
            out.setdefault(name, words)
    return out

"""The words that tell what came of work, ready for look-up."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.text.tokens import Phrases


class OutcomeWords(NamedTuple):
    """The words that tell outcomes, ready for look-up."""

    improve: frozenset[str]
    change: frozenset[str]
    lower: frozenset[str]
    unproductive: frozenset[str]
    self_quantified: frozenset[str]
    stop: frozenset[str]
    same: frozenset[str]
    uptake: frozenset[str]
    causes: Phrases[str]
    change_nouns: frozenset[str]
    directions: frozenset[str]
    vague: frozenset[str]
    vague_with_percent: frozenset[str]
    measures: frozenset[str]
    hypothetical: frozenset[str]
    openers: dict[str, int]
    effects: Phrases[int]
    offline: Phrases[str]
    hollow: Phrases[str]


@cache
def outcome_words() -> OutcomeWords:
    """Load the lexicon."""
    data = load_lexicon("outcomes")
    return OutcomeWords(
        improve=frozenset(data["improve"]),
        change=frozenset(data["raise"]) | frozenset(data["lower"]) | frozenset(data["improve"]),
        lower=frozenset(data["lower"]),
        unproductive=frozenset(data["unproductive"]),
        self_quantified=frozenset(data["self_quantified"]),
        stop=frozenset(data["stop"]),
        same=frozenset(data["same"]),
        uptake=frozenset(data["uptake"]),
        causes=Phrases({phrase: phrase for phrase in data["causes"]}),
        change_nouns=frozenset(data["change_nouns"]),
        directions=frozenset(data["directions"]),
        vague=frozenset(data["vague_measures"]),
        vague_with_percent=frozenset(data["vague_with_percent"]),
        measures=frozenset(data["measures"]),
        hypothetical=frozenset(data["hypothetical"]),
        openers=data["outcome_openers"],
        effects=Phrases({**data["contrast"], **data["consequence"], **data["reason"]}),
        offline=Phrases({phrase: phrase for phrase in data["offline_only"]}),
        hollow=Phrases({phrase: phrase for phrase in data["hollow"]}),
    )

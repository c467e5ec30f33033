"""What a sentence says came of the work: a measured change, a consequence for others, a reason.

Two kinds of evidence. A *measured change* is a quantity tied to a verb or word of change, or two values of one measure set
against each other. An *effect* is told in words: a consequence (`so that`, `no longer`), a reason (`because`, `after
showing`), a clause of its own on what is so now. Claims whose measure is vague (`efficiency by 30%`) count as neither.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.text.quantities import (
    BARE,
    COMPARABLE,
    COUNT,
    DURATION,
    EFFECT_KINDS,
    FRACTION,
    MULTIPLE,
    PERCENT,
    RATIO,
    Quantity,
)
from resume_tex.rules.text.tokens import CLAUSE_MARKS, MARK, Phrases, Token
from resume_tex.rules.text.verbs import BASE, PAST, THIRD, VerbForm, verb_forms

ENOUGH = 2
"""Weight of words of effect that makes a sentence tell what came of it."""

_REACH = 12
_PAIR_REACH = 9
_CONNECTORS = frozenset(
    {"to", "against", "vs", "versus", "instead", "rather", "not", "than", "was", "were", "where", "before", "from", "compared", "after", "→", "->", "earlier",
     "previously", "formerly", "nominal", "now", "and", "over", "down", "up", "when", "used"}
)  # fmt: skip
_MEASURE_BEFORE_PERCENT = 7
_OWN_SUBJECTS = frozenset({"and", "then", "also", "later", "or", "to", "with", "using", "including", "by", "in", "for", "on", "from", "of", "via", "through"})
_NOT_LESS = frozenset({"than"})
_AUXILIARIES = frozenset({"is", "are", "was", "were", "has", "have", "had", "can", "cannot", "may", "does", "do", "did", "will", "must", "need", "needs"})
_MIN_CLAUSE = 4


class Lexicon(NamedTuple):
    """The words that tell outcomes, ready for look-up."""

    improve: frozenset[str]
    change: frozenset[str]
    lower: frozenset[str]
    unproductive: frozenset[str]
    self_quantified: frozenset[str]
    stop: frozenset[str]
    change_nouns: frozenset[str]
    directions: frozenset[str]
    vague: frozenset[str]
    vague_with_percent: frozenset[str]
    measures: frozenset[str]
    hypothetical: frozenset[str]
    openers: frozenset[str]
    effects: Phrases[int]
    offline: Phrases[str]
    hollow: Phrases[str]


@cache
def outcome_words() -> Lexicon:
    """Load the lexicon."""
    data = load_lexicon("outcomes")
    return Lexicon(
        improve=frozenset(data["improve"]),
        change=frozenset(data["raise"]) | frozenset(data["lower"]) | frozenset(data["improve"]),
        lower=frozenset(data["lower"]),
        unproductive=frozenset(data["unproductive"]),
        self_quantified=frozenset(data["self_quantified"]),
        stop=frozenset(data["stop"]),
        change_nouns=frozenset(data["change_nouns"]),
        directions=frozenset(data["directions"]),
        vague=frozenset(data["vague_measures"]),
        vague_with_percent=frozenset(data["vague_with_percent"]),
        measures=frozenset(data["measures"]),
        hypothetical=frozenset(data["hypothetical"]),
        openers=frozenset(data["outcome_openers"]),
        effects=Phrases({**data["consequence"], **data["reason"]}),
        offline=Phrases({phrase: phrase for phrase in data["offline_only"]}),
        hollow=Phrases({phrase: phrase for phrase in data["hollow"]}),
    )


def clauses_of(tokens: tuple[Token, ...]) -> tuple[tuple[int, int], ...]:
    """Return the ranges of tokens between marks that part clauses."""
    out, start = [], 0
    for index, token in enumerate(tokens):
        if token.kind == MARK and token.text in CLAUSE_MARKS:
            if index > start:
                out.append((start, index))
            start = index + 1
    if start < len(tokens):
        out.append((start, len(tokens)))
    return tuple(out)

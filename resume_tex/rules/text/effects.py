"""Effects told in words: a consequence, a reason, a clause of its own on what is so now; as a weight.

Single words weigh little, phrases more; hollow phrases and changes that are only held out weigh against.
"""

from __future__ import annotations

from itertools import pairwise

from resume_tex.rules.text import quantities as q
from resume_tex.rules.text.outcome_words import OutcomeWords
from resume_tex.rules.text.sentence import AUXILIARIES, Sentence
from resume_tex.rules.text.tokens import WORD
from resume_tex.rules.text.verbs import BASE, PAST, PROGRESSIVE, THIRD

ENOUGH = 2
"""Weight of words of effect that makes a sentence tell what came of it."""

_ENOUGH_WORDS = 8
_MIN_CLAUSE = 3
_LIMIT_LEADS = frozenset({"within", "under", "below", "inside", "into", "beneath"})
_LIMITS = frozenset({"limit", "limits", "budget", "budgets", "envelope", "ceiling", "cap", "sla", "slo"})
_LIMIT_REACH = 4
_OUTSIDE_VERBS = frozenset(
    {"with", "has", "have", "had", "got", "and", "over", "about", "of", "by", "to", "now", "some", "nearly", "almost"}
)
_LARGE = 1e7
_RATE_REACH = 5
_TAKEN_UP_REACH = 3
_TAKEN_UP = frozenset(
    {"used", "adopted", "reused", "shared", "cited", "copied", "run", "followed", "read", "installed", "trusted"}
    | {"downloaded", "starred", "viewed", "forked", "picked", "watched"}
)
_TAKEN_UP_LEADS = frozenset({"by", "in", "at", "across", "on"})
"""What follows when a sentence opens with the uptake: `Used by 4 teams`, as against `Used 4 frameworks`."""
_AFTER_VERB = frozenset(
    {
        "to",
        "by",
        "from",
        "at",
        "in",
        "on",
        "for",
        "after",
        "within",
        "twice",
        "once",
        "altogether",
        "entirely",
        "until",
        "when",
    }
)
_OWN_LEADS = frozenset(
    {"and", "then", "also", "or", "to", "with", "using", "including", "by", "in", "for", "on", "from", "of", "via", "through", "such", "e.g."}
)  # fmt: skip
_RATE_WORDS = frozenset({"day", "daily", "second", "minute", "hour", "week", "month", "hourly", "monthly", "weekly"})


def effect_weight(s: Sentence, words: OutcomeWords) -> int:
    """Return how much a sentence's words of effect weigh."""
    weight = sum({s.lowers[start:end]: value for start, end, value in words.effects.find(s.lowers)}.values())
    weight += _opener_weight(s, words)
    weight += sum(_clause_weight(s, start, end) for start, end in s.clauses[1:])
    weight += sum(ENOUGH for index in range(len(s.tokens) - 1) if _tells_effect(s, words, index))
    weight += any(first == "by" and second.endswith("ing") for first, second in pairwise(s.lowers))
    weight += sum(amount.kind in q.EFFECT_KINDS and not s.joined(amount.end - 1) for amount in s.metrics) > 1
    return weight + ENOUGH * (_is_large(s) + _is_taken_up(s, words) + _keeps_a_limit(s))


def _opener_weight(s: Sentence, words: OutcomeWords) -> int:
    """Weigh an opening verb that tells an outcome itself: `Abolished`, `Caught`."""
    first = s.first_word()
    while first is not None and s.lowers[first].endswith("ly"):
        first = s.first_word(first + 1)
    verb = s.verbs[first] if first is not None else None
    if verb is None or PROGRESSIVE in verb.forms or s.word_count <= _ENOUGH_WORDS:
        return 0
    return words.openers.get(verb.base, 0)


def _tells_effect(s: Sentence, words: OutcomeWords, index: int) -> bool:
    """Tell whether a clause on what the thing did begins: `which unblocked ...`, `used in 14 products`."""
    word, verb = s.lowers[index], s.verbs[index + 1]
    if word in {"which", "that"}:
        if verb is None or not verb.forms & {PAST, THIRD}:
            return False
        return words.openers.get(verb.base, 0) >= ENOUGH or (PAST in verb.forms and _is_measured_after(s, index + 1))
    if word not in _TAKEN_UP:
        return False
    for amount in s.quantities:
        if not 0 < amount.start - index <= _TAKEN_UP_REACH:
            continue
        if amount.kind == q.MULTIPLE and s.lowers[amount.end - 1] == "times":
            return True
        if amount.kind == q.COUNT and (index or s.lowers[index + 1] in _TAKEN_UP_LEADS):
            return True
    return False


def _is_measured_after(s: Sentence, verb: int) -> bool:
    """Tell whether a verb's object holds a number with a unit: `which changed a $4M purchase`."""
    return s.lowers[verb] not in AUXILIARIES and any(
        0 < amount.start - verb <= _TAKEN_UP_REACH and not s.joined(amount.end - 1) for amount in s.metrics
    )


def _is_taken_up(s: Sentence, words: OutcomeWords) -> bool:
    """Tell whether it counts who took the work up, not what was worked on: `3.2k stars`, `Ten teams use it`."""
    for amount in s.quantities:
        if amount.kind != q.COUNT:
            continue
        if amount.start == 0 and _does(s, amount.end):
            return True
        if s.lowers[amount.end - 1] not in words.uptake:
            continue
        before = s.tokens[amount.start - 1] if amount.start else None
        if before is None or before.kind != WORD or before.lower in _OUTSIDE_VERBS:
            return True
    return False


def _does(s: Sentence, index: int) -> bool:
    """Tell whether a verb in the present stands at `index`, after a subject in the plural."""
    verb = s.verbs[index] if index < len(s.verbs) else None
    return verb is not None and verb.forms == {BASE} and index + 1 < len(s.tokens)


def _keeps_a_limit(s: Sentence) -> bool:
    """Tell whether it names a limit that is kept: `within the 30 MB memory limit of the camera`."""
    for amount in s.quantities:
        if amount.kind not in q.EFFECT_KINDS:
            continue
        before = s.lowers[max(0, amount.start - _LIMIT_REACH) : amount.start]
        after = s.lowers[amount.end : amount.end + _LIMIT_REACH]
        if _LIMIT_LEADS.intersection(before) and _LIMITS.intersection(after):
            return True
    return False


def _clause_weight(s: Sentence, start: int, end: int) -> int:
    if _stands_for_itself(s, start, end):
        return ENOUGH
    return int(end - start >= _MIN_CLAUSE)


def _stands_for_itself(s: Sentence, start: int, end: int) -> bool:
    """Tell whether a later clause has a subject and a verb of its own: it says what came of the first."""
    if end - start < _MIN_CLAUSE or s.lowers[start] in _OWN_LEADS:
        return False
    opening = s.verbs[start]
    if opening is not None and opening.forms & {PAST, BASE, PROGRESSIVE, THIRD} and s.lowers[start] not in AUXILIARIES:
        return False
    for index in range(start + 1, end):
        if s.lowers[index] in AUXILIARIES:
            return True
        if s.lowers[index].endswith("ed") and (index == end - 1 or s.lowers[index + 1] in _AFTER_VERB):
            return True
        verb = s.verbs[index]
        if verb is not None and verb.forms & {PAST, THIRD} and not s.joined(index - 1):
            return True
    return False


def is_promise(s: Sentence, words: OutcomeWords) -> bool:
    """Tell whether a change is only held out: `could reduce inventory by 20%`."""
    return any(
        verb is not None
        and BASE in verb.forms
        and verb.base in words.change
        and s.lowers[index - 1] in words.hypothetical
        for index, verb in enumerate(s.verbs)
        if index
    )


def _is_large(s: Sentence) -> bool:
    """Tell whether it names a load of tens of millions in a stretch of time."""
    return any(
        amount.kind == q.COUNT
        and amount.value is not None
        and amount.value >= _LARGE
        and bool(_RATE_WORDS.intersection(s.lowers[amount.end : amount.end + _RATE_REACH]))
        for amount in s.quantities
    )

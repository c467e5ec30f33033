"""What a sentence says came of the work: a measured change, a consequence for others, a reason.

Two kinds of evidence. A *measured change* is a quantity tied to a verb or word of change, or two values of one measure set
against each other. An *effect* is told in words: a consequence (`so that`, `no longer`), a reason (`because`, `after
showing`), a clause of its own on what is so now. Claims whose measure is vague (`efficiency by 30%`) count as neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.text import quantities as q
from resume_tex.rules.text.quantities import Quantity
from resume_tex.rules.text.sentence import Sentence
from resume_tex.rules.text.tokens import CLAUSE_MARKS, MARK, Phrases
from resume_tex.rules.text.verbs import BASE, PAST, PROGRESSIVE, THIRD

ENOUGH = 2
"""Weight of words of effect that makes a sentence tell what came of it."""

_REACH = 16
_PAIR_REACH = 9
_DIRECTION_REACH = 5
_REGION_BEFORE = 8
_MIN_CLAUSE = 3
_LARGE = 1e7
_TAKEN_UP = frozenset({"used", "adopted", "reused", "shared", "cited", "copied", "run", "followed", "read", "installed", "trusted"})
_TAKEN_UP_REACH = 3
_AFTER_VERB = frozenset({"to", "by", "from", "at", "in", "on", "for", "after", "within", "twice", "once", "altogether", "entirely", "until", "when"})
_SETTING_AGAINST = frozenset(
    {"to", "against", "vs", "versus", "instead", "rather", "not", "than", "was", "were", "where", "before", "compared", "→", "->", "earlier", "previously"}
)  # fmt: skip
_CONDITION_LEADS = frozenset({"on", "at", "with", "for", "in", "within", "over", "every", "during", "after", "across", "last"})
_OWN_LEADS = frozenset(
    {"and", "then", "also", "or", "to", "with", "using", "including", "by", "in", "for", "on", "from", "of", "via", "through", "such", "e.g."}
)  # fmt: skip
_AUXILIARIES = frozenset({"is", "are", "was", "were", "has", "have", "had", "can", "cannot", "does", "do", "did", "will", "must", "needs"})
_RATE_WORDS = frozenset({"day", "daily", "second", "minute", "hour", "week", "month", "hourly", "monthly", "weekly"})
_SCALE_FREE = frozenset({q.PERCENT, q.MULTIPLE, q.RATIO, q.FRACTION})


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
    openers: dict[str, int]
    effects: Phrases[int]
    offline: Phrases[str]
    hollow: Phrases[str]


class Outcome(NamedTuple):
    """What a sentence says came of the work.

    Attributes:
        change: The tokens that tell a measured change, or None.
        weight: How much its words of effect weigh; `ENOUGH` tells what came of it.
        vague: The tokens that claim a change of a measure too vague to mean anything, or None.
        hollow: The hollow phrases in it.
    """

    change: tuple[int, int] | None
    weight: int
    vague: tuple[int, int] | None
    hollow: tuple[tuple[int, int], ...]

    @property
    def told(self) -> bool:
        """Tell whether the sentence has a result."""
        return self.change is not None or self.weight >= ENOUGH


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
        openers=data["outcome_openers"],
        effects=Phrases({**data["contrast"], **data["consequence"], **data["reason"]}),
        offline=Phrases({phrase: phrase for phrase in data["offline_only"]}),
        hollow=Phrases({phrase: phrase for phrase in data["hollow"]}),
    )


def outcome_of(s: Sentence) -> Outcome:
    """Work out what a sentence says came of the work."""
    words = outcome_words()
    hollow = tuple((start, end) for start, end, _ in words.hollow.find(s.lowers))
    vague: tuple[int, int] | None = None
    for start, end, sound in _changes(s, words):
        if sound and not _offline(s, start, end, words):
            return Outcome((start, end), ENOUGH, None, hollow)
        vague = vague or (start, end)
    weight = _effect_weight(s, words) - (ENOUGH if len(hollow) > 1 else 0) - (ENOUGH if _is_promise(s, words) else 0) - (vague is not None)
    return Outcome(None, weight, vague, hollow)


def _changes(s: Sentence, words: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """Yield the token ranges of changes in numbers, and whether each says what it measures."""
    yield from _pairs(s, words)
    yield from _verbs_of_change(s, words)
    yield from _directions(s, words)
    yield from _parts(s, words)
    yield from _prevented(s, words)


def _pairs(s: Sentence, words: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """Find two values of one measure set against each other: `from 14 h to 3 h`, `9%, was 34%`."""
    found = [quantity for quantity in s.quantities if quantity.kind != q.YEAR]
    for first, second in zip(found, found[1:], strict=False):
        gap = s.lowers[first.end : second.start]
        if len(gap) > _PAIR_REACH or not _comparable(first, second):
            continue
        against = _SETTING_AGAINST.intersection(gap)
        if not against or (against == {"to"} and not _is_change_to(s, first, second)):
            continue
        before = s.lowers[max(0, first.start - _REGION_BEFORE) : first.start]
        sound = first.kind not in _SCALE_FREE or not words.vague.intersection(before) or bool(words.measures.intersection(before))
        yield first.start, second.end, sound


def _comparable(first: Quantity, second: Quantity) -> bool:
    kinds = {first.kind, second.kind}
    if len(kinds) == 1:
        return True
    if q.BARE in kinds or q.FRACTION in kinds:
        return True
    return kinds <= {q.COUNT, q.RATIO}


def _is_change_to(s: Sentence, first: Quantity, second: Quantity) -> bool:
    """Tell a change (`from 9 to 3`, `24% to 17%`) from a range (`5 to 10 people`)."""
    if "from" in s.lowers[max(0, first.start - _PAIR_REACH) : first.start]:
        return True
    falls = first.value is not None and second.value is not None and first.value > second.value
    return falls or second.kind not in {q.COUNT, q.BARE} or q.FRACTION in {first.kind, second.kind}


def _verbs_of_change(s: Sentence, words: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """Find a verb of change with its amount: `cut cost by 40%`."""
    for index, verb in enumerate(s.verbs):
        if verb is None or verb.base not in words.change:
            continue
        if words.hypothetical.intersection(s.lowers[max(0, index - 3) : index]):
            continue
        if verb.base in words.self_quantified and verb.forms != {BASE} and not s.joined(index):
            yield index, index + 1, _is_sound(s, words, verb.base, index, min(index + 6, len(s.tokens)))
        amount = _amount_after(s, index)
        if amount is not None and _fits(verb.base, amount, words):
            sound = amount.kind not in _SCALE_FREE or _is_sound(s, words, verb.base, index, amount.start)
            yield index, amount.end, sound


def _amount_after(s: Sentence, index: int) -> Quantity | None:
    """Return the amount of a change whose verb stands at `index`."""
    for quantity in s.quantities:
        if quantity.start <= index or quantity.kind in {q.YEAR, q.BARE}:
            continue
        if quantity.start - index > _REACH or _clause_ends(s, index, quantity.start):
            return None
        lead = s.lowers[quantity.start - 1]
        if lead in _CONDITION_LEADS or s.joined(quantity.end - 1):
            continue
        return quantity
    return None


def _clause_ends(s: Sentence, start: int, end: int) -> bool:
    return any(token.kind == MARK and token.text in CLAUSE_MARKS for token in s.tokens[start:end])


def _fits(base: str, amount: Quantity, words: Lexicon) -> bool:
    if base in words.unproductive:
        return amount.kind in {q.MONEY, q.POINTS} or (base == "add" and amount.kind == q.RATIO)
    if amount.kind == q.COUNT:
        return base in words.lower and base not in words.unproductive
    return amount.kind in q.EFFECT_KINDS


def _is_sound(s: Sentence, words: Lexicon, base: str, verb: int, end: int) -> bool:
    """Tell whether a change in percent says of what: a measure, and not `performance`."""
    region = s.lowers[verb + 1 : end]
    if not any(word.isalpha() and word not in {"by", "a", "an", "the", "another", "over", "about"} for word in region):
        region = s.lowers[max(0, verb - _REGION_BEFORE) : verb]
    elif s.lowers[verb - 1 : verb] and s.lowers[verb - 1] in _AUXILIARIES:
        region = s.lowers[max(0, verb - _REGION_BEFORE) : verb]
    if any(first in words.vague_with_percent and second == "of" for first, second in zip(region, region[1:], strict=False)):
        return False
    if words.measures.intersection(region):
        return True
    if base in words.improve:
        return False
    return not (words.vague.intersection(region) or words.vague_with_percent.intersection(region))


def _directions(s: Sentence, words: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """Find an amount with a word of direction: `44% fewer`, `down 38%`, `a 22% reduction in WER`."""
    for amount in s.quantities:
        if amount.kind not in q.EFFECT_KINDS | {q.COUNT}:
            continue
        if amount.signed and amount.kind in {q.PERCENT, q.POINTS}:
            yield amount.start, amount.end, True
        before = s.lowers[max(0, amount.start - 3) : amount.start]
        if {"down", "up"}.intersection(before) and before[-1] not in {"to", "than"} and amount.kind != q.COUNT:
            yield amount.start - 1, amount.end, True
        for index in range(amount.end, min(amount.end + _DIRECTION_REACH, len(s.tokens))):
            word = s.lowers[index]
            if s.tokens[index].kind == MARK:
                break
            if word in words.directions and s.lowers[index + 1 : index + 2] != ("than",):
                yield amount.start, index + 1, _names_more(s, words, amount, index)
                break
            if word in words.change_nouns and amount.kind in q.EFFECT_KINDS:
                yield amount.start, index + 1, _noun_is_sound(s, words, amount, index)
                break


def _names_more(s: Sentence, words: Lexicon, amount: Quantity, index: int) -> bool:
    around = s.lowers[amount.end : index + 4]
    return not words.vague.intersection(around) or bool(words.measures.intersection(around))


def _noun_is_sound(s: Sentence, words: Lexicon, amount: Quantity, index: int) -> bool:
    """Tell whether `a 35% uplift` says of what."""
    between = s.lowers[amount.end : index]
    after = s.lowers[index + 1 : index + 7] if s.lowers[index + 1 : index + 2] in {("in",), ("of",), ("on",), ("over",), ("for",), ("to",)} else ()
    region = (*between, *after)
    if words.measures.intersection(region):
        return True
    return bool(region) and not (words.vague.intersection(region) or words.vague_with_percent.intersection(region))


def _parts(s: Sentence, words: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """Find parts and multiples: `a tenth of the latency`, `three times as many`."""
    for amount in s.quantities:
        if amount.kind not in {q.FRACTION, q.MULTIPLE}:
            continue
        after = s.lowers[amount.end : amount.end + _DIRECTION_REACH]
        if amount.kind == q.FRACTION and after[:1] in {("the",), ("of",)} and words.measures.intersection(after):
            yield amount.start, amount.end, True
        if after[:1] == ("as",) or after[:2] in {("of", "what"), ("of", "that")}:
            yield amount.start, amount.end, True


def _is_promise(s: Sentence, words: Lexicon) -> bool:
    """Tell whether a change is only held out: `could reduce inventory by 20%`."""
    return any(
        verb is not None and BASE in verb.forms and verb.base in words.change and s.lowers[index - 1] in words.hypothetical
        for index, verb in enumerate(s.verbs)
        if index
    )


def _prevented(s: Sentence, words: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """Find what was kept from happening, counted: `caught two similar breaks`."""
    for amount in s.quantities:
        if amount.kind not in {q.COUNT, q.FRACTION, q.MONEY}:
            continue
        for index in range(max(0, amount.start - 4), amount.start):
            verb = s.verbs[index]
            if verb is not None and verb.base in words.stop and BASE not in verb.forms - {PAST}:
                yield index, amount.end, verb.base != "keep" or "from" in s.lowers[amount.end : amount.end + 3]


def _offline(s: Sentence, start: int, end: int, words: Lexicon) -> bool:
    """Tell whether a change is of a training quantity that means nothing outside."""
    return words.offline.first(s.lowers[max(0, start - _REGION_BEFORE) : end]) is not None


def _effect_weight(s: Sentence, words: Lexicon) -> int:
    weight = sum({phrase: value for _, _, phrase, value in _weighed(s, words)}.values())
    first = s.first_word()
    while first is not None and s.lowers[first].endswith("ly"):
        first = s.first_word(first + 1)
    if first is not None:
        verb = s.verbs[first]
        if verb is not None and PROGRESSIVE not in verb.forms and s.word_count > _REGION_BEFORE:
            weight += words.openers.get(verb.base, 0)
    weight += sum(_clause_weight(s, start, end) for start, end in s.clauses[1:])
    weight += sum(ENOUGH for index in range(len(s.tokens) - 1) if _tells_effect(s, words, index))
    weight += any(first == "by" and second.endswith("ing") for first, second in zip(s.lowers, s.lowers[1:], strict=False))
    weight += len([amount for amount in s.metrics if amount.kind in q.EFFECT_KINDS and not s.joined(amount.end - 1)]) > 1
    return weight + (ENOUGH if _is_large(s) else 0)


def _tells_effect(s: Sentence, words: Lexicon, index: int) -> bool:
    """Tell whether a clause on what the thing did begins: `which unblocked ...`, `used in 14 products`."""
    word, verb = s.lowers[index], s.verbs[index + 1]
    if word in {"which", "that"}:
        return verb is not None and bool(verb.forms & {PAST, THIRD}) and words.openers.get(verb.base, 0) >= ENOUGH
    if word in _TAKEN_UP and index:
        return any(amount.kind == q.COUNT and 0 < amount.start - index <= _TAKEN_UP_REACH for amount in s.quantities)
    return False


def _weighed(s: Sentence, words: Lexicon) -> Iterator[tuple[int, int, tuple[str, ...], int]]:
    for start, end, value in words.effects.find(s.lowers):
        yield start, end, s.lowers[start:end], value


def _clause_weight(s: Sentence, start: int, end: int) -> int:
    if _stands_for_itself(s, start, end):
        return ENOUGH
    return int(end - start >= _MIN_CLAUSE)


def _stands_for_itself(s: Sentence, start: int, end: int) -> bool:
    """Tell whether a later clause has a subject and a verb of its own: it says what came of the first."""
    if end - start < _MIN_CLAUSE or s.lowers[start] in _OWN_LEADS:
        return False
    opening = s.verbs[start]
    if opening is not None and opening.forms & {PAST, BASE, PROGRESSIVE, THIRD} and s.lowers[start] not in _AUXILIARIES:
        return False
    for index in range(start + 1, end):
        if s.lowers[index] in _AUXILIARIES:
            return True
        if s.lowers[index].endswith("ed") and (index == end - 1 or s.lowers[index + 1] in _AFTER_VERB):
            return True
        verb = s.verbs[index]
        if verb is not None and verb.forms & {PAST, THIRD} and not s.joined(index - 1):
            return True
    return False


def _is_large(s: Sentence) -> bool:
    """Tell whether it names a load of tens of millions in a stretch of time."""
    return any(
        amount.kind == q.COUNT
        and amount.value is not None
        and amount.value >= _LARGE
        and bool(_RATE_WORDS.intersection(s.lowers[amount.end : amount.end + _DIRECTION_REACH]))
        for amount in s.quantities
    )

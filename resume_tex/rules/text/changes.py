"""Measured changes: a quantity tied to a verb or word of change, or two values of one measure set against each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from resume_tex.rules.text import quantities as q
from resume_tex.rules.text.outcome_words import OutcomeWords
from resume_tex.rules.text.quantities import Quantity
from resume_tex.rules.text.sentence import AUXILIARIES, Sentence
from resume_tex.rules.text.tokens import CLAUSE_MARKS, MARK
from resume_tex.rules.text.verbs import BASE, PAST

_REACH = 16
_PAIR_REACH = 9
_DIRECTION_REACH = 5
_REGION_BEFORE = 8
_SETTING_AGAINST = frozenset(
    {
        *("to", "against", "vs", "versus", "instead", "rather", "not", "than", "was", "were", "where", "before"),
        *("compared", "→", "->", "earlier", "previously"),
    }
)
_NO_OBJECT = frozenset({"by", "a", "an", "the", "another", "over", "about"})
_CONDITION_LEADS = frozenset(
    {"on", "at", "with", "for", "in", "within", "over", "every", "during", "after", "across", "last"}
)
_OVER_ANOTHER = frozenset({("over",), ("vs",), ("versus",), ("against",)})
_SAME_REACH = 12
_CAUSE_REACH = 3
_LESS_LEADS = frozenset({"with", "at", "on", "using", "from", "in", "for", "a", "only", "just", "about", "under"})
_LARGER_UNITS = {unit: rank for rank, units in enumerate(q.TIME_UNITS) for unit in units}
_SCALE_FREE = frozenset({q.PERCENT, q.MULTIPLE, q.RATIO, q.FRACTION})


def find_changes(s: Sentence, words: OutcomeWords) -> Iterator[tuple[int, int, bool]]:
    """Yield the token ranges of changes in numbers, and whether each says what it measures."""
    yield from _pairs(s, words)
    yield from _verbs_of_change(s, words)
    yield from _directions(s, words)
    yield from _parts(s, words)
    yield from _prevented(s, words)
    yield from _same_for_less(s, words)
    yield from _units(s)
    yield from _consequences(s, words)


def _pairs(s: Sentence, words: OutcomeWords) -> Iterator[tuple[int, int, bool]]:
    """Find two values of one measure set against each other: `from 14 h to 3 h`, `9%, was 34%`."""
    found = [quantity for quantity in s.quantities if quantity.kind != q.YEAR]
    for first, second in pairwise(found):
        gap = s.lowers[first.end : second.start]
        if len(gap) > _PAIR_REACH or not _comparable(first, second):
            continue
        against = _SETTING_AGAINST.intersection(gap)
        if not against or (against == {"to"} and not _is_change_to(s, first, second)):
            continue
        before = s.lowers[max(0, first.start - _REGION_BEFORE) : first.start]
        sound = (
            first.kind not in _SCALE_FREE
            or not words.vague.intersection(before)
            or bool(words.measures.intersection(before))
        )
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


def _verbs_of_change(s: Sentence, words: OutcomeWords) -> Iterator[tuple[int, int, bool]]:
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
        if lead in _CONDITION_LEADS or s.joined(quantity.start) or s.joined(quantity.end - 1):
            continue
        return quantity
    return None


def _clause_ends(s: Sentence, start: int, end: int) -> bool:
    return any(token.kind == MARK and token.text in CLAUSE_MARKS for token in s.tokens[start:end])


def _fits(base: str, amount: Quantity, words: OutcomeWords) -> bool:
    if base in words.unproductive:
        return amount.kind in {q.MONEY, q.POINTS} or (base == "add" and amount.kind == q.RATIO)
    if amount.kind == q.COUNT:
        return base in words.lower and base not in words.unproductive
    return amount.kind in q.EFFECT_KINDS


def _is_sound(s: Sentence, words: OutcomeWords, base: str, verb: int, end: int) -> bool:
    """Tell whether a change in percent says of what: a measure, and not `performance`."""
    region = s.lowers[verb + 1 : end]
    says_of_what = any(word.isalpha() and word not in _NO_OBJECT for word in region)
    is_passive = verb > 0 and s.lowers[verb - 1] in AUXILIARIES
    if is_passive or not says_of_what:
        region = s.lowers[max(0, verb - _REGION_BEFORE) : verb]
    if any(first in words.vague_with_percent and second == "of" for first, second in pairwise(region)):
        return False
    if words.measures.intersection(region):
        return True
    if base in words.improve:
        return False
    return not (words.vague.intersection(region) or words.vague_with_percent.intersection(region))


def _directions(s: Sentence, words: OutcomeWords) -> Iterator[tuple[int, int, bool]]:
    """Find an amount with a word of direction: `44% fewer`, `down 38%`, `a 22% reduction in WER`, `1.7x over cuBLAS`."""
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
        if amount.kind == q.MULTIPLE and s.lowers[amount.end : amount.end + 1] in _OVER_ANOTHER:
            yield amount.start, amount.end + 1, not words.vague.intersection(before)


def _names_more(s: Sentence, words: OutcomeWords, amount: Quantity, index: int) -> bool:
    around = s.lowers[amount.end : index + 4]
    return not words.vague.intersection(around) or bool(words.measures.intersection(around))


def _noun_is_sound(s: Sentence, words: OutcomeWords, amount: Quantity, index: int) -> bool:
    """Tell whether `a 35% uplift` says of what."""
    between = s.lowers[amount.end : index]
    after = (
        s.lowers[index + 1 : index + 7]
        if s.lowers[index + 1 : index + 2] in {("in",), ("of",), ("on",), ("over",), ("for",), ("to",)}
        else ()
    )
    region = (*between, *after)
    if words.measures.intersection(region):
        return True
    return bool(region) and not (words.vague.intersection(region) or words.vague_with_percent.intersection(region))


def _parts(s: Sentence, words: OutcomeWords) -> Iterator[tuple[int, int, bool]]:
    """Find parts and multiples: `a tenth of the latency`, `three times as many`, `twice the traffic`."""
    for amount in s.quantities:
        if amount.kind not in {q.FRACTION, q.MULTIPLE}:
            continue
        after = s.lowers[amount.end : amount.end + _DIRECTION_REACH]
        if amount.kind == q.FRACTION and after[:1] in {("the",), ("of",)} and words.measures.intersection(after):
            yield amount.start, amount.end, True
        if amount.kind == q.MULTIPLE and after[:1] == ("the",):
            yield amount.start, amount.end, not words.vague.intersection(after)
        if after[:1] == ("as",) or after[:2] in {("of", "what"), ("of", "that")}:
            yield amount.start, amount.end, True


def _prevented(s: Sentence, words: OutcomeWords) -> Iterator[tuple[int, int, bool]]:
    """Find what was kept from happening, counted: `caught two similar breaks`, `of which it blocked 2`."""
    for amount in s.quantities:
        if amount.kind not in {q.COUNT, q.FRACTION, q.MONEY, q.BARE}:
            continue
        reach = 1 if amount.kind == q.BARE else 4
        for index in range(max(0, amount.start - reach), amount.start):
            verb = s.verbs[index]
            if verb is None or verb.base not in words.stop or BASE in verb.forms - {PAST}:
                continue
            if verb.base != "keep" or "from" in s.lowers[amount.end : amount.end + 3]:
                yield index, amount.end, True


def _same_for_less(s: Sentence, words: OutcomeWords) -> Iterator[tuple[int, int, bool]]:
    """Find what was kept with a part of what it took: `matched its BLEU with a quarter of the parameters`."""
    for amount in s.quantities:
        lead, following = s.lowers[amount.start - 1], s.lowers[amount.end : amount.end + 1]
        if (
            amount.kind not in {q.PERCENT, q.FRACTION}
            or lead not in _LESS_LEADS
            or following not in {("of",), ("the",)}
        ):
            continue
        for index in range(max(0, amount.start - _SAME_REACH), amount.start):
            if s.lowers[index] in words.same:
                yield index, amount.end + 1, True
                break


def _units(s: Sentence) -> Iterator[tuple[int, int, bool]]:
    """Find a change told by units alone: `from hours to minutes`."""
    for index in range(1, len(s.lowers) - 1):
        if s.lowers[index] not in {"to", "into", "→", "->"}:
            continue
        first, second = _LARGER_UNITS.get(s.lowers[index - 1]), _LARGER_UNITS.get(s.lowers[index + 1])
        if first is not None and second is not None and first != second:
            yield index - 1, index + 2, True


def _consequences(s: Sentence, words: OutcomeWords) -> Iterator[tuple[int, int, bool]]:
    """Find what work led to, counted: `led to 3 arrests`; a percentage needs its measure."""
    for start, end, _ in words.causes.find(s.lowers):
        for amount in s.quantities:
            if 0 <= amount.start - end < _CAUSE_REACH and amount.kind in {q.COUNT, q.MONEY, q.FRACTION}:
                yield start, amount.end, True


def is_offline(s: Sentence, start: int, end: int, words: OutcomeWords) -> bool:
    """Tell whether a change is of a training quantity that means nothing outside."""
    return words.offline.first(s.lowers[max(0, start - _REGION_BEFORE) : end]) is not None

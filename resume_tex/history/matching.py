"""Which item of one list is which of another: by what is equal, then by what is most alike; knows nothing of resumes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

A = TypeVar("A")
B = TypeVar("B")
Pairs = list[tuple[int, int]]

_WORD: Final = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")
_SHORT: Final = 3
_SHORT_WEIGHT: Final = 0.25
"""Words such as `the` and `by` are in every text and tell little."""
_MOST_COMPARISONS: Final = 400_000


def words_of(texts: Iterable[str]) -> Mapping[str, float]:
    """Return the words of texts, each with how often it stands there and how much it tells."""
    counts = Counter(word.lower() for text in texts for word in _WORD.findall(text))
    return {
        word: count * (_SHORT_WEIGHT if len(word) <= _SHORT and word.isalpha() and word.isascii() else 1.0)
        for word, count in counts.items()
    }


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return how much of two texts' words they share, from 0 to 1; the same either way round."""
    total = sum(one.values()) + sum(other.values())
    if not total:
        return 0.0
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return 2 * sum(min(weight, large[word]) for word, weight in small.items() if word in large) / total


def pair_equal(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """Pair items that are equal, the first with the first."""
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    for j, item in enumerate(new):
        places[item].append(j)
    taken: Counter[Hashable] = Counter()
    pairs = []
    for i, item in enumerate(old):
        if taken[item] < len(places[item]):
            pairs.append((i, places[item][taken[item]]))
            taken[item] += 1
    return pairs


def pair_alike(old: Sequence[A], new: Sequence[B], score: Callable[[A, B], float], least: float) -> Pairs:
    """Pair items that are alike, the most alike first, none with a score below `least`; the same either way round."""
    if len(old) * len(new) > _MOST_COMPARISONS:
        return []
    found = []
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            value = score(one, other)
            if value >= least:
                found.append((-value, abs(i - j), i + j, i, j))
    pairs, used_old, used_new = [], set(), set()
    for _, _, _, i, j in sorted(found):
        if i not in used_old and j not in used_new:
            pairs.append((i, j))
            used_old.add(i)
            used_new.add(j)
    return sorted(pairs)


def unpaired(pairs: Iterable[tuple[int, int]], old: int, new: int) -> tuple[list[int], list[int]]:
    """Return the places of two lists of `old` and `new` items that are in no pair."""
    taken = list(pairs)
    left, right = {i for i, _ in taken}, {j for _, j in taken}
    return [i for i in range(old) if i not in left], [j for j in range(new) if j not in right]


def out_of_order(places: Sequence[int]) -> set[int]:
    """Return which of some places, listed in another order, must have been moved: as few as explain the order."""
    tails: list[int] = []
    last: list[int] = []
    before = [-1] * len(places)
    for index, place in enumerate(places):
        length = bisect_left(tails, place)
        before[index] = last[length - 1] if length else -1
        if length == len(tails):
            tails.append(place)
            last.append(index)
        else:
            tails[length] = place
            last[length] = index
    kept = set()
    index = last[-1] if last else -1
    while index >= 0:
        kept.add(places[index])
        index = before[index]
    return set(places) - kept

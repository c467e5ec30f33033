"""Which words of a text were kept, removed and added; knows nothing of resumes."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple, TypeVar

Fate = Literal["kept", "removed", "added"]
T = TypeVar("T", bound=Hashable)

_IDEOGRAPH: Final = r"[\u3040-\u30ff\u3400-\u9fff]"
"""Chinese and Japanese have no spaces between words: each sign counts as one."""
_LETTERS: Final = rf"(?:(?!{_IDEOGRAPH})[^\W_])+"
_TOKEN: Final = re.compile(rf"\s+|{_IDEOGRAPH}|[$€£¥]?{_LETTERS}(?:[.,'’@+-]?{_LETTERS})*%?|.", re.DOTALL)
_CHUNK: Final = re.compile(r"\s+|\S+")
_WEAK: Final = 3
"""A kept stretch of so few letters between two changes only cuts them into pieces."""
_LEAST_KEPT: Final = 0.25
"""When less than this share of the longer text is kept, one text replaced the other."""
_MOST_TOKENS: Final = 4000
"""Longer texts are compared as wholes: the comparison takes time that grows with the square of the length."""


class Run(NamedTuple):
    """A stretch of text and what became of it."""

    fate: Fate
    text: str


class Stretch(NamedTuple):
    """A stretch of tokens and what became of it: which of the tokens before, and which of those after."""

    fate: Fate
    before: slice
    after: slice


def compare_words(before: str, after: str) -> tuple[Run, ...]:
    """Compare two texts word by word; what was removed comes before what was added in its place."""
    return _runs(split_words(before), split_words(after))


def compare_chunks(before: str, after: str) -> tuple[Run, ...]:
    """Compare two texts by what stands between spaces, so that changes begin and end there."""
    return _runs(_CHUNK.findall(before), _CHUNK.findall(after))


def split_words(text: str) -> list[str]:
    """Split a text into words, white space and signs; joined, they are the text."""
    return _TOKEN.findall(text)


def _runs(old: list[str], new: list[str]) -> tuple[Run, ...]:
    stretches = align_tokens(old, new, text_of=str)
    return tuple(Run(s.fate, "".join(new[s.after] if s.fate == "added" else old[s.before])) for s in stretches)


def align_tokens(old: Sequence[T], new: Sequence[T], text_of: Callable[[T], str]) -> Iterator[Stretch]:
    """Say which tokens are kept, removed and added, as a reader would; `text_of` gives a token's text."""
    texts = [text_of(token) for token in old], [text_of(token) for token in new]
    pairs = list(_pairs(old, new, swapped=texts[1] < texts[0]))
    runs = _worth_keeping(list(_consecutive(pairs)), texts[0], len(old), len(new))
    kept = sum(_letters(texts[0][slice(*run.before)]) for run in runs)
    if kept < _LEAST_KEPT * max(map(_letters, texts)):
        runs = []
    i = j = 0
    for run in (*runs, _Block((len(old), len(old)), (len(new), len(new)))):
        if run.before[0] > i:
            yield Stretch("removed", slice(i, run.before[0]), slice(j, j))
        if run.after[0] > j:
            yield Stretch("added", slice(run.before[0], run.before[0]), slice(j, run.after[0]))
        i, j = run.before[1], run.after[1]
        if run.before[0] < i:
            yield Stretch("kept", slice(*run.before), slice(*run.after))


class _Block(NamedTuple):
    """Tokens that are the same before and after: from, to."""

    before: tuple[int, int]
    after: tuple[int, int]


def _pairs(old: Sequence[T], new: Sequence[T], *, swapped: bool) -> Iterator[tuple[int, int]]:
    """Yield the places of tokens that are kept; the same ones whichever of the two texts comes first."""
    if max(len(old), len(new)) > _MOST_TOKENS:
        if list(old) == list(new):
            yield from zip(range(len(old)), range(len(new)), strict=True)
        return
    matcher = SequenceMatcher(None, new, old, False) if swapped else SequenceMatcher(None, old, new, False)
    for i, j, size in matcher.get_matching_blocks():
        for offset in range(size):
            yield (j + offset, i + offset) if swapped else (i + offset, j + offset)


def _consecutive(pairs: list[tuple[int, int]]) -> Iterator[_Block]:
    start = 0
    for index in range(1, len(pairs) + 1):
        if index == len(pairs) or pairs[index] != (pairs[index - 1][0] + 1, pairs[index - 1][1] + 1):
            (i, j), (k, m) = pairs[start], pairs[index - 1]
            yield _Block((i, k + 1), (j, m + 1))
            start = index


def _worth_keeping(runs: list[_Block], texts: list[str], old: int, new: int) -> list[_Block]:
    """Leave out the stretches between two changes that are too short to tell anything."""
    return [
        run
        for run in runs
        if run.before[0] == run.after[0] == 0
        or (run.before[1] == old and run.after[1] == new)
        or _letters(texts[slice(*run.before)]) > _WEAK
        or run.before[1] - run.before[0] > 2
    ]


def _letters(texts: Iterable[str]) -> int:
    return sum(map(str.isalnum, "".join(texts)))

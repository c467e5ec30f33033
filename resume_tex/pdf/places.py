"""Finds the expected texts on the pages: those that stand there but once first, and between them the others."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from resume_tex.pdf.fields import Expected
from resume_tex.pdf.reading import Line, PdfText
from resume_tex.pdf.spelling import SpelledLines

_TELLING = 10
"""Characters from which on a text that stands on the page once is taken to be meant, wherever that is."""
_NEAR = 60
"""Characters of other text that may stand between neighbours: labels, numbers, the theme's own words."""
_SAME_HEIGHT = 1.0
_NUMBERS = re.compile(r"\d+")


class Place(NamedTuple):
    """Where a text stands, as a range of the pages' characters."""

    start: int
    end: int


class Placement:
    """The expected texts and where they stand on the pages.

    Attributes:
        expected: The texts.
        places: For each its place, or None when it is not in its order.
        lines: The lines of the pages without their feet.
        text: The characters of those lines.
    """

    def __init__(self, pdf: PdfText, expected: Sequence[Expected]) -> None:
        self.expected = tuple(expected)
        self.lines = body_lines(pdf)
        self.text = SpelledLines(line.text for line in self.lines)
        self.places: list[Place | None] = [None] * len(self.expected)
        self._taken: list[tuple[int, int]] = []
        self._place_anchors()
        self._place_others()

    @cached_property
    def displaced(self) -> frozenset[int]:
        """Return the texts, by index, that stand on the page but not in their order."""
        missing = [index for index, place in enumerate(self.places) if place is None]
        return frozenset(index for index in missing if self._anywhere(self.expected[index]))

    def lines_of(self, index: int) -> range:
        """Return the lines, by index, that a text stands on; empty when it was not found."""
        place = self.places[index]
        if place is None:
            return range(0)
        return range(self.text.line_at(place.start), self.text.line_at(place.end - 1) + 1)

    def _place_anchors(self) -> None:
        """Place the texts that are long and stand on the page once, as many as stand in their order."""
        found: list[tuple[int, int, Place]] = []
        for index, item in enumerate(self.expected):
            words = item.spelled.text
            start = self.text.text.find(words) if len(words) >= _TELLING else -1
            if start >= 0 and self._fits(start, words) and self.text.text.find(words, start + 1) < 0:
                found.append((item.group, index, Place(start, start + len(words))))
        found.sort(key=lambda each: (each[0], each[2].start))
        end = -1
        for at in _longest_rising([place.start for _, _, place in found]):
            _, index, place = found[at]
            if place.start >= end:
                self._put(index, place)
                end = place.end

    def _place_others(self) -> None:
        """Place what remains, each between its neighbours."""
        ceilings = self._ceilings()
        floor = floor_of_group = slack = 0
        group = -1
        for index in self._searched():
            item = self.expected[index]
            if item.group != group:
                group, floor_of_group = item.group, floor
            place = self.places[index]
            if place is None:
                place = self._between(item, floor_of_group, ceilings[index], floor + _NEAR + slack)
                if place is None:
                    slack += 2 * len(item.spelled.text)
                    continue
                self._put(index, place)
            if place.end > floor:
                floor, slack = place.end, 0

    def _searched(self) -> list[int]:
        """Return the texts in their order; those of a group by length, as a short one may be part of a long one."""
        return sorted(
            range(len(self.expected)),
            key=lambda index: (self.expected[index].group, -len(self.expected[index].spelled.text), index),
        )

    def _ceilings(self) -> list[int]:
        """Return for each text where the next group's first anchor begins."""
        out = [len(self.text.text)] * len(self.expected)
        limit, group, earliest = len(self.text.text), None, len(self.text.text)
        for index in range(len(self.expected) - 1, -1, -1):
            if self.expected[index].group != group:
                group, limit = self.expected[index].group, earliest
            out[index] = limit
            place = self.places[index]
            if place is not None:
                earliest = min(earliest, place.start)
        return out

    def _between(self, item: Expected, floor: int, ceiling: int, latest: int) -> Place | None:
        words = item.spelled.text
        start = self.text.text.find(words, floor, ceiling)
        while 0 <= start <= latest:
            if self._fits(start, words) and self._is_free(start, start + len(words)):
                return Place(start, start + len(words))
            start = self.text.text.find(words, start + 1, ceiling)
        return None

    def _anywhere(self, item: Expected) -> bool:
        return self._between(item, 0, len(self.text.text), len(self.text.text)) is not None

    def _fits(self, start: int, words: str) -> bool:
        return self.text.is_border(start) and self.text.is_border(start + len(words))

    def _is_free(self, start: int, end: int) -> bool:
        at = bisect_left(self._taken, (start, end))
        before = at > 0 and self._taken[at - 1][1] > start
        after = at < len(self._taken) and self._taken[at][0] < end
        return not (before or after)

    def _put(self, index: int, place: Place) -> None:
        self.places[index] = place
        self._taken.insert(bisect_left(self._taken, (place.start, place.end)), (place.start, place.end))


def body_lines(pdf: PdfText) -> tuple[Line, ...]:
    """Return the lines without those that stand at one height of every page and count the pages."""
    feet = set()
    if pdf.pages > 1:
        last = [next((line for line in reversed(pdf.lines) if line.page == page), None) for page in range(pdf.pages)]
        first = next((line for line in last if line is not None), None)
        if first is not None and all(line is not None and _is_foot(line, first) for line in last):
            feet = {id(line) for line in last}
    return tuple(line for line in pdf.lines if id(line) not in feet)


def _is_foot(line: Line, first: Line) -> bool:
    return (
        abs(line.baseline - first.baseline) < _SAME_HEIGHT
        and _NUMBERS.sub("", line.text) == _NUMBERS.sub("", first.text)
        and line.page + 1 in map(int, _NUMBERS.findall(line.text)[-2:])
    )


def _longest_rising(values: Iterable[int]) -> list[int]:
    """Return the indices of the longest subsequence that rises."""
    numbers = list(values)
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(tails[at - 1] if at else -1)
        tails[at : at + 1] = [index]
        ends[at : at + 1] = [number]
    out: list[int] = []
    index = tails[-1] if tails else -1
    while index >= 0:
        out.append(index)
        index = before[index]
    return out[::-1]

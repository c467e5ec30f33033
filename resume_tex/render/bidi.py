"""The Unicode Bidirectional Algorithm (UAX #9) for one paragraph without explicit controls, as nested spans of text.

TeX engines set what they are told from left to right or from right to left; which is which is decided here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple, cast

_STRONG: Final = {"L": 0, "R": 1, "AL": 1}
_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON"})
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›", "（": "）", "「": "」", "『": "』", "【": "】"}
_MIRROR: Final = str.maketrans(
    {**_BRACKETS, **{closing: opening for opening, closing in _BRACKETS.items()}, "<": ">", ">": "<"}
)
_CLOSING: Final = {closing: opening for opening, closing in _BRACKETS.items()}


class Span(NamedTuple):
    """A piece of a paragraph: text, or pieces that run in the other direction.

    Attributes:
        rightward: The direction of what is in it: True from left to right.
        text: The text; nothing if there are parts.
        parts: Pieces in reading order.
    """

    rightward: bool
    text: str = ""
    parts: tuple[Span, ...] = ()


def has_right_to_left(text: str) -> bool:
    """Tell whether any character runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in {"R", "AL"} for char in set(text))


def mirrored(text: str) -> str:
    """Return a text with each bracket turned round, as it is drawn from right to left."""
    return text.translate(_MIRROR)


def base_direction(text: str) -> int:
    """Return 1 for a text whose first letter runs from right to left, else 0 (rules P2 and P3)."""
    for char in text:
        direction = _STRONG.get(unicodedata.bidirectional(char))
        if direction is not None:
            return direction
    return 0


def spans(text: str, base: int) -> tuple[Span, ...]:
    """Return a paragraph's pieces in reading order; `base` is 0 or 1, its own direction."""
    return tuple(_nest(text, levels(text, base), base))


def levels(text: str, base: int) -> list[int]:
    """Return the embedding level of every character: even from left to right, odd from right to left."""
    own = "R" if base else "L"
    kinds = _weak([unicodedata.bidirectional(char) or "L" for char in text], own)
    _brackets(text, kinds, own)
    _neutral(kinds, own)
    out = []
    for kind in kinds:
        if base:
            out.append(base if kind == "R" else base + 1)
        else:
            out.append({"L": 0, "R": 1}.get(kind, 2))
    for index in range(len(text) - 1, -1, -1):  # L1: white space at the end
        if not text[index].isspace():
            break
        out[index] = base
    return out


def _weak(kinds: list[str], own: str) -> list[str]:
    """Resolve numbers, marks and what belongs to numbers (rules W1 to W7)."""
    previous, strong = own, own
    for index, given in enumerate(kinds):
        kind = given
        if kind in {"NSM", "BN"}:
            kind = previous
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        if kind in _STRONG:
            strong = kind
        kinds[index] = previous = kind
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for index in range(1, len(kinds) - 1):
        around = {kinds[index - 1], kinds[index + 1]}
        if (kinds[index] == "ES" and around == {"EN"}) or (kinds[index] == "CS" and around in ({"EN"}, {"AN"})):
            kinds[index] = kinds[index - 1]
    _terminators(kinds)
    strong = own
    for index, kind in enumerate(kinds):
        if kind in {"ES", "ET", "CS"}:
            kinds[index] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"
    return kinds


def _terminators(kinds: list[str]) -> None:
    """Give signs beside European numbers to them (rule W5)."""
    index = 0
    while index < len(kinds):
        end = index
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > index and "EN" in kinds[max(0, index - 1) : index] + kinds[end : end + 1]:
            kinds[index:end] = ["EN"] * (end - index)
        index = max(end, index + 1)


def _brackets(text: str, kinds: list[str], own: str) -> None:
    """Give both brackets of a pair one direction (rule N0)."""
    for opening, closing in sorted(_pairs(text, kinds)):
        inside = {_direction(kind) for kind in kinds[opening + 1 : closing]} - {None}
        if own in inside:
            kinds[opening] = kinds[closing] = own
        elif inside:
            other = cast(str, inside.pop())
            before = next((d for kind in reversed(kinds[:opening]) if (d := _direction(kind))), own)
            kinds[opening] = kinds[closing] = other if before == other else own


def _pairs(text: str, kinds: list[str]) -> Iterator[tuple[int, int]]:
    stack: list[int] = []
    for index, char in enumerate(text):
        if kinds[index] != "ON":
            continue
        if char in _BRACKETS:
            stack.append(index)
        elif char in _CLOSING:
            for depth in range(len(stack) - 1, -1, -1):
                if text[stack[depth]] == _CLOSING[char]:
                    yield stack[depth], index
                    del stack[depth:]
                    break


def _direction(kind: str) -> str | None:
    """Return how a resolved kind counts for what stands beside it: numbers as from right to left."""
    return "L" if kind == "L" else "R" if kind in {"R", "EN", "AN"} else None


def _neutral(kinds: list[str], own: str) -> None:
    """Resolve what has no direction by what stands around it (rules N1 and N2)."""
    index = 0
    while index < len(kinds):
        end = index
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > index:
            before = _direction(kinds[index - 1]) if index else own
            after = _direction(kinds[end]) if end < len(kinds) else own
            kinds[index:end] = [before if before == after and before else own] * (end - index)
        index = max(end, index + 1)


def _nest(text: str, found: list[int], level: int) -> Iterator[Span]:
    index = 0
    while index < len(text):
        end = index
        inner = found[index] > level
        while end < len(text) and (found[end] > level) == inner:
            end += 1
        piece = text[index:end]
        if inner:
            yield Span(level % 2 == 1, parts=tuple(_nest(piece, found[index:end], level + 1)))
        else:
            yield Span(level % 2 == 0, piece)
        index = end

r"""Inline markup of text fields, as a small tree: bold, italic, code and links; everything else is text.

Emphasis opens and closes only at the outside of a word, so that `2 * 3 * 4`, `**kwargs` and `a*b*c` stay as they are.
A backslash keeps a mark from being one: `\*`, `\[`, `` \` ``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Bold:
    """`**strong**`."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Italic:
    """`*emphasised*`."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """`` `code` ``; nothing inside is markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """`[text](url)`; only web, mail and telephone addresses are links."""

    url: str
    children: tuple[Inline, ...]


Inline = Text | Bold | Italic | Code | Link


@dataclass(frozen=True, slots=True)
class Added:
    """Words that an earlier revision does not have."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """Words of an earlier revision that are gone."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Words that stood elsewhere in an earlier revision."""

    children: tuple[Inline, ...]


Revised = tuple[Inline | Added | Removed | Moved, ...]
"""A text with its changes since an earlier revision; markup itself never makes these marks."""


_MARKS = re.compile(r"\\|\*+|`+|\[")
_MAX_DEPTH = 4
_MAX_REACH = 2000  # characters between a mark and its partner; keeps the cost linear in the length of the text
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]\(\s*<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\s*\)", re.DOTALL)
_STARS = re.compile(r"\*+")
_BACKTICKS = re.compile(r"`+")
_URL_START = re.compile(r"(?:https?://|mailto:|tel:)\S|[\w.-]+\.[a-z]{2,}(?:[/?#:]|\Z)", re.IGNORECASE)
_ESCAPABLE = "\\*`[]()"


def parse_inline(source: str) -> tuple[Inline, ...]:
    """Read inline markup; never fails: what is no markup is text."""
    return _parse(source, 0)


def plain_text(nodes: tuple[Inline, ...]) -> str:
    """Return the words without the markup."""
    return "".join(node.text if isinstance(node, Text | Code) else plain_text(node.children) for node in nodes)


def link_targets(nodes: tuple[Inline, ...]) -> Iterator[str]:
    """Yield the address of every link."""
    for node in nodes:
        if isinstance(node, Link):
            yield node.url
        if isinstance(node, Bold | Italic | Link):
            yield from link_targets(node.children)


def _parse(source: str, depth: int) -> tuple[Inline, ...]:
    nodes: list[Inline] = []
    words: list[str] = []
    position = 0
    closers = _closers(source)
    while (mark := _MARKS.search(source, position)) is not None:
        words.append(source[position : mark.start()])
        found = _construct(source, mark.start(), depth, closers)
        if found is None:
            words.append(mark[0])
            position = mark.end()
            continue
        node, position = found
        if isinstance(node, Text):
            words.append(node.text)
            continue
        _flush(words, nodes)
        nodes.append(node)
    words.append(source[position:])
    _flush(words, nodes)
    return tuple(nodes)


def _flush(words: list[str], nodes: list[Inline]) -> None:
    text = "".join(words)
    words.clear()
    if text:
        nodes.append(Text(text))


def _closers(source: str) -> tuple[list[int], ...]:
    """Return where runs of one, two and three stars end an emphasis, if one is open."""
    found: tuple[list[int], ...] = ([], [], [])
    for run in _STARS.finditer(source):
        start, length = run.start(), run.end() - run.start()
        if length <= 3 and source[start - 1 : start] not in {"", "\\"} and _closes(source, start, length):
            found[length - 1].append(start)
    return found


def _construct(source: str, start: int, depth: int, closers: tuple[list[int], ...]) -> tuple[Inline, int] | None:
    """Return the construct that begins at `start` and the index after it, or None."""
    char = source[start]
    if depth > _MAX_DEPTH:
        return None
    if char == "\\":
        if source[start + 1 : start + 2] and source[start + 1] in _ESCAPABLE:
            return Text(source[start + 1]), start + 2
        return None
    if char == "`":
        return _code(source, start)
    if char == "[":
        link = _LINK.match(source, start)
        if link is None or not _URL_START.match(link[2]):
            return None
        return Link(link[2], _parse(link[1], depth + 1)), link.end()
    return _emphasis(source, start, depth, closers)


def _code(source: str, start: int) -> tuple[Inline, int] | None:
    opening = _BACKTICKS.match(source, start)
    assert opening is not None
    for closing in _BACKTICKS.finditer(source, opening.end(), start + _MAX_REACH):
        if closing.end() - closing.start() == opening.end() - start:
            inner = source[opening.end() : closing.start()]
            return Code(inner.strip() or inner), closing.end()
    return None


def _emphasis(source: str, start: int, depth: int, closers: tuple[list[int], ...]) -> tuple[Inline, int] | None:
    opening = _STARS.match(source, start)
    assert opening is not None
    run = opening.end() - start
    if run > 3 or not _opens(source, start, run):
        return None
    ends = closers[run - 1]
    index = bisect_right(ends, opening.end())
    if index == len(ends) or ends[index] + run > start + _MAX_REACH:
        return None
    inner = _parse(source[opening.end() : ends[index]], depth + 1)
    if run == 1:
        return Italic(inner), ends[index] + run
    return Bold(inner if run == 2 else (Italic(inner),)), ends[index] + run


def _opens(source: str, start: int, run: int) -> bool:
    before, after = source[max(start - 1, 0) : start], source[start + run : start + run + 1]
    inside_word = _in_words(before) or before in {"_", "*", ")", "]"}
    return not inside_word and bool(after) and not after.isspace()


def _closes(source: str, end: int, run: int) -> bool:
    after = source[end + run : end + run + 1]
    return not source[end - 1].isspace() and not (_in_words(after) or after == "_")


def _in_words(char: str) -> bool:
    """Tell whether a character is part of words that spaces part; those of East Asia stand without spaces."""
    return char.isalnum() and not ("\u2e80" <= char <= "\ud7ff" or "\uf900" <= char <= "\uffef" or char >= "\U00020000")

"""Moves whole pieces of a YAML document's text: entries of a list into another order, an item into another list.

Comments above an entry move with it; whatever cannot be moved safely is left alone. Knows nothing of resumes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from resume_tex.diagnostics import Path, Position, Span
from resume_tex.document.source import RawSpan, SourceDocument

_FLOW_SIGNS = re.compile(r"[,\[\]{}]")


class _Edit(NamedTuple):
    """Put `text` where the characters from `start` to `end` are."""

    start: int
    end: int
    text: str


def reorder_items(source: SourceDocument, path: Path, order: Sequence[int]) -> tuple[Span, str] | None:
    """Put the items of the list at `path` into an order, given by their present indices.

    Returns:
        The range to replace and the text to put there; None when the list's layout is not simple enough.
    """
    pieces = _Layout(source).pieces(path)
    if pieces is None or sorted(order) != list(range(len(pieces))):
        return None
    text = source.text
    out = ""
    for place, index in enumerate(order):
        if place:
            out += text[pieces[place - 1][1] : pieces[place][0]]
        out += text[slice(*pieces[index])]
    return _Layout(source).replacement(_Edit(pieces[0][0], pieces[-1][1], out))


def move_item(source: SourceDocument, item: Path, target: Path) -> tuple[Span, str] | None:
    """Move a scalar item of one list to the end of another.

    Returns:
        The range to replace and the text to put there; None when a list's layout is not simple enough.
    """
    layout = _Layout(source)
    taken, value = layout.removal(item), layout.scalar(item)
    if taken is None or value is None:
        return None
    put = layout.insertion(target, value)
    if put is None or (taken.start < put.end and put.start < taken.end):
        return None
    first, last = sorted((taken, put), key=lambda edit: edit.start)
    between = source.text[first.end : last.start]
    return layout.replacement(_Edit(first.start, last.end, first.text + between + last.text))


class _Layout:
    """Where the pieces of a document's text begin and end, as indices."""

    def __init__(self, source: SourceDocument) -> None:
        self._source = source
        self._text = source.text
        self._starts = [0, *(match.end() for match in re.finditer("\n", source.text))]

    def replacement(self, edit: _Edit) -> tuple[Span, str]:
        """Return an edit as a span and its text."""
        return Span(self._position(edit.start), self._position(edit.end)), edit.text

    def pieces(self, path: Path) -> list[tuple[int, int]] | None:
        """Return the ranges of a list's items: in flow style the values, in block style whole lines with comments above."""
        count = self._count(path)
        if count < 1:
            return None
        values = [self._source.values[(*path, index)] for index in range(count)]
        if self._is_flow(path):
            return [(self._index(v.start_line, v.start_column), self._index(v.end_line, v.end_column)) for v in values]
        lines = [value.start_line for value in values]
        if len(set(lines)) != count or any(self._line(v.start_line)[: v.start_column].strip() != "-" for v in values):
            return None
        floor = self._source.keys[path].start_line + 1 if path in self._source.keys else 0
        heads = [
            self._with_comments(line, floor if index == 0 else values[index - 1].end_line + 1)
            for index, line in enumerate(lines)
        ]
        ends = [
            self._last_line(values[index], heads[index + 1] if index + 1 < count else len(self._starts))
            for index in range(count)
        ]
        return [
            (self._starts[head], self._starts[end] + len(self._line(end)))
            for head, end in zip(heads, ends, strict=True)
        ]

    def removal(self, item: Path) -> _Edit | None:
        """Return the edit that takes an item out of its list."""
        value = self._source.values.get(item)
        if value is None or not isinstance(item[-1], int):
            return None
        path, index = item[:-1], item[-1]
        start, end = self._index(value.start_line, value.start_column), self._index(value.end_line, value.end_column)
        if not self._is_flow(path):
            line = value.start_line
            if self._line(line)[: value.start_column].strip() != "-" or value.end_line != line or self._count(path) < 2:
                return None
            return _Edit(self._starts[line], min(self._starts[line] + len(self._line(line)) + 1, len(self._text)), "")
        if index + 1 < self._count(path):
            following = self._source.values[(*path, index + 1)]
            return _Edit(start, self._index(following.start_line, following.start_column), "")
        if index:
            previous = self._source.values[(*path, index - 1)]
            return _Edit(self._index(previous.end_line, previous.end_column), end, "")
        return _Edit(start, end, "")

    def insertion(self, path: Path, value: str) -> _Edit | None:
        """Return the edit that adds a value at the end of a list."""
        count = self._count(path)
        own = self._source.values.get(path)
        if own is None:
            return None
        if self._is_flow(path):
            quoted = value[:1] in {"'", '"'} or not _FLOW_SIGNS.search(value)
            if not quoted and '"' in value:
                return None
            written = value if quoted else f'"{value}"'
            end = self._index(own.end_line, own.end_column) - 1
            if count:
                last = self._source.values[(*path, count - 1)]
                end = self._index(last.end_line, last.end_column)
            return _Edit(end, end, f", {written}" if count else written)
        if not count:
            return None
        last = self._source.values[(*path, count - 1)]
        line = self._line(last.start_line)
        if line[: last.start_column].strip() != "-" or last.end_line != last.start_line:
            return None
        end = self._starts[last.start_line] + len(line)
        return _Edit(end, end, f"\n{line[: last.start_column]}{value}")

    def scalar(self, path: Path) -> str | None:
        """Return a scalar as it is written, quotes included; None for one of several lines."""
        value = self._source.values.get(path)
        if value is None or value.start_line != value.end_line:
            return None
        return self._line(value.start_line)[value.start_column : value.end_column]

    def _count(self, path: Path) -> int:
        count = 0
        while (*path, count) in self._source.values:
            count += 1
        return count

    def _is_flow(self, path: Path) -> bool:
        value = self._source.values.get(path)
        return value is not None and self._line(value.start_line)[value.start_column : value.start_column + 1] == "["

    def _with_comments(self, line: int, floor: int) -> int:
        """Return the first line of the comments that stand right above a line, but none before `floor`."""
        while line > floor and self._line(line - 1).lstrip().startswith("#"):
            line -= 1
        return line

    def _last_line(self, value: RawSpan, limit: int) -> int:
        """Return the last line that holds something of a value; a block scalar's range ends at the start of the next line."""
        last = min(value.end_line if value.end_column else value.end_line - 1, limit - 1)
        while last > value.start_line and not self._line(last).strip():
            last -= 1
        return last

    def _line(self, number: int) -> str:
        if number >= len(self._starts):
            return ""
        start = self._starts[number]
        end = self._text.find("\n", start)
        return self._text[start:] if end == -1 else self._text[start:end]

    def _index(self, line: int, column: int) -> int:
        return self._starts[line] + column

    def _position(self, index: int) -> Position:
        line = self._text.count("\n", 0, index)
        return Position(line + 1, index - self._starts[line] + 1)

"""A YAML document's text as a tree of pieces: entries with the comments above them. Joined, the pieces are the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from resume_tex.diagnostics import Path, has_errors
from resume_tex.document.source import RawSpan, SourceDocument
from resume_tex.document.yaml_source import parse_yaml

_ANCHOR: Final = re.compile(r"[:-]\s+[&!]")
_FLOW_SIGNS: Final = frozenset("[{")


@dataclass(frozen=True, slots=True)
class Leaf:
    """Text that is one thing: a value with its key."""

    text: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A list on one line: `keywords: [a, b]  # note`."""

    before: str
    items: tuple[str, ...]
    after: str

    @property
    def text(self) -> str:
        """The line."""
        return f"{self.before}{', '.join(self.items)}{self.after}"


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping or a list in block style.

    Attributes:
        kind: Which of the two.
        column: Where its keys or dashes stand.
        inline: Its first child stands on the line of what holds it, as in `- name: x`.
        children: Its keys or items.
        tail: Of the whole document: the comments at its end, which belong to no child.
    """

    kind: Literal["map", "list"]
    column: int
    inline: bool
    children: tuple[Child, ...]
    tail: str = ""

    @property
    def text(self) -> str:
        """Everything from its first child to its end."""
        return "".join(child.text_at(self, index) for index, child in enumerate(self.children)) + self.tail


@dataclass(frozen=True, slots=True)
class Child:
    """A key with its value, or an item of a list.

    Attributes:
        key: The key; None for an item.
        lead: Lines above it that belong to it: blank ones and comments.
        head: What stands before its own children: `work:` with the end of its line, or the dash.
        value: The rest.
        data: The value as parsed.
    """

    key: str | None
    lead: str
    head: str
    value: Leaf | Flow | Branch
    data: object

    @property
    def body(self) -> str:
        """Its text without the lines above it, and without the indent of its first line."""
        return self.head + self.value.text

    def text_at(self, branch: Branch, index: int) -> str:
        """Return its whole text as a child of a branch."""
        return self.lead + indent(branch, index) + self.body


def indent(branch: Branch, index: int) -> str:
    """Return what stands before a branch's child on its first line."""
    return "" if branch.inline and index == 0 else " " * branch.column


def cut(text: str) -> Branch | None:
    """Cut a document's text into pieces; None when it is no mapping, does not parse, or is laid out too oddly."""
    source, found = parse_yaml(text, "")
    if source is None or has_errors(found) or not isinstance(source.data, dict) or not source.data:
        return None
    branch = _Cutter(source).branch((), source.data, 0, len(text))
    return branch if branch is not None and branch.text == text else None


class _Cutter:
    def __init__(self, source: SourceDocument) -> None:
        self._source = source
        self._text = source.text
        self._starts = [0, *(match.end() for match in re.finditer("\n", source.text)), len(source.text) + 1]

    def branch(self, path: Path, data: object, start: int, end: int) -> Branch | None:
        """Cut the value at a path, whose text is known to be from `start` to `end`; None if that cannot be done safely."""
        names = list(data) if isinstance(data, dict) else list(range(len(data))) if isinstance(data, list) else []
        places = [self._place((*path, name)) for name in names]
        if not names or None in places or self._opens_flow(path):
            return None
        offsets = [place for place in places if place is not None]
        columns = {self._column(offset) for offset in offsets}
        if len(columns) > 1 or sorted(set(offsets)) != offsets or not start <= offsets[0] <= offsets[-1] < end:
            return None
        column = columns.pop()
        inline = bool(path) and offsets[0] == start and not self._begins_line(start)
        if not all(self._begins_line(offset) for offset in offsets[int(inline) :]):
            return None
        leads = [start, *(self._lead(offset, column, floor) for floor, offset in pairwise(offsets))]
        last = self._lead(end, column, offsets[-1]) if not path and self._text.endswith("\n") else end
        ends = [*leads[1:], last]
        parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
        children = tuple(
            self._child((*path, name), part, lead, offset, stop)
            for name, part, lead, offset, stop in zip(names, parts, leads, offsets, ends, strict=True)
        )
        return Branch("map" if isinstance(data, dict) else "list", column, inline, children, self._text[last:end])

    def _child(self, path: Path, data: object, lead: int, offset: int, end: int) -> Child:
        key = path[-1] if isinstance(path[-1], str) else None
        above = self._text[lead : max(lead, offset - self._column(offset))]
        text = self._text[offset:end]
        whole = Child(key, above, "", Leaf(text), data)
        raw = self._source.values.get(path)
        if not isinstance(data, dict | list) or not data or raw is None or _ANCHOR.search(text.partition("\n")[0]):
            return whole
        value = self._offset(raw)
        if not offset <= value < end:
            return whole
        if self._opens_flow(path):
            flow = self._flow(path, data, offset, end)
            return Child(key, above, "", flow, data) if flow is not None else whole
        newline = self._text.find("\n", offset)
        start = value if value < newline or newline == -1 else newline + 1
        branch = self.branch(path, data, start, end)
        return Child(key, above, self._text[offset:start], branch, data) if branch is not None else whole

    def _flow(self, path: Path, data: object, offset: int, end: int) -> Flow | None:
        """Cut a list of scalars that stands on one line with a comma and a space between its items."""
        if not isinstance(data, list) or any(isinstance(part, dict | list) for part in data):
            return None
        spans = [self._source.values.get((*path, index)) for index in range(len(data))]
        places = [(self._offset(raw), self._end(raw)) for raw in spans if raw is not None]
        if len(places) != len(data) or "\n" in self._text[offset : places[-1][1]]:
            return None
        items = tuple(self._text[first:last] for first, last in places)
        flow = Flow(self._text[offset : places[0][0]], items, self._text[places[-1][1] : end])
        return flow if flow.text == self._text[offset:end] and flow.after.lstrip().startswith("]") else None

    def _place(self, path: Path) -> int | None:
        """Return where a key or an item's dash stands."""
        if isinstance(path[-1], str):
            key = self._source.keys.get(path)
            return self._offset(key) if key is not None else None
        raw = self._source.values.get(path)
        if raw is None:
            return None
        line = self._starts[raw.start_line]
        before = self._text[line : self._offset(raw)]
        if before.strip() != "-":
            return None
        return line + before.index("-")

    def _lead(self, offset: int, column: int, floor: int) -> int:
        """Return where the comments and blank lines begin that stand right above a line and are not deeper than it."""
        start = offset - self._column(offset)
        for line in self._lines_above(start):
            text = self._text[line:start].partition("\n")[0]
            depth = len(text) - len(text.lstrip())
            if line <= floor or (text.strip() and not (text.lstrip().startswith("#") and depth <= column)):
                break
            start = line
        return start

    def _lines_above(self, start: int) -> Iterator[int]:
        while start > 0:
            start = self._text.rfind("\n", 0, start - 1) + 1
            yield start

    def _opens_flow(self, path: Path) -> bool:
        raw = self._source.values.get(path)
        return raw is not None and self._text[self._offset(raw) : self._offset(raw) + 1] in _FLOW_SIGNS

    def _begins_line(self, offset: int) -> bool:
        return not self._text[offset - self._column(offset) : offset].strip()

    def _column(self, offset: int) -> int:
        return offset - (self._text.rfind("\n", 0, offset) + 1)

    def _offset(self, raw: RawSpan) -> int:
        return self._starts[raw.start_line] + raw.start_column

    def _end(self, raw: RawSpan) -> int:
        return self._starts[raw.end_line] + raw.end_column

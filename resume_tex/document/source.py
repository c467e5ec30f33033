"""A document as text with positions: which value stands where in the file.

Knows nothing of resumes. `yaml_source` and `json_source` make these from text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from resume_tex.diagnostics import Path, Position, Span

MAX_BYTES = 1_000_000
"""Largest document that is read. A long academic CV has 50 kB."""
MAX_DEPTH = 40
"""Deepest nesting that is read. A resume with variants has 7."""
MAX_VALUES = 100_000
"""Most values a document may hold after its aliases are expanded."""


TOO_DEEP = f"Values are nested more than {MAX_DEPTH} deep. Flatten the document; a resume needs about 7 levels."
TOO_MANY = f"The document holds more than {MAX_VALUES:,} values; a resume holds a few hundred. Is it the right file?"

TOO_MANY_ALIASED = (
    f"The document holds more than {MAX_VALUES:,} values once its aliases are expanded. Remove aliases of aliases."
)


class ScalarInt(int):
    """A whole number that remembers how it was written (`007` is text, but `1_0` and `10` differ)."""

    text: str

    def __str__(self) -> str:
        """Return the number as it was written."""
        return self.text


class ScalarFloat(float):
    """A decimal number that remembers how it was written: a grade of `3.90` must not print as 3.9."""

    text: str

    def __str__(self) -> str:
        """Return the number as it was written."""
        return self.text


class RawSpan(NamedTuple):
    """A range as the parsers give it: lines and columns from 0."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int

    def span(self) -> Span:
        """Return the range with lines and columns from 1."""
        return Span(
            Position(self.start_line + 1, self.start_column + 1), Position(self.end_line + 1, self.end_column + 1)
        )


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A parsed file.

    Attributes:
        file: The file as the user named it.
        text: Its content.
        format: How it is written.
        data: Mappings, lists and scalars; numbers remember how they were written.
        values: The range of every value, by path.
        keys: The range of every mapping key, by the path of its value.
        partial: Whether parts of the text are left out, as in a variant.
    """

    file: str
    text: str
    format: Literal["yaml", "json"]
    data: object
    values: Mapping[Path, RawSpan] = field(repr=False)
    keys: Mapping[Path, RawSpan] = field(repr=False)
    partial: bool = False
    _lines: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def lines(self) -> Sequence[str]:
        """Return the text's lines; split once, since a document may have as many findings as lines."""
        if not self._lines:
            self._lines.extend(self.text.split("\n"))
        return self._lines

    def span_of(self, path: Path) -> Span | None:
        """Return where the value at `path` stands, or its nearest ancestor that is there.

        An ancestor that is a mapping entry is shown by its key, since its value may run over many lines.
        """
        exact = True
        while True:
            raw = self.values.get(path)
            if raw is not None:
                key = self.keys.get(path)
                if key is not None and (not exact or raw.end_line > raw.start_line or raw[:2] == raw[2:]):
                    return self._first_line(key)
                return self._first_line(raw)
            if not path:
                return None
            path, exact = path[:-1], False

    def key_span(self, path: Path) -> Span | None:
        """Return where the key of the value at `path` stands, or what `span_of` says."""
        raw = self.keys.get(path)
        return self._first_line(raw) if raw is not None else self.span_of(path)

    def span_of_words(self, path: Path, words: Sequence[str]) -> Span | None:
        """Return where the first of the words stands in the value at `path`, or where the value stands.

        Words may be parted by any white space, since folded and quoted scalars break lines.
        """
        raw = self.values.get(path)
        if raw is not None:
            for phrase in words:
                found = _find_words(self.lines, raw, phrase)
                if found is not None:
                    return found.span()
        return self.span_of(path)

    def _first_line(self, raw: RawSpan) -> Span:
        if raw.end_line == raw.start_line:
            return raw.span()
        end = len(self.lines[raw.start_line].rstrip()) if raw.start_line < len(self.lines) else raw.start_column + 1
        return RawSpan(raw.start_line, raw.start_column, raw.start_line, max(end, raw.start_column + 1)).span()


def _find_words(lines: Sequence[str], raw: RawSpan, phrase: str) -> RawSpan | None:
    """Find a phrase between two places of a text; its range stays on the line where it begins."""
    parts = phrase.split()
    if not parts:
        return None
    block = lines[raw.start_line : raw.end_line + 1]
    if not block:
        return None
    tail = len("\n".join(block)) - (len(block[-1]) - raw.end_column if raw.end_line < len(lines) else 0)
    text = "\n".join(block)
    match = re.compile(r"\s+".join(re.escape(part) for part in parts)).search(text, raw.start_column, tail)
    if match is None:
        return None
    line = text.count("\n", 0, match.start())
    column = match.start() - (text.rfind("\n", 0, match.start()) + 1)
    stop = text.find("\n", match.start(), match.end())
    length = (stop if stop != -1 else match.end()) - match.start()
    return RawSpan(raw.start_line + line, column, raw.start_line + line, column + length)

"""A scalar's text character by character, each with its place in the file: through quotes, escapes and folded lines.

For showing the very words that a finding is about, and for changing them in place. Knows nothing of resumes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from resume_tex.diagnostics import Path, Position, Span
from resume_tex.document.source import SourceDocument

_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "0": "\0",
    " ": " ",
    "/": "/",
    '"': '"',
    "\\": "\\",
    "N": "\x85",
    "_": "\xa0",
    "e": "\x1b",
}
_CODE_ESCAPES = {"x": 2, "u": 4, "U": 8}
_LINK_TARGET = re.compile(r"\]\([^()\s]*\)")
_MARKUP = frozenset("*`[]\\")
_UNSAFE_PLAIN = re.compile(r": |\s#|[\n\r]|^[\s!&*?|>%@`\"'#,\[\]{}:-]|[\s:]$")
_UNSAFE_FLOW = re.compile(r"[,\[\]{}]")


class Char(NamedTuple):
    """A character of a scalar's text.

    Attributes:
        char: The character; any white space that folds is a space.
        start: Index in the file of what stands for it.
        end: Index after that.
    """

    char: str
    start: int
    end: int


class ScalarText:
    """One scalar of a document."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        first = text[start : start + 1]
        self.style = first if first in {'"', "'", "|", ">"} else ""

    @cached_property
    def chars(self) -> tuple[Char, ...]:
        """Return the characters, runs of white space as one space."""
        out: list[Char] = []
        for char in self._raw_chars():
            if char.char.isspace():
                if out and out[-1].char == " ":
                    out[-1] = Char(" ", out[-1].start, char.end)
                else:
                    out.append(Char(" ", char.start, char.end))
            else:
                out.append(char)
        return tuple(out)

    def _raw_chars(self) -> Iterator[Char]:
        index, end = self.start, self.end
        if self.style in {"|", ">"}:
            newline = self.text.find("\n", index, end)
            index = end if newline == -1 else newline + 1
        elif self.style:
            index, end = index + 1, end - 1
        while index < end:
            char, stop = self._decode(index)
            yield Char(char, index, stop)
            index = stop

    def _decode(self, index: int) -> tuple[str, int]:
        char = self.text[index]
        following = self.text[index + 1 : index + 2]
        if self.style == "'" and char == "'" and following == "'":
            return "'", index + 2
        if self.style != '"' or char != "\\":
            return char, index + 1
        if following in _CODE_ESCAPES:
            stop = index + 2 + _CODE_ESCAPES[following]
            try:
                return chr(int(self.text[index + 2 : stop], 16)), stop
            except ValueError:
                return following, index + 2
        return _ESCAPES.get(following, " " if following == "\n" else following), index + 2

    def find_words(self, words: str) -> tuple[int, int] | None:
        """Return where words stand, whatever the white space and the inline markup between their letters."""
        place = self.text.find(words, self.start, self.end) if words and self.style != '"' else -1
        if place != -1 and self._is_whole(Char("", place, place), Char("", 0, place + len(words)), words):
            return place, place + len(words)
        wanted = "".join(char for char in words if not char.isspace() and char not in _MARKUP)
        if not wanted:
            return None
        chars = self._unmarked
        text = "".join(char.char for char in chars)
        place = text.find(wanted)
        while place != -1:
            first, last = chars[place], chars[place + len(wanted) - 1]
            if self._is_whole(first, last, wanted):
                return first.start, last.end
            place = text.find(wanted, place + 1)
        return None

    @cached_property
    def _unmarked(self) -> tuple[Char, ...]:
        text = "".join(char.char for char in self.chars)
        targets = {i for match in _LINK_TARGET.finditer(text) for i in range(match.start() + 1, match.end())}
        return tuple(
            c for i, c in enumerate(self.chars) if c.char != " " and c.char not in _MARKUP and i not in targets
        )

    def _is_whole(self, first: Char, last: Char, words: str) -> bool:
        if len(words) == 1 and not words.isascii():  # a sign, wherever it stands
            return True
        before, after = self.text[first.start - 1 : first.start], self.text[last.end : last.end + 1]
        return not (words[0].isalnum() and before.isalnum()) and not (words[-1].isalnum() and after.isalnum())

    def find_text(self, text: str, occurrence: int = 0) -> tuple[int, int] | None:
        """Return where a piece of the scalar's text stands, markup included, whatever the white space."""
        if "  " in text:
            return self._find_exactly(text, occurrence)
        wanted = re.sub(r"\s+", " ", text)
        own = "".join(char.char for char in self.chars)
        place = own.find(wanted)
        for _ in range(occurrence):
            place = own.find(wanted, place + 1) if place != -1 else -1
        if place == -1 or not wanted:
            return None
        return self.chars[place].start, self.chars[place + len(wanted) - 1].end

    def _find_exactly(self, text: str, occurrence: int) -> tuple[int, int] | None:
        """Return where a text stands in the file as it is, within a line: a run of spaces there is none that folds."""
        exact = re.compile(rf"(?<!\s){re.escape(text)}(?!\s)")
        places = [match.span() for match in exact.finditer(self.text, self.start, self.end)]
        return places[occurrence] if occurrence < len(places) else None

    def encode(self, new: str, start: int, end: int, *, in_flow: bool) -> str | None:
        """Write text as it must stand in this scalar in place of a range; None when no simple replacement is safe."""
        if "\n" in new:
            return None
        if self.style == '"':
            return new.replace("\\", "\\\\").replace('"', '\\"')
        if self.style == "'":
            return new.replace("'", "''")
        if self.style:
            return new
        whole = self.text[self.start : start] + new + self.text[end : self.end]
        if _UNSAFE_PLAIN.search(re.sub(r"\s+", " ", whole)) or (in_flow and _UNSAFE_FLOW.search(new)):
            return None
        return new


class ScalarTexts:
    """The scalars of a document by path."""

    def __init__(self, source: SourceDocument) -> None:
        self.source = source
        self._line_starts = [0]
        for line in source.text.split("\n"):
            self._line_starts.append(self._line_starts[-1] + len(line) + 1)

    def at(self, path: Path) -> ScalarText | None:
        """Return the scalar at a path; of a bullet that is a mapping, its text."""
        values = self.source.values
        raw = values.get((*path, "text")) or values.get(path)
        if raw is None:
            return None
        return ScalarText(
            self.source.text, self._offset(raw.start_line, raw.start_column), self._offset(raw.end_line, raw.end_column)
        )

    def is_in_flow(self, path: Path) -> bool:
        """Tell whether a value stands within `[...]` or `{...}`."""
        for length in range(len(path)):
            raw = self.source.values.get(path[:length])
            if raw is not None and self.source.text[self._offset(raw.start_line, raw.start_column)] in "[{":
                return True
        return False

    def _offset(self, line: int, column: int) -> int:
        if line + 1 >= len(self._line_starts):
            return len(self.source.text)
        return min(self._line_starts[line] + column, len(self.source.text))

    def span(self, start: int, end: int) -> Span:
        """Turn a range of the file's characters into a span."""
        return Span(self.position(start), self.position(end))

    def position(self, offset: int) -> Position:
        """Turn an index in the file into a line and a column."""
        line = bisect_right(self._line_starts, offset) - 1
        return Position(line + 1, offset - self._line_starts[line] + 1)

    def first_line(self, start: int, end: int) -> Span:
        """Turn a range into a span that ends with the line it begins on, for underlining."""
        newline = self.source.text.find("\n", start, end)
        if newline != -1:
            end = start + len(self.source.text[start:newline].rstrip())
        return self.span(start, end)

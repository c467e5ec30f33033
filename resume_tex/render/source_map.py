"""Which field a piece of the rendered LaTeX comes from.

While templates run, marks of control characters (which no text may hold) travel with the TeX; afterwards they are taken out and
their places kept, so that a TeX error on a line can name the field.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from resume_tex.diagnostics import Path
from resume_tex.render.escape import Tex

_OPEN, _SEPARATOR, _CLOSE = "\x01", "\x02", "\x03"
_MARKS = re.compile(f"{_OPEN}(\\d+){_SEPARATOR}|{_CLOSE}")


@dataclass(slots=True)
class Marker:
    """Hands out marks for fields."""

    paths: list[Path] = field(default_factory=list)

    def mark(self, tex: Tex, path: Path) -> Tex:
        """Wrap TeX in marks that say which field it comes from."""
        self.paths.append(path)
        return Tex(f"{_OPEN}{len(self.paths) - 1}{_SEPARATOR}{tex}{_CLOSE}")

    def extract(self, marked: str) -> tuple[str, SourceMap]:
        """Take the marks out of rendered text and return it with the places of the fields."""
        parts: list[str] = []
        places: list[tuple[int, int, Path]] = []
        opened: list[tuple[int, Path]] = []
        length = position = 0
        for match in _MARKS.finditer(marked):
            parts.append(marked[position : match.start()])
            length += match.start() - position
            position = match.end()
            if match[1] is not None:
                opened.append((length, self.paths[int(match[1])]))
            elif opened:
                start, path = opened.pop()
                places.append((start, length, path))
        parts.append(marked[position:])
        text = "".join(parts)
        return text, SourceMap.from_offsets(text, places)


def unmark(tex: Tex) -> Tex:
    """Return TeX without marks, for places where they would be in the way."""
    return Tex(_MARKS.sub("", tex))


@dataclass(frozen=True, slots=True)
class SourceMap:
    """The fields on each line of a text.

    Attributes:
        lines: For each line that has any, its fields as (first column, end column, path), columns from 1.
    """

    lines: dict[int, list[tuple[int, int, Path]]]

    @classmethod
    def from_offsets(cls, text: str, places: Sequence[tuple[int, int, Path]]) -> SourceMap:
        """Make a map from character offsets."""
        starts = [0, *(match.end() for match in re.finditer("\n", text))]
        lines: dict[int, list[tuple[int, int, Path]]] = {}
        for start, end, path in sorted(places):
            line = bisect_right(starts, start)
            column = start - starts[line - 1] + 1
            lines.setdefault(line, []).append((column, column + end - start, path))
        return cls(lines)

    def path_at(self, line: int, column: int | None = None) -> Path | None:
        """Return the field at a place; without a column, the field of the line if there is one, or what they share."""
        here = self.lines.get(line, [])
        if column is not None:
            here = [item for item in here if item[0] <= column <= item[1]] or here
        if not here:
            return None
        shared = here[0][2]
        for _, _, path in here[1:]:
            while path[: len(shared)] != shared:
                shared = shared[:-1]
        return shared or None

    def paths(self) -> list[Path]:
        """Return every field that is in the text, in the text's order."""
        return [path for line in sorted(self.lines) for _, _, path in self.lines[line]]

"""Characters of a line and the units that an editor counts in. Knows no documents and no protocol.

Lines end at line feeds, carriage returns, or both together, as the protocol has it and as the document is read; other characters that
Unicode calls line ends, such as those that word processors leave in pasted text, are characters like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

_SIZES: Final[Mapping[str, Callable[[str], int]]] = {
    # encoding: how many units a character has
    "utf-8": lambda char: len(char.encode()),
    "utf-16": lambda char: 1 + (char > "\uffff"),
    "utf-32": lambda _: 1,
}
DEFAULT: Final = "utf-16"


def normalized(text: str) -> str:
    """Return a text as it is read from a file: line feeds only, and no half of a pair of surrogates."""
    return text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()


def line_end(text: str) -> str:
    """Return how the lines of a text end."""
    return next((end for end in ("\r\n", "\r") if end in text), "\n")


def units_before(line: str, column: int, encoding: str) -> int:
    """Return how many units come before a column of a line, from 0."""
    before = line[: max(column, 0)]
    return len(before) if before.isascii() else sum(map(_SIZES[encoding], before))


def column_after(line: str, units: int, encoding: str) -> int:
    """Return the column of a line, from 0, that comes after so many units; its end when it has fewer."""
    if line.isascii():
        return min(max(units, 0), len(line))
    size = _SIZES[encoding]
    for column, char in enumerate(line):
        if units <= 0:
            return column
        units -= size(char)
    return len(line)

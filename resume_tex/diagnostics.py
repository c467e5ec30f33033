"""What the tool has to say about a document, as frozen values; no I/O, no formatting."""

from __future__ import annotations

import enum
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

PathPart = str | int
Path = tuple[PathPart, ...]
"""Where a value sits in a document: `("work", 0, "highlights", 2)`."""

_PLAIN_KEY = re.compile(r"\$?[^\W\d][\w$-]*\Z")


def format_path(path: Path) -> str:
    """Write a path as people and editors do: `work[0].highlights[2]`."""
    out = ""
    for part in path:
        if isinstance(part, int):
            out += f"[{part}]"
        elif _PLAIN_KEY.match(part):
            out += f".{part}" if out else part
        else:
            quoted = part.replace("\\", "\\\\").replace('"', '\\"')
            out += f'["{quoted}"]'
    return out


class Severity(enum.StrEnum):
    """How bad a finding is; errors stop a build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst, growing with harmlessness; for sorting."""
        return _RANKS[self]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text file; line and column count from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Span:
    """A range in a text file; `end` is the position after the last character."""

    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement that mends the finding: put `text` where `span` is."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    Attributes:
        code: `family.name`; stable, never reused.
        severity: How bad it is.
        message: What is wrong and what to do, in a sentence or two.
        file: The document as the user named it, or None when there is none.
        path: The field; empty for the document as a whole.
        span: The range in the file, or None when no place is known.
        help: A further hint ("did you mean ..."), or None.
        fix: A replacement that is safe to apply, or None.
    """

    code: str
    severity: Severity
    message: str
    file: str | None = None
    path: Path = ()
    span: Span | None = None
    help: str | None = None
    fix: Fix | None = None

    @property
    def sort_key(self) -> tuple[str, Position, int, str, str, str]:
        """File order, then severity; for a stable report."""
        start = self.span.start if self.span else Position(0, 0)
        return (self.file or "", start, self.severity.rank, self.code, self.message, format_path(self.path))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any diagnostic is an error."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


def count_severities(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """Count diagnostics by severity; every severity has an entry."""
    counts = Counter(d.severity for d in diagnostics)
    return {severity.value: counts[severity] for severity in Severity}

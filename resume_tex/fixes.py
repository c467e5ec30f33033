"""Applies the fixes that findings carry to a document's text, keeping comments and layout.

A fix changes one range. Rounds go on until nothing is left to fix, since one change may bring another into view. A round after
which the document says less than before (it no longer parses, or has more errors) is taken back.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resume_tex.build_request import BuildRequest
from resume_tex.build_result import is_quality
from resume_tex.check import CheckResult, check_loaded
from resume_tex.diagnostics import Diagnostic, Position, Severity
from resume_tex.document.load import interpret
from resume_tex.document.reading import parse_source
from resume_tex.output import write_atomically

_MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class FixResult:
    """What fixing a document gave.

    Attributes:
        before: The text as it was.
        after: The text with the fixes.
        applied: The findings whose fixes were applied.
        remaining: What is still found in the text after.
    """

    before: str
    after: str
    applied: tuple[Diagnostic, ...]
    remaining: CheckResult

    def diff(self, file: str) -> str:
        """Return the change as a unified diff."""
        before, after = (text.splitlines(keepends=True) for text in (self.before, self.after))
        name = file.lstrip("/")
        return "".join(difflib.unified_diff(before, after, f"a/{name}", f"b/{name}"))


def fix_document(text: str, request: BuildRequest) -> FixResult:
    """Apply every fix of the findings in a document's text; reads and writes no file."""
    current, applied = text, []
    result = _check(current, request)
    for _ in range(_MOST_ROUNDS):
        chosen = _disjoint(d for d in result.diagnostics if d.fix is not None)
        if not chosen:
            break
        changed = apply_fixes(current, chosen)
        after = _check(changed, request)
        if changed == current or _is_worse(after, result):
            break
        current, result = changed, after
        applied += chosen
    return FixResult(text, current, tuple(applied), result)


def fix_file(request: BuildRequest, *, write: bool) -> FixResult:
    """Apply every fix to a document's file, keeping its line ends and its byte order mark.

    Raises:
        OutputError: The file cannot be written; it is as it was.
    """
    with open(request.file, encoding="utf-8", newline="") as stream:
        raw = stream.read()
    mark = "\ufeff" if raw.startswith("\ufeff") else ""
    line_end = next((end for end in ("\r\n", "\r") if end in raw), "\n")
    result = fix_document(raw.removeprefix(mark).replace("\r\n", "\n").replace("\r", "\n"), request)
    if write and result.applied:
        write_atomically(request.file, (mark + result.after.replace("\n", line_end)).encode())
    return result


def apply_fixes(text: str, diagnostics: Sequence[Diagnostic]) -> str:
    """Apply fixes whose ranges do not overlap."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)

    def offset(position: Position) -> int:
        return starts[position.line - 1] + position.column - 1

    edits = [(offset(d.fix.span.start), offset(d.fix.span.end), d.fix.text) for d in diagnostics if d.fix]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _check(text: str, request: BuildRequest) -> CheckResult:
    return check_loaded(interpret(parse_source(text.encode(), request.file)), request)


def _is_worse(after: CheckResult, before: CheckResult) -> bool:
    """Tell whether a document says less than before: it is broken, or has more errors that the next round will not mend."""
    if (after.source is None) != (before.source is None):
        return after.source is None
    new, old = _errors(after), _errors(before)
    if before.resume is None:  # its quality was not known
        return new[False] > old[False]
    return (new[False], new[True]) > (old[False], old[True])


def _errors(result: CheckResult) -> Counter[bool]:
    """Count the errors without a fix, those of quality under True."""
    return Counter(is_quality(d.code) for d in result.diagnostics if d.severity is Severity.ERROR and d.fix is None)


def _disjoint(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Choose fixes that do not touch each other, in file order."""
    chosen: list[Diagnostic] = []
    free_from = Position(0, 0)
    ranges = [(d.fix.span.start, d.fix.span.end, d) for d in diagnostics if d.fix]
    for start, end, diagnostic in sorted(ranges, key=lambda item: item[:2]):
        if start >= free_from:
            chosen.append(diagnostic)
            free_from = end
    return chosen

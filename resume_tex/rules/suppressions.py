"""`# resume-tex: ignore[code]` in a YAML comment: which findings it silences, and whether it still does.

A comment at the end of a line silences findings that are shown on that line, or whose value covers it. A comment on a line
of its own does so for the next line that holds something.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from resume_tex.diagnostics import Diagnostic, Path, Severity
from resume_tex.document.scalar_text import ScalarTexts
from resume_tex.document.source import SourceDocument
from resume_tex.rules.catalog import match
from resume_tex.rules.selection import UNKNOWN_CODE, is_known, unknown_message

UNUSED = "rules.unused-suppression"

_MARK = "resume-tex:"
_COMMENT = re.compile(r"(?:(?<=\s)|^)#[ \t]*resume-tex:[ \t]*ignore(?:\[(?P<codes>[^\]\n]*)\])?", re.MULTILINE)
_CODE = re.compile(r"[^\s,]+")


class Suppression(NamedTuple):
    """One code in one comment.

    Attributes:
        name: The code or family.
        start: Index of the name in the text.
        end: Index after it.
        line: The line, counted from 1, whose findings it silences.
    """

    name: str
    start: int
    end: int
    line: int


def find_suppressions(source: SourceDocument) -> list[Suppression]:
    """Return the suppressions in a document's comments; text in scalars is no comment."""
    if source.format != "yaml" or _MARK not in source.text:
        return []
    texts = ScalarTexts(source)
    inside = _scalar_ranges(source, texts)
    lines = source.text.split("\n")
    out = []
    for comment in _COMMENT.finditer(source.text):
        before = bisect_right(inside, (comment.start(), len(source.text))) - 1
        if before >= 0 and comment.start() < inside[before][1]:
            continue
        line = _target(lines, texts.position(comment.start()).line)
        if comment["codes"] is None:
            out.append(Suppression("", comment.start(), comment.end(), line))
            continue
        for code in _CODE.finditer(comment["codes"]):
            start = comment.start("codes") + code.start()
            out.append(Suppression(code[0], start, start + len(code[0]), line))
    return out


def _scalar_ranges(source: SourceDocument, texts: ScalarTexts) -> list[tuple[int, int]]:
    """Return where the text of scalars stands, in order; the line that opens a block scalar may bear a comment."""
    out = []
    parents = _containers(source)
    for path in source.values:
        if path in parents:
            continue
        scalar = texts.at(path)
        if scalar is None:
            continue
        start = scalar.start
        if scalar.style in {"|", ">"}:
            newline = source.text.find("\n", start, scalar.end)
            start = scalar.end if newline == -1 else newline + 1
        out.append((start, scalar.end))
    return sorted(out)


def _containers(source: SourceDocument) -> set[Path]:
    return {path[:-1] for path in source.values if path}


def _target(lines: list[str], line: int) -> int:
    """Return the line that a comment on `line` is about: itself, or the next that holds something when it stands alone."""
    if not lines[line - 1].lstrip().startswith("#"):
        return line
    for index in range(line, len(lines)):
        content = lines[index].strip()
        if content and not content.startswith("#"):
            return index + 1
    return line


def apply_suppressions(
    diagnostics: list[Diagnostic], source: SourceDocument, *, ran: frozenset[str], first_run: bool = True
) -> list[Diagnostic]:
    """Drop the silenced findings, and warn of comments that silence nothing or name no rule.

    Args:
        diagnostics: The findings.
        source: The document.
        ran: The codes of the rules that ran: a suppression of others cannot be told to be unused.
        first_run: Warn of names that mean no rule; a second run over the finished pages need not.
    """
    suppressions = find_suppressions(source)
    if not suppressions:
        return diagnostics
    containers = _containers(source)
    by_line: dict[int, list[Suppression]] = defaultdict(list)
    for suppression in suppressions:
        by_line[suppression.line].append(suppression)
    used: set[Suppression] = set()
    kept = []
    for diagnostic in diagnostics:
        lines = _lines_of(diagnostic, source, containers)
        matching = [s for line in lines for s in by_line.get(line, ()) if _names(s.name, diagnostic.code)]
        used.update(matching)
        if not matching:
            kept.append(diagnostic)
    if source.partial:  # what a comment silences may be in another variant
        return kept
    return kept + list(_complaints(suppressions, used, source, ran, first_run=first_run))


def _names(name: str, code: str) -> bool:
    return bool(name) and (name == code or name == code.partition(".")[0])


def _lines_of(diagnostic: Diagnostic, source: SourceDocument, containers: set[Path]) -> range:
    """Return the lines that a finding is about: its value's when that is a scalar, else the line it is shown on."""
    path = diagnostic.path
    text_path: Path = (*path, "text") if (*path, "text") in source.values else path
    raw = source.values.get(text_path)
    if raw is not None and text_path not in containers:
        last = raw.end_line if raw.end_column > 0 or raw.end_line == raw.start_line else raw.end_line - 1
        first = source.keys[text_path].start_line if text_path in source.keys else raw.start_line
        return range(first + 1, last + 2)
    if diagnostic.span is None:
        return range(0)
    return range(diagnostic.span.start.line, diagnostic.span.start.line + 1)


def _complaints(
    suppressions: list[Suppression],
    used: set[Suppression],
    source: SourceDocument,
    ran: frozenset[str],
    *,
    first_run: bool,
) -> Iterator[Diagnostic]:
    texts = ScalarTexts(source)
    for suppression in suppressions:
        span = texts.span(suppression.start, suppression.end)
        if not suppression.name or not is_known(suppression.name):
            if first_run:
                message, help_ = unknown_message(suppression.name) if suppression.name else _BARE
                yield Diagnostic(UNKNOWN_CODE, Severity.WARNING, message, source.file, (), span, help_)
        elif suppression not in used and match([suppression.name]) <= ran:
            yield Diagnostic(
                UNUSED,
                Severity.WARNING,
                f"Nothing here raises `{suppression.name}` any more. Remove it from the comment.",
                source.file,
                (),
                span,
            )


_BARE = ("Say which rule to ignore.", "Write `# resume-tex: ignore[bullets.no-result]`.")

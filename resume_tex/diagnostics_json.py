"""Diagnostics as JSON has them, both ways; schema/diagnostics.schema.json describes the form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from resume_tex.diagnostics import Diagnostic, Fix, Path, Position, Severity, Span, count_severities, format_path


class PositionJson(TypedDict):
    """A place in a file; line and column count from 1."""

    line: int
    column: int


class RangeJson(TypedDict):
    """A range in a file; `end` is the place after its last character."""

    start: PositionJson
    end: PositionJson


class FixJson(TypedDict):
    """A replacement that mends a finding."""

    range: RangeJson
    text: str


class DiagnosticJson(TypedDict):
    """One finding."""

    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    file: str | None
    path: str
    range: RangeJson | None
    help: str | None
    fix: FixJson | None


class SummaryJson(TypedDict):
    """How many findings there are of each severity."""

    error: int
    warning: int
    info: int


class StageEvidenceJson(TypedDict):
    """A bullet that shows a stage of the lifecycle, and the words that show it."""

    path: str
    words: list[str]


class StageJson(TypedDict):
    """A stage of the lifecycle, and what shows it."""

    id: str
    heading: str
    evidence: list[StageEvidenceJson]


class LifecycleJson(TypedDict):
    """Which bullets show which stage of the lifecycle, and the stages that nothing shows."""

    bullets: int
    stages: list[StageJson]
    missing: list[str]


class ReportJson(TypedDict):
    """What `resume-tex check --format json` prints; `lifecycle` with `--report`."""

    version: Literal[1]
    diagnostics: list[DiagnosticJson]
    summary: SummaryJson
    lifecycle: NotRequired[LifecycleJson]


_PATH = re.compile(r'\.?(\$?[^\W\d][\w$-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]')


def diagnostics_document(diagnostics: Sequence[Diagnostic]) -> ReportJson:
    """Return the whole report: version, diagnostics, summary."""
    counts = count_severities(diagnostics)
    return {
        "version": 1,
        "diagnostics": [diagnostic_to_json(d) for d in diagnostics],
        "summary": {"error": counts["error"], "warning": counts["warning"], "info": counts["info"]},
    }


def diagnostic_to_json(diagnostic: Diagnostic) -> DiagnosticJson:
    """Return one diagnostic; every key is there, None where there is nothing to say."""
    fix = diagnostic.fix
    fix_range = _span_to_json(fix.span) if fix else None
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "file": diagnostic.file,
        "path": format_path(diagnostic.path),
        "range": _span_to_json(diagnostic.span),
        "help": diagnostic.help,
        "fix": {"range": fix_range, "text": fix.text} if fix and fix_range else None,
    }


def diagnostic_from_json(data: Mapping[str, Any]) -> Diagnostic:
    """Return the diagnostic that `diagnostic_to_json` wrote."""
    fix = data["fix"]
    fix_span = _span_from_json(fix["range"]) if fix else None
    return Diagnostic(
        data["code"],
        Severity(data["severity"]),
        data["message"],
        data["file"],
        parse_path(data["path"]),
        _span_from_json(data["range"]),
        data["help"],
        Fix(fix_span, fix["text"]) if fix and fix_span else None,
    )


def parse_path(text: str) -> Path:
    """Read a path such as `work[0].highlights[2]`."""
    parts: list[str | int] = []
    for key, index, quoted in _PATH.findall(text):
        parts.append(int(index) if index else key or re.sub(r"\\(.)", r"\1", quoted))
    return tuple(parts)


def _span_to_json(span: Span | None) -> RangeJson | None:
    if span is None:
        return None
    return {
        "start": {"line": span.start.line, "column": span.start.column},
        "end": {"line": span.end.line, "column": span.end.column},
    }


def _span_from_json(data: Mapping[str, Any] | None) -> Span | None:
    if data is None:
        return None
    return Span(Position(**data["start"]), Position(**data["end"]))

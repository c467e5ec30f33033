"""Diagnostics as JSON has them, both ways; schema/diagnostics.schema.json describes the form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from resume_tex.diagnostics import Diagnostic, Fix, Path, Position, Severity, Span, count_severities, format_path

_PATH = re.compile(r'\.?([^\W\d][\w$-]*|\$[\w-]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]')


def diagnostics_document(diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """Return the whole report: version, diagnostics, summary."""
    return {
        "version": 1,
        "diagnostics": [diagnostic_to_json(d) for d in diagnostics],
        "summary": count_severities(diagnostics),
    }


def diagnostic_to_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return one diagnostic; every key is there, None where there is nothing to say."""
    fix = diagnostic.fix
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "file": diagnostic.file,
        "path": format_path(diagnostic.path),
        "range": _span_to_json(diagnostic.span),
        "help": diagnostic.help,
        "fix": {"range": _span_to_json(fix.span), "text": fix.text} if fix else None,
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


def _span_to_json(span: Span | None) -> dict[str, Any] | None:
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

"""Writes findings as lines, so that a test can expect them whole."""

from __future__ import annotations

from resume_tex.diagnostics import Diagnostic, format_path


def describe(diagnostic: Diagnostic) -> str:
    """Write a finding in a line: range, severity, code, path, message and help."""
    span = diagnostic.span
    place = "?" if span is None else f"{span.start.line}:{span.start.column}-{span.end.line}:{span.end.column}"
    path = f" {format_path(diagnostic.path)}" if diagnostic.path else ""
    hint = f" | {diagnostic.help}" if diagnostic.help else ""
    return f"{place} {diagnostic.severity.value} {diagnostic.code}{path}: {diagnostic.message}{hint}"

"""Findings as a SARIF 2.1.0 log (OASIS), for code scanning."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from resume_tex import __version__
from resume_tex.diagnostics import Diagnostic, Severity, format_path

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif_log(diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """Return the log as JSON has it."""
    codes = sorted({d.code for d in diagnostics})
    driver = {
        "name": "resume-tex",
        "version": __version__,
        "rules": [{"id": code, "shortDescription": {"text": _short(code)}} for code in codes],
    }
    return {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "results": [_result(d, codes.index(d.code)) for d in diagnostics],
        }],
    }  # fmt: skip


def _short(code: str) -> str:
    from resume_tex.explanations import explain

    found = explain(code)
    return found.summary if found else code


def _result(diagnostic: Diagnostic, rule_index: int) -> dict[str, Any]:
    text = f"{diagnostic.message} {diagnostic.help}" if diagnostic.help else diagnostic.message
    location: dict[str, Any] = {}
    if diagnostic.file:
        physical: dict[str, Any] = {
            "artifactLocation": {"uri": quote(os.fsencode(PurePath(diagnostic.file).as_posix()))}
        }
        if diagnostic.span:
            physical["region"] = {
                "startLine": diagnostic.span.start.line,
                "startColumn": diagnostic.span.start.column,
                "endLine": diagnostic.span.end.line,
                "endColumn": diagnostic.span.end.column,
            }
        location["physicalLocation"] = physical
    if diagnostic.path:
        location["logicalLocations"] = [{"fullyQualifiedName": format_path(diagnostic.path)}]
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": text},
        "locations": [location] if location else [],
    }

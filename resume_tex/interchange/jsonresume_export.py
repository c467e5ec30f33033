"""Export as JSON Resume: a document to JSON text in one of the dialects, with what a reader of that dialect may mind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from resume_tex.diagnostics import Diagnostic, Path, Severity, has_errors
from resume_tex.document.json_resume import to_json_resume
from resume_tex.document.json_text import write_json
from resume_tex.document.load import is_json_resume, load_resume
from resume_tex.document.source import SourceDocument
from resume_tex.interchange.jsonresume_schema import SchemaProblem, check_data, official_schema

DIALECTS = ("1.3.1", "1.0.0", "0.0.16")


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What came of an export.

    Attributes:
        text: The JSON, or None when there is an error.
        diagnostics: What is wrong with the document, and what readers of the dialect may mind.
        readable: False when the file could not be read at all.
    """

    text: str | None
    diagnostics: tuple[Diagnostic, ...]
    readable: bool = True


def export_jsonresume(file: str, dialect: str = DIALECTS[0]) -> ExportResult:
    """Export a YAML or JSON document as JSON Resume of a dialect; never raises for anything a file may hold."""
    loaded = load_resume(file)
    if loaded.resume is None or loaded.source is None:
        return ExportResult(None, loaded.diagnostics, loaded.readable)
    found = [d for d in loaded.diagnostics if d.severity is not Severity.INFO and d.code != "schema.unknown-key"]
    data = to_json_resume(loaded.source.data, loaded.resume, dialect=is_json_resume(loaded.source))
    if dialect == "0.0.16":
        from resume_tex.interchange.jsonresume_legacy import check_legacy, to_legacy

        data = to_legacy(data)
        found += check_legacy(data, loaded.source)
    else:
        if dialect == "1.0.0":
            data, moved = _without_other_keys(data)
            found += (_moved(key, loaded.source) for key in moved)
        found += _schema_diagnostics(check_data(data, official_schema(dialect)), loaded.source)
    found.sort(key=lambda d: d.sort_key)
    return ExportResult(None if has_errors(found) else write_json(data), tuple(found))


def _without_other_keys(data: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Move keys that the dialect does not allow at the top to `meta`, which may hold anything."""
    known = official_schema("1.0.0")["properties"]
    other = {key: value for key, value in data.items() if key not in known}
    if not other:
        return data, []
    out = {key: value for key, value in data.items() if key in known}
    own = out.get("meta", {})
    out["meta"] = {**own, "other": {**own["other"], **other} if isinstance(own.get("other"), dict) else other}
    return out, list(other)


def _moved(key: str, source: SourceDocument) -> Diagnostic:
    message = f"JSON Resume 1.0.0 allows no key `{key}` at the top: its value is under meta.other in the export."
    return Diagnostic("export.moved", Severity.INFO, message, source.file, (key,), source.key_span((key,)))


def _schema_diagnostics(problems: Iterable[SchemaProblem], source: SourceDocument) -> Iterable[Diagnostic]:
    for problem in problems:
        severity = Severity.WARNING if problem.is_form else Severity.ERROR
        code = "export.form" if problem.is_form else "export.value"
        path = _document_path(problem.path)
        yield Diagnostic(code, severity, problem.message, source.file, path, source.span_of(path))


def _document_path(path: Path) -> Path:
    """Return where a value of the export stands in the document; keys that moved to `meta` stand at its top."""
    return path[2:] if path[:2] == ("meta", "other") else path

"""A document of any revision from its bytes: the resume, or in a few words why there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from resume_tex.diagnostics import Diagnostic, Severity
from resume_tex.document.load import LoadResult, interpret
from resume_tex.document.reading import parse_source


def load_bytes(content: bytes, name: str) -> LoadResult:
    """Load a document from its content; the name's ending tells JSON from YAML."""
    return interpret(parse_source(content, name))


def describe_faults(diagnostics: Iterable[Diagnostic]) -> str:
    """Say in a few words why a document does not load: `2 schema errors`."""
    counts = Counter(d.code.partition(".")[0] for d in diagnostics if d.severity is Severity.ERROR)
    return ", ".join(f"{count} {kind} error{'' if count == 1 else 's'}" for kind, count in counts.items())

"""Everything that can be said of a document without typesetting it."""

from __future__ import annotations

from dataclasses import dataclass

from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Diagnostic
from resume_tex.document.load import load_resume
from resume_tex.preparation import Preparation


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings, and whether the document could be read at all."""

    diagnostics: tuple[Diagnostic, ...]
    readable: bool = True


def check(file: str) -> CheckResult:
    """Check a document: structure, theme and options, characters, quality."""
    loaded = load_resume(file)
    found = list(loaded.diagnostics)
    if loaded.resume is not None and loaded.source is not None:
        found += Preparation.of(loaded.source, loaded.resume, BuildRequest(file), unicode=False).diagnostics
    return CheckResult(tuple(sorted(found, key=lambda d: d.sort_key)), loaded.readable)

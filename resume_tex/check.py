"""Everything that can be said of a document without typesetting it."""

from __future__ import annotations

from typing import NamedTuple

from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Diagnostic
from resume_tex.document.load import LoadResult, load_resume
from resume_tex.document.models import Resume
from resume_tex.document.source import SourceDocument
from resume_tex.preparation import Preparation
from resume_tex.quality import page_quality, quality
from resume_tex.subject import Subject


class CheckResult(NamedTuple):
    """What was found.

    Attributes:
        diagnostics: The findings, in file order.
        readable: False when the document could not be read at all.
        source: The document, unless its syntax is broken.
        resume: The resume, unless its structure is wrong.
    """

    diagnostics: tuple[Diagnostic, ...]
    readable: bool = True
    source: SourceDocument | None = None
    resume: Resume | None = None


def check(request: BuildRequest) -> CheckResult:
    """Check a document: structure, theme and options, characters, quality."""
    return check_loaded(load_resume(request.file), request)


def check_loaded(loaded: LoadResult, request: BuildRequest) -> CheckResult:
    """Check a document that has been loaded already, from a file or from an editor's memory."""
    subject = Subject.of(loaded, request)
    found = list(subject.diagnostics)
    if subject.resume is not None and subject.source is not None:
        prepared = Preparation.of(subject.source, subject.resume, request, unicode=False)
        raised = [*prepared.diagnostics, *quality(subject.source, subject.resume, request)]
        raised += page_quality(subject.source, subject.resume, request, prepared.layout())
        found += subject.restore(raised)
    ordered = tuple(sorted(dict.fromkeys(found), key=lambda d: d.sort_key))
    return CheckResult(ordered, loaded.readable, subject.source, subject.resume)

"""Everything that can be said of a document without typesetting it."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import NamedTuple

from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Diagnostic, Severity
from resume_tex.document.load import LoadResult, load_resume
from resume_tex.document.models import Resume
from resume_tex.document.source import SourceDocument
from resume_tex.preparation import Preparation
from resume_tex.quality import page_quality, quality
from resume_tex.rules.base import LayoutFacts
from resume_tex.script_choice import prepare
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


def check(request: BuildRequest, pdf: str | None = None) -> CheckResult:
    """Check a document: structure, theme and options, characters, quality.

    Args:
        request: The document and how it is to be checked.
        pdf: Also prove that this PDF says to machines what the document says; an empty name is the one that building it writes.

    Raises:
        PdfError: The PDF cannot be read.
    """
    return check_loaded(load_resume(request.file), request, pdf)


def check_loaded(loaded: LoadResult, request: BuildRequest, pdf: str | None = None) -> CheckResult:
    """Check a document that has been loaded already, from a file or from an editor's memory; for the rest see `check`."""
    subject = Subject.of(loaded, request)
    found = list(subject.diagnostics)
    if subject.resume is not None and subject.source is not None:
        prepared = prepare(subject.source, subject.resume, request)
        raised = [*prepared.diagnostics, *quality(subject.source, subject.resume, request)]
        facts = prepared.layout()
        if pdf is not None:
            path = pdf or replace(request, name=subject.output).target("pdf")
            facts = _read_pdf(facts, prepared, subject.resume, path)
            raised += _age(facts, request.file, path)
        raised += page_quality(subject.source, subject.resume, request, facts)
        found += subject.restore(raised)
    ordered = tuple(sorted(dict.fromkeys(found), key=lambda d: d.sort_key))
    return CheckResult(ordered, loaded.readable, subject.source, subject.resume)


def _read_pdf(known: LayoutFacts, prepared: Preparation, resume: Resume, path: str) -> LayoutFacts:
    """Return what is known of the pages, completed by what a PDF says."""
    if prepared.project is None or prepared.settings is None:
        return known
    from resume_tex.pdf.findings import PageReader
    from resume_tex.pdf.reading import read_pdf_file

    reader = PageReader(resume, prepared.project, prepared.settings)
    return reader.facts(known, read_pdf_file(path), path, prove=True)


def _age(facts: LayoutFacts, file: str, path: str) -> list[Diagnostic]:
    """Return a word on a PDF that lacks something and is older than its document."""
    if not facts.missing_text or os.path.getmtime(path) >= os.path.getmtime(file):
        return []
    message = f"{path} is older than {file}: build it again with `resume-tex build`."
    return [Diagnostic("file.older-pdf", Severity.INFO, message, file)]

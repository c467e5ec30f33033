"""The quality rules on a loaded document, with the document's and the command's settings."""

from __future__ import annotations

from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Diagnostic
from resume_tex.document.models import Resume
from resume_tex.document.source import SourceDocument


def quality(source: SourceDocument, resume: Resume, request: BuildRequest) -> list[Diagnostic]:
    """Return what the rules find in the document itself."""
    return []


def page_quality(source: SourceDocument, resume: Resume, request: BuildRequest, pages: int) -> list[Diagnostic]:
    """Return what the rules find on the finished pages."""
    return []

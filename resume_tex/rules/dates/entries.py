"""The entries of a resume that have dates."""

from __future__ import annotations

from collections.abc import Iterator

from resume_tex.diagnostics import Path
from resume_tex.document.models import Resume
from resume_tex.document.models.sections import Dated


def dated_entries(resume: Resume, sections: tuple[str, ...]) -> Iterator[tuple[Path, Dated]]:
    """Yield the entries of some sections with their paths."""
    for section in sections:
        for index, entry in enumerate(getattr(resume, section)):
            yield (section, index), entry

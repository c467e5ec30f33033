"""From a finished PDF to the facts that the rules about pages look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resume_tex.document.models import Resume
from resume_tex.pdf.fields import Expected, expected_texts, unrendered
from resume_tex.pdf.layout import layout_facts
from resume_tex.pdf.places import Placement
from resume_tex.pdf.reading import PdfError, PdfText, read_pdf
from resume_tex.render.project import shows_version
from resume_tex.rules.base import LayoutFacts

if TYPE_CHECKING:
    from resume_tex.render.project import RenderedProject, RenderSettings

_USUAL_LIMIT, _UTMOST_LIMIT = 1, 2
_KINSHIP = 0.25
"""Part of the fields that a PDF of this resume holds at least."""


class PageReader:
    """Reads the pages of one resume; what it expects to find there is worked out ahead, while TeX still runs."""

    def __init__(self, resume: Resume, project: RenderedProject, settings: RenderSettings) -> None:
        """Take the resume and what was rendered of it."""
        paths = project.source_map.paths()
        style = settings.options.text("date-style", "short")
        self._expected: tuple[Expected, ...] = expected_texts(resume, paths, settings.locale, style)
        self._resume, self._paths = resume, paths
        self._versioned = shows_version(settings.options)

    def facts(
        self, known: LayoutFacts, pdf: bytes, name: str = "The PDF", *, prove: bool = False, limit: int | None = None
    ) -> LayoutFacts:
        """Return what is known of the pages, completed by what stands on them.

        Args:
            known: What the typesetter said.
            pdf: The finished PDF.
            name: What to call it in errors.
            prove: Also prove that every field comes out of the text.
            limit: How many pages there may be, in place of the document's limit.

        Raises:
            PdfError: The PDF cannot be read.
        """
        text = read_pdf(pdf, name, thoroughly=prove)
        if self._versioned:
            from resume_tex.pdf.information import without_version

            text = without_version(text, pdf)
        placement = Placement(text, self._expected)
        if prove:
            _check_kinship(placement, text, name)
        facts = layout_facts(known, placement, text.pages, limit or self._most_pages(text))
        if not prove:
            return facts
        from resume_tex.pdf.proof import proven

        return proven(facts, placement, text, unrendered(self._resume, self._paths))

    def _most_pages(self, text: PdfText) -> int:
        """Return the page limit that lines are counted beyond: the document's, or the custom that is nearest."""
        return self._resume.settings.pages or (_USUAL_LIMIT if text.pages <= _UTMOST_LIMIT else _UTMOST_LIMIT)


def _check_kinship(placement: Placement, text: PdfText, name: str) -> None:
    """Refuse a PDF that is none of this resume: a finding for each of its fields would say less.

    Raises:
        PdfError: It holds no text, or next to nothing of what it should.
    """
    if not placement.expected:
        return
    if not text.lines:
        raise PdfError(
            f"{name} holds no text: it is a picture, such as a scan.", "Machines read nothing in it. Build it again."
        )
    found = sum(place is not None for place in placement.places) + len(placement.displaced)
    if found < _KINSHIP * len(placement.expected):
        raise PdfError(f"{name} is not of this resume: it holds next to nothing of it.", "Name the PDF built from it.")

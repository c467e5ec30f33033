"""Where pages end: headings stay with their text, and what is to stay whole does, in every theme."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from builders import PERSON, THEMES, pdf_of, render
from pdf_reading import pdftotext, solid
from pdf_tags import Element, read_tags
from tag_checks import check

from resume_tex.pdf.places import body_lines
from resume_tex.pdf.reading import read_pdf

SENTENCE = "Measured what the ranker does to returns and said so to everybody who would listen, for a year."


def jobs(count: int, *, bullets: int = 5, lines: int = 2) -> list[dict[str, Any]]:
    """Return jobs whose every line names its job."""
    return [
        {"position": f"Job{n}", "name": "Acme", "startDate": 2000, "summary": f"Job{n} in short.",
         "highlights": [" ".join([f"Job{n}b{m}", *[SENTENCE] * lines]) for m in range(bullets)]}
        for n in range(count)
    ]  # fmt: skip


def pages_of(element: Element) -> set[int]:
    return {page for (page, _), _ in element.contents()}


def entries(document: Element) -> Iterator[set[int]]:
    """Yield the pages of each entry with a head."""
    for section in document.kids:
        if isinstance(section, Element) and section.role == "Sect":
            pages: set[int] | None = None
            for kid in section.kids:
                assert isinstance(kid, Element)
                if kid.role == "H3":
                    if pages is not None:
                        yield pages
                    pages = set()
                if pages is not None:
                    pages |= pages_of(kid)
            if pages is not None:
                yield pages


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_entries_stay_whole(theme: str) -> None:
    data = {**PERSON, "work": jobs(14), "projects": [{"name": f"P{n}", "highlights": [SENTENCE] * 3} for n in range(9)],
            "publications": [{"name": f"Paper {n}", "authors": ["A. Petrov"], "summary": SENTENCE * 3} for n in range(9)]}  # fmt: skip
    loose, kept = (pdf_of(render(data, theme, keep_together=how, footer="none")) for how in ("none", "entries"))
    tags = {how: read_tags(pdf) for how, pdf in (("none", loose), ("entries", kept))}
    check(tags["entries"])
    found = list(entries(tags["entries"].document))
    assert len(found) >= 23
    assert all(len(pages) == 1 for pages in found)
    assert any(len(pages) > 1 for pages in entries(tags["none"].document)), "else this test could not fail"
    assert solid(pdftotext(kept)).replace("\f", "") == solid(pdftotext(loose)).replace("\f", "")
    _headings_have_company(kept, tags["entries"].document)


def _headings_have_company(pdf: bytes, document: Element) -> None:
    """See that below every heading there is something on its page."""
    order = [(e, page) for e in document.walk() for page in pages_of(e) if e.role in {"H2", "H3", "P", "LBody", "Lbl"}]
    for (element, page), (_, after) in pairwise(order):
        if element.role in {"H2", "H3"}:
            assert after == page, element
    assert read_pdf(pdf).pages > 2


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_longer_than_a_page_breaks_and_loses_nothing(theme: str) -> None:
    data = {**PERSON, "summary": "A word.", "work": [*jobs(1, bullets=60), *jobs(3)]}
    for how in ("entries", "bullets"):
        pdf = pdf_of(render(data, theme, keep_together=how))
        tags = read_tags(pdf)
        check(tags)
        long, *short = entries(tags.document)
        assert len(long) >= 3
        assert min(long) == 0, "it begins where there is room"
        if how == "entries":
            assert all(len(pages) == 1 for pages in short)
        text = pdftotext(pdf)
        assert all(f"Job0b{m} " in text for m in range(60))
        bodies = [e for e in tags.document.walk() if e.role == "LBody"]
        assert len(bodies) == 1 + 60 + 15
        assert all(len(pages_of(body)) == 1 for body in bodies), "its bullets stay whole"


@pytest.mark.parametrize("theme", ["engineer", "banking", "academic"])
def test_bullets_stay_whole(theme: str) -> None:
    data = {**PERSON, "work": jobs(6, bullets=7, lines=7)}
    broken = {}
    for how in ("none", "bullets"):
        tags = read_tags(pdf_of(render(data, theme, keep_together=how)))
        broken[how] = sum(len(pages_of(e)) > 1 for e in tags.document.walk() if e.role in {"LBody", "P"})
    assert broken["none"] >= 1
    assert broken["bullets"] == 0


@pytest.mark.parametrize("how", ["entries", "bullets"])
def test_a_bullet_longer_than_a_page(how: str) -> None:
    data = {**PERSON, "work": [{"position": "Job", "highlights": [f"start {SENTENCE * 150} end", "After."]}]}
    pdf = pdf_of(render(data, keep_together=how))
    check(read_tags(pdf))
    assert solid(pdftotext(pdf)).count(solid(SENTENCE)) == 150
    assert read_pdf(pdf).pages >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_where_nothing_breaks_every_line_stands_as_before(theme: str) -> None:
    data = {
        **PERSON,
        "summary": SENTENCE,
        "work": jobs(2, bullets=3),
        "education": [{"area": "Logic", "institution": "Oak"}],
    }
    pdfs = [pdf_of(render(data, theme, keep_together=how)) for how in ("none", "entries")]
    lines = [[(line.text, round(line.baseline, 2)) for line in body_lines(read_pdf(pdf))] for pdf in pdfs]
    assert lines[0] == lines[1]


@pytest.mark.parametrize("size", range(36, 50))
def test_an_entry_about_as_long_as_a_page(size: int) -> None:
    """With its section's heading above: nothing below the page's edge, whatever the length."""
    data = {
        **PERSON,
        "work": [*jobs(1, bullets=10), {"position": "Big", "highlights": [f"Line {n}." for n in range(size)]}],
    }
    pdf = pdf_of(render(data, keep_together="entries"))
    lines = read_pdf(pdf).lines
    assert min(line.baseline for line in lines) > 53
    assert sum(line.text.startswith("• Line ") for line in lines) == size

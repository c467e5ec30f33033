"""What parsers of resumes go by: headings, bold titles, gaps between entries, words apart, one column.

The rules are those of published parsers, OpenResume's above all, written down here a second time; docs/machine-reading.md tells them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pytest
from builders import DRESSED, THEMES, load, sample, sample_pdf
from page_facts import expected_of, extracted, facts_of
from pdf_reading import EXTRACTORS, laid_out
from pdfminer.layout import LTChar, LTTextBox, LTTextLine

from resume_tex.pdf.places import Placement, body_lines
from resume_tex.pdf.reading import Line, read_pdf

RESUMES = ("example", "full.yaml", "tex.yaml")
USUAL = {
    # a section: the words of which parsers look for one
    "summary": {"summary", "profile", "objective"},
    "work": {"experience", "employment", "work"},
    "education": {"education"},
    "projects": {"project", "projects"},
    "skills": {"skill", "skills"},
    "publications": {"publications"},
    "awards": {"awards", "honors"},
    "certificates": {"certificates", "certifications"},
    "languages": {"languages"},
    "interests": {"interests"},
    "references": {"references"},
}
BULLETS = "•·-–*"


class Word(NamedTuple):
    """The first characters of a line with their font, as pdfminer.six tells them."""

    page: int
    baseline: float
    text: str
    font: str
    is_bold: bool


@cache
def first_words(pdf: bytes) -> list[Word]:
    """Return for each line of text its first letters in one font."""
    found = []
    for number, page in enumerate(laid_out(pdf)):
        for line in (
            line for box in page if isinstance(box, LTTextBox) for line in box if isinstance(line, LTTextLine)
        ):
            letters = [letter for letter in line if isinstance(letter, LTChar)]
            font = letters[0].fontname
            text = "".join(letter.get_text() for letter in letters if letter.fontname == font)
            found.append(Word(number, letters[0].matrix[5], text.strip(), font, "bold" in font.lower()))
    return found


def by_height(words: list[Word], line: Line) -> Word:
    """Return the first words of a line."""
    return min((word for word in words if word.page == line.page), key=lambda word: abs(word.baseline - line.baseline))


@pytest.mark.parametrize("theme", THEMES)
def test_headings_have_their_usual_names_on_lines_of_their_own(theme: str) -> None:
    lines = {line.text.casefold() for line in body_lines(read_pdf(sample_pdf("full.yaml", theme)))}
    for section, names in USUAL.items():
        assert names & lines, section


@pytest.mark.parametrize("theme", THEMES)
def test_headings_and_titles_are_bold_by_the_name_of_their_font(theme: str) -> None:
    """In all themes but academic, whose headings are small capitals by the name of theirs; in banking the employer leads."""
    for name in ("example", "full.yaml"):
        pdf = sample_pdf(name, theme)
        words = first_words(pdf)
        placement = Placement(read_pdf(pdf), expected_of(sample(name), theme))
        seen, bold = Counter[str](), _bold_text(pdf)
        for index, item in enumerate(placement.expected):
            lines = placement.lines_of(index)
            if item.is_heading:
                word = by_height(words, placement.lines[lines[0]])
                assert word.is_bold if theme != "academic" else "Caps" in word.font, word
                seen["heading"] += 1
            elif item.path[0] == "work" and item.path[2] == ("name" if theme == "banking" else "position"):
                assert item.spelled.text in bold, item.path
                seen["title"] += 1
        assert seen["heading"] >= 4
        assert seen["title"] >= 2


def _bold_text(pdf: bytes) -> str:
    """Return the letters of the pages that are bold by the name of their font."""
    letters = []
    for page in laid_out(pdf):
        for line in (
            line for box in page if isinstance(box, LTTextBox) for line in box if isinstance(line, LTTextLine)
        ):
            letters += [item.get_text() for item in line if isinstance(item, LTChar) and "Bold" in item.fontname]
    return "".join("".join(letters).split()).casefold()


@pytest.mark.parametrize("name", RESUMES)
@pytest.mark.parametrize("theme", THEMES)
def test_a_parser_tells_the_jobs_apart(theme: str, name: str) -> None:
    """By OpenResume's way: gaps of more than 1.4 of the section's usual one, or else a bold line after one that is not."""
    pdf = sample_pdf(name, theme)
    words = first_words(pdf)
    resume = load(sample(name))
    for section, entries in (("work", resume.work), ("education", resume.education)):
        lines = _section(pdf, theme, name, section)
        if any(a.page != b.page for a, b in pairwise(lines)):
            continue  # OpenResume joins pages before it looks, and gets the gap at the break wrong for everybody
        parts = _subsections(lines, lambda line: by_height(words, line).is_bold)
        assert len(parts) == len(entries), [part[0].text for part in parts]


def _section(pdf: bytes, theme: str, name: str, section: str) -> list[Line]:
    """Return the lines between a section's heading and the next."""
    placement = Placement(read_pdf(pdf), expected_of(sample(name), theme))
    headings = [(placement.lines_of(i)[0], item) for i, item in enumerate(placement.expected) if item.is_heading]
    start = next(line for line, item in headings if item.path[0] == section)
    end = min((line for line, _ in headings if line > start), default=len(placement.lines))
    return list(placement.lines[start + 1 : end])


def _subsections(lines: list[Line], is_bold: Callable[[Line], bool]) -> list[list[Line]]:
    gaps = Counter(round(a.baseline - b.baseline) for a, b in pairwise(lines))
    threshold = 1.4 * gaps.most_common(1)[0][0] if gaps else 0.0
    by_gap = _split(lines, lambda line, before: round(before.baseline - line.baseline) > threshold)
    if len(by_gap) > 1:
        return by_gap
    return _split(
        lines, lambda line, before: not is_bold(before) and is_bold(line) and not line.text.startswith(tuple(BULLETS))
    )


def _split(lines: list[Line], begins: Callable[[Line, Line], bool]) -> list[list[Line]]:
    parts: list[list[Line]] = [lines[:1]]
    for before, line in pairwise(lines):
        if begins(line, before):
            parts.append([])
        parts[-1].append(line)
    return parts


@pytest.mark.parametrize("theme", THEMES)
def test_the_gap_between_entries_is_over_1_4_of_that_between_lines(theme: str) -> None:
    pdf = sample_pdf("example", theme)
    placement = Placement(read_pdf(pdf), expected_of(sample("example"), theme))
    heads = _entry_starts(placement)
    lines = placement.lines
    lead = Counter(round(a.baseline - b.baseline, 1) for a, b in pairwise(lines)).most_common(1)[0][0]
    before = [lines[at - 1].baseline - lines[at].baseline for at in heads]
    assert len(before) >= 2
    assert min(before) > 1.4 * lead


def _entry_starts(placement: Placement) -> list[int]:
    """Return the lines that begin a job but the first."""
    starts: dict[object, int] = {}
    for index, item in enumerate(placement.expected):
        if item.path[0] == "work" and not item.is_heading:
            starts.setdefault(item.path[1], len(placement.lines))
            starts[item.path[1]] = min(starts[item.path[1]], placement.lines_of(index)[0])
    return sorted(starts.values())[1:]


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("options", [{"icons": False}, DRESSED])
def test_contacts_are_words_of_their_own(theme: str, options: dict[str, object]) -> None:
    """With an icon before it, an address does not stick to what comes before or after."""
    facts = facts_of(sample("full.yaml"), theme, prove=True, **options)
    assert (facts.missing_text, facts.torn_words, facts.stray_glyphs) == ((), (), ())
    pdf = sample_pdf("full.yaml", theme, tuple(options.items()))
    for extractor in EXTRACTORS:
        text = extracted(pdf, extractor)
        words = {word.strip("|·,") for line in text.lines for word in line.text.split()}
        for contact in ("alex.petrov@email.com", "alexpetrov.dev", "linkedin.com/in/alexpetrov", "github.com/apetrov"):
            assert contact in words, (extractor, contact)


@pytest.mark.parametrize("name", RESUMES)
@pytest.mark.parametrize("theme", THEMES)
def test_one_column_from_top_to_bottom(theme: str, name: str) -> None:
    """The order of the text in the file is that of its height on the page; nothing stands beside anything."""
    lines = body_lines(read_pdf(sample_pdf(name, theme)))
    heights = [(line.page, -line.baseline) for line in lines]
    assert heights == sorted(heights)
    assert list(_shared(lines)) == []


def _shared(lines: tuple[Line, ...]) -> Iterator[str]:
    for before, line in pairwise(lines):
        if before.page == line.page and abs(before.baseline - line.baseline) < 1:
            yield line.text

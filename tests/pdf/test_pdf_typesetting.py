"""What a typographer would look at: columns, even gaps, what is bold, quotation marks, and what stays together."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from builders import pdf_of, render
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextContainer, LTTextLine

THEMES = ("academic", "banking", "classic", "compact", "engineer", "modern")


class Line(NamedTuple):
    """A run of text on a line.

    Attributes:
        page: The page, from 0.
        baseline: Its height.
        text: The words.
        glyphs: What is printed, without the spaces that the extractor adds.
        edges: The left edge of each glyph.
        bold: The glyphs that are bold.
    """

    page: int
    baseline: float
    text: str
    glyphs: str
    edges: tuple[float, ...]
    bold: str


def lines(pdf: bytes) -> list[Line]:
    return [
        _line(line, number)
        for number, page in enumerate(extract_pages(io.BytesIO(pdf)))
        for box in page
        if isinstance(box, LTTextContainer)
        for line in box
        if isinstance(line, LTTextLine)
    ]


def _line(line: LTTextLine, page: int) -> Line:
    chars = [char for char in line if isinstance(char, LTChar)]
    glyphs = "".join(char.get_text()[:1] for char in chars)
    bold = "".join(char.get_text() for char in chars if any(name in char.fontname for name in ("Bold", "Semi")))
    return Line(page, chars[0].matrix[5], line.get_text().strip(), glyphs, tuple(char.x0 for char in chars), bold)


def left_of(pdf: bytes, word: str) -> float:
    """Return the left edge of a word that stands once on the pages."""
    (line,) = [line for line in lines(pdf) if word in line.glyphs]
    return line.edges[line.glyphs.index(word)]


def baselines(pdf: bytes, *starts: str) -> list[float]:
    """Return the baselines of the lines that begin so."""
    found = lines(pdf)
    return [next(line.baseline for line in found if line.text.startswith(start)) for start in starts]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "labels",
    [
        ("Programming Languages", "Machine Learning Frameworks"),
        ("Languages", "Data & Features"),
        ("Sprachen", "Experimentation"),
        ("Programmierung", "Daten & Merkmale"),
    ],
)
def test_labels_leave_one_column_of_values(theme: str, labels: tuple[str, str]) -> None:
    skills = [
        {"name": "ML", "keywords": ["Aqua"]},
        {"name": labels[0], "level": "expert", "keywords": ["Beryl"]},
        {"name": labels[1], "keywords": ["Coral"]},
    ]
    pdf = pdf_of(render({"skills": skills, "languages": [{"language": "Igbo", "fluency": "Dusk"}]}, theme))
    assert len({round(left_of(pdf, word), 1) for word in ("Aqua", "Beryl", "Coral", "Dusk")}) == 1


def test_a_label_as_long_as_a_line_does_not_push_the_others() -> None:
    short = {"name": "ML", "keywords": ["Aqua"]}
    alone = pdf_of(render({"skills": [short]}))
    beside = pdf_of(render({"skills": [short, {"name": "Rather many things " * 3, "keywords": ["Beryl"]}]}))
    assert left_of(beside, "Aqua") == left_of(alone, "Aqua")


@pytest.mark.parametrize("theme", THEMES)
def test_a_level_belongs_to_the_label_and_is_not_bold(theme: str) -> None:
    pdf = pdf_of(render({"skills": [{"name": "Tongues", "level": "fluent", "keywords": ["Igbo", "Twi"]}]}, theme))
    (line,) = [line for line in lines(pdf) if line.text.startswith("Tongues")]
    assert line.text.startswith("Tongues (fluent)")
    assert line.bold.strip() == "Tongues"


@pytest.mark.parametrize("theme", THEMES)
def test_a_date_with_descenders_leaves_the_next_line_where_it_was(theme: str) -> None:
    def gap(dates: dict[str, str]) -> float:
        job = {"name": "MMM", "position": "HHH", **dates, "summary": "XXX"}
        first, second = baselines(pdf_of(render({"work": [job]}, theme)), "MMM" if theme == "banking" else "HHH", "XXX")
        return first - second

    assert gap({"startDate": "2019"}) == pytest.approx(gap({"startDate": "2019", "endDate": "2020"}), abs=0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("told", [(0,), (1, 2)])
def test_the_entries_of_a_section_are_evenly_apart(theme: str, told: tuple[int, ...]) -> None:
    papers = [
        {
            "name": f"{name}ab",
            "authors": [f"{name}uthor"],
            "releaseDate": "2020",
            **({"summary": f"{name}ote"} if i in told else {}),
        }
        for i, name in enumerate("PQR")
    ]
    found = lines(pdf_of(render({"publications": papers}, theme)))
    where = {line.text: line.baseline for line in found}
    first = {name: next(b for text, b in where.items() if f"{name}uthor" in text) for name in "PQR"}
    last = {name: where.get(f"{name}ote", first[name]) for name in "PQR"}
    gaps = [last[above] - first[below] for above, below in pairwise("PQR")]
    assert gaps[0] == pytest.approx(gaps[1], abs=0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_what_has_a_name_of_its_own_is_led_by_it(theme: str) -> None:
    data = {
        "projects": [{"name": "Alder", "entity": "Bindweed"}],
        "awards": [{"title": "Cedar", "awarder": "Daphne"}],
        "certificates": [{"name": "Elder", "issuer": "Fennel"}],
    }
    found = [line for line in lines(pdf_of(render(data, theme))) if "," in line.text]
    assert sorted((line.bold.strip(", "), line.text) for line in found) == [
        ("Alder", "Alder, Bindweed"),
        ("Cedar", "Cedar, Daphne"),
        ("Elder", "Elder, Fennel"),
    ]


@pytest.mark.parametrize(
    ("language", "quoted"),
    [
        ("en", "“Good.”"),
        ("de", "„Good.“"),
        ("de-CH", "«Good.»"),
        ("fr", "« Good. »"),
        ("pl", "„Good.”"),
        ("sv", "”Good.”"),
    ],
)
def test_quotation_marks_are_those_of_the_language(language: str, quoted: str) -> None:
    data: dict[str, Any] = {"references": [{"reference": "Good."}]}
    found = [line.text for line in lines(pdf_of(render(data, language=language)))]
    assert quoted in [text.replace("\u00a0", " ") for text in found]


def test_who_says_it_is_not_torn() -> None:
    for words in range(10, 24):
        data = {"references": [{"reference": "Word " * words, "name": "Prof. Dr. Jane van der Doe"}]}
        found = [line.text for line in lines(pdf_of(render(data)))]
        assert any("— Prof. Dr. Jane van der Doe" in text for text in found), found


def test_few_rows_stay_on_one_page() -> None:
    skills = [{"name": name, "keywords": ["word"]} for name in ("Pine", "Quince", "Rowan", "Sorbus", "Teak")]
    pages = set()
    for count in range(36, 46):
        work = [{"name": "Acme", "highlights": [f"Bullet {number}" for number in range(count)]}]
        found = lines(pdf_of(render({"work": work, "skills": skills})))
        here = {
            line.page for line in found if line.text.startswith(("Skills", "Pine", "Quince", "Rowan", "Sorbus", "Teak"))
        }
        assert len(here) == 1, count
        pages |= here
    assert pages == {0, 1}

"""That every field comes out of the PDF, and that the proof of it fails where it should."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from builders import ALL_SAMPLES, THEMES, prepare, sample, sample_pdf
from hypothesis import given
from hypothesis import strategies as st
from page_facts import expected_of, extracted, facts_of, text_of

from resume_tex.document.models import Resume
from resume_tex.pdf.fields import unrendered
from resume_tex.pdf.places import Placement
from resume_tex.pdf.proof import proven
from resume_tex.pdf.reading import PdfText
from resume_tex.rules.base import LayoutFacts

TEXTS = [name for name in (*ALL_SAMPLES, "example") if name not in {"empty.yaml", "minimal.json"}]
FAULTLESS = LayoutFacts(1)


def faults(facts: LayoutFacts) -> dict[str, object]:
    """Return what the proof has found."""
    names = ("missing_text", "displaced_text", "torn_words", "stray_glyphs")
    return {name: value for name in names if (value := getattr(facts, name))}


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("theme", THEMES)
def test_every_field_of_every_sample_is_proven(theme: str, name: str) -> None:
    """By PDFium from the page itself, and by the same measure from what Poppler and pdfminer.six extract: words and spaces."""
    path = sample(name)
    assert faults(facts_of(path, theme, prove=True)) == {}, "pdfium"
    for extractor in ("pdftotext", "pdfminer"):
        text = extracted(sample_pdf(name, theme), extractor)
        assert faults(proven(FAULTLESS, Placement(text, expected_of(path, theme)), text, ())) == {}, extractor


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["pdflatex", "xelatex"])
def test_other_engines(engine: str) -> None:
    assert faults(facts_of(sample("full.yaml"), "modern", prove=True, engine=engine)) == {}


@pytest.mark.slow
@pytest.mark.parametrize("style", ["short", "long", "numeric", "year"])
def test_dates_of_every_style(style: str) -> None:
    assert faults(facts_of(sample("german.yaml"), prove=True, date_style=style)) == {}


LINES = [
    "Jane Doe", "Machine Learning Engineer", "Berlin, DE | jane.doe@example.com",
    "Experience", "Senior Engineer, Acme, Berlin, 2021 – present",
    "• Cut the latency of ranking by 40% with a", "distilled model.", "• Moved training to 8 GPUs.",
    "Engineer, Oak, 2018 – 2021", "• Wrote the first ranker.",
    "Skills", "Languages: Python, R, C++",
]  # fmt: skip
DOCUMENT = """
basics: {name: Jane Doe, label: Machine Learning Engineer, email: jane.doe@example.com, location: {city: Berlin, countryCode: DE}}
work:
  - name: Acme
    position: Senior Engineer
    location: Berlin
    startDate: 2021
    highlights: [Cut the latency of ranking by 40% with a distilled model., Moved training to 8 GPUs.]
  - {name: Oak, position: Engineer, startDate: 2018, endDate: 2021, highlights: [Wrote the first ranker.]}
skills:
  - {name: Languages, keywords: [Python, R, C++]}
"""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("proof") / "resume.yaml"
    path.write_text(DOCUMENT)
    return path


def prove(document: Path, text: PdfText) -> dict[str, object]:
    return faults(proven(FAULTLESS, Placement(text, expected_of(document)), text, ()))


def test_pages_that_say_it_all(document: Path) -> None:
    assert prove(document, text_of(LINES)) == {}
    assert prove(document, text_of(LINES[:6], LINES[6:])) == {}


FAULTS: dict[str, tuple[dict[str, str], dict[str, object]]] = {
    # what the page says instead: what is found
    "a bullet is gone": (
        {"• Moved training to 8 GPUs.": "•"},
        {"missing_text": (("work", 0, "highlights", 1),)},
    ),
    "a bullet is cut off": (
        {"distilled model.": "distilled"},
        {"missing_text": (("work", 0, "highlights", 0),)},
    ),
    "a letter is another": (
        {"Engineer, Oak, 2018 – 2021": "Engineer, Oaк, 2018 – 2021"},
        {"missing_text": (("work", 1, "name"),)},
    ),
    "the date is another": (
        {"Engineer, Oak, 2018 – 2021": "Engineer, Oak, 2018 – 2022"},
        {"missing_text": (("work", 1, "startDate"),)},
    ),
    "a month is gone": (
        {"Engineer, Oak, 2018 – 2021": "Engineer, Oak, 2018"},
        {"missing_text": (("work", 1, "startDate"),)},
    ),
    "a short skill is gone": (
        {"Languages: Python, R, C++": "Languages: Python, C++"},
        {"missing_text": (("skills", 0, "keywords", 1),)},
    ),
    "a skill is part of another word": (
        {"Languages: Python, R, C++": "Languages: Python, Rust, C++"},
        {"missing_text": (("skills", 0, "keywords", 1),)},
    ),
    "words run together": (
        {"Machine Learning Engineer": "MachineLearning Engineer"},
        {"torn_words": ((("basics", "label"), "MachineLearning"),)},
    ),
    "a word falls apart": (
        {"• Wrote the first ranker.": "• Wrote the first ran ker."},
        {"torn_words": ((("work", 1, "highlights", 0), "ran ker."),)},
    ),
    "an icon": (
        {"Berlin, DE | jane.doe@example.com": "Berlin, DE | \uf0e0 jane.doe@example.com"},
        {"stray_glyphs": ((("basics", "location"), "\uf0e0"),)},
    ),
    "a glyph without Unicode": (
        {"Skills": "Skills \ufffd"},
        {"stray_glyphs": ((("skills",), "\ufffd"),)},
    ),
    "a control character": (
        {"• Moved training to 8 GPUs.": "\x03 Moved training to 8 GPUs."},
        {"stray_glyphs": ((("work", 0, "highlights", 1), "\x03"),)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_found_and_named_and_nothing_else(document: Path, case: str) -> None:
    changes, found = FAULTS[case]
    assert set(changes) <= set(LINES)
    assert prove(document, text_of([changes.get(line, line) for line in LINES])) == found


def test_text_in_another_place(document: Path) -> None:
    """As of a sidebar, or of dates in a column of their own."""
    moved = [line for line in LINES if line != "• Moved training to 8 GPUs."]
    assert prove(document, text_of([*moved, "• Moved training to 8 GPUs."])) == {
        "displaced_text": (("work", 0, "highlights", 1),)
    }
    dates = [line.replace(", 2021 – present", "") for line in LINES]
    assert prove(document, text_of([*dates, "2021 – present"])) == {"displaced_text": (("work", 0, "startDate"),)}


@given(st.data())
def test_any_bullet_that_goes_missing_is_named(document: Path, data: st.DataObject) -> None:
    bullets = [index for index, line in enumerate(LINES) if line.startswith("• ") and "Cut" not in line]
    gone = data.draw(st.sampled_from(bullets))
    found = prove(document, text_of([line for index, line in enumerate(LINES) if index != gone]))
    assert list(found) == ["missing_text"]


SPACES = "\n \u00a0\u2009\u202f"
PROSE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn", "Cf", "Mn", "Me", "Mc")), min_size=3
)


@given(st.lists(PROSE.filter(lambda text: any(c.isalnum() for c in text)), min_size=1, max_size=5), st.integers(8, 60))
def test_any_text_is_found_again_however_lines_are_broken(texts: list[str], width: int) -> None:
    """In the form in which it prints, with line breaks at its spaces."""
    from resume_tex.document.inline import parse_inline, plain_text
    from resume_tex.pdf.fields import expected_texts
    from resume_tex.render.escape import normalise
    from resume_tex.render.locale import find_locale

    resume = Resume.model_validate({"work": [{"highlights": texts}]})
    paths = [("work", 0, "highlights", index) for index in range(len(texts))]
    locale = find_locale(None)
    assert locale is not None
    expected = expected_texts(resume, paths, locale, "year")
    lines = ["Experience"]
    for text in texts:
        line = "•"
        for word in normalise(plain_text(parse_inline(text))).split():
            if len(line) + len(word) > width:
                lines.append(line)
                line = word
            else:
                line += f" {word}"
        lines.append(line)
    text_on_page = text_of(lines)
    found = proven(FAULTLESS, Placement(text_on_page, expected), text_on_page, ())
    assert (found.missing_text, found.displaced_text) == ((), ())


def test_a_theme_that_leaves_fields_out(document: Path) -> None:
    resume = Resume.model_validate(yaml.safe_load(DOCUMENT))
    prepared = prepare(document)
    assert prepared.project is not None
    paths = prepared.project.source_map.paths()
    assert unrendered(resume, paths) == ()
    kept = [path for path in paths if path not in {("work", 0, "position"), ("work", 1, "startDate")}]
    assert unrendered(resume, kept) == (("work", 0, "position"), ("work", 1, "startDate"))

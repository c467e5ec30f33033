"""What the finished pages say of their layout: nothing of good pages, and what was planted in bad ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import ALL_SAMPLES, THEMES, compile_embedded, prepare, sample
from builders import load as load_sample
from page_facts import expected_of, facts_of, text_of
from theme_folders import STYLE, write_theme

from resume_tex.pdf.findings import PageReader
from resume_tex.pdf.layout import layout_facts
from resume_tex.pdf.places import Placement, body_lines
from resume_tex.pdf.reading import read_pdf
from resume_tex.rules.base import LayoutFacts

BULLET = "Cut the latency of the ranking service by 40% by distilling the model into a smaller one."


@pytest.fixture
def resume(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a resume of data and returns its path."""

    def write_resume(**data: Any) -> Path:
        path = tmp_path / "resume.yaml"
        path.write_text(yaml.safe_dump({"basics": {"name": "Jane Doe"}, **data}))
        return path

    return write_resume


def jobs(count: int, bullets: int = 4) -> list[dict[str, Any]]:
    """Return jobs of one head and some bullets of one line each."""
    return [
        {"position": f"Engineer {n}", "name": f"Acme {n}", "startDate": 2000 + n, "highlights": [BULLET] * bullets}
        for n in range(count)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", [*ALL_SAMPLES, "example"])
@pytest.mark.parametrize("theme", THEMES)
def test_good_pages_give_no_finding(theme: str, name: str) -> None:
    facts = facts_of(sample(name), theme, limit=50)
    assert facts.stranded_headings == ()
    assert facts.widow_words == ()
    assert facts.overfull == ()
    assert facts.overflow_lines == 0
    assert 0 < facts.last_page_fill <= 1


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["banking", "compact", "engineer"])
def test_the_fill_of_the_last_page_and_the_lines_beyond_the_limit(theme: str, resume: Callable[..., Path]) -> None:
    """Told by counting: a page's worth of equal lines, and some more."""
    path = resume(work=[{"position": "Engineer", "highlights": [BULLET] * 200}])
    prepared = prepare(path, theme, leading=1.3, gap_item=1.0, font_size="10pt", margin="54pt")
    assert prepared.project is not None
    assert prepared.settings is not None
    result = compile_embedded(prepared.project)
    assert result.pdf is not None
    lines = body_lines(read_pdf(result.pdf))
    on_page = [sum(line.page == page for line in lines) for page in range(result.pages)]
    facts = PageReader(load_sample(path), prepared.project, prepared.settings).facts(
        LayoutFacts(1), result.pdf, limit=result.pages - 1
    )
    assert facts.pages == result.pages == len(on_page)
    assert facts.overflow_lines == on_page[-1]
    assert facts.last_page_fill == pytest.approx(on_page[-1] / on_page[1], abs=0.03)


def test_lines_beyond_the_custom_where_there_is_no_limit(resume: Callable[..., Path]) -> None:
    two, three = (facts_of(resume(work=jobs(count)), footer="page") for count in (14, 20))
    assert (two.pages, three.pages) == (2, 3)
    lines = body_lines(read_pdf(_pdf(resume(work=jobs(14)), footer="page")))
    assert two.overflow_lines == sum(line.page == 1 for line in lines)
    assert three.overflow_lines == sum(
        line.page == 2 for line in body_lines(read_pdf(_pdf(resume(work=jobs(20)), footer="page")))
    )
    assert 0 < three.overflow_lines < 30


def _pdf(path: Path, theme: str | None = None, **options: Any) -> bytes:
    project = prepare(path, theme, **options).project
    assert project is not None
    pdf = compile_embedded(project).pdf
    assert pdf is not None
    return pdf


# ------------------------------------------------------------------ a word alone on the last line


LONG = "internationalisation"
FILLER = "measured and shipped the ranker to all of the users we have, again and again, with good results, in time, and on budget,"


@pytest.mark.parametrize("theme", ["engineer", "academic"])
def test_a_word_alone_on_the_last_line(theme: str, resume: Callable[..., Path]) -> None:
    """The themes draw a second word down where the last is short; one as long as this they leave."""
    words = FILLER.split()
    texts = [f"{' '.join(words[:count])} {LONG}" for count in range(8, len(words))]
    path = resume(work=[{"position": "Engineer", "highlights": texts}])
    lines = [line.text for line in read_pdf(_pdf(path, theme)).lines][3:]
    bullets = "\n".join(lines).removeprefix("• ").split("\n• ")
    assert len(bullets) == len(texts)
    alone = tuple(("work", 0, "highlights", n) for n, bullet in enumerate(bullets) if bullet.endswith(f"\n{LONG}"))
    assert 1 <= len(alone) < len(bullets)
    assert facts_of(path, theme).widow_words == alone


def test_two_words_on_the_last_line_are_company(resume: Callable[..., Path]) -> None:
    words = [f"{FILLER} {LONG} {' '.join(FILLER.split()[:count])}" for count in range(1, 6)]
    path = resume(work=[{"position": "Engineer", "highlights": words}])
    lines = [line.text for line in read_pdf(_pdf(path)).lines]
    assert [len(line.split()) for line in lines if not line.startswith("•")].count(2) >= 1
    assert facts_of(path).widow_words == ()


def test_short_fields_are_no_sentences(resume: Callable[..., Path]) -> None:
    path = resume(skills=[{"name": "Tools", "keywords": ["Kubernetes"] * 8 + ["Terraform"]}])
    assert facts_of(path).widow_words == ()


# ------------------------------------------------------------------ a heading alone at the foot


TORN = STYLE + "\\let\\nobreak\\relax\n"
"""A style that keeps no heading with its text."""


def _torn(path: Path, bullets: int) -> tuple[LayoutFacts, list[str]]:
    """Build with so many bullets in the first job; return the facts, and the last line of the first page."""
    data = yaml.safe_load(path.read_text())
    data["work"][0]["highlights"] = [BULLET] * bullets
    path.write_text(yaml.safe_dump(data))
    lines = body_lines(read_pdf(_pdf(path, "mine")))
    return facts_of(path, "mine"), [line.text for line in lines if line.page == 0][-1:]


@pytest.mark.slow
def test_a_heading_alone_at_the_foot(resume: Callable[..., Path], tmp_path: Path) -> None:
    write_theme(tmp_path, style=TORN)
    path = resume(
        work=[
            {"position": "Engineer", "startDate": 2010},
            {"position": "Clerk", "name": "Oak", "highlights": [BULLET]},
        ],
        education=[{"studyType": "M.S.", "institution": "Ohio State", "courses": ["Logic"]}],
    )
    found = {}
    for bullets in range(34, 44):
        facts, last = _torn(path, bullets)
        found[last[0]] = facts.stranded_headings
    assert found.pop("Clerk, Oak") == (("work", 1),)
    assert found.pop("Education") == (("education",),)
    assert found.pop("M.S., Ohio State") == (("education", 0),)
    assert set(found.values()) == {()}


def test_a_head_with_nothing_below_it_is_not_alone(resume: Callable[..., Path], tmp_path: Path) -> None:
    write_theme(tmp_path, style=TORN)
    awards = [{"title": f"Award {number}", "awarder": "Oak"} for number in range(80)]
    facts = facts_of(resume(awards=awards), "mine")
    assert facts.pages == 3
    assert facts.stranded_headings == ()


# ------------------------------------------------------------------ feet


def test_feet_are_no_text_of_the_page() -> None:
    pages = [["Jane Doe", "Summary", "One.", f"Jane Doe · {number}/2"] for number in (1, 2)]
    assert [line.text for line in body_lines(text_of(*pages))] == ["Jane Doe", "Summary", "One."] * 2


def test_equal_last_lines_that_count_no_pages_are_text() -> None:
    pages = [[f"Bullet {number} of three hundred"] for number in (41, 82)]
    assert len(body_lines(text_of(*pages))) == 2


def test_nothing_on_the_pages(tmp_path: Path) -> None:
    expected = expected_of(sample("full.yaml"))
    placement = Placement(text_of([], []), expected)
    facts = layout_facts(LayoutFacts(1), placement, 2, 1)
    assert placement.places == [None] * len(expected)
    assert (facts.overflow_lines, facts.stranded_headings, facts.widow_words) == (0, (), ())

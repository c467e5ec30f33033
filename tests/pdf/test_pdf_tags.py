"""The tags of the pages: whole, in reading order, nested as they should be, and with the fields' text."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from builders import (
    ALL_SAMPLES,
    PERSON,
    THEMES,
    compile_embedded,
    compile_with,
    load,
    pdf_of,
    project_of,
    render,
    sample,
    sample_pdf,
)
from pdf_reading import bookmarks, laid_out, open_pdf, solid
from pdf_tags import Tags, read_tags
from pdfminer.layout import LTChar, LTPage, LTTextBox, LTTextLine
from tag_checks import check
from theme_folders import STYLE, write_theme

from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.engine import confine
from resume_tex.engine.base import CompileOptions
from resume_tex.engine.embedded import EmbeddedEngine
from resume_tex.engine.formats import FormatCache
from resume_tex.render.project import RenderedProject


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL_SAMPLES)
@pytest.mark.parametrize("theme", THEMES)
def test_tree_and_pages_agree(theme: str, name: str) -> None:
    check(read_tags(sample_pdf(name, theme)))


def _texts(tags: Tags, role: str) -> list[str]:
    return [solid(tags.text(element)).casefold() for element in tags.document.walk() if element.role == role]


def _plain(text: str) -> str:
    return solid(plain_text(parse_inline(text))).casefold()


@pytest.mark.parametrize("theme", THEMES)
def test_headings_and_bullets_are_the_fields(theme: str) -> None:
    """By what the document says, word for word: the name, the sections' headings, heads of entries, every bullet."""
    tags, resume = read_tags(sample_pdf("full.yaml", theme)), load(sample("full.yaml"))
    assert _texts(tags, "H1") == [_plain(resume.basics.name or "")]
    headings = [title.casefold().replace(" ", "") for title, _, _ in bookmarks(sample_pdf("full.yaml", theme))]
    assert _texts(tags, "H2") == headings
    assert len(headings) >= 10
    heads = _texts(tags, "H3")
    for job in resume.work:
        assert any(_plain(job.position or "") in head and _plain(job.name or "") in head for head in heads)
    bodies = _texts(tags, "LBody")
    lists = [entry.highlights for section in (resume.work, resume.projects, resume.volunteer) for entry in section]
    bullets = [_plain(item.text) for items in lists for item in items]
    assert len(bullets) >= 4
    assert [body for body in bodies if body in bullets] == bullets
    assert _texts(tags, "Lbl").count("•") == len(bullets)


@pytest.mark.parametrize("theme", THEMES)
def test_what_breaks_over_pages_is_one_element(theme: str) -> None:
    text = " ".join(f"word{number} and [link{number}](https://example.org/{number})" for number in range(450))
    data = {"basics": {"name": "Jane Doe", "summary": text}, "work": [{"position": "Engineer", "highlights": [text]}]}
    pdf = pdf_of(render(data, theme))
    tags = read_tags(pdf)
    check(tags)
    for role in ("P", "LBody"):
        long = max((e for e in tags.document.walk() if e.role == role), key=lambda element: len(tags.text(element)))
        first, *more = sorted({page for (page, _), _ in long.contents()})
        assert more
        assert more == list(range(first + 1, first + 1 + len(more)))
        # a link's text that is on the next page is in its paragraph, not in its link
        assert solid(tags.text(long)) == solid(re.sub(r"\[(\w+)\]\([^)]*\)", r"\1", text))


@pytest.mark.parametrize("theme", ["engineer", "academic"])
def test_page_after_page(theme: str) -> None:
    jobs = [{"position": f"Engineer {n}", "name": "Acme", "highlights": [f"Bullet {n}.{m} " + "of words " * 25 for m in range(4)]}
            for n in range(30)]  # fmt: skip
    tags = read_tags(pdf_of(render({**PERSON, "work": jobs}, theme, footer="page")))
    check(tags)
    assert len({page for (page, _), _ in tags.document.contents()}) >= 4
    assert _texts(tags, "LBody")[1:] == [_plain(bullet) for job in jobs for bullet in job["highlights"]]


def test_an_entry_on_two_lines_is_one_heading() -> None:
    work = [{"position": "Engineer " * 12, "name": "Acme " * 8, "location": "Berlin", "startDate": 2020}]
    for theme in THEMES:
        tags = read_tags(pdf_of(render({**PERSON, "work": work}, theme)))
        check(tags)
        assert len(_texts(tags, "H3")) == 1


def test_the_same_bytes_each_time() -> None:
    project = project_of(sample("full.yaml"), "modern")
    assert len({compile_embedded(project).pdf for _ in range(3)}) == 1


@pytest.mark.parametrize("theme", THEMES)
def test_every_letter_stands_where_it_stands_without_tags(theme: str) -> None:
    """To the rounding of positions, which begins anew at each mark."""
    marked, plain = (
        [_letters(page) for page in laid_out(pdf)]
        for pdf in (sample_pdf("full.yaml", theme), sample_pdf("full.yaml", theme, (("tagged", False),)))
    )
    assert len(marked) == len(plain)
    for one, other in zip(marked, plain, strict=True):
        assert [letter.get_text() for letter in one] == [letter.get_text() for letter in other]
        for a, b in zip(one, other, strict=True):
            assert (a.x0, a.y0) == pytest.approx((b.x0, b.y0), abs=0.06)


def _letters(page: LTPage) -> list[LTChar]:
    """Return what a page shows, line by line."""
    found = [
        letter
        for box in page
        if isinstance(box, LTTextBox)
        for line in box
        if isinstance(line, LTTextLine)
        for letter in line
        if isinstance(letter, LTChar)
    ]
    return sorted(found, key=lambda letter: (-round(letter.matrix[5]), letter.x0))


def test_without_tags() -> None:
    with open_pdf(sample_pdf("full.yaml", None, (("tagged", False),))) as file:
        assert not {"/StructTreeRoot", "/MarkInfo"} & set(file.Root.keys())
        for page in file.pages:
            assert "/StructParents" not in page
            assert not {"BDC", "BMC"} & {str(step.operator) for step in pikepdf.parse_content_stream(page)}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_engines_of_a_tex_live(engine: str) -> None:
    result = compile_with(engine, project_of(sample("full.yaml"), "modern", unicode=engine == "lualatex"))
    assert result.pdf is not None, result.messages
    check(read_tags(result.pdf))


@pytest.mark.slow
def test_xelatex_writes_none() -> None:
    result = compile_with("xelatex", project_of(sample("full.yaml"), "modern", unicode=True))
    assert result.pdf is not None, result.messages
    with open_pdf(result.pdf) as file:
        assert not {"/StructTreeRoot", "/MarkInfo"} & set(file.Root.keys())


OWN = r"""\makeatletter
\renewcommand\ResumeText[1]{\par\noindent#1\par}
\def\resume@before#1{\par\vskip4bp }
\renewcommand\ResumeEntry[4]{\par{\bfseries#1}, #2 \hfill #4\par}
\endinput
"""


def _own_theme(tmp_path: Path, style: str = "") -> RenderedProject:
    write_theme(tmp_path, style=STYLE + style)
    data = (sample("full.yaml")).read_text("utf-8")
    (tmp_path / "resume.yaml").write_text(data, "utf-8")
    return project_of(tmp_path / "resume.yaml", "mine")


def test_a_theme_of_ones_own(tmp_path: Path) -> None:
    project = _own_theme(tmp_path)
    assert not project.trusted
    check(read_tags(pdf_of(project)))


def test_a_theme_that_goes_its_own_ways(tmp_path: Path) -> None:
    """What it sets past the macros has no tags; what has is well formed."""
    tags = read_tags(pdf_of(_own_theme(tmp_path, OWN)))
    assert set(tags.texts) == {content for content, _ in tags.document.contents()}
    assert "towerkit" in [tags.text(element) for element in tags.document.walk() if element.role == "Link"]
    assert "Audiostreaming" in solid(tags.loose)


def test_no_tags_for_strangers_where_tex_cannot_be_confined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tags need a command that reads files; docs/security.md tells."""
    project, own = _own_theme(tmp_path), project_of(sample("full.yaml"))
    monkeypatch.setattr(confine, "available", lambda: False)
    for engine_project, tagged in ((project, False), (own, True)):
        result = EmbeddedEngine(cache=FormatCache(str(tmp_path / "cache"))).compile(engine_project, CompileOptions())
        assert result.pdf is not None
        with open_pdf(result.pdf) as file:
            assert ("/StructTreeRoot" in file.Root) is tagged

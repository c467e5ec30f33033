"""Changes on the page: both texts are in the marks, every theme sets them, and nothing of the document is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import builders
import pytest
from git_folders import GitFolder, isolate_git
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_reading import pdftotext
from resume_strategies import RESUME, SENTENCE

from resume_tex.document.inline import Added, Inline, Moved, Removed, Revised, Text, parse_inline, plain_text
from resume_tex.document.models import Resume
from resume_tex.history.comparison import compare
from resume_tex.history.marking import revise
from resume_tex.history.union import unite
from resume_tex.render.inline_tex import revised_tex
from resume_tex.render.locale import find_locale
from resume_tex.render.project import RenderedProject, RenderSettings, render_project
from resume_tex.render.revision import Revision
from resume_tex.render.theme import load_theme
from resume_tex.render.theme_options import resolve_options

if TYPE_CHECKING:
    from conftest import Golden, Outcome

Invoke = Callable[..., "Outcome"]
LEGEND: Revised = (
    Text("v1 → v2: "),
    Added((Text("added"),)),
    Text(", "),
    Removed((Text("removed"),)),
    Text(", "),
    Moved((Text("moved"),)),
)


def marked(before: Resume, after: Resume, theme: str = "engineer") -> RenderedProject:
    """Render a resume with its changes."""
    chosen = load_theme(theme)
    options, problems = resolve_options(chosen, {})
    assert problems == []
    locale = find_locale(None)
    assert locale is not None
    union = unite(compare(before, after), locale, options.text("date-style", "short"))
    revision = Revision(union.texts, union.paragraphs, LEGEND)
    supports = chosen.coverage(options.text("font")).__contains__
    return render_project(union.resume, RenderSettings(chosen, options, locale, supports, revision=revision))


@pytest.mark.parametrize(
    ("before", "after", "tex"),
    [
        ("a 12% rise of the rate", "a 14% rise of the rate", r"a \ResumeRemoved{12\%}\,\ResumeAdded{14\%} rise of the rate"),
        ("Acme", "Acme Labs", r"Acme \ResumeAdded{Labs}"),
        ("", "two words", r"\ResumeAdded{two}\ResumeAddedSpace{}\ResumeAdded{words}"),
        ("two words", "", r"\ResumeRemoved{two}\ResumeRemovedSpace{}\ResumeRemoved{words}"),
        ("was **bold** and so", "was bold and so", r"was \ResumeRemoved{\ResumeBold{bold}}\,\ResumeAdded{bold} and so"),
        ("on [the page](https://a.example)", "on [a page](https://a.example)",
         r"on \ResumeRemoved{\ResumeLink{https://a.example}{the}}\,\ResumeAdded{\ResumeLink{https://a.example}{a}}"
         r"\ResumeLink{https://a.example}{ page}"),
        (r"\input{x} stays here", r"\input{y} stays here",
         r"\textbackslash{}input\{\ResumeRemoved{x}\,\ResumeAdded{y}\} stays here"),
    ],
)  # fmt: skip
def test_marks_as_tex(before: str, after: str, tex: str) -> None:
    assert str(revised_tex(revise(before, after))) == tex


def test_a_long_word_breaks_inside_its_mark() -> None:
    tex = str(revised_tex(revise("", "https://example.org/" + "a" * 60)))
    assert tex.count(r"\ResumeBreak{}") >= 3
    assert re.sub(r"\\ResumeBreak\{\}|\\ResumeAdded\{([^}]*)\}", r"\1", tex) == "https://example.org/" + "a" * 60


def test_signs_of_chinese_and_japanese_break_anywhere() -> None:
    assert str(revised_tex(revise("", "検索。順位 A"))) == (
        r"\ResumeAdded{検}\ResumeBreak{}\ResumeAdded{索。}\ResumeBreak{}\ResumeAdded{順}\ResumeBreak{}\ResumeAdded{位}"
        r"\ResumeAddedSpace{}\ResumeAdded{A}"
    )


def test_moved_words_are_marked_and_their_changes_too() -> None:
    assert revise("we raised it by 5% then", "we raised it by 6% then", moved=True) == (
        Moved((Text("we raised it by "),)), Removed((Text("5%"),)), Text("\u2009"), Added((Text("6%"),)), Moved((Text(" then"),)),
    )  # fmt: skip


def side(nodes: Revised, without: type) -> str:
    kept: list[Inline] = []
    for node in nodes:
        if isinstance(node, Added | Removed | Moved):
            kept += () if isinstance(node, without) else node.children
        elif node != Text("\u2009"):
            kept.append(node)
    return "".join(plain_text(tuple(kept)).split())


@given(SENTENCE, SENTENCE, st.booleans())
def test_both_texts_are_in_the_marks(before: str, after: str, moved: bool) -> None:
    nodes = revise(before, after, moved=moved)
    assert side(nodes, Added) == "".join(plain_text(parse_inline(before)).split())
    assert side(nodes, Removed) == "".join(plain_text(parse_inline(after)).split())


def unmarked(body: str, gone: str) -> str:
    """Return the letters of rendered text without what one kind of mark holds."""
    parts = re.split(r"(\\Resume(?:Added|Removed|Moved)\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\})", body)
    kept = [part for part in parts if not part.startswith(rf"\Resume{gone}{{")]
    return re.sub(r"\\(?:Resume\w+|begin|end|item)|[\\{}\s,~.:]", "", "".join(kept))


@settings(max_examples=60)
@given(RESUME)
def test_a_resume_without_changes_is_rendered_as_ever(resume: Resume) -> None:
    plain = builders.render(resume.model_dump(by_alias=True), "engineer")
    body = marked(resume, resume).body
    legend = body.index(r"\ResumeLegend")
    assert body[:legend].partition("id = ")[0] == plain.body[:legend].partition("id = ")[0]
    assert body[body.index(r"\begin{ResumeHeader}") :] == plain.body[plain.body.index(r"\begin{ResumeHeader}") :]


@settings(max_examples=60)
@given(RESUME, RESUME)
def test_every_text_with_changes_is_on_the_page(before: Resume, after: Resume) -> None:
    locale = find_locale(None)
    assert locale is not None
    union = unite(compare(before, after), locale, "short")
    shown = set(marked(before, after).source_map.paths())
    for name in ("work", "projects", "skills"):
        for path, nodes in union.texts.items():
            if (
                path[0] == name
                and path[-2] in ("highlights", "keywords")
                and any(side(nodes, t) for t in (Added, Removed))
            ):
                assert path in shown
    for resume in (before, after):
        for job in resume.work:
            for bullet in job.highlights:
                texts = [b.text for j in union.resume.work for b in j.highlights]
                texts += [b.text for p in union.resume.projects for b in p.highlights]
                words = [side(nodes, Added) for nodes in union.texts.values()]
                assert (
                    " ".join(bullet.text.split()) in texts
                    or "".join(plain_text(parse_inline(bullet.text)).split()) in words
                )


BEFORE = builders.sample("full.yaml")
AFTER = builders.sample("example")


@pytest.mark.slow
@pytest.mark.parametrize("theme", builders.THEMES)
@pytest.mark.parametrize("swapped", [False, True])
def test_every_theme_sets_every_change(theme: str, swapped: bool) -> None:
    one, other = (builders.load(path) for path in ((AFTER, BEFORE) if swapped else (BEFORE, AFTER)))
    text = pdftotext(builders.pdf_of(marked(one, other, theme)))
    letters = "".join(text.split()).lower()
    for phrase in ("Halden Music", "Spotify", "Two Towers at Scale", "Python", "Columbia University", "towerkit"):
        assert "".join(phrase.split()).lower() in letters, phrase
    assert "v1→v2:added,removed,moved" in letters


def test_the_tex_of_a_page(golden: Golden) -> None:
    lines = marked(builders.load(BEFORE), builders.load(AFTER)).body.splitlines()
    golden(
        "marked.tex",
        "".join(f"{line}\n" for line in lines if ("Removed{" in line and len(line) < 700) or "Legend" in line),
    )


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFolder:
    """Return a repository with the example, which is the current folder."""
    isolate_git(tmp_path, monkeypatch)
    git = GitFolder(tmp_path / "cv")
    monkeypatch.chdir(git.path)
    git.write("resume.yaml", AFTER.read_text("utf-8"))
    git.commit()
    return git


@pytest.mark.slow
def test_the_command_writes_it(git: GitFolder, invoke: Invoke) -> None:
    git.write(
        "resume.yaml",
        AFTER.read_text("utf-8").replace("CTR by 12% and", "CTR by 14% and").replace("engineer  ", "classic  "),
    )
    outcome = invoke("diff", "--pdf", "changes.pdf", "--no-pages")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.endswith("\nchanges.pdf written.\n")
    first = Path("changes.pdf").read_bytes()
    assert "12% 14%" in pdftotext(first).replace("\u2009", " ")
    invoke("diff", "--pdf", "changes.pdf", "--no-pages")
    assert Path("changes.pdf").read_bytes() == first
    assert [path.name for path in sorted(git.path.iterdir())] == [".git", "changes.pdf", "resume.yaml"]


def test_no_file_of_somebodys_own_is_overwritten(git: GitFolder, invoke: Invoke) -> None:
    git.write("notes.pdf", "my notes")
    outcome = invoke("diff", "--pdf", "notes.pdf", "--no-pages")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("error: notes.pdf exists and is not a PDF; it is left alone.\n")
    assert invoke("diff", "--pdf", "resume.yaml", "--no-pages").code == 2
    assert Path("notes.pdf").read_text() == "my notes"

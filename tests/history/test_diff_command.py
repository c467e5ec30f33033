"""`resume-tex diff`: content, findings and pages of two revisions, in three forms, from any kind of repository."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import builders
import click
import pytest
from git_folders import GitFolder, isolate_git
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from resume_strategies import RESUME

from resume_tex.cli.diff_text import DiffText
from resume_tex.document.models import Resume
from resume_tex.history.comparison import compare
from resume_tex.history.diff_json import to_json
from resume_tex.history.diff_markdown import escape_markdown, to_markdown
from resume_tex.history.difference import Difference
from resume_tex.history.sides import Side

if TYPE_CHECKING:
    from conftest import Golden, Outcome

Invoke = Callable[..., "Outcome"]
TEXT = builders.EXAMPLE.read_text("utf-8")
BULLET = """\
      - >-
        Cut serving cost by 40% ($22K a month) by distilling the ranker from 350M to 45M parameters, at 97% of its NDCG.
"""
EDITS = (
    ("CTR by 12% and average", "CTR by 14% and average"),
    ("  - name: Wayfair\n", "  - name: Wayfair Labs\n"),
    ("startDate: 2021\n", "startDate: 2021-02\n"),
    (BULLET, ""),
    ("incidents by 70%.\n", f"incidents by 70%.\n{BULLET}      - \"Was responsible for `things` <b> @spotify #12, *and* **more**\"\n"),
    ("[Python, Scala, SQL]", "[Python, Rust, SQL]"),
    ("    theme: engineer  ", "    theme: classic   "),
    ("    releaseDate: 2024\n", "    releaseDate: 2024-09\n    url: https://papers.example/a_b_c\n"),
)  # fmt: skip


def edited(*edits: tuple[str, str]) -> str:
    text = TEXT
    for old, new in edits or EDITS:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let git see nothing of the user's."""
    return isolate_git(tmp_path, monkeypatch)


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFolder:
    """Return a repository with the example, tagged v1, and edits in the work tree; it is the current folder."""
    git = GitFolder(tmp_path / "cv")
    monkeypatch.chdir(git.path)
    git.write("resume.yaml", TEXT)
    git.commit()
    git("tag", "v1")
    git.write("resume.yaml", edited())
    return git


@pytest.mark.parametrize(("form", "ending"), [("text", "txt"), ("markdown", "md"), ("json", "json")])
def test_the_forms(git: GitFolder, invoke: Invoke, golden: Golden, form: str, ending: str) -> None:
    code, out, err = invoke(
        "diff", "--format", form, "--no-pages", "--select", "bullets.job-function,dates.precision"
    ).all
    assert (code, err) == (0, "")
    golden(
        f"diff.{ending}", out.replace(git("rev-parse", "HEAD"), "COMMIT").replace(git("rev-parse", "HEAD")[:7], "SHORT")
    )


@pytest.mark.slow
def test_pages_before_and_after(git: GitFolder, invoke: Invoke) -> None:
    git.write("resume.yaml", edited((BULLET, BULLET * 12)))
    assert "Pages: 1 → 2\n" in invoke("diff").out
    assert invoke("diff", "--format", "markdown").out.endswith("\nPages: 1 → 2\n")
    data = json.loads(invoke("diff", "--format", "json").out)
    assert (data["before"]["pages"], data["after"]["pages"]) == (1, 2)
    assert [d["code"] for d in data["findings"]["gained"] if d["code"].startswith("layout.pages")] == ["layout.pages"]


def test_colours_on_a_terminal_only() -> None:
    one, other = (Resume.model_validate({"basics": {"label": label}}) for label in ("an old label", "a new label"))
    difference = Difference(Side("v1", "f"), Side("v2", "f"), compare(one, other), (), (), (None, None))
    plain, colored = (DiffText(80, colored=colored).write(difference) for colored in (False, True))
    assert "[-an old-]{+a new+} label" in plain
    assert "[-" not in colored.replace("\x1b[", "")
    assert "\x1b[31m" in colored
    assert "\x1b[32m" in colored


def first_line(outcome: Outcome) -> str:
    return outcome.out.partition("\n")[0]


def test_what_a_and_b_may_be(git: GitFolder, invoke: Invoke) -> None:
    first = git("rev-parse", "HEAD")[:7]
    second = git.commit()[:7]
    git("tag", "v2")
    git.write("other.yaml", TEXT)
    cases = {
        (): f"resume.yaml: HEAD ({second}) → work tree",
        ("v1",): f"resume.yaml: v1 ({first}) → work tree",
        (first,): f"resume.yaml: {first} → work tree",
        ("v1", "v2"): f"resume.yaml: v1 ({first}) → v2 ({second})",
        ("v1..v2",): f"resume.yaml: v1 ({first}) → v2 ({second})",
        ("v1..",): f"resume.yaml: v1 ({first}) → HEAD ({second})",
        ("HEAD~1", "--file", "resume.yaml"): f"resume.yaml: HEAD~1 ({first}) → work tree",
        ("resume.yaml",): f"resume.yaml: HEAD ({second}) → work tree",
        ("v1", "resume.yaml"): f"resume.yaml: v1 ({first}) → work tree",
        ("resume.yaml", "other.yaml"): "other.yaml: resume.yaml → other.yaml",
        ("v1", "other.yaml", "--file", "resume.yaml"): f"other.yaml: v1 ({first}) → other.yaml",
    }  # fmt: skip
    for arguments, expected in cases.items():
        outcome = invoke("diff", *arguments, "--no-pages")
        assert (first_line(outcome), outcome.code, outcome.err) == (expected, 0, ""), arguments


def test_a_revision_wins_over_a_file_of_its_name(git: GitFolder, invoke: Invoke) -> None:
    git.write("v1", "nonsense")
    assert first_line(invoke("diff", "v1", "--no-pages")).startswith("resume.yaml: v1 (")
    assert "v1 does not load" in invoke("diff", "./v1", "resume.yaml", "--no-pages").err


def test_the_exit_code(git: GitFolder, invoke: Invoke) -> None:
    assert invoke("diff", "--no-pages").code == 0
    assert invoke("diff", "--no-pages", "--exit-code").code == 1
    git.write("resume.yaml", TEXT.replace("work:   ", "work: "))
    outcome = invoke("diff", "--no-pages", "--exit-code")
    assert outcome.code == 0
    assert outcome.out.endswith("\n\nThe content is the same.\n")


def test_two_files_need_no_repository(tmp_path: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(TEXT, "utf-8")
    Path("b.yaml").write_text(edited(), "utf-8")
    assert first_line(invoke("diff", "a.yaml", "b.yaml", "--no-pages")) == "b.yaml: a.yaml → b.yaml"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("v11",), "error: There is no revision 'v11' in {root}, and no such file.\nhelp: Did you mean v1?\n"),
        (("v1", "gone.yaml"), "error: There is no revision 'gone.yaml' in {root}, and no such file.\n"),
        (("--file", "gone.yaml"), "error: HEAD has no gone.yaml.\nhelp: It had: resume.yaml.\n"),
        (("--option",), "Usage: "),
        (("",), "error: There is no revision '' in {root}, and no such file.\n"),
        (("--variant", "ml"), "error: resume.yaml of HEAD ("),
        (("-x\n", "a"), "Usage: "),
    ],
)
def test_what_is_not_there_is_said(git: GitFolder, invoke: Invoke, arguments: tuple[str, ...], error: str) -> None:
    code, out, err = invoke("diff", *arguments).all
    assert (code, out) == (2, "")
    assert err.startswith(error.format(root=git.path))


def test_a_document_that_does_not_load(git: GitFolder, invoke: Invoke) -> None:
    git.write("resume.yaml", TEXT.replace("    startDate: 2021\n", "    startDate: soon\n"))
    outcome = invoke("diff")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(
        "error: resume.yaml does not load: 1 schema error. The first, line 52: `soon` is not a date"
    )
    assert outcome.err.endswith("help: resume-tex check resume.yaml\n")
    commit = git.commit()
    git.write("resume.yaml", TEXT)
    assert f"resume.yaml of HEAD ({commit[:7]}) does not load: 1 schema error." in invoke("diff").err
    Path("resume.yaml").unlink()
    assert invoke("diff", "v1").err.startswith("error: resume.yaml does not exist.\n")


def test_outside_and_without_a_commit(tmp_path: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("resume.yaml").write_text(TEXT, "utf-8")
    assert invoke("diff").err.startswith("error: resume.yaml is in no git repository.\n")
    assert invoke("diff", "v1").err.startswith(
        "error: resume.yaml is in no git repository, and there is no file 'v1'.\n"
    )
    GitFolder(tmp_path)
    outcome = invoke("diff")
    assert outcome.code == 2
    assert outcome.err.startswith(f"error: The repository {tmp_path} has no commit yet, so no 'HEAD'.\n")


def test_renames_detached_heads_worktrees_and_names(
    git: GitFolder, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("mv", "-f", "resume.yaml", "lebenslauf für ü [1].yaml")
    git.commit()
    git("checkout", "-q", "--detach")
    git("worktree", "add", "-q", "--detach", "../other")
    for folder in (git.path, git.path.parent / "other"):
        monkeypatch.chdir(folder)
        outcome = invoke("diff", "v1", "--file", "lebenslauf für ü [1].yaml", "--no-pages")
        assert "CTR by [-12%-]{+14%+} and" in outcome.out


def test_a_shallow_clone_lacks_what_came_before(
    git: GitFolder, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    git.commit()
    git("clone", "-q", "--depth", "1", f"file://{git.path}", "../clone")
    monkeypatch.chdir(git.path.parent / "clone")
    outcome = invoke("diff", "HEAD~1", "--no-pages")
    assert outcome.code == 2
    assert "git fetch --unshallow" in outcome.err
    assert invoke("diff", "--no-pages").out.endswith("The content is the same.\n")


def test_the_work_tree_and_the_index_are_left_alone(git: GitFolder, invoke: Invoke) -> None:
    before = git("status", "--porcelain"), Path(".git/index").read_bytes(), Path("resume.yaml").read_bytes()
    invoke("diff", "--no-pages")
    assert before == (git("status", "--porcelain"), Path(".git/index").read_bytes(), Path("resume.yaml").read_bytes())


def findings(outcome: Outcome) -> tuple[list[str], list[str]]:
    data = json.loads(outcome.out)["findings"]
    return [d["code"] for d in data["gained"]], [d["code"] for d in data["lost"]]


def test_a_moved_bullet_takes_its_findings_along(git: GitFolder, invoke: Invoke) -> None:
    weak = "      - Was responsible for various systems.\n"
    first, second = "    highlights:\n", "incidents by 70%.\n"
    head = TEXT.index(first) + len(first)
    git.write("resume.yaml", TEXT[:head] + weak + TEXT[head:])
    git.commit()
    moved = TEXT.replace(second, second + weak)
    git.write("resume.yaml", moved)
    gained, lost = findings(
        invoke("diff", "--format", "json", "--no-pages", "--select", "bullets.job-function,bullets.vague-magnitude")
    )
    assert (gained, lost) == ([], [])
    git.write("resume.yaml", TEXT)
    gained, lost = findings(invoke("diff", "--format", "json", "--no-pages", "--select", "bullets.job-function"))
    assert (gained, lost) == ([], ["bullets.job-function"])
    gained, lost = findings(
        invoke("diff", "HEAD", "v1", "--format", "json", "--no-pages", "--select", "bullets.job-function")
    )
    assert lost == ["bullets.job-function"]


def test_a_variant(git: GitFolder, invoke: Invoke) -> None:
    variants = "    pages: 1                         # more is an error\n    variants: {short: {label: Engineer, exclude: [x]}}\n"
    tagged = edited(
        ("    pages: 1                         # more is an error\n", variants),
        ("    area: Statistics\n", "    area: Statistics\n    tags: [x]\n"),
    )
    git.write("resume.yaml", tagged)
    git.commit()
    git.write("resume.yaml", tagged.replace("area: Statistics", "area: Mathematics"))
    assert "Mathematics" in invoke("diff", "--no-pages").out
    assert invoke("diff", "--no-pages", "--variant", "short").out.endswith("The content is the same.\n")


# ---------------------------------------------------------------- Markdown
MARKDOWN = MarkdownIt("commonmark").enable("strikethrough")


def spoken(text: str) -> str:
    """Return the text that a Markdown document shows, without marks, comments taken away."""
    out = []
    for block in MARKDOWN.parse(text):
        for token in block.children or ():
            if token.type in {"text", "code_inline"}:
                out.append(token.content)
            elif token.type in {"softbreak", "hardbreak"}:
                out.append(" ")
            elif token.type == "html_inline":
                assert token.content == "<!-- -->"
            else:
                assert token.type in {"strong_open", "strong_close", "s_open", "s_close", "em_open", "em_close"}, token
        out.append("\n")
    return "".join(out)


@given(st.text())
def test_escaped_text_shows_as_it_is(text: str) -> None:
    printable = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split()) or "-"
    assert spoken(f"x {escape_markdown(printable)} x") == f"\nx {' '.join(printable.split())} x\n\n"


@pytest.mark.parametrize(
    "text",
    ["*a*", "**", "~~x~~", "`code`", "<script>", "&amp; &lt;", "a_b_c", "[a](https://x.example)", "1. one", "- item", "+ item",
     "# head", "> quote", "| a | b |", "@team #12 x@y", "---", "===", "\\*", "https://x.example/a_b", "www.x.example", ":smile:", "$x$", "12) a"],
)  # fmt: skip
def test_no_text_is_markup(text: str) -> None:
    for line in (f"- {escape_markdown(text)}", escape_markdown(text), f"**{escape_markdown(text)}**"):
        assert spoken(line).strip() == text
    assert [t.type for t in MARKDOWN.parse(f"- {escape_markdown(text)}")][:3] == [
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
    ]


def difference(one: Resume, other: Resume) -> Difference:
    return Difference(Side("v1", "resume.yaml"), Side("v2", "resume.yaml"), compare(one, other), (), (), (1, 2))


@given(RESUME, RESUME)
def test_markdown_is_what_it_seems(one: Resume, other: Resume) -> None:
    text = to_markdown(difference(one, other))
    shown = spoken(text)
    assert "**" not in shown.replace("**bold**", "")
    assert "~~" not in shown
    assert text.count("**") % 2 == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RESUME, RESUME)
def test_text_and_json_hold_every_change(one: Resume, other: Resume) -> None:
    found = difference(one, other)
    text = DiffText(10_000, colored=False).write(found)
    data: Any = json.loads(to_json(found))
    assert data["differs"] == found.differs == ("The content is the same." not in text)
    for field in found.comparison.changed_fields():
        assert {"name": field.name, "before": field.before, "after": field.after} in [
            {key: value for key, value in part.items() if key != "words"} for part in data["fields"]
        ]
    for entry in found.comparison.changed_entries():
        for items in entry.lists:
            for item in items.items:
                if item.before is None and item.after is not None:
                    assert item.after.text in text


def test_a_narrow_terminal_loses_no_word() -> None:
    one, other = (
        Resume.model_validate({"basics": {"summary": " ".join(f"w{n + k}" for n in range(60))}}) for k in (0, 1)
    )
    for colored in (True, False):
        lines = DiffText(60, colored=colored).write(difference(one, other)).splitlines()
        assert "w59" in "".join(lines)
        assert colored or max(map(len, map(click.unstyle, lines))) <= 70

"""A document built as it was: from its own revision alone, with the work tree as it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import builders
import pytest
from git_folders import GitFolder, isolate_git
from hypothesis import given
from hypothesis import strategies as st
from pdf_reading import information, pdftotext

from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.errors import ResumeTexError
from resume_tex.history.revision_build import build_revision, safe_name

if TYPE_CHECKING:
    from conftest import Outcome

EXAMPLE = builders.EXAMPLE.read_text("utf-8")
PERSON = "basics: {name: Jane Doe, email: jane@example.org}\n"
THEME = "name: mine\nextends: engineer\noptions:\n  accent: {default: '990000'}\n"
STYLE = "\\ProvidesPackage{resume-mine}\\RequirePackage{resume-engineer}\\endinput\n"


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let git see nothing of the user's."""
    return isolate_git(tmp_path, monkeypatch)


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFolder:
    """Return a repository with a document, tagged v1, which is the current folder."""
    git = GitFolder(tmp_path / "cv")
    monkeypatch.chdir(git.path)
    git.write("resume.yaml", PERSON)
    git.write(".gitignore", "*.pdf\n")
    git.commit()
    git("tag", "v1")
    return git


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file under a folder, with its content and time."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_bytes_as_when_it_was_there(git: GitFolder) -> None:
    build(BuildRequest("resume.yaml", draft=True))
    then = Path("resume.pdf").read_bytes()
    git.write("resume.yaml", PERSON.replace("Doe", "Roe"))
    git.commit()
    git.write("resume.yaml", "nonsense: [")
    git("add", ".")
    before = tree(git.path)
    result = build_revision(BuildRequest("resume.yaml", draft=True), "v1")
    assert result.outputs == ("resume-v1.pdf",)
    after = tree(git.path)
    assert after.pop("resume-v1.pdf")[0] == then == result.pdf
    assert after == before
    assert information(then)["/SourceVersion"] == "v1"


@pytest.mark.parametrize("where", ["detached", "worktree", "shallow", "submodule"])
def test_kinds_of_repositories(where: str, git: GitFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = build_revision(BuildRequest("resume.yaml", draft=True), "v1").pdf
    other = tmp_path / "other"
    if where == "detached":
        git.write("resume.yaml", "x: 1\n")
        git.commit()
        git("checkout", "--quiet", "--detach")
        other = git.path
    elif where == "worktree":
        git("worktree", "add", "--quiet", str(other))
    elif where == "shallow":
        git("clone", "--quiet", "--depth=1", "--branch=v1", f"file://{git.path}", str(other))
    else:
        outer = GitFolder(tmp_path / "outer")
        outer("submodule", "--quiet", "add", str(git.path), "cv")
        other = outer.path / "cv"
    monkeypatch.chdir(other)
    assert build_revision(BuildRequest("resume.yaml", draft=True), "v1").pdf == expected


def test_its_own_themes(git: GitFolder) -> None:
    git.write("resume.yaml", PERSON + "meta: {resumeTex: {theme: mine}}\n")
    git.write("themes/mine/theme.yaml", THEME)
    git.write("themes/mine/resume-mine.sty", STYLE)
    red = git.commit()
    git.write("themes/mine/theme.yaml", THEME.replace("990000", "000099"))
    git.commit()
    build(BuildRequest("resume.yaml", draft=True, formats=("tex",)))
    result = build_revision(BuildRequest("resume.yaml", draft=True, formats=("tex",)), red[:9])
    assert "accent = {990000}" in Path(f"resume-{red[:9]}.tex").read_text("utf-8")
    assert "accent = {000099}" in Path("resume.tex").read_text("utf-8")
    assert result.outputs == (f"resume-{red[:9]}.tex",)
    with pytest.raises(ResumeTexError) as caught:
        build_revision(BuildRequest("resume.yaml", draft=True, theme="mine"), "v1")
    assert caught.value.message == "There is no theme 'mine'."


def test_a_document_that_had_another_name(git: GitFolder, tmp_path: Path) -> None:
    Path("sub").mkdir()
    git("mv", "resume.yaml", "sub/lebenslauf é.yaml")
    git.commit()
    result = build_revision(BuildRequest("sub/lebenslauf é.yaml", draft=True), "v1")
    assert result.outputs == ("sub/lebenslauf é-v1.pdf",)
    assert {d.file for d in result.diagnostics} == {"v1:resume.yaml"}


def test_where_results_go(git: GitFolder) -> None:
    git.write("resume.yaml", PERSON + "meta: {resumeTex: {variants: {a: {label: A}, b: {output: jane.pdf}}}}\n")
    git.commit()
    Path("out").mkdir()
    both = BuildRequest("resume.yaml", draft=True, formats=("pdf", "tex"), output="out", variant="a")
    assert build_revision(both, "main").outputs == ("out/resume-a-main.pdf", "out/resume-a-main.tex")
    named = BuildRequest("resume.yaml", draft=True, variant="b")
    assert build_revision(named, "main").outputs == ("jane-main.pdf",)
    one = BuildRequest("resume.yaml", draft=True, output="x.pdf")
    assert build_revision(one, "main~1").outputs == ("x.pdf",)
    Path("y.pdf").write_text("mine")
    with pytest.raises(ResumeTexError, match="left alone"):
        build_revision(BuildRequest("resume.yaml", draft=True, output="y.pdf"), "main")
    assert Path("y.pdf").read_text() == "mine"


class TestCommand:
    """`resume-tex build --rev`."""

    def test_findings_name_the_revision(self, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        git.write("resume.yaml", "basics: {name: Jane Doe}\nwrok: []\n")
        git.commit()
        git.write("resume.yaml", PERSON)
        outcome = invoke("build", "--rev", "main")
        assert outcome.code == 1
        assert outcome.out.startswith(
            "main:resume.yaml:2:1: error schema.unknown-key wrok\n  The key `wrok` is not known.\n"
            "    |\n  2 | wrok: []\n    | ^^^^\n  help: Did you mean `work`?\n"
        )
        assert not list(Path().glob("*.pdf"))

    def test_it_builds(self, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        git.write("resume.yaml", EXAMPLE)
        git.commit()
        outcome = invoke("build", "--rev", "HEAD~0")
        assert (outcome.code, outcome.out) == (0, "resume-HEAD-0.pdf (1 page) written.\n")
        assert "Alex Petrov" in pdftotext(Path("resume-HEAD-0.pdf").read_bytes())

    def test_no_such_revision(self, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        assert invoke("build", "--rev", "v1.").all == (
            2, "", f"error: There is no revision 'v1.' in {git.path}.\nhelp: Did you mean v1?\n",
        )  # fmt: skip

    def test_outside(self, write: Callable[..., str], invoke: Callable[..., Outcome]) -> None:
        write(PERSON)
        assert invoke("build", "--rev", "v1").err.startswith("error: resume.yaml is in no git repository.\n")

    def test_no_commit(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, invoke: Callable[..., Outcome]) -> None:
        git = GitFolder(tmp_path / "empty")
        git.write("resume.yaml", PERSON)
        monkeypatch.chdir(git.path)
        assert "has no commit yet" in invoke("build", "--rev", "HEAD").err

    def test_a_document_that_was_not_there(self, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        Path("new.yaml").write_text(PERSON)
        assert invoke("build", "--rev", "v1", "new.yaml").all == (
            2, "", "error: v1 has no new.yaml.\nhelp: It had: resume.yaml.\n",
        )  # fmt: skip

    @pytest.mark.parametrize("option", ["--watch", "--preview", "--all-variants"])
    def test_what_does_not_go_together(self, option: str, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke("build", "--rev", "v1", option)
        assert outcome.code == 2
        assert "--rev builds what was" in outcome.err

    @pytest.mark.parametrize("revision", ["-h", "--output=x", "$(touch x)", "v1; touch x", "`touch x`"])
    def test_text_is_no_command(self, revision: str, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke("build", f"--rev={revision}")
        assert outcome.code == 2
        assert "There is no revision" in outcome.err
        assert not Path("x").exists()


@given(st.text(max_size=120))
def test_any_revision_is_part_of_a_name(revision: str) -> None:
    name = safe_name(revision)
    assert name
    assert not set(name) & set('/\\:*?"<>| \0\n')
    assert len(os.fsencode(name)) <= 4 * 80
    assert name[0] not in ".-"

"""Recording what is sent, and building it again: byte for byte, whatever has happened since."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import builders
import pytest
from git_folders import GitFolder, isolate_git
from pdf_reading import information

from resume_tex import __version__

if TYPE_CHECKING:
    from conftest import Outcome

EXAMPLE = builders.EXAMPLE.read_text("utf-8")
VARIANTS = EXAMPLE.replace("  resumeTex:\n", "  resumeTex:\n    variants: {short: {label: Engineer}}\n")
TODAY = datetime.now(UTC).astimezone().date().isoformat()


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let git see nothing of the user's."""
    return isolate_git(tmp_path, monkeypatch)


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFolder:
    """Return a repository with a document, tagged v1, which is the current folder."""
    git = GitFolder(tmp_path / "cv")
    monkeypatch.chdir(git.path)
    git.write("resume.yaml", VARIANTS)
    git.write(".gitignore", "*.pdf\n")
    git.commit("first")
    git("tag", "v1")
    return git


def digest(name: str) -> str:
    return sha256(Path(name).read_bytes()).hexdigest()


def test_record(git: GitFolder, invoke: Callable[..., Outcome]) -> None:
    first = git("rev-parse", "HEAD")
    Path("other.txt").write_text("mine")
    git("add", "other.txt")
    outcome = invoke("sent", "--to", "ACME\tGmbH", "--note", "through Bob\nat once")
    tag = f"sent/{TODAY}-acme-gmbh"
    assert outcome.all == (
        0,
        f"resume.pdf (1 page) written.\nRecorded for ACME GmbH: version v1, tag {tag}, sent.tsv committed.\n",
        "",
    )
    entry = {
        "date": TODAY, "to": "ACME GmbH", "version": "v1", "note": "through Bob at once", "build": "",
        "document": "resume.yaml", "tool": f"resume-tex {__version__}", "commit": first, "sha256": digest("resume.pdf"),
        "tag": tag,
    }  # fmt: skip
    assert json.loads(invoke("sent", "--format", "json").out) == [entry]
    assert git("rev-parse", f"{tag}^{{commit}}") == first
    assert git("cat-file", "-t", tag) == "tag"
    assert git("log", "-1", "--format=%s|%an") == "Sent to ACME GmbH (v1)|Jane Doe"
    assert git("show", "--format=", "--name-only", "HEAD").split() == [".gitattributes", "sent.tsv"]
    assert git("status", "--porcelain") == "A  other.txt", "what was staged stays staged"
    assert information(Path("resume.pdf").read_bytes())["/SourceVersion"] == "v1"


def test_list(git: GitFolder, invoke: Callable[..., Outcome]) -> None:
    assert invoke("sent").out == "Nothing has been sent. Record it with: resume-tex sent --to COMPANY\n"
    invoke("sent", "--to", "Zeta")
    invoke("sent", "--to", "ACME", "--variant", "short", "--set", "paper=a4")
    second = f"v1-1-g{git('rev-parse', 'HEAD~1')[:7]}"
    rows = [line.split("  ") for line in invoke("sent").out.splitlines()]
    assert [[cell.strip() for cell in row if cell.strip()] for row in rows] == [
        ["date", "to", "version", "build", "tag", "note"],
        [TODAY, "Zeta", "v1", f"sent/{TODAY}-zeta"],
        [TODAY, "ACME", second, "--variant short --set paper=a4", f"sent/{TODAY}-acme"],
    ]


@pytest.mark.slow
def test_whatever_was_sent_is_built_again(
    git: GitFolder, invoke: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git.write("themes/mine/theme.yaml", "name: mine\nextends: classic\n")
    git.write(
        "themes/mine/resume-mine.sty", "\\ProvidesPackage{resume-mine}\\RequirePackage{resume-classic}\\endinput\n"
    )
    git.commit("a theme")
    wanted = [
        ("A", ()),
        ("B", ("--variant", "short")),
        ("C", ("--theme", "mine", "--set", "paper=a4", "--set", "version=true")),
        ("D", ("--rev", "v1", "--theme", "modern")),
    ]
    sent = {}
    for to, options in wanted:
        assert invoke("sent", "--to", to, "-o", f"{to}.pdf", *options).code == 0
        sent[to] = Path(f"{to}.pdf").read_bytes()
    assert len(set(sent.values())) == 4
    # Time goes by: another document, another theme, new tags on the old commits, no tags of ours, another machine.
    git.write("themes/mine/theme.yaml", "name: mine\nextends: compact\n")
    git("mv", "resume.yaml", "cv.yaml")
    git.write("cv.yaml", "basics: {name: Somebody Else}\n")
    git.commit("everything is different")
    for number, commit in enumerate(git("rev-list", "HEAD").split()):
        git("tag", f"later-{number}", commit)
    git("config", "core.abbrev", "12")
    git("clone", "--quiet", "--no-tags", str(git.path), str(tmp_path / "clone"))
    for folder, document in ((git.path, "cv.yaml"), (tmp_path / "clone", "cv.yaml")):
        monkeypatch.chdir(folder)
        for to, pdf in sent.items():
            monkeypatch.setenv("SOURCE_DATE_EPOCH", "5")
            outcome = invoke("sent", document, "--rebuild", f"{TODAY}-{to.lower()}", "-o", "again.pdf")
            assert outcome.all == (0, f"again.pdf is, byte for byte, what was sent to {to}.\n", "")
            assert Path("again.pdf").read_bytes() == pdf


def test_by_its_tag_alone(git: GitFolder, invoke: Callable[..., Outcome]) -> None:
    invoke("sent", "--to", "ACME", "--no-commit")
    pdf = Path("resume.pdf").read_bytes()
    Path("sent.tsv").unlink()
    outcome = invoke("sent", "--rebuild", f"sent/{TODAY}-acme")
    assert outcome.code == 0
    assert Path(f"resume-sent-{TODAY}-acme.pdf").read_bytes() == pdf
    assert [entry["to"] for entry in json.loads(invoke("sent", "--format", "json").out)] == ["ACME"]


def test_another_tool(git: GitFolder, invoke: Callable[..., Outcome]) -> None:
    invoke("sent", "--to", "ACME")
    text = Path("sent.tsv").read_text("utf-8")
    old = text.replace(f"resume-tex {__version__}", "resume-tex 0.0.1").replace(digest("resume.pdf"), "0" * 64)
    Path("sent.tsv").write_text(old, "utf-8")
    outcome = invoke("sent", "--rebuild", f"{TODAY}-acme", "-o", "x.pdf")
    assert outcome.all == (
        1,
        "",
        "differs: x.pdf is not, byte for byte, what was sent to ACME: that was made by resume-tex 0.0.1, this by "
        f"resume-tex {__version__}. `pip install resume-tex==0.0.1` makes the same.\n",
    )
    Path("sent.tsv").write_text(text.replace(digest("resume.pdf"), "0" * 64), "utf-8")
    assert (
        "The TeX engine or the Python packages differ"
        in invoke("sent", "--rebuild", f"{TODAY}-acme", "-o", "x.pdf").err
    )


@pytest.mark.parametrize(
    ("build", "message"),
    [
        ("--unheard of", "was built with --unheard"),
        ("--theme 'x", "cannot be read"),
        ("--theme nosuch", "no theme 'nosuch'"),
    ],
)
def test_options_that_are_not_understood(
    build: str, message: str, git: GitFolder, invoke: Callable[..., Outcome]
) -> None:
    invoke("sent", "--to", "ACME")
    text = Path("sent.tsv").read_text("utf-8")
    Path("sent.tsv").write_text(text.replace("\t\tresume.yaml", f"\t{build}\tresume.yaml"), "utf-8")
    outcome = invoke("sent", "--rebuild", f"{TODAY}-acme")
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err


class TestRefusals:
    """When nothing is recorded."""

    def refused(self, git: GitFolder, outcome: Outcome, *wanted: str) -> None:
        assert outcome.code in {1, 2}
        for part in wanted:
            assert part in outcome.err + outcome.out
        assert git("tag", "--list", "sent/*") == ""
        assert not (git.path / "sent.tsv").exists()
        assert not (git.path / ".gitattributes").exists()

    @pytest.mark.parametrize("name", ["resume.yaml", "themes/mine/theme.yaml"])
    def test_changes(self, name: str, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        git.write("themes/mine/theme.yaml", "name: mine\nextends: classic\n")
        git.commit()
        git.write(name, "x")
        self.refused(git, invoke("sent", "--to", "ACME"), "has changes that are in no commit", "--rev HEAD")
        assert not Path("resume.pdf").exists()

    def test_findings(self, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        git.write("resume.yaml", "basics: {name: Jane Doe}\n")
        git.commit()
        self.refused(git, invoke("sent", "--to", "ACME"), "no PDF written")

    def test_no_identity(self, git: GitFolder, invoke: Callable[..., Outcome], isolated: Path) -> None:
        isolated.write_text("")
        self.refused(
            git, invoke("sent", "--to", "ACME"), "git does not know who you are", "git config --global user.name"
        )

    def test_a_hook_that_refuses(self, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        hook = git.write(".git/hooks/pre-commit", "#!/bin/sh\necho no resumes on Sundays >&2\nexit 1\n")
        hook.chmod(0o755)
        self.refused(git, invoke("sent", "--to", "ACME"), "git refuses the commit: no resumes on Sundays.")
        assert git("status", "--porcelain") == ""

    def test_outside(self, write: Callable[..., str], invoke: Callable[..., Outcome]) -> None:
        write(EXAMPLE)
        assert "is in no git repository" in invoke("sent", "--to", "ACME").err
        assert invoke("sent").code == 0
        assert "Nothing was sent under the name 'x'" in invoke("sent", "--rebuild", "x").err

    @pytest.mark.parametrize(
        "arguments",
        [("--to", " "), ("--to", "x", "--rebuild", "y"), ("--note", "x"), ("--rev", "v1"), ("--theme", "modern")],
    )
    def test_usage(self, arguments: tuple[str, ...], git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke("sent", *arguments)
        assert outcome.code == 2
        self.refused(git, outcome, "--to")

    def test_a_merge_under_way(self, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        git("checkout", "--quiet", "-b", "other")
        git.write("a", "1")
        git.commit()
        git("checkout", "--quiet", "main")
        git.write("b", "2")
        git.commit()
        git("merge", "--no-commit", "--no-ff", "other")
        self.refused(git, invoke("sent", "--to", "ACME"), "git refuses the commit", "merge")


class TestWithoutCommit:
    """When the list is left as it is."""

    def test_detached_head(self, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        git("checkout", "--quiet", "--detach")
        outcome = invoke("sent", "--to", "ACME")
        assert outcome.out.endswith("sent.tsv not committed, because HEAD is on no branch.\n")
        assert git("status", "--porcelain") == "?? sent.tsv"

    def test_ignored(self, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        git.write(".gitignore", "*.pdf\nsent.tsv\n")
        commit = git.commit()
        assert "git is told to ignore it" in invoke("sent", "--to", "ACME").out
        assert git("rev-parse", "HEAD") == commit
        assert Path("sent.tsv").exists()

    def test_asked_for(self, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        assert invoke("sent", "--to", "ACME", "--no-commit").out.endswith("sent.tsv written.\n")
        assert git("status", "--porcelain") == "?? sent.tsv"


def test_two_branches_merge(git: GitFolder, invoke: Callable[..., Outcome]) -> None:
    invoke("sent", "--to", "First")
    git("checkout", "--quiet", "-b", "other")
    invoke("sent", "--to", "Theirs")
    git("checkout", "--quiet", "main")
    invoke("sent", "--to", "Ours")
    git("merge", "--quiet", "--no-edit", "other")
    assert sorted(entry["to"] for entry in json.loads(invoke("sent", "--format", "json").out)) == [
        "First",
        "Ours",
        "Theirs",
    ]
    assert git("status", "--porcelain") == ""


def test_a_folder_below(git: GitFolder, invoke: Callable[..., Outcome]) -> None:
    git.write("jane/cv.yaml", EXAMPLE)
    git.commit()
    assert invoke("sent", "jane/cv.yaml", "--to", "ACME").code == 0
    assert Path("jane/sent.tsv").exists()
    assert json.loads(invoke("sent", "--format", "json").out) == []
    assert json.loads(invoke("sent", "jane/cv.yaml", "--format", "json").out)[0]["document"] == "jane/cv.yaml"
    outcome = invoke("sent", "jane/cv.yaml", "--rebuild", f"{TODAY}-acme")
    assert outcome.out == f"jane/cv-sent-{TODAY}-acme.pdf is, byte for byte, what was sent to ACME.\n"
    assert os.path.exists(f"jane/cv-sent-{TODAY}-acme.pdf")

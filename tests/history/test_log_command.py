"""`resume-tex log`: what each revision changed, through renames, broken states, shallow clones and odd repositories."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import builders
import pytest
from git_folders import GitFolder, isolate_git

from resume_tex.history.revisions import list_revisions

if TYPE_CHECKING:
    from conftest import Outcome

Invoke = Callable[..., "Outcome"]
TEXT = builders.EXAMPLE.read_text("utf-8")


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let git see nothing of the user's."""
    return isolate_git(tmp_path, monkeypatch)


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFolder:
    """Return an empty repository, which is the current folder."""
    git = GitFolder(tmp_path / "cv")
    monkeypatch.chdir(git.path)
    return git


def step(git: GitFolder, old: str, new: str, name: str = "resume.yaml") -> str:
    """Replace a text in the document, and commit."""
    text = (git.path / name).read_text("utf-8")
    assert text.count(old) == 1
    git.write(name, text.replace(old, new))
    return git.commit()


def start(git: GitFolder, name: str = "resume.yaml") -> None:
    git.write(name, TEXT)
    git.commit()


def summaries(outcome: Outcome) -> list[str]:
    """Return the lines without hash and date, which a test of their own looks at."""
    assert (outcome.code, outcome.err) == (0, "")
    return [re.sub(r"\A[0-9a-f]{7} \d{4}-\d\d-\d\d ", "", line) for line in outcome.out.splitlines()]


def test_every_kind_of_revision(git: GitFolder, invoke: Invoke) -> None:
    start(git)
    step(git, "CTR by 12% and", "CTR by 14% and")
    git("tag", "v1")
    git("tag", "-a", "-m", "x", "sent/acme")
    git.write("other.txt", "x")
    git.commit("elsewhere")
    step(git, "work:   ", "work: ")
    step(git, "    city: New York", "    city: [New York")
    step(git, "    city: [New York", "    city: Boston")
    git("mv", "resume.yaml", "lebenslauf für ü.yaml")
    git.commit()
    step(git, "[Python, Scala, SQL]", "[Python, SQL]", "lebenslauf für ü.yaml")
    git("rm", "-q", "lebenslauf für ü.yaml")
    git.commit()
    assert summaries(invoke("log", "lebenslauf für ü.yaml")) == [
        "removed",
        "1 skill removed at Languages",
        "renamed from resume.yaml",
        "loads again, location changed",
        "does not load: 1 syntax error",
        "formatting only",
        "(v1, sent/acme) 1 bullet reworded at Spotify",
        "created",
    ]


def test_hash_and_date_are_the_commits(git: GitFolder, invoke: Invoke) -> None:
    start(git)
    full = git("rev-parse", "HEAD")
    assert invoke("log").out == f"{full[:7]} 2023-11-14 created\n"
    assert json.loads(invoke("log", "--format", "json").out) == {
        "version": 1,
        "revisions": [
            {
                "commit": full, "date": "2023-11-14T23:13:20+01:00", "author": "Jane Doe", "tags": [], "subject": "a change",
                "file": "resume.yaml", "effect": "created", "summary": "created",
            }
        ],
    }  # fmt: skip


def test_the_newest_only(git: GitFolder, invoke: Invoke) -> None:
    start(git)
    step(git, "CTR by 12% and", "CTR by 14% and")
    git("mv", "resume.yaml", "cv.yaml")
    git.commit()
    assert summaries(invoke("log", "-n", "1", "cv.yaml")) == ["renamed from resume.yaml"]
    assert summaries(invoke("log", "-n", "2", "cv.yaml")) == [
        "renamed from resume.yaml",
        "1 bullet reworded at Spotify",
    ]


def test_a_branch_is_compared_with_where_it_began(git: GitFolder, invoke: Invoke) -> None:
    start(git)
    git("checkout", "-q", "-b", "other")
    step(git, "    location: Boston, MA", "    location: Boston")
    git("checkout", "-q", "main")
    step(git, "CTR by 12% and", "CTR by 14% and")
    git("merge", "-q", "--no-edit", "other")
    assert sorted(summaries(invoke("log"))) == [
        "1 bullet reworded at Spotify",
        "created",
        "location changed at Wayfair",
    ]


def test_a_dirty_work_tree_a_detached_head_and_a_worktree(
    git: GitFolder, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(git)
    step(git, "CTR by 12% and", "CTR by 14% and")
    git.write("resume.yaml", "work: [")
    git("worktree", "add", "-q", "--detach", "../other", "HEAD~1")
    assert summaries(invoke("log")) == ["1 bullet reworded at Spotify", "created"]
    monkeypatch.chdir(git.path.parent / "other")
    assert summaries(invoke("log")) == ["created"]


def test_a_shallow_clone_says_where_it_ends(git: GitFolder, invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    start(git)
    step(git, "CTR by 12% and", "CTR by 14% and")
    step(git, "    location: Boston, MA", "    location: Boston")
    git("clone", "-q", "--depth", "2", f"file://{git.path}", "../clone")
    monkeypatch.chdir(git.path.parent / "clone")
    outcome = invoke("log")
    assert [line[19:] for line in outcome.out.splitlines()] == [
        "location changed at Wayfair",
        "the history of this clone begins here",
    ]
    assert outcome.err == "The history of this clone is cut off; git fetch --unshallow gets the rest.\n"
    assert json.loads(invoke("log", "--format", "json").out)["revisions"][-1]["effect"] == "cut"


def test_a_document_that_came_after_the_cut_was_created(
    git: GitFolder, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    git.write("readme", "x")
    git.commit()
    git.commit()
    start(git)
    git("clone", "-q", "--depth", "2", f"file://{git.path}", "../clone")
    monkeypatch.chdir(git.path.parent / "clone")
    assert summaries(invoke("log")) == ["created"]


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("outside", "error: resume.yaml is in no git repository.\nhelp: "),
        (
            "empty",
            "error: The repository {root} has no commit yet.\nhelp: Make one: git add resume.yaml && git commit\n",
        ),
        ("other", "error: resume.yaml is in no commit of the repository {root}.\nhelp: Check the name"),
    ],
)
def test_what_cannot_be_listed(
    tmp_path: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch, state: str, message: str
) -> None:
    folder = tmp_path / "cv"
    folder.mkdir()
    if state != "outside":
        git = GitFolder(folder)
        if state == "other":
            git.write("other.yaml", TEXT)
            git.commit()
    (folder / "resume.yaml").write_text(TEXT, "utf-8")
    monkeypatch.chdir(folder)
    outcome = invoke("log")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(message.format(root=folder))


def test_terminal_controls_in_a_name_are_not_obeyed(git: GitFolder, invoke: Invoke) -> None:
    start(git)
    step(git, "  - name: Spotify", '  - name: "Spot\\e[31mify"')
    assert "\x1b" not in invoke("log").out


@pytest.mark.slow
def test_two_hundred_commits_are_quick(git: GitFolder) -> None:
    stream = []
    for number in range(200):
        content = TEXT.replace("CTR by 12% and", f"CTR by {number}% and").encode()
        stream.append(
            f"commit refs/heads/main\ncommitter Jane <j@example.org> {1_700_000_000 + number} +0000\ndata 1\nx\n"
            f"M 644 inline resume.yaml\ndata {len(content)}\n".encode()
            + content
            + b"\n"
        )
    subprocess.run(["git", "fast-import", "--quiet"], cwd=git.path, input=b"".join(stream), check=True)
    git("reset", "-q", "--hard")
    began = time.process_time()
    found = list(list_revisions("resume.yaml"))
    took = time.process_time() - began
    assert [r.summary for r in found] == ["1 bullet reworded at Spotify"] * 199 + ["created"]
    assert took < 5  # it takes 0.7 s where this was written

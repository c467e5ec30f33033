"""The merge driver as git calls it: branches that edit different things merge, and whatever else happens nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from git_folders import GitFolder, isolate_git
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resume_tex.history.merge_driver import merge_contents, merge_into

if TYPE_CHECKING:
    from conftest import Outcome

Invoke = Callable[..., "Outcome"]
JOB = "  - name: Acme\n    highlights:\n      - Cut latency by 40%.\n      - Raised revenue by 5%.\n      - Trained four people.\n"
TEXT = f"# mine\nwork:\n{JOB}"


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


def merge(git: GitFolder, name: str, ours: str, theirs: str, base: str = TEXT) -> str:
    """Commit a document, edit it on two branches, merge them, and return what git says."""
    git.write(name, base)
    git.commit("base")
    git("checkout", "--quiet", "-b", "other")
    git.write(name, theirs)
    git.commit("theirs")
    git("checkout", "--quiet", "main")
    git.write(name, ours)
    git.commit("ours")
    return git("merge", "--no-edit", "other", check=False)


OURS, THEIRS = TEXT.replace("40%", "50%"), TEXT.replace("5%.", "6%.")


@pytest.mark.parametrize("name", ["resume.yaml", "lebenslauf für [mich] *.yaml", 'cv/日本 "x".yml'])
def test_bullets_that_touch_merge_once_it_is_set_up(git: GitFolder, invoke: Invoke, name: str) -> None:
    git.write(name, TEXT)
    told = invoke("merge-driver", "--install", name)
    assert (told.code, told.err) == (0, "")
    assert told.out.count("\n") == 3
    merge(git, name, OURS, THEIRS)
    assert Path(name).read_text("utf-8") == TEXT.replace("40%", "50%").replace(" 5%.", " 6%.")
    assert git("status", "--porcelain") == ""


def test_without_it_they_do_not(git: GitFolder) -> None:
    assert "CONFLICT" in merge(git, "resume.yaml", OURS, THEIRS)


def test_installing_twice_changes_nothing(git: GitFolder, invoke: Invoke) -> None:
    git.write("resume.yaml", TEXT)
    git.write(".gitattributes", "*.pdf binary")  # without a newline
    invoke("merge-driver", "--install")
    before = Path(".gitattributes").read_bytes(), Path(".git/config").read_bytes()
    assert before[0] == b"*.pdf binary\n/resume.yaml merge=resume-tex\n"
    assert invoke("merge-driver", "--install").all == (0, "git merges resume.yaml entry by entry already.\n", "")
    assert (Path(".gitattributes").read_bytes(), Path(".git/config").read_bytes()) == before


def test_installing_in_a_worktree_and_from_a_folder_below(
    git: GitFolder, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    git.write("cv/resume.yaml", TEXT)
    git.commit()
    git("worktree", "add", "--quiet", "../other")
    monkeypatch.chdir(git.path.parent / "other" / "cv")
    assert invoke("merge-driver", "--install").code == 0
    assert (git.path.parent / "other" / ".gitattributes").read_text() == "/cv/resume.yaml merge=resume-tex\n"
    assert "merge-driver" in git("config", "merge.resume-tex.driver")


def test_a_conflict_is_gits_own_and_small(git: GitFolder, invoke: Invoke) -> None:
    git.write("resume.yaml", TEXT)
    invoke("merge-driver", "--install")
    assert "CONFLICT (content)" in merge(git, "resume.yaml", OURS.replace("four", "five"), TEXT.replace("40%", "60%"))
    conflict = "<<<<<<< ours\n      - Cut latency by 50%.\n=======\n      - Cut latency by 60%.\n>>>>>>> theirs\n"
    assert Path("resume.yaml").read_text() == TEXT.replace("      - Cut latency by 40%.\n", conflict).replace(
        "four", "five"
    )
    assert git("status", "--porcelain") == "UU resume.yaml"


def files(tmp_path: Path, *contents: str | bytes) -> list[str]:
    """Write files as git hands them to a driver."""
    names = []
    for name, content in zip(("base", "ours", "theirs"), contents, strict=True):
        target = tmp_path / f".merge_file_{name}"
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        names.append(str(target))
    return names


def test_the_exit_code_is_gits(tmp_path: Path, invoke: Invoke) -> None:
    names = files(tmp_path, TEXT, OURS, THEIRS)
    assert invoke("merge-driver", *names, "resume.yaml").all == (0, "", "")
    names = files(tmp_path, TEXT, OURS, TEXT.replace("40%", "60%"))
    assert invoke("merge-driver", *names, "resume.yaml").all == (1, "", "")


@pytest.mark.parametrize(
    ("contents", "path"),
    [
        (("a: [\n1\n", "a: [\n2\n", "a: [\n1\n3\n4\n"), "resume.yaml"),  # does not parse
        (('{"a": 1,\n\n\n"b": 2}', '{"a": 2,\n\n\n"b": 2}', '{"a": 1,\n\n\n"b": 3}'), "resume.json"),
        ((b"a: \xff\n", b"a: \xfe\n", b"a: \xff\nb: 1\n"), "resume.yaml"),  # no UTF-8
    ],
)  # fmt: skip
def test_what_cannot_be_taken_apart_is_merged_by_lines(
    tmp_path: Path, contents: tuple[str | bytes, ...], path: str
) -> None:
    names = files(tmp_path, *contents)
    merge_into(*names, path)
    has = Path(names[1]).read_bytes().splitlines()
    for side in contents[1:]:
        content = side.encode() if isinstance(side, str) else side
        assert set(content.splitlines()) - set(
            (contents[0].encode() if isinstance(contents[0], str) else contents[0]).splitlines()
        ) <= set(has)


def test_binary_files_are_left_as_they_are(tmp_path: Path, invoke: Invoke) -> None:
    names = files(tmp_path, b"\0a", b"\0b", b"\0c")
    code, out, err = invoke("merge-driver", *names, "resume.yaml").all
    assert (code, out) == (2, "")
    assert err.startswith("error: resume.yaml cannot be merged: it is no text.\n")
    assert Path(names[1]).read_bytes() == b"\0b"


def test_line_ends_and_the_byte_order_mark_stay(tmp_path: Path) -> None:
    contents = [text.replace("\n", "\r\n") for text in (TEXT, "\ufeff" + OURS, THEIRS)]
    names = files(tmp_path, *contents)
    assert not merge_into(*names, "resume.yaml")
    expected = "\ufeff" + TEXT.replace("40%", "50%").replace(" 5%.", " 6%.").replace("\n", "\r\n")
    assert Path(names[1]).read_bytes() == expected.encode()


def test_wrong_use_says_what_to_do(tmp_path: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = invoke("merge-driver")
    assert outcome.code == 2
    assert "merge-driver --install" in outcome.err
    outcome = invoke("merge-driver", "a", "b", "c", "d")
    assert outcome.code == 2
    assert outcome.err.startswith("error: a cannot be read: No such file or directory.\n")
    outcome = invoke("merge-driver", "--install")
    assert outcome.code == 2
    assert "resume.yaml is in no git repository" in outcome.err


VERSION = st.lists(
    st.sampled_from((*TEXT.splitlines(), "# new", "      - Another bullet.", "x: [", "basics:", "  name: J")),
    max_size=9,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VERSION, VERSION, VERSION)
def test_whatever_the_texts_no_line_is_lost(
    tmp_path: Path, base: list[str], ours: list[str], theirs: list[str]
) -> None:
    texts = ["".join(f"{line}\n" for line in lines) for lines in (base, ours, theirs)]
    names = files(tmp_path, *texts)
    merge_into(*names, "resume.yaml")
    has = {line.strip().removeprefix("- ") for line in Path(names[1]).read_text().splitlines()}
    for side in (ours, theirs):
        assert {line.strip().removeprefix("- ") for line in side if line not in base} <= has


def test_merging_the_example_is_quick(tmp_path: Path) -> None:
    """A merge takes what loading takes three times; a second is far beyond it."""
    import time

    import builders

    text = builders.EXAMPLE.read_bytes()
    start = time.process_time()
    assert merge_contents(text, text.replace(b"12%", b"13%"), text.replace(b"40%", b"41%"), "resume.yaml") is not None
    assert time.process_time() - start < 1


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    merge_into(*files(tmp_path, TEXT, OURS, THEIRS), "resume.yaml")
    assert sorted(os.listdir(tmp_path)) == [".merge_file_base", ".merge_file_ours", ".merge_file_theirs", "gitconfig"]

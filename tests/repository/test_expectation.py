"""The version that a watched document is expected to have, and what git makes of that."""

from __future__ import annotations

from pathlib import Path

import pytest
from git_folders import FIRST, GitFolder, isolate_git

from resume_tex.render.provenance import Version
from resume_tex.repository.expectation import ExpectedVersion, Versions


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let git see nothing of the user's."""
    return isolate_git(tmp_path, monkeypatch)


@pytest.fixture
def git(tmp_path: Path) -> GitFolder:
    """Return a repository with a document."""
    git = GitFolder(tmp_path / "cv")
    git.write("resume.yaml", "name: Jane Doe\n")
    return git


def ask(versions: Versions, git: GitFolder) -> tuple[bool, Version | None, bool, str]:
    """Build once: whether the version was expected only, what it was, whether that held, and the reason for none."""
    source = versions.of(str(git.path / "resume.yaml"), ())
    try:
        found = source.version(())
        return isinstance(source, ExpectedVersion), found, source.holds(), source.reason
    finally:
        source.close()


def test_from_the_first_build_to_a_commit(git: GitFolder) -> None:
    commit = git.commit()
    clean, dirty = Version(commit[:7], commit, FIRST), Version(f"{commit[:7]}-dirty", commit, FIRST)
    versions = Versions()
    assert ask(versions, git) == (False, clean, True, "")
    git.write("resume.yaml", "name: Jane Roe\n")
    assert ask(versions, git) == (True, dirty, True, "")
    git.write("resume.yaml", "name: Jane Poe\n")
    assert ask(versions, git) == (True, dirty, True, "")
    git.write("resume.yaml", "name: Jane Doe\n")
    assert ask(versions, git) == (True, dirty, False, "")  # taken back
    git.write("resume.yaml", "name: Jane Moe\n")
    assert ask(versions, git) == (True, dirty, True, "")
    second = git.commit()
    assert ask(versions, git) == (True, dirty, False, "")
    git.write("resume.yaml", "name: Jane Noe\n")
    assert ask(versions, git) == (True, Version(f"{second[:7]}-dirty", second, FIRST + 3600), True, "")


def test_a_document_in_no_commit(git: GitFolder) -> None:
    versions = Versions()
    first = ask(versions, git)
    assert first == (False, None, True, "the repository has no commit yet")
    assert ask(versions, git) == (True, *first[1:])
    git.commit()
    assert ask(versions, git)[1:] == (None, False, "the repository has no commit yet")
    git.write("resume.yaml", "name: Jane Roe\n")
    assert ask(versions, git)[2:] == (True, "")


def test_outside_of_repositories(tmp_path: Path) -> None:
    file = str(tmp_path / "resume.yaml")
    versions = Versions()
    for only_expected in (False, True, True):
        source = versions.of(file, ())
        assert isinstance(source, ExpectedVersion) is only_expected
        assert source.version(()) is None
        assert source.holds()
        assert source.reason == f"{file} is in no git repository"


def test_another_document_is_asked_about(git: GitFolder) -> None:
    git.write("other.yaml", "name: Jane Doe\n")
    git.commit()
    versions = Versions()
    assert ask(versions, git)[0] is False
    other = versions.of(str(git.path / "other.yaml"), ())
    assert not isinstance(other, ExpectedVersion)
    other.close()


def test_a_build_that_stops_early_changes_nothing(git: GitFolder) -> None:
    git.commit()
    versions = Versions()
    versions.of(str(git.path / "resume.yaml"), ()).close()  # asked, but the answer was not wanted
    assert ask(versions, git)[0] is False
    versions.of(str(git.path / "resume.yaml"), ()).close()
    git.write("resume.yaml", "name: Jane Roe\n")
    assert ask(versions, git)[::2] == (True, True)


def test_what_is_not_edited_is_expected_as_it_was(git: GitFolder) -> None:
    commit = git.commit()
    versions = Versions()
    clean = Version(commit[:7], commit, FIRST)
    assert ask(versions, git) == (False, clean, True, "")
    versions.edited = False  # another theme, another variant
    assert ask(versions, git) == (True, clean, True, "")
    versions.edited = True
    git.write("resume.yaml", "name: Jane Roe\n")
    assert ask(versions, git) == (True, clean._replace(text=f"{commit[:7]}-dirty"), True, "")
    versions.edited = False
    assert ask(versions, git) == (True, clean._replace(text=f"{commit[:7]}-dirty"), True, "")


def test_after_a_commit_git_is_asked(git: GitFolder) -> None:
    git.commit()
    versions = Versions()
    ask(versions, git)
    git.write("resume.yaml", "name: Jane Roe\n")
    second = git.commit()
    versions.forget()
    assert ask(versions, git) == (False, Version(second[:7], second, FIRST + 3600), True, "")

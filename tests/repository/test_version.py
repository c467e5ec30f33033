"""Which version a document is told to be, and whether a new one is noticed without git."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from git_folders import FIRST, GitFolder, isolate_git

from resume_tex.render.provenance import Version
from resume_tex.repository.head import head_files, head_stamp, is_changing
from resume_tex.repository.version import VersionQuery


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let git see nothing of the user's."""
    return isolate_git(tmp_path, monkeypatch)


@pytest.fixture
def git(tmp_path: Path) -> GitFolder:
    """Return a repository with a document."""
    git = GitFolder(tmp_path / "cv")
    git.write("résumé.yaml", "name: Jane Doe\n")
    return git


def version(git: GitFolder, *files: str, name: str = "résumé.yaml") -> Version | str:
    """Return the document's version, or why there is none."""
    query = VersionQuery(str(git.path / name))
    try:
        return query.version([str(git.path / file) for file in files]) or query.reason
    finally:
        query.close()


def text(git: GitFolder, *files: str, name: str = "résumé.yaml") -> str:
    """Return the name of the version, or why there is none."""
    found = version(git, *files, name=name)
    return found if isinstance(found, str) else found.text


class TestVersion:
    """What git says."""

    def test_a_commit_without_tags(self, git: GitFolder) -> None:
        commit = git.commit()
        assert version(git) == Version(commit[:7], commit, FIRST)

    def test_tags(self, git: GitFolder) -> None:
        commit = git.commit()
        git("tag", "v1.0/größe")
        assert version(git) == Version("v1.0/größe", commit, FIRST)
        later = git.commit()
        git("tag", "sent/2023-11-14-acme")
        assert version(git) == Version(f"v1.0/größe-1-g{later[:7]}", later, FIRST + 3600)

    def test_a_git_that_cannot_describe_in_its_log(
        self, git: GitFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        git.commit()
        git("tag", "v1")
        program = tmp_path / "bin" / "git"
        program.parent.mkdir()
        program.write_text(
            '#!/bin/sh\nPATH="$REAL"\ncase " $* " in\n*" log "*) git "$@" | sed "s/^v1$/%(describe:tags=true)/";;\n*) exec git "$@";;\nesac\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("REAL", os.environ["PATH"])
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
        assert text(git) == "v1"

    @pytest.mark.parametrize("staged", [False, True])
    def test_changes(self, staged: bool, git: GitFolder) -> None:
        commit = git.commit()
        git.write("résumé.yaml", "name: Jane\n")
        if staged:
            git("add", ".")
        assert version(git) == Version(f"{commit[:7]}-dirty", commit, FIRST)

    def test_changes_of_other_files(self, git: GitFolder) -> None:
        git.write("other.txt", "x")
        commit = git.commit()
        git.write("other.txt", "y")
        git.write("new.txt", "z")
        assert text(git) == commit[:7]

    def test_touching_is_no_change(self, git: GitFolder) -> None:
        commit = git.commit()
        os.utime(git.path / "résumé.yaml", (1, 1))
        assert text(git) == commit[:7]

    @pytest.mark.parametrize("change", ["edit", "remove", "add"])
    def test_changes_of_the_theme(self, change: str, git: GitFolder) -> None:
        used = ["themes/mine/a.sty", "themes/mine/b.sty"]
        for name in (*used, "themes/other/c.sty"):
            git.write(name, "x")
        commit = git.commit()
        git.write("themes/other/c.sty", "y")
        git.write("themes/mine/.swp", "y")
        assert text(git, *used) == commit[:7]
        if change == "edit":
            git.write(used[0], "y")
        elif change == "remove":
            (git.path / used.pop(0)).unlink()
        else:
            used.append("themes/mine/new.sty")
            git.write(used[-1], "y")
        assert text(git, *used) == f"{commit[:7]}-dirty"

    def test_nothing_is_written(self, git: GitFolder) -> None:
        git.commit()
        os.utime(git.path / "résumé.yaml", (1, 1))
        before = {path: path.stat().st_mtime_ns for path in git.path.rglob("*")}
        assert version(git)
        assert {path: path.stat().st_mtime_ns for path in git.path.rglob("*")} == before

    def test_short_names_for_the_page(self) -> None:
        commit = "0123456" + "f" * 33
        assert Version("v1.2", commit, 0).printed == "v1.2"
        assert Version("v" * 40, commit, 0).printed == "v" * 40
        assert Version("v" * 41, commit, 0).printed == "0123456"
        assert Version("v" * 41 + "-dirty", commit, 0).printed == "0123456-dirty"


class TestPlaces:
    """Kinds of repositories."""

    def test_detached_head(self, git: GitFolder) -> None:
        commit = git.commit()
        git.commit()
        git("checkout", "--quiet", commit)
        assert version(git) == Version(commit[:7], commit, FIRST)

    def test_worktree(self, git: GitFolder, tmp_path: Path) -> None:
        commit = git.commit()
        git("worktree", "add", "--quiet", str(tmp_path / "tree"))
        tree = GitFolder(tmp_path / "tree", new=False)
        assert version(tree) == Version(commit[:7], commit, FIRST)
        tree.write("résumé.yaml", "name: Jane\n")
        assert text(tree) == f"{commit[:7]}-dirty"
        assert text(git) == commit[:7]

    def test_shallow_clone(self, git: GitFolder, tmp_path: Path) -> None:
        git.commit()
        git("tag", "v1")
        commit = git.commit()
        git("clone", "--quiet", "--depth=1", f"file://{git.path}", str(tmp_path / "clone"))
        assert version(GitFolder(tmp_path / "clone", new=False)) == Version(commit[:7], commit, FIRST + 3600)

    def test_submodule(self, git: GitFolder, tmp_path: Path) -> None:
        commit = git.commit()
        outer = GitFolder(tmp_path / "outer")
        outer("submodule", "--quiet", "add", str(git.path), "cv")
        assert version(outer, name="cv/résumé.yaml") == Version(commit[:7], commit, FIRST)

    def test_sparse_checkout(self, git: GitFolder) -> None:
        git.write("big/file", "x")
        commit = git.commit()
        git("sparse-checkout", "set", "themes")
        assert not (git.path / "big").exists()
        assert text(git) == commit[:7]

    def test_a_link_to_the_document(self, git: GitFolder, tmp_path: Path) -> None:
        commit = git.commit()
        (tmp_path / "link.yaml").symlink_to(git.path / "résumé.yaml")
        found = VersionQuery(str(tmp_path / "link.yaml")).version(())
        assert found == Version(commit[:7], commit, FIRST)


class TestNoVersion:
    """Why there is none."""

    def test_no_repository(self, tmp_path: Path) -> None:
        query = VersionQuery(str(tmp_path / "résumé.yaml"))
        assert query.version(()) is None
        assert query.reason == f"{tmp_path}/résumé.yaml is in no git repository"

    def test_no_commit(self, git: GitFolder) -> None:
        assert version(git) == "the repository has no commit yet"

    @pytest.mark.parametrize("staged", [False, True])
    def test_a_document_in_no_commit(self, staged: bool, git: GitFolder) -> None:
        git.commit()
        git.write("new.yaml", "name: Jane Doe\n")
        if staged:
            git("add", ".")
        assert text(git, name="new.yaml") == "new.yaml is in no commit yet"

    def test_an_ignored_document(self, git: GitFolder) -> None:
        git.write(".gitignore", "private/\n")
        git.commit()
        git.write("private/cv.yaml", "name: Jane Doe\n")
        assert text(git, name="private/cv.yaml") == "cv.yaml is in no commit yet"

    def test_git_is_missing(self, git: GitFolder, monkeypatch: pytest.MonkeyPatch) -> None:
        git.commit()
        monkeypatch.setenv("PATH", "/nonexistent")
        assert text(git).startswith("git is not installed")

    def test_a_repository_of_somebody_else(self, git: GitFolder, monkeypatch: pytest.MonkeyPatch) -> None:
        git.commit()
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        assert text(git).startswith(f"git does not trust the repository {git.path}")

    @pytest.mark.parametrize("content", ["", "gitdir: /nonexistent\n", "gitdir: ..\n", "\xff\x00"])
    def test_a_broken_repository(self, content: str, tmp_path: Path) -> None:
        (tmp_path / "cv").mkdir()
        (tmp_path / "cv" / ".git").write_text(content)
        (tmp_path / "cv" / "résumé.yaml").write_text("")
        assert text(GitFolder(tmp_path / "cv", new=False)).startswith("git does not tell the version: ")
        assert head_stamp(str(tmp_path / "cv" / "résumé.yaml"))


class TestStamp:
    """What tells that the version may be another, without git."""

    def test_outside(self, tmp_path: Path) -> None:
        assert head_stamp(str(tmp_path / "résumé.yaml")) == ""

    def test_it_stays(self, git: GitFolder) -> None:
        git.commit()
        before = head_stamp(str(git.path / "résumé.yaml"))
        git.write("résumé.yaml", "name: Jane\n")
        git("add", ".")
        git("status")
        assert head_stamp(str(git.path / "résumé.yaml")) == before

    @pytest.mark.parametrize(
        "change",
        [
            ("commit", "--quiet", "--allow-empty", "--message", "x"),
            ("commit", "--quiet", "--amend", "--allow-empty", "--message", "x"),
            ("tag", "v2"),
            ("tag", "a/b/c"),
            ("tag", "--delete", "v1"),
            ("tag", "--force", "v1", "HEAD~1"),
            ("checkout", "--quiet", "--detach", "HEAD~1"),
            ("reset", "--quiet", "--hard", "HEAD~1"),
            ("checkout", "--quiet", "-b", "other"),
        ],
        ids=lambda change: "-".join(change),
    )
    @pytest.mark.parametrize("packed", [False, True])
    @pytest.mark.parametrize("tree", [False, True])
    def test_it_changes(
        self, change: tuple[str, ...], packed: bool, tree: bool, git: GitFolder, tmp_path: Path
    ) -> None:
        git.commit()
        git.commit()
        git("tag", "v1")
        if packed:
            git("pack-refs", "--all")
        if tree:
            git("worktree", "add", "--quiet", "-b", "tree", str(tmp_path / "tree"))
            git = GitFolder(tmp_path / "tree", new=False)
        before = head_stamp(str(git.path / "résumé.yaml"))
        git(*change)
        assert head_stamp(str(git.path / "résumé.yaml")) != before


class TestGitAtWork:
    """What tells that git is changing, or has changed, what is checked out."""

    def test_the_files_that_it_replaces_last(self, git: GitFolder) -> None:
        git.commit()
        document, folder = str(git.path / "résumé.yaml"), git.path / ".git"
        assert {str(folder / "HEAD"), str(folder / "refs" / "heads" / "main")} <= set(head_files(document))
        git("checkout", "--quiet", "--detach")
        assert str(folder / "refs" / "heads" / "main") not in head_files(document)
        assert str(folder / "HEAD") in head_files(document)

    def test_while_it_holds_the_index(self, git: GitFolder) -> None:
        document = str(git.path / "résumé.yaml")
        assert not is_changing(document)
        (git.path / ".git" / "index.lock").touch()
        assert is_changing(document)

    def test_outside(self, tmp_path: Path) -> None:
        assert head_files(str(tmp_path / "résumé.yaml")) == ()
        assert not is_changing(str(tmp_path / "résumé.yaml"))

"""Files of a revision in a folder of their own: the right ones, with the right content, and nothing outside of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from git_folders import GitFolder, isolate_git

from resume_tex.errors import RepositoryError
from resume_tex.repository.repository import Repository


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let git see nothing of the user's."""
    return isolate_git(tmp_path, monkeypatch)


@pytest.fixture
def git(tmp_path: Path) -> GitFolder:
    """Return an empty repository."""
    return GitFolder(tmp_path / "repository")


def files(git: GitFolder, path: str, revision: str = "HEAD") -> dict[str, bytes]:
    """Check a file out, and return everything that is in its folder."""
    with Repository.around(str(git.path)).checkout(revision, path) as copy:
        root = Path(copy).parent
        found = {str(each.relative_to(root)): each.read_bytes() for each in root.rglob("*") if each.is_file()}
        assert not any(each.is_symlink() for each in root.rglob("*"))
        assert os.path.basename(copy) == os.path.basename(path)
        assert root.stat().st_mode & 0o777 == 0o700
    assert not root.exists()
    return found


def test_the_document_and_its_themes(git: GitFolder) -> None:
    git.write("a/é 1.yaml", b"old\n")
    git.write("a/themes/mine/templates/x.j2", b"\xff\x00")
    git.write("a/other.yaml", b"")
    git.write("themes/not/theme.yaml", b"")
    git.commit()
    git.write("a/é 1.yaml", b"new\n")
    assert files(git, "a/é 1.yaml") == {"é 1.yaml": b"old\n", "themes/mine/templates/x.j2": b"\xff\x00"}
    assert (git.path / "a" / "é 1.yaml").read_bytes() == b"new\n"


def test_at_the_root(git: GitFolder) -> None:
    git.write("resume.yaml", b"one\n")
    git.write("themes/mine/theme.yaml", b"x")
    git.commit()
    git("rm", "-r", "--quiet", "themes")
    git.write("resume.yaml", b"two\n")
    git.commit()
    assert files(git, "resume.yaml", "HEAD~1") == {"resume.yaml": b"one\n", "themes/mine/theme.yaml": b"x"}
    assert files(git, "resume.yaml", "HEAD") == {"resume.yaml": b"two\n"}


def test_links_that_stay_inside_become_files_and_others_nothing(git: GitFolder) -> None:
    git.write("cv/resume.yaml", b"x")
    git.write("cv/themes/mine/own.sty", b"own")
    git.write("secret", b"secret")
    for name, target in {
        "inside": "mine/own.sty", "out": "../../secret", "absolute": "/etc/passwd", "around": "../../cv/resume.yaml",
        "gone": "nothing", "folder": "mine", "itself": "itself",
    }.items():  # fmt: skip
        (git.path / "cv" / "themes" / name).symlink_to(target)
    git.commit()
    assert files(git, "cv/resume.yaml") == {
        "resume.yaml": b"x", "themes/mine/own.sty": b"own", "themes/inside": b"own", "themes/around": b"x",
    }  # fmt: skip


def test_attributes_count_as_in_a_checkout(git: GitFolder) -> None:
    git.write(".gitattributes", "*.yaml eol=crlf\nthemes export-ignore\n")
    git.write("resume.yaml", b"one\n")
    git.write("themes/mine/a.sty", b"x\n")
    git.commit()
    assert files(git, "resume.yaml") == {"resume.yaml": b"one\r\n", "themes/mine/a.sty": b"x\n"}


@pytest.mark.parametrize("name", ["gone.yaml", "folder", "link.yaml"])
def test_what_is_no_file(name: str, git: GitFolder) -> None:
    git.write("folder/resume.yaml", b"x")
    (git.path / "link.yaml").symlink_to("folder/resume.yaml")
    git.commit()
    with pytest.raises(RepositoryError) as caught:
        files(git, name)
    kind = "a link and no file" if name == "link.yaml" else "no such file"
    assert caught.value.message.startswith(f"{name} is {kind} at ")


def test_a_name_that_would_lead_out(git: GitFolder) -> None:
    """Git itself writes no such tree; `mktree` does."""
    git.write("resume.yaml", b"x")
    git.commit()
    blob = git("hash-object", "-w", "resume.yaml")
    tree = git_input(git, f"100644 blob {blob}\t..\n", "mktree")
    themes = git_input(git, f"040000 tree {tree}\tmine\n", "mktree")
    root = git_input(git, f"100644 blob {blob}\tresume.yaml\n040000 tree {themes}\tthemes\n", "mktree")
    commit = git("commit-tree", "-m", "evil", root)
    assert files(git, "resume.yaml", commit) == {"resume.yaml": b"x"}


def git_input(git: GitFolder, text: str, *arguments: str) -> str:
    """Run git with an input."""
    import subprocess

    done = subprocess.run(["git", *arguments], cwd=git.path, input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode().strip()


def test_too_much(git: GitFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    git.write("resume.yaml", b"x")
    git.write("themes/mine/font.otf", b"x" * 2_000_001)
    git.commit()
    monkeypatch.setattr("resume_tex.repository.checkout._LARGEST", 2_000_000)
    with pytest.raises(RepositoryError) as caught:
        files(git, "resume.yaml")
    assert caught.value.message.startswith("themes holds more than 2 MB at ")

"""What git says of a file: where its repository is, which commits changed it, what it held."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from git_folders import FIRST, GitFolder, isolate_git
from hypothesis import given
from hypothesis import strategies as st

from resume_tex.errors import RepositoryError
from resume_tex.repository.commits import parse_log
from resume_tex.repository.git import run_git
from resume_tex.repository.repository import Repository

TEXT = "name: Jane Doe\n" + "".join(f"line {number}\n" for number in range(30))


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let git see nothing of the user's."""
    return isolate_git(tmp_path, monkeypatch)


@pytest.fixture
def git(tmp_path: Path) -> GitFolder:
    """Return an empty repository."""
    return GitFolder(tmp_path / "cv")


def refused(*wanted: str) -> pytest.RaisesExc[RepositoryError]:
    """Expect an error whose message and remedy hold these texts."""
    return pytest.RaisesExc(RepositoryError, check=lambda e: all(part in f"{e.message}\n{e.remedy}" for part in wanted))


class TestFinding:
    """Which repository a file is in."""

    def test_from_a_file_and_folders_below(self, git: GitFolder) -> None:
        file = git.write("a/b/resume.yaml", TEXT)
        for place in (file, file.parent, git.path, git.path / "a" / "gone" / "resume.yaml"):
            assert Repository.find(str(place)) == Repository(str(git.path))

    def test_from_elsewhere_by_a_relative_name(self, git: GitFolder, monkeypatch: pytest.MonkeyPatch) -> None:
        git.write("a/resume.yaml", TEXT)
        monkeypatch.chdir(git.path / "a")
        found = Repository.around("resume.yaml")
        assert found.relative("resume.yaml") == "a/resume.yaml"
        assert found.absolute("a/resume.yaml") == str(git.path / "a" / "resume.yaml")

    def test_outside(self, tmp_path: Path) -> None:
        assert Repository.find(str(tmp_path)) is None
        with refused("is in no git repository", "git init"):
            Repository.around(str(tmp_path / "resume.yaml"))

    def test_a_link_belongs_where_its_file_is(self, git: GitFolder, tmp_path: Path) -> None:
        file = git.write("resume.yaml", TEXT)
        (tmp_path / "link.yaml").symlink_to(file)
        assert Repository.around(str(tmp_path / "link.yaml")).relative(str(tmp_path / "link.yaml")) == "resume.yaml"

    def test_inside_of_gits_own_folder_there_is_none(self, git: GitFolder, tmp_path: Path) -> None:
        git("init", "--bare", "--quiet", str(tmp_path / "bare"))
        assert Repository.find(str(git.path / ".git" / "HEAD")) is None
        assert Repository.find(str(tmp_path / "bare" / "config")) is None

    def test_variables_of_a_hook_do_not_count(
        self, git: GitFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = GitFolder(tmp_path / "other")
        monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
        monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
        monkeypatch.setenv("GIT_INDEX_FILE", str(other.path / ".git" / "index"))
        assert Repository.find(str(git.path)) == Repository(str(git.path))

    def test_worktree(self, git: GitFolder, tmp_path: Path) -> None:
        git.write("resume.yaml", TEXT)
        commit = git.commit()
        git("worktree", "add", "--quiet", str(tmp_path / "tree"))
        found = Repository.around(str(tmp_path / "tree" / "resume.yaml"))
        assert found.root == str(tmp_path / "tree")
        assert found.resolve("HEAD") == commit

    def test_submodule(self, git: GitFolder, tmp_path: Path) -> None:
        git.write("resume.yaml", TEXT)
        commit = git.commit()
        outer = GitFolder(tmp_path / "outer")
        outer("submodule", "--quiet", "add", str(git.path), "cv")
        found = Repository.around(str(outer.path / "cv" / "resume.yaml"))
        assert found.root == str(outer.path / "cv")
        assert [c.hash for c in found.commits(str(outer.path / "cv" / "resume.yaml"))] == [commit]

    def test_git_is_missing(self, git: GitFolder, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nonexistent")
        with refused("git is not installed", "https://git-scm.com"):
            Repository.find(str(git.path))

    def test_a_repository_of_somebody_else(self, git: GitFolder, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        place = str(git.path)
        with refused(f"does not trust the repository {place}", f"git config --global --add safe.directory '{place}'"):
            Repository.find(place)

    def test_a_broken_repository(self, git: GitFolder) -> None:
        git.write(".git/config", "[core\n")
        with refused("cannot be read", "bad config"):
            Repository.find(str(git.path))


class TestRevisions:
    """What a user may call a revision."""

    def test_names(self, git: GitFolder) -> None:
        git.write("resume.yaml", TEXT)
        first = git.commit()
        git("tag", "v1.0")
        git("tag", "--annotate", "--message", "x", "größe")
        second = git.commit()
        found = Repository.around(str(git.path))
        assert [found.resolve(name) for name in ("v1.0", "größe", "HEAD~1", first[:8])] == [first] * 4
        assert [found.resolve(name) for name in ("main", "HEAD", "@", second)] == [second] * 4

    @pytest.mark.parametrize(
        "name", ["", " ", "v9", "-x", "--help", "a\0b", "a\nb", "HEAD:resume.yaml", "main..HEAD", "$(id)"]
    )
    def test_no_revision(self, name: str, git: GitFolder) -> None:
        git.write("resume.yaml", TEXT)
        git.commit()
        with refused(f"There is no revision {name!r}"):
            Repository.around(str(git.path)).resolve(name)

    def test_a_near_miss(self, git: GitFolder) -> None:
        git.commit()
        git("tag", "v1.20")
        git("tag", "sent/2023-11-14-acme")
        with refused("Did you mean v1.20?"):
            Repository.around(str(git.path)).resolve("v1.2")
        with refused("Did you mean sent/2023-11-14-acme?"):
            Repository.around(str(git.path)).resolve("sent/2023-11-14-acm")

    def test_no_commit(self, git: GitFolder) -> None:
        with refused("has no commit yet", "git add resume.yaml && git commit"):
            Repository.around(str(git.path)).resolve("HEAD")

    def test_shallow(self, git: GitFolder, tmp_path: Path) -> None:
        git.write("resume.yaml", TEXT)
        first = git.commit()
        git("tag", "v1")
        git.write("resume.yaml", TEXT + "more\n")
        second = git.commit()
        git("clone", "--quiet", "--depth=1", f"file://{git.path}", str(tmp_path / "clone"))
        found = Repository.around(str(tmp_path / "clone"))
        assert found.shallow
        assert [c.hash for c in found.commits(str(tmp_path / "clone" / "resume.yaml"))] == [second]
        with refused(f"no revision {first!r}", "git fetch --unshallow --tags"):
            found.resolve(first)

    def test_description(self, git: GitFolder) -> None:
        first = git.commit()
        found = Repository.around(str(git.path))
        assert found.describe("HEAD") == first[:7]
        git("tag", "sent/2023-11-14-acme")
        assert found.describe("HEAD") == first[:7], "the name of a company in a PDF for another"
        git("tag", "v1")
        second = git.commit()
        assert found.describe(first) == "v1"
        assert found.describe("HEAD") == f"v1-1-g{second[:7]}"


class TestHistory:
    """The commits that changed a file."""

    def test_renames_and_what_commits_say(self, git: GitFolder) -> None:
        git.write("résumé.yaml", TEXT)
        one = git.commit("first\n\nwith more below")
        git("tag", "v1")
        git.write("other.txt", "x")
        git.commit("of something else")
        git("mv", "résumé.yaml", "cv \t.yaml")
        two = git.commit("renamed")
        git.write("cv \t.yaml", TEXT + "more\n")
        three = git.commit("größer: \x02, \x1f, tag: x")
        found = list(Repository.around(str(git.path)).commits(str(git.path / "cv \t.yaml")))
        assert [(c.hash, c.path, c.status) for c in found] == [
            (three, "cv \t.yaml", "M"), (two, "cv \t.yaml", "R"), (one, "résumé.yaml", "A"),
        ]  # fmt: skip
        assert [(c.subject, c.tags, c.author) for c in found] == [
            ("größer: \x02, \x1f, tag: x", (), "Jane Doe"), ("renamed", (), "Jane Doe"), ("first", ("v1",), "Jane Doe"),
        ]  # fmt: skip
        assert (found[-1].time, found[-1].short) == (FIRST, one[:7])
        assert found[-1].date == datetime.fromtimestamp(FIRST, timezone(timedelta(hours=1)))
        assert found[-1].date.utcoffset() == timedelta(hours=1)

    def test_how_many_and_from_where(self, git: GitFolder) -> None:
        commits = []
        for number in range(4):
            git.write("resume.yaml", TEXT + f"{number}\n")
            commits.append(git.commit(str(number)))
        found = Repository.around(str(git.path))
        file = str(git.path / "resume.yaml")
        assert [c.hash for c in found.commits(file, limit=2)] == [commits[3], commits[2]]
        assert [c.hash for c in found.commits(file, "HEAD~2")] == [commits[1], commits[0]]

    def test_a_file_that_is_gone(self, git: GitFolder) -> None:
        git.write("resume.yaml", TEXT)
        git.commit()
        (git.path / "resume.yaml").unlink()
        git.commit("gone")
        found = list(Repository.around(str(git.path)).commits(str(git.path / "resume.yaml")))
        assert [(c.subject, c.status) for c in found] == [("gone", "D"), ("a change", "A")]

    def test_names_are_no_patterns(self, git: GitFolder) -> None:
        git.write("a.yaml", TEXT)
        git.commit("a")
        git.write("*.yaml", "different\n")
        git.write(":(top)b", "other\n")
        git.commit("odd")
        found = Repository.around(str(git.path))
        assert [c.subject for c in found.commits(str(git.path / "*.yaml"))] == ["odd"]
        assert [c.subject for c in found.commits(str(git.path / ":(top)b"))] == ["odd"]

    def test_outside_of_the_repository(self, git: GitFolder, tmp_path: Path) -> None:
        git.commit()
        with refused("is not in the repository"):
            Repository.around(str(git.path)).relative(str(tmp_path / "resume.yaml"))

    @given(st.binary(max_size=200))
    def test_a_log_of_anything_is_read_or_skipped(self, output: bytes) -> None:
        try:
            list(parse_log(output))
        except ValueError as error:  # what stands where git writes a number
            assert "invalid literal for int()" in str(error)


class TestContent:
    """What a file held."""

    def test_reading(self, git: GitFolder) -> None:
        git.write("a/é\n.yaml", b"\xff\x00one\n")
        first = git.commit()
        git.write("a/é\n.yaml", b"two")
        git.write("b.yaml", b"")
        second = git.commit()
        found = Repository.around(str(git.path))
        assert found.read("HEAD", "b.yaml") == b""
        assert found.read("HEAD", "a") is None
        assert found.read("HEAD~1", "b.yaml") is None
        wanted = [(first, "b.yaml"), (second, "b.yaml"), (second, "a"), (first, "no such")]
        assert list(found.read_all(wanted)) == [None, b"", None, None]
        wanted = [(second, "a/é\n.yaml"), (second, "b.yaml"), (first, "a/é\n.yaml"), (first, "\n")]
        assert list(found.read_all(wanted)) == [b"two", b"", b"\xff\x00one\n", None]

    def test_where_it_was(self, git: GitFolder) -> None:
        git.write("old.yaml", TEXT)
        first = git.commit()
        git("mv", "old.yaml", "new.yaml")
        git.commit()
        found = Repository.around(str(git.path))
        assert found.path_at(first, str(git.path / "new.yaml")) == "old.yaml"
        assert found.path_at("HEAD", str(git.path / "new.yaml")) == "new.yaml"
        with refused("v0 has no never.yaml", "It had: old.yaml."):
            found.path_at(first, str(git.path / "never.yaml"), name="v0")


class TestGit:
    """How git is run."""

    def test_it_asks_nothing_and_shows_no_colour(self, git: GitFolder, isolated: Path) -> None:
        isolated.write_text(
            isolated.read_text() + '[color]\n\tui = always\n[core]\n\tpager = "false"\n[log]\n\tshowSignature = true\n'
        )
        git.write("resume.yaml", TEXT)
        commit = git.commit()
        assert [c.hash for c in Repository.around(str(git.path)).commits(str(git.path / "resume.yaml"))] == [commit]

    def test_a_program_that_the_repository_names_is_not_run(self, git: GitFolder) -> None:
        git.write("resume.yaml", TEXT)
        git.commit()
        trap = git.write("trap", "#!/bin/sh\ntouch sprung\n")
        trap.chmod(0o755)
        git("config", "core.fsmonitor", str(trap))
        assert run_git(str(git.path), "status", "--porcelain").output == b"?? trap\n"
        assert not (git.path / "sprung").exists()

    def test_time_limit(self, git: GitFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        slow = tmp_path / "bin" / "git"
        slow.parent.mkdir()
        slow.write_text("#!/bin/sh\nexec sleep 60\n")
        slow.chmod(0o755)
        monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
        with refused("did not answer within 0 seconds"):
            run_git(str(git.path), "status", seconds=0.2)

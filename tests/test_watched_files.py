"""What counts as a change of the files that a build depends on, and what the system tells of them."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from git_folders import GitFolder, isolate_git

from resume_tex.watched_files import HEAD, State, Told, WatchedFiles

PATIENCE = 20.0
LONG_AGO = 1_600_000_000


class Watching:
    """Files being watched, and what has been told of them."""

    def __init__(self, document: Path, *, poll: bool = False) -> None:
        self.document = document
        self.told: list[Told] = []
        self._rung = threading.Condition()
        self.files = WatchedFiles(str(document), self._hear, poll=poll)

    def _hear(self, told: Told) -> None:
        with self._rung:
            self.told.append(told)
            self._rung.notify_all()

    def wait_to_hear(self, last: Told) -> None:
        """Wait until this is told."""
        with self._rung:
            assert self._rung.wait_for(lambda: last in self.told, PATIENCE)
            self.told.clear()


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    """A document that is being watched."""
    document = tmp_path / "cv" / "resume.yaml"
    document.parent.mkdir()
    document.write_text("basics: {}\n", "utf-8")
    found = Watching(document)
    yield found
    found.files.close()


def leave_alone(file: Path, when: float = LONG_AGO) -> None:
    """Make a file look as if it had been changed at a time."""
    os.utime(file, (when, when))


class TestLooking:
    """What changes the state of the files."""

    def test_what_stays_is_the_same(self, watching: Watching) -> None:
        first = watching.files.look({})
        assert watching.files.look(first) == first
        leave_alone(watching.document)
        second = watching.files.look(first)
        assert second != first
        assert watching.files.look(second) == second

    def test_what_has_long_been_there_is_not_read_again(self, watching: Watching) -> None:
        leave_alone(watching.document)
        first = watching.files.look({})
        assert watching.files.look(first)[str(watching.document)] is first[str(watching.document)]

    def test_another_text_of_the_same_length_at_the_same_time(self, watching: Watching) -> None:
        """As on a memory stick, whose clock has steps of two seconds."""
        now = time.time()
        leave_alone(watching.document, now)
        before = watching.files.look({})
        watching.document.write_text("basics: []\n", "utf-8")
        leave_alone(watching.document, now)
        assert watching.files.look(before) != before

    def test_another_text_of_the_same_length_and_time_under_another_number(self, watching: Watching) -> None:
        leave_alone(watching.document)
        before = watching.files.look({})
        other = watching.document.with_name("other")
        other.write_text("basics: []\n", "utf-8")
        leave_alone(other)
        os.replace(other, watching.document)
        assert watching.files.look(before) != before

    def test_another_number_alone_is_no_change(self, watching: Watching) -> None:
        """Some network folders give a file another one now and then."""
        leave_alone(watching.document)
        before = watching.files.look({})
        shutil.copy2(watching.document, watching.document.with_name("other"))
        os.replace(watching.document.with_name("other"), watching.document)
        assert watching.files.look(before) == before

    def test_a_file_that_goes_and_comes(self, watching: Watching) -> None:
        before = watching.files.look({})
        watching.document.unlink()
        gone = watching.files.look(before)
        assert gone[str(watching.document)].is_void
        watching.document.touch()
        empty = watching.files.look(gone)
        assert empty != gone
        assert empty[str(watching.document)].is_void

    def test_the_target_of_a_link(self, tmp_path: Path) -> None:
        target, link = tmp_path / "target.yaml", tmp_path / "resume.yaml"
        target.write_text("basics: {}\n", "utf-8")
        link.symlink_to(target)
        files = WatchedFiles(str(link), lambda _: None, poll=False)
        before = files.look({})
        target.write_text("basics: []\n", "utf-8")
        assert files.look(before) != before
        files.close()

    def test_files_that_a_build_has_read_or_looked_for(self, watching: Watching) -> None:
        photo = watching.document.with_name("photo.png")
        watching.files.use(str(watching.document), [str(photo), str(photo.parent / "folder")])
        before = watching.files.look({})
        photo.write_bytes(b"a photo")
        after = watching.files.look(before)
        assert after != before
        (photo.parent / "folder").mkdir()
        assert watching.files.look(after) != after

    def test_commits_and_tags(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        isolate_git(tmp_path, monkeypatch)
        document = tmp_path / "cv" / "resume.yaml"
        document.parent.mkdir()
        document.write_text("basics: {}\n", "utf-8")
        files = WatchedFiles(str(document), lambda _: None, poll=False)
        states: list[State] = [files.look({})]
        git = GitFolder(document.parent)
        states.append(files.look(states[-1]))
        git.commit()
        states.append(files.look(states[-1]))
        git("tag", "v1")
        states.append(files.look(states[-1]))
        assert len({state[HEAD].state for state in states}) == 4
        files.close()


class TestAfterABuild:
    """What a build counts as having seen."""

    def test_what_was_known_before_is_seen_as_it_was_then(self, watching: Watching) -> None:
        before = watching.files.look({})
        watching.document.write_text("changed while it was built\n", "utf-8")
        seen = watching.files.look_after(time.time_ns(), before)
        assert seen == before
        assert watching.files.look(seen) != seen

    @pytest.mark.parametrize(("when", "same"), [(LONG_AGO, True), (None, False)])
    def test_what_is_new_counts_as_seen_unless_it_has_changed_meanwhile(
        self, when: float | None, same: bool, watching: Watching
    ) -> None:
        before = watching.files.look({})
        photo = watching.document.with_name("photo.png")
        began = time.time_ns()
        photo.write_bytes(b"a photo")
        if when is not None:
            leave_alone(photo, when)
        watching.files.use(str(watching.document), [str(photo)])
        seen = watching.files.look_after(began, before)
        assert (watching.files.look(seen) == seen) is same

    def test_a_template_that_went_meanwhile_is_missed(self, watching: Watching) -> None:
        theme = watching.document.with_name("themes") / "mine"
        theme.mkdir(parents=True)
        (theme / "theme.yaml").write_text("name: mine\n", "utf-8")
        (theme / "entry.tex.j2").write_text("<% nonsense %>", "utf-8")
        before = watching.files.look({})
        (theme / "entry.tex.j2").unlink()
        seen = watching.files.look_after(time.time_ns(), before)
        assert watching.files.look(seen) != seen


class TestBeingTold:
    """What the system tells of, at once."""

    @pytest.mark.parametrize("poll", [False, True])
    def test_a_folder_that_is_made_anew(self, poll: bool, tmp_path: Path) -> None:
        watching = Watching(tmp_path / "cv" / "resume.yaml", poll=poll)
        for _ in range(2):
            watching.document.parent.mkdir()
            state = watching.files.look({})
            watching.document.write_text("basics: {}\n", "utf-8")
            watching.wait_to_hear(Told.CREATED)
            shutil.rmtree(watching.document.parent)
            watching.files.look(state)
        watching.files.close()

    def test_a_folder_that_is_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "cv").symlink_to("elsewhere")
        watching = Watching(tmp_path / "cv" / "resume.yaml")
        watching.files.use(str(watching.document), [str(tmp_path / "cv" / "photo.png")])
        watching.files.look({})
        (tmp_path / "elsewhere" / "photo.png").write_bytes(b"a photo")
        watching.wait_to_hear(Told.CREATED)
        watching.files.close()

    def test_a_file_beside_it_is_not_told_of(self, watching: Watching) -> None:
        watching.files.look({})
        watching.document.with_suffix(".pdf").write_bytes(b"%PDF-")
        os.replace(watching.document, watching.document.with_name("resume.yaml~"))
        watching.wait_to_hear(Told.RENAMED)
        assert watching.told == []

    @pytest.mark.parametrize(("name", "told"), [("entry.tex.j2", True), (".entry.tex.j2.swp", False), ("4913", False)])
    def test_a_new_file_of_a_theme(self, name: str, told: bool, watching: Watching) -> None:
        theme = watching.document.with_name("themes") / "mine"
        theme.mkdir(parents=True)
        (theme / "theme.yaml").write_text("name: mine\n", "utf-8")
        before = watching.files.look({})
        (theme / name).write_text("new", "utf-8")
        assert (watching.files.look(before) != before) is told
        watching.document.unlink()
        watching.wait_to_hear(Told.DELETED if not told else Told.CREATED)

    def test_a_commit(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also without the log of what HEAD was."""
        isolate_git(tmp_path, monkeypatch)
        git = GitFolder(tmp_path / "cv")
        git("config", "core.logAllRefUpdates", "false")
        watching = Watching(git.write("resume.yaml", "basics: {}\n"))
        git.commit()
        watching.files.look({})
        git.commit()
        watching.wait_to_hear(Told.RENAMED)
        git("checkout", "--quiet", "--detach", "HEAD~1")
        watching.wait_to_hear(Told.RENAMED)
        watching.files.close()

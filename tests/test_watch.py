"""Watching: every way in which programs save a file, faults, and what must not happen."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from git_folders import GitFolder, isolate_git
from pdf_reading import information

from resume_tex.build_request import BuildRequest
from resume_tex.build_steps import BuildSteps
from resume_tex.engine import folders
from resume_tex.watch import Watcher, WatchEvent

PATIENCE = 20.0
DOCUMENT = "basics:\n  name: Alex Petrov\n  email: alex.petrov@email.com\n  label: {label}\n"


class Recorder:
    """Keeps the builds and lets a test wait for the next one."""

    def __init__(self) -> None:
        self.events: list[WatchEvent] = []
        self._condition = threading.Condition()
        self.on_build: Callable[[WatchEvent], None] = lambda _: None

    def __call__(self, event: WatchEvent) -> None:
        self.on_build(event)
        with self._condition:
            self.events.append(event)
            self._condition.notify_all()

    def wait_until(self, holds: Callable[[WatchEvent], bool]) -> WatchEvent:
        """Wait for a build, now or later, that the condition holds for."""
        found: list[WatchEvent] = []

        def look() -> bool:
            found[:] = [event for event in self.events if holds(event)]
            return bool(found)

        with self._condition:
            assert self._condition.wait_for(look, PATIENCE), f"no such build among {len(self.events)}"
        return found[0]

    def forget(self) -> None:
        """Forget the builds so far."""
        with self._condition:
            self.events.clear()

    def wait_for(self, number: int) -> WatchEvent:
        """Wait for the build of that number."""
        return self.wait_until(lambda event: event.number >= number)


class Watched:
    """A document being watched in a thread."""

    def __init__(self, file: Path, *, poll: bool = False) -> None:
        self.file = file
        self.recorder = Recorder()
        self.watcher = Watcher(BuildRequest(str(file), draft=True), self.recorder, poll=poll)
        self.thread = threading.Thread(target=self.watcher.run)

    def write(self, label: str) -> None:
        """Save as most editors do: in place."""
        self.file.write_text(DOCUMENT.format(label=label), "utf-8")

    def wait_for_label(self, label: str) -> WatchEvent:
        """Wait for a build of the document with that label."""
        return self.recorder.wait_until(
            lambda event: event.pdf is not None and title(event.pdf) == f"Alex Petrov: {label}"
        )


def title(pdf: bytes) -> str:
    """Return the title in a PDF's metadata."""
    from io import BytesIO

    from pypdf import PdfReader

    metadata = PdfReader(BytesIO(pdf)).metadata
    return str(metadata.title) if metadata else ""


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """A document that has been built once and is being watched."""
    file = tmp_path / "resume.yaml"
    file.write_text(DOCUMENT.format(label="first"), "utf-8")
    yield from watch(Watched(file))


def watch(watched: Watched) -> Iterator[Watched]:
    """Run a watcher around a test."""
    watched.thread.start()
    try:
        watched.wait_for_label("first")
        yield watched
    finally:
        watched.watcher.stop()
        watched.thread.join(PATIENCE)
        assert not watched.thread.is_alive()


def test_a_save_in_place_builds_once(watched: Watched) -> None:
    watched.write("second")
    event = watched.wait_for_label("second")
    assert Path(event.result.outputs[0]).read_bytes() == event.pdf
    assert event.error == ""


def test_a_file_renamed_over_the_document_is_noticed(watched: Watched) -> None:
    new = watched.file.with_name(".resume.yaml.swp")
    new.write_text(DOCUMENT.format(label="renamed"), "utf-8")
    os.replace(new, watched.file)
    watched.wait_for_label("renamed")
    new.write_text(DOCUMENT.format(label="renamed again"), "utf-8")
    os.replace(new, watched.file)
    watched.wait_for_label("renamed again")


def test_delete_and_recreate(watched: Watched) -> None:
    watched.file.unlink()
    gone = watched.recorder.wait_for(2)
    assert [d.code for d in gone.result.diagnostics] == ["file.missing"]
    watched.write("back")
    watched.wait_for_label("back")


def test_an_error_keeps_the_last_good_pdf_and_a_fix_recovers(watched: Watched) -> None:
    pdf = watched.file.with_suffix(".pdf")
    before = pdf.read_bytes()
    watched.file.write_text("basics: [\n", "utf-8")
    event = watched.recorder.wait_until(lambda e: bool(e.result.diagnostics) and e.pdf is None)
    assert [d.code for d in event.result.diagnostics] == ["syntax.yaml"]
    assert pdf.read_bytes() == before
    watched.write("mended")
    watched.wait_for_label("mended")


def test_a_burst_of_saves_ends_with_the_last_one(watched: Watched) -> None:
    for number in range(200):
        watched.write(f"save {number}")
    watched.wait_for_label("save 199")
    assert len(watched.recorder.events) < 150


def test_a_change_during_a_build_gives_one_more(watched: Watched) -> None:
    changed = threading.Event()

    def change_meanwhile(event: WatchEvent) -> None:
        if not changed.is_set():
            changed.set()
            watched.write("third")

    watched.recorder.on_build = change_meanwhile
    watched.write("second")
    watched.wait_for_label("third")


def test_an_internal_error_is_reported_and_watching_goes_on(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(BuildSteps, "run", lambda *_: 1 / 0)
        watched.write("broken")
        event = watched.recorder.wait_until(lambda e: e.error != "")
        assert event.error == "internal error: ZeroDivisionError: division by zero"
    watched.write("after")
    watched.wait_for_label("after")


def test_a_failing_output_is_reported_and_watching_goes_on(watched: Watched) -> None:
    pdf = watched.file.with_suffix(".pdf")
    pdf.write_bytes(b"not a PDF at all")
    watched.write("second")
    event = watched.recorder.wait_until(lambda e: e.error != "")
    assert event.error == f"{pdf} exists and is not a PDF; it is left alone. Remove it, or name another file with -o."
    assert pdf.read_bytes() == b"not a PDF at all"
    pdf.unlink()
    watched.write("third")
    watched.wait_for_label("third")


def test_a_document_behind_a_symbolic_link(tmp_path: Path) -> None:
    real = tmp_path / "elsewhere" / "real.yaml"
    real.parent.mkdir()
    real.write_text(DOCUMENT.format(label="first"), "utf-8")
    link = tmp_path / "resume.yaml"
    link.symlink_to(real)
    for watched in watch(Watched(link)):
        real.write_text(DOCUMENT.format(label="through the link"), "utf-8")
        watched.wait_for_label("through the link")


def test_polling(tmp_path: Path) -> None:
    file = tmp_path / "resume.yaml"
    file.write_text(DOCUMENT.format(label="first"), "utf-8")
    for watched in watch(Watched(file, poll=True)):
        watched.write("polled")
        watched.wait_for_label("polled")


def test_a_change_of_the_projects_own_theme_builds(tmp_path: Path) -> None:
    theme = tmp_path / "themes" / "mine"
    theme.mkdir(parents=True)
    (theme / "theme.yaml").write_text("name: mine\nextends: engineer\n", "utf-8")
    style = theme / "resume-mine.sty"
    style.write_text("\\ProvidesPackage{resume-mine}\n\\RequirePackage{resume-engineer}\n", "utf-8")
    file = tmp_path / "resume.yaml"
    file.write_text(DOCUMENT.format(label="first") + "meta: {resumeTex: {theme: mine}}\n", "utf-8")
    for watched in watch(Watched(file)):
        style.write_text(style.read_text("utf-8") + "% a change\n", "utf-8")
        watched.recorder.wait_for(2)
        (theme / "theme.yaml").write_text("name: mine\nextends: nothing-there\n", "utf-8")
        event = watched.recorder.wait_until(lambda e: "theme.error" in [d.code for d in e.result.diagnostics])
        assert event.pdf is None


def test_in_a_repository_the_pdf_tells_the_version_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate_git(tmp_path, monkeypatch)
    git = GitFolder(tmp_path / "cv")
    git.write(".gitignore", "*.pdf\n")
    file = git.write("resume.yaml", DOCUMENT.format(label="first"))
    first = git.commit()[:7]

    def wait_for(label: str, version: str) -> None:
        def holds(event: WatchEvent) -> bool:
            if event.pdf is None or title(event.pdf) != f"Alex Petrov: {label}":
                return False
            return information(event.pdf)["/SourceVersion"] == version

        event = watched.recorder.wait_until(holds)
        assert Path(event.result.outputs[0]).read_bytes() == event.pdf

    for watched in watch(Watched(file)):
        wait_for("first", first)
        watched.write("second")
        wait_for("second", f"{first}-dirty")
        second = git.commit()[:7]
        wait_for("second", second)  # though the document is as it was
        watched.write("third")
        wait_for("third", f"{second}-dirty")
        watched.recorder.forget()
        watched.write("second")
        wait_for("second", second)  # taken back


def test_another_request_builds_at_once(watched: Watched) -> None:
    request = BuildRequest(str(watched.file), draft=True, theme="classic")
    watched.watcher.change_request(request)
    event = watched.recorder.wait_for(2)
    assert event.pdf is not None
    watched.watcher.change_request(replace(request, engine="no-such-engine"))
    assert "no-such-engine" in watched.recorder.wait_for(3).error


def test_nothing_is_built_without_a_change(watched: Watched) -> None:
    watched.recorder.wait_for(1)
    threading.Event().wait(1.5)  # longer than the look that happens every second
    assert len(watched.recorder.events) == 1


@pytest.mark.slow
def test_a_thousand_saves_leave_nothing_behind(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Memory, threads, processes, open files and temporary folders are after 1,000 saves what they were after 200."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(folders, "temporary_root", lambda: str(temporary))

    def save(numbers: range) -> Held:
        for number in numbers:
            watched.recorder.forget()
            watched.write(f"soak {number}")
            watched.recorder.wait_until(lambda event: event.pdf is not None)
        watched.wait_for_label(f"soak {numbers[-1]}")
        return Held.now(temporary)

    before = save(range(200))
    after = save(range(200, 1000))
    assert after.files <= before.files + 2
    assert after.threads <= before.threads + 1
    assert after.children <= max(before.children, 1)
    assert 1 <= after.folders <= 2  # the waiting process has one
    assert after.memory - before.memory < 3_000_000, f"{before.memory:,} -> {after.memory:,} bytes"


class Held(NamedTuple):
    """What a process holds: open files, threads, children, temporary folders, and bytes of memory."""

    files: int
    threads: int
    children: int
    folders: int
    memory: int

    @classmethod
    def now(cls, temporary: Path) -> Held:
        """Count what this process holds now."""
        gc.collect()
        children = Path("/proc/self/task", str(os.getpid()), "children").read_text().split()
        resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        descriptors = len(os.listdir("/proc/self/fd"))
        return cls(descriptors, threading.active_count(), len(children), len(list(temporary.iterdir())), resident)

"""Watching: every way in which programs save a file, faults, and what must not happen."""

from __future__ import annotations

import errno
import gc
import os
import random
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from git_folders import GitFolder, isolate_git
from pdf_reading import information
from watchdog.observers import Observer

from resume_tex import watch as watch_module
from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.build_result import BuildResult
from resume_tex.build_steps import BuildSteps, OtherVersionError
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

    def __init__(self, file: Path, *, poll: bool = False, **request: Any) -> None:
        self.file = file
        self.recorder = Recorder()
        self.watcher = Watcher(BuildRequest(str(file), draft=True, **request), self.recorder, poll=poll)
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
    """Run a watcher around a test that begins with a build of the first label."""
    with running(watched):
        watched.wait_for_label("first")
        yield watched


@contextmanager
def running(watched: Watched) -> Iterator[Watched]:
    """Run a watcher."""
    watched.thread.start()
    try:
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


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a save take as long as it may on a busy machine."""
    monkeypatch.setattr(watch_module, "_LONGEST_SAVE", PATIENCE)


@pytest.mark.usefixtures("patience")
def test_a_document_that_is_empty_for_a_moment_is_not_built_so(watched: Watched) -> None:
    """As editors leave it that write in place, between opening the file and writing it."""
    with watched.file.open("w") as stream:
        threading.Event().wait(0.1)
        stream.write(DOCUMENT.format(label="second"))
    watched.wait_for_label("second")
    assert [event.number for event in watched.recorder.events] == [1, 2]


@pytest.mark.usefixtures("patience")
def test_a_document_that_is_away_for_a_moment_is_not_missed(watched: Watched) -> None:
    """As editors leave it that make it the backup and write another."""
    os.replace(watched.file, watched.file.with_name("resume.yaml~"))
    threading.Event().wait(0.1)
    watched.write("second")
    watched.wait_for_label("second")
    assert [event.number for event in watched.recorder.events] == [1, 2]


@pytest.mark.usefixtures("patience")
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not tell when a file is closed")
def test_a_document_that_is_written_piece_by_piece_is_built_whole(watched: Watched) -> None:
    watched.write("second")
    watched.wait_for_label("second")  # now it is known that the system tells when a file is closed
    with watched.file.open("w") as stream:
        for piece in DOCUMENT.format(label="third").splitlines(keepends=True):
            stream.write(piece)
            stream.flush()
            threading.Event().wait(0.04)
    watched.wait_for_label("third")
    assert [event.number for event in watched.recorder.events] == [1, 2, 3]


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
    pdf.unlink()  # nothing else is needed
    watched.wait_for_label("second")


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


@pytest.mark.parametrize("step", ["start", "schedule"])
def test_a_system_that_watches_no_more_files(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where other programs have taken all that inotify gives."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(Observer, step, fail)
    file = tmp_path / "resume.yaml"
    file.write_text(DOCUMENT.format(label="first"), "utf-8")
    for watched in watch(Watched(file)):
        watched.write("noticed all the same")
        watched.wait_for_label("noticed all the same")


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


def make_theme(project: Path) -> Path:
    """Make a theme of the project's own, and return its folder."""
    theme = project / "themes" / "mine"
    theme.mkdir(parents=True)
    (theme / "resume-mine.sty").write_text(
        "\\ProvidesPackage{resume-mine}\n\\RequirePackage{resume-engineer}\n", "utf-8"
    )
    (theme / "theme.yaml").write_text("name: mine\nextends: engineer\n", "utf-8")
    return theme


def codes(event: WatchEvent) -> list[str]:
    """Return the codes of what was found."""
    return [diagnostic.code for diagnostic in event.result.diagnostics]


def test_a_theme_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "resume.yaml"
    file.write_text(DOCUMENT.format(label="first") + "meta: {resumeTex: {theme: mine}}\n", "utf-8")
    with running(Watched(file)) as watched:
        watched.recorder.wait_until(lambda event: "theme.error" in codes(event))
        make_theme(tmp_path)
        watched.wait_for_label("first")


def test_a_theme_that_is_broken_from_the_start_is_built_once_it_is_mended(tmp_path: Path) -> None:
    theme = make_theme(tmp_path)
    good = (theme / "theme.yaml").read_text("utf-8")
    (theme / "theme.yaml").write_text(f"{good}nonsense: true\n", "utf-8")
    file = tmp_path / "resume.yaml"
    file.write_text(DOCUMENT.format(label="first"), "utf-8")
    with running(Watched(file, theme="mine")) as watched:
        assert "nonsense" in watched.recorder.wait_for(1).error
        (theme / "theme.yaml").write_text(good, "utf-8")
        watched.wait_for_label("first")


def test_a_template_that_is_added_to_a_theme_counts_and_so_does_its_removal(tmp_path: Path) -> None:
    theme = make_theme(tmp_path)
    file = tmp_path / "resume.yaml"
    file.write_text(DOCUMENT.format(label="first") + "meta: {resumeTex: {theme: mine}}\n", "utf-8")
    for watched in watch(Watched(file)):
        template = theme / "templates" / "resume.tex.j2"
        template.parent.mkdir()
        template.write_text("<% nonsense %>", "utf-8")
        watched.recorder.wait_until(lambda event: "nonsense" in event.error)
        watched.recorder.forget()
        template.unlink()
        watched.wait_for_label("first")


def test_what_editors_leave_beside_a_theme_is_no_change(tmp_path: Path) -> None:
    theme = make_theme(tmp_path)
    file = tmp_path / "resume.yaml"
    file.write_text(DOCUMENT.format(label="first") + "meta: {resumeTex: {theme: mine}}\n", "utf-8")
    for watched in watch(Watched(file)):
        for name in (".resume-mine.sty.swp", "resume-mine.sty~", "4913"):
            (theme / name).write_text("as editors do", "utf-8")
        watched.write("second")
        watched.wait_for_label("second")
        assert [event.number for event in watched.recorder.events] == [1, 2]


def test_a_folder_that_is_deleted_and_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when the command was started in it, and so stands in a folder that is no more."""
    folder = tmp_path / "cv"
    folder.mkdir()
    monkeypatch.chdir(folder)
    file = Path("resume.yaml")
    file.write_text(DOCUMENT.format(label="first"), "utf-8")
    for watched in watch(Watched(file)):
        shutil.rmtree(folder)
        gone = watched.recorder.wait_until(lambda event: event.error != "")
        assert gone.error == f"The folder {folder} is gone. Make it again, or stop."
        folder.mkdir()
        (folder / file).write_text(DOCUMENT.format(label="back"), "utf-8")
        watched.wait_for_label("back")
        (folder / file).write_text(DOCUMENT.format(label="edited"), "utf-8")
        event = watched.wait_for_label("edited")
        assert (folder / "resume.pdf").read_bytes() == event.pdf


def version(event: WatchEvent) -> tuple[str, str]:
    """Return the title and the version that a build's PDF tells; nothing when there is none."""
    if event.pdf is None:
        return "", ""
    return title(event.pdf), information(event.pdf).get("/SourceVersion", "")


class InRepository:
    """A document in a git repository that is being watched; every run of a build's steps is noted."""

    def __init__(self, watched: Watched, git: GitFolder, runs: list[BuildSteps]) -> None:
        self.watched = watched
        self.git = git
        self.runs = runs

    def wait_for(self, label: str, wanted: str) -> None:
        """Wait for a build of the document with a label that tells a version, and is what was written."""
        event = self.watched.recorder.wait_until(lambda event: version(event) == (f"Alex Petrov: {label}", wanted))
        assert Path(event.result.outputs[0]).read_bytes() == event.pdf


@pytest.fixture
def isolated_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFolder:
    """Return a repository with a document that is not committed."""
    isolate_git(tmp_path, monkeypatch)
    git = GitFolder(tmp_path / "cv")
    git.write(".gitignore", "*.pdf\n")
    git.write("resume.yaml", DOCUMENT.format(label="first"))
    return git


@pytest.fixture
def in_repository(isolated_git: GitFolder, monkeypatch: pytest.MonkeyPatch) -> Iterator[InRepository]:
    """Watch a document that is committed."""
    isolated_git.commit()
    runs: list[BuildSteps] = []
    steps = BuildSteps.run

    def run(self: BuildSteps, *arguments: str) -> BuildResult:
        runs.append(self)
        return steps(self, *arguments)

    monkeypatch.setattr(BuildSteps, "run", run)
    for watched in watch(Watched(isolated_git.path / "resume.yaml")):
        runs.clear()
        watched.recorder.forget()
        yield InRepository(watched, isolated_git, runs)


def test_in_a_repository_the_pdf_tells_the_version_as_it_is(in_repository: InRepository) -> None:
    watched, git = in_repository.watched, in_repository.git
    first = git.commit()[:7]
    watched.write("second")
    in_repository.wait_for("second", f"{first}-dirty")
    second = git.commit()[:7]
    in_repository.wait_for("second", second)  # though the document is as it was
    watched.write("third")
    in_repository.wait_for("third", f"{second}-dirty")
    watched.recorder.forget()
    watched.write("second")
    in_repository.wait_for("second", second)  # taken back


def test_a_tag_changes_the_version(in_repository: InRepository) -> None:
    in_repository.git("tag", "v1")
    in_repository.wait_for("first", "v1")
    in_repository.git("tag", "-d", "v1")
    in_repository.watched.recorder.forget()
    in_repository.wait_for("first", in_repository.git("rev-parse", "--short=7", "HEAD"))


def test_after_a_commit_the_document_is_typeset_once(in_repository: InRepository) -> None:
    in_repository.watched.write("second")
    in_repository.watched.wait_for_label("second")
    in_repository.runs.clear()
    commit = in_repository.git.commit()[:7]
    in_repository.wait_for("second", commit)
    assert len(in_repository.runs) == 1


def test_another_theme_for_a_committed_document_is_typeset_once(in_repository: InRepository) -> None:
    watched = in_repository.watched
    watched.watcher.change_request(BuildRequest(str(watched.file), draft=True, theme="classic"))
    in_repository.wait_for("first", in_repository.git("rev-parse", "--short=7", "HEAD"))
    assert len(in_repository.runs) == 1


def test_a_document_that_becomes_a_repository_while_it_is_watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate_git(tmp_path, monkeypatch)
    file = tmp_path / "cv" / "resume.yaml"
    file.parent.mkdir()
    file.write_text(DOCUMENT.format(label="first"), "utf-8")
    for watched in watch(Watched(file)):
        git = GitFolder(file.parent)
        git.commit()
        told = version(watched.recorder.wait_until(lambda event: version(event)[1] != ""))
        assert told == ("Alex Petrov: first", git("rev-parse", "--short=7", "HEAD"))


def between_builds(monkeypatch: pytest.MonkeyPatch, change: Callable[[], None]) -> None:
    """Let something happen after the next build that expected another version than git tells, before it is done again."""
    steps = BuildSteps.run
    pending = [change]

    def run(self: BuildSteps, *arguments: str) -> BuildResult:
        try:
            return steps(self, *arguments)
        except OtherVersionError:
            while pending:
                pending.pop()()
            raise

    monkeypatch.setattr(BuildSteps, "run", run)


def test_a_save_between_a_wrong_expectation_and_the_build_that_rights_it(
    in_repository: InRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched, first = in_repository.watched, in_repository.git("rev-parse", "--short=7", "HEAD")
    watched.write("second")
    watched.wait_for_label("second")
    between_builds(monkeypatch, lambda: watched.write("third"))
    watched.write("first")  # taken back
    in_repository.wait_for("third", f"{first}-dirty")
    watched.recorder.forget()
    watched.write("first")
    in_repository.wait_for("first", first)


def test_an_error_between_a_wrong_expectation_and_the_build_that_rights_it(
    in_repository: InRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched, first = in_repository.watched, in_repository.git("rev-parse", "--short=7", "HEAD")
    watched.write("second")
    watched.wait_for_label("second")
    between_builds(monkeypatch, lambda: watched.file.write_text("basics: [\n", "utf-8") and None)
    watched.write("first")
    watched.recorder.wait_until(lambda event: "syntax.yaml" in codes(event))
    monkeypatch.undo()
    watched.recorder.forget()
    watched.write("first")
    in_repository.wait_for("first", first)


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
@pytest.mark.parametrize("seed", range(3))
def test_whatever_has_happened_the_pdf_is_in_the_end_what_a_build_gives(
    seed: int, in_repository: InRepository, tmp_path: Path
) -> None:
    """Saves of every kind, mistakes, commits and tags at random moments; then the very bytes of a build from nothing."""
    watched, git, chance = in_repository.watched, in_repository.git, random.Random(seed)
    file, pdf, other = watched.file, watched.file.with_suffix(".pdf"), tmp_path / "other.pdf"
    numbers = iter(range(1000))

    def in_place() -> None:
        watched.write(f"number {next(numbers)}")

    def rename_over() -> None:
        file.with_name("new").write_text(DOCUMENT.format(label=f"number {next(numbers)}"), "utf-8")
        os.replace(file.with_name("new"), file)

    def rename_away() -> None:
        os.replace(file, file.with_name("resume.yaml~"))
        in_place()

    happenings = [
        in_place, in_place, in_place, rename_over, rename_away, lambda: file.write_text("basics: [\n", "utf-8"), git.commit,
        lambda: git("checkout", "--quiet", "--", "."), lambda: git("tag", f"v{next(numbers)}"),
    ]  # fmt: skip
    for _ in range(4):
        for _ in range(chance.randint(1, 12)):
            chance.choice(happenings)()
            threading.Event().wait(chance.choice([0, 0, 0.005, 0.02, 0.1]))
        chance.choice([in_place, rename_over, rename_away])()
        if chance.random() < 0.5:
            git.commit()
        build(BuildRequest(str(file), output=str(other), draft=True, force=True))
        watched.recorder.wait_until(lambda event: event.pdf == other.read_bytes() == pdf.read_bytes())


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

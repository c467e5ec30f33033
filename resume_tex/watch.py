"""Builds a document again after every change of it, of its theme and templates, and after commits; knows no terminals and browsers.

watchdog tells of changes; a look at the files every second catches what it misses: network folders, a folder that is deleted
and made anew, the target of a symbolic link. Changes that come in a burst give one build; a change during a build gives one more.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from watchdog.events import (
    EVENT_TYPE_CLOSED,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from resume_tex.build import build, build_anew, open_typesetter
from resume_tex.build_request import BuildRequest
from resume_tex.build_result import BuildResult
from resume_tex.errors import ResumeTexError
from resume_tex.repository.expectation import Versions
from resume_tex.repository.head import head_log
from resume_tex.typesetter import Progress, Typesetter

_QUIET = 0.02
"""Seconds without a change after which a burst is over; a program that closes its file ends it at once."""
_LONGEST_BURST = 0.1
_LOOK = 1.0
_CLOCK_STEP = 0.02
"""Seconds by which a file's time may lag behind the clock."""
_POLL = 0.25
_CHANGES: Final[list[type[FileSystemEvent]]] = [
    FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent, FileClosedEvent,
]  # fmt: skip
"""What is a change; of what is only read, as a build reads dozens of files, the system need not tell."""


@dataclass(frozen=True, slots=True)
class WatchEvent:
    """One finished build.

    Attributes:
        number: 1 for the first.
        result: What came of it.
        pdf: The PDF, or None when there is none this time; the file of the last good one is as it was.
        error: Why nothing could be built, or nothing.
    """

    number: int
    result: BuildResult
    pdf: bytes | None = None
    error: str = ""


class Watcher:
    """Watches one document."""

    def __init__(
        self,
        request: BuildRequest,
        on_build: Callable[[WatchEvent], None],
        *,
        poll: bool = False,
        progress: Progress = lambda _: None,
    ) -> None:
        """Take the document; nothing is built before `run`.

        Args:
            request: What to build.
            on_build: Called after every build, in the thread that runs the watcher.
            poll: Look at the files instead of waiting for the system to tell.
            progress: Told what long work begins.
        """
        self._request = request
        self._on_build = on_build
        self._progress = progress
        self._folders = _WatchedFolders(self._changed, poll=poll)
        self._wake = threading.Event()
        self._burst_over = False
        self._stopping = False
        self._asked = False
        self._typesetter: Typesetter | None = None
        self._number = 0
        self._pages = 1
        self._versions = Versions()

    def run(self) -> None:
        """Build at once and after every change, until `stop` is called."""
        seen: dict[str, str] = {}
        try:
            self._watch(())
            while not self._stopping:
                self._wake.clear()
                now = {file: _look(file) for file in self._folders.files}
                if now != seen or self._asked:
                    self._asked = False
                    began = time.time() - _CLOCK_STEP
                    self._build()
                    seen = {file: now.get(file) or _look(file, before=began) for file in self._folders.files}
                self._wait()
        finally:
            self._folders.close()
            if self._typesetter is not None:
                self._typesetter.close()

    def stop(self) -> None:
        """End `run` after the build that is under way; may be called from any thread."""
        self._stopping = True
        self._wake.set()

    def change_request(self, request: BuildRequest) -> None:
        """Build something else from now on; may be called from any thread."""
        self._request = request
        self._asked = True
        self._wake.set()

    def _wait(self) -> None:
        """Wait for a change, and for the end of its burst."""
        if not self._wake.wait(_LOOK):
            return
        for _ in range(int(_LONGEST_BURST / _QUIET)):
            if self._stopping or self._burst_over:
                break
            self._wake.clear()
            if not self._wake.wait(_QUIET):
                break
        self._burst_over = False

    def _changed(self, *, complete: bool) -> None:
        self._burst_over = complete
        self._wake.set()

    def _watch(self, files: Iterable[str]) -> None:
        document = self._request.file
        log = head_log(document)  # a commit changes the version that the PDF tells
        self._folders.watch([document, os.path.realpath(document), *([log] if log is not None else []), *files])

    def _build(self) -> None:
        self._number += 1
        request = self._request
        result = BuildResult((), ())
        error = ""
        try:
            result = self._build_once(request)
        except ResumeTexError as failure:
            error = f"{failure.message} {failure.remedy}".strip()
        except Exception as bug:  # watching goes on whatever happens in a build
            error = f"internal error: {type(bug).__name__}: {bug}"
        if result.files:
            self._watch(result.files)
        self._pages = result.pages or self._pages
        self._on_build(WatchEvent(self._number, result, result.pdf, error))

    def _build_once(self, request: BuildRequest) -> BuildResult:
        if self._typesetter is None or self._typesetter.wanted != request.engine:
            if self._typesetter is not None:
                self._typesetter.close()
            self._typesetter = open_typesetter(request, self._progress)
        if self._typesetter is None:
            return build(request, self._progress)
        try:
            return build_anew(request, self._typesetter, self._pages, self._versions)
        finally:
            self._typesetter.start_again()


class _WatchedFolders(FileSystemEventHandler):
    """The files to watch, and the folders in which the system tells of changes."""

    def __init__(self, changed: Callable[..., None], *, poll: bool) -> None:
        self.files: tuple[str, ...] = ()
        self._changed = changed
        self._poll = poll
        self._observer: BaseObserver | None = None
        self._watches: dict[str, ObservedWatch] = {}

    def watch(self, files: Iterable[str]) -> None:
        """Watch these files from now on."""
        self.files = tuple(dict.fromkeys(os.path.abspath(file) for file in files))
        if self._observer is None:
            self._observer = self._start()
        wanted = {os.path.dirname(file) for file in self.files}
        for folder in wanted - self._watches.keys():
            try:
                self._watches[folder] = self._observer.schedule(self, folder, event_filter=_CHANGES)
            except OSError:  # the folder is gone, or the system has no watches left: the look every second remains
                continue
        for folder in self._watches.keys() - wanted:
            self._observer.unschedule(self._watches.pop(folder))

    def _start(self) -> BaseObserver:
        observer: BaseObserver = PollingObserver(timeout=_POLL) if self._poll else Observer()
        try:
            observer.start()
        except OSError:
            observer = PollingObserver(timeout=_POLL)
            observer.start()
        return observer

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell of a change, if it is of a file that counts."""
        paths = {os.path.abspath(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path}
        if paths.intersection(self.files):
            self._changed(complete=event.event_type in {EVENT_TYPE_CLOSED, "moved"})

    def close(self) -> None:
        """Stop watching."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()


def _look(file: str, before: float | None = None) -> str:
    """Return what tells one state of a file from another; nothing for a file changed since `before`, which is never the state seen."""
    try:
        status = os.stat(file)
    except OSError:
        return "-"
    if before is not None and status.st_mtime >= before:
        return ""
    return f"{status.st_mtime_ns}.{status.st_size}.{status.st_ino}"

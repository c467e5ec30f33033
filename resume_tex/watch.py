"""Builds a document again after every change of it, of its theme and templates, and after commits; knows no terminals and browsers.

Changes that come in a burst give one build; a change during a build gives one more. A look at the files every second catches what
the system does not tell of.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from resume_tex.build import build_anew, open_typesetter
from resume_tex.build_request import STANDARD_OUTPUT, BuildRequest
from resume_tex.build_result import BuildResult
from resume_tex.errors import ResumeTexError
from resume_tex.repository.expectation import Versions
from resume_tex.repository.head import is_changing
from resume_tex.typesetter import Progress, Typesetter
from resume_tex.watched_files import HEAD, State, Told, WatchedFiles

_QUIET = 0.02
"""Seconds without a change after which a burst is over; a program that closes its file ends it at once."""
_LONGEST_BURST = 0.1
_LONGEST_SAVE = 0.3
"""Seconds for which a file may be gone, empty or written to piece by piece before that counts as a change."""
_LOOK = 1.0
_ENDS = frozenset({Told.CLOSED, Told.RENAMED, Told.DELETED})
"""After these whoever changed the file is done with it."""


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
        self._home = os.getcwd()
        self._files = WatchedFiles(self._absolute(request.file), self._changed, poll=poll)
        self._bell = _Bell()
        self._closes_are_told = False
        self._told = Told.CREATED
        self._stopping = False
        self._asked = False
        self._typesetter: Typesetter | None = None
        self._read: tuple[str, ...] = ()
        self._number = 0
        self._pages = 1
        self._versions = Versions()

    def run(self) -> None:
        """Build at once and after every change, until `stop` is called."""
        seen: State = {}
        try:
            while not self._stopping:
                now = self._files.look(seen)
                if now != seen or self._asked:
                    now = self._when_saved(now, seen)
                    self._asked = False
                    began = time.time_ns()
                    self._expect(now, seen)
                    event = self._build()
                    seen = self._files.look_after(began, now)
                    self._on_build(event)
                self._wait(_LOOK)
        finally:
            self._files.close()
            if self._typesetter is not None:
                self._typesetter.close()

    def stop(self) -> None:
        """End `run` after the build that is under way; may be called from any thread, and from a signal's handler."""
        self._stopping = True
        self._bell.ring()

    def change_request(self, request: BuildRequest) -> None:
        """Build something else from now on; may be called from any thread."""
        self._request = request
        self._asked = True
        self._bell.ring()

    def _changed(self, told: Told) -> None:
        self._closes_are_told = self._closes_are_told or told is Told.CLOSED
        self._told = told
        self._bell.ring()

    def _wait(self, seconds: float) -> None:
        """Wait for a change, and for the end of its burst."""
        if not self._bell.wait(seconds):
            return
        began = time.monotonic()
        while not (self._stopping or self._asked or self._told in _ENDS):
            being_written = self._told is Told.WRITTEN and self._closes_are_told
            longest, quiet = (_LONGEST_SAVE, _LONGEST_SAVE) if being_written else (_LONGEST_BURST, _QUIET)
            left = began + longest - time.monotonic()
            if left <= 0 or not self._bell.wait(min(left, quiet)):
                break

    def _when_saved(self, now: State, before: State) -> State:
        """Wait a little for a file that is gone or empty, since some editors save so, and for git; return how the files are then."""
        deadline = time.monotonic() + _LONGEST_SAVE
        document = self._absolute(self._request.file)
        while not self._stopping and (_is_in_between(now, before) or is_changing(document)):
            left = deadline - time.monotonic()
            if left <= 0:
                break
            self._wait(min(left, _LONGEST_BURST))
            now = self._files.look(now)
        return now

    def _expect(self, now: State, before: State) -> None:
        """Say what has changed, for the version that is to be expected."""
        changed = {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}
        if HEAD in changed:
            self._versions.forget()
        self._versions.edited = bool(changed)

    def _build(self) -> WatchEvent:
        self._number += 1
        request = self._request
        result = BuildResult((), ())
        error = self._come_home()
        try:
            if not error:
                result = self._build_once(request)
        except ResumeTexError as failure:
            error = f"{failure.message} {failure.remedy}".strip()
        except Exception as bug:  # watching goes on whatever happens in a build
            error = f"internal error: {type(bug).__name__}: {bug}"
        self._read = result.files or self._read
        obstacles = _obstacles(request) if error else []
        self._files.use(self._absolute(request.file), map(self._absolute, (*self._read, *obstacles)))
        self._pages = result.pages or self._pages
        return WatchEvent(self._number, result, result.pdf, error)

    def _come_home(self) -> str:
        """Return to the current folder if it was deleted and made anew; say why nothing can be built, or nothing."""
        with suppress(OSError):
            self._home = os.getcwd()
            return ""
        with suppress(OSError):
            os.chdir(self._home)
            return ""
        return "" if os.path.isabs(self._request.file) else f"The folder {self._home} is gone. Make it again, or stop."

    def _absolute(self, file: str) -> str:
        return os.path.normpath(os.path.join(self._home, file))

    def _build_once(self, request: BuildRequest) -> BuildResult:
        if self._typesetter is None or self._typesetter.wanted != request.engine:
            if self._typesetter is not None:
                self._typesetter.close()
            self._typesetter = open_typesetter(request, self._progress)
        try:
            return build_anew(request, self._typesetter, self._pages, self._versions)
        finally:
            if self._typesetter is not None:
                self._typesetter.start_again()


class _Bell:
    """Wakes the watcher. A signal's handler may ring it, which an Event does not allow: its lock may be held just then."""

    def __init__(self) -> None:
        self._rings: SimpleQueue[None] = SimpleQueue()

    def ring(self) -> None:
        """Wake whoever waits, or is about to."""
        self._rings.put(None)

    def wait(self, seconds: float) -> bool:
        """Wait for a ring and take all there are; False when there is none in time."""
        try:
            self._rings.get(timeout=seconds)
        except Empty:
            return False
        with suppress(Empty):
            while True:
                self._rings.get_nowait()
        return True


def _is_in_between(now: State, before: State) -> bool:
    """Tell whether a file is gone or empty that was not."""
    return any(stamp.is_void and path in before and not before[path].is_void for path, stamp in now.items())


def _obstacles(request: BuildRequest) -> list[str]:
    """Return where results were to go: what was in the way there, or not there, may be mended."""
    if request.output == STANDARD_OUTPUT:
        return []
    targets = [request.target(kind) for kind in request.formats]
    return list(dict.fromkeys((*targets, *(os.path.dirname(target) for target in targets))))

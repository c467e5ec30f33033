"""Starts one TeX process with a clean environment, limits and confinement, feeds it, and sees it end.

Knows processes, not formats or documents. On Linux the limits are set with prlimit right after the start (so
that no Python code runs between fork and exec), on other POSIX systems by a shell that becomes the engine. On
Windows there is only the time limit.
"""

from __future__ import annotations

import contextlib
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from resume_tex.engine import confine, leftovers
from resume_tex.engine.confine import Confinement
from resume_tex.engine.log_pipe import LogPipe
from resume_tex.engine.terminal import Terminal
from resume_tex.errors import EngineError

if sys.platform == "linux":
    import resource

_OUTPUT_KEPT: Final = 2**18
_LAST_DATE: Final = 253_402_300_799  # the end of the year 9999, after which PDF dates have no form
_NOWHERE: Final = "/nonexistent"
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_SHELL_LIMITS: Final = 'ulimit -t "$1"; ulimit -f "$2"; ulimit -v "$3"; shift 3; exec "$@"'


class Limits(NamedTuple):
    """What a process may use: seconds of processor time, bytes of memory, bytes in a file."""

    seconds: float
    memory: int
    output: int


class Outcome(NamedTuple):
    """How a process ended.

    Attributes:
        status: The exit status; negative for the signal that ended it.
        output: The start of what it wrote to its terminal.
        timed_out: It was killed because its time was over.
    """

    status: int
    output: str
    timed_out: bool


def tex_environment(source_date: int | None, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the whole environment for a TeX process.

    Nothing of the user's environment reaches TeX, so that it runs the same everywhere and finds no trees or
    programs of theirs. Kpathsea is told to open nothing outside the work folder and the TeX trees.
    """
    environment = {
        "PATH": _NOWHERE,
        "HOME": _NOWHERE,
        "LC_ALL": "C",
        "TZ": "UTC0",
        "openin_any": "p",
        "openout_any": "p",
        "TEXMFHOME": _NOWHERE,
        "TEXMFVAR": _NOWHERE,
        "TEXMFCONFIG": _NOWHERE,
        "MKTEXPK": "0",
        "MKTEXTFM": "0",
        "MKTEXMF": "0",
        "MKTEXTEX": "0",
        "max_print_line": "10000",
        "error_line": "254",
        "half_error_line": "238",
        "SOURCE_DATE_EPOCH": str(min(max(source_date or 0, 0), _LAST_DATE)),
        "FORCE_SOURCE_DATE": "1",
    }
    if sys.platform == "win32":
        environment |= {n: os.environ[n] for n in ("SYSTEMROOT", "TEMP", "TMP") if n in os.environ}
    return environment | dict(extra or {})


class TexProcess:
    """A running process, with its terminal in our hands; dies with this program."""

    def __init__(
        self,
        child: subprocess.Popen[bytes],
        terminal: Terminal,
        log: LogPipe | None = None,
        log_limit: int = sys.maxsize,
    ) -> None:
        """Take over a child, our ends of its terminal, and its log if that is a pipe, of which it may write so much."""
        self._child = child
        self._terminal = terminal
        self._log = log
        self._log_limit = log_limit
        self._output = bytearray()
        self._closed = threading.Event()
        self._done = threading.Event()
        self._token = leftovers.remember(self.kill)
        threading.Thread(target=self._read, name="tex-output", daemon=True).start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Whether it is still running."""
        return self._child.poll() is None

    @property
    def output(self) -> str:
        """The start of what it has written to its terminal so far."""
        return self._output.decode("utf-8", "replace")

    def feed(self, line: str) -> None:
        """Send the one line it waits for; a process that is gone is noticed in `wait`."""
        self._terminal.send(line, self._child.pid)

    @property
    def log(self) -> bytes | None:
        """The start of its log, if that is a pipe."""
        return bytes(self._log.content) if self._log is not None else None

    def wait_log(self, seconds: float) -> bool:
        """Wait until it has closed its log, if that is a pipe; False if it ended otherwise or has not ended in time."""
        return self._log is not None and self._done.wait(seconds) and self._log.ended

    def wait(self, seconds: float) -> Outcome:
        """See it end, killing it when the time is over or when we are interrupted."""
        try:
            deadline = time.monotonic() + seconds
            timed_out = not self._closed.wait(seconds)
            if not timed_out:
                try:
                    self._child.wait(max(0.05, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:  # closed its terminal and went on
                    timed_out = True
        finally:
            self.kill()
        return Outcome(self._child.returncode, self.output, timed_out)

    def kill(self) -> None:
        """End it and its children at once; harmless when it has ended."""
        leftovers.forget(self._token)
        if self._child.poll() is None:
            with contextlib.suppress(OSError):
                if sys.platform == "win32":
                    self._child.kill()
                else:
                    os.killpg(self._child.pid, signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._child.wait(5)
        self._terminal.close()

    def _read(self) -> None:
        stream = self._child.stdout
        try:
            if stream is not None:
                with contextlib.suppress(OSError, ValueError), stream:
                    if self._log is not None:
                        self._log.read_beside(stream.fileno(), self._keep, self._on_log)
                    else:
                        while chunk := os.read(stream.fileno(), 65536):
                            self._keep(chunk)
        finally:
            if self._log is not None:
                self._log.close()
            self._closed.set()
            self._done.set()

    def _keep(self, chunk: bytes) -> None:
        self._output += chunk[: _OUTPUT_KEPT - len(self._output)]

    def _on_log(self) -> None:
        assert self._log is not None
        if self._log.ended:
            self._done.set()
        elif self._log.size > self._log_limit and sys.platform != "win32":
            with contextlib.suppress(OSError):
                os.killpg(self._child.pid, signal.SIGXFSZ)  # as the system does when a file grows too big


def start(
    argv: Sequence[str],
    *,
    folder: str,
    environment: Mapping[str, str],
    limits: Limits,
    confinement: Confinement | None = None,
    fed: bool = False,
    log: LogPipe | None = None,
) -> TexProcess:
    """Start a process in `folder`; with `fed`, it will be sent one line; with `log`, that is its log.

    Raises:
        EngineError: The program cannot be started.
    """
    launch = _Launch(_limited(argv, limits), folder, environment, confinement)
    try:
        with leftovers.making():
            process = TexProcess(launch.run(), launch.terminal, log, limits.output)
    except BaseException as error:
        launch.terminal.close()
        if log is not None:
            log.close()
        if launch.child is not None:
            launch.child.kill()
        if not isinstance(error, OSError):
            raise
        raise EngineError(
            f"The TeX engine {argv[0]} cannot be started: {error.strerror or error}.",
            "Run `resume-tex doctor` to see what is missing.",
        ) from error
    if sys.platform == "linux":
        _limit(process.pid, limits)
    if not fed:
        launch.terminal.guard(process.pid)
    return process


class _Launch:
    """One start, able to happen in another thread."""

    def __init__(
        self,
        argv: Sequence[str],
        folder: str,
        environment: Mapping[str, str],
        confinement: Confinement | None,
    ) -> None:
        self.argv = argv
        self.folder = folder
        self.environment = environment
        self.confinement = confinement
        self.terminal = Terminal()
        self.child: subprocess.Popen[bytes] | None = None
        self.failure: OSError | None = None

    def run(self) -> subprocess.Popen[bytes]:
        if self.confinement is not None and confine.available():
            # Landlock binds the thread that asks for it and the processes that it starts: hence a thread of
            # its own, which costs less than Python code between fork and exec, and is safe beside others.
            helper = threading.Thread(target=self._popen_confined, args=(self.confinement,), name="tex-start")
            helper.start()
            try:
                helper.join()
            except BaseException:  # interrupted: let the start finish, so that its child can be ended
                helper.join()
                raise
        else:
            self._popen()
        if self.failure is not None:
            raise self.failure
        if self.child is None:
            raise OSError("unknown error")
        return self.child

    def _popen_confined(self, confinement: Confinement) -> None:
        confine.restrict_thread(confinement)
        self._popen()  # must import nothing: this thread may no longer read Python's files

    def _popen(self) -> None:
        try:
            self.child = subprocess.Popen(
                self.argv,
                cwd=self.folder,
                env=self.environment,
                stdin=self.terminal.read_end,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                bufsize=0,
                # Python's own descriptors are not inherited anyhow, and the alternative may read /proc.
                close_fds=os.name != "posix",
                creationflags=_NO_WINDOW,
                start_new_session=True,
            )
        except OSError as error:
            self.failure = error


def _limited(argv: Sequence[str], limits: Limits) -> list[str]:
    if os.name != "posix" or sys.platform == "linux":
        return list(argv)
    numbers = (math.ceil(limits.seconds) + 1, limits.output // 512, limits.memory // 1024)
    return ["/bin/sh", "-c", _SHELL_LIMITS, "sh", *map(str, numbers), *argv]


def _limit(pid: int, limits: Limits) -> None:
    if sys.platform == "linux":
        seconds = math.ceil(limits.seconds) + 1
        with contextlib.suppress(OSError, ValueError):  # it may have ended; it may be under lower limits already
            resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds + 1))
            resource.prlimit(pid, resource.RLIMIT_AS, (limits.memory, limits.memory))
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (limits.output, limits.output))
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))

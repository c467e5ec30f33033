"""Worker processes as their parent sees them, and the messages between both: pickles with their length before them.

Pickle is safe here: both ends are this program, and the pipes are nobody else's.
"""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
import threading
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from resume_tex.build_request import BuildRequest
from resume_tex.build_result import BuildResult
from resume_tex.engine import leftovers
from resume_tex.errors import ResumeTexError

_LENGTH: Final = 8
_PATIENCE: Final = 5.0
_TRIES: Final = 2
# Modules come from where this program has them, and never from the current folder just because it is the current one.
_PROGRAM: Final = "import sys; sys.path[:] = sys.argv[1:]; from resume_tex.batch_worker import main; main()"
_OF_ITS_OWN: Final = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a request: one of these.

    Attributes:
        result: What came of the build, without the PDF's bytes.
        failure: The class, message and remedy of why it could not be done.
        bug: An exception that nobody foresaw.
    """

    result: BuildResult | None = None
    failure: tuple[type[ResumeTexError], str, str] | None = None
    bug: Exception | None = None

    def outcome(self) -> BuildResult | ResumeTexError:
        """Return the result or the failure.

        Raises:
            Exception: The one that nobody foresaw.
        """
        if self.bug is not None:
            raise self.bug
        if self.result is not None:
            return self.result
        kind, message, remedy = self.failure or (ResumeTexError, "", "")
        failure = kind.__new__(kind, message)  # a subclass may be made from other things than message and remedy
        ResumeTexError.__init__(failure, message, remedy)
        return failure


def send(stream: BinaryIO, message: object) -> None:
    """Write one message.

    Raises:
        OSError: The other end is gone.
    """
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(len(content).to_bytes(_LENGTH, "big") + content)
    stream.flush()


def receive(stream: BinaryIO) -> object:
    """Read one message.

    Raises:
        EOFError: The other end is gone, perhaps in the middle of a message.
    """
    length = int.from_bytes(_read(stream, _LENGTH), "big")
    return pickle.loads(_read(stream, length))  # noqa: S301  (see above)


def _read(stream: BinaryIO, count: int) -> bytes:
    content = stream.read(count)
    if len(content) < count:
        raise EOFError
    return content


def can_start() -> bool:
    """Tell whether there is a Python to start: a program that was frozen into one file has none."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


class Workers:
    """Worker processes, started when they are needed and used again; any thread may ask, each has one to itself meanwhile."""

    def __init__(self) -> None:
        """Start nothing yet; be ready for the end of the program, which only the main thread can."""
        leftovers.arm()
        self._idle: list[Worker] = []
        self._lock = threading.Lock()

    def build(self, request: BuildRequest) -> BuildResult | ResumeTexError | None:
        """Have a request built; when its worker dies, by another one, and when that dies too, it is a failure.

        Returns None when no process can be started.
        """
        for _ in range(_TRIES):
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            try:
                worker = worker or start_worker()
            except OSError:
                return None
            try:
                reply = worker.ask(request)
            except (OSError, EOFError):
                worker.close()
                continue
            except BaseException:  # a request that cannot be pickled
                worker.close()
                raise
            with self._lock:
                self._idle.append(worker)
            return reply.outcome()
        return ResumeTexError(
            "The build process ended unexpectedly.",
            f"Build {request.file} alone; there may be too little memory for several builds at once.",
        )

    def close(self) -> None:
        """End all workers; none may be at work."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.let_go()
        for worker in idle:
            worker.close()


class Worker:
    """One worker process; ends when its pipe is closed, as it is too when this program dies."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Take over a process that has just been started."""
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._requests: BinaryIO = process.stdin  # type: ignore[assignment]
        self._replies: BinaryIO = process.stdout  # type: ignore[assignment]
        self._token = leftovers.remember(self.close)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def ask(self, request: BuildRequest) -> Reply:
        """Have it build, and wait.

        Raises:
            OSError: It is gone.
            EOFError: It went while it built.
        """
        send(self._requests, request)
        reply = receive(self._replies)
        assert isinstance(reply, Reply)
        return reply

    def let_go(self) -> None:
        """Have it end, and do not wait."""
        with contextlib.suppress(OSError):  # what it did not read is lost
            self._requests.close()

    def close(self) -> None:
        """Have it end, with what it has started, and wait; harmless when it has ended."""
        self.let_go()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._replies.close()
        leftovers.forget(self._token)


def start_worker() -> Worker:
    """Start a worker, out of reach of the terminal's signals: what they mean is this process's affair.

    Raises:
        OSError: It cannot be started.
    """
    isolated = ["-I"] if sys.flags.isolated else []
    with leftovers.making():
        return Worker(
            subprocess.Popen(
                [sys.executable, *isolated, "-P", "-c", _PROGRAM, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
                creationflags=_OF_ITS_OWN,
            )
        )


def without_pdf(result: BuildResult) -> BuildResult:
    """Return a result that takes no room for what is on disk anyhow."""
    return replace(result, pdf=None)

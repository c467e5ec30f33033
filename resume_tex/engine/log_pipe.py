"""TeX's log as a pipe: TeX closes it when all is written, milliseconds before its process is gone.

What is left to the process then is to give back its memory, which nobody needs to wait for. Only on Linux; elsewhere
the log is a file, and done is what the process's end says.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
from collections.abc import Callable
from typing import Final

AVAILABLE: Final = sys.platform == "linux"
_CHUNK: Final = 65536
_KEPT: Final = 4 * 2**20


class LogPipe:
    """The pipe that stands in the place of a log file.

    Attributes:
        content: What has been written to it so far; of a long log the start.
        size: The bytes that were written to it.
        ended: Whether TeX has closed it.
    """

    def __init__(self, path: str) -> None:
        """Make the pipe, before TeX is started.

        Raises:
            OSError: It cannot be made.
        """
        self.content = bytearray()
        self.size = 0
        self.ended = False
        self._read_end = self._write_end = -1
        os.mkfifo(path, 0o600)
        try:
            self._read_end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
            # Without a writer of ours it would have an end before TeX opens it.
            self._write_end = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            self.close()
            os.unlink(path)
            raise

    def read_beside(self, terminal: int, on_output: Callable[[bytes], None], on_log: Callable[[], None]) -> None:
        """Read both, until TeX has closed its terminal, which its end does if nothing else.

        Args:
            terminal: The handle of what it writes to its terminal.
            on_output: Told what came from there.
            on_log: Told that the log has grown or ended.
        """
        poll = select.poll()
        poll.register(terminal, select.POLLIN)
        poll.register(self._read_end, select.POLLIN)
        while True:
            ready = {handle for handle, _ in poll.poll()}
            if self._read_end in ready:
                self._read()
                if self.ended:
                    poll.unregister(self._read_end)
                on_log()
            if terminal in ready:
                chunk = os.read(terminal, _CHUNK)
                if not chunk:
                    break
                on_output(chunk)
        while not self.ended and self._read():
            on_log()

    def _read(self) -> bool:
        """Read what is there; False if there is nothing."""
        with contextlib.suppress(BlockingIOError):
            chunk = os.read(self._read_end, _CHUNK)
            self._close_write_end()  # TeX has opened it
            self.content += chunk[: _KEPT - len(self.content)]
            self.size += len(chunk)
            self.ended = not chunk
            return True
        return False

    def close(self) -> None:
        """Let go of the pipe, when nothing reads it any more."""
        self._close_write_end()
        if self._read_end >= 0:
            handle, self._read_end = self._read_end, -1
            os.close(handle)

    def _close_write_end(self) -> None:
        if self._write_end >= 0:
            handle, self._write_end = self._write_end, -1
            os.close(handle)

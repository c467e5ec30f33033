"""The pipe that a TeX process reads as its terminal, and that ties its life to ours."""

from __future__ import annotations

import contextlib
import os
import sys

if sys.platform == "linux":
    import fcntl


class Terminal:
    """The pipe that a process reads as its terminal; its end means the end of the process.

    A waiting TeX stops by itself when the pipe is closed, as it is when this program dies. A TeX at work does
    not look: on Linux the kernel is asked to end it by SIGIO when the last writer is gone.
    """

    def __init__(self) -> None:
        """Make the pipe."""
        self.read_end, self._write_end = os.pipe()

    def send(self, line: str, pid: int) -> None:
        """Write the only line that will come."""
        with contextlib.suppress(OSError):
            os.write(self._write_end, line.encode() + b"\n")
        self.guard(pid)

    def guard(self, pid: int) -> None:
        """End the process group `pid` when this program dies, from now on; nothing may be sent any more."""
        if sys.platform == "linux" and self.read_end >= 0:
            with contextlib.suppress(OSError):
                fcntl.fcntl(self.read_end, fcntl.F_SETOWN, -pid)
                fcntl.fcntl(self.read_end, fcntl.F_SETFL, fcntl.fcntl(self.read_end, fcntl.F_GETFL) | os.O_ASYNC)
        self._close_read_end()

    def close(self) -> None:
        """Let go of the pipe."""
        self._close_read_end()
        if self._write_end >= 0:
            handle, self._write_end = self._write_end, -1
            os.close(handle)

    def _close_read_end(self) -> None:
        if self.read_end >= 0:
            handle, self.read_end = self.read_end, -1
            os.close(handle)

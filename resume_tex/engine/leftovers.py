"""Remembers what must not outlive this program, and removes it when the program ends, also by a signal.

Knows nothing of TeX: processes and folders register themselves with a function that disposes of them.
"""

from __future__ import annotations

import atexit
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

_live: dict[int, tuple[int, Callable[[], None]]] = {}
_serial = 0
_lock = threading.Lock()
_armed = False
_ending = False


def remember(dispose: Callable[[], None]) -> int:
    """Have `dispose` called when the program ends; return a token for `forget`.

    When the program is ending already, that is now.
    """
    global _serial  # noqa: PLW0603
    arm()
    with _lock:
        _serial += 1
        token = _serial
        _live[token] = (os.getpid(), dispose)
    if _ending:
        forget(token)
        dispose()
    return token


def forget(token: int) -> None:
    """Take back a `remember`: the thing is gone."""
    _live.pop(token, None)


def dispose_all() -> None:
    """Dispose of everything that is still there, the newest first."""
    for token in sorted(_live, reverse=True):
        owner, dispose = _live.pop(token, (0, _nothing))
        if owner == os.getpid():  # a fork inherits the list, not the duty
            dispose()


def ending() -> bool:
    """Tell whether the program is ending: what fails now failed because we ended it."""
    return _ending


def _nothing() -> None:
    return None


def arm() -> None:
    """Be ready for the end of the program; only the main thread can, so engines ask when they are made."""
    global _armed  # noqa: PLW0603
    if _armed or threading.current_thread() is not threading.main_thread():
        return
    _armed = True
    atexit.register(_finish)
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # A program with a handler of its own ends in its own way, through atexit.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _finish() -> None:
    global _ending  # noqa: PLW0603
    _ending = True
    dispose_all()


def _end(number: int, _frame: FrameType | None) -> None:
    _finish()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)

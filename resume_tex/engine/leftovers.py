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
from typing import Final

_PATIENCE: Final = 5.0

_live: dict[int, tuple[int, Callable[[], None]]] = {}
_serial = 0
_making = threading.RLock()
_armed = False
_ending = False


def making() -> threading.RLock:
    """Return the lock to hold from making something until it is remembered; the end of the program waits for it."""
    return _making


def remember(dispose: Callable[[], None]) -> int:
    """Have `dispose` called when the program ends; return a token for `forget`."""
    global _serial  # noqa: PLW0603
    arm()
    with _making:
        _serial += 1
        _live[_serial] = (os.getpid(), dispose)
        return _serial


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
    _making.acquire(timeout=_PATIENCE)  # and never released: other threads shall make nothing any more
    dispose_all()


def _end(number: int, _frame: FrameType | None) -> None:
    _finish()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)

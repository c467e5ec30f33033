"""Private folders for TeX to work in: made, filled, read and removed without a trace."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Mapping
from functools import cache
from typing import Final

from resume_tex.engine import leftovers

if sys.platform != "win32":
    import fcntl

_PREFIX: Final = "resume-tex-"
_LOCKED: Final = "resume-tex-w"
"""How a folder is called that is locked for as long as its program runs; the rest of a name is hexadecimal."""
_STALE_AFTER: Final = 24 * 3600
_YOUNG: Final = 5.0
"""Seconds after which a folder is surely locked, if its program is alive."""
_TRIES: Final = 5
_READ_LIMIT: Final = 2**30


class WorkFolder:
    """A folder that only this process uses, removed by `remove` or at the end of the program."""

    def __init__(self, parent: str | None = None) -> None:
        """Make the folder, in the system's folder for temporary files if no parent is given."""
        with leftovers.making():
            self.path = _make_private_folder(parent or temporary_root())
            self._lock = _lock(self.path)
            self._token = leftovers.remember(self.remove)

    def file(self, name: str) -> str:
        """Return the path of a file in the folder."""
        return os.path.join(self.path, name)

    def write(self, name: str, content: bytes) -> None:
        """Write one file; the name may hold no folder."""
        if not is_plain_name(name):
            raise ValueError(f"not a plain file name: {name!r}")
        with open(self.file(name), "wb") as stream:
            stream.write(content)

    def take(self, source: str, name: str, here: str | None = None) -> None:
        """Have a file of the folder `source` here too, perhaps by another name: as a second link where that is possible, else as a copy."""
        path = os.path.join(source, name)
        name = here or name
        try:
            os.link(path, self.file(name))
        except OSError:
            with open(path, "rb") as stream:
                self.write(name, stream.read())

    def replace(self, source: str, name: str) -> None:
        """Have a file of the folder `source` here in place of the one of that name."""
        os.unlink(self.file(name))
        self.take(source, name)

    def bring(self, files: Mapping[str, str]) -> None:
        """Have copies of files from elsewhere here, by name; links would let TeX write into the originals."""
        for name, path in files.items():
            if not is_plain_name(name):
                raise ValueError(f"not a plain file name: {name!r}")
            import shutil  # seldom needed

            shutil.copyfile(path, self.file(name))

    def read(self, name: str, limit: int = _READ_LIMIT) -> bytes:
        """Return the first `limit` bytes of a file; nothing if it is not there or no plain file."""
        path = self.file(name)
        try:
            if os.path.islink(path):
                return b""
            with open(path, "rb") as stream:
                return stream.read(limit)
        except OSError:
            return b""

    def remove(self) -> None:
        """Remove the folder and all in it; harmless when it is gone."""
        remove_tree(self.path)
        handle, self._lock = self._lock, -1
        if handle >= 0:
            os.close(handle)
        leftovers.forget(self._token)  # last: if the program ends meanwhile, it will finish what we have begun


def is_plain_name(name: str) -> bool:
    """Tell whether a name stands for a file in the folder itself, on every system."""
    return bool(name) and not name.startswith(".") and not set(name) & set('/\\:*?"<>|\0')


def temporary_root() -> str:
    """Return the folder for temporary files, without the cost of importing tempfile."""
    if os.name == "posix":
        for candidate in (os.environ.get("TMPDIR"), "/tmp"):  # noqa: S108
            if candidate and os.path.isabs(candidate) and os.access(candidate, os.W_OK | os.X_OK):
                return candidate
    import tempfile

    return os.path.abspath(tempfile.gettempdir())


def _make_private_folder(parent: str) -> str:
    """Make a folder with a fresh name that only the user may enter."""
    while True:
        path = os.path.join(parent, _LOCKED + os.urandom(8).hex())
        with contextlib.suppress(FileExistsError):
            os.mkdir(path, 0o700)
            return path


def _lock(path: str) -> int:
    """Lock a folder and return the handle, whose end is the lock's; -1 if it is locked already, or the system has no such locks."""
    if sys.platform == "win32":
        return -1
    handle = -1
    try:
        handle = os.open(path, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if handle >= 0:
            os.close(handle)
        return -1
    return handle


def remove_tree(path: str) -> None:
    """Remove a folder and all in it, as far as the system lets us; never raises OSError."""
    for attempt in range(_TRIES):
        _remove_once(path)
        if not os.path.lexists(path):
            return
        # Another thread is still writing into it, or Windows has not yet let go of a dead process's files.
        time.sleep(0.02 * attempt)


def _remove_once(path: str) -> None:
    with contextlib.suppress(OSError), os.scandir(path) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _remove_once(entry.path)
            else:
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)
    with contextlib.suppress(OSError):
        os.rmdir(path)


def remove_at_once(path: str) -> None:
    """Remove a folder so that nobody sees half of it, and that nobody who knows its name can put more into it."""
    doomed = os.path.join(os.path.dirname(path), _PREFIX + os.urandom(8).hex())
    try:
        os.rename(path, doomed)
    except OSError:
        remove_tree(path)
    else:
        remove_tree(doomed)


@cache
def sweep_once() -> None:
    """Sweep the folder for temporary files, the first time that this is called."""
    sweep(temporary_root())


def sweep(parent: str) -> None:
    """Remove our folders that killed programs left in `parent`: at once where their locks tell, else after a day."""
    now = time.time()
    with contextlib.suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if not entry.name.startswith(_PREFIX) or not entry.is_dir(follow_symlinks=False):
                continue
            with contextlib.suppress(OSError):
                stat = entry.stat(follow_symlinks=False)
                mine = not hasattr(os, "getuid") or stat.st_uid == os.getuid()
                age = now - stat.st_mtime
                if mine and (age > _STALE_AFTER or (not 0 <= age < _YOUNG and _is_abandoned(entry))):
                    remove_tree(entry.path)


def _is_abandoned(entry: os.DirEntry[str]) -> bool:
    """Tell whether the program that made a folder has ended without removing it."""
    if not entry.name.startswith(_LOCKED):
        return False
    handle = _lock(entry.path)
    if handle >= 0:
        os.close(handle)
    return handle >= 0

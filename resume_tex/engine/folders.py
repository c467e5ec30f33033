"""Private folders for TeX to work in: made, filled, read and removed without a trace."""

from __future__ import annotations

import contextlib
import os
import time
from typing import Final

from resume_tex.engine import leftovers

_PREFIX: Final = "resume-tex-"
_STALE_AFTER: Final = 24 * 3600
_TRIES: Final = 5
_READ_LIMIT: Final = 2**30


class WorkFolder:
    """A folder that only this process uses, removed by `remove` or at the end of the program."""

    def __init__(self, parent: str | None = None) -> None:
        """Make the folder, in the system's folder for temporary files if no parent is given."""
        with leftovers.making():
            self.path = _make_private_folder(parent or temporary_root())
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

    def take(self, source: str, name: str) -> None:
        """Have a file of the folder `source` here too: as a second link where that is possible, else as a copy."""
        path = os.path.join(source, name)
        try:
            os.link(path, self.file(name))
        except OSError:
            with open(path, "rb") as stream:
                self.write(name, stream.read())

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
        path = os.path.join(parent, _PREFIX + os.urandom(8).hex())
        with contextlib.suppress(FileExistsError):
            os.mkdir(path, 0o700)
            return path


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


def sweep(parent: str) -> None:
    """Remove our folders that killed programs left in `parent` more than a day ago."""
    oldest = time.time() - _STALE_AFTER
    with contextlib.suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if not entry.name.startswith(_PREFIX) or not entry.is_dir(follow_symlinks=False):
                continue
            with contextlib.suppress(OSError):
                stat = entry.stat(follow_symlinks=False)
                mine = not hasattr(os, "getuid") or stat.st_uid == os.getuid()
                if mine and stat.st_mtime < oldest:
                    remove_tree(entry.path)

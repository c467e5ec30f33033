"""Keeps precompiled preambles: where a cache entry is, whether it is whole, and how it gets there.

Knows files, not TeX: what an entry holds comes from a function that fills a folder. Entries are built in a
folder beside and renamed into place, so that any number of programs may use one cache, and a damaged entry or
a cache that cannot be written costs time, never the build.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from resume_tex.engine.folders import WorkFolder, remove_at_once, remove_tree, sweep, temporary_root

FORMAT_STEM: Final = "preamble"
FORMAT_FILE: Final = f"{FORMAT_STEM}.fmt"
_MANIFEST: Final = "manifest"
_HEAD: Final = "resume-tex format 1"
_KEPT: Final = 20
_LOCK_PATIENCE: Final = 30.0


def cache_root() -> str | None:
    """Return the folder for our caches, which may not exist; None if the user has no home."""
    named = os.environ.get("RESUME_TEX_CACHE")
    if named:
        return os.path.abspath(named)
    if sys.platform == "linux":  # as platformdirs has it, without the cost of importing it
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):
            base = os.path.expanduser("~/.cache")
        return os.path.join(base, "resume-tex") if os.path.isabs(base) else None
    import platformdirs

    return platformdirs.user_cache_dir("resume-tex", appauthor=False)


class FormatEntry(NamedTuple):
    """A precompiled preamble.

    Attributes:
        key: What it was made from, as a hash.
        path: The folder that holds it.
        companions: The names of the other files in the folder, which a process needs beside it.
    """

    key: str
    path: str
    companions: tuple[str, ...]


class FormatCache:
    """The precompiled preambles of this user."""

    def __init__(self, root: str | None = None) -> None:
        """Use the cache in `root`, or the user's own."""
        root = root or cache_root()
        self._root = os.path.join(root, "formats") if root else None
        self._spare: WorkFolder | None = None
        self._useless: set[str] = set()

    def find(self, key: str) -> FormatEntry | None:
        """Return the entry if it is there and whole."""
        for root in self._roots():
            path = os.path.join(root, key)
            names = _whole(path) if path not in self._useless else None
            if names is not None:
                with contextlib.suppress(OSError):
                    os.utime(os.path.join(path, _MANIFEST))
                return FormatEntry(key, path, names)
        return None

    def obtain(self, key: str, fill: Callable[[str], bool]) -> FormatEntry | None:
        """Return the entry, built by `fill` if it is not there; None if `fill` says it cannot be built.

        `fill` gets an empty folder to put the files in.
        """
        with self._locked():
            return self.find(key) or self._build(key, fill)

    def discard(self, entry: FormatEntry) -> None:
        """Throw an entry away, because it did not work."""
        remove_at_once(entry.path)
        if os.path.lexists(entry.path):  # in a cache that we may only read
            self._useless.add(entry.path)

    def close(self) -> None:
        """Remove what was kept outside the cache."""
        if self._spare is not None:
            self._spare.remove()
            self._spare = None

    def _roots(self) -> Iterator[str]:
        if self._root is not None:
            yield self._root
        if self._spare is not None:
            yield self._spare.path

    def _build(self, key: str, fill: Callable[[str], bool]) -> FormatEntry | None:
        sweep(temporary_root())
        if self._root is None:
            return self._build_spare(key, fill)
        try:
            os.makedirs(self._root, 0o700, exist_ok=True)
            sweep(self._root)
            folder = WorkFolder(self._root)
        except OSError:
            return self._build_spare(key, fill)
        target = os.path.join(self._root, key)
        try:
            if not fill(folder.path):
                return None
            names = _write_manifest(folder.path)
            installed = _install(folder.path, target)
        except OSError:  # no room, no permission
            installed = False
        finally:
            folder.remove()
        if not installed:
            return self._build_spare(key, fill)
        self._useless.discard(target)
        self._prune(self._root)
        return FormatEntry(key, target, names)

    def _build_spare(self, key: str, fill: Callable[[str], bool]) -> FormatEntry | None:
        """Build where nobody else looks, for as long as this program runs."""
        if self._spare is None:
            self._spare = WorkFolder()
        path = os.path.join(self._spare.path, key)
        remove_tree(path)
        os.mkdir(path, 0o700)
        if not fill(path):
            remove_tree(path)
            return None
        return FormatEntry(key, path, _write_manifest(path))

    @staticmethod
    def _prune(root: str) -> None:
        """Keep the entries used last."""
        used: list[tuple[float, str]] = []
        with contextlib.suppress(OSError), os.scandir(root) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    used.append((os.stat(os.path.join(entry.path, _MANIFEST)).st_mtime, entry.path))
        for _, path in sorted(used, reverse=True)[_KEPT:]:
            remove_at_once(path)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one program build while the others wait; on a system without locks all build, which is safe."""
        handle = -1
        try:
            if os.name == "posix" and self._root is not None:
                with contextlib.suppress(OSError):
                    os.makedirs(self._root, 0o700, exist_ok=True)
                    handle = os.open(os.path.join(self._root, ".lock"), os.O_CREAT | os.O_RDWR, 0o600)
                    _lock(handle)
            yield
        finally:
            if handle >= 0:
                os.close(handle)


def _lock(handle: int) -> None:
    if sys.platform != "win32":
        import fcntl

        deadline = time.monotonic() + _LOCK_PATIENCE
        while time.monotonic() < deadline:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.01)
            else:
                return


def _fingerprint(path: str, name: str) -> str:
    stat = os.stat(os.path.join(path, name))
    return f"{stat.st_size} {stat.st_mtime_ns} {name}"


def _write_manifest(path: str) -> tuple[str, ...]:
    """Note what the folder holds; return the names of the companions."""
    names = sorted(os.listdir(path))
    lines = [_HEAD, *(_fingerprint(path, name) for name in names), ""]
    with open(os.path.join(path, _MANIFEST), "w", encoding="utf-8", newline="") as stream:
        stream.write("\n".join(lines))
    return tuple(name for name in names if name != FORMAT_FILE)


def _whole(path: str) -> tuple[str, ...] | None:
    """Return the companions if the entry is as it was written, without reading its 20 MB; else None."""
    try:
        with open(os.path.join(path, _MANIFEST), encoding="utf-8", newline="") as stream:
            head, *lines, end = stream.read().split("\n")
        if head != _HEAD or end:
            return None
        names = tuple(line.split(" ", 2)[2] for line in lines)
        if FORMAT_FILE not in names or [_fingerprint(path, name) for name in names] != lines:
            return None
        with open(os.path.join(path, FORMAT_FILE), "rb"):  # may we?
            pass
    except (OSError, ValueError, IndexError):
        return None
    return tuple(name for name in names if name != FORMAT_FILE)


def _install(folder: str, target: str) -> bool:
    """Rename a finished entry into place; True if an entry that works is there afterwards."""
    for _ in range(3):
        try:
            os.rename(folder, target)
        except OSError:
            if _whole(target) is not None:  # somebody else was faster
                return True
            remove_at_once(target)
        else:
            return True
    return False

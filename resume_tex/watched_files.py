"""The files that a build depends on, and whether they have changed. Knows no builds.

The system tells of changes, through watchdog; whoever asks looks at the files besides, since the system misses some: network folders,
a folder that is deleted and made anew, the target of a symbolic link, commits and tags.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import blake2b
from pathlib import Path
from typing import Final

from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from resume_tex.render.theme_folder import list_folder
from resume_tex.repository.head import head_files, head_stamp

HEAD: Final = "<HEAD>"
"""Stands among the files for the commit and the tags that the document's version is told by."""
_POLL: Final = 0.25
_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which another change of a file surely gives it another time, whatever the file system's clock."""
_CLOCK_STEP: Final = 20_000_000
"""Nanoseconds by which a file's time may lag behind the clock."""
_LARGEST_READ: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a file from another.

    Attributes:
        state: When it was changed, and its size; nothing when it is not there.
        content: A hash of what is in it: a file may change twice at what its file system takes for the same time.
        inode: Its number, which some network folders give anew from time to time.
        settled: It had been left alone for a while when it was read.
    """

    state: tuple[int | str, ...]
    content: bytes = b""
    inode: int = field(default=0, compare=False)
    settled: bool = field(default=True, compare=False)

    @property
    def is_void(self) -> bool:
        """Whether there is no file, or nothing in it."""
        return not self.state or self.state[1:] == (0,)


State = Mapping[str, Stamp]
"""The stamps of all files, by path."""
_NEVER: Final = Stamp(("never",))
"""Equals the stamp of no file."""


class Told(Enum):
    """What the system tells of a file."""

    CREATED = FileCreatedEvent
    WRITTEN = FileModifiedEvent
    CLOSED = FileClosedEvent
    RENAMED = FileMovedEvent
    DELETED = FileDeletedEvent


_CHANGES: Final[list[type[FileSystemEvent]]] = [told.value for told in Told]
"""Of what is only read, as a build reads dozens of files, the system need not tell."""


class WatchedFiles(FileSystemEventHandler):
    """One document, what else a build of it has read, and its project's own themes, whether it uses them or not."""

    def __init__(self, document: str, changed: Callable[[Told], None], *, poll: bool) -> None:
        """Take the document's absolute path; nothing is watched before `look`.

        Args:
            document: The document.
            changed: Told of every change that the system tells of, in a thread of watchdog's.
            poll: Look at the files instead of waiting for the system to tell.
        """
        self._document = document
        self._used: tuple[str, ...] = ()
        self._changed = changed
        self._poll = poll
        self._observer: BaseObserver | None = None
        self._watches: dict[str, tuple[ObservedWatch, tuple[int, int]]] = {}
        self._paths: tuple[str, ...] = ()
        self._places: frozenset[str] = frozenset()
        self._themes = ""
        self._head: tuple[str, ...] = ()
        self._folders: tuple[str, ...] = ()

    def use(self, document: str, files: Iterable[str]) -> None:
        """Take the absolute paths of the document, and of the files that a build has read, or looked for; they replace those before."""
        self._document, self._used = document, tuple(files)

    def look(self, before: State) -> State:
        """Return how the files are now; `before` is how they were, so that what has not changed need not be read."""
        paths, head = self._current_paths(), head_files(self._document)
        if paths != self._paths or head != self._head:
            self._head = head
            self._take(paths)
        self._keep_watching()
        found = {path: _stamp(path, before.get(path)) for path in paths}
        found[HEAD] = Stamp((head_stamp(self._document),))
        return found

    def look_after(self, began: int, before: State) -> State:
        """Return what a build has seen that began at a time, in nanoseconds: of the files that it was the first to read, how they are now.

        One that was changed meanwhile gets a stamp that no file has, and one of a theme that is gone keeps the one it had.
        """
        now = self.look(before)
        late = began - _CLOCK_STEP
        seen = {path: stamp for path, stamp in before.items() if path in now or self._is_of_theme(path)}
        new = {path: _NEVER if _is_after(stamp, late) else stamp for path, stamp in now.items()}
        return {**new, **seen}

    def _current_paths(self) -> tuple[str, ...]:
        real = os.path.realpath(self._document)
        self._themes = os.path.realpath(os.path.join(os.path.dirname(real), "themes"))
        own = (member for theme in _own_themes(self._themes) for member in _members(theme))
        return tuple(dict.fromkeys((self._document, real, *self._used, *own)))

    def _take(self, paths: tuple[str, ...]) -> None:
        """Note where the system is to tell of changes: it knows a file by its folder, without links, and its name."""
        told = (*paths, *self._head)
        places = {os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path)) for path in told}
        places.update(map(os.path.realpath, told))
        own = [folder for theme in _own_themes(self._themes) for folder, _, _ in os.walk(theme)]
        folders = {os.path.dirname(place) for place in places}.union((self._themes, *own))
        self._paths, self._places, self._folders = paths, frozenset(places), tuple(sorted(folders))

    def _keep_watching(self) -> None:
        """Watch the folders that are there; one that was made anew is another to the system."""
        if self._observer is None:
            self._observer = self._start()
        there = {folder: identity for folder in self._folders if (identity := _identity(folder)) is not None}
        for folder, (watch, identity) in list(self._watches.items()):
            if there.get(folder) != identity:
                self._observer.unschedule(watch)
                del self._watches[folder]
        for folder, identity in there.items():
            if folder not in self._watches:
                try:
                    watch = self._observer.schedule(self, folder, event_filter=_CHANGES)
                except OSError:  # it is gone, or the system has no watches left: looking remains
                    continue
                self._watches[folder] = watch, identity

    def _start(self) -> BaseObserver:
        observer: BaseObserver = PollingObserver(timeout=_POLL) if self._poll else Observer()
        try:
            observer.start()
        except OSError:
            observer = PollingObserver(timeout=_POLL)
            observer.start()
        return observer

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell of a change, if it is of a file that counts."""
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        if any(path in self._places or self._is_of_theme(path) for path in paths):
            self._changed(Told(type(event)))

    def _is_of_theme(self, path: str) -> bool:
        return path.startswith(os.path.join(self._themes, "")) and not _is_passing(os.path.basename(path))

    def close(self) -> None:
        """Stop watching."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()


def _own_themes(folder: str) -> Iterator[str]:
    """Yield the folders of a project's own themes."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        if os.path.lexists(os.path.join(folder, name, "theme.yaml")):
            yield os.path.join(folder, name)


def _members(theme: str) -> Iterator[str]:
    return (member.path for member in list_folder(Path(theme)) if not _is_passing(os.path.basename(member.path)))


def _is_passing(name: str) -> bool:
    """Tell the files that editors make beside the one that they save."""
    return name.startswith(".") or name.endswith("~") or name.isdecimal()


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None


def _stamp(path: str, last: Stamp | None) -> Stamp:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return Stamp(())
    if not stat.S_ISREG(status.st_mode):
        return Stamp((stat.filemode(status.st_mode)[0],))
    state = status.st_mtime_ns, status.st_size
    if last is not None and last.settled and last.state == state and last.inode == status.st_ino:
        return last
    settled = abs(time.time_ns() - status.st_mtime_ns) > _SETTLED
    return Stamp(state, _hash(path) if status.st_size <= _LARGEST_READ else b"", status.st_ino, settled)


def _hash(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            return blake2b(stream.read(_LARGEST_READ), digest_size=16).digest()
    except OSError:
        return b""


def _is_after(stamp: Stamp, when: int) -> bool:
    changed = stamp.state[0] if stamp.state else None
    return isinstance(changed, int) and changed >= when

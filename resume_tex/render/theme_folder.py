"""What a theme's folder holds, and what tells one state of it from another."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import NamedTuple


class Member(NamedTuple):
    """A file of a theme: its path and what changes when the file does."""

    path: str
    changed: int
    size: int
    inode: int


def list_folder(folder: Path) -> tuple[Member, ...]:
    """Return the files in a folder and the folders in it, in the order of their names; hidden ones and devices do not count."""
    return tuple(_list(str(folder)))


def _list(folder: str) -> list[Member]:
    members: list[Member] = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                members += _list(entry.path)
                continue
            with contextlib.suppress(OSError):  # a link that leads nowhere, a file that is just being replaced
                status = entry.stat()
                if stat.S_ISREG(status.st_mode):
                    members.append(Member(entry.path, status.st_mtime_ns, status.st_size, status.st_ino))
    return members

"""Notices without running git that a repository's current commit or its tags may have changed.

Reads the few small files in which git keeps them, as described in gitrepository-layout(5).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import NamedTuple

_LARGEST = 4096


class GitFolder(NamedTuple):
    """Where a repository keeps what it knows.

    Attributes:
        root: The top of the work tree.
        own: The folder of this work tree: its HEAD.
        shared: The folder of all work trees: branches and tags.
    """

    root: str
    own: str
    shared: str


def find_git_folder(file: str) -> GitFolder | None:
    """Return the folder of the repository that a file is in; None when it is in none."""
    root = os.path.dirname(os.path.realpath(file))
    while True:
        place = os.path.join(root, ".git")
        if os.path.isdir(place):
            return GitFolder(root, place, _shared(place))
        if os.path.isfile(place):
            own = os.path.normpath(os.path.join(root, _read(place).removeprefix("gitdir: ")))
            return GitFolder(root, own, _shared(own))
        parent = os.path.dirname(root)
        if parent == root:
            return None
        root = parent


def head_stamp(file: str) -> str:
    """Return what changes whenever the commit or the tags change that a file's version is told by; nothing outside repositories."""
    folder = find_git_folder(file)
    if folder is None:
        return ""
    head = _read(os.path.join(folder.own, "HEAD"))
    name = _branch(head)
    commit = head
    if name:
        commit = _read(os.path.join(folder.own, name)) or _read(os.path.join(folder.shared, name))
    tags = os.path.join(folder.shared, "refs", "tags")
    files = [os.path.join(folder.shared, known) for known in ("packed-refs", "shallow", "config")]
    return "|".join((folder.own, head, commit, *_stamps((*files, *_tables(folder), *_folders(tags)))))


def head_files(file: str) -> tuple[str, ...]:
    """Return the paths of the files of which git replaces one, as the last of all, when it makes a commit or goes to another."""
    folder = find_git_folder(file)
    if folder is None:
        return ()
    head = os.path.join(folder.own, "HEAD")
    name = _branch(_read(head))
    return (head, *([os.path.join(folder.shared, name)] if name else []), *_tables(folder))


def _branch(head: str) -> str:
    """Return the name of the branch that HEAD stands for, as refs/heads/main; nothing for a commit."""
    return head.removeprefix("ref: ") if head.startswith("ref: ") else ""


def _tables(folder: GitFolder) -> list[str]:
    """Return the paths of the files that hold branches and tags where git keeps them in tables."""
    return [os.path.join(place, "reftable", "tables.list") for place in (folder.own, folder.shared)]


def is_changing(file: str) -> bool:
    """Tell whether git is in the middle of changing the work tree or the commit, or has been interrupted there."""
    folder = find_git_folder(file)
    return folder is not None and os.path.lexists(os.path.join(folder.own, "index.lock"))


def _shared(own: str) -> str:
    common = _read(os.path.join(own, "commondir"))
    return os.path.normpath(os.path.join(own, common)) if common else own


def _read(path: str) -> str:
    try:
        with open(path, "rb") as stream:
            return os.fsdecode(stream.read(_LARGEST).partition(b"\0")[0]).rstrip("\n")
    except OSError:
        return ""


def _folders(path: str) -> Iterator[str]:
    """Return a folder and those in it, whose times change with every file made or removed there."""
    yield path
    with contextlib.suppress(OSError), os.scandir(path) as entries:
        for entry in entries:
            yield from _folders(entry.path) if entry.is_dir(follow_symlinks=False) else (entry.path,)


def _stamps(paths: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        try:
            status = os.stat(path)
        except OSError:
            yield "-"
        else:
            yield f"{status.st_mtime_ns}.{status.st_size}.{status.st_ino}"

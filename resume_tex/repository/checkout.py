"""Writes files of a revision into a temporary folder, from git's objects; touches neither work tree nor index."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from resume_tex.engine.folders import WorkFolder
from resume_tex.errors import RepositoryError
from resume_tex.repository.git import refusal

if TYPE_CHECKING:
    from resume_tex.repository.repository import Repository

_BESIDE: Final = "themes"
"""What a document depends on besides itself, in its own folder."""
_LINK: Final = "120000"
_FILES: Final = ("100644", "100755")
_LARGEST: Final = 200_000_000
_RESERVED: Final = frozenset('\\:*?"<>|') if os.name == "nt" else frozenset()


class _Entry(NamedTuple):
    mode: str
    object: str
    size: int
    path: str


@contextmanager
def check_out(repository: Repository, commit: str, path: str) -> Iterator[str]:
    """Give a copy of a file and of the folder `themes` beside it; raises RepositoryError when it cannot be.

    Args:
        repository: The repository.
        commit: A commit's full hash.
        path: The file, from the repository's root.

    Yields:
        The path of the file's copy.
    """
    parent, _, name = path.rpartition("/")
    prefix = f"{parent}/" if parent else ""
    entries = _list(repository, commit, (path, f"{prefix}{_BESIDE}"))
    document = next((entry for entry in entries if entry.path == path), None)
    if document is None or document.mode not in _FILES:
        kind = "no such file" if document is None else "a link and no file"
        raise RepositoryError(f"{path} is {kind} at {commit[:7]}.", "Name the file itself.")
    if sum(entry.size for entry in entries) > _LARGEST:
        raise RepositoryError(f"{prefix}{_BESIDE} holds more than {_LARGEST // 10**6} MB at {commit[:7]}.")
    folder = WorkFolder()
    try:
        _write_all(repository, entries, prefix, folder.path)
        yield os.path.join(folder.path, name)
    finally:
        folder.remove()


def _list(repository: Repository, commit: str, paths: tuple[str, ...]) -> list[_Entry]:
    answer = repository.git("ls-tree", "-r", "-z", "--long", "--full-tree", commit, "--", *paths)
    if answer.status != 0:
        raise refusal(answer, f"The files of {commit[:7]} cannot be listed")
    found = []
    for line in answer.lines():
        about, _, path = line.partition("\t")
        mode, _, name, size = about.split()
        if mode in (*_FILES, _LINK):  # and no submodules
            found.append(_Entry(mode, name, int(size), path))
    return found


def _write_all(repository: Repository, entries: list[_Entry], prefix: str, root: str) -> None:
    """Write the files as a checkout would, with the conversions that the repository's attributes ask for."""
    files = [entry for entry in entries if entry.mode in _FILES and _is_safe(entry.path)]
    for entry in files:
        answer = repository.git("cat-file", "--filters", f"--path={entry.path}", entry.object)
        if answer.status != 0:
            raise refusal(answer, f"{entry.path} cannot be read")
        target = os.path.join(root, *entry.path.removeprefix(prefix).split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "xb") as stream:
            stream.write(answer.output)
    for entry in entries:
        if entry.mode == _LINK and _is_safe(entry.path):
            _link(repository, entry, prefix, root)


def _link(repository: Repository, entry: _Entry, prefix: str, root: str) -> None:
    """Copy what a symbolic link points at, if that is a file in the folder; links themselves are never made."""
    pointed = os.fsdecode(repository.git("cat-file", "blob", entry.object).output)
    inside = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), pointed))
    if posixpath.isabs(pointed) or not inside.startswith(prefix) or not _is_safe(inside):
        return
    source = os.path.join(root, *inside.removeprefix(prefix).split("/"))
    target = os.path.join(root, *entry.path.removeprefix(prefix).split("/"))
    if os.path.isfile(source) and not os.path.exists(target):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(source, "rb") as given, open(target, "xb") as stream:
            stream.write(given.read())


def _is_safe(path: str) -> bool:
    """Tell whether a name from a repository stays in the folder that it is written into, on this system."""
    parts = path.split("/")
    return not any(part in {"", ".", ".."} or set(part) & _RESERVED for part in parts)

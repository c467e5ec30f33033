"""Merges three files as git's merge driver, and sets that up in a repository."""

from __future__ import annotations

import os
import shlex
import sys
from typing import Final, NamedTuple

from resume_tex.errors import RepositoryError
from resume_tex.history.entry_merge import merge_documents
from resume_tex.history.line_merge import OURS, THEIRS
from resume_tex.output import write_atomically
from resume_tex.repository.git import run_git
from resume_tex.repository.repository import Repository

NAME: Final = "resume-tex"
_MARK: Final = b"\xef\xbb\xbf"
_ATTRIBUTES: Final = ".gitattributes"
_MOST_CONFLICTS: Final = 127


class Outcome(NamedTuple):
    """What came of a merge: the content, and whether there are conflicts in it; no content when nothing can be merged."""

    content: bytes | None
    conflicts: bool


def merge_into(base: str, ours: str, theirs: str, path: str) -> bool:
    """Merge three files into the second, as git asks a merge driver to.

    Args:
        base: The file that both come from.
        ours: The one; the result is written to it.
        theirs: The other.
        path: The document's name in the repository.

    Returns:
        Whether there are conflicts.

    Raises:
        RepositoryError: A file cannot be read, or git cannot merge such files.
        OutputError: The result cannot be written.
    """
    was, mine, its = (_read(file) for file in (base, ours, theirs))
    outcome = merge_contents(was, mine, its, path)
    if outcome is None:
        outcome = _merge_by_lines(base, ours, theirs)
    if outcome.content is None:
        raise RepositoryError(f"{path} cannot be merged: it is no text.", f"Choose one: git checkout --ours {path}")
    if outcome.content != mine:
        write_atomically(ours, outcome.content)
    return outcome.conflicts


def merge_contents(base: bytes, ours: bytes, theirs: bytes, path: str) -> Outcome | None:
    """Merge three versions of a document entry by entry; None when that cannot be done, and lines must be merged."""
    if path.lower().endswith(".json"):
        return None
    try:
        was, mine, its = (content.removeprefix(_MARK).decode() for content in (base, ours, theirs))
    except UnicodeDecodeError:
        return None
    line_end = "\r\n" if "\r\n" in mine else "\n"
    merged = merge_documents(*(text.replace("\r\n", "\n") for text in (was, mine, its)))
    if merged is None:
        return None
    mark = _MARK if ours.startswith(_MARK) else b""
    return Outcome(mark + merged.text.replace("\n", line_end).encode(), merged.conflicts > 0)


def _read(file: str) -> bytes:
    try:
        with open(file, "rb") as stream:
            return stream.read()
    except (OSError, ValueError) as error:
        raise RepositoryError(
            f"{file} cannot be read: {getattr(error, 'strerror', None) or error}.",
            "git calls this command: `resume-tex merge-driver --install` sets it up.",
        ) from error


def _merge_by_lines(base: str, ours: str, theirs: str) -> Outcome:
    """Merge as git does without a driver."""
    files = [os.path.abspath(file) for file in (ours, base, theirs)]
    labels = [part for label in (OURS, "base", THEIRS) for part in ("-L", label)]
    answer = run_git(os.path.dirname(files[0]), "merge-file", "-p", "-q", *labels, *files)
    if answer.status > _MOST_CONFLICTS or answer.status < 0:
        return Outcome(None, True)
    return Outcome(answer.output, answer.status > 0)


def install(file: str) -> list[str]:
    """Let git merge a document entry by entry: set the driver in the repository's configuration, name it in `.gitattributes`.

    Returns:
        What was done, a sentence each; nothing if all was there.

    Raises:
        RepositoryError: The file is in no repository, or git refuses.
        OutputError: `.gitattributes` cannot be written.
    """
    repository = Repository.around(file)
    path = repository.relative(file)
    done = []
    settings = {
        f"merge.{NAME}.name": "resumes, entry by entry",
        f"merge.{NAME}.driver": f"{shlex.quote(sys.executable)} -m resume_tex merge-driver %O %A %B %P",
    }
    for key, value in settings.items():
        if repository.git("config", "--get", key).text != value:
            answer = repository.git("config", key, value)
            if answer.status != 0:
                raise RepositoryError(f"git cannot set {key}: {answer.complaint}.")
            done.append(f"Set {key} in the repository's configuration.")
    if not repository.git("check-attr", "-z", "merge", "--", path).text.endswith(f"\0{NAME}\0"):
        _add_attribute(repository, path)
        done.append(f"Wrote a line for {path} into {_ATTRIBUTES}; commit it, so that every clone knows.")
    return done


def _add_attribute(repository: Repository, path: str) -> None:
    target = repository.absolute(_ATTRIBUTES)
    try:
        with open(target, "rb") as stream:
            content = stream.read()
    except FileNotFoundError:
        content = b""
    if content and not content.endswith(b"\n"):
        content += b"\n"
    write_atomically(target, content + os.fsencode(f"{_pattern(path)} merge={NAME}\n"))


def _pattern(path: str) -> str:
    """Write a path as gitattributes(5) wants it: from the root, without wildcards, quoted like a string of C if need be."""
    literal = "/" + "".join(f"\\{char}" if char in "\\*?[" else char for char in path)
    if any(char.isspace() or char == '"' for char in literal):
        return '"' + literal.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    return literal

"""Which two documents a comparison is of: revisions, the work tree, files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from resume_tex.errors import RepositoryError
from resume_tex.repository.repository import Repository

WORK_TREE: Final = "work tree"
_HEAD: Final = "HEAD"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two documents.

    Attributes:
        name: What it is called: a revision as the user wrote it, `work tree`, or a file.
        file: The document's file in the work tree.
        commit: The commit's full hash; None for a file as it is now.
    """

    name: str
    file: str
    commit: str | None = None

    @property
    def title(self) -> str:
        """Its name, with the commit that the name means now."""
        if self.commit is None or self.commit.startswith(self.name):
            return self.name
        return f"{self.name} ({self.commit[:7]})"

    @contextmanager
    def opened(self) -> Iterator[str]:
        """Give the path of the document's content; of a revision, a copy that is there for the while, with its themes.

        Raises:
            RepositoryError: The revision does not have the document.
        """
        if self.commit is None:
            yield self.file
            return
        repository = Repository.around(self.file)
        path = repository.path_at(self.commit, self.file, self.name)
        with repository.checkout(self.commit, path) as copy:
            yield copy


def choose_sides(first: str | None, second: str | None, document: str | None, default: str) -> tuple[Side, Side]:
    """Understand what a user wrote.

    A name is a revision of the document if there is one of that name, else a file. A single file is the document itself,
    compared with its last commit; a revision beside a file is one of that file.

    Args:
        first: What to compare: a revision, a file, or two revisions as `A..B`; HEAD if left out.
        second: What to compare it with: a revision or a file; the work tree if left out.
        document: The document that revisions are of.
        default: The document if nothing names one.

    Raises:
        RepositoryError: There is no such revision and no such file, or revisions are meant and there is no repository.
    """
    if first is not None and second is None and ".." in first and not os.path.isfile(first):
        first, _, second = first.partition("..")
        first, second = first or _HEAD, second.lstrip(".") or _HEAD
    names = [name for name in (first, second) if name is not None]
    place = document or _document(names, default)
    repository = Repository.find(place)
    commits = {name: _commit(repository, name, place) for name in names}
    if len(names) == 1 and commits[names[0]] is None:
        names = [_HEAD, names[0]]
        commits[_HEAD] = Repository.around(place).resolve(_HEAD)
    elif not names:
        names = [_HEAD]
        commits[_HEAD] = Repository.around(place).resolve(_HEAD)
    only_files = len(names) > 1 and not any(commits.values())
    sides = [
        Side(name, place, commits[name]) if commits[name] else Side(name if only_files else _shown(name, place), name)
        for name in names
    ]
    if len(sides) == 1:
        sides.append(Side(WORK_TREE, place))
    return sides[0], sides[1]


def _document(names: list[str], default: str) -> str:
    """Return the file that is named, the last if there are two; the default if all are revisions."""
    repository = Repository.find(default)
    files = [name for name in names if os.path.isfile(name) and not (repository and _is_revision(repository, name))]
    return files[-1] if files else default


def _is_revision(repository: Repository, name: str) -> bool:
    try:
        return bool(repository.resolve(name))
    except RepositoryError:
        return False


def _commit(repository: Repository | None, name: str, document: str) -> str | None:
    """Return the commit that a name means; None when it means a file."""
    refused: RepositoryError | None = None
    if repository is not None:
        try:
            return repository.resolve(name)
        except RepositoryError as error:
            refused = error
    if os.path.isfile(name):
        return None
    if refused is None:
        raise RepositoryError(
            f"{document} is in no git repository, and there is no file {name!r}.",
            "Name two files, or make a repository: git init, git add, git commit.",
        )
    raise RepositoryError(f"{refused.message[:-1]}, and no such file.", refused.remedy)


def _shown(name: str, document: str) -> str:
    return WORK_TREE if os.path.realpath(name) == os.path.realpath(document) else name

"""The revisions that changed a document, each with what it changed in resume terms."""

from __future__ import annotations

import enum
import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from resume_tex.document.load import LoadResult
from resume_tex.document.models import Resume
from resume_tex.errors import RepositoryError
from resume_tex.history.comparison import compare
from resume_tex.history.loading import describe_faults, load_bytes
from resume_tex.history.summary import summarize
from resume_tex.repository.commits import Commit
from resume_tex.repository.repository import Repository


class Effect(enum.StrEnum):
    """What a revision did to a document."""

    CREATED = "created"
    CHANGED = "changed"
    FORMATTED = "formatted"
    BROKEN = "broken"
    REMOVED = "removed"
    CUT = "cut"
    """The history of the clone ends here: what the revision changed is not known."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision that changed a document.

    Attributes:
        commit: The commit.
        effect: What it did.
        summary: The same in one line.
    """

    commit: Commit
    effect: Effect
    summary: str


def list_revisions(file: str, limit: int | None = None) -> Iterator[Revision]:
    """Yield the revisions that changed a document, the newest first, following it when it was renamed.

    Args:
        file: The document in the work tree; it need not be there any more.
        limit: How many at most.

    Raises:
        RepositoryError: The document is in no repository or in no commit, or the history cannot be read.
    """
    repository = Repository.around(file)
    if not repository.has_commits():
        raise RepositoryError(
            f"The repository {repository.root} has no commit yet.",
            f"Make one: git add {shlex.quote(file)} && git commit",
        )
    commits = list(repository.commits(file, limit=None if limit is None else limit + 1))
    if not commits:
        raise RepositoryError(
            f"{file} is in no commit of the repository {repository.root}.",
            "Check the name, or add it: git add, git commit.",
        )
    history = _History(repository, commits)
    return islice(map(history.revision, range(len(commits))), limit)


class _History:
    """A document's commits with what it held at each of them and at the one before."""

    def __init__(self, repository: Repository, commits: list[Commit]) -> None:
        self._commits = commits
        self._cuts = cut_off(repository) if repository.shallow else frozenset()
        self._loaded: dict[tuple[bytes, str], LoadResult] = {}
        wanted = []
        for index, commit in enumerate(commits):
            earlier = commits[index + 1].path if index + 1 < len(commits) else commit.path
            parent = f"{commit.hash}^"
            wanted += [(commit.hash, commit.path), (parent, commit.path), (parent, earlier)]
        contents = list(repository.read_all(wanted))
        self._after = contents[0::3]
        self._before = [same or other for same, other in zip(contents[1::3], contents[2::3], strict=True)]

    def revision(self, index: int) -> Revision:
        """Return what a commit did."""
        commit, after, before = self._commits[index], self._after[index], self._before[index]
        if after is None:
            return Revision(commit, Effect.REMOVED, "removed")
        loaded = self._load(after, commit.path)
        if loaded.resume is None:
            return Revision(commit, Effect.BROKEN, f"does not load: {describe_faults(loaded.diagnostics)}")
        if commit.hash in self._cuts:
            return Revision(commit, Effect.CUT, "the history of this clone begins here")
        if before is None:
            return Revision(commit, Effect.CREATED, "created")
        was = self._load(before, commit.path).resume
        news = [self._renamed(index)]
        if was is None:
            was = self._last_sound(index)
            news.append("loads again" if was is not None else "loads for the first time")
        if was is not None:
            news.append(summarize(compare(was, loaded.resume)))
        summary = ", ".join(filter(None, news))
        return Revision(commit, Effect.CHANGED if summary else Effect.FORMATTED, summary or "formatting only")

    def _load(self, content: bytes, path: str) -> LoadResult:
        key = content, os.path.splitext(path)[1]
        if key not in self._loaded:
            self._loaded[key] = load_bytes(content, path)
        return self._loaded[key]

    def _last_sound(self, index: int) -> Resume | None:
        """Return the resume as it was when the document last loaded."""
        for content, commit in zip(self._after[index + 1 :], self._commits[index + 1 :], strict=True):
            loaded = self._load(content, commit.path) if content is not None else None
            if loaded is not None and loaded.resume is not None:
                return loaded.resume
        return None

    def _renamed(self, index: int) -> str:
        path = self._commits[index].path
        earlier = self._commits[index + 1].path if index + 1 < len(self._commits) else path
        return f"renamed from {earlier}" if self._commits[index].status == "R" and earlier != path else ""


def cut_off(repository: Repository) -> frozenset[str]:
    """Return the commits of a shallow clone whose parents it does not have."""
    answer = repository.git("rev-parse", "--git-path", "shallow")
    place = os.path.join(repository.root, answer.text)
    try:
        with open(place, encoding="ascii") as stream:
            return frozenset(stream.read().split())
    except OSError:
        return frozenset()

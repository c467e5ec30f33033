"""Asks git which revision of a document is in the work tree, in the background; never fails, as a build needs no git."""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import Final

from resume_tex.errors import RepositoryError
from resume_tex.render.provenance import DIRTY, Version
from resume_tex.repository.describe import DESCRIBE, NEAREST_TAG
from resume_tex.repository.git import Answer, Running, refusal, run_git, start_git
from resume_tex.repository.head import GitFolder, find_git_folder

_SECONDS: Final = 10.0
_UNTRACKED: Final = frozenset({"??", "!!"})
_THEMES: Final = "themes"


Told = tuple[Version | None, str]
"""A version, or the reason why there is none."""


class VersionQuery:
    """The question for one document; asked at once, and answered while the caller does something else.

    Attributes:
        reason: Why the document has no version, or nothing.
        told: The answer given last.
    """

    def __init__(self, file: str, besides: Collection[str] = ()) -> None:
        """Ask about a document; `besides` are other files whose change may count."""
        self._file = os.path.realpath(file)
        self._besides = tuple(os.path.realpath(other) for other in besides)
        self._themes = os.path.join(os.path.dirname(self._file), _THEMES)
        self._folder = find_git_folder(file)
        self._commit: Running | None = None
        self._status: Running | None = None
        self._answers: tuple[Answer, Answer] | None = None
        self.told: Told | None = None
        self.reason = "" if self._folder else f"{file} is in no git repository"
        if self._folder is not None:
            self._guarded(self._ask)

    def time(self) -> int | None:
        """Return when the current commit was made, in seconds since the epoch; None when the document is in none."""
        version = self.version(())
        return version.time if version is not None else None

    def version(self, files: Collection[str]) -> Version | None:
        """Return the document's version; None when it is in no commit, with `reason` telling why.

        Args:
            files: The other files that the PDF depends on; a change of those in the repository makes it dirty.
        """
        version = self._version(files)
        self.told = version, self.reason
        return version

    def _version(self, files: Collection[str]) -> Version | None:
        answers = self._wait()
        if answers is None:
            return None
        commit, status = answers
        full, seconds, short, named = commit.text.split("\n")
        changes = [(line[:2], line[3:]) for line in status.lines()]
        of_themes = f"{self._relative(self._themes)}/"
        others = {self._relative(other) for other in self._besides}
        of_document = [code for code, path in changes if not path.startswith(of_themes) and path not in others]
        if any("A" in code or code in _UNTRACKED for code in of_document):
            self.reason = f"{os.path.basename(self._file)} is in no commit yet"
            return None
        text = named or short
        if named.startswith("%("):
            text = self._describe(full) or short
        used = {self._relative(os.path.realpath(file)) for file in files}
        dirty = bool(of_document) or _is_dirty(changes, used)
        return Version(text + (DIRTY if dirty else ""), full, int(seconds))

    def ask(self) -> VersionQuery:
        """Return this: it has asked."""
        return self

    def holds(self) -> bool:
        """Return True: what it tells is git's answer."""
        return True

    def close(self) -> None:
        """Stop asking; harmless when the answer is there."""
        if self._answers is None:
            for running in (self._commit, self._status):
                if running is not None:
                    running.end()

    def _ask(self) -> None:
        folder = self._place()
        form = f"--format=%H%n%ct%n%h%n{NEAREST_TAG}"
        self._commit = start_git(folder.root, "log", "-1", "--abbrev=7", form, "--no-notes", "HEAD", "--")
        paths = [self._relative(path) for path in (self._file, self._themes, *self._inside())]
        self._status = start_git(
            folder.root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all",
            "--ignored=traditional", "--ignore-submodules=none", "--", *paths,
        )  # fmt: skip

    def _inside(self) -> list[str]:
        """Return the other files that are in the repository; git refuses to speak of those outside."""
        root = os.path.join(os.path.realpath(self._place().root), "")
        return [path for path in self._besides if path.startswith(root)]

    def _wait(self) -> tuple[Answer, Answer] | None:
        if self._answers is None and not self.reason:
            self._guarded(self._finish)
        return self._answers

    def _finish(self) -> None:
        assert self._commit is not None
        assert self._status is not None
        commit, status = self._commit.answer(seconds=_SECONDS), self._status.answer(seconds=_SECONDS)
        for answer in (status, commit):
            if "bad revision 'HEAD'" in answer.complaint:
                raise RepositoryError("the repository has no commit yet")
            if answer.status != 0:
                raise refusal(answer, "git does not tell the version")
        self._answers = commit, status

    def _guarded(self, step: object) -> None:
        assert callable(step)
        try:
            step()
        except RepositoryError as error:
            self.reason = f"{error.message} {error.remedy}".strip().rstrip(".")
            for running in (self._commit, self._status):
                if running is not None:
                    running.end()

    def _describe(self, commit: str) -> str:
        try:
            answer = run_git(self._place().root, *DESCRIBE, commit, seconds=_SECONDS)
        except RepositoryError:
            return ""
        return answer.text if answer.status == 0 else ""

    def _relative(self, path: str) -> str:
        return os.path.relpath(path, self._place().root).replace(os.sep, "/")

    def _place(self) -> GitFolder:
        assert self._folder is not None
        return self._folder


def _is_dirty(changes: list[tuple[str, str]], used: Collection[str]) -> bool:
    """Tell whether a change is of a theme that is used; a file that git does not know counts if it is itself used."""
    folders = {os.path.dirname(path) + "/" for path in used}
    for code, path in changes:
        if path in used:
            return True
        if code not in _UNTRACKED and any(path.startswith(folder) for folder in folders):
            return True  # a file that is gone
    return False

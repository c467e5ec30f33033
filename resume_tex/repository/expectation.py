"""Expects a version before git is asked, so that a document that is watched need not wait for git.

After a change of the document its version is the last one's, and dirty. That is wrong after a commit, and when the change takes
back an earlier one; git is asked once the PDF is there, and then the document is typeset again.
"""

from __future__ import annotations

from collections.abc import Collection

from resume_tex.render.provenance import DIRTY, Version
from resume_tex.repository.version import Told, VersionQuery


class ExpectedVersion:
    """The version that a document is expected to have, and what git says of it later."""

    def __init__(self, file: str, besides: Collection[str], last: Version | None, reason: str) -> None:
        """Expect what follows from the document's last version, or from the `reason` why it had none; arguments as for `VersionQuery`."""
        self._file = file
        self._besides = besides
        self._files: Collection[str] = ()
        self._expected = last._replace(text=last.text.removesuffix(DIRTY) + DIRTY) if last is not None else None
        self._query: VersionQuery | None = None
        self.reason = reason

    def version(self, files: Collection[str]) -> Version | None:
        """Return the version expected; `files` as for `VersionQuery.version`."""
        self._files = files
        return self._expected

    def ask(self) -> VersionQuery:
        """Ask git, if that has not been done."""
        if self._query is None:
            self._query = VersionQuery(self._file, self._besides)
        return self._query

    def holds(self) -> bool:
        """Wait for git's answer, and tell whether it is what was expected."""
        query = self.ask()
        return query.version(self._files) == self._expected and query.reason == self.reason

    @property
    def told(self) -> Told | None:
        """What git has told, or None while it is not asked."""
        return self._query.told if self._query is not None else None

    def close(self) -> None:
        """Stop asking."""
        if self._query is not None:
            self._query.close()


class Versions:
    """The versions of a document that is built again and again."""

    def __init__(self) -> None:
        self._document: tuple[str, tuple[str, ...]] | None = None
        self._told: Told | None = None
        self._last: VersionQuery | ExpectedVersion | None = None

    def of(self, file: str, besides: Collection[str]) -> VersionQuery | ExpectedVersion:
        """Return what tells the version of a document for the next build; arguments as for `VersionQuery`."""
        if self._last is not None and self._last.told is not None:  # a build that stops early asks for no version
            self._told = self._last.told
        document = (file, tuple(besides))
        if self._document != document:
            self._document, self._told = document, None
        told = self._told
        self._last = VersionQuery(file, besides) if told is None else ExpectedVersion(file, besides, *told)
        return self._last

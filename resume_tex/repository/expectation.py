"""Expects a version before git is asked, so that a document that is watched need not wait for git.

After a change of the document its version is the last one's, and dirty. That is wrong when the change takes back an earlier one, or
when git knows nothing of what was changed; git is asked once the PDF is there, and then the document is typeset again.
"""

from __future__ import annotations

from collections.abc import Collection

from resume_tex.render.provenance import DIRTY, Version
from resume_tex.repository.version import Told, VersionQuery


class ExpectedVersion:
    """The version that a document is expected to have, and what git says of it later."""

    def __init__(self, file: str, besides: Collection[str], expected: Version | None, reason: str) -> None:
        """Expect a version, or none for a `reason`; arguments as for `VersionQuery`."""
        self._file = file
        self._besides = besides
        self._files: Collection[str] = ()
        self._expected = expected
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
    """The versions of a document that is built again and again.

    Attributes:
        edited: Whether the next build is for a change of a file, and not for another theme or variant of what has been built.
    """

    def __init__(self) -> None:
        self.edited = True
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
        if self._told is None:
            self._last = VersionQuery(file, besides)
        else:
            last, reason = self._told
            self._last = ExpectedVersion(file, besides, _edited(last) if self.edited else last, reason)
        return self._last

    def forget(self) -> None:
        """Expect nothing of the next build: there is another commit."""
        self._document = self._last = None


def _edited(version: Version | None) -> Version | None:
    return version._replace(text=version.text.removesuffix(DIRTY) + DIRTY) if version is not None else None

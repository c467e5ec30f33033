"""Where a PDF comes from, as the PDF itself tells it: revision, commit, theme, variant, version of the tool."""

from __future__ import annotations

from typing import NamedTuple


class Version(NamedTuple):
    """The revision of a document that a PDF shows.

    Attributes:
        text: Its name for people, such as `v1.2-3-g1a2b3c4`; ends in `-dirty` when files have changed since.
        commit: The commit's full hash.
        time: When it was committed, in seconds since the epoch.
    """

    text: str
    commit: str
    time: int

    @property
    def dirty(self) -> bool:
        """Whether files have changed since the commit."""
        return self.text.endswith(DIRTY)

    @property
    def printed(self) -> str:
        """The name as it fits into the foot of a page: the text, or for a long one the short hash."""
        return self.text if len(self.text) <= _LONGEST else self.short

    @property
    def short(self) -> str:
        """The commit's short hash in place of the name."""
        return self.commit[:7] + (DIRTY if self.dirty else "")


DIRTY = "-dirty"
_LONGEST = 40


class Provenance(NamedTuple):
    """What a PDF tells of its making.

    Attributes:
        tool: The version of this program.
        variant: The document's variant; empty for the whole document.
        version: The document's revision; None for a document that is in no commit.
    """

    tool: str
    variant: str = ""
    version: Version | None = None

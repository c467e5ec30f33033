"""What a commit says of itself, and how `git log` writes it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, NamedTuple

_BEGIN: Final = "\x02"
_SEPARATOR: Final = "\x1f"
LOG_FORMAT: Final = f"--format={_BEGIN}" + _SEPARATOR.join(("%H", "%h", "%ct", "%ci", "%an", "%D", "%s"))
"""One commit for `git log -z --decorate=full --decorate-refs=refs/tags`."""


class Commit(NamedTuple):
    """A commit.

    Attributes:
        hash: Its full name.
        short: Its short name.
        time: When it was committed, in seconds since the epoch.
        date: The same, in the committer's time zone.
        author: Who wrote it.
        tags: The tags on it.
        subject: The first paragraph of its message, on one line.
        path: Where the file was at this commit, from the repository's root; empty when no file was asked for.
        status: How the commit changed the file: `A` added, `M` modified, `D` deleted, `R` renamed, `C` copied.
    """

    hash: str
    short: str
    time: int
    date: datetime
    author: str
    tags: tuple[str, ...]
    subject: str
    path: str = ""
    status: str = ""


def parse_log(output: bytes) -> Iterator[Commit]:
    """Read the output of `git log -z` in `LOG_FORMAT`, with `--raw` or without."""
    tokens = iter(output.split(b"\0"))
    commit: Commit | None = None
    for token in tokens:
        text = token.removeprefix(b"\n")
        if text.startswith(_BEGIN.encode()):
            if commit is not None:
                yield commit
            commit = _parse(text[1:].decode("utf-8", "replace"))
        elif text.startswith(b":") and commit is not None:
            status = text.rpartition(b" ")[2][:1].decode("ascii", "replace")
            path = next(tokens, b"")
            if status in {"R", "C"}:
                path = next(tokens, b"")
            commit = commit._replace(path=os.fsdecode(path), status=status)
    if commit is not None:
        yield commit


def _parse(text: str) -> Commit:
    full, short, seconds, date, author, names, subject = (text.split(_SEPARATOR, 6) + [""] * 7)[:7]
    tags = tuple(name.removeprefix("tag: refs/tags/") for name in names.split(", ") if name.startswith("tag: "))
    return Commit(full, short, int(seconds), _parse_date(int(seconds), date), author, tags, subject)


def _parse_date(seconds: int, date: str) -> datetime:
    """Return a moment in its own zone: git writes `2026-11-25 00:50:45 +0100`."""
    zone = date.rpartition(" ")[2]
    try:
        minutes = int(zone[1:3]) * 60 + int(zone[3:5])
        offset = timezone(timedelta(minutes=-minutes if zone.startswith("-") else minutes))
        return datetime.fromtimestamp(seconds, offset)
    except (ValueError, OverflowError, OSError):  # a zone or a year that only a broken program writes
        return datetime.fromtimestamp(min(max(seconds, 0), 253_402_214_400), UTC)

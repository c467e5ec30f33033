"""The list of what was sent to whom: `sent.tsv` beside the document, and the message of each tag.

One line an entry, so that git merges lists of two branches line by line (`merge=union`), and people read and search it as
they like. Knows the two forms, and runs nothing.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final

from resume_tex.errors import ResumeTexError
from resume_tex.output import write_atomically
from resume_tex.repository.describe import SENT

SENT_FILE: Final = "sent.tsv"
_CONFLICT: Final = ("<<<<<<<", "=======", ">>>>>>>")


class SentError(ResumeTexError):
    """A list of what was sent that cannot be read, or an entry that is not in it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One PDF that was sent.

    Attributes:
        date: The day, as in 2026-11-25.
        to: Whom it was sent to.
        version: The document's version, as the PDF tells it.
        note: Anything else.
        build: The options of the build as one types them.
        document: The document, from the repository's root.
        tool: What built it, as in `resume-tex 1.0`.
        commit: The commit that it was built from.
        sha256: The PDF's hash.
        tag: The tag on the commit.
    """

    date: str
    to: str
    version: str
    note: str
    build: str
    document: str
    tool: str
    commit: str
    sha256: str
    tag: str

    def to_message(self) -> str:
        """Write the tag's message."""
        lines = [f"{name}: {value}" for name, value in self._cells().items() if value and name not in {"to", "tag"}]
        return "\n".join([f"Sent to {one_line(self.to)}", "", *lines, ""])

    def to_line(self) -> str:
        """Write the line of the list."""
        return "\t".join(self._cells().values()) + "\n"

    def _cells(self) -> dict[str, str]:
        return {name: one_line(getattr(self, name)) for name in _COLUMNS}


_COLUMNS: Final = tuple(field.name for field in fields(Sent))
_HEADER: Final = "\t".join(_COLUMNS) + "\n"


def one_line(text: str) -> str:
    """Return text as it fits into a cell: on one line, without tabs."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text).split())


def parse_message(tag: str, message: str) -> Sent | None:
    """Read the message of a tag; None when it is none of ours."""
    first, _, rest = message.partition("\n")
    told = dict(line.split(": ", 1) for line in rest.splitlines() if ": " in line)
    values = {name: told.get(name, "") for name in _COLUMNS}
    if not first.startswith("Sent to ") or not values["commit"] or not values["sha256"]:
        return None
    return Sent(**{**values, "to": first.removeprefix("Sent to "), "tag": tag})


def list_file(document: str) -> str:
    """Return where the list of a document's folder is."""
    return os.path.join(os.path.dirname(os.path.realpath(document)), SENT_FILE)


def read_sent(document: str) -> list[Sent]:
    """Return what was sent, by the list beside a document; nothing if there is no list.

    Raises:
        SentError: The list cannot be read, or a line in it is broken.
    """
    path = list_file(document)
    return list(_parse(_read(path), path))


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            return stream.read()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise SentError(f"{path} is not UTF-8.", "Restore it: git checkout -- sent.tsv") from error
    except OSError as error:
        raise SentError(f"{path} cannot be read: {error.strerror}.", "Check the file's permissions.") from error


def _parse(text: str, path: str) -> Iterator[Sent]:
    columns: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_CONFLICT):
            raise SentError(f"{path}:{number} is a mark of a merge conflict.", "Keep the lines of both sides.")
        cells = line.split("\t")
        if cells[0] == _COLUMNS[0]:
            columns = cells
        elif line.strip():
            told = dict(zip(columns, cells, strict=False))
            entry = Sent(**{name: told.get(name, "") for name in _COLUMNS})
            if not entry.commit or not entry.sha256:
                raise SentError(
                    f"{path}:{number} lacks the commit or the hash.", f"Its columns are: {', '.join(_COLUMNS)}."
                )
            yield entry


def append_sent(path: str, entry: Sent) -> None:
    """Add an entry to a list, which is made if it is not there; raises OutputError when it cannot be written."""
    text = _read(path)
    if text and not text.endswith("\n"):
        text += "\n"
    write_atomically(path, ((text or _HEADER) + entry.to_line()).encode())


def tag_name(date: str, to: str, taken: frozenset[str]) -> str:
    """Return a tag's name that is not taken, such as `sent/2026-11-25-acme`; letters of any script stay."""
    plain = unicodedata.normalize("NFC", to).casefold()
    slug = re.sub(r"[\W_]+", "-", plain).strip("-")[:60].strip("-") or "somebody"
    name = f"{SENT}/{date}-{slug}"
    number = 2
    while name in taken:
        name = f"{SENT}/{date}-{slug}-{number}"
        number += 1
    return name


def find_entry(entries: list[Sent], wanted: str) -> Sent | None:
    """Return the entry with a tag, whose name may lack `sent/`."""
    names = {wanted, f"{SENT}/{wanted}"}
    return next((entry for entry in reversed(entries) if entry.tag in names), None)

"""A resume in the making: data of our document, and a note of everything that an import changed or left behind.

A converter takes fields out of the other tool's mappings one by one; `Fields.close` reports what it did not take, so that
nothing is dropped without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from resume_tex.diagnostics import Diagnostic, Path, Severity, Span
from resume_tex.interchange.dates_in_words import read_date

Rewrite = Callable[[str], str]


class Leftover(NamedTuple):
    """A value that found no place, and where it stands in the other tool's file."""

    path: Path
    value: Any


@dataclass(slots=True)
class Draft:
    """What an import has made so far.

    Attributes:
        file: The other tool's file.
        span_of: Where a value stands in it.
        data: The document.
        origins: Where a part of the document comes from, by its path.
        notes: What was changed or left behind.
        leftovers: What was left behind, to be shown in a comment.
        month_first: Whether 3/4/2020 is in March.
    """

    file: str
    span_of: Callable[[Path], Span | None]
    data: dict[str, Any] = field(default_factory=dict)
    origins: dict[Path, Path] = field(default_factory=dict)
    notes: list[Diagnostic] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    month_first: bool = False

    def note(self, code: str, severity: Severity, message: str, path: Path) -> None:
        """Note something about a value of the other tool's file."""
        self.notes.append(Diagnostic(code, severity, message, self.file, path, self.span_of(path)))

    def changed(self, message: str, path: Path) -> None:
        """Note that a value is carried over, but not as it was."""
        self.note("import.changed", Severity.INFO, message, path)

    def looks(self, path: Path, message: str) -> None:
        """Note settings of the other tool's layout."""
        self.note("import.looks", Severity.INFO, message, path)

    def leave(self, path: Path, value: Any, reason: str = "A resume has no field for this.") -> None:
        """Leave a value behind that has no place; one that says nothing is no loss."""
        self._leave("import.left", path, value, reason)

    def refuse(self, path: Path, value: Any, reason: str) -> None:
        """Leave a value behind that is not what its field holds."""
        self._leave("import.value", path, value, reason)

    def _leave(self, code: str, path: Path, value: Any, reason: str) -> None:
        if not is_nothing(value):
            self.leftovers.append(Leftover(path, value))
            self.note(code, Severity.WARNING, f"{reason} It is in the comment at the end of the new file.", path)

    def add(self, section: str, entry: Mapping[str, Any], path: Path) -> None:
        """Add an entry to a section, if it says anything."""
        filled = drop_nothing(entry)
        if filled:
            entries = self.data.setdefault(section, [])
            self.origins[(section, len(entries))] = path
            entries.append(filled)

    def origin(self, path: Path) -> Path:
        """Return where a part of the document comes from, or its nearest ancestor that is known."""
        for length in range(len(path), 0, -1):
            known = self.origins.get(path[:length])
            if known is not None:
                return (*known, *path[length:])
        return path


def is_nothing(value: Any) -> bool:
    """Tell whether a value says nothing: none, an empty text, or a list or mapping of such."""
    if isinstance(value, dict):
        return all(is_nothing(item) for item in value.values())
    if isinstance(value, list):
        return all(is_nothing(item) for item in value)
    return value is None or (isinstance(value, str) and not value.strip())


def drop_nothing(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mapping without the values that say nothing."""
    return {key: value for key, value in data.items() if not is_nothing(value)}


class Fields:
    """A mapping of the other tool's, out of which fields are taken by kind."""

    def __init__(self, draft: Draft, data: Any, path: Path, rewrite: Rewrite = str) -> None:
        self.draft = draft
        self.path = path
        self.left: dict[str, Any] = dict(data) if isinstance(data, dict) else {}
        self._rewrite = rewrite
        if not isinstance(data, dict):
            draft.refuse(path, data, "A mapping belongs here.")

    def __contains__(self, key: str) -> bool:
        return not is_nothing(self.left.get(key))

    def raw(self, key: str) -> Any:
        """Take a value as it is."""
        return self.left.pop(key, None)

    def text(self, *keys: str) -> str | None:
        """Take the first text that is there under some keys."""
        for key in keys:
            if key in self:
                return self._as_text(self.left.pop(key), (*self.path, key))
        return None

    def texts(self, key: str) -> list[str]:
        """Take a list of texts; a text alone counts as a list of one."""
        values = self.left.pop(key, None)
        if is_nothing(values):
            return []
        if not isinstance(values, list):
            one = self._as_text(values, (*self.path, key))
            return [one] if one else []
        read = [self._as_text(value, (*self.path, key, index)) for index, value in enumerate(values)]
        return [text for text in read if text]

    def mappings(self, key: str) -> list[tuple[Any, Path]]:
        """Take a list, with the place of each entry."""
        values = self.left.pop(key, None)
        if is_nothing(values):
            return []
        if not isinstance(values, list):
            self.draft.refuse((*self.path, key), values, "A list belongs here.")
            return []
        return [(value, (*self.path, key, index)) for index, value in enumerate(values) if not is_nothing(value)]

    def date(self, key: str) -> str | None:
        """Take a date as JSON Resume writes it; `present` is none."""
        value = self.left.pop(key, None)
        if is_nothing(value):
            return None
        path = (*self.path, key)
        found = (
            read_date(str(value), month_first=self.draft.month_first) if isinstance(value, str | int | float) else None
        )
        if found is None:
            self.draft.refuse(path, value, "This cannot be read as a date.")
            return None
        if found.rest:
            self.draft.changed(f"A date is a year, a month or a day: `{value}` is read as {found.text}.", path)
        return found.text or None

    def close(self) -> None:
        """Leave behind what was not taken."""
        for key, value in self.left.items():
            self.draft.leave((*self.path, key), value)
        self.left = {}

    def _as_text(self, value: Any, path: Path) -> str | None:
        if is_nothing(value):
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.draft.refuse(path, value, "Text belongs here.")
            return None
        return self._rewrite(str(value).strip())

"""What the entries of a section are like as a whole, which sets the space between them: heads alone, few rows, long labels."""

from __future__ import annotations

from typing import NamedTuple

from resume_tex.document.models import Resume

_LABELS = {"skills": ("name", "stage"), "languages": ("language",), "interests": ("name",)}
"""Sections that are rows of label and value; the label is the first of these fields that there is."""
_BODIES = ("summary", "description", "highlights", "impact", "score", "courses", "keywords")
"""Fields that print below the head of an entry."""
_LONG_LABEL = 15
"""The column for labels holds so many characters in every theme."""
_FEW_ROWS, _LITTLE_TEXT = range(3, 7), 600
"""The first two rows stay together anyway."""


class SectionShape(NamedTuple):
    """What the entries of a section are like.

    Attributes:
        is_close: Most entries are a head alone, and need little space between them.
        is_short: The rows are so few that they stay on one page.
        long_labels: Indices of the entries whose label may be wider than the column for labels.
    """

    is_close: bool
    is_short: bool
    long_labels: tuple[int, ...]


_PLAIN = SectionShape(is_close=False, is_short=False, long_labels=())


def section_shape(resume: Resume, section: str, indices: tuple[int, ...]) -> SectionShape:
    """Return the shape of a section whose entries with these indices print."""
    if section in {"summary", "references"} or not indices:
        return _PLAIN
    entries = {index: getattr(resume, section)[index] for index in indices}
    if section not in _LABELS:
        bodies = sum(any(getattr(entry, name, None) for name in _BODIES) for entry in entries.values())
        return _PLAIN._replace(is_close=len(entries) > 1 and bodies * 2 < len(entries))
    labels = {index: _label_length(entry, _LABELS[section]) for index, entry in entries.items()}
    long = tuple(index for index, length in labels.items() if length > _LONG_LABEL)
    text = sum(len(word) for entry in entries.values() for word in getattr(entry, "keywords", ()))
    return _PLAIN._replace(is_short=len(entries) in _FEW_ROWS and text <= _LITTLE_TEXT, long_labels=long)


def _label_length(entry: object, fields: tuple[str, ...]) -> int:
    label = next((text for name in fields if (text := getattr(entry, name))), "")
    level = getattr(entry, "level", None)
    return len(f"{label} ({level})" if level else label)

"""What the parts of a resume are called when people talk of changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from resume_tex.history.changes import EntryPair
from resume_tex.rules.entry_names import entry_name

_SECTIONS: Final[Mapping[str, str]] = {
    "profiles": "profile", "work": "job", "volunteer": "volunteer role", "education": "degree", "awards": "award",
    "certificates": "certificate", "publications": "publication", "skills": "skill group", "languages": "language",
    "interests": "interest", "references": "reference", "projects": "project",
}  # fmt: skip
_LISTS: Final[Mapping[str, str]] = {
    "highlights": "bullet", "keywords": "keyword", "courses": "course", "authors": "author", "roles": "role", "tags": "tag",
}  # fmt: skip
_FIELDS: Final[Mapping[str, str]] = {
    "startDate": "dates", "endDate": "dates", "releaseDate": "date", "studyType": "degree", "url": "address",
    "basics.url": "site", "basics.email": "e-mail", "$schema": "schema",
    "meta.resumeTex.pages": "page limit", "meta.version": "document's version", "meta.lastModified": "date of change",
}  # fmt: skip
_GROUPS: Final = (
    ("basics.location", "location"), ("meta.resumeTex.options", "theme options"), ("meta.resumeTex.rules", "rule settings"),
    ("meta.resumeTex.variants", "variants"), ("meta.resumeTex.headings", "headings"), ("meta.resumeTex.highlights", "tags"),
    ("meta.resumeTex.sections", "order of sections"),
)  # fmt: skip


def section_noun(section: str) -> str:
    """Return what one entry of a section is called: `job`."""
    return _SECTIONS.get(section, section)


def item_noun(section: str, name: str) -> str:
    """Return what one text of a list is called: `bullet`; a keyword under skills is a skill."""
    return "skill" if (section, name) == ("skills", "keywords") else _LISTS.get(name, name)


def field_noun(name: str) -> str:
    """Return what a value is called: `summary`, `theme options`."""
    for prefix, noun in _GROUPS:
        if name == prefix or name.startswith((f"{prefix}.", f"{prefix}[")):
            return noun
    return _FIELDS.get(name) or name.removeprefix("basics.").removeprefix("meta.resumeTex.").removeprefix("meta.")


def entry_title(entry: EntryPair) -> str:
    """Return the entry's employer, school or title as it is now, or was if it is gone."""
    return entry_name(entry.entry, section_noun(entry.section))


def plural(noun: str, count: int) -> str:
    """Return a noun in the number that a count asks for."""
    if count == 1:
        return noun
    return f"{noun}s"


def section_title(section: str) -> str:
    """Return a section's name as a heading."""
    return section.capitalize()

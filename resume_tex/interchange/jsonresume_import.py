"""Import from JSON Resume of any dialect, that of 2014 with `company` and `gpa` included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resume_tex.diagnostics import Path
from resume_tex.interchange.dates_in_words import read_date
from resume_tex.interchange.draft import Draft, is_nothing
from resume_tex.interchange.jsonresume_legacy import RENAMED

_DATE_KEYS = frozenset({"startDate", "endDate", "date", "releaseDate"})
_OTHER_NAMES: Mapping[str, Mapping[str, str]] = {
    # section: {name before 0.0.16: name now}
    "languages": {"name": "language", "level": "fluency"},
    "hobbies": {},
}


def convert_jsonresume(data: Mapping[str, Any], draft: Draft) -> None:
    """Fill a draft with a JSON Resume document."""
    for key, value in data.items():
        if key == "$schema":
            draft.looks(
                (key,),
                "`$schema` stays behind: the new file is checked against our schema, which includes JSON Resume's.",
            )
        elif value is not None:
            name = "interests" if key == "hobbies" and "interests" not in data else key
            draft.data[name] = _section(name, value, (key,), draft)


def _section(name: str, value: Any, path: Path, draft: Draft) -> Any:
    names = {**{old: new for new, old in RENAMED.get(name, {}).items()}, **_OTHER_NAMES.get(name, {})}
    if isinstance(value, list):
        entries: list[Any] = []
        for index, entry in enumerate(value):
            if entry is not None:
                draft.origins[(name, len(entries))] = (*path, index)
                entries.append(_entry(entry, names, (*path, index), draft))
        return entries
    return _entry(value, names, path, draft)


def _entry(entry: Any, names: Mapping[str, str], path: Path, draft: Draft) -> Any:
    if not isinstance(entry, dict):
        return entry
    out: dict[str, Any] = {}
    for key, value in entry.items():
        new = names.get(key, key)
        name = key if new in entry else new
        if key in _DATE_KEYS and not is_nothing(value):
            value = _date(key, value, (*path, key), draft)  # noqa: PLW2901
        if not is_nothing(value):
            out[name] = value
    return out


def _date(key: str, value: Any, path: Path, draft: Draft) -> Any:
    """Return a date as our YAML takes it; what is none is left behind."""
    found = read_date(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    if found is None or (not found.text and key != "endDate"):
        draft.refuse(path, value, "This cannot be read as a date.")
        return None
    if found.text and found.text != str(value).strip():
        draft.changed(f"The date `{value}` is {found.text} now.", path)
    return found.text or None

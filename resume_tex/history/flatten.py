"""A resume as a list of values with their places; every value is in it once, whatever the models know of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel

from resume_tex.diagnostics import Path
from resume_tex.document.dates import PartialDate
from resume_tex.document.models import SECTIONS, Entry, Highlight, Resume
from resume_tex.history.changes import Item, Leaf

PROFILES: Final = "profiles"
_PARAGRAPH: Final = re.compile(r"[^\S\n]*\n[^\S\n]*\n\s*")


def tidy(text: str) -> str:
    """Return a text as it prints: any white space is a space, and a blank line parts paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in _PARAGRAPH.split(text.strip()))


def entries_of(resume: Resume) -> Iterator[tuple[str, Path, list[Entry]]]:
    """Yield every section that is a list: its name, its place, its entries."""
    yield PROFILES, ("basics", PROFILES), list(resume.basics.profiles)
    for name in SECTIONS:
        yield name, (name,), list(getattr(resume, name))


def resume_leaves(resume: Resume) -> Iterator[Leaf]:
    """Yield the values outside entries: name, contacts, summary, settings, and keys that no model knows."""
    skipped: set[Path] = {(name,) for name in SECTIONS} | {("basics", PROFILES)}
    yield from _model_leaves(resume, (), skipped)


def entry_leaves(entry: Entry, path: Path) -> Iterator[Leaf]:
    """Yield an entry's single values."""
    lists = {(*path, name) for name in entry_lists(entry, path)}
    yield from _model_leaves(entry, path, lists)


def entry_lists(entry: Entry, path: Path) -> dict[str, list[Item]]:
    """Return an entry's lists of texts by name: bullets, keywords, tags."""
    found = {}
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if isinstance(value, list) and value:
            found[name] = [_item(part, (*path, name, index)) for index, part in enumerate(value)]
    return found


def _item(value: object, path: Path) -> Item:
    if not isinstance(value, Highlight):
        return Item(tidy(str(value)), (), path)
    rest = value.model_dump(exclude={"text"}, exclude_defaults=True)
    notes = (leaf for key, part in sorted(rest.items()) for leaf in _value_leaves(part, (key,)))
    return Item(tidy(value.text), tuple((".".join(map(str, key)), text) for key, text in notes), path)


def _model_leaves(model: BaseModel, path: Path, skipped: set[Path]) -> Iterator[Leaf]:
    fields = type(model).model_fields
    own = type(model).__annotations__
    for name in sorted(fields, key=lambda name: name not in own):  # what all entries have comes last: dates
        yield from _skip(getattr(model, name), (*path, fields[name].alias or name), skipped)
    for name, value in sorted((model.model_extra or {}).items()):
        yield from _skip(value, (*path, name), skipped)


def _skip(value: object, path: Path, skipped: set[Path]) -> Iterator[Leaf]:
    if path in skipped:
        return
    if isinstance(value, BaseModel):
        yield from _model_leaves(value, path, skipped)
    else:
        yield from _value_leaves(value, path)


def _value_leaves(value: object, path: Path) -> Iterator[Leaf]:
    match value:
        case None:
            return
        case BaseModel():
            yield from _model_leaves(value, path, set())
        case dict():
            for key, part in value.items():
                yield from _value_leaves(part, (*path, str(key)))
        case list() if any(isinstance(part, list | dict | BaseModel) for part in value):
            for index, part in enumerate(value):
                yield from _value_leaves(part, (*path, index))
        case list():
            yield path, ", ".join(map(_scalar, value))
        case _:
            if text := _scalar(value):
                yield path, text


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, PartialDate | int | float) else tidy(str(value))

"""A difference as JSON, for programs."""

from __future__ import annotations

import json
from typing import Any

from resume_tex.diagnostics import format_path
from resume_tex.diagnostics_json import diagnostic_to_json
from resume_tex.history.changes import EntryPair, FieldPair, Item, ItemPair
from resume_tex.history.difference import Difference
from resume_tex.history.naming import entry_title
from resume_tex.history.sides import Side
from resume_tex.history.summary import summarize
from resume_tex.history.words import compare_words


def to_json(difference: Difference) -> str:
    """Write a difference as JSON."""
    comparison = difference.comparison
    data = {
        "version": 1,
        "before": _side(difference.before, difference.pages[0]),
        "after": _side(difference.after, difference.pages[1]),
        "differs": difference.differs,
        "summary": summarize(comparison),
        "fields": [_field(field) for field in comparison.changed_fields()],
        "entries": [_entry(entry) for entry in comparison.changed_entries()],
        "findings": {
            "gained": [diagnostic_to_json(d) for d in difference.gained],
            "lost": [diagnostic_to_json(d) for d in difference.lost],
        },
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _side(side: Side, pages: int | None) -> dict[str, Any]:
    return {"name": side.name, "commit": side.commit, "file": side.file, "pages": pages}


def _field(field: FieldPair) -> dict[str, Any]:
    return {
        "name": field.name,
        "before": field.before,
        "after": field.after,
        "words": _words(field.before, field.after),
    }


def _entry(entry: EntryPair) -> dict[str, Any]:
    return {
        "section": entry.section,
        "title": entry_title(entry),
        "change": _change(entry.before, entry.after),
        "moved": entry.moved,
        "before": format_path(entry.old) if entry.old is not None else None,
        "after": format_path(entry.new) if entry.new is not None else None,
        "fields": [_field(field) for field in entry.fields if field.changed],
        "lists": {
            items.name: [_item(item) for item in items.items if item.changed] for items in entry.lists if items.changed
        },
    }


def _item(item: ItemPair) -> dict[str, Any]:
    before, after = item.before, item.after
    return {
        "change": "moved" if item.moved and not item.reworded else _change(before, after),
        "moved": item.moved,
        "before": _text(before),
        "after": _text(after),
        "words": _words(before.text if before else None, after.text if after else None),
    }


def _text(item: Item | None) -> dict[str, Any] | None:
    return None if item is None else {"path": format_path(item.path), "text": item.text, **dict(item.notes)}


def _change(before: object | None, after: object | None) -> str:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def _words(before: str | None, after: str | None) -> list[list[str]]:
    return [[run.fate, run.text] for run in compare_words(before or "", after or "")]

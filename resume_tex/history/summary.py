"""Tells in one line what changed between two resumes: `2 bullets reworded at Spotify, 1 publication added`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from resume_tex.history.changes import Comparison, EntryPair, FieldPair, ItemPair
from resume_tex.history.naming import entry_title, field_noun, item_noun, plural, section_noun

_MOST_PARTS: Final = 4
_MOST_PLACES: Final = 2
_LONGEST_PLACE: Final = 40


class _Event(NamedTuple):
    """One change: what kind of thing it is about, what happened to it, and in which entry; `counted` if there may be several."""

    noun: str
    verb: str
    place: str = ""
    counted: bool = True


def summarize(comparison: Comparison, most: int = _MOST_PARTS) -> str:
    """Return what changed in one line of at most `most` parts; nothing if nothing changed."""
    groups: dict[tuple[str, str, bool], list[_Event]] = {}
    for event in _events(comparison):
        groups.setdefault((event.noun, event.verb, event.counted), []).append(event)
    subjects: dict[tuple[str, bool], list[str]] = {}  # `name and dates` by `changed at Acme`
    for (noun, verb, counted), events in groups.items():
        subject = f"{len(events)} {plural(noun, len(events))}" if counted else noun
        subjects.setdefault((f"{verb}{_where(events)}", counted), []).append(subject)
    parts = [f"{_enumerated(nouns)} {predicate}" for (predicate, _), nouns in subjects.items()]
    if len(parts) > most:
        rest = len(parts) - most + 1
        parts = [*parts[: most - 1], f"{rest} other changes"]
    return ", ".join(parts)


def _where(events: list[_Event]) -> str:
    places = list(dict.fromkeys(_shortened(event.place) for event in events if event.place))
    if not places:
        return ""
    return f" at {' and '.join(places)}" if len(places) <= _MOST_PLACES else f" in {len(places)} places"


def _shortened(place: str) -> str:
    return place if len(place) <= _LONGEST_PLACE else f"{place[:_LONGEST_PLACE].rsplit(' ', 1)[0]}..."


def _enumerated(nouns: list[str]) -> str:
    return " and ".join([", ".join(nouns[:-1]), nouns[-1]] if len(nouns) > 1 else nouns)


def _events(comparison: Comparison) -> Iterator[_Event]:
    for entry in comparison.changed_entries():
        yield from _entry_events(entry)
    for field in comparison.changed_fields():
        yield _Event(field_noun(field.name), _verb(field), counted=False)


def _entry_events(entry: EntryPair) -> Iterator[_Event]:
    noun = section_noun(entry.section)
    if entry.before is None or entry.after is None:
        yield _Event(noun, "added" if entry.before is None else "removed")
    elif entry.moved:
        yield _Event(noun, "moved")
    title = entry_title(entry)
    lasting = entry.before is not None and entry.after is not None
    for field in entry.fields if lasting else ():
        if field.changed:
            yield _Event(field_noun(field.name), _verb(field), title, counted=False)
    for items in entry.lists:
        for item in items.items:
            verb = _item_verb(item, entry)
            if verb and (lasting or (verb == "moved" and entry.after is not None)):
                yield _Event(item_noun(entry.section, items.name), verb, title)


def _verb(field: FieldPair) -> str:
    if field.before is None:
        return "added"
    return "removed" if field.after is None else "changed"


def _item_verb(item: ItemPair, entry: EntryPair) -> str:
    """Return what happened to a text; nothing where the entry that it went to tells it."""
    if not item.changed or entry.left(item):
        return ""
    if item.before is None or item.after is None:
        return "added" if item.before is None else "removed"
    if item.reworded:
        return "reworded"
    return "moved" if item.moved else "retagged"

"""What changed between two resumes, as sections, entries and lines, in the order of the page; text and Markdown are made of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.history.changes import Comparison, EntryPair, FieldPair, ItemPair, ListPair
from resume_tex.history.naming import entry_title, field_noun, item_noun, section_title

Mark = Literal["added", "removed", "moved", "changed"]


class Line(NamedTuple):
    """One change.

    Attributes:
        mark: What happened.
        label: What it is about, such as `dates`; nothing for a bullet, which speaks for itself.
        before: The text before; None if there was none.
        after: The text after; None if there is none.
        note: What else there is to say: where it came from.
    """

    mark: Mark
    label: str
    before: str | None
    after: str | None
    note: str = ""


class Block(NamedTuple):
    """An entry and its changes: its title, and what happened to it as a whole."""

    title: str
    mark: Mark
    lines: tuple[Line, ...]


class Section(NamedTuple):
    """A section of the resume with the entries that changed; a block without a title holds the section's own values."""

    title: str
    blocks: tuple[Block, ...]


_LONGEST_QUOTE: Final = 40
_HEADER: Final = "Header"
_LAST: Final = {"meta": "Settings", "": "Other keys"}


def outline(comparison: Comparison) -> tuple[Section, ...]:
    """Return what changed, section by section."""
    own = {
        group: Block("", "changed", tuple(map(_field_line, fields))) for group, fields in _grouped(comparison).items()
    }
    sections: dict[str, list[Block]] = {_HEADER: [own["basics"]]} if "basics" in own else {}
    for entry in comparison.changed_entries():
        sections.setdefault(section_title(entry.section), []).append(_block(entry, comparison))
    sections |= {title: [own[group]] for group, title in _LAST.items() if group in own}
    return tuple(Section(title, tuple(blocks)) for title, blocks in sections.items())


def _grouped(comparison: Comparison) -> dict[str, list[FieldPair]]:
    groups: dict[str, list[FieldPair]] = {}
    for field in comparison.changed_fields():
        group = str((field.new or field.old or ("",))[0])
        groups.setdefault(group if group in {"basics", "meta"} else "", []).append(field)
    return groups


def _block(entry: EntryPair, comparison: Comparison) -> Block:
    mark: Mark = "changed"
    if entry.before is None or entry.after is None:
        mark = "added" if entry.before is None else "removed"
    elif entry.moved:
        mark = "moved"
    lines = [_field_line(field) for field in entry.fields if field.changed and not _in_title(field, entry)]
    for items in entry.lists:
        lines += _list_lines(entry, items, comparison)
    return Block(_title(entry), mark, tuple(lines))


def _in_title(field: FieldPair, entry: EntryPair) -> bool:
    """Tell whether the title of an entry that was added or removed says a value already."""
    whole = entry.before is None or entry.after is None
    return whole and (field.after or field.before or "") in _title_parts(entry)


def _title(entry: EntryPair) -> str:
    return ", ".join(_title_parts(entry))


def _title_parts(entry: EntryPair) -> tuple[str, ...]:
    name = entry_title(entry)
    position = getattr(entry.entry, "position", None)
    return (name, position) if position and position != name else (name,)


def _field_line(field: FieldPair) -> Line:
    mark: Mark = "changed"
    if field.before is None or field.after is None:
        mark = "added" if field.before is None else "removed"
    return Line(mark, _label(field), field.before, field.after)


def _label(field: FieldPair) -> str:
    """Return a value's name; of settings the whole path, since they are many."""
    name = field.name
    if name.startswith("meta.resumeTex."):
        return name.removeprefix("meta.resumeTex.")
    return name if "." in name and not name.startswith("basics.") else field_noun(name)


def _list_lines(entry: EntryPair, items: ListPair, comparison: Comparison) -> Iterator[Line]:
    label = "" if items.name == "highlights" else item_noun(entry.section, items.name)
    for item in items.items:
        if item.changed:
            yield from _item_lines(item, entry, label, comparison)


def _item_lines(item: ItemPair, entry: EntryPair, label: str, comparison: Comparison) -> Iterator[Line]:
    before, after = (part.text if part is not None else None for part in (item.before, item.after))
    if before is None or after is None:
        yield Line("added" if before is None else "removed", label, before, after)
    elif entry.left(item):
        yield Line("moved", label, before, before, f"to {_owner(item, comparison, after=True)}")
    else:
        note = f"from {_owner(item, comparison, after=False)}" if entry.came(item) else ""
        if item.moved or item.reworded:
            yield Line("moved" if item.moved else "changed", label, before, after, note)
    if item.before is not None and item.after is not None and not entry.left(item):
        yield from _note_lines(dict(item.before.notes), dict(item.after.notes), after or "")


def _note_lines(before: dict[str, str], after: dict[str, str], text: str) -> Iterator[Line]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            said = plain_text(parse_inline(text))
            short = said if len(said) <= _LONGEST_QUOTE else f"{said[:_LONGEST_QUOTE].rstrip()}..."
            yield Line("changed", f"{name} of “{short}”", before.get(name), after.get(name))


def _owner(item: ItemPair, comparison: Comparison, *, after: bool) -> str:
    """Return the title of the entry that a text is in after, or was in before."""
    part = item.after if after else item.before
    assert part is not None
    for entry in comparison.entries:
        path = entry.new if after else entry.old
        if path is not None and part.path[: len(path)] == path:
            return entry_title(entry)
    return "another entry"

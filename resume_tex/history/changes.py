"""What changed between two resumes, as a frozen tree: pairs of fields, texts and entries, those that stayed among them.

Each pair holds what stood before and what stands after; one of them is None where something was added or removed. Together
the pairs hold both resumes whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from resume_tex.diagnostics import Path
from resume_tex.document.models import Entry, Resume

Leaf = tuple[Path, str]
"""A value of a resume: where it stands, and its text."""


@dataclass(frozen=True, slots=True)
class FieldPair:
    """A single value, such as a title or a date.

    Attributes:
        name: Its name in the entry, or in the resume: `startDate`, `meta.resumeTex.options.paper`.
        before: Its text before; None if it was not there.
        after: Its text after; None if it is not there any more.
        old: Where it stood.
        new: Where it stands.
    """

    name: str
    before: str | None
    after: str | None
    old: Path | None
    new: Path | None

    @property
    def changed(self) -> bool:
        """Whether it is another than before."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Item:
    """One text of a list: a bullet, a keyword, an author.

    Attributes:
        text: Its words.
        notes: What else it carries, by name: the tags of a bullet.
        path: Where it stands.
    """

    text: str
    notes: tuple[tuple[str, str], ...]
    path: Path


@dataclass(frozen=True, slots=True)
class ItemPair:
    """One text of a list before and after.

    Attributes:
        before: The text before; None if it was added.
        after: The text after; None if it was removed.
        moved: It stands elsewhere: in another order, or in another entry.
    """

    before: Item | None
    after: Item | None
    moved: bool = False

    @property
    def reworded(self) -> bool:
        """Whether its words are others."""
        return self.before is not None and self.after is not None and self.before.text != self.after.text

    @property
    def changed(self) -> bool:
        """Whether anything about it is other than before."""
        if self.before is None or self.after is None:
            return True
        return self.moved or self.before.text != self.after.text or self.before.notes != self.after.notes


@dataclass(frozen=True, slots=True)
class ListPair:
    """A list of texts of an entry.

    Attributes:
        name: Its name, such as `highlights`.
        items: Its texts in the order after; those that were removed or went to another entry stand where they stood.
    """

    name: str
    items: tuple[ItemPair, ...]

    @property
    def changed(self) -> bool:
        """Whether any text of it changed."""
        return any(item.changed for item in self.items)


@dataclass(frozen=True, slots=True)
class EntryPair:
    """An entry of a section.

    Attributes:
        section: The section, such as `work`; `profiles` for the accounts under `basics`.
        before: The entry before; None if it was added.
        after: The entry after; None if it was removed.
        old: Where it stood.
        new: Where it stands.
        moved: It stands in another order among those that stayed.
        fields: Its values.
        lists: Its lists of texts.
    """

    section: str
    before: Entry | None
    after: Entry | None
    old: Path | None
    new: Path | None
    moved: bool
    fields: tuple[FieldPair, ...]
    lists: tuple[ListPair, ...]

    @property
    def entry(self) -> Entry:
        """The entry after, or before if it is gone."""
        entry = self.after if self.after is not None else self.before
        assert entry is not None
        return entry

    @property
    def path(self) -> Path:
        """Where it stands, or stood if it is gone."""
        path = self.new if self.new is not None else self.old
        assert path is not None
        return path

    @property
    def changed(self) -> bool:
        """Whether anything about it is other than before."""
        gone = self.before is None or self.after is None
        return gone or self.moved or any(f.changed for f in self.fields) or any(part.changed for part in self.lists)

    def left(self, item: ItemPair) -> bool:
        """Tell whether a text of one of its lists went to another entry, where it is told of."""
        return item.after is not None and (self.new is None or item.after.path[: len(self.new)] != self.new)

    def came(self, item: ItemPair) -> bool:
        """Tell whether a text of one of its lists came from another entry."""
        return item.before is not None and (self.old is None or item.before.path[: len(self.old)] != self.old)


@dataclass(frozen=True)
class Comparison:
    """Two resumes, piece by piece.

    Attributes:
        before: The resume before.
        after: The resume after.
        fields: Values outside entries: name, contacts, summary, settings.
        entries: The entries, by section, in the order after; those that are gone stand where they stood.
    """

    before: Resume
    after: Resume
    fields: tuple[FieldPair, ...]
    entries: tuple[EntryPair, ...]

    @property
    def changed(self) -> bool:
        """Whether anything that the resumes say is different."""
        return any(field.changed for field in self.fields) or any(entry.changed for entry in self.entries)

    def changed_fields(self) -> tuple[FieldPair, ...]:
        """Return the values outside entries that changed."""
        return tuple(pair for pair in self.fields if pair.changed)

    def changed_entries(self) -> tuple[EntryPair, ...]:
        """Return the entries that changed."""
        return tuple(pair for pair in self.entries if pair.changed)

    @cached_property
    def places(self) -> dict[Path, Path]:
        """Where each entry and each text that stayed stands now, by where it stood."""
        found: dict[Path, Path] = {}
        for entry in self.entries:
            if entry.old is not None and entry.new is not None:
                found[entry.old] = entry.new
            for items in entry.lists:
                for item in items.items:
                    if item.before is not None and item.after is not None:
                        found[item.before.path] = item.after.path
        return found

    @cached_property
    def gone(self) -> frozenset[Path]:
        """Where entries and texts stood that are gone."""
        entries = {entry.old for entry in self.entries if entry.old is not None and entry.new is None}
        items = {
            item.before.path
            for entry in self.entries
            for items in entry.lists
            for item in items.items
            if item.before is not None and item.after is None
        }
        return frozenset(entries | items)

    def place(self, path: Path) -> Path | None:
        """Return where a value of the resume before stands now; None if its entry or text is gone."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return (*self.places[path[:length]], *path[length:])
            if path[:length] in self.gone:
                return None
        return path

    def leaves(self, *, after: bool) -> Iterator[Leaf]:
        """Yield every value of the resume before, or after."""
        for field in self.fields:
            yield from _field_leaf(field, after=after)
        for entry in self.entries:
            for field in entry.fields:
                yield from _field_leaf(field, after=after)
            for items in entry.lists:
                for pair in items.items:
                    if entry.left(pair) if after else entry.came(pair):
                        continue
                    item = pair.after if after else pair.before
                    if item is not None:
                        yield item.path, item.text
                        yield from (((*item.path, name), value) for name, value in item.notes)


def _field_leaf(field: FieldPair, *, after: bool) -> Iterator[Leaf]:
    path, text = (field.new, field.after) if after else (field.old, field.before)
    if path is not None and text is not None:
        yield path, text

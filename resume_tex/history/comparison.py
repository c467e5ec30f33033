"""Compares two resumes: which entry is which, what became of its bullets, and which values changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from resume_tex.diagnostics import Path, format_path
from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.models import Entry, Resume
from resume_tex.history.changes import Comparison, EntryPair, FieldPair, Item, ItemPair, ListPair
from resume_tex.history.flatten import entries_of, entry_leaves, entry_lists, resume_leaves
from resume_tex.history.matching import likeness, out_of_order, pair_alike, pair_equal, unpaired, words_of

_IDENTITY: Final[Mapping[str, tuple[str, ...]]] = {
    "profiles": ("network", "username"), "work": ("name", "position"), "volunteer": ("organization", "position"),
    "education": ("institution", "studyType", "area"), "awards": ("title", "awarder"), "certificates": ("name", "issuer"),
    "publications": ("name",), "skills": ("name",), "languages": ("language",), "interests": ("name",),
    "references": ("name",), "projects": ("name",),
}  # fmt: skip
"""What an entry is known by; the first alone is a strong hint."""
_SAME_HEAD: Final = 0.25
"""How alike two entries must be that share the first of those."""
_ALIKE_ENTRIES: Final = 0.5
_ALIKE_ITEMS: Final = 0.45
_ALIKE_ELSEWHERE: Final = 0.6
_TRAVELLING: Final = ("highlights", "keywords")
"""Lists whose texts move from entry to entry."""
_REWORDED_ON_THE_WAY: Final = "highlights"
T = TypeVar("T")


def compare(before: Resume, after: Resume) -> Comparison:
    """Compare two resumes."""
    fields = _pair_fields(dict(resume_leaves(before)), dict(resume_leaves(after)), (), ())
    drafts = [
        draft for old, new in zip(entries_of(before), entries_of(after), strict=True) for draft in _draft(old, new)
    ]
    items = _ItemPairing(drafts)
    entries = (_finish(number, draft, items) for number, draft in enumerate(drafts))
    return Comparison(before, after, tuple(fields), tuple(entries))


@dataclass(frozen=True)
class _Known:
    """An entry, and what it is recognised by."""

    section: str
    entry: Entry
    path: Path

    @cached_property
    def lists(self) -> dict[str, list[Item]]:
        return entry_lists(self.entry, self.path)

    @cached_property
    def leaves(self) -> dict[Path, str]:
        return dict(entry_leaves(self.entry, self.path))

    @cached_property
    def content(self) -> tuple[object, ...]:
        """Everything it says, wherever it stands."""
        depth = len(self.path)
        values = tuple((path[depth:], text) for path, text in self.leaves.items())
        texts = tuple((name, tuple((i.text, i.notes) for i in items)) for name, items in self.lists.items())
        return values, texts

    @cached_property
    def words(self) -> Mapping[str, float]:
        texts = [item.text for items in self.lists.values() for item in items]
        return words_of([*self.leaves.values(), *texts])

    @cached_property
    def identity(self) -> tuple[str, ...]:
        return tuple(_plain(getattr(self.entry, name, None)) for name in _IDENTITY[self.section])

    @cached_property
    def doi(self) -> str:
        return str(getattr(self.entry, "doi", None) or "").strip().lower().removeprefix("https://doi.org/")

    def score(self, other: _Known) -> float:
        """Tell how surely another entry is the same one: from 1 by what it is known by, below 1 by its words."""
        alike = 0.9 * likeness(self.words, other.words)
        if (self.doi and self.doi == other.doi) or (any(self.identity) and self.identity == other.identity):
            return 2.0 + alike
        if self.identity[0] and self.identity[0] == other.identity[0] and alike >= _SAME_HEAD:
            return 1.0 + alike
        return alike


def _plain(value: object) -> str:
    return " ".join(plain_text(parse_inline(value)).split()).casefold() if isinstance(value, str) else ""


@dataclass(frozen=True)
class _Draft:
    """A pair of entries whose texts are not paired yet."""

    section: str
    old: _Known | None
    new: _Known | None
    moved: bool


def _draft(old: tuple[str, Path, list[Entry]], new: tuple[str, Path, list[Entry]]) -> Iterator[_Draft]:
    section, path, _ = old
    before, after = ([_Known(section, entry, (*path, i)) for i, entry in enumerate(s[2])] for s in (old, new))
    pairs = pair_equal([known.content for known in before], [known.content for known in after])
    left, right = unpaired(pairs, len(before), len(after))
    alike = pair_alike([before[i] for i in left], [after[j] for j in right], _Known.score, _ALIKE_ENTRIES)
    pairs += [(left[i], right[j]) for i, j in alike]
    moved = out_of_order([i for i, _ in sorted(pairs, key=lambda pair: pair[1])])
    for i, j in interleave(pairs, len(before), len(after)):
        yield _Draft(section, _at(before, i), _at(after, j), i in moved)


def _at(items: Sequence[T], index: int | None) -> T | None:
    return items[index] if index is not None else None


def interleave(pairs: Iterable[tuple[int, int]], old: int, new: int) -> list[tuple[int | None, int | None]]:
    """Return the order in which two lists are shown as one: the order after, with what is gone behind what it stood behind.

    Args:
        pairs: Which of the old list is which of the new.
        old: How many the old list has.
        new: How many the new list has.
    """
    partner = {j: i for i, j in pairs}
    kept = set(partner.values())
    behind: defaultdict[int, list[int]] = defaultdict(list)
    last = -1
    for i in range(old):
        if i in kept:
            last = i
        else:
            behind[last].append(i)
    order: list[tuple[int | None, int | None]] = [(i, None) for i in behind[-1]]
    for j in range(new):
        mate = partner.get(j)
        order.append((mate, j))
        order += [(gone, None) for gone in behind[mate]] if mate is not None else []
    return order


List = tuple[int, str]
"""A list of texts: the number of its draft, and its name."""
Slot = tuple[int, str, int]
"""A text: its list, and its place in it."""


class _ItemPairing:
    """Finds out which text is which: what is equal in its entry, then elsewhere; then what is alike."""

    def __init__(self, drafts: Sequence[_Draft]) -> None:
        self.old = _texts(draft.old for draft in drafts)
        self.new = _texts(draft.new for draft in drafts)
        self.forth: dict[Slot, Slot] = {}
        self.back: dict[Slot, Slot] = {}
        here: list[tuple[tuple[List, ...], tuple[List, ...]]]
        here = [((key,), (key,)) for key in self.old if key in self.new]
        elsewhere = {name: (_named(self.old, name), _named(self.new, name)) for name in _TRAVELLING}
        for old, new in here:
            self._pair_equal(old, new)
        for old, new in elsewhere.values():
            self._pair_equal(old, new)
        for old, new in here:
            self._pair_alike(old, new, _ALIKE_ITEMS)
        self._pair_alike(*elsewhere[_REWORDED_ON_THE_WAY], _ALIKE_ELSEWHERE)

    def _left(self, old: Iterable[List], new: Iterable[List]) -> tuple[list[Slot], list[Slot]]:
        left = [slot for key in old for slot in _slots(key, self.old) if slot not in self.forth]
        return left, [slot for key in new for slot in _slots(key, self.new) if slot not in self.back]

    def _pair_equal(self, old: Iterable[List], new: Iterable[List]) -> None:
        left, right = self._left(old, new)
        self._link(left, right, pair_equal([_said(self.old, s) for s in left], [_said(self.new, s) for s in right]))
        left, right = self._left(old, new)
        texts = [_item(self.old, s).text for s in left], [_item(self.new, s).text for s in right]
        self._link(left, right, pair_equal(*texts))

    def _pair_alike(self, old: Iterable[List], new: Iterable[List], least: float) -> None:
        left, right = self._left(old, new)
        before = [words_of([_item(self.old, s).text]) for s in left]
        after = [words_of([_item(self.new, s).text]) for s in right]
        self._link(left, right, pair_alike(before, after, likeness, least))

    def _link(self, left: Sequence[Slot], right: Sequence[Slot], pairs: Iterable[tuple[int, int]]) -> None:
        for i, j in pairs:
            self.forth[left[i]] = right[j]
            self.back[right[j]] = left[i]


def _texts(entries: Iterable[_Known | None]) -> dict[List, list[Item]]:
    return {
        (number, name): items
        for number, entry in enumerate(entries)
        if entry is not None
        for name, items in entry.lists.items()
    }


def _named(texts: Mapping[List, list[Item]], name: str) -> tuple[List, ...]:
    return tuple(key for key in texts if key[1] == name)


def _slots(key: List, texts: Mapping[List, list[Item]]) -> Iterator[Slot]:
    return ((*key, index) for index in range(len(texts.get(key, ()))))


def _item(texts: Mapping[List, list[Item]], slot: Slot) -> Item:
    return texts[slot[:2]][slot[2]]


def _said(texts: Mapping[List, list[Item]], slot: Slot) -> tuple[object, ...]:
    item = _item(texts, slot)
    return item.text, item.notes


def _finish(number: int, draft: _Draft, items: _ItemPairing) -> EntryPair:
    old, new = draft.old, draft.new
    names = dict.fromkeys(name for known in (new, old) if known is not None for name in known.lists)
    old_path, new_path = (known.path if known is not None else None for known in (old, new))
    fields = _pair_fields(
        old.leaves if old is not None else {}, new.leaves if new is not None else {}, old_path or (), new_path or ()
    )
    return EntryPair(
        draft.section,
        old.entry if old is not None else None,
        new.entry if new is not None else None,
        old_path,
        new_path,
        draft.moved,
        tuple(fields),
        tuple(ListPair(name, tuple(_list_items((number, name), items))) for name in names),
    )


def _list_items(key: List, items: _ItemPairing) -> Iterator[ItemPair]:
    pairs = {
        j: slot[2] for j, slot in enumerate(map(items.back.get, _slots(key, items.new))) if slot and slot[:2] == key
    }
    moved = out_of_order([i for _, i in sorted(pairs.items())])
    order = interleave(((i, j) for j, i in pairs.items()), len(items.old.get(key, ())), len(items.new.get(key, ())))
    for i, j in order:
        one = (*key, i) if i is not None else items.back.get((*key, j)) if j is not None else None
        other = (*key, j) if j is not None else items.forth.get((*key, i)) if i is not None else None
        before = _item(items.old, one) if one is not None else None
        after = _item(items.new, other) if other is not None else None
        travelled = one is not None and other is not None and one[:2] != other[:2]
        yield ItemPair(before, after, travelled or (i is not None and i in moved))


def _pair_fields(before: Mapping[Path, str], after: Mapping[Path, str], old: Path, new: Path) -> Iterator[FieldPair]:
    """Pair values by their names below the places `old` and `new`."""
    was = {path[len(old) :]: text for path, text in before.items()}
    now = {path[len(new) :]: text for path, text in after.items()}
    for name in dict.fromkeys((*now, *was)):
        one, other = was.get(name), now.get(name)
        yield FieldPair(
            format_path(name),
            one,
            other,
            (*old, *name) if one is not None else None,
            (*new, *name) if other is not None else None,
        )

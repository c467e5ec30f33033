"""Two resumes as one that holds both, with what the page shows of the changes: what `diff --pdf` typesets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final, TypeVar

from resume_tex.diagnostics import Path
from resume_tex.document.dates import PartialDate
from resume_tex.document.inline import Revised
from resume_tex.document.models import SECTIONS, Basics, Entry, Highlight, Resume, TextKind
from resume_tex.history.changes import Comparison, EntryPair, ItemPair
from resume_tex.history.flatten import PROFILES, tidy
from resume_tex.history.marking import revise
from resume_tex.render.contacts import contacts, display_url
from resume_tex.render.context import heading_path, text_kinds
from resume_tex.render.locale import Locale

_PARAGRAPH: Final = "\n\n"
_TITLES: Final = ("name", "organization", "institution", "title", "language", "position")
"""What is marked of an entry that stands in another order."""
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Union:
    """A resume that holds two.

    Attributes:
        resume: The resume after, with what is gone from it in its old place.
        texts: The texts that changed, by field of that resume.
        paragraphs: The same of fields that may have several paragraphs, by field and paragraph.
    """

    resume: Resume
    texts: Mapping[Path, Revised]
    paragraphs: Mapping[tuple[Path, str], Revised]


def unite(comparison: Comparison, locale: Locale, date_style: str) -> Union:
    """Make one resume of two, as they print.

    Args:
        comparison: The two.
        locale: The language of dates and headings.
        date_style: How dates are written.
    """
    return _Uniting(comparison, locale, date_style).run()


@dataclass(slots=True)
class _Uniting:
    comparison: Comparison
    locale: Locale
    date_style: str
    texts: dict[Path, Revised] = field(default_factory=dict)
    blocks: dict[tuple[Path, str], Revised] = field(default_factory=dict)

    def run(self) -> Union:
        sections: dict[str, list[Entry]] = {}
        for pair in self.comparison.entries:
            entries = sections.setdefault(pair.section, [])
            root: Path = ("basics", PROFILES) if pair.section == PROFILES else (pair.section,)
            entries.append(self._entry(pair, (*root, len(entries))))
        basics = self._basics(sections.pop(PROFILES, []))
        meta = self._headings(sections)
        update: dict[str, Any] = {**sections, "basics": basics, "meta": meta}
        return Union(self.comparison.after.model_copy(update=update), self.texts, self.blocks)

    def _entry(self, pair: EntryPair, path: Path) -> Entry:
        """Unite an entry that may be there on one side only."""
        changes: dict[str, Any] = {}
        before, after = pair.before, pair.after
        for name, kind in text_kinds(type(pair.entry)).items():
            old, new = getattr(before, name, None), getattr(after, name, None)
            if isinstance(old, list) or isinstance(new, list) or name == "tags":
                continue
            moved = pair.moved and name in _TITLES
            changes[name] = self._value(old, new, kind, (*path, name), moved=moved)
        for items in pair.lists:
            if items.name != "tags":
                kind = text_kinds(type(pair.entry))[items.name]
                changes[items.name] = list(self._items(pair, items.items, kind, (*path, items.name)))
        self._span(pair, path)
        return pair.entry.model_copy(update=changes)

    def _value(self, old: Any, new: Any, kind: TextKind | None, path: Path, *, moved: bool = False) -> Any:
        """Unite a single value; note its changes if it prints."""
        if isinstance(old, str | None) and isinstance(new, str | None):
            return self._text(old or "", new or "", kind, path, moved=moved)
        if isinstance(old, PartialDate | None) and isinstance(new, PartialDate | None):
            texts = [self.locale.date(d, self.date_style) if d is not None else "" for d in (old, new)]
            self._note(texts[0], texts[1], path)
        return new if new is not None else old

    def _text(self, old: str, new: str, kind: TextKind | None, path: Path, *, moved: bool) -> str | None:
        if kind is TextKind.URL:
            self._note(display_url(old) if old else "", display_url(new) if new else "", path)
            return new or old or None
        if path[-1] == "doi":
            addresses = [display_url(f"https://doi.org/{doi}") if doi else "" for doi in (old, new)]
            self._note(addresses[0], addresses[1], path)
            return new or old or None
        parts = [tidy(text).split(_PARAGRAPH) if text.strip() else [] for text in (old, new)]
        if max(map(len, parts)) <= 1:
            self._note(tidy(old), tidy(new), path, markup=kind is TextKind.INLINE, moved=moved)
            return new or old or None
        shown = []
        for one, other in zip_longest(*parts, fillvalue=""):
            shown.append(other or one)
            if one != other:
                self.blocks[path, shown[-1]] = revise(one, other)
        return _PARAGRAPH.join(shown)

    def _note(self, old: str, new: str, path: Path, *, markup: bool = False, moved: bool = False) -> None:
        if (old != new) or (moved and new):
            self.texts[path] = revise(old, new, markup=markup, moved=moved)

    def _items(
        self, pair: EntryPair, items: Sequence[ItemPair], kind: TextKind | None, path: Path
    ) -> Iterator[str | Highlight]:
        number = 0
        for item in items:
            if pair.left(item):
                continue  # it is shown where it went
            part = item.after or item.before
            assert part is not None
            texts = [side.text if side is not None else "" for side in (item.before, item.after)]
            markup = kind is TextKind.INLINE or path[-1] == "highlights"
            self._note(texts[0], texts[1], (*path, number), markup=markup, moved=item.moved)
            yield Highlight(text=part.text) if path[-1] == "highlights" else part.text
            number += 1

    def _span(self, pair: EntryPair, path: Path) -> None:
        """Note the changes of both dates as they print, as one text."""
        if "startDate" not in type(pair.entry).model_fields:
            return
        spans = [
            self.locale.date_range(side.startDate, side.endDate, self.date_style) if side is not None else ""  # type: ignore[attr-defined]
            for side in (pair.before, pair.after)
        ]
        self.texts.pop((*path, "startDate"), None)
        self._note(spans[0], spans[1], (*path, "startDate"))

    def _basics(self, profiles: list[Entry]) -> Basics:
        old, new = self.comparison.before.basics, self.comparison.after.basics
        changes: dict[str, Any] = {"profiles": profiles, "location": new.location or old.location}
        for name, kind in text_kinds(Basics).items():
            if name not in changes:
                changes[name] = self._value(getattr(old, name), getattr(new, name), kind, ("basics", name))
        united = new.model_copy(update=changes)
        self._contacts(united)
        return united

    def _contacts(self, united: Basics) -> None:
        """Note the changes of the contact line, where an item is made of several fields."""
        pairs = [p for p in self.comparison.entries if p.section == PROFILES]
        was, now = (
            {c.path: c.text for c in contacts(b.basics)} for b in (self.comparison.before, self.comparison.after)
        )
        for contact in contacts(united):
            old_path = new_path = contact.path
            if contact.path[1] == PROFILES:
                pair = pairs[int(contact.path[-1])]
                old_path, new_path = pair.old or (), pair.new or ()
            self.texts.pop(contact.path, None)
            self._note(was.get(old_path, ""), now.get(new_path, ""), contact.path)

    def _headings(self, sections: Mapping[str, Sequence[Entry]]) -> Any:
        """Note the headings of sections that are new or gone, or are called otherwise."""
        after, before = self.comparison.after, self.comparison.before
        headings = dict(after.settings.headings)
        names = ["summary", *(name for name in SECTIONS if sections.get(name))]
        for name in names:
            old, new = (self._heading(resume, name) for resume in (before, after))
            if old != new:
                headings[name] = new or old
                self._note(old, new, heading_path(name))
        settings = after.settings.model_copy(update={"headings": headings})
        return after.meta.model_copy(update={"resumeTex": settings})

    def _heading(self, resume: Resume, name: str) -> str:
        """Return a section's heading; nothing if it does not print."""
        content = resume.basics.summary if name == "summary" else getattr(resume, name)
        own = resume.settings.headings.get(name, "").strip()
        return (own or self.locale.words[name]) if content else ""

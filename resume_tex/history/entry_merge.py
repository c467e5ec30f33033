"""Three-way merge of YAML documents, entry by entry, keeping the comments and the layout of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

from resume_tex.diagnostics import has_errors
from resume_tex.document.yaml_source import parse_yaml
from resume_tex.history.line_merge import Conflict, Merged, Segment, Settled, merge_lines, write_merged
from resume_tex.history.matching import likeness, pair_alike, pair_equal, unpaired, words_of
from resume_tex.history.yaml_pieces import Branch, Child, Flow, cut, indent

_NAMES: Final = ("network", "name", "organization", "institution", "title", "language", "position", "studyType", "area")
"""What an entry is known by."""
_LEAST_ALIKE: Final = 0.5
T = TypeVar("T")
Pairing = Callable[[Sequence[T], Sequence[T]], list[tuple[int, int]]]


def merge_documents(base: str, ours: str, theirs: str) -> Merged | None:
    """Merge three versions of a document.

    Args:
        base: The version that both come from; empty if there is none.
        ours: The one.
        theirs: The other.

    Returns:
        None when one of them cannot be taken apart, or the result would not be sound.
    """
    texts = [text if not text or text.endswith("\n") else f"{text}\n" for text in (base, ours, theirs)]
    if texts[1] in {texts[0], texts[2]} or texts[0] == texts[2]:
        return Merged(texts[2] if texts[1] == texts[0] else texts[1], 0)
    o, a, b = map(cut, texts)
    if a is None or b is None or (o is None and texts[0].strip()):
        return None
    segments = _merge_branches(o, a, b)
    if segments is None:
        return None
    merged = write_merged(segments)
    return merged if _is_sound(merged, texts) else None


def _is_sound(merged: Merged, texts: Sequence[str]) -> bool:
    """Tell whether nothing that a side wrote is lost, and a result without conflicts parses."""
    had = Counter(_said(texts[0]))
    has = Counter(_said(merged.text))
    for side in texts[1:]:
        wrote = Counter(_said(side)) - had
        if wrote - has:
            return False
    return bool(merged.conflicts) or not has_errors(parse_yaml(merged.text, "")[1])


def _said(text: str) -> Iterator[str]:
    """Yield a text's lines without their indents and dashes; of lists on one line, their items."""
    for line in text.splitlines():
        said = line.strip().removeprefix("- ").strip()
        yield from (
            (part.strip() for part in said.replace("[", ",").replace("]", ",").split(",")) if "[" in said else (said,)
        )


class _Triple(NamedTuple):
    """The same child in the three versions, by its place in each."""

    base: int | None
    ours: int | None
    theirs: int | None


def _merge_branches(o: Branch | None, a: Branch, b: Branch) -> list[Segment] | None:
    """Merge three mappings or three lists; None when only their lines can be merged."""
    same = (a.kind, a.column, a.inline)
    if (b.kind, b.column, b.inline) != same or (o is not None and (o.kind, o.column, o.inline) != same):
        return None
    base = o.children if o is not None else ()
    triples = _match(base, a.children, b.children)
    order = _order(triples)
    if order is None:
        return None
    out: list[Segment] = []
    apart = any(child.lead.startswith("\n") for child in (*a.children[1:], *b.children[1:]))
    for triple in order:
        one, mine, its = (
            children[index] if index is not None else None
            for children, index in zip((base, a.children, b.children), triple, strict=True)
        )
        first = not out
        merged = _merge_children(one, mine, its, _indent(a, first=first))
        if not merged:
            continue
        if first and a.inline and (mine or its or one).lead:  # type: ignore[union-attr]
            return None  # no room for what stands above it
        if not first and apart and mine is None and triple.theirs == 0 and one is None:
            out.append(Settled("\n"))  # it came first, where no blank line is above
        out += merged
    if not out and a.inline:
        return None  # nothing would be left after the dash
    return [*out, *merge_lines(o.tail if o is not None else "", a.tail, b.tail)]


def _indent(branch: Branch, *, first: bool) -> str:
    return indent(branch, 0 if first else 1)


def _match(o: Sequence[Child], a: Sequence[Child], b: Sequence[Child]) -> list[_Triple]:
    """Say which children are the same."""
    return _triples(o, a, b, _pairs, _added_pairs)


def _triples(o: Sequence[T], a: Sequence[T], b: Sequence[T], same: Pairing[T], added: Pairing[T]) -> list[_Triple]:
    """Say which things are the same: `same` pairs those of the base with a side's, `added` what both sides added."""
    ours, theirs = dict(same(o, a)), dict(same(o, b))
    triples = [_Triple(i, ours.get(i), theirs.get(i)) for i in range(len(o))]
    _, left = unpaired(ours.items(), len(o), len(a))
    _, right = unpaired(theirs.items(), len(o), len(b))
    both = {left[x]: right[y] for x, y in added([a[j] for j in left], [b[k] for k in right])}
    triples += [_Triple(None, j, both.get(j)) for j in left]
    taken = set(both.values())
    return [*triples, *(_Triple(None, None, k) for k in right if k not in taken)]


def _pairs(old: Sequence[Child], new: Sequence[Child]) -> list[tuple[int, int]]:
    if all(child.key is not None for child in (*old, *new)):
        return pair_equal([child.key for child in old], [child.key for child in new])
    pairs = pair_equal([child.body for child in old], [child.body for child in new])
    left, right = unpaired(pairs, len(old), len(new))
    alike = pair_alike([_Known(old[i]) for i in left], [_Known(new[j]) for j in right], _Known.score, _LEAST_ALIKE)
    return [*pairs, *((left[i], right[j]) for i, j in alike)]


def _added_pairs(ours: Sequence[Child], theirs: Sequence[Child]) -> list[tuple[int, int]]:
    """Pair children that both sides added: the same key, the same text, or an entry known by the same name."""
    names: tuple[list[Hashable], list[Hashable]] = ([], [])
    for side, children in zip(names, (ours, theirs), strict=True):
        side += [child.key or _name(child.data) or ("", child.body) for child in children]
    return pair_equal(*names)


def _name(data: object) -> tuple[str, ...]:
    if not isinstance(data, dict):
        return ()
    return tuple(str(data[name]).casefold() for name in _NAMES if data.get(name))


class _Known:
    """An item of a list, and what it is recognised by."""

    def __init__(self, child: Child) -> None:
        self.name = _name(child.data)
        self.words = words_of(_texts(child.data))

    def score(self, other: _Known) -> float:
        return likeness(self.words, other.words) + (1.0 if self.name and self.name == other.name else 0.0)


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
    elif data is not None:
        yield str(data)


def _order(triples: Sequence[_Triple]) -> list[_Triple] | None:
    """Return the order of the result; None when both sides changed it, or both replaced the same child by others."""
    presence = {tuple(place is not None for place in t) for t in triples}
    if presence >= {(True, False, False), (False, True, False), (False, False, True)}:
        return None
    shared = [t for t in triples if None not in t]
    base_order = sorted(shared, key=lambda t: t.base or 0)
    our_order = sorted(shared, key=lambda t: t.ours or 0)
    their_order = sorted(shared, key=lambda t: t.theirs or 0)
    lead, follow = "ours", "theirs"
    if our_order == base_order and their_order != base_order:
        lead, follow = follow, lead
    elif their_order not in (base_order, our_order):
        return None
    return _woven(triples, lead, follow)


def _woven(triples: Sequence[_Triple], lead: str, follow: str) -> list[_Triple]:
    """Return the order of one side, with what only the other has behind what it stands behind there."""
    first = sorted((t for t in triples if getattr(t, lead) is not None), key=lambda t: getattr(t, lead))
    second = sorted((t for t in triples if getattr(t, follow) is not None), key=lambda t: getattr(t, follow))
    order = list(first)
    last: _Triple | None = None
    for triple in second:
        if triple not in first:
            at = order.index(last) + 1 if last is not None else 0
            if lead == "ours":  # what both sides added at one place: ours first
                while at < len(order) and order[at].base is None and order[at].theirs is None:
                    at += 1
            order.insert(at, triple)
        last = triple
    return order


def _merge_children(o: Child | None, a: Child | None, b: Child | None, before: str) -> list[Segment]:
    """Merge a child that may be missing in some versions; `before` is the indent of its first line."""

    def text(child: Child) -> str:
        return child.lead + before + child.body

    if a is not None and b is not None:
        body = _merge_bodies(o, a, b)
        lead = merge_lines(o.lead if o is not None else "", a.lead, b.lead)
        return [*lead, Settled(before), *body]
    kept = a or b
    if kept is None:
        return []
    if o is None:
        return [Settled(text(kept))]
    if kept.body == o.body:
        return []
    return [Conflict(text(a) if a is not None else "", text(b) if b is not None else "")]


def _merge_bodies(o: Child | None, a: Child, b: Child) -> list[Segment]:
    base = o.body if o is not None else ""
    if b.body in {a.body, base}:
        return [Settled(a.body)]
    if a.body == base:
        return [Settled(b.body)]
    deeper = _merge_deeper(o, a, b)
    if deeper is not None:
        return deeper
    return merge_lines(base, a.body, b.body) if o is not None else [Conflict(a.body, b.body)]


def _merge_deeper(o: Child | None, a: Child, b: Child) -> list[Segment] | None:
    """Merge what a child consists of, if it does in all versions."""
    one = o.value if o is not None else None
    if isinstance(a.value, Branch) and isinstance(b.value, Branch) and isinstance(one, Branch | None):
        head = _choose(o.head if o is not None else None, a.head, b.head)
        inner = _merge_branches(one, a.value, b.value) if head is not None else None
        return [Settled(head or ""), *inner] if inner is not None else None
    if isinstance(a.value, Flow) and isinstance(b.value, Flow) and isinstance(one, Flow):
        return _merge_flows(one, a.value, b.value)
    return None


def _merge_flows(o: Flow, a: Flow, b: Flow) -> list[Segment] | None:
    before, after = _choose(o.before, a.before, b.before), _choose(o.after, a.after, b.after)
    if before is None or after is None:
        return None
    triples = _triples(o.items, a.items, b.items, pair_equal, pair_equal)
    order = _order(triples)
    if order is None:
        return None
    items = [_flow_item(triple, a, b) for triple in order]
    return [Settled(Flow(before, tuple(item for item in items if item is not None), after).text)]


def _flow_item(triple: _Triple, a: Flow, b: Flow) -> str | None:
    """Return what an item is in the result; None for one that a side removed."""
    if triple.base is not None and (triple.ours is None or triple.theirs is None):
        return None
    return a.items[triple.ours] if triple.ours is not None else b.items[triple.theirs or 0]


def _choose(base: str | None, ours: str, theirs: str) -> str | None:
    """Return the text that a side changed; None if both did, each in its own way."""
    if theirs in {ours, base}:
        return ours
    return theirs if ours == base else None

"""Three-way merge of lines, and what any merge gives: text that is settled, and conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

OURS: Final = "ours"
THEIRS: Final = "theirs"
_WIDTH: Final = 7


class Settled(NamedTuple):
    """Text that both sides agree on, or that one of them changed."""

    text: str


class Conflict(NamedTuple):
    """Text that both sides changed, each in its own way."""

    ours: str
    theirs: str


Segment = Settled | Conflict


class Merged(NamedTuple):
    """A merged text, with marks where there are conflicts."""

    text: str
    conflicts: int


def merge_lines(base: str, ours: str, theirs: str) -> list[Segment]:
    """Merge line by line: changes that touch each other are a conflict."""
    if ours in {base, theirs}:
        return [Settled(theirs if ours == base else ours)]
    if theirs == base:
        return [Settled(ours)]
    o, a, b = (text.splitlines(keepends=True) for text in (base, ours, theirs))
    out: list[Segment] = []
    i = j = k = 0
    for region in _agreed(o, a, b):
        out += _between(o[i : region.base], a[j : region.ours], b[k : region.theirs])
        out.append(Settled("".join(o[region.base : region.base + region.size])))
        i, j, k = (start + region.size for start in region[:3])
    return out


class _Region(NamedTuple):
    """Lines that are the same in all three texts."""

    base: int
    ours: int
    theirs: int
    size: int


def _agreed(o: Sequence[str], a: Sequence[str], b: Sequence[str]) -> Iterator[_Region]:
    in_ours = SequenceMatcher(None, o, a, False).get_matching_blocks()
    in_theirs = SequenceMatcher(None, o, b, False).get_matching_blocks()
    x = y = 0
    while x < len(in_ours) and y < len(in_theirs):
        one, other = in_ours[x], in_theirs[y]
        start, end = max(one.a, other.a), min(one.a + one.size, other.a + other.size)
        if start < end:
            yield _Region(start, one.b + start - one.a, other.b + start - other.a, end - start)
        if one.a + one.size < other.a + other.size:
            x += 1
        else:
            y += 1
    yield _Region(len(o), len(a), len(b), 0)


def _between(o: list[str], a: list[str], b: list[str]) -> Iterator[Segment]:
    if a in (o, b):
        yield Settled("".join(b if a == o else a))
    elif b == o:
        yield Settled("".join(a))
    else:
        yield Conflict("".join(a), "".join(b))


def write_merged(segments: Iterable[Segment]) -> Merged:
    """Write what a merge gave, conflicts between git's marks, on whole lines and as small as can be."""
    out = ""
    conflicts = 0
    for segment in _small(_whole_lines(segments)):
        if isinstance(segment, Settled):
            out += segment.text
        else:
            conflicts += 1
            ours, theirs = _ended(segment.ours), _ended(segment.theirs)
            out = _ended(out)
            out += f"{'<' * _WIDTH} {OURS}\n{ours}{'=' * _WIDTH}\n{theirs}{'>' * _WIDTH} {THEIRS}\n"
    return Merged(out, conflicts)


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _whole_lines(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Let conflicts begin and end with lines: what is settled of their first and last lines is repeated on both sides."""
    settled = ""
    pending: Conflict | None = None
    for segment in (*segments, Settled("")):
        if isinstance(segment, Conflict):
            head = settled[settled.rfind("\n") + 1 :]
            if pending is not None and not _is_whole(pending):
                pending = Conflict(*(mine + settled + its for mine, its in zip(pending, segment, strict=True)))
            else:
                if pending is not None:
                    yield pending
                yield Settled(settled[: len(settled) - len(head)])
                pending = Conflict(head + segment.ours, head + segment.theirs)
            settled = ""
            continue
        text = segment.text
        if pending is not None and not _is_whole(pending) and text:
            end = text.find("\n") + 1 or len(text)
            pending = Conflict(pending.ours + text[:end], pending.theirs + text[:end])
            text = text[end:]
        if pending is not None and _is_whole(pending):
            yield pending
            pending = None
        settled += text
    if pending is not None:
        yield pending
    yield Settled(settled)


def _is_whole(conflict: Conflict) -> bool:
    return all(not text or text.endswith("\n") for text in conflict)


def _small(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Take out of conflicts the lines that both sides begin and end with."""
    for segment in segments:
        if isinstance(segment, Settled):
            yield segment
            continue
        ours, theirs = (text.splitlines(keepends=True) for text in segment)
        head = _shared(ours, theirs)
        tail = _shared(ours[head:][::-1], theirs[head:][::-1])
        yield Settled("".join(ours[:head]))
        rest = ["".join(lines[head : len(lines) - tail]) for lines in (ours, theirs)]
        if any(rest):
            yield Conflict(*rest)
        yield Settled("".join(ours[len(ours) - tail :]))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for mine, its in zip(one, other, strict=False):
        if mine != its:
            break
        count += 1
    return count

"""What the places of a resume's fields say of the layout: how full the last page is, what stands alone, what is too much."""

from __future__ import annotations

from itertools import pairwise

from resume_tex.diagnostics import Path
from resume_tex.pdf.fields import Expected
from resume_tex.pdf.places import Placement
from resume_tex.rules.base import LayoutFacts

_PROSE = frozenset({"summary", "description", "impact", "highlights", "reference"})
"""Fields that are sentences, whose last line is worth a look."""
_SAME_LINE = 1.0
_ASCENT = 0.75
"""Part of a line's height that is above its baseline."""


def layout_facts(known: LayoutFacts, placement: Placement, pages: int, limit: int) -> LayoutFacts:
    """Return what is known of the pages, completed by what stands on them.

    Args:
        known: What the typesetter said.
        placement: Where the fields stand.
        pages: How many pages there are.
        limit: How many there may be, for the lines that are too many.
    """
    return known._replace(
        pages=pages,
        last_page_fill=_last_page_fill(placement, pages),
        overflow_lines=len({(line.page, round(line.baseline)) for line in placement.lines if line.page >= limit}),
        stranded_headings=_stranded(placement),
        widow_words=_widows(placement),
    )


def _last_page_fill(placement: Placement, pages: int) -> float:
    """Return which part of the last page's text height is used, as far as the pages before it show that height."""
    if pages < 2:
        return 1.0
    last = [line.baseline for line in placement.lines if line.page == pages - 1]
    before = [line.baseline for line in placement.lines if line.page < pages - 1]
    if not last or not before:
        return 0.0 if before else 1.0
    top, bottom = max((*last, *before)), min((*last, *before))
    lead = _lead(sorted(before, reverse=True))
    height = top - bottom + lead * _ASCENT
    return min(1.0, max(0.0, (top - min(last) + lead * _ASCENT) / height)) if height > 0 else 1.0


def _lead(baselines: list[float]) -> float:
    """Return the usual distance of lines in points."""
    gaps = sorted(a - b for a, b in pairwise(baselines) if a - b > _SAME_LINE)
    return gaps[len(gaps) // 2] if gaps else 12.0


def _stranded(placement: Placement) -> tuple[Path, ...]:
    """Return the sections and entries whose heading is on the last line of a page, and all the rest on the next."""
    lowest: dict[int, float] = {}
    for line in placement.lines:
        lowest[line.page] = min(line.baseline, lowest.get(line.page, line.baseline))
    found: list[Path] = []
    for index, item in enumerate(placement.expected):
        if not (item.is_heading or item.is_head):
            continue
        lines = placement.lines_of(index)
        if not lines:
            continue
        last = placement.lines[lines[-1]]
        if last.baseline - lowest[last.page] > _SAME_LINE:
            continue
        following = _following(placement, index, item)
        if following is not None and following > last.page:
            found.append(item.path if item.is_heading else item.entry)
    return tuple(dict.fromkeys(found))


def _following(placement: Placement, index: int, item: Expected) -> int | None:
    """Return the page of what must stand with a heading: for a section its first text, for an entry its first one below the head."""
    for after in range(index + 1, len(placement.expected)):
        other = placement.expected[after]
        if other.is_heading or (item.is_head and other.entry != item.entry):
            return None
        lines = placement.lines_of(after)
        if lines and not (item.is_head and other.is_head):
            return placement.lines[lines[0]].page
    return None


def _widows(placement: Placement) -> tuple[Path, ...]:
    """Return the sentences of several lines whose last line holds one word and nothing else."""
    found: list[Path] = []
    for index, item in enumerate(placement.expected):
        if item.is_heading or not _PROSE.intersection(str(part) for part in item.path):
            continue
        lines = placement.lines_of(index)
        if len(lines) < 2:
            continue
        place, last = placement.places[index], lines[-1]
        assert place is not None
        alone = place.end == placement.text.end_of(last)
        if alone and len(placement.lines[last].text.split()) == 1 and _is_level(placement, last):
            found.append(item.path)
    return tuple(dict.fromkeys(found))


def _is_level(placement: Placement, index: int) -> bool:
    """Tell whether a line has its height to itself."""
    line = placement.lines[index]
    neighbours = placement.lines[max(index - 1, 0) : index] + placement.lines[index + 1 : index + 2]
    return all(n.page != line.page or abs(n.baseline - line.baseline) > _SAME_LINE for n in neighbours)

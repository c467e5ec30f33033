"""What differs between two editions of a document: content, rule findings, pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from resume_tex.diagnostics import Diagnostic
from resume_tex.history.changes import Comparison
from resume_tex.history.comparison import compare
from resume_tex.history.editions import Edition, Located
from resume_tex.history.sides import Side
from resume_tex.typesetter import Progress, Typesetter


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs.

    Attributes:
        before: Where the one comes from.
        after: Where the other comes from.
        comparison: The content.
        gained: Findings that the one does not have.
        lost: Findings that the other does not have any more.
        pages: How many pages the two have; None for one that was not typeset.
    """

    before: Side
    after: Side
    comparison: Comparison
    gained: tuple[Diagnostic, ...]
    lost: tuple[Diagnostic, ...]
    pages: tuple[int | None, int | None]

    @property
    def differs(self) -> bool:
        """Whether the content is another; findings and pages follow from it."""
        return self.comparison.changed


def find_difference(before: Edition, after: Edition, *, pages: bool, progress: Progress = lambda _: None) -> Difference:
    """Compare two editions.

    Args:
        before: The one.
        after: The other.
        pages: Typeset both, to count pages and to find what is wrong on them.
        progress: Told what long work begins.

    Raises:
        EngineError: The TeX engine is missing or cannot run.
        ThemeError: A theme's own files are wrong.
    """
    typesetters = [Typesetter(edition.request.engine, progress) for edition in (before, after)] if pages else []
    try:
        for edition, typesetter in zip((before, after), typesetters, strict=False):
            edition.begin(typesetter)
        comparison = compare(before.resume, after.resume)
        gained, lost = _changed_findings(comparison, before.findings(), after.findings())
        return Difference(before.side, after.side, comparison, gained, lost, (before.pages, after.pages))
    finally:
        for typesetter in typesetters:
            typesetter.close()


def _changed_findings(
    comparison: Comparison, before: Sequence[Located], after: Sequence[Located]
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """Return the findings that are new and those that are gone; one whose text has only moved is neither."""
    old: list[Hashable] = []
    for located in before:
        place = comparison.place(located.place)
        old.append((located.finding.code, place) if place is not None else (located.finding.code, None, located.place))
    new: list[Hashable] = [(located.finding.code, located.place) for located in after]
    return _missing(after, new, old), _missing(before, old, new)


def _missing(
    located: Sequence[Located], keys: Sequence[Hashable], others: Sequence[Hashable]
) -> tuple[Diagnostic, ...]:
    left = Counter(others)
    out = []
    for one, key in zip(located, keys, strict=True):
        if left[key]:
            left[key] -= 1
        else:
            out.append(one.finding)
    return tuple(sorted(out, key=lambda d: d.sort_key))

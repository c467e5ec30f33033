"""Merging lines: what one side changed is taken, what both changed is a conflict on whole lines, as small as can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resume_tex.history.line_merge import Conflict, Merged, Segment, Settled, merge_lines, write_merged

LINES = st.lists(st.sampled_from(("a\n", "b\n", "c\n", "d\n", "\n")), max_size=7).map("".join)


def conflict(ours: str, theirs: str) -> str:
    return f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
        ("a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n", "a\nc\nd\n"),
        ("a\n", "b\n", "b\n", "b\n"),
        ("a\n", "b\n", "c\n", conflict("b\n", "c\n")),
        ("a\nb\n", "a\nx\nb\n", "a\ny\nb\n", f"a\n{conflict('x' + chr(10), 'y' + chr(10))}b\n"),
        ("", "a\n", "b\n", conflict("a\n", "b\n")),
        ("a\nb\n", "A\nb\n", "a\nB\n", conflict("A\nb\n", "a\nB\n")),  # changes that touch
        ("a\nb\nc\n", "a\nX\nY\nc\n", "a\nX\nZ\nc\n", f"a\nX\n{conflict('Y' + chr(10), 'Z' + chr(10))}c\n"),
        ("a", "b", "c", conflict("b\n", "c\n")),
    ],
)
def test_lines(base: str, ours: str, theirs: str, merged: str) -> None:
    assert write_merged(merge_lines(base, ours, theirs)) == Merged(merged, merged.count("<<<<<<<"))


@pytest.mark.parametrize(
    ("segments", "text"),
    [
        ([Settled("x: "), Conflict("a", "b"), Settled("\ny\n")], conflict("x: a\n", "x: b\n") + "y\n"),
        ([Settled("- "), Conflict("a\n", "b\n"), Settled("c\n")], conflict("- a\n", "- b\n") + "c\n"),
        ([Conflict("a", "b"), Settled(" "), Conflict("c", "d"), Settled("\n")], conflict("a c\n", "b d\n")),
        ([Settled("k\n"), Conflict("", "b\n"), Settled("z\n")], f"k\n{conflict('', 'b' + chr(10))}z\n"),
        ([Conflict("same\n", "same\n")], "same\n"),
        ([Settled("no end"), Settled(" of line")], "no end of line"),
        ([], ""),
    ],
)
def test_conflicts_stand_on_whole_lines(segments: list[Segment], text: str) -> None:
    assert write_merged(segments) == Merged(text, text.count("<<<<<<<"))


@given(LINES, LINES, LINES)
def test_what_each_side_added_is_there(base: str, ours: str, theirs: str) -> None:
    merged, _ = write_merged(merge_lines(base, ours, theirs))
    lines = merged.splitlines()
    for side in (ours, theirs):
        assert set(side.splitlines()) - set(base.splitlines()) <= set(lines)


@given(LINES, LINES)
def test_one_side_alone_wins(base: str, changed: str) -> None:
    for ours, theirs in ((base, changed), (changed, base), (changed, changed)):
        assert write_merged(merge_lines(base, ours, theirs)) == Merged(changed, 0)


@given(LINES, LINES, LINES)
def test_both_sides_are_treated_alike(base: str, ours: str, theirs: str) -> None:
    one = write_merged(merge_lines(base, ours, theirs))
    other = write_merged(merge_lines(base, theirs, ours))
    assert one.conflicts == other.conflicts
    if not one.conflicts:
        assert one == other

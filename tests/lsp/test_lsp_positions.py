"""Characters and the units that editors count in; changes by whole lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resume_tex.diagnostics import Diagnostic, Severity
from resume_tex.fixes import apply_fixes
from resume_tex.lsp.answers import _line_edits
from resume_tex.lsp.positions import column_after, line_end, normalized, units_before

ENCODINGS = ["utf-8", "utf-16", "utf-32"]
LINES = st.text(st.sampled_from("aé‖😀 "), max_size=8)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(line=LINES, column=st.integers(0, 8))
def test_there_and_back(encoding: str, line: str, column: int) -> None:
    units = units_before(line, column, encoding)
    assert units == len(line[:column].encode(f"{encoding}-le" if encoding != "utf-8" else encoding)) // int(
        {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    )
    assert column_after(line, units, encoding) == min(column, len(line))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_beyond_the_line(encoding: str) -> None:
    assert column_after("é😀", 99, encoding) == 2
    assert column_after("ab", 99, encoding) == 2
    assert column_after("ab", -1, encoding) == column_after("é", -1, encoding) == 0


def test_in_the_middle_of_a_character() -> None:
    assert column_after("😀a", 1, "utf-16") == 1


@pytest.mark.parametrize(("text", "end"), [("a\r\nb\n", "\r\n"), ("a\rb", "\r"), ("a\nb", "\n"), ("", "\n")])
def test_line_ends(text: str, end: str) -> None:
    assert line_end(text) == end
    assert normalized(text) == text.replace("\r\n", "\n").replace("\r", "\n")


def test_half_a_pair_of_surrogates_takes_as_much_room() -> None:
    assert normalized("a\ud83db") == "a?b"


@given(before=st.lists(st.sampled_from("abc"), max_size=6), after=st.lists(st.sampled_from("abc"), max_size=6))
def test_changes_by_lines_make_one_text_of_the_other(before: list[str], after: list[str]) -> None:
    old, new = before or [""], after or [""]
    edits = [Diagnostic("x", Severity.INFO, "", fix=fix) for fix in _line_edits(old, new)]
    assert apply_fixes("\n".join(old), edits) == "\n".join(new)

"""Words kept, removed and added: both texts come back whole, and the marks are where a reader would set them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resume_tex.history.words import Run, compare_chunks, compare_words, split_words

SWAPPED = {"kept": "kept", "removed": "added", "added": "removed"}
TEXT = st.lists(
    st.sampled_from(("a", "the", "12%", "$4M", "ranking", " ", " ", "\n", ",", "*", "é", "日本", "x-y")), max_size=14
).map("".join)


def marked(before: str, after: str) -> str:
    """Write a comparison as git does."""
    signs = {"kept": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    return "".join(f"{signs[run.fate][0]}{run.text}{signs[run.fate][1]}" for run in compare_words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("raised CTR by 12% in a test", "raised CTR by 14% in a test", "raised CTR by [-12%-]{+14%+} in a test"),
        ("cut cost by $22K a month", "cut cost by $25K a month", "cut cost by [-$22K-]{+$25K+} a month"),
        ("Wayfair", "Wayfair Labs", "Wayfair{+ Labs+}"),
        ("a model for search", "a large model for search", "a{+ large+} model for search"),
        ("on PyTorch, in weeks", "on PyTorch in weeks", "on PyTorch[-,-] in weeks"),
        ("Led the team", "Built a compiler for the moon", "[-Led the team-]{+Built a compiler for the moon+}"),
        ("2021", "2022", "[-2021-]{+2022+}"),
        ("", "new words", "{+new words+}"),
        ("old words", "", "[-old words-]"),
        ("", "", ""),
        ("same", "same", "same"),
        ("検索の順位を改善した", "検索の精度を改善した", "検索の[-順位-]{+精度+}を改善した"),
        # white space that both have between two changes is no island
        (
            "sold old shoes to many users",
            "sold new boots to many users",
            "sold [-old shoes-]{+new boots+} to many users",
        ),
    ],
)
def test_marks_stand_where_a_reader_sets_them(before: str, after: str, expected: str) -> None:
    assert marked(before, after) == expected


def test_chunks_begin_and_end_at_spaces() -> None:
    assert compare_chunks("cut cost by 40%, then", "cut cost by 50%, then") == (
        Run("kept", "cut cost by "), Run("removed", "40%,"), Run("added", "50%,"), Run("kept", " then"),
    )  # fmt: skip


@given(st.text())
def test_words_are_the_text(text: str) -> None:
    assert "".join(split_words(text)) == text


@given(TEXT, TEXT)
def test_both_texts_come_back(before: str, after: str) -> None:
    for compare in (compare_words, compare_chunks):
        runs = compare(before, after)
        assert "".join(run.text for run in runs if run.fate != "added") == before
        assert "".join(run.text for run in runs if run.fate != "removed") == after
        assert all(run.text for run in runs)
        if before == after:
            assert {run.fate for run in runs} <= {"kept"}


@given(TEXT, TEXT)
def test_the_other_way_round_the_marks_are_swapped(before: str, after: str) -> None:
    def kept(one: str, other: str) -> list[str]:
        return [run.text for run in compare_words(one, other) if run.fate == "kept"]

    assert kept(before, after) == kept(after, before)


def test_a_very_long_text_is_compared_as_a_whole() -> None:
    text = "word " * 5000
    assert compare_words(text, text) == (Run("kept", text),)
    assert [run.fate for run in compare_words(text, text + "more")] == ["removed", "added"]

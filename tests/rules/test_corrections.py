"""Corrections hold for any text: they name characters that are there, once, and leave nothing to correct."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rule_runs import find

from resume_tex.rules.corrections import Slip, fix_of
from resume_tex.rules.wording.typography import long_numbers, magnitudes_in_words, percents_apart, slips, toggle_stop

PIECES = [
    '"',
    "'",
    "  ",
    " ",
    "->",
    "...",
    ".",
    " -- ",
    "-",
    "3",
    "10",
    "2019",
    "1000000",
    "%",
    " %",
    "the",
    "the the",
    "A",
    "é",
    "\x00",
    "*",
    "**",
    "`",
    "[",
    "](",
    ")",
]
TEXTS = st.lists(st.sampled_from([*PIECES, "5 million", "7M", "users", ",", "\n", "“", "”", "–"]), max_size=25).map(
    "".join
)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_typographic_corrections_settle(text: str) -> None:
    for search in (slips, long_numbers, percents_apart):
        now = text
        for _ in range(12):
            found = search(now)
            if not found:
                break
            assert all(a.end <= b.start for a, b in pairwise(found))
            fix = fix_of(now, found)
            assert fix is not None
            assert now.count(fix.old) == 1
            now = now.replace(fix.old, fix.new)
        else:
            pytest.fail(f"{search.__name__} does not settle on {text!r}")


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_a_full_stop_is_added_and_taken_away(text: str) -> None:
    if text.strip():
        fix = toggle_stop(text)
        assert fix is not None
        assert text.count(fix.old) == 1
        assert abs(len(fix.new) - len(fix.old)) == 1


@given(TEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rules_bear_any_text(text: str) -> None:
    data = {
        "basics": {
            "name": text,
            "email": text,
            "phone": text,
            "url": text,
            "summary": text,
            "location": {"city": text, "countryCode": text},
        },
        "work": [{"name": text, "position": text, "url": text, "highlights": [text, text + "."]}],
        "skills": [{"name": text, "level": text, "keywords": [text, "Pytorch"], "stage": text}],
        "publications": [{"name": text, "authors": [text], "publisher": text, "impact": text}],
        "awards": [{"title": text, "summary": text}],
        "references": [{"name": text, "reference": text}],
    }
    for family in ("skills", "publications", "kaggle", "contact", "dates", "structure", "wording", "links"):
        for found in find(family, data):
            assert found.message.endswith((".", "/", ")")) or "http" in found.message, found.message
            assert "\x00" not in found.message or "\x00" in text
            if isinstance(found.path[-1], int) or found.path[-1] in {"summary", "name"}:
                assert found.fix is None or found.fix.old in text + ".Pytorch"


def test_magnitudes_follow_the_letters_that_are_there() -> None:
    assert magnitudes_in_words("5 million", frozenset()) == []
    assert [slip.new for slip in magnitudes_in_words("5 million and 2 billion", frozenset({"million"}))] == ["M"]


def test_a_fix_grows_until_it_is_unambiguous() -> None:
    text = "a  b and then c  d and then c  d"
    fix = fix_of(text, [Slip(15, 17, " ", "")])
    assert fix is not None
    assert text.count(fix.old) == 1
    assert text.replace(fix.old, fix.new) == "a  b and then c d and then c  d"

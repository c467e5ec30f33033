"""Where a cursor stands, in whole and in broken documents. `|` is the cursor."""

from __future__ import annotations

import pytest

from resume_tex.diagnostics import format_path
from resume_tex.lsp.cursor import Cursor, cursor_at, path_at


def at(text: str) -> tuple[list[str], int, int]:
    before, _, after = text.partition("|")
    return (before + after).split("\n"), before.count("\n"), len(before) - (before.rfind("\n") + 1)


def cursor(text: str) -> Cursor | None:
    return cursor_at(*at(text))


@pytest.mark.parametrize(
    ("text", "path", "after_colon", "typed"),
    [
        ("|", "", False, ""),
        ("ba|", "", False, "ba"),
        ("basics:\n  |", "basics", False, ""),
        ("basics:\n  la|", "basics", False, "la"),
        ("basics:\n  name: X\n  |\n  email: y", "basics", False, ""),
        ("basics:\n  name: X\n|", "", False, ""),
        ("basics:\n  location:\n    ci|", "basics.location", False, "ci"),
        ("basics:\n  location:\n    city: X\n  la|", "basics", False, "la"),
        ("work:\n  - |", "work[0]", False, ""),
        ("work:\n  - na|", "work[0]", False, "na"),
        ("work:\n- na|", "work[0]", False, "na"),
        ("work:\n  - name: X\n    |", "work[0]", False, ""),
        ("work:\n- name: X\n  |", "work[0]", False, ""),
        ("work:\n  - name: X\n  - name: Y\n    po|", "work[1]", False, "po"),
        ("work:\n- name: X\n- name: Y\n- po|", "work[2]", False, "po"),
        ("work:\n  - name: X\n    highlights:\n      - |", "work[0].highlights[0]", False, ""),
        ("work:\n  - name: X\n    highlights:\n      - a\n      - b|", "work[0].highlights[1]", False, "b"),
        ("work:\n  - name: X\n    highlights:\n    - a\n    - b\n    - |", "work[0].highlights[2]", False, ""),
        ("meta:\n  resumeTex:\n    theme: |", "meta.resumeTex.theme", True, ""),
        ("meta:\n  resumeTex:\n    theme: cl|assic", "meta.resumeTex.theme", True, "cl"),
        ("meta:\n  resumeTex:\n    theme: \"cl|", "meta.resumeTex.theme", True, "cl"),
        ("meta:\n  resumeTex:\n    sections: [wo|", "meta.resumeTex.sections[0]", True, "wo"),
        ("meta:\n  resumeTex:\n    sections: [work, |", "meta.resumeTex.sections[1]", True, ""),
        ("meta:\n  resumeTex:\n    sections:\n      - wo|", "meta.resumeTex.sections[0]", False, "wo"),
        ("meta:\n  resumeTex: {|", "meta.resumeTex", False, ""),
        ("meta:\n  resumeTex: {theme: classic, |}", "meta.resumeTex", False, ""),
        ("meta:\n  resumeTex: {theme: cl|}", "meta.resumeTex.theme", True, "cl"),
        ("meta:\n  resumeTex: {options: {paper: a|", "meta.resumeTex.options.paper", True, "a"),
        ("meta: {resumeTex: {sections: [a, b], th|", "meta.resumeTex", False, "th"),
        ("skills:\n  - {name: \"a, {b\", st|", "skills[0]", False, "st"),
        ("skills:\n  - name: X\n    keywords: [Python, Py|", "skills[0].keywords[1]", True, "Py"),
        ("work:\n  - name: X: [broken\n    po|", "work[0]", False, "po"),
        ("work:\n  - name: \"open\n\n    po|\n", "work[0]", False, "po"),
        ("# a comment\nwork: # jobs\n  # another\n  - name: X # here\n    po|", "work[0]", False, "po"),
        ("work: &jobs\n  - |", "work[0]", False, ""),
        ("\"work\":\n  - 'name': |", "work[0].name", True, ""),
        ("work:\r\n  - na|".replace("\r", ""), "work[0]", False, "na"),
    ],
)  # fmt: skip
def test_what_is_being_typed(text: str, path: str, after_colon: bool, typed: str) -> None:
    found = cursor(text)
    assert found is not None
    assert (format_path(found.path), found.after_colon, found.typed) == (path, after_colon, typed)


@pytest.mark.parametrize(
    "text",
    ["# comm|ent", "basics: # in|", "basics:\n  summary: >-\n    some te|", "basics:\n  summary: some words\n    and mo|",
     "basics:\n\tna|", "basics:\n  - some text\n    and mo|", "work:\n  - highlights:\n      - >-\n        Built |",
     "theme:|", "some words that are no |"],
)  # fmt: skip
def test_nothing_is_proposed_in_text_and_comments(text: str) -> None:
    assert cursor(text) is None


def test_a_hash_in_quotes_is_no_comment() -> None:
    found = cursor('basics: {name: "C # ", la|')
    assert found is not None
    assert found.path == ("basics",)


@pytest.mark.parametrize(
    ("text", "present"),
    [
        (
            "work:\n  - name: X\n    |\n    url: y\n    highlights:\n      - z\n  - position: P",
            {"name", "url", "highlights"},
        ),
        ("work:\n  - name: X\n  - |\n    url: y", {"url"}),
        ("basics:\n  name: X\n  location:\n    city: Y\n  |\nwork:", {"name", "location"}),
        ("basics:\n  |\n", set()),
        ("|\nbasics:\n  name: X\nwork:\n", {"basics", "work"}),
    ],
)
def test_the_keys_that_are_there(text: str, present: set[str]) -> None:
    found = cursor(text)
    assert found is not None
    assert found.present == present


def test_the_word_that_is_replaced() -> None:
    found = cursor("meta:\n  resumeTex:\n    th|eme: classic")
    assert found is not None
    assert (found.start, found.end, found.has_colon, found.after_colon) == (4, 9, True, False)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("work:\n  - na|me: X", "work[0].name"),
        ("work:\n  - name: X|", "work[0].name"),
        ("wo|rk:\n  - name: X", "work"),
        ("work:\n  - highlights:\n      - a\n      - some te|xt", "work[0].highlights[1]"),
        ("work:\n  - highlights:\n      - >-\n        some te|xt", "work[0].highlights[0]"),
        ("work:\n  |- name: X", "work[0]"),
        ("\n|", ""),
    ],
)
def test_what_a_place_belongs_to(text: str, path: str) -> None:
    assert format_path(path_at(*at(text))) == path


def test_any_place_of_any_text_is_borne() -> None:
    text = "work:\n - - - a: {b: [c, \"d: {\n\t- x\n  ? : \n---\n}}]] : '\n- \n-"
    lines = text.split("\n")
    for row in range(-1, len(lines) + 2):
        for column in range(40):
            cursor_at(lines, row, column)
            path_at(lines, row, column)

"""Moving pieces of YAML text: comments and layout stay, and what is not simple is left alone."""

from __future__ import annotations

import pytest

from resume_tex.diagnostics import Diagnostic, Fix, Path, Severity
from resume_tex.document.edits import move_item, reorder_items
from resume_tex.document.reading import parse_source
from resume_tex.document.source import SourceDocument
from resume_tex.fixes import apply_fixes

SKILLS = """\
skills:
  # for serving
  - name: Serving   # mine
    keywords: [Triton, Airflow]

  # what I write
  - name: Languages
    keywords:
      - Python
      - "X, Y"
      - Spark
  - {name: Data, keywords: [Kafka]}
# the end
"""


def source(text: str) -> SourceDocument:
    parsed = parse_source(text.encode(), "resume.yaml").source
    assert parsed is not None
    return parsed


def changed(text: str, edit: tuple[object, str] | None) -> str:
    assert edit is not None
    return apply_fixes(text, [Diagnostic("a.b", Severity.INFO, "", fix=Fix(*edit))])  # type: ignore[arg-type]


def test_entries_move_with_the_comments_above_them() -> None:
    after = changed(SKILLS, reorder_items(source(SKILLS), ("skills",), (1, 2, 0)))
    assert after == (
        "skills:\n"
        "  # what I write\n"
        "  - name: Languages\n"
        "    keywords:\n"
        "      - Python\n"
        '      - "X, Y"\n'
        "      - Spark\n"
        "\n"
        "  - {name: Data, keywords: [Kafka]}\n"
        "  # for serving\n"
        "  - name: Serving   # mine\n"
        "    keywords: [Triton, Airflow]\n"
        "# the end\n"
    )


@pytest.mark.parametrize(
    ("item", "target", "line"),
    [
        (("skills", 0, "keywords", 1), ("skills", 2, "keywords"), "  - {name: Data, keywords: [Kafka, Airflow]}\n"),
        (("skills", 1, "keywords", 1), ("skills", 0, "keywords"), '    keywords: [Triton, Airflow, "X, Y"]\n'),
        (("skills", 2, "keywords", 0), ("skills", 1, "keywords"), "      - Spark\n      - Kafka\n"),
    ],
)
def test_an_item_moves_between_lists_of_any_style(item: Path, target: Path, line: str) -> None:
    before = source(SKILLS)
    after = changed(SKILLS, move_item(before, item, target))
    assert line in after
    moved, rest = source(after).data, before.data
    assert isinstance(moved, dict)
    assert isinstance(rest, dict)
    words = [sorted(word for skill in data["skills"] for word in skill["keywords"]) for data in (moved, rest)]
    assert words[0] == words[1]


def test_a_flow_list_is_reordered_in_place() -> None:
    text = "meta: {sections: [a, 'b',  c]}  # order\n"
    after = changed(text, reorder_items(source(text), ("meta", "sections"), (2, 0, 1)))
    assert after == "meta: {sections: [c, a,  'b']}  # order\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [("a: 1\n", ("a",)), ("a: []\n", ("a",)), ("a:\n  -\n    b: 1\n  - c: 2\n", ("a",)), ("a: [x]\n", ("nothing",))],
)
def test_what_is_not_simple_is_left_alone(text: str, path: Path) -> None:
    assert reorder_items(source(text), path, (1, 0)) is None


def test_the_only_item_of_a_block_list_is_not_taken_away() -> None:
    text = "a:\n  - x\nb: [y]\n"
    assert move_item(source(text), ("a", 0), ("b",)) is None

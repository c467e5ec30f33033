"""YAML as a person would write it, and as our reader reads it back."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from resume_tex.document.yaml_source import parse_yaml
from resume_tex.interchange.yaml_writer import WIDTH, write_yaml

ODD = (
    "", " ", "a: b", "a:", "- x", "-", "#c", "x #1", "yes", "No", "null", "~", "2019", "3.90", "1e5", "0x1f", "012", "12:30", "1_000",
    " a", "a ", "a  b", "a\tb", "a\nb", "a\n b", "a\n\nb", "\n", "a\n", "a \nb", "<<", "---", "...", "--- a", "'q'", '"q"', "*a*", "**b** c",
    "[x](y)", "{a}", "`c`", "@x", "%", "!t", "&a", "|", ">", "?", "? a", "a,b", "\x85", "\u2028 x", "\ufeff", "\x00", "\x1b[31m", "😀", "é",
    "word " * 40 + "end", "para " * 30 + "x\n\npara two", "x" * 2000, "word " * 30 + "  two", "(917) 555-0381", "+49 30 1", "C++", "=",
)  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(ODD)
VALUE = st.recursive(
    TEXT | st.none() | st.booleans() | st.integers(-(10**6), 10**6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=10,
)


def kinds(value: Any) -> Any:
    """Return which scalars are texts, true or false."""
    if isinstance(value, dict):
        return {key: kinds(item) for key, item in value.items()}
    return (
        [kinds(item) for item in value]
        if isinstance(value, list)
        else (isinstance(value, str), isinstance(value, bool))
    )


@settings(max_examples=400)
@given(st.dictionaries(TEXT, VALUE, max_size=3))
def test_it_reads_back(data: dict[str, Any]) -> None:
    source, found = parse_yaml(write_yaml(data, comments=["head"], end=["tail"]), "resume.yaml")
    assert found == []
    assert source is not None
    assert source.data == data
    assert kinds(source.data) == kinds(data)


@pytest.mark.parametrize("text", [text for text in ODD if text.isprintable() or text == "a\n\nb"])
def test_other_readers_read_the_same_text(text: str) -> None:
    assert yaml.safe_load(write_yaml({"name": text, "keywords": [text]})) == {"name": text, "keywords": [text]}


def test_the_style() -> None:
    data = {
        "basics": {"name": "Jane Doe", "phone": "(917) 555-0381", "summary": "Builds rankers. " * 8 + "End."},
        "work": [
            {"name": "Acme: Search", "startDate": "2019", "endDate": "2020-03", "highlights": ["One", "**Two**"]},
            {"name": "B", "startDate": "2018", "score": "2018", "tags": ["a", "b, c"], "highlights": ["x"] * 2},
        ],
        "notes": "First\nsecond",
        "skills": [{"name": "Languages", "keywords": ["Python", "C++"]}],
        "empty": [],
    }
    assert write_yaml(data, comments=["A comment"], end=["", "The end"]) == (
        "# A comment\n"
        "\n"
        "basics:\n"
        "  name: Jane Doe\n"
        "  phone: (917) 555-0381\n"
        "  summary: >-\n"
        "    Builds rankers. Builds rankers. Builds rankers. Builds rankers. Builds rankers. Builds rankers.\n"
        "    Builds rankers. Builds rankers. End.\n"
        "\n"
        "work:\n"
        '  - name: "Acme: Search"\n'
        "    startDate: 2019\n"
        "    endDate: 2020-03\n"
        "    highlights:\n"
        "      - One\n"
        '      - "**Two**"\n'
        "\n"
        "  - name: B\n"
        "    startDate: 2018\n"
        '    score: "2018"\n'
        '    tags: [a, "b, c"]\n'
        "    highlights:\n"
        "      - x\n"
        "      - x\n"
        "\n"
        "notes: |-\n"
        "  First\n"
        "  second\n"
        "\n"
        "skills:\n"
        "  - name: Languages\n"
        "    keywords: [Python, C++]\n"
        "\n"
        "empty: []\n"
        "\n"
        "#\n"
        "# The end\n"
    )


def test_lines_are_short() -> None:
    data = {"a": [{"highlights": ["many words " * 50 + "end", "x" * 300], "keywords": ["Python"] * 40}]}
    long = [line for line in write_yaml(data).splitlines() if len(line) > WIDTH]
    assert long == ["      - " + "x" * 300]

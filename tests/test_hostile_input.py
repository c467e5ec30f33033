"""Whatever a file holds: an answer in good time, ranges inside the file, no traceback, and nothing done to other files."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from resume_tex.diagnostics import Severity, Span
from resume_tex.diagnostics_json import diagnostic_from_json, diagnostic_to_json
from resume_tex.document.load import LoadResult, interpret
from resume_tex.document.reading import parse_source

if TYPE_CHECKING:
    from conftest import Outcome

NAMES = st.sampled_from(["resume.yaml", "resume.json"])


def load(content: bytes, name: str) -> LoadResult:
    """Load a document, and see that what comes back is sound whatever the document is."""
    loaded = interpret(parse_source(content, name))
    lines = (
        content.removeprefix(b"\xef\xbb\xbf")
        .decode("utf-8", "replace")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .split("\n")
    )
    for diagnostic in loaded.diagnostics:
        assert_inside(diagnostic.span, lines)
        assert diagnostic.message.endswith((".", "?"))
        assert diagnostic.file == name
        assert diagnostic_from_json(json.loads(json.dumps(diagnostic_to_json(diagnostic)))) == diagnostic
    errors = [d for d in loaded.diagnostics if d.severity is Severity.ERROR]
    assert (loaded.resume is None) == bool(errors)
    if loaded.source is not None:
        for path in loaded.source.values:
            assert_inside(loaded.source.span_of(path), lines)
            assert_inside(loaded.source.key_span(path), lines)
    return loaded


def assert_inside(span: Span | None, lines: list[str]) -> None:
    """Assert that a range is in the file; its end may be the place after a line's last character."""
    if span is None:
        return
    assert (1, 1) <= (span.start.line, span.start.column) <= (span.end.line, span.end.column)
    assert span.end.line <= len(lines)
    assert span.start.column <= len(lines[span.start.line - 1]) + 1
    assert span.end.column <= len(lines[span.end.line - 1]) + 1


@settings(max_examples=300)
@given(st.binary(max_size=200), NAMES)
def test_any_bytes(content: bytes, name: str) -> None:
    load(content, name)


_YAML_PIECES = [
    *(
        "basics",
        "work",
        "skills",
        "highlights",
        "name",
        "nmae",
        "startDate",
        "meta",
        "resumeTex",
        "text",
        "tags",
        "x-a",
    ),
    *(
        ": ",
        ":",
        " ",
        "  ",
        "\n",
        "\n  ",
        "\n    ",
        "- ",
        "-",
        "[",
        "]",
        "{",
        "}",
        ",",
        '"',
        "'",
        "&a ",
        "*a",
        "<<",
        "? ",
    ),
    *(
        "!",
        "!!str ",
        "!x ",
        "|",
        ">",
        ">-",
        "#",
        "# ",
        " #1",
        "\t",
        "%",
        "@",
        "`",
        "---\n",
        "...\n",
        "\r\n",
        "\r",
        "null",
        "~",
    ),
    *(
        "true",
        "5",
        "3.90",
        "2024",
        "2024-03",
        "é",
        "東",
        "🚀",
        "\u2028",
        "\x85",
        "\ufeff",
        "\x01",
        "\\",
        "\\u",
        "$schema",
    ),
]
_JSON_PIECES = [
    *(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"basics"',
        '"work"',
        '"nmae"',
        '"startDate"',
        '"x-a"',
        '"',
        "\\",
        "\\ud800",
        "\\u00",
    ),
    *("1", "-", "1e5", "0.", "null", "true", "\n", "\r", " ", "é", "🚀", "//", "'", "\x01"),
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(_YAML_PIECES), max_size=40).map("".join))
def test_any_yaml(text: str) -> None:
    load(text.encode(), "resume.yaml")


@settings(max_examples=300)
@given(st.lists(st.sampled_from(_JSON_PIECES), max_size=30).map("".join))
def test_any_json(text: str) -> None:
    load(text.encode(), "resume.json")


_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029")  # YAML 1.1's line breaks
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(_CHARACTERS, max_size=20),
    st.sampled_from(
        ["2024", "2024-03", "March 2024", "NO", "12:30", "0123", "1e5", "null", "*a", "- a", "a: b", "a #1", "~"]
    ),
)
_KEYS = st.one_of(
    st.sampled_from(
        ["basics", "work", "skills", "highlights", "text", "name", "startDate", "meta", "resumeTex", "options"]
    ),
    st.sampled_from(
        ["location", "profiles", "keywords", "rules", "variants", "pages", "x-a", "$schema", "", "a b", "<<"]
    ),
    st.text(_CHARACTERS, max_size=5),
)
_DATA = st.recursive(
    _LEAVES,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(_KEYS, children, max_size=5),
    max_leaves=20,
)


def same(one: object, other: object) -> bool:
    """Compare data, telling true from 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


@settings(max_examples=200)
@given(_DATA, st.sampled_from([None, True, False]), st.booleans(), st.integers(20, 200))
def test_any_data_comes_back_from_yaml(data: object, flow: bool | None, unicode: bool, width: int) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=unicode, width=width, sort_keys=False)
    source = load(text.encode(), "resume.yaml").source
    assert source is not None
    assert same(source.data, data)


@settings(max_examples=200)
@given(_DATA, st.booleans(), st.sampled_from([None, 2]))
def test_any_data_comes_back_from_json(data: object, ascii_only: bool, indent: int | None) -> None:
    source = load(json.dumps(data, ensure_ascii=ascii_only, indent=indent).encode(), "resume.json").source
    assert source is not None
    assert same(source.data, data)


class TestDepth:
    """Nesting has a limit, in every notation."""

    @pytest.mark.parametrize(
        ("content", "place"),
        [
            ("[" * 5000 + "]" * 5000, "1:1001"),
            ("[" * 900_000, "1:1001"),
            ("{a: " * 5000 + "}" * 5000, "1:4001"),
            ("- " * 5000 + "a", "1:1999"),
            ("? " * 5000 + "a", "1:1999"),
            ("\n".join(" " * level + "a:" for level in range(1300)), "1000:1001"),
            ("\n".join(" " * level + "-" for level in range(1300)), "1000:1000"),
            ("x-a: " + "[" * 900 + "]" * 900, "1:46"),
            ("x-a:" + "".join("\n" + " " * level + "a:" for level in range(1, 300)), "42:42"),
        ],
        ids=[
            "flow",
            "open-flow",
            "flow-mapping",
            "block-list",
            "keys",
            "block",
            "block-lists",
            "flow-900",
            "block-300",
        ],
    )
    def test_yaml(self, content: str, place: str) -> None:
        start = time.perf_counter()
        loaded = load(content.encode(), "resume.yaml")
        assert time.perf_counter() - start < 3
        assert [(d.code, f"{d.span.start.line}:{d.span.start.column}") for d in loaded.diagnostics if d.span] == [
            ("syntax.too-deep", place)
        ]
        assert loaded.diagnostics[0].message.endswith("Flatten the document; a resume needs about 7 levels.")

    def test_as_deep_as_may_be(self) -> None:
        assert load(("x-a: " + "[" * 40 + "]" * 40).encode(), "resume.yaml").diagnostics == ()
        (found,) = load(("x-a: " + "[" * 41 + "]" * 41).encode(), "resume.yaml").diagnostics
        assert found.code == "syntax.too-deep"


class TestTime:
    """The time grows with the size of the file, and no faster."""

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("content", "name", "count"),
        [
            (
                "x-b: &b {a: 1}\nx-l: {"
                + ", ".join(f"k{n}: 1" for n in range(20_000))
                + "}\nx-m:\n"
                + "- <<: *b\n" * 20_000,
                "resume.yaml",
                0,
            ),
            ("work:\n" + "- nmae: 1\n" * 20_000, "resume.yaml", 20_000),
            ("work:\n" + "- 1\n" * 20_000, "resume.yaml", 20_000),
            ("work:\n" + "- highlights:\n  - a: b\n    c: d\n" * 10_000, "resume.yaml", 10_000),
            ('{"work": [' + ", ".join(['{"startDate": "never"}'] * 20_000) + "]}", "resume.json", 20_000),
            ("basics: {name: " + "a" * 900_000 + "}\n", "resume.yaml", 0),
            ("a" * 900_000 + ": 1\n", "resume.yaml", 1),
            ("#" * 900_000, "resume.yaml", 1),
            ('{"work": "' + "\\u00e9" * 150_000 + '"}', "resume.json", 1),
        ],
        ids=[
            "merges",
            "unknown-keys",
            "wrong-kinds",
            "colons",
            "one-line-json",
            "long-text",
            "long-key",
            "comment",
            "escapes",
        ],
    )
    def test_many_findings(self, content: str, name: str, count: int) -> None:
        start = time.perf_counter()
        loaded = interpret(parse_source(content.encode(), name))
        assert time.perf_counter() - start < 15  # takes 2 s at most
        assert len(loaded.diagnostics) == count

    @pytest.mark.slow
    def test_a_long_report(self, write: Callable[..., str], invoke: Callable[..., Outcome]) -> None:
        name = write('{"work": [' + ", ".join(['{"startDate": "never"}'] * 5_000) + "]}", "resume.json")
        start = time.perf_counter()
        outcome = invoke("check", name)
        assert time.perf_counter() - start < 15
        assert outcome.code == 1
        assert outcome.out.count("error schema.date work[") == 5_000
        assert outcome.out.endswith("5000 errors. Learn more: resume-tex explain schema.date\n")


CONTENTS: dict[str, bytes] = {
    "empty": b"",
    "comments": b"# nothing\n",
    "latin-1": b"name: \xfc\n",
    "NUL": b"a\0b",
    "random": bytes(range(256)) * 4,
    "list": b"[]",
    "text": b"resume",
    "bomb": b"a: &a [1,1,1,1,1,1,1,1]\n"
    + b"".join(b"%c: &%c [%s]\n" % (n, n, b",".join([b"*%c" % (n - 1)] * 8)) for n in range(98, 110)),
    "itself": b"basics: &a\n  location: *a\n  profiles: [*a]\n",
    "merge of itself": b"&a basics: 1\nwork: &b\n  <<: [*b]\n",
    "tag": b"basics: !!python/object/apply:os.system ['touch hacked']\n",
    "tabs": b"\t\t\n",
    "half": b"basics:\n  name: 'A",
    "control characters": b"basics: {name: A\x1b]0;B\x07}\n",
    "escapes": b'basics: {name: [A], "\\e[31m\\e]0;B\\a": 1}\n"\\u202e": {a: 1}\n',
    "depth": b"[" * 5000,
}


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("name", ["resume.yaml", "resume.json", "resume"])
@pytest.mark.parametrize("content", CONTENTS)
def test_commands_answer(
    content: str, name: str, command: str, write: Callable[..., str], invoke: Callable[..., Outcome], tmp_path: Path
) -> None:
    outcome = invoke(command, write(CONTENTS[content], name))
    assert outcome.code in {1, 2}
    assert outcome.err == ""
    assert f"{name}:" in outcome.out
    assert [c for c in outcome.out if not c.isprintable() and c != "\n"] == []
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
@pytest.mark.parametrize("content", CONTENTS)
def test_reports_for_machines_are_sound(
    content: str, form: str, write: Callable[..., str], invoke: Callable[..., Outcome]
) -> None:
    outcome = invoke("check", write(CONTENTS[content]), "--format", form)
    assert outcome.code in {1, 2}
    assert outcome.err == ""
    if form == "github":
        assert [line[:2] for line in outcome.out.splitlines() if line] == ["::"] * outcome.out.count("\n")
    else:
        data: dict[str, Any] = json.loads(outcome.out)
        assert data["version"] in {1, "2.1.0"}

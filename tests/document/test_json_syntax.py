# ruff: noqa: E501  the expected messages stand whole, beside what causes them
"""What is wrong with JSON is told as well as in YAML, with the same places; the expectations are exact."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from resume_tex.diagnostics import Position, Span
from resume_tex.document.reading import parse_source
from resume_tex.document.source import SourceDocument

CASES: dict[str, tuple[str, list[str]]] = {
    "empty": (
        "",
        [
            "1:1-1:1 error syntax.empty: resume.json is empty. Start with `basics:` and your name. | `resume-tex new DIR` makes a resume.yaml that explains itself.",
        ],
    ),
    "blank": (
        " \n\n",
        [
            "1:1-1:1 error syntax.empty: resume.json is empty. Start with `basics:` and your name. | `resume-tex new DIR` makes a resume.yaml that explains itself.",
        ],
    ),
    "null": (
        "null\n",
        [
            "1:1-1:1 error syntax.empty: resume.json holds no values. Start with `basics:` and your name. | `resume-tex new DIR` makes a resume.yaml that explains itself.",
        ],
    ),
    "a-list": (
        "[]",
        [
            "1:1-1:3 error schema.type: The document is a list; it must be a mapping with keys such as `basics:` and `work:`.",
        ],
    ),
    "a-text": (
        '"basics"\n',
        [
            "1:1-1:9 error schema.type: The document is text; it must be a mapping with keys such as `basics:` and `work:`.",
        ],
    ),
    "a-number": (
        "5",
        [
            "1:1-1:2 error schema.type: The document is a number; it must be a mapping with keys such as `basics:` and `work:`.",
        ],
    ),
    "comma-after-the-last-entry": (
        '{"work": [],}\n',
        [
            "1:13-1:14 error syntax.json: The comma before this is one too many: after the last entry stands none.",
        ],
    ),
    "comma-after-the-last-item": (
        '{"work": [{},]}\n',
        [
            "1:14-1:15 error syntax.json: The comma before this is one too many: after the last entry stands none.",
        ],
    ),
    "bare-key": (
        "{work: []}\n",
        [
            "1:2-1:3 error syntax.json: A key in double quotes belongs here.",
        ],
    ),
    "single-quotes": (
        "{'work': []}\n",
        [
            "1:2-1:3 error syntax.json: Keys and texts stand in double quotes in JSON, not in single ones.",
        ],
    ),
    "no-colon": (
        '{"work" []}\n',
        [
            "1:9-1:10 error syntax.json: A colon is missing after the key.",
        ],
    ),
    "no-comma": (
        '{"work": []\n "skills": []}\n',
        [
            "2:2-2:3 error syntax.json: A comma or a closing bracket is missing before this.",
        ],
    ),
    "not-closed": (
        '{"work": [\n',
        [
            "2:1-2:1 error syntax.json: The document ends before all its brackets are closed.",
        ],
    ),
    "text-not-closed": (
        '{"basics": {"name": "Alex}}\n',
        [
            "1:28-1:28 error syntax.json: The text is not closed on this line. Add the missing double quote; write a line break inside as \\n.",
        ],
    ),
    "line-break-in-a-text": (
        '{"basics": {"name": "Al\nex"}}\n',
        [
            "1:24-1:24 error syntax.json: The text is not closed on this line. Add the missing double quote; write a line break inside as \\n.",
        ],
    ),
    "tab-in-a-text": (
        '{"basics": {"name": "Al\tex"}}\n',
        [
            "1:24-1:25 error syntax.json: A tab or control character may not stand in a JSON text. Write a tab as \\t.",
        ],
    ),
    "backslash": (
        '{"basics": {"name": "C:\\path"}}\n',
        [
            "1:24-1:25 error syntax.json: A backslash begins an escape. Write \\\\ for a backslash.",
        ],
    ),
    "half-an-escape": (
        '{"basics": {"name": "\\u12"}}\n',
        [
            "1:23-1:24 error syntax.json: After \\u stand four hexadecimal digits. Write \\\\ for a backslash.",
        ],
    ),
    "half-a-character": (
        '{"basics": {"name": "a\\ud800b", "label": "\\ud83d\\ude80"}}\n',
        [
            "1:21-1:31 error syntax.json basics.name: This text holds half of a character (\\ud800 to \\udfff stand in pairs). Write the character itself.",
        ],
    ),
    "half-a-character-in-a-key": (
        '{"x-\\udfff": 1}\n',
        [
            "1:2-1:12 error syntax.json: This text holds half of a character (\\ud800 to \\udfff stand in pairs). Write the character itself.",
        ],
    ),
    "comment": (
        "// mine\n{}\n",
        [
            "1:1-1:2 error syntax.json: JSON has no comments. Remove it, or rename the file to .yaml, where a comment starts with #.",
        ],
    ),
    "not-a-number": (
        '{"x-a": NaN}\n',
        [
            "1:9-1:10 error syntax.json: A value belongs here: text in double quotes, a number, true, false, null, a list or a mapping.",
        ],
    ),
    "leading-zero": (
        '{"x-a": 012}\n',
        [
            "1:10-1:11 error syntax.json: A comma or a closing bracket is missing before this.",
        ],
    ),
    "plus": (
        '{"x-a": +1}\n',
        [
            "1:9-1:10 error syntax.json: A value belongs here: text in double quotes, a number, true, false, null, a list or a mapping.",
        ],
    ),
    "text-after-the-end": (
        "{}\n{}\n",
        [
            "2:1-2:2 error syntax.json: The document has ended before this. Remove what follows, or the bracket that closes it too early.",
        ],
    ),
    "duplicate-keys": (
        '{"basics": {"name": "A",\n "name": "B"}, "basics": {}}\n',
        [
            "2:2-2:8 error syntax.duplicate-key basics.name: The key `name` stands here a second time (first on line 1). Only one can count: merge or rename them.",
            "2:16-2:24 error syntax.duplicate-key basics: The key `basics` stands here a second time (first on line 1). Only one can count: merge or rename them.",
        ],
    ),
    "cyrillic-lookalike": (
        '{"work": [{"nаme": "A"}]}\n',
        [
            "1:12-1:18 warning schema.unknown-key work[0].nаme: The key `nаme` is not known in `work[0]`. It is not typeset, and kept for export. | Did you mean `name`?",
        ],
    ),
    "yaml-in-json": (
        "basics:\n  name: A\n",
        [
            "1:1-1:2 error syntax.json: A value belongs here: text in double quotes, a number, true, false, null, a list or a mapping.",
        ],
    ),
}


def parse(text: str) -> SourceDocument:
    """Parse JSON that has nothing wrong with it."""
    read = parse_source(text.encode(), "resume.json")
    assert read.diagnostics == ()
    assert read.source is not None
    return read.source


@pytest.mark.parametrize("name", CASES)
def test_finding(name: str, findings: Callable[..., list[str]]) -> None:
    content, expected = CASES[name]
    assert findings(content, "resume.json") == expected


def test_the_ending_tells_the_format_in_any_case(findings: Callable[..., list[str]]) -> None:
    assert findings("{'work': []}", "RESUME.JSON")[0].split(":")[0] == "1"
    assert findings("{'work': []}", "resume.yml") == []


def test_json_is_yaml_too(findings: Callable[..., list[str]]) -> None:
    assert findings('{"basics": {"name": "A\\u00e9", "label": null}, "work": [],}', "resume.yaml") == []


@pytest.mark.parametrize("text", ["0", "-5", "2024", "3.90", "1e5", "-1.5E-3", "1e400", "9" * 500])
def test_numbers_remember_how_they_were_written(text: str) -> None:
    data = parse(f'{{"x-a": {text}}}').data
    assert isinstance(data, dict)
    assert str(data["x-a"]) == text


def test_values() -> None:
    text = '{"x-a": [null, true, false, "\\u00e9\\ud83d\\ude80\\n", {}, [], ""], "": {"a b": "c"}}'
    assert parse(text).data == {"x-a": [None, True, False, "é🚀\n", {}, [], ""], "": {"a b": "c"}}


@pytest.mark.parametrize(
    ("path", "start", "end"),
    [
        (("basics", "name"), (2, 22), (2, 28)),
        (("basics",), (2, 3), (2, 11)),
        (("work",), (3, 6), (3, 12)),
        (("work", 1), (4, 6), (4, 10)),
        (("work", 0, "name"), (3, 15), (3, 17)),
        (("skills",), (5, 13), (5, 17)),
        (("languages", 0), (1, 1), (1, 2)),
    ],
)
def test_places(path: tuple[str | int, ...], start: tuple[int, int], end: tuple[int, int]) -> None:
    text = '{\n  "basics": {"name": "東京 🚀"\n  }, "work": [{},\n     null],\n  "skills": null\n}\n'
    assert parse(text).span_of(path) == Span(Position(*start), Position(*end))


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("[" * 5000 + "]" * 5000, "1:42-1:43"),
        ('{"a":' * 5000 + "1" + "}" * 5000, "1:206-1:207"),
        ("[" * 900_000, "1:42-1:43"),
    ],
)
def test_deep_nesting(content: str, place: str, findings: Callable[..., list[str]]) -> None:
    assert findings(content, "resume.json") == [
        f"{place} error syntax.too-deep: Values are nested more than 40 deep. Flatten the document; a resume needs about 7 levels."
    ]


def test_as_deep_as_may_be(findings: Callable[..., list[str]]) -> None:
    assert findings('{"x-a": ' + "[" * 39 + "1" + "]" * 39 + "}", "resume.json") == []


@pytest.mark.slow
def test_too_many_values(findings: Callable[..., list[str]]) -> None:
    content = '{"x-a": [' + "0," * 120_000 + "0]}"
    assert findings(content, "resume.json") == [
        "1:200012-1:200013 error file.too-large: The document holds more than 100,000 values; a resume holds a few hundred. "
        "Is it the right file?"
    ]

"""YAML values are what the writer wrote: no octal numbers, no minutes, no Norway, and every value has its place."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from resume_tex.diagnostics import Position, Span
from resume_tex.document.load import LoadResult
from resume_tex.document.reading import parse_source
from resume_tex.document.source import SourceDocument


def parse(text: str) -> SourceDocument:
    """Parse YAML that has nothing wrong with it."""
    read = parse_source(text.encode(), "resume.yaml")
    assert read.diagnostics == ()
    assert read.source is not None
    return read.source


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "no",
        "No",
        "yes",
        "YES",
        "on",
        "off",
        "y",
        "n",
        "0123456",
        "02139",
        "007",
        "0x1F",
        "0o17",
        "0b11",
        "1_000",
        "12:30",
        "190:20:30",
        "12:30:45.5",
        "2024-03",
        "2024-03-15",
        "2024-03-15T12:00:00Z",
        "1e5",
        "1E5",
        "6.",
        ".5",
        ".inf",
        "-.inf",
        ".nan",
        "nan",
        "=",
        "+1 917 555 0381",
        "1234567890123456789012345678901234567890",
        "--5",
        "5-6",
        "nULL",
        "tRue",
        "None",
    ],
)
def test_text_stays_text(text: str) -> None:
    data = parse(f"x-value: {text}\n").data
    assert data == {"x-value": text}
    assert type(data["x-value"]) is str


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((text, None) for text in ("null", "Null", "NULL", "~", "")),
        *((text, True) for text in ("true", "True", "TRUE")),
        *((text, False) for text in ("false", "False", "FALSE")),
    ],
)
def test_constants(text: str, value: object) -> None:
    data = parse(f"x-value: {text}\n").data
    assert isinstance(data, dict)
    assert data["x-value"] is value


@pytest.mark.parametrize("text", ["0", "5", "-5", "+5", "-0", "2024", "10013", "123456789012345678"])
def test_whole_numbers_remember_how_they_were_written(text: str) -> None:
    data = parse(f"x-value: {text}\n").data
    assert isinstance(data, dict)
    assert data["x-value"] == int(text)
    assert str(data["x-value"]) == text


@pytest.mark.parametrize("text", ["3.90", "4.0", "-0.50", "1.5e3", "1.0e-07", "+0.10"])
def test_decimal_numbers_remember_how_they_were_written(text: str) -> None:
    data = parse(f"x-value: {text}\n").data
    assert isinstance(data, dict)
    assert math.isclose(data["x-value"], float(text))
    assert str(data["x-value"]) == text


@pytest.mark.parametrize("text", ["null", "true", "5", "3.90", "~", ""])
@pytest.mark.parametrize("form", ['"{}"', "'{}'", '!!str "{}"'])
def test_quotes_make_text(text: str, form: str) -> None:
    assert parse(f"x-value: {form.format(text)}\n").data == {"x-value": text}


@pytest.mark.parametrize("form", ["!!str 5", "! 5", "&a !!str 5", "!!str &a 5", "!!str\n  5"])
def test_a_tag_makes_text(form: str) -> None:
    assert parse(f"x-value: {form}\n").data == {"x-value": "5"}


def test_an_anchor_makes_no_text() -> None:
    data = parse("x-é: &a 5\nx-b: &b 3.90\nx-c: &c true\nx-d: &d ~\nx-e: [*a, *b, *c, *d]\n").data
    assert isinstance(data, dict)
    assert data["x-e"] == [5, 3.9, True, None]
    assert str(data["x-b"]) == "3.90"


def test_values_print_as_written(load: Callable[..., LoadResult]) -> None:
    loaded = load(
        """
        basics:
          name: NO
          phone: 0123456
          summary: 12:30
          location: {postalCode: 02139, countryCode: NO, city: 5}
        education:
          - {institution: on, score: 3.90, area: 1e5}
        skills:
          - {name: yes, keywords: [NO, 12:30, 007, 3.10, 1.0]}
        """
    )
    assert loaded.diagnostics == ()
    assert loaded.resume is not None
    assert loaded.resume.model_dump(exclude_defaults=True, exclude={"meta"}) == {
        "basics": {
            "name": "NO",
            "phone": "0123456",
            "summary": "12:30",
            "location": {"postalCode": "02139", "countryCode": "NO", "city": "5"},
        },
        "education": [{"institution": "on", "score": "3.90", "area": "1e5"}],
        "skills": [{"name": "yes", "keywords": ["NO", "12:30", "007", "3.10", "1.0"]}],
    }


def test_block_texts() -> None:
    text = "x-a: >-\n  one\n  two\n\n  three\nx-b: |\n  one\n  two # no comment\nx-c: one\n  two\n"
    assert parse(text).data == {"x-a": "one two\nthree", "x-b": "one\ntwo # no comment\n", "x-c": "one two"}


def test_keys_are_text_as_written() -> None:
    assert parse('5: a\ntrue: b\n"": c\n~: d\n2024-03: e\n').data == {
        "5": "a",
        "true": "b",
        "": "c",
        "~": "d",
        "2024-03": "e",
    }


class TestAliases:
    """Anchors, aliases and merge keys."""

    def test_an_alias_repeats_a_value(self) -> None:
        data = parse("x-a: &a [1, 2]\nx-b: *a\n").data
        assert data == {"x-a": [1, 2], "x-b": [1, 2]}

    def test_a_merge_adds_what_is_not_there(self) -> None:
        data = parse("x-a: &a {one: 1, two: 2}\nx-b:\n  two: b\n  <<: *a\n  three: 3\n").data
        assert data == {"x-a": {"one": 1, "two": 2}, "x-b": {"one": 1, "two": "b", "three": 3}}

    def test_the_first_of_several_merged_mappings_wins(self) -> None:
        data = parse("x-b: {<<: [{one: 1, two: 2}, {two: b, three: 3}]}\n").data
        assert data == {"x-b": {"one": 1, "two": 2, "three": 3}}

    def test_merges_of_merges(self) -> None:
        text = "x-a: &a {one: a, two: a, three: a}\nx-b: &b {two: b, <<: *a}\nx-c: {three: c, <<: *b}\n"
        data = parse(text).data
        assert isinstance(data, dict)
        assert data["x-c"] == {"one": "a", "two": "b", "three": "c"}

    def test_a_quoted_merge_key_is_a_key(self) -> None:
        assert parse('"<<": 5\n<<: {x-a: 1}\n').data == {"<<": 5, "x-a": 1}

    def test_a_merged_value_is_found_where_it_stands(self, findings: Callable[..., list[str]]) -> None:
        text = "x-job: &job\n  locaton: NY\n  startDate: never\nwork:\n  - name: A\n  - <<: *job\n    name: B\n"
        assert findings(text) == [
            "2:3-2:10 error schema.unknown-key work[1].locaton: The key `locaton` is not known in `work[1]`. | Did you mean `location`?",
            "3:14-3:19 error schema.date work[1].startDate: `never` is not a date: the forms are YYYY, YYYY-MM and YYYY-MM-DD. "
            "Write a date such as 2024-03.",
        ]

    def test_a_value_after_a_merge_is_found_where_it_stands(self, findings: Callable[..., list[str]]) -> None:
        text = "x-job: &job\n  name: A\nwork:\n  - <<: *job\n    name: B\n    startDate: never\n  - 5\n"
        assert [line.split(":")[0] for line in findings(text)] == ["6", "7"]

    @pytest.mark.parametrize(
        "bomb",
        [
            # lists of lists, mappings of mappings, merges of merges
            ("[{}]", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"),
            ("{{{}}}", "{one: 1}"),
            ("{{<<: [{}]}}", "{one: 1}"),
        ],
    )
    def test_a_bomb_does_not_explode(self, bomb: tuple[str, str], findings: Callable[..., list[str]]) -> None:
        wrap, leaf = bomb
        lines = [f"x-0: &a0 {leaf}"]
        for level in range(1, 9):
            entries = ", ".join(f"k{n}: *a{level - 1}" if wrap == "{{{}}}" else f"*a{level - 1}" for n in range(10))
            lines.append(f"x-{level}: &a{level} {wrap.format(entries)}")
        (found,) = findings("\n".join([*lines, "basics: {}", ""]))
        assert found.partition(" ")[2] == (
            "error syntax.alias: The document holds more than 100,000 values once its aliases are expanded. "
            "Remove aliases of aliases."
        )


class TestPlaces:
    """Where values, keys and words stand."""

    text = (
        "basics:\n"
        "  name: Alex   # who\n"
        "  summary: >-\n"
        "    Builds rankers\n"
        "    for a living.\n"
        '  "label": Engineer\n'
        "work:\n"
        "  - name: Spotify\n"
        "    highlights: [One, {text: Two}]\n"
        "  -\n"
        "skills:\n"
    )

    @pytest.mark.parametrize(
        ("path", "start", "end"),
        [
            (("basics", "name"), (2, 9), (2, 13)),
            (("basics", "summary"), (3, 3), (3, 10)),
            (("basics", "label"), (6, 12), (6, 20)),
            (("basics",), (1, 1), (1, 7)),
            (("work",), (7, 1), (7, 5)),
            (("work", 0), (8, 5), (8, 18)),
            (("work", 0, "highlights"), (9, 17), (9, 35)),
            (("work", 0, "highlights", 0), (9, 18), (9, 21)),
            (("work", 0, "highlights", 1, "text"), (9, 30), (9, 33)),
            (("work", 1), (10, 4), (10, 4)),
            (("skills",), (11, 1), (11, 7)),
            # what is not there is shown by its nearest ancestor
            (("basics", "email"), (1, 1), (1, 7)),
            (("work", 0, "startDate"), (8, 5), (8, 18)),
            (("work", 0, "highlights", 0, "text"), (9, 18), (9, 21)),
            (("work", 7, "name"), (7, 1), (7, 5)),
            (("meta", "resumeTex"), (1, 1), (1, 8)),
            ((), (1, 1), (1, 8)),
        ],
    )
    def test_value(self, path: tuple[str | int, ...], start: tuple[int, int], end: tuple[int, int]) -> None:
        assert parse(self.text).span_of(path) == Span(Position(*start), Position(*end))

    @pytest.mark.parametrize(
        ("path", "start", "end"),
        [
            (("basics", "name"), (2, 3), (2, 7)),
            (("basics", "label"), (6, 3), (6, 10)),
            (("work", 0, "highlights", 1, "text"), (9, 24), (9, 28)),
            (("work", 0), (8, 5), (8, 18)),
            (("nothing",), (1, 1), (1, 8)),
        ],
    )
    def test_key(self, path: tuple[str | int, ...], start: tuple[int, int], end: tuple[int, int]) -> None:
        assert parse(self.text).key_span(path) == Span(Position(*start), Position(*end))

    @pytest.mark.parametrize(
        ("path", "words", "start", "end"),
        [
            (("basics", "name"), ["Alex"], (2, 9), (2, 13)),
            (("basics", "summary"), ["living"], (5, 11), (5, 17)),
            (("basics", "summary"), ["nowhere", "for a"], (5, 5), (5, 10)),
            (("basics", "summary"), ["rankers for"], (4, 12), (4, 19)),
            (("basics", "summary"), ["who"], (3, 3), (3, 10)),
            (("basics", "email"), ["Alex"], (1, 1), (1, 7)),
            (("work", 0, "highlights", 1, "text"), ["Two"], (9, 30), (9, 33)),
        ],
    )
    def test_words(
        self, path: tuple[str | int, ...], words: list[str], start: tuple[int, int], end: tuple[int, int]
    ) -> None:
        assert parse(self.text).span_of_words(path, words) == Span(Position(*start), Position(*end))

"""Export as JSON Resume: valid against the official schema, nothing lost, and back again."""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import ALL_SAMPLES, sample
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from test_schemas import documents, read

from resume_tex.diagnostics import Severity, format_path
from resume_tex.document.load import load_resume
from resume_tex.interchange.jsonresume_export import DIALECTS, ExportResult, export_jsonresume
from resume_tex.interchange.jsonresume_schema import KEYWORDS, REMARKS, check_data, official_schema
from resume_tex.interchange.yaml_writer import write_yaml

OFFICIAL = Draft7Validator(read("jsonresume"))


def exported(content: str, name: str = "resume.yaml", dialect: str = "1.3.1") -> ExportResult:
    """Export a document's text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode())
        return export_jsonresume(str(path), dialect)


def data_of(result: ExportResult) -> Any:
    assert result.text is not None, result.diagnostics
    return json.loads(result.text)


def told(result: ExportResult) -> list[str]:
    return [f"{d.severity} {d.code} {format_path(d.path)}" for d in result.diagnostics]


class TestDocument:
    """What each thing of ours becomes."""

    def test_numbers_dates_and_empty_keys(self) -> None:
        result = exported(
            "basics: {name: Jane Doe, phone: , location: {postalCode: 10115}}\n"
            "work: [{name: A, startDate: 2019, endDate: present}]\n"
            "education: [{score: 3.90, startDate: 2014-09, courses: [101]}]\n"
            "publications: [{name: P, doi: 10.10, authors: [R. Roe]}]\n"
            "awards:\n"
        )
        assert data_of(result) == {
            "basics": {"name": "Jane Doe", "location": {"postalCode": "10115"}},
            "work": [{"name": "A", "startDate": "2019"}],
            "education": [{"score": "3.90", "startDate": "2014-09", "courses": ["101"]}],
            "publications": [{"name": "P", "doi": "10.10", "authors": ["R. Roe"]}],
        }
        assert told(result) == []

    def test_what_bullets_carry_moves_to_the_settings(self) -> None:
        content = (
            "work: [{highlights: [One, {text: Two, tags: [ml], x-note: 5}, {text: Three}]}]\n"
            "projects: [{highlights: [{text: Four, tags: [a, b]}]}]\n"
            "meta: {version: v1, resumeTex: {theme: classic}}\n"
        )
        assert data_of(exported(content)) == {
            "work": [{"highlights": ["One", "Two", "Three"]}],
            "projects": [{"highlights": ["Four"]}],
            "meta": {
                "version": "v1",
                "resumeTex": {
                    "theme": "classic",
                    "highlights": {
                        "work[0].highlights[1]": {"tags": ["ml"], "x-note": 5},
                        "projects[0].highlights[0]": {"tags": ["a", "b"]},
                    },
                },
            },
        }

    def test_tags_of_a_bullet_that_is_gone_are_told(self, findings: Callable[..., list[str]]) -> None:
        gone = '{"work": [{"highlights": ["a"]}], "meta": {"resumeTex": {"highlights": {"work[0].highlights[1]": {"tags": ["x"]}}}}}'
        assert [line for line in findings(gone, "resume.json") if "bullet-path" in line] != []

    def test_numbers_stay_as_written(self) -> None:
        content = '{"a": 3.90, "b": 1e400, "c": 123456789012345678901234567890, "d": -0, "e": true}'
        result = exported(content, "resume.json")
        assert (
            result.text
            == '{\n  "a": 3.90,\n  "b": 1e400,\n  "c": 123456789012345678901234567890,\n  "d": -0,\n  "e": true\n}\n'
        )
        assert data_of(exported("x-a: +5\nx-b: 1.5e+3\n")) == {"x-a": 5, "x-b": 1500.0}

    def test_addresses_that_strict_readers_refuse(self) -> None:
        result = exported("basics: {url: doe.example, email: jane, profiles: [{url: ''}]}\n")
        assert told(result) == [
            "warning export.form basics.url",
            "warning export.form basics.email",
            "warning export.form basics.profiles[0].url",
        ]
        assert all(d.span is not None for d in result.diagnostics)
        assert result.text is not None

    def test_errors_stop_it(self) -> None:
        assert told(exported("work: nothing\n")) == ["error schema.type work"]
        assert exported("work: nothing\n").text is None
        assert export_jsonresume("missing.yaml").readable is False

    def test_1_0_0_has_no_other_keys_at_the_top_and_whole_dates(self) -> None:
        result = exported("x-a: 1\ncertificates: [{name: C, date: 2024}]\n", dialect="1.0.0")
        assert data_of(result) == {"certificates": [{"name": "C", "date": "2024"}], "meta": {"other": {"x-a": 1}}}
        assert told(result) == ["info export.moved x-a", "warning export.form certificates[0].date"]


@pytest.mark.parametrize("name", [*ALL_SAMPLES, "example"])
@pytest.mark.parametrize("dialect", ["1.3.1", "1.0.0"])
def test_samples_are_valid_and_load_as_the_same_resume(name: str, dialect: str, tmp_path: Path) -> None:
    first = load_resume(str(sample(name)))
    result = export_jsonresume(str(sample(name)), dialect)
    data = data_of(result)
    assert list(Draft7Validator(official_schema(dialect)).iter_errors(data)) == []
    assert [line for line in told(result) if "export." in line and "export.form" not in line] == []
    target = tmp_path / "again.json"
    target.write_text(result.text or "", "utf-8")
    assert load_resume(str(target)).resume == first.resume


class TestSchema:
    """Our check of the official schema against a full validator."""

    @pytest.mark.parametrize("dialect", ["1.3.1", "1.0.0"])
    def test_it_understands_every_word(self, dialect: str) -> None:
        def words(node: Any) -> set[str]:
            if not isinstance(node, dict):
                return set()
            named = [child for key in ("properties", "definitions") for child in node.get(key, {}).values()]
            return {*node, *(word for child in [*named, node.get("items")] for word in words(child))}

        found = words(official_schema(dialect))
        assert found <= KEYWORDS | REMARKS
        assert {"type", "properties", "items", "pattern", "format", "$ref"} <= found

    @settings(max_examples=50)
    @given(st.data())
    def test_it_says_what_a_validator_says(self, data: st.DataObject) -> None:
        document = data.draw(documents(read("jsonresume"), read("jsonresume")))
        junk = data.draw(st.sampled_from([None, 5, "x", [], {}, ["y"], {"a": 1}]))
        places = [
            ("work",),
            ("basics",),
            ("basics", "name"),
            ("work", 0),
            ("work", 0, "startDate"),
            ("skills", 0, "keywords"),
        ]
        place = data.draw(st.sampled_from(places))
        parent = document
        for part in place[:-1]:
            parent = parent.get(part) if isinstance(parent, dict) else (parent or [None])[0] if part == 0 else None
        if isinstance(parent, dict):
            parent[place[-1]] = junk
        for dialect in ("1.3.1", "1.0.0"):
            schema = official_schema(dialect)
            ours = sorted(map(str, {p.path for p in check_data(document, schema) if not p.is_form}))
            theirs = set()
            for error in Draft7Validator(schema).iter_errors(document):
                path = tuple(error.absolute_path)
                extra = (
                    set(document) - set(schema["properties"]) if error.validator == "additionalProperties" else {None}
                )
                theirs |= {path if key is None else (key,) for key in extra}
            assert ours == sorted(map(str, theirs))


@pytest.mark.slow
@settings(max_examples=60)
@given(documents(read("jsonresume"), read("jsonresume")))
@example({"work": [{"stage": 5, "tags": {"a": None}}], "publications": [{"doi": 10, "authors": "x"}]})
@example({"meta": {"resumeTex": {}}, "basics": {"location": {}}})
@example({"education": [{"startDate": "2024-13", "endDate": "2024-02-31"}]})
def test_json_resume_comes_back_as_it_was(data: dict[str, Any]) -> None:
    result = exported(json.dumps(data), "resume.json")
    assert json.dumps(data_of(result)) == json.dumps(data)
    assert list(OFFICIAL.iter_errors(data_of(result))) == []


_WORDS = st.text(max_size=12) | st.sampled_from(["a: b", "**x**", "2019", "- y", "#1", "3.90"])
_BULLET = _WORDS | st.fixed_dictionaries(
    {"text": _WORDS}, optional={"tags": st.lists(_WORDS, max_size=2), "x-own": st.integers() | st.none()}
)
_ENTRY = st.fixed_dictionaries(
    {},
    optional={
        "name": _WORDS,
        "startDate": st.sampled_from(["2019", 2019, "2019-03", "2019-03-31", ""]),
        "endDate": st.sampled_from(["present", "2020-12", None]),
        "highlights": st.lists(_BULLET, max_size=3),
        "tags": st.lists(_WORDS, max_size=2),
        "x-own": st.dictionaries(_WORDS, _WORDS | st.floats(allow_nan=False, allow_infinity=False), max_size=2),
    },
)
_OURS = st.fixed_dictionaries(
    {},
    optional={
        "basics": st.fixed_dictionaries({}, optional={"name": _WORDS, "phone": _WORDS | st.integers()}),
        "work": st.lists(_ENTRY, max_size=2),
        "projects": st.lists(_ENTRY, max_size=2),
        "meta": st.fixed_dictionaries(
            {}, optional={"version": _WORDS, "resumeTex": st.fixed_dictionaries({"pages": st.integers(1, 9)})}
        ),
    },
)


@pytest.mark.slow
@settings(max_examples=150)
@given(_OURS, st.sampled_from(["1.3.1", "1.0.0"]))
def test_our_yaml_loads_from_its_export_as_the_same_resume(data: dict[str, Any], dialect: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "resume.yaml"
        path.write_bytes(write_yaml(data).encode())
        first = load_resume(str(path))
        assert [d for d in first.diagnostics if d.severity is Severity.ERROR] == []
        result = export_jsonresume(str(path), dialect)
        assert list(OFFICIAL.iter_errors(data_of(result))) == []
        again = Path(folder) / "resume.json"
        again.write_text(result.text or "", "utf-8")
        assert load_resume(str(again)).resume == first.resume


def test_infinity_is_not_written() -> None:
    assert math.isinf(data_of(exported('{"a": 1e999}', "resume.json"))["a"])
    assert DIALECTS == ("1.3.1", "1.0.0", "0.0.16")

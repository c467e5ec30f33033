"""The JSON Schemas: fresh, valid, true to what the loader takes; and every valid JSON Resume document loads with nothing lost."""

from __future__ import annotations

import importlib.util
import json
import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from resume_tex.diagnostics import Severity
from resume_tex.document.load import LoadResult, interpret
from resume_tex.document.models import Resume
from resume_tex.document.reading import parse_source

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "schema"
EXAMPLE = ROOT / "examples" / "ml-engineer.yaml"


def read(name: str) -> dict[str, Any]:
    """Return a schema."""
    content: dict[str, Any] = json.loads((SCHEMA / f"{name}.schema.json").read_text("utf-8"))
    return content


OURS = Draft202012Validator(read("resume"))
OFFICIAL = Draft7Validator(read("jsonresume"), format_checker=Draft7Validator.FORMAT_CHECKER)


def errors(validator: Draft7Validator | Draft202012Validator, data: object) -> list[str]:
    """Return what a schema says against some data."""
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


def export(resume: Resume) -> dict[str, Any]:
    """Return a resume as JSON has it, with plain bullets as text."""
    data: dict[str, Any] = json.loads(resume.model_dump_json(by_alias=True, exclude_defaults=True))
    for section in ("work", "volunteer", "projects"):
        for entry in data.get(section, []):
            if "highlights" in entry:
                entry["highlights"] = [bullet.get("text", "") for bullet in entry["highlights"]]
    return data


def load_json(data: object, name: str = "resume.json") -> LoadResult:
    """Load data as a JSON document."""
    return interpret(parse_source(json.dumps(data).encode(), name))


class TestGenerated:
    """The schemas that come from the models."""

    def test_they_are_fresh(self) -> None:
        script = ROOT / "scripts" / "generate_schemas.py"
        spec = importlib.util.spec_from_file_location("generate_schemas", script)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        generated = module.schemas()
        names = ["diagnostics.schema.json", "letter.schema.json", "resume.schema.json", "theme.schema.json"]
        assert sorted(generated) == names
        on_disk = {name: (SCHEMA / name).read_text("utf-8") for name in generated}
        assert on_disk == generated, f"run python {script.relative_to(ROOT)}"

    @pytest.mark.parametrize("name", ["resume", "letter", "theme", "diagnostics"])
    def test_they_are_schemas(self, name: str) -> None:
        schema = read(name)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        Draft202012Validator.check_schema(schema)

    def test_every_field_has_a_description(self) -> None:
        schema = read("resume")
        fields = {
            f"{name}.{field}": content
            for name, model in [*schema["$defs"].items(), ("Resume", schema)]
            for field, content in model.get("properties", {}).items()
        }
        assert len(fields) > 100
        assert [name for name, content in fields.items() if not content.get("description")] == []

    def test_every_model_has_a_description(self) -> None:
        models = read("resume")["$defs"]
        assert len(models) > 15
        assert [name for name, model in models.items() if not model.get("description")] == []


class TestExample:
    """The resume that ships with the package."""

    def test_its_first_line_names_the_schema(self) -> None:
        line = EXAMPLE.read_text("utf-8").split("\n")[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line)
        assert match is not None
        assert (EXAMPLE.parent / match[1]).resolve() == SCHEMA / "resume.schema.json"

    def test_it_validates(self) -> None:
        assert errors(OURS, yaml.safe_load(EXAMPLE.read_text("utf-8"))) == []

    def test_it_loads_and_exports_valid_json_resume(self) -> None:
        loaded = interpret(parse_source(EXAMPLE.read_bytes(), str(EXAMPLE)))
        assert loaded.diagnostics == ()
        assert loaded.resume is not None
        exported = export(loaded.resume)
        assert errors(OFFICIAL, exported) == []
        assert [len(exported[name]) for name in ("work", "publications", "skills", "education")] == [3, 1, 5, 1]
        again = load_json(exported)
        assert again.diagnostics == ()
        assert again.resume == loaded.resume


def text(name: str) -> str:
    """Return text that no other field has."""
    return f"The {name} of a résumé, “quoted” & <marked> 東京"


FULL: dict[str, Any] = {
    "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
    "basics": {
        "name": text("name"),
        "label": text("label"),
        "image": "https://a.example/photo.png",
        "email": "alex@a.example",
        "phone": "+1 (917) 555-0381",
        "url": "https://a.example/~alex?b=c#d",
        "summary": text("summary"),
        "location": {
            "address": "12 Canal Street\nApt 3",
            "postalCode": "02139",
            "city": text("city"),
            "countryCode": "NO",
            "region": text("region"),
        },
        "profiles": [{"network": "GitHub", "username": "0123", "url": "https://github.example/0123"}, {}],
    },
    "work": [
        {
            "name": text("employer"),
            "location": text("place"),
            "description": text("trade"),
            "position": text("position"),
            "url": "https://b.example",
            "startDate": "2020",
            "endDate": "2021-03",
            "summary": text("job"),
            "highlights": ["One: two", "**three**", ""],
        },
        {"startDate": "2021-03-15", "highlights": []},
    ],
    "volunteer": [
        {
            "organization": text("club"),
            "position": text("role"),
            "url": "https://c.example",
            "startDate": "2014-06-29",
            "endDate": "2023-04",
            "summary": text("work"),
            "highlights": ["One"],
        }
    ],
    "education": [
        {
            "institution": text("school"),
            "url": "https://d.example",
            "area": text("area"),
            "studyType": text("degree"),
            "startDate": "2014",
            "endDate": "2018",
            "score": "3.90",
            "courses": [text("course"), "12:30"],
        }
    ],
    "awards": [{"title": text("award"), "date": "2020-01-01", "awarder": text("giver"), "summary": text("reason")}],
    "certificates": [
        {"name": text("certificate"), "date": "1989-06-12", "url": "https://e.example", "issuer": text("issuer")}
    ],
    "publications": [
        {
            "name": text("title"),
            "publisher": text("venue"),
            "releaseDate": "2020-12-10",
            "url": "https://f.example",
            "summary": text("paper"),
        }
    ],
    "skills": [{"name": text("category"), "level": text("level"), "keywords": ["C#", "NO", "1e5", "3.10"]}],
    "languages": [{"language": text("tongue"), "fluency": text("fluency")}],
    "interests": [{"name": text("interest"), "keywords": [text("hobby")]}],
    "references": [{"name": text("friend"), "reference": text("praise")}],
    "projects": [
        {
            "name": text("project"),
            "description": text("purpose"),
            "highlights": ["One"],
            "keywords": ["two"],
            "startDate": "2020-01",
            "endDate": "2020-02",
            "url": "https://g.example",
            "roles": ["lead"],
            "entity": text("entity"),
            "type": "volunteering",
        }
    ],
    "meta": {"canonical": "https://h.example/resume.json", "version": "v1.0.0", "lastModified": "2017-12-24T15:53:00"},
}


def fields_of(schema: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield every field that a schema knows."""
    for name, child in schema.get("properties", {}).items():
        yield f"{path}.{name}"
        yield from fields_of(child.get("items", child), f"{path}.{name}")


def fields_in(data: object, path: str = "") -> Iterator[str]:
    """Yield every field that data has."""
    if isinstance(data, list):
        for item in data:
            yield from fields_in(item, path)
    if isinstance(data, dict):
        for name, child in data.items():
            yield f"{path}.{name}"
            yield from fields_in(child, f"{path}.{name}")


class TestJsonResume:
    """Documents of JSON Resume load, and what is exported is the same."""

    def test_the_full_document_has_every_field_and_is_valid(self) -> None:
        known = set(fields_of(read("jsonresume")))
        assert len(known) > 80
        assert set(fields_in(FULL)) == known
        assert errors(OFFICIAL, FULL) == []

    @pytest.mark.parametrize("name", ["resume.json", "resume.yaml"])
    def test_nothing_of_the_full_document_is_lost(self, name: str) -> None:
        loaded = load_json(FULL, name)
        assert loaded.diagnostics == ()
        assert loaded.resume is not None
        expected = json.loads(json.dumps(FULL))
        del expected["work"][1]["highlights"]  # an empty list says nothing
        assert export(loaded.resume) == expected
        assert errors(OURS, FULL) == []

    def test_nothing_of_the_full_document_is_lost_as_block_yaml(self) -> None:
        content = yaml.safe_dump(FULL, allow_unicode=True, sort_keys=False)
        loaded = interpret(parse_source(content.encode(), "resume.yaml"))
        assert loaded.diagnostics == ()
        assert loaded.resume == load_json(FULL).resume

    @pytest.mark.parametrize("section", [name for name in FULL if name != "$schema"])
    def test_every_section_may_be_missing(self, section: str) -> None:
        data = {key: value for key, value in FULL.items() if key != section}
        loaded = load_json(data)
        assert loaded.diagnostics == ()
        assert loaded.resume is not None
        assert section not in export(loaded.resume)

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"work": []},
            {"basics": {}},
            {"work": [{}], "skills": [{}], "basics": {"profiles": [{}], "location": {}}},
            {"meta": {"theme": "elegant", "anything": [None, {"a": 1}]}},
            {"work": [{"position": "A", "team": None, "stack": {"a": ["b"]}}], "extra": True},
            {"work": [{"startDate": "2024-19", "endDate": "2024-02-39"}]},
        ],
    )
    def test_small_documents(self, data: dict[str, Any]) -> None:
        assert errors(OFFICIAL, data) == []
        loaded = load_json(data)
        assert [d for d in loaded.diagnostics if d.severity is not Severity.WARNING] == []
        assert loaded.resume is not None

    @pytest.mark.parametrize(
        ("data", "path", "kind"),
        [
            ({"work": [{"tags": "ml", "name": "A"}]}, "work[0].tags", "A list belongs here, not text."),
            ({"skills": [{"tags": [{"a": 1}]}]}, "skills[0].tags[0]", "Text belongs here, not a mapping."),
            (
                {"education": [{"location": {"city": "B"}}]},
                "education[0].location",
                "Text belongs here, not a mapping.",
            ),
            ({"publications": [{"authors": "A, B"}]}, "publications[0].authors", "A list belongs here, not text."),
            ({"publications": [{"impact": ["A"]}]}, "publications[0].impact", "Text belongs here, not a list."),
            ({"awards": [{"url": True}]}, "awards[0].url", "Text belongs here, not true."),
        ],
    )
    def test_a_key_of_ours_may_mean_something_else_there(
        self, data: dict[str, Any], path: str, kind: str, findings: Callable[..., list[str]]
    ) -> None:
        assert errors(OFFICIAL, data) == []
        (found,) = findings(json.dumps(data), "resume.json")
        assert f" warning schema.type {path}: {kind}" in found
        assert found.endswith("JSON Resume leaves this key to others, so that its value stays, but is not typeset.")
        loaded = load_json(data)
        assert loaded.resume is not None
        (in_yaml,) = findings(json.dumps(data), "resume.yaml")
        assert f" error schema.type {path}: {kind}" in in_yaml

    def test_settings_are_ours_everywhere(self, findings: Callable[..., list[str]]) -> None:
        assert findings('{"meta": {"resumeTex": {"pages": 0}}}', "resume.json") == [
            "1:34-1:35 error schema.value meta.resumeTex.pages: This value is not possible: input should be greater than or equal to 1."
        ]


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda children: st.lists(children, max_size=2) | st.dictionaries(st.text(max_size=5), children, max_size=2),
    max_leaves=4,
)
_KEYS = st.sampled_from(["tags", "stage", "authors", "doi", "location", "impact", "team", "x-a", "a b", "nmae"])


def documents(schema: dict[str, Any], root: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for what a schema allows, as far as JSON Resume's own schema goes."""
    if "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rpartition("/")[2]]
    if schema["type"] == "array":
        return st.lists(documents(schema["items"], root), max_size=2)
    if schema["type"] == "object":
        known = {name: documents(child, root) for name, child in schema["properties"].items()}
        extra = st.dictionaries(_KEYS.filter(lambda key: key not in known), _JSON, max_size=2)
        if schema.get("additionalProperties") is False:
            extra = st.just({})
        return st.builds(lambda a, b: {**b, **a}, st.fixed_dictionaries({}, optional=known), extra)
    assert schema["type"] == "string"
    if "pattern" in schema:
        return st.from_regex(schema["pattern"].replace("$", r"\Z"), alphabet=string.digits + "-")
    if schema.get("format") == "uri":
        return st.sampled_from(["https://a.example", "mailto:a@b.example", "urn:a"])
    return st.just("a@b.example") if schema.get("format") == "email" else st.text(max_size=8)


@pytest.mark.slow
@settings(max_examples=60)
@given(documents(read("jsonresume"), read("jsonresume")), st.sampled_from(["resume.json", "resume.yaml"]))
def test_every_valid_json_resume_document_loads(data: dict[str, Any], name: str) -> None:
    if name == "resume.yaml":
        data = {**data, "$schema": "https://jsonresume.example/schema.json"}
    assert errors(OFFICIAL, data) == []
    content = yaml.safe_dump(data, allow_unicode=True) if name == "resume.yaml" else json.dumps(data)
    loaded = interpret(parse_source(content.encode(), name))
    assert [d for d in loaded.diagnostics if d.severity is Severity.ERROR] == []
    assert loaded.resume is not None
    assert errors(OFFICIAL, export(loaded.resume)) == []

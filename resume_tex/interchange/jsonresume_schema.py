"""Checks data against JSON Resume's official schemas.

They use few words of JSON Schema; a test asserts that they use no other than are understood here, and that a full
validator says the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from resume_tex.diagnostics import Path
from resume_tex.resources import schema_dir

KEYWORDS = frozenset({"type", "properties", "items", "pattern", "format", "$ref", "additionalProperties"})
"""Words of JSON Schema that are checked."""
REMARKS = frozenset({"$schema", "$id", "description", "title", "definitions", "additionalItems"})
"""Words that forbid nothing; `additionalItems` has no effect beside an `items` that is one schema."""
_TYPES: Mapping[str, tuple[type, ...]] = {"object": (dict,), "array": (list,), "string": (str,)}
_KINDS = {"object": "a mapping", "array": "a list", "string": "a text"}
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+\Z")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\Z")
_DATE = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\Z", re.ASCII)
_FORMATS: Mapping[str, tuple[Callable[[str], object], str]] = {
    "uri": (_URI.match, "Strict readers of JSON Resume want a whole address here, such as https://example.com."),
    "email": (_EMAIL.match, "Strict readers of JSON Resume want an e-mail address here, such as name@example.com."),
    "date": (_DATE.match, "Strict readers of this dialect want a whole date here, such as 2024-03-15."),
}


class SchemaProblem(NamedTuple):
    """What the schema says against a value; of a form (`format`) readers need not make sure."""

    path: Path
    message: str
    is_form: bool


def official_schema(dialect: str) -> dict[str, Any]:
    """Return the official schema of a dialect, `1.3.1` or `1.0.0`.

    1.0.0 says the same but for two things: no key beside its own at the top, and a certificate's date is a whole date.
    """
    schema: dict[str, Any] = json.loads((schema_dir() / "jsonresume.schema.json").read_text("utf-8"))
    if dialect == "1.0.0":
        schema["additionalProperties"] = False
        schema["properties"]["certificates"]["items"]["properties"]["date"] = {"type": "string", "format": "date"}
    return schema


def check_data(data: object, schema: Mapping[str, Any]) -> list[SchemaProblem]:
    """Return what a schema says against some data, in the data's order."""
    return list(_check(data, schema, schema, ()))


def _check(data: Any, node: Mapping[str, Any], root: Mapping[str, Any], path: Path) -> Iterator[SchemaProblem]:
    if "$ref" in node:
        node = root["definitions"][node["$ref"].rpartition("/")[2]]
    kind = node.get("type")
    if kind is not None and not isinstance(data, _TYPES[kind]):
        yield SchemaProblem(path, f"JSON Resume wants {_KINDS[kind]} here.", False)
        return
    if isinstance(data, dict):
        known = node.get("properties", {})
        for key, value in data.items():
            if key in known:
                yield from _check(value, known[key], root, (*path, key))
            elif node.get("additionalProperties") is False:
                yield SchemaProblem((*path, key), f"This dialect of JSON Resume has no key `{key}` here.", False)
    elif isinstance(data, list) and "items" in node:
        for index, item in enumerate(data):
            yield from _check(item, node["items"], root, (*path, index))
    elif isinstance(data, str):
        if "pattern" in node and not re.search(node["pattern"], data):
            yield SchemaProblem(path, "JSON Resume wants a date here: 2024, 2024-03 or 2024-03-15.", False)
        fits, remark = _FORMATS.get(node.get("format", ""), (None, ""))
        if fits is not None and not fits(data):
            yield SchemaProblem(path, remark, True)

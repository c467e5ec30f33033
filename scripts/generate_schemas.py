"""Write the JSON Schemas in schema/ from the models. A test fails when they are stale: python scripts/generate_schemas.py."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from resume_tex.diagnostics_json import ReportJson
from resume_tex.document.models import Letter, Resume, TextKind
from resume_tex.render.theme import ThemeFile

FOLDER = Path(__file__).resolve().parent.parent / "schema"
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """Return every schema's content by file name."""
    resume = _clean(Resume.model_json_schema(by_alias=True))
    _accept_numbers(resume, Resume)
    letter = _clean(Letter.model_json_schema(by_alias=True))
    _accept_numbers(letter, Letter)
    return {
        "resume.schema.json": _write(
            resume, "Resume", "A resume for resume-tex: JSON Resume 1.3.1 with optional additions."
        ),
        "letter.schema.json": _write(letter, "Letter", "A cover letter for resume-tex, beside the resume."),
        "theme.schema.json": _write(
            _clean(ThemeFile.model_json_schema()), "Theme", "theme.yaml of a resume-tex theme."
        ),
        "diagnostics.schema.json": _write(
            _clean(TypeAdapter(ReportJson).json_schema()),
            "Diagnostics",
            "What `resume-tex check --format json` prints.",
        ),
    }


def _write(schema: dict[str, Any], title: str, description: str) -> str:
    content = {"$schema": DRAFT, **schema, "title": title, "description": description}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _clean(node: Any) -> Any:
    """Drop what tells an editor nothing: titles made of names, null defaults, choices of a type or null."""
    if isinstance(node, list):
        return [_clean(item) for item in node]
    if not isinstance(node, dict):
        return node
    out = {key: _clean(value) for key, value in node.items() if not _is_noise(key, value)}
    choices = out.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices and "description" in out:
        rest = [choice for choice in choices if choice != {"type": "null"}]
        if len(rest) == 1:
            del out["anyOf"]
            out = {**rest[0], **out}
    return out


def _is_noise(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in (None, [], {}, ""))


def _accept_numbers(schema: dict[str, Any], whole: type[BaseModel]) -> None:
    """Let editors take a number where YAML gives one for text, as the loader does: a postal code, a grade."""
    for model in _models(whole):
        properties = schema["$defs"].get(model.__name__, schema).get("properties", {})
        for name, info in model.model_fields.items():
            field = properties.get(info.alias or name, {})
            if TextKind.PLAIN in _kinds(info.annotation) and field.get("type") == "string":
                field["type"] = ["string", "number"]


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for info in model.model_fields.values():
        for part in _parts(info.annotation):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _models(part)


def _kinds(annotation: object) -> list[object]:
    return [item for part in _parts(annotation) for item in getattr(part, "__metadata__", ())]


def _parts(annotation: object) -> Iterator[object]:
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _parts(part)


if __name__ == "__main__":
    for name, content in schemas().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
        sys.stdout.write(f"schema/{name}: {len(content)} characters\n")

"""Data to JSON text, with numbers as they were written. Knows nothing of resumes."""

from __future__ import annotations

import json
import re

from resume_tex.document.source import ScalarFloat, ScalarInt

_JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?\Z", re.ASCII)


def write_json(data: object) -> str:
    """Return a document's data as JSON, indented by two spaces, with a newline at its end."""
    return f"{_write(data, '')}\n"


def _write(data: object, indent: str) -> str:
    inner = f"{indent}  "
    if isinstance(data, dict) and data:
        rows = (f"{inner}{_text(str(key))}: {_write(value, inner)}" for key, value in data.items())
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    if isinstance(data, list) and data:
        return "[\n" + ",\n".join(f"{inner}{_write(value, inner)}" for value in data) + f"\n{indent}]"
    if isinstance(data, ScalarInt | ScalarFloat):
        number = data.text.removeprefix("+")
        return number if _JSON_NUMBER.match(number) else _text(data.text)
    return _text(data)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

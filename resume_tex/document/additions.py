"""Keys that we add to JSON Resume, and that a JSON Resume document may use for something else.

JSON Resume allows any key with any value beside its own, so that in its documents a value that our addition cannot hold
is no error: it is left out of the resume.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from resume_tex.diagnostics import Path
from resume_tex.resources import schema_dir


def addition_at(path: Path) -> Path | None:
    """Return the part of a path that ends with the first key that JSON Resume leaves to others; None if there is none."""
    node = _official_schema()
    for index, part in enumerate(path):
        if isinstance(part, int):
            node = node.get("items", {})
        elif part in node.get("properties", {}):
            node = node["properties"][part]
        else:
            return path[: index + 1] if node.get("type") == "object" and part != "resumeTex" else None
    return None


def without(data: Any, paths: Iterable[Path]) -> Any:
    """Return a copy of mappings and lists without the values at some paths, each of which ends with a key."""
    gone = set(paths)
    return _copy(data, (), gone) if gone else data


def _copy(data: Any, path: Path, gone: set[Path]) -> Any:
    if isinstance(data, dict):
        return {key: _copy(value, (*path, key), gone) for key, value in data.items() if (*path, key) not in gone}
    if isinstance(data, list):
        return [_copy(value, (*path, index), gone) for index, value in enumerate(data)]
    return data


@cache
def _official_schema() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((schema_dir() / "jsonresume.schema.json").read_text("utf-8"))
    return content

"""JSON Resume of 2014 (0.0.16): its names of fields, and the check of the package `jsonresume-validator`.

That package is an extra, since it needs old releases of others; without it the export is not checked, which is said.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Mapping
from typing import Any

from resume_tex.diagnostics import Diagnostic, Path, Severity, format_path
from resume_tex.document.json_text import write_json
from resume_tex.document.source import SourceDocument

RENAMED: Mapping[str, Mapping[str, str]] = {
    # section: {name since 1.0.0: name in 0.0.16}
    "basics": {"image": "picture", "url": "website"},
    "work": {"name": "company", "url": "website"},
    "volunteer": {"url": "website"},
    "education": {"score": "gpa"},
    "publications": {"url": "website"},
}
_LISTS = ("work", "volunteer", "education", "awards", "publications", "skills", "languages", "interests", "references")
_INSTALL = "pip install 'resume-tex[legacy]'"
_MESSAGES = (
    # (beginning of the validator's words, ours)
    ("Required", "Readers of JSON Resume 0.0.16 require this field, which the resume does not have."),
    ("invalid ISO 3166-1", "Readers of JSON Resume 0.0.16 want a country code of two capital letters here, such as US."),
    ("Invalid date", "Readers of JSON Resume 0.0.16 want a date here, such as 2024-03-15."),
    ("Must be a URL", "Readers of JSON Resume 0.0.16 want a whole address here, such as https://example.com."),
    ("Invalid email", "Readers of JSON Resume 0.0.16 want an e-mail address here, such as name@example.com."),
    ("\"${val}\" is not a number", "Readers of JSON Resume 0.0.16 want a plain number here, such as 3.9."),
)  # fmt: skip


def to_legacy(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with the names of 0.0.16, and with all its sections, since its readers walk through them."""
    out = {key: _rename(value, RENAMED.get(key, {})) for key, value in data.items()}
    return {**out, **{section: [] for section in _LISTS if section not in out}}


def _rename(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_rename(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    taken = {new for old, new in names.items() if new in value}
    return {key if names.get(key) in taken else names.get(key, key): item for key, item in value.items()}


def check_legacy(data: Mapping[str, Any], source: SourceDocument) -> list[Diagnostic]:
    """Return what `jsonresume-validator` says against a document of 0.0.16, as warnings at the document's fields."""
    if importlib.util.find_spec("jsonresume") is None or importlib.util.find_spec("colander") is None:
        message = (
            f"The export is not checked: the validator of JSON Resume 0.0.16 is not installed. Install it: {_INSTALL}"
        )
        return [Diagnostic("export.unchecked", Severity.WARNING, message, source.file)]
    return [_diagnostic(path, words, source) for path, words in sorted(_complaints(data), key=lambda c: _order(c[0]))]


def _order(path: Path) -> tuple[tuple[str, int], ...]:
    return tuple((part, -1) if isinstance(part, str) else ("", part) for part in path)


def _complaints(data: Mapping[str, Any]) -> list[tuple[Path, str]]:
    import json
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old packages, which use what Python is about to drop
        from jsonresume import Resume  # type: ignore[import-untyped]
        from jsonresume.exceptions import InvalidResumeError  # type: ignore[import-untyped]
    try:
        Resume(json.loads(write_json(data))).validate()
    except InvalidResumeError as error:
        # its own str() raises; what it wraps is the tree of errors
        return list(_leaves(error.node, ()))
    return []


def _leaves(error: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the place and the words of each error in a tree of colander's."""
    if not error.children:
        # where the country is wrong, the validator gives its words in place of the node
        yield path, error.node if isinstance(error.node, str) else str(error.msg or "")
    for child in error.children:
        yield from _leaves(child, (*path, _part(error, child)))


def _part(parent: Any, child: Any) -> str | int:
    if child.positional:
        return int(child.pos)
    return str(parent.node.children[child.pos].name)


def _diagnostic(path: Path, words: str, source: SourceDocument) -> Diagnostic:
    plain = re.sub(r"\s+", " ", words).strip()
    message = next((ours for theirs, ours in _MESSAGES if plain.startswith(theirs)), None)
    own = _own_path(path)
    if message is None:
        message = f"Readers of JSON Resume 0.0.16 do not take this value: {plain or format_path(path)}."
    return Diagnostic("export.legacy", Severity.WARNING, message, source.file, own, source.span_of(own))


def _own_path(path: Path) -> Path:
    """Return a path of 0.0.16 with the names of today."""
    names = {new: old for old, new in RENAMED.get(str(path[0]) if path else "", {}).items()}
    at_field = 1 if path[:1] == ("basics",) else 2
    return tuple(names.get(str(part), part) if place == at_field else part for place, part in enumerate(path))

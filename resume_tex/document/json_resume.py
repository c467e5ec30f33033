"""A document as JSON Resume has it: the same keys in the same order, texts as texts, bullets without tags.

Nothing is lost: keys that JSON Resume does not have stay, as it allows, and what bullets carry beside their text moves to
`meta.resumeTex` (see `bullets_apart`).
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel

from resume_tex.diagnostics import Path
from resume_tex.document.additions import addition_at
from resume_tex.document.bullets_apart import take_apart
from resume_tex.document.dates import PartialDate
from resume_tex.document.models import Highlight, Resume

_DATE = re.compile(r"[12]\d{3}(?:-[01]\d(?:-[0-3]\d)?)?\Z", re.ASCII)
"""What JSON Resume takes for a date; it lets pass a few that no calendar has."""


def to_json_resume(data: object, resume: Resume, *, dialect: bool = False) -> dict[str, Any]:
    """Return a document as JSON Resume.

    Args:
        data: The document's data as it was parsed.
        resume: The resume that was made of it.
        dialect: The document says that it is JSON Resume, which leaves the keys of our additions to others: a number
            there stays a number.

    Returns:
        Mappings, lists, texts and numbers that remember how they were written. `null` and empty dates, which both mean
        that a field is left out, are left out.
    """
    whole = _value(data, resume, () if dialect else None)
    assert isinstance(whole, dict)
    return take_apart(whole)


def _value(data: Any, model: Any, path: Path | None) -> Any:
    """Return a value as JSON Resume has it, given what the models made of it; with a path, additions stay as they are."""
    if isinstance(data, dict):
        return _mapping(data, model, path) if isinstance(model, BaseModel) else data
    if isinstance(data, list):
        known = isinstance(model, list) and len(model) == len(data)
        return [_value(item, model[index], _below(path, index)) for index, item in enumerate(data)] if known else data
    if isinstance(model, Highlight):
        return _value(data, model.text, path)
    if isinstance(model, PartialDate):
        text = str(data).strip()
        return text if _DATE.match(text) else str(model)
    if isinstance(model, str) and not isinstance(data, str):
        return data if path is not None and addition_at(path) is not None else model
    return data


def _mapping(data: dict[str, Any], model: BaseModel, path: Path | None) -> dict[str, Any]:
    fields = {info.alias or name: name for name, info in type(model).model_fields.items()}
    out = {}
    for key, value in data.items():
        below = _below(path, key)
        if key not in fields or (value is None and below is not None and addition_at(below) is not None):
            out[key] = value
        elif value is not None:
            made = getattr(model, fields[key])
            if made is not None or not isinstance(value, str):
                out[key] = _value(value, made, below)
            # a date without a value, or `present`, means the same as none
    return out


def _below(path: Path | None, part: str | int) -> Path | None:
    return None if path is None else (*path, part)

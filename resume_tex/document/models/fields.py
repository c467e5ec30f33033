"""The kinds of field that the models are made of, and the base of every entry.

A field's kind (inline markup, plain text, address, date) is in its annotation, so that rendering, rules and
exports treat every field by its kind and need no list of names.
"""

from __future__ import annotations

import enum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from resume_tex.document.dates import PRESENT_WORDS, PartialDate
from resume_tex.document.source import ScalarFloat, ScalarInt

JSON_DIALECT = "json-resume"
"""Value of the validation context's `dialect` for documents that say they are JSON Resume."""


class TextKind(enum.Enum):
    """How the words of a text field are to be read."""

    INLINE = "inline"
    """May hold bold, italic, code and links."""
    PLAIN = "plain"
    """Words only."""
    URL = "url"
    """A web address."""


def _text(value: object) -> object:
    """Accept numbers as they were written; leave other types to Pydantic's own message."""
    if isinstance(value, ScalarInt | ScalarFloat):
        return value.text
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _date(value: object, info: ValidationInfo) -> object:
    if value is None or isinstance(value, PartialDate):
        return value
    text = _text(value)
    if not isinstance(text, str):
        raise PydanticCustomError("date_type", "Write a date such as 2024, 2024-03 or 2024-03-15")
    text = text.strip()
    if not text:
        return None
    if text.lower() in PRESENT_WORDS:
        if info.field_name == "endDate":
            return None
        raise PydanticCustomError("date_value", "Only endDate may be {text}", {"text": text})
    lenient = bool(info.context) and info.context.get("dialect") == JSON_DIALECT
    try:
        return PartialDate.parse(text, lenient=lenient)
    except ValueError as error:
        raise PydanticCustomError(
            "date_value", "Not a date: {reason}. Write 2024, 2024-03 or 2024-03-15", {"reason": str(error)}
        ) from error


_DATE_SCHEMA = {"type": ["string", "integer"], "pattern": r"^[12]\d{3}(-\d{2}(-\d{2})?)?$"}

Inline = Annotated[str, BeforeValidator(_text), TextKind.INLINE]
Plain = Annotated[str, BeforeValidator(_text), TextKind.PLAIN]
Url = Annotated[str, BeforeValidator(_text), TextKind.URL]
Date = Annotated[
    PartialDate | None, BeforeValidator(_date), PlainSerializer(lambda d: None if d is None else str(d)), WithJsonSchema(_DATE_SCHEMA)
]


def empty_list(value: object) -> object:
    """`highlights:` with nothing after it means an empty list."""
    return [] if value is None else value


def _highlight(value: object) -> object:
    return value if isinstance(value, dict | Highlight) else {"text": value}


class Model(BaseModel):
    """Base of all models: frozen, keeping keys that it does not know."""

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True, defer_build=True, use_attribute_docstrings=False)


class Entry(Model):
    """Base of everything that stands in a list and that tags can select."""

    tags: Annotated[list[Plain], BeforeValidator(empty_list)] = Field(
        default_factory=list, description="Labels by which a variant selects this entry.", examples=[["ml", "leadership"]]
    )


class Highlight(Entry):
    """A bullet: text, and tags if it should not be in every variant."""

    text: Inline = Field("", description="The bullet's words, with **bold**, *italic*, `code` and [links](https://...).")


def _highlight_json_schema() -> dict[str, Any]:
    mapping = {
        "type": "object",
        "properties": {"text": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}}},
        "required": ["text"],
        "additionalProperties": False,
    }
    return {"oneOf": [{"type": "string"}, mapping], "description": "A bullet, or a bullet with tags."}


Highlights = Annotated[
    list[Annotated[Highlight, BeforeValidator(_highlight), WithJsonSchema(_highlight_json_schema())]],
    BeforeValidator(empty_list),
]
Texts = Annotated[list[Inline], BeforeValidator(empty_list)]

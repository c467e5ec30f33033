"""The kinds of field that the models are made of, and the base of every entry.

A field's kind (inline markup, plain text, address, date) is in its annotation, so that rendering, rules and
exports treat every field by its kind and need no list of names.
"""

import enum
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from resume_tex.document.dates import PRESENT_WORDS, PartialDate, guess_date, holds_two_years

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


def _date(value: object, info: ValidationInfo) -> object:
    if value is None or isinstance(value, PartialDate):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise PydanticCustomError("date_type", "A date belongs here: write 2024, 2024-03 or 2024-03-15")
    text = str(value).strip()
    if not text:
        return None
    if text.lower() in PRESENT_WORDS:
        if info.field_name == "endDate":
            return None
        message = "Only endDate may be {text}; write a date such as 2024-03"
        raise PydanticCustomError("date_value", message, {"text": text})
    lenient = (info.context or {}).get("dialect") == JSON_DIALECT
    try:
        return PartialDate.parse(text, lenient=lenient)
    except ValueError as error:
        message = _date_message(text, str(error), info.field_name)
        raise PydanticCustomError("date_value", "{message}", {"message": message}) from error


def _date_message(text: str, reason: str, field: str | None) -> str:
    shown = text if len(text) <= 40 else f"{text[:40]}..."
    if field in {"startDate", "endDate"} and holds_two_years(text):
        return f"`{shown}` is a span of time. Write its beginning as startDate and its end as endDate"
    return f"`{shown}` is not a date: {reason}. Write {guess_date(text) or 'a date such as 2024-03'}"


_DATE_SCHEMA = {"type": ["string", "integer"], "pattern": r"^([12]\d{3}(-\d{2}(-\d{2})?)?|present)$"}

Inline = Annotated[str, TextKind.INLINE]
Plain = Annotated[str, TextKind.PLAIN]
Url = Annotated[str, TextKind.URL]
Date = Annotated[
    PartialDate | None,
    PlainValidator(_date),
    PlainSerializer(lambda d: None if d is None else str(d)),
    WithJsonSchema(_DATE_SCHEMA),
]
Texts = list[Inline]


def is_own(key: str) -> bool:
    """Tell whether a key is the user's own, which no tool minds."""
    return key.lower().startswith("x-")


class Model(BaseModel):
    """Base of all models: frozen, keeping keys that it does not know.

    A key without a value (`highlights:`) counts as left out. Numbers stand for the text that they were written as.
    Building is deferred to the first use, which builds the schema of the whole resume at once.
    """

    model_config = ConfigDict(extra="allow", frozen=True, coerce_numbers_to_str=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_empty_keys(cls, data: Any) -> Any:
        if isinstance(data, dict) and None in data.values():
            return {key: value for key, value in data.items() if value is not None}
        return data


class Entry(Model):
    """Base of everything that stands in a list and that tags can select."""

    tags: list[Plain] = Field(
        [], description="Labels by which a variant selects this entry.", examples=[["ml", "leadership"]]
    )


class Highlight(Entry):
    """A bullet: text, and tags if it should not be in every variant."""

    text: Inline = Field(
        "", description="The bullet's words, with **bold**, *italic*, `code` and [links](https://...)."
    )

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return data if isinstance(data, dict | Highlight) else {"text": data}


def _highlight_json_schema() -> dict[str, Any]:
    mapping = {
        "type": "object",
        "properties": {"text": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}}},
        "required": ["text"],
        "additionalProperties": False,
    }
    return {"oneOf": [{"type": "string"}, mapping], "description": "A bullet, or a bullet with tags."}


Highlights = list[Annotated[Highlight, WithJsonSchema(_highlight_json_schema())]]

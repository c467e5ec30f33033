"""A cover letter: its own file beside the resume, or the section `letter` in it."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from resume_tex.document.models.fields import Date, Inline, Model, Plain, Texts


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _lines(value: object) -> object:
    return value.strip().splitlines() if isinstance(value, str) else value


_TEXT_OR_LIST: dict[str, Any] = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
Paragraphs = Annotated[list[Inline], BeforeValidator(_one_or_more), WithJsonSchema(_TEXT_OR_LIST)]
Lines = Annotated[list[Plain], BeforeValidator(_lines), WithJsonSchema(_TEXT_OR_LIST)]


class Recipient(Model):
    """Whom a letter is for."""

    name: Plain | None = Field(None, description="Name, with its title if it is to be addressed so.")
    title: Plain | None = Field(None, description="Their position.", examples=["Head of Recommendations"])
    company: Plain | None = Field(None, description="Company.")
    address: Lines = Field([], description="Postal address: a list of lines, or a text with a line for each.")


class Letter(Model):
    """A cover letter. What is left out and has a default is written in the resume's language."""

    recipient: Recipient | None = Field(None, description="Whom it is for.")
    date: Date = Field(
        None, description="Date of the letter; the day of the build if left out.", examples=["2026-03-15"]
    )
    subject: Inline | None = Field(None, description="What it is about, in a line.")
    opening: Inline | None = Field(None, description="Salutation; `Dear NAME,` if left out.")
    body: Paragraphs = Field(
        [], description="The text: a list of paragraphs, or a text whose blank lines part paragraphs."
    )
    closing: Inline | None = Field(None, description="Complimentary close; `Sincerely,` if left out.")
    signature: Plain | None = Field(None, description="Name below the close; the resume's if left out.")
    enclosures: Texts = Field([], description="What comes with the letter.", examples=[["Resume"]])

"""`meta`: the document's own data, and under `meta.resumeTex` the settings of this tool."""

from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from resume_tex.document.models.fields import Model, Plain, Url, is_own

OptionValue = Any
Strings = list[Plain]


class Settings(Model):
    """Base of the tool's settings: a key that is not known is a mistake, unless it is the user's own (`x-`)."""

    model_config = ConfigDict(
        json_schema_extra={"additionalProperties": False, "patternProperties": {"^[xX]-": {}}},
    )

    @model_validator(mode="after")
    def _forbid_unknown_keys(self) -> Self:
        errors = [
            InitErrorDetails(type="extra_forbidden", loc=(key,), input=value)
            for key, value in (self.model_extra or {}).items()
            if not is_own(key)
        ]
        if errors:
            raise ValidationError.from_exception_data(type(self).__name__, errors)
        return self


class RuleSettings(Settings):
    """Which quality rules run, and how severe they are."""

    select: Strings = Field(
        [], description="Codes or families to run; empty means all.", examples=[["bullets", "dates.order"]]
    )
    ignore: Strings = Field([], description="Codes or families to leave out.")
    severity: dict[str, Literal["error", "warning", "info"]] = Field(
        {}, description="Severity by code, in place of the default.", examples=[{"bullets.no-result": "error"}]
    )


class Variant(Settings):
    """One version of the resume: a selection of tags, and what differs."""

    include: Strings = Field([], description="Tags that select entries; untagged entries are always in.")
    exclude: Strings = Field([], description="Tags whose entries are left out.")
    label: Plain | None = Field(None, description="Professional title in this variant.")
    summary: Plain | None = Field(None, description="Summary in this variant.")
    sections: Strings = Field([], description="Order of sections in this variant.")
    theme: Plain | None = Field(None, description="Theme of this variant.")
    options: dict[str, OptionValue] = Field({}, description="Theme options of this variant.")
    pages: int | None = Field(None, ge=1, le=50, strict=True, description="Page limit of this variant.")
    output: Plain | None = Field(None, description="Name of the PDF, without folder.")


class ResumeTexSettings(Settings):
    """Settings of resume-tex."""

    theme: Plain | None = Field(
        None, description="Theme; `resume-tex themes` lists them.", examples=["engineer", "classic"]
    )
    options: dict[str, OptionValue] = Field(
        {}, description="Options of the theme; `resume-tex themes NAME` lists them.", examples=[{"paper": "a4"}]
    )
    sections: Strings = Field([], description="Sections in the order they print; sections not named follow after them.")
    headings: dict[str, Plain] = Field(
        {}, description="Section headings in place of the language's own.", examples=[{"work": "Work experience"}]
    )
    language: Plain | None = Field(
        None, description="Language of headings and dates, as a BCP 47 tag.", examples=["en", "de", "pt-BR"]
    )
    role: Plain | None = Field(None, description="Role profile that the rules use.", examples=["ml-engineer"])
    pages: int | None = Field(None, ge=1, le=50, strict=True, description="Most pages the PDF may have.", examples=[1])
    rules: RuleSettings | None = Field(None, description="Quality rules: selection and severities.")
    variants: dict[str, Variant] = Field({}, description="Versions of this resume by name.")
    highlights: dict[str, dict[str, OptionValue]] = Field(
        {},
        description="What bullets carry beside their text, by path, as `export jsonresume` writes it.",
        examples=[{"work[0].highlights[2]": {"tags": ["ml"]}}],
    )


class Meta(Model):
    """The document's own data."""

    canonical: Url | None = Field(None, description="Address of the latest version of this document.")
    version: Plain | None = Field(None, description="Version of this document.", examples=["v1.0.0"])
    lastModified: Plain | None = Field(
        None, description="ISO 8601 date and time of the last change; the PDF's date.", examples=["2026-01-31T12:00:00"]
    )
    resumeTex: ResumeTexSettings | None = Field(None, description="Settings of resume-tex (addition to JSON Resume).")

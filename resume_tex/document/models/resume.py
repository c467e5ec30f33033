"""The whole resume."""

from typing import Any

from pydantic import Field, model_validator

from resume_tex.document.bullets_apart import put_back
from resume_tex.document.models.fields import Model, Plain
from resume_tex.document.models.letter import Letter
from resume_tex.document.models.meta import Meta, ResumeTexSettings
from resume_tex.document.models.sections import (
    Award,
    Basics,
    Certificate,
    Education,
    Interest,
    Language,
    Project,
    Publication,
    Reference,
    Skill,
    Volunteer,
    Work,
)

SECTIONS = (
    "work", "volunteer", "education", "awards", "certificates", "publications",
    "skills", "languages", "interests", "references", "projects",
)  # fmt: skip
"""JSON Resume's sections that are lists, in its order."""


class Resume(Model):
    """A resume: JSON Resume 1.3.1, and our optional additions."""

    schema_: Plain | None = Field(None, alias="$schema", description="Address of the JSON Schema, for editors.")
    basics: Basics = Field(default_factory=lambda: Basics(), description="Name, contacts, summary.")
    work: list[Work] = Field([], description="Jobs, newest first.")
    volunteer: list[Volunteer] = Field([], description="Voluntary work.")
    education: list[Education] = Field([], description="Degrees, newest first.")
    awards: list[Award] = Field([], description="Awards.")
    certificates: list[Certificate] = Field([], description="Certificates.")
    publications: list[Publication] = Field([], description="Publications.")
    skills: list[Skill] = Field([], description="Skills by pipeline stage.")
    languages: list[Language] = Field([], description="Languages spoken.")
    interests: list[Interest] = Field([], description="Interests.")
    references: list[Reference] = Field([], description="References.")
    projects: list[Project] = Field([], description="Projects.")
    letter: Letter | None = Field(None, description="Cover letter (addition to JSON Resume); or write letter.yaml.")
    meta: Meta = Field(default_factory=lambda: Meta(), description="Version and settings.")

    @model_validator(mode="before")
    @classmethod
    def _put_bullets_together(cls, data: Any) -> Any:
        return put_back(data)

    @property
    def settings(self) -> ResumeTexSettings:
        """Return the settings under `meta.resumeTex`, or the defaults."""
        return self.meta.resumeTex or ResumeTexSettings()

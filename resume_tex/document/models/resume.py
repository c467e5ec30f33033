"""The whole resume."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from resume_tex.document.models.fields import Model, Plain, empty_list
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

_LIST = BeforeValidator(empty_list)


def _null_is_empty(value: object) -> object:
    return {} if value is None else value


class Resume(Model):
    """A resume: JSON Resume 1.3.1, and our optional additions."""

    schema_: Plain | None = Field(None, alias="$schema", description="Address of the JSON Schema, for editors.")
    basics: Annotated[Basics, BeforeValidator(_null_is_empty)] = Field(default_factory=Basics, description="Name, contacts, summary.")
    work: Annotated[list[Work], _LIST] = Field(default_factory=list, description="Jobs, newest first.")
    volunteer: Annotated[list[Volunteer], _LIST] = Field(default_factory=list, description="Voluntary work.")
    education: Annotated[list[Education], _LIST] = Field(default_factory=list, description="Degrees, newest first.")
    awards: Annotated[list[Award], _LIST] = Field(default_factory=list, description="Awards.")
    certificates: Annotated[list[Certificate], _LIST] = Field(default_factory=list, description="Certificates.")
    publications: Annotated[list[Publication], _LIST] = Field(default_factory=list, description="Publications.")
    skills: Annotated[list[Skill], _LIST] = Field(default_factory=list, description="Skills by pipeline stage.")
    languages: Annotated[list[Language], _LIST] = Field(default_factory=list, description="Languages spoken.")
    interests: Annotated[list[Interest], _LIST] = Field(default_factory=list, description="Interests.")
    references: Annotated[list[Reference], _LIST] = Field(default_factory=list, description="References.")
    projects: Annotated[list[Project], _LIST] = Field(default_factory=list, description="Projects.")
    meta: Annotated[Meta, BeforeValidator(_null_is_empty)] = Field(default_factory=Meta, description="Version and settings.")

    @property
    def settings(self) -> ResumeTexSettings:
        """Return the settings under `meta.resumeTex`, or the defaults."""
        return self.meta.resumeTex or ResumeTexSettings()

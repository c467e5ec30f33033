"""The resume as Pydantic models: JSON Resume's sections and our additions."""

from resume_tex.document.models.fields import Entry, Highlight, TextKind
from resume_tex.document.models.letter import Letter
from resume_tex.document.models.meta import Meta, ResumeTexSettings, Variant
from resume_tex.document.models.resume import SECTIONS, Resume
from resume_tex.document.models.sections import (
    Award,
    Basics,
    Certificate,
    Education,
    Interest,
    Language,
    Location,
    Profile,
    Project,
    Publication,
    Reference,
    Skill,
    Volunteer,
    Work,
)

__all__ = [
    "SECTIONS",
    "Award",
    "Basics",
    "Certificate",
    "Education",
    "Entry",
    "Highlight",
    "Interest",
    "Language",
    "Letter",
    "Location",
    "Meta",
    "Profile",
    "Project",
    "Publication",
    "Reference",
    "Resume",
    "ResumeTexSettings",
    "Skill",
    "TextKind",
    "Variant",
    "Volunteer",
    "Work",
]

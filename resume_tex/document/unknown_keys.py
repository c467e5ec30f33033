"""Finds keys that no model knows, and says which known key was meant.

A key close to a known one is an error in our YAML, where it is surely a slip; JSON Resume allows extra keys, so that in its
documents, and for words that resemble nothing, it is a warning: not typeset, kept for export.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel

from resume_tex.diagnostics import Diagnostic, Fix, Path, Severity, format_path
from resume_tex.document.models import Highlight, Resume
from resume_tex.document.models.fields import is_own
from resume_tex.document.models.meta import Settings
from resume_tex.document.source import SourceDocument

_SYNONYMS: dict[str, tuple[str, ...]] = {
    # word: what JSON Resume calls it, the first that the model has; `Work.name` holds for that model alone
    "experience": ("work",), "jobs": ("work",), "employment": ("work",), "cv": ("basics",), "header": ("basics",),
    "personal": ("basics",), "contact": ("basics",), "schools": ("education",), "certifications": ("certificates",),
    "papers": ("publications",), "hobbies": ("interests",), "honors": ("awards",), "settings": ("meta",),
    "company": ("entity", "Work.name"), "employer": ("Work.name",), "role": ("position", "roles"),
    "title": ("position", "label", "Publication.name", "Project.name", "Certificate.name", "Skill.name"),
    "bullets": ("highlights",), "achievements": ("highlights",), "points": ("highlights",), "details": ("highlights",),
    "degree": ("studyType",), "school": ("institution",), "university": ("institution",), "college": ("institution",),
    "major": ("area",), "field": ("area",), "gpa": ("score",), "grade": ("score",), "website": ("url",), "site": ("url",), "link": ("url",),
    "homepage": ("url",), "start": ("startDate",), "from": ("startDate",), "begin": ("startDate",), "end": ("endDate",),
    "to": ("endDate",), "until": ("endDate",), "venue": ("publisher",), "journal": ("publisher",), "conference": ("publisher",),
    "year": ("releaseDate", "date"), "category": ("Skill.name",), "items": ("keywords",), "skills": ("keywords",),
    "country": ("countryCode",), "state": ("region",), "zip": ("postalCode",), "telephone": ("phone",), "mobile": ("phone",),
    "mail": ("email",), "about": ("summary",), "objective": ("summary",), "level": ("fluency",), "networks": ("profiles",),
    "salutation": ("opening",), "greeting": ("opening",), "paragraphs": ("body",), "text": ("Letter.body",), "attachments": ("enclosures",),
    "social": ("profiles",), "user": ("username",), "handle": ("username",), "organisation": ("organization",), "city": ("location",),
}  # fmt: skip
_CLOSE = 0.75


def unknown_keys(source: SourceDocument, *, strict: bool, whole: type[BaseModel] = Resume) -> Iterator[Diagnostic]:
    """Yield a diagnostic for every key of the document that is not known.

    Args:
        source: The document.
        whole: The model of the whole document.
        strict: The document is our YAML: keys close to a known one are errors.
    """
    yield from _Walk(source, strict).model(source.data, whole, ())


@dataclass(frozen=True, slots=True)
class _Walk:
    source: SourceDocument
    strict: bool

    def model(self, data: object, model: type[BaseModel], path: Path) -> Iterator[Diagnostic]:
        if not isinstance(data, dict):
            return
        known = _fields(model)
        unknown = [key for key in data if key not in known and not is_own(key)]
        if model is Highlight and "text" not in data and unknown:
            yield self.colon_in_text(unknown[0], path)
            return
        for key, value in data.items():
            if key in known:
                yield from self.field(value, known[key], (*path, key))
        taken = set(data)
        for key in unknown:
            yield self.unknown(key, model, (*path, key), taken)

    def field(self, value: object, nested: _Nested | None, path: Path) -> Iterator[Diagnostic]:
        if nested is None:
            return
        if nested.container is list and isinstance(value, list):
            for index, item in enumerate(value):
                yield from self.model(item, nested.model, (*path, index))
        elif nested.container is dict and isinstance(value, dict):
            for key, item in value.items():
                yield from self.model(item, nested.model, (*path, key))
        elif nested.container is None:
            yield from self.model(value, nested.model, path)

    def unknown(self, key: str, model: type[BaseModel], path: Path, taken: set[str]) -> Diagnostic:
        meant = _meant(key, model)
        settings = issubclass(model, Settings)
        severity = Severity.ERROR if settings or (meant and self.strict) else Severity.WARNING
        where = f" in `{format_path(path[:-1])}`" if len(path) > 1 else ""
        fate = "" if severity is Severity.ERROR else " It is not typeset, and kept for export."
        remedy = f"Did you mean `{meant}`?" if meant else _known_list(model)
        fix = None
        if severity is Severity.ERROR and meant is not None and meant not in taken:
            taken.add(meant)
            fix = self.rename(path, meant)
        return Diagnostic(
            "schema.unknown-key",
            severity,
            f"The key `{key}` is not known{where}.{fate}",
            self.source.file,
            path,
            self.source.key_span(path),
            remedy,
            fix,
        )

    def rename(self, path: Path, name: str) -> Fix | None:
        """Return the change of a key's name, where the key stands on a line."""
        raw = self.source.keys.get(path)
        if raw is None or raw.start_line != raw.end_line:
            return None
        return Fix(raw.span(), f'"{name}"' if self.source.format == "json" else name)

    def colon_in_text(self, key: str, path: Path) -> Diagnostic:
        message = (
            "This bullet became a mapping because it holds a colon and a space. Put the whole bullet in double quotes."
        )
        span = self.source.key_span((*path, key))
        remedy = "A bullet that is meant to be a mapping has the keys `text` and `tags`."
        return Diagnostic("schema.colon-in-text", Severity.ERROR, message, self.source.file, path, span, remedy)


def _known_list(model: type[BaseModel]) -> str:
    return f"Known keys: {', '.join(sorted(_fields(model)))}. A key of your own may start with `x-`."


def _meant(key: str, model: type[BaseModel]) -> str | None:
    known = list(_fields(model))
    plain = {_plain(name): name for name in known}
    if _plain(key) in plain:
        return plain[_plain(key)]
    for synonym in _SYNONYMS.get(_plain(key), ()):
        only, _, name = synonym.rpartition(".")
        if name in known and only in {"", model.__name__}:
            return name
    from difflib import get_close_matches

    close = get_close_matches(_plain(key), list(plain), 1, _CLOSE)
    return plain[close[0]] if close else None


def _plain(key: str) -> str:
    return key.replace("_", "").replace("-", "").replace(" ", "").lower()


class _Nested(NamedTuple):
    model: type[BaseModel]
    container: type | None


@cache
def _fields(model: type[BaseModel]) -> dict[str, _Nested | None]:
    """Return the keys that a model knows, with the model of what they hold, if it is one."""
    return {info.alias or name: _nested(info.annotation) for name, info in model.model_fields.items()}


def _nested(annotation: object, container: type | None = None) -> _Nested | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _Nested(annotation, container)
    origin = typing.get_origin(annotation)
    if origin in (list, dict):
        return _nested(typing.get_args(annotation)[-1], typing.cast(type, origin))
    if origin in (typing.Annotated, typing.Union, types.UnionType):
        for argument in typing.get_args(annotation):
            found = _nested(argument, container)
            if found:
                return found
    return None

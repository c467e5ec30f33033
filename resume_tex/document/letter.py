"""A letter's file to a letter, with every diagnostic at once, as `load` does for a resume."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from resume_tex.diagnostics import Diagnostic, has_errors
from resume_tex.document.load import not_a_mapping, schema_errors
from resume_tex.document.models import SECTIONS, Letter
from resume_tex.document.reading import read_source
from resume_tex.document.source import SourceDocument
from resume_tex.document.unknown_keys import unknown_keys


@dataclass(frozen=True, slots=True)
class LetterLoad:
    """What came of loading a letter.

    Attributes:
        source: The parsed text, or None when the syntax is broken.
        letter: The letter, or None when there is any error.
        diagnostics: Everything that is wrong, in file order.
        readable: False when the file could not be read at all.
    """

    source: SourceDocument | None
    letter: Letter | None
    diagnostics: tuple[Diagnostic, ...]
    readable: bool = True


def load_letter(file: str) -> LetterLoad:
    """Read a YAML or JSON letter; never raises for anything a file may hold."""
    read = read_source(file)
    source = read.source
    if source is None:
        return LetterLoad(None, None, read.diagnostics, read.readable)
    found = list(read.diagnostics)
    letter = None
    if isinstance(source.data, dict):
        found += unknown_keys(source, strict=source.format != "json", whole=Letter)
        try:
            letter = Letter.model_validate(source.data, context={"dialect": "resume-tex"})
        except ValidationError as error:
            found += schema_errors(error.errors(include_url=False), source, found)
    else:
        found.append(not_a_mapping(source))
    found = sorted(dict.fromkeys(found), key=lambda d: d.sort_key)
    return LetterLoad(source, None if has_errors(found) else letter, tuple(found))


def looks_like_a_resume(source: SourceDocument | None) -> bool:
    """Tell whether a document taken for a letter is a resume."""
    data = source.data if source is not None else None
    return isinstance(data, dict) and "basics" in data and not set(data) & (set(Letter.model_fields) - set(SECTIONS))

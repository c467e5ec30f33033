"""A file to a resume: every diagnostic at once, and the resume unless its structure is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from resume_tex.diagnostics import Diagnostic, Fix, Path, Position, Severity, Span, has_errors
from resume_tex.document.dates import understand_date
from resume_tex.document.direction import direction_controls
from resume_tex.document.models import Resume
from resume_tex.document.models.fields import JSON_DIALECT
from resume_tex.document.reading import ReadResult, read_source
from resume_tex.document.source import SourceDocument
from resume_tex.document.unknown_keys import unknown_keys


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What came of loading a document.

    Attributes:
        source: The parsed text, or None when the syntax is broken.
        resume: The resume, or None when there is any error.
        diagnostics: Everything that is wrong, in file order.
        readable: False when the file could not be read at all (exit code 2 instead of 1).
    """

    source: SourceDocument | None
    resume: Resume | None
    diagnostics: tuple[Diagnostic, ...]
    readable: bool = True


def load_resume(file: str) -> LoadResult:
    """Read a YAML or JSON resume; never raises for anything a file may hold."""
    return interpret(read_source(file))


def interpret(read: ReadResult) -> LoadResult:
    """Validate a parsed document against the models."""
    source = read.source
    if source is None:
        return LoadResult(None, None, read.diagnostics, read.readable)
    found = [*read.diagnostics, *direction_controls(source)]
    resume = None
    if isinstance(source.data, dict):
        json_dialect = is_json_resume(source)
        found += unknown_keys(source, strict=not json_dialect)
        resume, wrong = _validate(source, source.data, found, json_dialect=json_dialect)
        found += wrong
        found += _bullets_without_text(source, resume)
    else:
        found.append(not_a_mapping(source))
    found = sorted(dict.fromkeys(found), key=lambda d: d.sort_key)
    return LoadResult(source, None if has_errors(found) else resume, tuple(found))


def _validate(
    source: SourceDocument, data: object, found: list[Diagnostic], *, json_dialect: bool
) -> tuple[Resume | None, list[Diagnostic]]:
    try:
        return Resume.model_validate(data, context={"dialect": JSON_DIALECT if json_dialect else "resume-tex"}), []
    except ValidationError as error:
        wrong = schema_errors(error.errors(include_url=False), source, found)
    if not json_dialect:
        return None, wrong
    from resume_tex.document.additions import addition_at, without

    additions = {d: path for d in wrong if (path := addition_at(d.path)) is not None}
    if not additions:
        return None, wrong
    resume, rest = _validate(source, without(data, additions.values()), found, json_dialect=True)
    fate = "JSON Resume leaves this key to others, so that its value stays, but is not typeset."
    eased = [replace(d, severity=Severity.WARNING, message=f"{d.message} {fate}") for d in additions]
    return resume, [*eased, *rest]


def _bullets_without_text(source: SourceDocument, resume: Resume | None) -> list[Diagnostic]:
    """Warn of tags kept apart from their bullet, which is not there: the list has changed since it was exported."""
    out = []
    for name in resume.settings.highlights if resume is not None else ():
        message = f"There is no bullet at {name}, so that what stands here has no effect. Write the path that the bullet has now."
        path = ("meta", "resumeTex", "highlights", name)
        out.append(
            Diagnostic("schema.bullet-path", Severity.WARNING, message, source.file, path, source.key_span(path))
        )
    return out


def is_json_resume(source: SourceDocument) -> bool:
    """Tell whether the document says that it is JSON Resume: by its ending, or by its `$schema`."""
    declared = source.data.get("$schema") if isinstance(source.data, dict) else None
    return source.format == "json" or (isinstance(declared, str) and "jsonresume" in declared.lower())


def not_a_mapping(source: SourceDocument) -> Diagnostic:
    """Return what to say of a document that is empty, or a list, or a text."""
    if source.data is None:
        return Diagnostic(
            "syntax.empty",
            Severity.ERROR,
            f"{source.file} {'holds no values' if source.text.strip() else 'is empty'}. Start with `basics:` and your name.",
            source.file,
            span=Span(Position(1, 1), Position(1, 1)),
            help="`resume-tex new DIR` makes a resume.yaml that explains itself.",
        )
    message = f"The document is {_kind(source.data)}; it must be a mapping with keys such as `basics:` and `work:`."
    return Diagnostic("schema.type", Severity.ERROR, message, source.file, span=source.span_of(()))


def schema_errors(errors: list[ErrorDetails], source: SourceDocument, found: list[Diagnostic]) -> list[Diagnostic]:
    """Return what a model refused, with places in the document; `found` explains some of it already."""
    explained = {d.path for d in found if d.severity is Severity.ERROR}
    out = []
    for error in errors:
        path = _path_in_document(error["loc"], source.data)
        if error["type"] == "extra_forbidden" or path in explained:
            continue
        code, message = _message(error)
        span = source.span_of(path)
        fix = _date_fix(error["input"], span) if code == "schema.date" else None
        out.append(Diagnostic(code, Severity.ERROR, message, source.file, path, span, fix=fix))
    return out


def _date_fix(value: object, span: Span | None) -> Fix | None:
    """Return the date in the form that is understood, if the text has one meaning only."""
    understood = understand_date(value) if isinstance(value, str) else None
    return Fix(span, f'"{understood}"') if understood is not None and span is not None else None


def _path_in_document(location: tuple[int | str, ...], data: object) -> Path:
    """Drop the parts of a Pydantic location that the document does not have, such as `text` of a plain bullet."""
    path: list[int | str] = []
    for part in location:
        if (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        ):
            path.append(part)
            data = data[part]  # type: ignore[index]
        elif not isinstance(data, dict):
            break
    return tuple(path)


def _message(error: ErrorDetails) -> tuple[str, str]:
    kind, value = error["type"], error["input"]
    in_list = bool(error["loc"]) and isinstance(error["loc"][-1], int)
    if kind.startswith("date_"):
        return "schema.date", f"{error['msg']}."
    if value is None and in_list:
        return "schema.type", "This entry of the list is empty. Remove it, or write what belongs here."
    if kind.startswith("string_"):
        return "schema.type", f"Text belongs here, not {_kind(value)}.{_text_remedy(value)}"
    if kind == "list_type":
        return (
            "schema.type",
            f"A list belongs here, not {_kind(value)}. Write each entry on a line of its own after `- `.",
        )
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        return "schema.type", f"A mapping belongs here (lines of `key: value`), not {_kind(value)}."
    if kind.startswith("int_"):
        return "schema.type", f"A whole number belongs here, not {value if isinstance(value, float) else _kind(value)}."
    if kind in {"greater_than_equal", "less_than_equal", "literal_error"}:
        return "schema.value", f"This value is not possible: {error['msg'][:1].lower()}{error['msg'][1:]}."
    return "schema.type", f"{error['msg']}."


def _text_remedy(value: object) -> str:
    if isinstance(value, bool):
        return " Put it in quotes if the word is meant."
    if isinstance(value, dict):
        return " A colon followed by a space makes a mapping: put the text in double quotes."
    if isinstance(value, list):
        return " Write one text; if the brackets belong to it, put it in double quotes."
    return ""


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, int | float):
        return "a number"
    return "text"

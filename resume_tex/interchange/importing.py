"""Import: a file of another tool to the text of a resume.yaml that loads without a schema error."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from resume_tex.diagnostics import Diagnostic, Path, Position, Severity, Span, format_path, has_errors
from resume_tex.document.json_source import parse_json
from resume_tex.document.load import interpret
from resume_tex.document.reading import parse_source, read_text
from resume_tex.document.source import MAX_BYTES, SourceDocument
from resume_tex.document.yaml_source import parse_yaml
from resume_tex.interchange.draft import Draft, Leftover, drop_nothing, is_nothing
from resume_tex.interchange.formats import FORMATS, LIBRARY_ENDINGS, detect_format, is_bibtex
from resume_tex.interchange.key_order import order_keys
from resume_tex.interchange.yaml_writer import write_yaml

_WIDTH = 100
_LIBRARY_BYTES = 20_000_000
"""Largest library of references that is read: a resume holds few of them, but a library may be that of a life."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of an import.

    Attributes:
        form: The format, a key of `FORMATS`, or None when it is not known.
        data: The document, or None when nothing could be read.
        text: The document as YAML, or None.
        diagnostics: What is wrong with the file, and what was changed or left behind.
        readable: False when the file could not be read at all.
    """

    form: str | None
    data: Mapping[str, Any] | None
    text: str | None
    diagnostics: tuple[Diagnostic, ...]
    readable: bool = True


def import_file(
    file: str, form: str | None = None, *, author: str | None = None, comments: Sequence[str] = ()
) -> ImportResult:
    """Import a file; never raises for anything a file may hold.

    Args:
        file: The other tool's file.
        form: Its format, a key of `FORMATS`; told from its content unless given.
        author: Of BibTeX, keep the publications of this person only.
        comments: Lines to put first in the new file, as a comment.
    """
    text = read_text(file, _LIBRARY_BYTES if file.lower().endswith(LIBRARY_ENDINGS) else MAX_BYTES)
    if isinstance(text, Diagnostic):
        return ImportResult(form, None, None, (text,), readable=False)
    if form == "bibtex" or (form is None and is_bibtex(file, text)):
        draft = Draft(file, lambda _: None)
        from resume_tex.interchange.bibtex import convert_bibtex

        convert_bibtex(text, draft, author)
        return _finish(draft, "bibtex", comments, ())
    source, found = _parse(text, file)
    if source is None or not isinstance(source.data, dict):
        return ImportResult(form, None, None, (*found, *(() if has_errors(found) else (_unknown(file),))))
    form = form or detect_format(source.data)
    if form is None:
        return ImportResult(None, None, None, (*found, _unknown(file)))
    draft = Draft(file, source.span_of)
    _converter(form)(source.data, draft)
    return _finish(draft, form, comments, found)


def _converter(form: str) -> Callable[[Mapping[str, Any], Draft], None]:
    """Import the converter of a format."""
    if form == "rendercv":
        from resume_tex.interchange.rendercv import convert_rendercv

        return convert_rendercv
    if form == "yamlresume":
        from resume_tex.interchange.yamlresume import convert_yamlresume

        return convert_yamlresume
    from resume_tex.interchange.jsonresume_import import convert_jsonresume

    return convert_jsonresume


def _parse(text: str, file: str) -> tuple[SourceDocument | None, list[Diagnostic]]:
    """Parse JSON or YAML, told by the file's ending, or by its first character."""
    is_yaml = file.lower().endswith((".yaml", ".yml"))
    if file.lower().endswith(".json") or (not is_yaml and text.lstrip().startswith("{")):
        return parse_json(text, file)
    return parse_yaml(text, file)


def _unknown(file: str) -> Diagnostic:
    names = ", ".join(form.title for form in FORMATS.values())
    choices = "|".join(FORMATS)
    message = f"{file} is of no format that can be told: {names}. If it is one of them, say so with --from {choices}."
    return Diagnostic("import.format", Severity.ERROR, message, file, span=Span(Position(1, 1), Position(1, 1)))


def _finish(draft: Draft, form: str, comments: Sequence[str], found: Sequence[Diagnostic]) -> ImportResult:
    name = _printable(PurePath(draft.file).name)
    head = [*comments, f"Imported from {FORMATS[form].title} ({name}). `resume-tex check` says what is weak."]
    draft.data = drop_nothing(draft.data)
    if isinstance(draft.data.get("basics"), dict):
        draft.data["basics"] = _without_nothing(draft.data["basics"])
    fits = _settle(draft)
    if not fits or is_nothing(draft.data):
        nothing = f"{draft.file} holds nothing that can be imported from {FORMATS[form].title}."
        much = (
            f"{draft.file} holds more than a resume may hold. Of BibTeX, take one person's publications: --author NAME."
        )
        code, message = ("import.nothing", nothing) if fits else ("import.too-large", much)
        why = Diagnostic(code, Severity.ERROR, message, draft.file)
        return ImportResult(form, None, None, (*found, *_sorted(draft.notes), why))
    data = order_keys(draft.data)
    left = sorted(draft.leftovers, key=lambda leftover: _start(draft.span_of(leftover.path)))
    text = write_yaml(data, comments=head, end=_not_carried(left, name))
    return ImportResult(form, data, text, (*found, *_sorted(draft.notes)))


def _without_nothing(value: Any) -> Any:
    """Return a value without what says nothing in it, at any depth."""
    if isinstance(value, dict):
        return {key: _without_nothing(item) for key, item in value.items() if not is_nothing(item)}
    return [_without_nothing(item) for item in value if not is_nothing(item)] if isinstance(value, list) else value


def _start(span: Span | None) -> Position:
    return span.start if span is not None else Position(0, 0)


def _sorted(notes: Sequence[Diagnostic]) -> list[Diagnostic]:
    return sorted(dict.fromkeys(notes), key=lambda note: note.sort_key)


def _settle(draft: Draft) -> bool:
    """Take out of the document what would be a schema error in it, so that it loads whatever the other file held.

    Returns:
        Whether the document is one that loads.
    """
    previous = b""
    while (content := write_yaml(draft.data).encode()) != previous and len(content) < MAX_BYTES * 0.9:
        previous = content
        loaded = interpret(parse_source(content, "resume.yaml"))
        errors = {d.path: d for d in loaded.diagnostics if d.severity is Severity.ERROR and d.path}
        if not errors:
            return loaded.resume is not None or not draft.data
        for path in sorted(errors, key=_order, reverse=True):
            if errors[path].code == "schema.unknown-key" and isinstance(path[-1], str):
                _make_own(draft, path)
            else:
                _take_out(draft, path, errors[path].message)
    return False


def _order(path: Path) -> list[tuple[bool, int | str]]:
    return [(isinstance(part, str), part) for part in path]


def _parent(data: Any, path: Path) -> Any:
    for part in path[:-1]:
        is_there = part in data if isinstance(data, dict) else isinstance(data, list) and int(part) < len(data)
        data = data[part] if is_there else None
    return data


def _make_own(draft: Draft, path: Path) -> None:
    """Keep a key that no field has under a name of the user's own, which no tool minds."""
    parent, key = _parent(draft.data, path), str(path[-1])
    if not isinstance(parent, dict) or key not in parent:
        return
    name = f"x-{key}"
    while name in parent:
        name += "-"
    items = [(name if k == key else k, value) for k, value in parent.items()]
    parent.clear()
    parent.update(items)
    origin = draft.origin(path)
    draft.note(
        "import.kept",
        Severity.INFO,
        f"A resume has no field `{key}` here: it is kept as `{name}`, and not typeset.",
        origin,
    )


def _take_out(draft: Draft, path: Path, reason: str) -> None:
    parent: Any = _parent(draft.data, path)
    key: Any = path[-1]
    if (isinstance(parent, dict) and key in parent) or (isinstance(parent, list) and key < len(parent)):
        draft.refuse(draft.origin(path), parent.pop(key), reason)


def _not_carried(leftovers: Sequence[Leftover], name: str) -> list[str]:
    """Return the lines of the comment that tells what was left behind."""
    if not leftovers:
        return []
    lines = [f"Not carried over from {name}: move it where it belongs, or delete it."]
    for path, value in leftovers:
        written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        text = _printable(f"{format_path(path)}: {written}")
        lines += textwrap.wrap(text, _WIDTH - 2, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    return lines


def _printable(text: str) -> str:
    """Return a text that may stand in a comment."""
    return "".join(c if c.isprintable() and c != "\ufeff" else " " if c.isspace() else "\ufffd" for c in text)

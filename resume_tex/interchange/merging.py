"""Adds publications to a document that is there: in its text, so that comments and layout stay as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from resume_tex.diagnostics import Diagnostic, Severity
from resume_tex.document.load import LoadResult, interpret
from resume_tex.document.reading import parse_source, read_source
from resume_tex.document.source import RawSpan, SourceDocument
from resume_tex.errors import OutputError
from resume_tex.interchange.bibtex_values import to_doi
from resume_tex.interchange.key_order import order_keys
from resume_tex.interchange.yaml_writer import write_list

_KEY = "publications"


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What came of adding publications.

    Attributes:
        text: The document's new text, or None when it is as it was.
        added: How many publications were added.
        diagnostics: What is wrong with the document, and publications that it had.
        readable: False when the document could not be read at all.
    """

    text: str | None
    added: int
    diagnostics: tuple[Diagnostic, ...]
    readable: bool = True


def add_publications(file: str, publications: Sequence[Mapping[str, Any]]) -> MergeResult:
    """Return a document's text with publications that it does not have, told by DOI and by title.

    Raises:
        OutputError: The document's layout leaves no place to put them.
    """
    read = read_source(file)
    loaded = interpret(read)
    if loaded.resume is None or loaded.source is None:
        return MergeResult(None, 0, loaded.diagnostics, loaded.readable)
    source = loaded.source
    known = {mark: index for index, entry in enumerate(_entries(source)) for mark in _marks(entry)}
    new, found = [], []
    for publication in publications:
        marks = _marks(publication)
        double = next((known[mark] for mark in marks if mark in known), None)
        if double is None:
            known |= dict.fromkeys(marks, len(known))
            new.append(publication)
        else:
            path = (_KEY, double)
            message = f"`{publication['name']}` is here already; it is not added again."
            found.append(Diagnostic("import.duplicate", Severity.INFO, message, file, path, source.span_of(path)))
    if not new:
        return MergeResult(None, 0, tuple(found))
    ordered: list[dict[str, Any]] = order_keys({_KEY: new})[_KEY]
    text = _insert(source, ordered)
    _check(loaded, text, ordered)
    return MergeResult(text, len(new), tuple(found))


def _entries(source: SourceDocument) -> list[Any]:
    entries = source.data.get(_KEY) if isinstance(source.data, dict) else None
    return entries if isinstance(entries, list) else []


def _marks(entry: Any) -> list[str]:
    """Return what a publication is known by: its DOI, and the letters of its title."""
    if not isinstance(entry, dict):
        return []
    dois = [to_doi(str(entry.get(key) or "")) for key in ("doi", "url")]
    title = re.sub(r"\W+", "", str(entry.get("name") or "").casefold())
    return [*(f"doi:{doi.lower()}" for doi in dois if doi), *([f"title:{title}"] if title else [])]


def _insert(source: SourceDocument, new: list[dict[str, Any]]) -> str:
    own = source.values.get((_KEY,))
    count = len(_entries(source))
    text = source.text
    if own is None:
        return _append_section(source, new)
    start, end = _offset(source, own.start_line, own.start_column), _offset(source, own.end_line, own.end_column)
    if text[start : start + 1] == "[":
        written = ", ".join(json.dumps(entry, ensure_ascii=False) for entry in new)
        last = source.values[(_KEY, count - 1)] if count else None
        place = _offset(source, last.end_line, last.end_column) if last else start + 1
        return f"{text[:place]}{', ' if count else ''}{written}{text[place if count else end - 1 :]}"
    if not count:
        key = source.keys[(_KEY,)]
        line_end = _line_end(text, _offset(source, own.end_line, own.end_column))
        return _joined(text, line_end, write_list(new, " " * (key.start_column + 2)))
    first = source.values[(_KEY, 0)]
    indent = source.lines[first.start_line][: first.start_column].partition("-")[0]
    if indent.strip():
        raise _no_place(source.file)
    return _joined(text, _end_of_entry(source, source.values[(_KEY, count - 1)]), write_list(new, indent))


def _joined(text: str, place: int, lines: list[str]) -> str:
    before, after = text[:place], text[place:]
    return before + ("" if before.endswith("\n") or not before else "\n") + "\n".join(lines) + (after or "\n")


def _end_of_entry(source: SourceDocument, last: RawSpan) -> int:
    """Return where the last line of an entry ends, its comment included; a block scalar's range ends on the next line."""
    line = last.end_line if last.end_column else last.end_line - 1
    while line > last.start_line and (line >= len(source.lines) or not source.lines[line].strip()):
        line -= 1
    return _line_end(source.text, _offset(source, line, 0))


def _append_section(source: SourceDocument, new: list[dict[str, Any]]) -> str:
    if source.text.lstrip().startswith("{"):
        written = json.dumps({_KEY: new}, ensure_ascii=False, indent=2)[1:-1].strip("\n")
        head, _, tail = source.text.rpartition("}")
        comma = "," if source.data else ""
        return f"{head.rstrip()}{comma}\n{written}\n}}{tail}"
    meta = source.keys.get(("meta",))
    lines = [f"{_KEY}:", *write_list(new, "  ")]
    if meta is None or meta.start_column:
        return f"{source.text.rstrip()}\n\n" + "\n".join(lines) + "\n"
    place = _offset(source, meta.start_line, 0)
    return source.text[:place] + "\n".join(lines) + "\n\n" + source.text[place:]


def _check(loaded: LoadResult, text: str, new: list[dict[str, Any]]) -> None:
    """Make sure that the new text says what the old one said, and the new publications."""
    assert loaded.source is not None
    assert isinstance(loaded.source.data, dict)
    again = interpret(parse_source(text.encode(), loaded.source.file))
    wanted = {**loaded.source.data, _KEY: [*_entries(loaded.source), *new]}
    if again.resume is None or again.source is None or _texts(again.source.data) != _texts(wanted):
        raise _no_place(loaded.source.file)


def _texts(data: Any) -> Any:
    """Return data with scalars as texts: a year is a number in one style and a text in another."""
    if isinstance(data, dict):
        return {key: _texts(value) for key, value in data.items()}
    return [_texts(value) for value in data] if isinstance(data, list) else str(data)


def _no_place(file: str) -> OutputError:
    return OutputError(
        f"The layout of {file} leaves no simple place for publications; it is left alone.",
        "Write `publications:` as a list of `- name: ...` lines, or import into another file with -o.",
    )


def _offset(source: SourceDocument, line: int, column: int) -> int:
    return sum(len(text) + 1 for text in source.lines[:line]) + column


def _line_end(text: str, place: int) -> int:
    newline = text.find("\n", place)
    return len(text) if newline == -1 else newline

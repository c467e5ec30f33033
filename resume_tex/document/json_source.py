"""JSON text to a `SourceDocument` or diagnostics, with the same positions as YAML has. Knows nothing of resumes."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]

from resume_tex.diagnostics import Diagnostic, Path, Position, Severity, Span
from resume_tex.document.source import (
    MAX_DEPTH,
    MAX_VALUES,
    TOO_DEEP,
    TOO_MANY,
    RawSpan,
    ScalarFloat,
    ScalarInt,
    SourceDocument,
)

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_CONSTANT = re.compile(r"true|false|null")
_CONSTANTS = {"true": True, "false": False, "null": None}


class _RefusedError(Exception):
    """Raised with a code, a message and the index of the value that is one too many."""


def parse_json(text: str, file: str) -> tuple[SourceDocument | None, list[Diagnostic]]:
    """Parse JSON; a document comes back unless the syntax is broken."""
    reader = _Reader(text, file)
    if not text.strip():
        return SourceDocument(file, text, "json", None, {}, {}), []
    try:
        data, end = reader.value(_space(text, 0), (), 0)
        end = _space(text, end)
        if end != len(text):
            raise json.JSONDecodeError("Extra data", text, end)
    except json.JSONDecodeError as error:
        return None, [_syntax_error(error, text, file)]
    except _RefusedError as error:
        code, message, index = error.args
        return None, [Diagnostic(code, Severity.ERROR, message, file, span=reader.raw_span(index, index + 1).span())]
    return SourceDocument(file, text, "json", data, reader.values, reader.keys), reader.diagnostics


_EXPLANATIONS = (
    # (beginning of the decoder's words, characters it stands at or "" for any, our words)
    ("Expecting", "'", "Keys and texts stand in double quotes in JSON, not in single ones."),
    ("Expecting property name", "}", "The comma before this is one too many: after the last entry stands none."),
    ("Expecting property name", "", "A key in double quotes belongs here."),
    ("Expecting ',' delimiter", "", "A comma or a closing bracket is missing before this."),
    ("Expecting ':' delimiter", "", "A colon is missing after the key."),
    ("Expecting value", "]", "The comma before this is one too many: after the last entry stands none."),
    ("Expecting value", "/#", "JSON has no comments. Remove it, or rename the file to .yaml, where a comment starts with #."),
    ("Expecting value", "", "A value belongs here: text in double quotes, a number, true, false, null, a list or a mapping."),
    ("Extra data", "", "The document has ended before this. Remove what follows, or the bracket that closes it too early."),
    ("Unterminated string", "", "This text is not closed. Add the missing double quote; a quote inside is written \\\"."),
    ("Invalid control", "\n", "The text is not closed on this line. Add the missing double quote; write a line break inside as \\n."),
    ("Invalid control", "", "A tab or control character may not stand in a JSON text. Write a tab as \\t."),
    ("Invalid \\u", "", "After \\u stand four hexadecimal digits. Write \\\\ for a backslash."),
    ("Invalid \\", "", "A backslash begins an escape. Write \\\\ for a backslash."),
)  # fmt: skip
_AT_THE_END = "The document ends before all its brackets are closed."


def _syntax_error(error: json.JSONDecodeError, text: str, file: str) -> Diagnostic:
    char = text[error.pos : error.pos + 1]
    words = next(
        (
            ours
            for theirs, at, ours in _EXPLANATIONS
            if error.msg.startswith(theirs) and (not at or (char and char in at))
        ),
        f"{error.msg}.",
    )
    if not text[error.pos :].strip() and error.msg.startswith("Expecting"):
        words = _AT_THE_END
    start = Position(error.lineno, error.colno)
    end = Position(error.lineno, error.colno + (char not in {"", "\n"}))
    return Diagnostic("syntax.json", Severity.ERROR, words, file, span=Span(start, end))


def _space(text: str, index: int) -> int:
    match = _SPACE.match(text, index)
    return match.end() if match else index


@dataclass(slots=True)
class _Reader:
    text: str
    file: str
    values: dict[Path, RawSpan] = field(default_factory=dict)
    keys: dict[Path, RawSpan] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    line_starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def value(self, index: int, path: Path, depth: int) -> tuple[object, int]:
        if depth > MAX_DEPTH:
            raise _RefusedError("syntax.too-deep", TOO_DEEP, index)
        if len(self.values) > MAX_VALUES:
            raise _RefusedError("file.too-large", TOO_MANY, index)
        char = self.text[index : index + 1]
        data: object
        if char == '"':
            data, end = self._string(index, path)
        elif char == "{":
            data, end = self._object(index + 1, path, depth)
        elif char == "[":
            data, end = self._array(index + 1, path, depth)
        else:
            data, end = self._scalar(index)
        self.values[path] = self.raw_span(index, end)
        return data, end

    def _string(self, index: int, path: Path) -> tuple[str, int]:
        words: str
        words, end = scanstring(self.text, index + 1, True)
        if not words.isascii() and _HALF_CHARACTER.search(words):
            message = (
                "This text holds half of a character (\\ud800 to \\udfff stand in pairs). Write the character itself."
            )
            span = self.raw_span(index, end).span()
            self.diagnostics.append(Diagnostic("syntax.json", Severity.ERROR, message, self.file, path, span))
            words = _HALF_CHARACTER.sub("\ufffd", words)
        return words, end

    def _scalar(self, index: int) -> tuple[object, int]:
        constant = _CONSTANT.match(self.text, index)
        if constant:
            return _CONSTANTS[constant[0]], constant.end()
        match = _NUMBER.match(self.text, index)
        if match is None:
            raise json.JSONDecodeError("Expecting value", self.text, index)
        number: ScalarInt | ScalarFloat
        if match[1] or match[2] or len(match[0]) > 400:
            number = ScalarFloat(match[0])
        else:
            number = ScalarInt(match[0])
        number.text = match[0]
        return number, match.end()

    def _array(self, index: int, path: Path, depth: int) -> tuple[list[object], int]:
        out: list[object] = []
        index = _space(self.text, index)
        if self.text[index : index + 1] == "]":
            return out, index + 1
        while True:
            item, index = self.value(index, (*path, len(out)), depth + 1)
            out.append(item)
            index = _space(self.text, index)
            if self.text[index : index + 1] == "]":
                return out, index + 1
            index = self._comma(index)

    def _object(self, index: int, path: Path, depth: int) -> tuple[dict[str, object], int]:
        out: dict[str, object] = {}
        index = _space(self.text, index)
        if self.text[index : index + 1] == "}":
            return out, index + 1
        while True:
            if self.text[index : index + 1] != '"':
                raise json.JSONDecodeError("Expecting property name enclosed in double quotes", self.text, index)
            key, end = self._string(index, path)
            raw = self.raw_span(index, end)
            end = _space(self.text, end)
            if self.text[end : end + 1] != ":":
                raise json.JSONDecodeError("Expecting ':' delimiter", self.text, end)
            child = (*path, key)
            if key in out:
                self._duplicate(key, child, raw)
            self.keys[child] = raw
            out[key], index = self.value(_space(self.text, end + 1), child, depth + 1)
            index = _space(self.text, index)
            if self.text[index : index + 1] == "}":
                return out, index + 1
            index = self._comma(index)

    def _comma(self, index: int) -> int:
        if self.text[index : index + 1] != ",":
            raise json.JSONDecodeError("Expecting ',' delimiter", self.text, index)
        return _space(self.text, index + 1)

    def _duplicate(self, key: str, path: Path, raw: RawSpan) -> None:
        first = self.keys[path].start_line + 1
        message = f"The key `{key}` stands here a second time (first on line {first}). Only one can count: merge or rename them."
        self.diagnostics.append(
            Diagnostic("syntax.duplicate-key", Severity.ERROR, message, self.file, path, raw.span())
        )

    def raw_span(self, start: int, end: int) -> RawSpan:
        return RawSpan(*self._place(start), *self._place(end))

    def _place(self, index: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, index) - 1
        return line, index - self.line_starts[line]

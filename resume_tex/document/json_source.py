"""JSON text to a `SourceDocument` or diagnostics, with the same positions as YAML has. Knows nothing of resumes."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]

from resume_tex.diagnostics import Diagnostic, Path, Position, Severity, Span
from resume_tex.document.source import MAX_DEPTH, RawSpan, ScalarFloat, ScalarInt, SourceDocument

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
_CONSTANT = re.compile(r"true|false|null")
_CONSTANTS = {"true": True, "false": False, "null": None}


class _TooDeepError(Exception):
    """Raised with the index of the value that is too deep."""


def parse_json(text: str, file: str) -> tuple[SourceDocument | None, list[Diagnostic]]:
    """Parse JSON; a document comes back unless the syntax is broken."""
    reader = _Reader(text, file)
    try:
        data, end = reader.value(_space(text, 0), (), 0)
        end = _space(text, end)
        if end != len(text):
            raise json.JSONDecodeError("Extra data", text, end)
    except json.JSONDecodeError as error:
        return None, [_syntax_error(error, file)]
    except _TooDeepError as error:
        message = f"Values are nested more than {MAX_DEPTH} deep. Flatten the document; a resume needs about 7 levels."
        span = reader.raw_span(error.args[0], error.args[0] + 1).span()
        return None, [Diagnostic("syntax.too-deep", Severity.ERROR, message, file, span=span)]
    return SourceDocument(file, text, "json", data, reader.values, reader.keys), reader.diagnostics


def _syntax_error(error: json.JSONDecodeError, file: str) -> Diagnostic:
    start = Position(error.lineno, error.colno)
    return Diagnostic(
        "syntax.json",
        Severity.ERROR,
        f"The JSON cannot be read here: {error.msg[:1].lower()}{error.msg[1:]}. Check the commas, quotes and brackets before it.",
        file,
        span=Span(start, Position(error.lineno, error.colno + 1)),
    )


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
            raise _TooDeepError(index)
        char = self.text[index : index + 1]
        data: object
        if char == '"':
            data, end = scanstring(self.text, index + 1, True)
        elif char == "{":
            data, end = self._object(index + 1, path, depth)
        elif char == "[":
            data, end = self._array(index + 1, path, depth)
        else:
            data, end = self._scalar(index)
        self.values[path] = self.raw_span(index, end)
        return data, end

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
            key, end = scanstring(self.text, index + 1, True)
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
        message = f"The key `{key}` stands here a second time (first on line {first}). Only one can count: merge or rename."
        self.diagnostics.append(
            Diagnostic("syntax.duplicate-key", Severity.ERROR, message, self.file, path, raw.span())
        )

    def raw_span(self, start: int, end: int) -> RawSpan:
        return RawSpan(*self._place(start), *self._place(end))

    def _place(self, index: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, index) - 1
        return line, index - self.line_starts[line]

"""YAML text to a `SourceDocument` or diagnostics. Knows nothing of resumes.

libyaml composes the nodes; scalars are resolved here, since YAML 1.1 turns `NO` into false, `0123456` into an octal number,
`12:30` into minutes and `2024-03-15` into a date. Here only null, true, false and plain numbers are not text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from yaml import MappingNode, Node, ScalarNode, SequenceNode
from yaml._yaml import CParser
from yaml.error import MarkedYAMLError
from yaml.reader import ReaderError
from yaml.resolver import BaseResolver

from resume_tex.diagnostics import Diagnostic, Path, Position, Severity, Span
from resume_tex.document.source import (
    MAX_DEPTH,
    MAX_VALUES,
    TOO_DEEP,
    TOO_MANY,
    TOO_MANY_ALIASED,
    RawSpan,
    ScalarFloat,
    ScalarInt,
    SourceDocument,
)
from resume_tex.document.yaml_errors import explain_syntax_error

_INT = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})\Z", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:0|[1-9]\d*)\.\d+(?:[eE][-+]?\d{1,3})?\Z", re.ASCII)
_NUMBER_AS_COMMENT = re.compile(r"[ \t]+(?P<word>#\d\S*)", re.ASCII)
_TAGGED = re.compile(r"(?:&\S+\s+)?!")
_CONSTANTS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_OLD_LINE_BREAKS = {0x85: " ", 0x2028: " ", 0x2029: " "}
"""Line breaks in YAML 1.1 but in no editor: left alone, they would shift every line number after them."""
_DEFAULT_TAGS = frozenset({None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})


class _Composer(CParser, BaseResolver):
    """libyaml's composer without YAML 1.1's implicit types."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        BaseResolver.__init__(self)


def parse_yaml(text: str, file: str) -> tuple[SourceDocument | None, list[Diagnostic]]:
    """Parse YAML; a document comes back unless the syntax is broken."""
    try:
        parser = _Composer(text.translate(_OLD_LINE_BREAKS))
        node = parser.get_single_node()
    except MarkedYAMLError as error:
        return None, [explain_syntax_error(error, text, file)]
    except ReaderError as error:
        return None, [_unreadable_character(error, text, file)]
    except RecursionError:
        return None, [Diagnostic("syntax.too-deep", Severity.ERROR, TOO_DEEP, file)]
    builder = _Builder(file, text, text.split("\n") if _NUMBER_AS_COMMENT.search(text) else [])
    data = builder.build(node, (), 0) if node is not None else None
    source = SourceDocument(file, text, "yaml", data, builder.values, builder.keys)
    return source, builder.diagnostics


def _unreadable_character(error: ReaderError, text: str, file: str) -> Diagnostic:
    code_point = error.character if isinstance(error.character, int) else ord(str(error.character)[:1] or "\0")
    index = text.find(chr(code_point))
    line = text.count("\n", 0, max(index, 0))
    column = index - (text.rfind("\n", 0, max(index, 0)) + 1)
    span = Span(Position(line + 1, column + 1), Position(line + 1, column + 2)) if index >= 0 else None
    return Diagnostic(
        "syntax.control-character",
        Severity.ERROR,
        f"The {'control ' if code_point < 0xA0 else ''}character U+{code_point:04X} may not stand in YAML. Delete it; it often comes "
        "from copying out of a PDF.",
        file,
        span=span,
    )


@dataclass(slots=True)
class _Builder:
    """Turns nodes into values, noting where each stands and what is wrong with it."""

    file: str
    text: str
    lines: list[str]
    values: dict[Path, RawSpan] = field(default_factory=dict)
    keys: dict[Path, RawSpan] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    count: int = 0
    open_nodes: set[int] = field(default_factory=set)
    end: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        self.end = self.text.count("\n"), len(self.text) - self.text.rfind("\n") - 1

    def build(self, node: Node, path: Path, depth: int) -> object:
        raw = self._raw_span(node)
        self.values[path] = raw
        if depth > MAX_DEPTH:
            self._report("syntax.too-deep", TOO_DEEP, (), raw)
            return None
        if self._is_one_too_many(raw):
            return None
        if id(node) in self.open_nodes:
            message = "This alias refers to a value that contains it. Write the value out instead."
            self._report("syntax.alias", message, path, self.keys.get(path, raw))
            return None
        if node.tag not in _DEFAULT_TAGS:
            self._report(
                "syntax.tag",
                f"The YAML tag {_short_tag(node.tag)} has no meaning here. Remove it; quote the value if it is text.",
                path,
                raw,
            )
            return None
        if isinstance(node, ScalarNode):
            if self.lines and not node.style:
                self._find_lost_words(raw, path)
            return _resolve(node, self.text[node.start_mark.index : node.end_mark.index])
        self.open_nodes.add(id(node))
        try:
            if isinstance(node, MappingNode):
                return self._mapping(node, path, depth)
            return [self.build(child, (*path, index), depth + 1) for index, child in enumerate(node.value)]
        finally:
            self.open_nodes.discard(id(node))

    def _mapping(self, node: MappingNode, path: Path, depth: int) -> dict[str, object]:
        own: dict[str, object] = {}
        merged: list[tuple[Node, Node]] = []
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._report(
                    "syntax.key", "A key must be plain text, not a list or a mapping.", path, self._raw_span(key_node)
                )
                continue
            key = str(key_node.value)
            if key == "<<" and not key_node.style:
                merged.append((key_node, value_node))
                continue
            child = (*path, key)
            if key in own:
                self._duplicate(key, child, self._raw_span(key_node))
                continue
            self.keys[child] = self._raw_span(key_node)
            own[key] = self.build(value_node, child, depth + 1)
        return {**self._merge(merged, set(own), path, depth), **own} if merged else own

    def _merge(self, pairs: list[tuple[Node, Node]], taken: set[str], path: Path, depth: int) -> dict[str, object]:
        """Resolve YAML's merge key: the keys of another mapping, or of several, that are not there yet."""
        out: dict[str, object] = {}
        for key_node, node in pairs:
            for part in node.value if isinstance(node, SequenceNode) else [node]:
                if not isinstance(part, MappingNode) or id(part) in self.open_nodes:
                    message = "`<<` merges mappings: its value must be an alias of a mapping that does not hold it."
                    self._report("syntax.key", message, path, self._raw_span(key_node))
                    continue
                if self._is_one_too_many(self._raw_span(part)):
                    return out
                for key, value in self._part(part, taken, path, depth):
                    out[key] = value
                    taken.add(key)
        return out

    def _part(self, node: MappingNode, taken: set[str], path: Path, depth: int) -> Iterator[tuple[str, object]]:
        """Yield what a merged mapping brings."""
        self.open_nodes.add(id(node))
        nested: list[tuple[Node, Node]] = []
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                continue  # reported where the mapping stands
            key = str(key_node.value)
            if key == "<<" and not key_node.style:
                nested.append((key_node, value_node))
            elif key not in taken:
                child = (*path, key)
                self.keys[child] = self._raw_span(key_node)
                yield key, self.build(value_node, child, depth + 1)
        yield from self._merge(nested, taken, path, depth).items()
        self.open_nodes.discard(id(node))

    def _is_one_too_many(self, raw: RawSpan) -> bool:
        """Count a value; the first beyond the limit is reported."""
        self.count += 1
        if self.count == MAX_VALUES + 1:
            aliased = "*" in self.text
            code, message = ("syntax.alias", TOO_MANY_ALIASED) if aliased else ("file.too-large", TOO_MANY)
            self._report(code, message, (), raw)
        return self.count > MAX_VALUES

    def _find_lost_words(self, raw: RawSpan, path: Path) -> None:
        """Warn of `Reached #1 of 300`, where YAML takes the end for a comment."""
        lost = _NUMBER_AS_COMMENT.match(self.lines[raw.end_line], raw.end_column)
        if lost is not None:
            message = (
                f"The text ends before `{lost['word']}`, since a space and # begin a comment in YAML. Put the text in double "
                "quotes, or write a space after # if it is a comment."
            )
            place = RawSpan(raw.end_line, lost.start("word"), raw.end_line, lost.end("word"))
            self.diagnostics.append(
                Diagnostic("syntax.comment", Severity.WARNING, message, self.file, path, place.span())
            )

    def _duplicate(self, key: str, path: Path, raw: RawSpan) -> None:
        first = self.keys[path].start_line + 1
        self._report(
            "syntax.duplicate-key",
            f"The key `{key}` stands here a second time (first on line {first}). Only one can count: merge or rename them.",
            path,
            raw,
        )

    def _raw_span(self, node: Node) -> RawSpan:
        """Return where a node stands; libyaml lets a block run on to the next token, so that its last value tells its end."""
        start, end, inner = node.start_mark, node.end_mark, node
        seen = {id(node)}
        while isinstance(inner, SequenceNode | MappingNode) and not inner.flow_style and inner.value:
            last = inner.value[-1]
            key, inner = last if isinstance(last, tuple) else (None, last)
            if (
                id(inner) in seen or inner.start_mark.index < start.index
            ):  # an alias, which stands where its anchor does
                end = key.end_mark if key is not None and key.start_mark.index > start.index else start
                break
            seen.add(id(inner))
            end = inner.end_mark
        # at the end of a file without a last newline, libyaml counts a line that is not there
        return RawSpan(*min((start.line, start.column), self.end), *min((end.line, end.column), self.end))

    def _report(self, code: str, message: str, path: Path, raw: RawSpan) -> None:
        self.diagnostics.append(Diagnostic(code, Severity.ERROR, message, self.file, path, raw.span()))


def _resolve(node: ScalarNode, written: str) -> object:
    """Return a scalar's value; quotes and a tag, which is part of what is written, make it text."""
    text = str(node.value)
    if node.style or _TAGGED.match(written):
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.match(text):
        number = ScalarInt(text)
        number.text = text
        return number
    if _FLOAT.match(text):
        decimal = ScalarFloat(text)
        decimal.text = text
        return decimal
    return text


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")

"""Completion, hover, outline and actions for a document, in this package's own terms. Knows no protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from resume_tex.diagnostics import Diagnostic, Fix, Path, Position, Span, format_path
from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.source import RawSpan, SourceDocument
from resume_tex.explanations import Explanation, explain
from resume_tex.lsp.analysis import Analysis
from resume_tex.lsp.cursor import Cursor, cursor_at, path_at
from resume_tex.lsp.knowledge import Word

_TITLES = ("position", "title", "studyType", "name", "institution", "organization", "network", "language", "awarder")
_MOST_TITLES = 2


@dataclass(frozen=True, slots=True)
class Completion:
    """A proposal.

    Attributes:
        word: The key or value.
        span: What it replaces.
        text: What to put there.
        is_key: It is a key.
    """

    word: Word
    span: Span
    text: str
    is_key: bool


@dataclass(frozen=True, slots=True)
class Symbol:
    """A part of the document for the outline."""

    name: str
    detail: str
    kind: str
    span: Span
    selection: Span
    children: tuple[Symbol, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A change that an editor may offer."""

    title: str
    edits: tuple[Fix, ...]
    diagnostic: Diagnostic | None
    preferred: bool = False


def complete(analysis: Analysis, position: Position) -> list[Completion]:
    """Return what may be typed at a place."""
    row = position.line - 1
    cursor = cursor_at(analysis.lines, row, position.column - 1) if not analysis.file.endswith(".json") else None
    if cursor is None:
        return []
    span = Span(Position(row + 1, cursor.start + 1), Position(row + 1, cursor.end + 1))
    keys = [] if cursor.after_colon else _keys(analysis, cursor)
    values = [] if keys else analysis.knowledge.values_at(cursor.path)
    return [
        *(Completion(word, span, word.text + _after_key(word, cursor), is_key=True) for word in keys),
        *(Completion(word, span, _quoted(word.text), is_key=False) for word in values),
    ]


def _keys(analysis: Analysis, cursor: Cursor) -> list[Word]:
    if analysis.knowledge.takes_text(cursor.path) and not cursor.present:
        return []
    return [word for word in analysis.knowledge.keys_at(cursor.path) if word.text not in cursor.present]


def _after_key(word: Word, cursor: Cursor) -> str:
    if cursor.has_colon:
        return ""
    return ": " if word.kind == "text" else ":"


def _quoted(text: str) -> str:
    return f'"{text}"' if ": " in text or text[:1] in "*&[{@`%!|>#\"'" else text


def hover(analysis: Analysis, position: Position) -> str:
    """Return what is to be said of a place, as Markdown: the findings there, explained, and the field."""
    found = [d for d in analysis.diagnostics if d.span is not None and d.span.start <= position <= d.span.end]
    parts = [_explanation(d, explain(d.code)) for d in found]
    about = analysis.knowledge.about(_path(analysis, position))
    return "\n\n---\n\n".join([*dict.fromkeys(parts), *([about] if about else [])])


def _path(analysis: Analysis, position: Position) -> Path:
    if analysis.fresh and analysis.source is not None:
        place = (position.line - 1, position.column - 1)
        spans = [*analysis.source.values.items(), *analysis.source.keys.items()]
        return max(
            ((path, raw) for path, raw in spans if raw[:2] <= place <= raw[2:]),
            key=lambda item: (len(item[0]), item[1][:2]),
            default=((), None),
        )[0]
    return path_at(analysis.lines, position.line - 1, position.column - 1)


def _explanation(diagnostic: Diagnostic, found: Explanation | None) -> str:
    if found is None:
        return f"**{diagnostic.code}**"
    parts = [f"**{found.code}**: {found.summary}", found.why]
    for title, examples in (("Weak", found.weak), ("Strong", found.strong)):
        if examples:
            parts.append("\n".join([f"{title}:", "```yaml", *(example.rstrip() for example in examples[:2]), "```"]))
    return "\n\n".join(part for part in (*parts, found.silence) if part)


def outline(analysis: Analysis) -> list[Symbol]:
    """Return the sections and their entries."""
    source = analysis.source
    if source is None or not isinstance(source.data, dict):
        return []
    return [_symbol(source, (key,), value) for key, value in source.data.items() if (key,) in source.keys]


def _symbol(source: SourceDocument, path: Path, value: object) -> Symbol:
    whole, key = source.values[path], source.keys.get(path)
    start = key or whole
    span = RawSpan(start.start_line, start.start_column, max(whole.end_line, start.end_line), whole.end_column).span()
    children: tuple[Symbol, ...] = ()
    if isinstance(value, list) and len(path) == 1:
        children = tuple(_symbol(source, (*path, index), item) for index, item in enumerate(value))
    elif isinstance(value, dict) and path[0] in {"basics", "meta"}:
        children = tuple(
            _symbol(source, (*path, name), item) for name, item in value.items() if (*path, name) in source.keys
        )
    first = source.span_of(path) or span
    selection = key.span() if key else Span(first.start, min(first.end, span.end))
    kind = "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "text"
    if isinstance(path[-1], int):
        return Symbol(_title(value) or format_path(path), format_path(path), kind, span, selection, children)
    detail = plain_text(parse_inline(value))[:80] if isinstance(value, str) else ""
    return Symbol(path[-1] or '""', detail, kind, span, selection, children)


def _title(value: object) -> str:
    if not isinstance(value, dict):
        return str(value)[:80] if value is not None else ""
    words = [str(value[key]) for key in _TITLES if isinstance(value.get(key), str | int)]
    return ", ".join(plain_text(parse_inline(word)) for word in words[:_MOST_TITLES])[:80]


def actions(analysis: Analysis, asked: Span) -> Iterator[Action]:
    """Yield the changes to offer for a range: fixes of its findings, and ways to silence them."""
    lines = analysis.lines
    here = [d for d in analysis.diagnostics if d.span and d.span.start <= asked.end and asked.start <= d.span.end]
    for diagnostic in here:
        if diagnostic.fix is not None and diagnostic.fix.text != _text_in(diagnostic.fix.span, lines):
            yield Action(_fix_title(diagnostic.fix, lines), (diagnostic.fix,), diagnostic, preferred=True)
    for diagnostic in here:
        silencing = _silence(analysis, diagnostic)
        if silencing is not None:
            yield Action(f"Ignore {diagnostic.code} here", (silencing,), diagnostic)


def fix_all(analysis: Analysis) -> Action | None:
    """Return the change that applies every fix, or None when there is none; lines that stay are not touched."""
    if not any(d.fix for d in analysis.diagnostics):
        return None
    result = analysis.mended()
    if result.after == result.before:
        return None
    count = len(result.applied)
    title = f"Fix {count} {'finding' if count == 1 else 'findings'} of resume-tex"
    return Action(title, tuple(_line_edits(analysis.lines, result.after.split("\n"))), None)


def _line_edits(before: list[str], after: list[str]) -> Iterator[Fix]:
    """Yield the changes that make one text of another, by whole lines."""
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        text = "\n".join(after[new_start:new_end])
        if end < len(before):
            yield Fix(Span(Position(start + 1, 1), Position(end + 1, 1)), text + "\n" if new_end > new_start else "")
        elif start < end and new_start < new_end:
            yield Fix(Span(Position(start + 1, 1), Position(end, len(before[-1]) + 1)), text)
        else:  # lines that come to the end, or go from it, with the line end before them
            last = Position(start, len(before[start - 1]) + 1)
            yield Fix(Span(last, Position(end, len(before[end - 1]) + 1)), "\n" + text if new_end > new_start else "")


def _fix_title(fix: Fix, lines: list[str]) -> str:
    old = _text_in(fix.span, lines)
    if not fix.text:
        return f"Remove “{_short(old)}”"
    return f"Change “{_short(old)}” to “{_short(fix.text)}”" if old else f"Insert “{_short(fix.text)}”"


def _text_in(span: Span, lines: list[str]) -> str:
    inside = lines[span.start.line - 1 : span.end.line]
    inside[-1:] = [line[: span.end.column - 1] for line in inside[-1:]]
    inside[:1] = [line[span.start.column - 1 :] for line in inside[:1]]
    return "\n".join(inside)


def _short(text: str) -> str:
    flat = " ".join(text.split()) or "␣" * len(text)
    return flat if len(flat) <= 40 else f"{flat[:39]}…"


def _silence(analysis: Analysis, diagnostic: Diagnostic) -> Fix | None:
    """Return the comment that silences a rule's finding: above the line where its field begins."""
    found = explain(diagnostic.code)
    source = analysis.source
    if found is None or not found.silence or source is None or not analysis.fresh or source.format != "yaml":
        return None
    if diagnostic.path not in source.values:
        return None
    place = source.keys.get(diagnostic.path) or source.values[diagnostic.path]
    line = source.text.split("\n")[place.start_line]
    indent = line[: len(line) - len(line.lstrip(" "))]
    here = Position(place.start_line + 1, 1)
    return Fix(Span(here, here), f"{indent}# resume-tex: ignore[{diagnostic.code}]\n")

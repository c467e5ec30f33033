"""Where in a document a cursor stands, by indentation alone: works while the YAML is broken. Knows nothing of resumes.

Lines above the cursor that are indented less are what it stands in. Flow collections are followed on the cursor's own line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resume_tex.diagnostics import Path

_LINE = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:- +|-$)*)(?:(?P<key>\"[^\"]*\"|'[^']*'|[^\s#\"'\[{][^:#]*?) *:(?= |$))?(?P<rest>.*)"
)
_BLANK = re.compile(r"\s*(?:#.*|---.*)?$")
_COMMENT = re.compile(r"(?:^|\s)#")
_WORD = re.compile(r"[\w$.#+-]*")
_OPENING = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place where something can be typed.

    Attributes:
        path: The value that is being typed, or the mapping that a key is being typed in.
        after_colon: What is typed is a value of a key; else it may be a key.
        typed: What is there already, up to the cursor.
        start: Column, from 0, where it begins.
        end: Column where the word ends that the cursor is in.
        present: The keys that the mapping has already.
        has_colon: A colon follows the word.
    """

    path: Path
    after_colon: bool
    typed: str
    start: int
    end: int
    present: frozenset[str] = frozenset()
    has_colon: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    """A dash or a key of a line, and whether text of a scalar follows it there."""

    column: int
    key: str | None
    row: int
    scalar: bool = False


def cursor_at(lines: Sequence[str], row: int, column: int) -> Cursor | None:
    """Return what can be typed at a place; None in comments and in the middle of text."""
    line = lines[row] if 0 <= row < len(lines) else ""
    before = line[:column]
    if "\t" in before or _in_comment(before):
        return None
    match = _match(before)
    tokens = _tokens(before, row)
    rest_start = match.end() - len(match["rest"])
    flow = _flow(before, rest_start)
    inner: Path = ()
    after_colon = match["key"] is not None
    start = rest_start + len(match["rest"]) - len(match["rest"].lstrip(" "))
    if flow is not None:
        inner, after_colon, start = flow
    elif after_colon and not match["rest"].startswith(" "):
        return None
    if before[start : start + 1] in {'"', "'"}:
        start += 1
    typed = before[start:]
    outer = _path_of(lines, row, start if not tokens else tokens[-1].column + 1, tokens)
    if outer is None or (" " in typed and not after_colon):
        return None
    word = _WORD.match(line, column)
    end = word.end() if word else column
    path = (*outer, *inner)
    present = frozenset(_siblings(lines, row, start)) if flow is None and not after_colon else frozenset()
    return Cursor(path, after_colon, typed, start, end, present, line[end:].lstrip().startswith(":"))


def path_at(lines: Sequence[str], row: int, column: int) -> Path:
    """Return the innermost key or entry that a place belongs to."""
    line = lines[row] if 0 <= row < len(lines) else ""
    tokens = [token for token in _tokens(line, row) if token.column <= column]
    start = tokens[-1].column + 1 if tokens else len(line) - len(line.lstrip(" "))
    return _path_of(lines, row, start, tokens, through_text=True) or ()


def _match(line: str) -> re.Match[str]:
    match = _LINE.match(line)
    assert match is not None
    return match


def _tokens(line: str, row: int) -> list[_Token]:
    """Return a line's dashes and its key, from left to right."""
    if _BLANK.match(line):
        return []
    match = _match(line)
    found = [
        _Token(match.start("dashes") + offset, None, row) for offset, char in enumerate(match["dashes"]) if char == "-"
    ]
    rest = _COMMENT.split(match["rest"], maxsplit=1)[0].strip()
    if match["key"] is not None:
        found.append(_Token(match.start("key"), match["key"].strip("\"'"), row, bool(rest) and rest[0] not in "&{["))
    elif found and rest:
        found[-1] = _Token(found[-1].column, None, row, rest[0] not in "&{[")
    return found


def _path_of(
    lines: Sequence[str], row: int, column: int, own: list[_Token], *, through_text: bool = False
) -> Path | None:
    """Return the path of what stands at a column, given what stands left of it on its line.

    Args:
        lines: The document.
        row: The line.
        column: What stands left of it, here or above, is what it is in.
        own: The tokens of the line.
        through_text: A place in the middle of a text belongs to the text; otherwise there is no path.
    """
    path: list[str | int] = []
    was_dash = False
    above = False
    for token in (*reversed(own), *_above(lines, row)):
        outside = token.column < column or (token.column == column and was_dash and token.key is not None)
        if not outside:
            continue
        if token.row != row and not above:
            above = True
            if token.scalar and not through_text:
                return None
        path.append(token.key if token.key is not None else _index(lines, token))
        column, was_dash = token.column, token.key is None
        if column == 0 and not was_dash:
            break
    return tuple(reversed(path))


def _above(lines: Sequence[str], row: int) -> Iterator[_Token]:
    for number in range(min(row, len(lines)) - 1, -1, -1):
        yield from reversed(_tokens(lines[number], number))


def _index(lines: Sequence[str], dash: _Token) -> int:
    """Return how many entries of the same list stand above a dash."""
    count = 0
    for token in _above(lines, dash.row):
        if token.column < dash.column or (token.column == dash.column and token.key is not None):
            break
        count += token.column == dash.column
    return count


def _siblings(lines: Sequence[str], row: int, column: int) -> Iterator[str]:
    """Yield the keys of the same mapping, above and below."""
    own = _tokens(lines[row], row) if row < len(lines) else []
    starts_entry = any(token.key is None and token.column < column for token in own)
    if not starts_entry:
        for token in _above(lines, row):
            if token.column < column:
                break
            if token.column == column and token.key is not None:
                yield token.key
    for number in range(row + 1, len(lines)):
        tokens = _tokens(lines[number], number)
        if tokens and tokens[0].column < column:
            break
        yield from (token.key for token in tokens if token.column == column and token.key is not None)


def _in_comment(before: str) -> bool:
    found = _COMMENT.search(before)
    return found is not None and before[: found.end()].count('"') % 2 == 0 and before[: found.end()].count("'") % 2 == 0


def _flow(before: str, start: int) -> tuple[Path, bool, int] | None:
    """Return the path inside flow collections at the end of a text, whether a colon came last, and where the word begins."""
    stack: list[tuple[str, str | int | None]] = []
    word = index = start
    while index < len(before):
        char = before[index]
        if char in _OPENING:
            stack.append((char, 0 if char == "[" else None))
            word = index + 1
        elif char in "}]" and stack:
            stack.pop()
            word = index + 1
        elif char in "\"'" and stack and not before[word:index].strip():
            closing = before.find(char, index + 1)
            index = closing if closing != -1 else len(before)
        elif stack and char == ",":
            kind, step = stack[-1]
            stack[-1] = (kind, step + 1 if isinstance(step, int) else None)
            word = index + 1
        elif stack and stack[-1][0] == "{" and char == ":" and before[index + 1 : index + 2] in {" ", ""}:
            stack[-1] = ("{", before[word:index].strip(" \"'"))
            word = index + 1
        index += 1
    if not stack or before[start:].lstrip()[:1] not in _OPENING:
        return None
    path: Path = tuple(step for _, step in stack if step is not None)
    typed = before[word:]
    return path, stack[-1] != ("{", None), word + len(typed) - len(typed.lstrip(" "))

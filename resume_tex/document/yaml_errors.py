"""libyaml's syntax errors in the words of somebody who writes a resume, with what to do about them."""

from __future__ import annotations

import re

from yaml.error import MarkedYAMLError

from resume_tex.diagnostics import Diagnostic, Position, Severity, Span

_EXPLANATIONS: tuple[tuple[str, str, str], ...] = (
    # (pattern in libyaml's words, code, our words)
    (r"found character that cannot start any token|parsing a block node did not find expected node content", "syntax.yaml",
     "No value can start with {char}: put the text in double quotes."),
    (r"mapping values are not allowed", "syntax.yaml",
     "A colon followed by a space starts a new key, which is not possible here. Put the text in double quotes."),
    (r"undefined alias", "syntax.yaml",
     "A value that starts with `*` is an alias in YAML. Put text such as \"**bold** words\" in double quotes."),
    (r"expected comment or line break|indentation indicator equal to 0", "syntax.yaml",
     "`>` and `|` announce a text that stands on the lines below, indented. Put a text that stands here in double quotes."),
    (r"mapping keys are not allowed", "syntax.yaml",
     "No value can start with a question mark and a space: put the text in double quotes."),
    (r"invalid Unicode character escape", "syntax.yaml",
     "This escape is no character. Write the character itself; JSON's halves of characters, such as \\ud83d\\ude80, do not exist in YAML."),
    (r"expected hexdecimal number", "syntax.yaml",
     "Inside double quotes \\x, \\u and \\U want a character's number in hexadecimal. Write \\\\ for a backslash, or use single quotes."),
    (r"while (?:scanning|parsing) a tag|undefined tag handle", "syntax.yaml",
     "A value that starts with `!` is a tag in YAML. Put the text in double quotes."),
    (r"while scanning a directive|incompatible YAML document", "syntax.yaml",
     "A line that starts with `%` is an instruction to YAML. Put the text in double quotes, or remove the line."),
    (r"could not find expected ':'", "syntax.yaml",
     "A key is missing its colon, or a text is missing its quotes or its indentation."),
    (r"did not find expected key", "syntax.yaml",
     "The line fits neither the entry above nor a new one: check its indentation and the quotes before it."),
    (r"did not find expected '-' indicator", "syntax.yaml",
     "The list has ended here in an unexpected way: indent its entries alike and start each with `- `."),
    (r"did not find expected ',' or", "syntax.yaml",
     "A value that starts with a bracket is a list or mapping in YAML. Close the bracket, or put text such as "
     '"[a link](https://...)" in double quotes.'),
    (r"unexpected end of stream|found unexpected document indicator", "syntax.yaml",
     "A quoted text is not closed. Add the missing quote; inside double quotes, write a quote as \\\"."),
    (r"found unknown escape character", "syntax.yaml",
     "Inside double quotes a backslash starts an escape. Write \\\\ for a backslash, or use single quotes."),
    (r"expected a single document", "syntax.multiple-documents",
     "The file holds more than one YAML document. Keep one; delete the line `---` and what follows."),
    (r"exceeded maximum nesting depth|increasing (?:flow|block) level", "syntax.too-deep",
     "Values are nested too deeply. Flatten the document; a resume needs about 7 levels."),
    (r"found duplicate anchor", "syntax.alias", "Two values carry the same anchor. Rename one of them."),
    (r"did not find expected alphabetic or numeric character", "syntax.yaml",
     "`*` and `&` at the start of a value are YAML's aliases and anchors. Put the text in double quotes."),
    (r"control characters are not allowed", "syntax.control-character",
     "A control character may not stand in YAML. Delete it; it often comes from copying out of a PDF."),
    (r"block sequence entries are not allowed", "syntax.yaml",
     "A dash and a space start a list, which is not possible here. Put the list on the lines below, or the text in double quotes."),
    (r"did not find expected node content", "syntax.yaml",
     "A value is missing here: check the commas and brackets around it."),
    (r"did not find expected <document start>", "syntax.yaml",
     "The text goes on after the document's end: check the indentation of this line."),
)  # fmt: skip


_BEGINNING_TELLS_MORE = re.compile(
    "simple key|scanning an (?:alias|anchor)|a tag|directive|block scalar|flow (?:sequence|mapping)"
)
_KEY = re.compile(r"\s*[\w$-]+\Z")
_AFTER_QUOTE = (
    'The text goes on after its closing quote. Put all of it in one pair of quotes; a quote inside is written \\" in '
    "double quotes, '' in single quotes."
)
_AFTER_BRACKET = (
    'The value goes on after its closing bracket. Put text such as "[a link](https://...) and more" in double quotes; '
    "what starts with a bracket is a list or mapping in YAML."
)
_TAB = "YAML is indented with spaces; this line is indented with a tab. Replace it with two spaces a level."
_NOT_ALIGNED = "This key is not indented like the keys above it. Align it, or close the quotes of the value before it."
_NO_COLON = "This line has no colon and space after its key. Write `{key}: ...`, or indent it if it goes on with the text above."


def explain_syntax_error(error: MarkedYAMLError, text: str, file: str) -> Diagnostic:
    """Turn libyaml's first complaint into a diagnostic with its place and a remedy."""
    lines = text.split("\n")
    line, column = _place(error, lines)
    tab = _indenting_tab(lines, line)
    lonely = _line_without_colon(error, lines, line, column)
    hint = None
    if tab is not None:
        line, column = tab
        code, message = "syntax.tab", _TAB
    elif lonely is not None:
        line, column = lonely, len(lines[lonely]) - len(lines[lonely].lstrip(" -"))
        key = re.split(r"[:\s]", lines[lonely][column:], maxsplit=1)[0]
        code, message = "syntax.yaml", _NO_COLON.replace("{key}", key)
    else:
        problem = f"{error.context or ''} {error.problem or 'the syntax is wrong'}"
        code, message = _explain(problem, lines[line], column)
        if message == _NOT_ALIGNED:
            column = len(lines[line]) - len(lines[line].lstrip(" -"))
        if code == "syntax.yaml":
            hint = _other_end(error, lines, line)
    end = column + 1 if tab is not None else max(len(lines[line].rstrip()), column + 1)
    end = min(end, max(len(lines[line]), column))
    span = Span(Position(line + 1, column + 1), Position(line + 1, end + 1))
    return Diagnostic(code, Severity.ERROR, message, file, span=span, help=hint)


def _place(error: MarkedYAMLError, lines: list[str]) -> tuple[int, int]:
    """Return line and column from 0: where libyaml stumbled, or where what it could not finish began, if that tells more."""
    last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
    end = last, len(lines[last].rstrip())
    marks = [(mark.line, mark.column) for mark in (error.problem_mark, error.context_mark) if mark is not None]
    if _BEGINNING_TELLS_MORE.search(str(error.context)):
        marks.reverse()
    line, column = next((mark for mark in marks if mark < end), end)
    return line, min(column, len(lines[line]))


def _other_end(error: MarkedYAMLError, lines: list[str], line: int) -> str | None:
    """Say where the other end is of what is not shown in full."""
    began, stopped = error.context_mark, error.problem_mark
    if began is not None and began.line < line:
        return f"What cannot be finished began on line {began.line + 1}."
    if stopped is not None and line < stopped.line < len(lines) - 1 and "flow" in str(error.context):
        return f"It is still open on line {stopped.line + 1}."
    return None


def _indenting_tab(lines: list[str], line: int) -> tuple[int, int] | None:
    """Return the nearest line at or just above `line` whose indentation holds a tab."""
    for number in (line, line - 1, line + 1):
        if 0 <= number < len(lines):
            indent = re.match(r"[ -]*\t", lines[number])
            if indent:
                return number, indent.end() - 1
    return None


def _line_without_colon(error: MarkedYAMLError, lines: list[str], line: int, column: int) -> int | None:
    """Return the line above, if it stands where a key should and libyaml therefore stumbled over this line's colon."""
    if "mapping values are not allowed" not in str(error.problem) or not line or not _KEY.match(lines[line][:column]):
        return None
    above, here = lines[line - 1], lines[line]
    indent = len(here) - len(here.lstrip(" "))
    starts = len(above) - len(above.lstrip(" -"))
    return line - 1 if starts == indent and not re.search(r":(\s|\Z)|[\"'#]", above) else None


def _explain(problem: str, content: str, column: int) -> tuple[str, str]:
    char, before = content[column : column + 1], content[:column].rstrip()
    if "mapping values are not allowed" in problem and _KEY.match(content[:column]):
        return "syntax.yaml", _NOT_ALIGNED
    if "did not find expected key" in problem or "expected '-' indicator" in problem:
        if before.endswith(('"', "'")):
            return "syntax.yaml", _AFTER_QUOTE
        if before.endswith(("]", "}")):
            return "syntax.yaml", _AFTER_BRACKET
    if "flow node" in problem and not content[column:].strip():
        problem = "did not find expected ',' or ']'"
    for pattern, code, words in _EXPLANATIONS:
        if re.search(pattern, problem):
            return code, words.replace("{char}", {"`": "a backtick", "": "this"}.get(char, f"`{char}`"))
    return "syntax.yaml", f"The YAML cannot be read: {problem.strip()}."

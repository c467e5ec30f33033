"""libyaml's syntax errors in the words of somebody who writes a resume, with what to do about them."""

from __future__ import annotations

import re

from yaml.error import MarkedYAMLError

from resume_tex.diagnostics import Diagnostic, Position, Severity, Span

_EXPLANATIONS: tuple[tuple[str, str, str], ...] = (
    # (pattern in libyaml's words, code, our words)
    (r"found character that cannot start any token", "syntax.yaml",
     "No value can start with {char}: put the text in double quotes."),
    (r"mapping values are not allowed", "syntax.yaml",
     "A colon followed by a space starts a new key, which is not possible here. Put the text in double quotes."),
    (r"undefined alias", "syntax.yaml",
     "A value that starts with `*` is an alias in YAML. Put text such as \"**bold** words\" in double quotes."),
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
    (r"block sequence entries are not allowed|did not find expected node content", "syntax.yaml",
     "A list or value cannot start here: check the brackets, dashes and indentation around it."),
    (r"did not find expected <document start>", "syntax.yaml",
     "The text goes on after the document's end: check the indentation of this line."),
)  # fmt: skip


def explain_syntax_error(error: MarkedYAMLError, text: str, file: str) -> Diagnostic:
    """Turn libyaml's first complaint into a diagnostic with its place and a remedy."""
    mark = error.problem_mark or error.context_mark
    problem = str(error.problem or error.context or "the syntax is wrong")
    lines = text.split("\n")
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    if line >= len(lines) or (line == len(lines) - 1 and not lines[line].strip() and error.context_mark):
        context = error.context_mark
        line, column = (context.line, context.column) if context is not None else (len(lines) - 1, 0)
    content = lines[line] if line < len(lines) else ""
    tab = _indenting_tab(lines, line)
    if tab is not None:
        line, column = tab
        code, message = (
            "syntax.tab",
            "YAML is indented with spaces; this line is indented with a tab. Replace it with two spaces a level.",
        )
        end = column + 1
    else:
        code, message = _explain(f"{error.context or ''} {problem}", content, column)
        end = max(len(content.rstrip()), column + 1)
    context = error.context_mark
    hint = None
    if context is not None and context.line != line:
        hint = f"What cannot be finished began on line {context.line + 1}."
    return Diagnostic(
        code,
        Severity.ERROR,
        message,
        file,
        span=Span(Position(line + 1, column + 1), Position(line + 1, end + 1)),
        help=hint,
    )


def _indenting_tab(lines: list[str], line: int) -> tuple[int, int] | None:
    """Return the nearest line at or just above `line` whose indentation holds a tab."""
    for number in (line, line - 1, line + 1):
        if 0 <= number < len(lines):
            indent = re.match(r"[ -]*\t", lines[number])
            if indent:
                return number, indent.end() - 1
    return None


def _explain(problem: str, content: str, column: int) -> tuple[str, str]:
    char = content[column : column + 1]
    if "mapping values are not allowed" in problem and re.match(r"\s*[\w$-]+\Z", content[:column]):
        return (
            "syntax.yaml",
            "This key is not indented like the keys above it. Align it, or close the quotes of the value before it.",
        )
    for pattern, code, words in _EXPLANATIONS:
        if re.search(pattern, problem):
            return code, words.replace("{char}", {"`": "a backtick", "": "this"}.get(char, f"`{char}`"))
    return "syntax.yaml", f"The YAML cannot be read: {problem.strip()}."

"""Finds invisible characters that turn the direction of text: what an editor shows is then not what the file says."""

from __future__ import annotations

import re

from resume_tex.diagnostics import Diagnostic, Fix, Position, Severity, Span
from resume_tex.document.source import SourceDocument

_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NAMES = {
    "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding",
    "\u202c": "end of an embedding",
    "\u202d": "left-to-right override",
    "\u202e": "right-to-left override",
    "\u2066": "left-to-right isolate",
    "\u2067": "right-to-left isolate",
    "\u2068": "isolate",
    "\u2069": "end of an isolate",
}
_MOST = 100


def direction_controls(source: SourceDocument) -> list[Diagnostic]:
    """Warn of the first of them in each line, with a fix that deletes it; comments count too, since they are read."""
    if source.text.isascii():
        return []
    out = []
    for number, line in enumerate(source.lines, 1):
        found = _CONTROLS.search(line)
        if found is None:
            continue
        span = Span(Position(number, found.start() + 1), Position(number, found.end() + 1))
        message = (
            f"The invisible character U+{ord(found[0]):04X} ({_NAMES[found[0]]}) stands here: what follows may be shown in "
            "another order than it is printed in. Delete it; text that runs from right to left needs none."
        )
        out.append(Diagnostic("syntax.direction", Severity.WARNING, message, source.file, span=span, fix=Fix(span, "")))
        if len(out) == _MOST:
            break
    return out

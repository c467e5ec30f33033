"""A difference as Markdown for a pull request; every character of the resume prints as itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from resume_tex.diagnostics import Diagnostic, format_path
from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.history.difference import Difference
from resume_tex.history.outline import Block, Line, Mark, outline
from resume_tex.history.summary import summarize
from resume_tex.history.words import Run, compare_chunks

_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>#|~$]|^[-+=]|:(?=//|\w+:)|(?<=\bwww)\.")
"""Signs that mean something wherever they stand, or at the beginning of a line, or in what would become a link or a picture."""
_NUMBERED: Final = re.compile(r"\A(\d+)(?=[.)])")
_MENTION: Final = re.compile(r"(?<![\w`])(@)(?=\w)|(#)(?=\d)")
_FATES: Final = {"kept": "", "added": "**", "removed": "~~"}
_PREFIXES: Final[dict[Mark, str]] = {"added": "added", "removed": "removed", "moved": "moved", "changed": ""}


def escape_markdown(text: str) -> str:
    """Escape text so that it prints as it is on one line, mentions nobody and refers to nothing."""
    flat = " ".join(text.split()).replace("&", "&amp;")
    escaped = _SPECIAL.sub(r"\\\g<0>", _MENTION.sub(lambda m: f"{m[0]}\0", flat.replace("\0", "")))
    return _NUMBERED.sub(r"\1\\", escaped).replace("\0", "<!-- -->")


def to_markdown(difference: Difference) -> str:
    """Write a difference as Markdown."""
    return "\n".join(_lines(difference)).rstrip("\n") + "\n"


def _lines(difference: Difference) -> Iterator[str]:
    before, after = (escape_markdown(side.title) for side in (difference.before, difference.after))
    yield f"### {escape_markdown(difference.after.file)}: {before} → {after}"
    yield ""
    yield f"{escape_markdown(summarize(difference.comparison, 8) or 'The content is the same')}."
    for section in outline(difference.comparison):
        yield ""
        yield f"#### {escape_markdown(section.title)}"
        for block in section.blocks:
            yield from _block(block)
    yield from _findings(difference)
    yield from _pages(difference)


def _block(block: Block) -> Iterator[str]:
    yield ""
    if block.title:
        prefix = _PREFIXES[block.mark]
        title = escape_markdown(block.title)
        yield f"##### {title} ({prefix})" if prefix else f"##### {title}"
        yield ""
    for line in block.lines:
        yield f"- {_line(line)}"


def _line(line: Line) -> str:
    what = " ".join(part for part in (_PREFIXES[line.mark], line.note) if part)
    lead = "".join(f"*{escape_markdown(part)}*: " for part in (line.label, what) if part)
    if line.mark in {"moved"} and line.before == line.after:
        return lead + escape_markdown(_plain(line.after))
    return lead + _words(line.before, line.after)


def _words(before: str | None, after: str | None) -> str:
    """Mark words; where only the markup differs, the texts are shown with it."""
    old, new = _plain(before), _plain(after)
    if old == new:
        old, new = before or "", after or ""
    marked = "".join(map(_run, compare_chunks(" ".join(old.split()), " ".join(new.split()))))
    return marked.replace("~~**", "~~ **")


def _plain(text: str | None) -> str:
    return plain_text(parse_inline(text or ""))


def _run(run: Run) -> str:
    """Write a stretch of words; marks cannot stand beside white space, which stays outside."""
    sign = _FATES[run.fate]
    words = run.text.strip()
    if not words:
        return run.text
    head, _, tail = run.text.partition(words)
    return f"{head}{sign}{escape_markdown(words)}{sign}{tail}"


def _findings(difference: Difference) -> Iterator[str]:
    if not (difference.gained or difference.lost):
        return
    yield ""
    yield "#### Findings"
    yield ""
    for title, found in (("new", difference.gained), ("gone", difference.lost)):
        for diagnostic in found:
            yield f"- *{title}*: {_finding(diagnostic)}"


def _finding(diagnostic: Diagnostic) -> str:
    path = format_path(diagnostic.path)
    place = f" at {escape_markdown(path) if '`' in path else f'`{path}`'}" if path else ""
    return f"{diagnostic.severity.value} `{diagnostic.code}`{place}: {escape_markdown(diagnostic.message)}"


def _pages(difference: Difference) -> Iterator[str]:
    before, after = difference.pages
    if before is not None and after is not None:
        yield ""
        yield f"Pages: {before} → {after}" if before != after else f"Pages: {after}"

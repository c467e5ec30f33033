"""A difference as text for people: changed words in colour on a terminal, else as `[-removed-]{+added+}`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import click

from resume_tex.cli.report import visible
from resume_tex.diagnostics import Diagnostic, Severity, format_path
from resume_tex.history.difference import Difference
from resume_tex.history.outline import Block, Line, Mark, outline
from resume_tex.history.words import Fate, Run, compare_words

_SIGNS: Final[dict[Mark, str]] = {"added": "+", "removed": "-", "moved": ">", "changed": "~"}
_COLORS: Final[dict[Mark, str]] = {"added": "green", "removed": "red", "moved": "blue", "changed": "yellow"}
_BRACKETS: Final[dict[Fate, tuple[str, str]]] = {"kept": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


class DiffText:
    """Writes differences as text.

    Args:
        width: Columns of a line.
        colored: Whether colours show; otherwise signs stand for them.
    """

    def __init__(self, width: int, *, colored: bool) -> None:
        self._width = width
        self._colored = colored

    def write(self, difference: Difference) -> str:
        """Write a difference."""
        return "\n".join(self._lines(difference)).rstrip("\n")

    def _lines(self, difference: Difference) -> Iterator[str]:
        sides = " → ".join(visible(side.title) for side in (difference.before, difference.after))
        yield click.style(f"{visible(difference.after.file)}: {sides}", bold=True)
        for section in outline(difference.comparison):
            yield ""
            yield click.style(section.title, underline=True)
            for block in section.blocks:
                yield from self._block(block)
        yield from self._findings(difference)
        before, after = difference.pages
        if before is not None and after is not None and (difference.differs or before != after):
            yield ""
            pages = f"{before} → {after}" if before != after else f"{after}, as before"
            yield f"{click.style('Pages', underline=True)}: {pages}"
        if not difference.differs:
            yield ""
            yield "The content is the same."

    def _block(self, block: Block) -> Iterator[str]:
        indent = "  "
        if block.title:
            sign = "" if block.mark == "changed" else f"{_SIGNS[block.mark]} "
            title = click.style(f"{sign}{visible(block.title)}", fg=_COLORS[block.mark] if sign else None, bold=True)
            yield f"  {title}"
            indent = "    "
        for line in block.lines:
            yield from self._line(line, indent)

    def _line(self, line: Line, indent: str) -> Iterator[str]:
        sign = click.style(_SIGNS[line.mark], fg=_COLORS[line.mark], bold=True)
        runs = [] if not line.label else [Run("kept", f"{line.label}: ")]
        if line.note:
            runs.append(Run("kept", f"({line.note}) "))
        if line.mark in {"added", "removed"}:  # the sign says it; words need no marks
            text = line.after if line.mark == "added" else line.before
            runs.append(Run("kept", text or ""))
            whole = _COLORS[line.mark]
        else:
            runs += compare_words(line.before or "", line.after or "")
            whole = None
        for number, text in enumerate(self._wrap(runs, self._width - len(indent) - 2, whole)):
            yield f"{indent}{sign if not number else ' '} {text}"

    def _wrap(self, runs: list[Run], width: int, whole: str | None) -> Iterator[str]:
        """Break runs into lines between words, the marks of a run on each of its lines."""
        line: list[Run] = []
        length = 0
        for run in _pieces(runs):
            if length + len(run.text.rstrip()) > width and line:
                yield self._styled(line, whole)
                line, length = [], 0
            line.append(run)
            length += len(run.text) + (0 if self._colored else sum(map(len, _BRACKETS[run.fate])))
        if line:
            yield self._styled(line, whole)

    def _styled(self, pieces: list[Run], whole: str | None) -> str:
        merged: list[Run] = []
        for run in pieces:
            if merged and merged[-1].fate == run.fate:
                merged[-1] = Run(run.fate, merged[-1].text + run.text)
            else:
                merged.append(run)
        merged[-1] = Run(merged[-1].fate, merged[-1].text.rstrip())
        return "".join(self._mark(run, whole) for run in merged if run.text)

    def _mark(self, run: Run, whole: str | None) -> str:
        if run.fate == "kept":
            return click.style(run.text, fg=whole) if whole else run.text
        if self._colored:
            color = _COLORS["added" if run.fate == "added" else "removed"]
            return click.style(run.text, fg=color, strikethrough=run.fate == "removed", underline=run.fate == "added")
        opening, closing = _BRACKETS[run.fate]
        return f"{opening}{run.text}{closing}"

    def _findings(self, difference: Difference) -> Iterator[str]:
        gained, lost = difference.gained, difference.lost
        if not gained and not lost:
            return
        yield ""
        title = click.style("Findings", underline=True)
        yield f"{title}: {len(gained)} new, {len(lost)} gone"
        for diagnostic in gained:
            yield from self._finding(diagnostic, "added")
        for diagnostic in lost:
            yield from self._finding(diagnostic, "removed")

    def _finding(self, diagnostic: Diagnostic, mark: Mark) -> Iterator[str]:
        severity = "hint" if diagnostic.severity is Severity.INFO else diagnostic.severity.value
        sign = click.style(_SIGNS[mark], fg="red" if mark == "added" else "green", bold=True)
        place = f" {visible(format_path(diagnostic.path))}" if diagnostic.path else ""
        yield f"  {sign} {severity} {click.style(diagnostic.code, bold=True)}{click.style(place, dim=True)}"
        if mark == "added":
            yield from (
                f"      {line}"
                for line in self._wrap([Run("kept", visible(diagnostic.message))], self._width - 6, None)
            )


def _pieces(runs: list[Run]) -> Iterator[Run]:
    """Cut runs after their spaces."""
    for run in runs:
        text = visible(run.text)
        start = 0
        for index, char in enumerate(text):
            if char == " " and index + 1 < len(text) and text[index + 1] != " ":
                yield Run(run.fate, text[start : index + 1])
                start = index + 1
        if text[start:]:
            yield Run(run.fate, text[start:])

"""How findings are told: text for people, json, sarif and github for machines. The only module that prints."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from resume_tex.diagnostics import Diagnostic, Severity, count_severities, format_path
from resume_tex.diagnostics_json import diagnostics_document
from resume_tex.errors import ResumeTexError

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
FORMATS = ("text", "json", "sarif", "github")


def say(message: str = "", *, error: bool = False) -> None:
    """Print a line; colours go where the stream is no terminal or NO_COLOR is set."""
    stream = sys.stderr if error else sys.stdout
    color = None if stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" else False
    encoding = stream.encoding or "utf-8"
    click.echo(message.encode(encoding, "replace").decode(encoding), file=stream, color=color)


def write_text(text: str) -> None:
    """Print text that is itself the result, as it is."""
    click.echo(text, nl=not text.endswith("\n"))


def show_progress(message: str) -> None:
    """Tell a terminal that something takes long; a pipe is told nothing."""
    if sys.stderr.isatty():
        say(f"{message} ...", error=True)


def report(diagnostics: Sequence[Diagnostic], form: str, *, quiet: bool = False) -> None:
    """Print a report in one of `FORMATS`."""
    if form == "text":
        if not (quiet and not diagnostics):
            say(text_report(diagnostics, quiet=quiet))
        return
    write_text(_WRITERS[form](diagnostics))


def text_report(diagnostics: Sequence[Diagnostic], *, quiet: bool = False) -> str:
    """Write findings for people: place, severity, message, the source line with the range underlined, a hint."""
    lines: dict[str, list[str]] = {}
    blocks = [_text_block(d, lines) for d in diagnostics]
    if not quiet:
        blocks.append(_summary(diagnostics))
    return "\n\n".join(blocks)


def _summary(diagnostics: Sequence[Diagnostic]) -> str:
    if not diagnostics:
        return click.style("No findings.", fg="green")
    counts = [(n, name) for name, n in count_severities(diagnostics).items() if n]
    total = ", ".join(f"{n} {_plural(name, n)}" for n, name in counts)
    worst = min(diagnostics, key=lambda d: d.severity.rank)
    return f"{click.style(total, bold=True)}. Learn more: resume-tex explain {worst.code}"


def _plural(name: str, count: int) -> str:
    return name if count == 1 else {"error": "errors", "warning": "warnings", "info": "hints"}[name]


def _text_block(diagnostic: Diagnostic, cache: dict[str, list[str]]) -> str:
    span = diagnostic.span
    place = diagnostic.file or ""
    if span is not None:
        place += f":{span.start.line}:{span.start.column}"
    severity = "hint" if diagnostic.severity is Severity.INFO else diagnostic.severity.value
    path = f" {format_path(diagnostic.path)}" if diagnostic.path else ""
    head = click.style(severity, fg=_COLORS[diagnostic.severity], bold=True) + click.style(
        f" {diagnostic.code}", bold=True
    )
    out = [f"{click.style(place, bold=True)}: {head}{click.style(path, dim=True)}" if place else f"{head}{path}"]
    out += [f"  {line}" for line in _wrap(diagnostic.message)]
    if span is not None and diagnostic.file:
        out += _excerpt(diagnostic, _source_lines(diagnostic.file, cache))
    if diagnostic.help:
        out += [
            f"  {click.style('help:', fg='cyan')} {line}" if i == 0 else f"        {line}"
            for i, line in enumerate(_wrap(diagnostic.help))
        ]
    return "\n".join(out)


def _wrap(text: str) -> list[str]:
    width = min(max(shutil.get_terminal_size((100, 24)).columns, 60), 120) - 4
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def _source_lines(file: str, cache: dict[str, list[str]]) -> list[str]:
    if file not in cache:
        try:
            cache[file] = Path(file).read_text("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
        except OSError:
            cache[file] = []
    return cache[file]


def _excerpt(diagnostic: Diagnostic, lines: list[str]) -> list[str]:
    """Quote the source line, underlined; a long line is cut around the range."""
    span = diagnostic.span
    if span is None or span.start.line > len(lines):
        return []
    line = "".join(c if c.isprintable() else " " for c in lines[span.start.line - 1])
    start = min(span.start.column - 1, len(line))
    end = min(span.end.column - 1, len(line)) if span.end.line == span.start.line else len(line.rstrip())
    width = min(max(shutil.get_terminal_size((100, 24)).columns, 60), 120) - 12
    if len(line) > width:
        cut = max(0, min(start - width // 4, len(line) - width))
        line, start, end = line[cut : cut + width], start - cut, min(end - cut, width)
    number = str(span.start.line)
    margin = " " * len(number)
    mark = click.style("^" * max(_cells(line[start:end]), 1), fg=_COLORS[diagnostic.severity], bold=True)
    return [f"  {margin} |", f"  {number} | {line}", f"  {margin} | {' ' * _cells(line[:start])}{mark}"]


def _cells(text: str) -> int:
    """Return how many columns a terminal gives a text: two for wide characters, none for combining marks."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _json(diagnostics: Sequence[Diagnostic]) -> str:
    return json.dumps(diagnostics_document(diagnostics), indent=2, ensure_ascii=False) + "\n"


def _sarif(diagnostics: Sequence[Diagnostic]) -> str:
    from resume_tex.cli.sarif import sarif_log

    return json.dumps(sarif_log(diagnostics), indent=2, ensure_ascii=False) + "\n"


def _github(diagnostics: Sequence[Diagnostic]) -> str:
    """Write workflow commands, which GitHub shows beside the changed lines."""
    kinds = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    out = []
    for d in diagnostics:
        properties = [f"file={_github_property(d.file)}"] if d.file else []
        if d.span:
            properties += [f"line={d.span.start.line}", f"col={d.span.start.column}"]
            properties += [f"endLine={d.span.end.line}", f"endColumn={d.span.end.column}"]
        properties.append(f"title={_github_property(d.code)}")
        text = f"{d.message} {d.help}" if d.help else d.message
        out.append(f"::{kinds[d.severity]} {','.join(properties)}::{_github_text(text)}\n")
    return "".join(out)


def _github_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _github_property(text: str) -> str:
    return _github_text(text).replace(":", "%3A").replace(",", "%2C")


_WRITERS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {"json": _json, "sarif": _sarif, "github": _github}


def print_failure(error: ResumeTexError) -> None:
    """Tell why the command cannot go on."""
    say(f"{click.style('error:', fg='red', bold=True)} {error.message}", error=True)
    if error.remedy:
        say(f"{click.style('help:', fg='cyan')} {error.remedy}", error=True)


def print_bug(error: Exception, details: str) -> None:
    """Tell of a bug of ours, and keep the details in a file."""
    from resume_tex.engine.formats import cache_root

    say(f"{click.style('internal error:', fg='red', bold=True)} {type(error).__name__}: {error}", error=True)
    root = cache_root()
    if root is not None:
        try:
            Path(root).mkdir(parents=True, exist_ok=True)
            target = Path(root) / "internal-error.txt"
            target.write_text(details, "utf-8")
            say(f"This is a bug in resume-tex. Please report it with {target}.", error=True)
            return
        except OSError:
            pass
    say("This is a bug in resume-tex. Please report it; RESUME_TEX_DEBUG=1 shows the details.", error=True)

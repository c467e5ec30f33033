"""How findings are told: text for people, json, sarif and github for machines. The only module that prints."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

import click

from resume_tex.diagnostics import Diagnostic, Severity, count_severities, format_path
from resume_tex.diagnostics_json import diagnostics_document
from resume_tex.errors import OutputError, ResumeTexError

if TYPE_CHECKING:
    from resume_tex.diagnostics_json import LifecycleJson
    from resume_tex.rules.lifecycle_report import LifecycleReport

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
FORMATS = ("text", "json", "sarif", "github")


def say(message: str = "", *, error: bool = False) -> None:
    """Print a line; colours go where the stream is no terminal or NO_COLOR is set."""
    stream = sys.stderr if error else sys.stdout
    if stream is None:  # closed by whoever started us
        return
    color = None if _takes_colors(stream) else False
    encoding = stream.encoding or "utf-8"
    try:
        click.echo(message.encode(encoding, "replace").decode(encoding), file=stream, color=color)
    except OSError as problem:
        if not error:
            raise _unwritable(problem) from problem


def has_colors() -> bool:
    """Tell whether what is printed shows in colours, so that they may stand for signs."""
    return sys.stdout is not None and _takes_colors(sys.stdout)


def _takes_colors(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write_text(text: str) -> None:
    """Print text that is itself the result, as it is and in UTF-8, whatever the terminal's encoding."""
    try:
        click.echo(text.encode("utf-8", "replace"), nl=bool(text) and not text.endswith("\n"))
    except OSError as problem:
        raise _unwritable(problem) from problem


def _unwritable(problem: OSError) -> Exception:
    """Return what to raise when standard output takes no more; a reader that has gone is no failure."""
    if isinstance(problem, BrokenPipeError):
        return problem
    return OutputError(f"The output cannot be written: {problem.strerror}.", "Check where it goes and the free space.")


def show_progress(message: str) -> None:
    """Tell a terminal that something takes long; a pipe is told nothing."""
    if sys.stderr is not None and sys.stderr.isatty():
        say(f"{message} ...", error=True)


def report(
    diagnostics: Sequence[Diagnostic],
    form: str,
    *,
    quiet: bool = False,
    lifecycle: LifecycleReport | None = None,
    texts: Mapping[str, str] | None = None,
) -> None:
    """Print a report in one of `FORMATS`.

    Args:
        diagnostics: The findings.
        form: The format.
        quiet: No summary, and nothing at all when there are no findings.
        lifecycle: Also tell which bullets show which stage; in `text` and `json`.
        texts: What stands in the files that the findings name, if those are no files on disk.
    """
    if form != "text":
        write_text(_json(diagnostics, lifecycle) if form == "json" else _WRITERS[form](diagnostics))
        return
    if lifecycle is not None:
        say(
            f"{click.style('Lifecycle', bold=True)}: which bullets show which stage\n\n{lifecycle.to_table(line_width())}"
        )
    if diagnostics or not quiet:
        say(text_report(diagnostics, quiet=quiet, texts=texts))


def text_report(
    diagnostics: Sequence[Diagnostic], *, quiet: bool = False, texts: Mapping[str, str] | None = None
) -> str:
    """Write findings for people, by section, worst first: place, severity, message, the line underlined, a hint."""
    lines = {file: text.split("\n") for file, text in (texts or {}).items()}
    sections: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        sections.setdefault(_section(diagnostic), []).append(diagnostic)
    blocks = []
    for name, found in sections.items():
        if len(sections) > 1 and name:
            blocks.append(click.style(f"{name} ({count_findings(found)})", underline=True))
        blocks += [_text_block(d, lines) for d in sorted(found, key=lambda d: (d.severity.rank, d.sort_key))]
    if not quiet:
        blocks.append(_summary(diagnostics))
    return "\n\n".join(blocks)


def _section(diagnostic: Diagnostic) -> str:
    """Return the part of the resume that a finding is about, as its group."""
    return visible(str(diagnostic.path[0])) if diagnostic.path else ""


def count_findings(diagnostics: Sequence[Diagnostic]) -> str:
    """Write how many errors, warnings and hints there are."""
    counts = [(n, name) for name, n in count_severities(diagnostics).items() if n]
    return ", ".join(f"{n} {_plural(name, n)}" for n, name in counts)


def _summary(diagnostics: Sequence[Diagnostic]) -> str:
    if not diagnostics:
        return click.style("No findings.", fg="green")
    worst = min(diagnostics, key=lambda d: d.severity.rank)
    return f"{click.style(count_findings(diagnostics), bold=True)}. Learn more: resume-tex explain {worst.code}"


def _plural(name: str, count: int) -> str:
    word = "hint" if name == Severity.INFO else name
    return word if count == 1 else f"{word}s"


def _text_block(diagnostic: Diagnostic, cache: dict[str, list[str]]) -> str:
    span = diagnostic.span
    place = visible(diagnostic.file or "")
    if span is not None:
        place += f":{span.start.line}:{span.start.column}"
    severity = "hint" if diagnostic.severity is Severity.INFO else diagnostic.severity.value
    path = f" {visible(format_path(diagnostic.path))}" if diagnostic.path else ""
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
    return textwrap.wrap(visible(text), line_width() - 4, break_long_words=False, break_on_hyphens=False) or [""]


def line_width() -> int:
    """Return how wide lines for people may be."""
    return min(max(shutil.get_terminal_size((100, 24)).columns, 60), 120)


def visible(text: str) -> str:
    """Return text without what a terminal would obey rather than show, such as colours and changes of direction."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)


def _source_lines(file: str, cache: dict[str, list[str]]) -> list[str]:
    if file not in cache:
        try:
            cache[file] = Path(file).read_text("utf-8-sig", "replace").split("\n")
        except OSError:
            cache[file] = []
    return cache[file]


def _excerpt(diagnostic: Diagnostic, lines: list[str]) -> list[str]:
    """Quote the source line, underlined; a long line is cut around the range."""
    span = diagnostic.span
    if span is None or span.start.line > len(lines) or not lines[span.start.line - 1].strip():
        return []
    line = lines[span.start.line - 1]
    start = min(span.start.column - 1, len(line))
    end = min(span.end.column - 1, len(line)) if span.end.line == span.start.line else len(line.rstrip())
    first, last = _window(line, start, line_width() - 12)
    shown = visible(line[first:last])
    start, end = start - first, min(end, last) - first
    number = str(span.start.line)
    margin = " " * len(number)
    mark = click.style("^" * max(_cells(shown[start:end]), 1), fg=_COLORS[diagnostic.severity], bold=True)
    return [f"  {margin} |", f"  {number} | {shown}", f"  {margin} | {' ' * _cells(shown[:start])}{mark}"]


def _window(line: str, start: int, width: int) -> tuple[int, int]:
    """Return the part of a line that is shown: no wider than the terminal, with the range in it."""
    if len(line) <= width and _cells(line) <= width:
        return 0, len(line)
    first = max(0, min(start - width // 4, len(line) - width))
    last = min(len(line), first + width)
    while _cells(line[first:last]) > width:
        if last > start + width // 2:
            last -= 1
        else:
            first += 1
    return first, last


def _cells(text: str) -> int:
    """Return how many columns a terminal gives a text: two for wide characters, none for combining marks."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _json(diagnostics: Sequence[Diagnostic], lifecycle: LifecycleReport | None = None) -> str:
    document = diagnostics_document(diagnostics)
    if lifecycle is not None:
        document["lifecycle"] = cast("LifecycleJson", lifecycle.to_data())
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


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


_WRITERS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {"sarif": _sarif, "github": _github}


def print_failure(error: ResumeTexError) -> None:
    """Tell why the command cannot go on."""
    say(f"{click.style('error:', fg='red', bold=True)} {error.message}", error=True)
    if error.remedy:
        say(f"{click.style('help:', fg='cyan')} {error.remedy}", error=True)


def print_bug(error: BaseException, details: str) -> None:
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

"""Reads a TeX log and says in sentences what happened; runs nothing and knows nothing of resumes."""

from __future__ import annotations

import re
import signal
import sys
import unicodedata
from dataclasses import replace
from typing import Final

from resume_tex.engine.base import TexMessage
from resume_tex.engine.process import Outcome

_ERROR: Final = re.compile(r"^(?:\./)?(?P<file>[^\s:()][^:\n()]*\.\w+):(?P<line>\d+): (?P<text>.*)$")
_BANG: Final = re.compile(r"^!\s*(?P<text>.*)$")
_CONTEXT: Final = re.compile(r"^(?:l\.\d+ |<[\w* ]+> |\\\S+ (?:\.\.\.)?)(?P<text>.*)$")
_CONTROL_SEQUENCE: Final = re.compile(r"\\(?:[A-Za-z@]+|[^A-Za-z@\s])\s*$")
_OVERFULL: Final = re.compile(
    r"^Overfull \\(?P<box>[hv])box \((?P<points>[\d.]+)pt too (?:wide|high)\) "
    r"(?:in (?:paragraph|alignment) at lines (?P<first>\d+)--\d+|detected at line (?P<at>\d+)|has occurred)"
)
_MISSING: Final = re.compile(r"^Missing character: There is no (?P<what>.+?) in font (?P<font>.+?)!?$")
_OUTPUT: Final = re.compile(r"^Output written on .+ \((\d+) pages?", re.MULTILINE)
_UNICODE: Final = re.compile(r"Unicode character (?P<char>.*?)\s*\(U\+(?P<code>[0-9A-F]+)\)")
_CODE: Final = re.compile(r"U\+([0-9A-F]{2,6})")
_TOLERATED: Final = 1.0  # points; nobody sees less
_MOST_OF_A_KIND: Final = 100
_LONGEST_LINE: Final = 2000

_GAVE_UP: Final = "TeX gave up without saying why"
_ASKS: Final = "The document asks for input, which is not given"
_NO_FONT: Final = re.compile(
    r"(?:Font (?P<a>\S+) at \d+ not found|Font \\\S+?=(?P<b>\S+)(?: at \S+| scaled \d+)? not loadable)"
)
_BAD_FILE: Final = re.compile(r"\(file (?P<file>[^()]+)\): (?P<what>.+?)\.?(?: ==> |$)")
_FATAL_NOISE: Final = ("Emergency stop", " ==> Fatal error occurred", "==> Fatal error")
_LIMITS: Final = re.compile(
    r"memory exhausted|TeX capacity exceeded|unable to (?:re)?alloc|malloc.*fail", re.IGNORECASE
)
_FORMAT_TROUBLE: Final = re.compile(r"Fatal format file error|can't find the format file|made by different executable")


def page_count(log: str) -> int:
    """Return how many pages TeX says it has written."""
    found = _OUTPUT.findall(log)
    return int(found[-1]) if found else 0


def is_format_trouble(text: str) -> bool:
    """Tell whether TeX could not use its format."""
    return _FORMAT_TROUBLE.search(text) is not None


def ending(outcome: Outcome, log: str, timeout: float) -> TexMessage:
    """Return what a process's end says by itself, when the log has no error."""
    if outcome.timed_out or outcome.status == -_signal("SIGXCPU"):
        return TexMessage("timeout", f"TeX did not finish within {timeout:g} seconds and was stopped.")
    if outcome.status == -_signal("SIGXFSZ"):
        return TexMessage("limit", "TeX wrote more than it may and was stopped.")
    if _LIMITS.search(outcome.output) or _LIMITS.search(log[-4000:]):
        return TexMessage("limit", "TeX needed more memory than it may have and was stopped.")
    if "No pages of output" in log:
        return TexMessage("error", "The document has no content: TeX made no page.")
    if outcome.status < 0:
        return TexMessage("crash", f"TeX was ended by signal {-outcome.status}.")
    last = next((line for line in reversed(outcome.output.splitlines()) if line.strip()), "").strip()
    said = f", saying: {last}" if last else ""
    return TexMessage("crash", f"TeX ended with status {outcome.status}{said}.")


def _signal(name: str) -> int:
    return int(getattr(signal, name, 10_000))


def read_log(log: str, *, body: str = "", body_file: str = "body.tex", offset: int = 0) -> tuple[TexMessage, ...]:
    """Return what a log says, errors first, then in the log's order.

    Args:
        log: The log's text, its lines not wrapped.
        body: The body that was typeset, to find characters in.
        body_file: The name under which TeX read the body; only its lines are given as lines.
        offset: How many lines of that file come before the body.
    """
    lines = [line[:_LONGEST_LINE] for line in log.split("\n")]
    errors: list[TexMessage] = []
    others: dict[TexMessage, None] = {}
    for index, line in enumerate(lines):
        if len(errors) < _MOST_OF_A_KIND and (error := _error_at(lines, index, body_file, offset)) is not None:
            errors.append(error)
        elif (message := _overfull(line, offset) or _missing(line, body)) is not None:
            others[message] = None
        if len(others) >= _MOST_OF_A_KIND:
            break
    return (*_without_echoes(errors), *others)


def _without_echoes(errors: list[TexMessage]) -> list[TexMessage]:
    """Drop what TeX says about having given up if it has said why, but keep its line; drop repetitions."""
    real = list(dict.fromkeys(e for e in errors if not e.text.startswith((_GAVE_UP, _ASKS))))
    if len(real) == 1 and real[0].line is None:
        echoed = next((e.line for e in errors if e.line is not None), None)
        real = [replace(real[0], line=echoed)]
    return real or errors[:1]


def _error_at(lines: list[str], index: int, body_file: str, offset: int) -> TexMessage | None:
    line = lines[index]
    if match := _ERROR.match(line):
        number = int(match["line"]) - offset if match["file"] == body_file else None
        return _error(
            match["text"], lines[index + 1 : index + 14], _place(match["file"], match["line"], number), number
        )
    if match := _BANG.match(line):
        return _error(match["text"], lines[index + 1 : index + 14], "", None)
    return None


def _place(file: str, line: str, number: int | None) -> str:
    return f" ({file}, line {line})" if number is None else ""


def _error(text: str, following: list[str], place: str, line: int | None) -> TexMessage:
    if line is not None and line < 1:
        line = None
    whole = " ".join([text, *_paragraph(following), *(t for t in following if t.startswith("*** ("))])
    if match := _UNICODE.search(whole):
        character = _character(match["code"])
        return TexMessage("missing-glyph", _no_glyph(character), line, character)
    if _LIMITS.search(text):
        return TexMessage("limit", f"TeX ran out of memory: {text.strip().rstrip('.')}{place}.", line)
    return TexMessage("error", _sentence(text, whole, following, place), line)


def _paragraph(following: list[str]) -> list[str]:
    """Return the lines of a LaTeX message that follow its first one."""
    found: list[str] = []
    for line in following[:4]:
        if not line.startswith(("(", "    ", " ")) or _CONTEXT.match(line):
            break
        found.append(line.strip())
    return found


def _sentence(text: str, whole: str, following: list[str], place: str) -> str:
    plain = text.strip()
    if plain.startswith("Undefined control sequence"):
        return f"TeX does not know the command {_culprit(following)}{place}."
    for start, meaning in _MEANINGS:
        if start in whole:
            return f"{meaning}{place}."
    if any(noise in plain for noise in _FATAL_NOISE) or not plain:
        asked = plain.startswith(_FATAL_NOISE[0]) and any(t.startswith("<read ") for t in following)
        return f"{_ASKS if asked else _GAVE_UP}{place}."
    if match := _NO_FONT.search(whole):
        return f"The font {match['a'] or match['b']} is not there{place}."
    if match := _BAD_FILE.search(whole):
        return f"TeX cannot use the file {match['file']}: {match['what']}{place}."
    plain = re.sub(r"^(?:LaTeX|Package (\S+)|Class (\S+)|pdfTeX) [Ee]rror:?\s*", "", whole.strip()) or plain
    return f"TeX stopped: {plain.rstrip('.')}{place}."


_MEANINGS: Final = (
    ("Runaway argument", "TeX reached the end of the text inside an argument: a closing brace is missing"),
    (
        "File ended while scanning",
        "TeX reached the end of the text inside an argument: a closing brace is missing",
    ),
    ("Paragraph ended before", "A paragraph ended inside an argument: a closing brace is missing"),
    ("Missing $ inserted", "A character that is only allowed in mathematics stands in text"),
    ("Misplaced alignment tab", "The character & stands where no table is"),
    ("Too many }'s", "There is a closing brace too many"),
    ("Extra }, or forgotten", "There is a closing brace too many"),
    ("no legal \\end found", "The document ends before \\end{document}"),
    ("cannot \\read from terminal", _ASKS),
    ("End of file on the terminal", "The document ends before \\end{document}"),
    ("TeX capacity exceeded", "TeX ran out of memory"),
)


def _culprit(following: list[str]) -> str:
    for line in following:
        if match := _CONTEXT.match(line):
            found = _CONTROL_SEQUENCE.search(match["text"]) or _CONTROL_SEQUENCE.search(line)
            if found:
                return found.group().strip()
    return "used here"


def _overfull(line: str, offset: int) -> TexMessage | None:
    match = _OVERFULL.match(line)
    if match is None or float(match["points"]) <= _TOLERATED:
        return None
    excess = float(match["points"])
    points = f"{excess:.1f} pt"
    first = match["first"] or match["at"]
    number = int(first) - offset if first else None
    if number is not None and number < 1:
        number = None
    if match["box"] == "v":
        return TexMessage("overfull", f"Content is {points} too high for its place.", number, points=excess)
    return TexMessage("overfull", f"A line is {points} too wide for its column.", number, points=excess)


def _missing(line: str, body: str) -> TexMessage | None:
    match = _MISSING.match(line)
    if match is None:
        return None
    what = match["what"]
    if code := _CODE.search(what):
        character = _character(code.group(1))
    elif len(what.split(" ")[0]) == 1 and what[0] != "\N{REPLACEMENT CHARACTER}":
        character = what[0]
    else:  # pdfTeX names a slot of the font, which is no character of the text
        return TexMessage("missing-glyph", f"The font {match['font']} lacks a character of the text.")
    at = body.find(character)
    number = body.count("\n", 0, at) + 1 if at >= 0 else None
    return TexMessage("missing-glyph", _no_glyph(character), number, character)


def _character(code: str) -> str:
    """Return the character of a code point as the log has it; a theme may write anything there."""
    number = int(code, 16) if len(code) <= 6 else sys.maxunicode + 1
    return chr(number) if number <= sys.maxunicode and not 0xD800 <= number < 0xE000 else "\N{REPLACEMENT CHARACTER}"


def _no_glyph(character: str) -> str:
    name = unicodedata.name(character, "unnamed character").lower()
    shown = character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"
    return f"The font has no glyph for {shown} (U+{ord(character):04X}, {name})."

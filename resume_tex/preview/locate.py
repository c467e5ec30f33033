"""Finds the field that words on the page come from, by the words alone. Knows no PDF and no HTTP.

Words are compared without spaces, hyphens, ligatures and case, so that a line broken inside a word is found again. The field
that shares the longest run of characters with the page around the clicked one wins; where several share as much, the one
whose neighbours in the document stand near it on the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from resume_tex.diagnostics import Path, Position, Span, format_path
from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.load import LoadResult
from resume_tex.document.source import RawSpan, SourceDocument
from resume_tex.render.locale import find_locale

_LONG_ENOUGH = 12
"""Characters after which a run counts that begins or ends inside a word."""
_WORD = 3
"""Characters that a run of words must have, unless it is all of the field."""
_NEIGHBOURS = 3
_SNIPPET = 16
_NEVER_PRINTED = frozenset({"tags", "stage", "countryCode"})


@dataclass(frozen=True, slots=True)
class Click:
    """A place on the page.

    Attributes:
        text: The clicked line and some lines around it.
        offset: The clicked character's index in the text.
        line_start: Where the clicked line begins in the text.
        line_end: Where it ends.
    """

    text: str
    offset: int
    line_start: int
    line_end: int


@dataclass(frozen=True, slots=True)
class FoundField:
    """A field and the words of it that are on the page.

    Attributes:
        name: Its path, as people write it.
        position: The clicked words in the document, or the field's beginning.
        first_line: First line of the field in the document.
        last_line: Its last line.
        start: Where the run of its words begins in the click's text.
        end: Where the run ends.
    """

    name: str
    position: Position
    first_line: int
    last_line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Plain:
    """A text reduced to what is compared: for each character its index in the text, and where words begin."""

    text: str
    places: tuple[int, ...]
    borders: frozenset[int]

    @classmethod
    def of(cls, text: str) -> _Plain:
        characters: list[str] = []
        places: list[int] = []
        borders = [0]
        for index, character in enumerate(text):
            parts = character.lower() if character < "\x80" else unicodedata.normalize("NFKD", character).casefold()
            for part in parts:
                if part.isalnum():
                    characters.append(part)
                    places.append(index)
                elif not unicodedata.combining(part):
                    borders.append(len(characters))
        return cls("".join(characters), tuple(places), frozenset((*borders, len(characters))))

    def at(self, index: int) -> int:
        """Return the first compared character that stands at `index` of the text or after it."""
        return next((i for i, place in enumerate(self.places) if place >= index), len(self.places))


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters that a field shares with the page, as a range of the page's reduced text.

    Attributes:
        index: The field's place among all fields.
        start: Where the run begins.
        end: Where it ends.
        clicked: The index in the field's reduced text of the clicked character.
        whole: The run is all of the field.
    """

    index: int
    start: int
    end: int
    clicked: int
    whole: bool

    def __len__(self) -> int:
        return self.end - self.start


def find_field(loaded: LoadResult, click: Click) -> FoundField | None:
    """Return the field that the clicked words come from."""
    if loaded.source is None:
        return None
    page = _Plain.of(click.text)
    fields = [(path, plain) for path, text in _fields(loaded) if (plain := _Plain.of(text)).text]
    for place in _places(page, click):
        runs = [run for index in range(len(fields)) if (run := _run(index, fields[index][1], page, place)) is not None]
        if runs:
            longest = max((len(run), run.whole) for run in runs)
            alike = [run for run in runs if (len(run), run.whole) == longest]
            best = max(alike, key=lambda run: _company(run, fields, page.text))
            return _describe(loaded.source, *fields[best.index], best, page)
    return None


def text_of(source: SourceDocument, path: Path) -> list[str]:
    """Return the words of a field, or of all fields below it, as the page shows them."""
    return [text for found, text in _printed(source) if path and found[: len(path)] == path]


def words_in(source: SourceDocument, span: Span) -> str:
    """Return the words in a range of the document as the page shows them."""
    lines = source.text.split("\n")[span.start.line - 1 : span.end.line]
    if not lines:
        return ""
    lines[-1] = lines[-1][: span.end.column - 1]
    lines[0] = lines[0][span.start.column - 1 :]
    return plain_text(parse_inline("\n".join(lines)))


def _places(page: _Plain, click: Click) -> list[int]:
    """Return the characters of the clicked line, the clicked one first, then from near to far."""
    clicked = page.at(click.offset)
    line = range(page.at(click.line_start), page.at(click.line_end))
    return sorted(line, key=lambda place: (abs(place - clicked), place))


def _run(index: int, field: _Plain, page: _Plain, place: int) -> _Run | None:
    """Return the longest run of whole words, or of many characters, of a field that covers a place of the page."""
    best: _Run | None = None
    for found in _meetings(field.text, page.text, place):
        first = last = 0
        while first < min(found, place) and field.text[found - first - 1] == page.text[place - first - 1]:
            first += 1
        stop = min(len(field.text) - found, len(page.text) - place)
        while last < stop and field.text[found + last] == page.text[place + last]:
            last += 1
        run = _Run(index, place - first, place + last, found, first + last == len(field.text))
        words = {run.start, run.end} <= page.borders and {found - first, found + last} <= field.borders
        counts = len(run) >= _LONG_ENOUGH or (words and (run.whole or len(run) >= _WORD))
        if counts and (best is None or len(run) > len(best)):
            best = run
    return best


def _meetings(field: str, page: str, place: int) -> set[int]:
    """Return where in a field the character at a place of the page stands with enough of its neighbours to count."""
    length = min(_WORD, len(field))
    found = set()
    for before in range(min(length, place + 1)):
        seed = page[place - before : place - before + length]
        start = field.find(seed) if len(seed) == length else -1
        while start != -1:
            found.add(start + before)
            start = field.find(seed, start + 1)
    return found


def _company(run: _Run, fields: list[tuple[Path, _Plain]], page: str) -> float:
    """Return how near the field's neighbours in the document stand to it on the page.

    Those of the same mapping may be printed in any order; of the others, what comes before must stand before.
    """
    path = fields[run.index][0]
    total = 0.0
    for index, (other, field) in enumerate(fields):
        sibling = other[:-1] == path[:-1] and isinstance(path[-1], str)
        if index == run.index or not (sibling or abs(index - run.index) <= _NEIGHBOURS):
            continue
        before = page.rfind(field.text, 0, run.start) if sibling or index < run.index else -1
        after = page.find(field.text, run.end) if sibling or index > run.index else -1
        gaps = [run.start - before - len(field.text)] * (before != -1) + [after - run.end] * (after != -1)
        total += 1 / (1 + min(gaps)) if gaps else 0
    return total


def _fields(loaded: LoadResult) -> Iterator[tuple[Path, str]]:
    """Yield every text of the document that a page may show, and the headings of its sections."""
    source = loaded.source
    if source is None or not isinstance(source.data, dict):
        return
    yield from _printed(source)
    settings = loaded.resume.settings if loaded.resume is not None else None
    locale = find_locale(settings.language if settings else None) or find_locale(None)
    words = {**(locale.words if locale else {}), **(settings.headings if settings else {})}
    for key in source.data:
        heading = words.get("summary" if key == "basics" else key)
        if heading:
            yield ("basics", "summary") if key == "basics" else (key,), heading


def _printed(source: SourceDocument) -> Iterator[tuple[Path, str]]:
    for key, value in source.data.items() if isinstance(source.data, dict) else ():
        if key != "meta" and not key.startswith(("$", "x-")):
            yield from _texts((key,), value)


def _texts(path: Path, value: object) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        if {"city", "region"} <= value.keys():  # one text on the page
            yield path, f"{value['city']}, {value['region']}"
        for key, item in value.items():
            if key not in _NEVER_PRINTED:
                yield from _texts((*path, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts((*path, index), item)
    elif isinstance(value, str):
        yield path, plain_text(parse_inline(value))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, str(value)


def _describe(source: SourceDocument, path: Path, field: _Plain, run: _Run, page: _Plain) -> FoundField:
    span = source.span_of(path)
    raw = source.values.get(path)
    position = span.start if span is not None else Position(1, 1)
    first = last = position.line
    if raw is not None and not isinstance(_value_at(source, path), dict | list):
        position = _clicked_word(source.text, raw, field, run.clicked) or position
        first, last = raw.start_line + 1, raw.end_line + (1 if raw.end_column else 0)
    start, end = page.places[run.start], page.places[run.end - 1] + 1
    return FoundField(format_path(path), position, first, max(last, first), start, end)


def _clicked_word(text: str, raw: RawSpan, field: _Plain, clicked: int) -> Position | None:
    """Return where the word stands in the document that holds a character of a field."""
    lines = text.split("\n")[raw.start_line : raw.end_line + 1]
    lines[-1:] = [line[: raw.end_column] for line in lines[-1:]]
    written = "\n".join([" " * raw.start_column + lines[0][raw.start_column :], *lines[1:]])
    plain = _Plain.of(written)
    for length in range(min(_SNIPPET, len(field.text) - clicked), 0, -1):
        # Markup only adds characters, so that what is sought stands no earlier than in the field.
        found = plain.text.find(field.text[clicked : clicked + length], clicked)
        if found != -1:
            place = plain.places[found]
            while place > 0 and not written[place - 1].isspace():
                place -= 1
            line = written.count("\n", 0, place)
            return Position(raw.start_line + line + 1, place - (written.rfind("\n", 0, place) + 1) + 1)
    return None


def _value_at(source: SourceDocument, path: Path) -> object:
    """Return the value at a path that the document has."""
    value = source.data
    for part in path:
        value = value[part]  # type: ignore[index]
    return value

"""Finds the field that words on the page come from, by the words alone. Knows no PDF and no HTTP.

Words are compared without spaces, hyphens, ligatures and case, so that a line broken inside a word is found again. The field
that shares the longest run of characters with the page around the clicked one wins; where several share as much, the one
whose neighbours in the document stand beside it on the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from resume_tex.diagnostics import Path, Position, format_path
from resume_tex.diagnostics_json import parse_path
from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.load import LoadResult
from resume_tex.document.source import SourceDocument
from resume_tex.render.locale import find_locale

_LONG_ENOUGH = 12
"""Characters after which a run counts that begins or ends inside a word."""
_MOST_WORDS = 4


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
            for part in unicodedata.normalize("NFKD", character).casefold():
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
    """Characters that a field shares with the page, as a range of the reduced text."""

    path: Path
    start: int
    end: int
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
        runs = [run for path, field in fields if (run := _run(path, field, page, place)) is not None]
        if runs:
            best = max(runs, key=lambda run: (len(run), run.whole, _company(run.path, fields, page.text)))
            return _describe(loaded.source, best, page, click)
    return None


def text_of(loaded: LoadResult, path: str) -> list[str]:
    """Return the words of a field, or of all fields below it, as the page shows them."""
    wanted = parse_path(path)
    return [text for found, text in _fields(loaded) if wanted and found[: len(wanted)] == wanted]


def _places(page: _Plain, click: Click) -> list[int]:
    """Return the characters of the clicked line, the clicked one first, then from near to far."""
    clicked = page.at(click.offset)
    line = range(page.at(click.line_start), page.at(click.line_end))
    return sorted(line, key=lambda place: (abs(place - clicked), place))


def _run(path: Path, field: _Plain, page: _Plain, place: int) -> _Run | None:
    """Return the longest run of whole words, or of many characters, of a field that covers a place of the page."""
    best: _Run | None = None
    found = field.text.find(page.text[place])
    while found != -1:
        first = last = 0
        while first < min(found, place) and field.text[found - first - 1] == page.text[place - first - 1]:
            first += 1
        stop = min(len(field.text) - found, len(page.text) - place)
        while last < stop and field.text[found + last] == page.text[place + last]:
            last += 1
        run = _Run(path, place - first, place + last, first + last == len(field.text))
        words = {run.start, run.end} <= page.borders and {found - first, found + last} <= field.borders
        if (words or len(run) >= _LONG_ENOUGH) and (best is None or len(run) > len(best)):
            best = run
        found = field.text.find(page.text[place], found + 1)
    return best


def _company(path: Path, fields: list[tuple[Path, _Plain]], page: str) -> int:
    """Return how many characters of the other fields of the same entry stand on the page around the click."""
    entry = path[:2] if len(path) > 1 and isinstance(path[1], int) else path[:1]
    return sum(
        len(field.text)
        for other, field in fields
        if other != path and other[: len(entry)] == entry and field.text in page
    )


def _fields(loaded: LoadResult) -> Iterator[tuple[Path, str]]:
    """Yield every text of the document that a page may show, and the headings of its sections."""
    source = loaded.source
    if source is None or not isinstance(source.data, dict):
        return
    for key, value in source.data.items():
        if key != "meta" and not key.startswith(("$", "x-")):
            yield from _texts((key,), value)
    settings = loaded.resume.settings if loaded.resume is not None else None
    locale = find_locale(settings.language if settings else None) or find_locale(None)
    words = {**(locale.words if locale else {}), **(settings.headings if settings else {})}
    for key in source.data:
        heading = words.get("summary" if key == "basics" else key)
        if heading:
            yield ("basics", "summary") if key == "basics" else (key,), heading


def _texts(path: Path, value: object) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "tags":
                yield from _texts((*path, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts((*path, index), item)
    elif isinstance(value, str):
        yield path, plain_text(parse_inline(value))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, str(value)


def _describe(source: SourceDocument, run: _Run, page: _Plain, click: Click) -> FoundField:
    span = source.span_of(run.path)
    raw = source.values.get(run.path)
    start = page.places[run.start]
    end = page.places[run.end - 1] + 1
    position = span.start if span is not None else Position(1, 1)
    words = click.text[max(start, _word_start(click.text, click.offset)) : end].split()
    if raw is not None and isinstance(_value(source, run.path), str):
        for count in range(min(len(words), _MOST_WORDS), 0, -1):
            place = source.span_of_words(run.path, [" ".join(words[:count])])
            if place is not None and place != span:
                position = place.start
                break
        first, last = raw.start_line + 1, raw.end_line + (1 if raw.end_column else 0)
    else:
        first = last = position.line
    return FoundField(format_path(run.path), position, min(first, position.line), max(last, first), start, end)


def _value(source: SourceDocument, path: Path) -> object:
    value = source.data
    for part in path:
        value = value[part]  # type: ignore[index]
    return value


def _word_start(text: str, offset: int) -> int:
    while offset > 0 and not text[offset - 1 : offset].isspace():
        offset -= 1
    return offset

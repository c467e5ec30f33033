"""Texts of a resume as trees that know no format yet: the document's inline markup, clean, with safe addresses and with dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from resume_tex.diagnostics import Path
from resume_tex.document.inline import Bold, Code, Inline, Italic, Link, Text, parse_inline
from resume_tex.render.escape import normalise, quote_url
from resume_tex.render.inline_tex import complete_url
from resume_tex.render.locale import SPAN, DateText


@dataclass(frozen=True, slots=True)
class When:
    """A date as it prints.

    Attributes:
        text: Its words.
        iso: The date as ISO 8601 has it, of whatever precision; nothing for the present.
    """

    text: str
    iso: str


Node = Inline | When
Rich = tuple[Node, ...]
"""A text. Its strings are normalised; its links go to complete web, mail or telephone addresses."""


class RichWriter:
    """Writes trees; see `render.context.Writer`."""

    def inline(self, text: str, path: Path) -> Rich:
        """Write a text with inline markup."""
        return _trimmed(_clean(parse_inline(text)))

    def plain(self, text: str, path: Path) -> Rich:
        """Write a text without markup."""
        return (Text(normalise(text).strip()),)

    def word(self, text: str) -> Rich:
        """Write a word of the document's language."""
        return (Text(text),)

    def dates(self, dates: Sequence[DateText], path: Path) -> Rich:
        """Write a date, or both ends of a span of time."""
        ends = [(When(date.text, "" if date.date is None else str(date.date)),) for date in dates]
        return self.join(SPAN, ends)

    def address(self, url: str) -> str:
        """Return a complete address as a link takes it."""
        return quote_url(url)

    def name(self, name: str, path: Path | None = None) -> str:
        """Return a name of ours."""
        return name

    def join(self, separator: str, parts: Sequence[Rich]) -> Rich:
        """Join texts."""
        return join(separator, parts)


def join(separator: str, parts: Sequence[Rich | None]) -> Rich:
    """Join texts, leaving out empty ones."""
    out: list[Node] = []
    for part in parts:
        if part:
            out += [Text(separator), *part] if out and separator else part
    return tuple(out)


def linked(text: Rich | None, href: str) -> Rich | None:
    """Make a link of a text; one that holds links of its own is left alone."""
    if not text or not href or any(isinstance(node, Link) for node in walk(text)):
        return text
    return (Link(href, tuple(node for node in text if not isinstance(node, When))),)


def words(text: Rich | None) -> str:
    """Return a text's words without its markup."""
    return "".join(node.text for node in walk(text or ()) if isinstance(node, Text | Code | When))


def ends(dates: Rich | None) -> list[str]:
    """Return the words of each date of a span of time."""
    return [node.text for node in dates or () if isinstance(node, When)]


def walk(text: Sequence[Node]) -> Iterator[Node]:
    """Yield every node of a tree, parents first."""
    for node in text:
        yield node
        if isinstance(node, Bold | Italic | Link):
            yield from walk(node.children)


def _clean(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for node in nodes:
        if isinstance(node, Text | Code):
            if text := normalise(node.text):
                before = out.pop().text if out and type(out[-1]) is type(node) else ""  # type: ignore[union-attr]
                out.append(type(node)(before + text))
            continue
        children = _clean(node.children)
        if not children:
            continue
        if not isinstance(node, Link):
            out.append(type(node)(children))
        elif href := quote_url(complete_url(node.url)):
            out.append(Link(href, children))
        else:
            out += children
    return tuple(out)


def _trimmed(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Drop the white space at both ends, which characters that do not print may have left."""
    return _trim(_trim(nodes, 0, str.lstrip), -1, str.rstrip)


def _trim(nodes: tuple[Inline, ...], end: int, strip: Callable[[str], str]) -> tuple[Inline, ...]:
    if not nodes or not isinstance(nodes[end], Text):
        return nodes
    kept = strip(words((nodes[end],)))
    rest = nodes[1:] if end == 0 else nodes[:-1]
    if not kept:
        return _trim(rest, end, strip)
    return (Text(kept), *rest) if end == 0 else (*rest, Text(kept))

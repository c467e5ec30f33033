"""Two texts with inline markup as one: what was kept, and what was added and removed as marks in the tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from resume_tex.document.inline import (
    Added,
    Bold,
    Code,
    Inline,
    Italic,
    Link,
    Moved,
    Removed,
    Revised,
    Text,
    parse_inline,
)
from resume_tex.history.words import Stretch, align_tokens, split_words

Style = tuple[str, ...]
_BOLD: Final = "bold"
_ITALIC: Final = "italic"
_CODE: Final = "code"
_THIN_SPACE: Final = Text("\u2009")
"""Between what was removed and what was added in its place."""


class _Token(NamedTuple):
    """A word and the markup around it, from the outside; anything but the three names above is a link's address."""

    text: str
    style: Style


def revise(before: str, after: str, *, markup: bool = True, moved: bool = False) -> Revised:
    """Return a text with its changes.

    Args:
        before: The text before; empty if there was none.
        after: The text after; empty if there is none.
        markup: The texts may hold inline markup.
        moved: The text stands elsewhere, so that what was kept is marked too.
    """
    old, new = (list(_tokens(parse_inline(text) if markup else (Text(text),), ())) for text in (before, after))
    nodes: list[Inline | Added | Removed | Moved] = []
    for stretch in align_tokens(old, new, text_of=lambda token: token.text):
        if stretch.fate == "added" and nodes and isinstance(nodes[-1], Removed):
            nodes.append(_THIN_SPACE)
        nodes += _marked(stretch, old, new, moved=moved)
    return tuple(nodes)


def _marked(
    stretch: Stretch, old: list[_Token], new: list[_Token], *, moved: bool
) -> Iterator[Inline | Added | Removed | Moved]:
    """Yield a stretch with its mark; the white space around it stays without."""
    if stretch.fate == "kept":
        kept = _nodes(new[stretch.after])
        yield from (Moved(kept),) if moved else kept
        return
    tokens = old[stretch.before] if stretch.fate == "removed" else new[stretch.after]
    inside = [index for index, token in enumerate(tokens) if not token.text.isspace()] or [0, len(tokens) - 1]
    yield from _nodes(tokens[: inside[0]])
    words = _nodes(tokens[inside[0] : inside[-1] + 1])
    yield Removed(words) if stretch.fate == "removed" else Added(words)
    yield from _nodes(tokens[inside[-1] + 1 :])


def _tokens(nodes: Iterable[Inline], style: Style) -> Iterator[_Token]:
    for node in nodes:
        match node:
            case Text(text):
                yield from (_Token(word, style) for word in split_words(text))
            case Code(text):
                yield from (_Token(word, (*style, _CODE)) for word in split_words(text))
            case Bold(children):
                yield from _tokens(children, (*style, _BOLD))
            case Italic(children):
                yield from _tokens(children, (*style, _ITALIC))
            case Link(url, children):
                yield from _tokens(children, (*style, url))


def _nodes(tokens: Iterable[_Token]) -> tuple[Inline, ...]:
    return tuple(
        _styled("".join(token.text for token in group), style)
        for style, group in groupby(tokens, key=lambda token: token.style)
    )


def _styled(text: str, style: Style) -> Inline:
    if not style:
        return Text(text)
    outer, inner = style[0], style[1:]
    if outer == _CODE:
        return Code(text)
    children = (_styled(text, inner),)
    if outer == _BOLD:
        return Bold(children)
    return Italic(children) if outer == _ITALIC else Link(outer, children)

"""The inline tree to TeX, with the small courtesies of typesetting: ties and break points."""

from __future__ import annotations

import re
from collections.abc import Callable

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
    plain_text,
)
from resume_tex.render.escape import Tex, escape_tex, escape_url

Replace = Callable[[str], Tex]
"""Turns text into TeX; the context's version replaces characters that the font lacks."""

_UNITS = r"(?:ms|s|min|h|hours?|days?|weeks?|months?|years?|[kKMGT]?B|GPUs?|TPUs?|QPS|Hz|%|million|billion|[kKMB])"
_NUMBER_AND_UNIT = re.compile(rf"(?<=\d) (?={_UNITS}(?![\w-]))")
_NUMBER_AND_NOUN = re.compile(
    r"(?<![\w.,/@^\u00a0-])(\d{1,3}(?:,\d{3})*(?:\.\d+)?[kKMBT]?\+?) (?!(?:and|for|from|over|per|the|with|after|while)\b)(?=[a-z]{3,})"
)
"""A count and what it counts: `3 call centers`, `200M+ search events`; German nouns have their capitals, and break."""
_LONG_WORD = re.compile(r"[^\s\u00a0\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]{31,}")
"""A word that no line may hold; Chinese, Japanese and Korean text has places to break of its own."""
_BREAK_AFTER = re.compile(r"([/._\-?&=:,;@+|])(?=[^/._\-?&=:,;@+|])")
_UNBROKEN = re.compile(r"[^\x01]{20}(?=[^\x01]{4})")
_LAST_SPACE = re.compile(r" (?=[^ \u00a0]{1,12}\Z)")
_PARAGRAPH_LENGTH = 50
"""Shorter texts have one line, whose last word needs no company."""
_BREAK = "\x01"
_SPACES = re.compile(r"([ \t\n]+)")
_BETWEEN_IDEOGRAPHS = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff])(?=\w)|(?<=[\u3001-\u3011\uff01-\uff5e])(?=\w)")


def inline_tex(source: str, replace: Replace = escape_tex) -> Tex:
    """Typeset a text field with inline markup."""
    nodes = parse_inline(source)
    tie_end = len(plain_text(nodes)) >= _PARAGRAPH_LENGTH
    return _nodes(nodes, replace, tie_end=tie_end)


def plain_tex(source: str, replace: Replace = escape_tex) -> Tex:
    """Typeset a text field without markup."""
    return _words(source, replace)


def revised_tex(nodes: Revised, replace: Replace = escape_tex) -> Tex:
    """Typeset a text with its changes; the marks are set word by word, so that lines may end between words."""
    parts = []
    for node in nodes:
        if isinstance(node, Added | Removed | Moved):
            mark = type(node).__name__
            parts += [_mark(child, mark, replace, lambda tex: tex) for child in node.children]
        else:
            parts.append(_node(node, replace, tie_end=False))
    return Tex("").join(parts)


def _mark(node: Inline, mark: str, replace: Replace, around: Callable[[Tex], Tex]) -> Tex:
    """Mark every word of a node, inside the commands that are `around` it."""
    match node:
        case Text(text):
            return _marked_words(_tie_numbers(text), mark, replace, around)
        case Code(text):
            return _marked_words(text, mark, replace, lambda tex: around(Tex(r"\ResumeCode{%s}") % tex))
        case Bold(children):
            inner = lambda tex: around(Tex(r"\ResumeBold{%s}") % tex)  # noqa: E731
        case Italic(children):
            inner = lambda tex: around(Tex(r"\ResumeItalic{%s}") % tex)  # noqa: E731
        case Link(url, children):
            inner = lambda tex: around(link_tex(url, tex))  # noqa: E731
    return Tex("").join([_mark(child, mark, replace, inner) for child in children])


def _marked_words(text: str, mark: str, replace: Replace, around: Callable[[Tex], Tex]) -> Tex:
    out = []
    for word in _SPACES.split(text):
        if _SPACES.fullmatch(word):
            out.append(Tex(rf"\Resume{mark}Space{{}}"))
            continue
        word = _BETWEEN_IDEOGRAPHS.sub(_BREAK, word)  # noqa: PLW2901
        pieces = (_break_points(word) if _LONG_WORD.fullmatch(word) and _BREAK not in word else word).split(_BREAK)
        marked = [Tex(rf"\Resume{mark}{{%s}}") % around(replace(piece)) for piece in pieces if piece]
        out.append(Tex(r"\ResumeBreak{}").join(marked))
    return Tex("").join(out)


def _nodes(nodes: tuple[Inline, ...], replace: Replace, *, tie_end: bool) -> Tex:
    parts = []
    for index, node in enumerate(nodes):
        last = tie_end and index == len(nodes) - 1
        parts.append(_node(node, replace, tie_end=last))
    return Tex("").join(parts)


def _node(node: Inline, replace: Replace, *, tie_end: bool) -> Tex:
    match node:
        case Text(text):
            text = _tie_numbers(text)
            if tie_end:
                text = _LAST_SPACE.sub("\u00a0", text.rstrip())
            return _words(text, replace)
        case Bold(children):
            return Tex(r"\ResumeBold{%s}") % _nodes(children, replace, tie_end=tie_end)
        case Italic(children):
            return Tex(r"\ResumeItalic{%s}") % _nodes(children, replace, tie_end=tie_end)
        case Code(text):
            return Tex(r"\ResumeCode{%s}") % _words(text, replace)
        case Link(url, children):
            return link_tex(url, _nodes(children, replace, tie_end=tie_end))


def _tie_numbers(text: str) -> str:
    return _NUMBER_AND_NOUN.sub("\\1\u00a0", _NUMBER_AND_UNIT.sub("\u00a0", text))


def link_tex(url: str, text: Tex) -> Tex:
    """Typeset a link."""
    return Tex(r"\ResumeLink{%s}{%s}") % (escape_url(complete_url(url)), text)


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def complete_url(url: str) -> str:
    """Add `https://` or `mailto:` to an address without a scheme; schemes that could run something are kept out.

    Only web, mail and telephone addresses become links; for others an empty address comes back.
    """
    url = url.strip()
    scheme = _SCHEME.match(url)
    if scheme and scheme[0].lower() in {"http:", "https:", "mailto:", "tel:"}:
        return url
    if scheme and not url[scheme.end() :][:1].isdigit():  # `localhost:8000` has no scheme
        return ""
    if not url or url.startswith(("//", "/", ".")):
        return f"https:{url}" if url.startswith("//") else ""
    return f"mailto:{url}" if re.fullmatch(r"[^\s/@]+@[^\s/@]+", url) else f"https://{url}"


def _words(text: str, replace: Replace) -> Tex:
    """Escape text, allowing breaks inside words that no line could hold."""
    if len(text) <= 30 or not _LONG_WORD.search(text):
        return replace(text)
    marked = _LONG_WORD.sub(lambda match: _break_points(match[0]), text)
    return Tex(r"\ResumeBreak{}").join([replace(part) for part in marked.split(_BREAK)])


def _break_points(word: str) -> str:
    word = _BREAK_AFTER.sub(r"\1" + _BREAK, word)
    return _UNBROKEN.sub(lambda match: match[0] + _BREAK, word)

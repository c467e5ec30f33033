"""A resume as CommonMark. The only module that knows what Markdown treats specially: text prints as itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from resume_tex.document.inline import Bold, Code, Italic, Link, Text
from resume_tex.formats.page import Block, Contact, Entry, Page, Paragraph, Publication, Quotation, Row
from resume_tex.formats.rich import Node, Rich, When, join

MARK = "<!-- Made by resume-tex. Change the document that it comes from instead. -->"
"""The first line of a file: what tells it from somebody's own."""

_SPECIAL = re.compile(
    r"[\\`*\[\]<~$|]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # inside a word it is no emphasis
    r"|&(?=#?\w+;)|(?:(?<=\s)|\A)\#|\#(?=\Z|\s|\#)"
)
_LINE_START = re.compile(r"(?:[-+](?=\s|\Z)|=+\s*\Z|-[-\s]*\Z|[>#])|(?<=\A)(\d{1,9})(?=[.)](?:\s|\Z))")
_IN_ADDRESS = re.compile(r"[\\()<>]|&(?=#?\w+;)")
_TICKS = re.compile(r"`+")


def write_markdown(page: Page) -> str:
    """Return a page as CommonMark; its last line ends too."""
    blocks = [MARK, *markdown_header(page)]
    for section in page.sections:
        blocks.append(f"## {line(section.heading)}")
        rows = [f"- {_row(block)}" for block in section.blocks if isinstance(block, Row)]
        blocks += ["\n".join(rows)] if rows else [text for block in section.blocks for text in _block(block)]
    return "".join(f"{text}\n" for text in spaced(blocks))


def spaced(blocks: Iterable[str]) -> Iterator[str]:
    """Yield blocks that hold anything, with an empty line before each but the first."""
    there = [text for text in blocks if text]
    for number, text in enumerate(there):
        yield f"\n{text}" if number else text


def markdown_header(page: Page) -> Iterator[str]:
    """Yield the header's blocks: name, title, contact line."""
    if page.name:
        yield f"# {line(page.name)}"
    if page.label:
        yield line(page.label)
    yield _contacts(page.contacts)


def _contacts(contacts: Iterable[Contact]) -> str:
    items = [(Link(item.href, item.text),) if item.href else item.text for item in contacts]  # type: ignore[arg-type]
    return line(join(" · ", items))


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield line(text)
        case Entry():
            yield from _head(block)
            yield from map(line, block.paragraphs)
            yield "\n".join(f"- {line(text)}" for text in block.highlights)
            yield from map(line, block.notes)
        case Publication(authors, title, venue, date, paragraphs):
            yield line(join(", ", [authors, _italic(title), venue, date]))
            yield from map(line, paragraphs)
        case Row():
            yield _row(block)
        case Quotation(text, name):
            yield "\n>\n".join(f"> {line(part)}" for part in (text, (Text("— "), *name) if name else None) if part)


def _head(entry: Entry) -> Iterator[str]:
    head = line(join(", ", [entry.title, entry.organization, entry.location]))
    if head:
        yield f"### {head}"
    if entry.dates:
        yield line(_italic(entry.dates))


def _italic(text: Rich | None) -> Rich | None:
    return (Italic(text),) if text else None  # type: ignore[arg-type]


def _row(row: Row) -> str:
    if not row.label:
        return line(row.text)
    label: Rich = (Bold(row.label),)  # type: ignore[arg-type]
    if row.level:
        label = (*label, Text(" ("), *row.level, Text(")"))
    return line(join(": ", [label, row.text]))


def line(text: Rich | None) -> str:
    """Return a text as one line that may begin a block."""
    written = inline(text or ())
    start = _LINE_START.match(written)
    if start is None:
        return written
    place = start.end(1) if start[1] else 0
    return f"{written[:place]}\\{written[place:]}"


def inline(text: Rich, before: str = "", after: str = "") -> str:
    """Return a text inside a block; `before` and `after` are what stands beside it."""
    written = [_node(node, "", "") for node in text]  # what each begins with tells whether its neighbour may use stars
    out = ""
    for number, node in enumerate(text):
        following = "".join(written[number + 1 :])[:1] or after
        if isinstance(node, Link) and out.endswith("!"):
            out = f"{out[:-1]}\\!"  # no image
        out += _node(node, (before + out)[-1:], following)
    return out


def _node(node: Node, before: str, after: str) -> str:
    match node:
        case Text(text) | When(text=text):
            return _SPECIAL.sub(_escape, text)
        case Code(text):
            return _code(text)
        case Link(url, children):
            return f"[{inline(children)}]({_IN_ADDRESS.sub(_escape, url)})"
        case _:
            return _emphasis(node, before, after)


def _escape(special: re.Match[str]) -> str:
    return f"\\{special[0]}"


def _emphasis(node: Bold | Italic, before: str, after: str) -> str:
    """Return emphasised text with stars, or with tags where stars would be no emphasis (CommonMark 0.31, 6.2)."""
    kinds, children = [type(node)], node.children
    if len(children) == 1 and isinstance(children[0], Bold | Italic) and not isinstance(children[0], type(node)):
        kinds.append(type(children[0]))
        children = children[0].children
    inner = inline(children, "*", "*")
    if _is_edge(before, inner[:1]) and _is_edge(after, inner[-1:]) and "*" not in {before, after}:
        stars = "".join(_MARKS[kind][0] for kind in kinds)
        return f"{stars}{inner}{stars}"
    for kind in reversed(kinds):
        inner = f"<{_MARKS[kind][1]}>{inner}</{_MARKS[kind][1]}>"
    return inner


_MARKS = {Bold: ("**", "strong"), Italic: ("*", "em")}


def _is_edge(outer: str, inner: str) -> bool:
    """Tell whether stars between two characters begin or end an emphasis, and cannot do the other as well."""
    if not inner or inner.isspace() or inner == "*":
        return False
    if not outer or outer.isspace():
        return True
    return outer.isascii() and not outer.isalnum() and inner.isalnum()


def _code(text: str) -> str:
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    padded = text.startswith(("`", " ")) or text.endswith(("`", " "))
    blank = not text.strip()
    return f"{fence} {text} {fence}" if padded and not blank else f"{fence}{text}{fence}"

"""A resume as plain text for application forms and applicant tracking systems.

One column; a bullet, paragraph or head of an entry is one line, however long, so that forms wrap it themselves; headings in
capitals; addresses written out. The only module that knows what a form may stumble over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resume_tex.document.inline import Code, Link, Text
from resume_tex.formats.page import Block, Contact, Entry, Page, Paragraph, Publication, Quotation, Row
from resume_tex.formats.rich import Node, Rich, When, ends
from resume_tex.render.contacts import display_url

_PLAIN = str.maketrans({
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2010": "-", "\u2011": "-",
})  # fmt: skip
"""Spaces and hyphens that forms may not know; they look the same."""
_BULLET = "- "
_BAR = " | "


def write_plain_text(page: Page) -> str:
    """Return a page as plain text; its last line ends too."""
    paragraphs = ["\n".join(plain_header(page))]
    for section in page.sections:
        paragraphs.append(plain(section.heading).upper())
        rows = [_row(block) for block in section.blocks if isinstance(block, Row)]
        paragraphs += ["\n".join(rows)] if rows else ["\n".join(_block(block)) for block in section.blocks]
    return write_paragraphs(paragraphs)


def write_paragraphs(paragraphs: Iterable[str]) -> str:
    """Return those paragraphs that hold anything, with an empty line between each two."""
    there = [text for text in paragraphs if text]
    return "\n\n".join(there) + "\n" if there else ""


def plain_header(page: Page) -> Iterator[str]:
    """Yield the lines of the header: name, title, and each contact."""
    yield from (plain(text) for text in (page.name, page.label) if text)
    yield from map(_contact, page.contacts)


def _contact(contact: Contact) -> str:
    return _link(contact.href, plain(contact.text)) if contact.href else plain(contact.text)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield plain(text)
        case Entry():
            yield from _line(block.title, block.organization, block.location, dates=block.dates)
            yield from map(plain, block.paragraphs)
            yield from (_BULLET + plain(text) for text in block.highlights)
            yield from map(plain, block.notes)
        case Publication(authors, title, venue, date, paragraphs):
            yield from _line(authors, title, venue, dates=date)
            yield from map(plain, paragraphs)
        case Row():
            yield _row(block)
        case Quotation(text, name):
            yield " - ".join(part for part in (f'"{plain(text)}"' if text else "", plain(name)) if part)


def _line(*texts: Rich | None, dates: Rich | None) -> Iterator[str]:
    """Yield the line of an entry's head, unless it is empty."""
    line = _BAR.join(part for part in (*map(plain, texts), _clean(" - ".join(ends(dates)))) if part)
    if line:
        yield line


def _row(row: Row) -> str:
    label = f"{plain(row.label)} ({plain(row.level)})" if row.level else plain(row.label)
    return ": ".join(part for part in (label, plain(row.text)) if part)


def plain(text: Rich | None) -> str:
    """Return a text in plain words, each link with its address."""
    return "".join(map(_node, text or ()))


def _node(node: Node) -> str:
    match node:
        case Text(text) | Code(text) | When(text=text):
            return _clean(text)
        case Link(url, children):
            return _link(url, plain(children))
        case _:
            return plain(node.children)


def _link(url: str, shown: str) -> str:
    """Return a link's words with its address, or the address alone where the words are the same but for `https://`."""
    scheme, _, rest = url.partition(":")
    if scheme.lower() == "mailto":
        return shown if rest.partition("?")[0] == shown else f"{shown} ({rest.partition('?')[0]})"
    if scheme.lower() == "tel":
        return shown if _digits(rest) in {_digits(shown), ""} else f"{shown} ({rest})"
    return url if shown in {url, display_url(url)} else f"{shown} ({url})"


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _clean(text: str) -> str:
    return text.translate(_PLAIN)

"""Reads CommonMark with markdown-it: each block as characters with what is around them."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.token import Token

Letters = list[tuple[str, frozenset[str]]]
_NAMES = {"strong": "bold", "em": "italic", "a": "link", "s": "strike"}


def read(source: str) -> list[tuple[str, Letters]]:
    """Return (the tag of the block, its characters with their marks) for every block of text."""
    parser = MarkdownIt("commonmark").enable(["strikethrough", "table"])
    tags: list[str] = []
    found = []
    for token in parser.parse(source):
        if token.nesting > 0:
            tags.append(token.tag)
        elif token.nesting < 0:
            tags.pop()
        elif token.type == "inline":
            within = [tag for tag in tags if tag != "p"] or ["p"]
            found.append((within[-1], letters(token.children or [])))
        elif token.type != "html_block":
            found.append((token.type, []))
    return found


def letters(tokens: list[Token]) -> Letters:
    """Return the characters of a line with the marks around each; a link's address is one of them."""
    out: Letters = []
    around: list[str] = []
    for token in tokens:
        if token.type == "html_inline":
            name = _NAMES[token.content.strip("</>")]
            around.remove(name) if token.content.startswith("</") else around.append(name)
        elif token.nesting:
            mark = _NAMES[token.tag]
            if token.nesting < 0:
                around.pop() if mark == "link" else around.remove(mark)
            else:
                around.append(f"to {token.attrs['href']}" if mark == "link" else mark)
        else:
            assert token.type in {"text", "code_inline"}, token
            marks = frozenset({*around, *(["code"] if token.type == "code_inline" else [])})
            out += [(char, marks) for char in token.content]
    assert around == []
    return out


def text_of(source: str) -> str:
    """Return the words of a document."""
    return "\n".join("".join(char for char, _ in line) for _, line in read(source))

"""Markdown of other tools as our inline markup, and Markdown lists as bullets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from resume_tex.document.inline import parse_inline, plain_text

_CODE = re.compile(r"(`+)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"<br\s*/?>", re.IGNORECASE), " "),
    (re.compile(r"!\[([^\]]*)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>"), lambda match: f"[{match[1].removeprefix('mailto:')}]({match[1]})"),
    (re.compile(r"(\[[^\]]*\]\([^)\s\"]+) \"[^\"]*\"\)"), r"\1)"),
    (re.compile(r"(?<![\w_\\])__(?=\S)([^_]+?)(?<=\S)__(?![\w_])"), r"**\1**"),
    (re.compile(r"(?<![\w_\\])_(?=\S)([^_]+?)(?<=\S)_(?![\w_])"), r"*\1*"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), r"\1"),
    (re.compile(r"\\([!\"#$%&'+,\-./:;<=>?@^_{|}~])"), r"\1"),
)  # fmt: skip
_BULLET = re.compile(r"(?P<indent>[ \t]*)(?:[-*+•]|\d{1,3}[.)])[ \t]+(?P<text>\S.*)")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*\Z")
_ESCAPED = re.compile(r"[\\*`\[]")


def from_markdown(text: str) -> str:
    """Return a Markdown text in our inline markup, which knows bold, italic, code and links."""
    out, position = "", 0
    for code in _CODE.finditer(text):
        out += _apply(text[position : code.start()]) + code[0]
        position = code.end()
    return out + _apply(text[position:])


def _apply(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def from_plain(text: str) -> str:
    """Return a text that is not markup so that none of it is taken for markup."""
    nodes = parse_inline(text)
    if plain_text(nodes) == text and len(nodes) <= 1:
        return text
    return _ESCAPED.sub(lambda mark: f"\\{mark[0]}", text)


class Blocks(NamedTuple):
    """A Markdown text in parts: paragraphs, bullets, and whether bullets were below others."""

    paragraphs: list[str]
    bullets: list[str]
    nested: bool


def read_blocks(text: str) -> Blocks:
    """Tell paragraphs and bullets of a Markdown text apart; a line below a bullet goes on with it."""
    paragraphs: list[str] = []
    bullets: list[str] = []
    current: list[str] | None = None
    depth, nested = 0, False
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        if not line.strip():
            current = None
        elif bullet is not None:
            indent = len(bullet["indent"].expandtabs(4))
            nested = nested or (bool(bullets) and indent > depth + 1)
            depth = indent if not bullets else min(depth, indent)
            bullets.append(bullet["text"].strip())
            current = bullets
        elif current is not None:
            current[-1] += f" {line.strip()}"
        elif bullets and line[:1] in {" ", "\t"}:
            bullets[-1] += f" {line.strip()}"
            current = bullets
        else:
            heading = _HEADING.match(line.strip())
            paragraphs.append(heading[1] if heading else line.strip())
            current = paragraphs if not heading else None
    return Blocks([from_markdown(p) for p in paragraphs if p], [from_markdown(b) for b in bullets], nested)

"""Data to YAML as a person would write it: folded texts, short lists on one line, quotes only where they are needed.

What is written reads back as the same data through `document.yaml_source`. Knows nothing of resumes but which keys hold dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

WIDTH = 100
_DATE_KEYS = frozenset({"startDate", "endDate", "date", "releaseDate"})
_BLOCK_KEYS = frozenset({"highlights"})
"""Lists of sentences, which stand on lines of their own however short they are."""
_YEAR = re.compile(r"[12]\d{3}\Z", re.ASCII)
_PLAIN_START = re.compile(r"[^\W_]|[(/+.$_]|-(?=[^\s\-])")
_UNSAFE_PLAIN = re.compile(r": |:\Z|\s#|\s\Z|\n|\t")
_UNSAFE_FLOW = re.compile(r"[,\[\]{}:#]")
_RESOLVED = re.compile(
    r"(?:~|null|true|false|yes|no|on|off|y|n|[-+]?(?:\d[\d_]*(?::[0-5]?\d)*)?(?:\.[\d_]*)?(?:e[-+]?\d+)?|0[xo][\da-f]+|[-+]?\.(?:inf|nan)|=|<<)\Z",
    re.I | re.A,
)
"""Words that some YAML reader takes for something other than text."""
_MARKERS = ("---", "...")
_ODD_SPACE = re.compile(r"^\s|\s\Z|\s\s|[^\S ]")
_LINE_WITH_SPACE_AT_ITS_END = re.compile(r"[ \t](?:\n|\Z)")


def write_yaml(data: dict[str, Any], *, comments: list[str] | None = None, end: list[str] | None = None) -> str:
    """Return a mapping as YAML.

    Args:
        data: Texts, numbers, true, false, None, lists and mappings.
        comments: Lines of a comment at the beginning, without `#`.
        end: Lines of a comment at the end.
    """
    lines = [f"# {line}".rstrip() for line in comments or []]
    if not data:
        lines.append("{}")
    for key, value in data.items():
        if lines:
            lines.append("")
        lines += _entry(key, value, "", top=True)
    if end:
        lines += ["", *(f"# {line}".rstrip() for line in end)]
    return "\n".join(lines) + "\n"


def write_list(values: list[Any], indent: str) -> list[str]:
    """Return the lines of a list in block style, to be put into a document."""
    return list(_items(values, indent, spaced=False))


def _entry(key: str, value: Any, indent: str, *, top: bool = False) -> Iterator[str]:
    """Yield the lines of `key: value`."""
    name = _key(key)
    if len(name) > 120:
        yield f"{indent}? {name}"
        name = ""
    if isinstance(value, dict) and value:
        yield f"{indent}{name}:"
        for inner, item in value.items():
            yield from _entry(inner, item, f"{indent}  ")
    elif isinstance(value, list) and value:
        flow = None if key in _BLOCK_KEYS else _flow_list(value, WIDTH - len(indent) - len(name) - 2)
        if flow is not None:
            yield f"{indent}{name}: {flow}"
        else:
            yield f"{indent}{name}:"
            yield from _items(value, f"{indent}  ", spaced=top)
    else:
        text = str(value) if key in _DATE_KEYS and isinstance(value, str) and _YEAR.match(value) else None
        first, *rest = [text] if text else _scalar(value, indent, len(indent) + len(name) + 2)
        yield f"{indent}{name}: {first}"
        yield from rest


def _items(values: list[Any], indent: str, *, spaced: bool) -> Iterator[str]:
    """Yield the lines of a list, a blank one between long entries."""
    blocks = [list(_item(value, indent)) for value in values]
    apart = spaced and any(len(block) > 5 for block in blocks)
    for index, block in enumerate(blocks):
        if apart and index:
            yield ""
        yield from block


def _item(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        lines = [line for key, item in value.items() for line in _entry(key, item, f"{indent}  ")]
        yield f"{indent}- {lines[0][len(indent) + 2 :]}"
        yield from lines[1:]
    elif isinstance(value, list) and value:
        lines = list(_items(value, f"{indent}  ", spaced=False))
        yield f"{indent}- {lines[0][len(indent) + 2 :]}"
        yield from lines[1:]
    else:
        first, *rest = _scalar(value, indent, len(indent) + 2)
        yield f"{indent}- {first}"
        yield from rest


def _flow_list(values: list[Any], width: int) -> str | None:
    """Return a list of short words on one line; None when that is not readable."""
    if not all(isinstance(value, str | int | float) for value in values):
        return None
    if any(isinstance(value, str) and (len(value) > 40 or "\n" in value) for value in values):
        return None
    line = f"[{', '.join(_inline(value, flow=True) for value in values)}]"
    return line if len(line) <= width else None


def _scalar(value: Any, indent: str, column: int) -> list[str]:
    """Return the lines of a scalar; those after the first are indented."""
    if not isinstance(value, str):
        return [_inline(value)]
    if "\n" in value:
        return _paragraphs(value, f"{indent}  ") or [_quoted(value)]
    if len(value) + column > WIDTH and " " in value and _is_printable(value) and not _ODD_SPACE.search(value):
        return [">-", *_folded(value, f"{indent}  ")]
    return [_inline(value)]


def _paragraphs(text: str, indent: str) -> list[str] | None:
    """Return a text of several lines after `|-`, or folded if lines are long; None when its white space would not survive."""
    lines = text.split("\n")
    if not _is_printable(text) or _LINE_WITH_SPACE_AT_ITS_END.search(text) or not lines[0] or not lines[-1]:
        return None
    if text[0].isspace() or "\t" in text:
        return None
    if max(map(len, lines)) + len(indent) > WIDTH and not any(_ODD_SPACE.search(line) for line in lines):
        folded = [">-"]
        for line in lines:
            blank = [""] if len(folded) > 1 else []  # a blank line is a line break in a folded text
            folded += [*blank, *_folded(line, indent)] if line else [""]
        return folded
    return ["|-", *(f"{indent}{line}" if line else "" for line in lines)]


def _folded(text: str, indent: str) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(indent) + len(line) + 1 + len(word) > WIDTH:
            yield f"{indent}{line}"
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield f"{indent}{line}"


def _inline(value: Any, *, flow: bool = False) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    if not isinstance(value, str):
        return getattr(value, "text", None) or str(value)
    return value if _is_plain(value, flow=flow) else _quoted(value)


def _key(key: str) -> str:
    return key if _is_plain(key, flow=False) and not key.startswith("?") else _quoted(key)


def _is_plain(text: str, *, flow: bool) -> bool:
    """Tell whether a text needs no quotes."""
    return (
        bool(_PLAIN_START.match(text))
        and not _UNSAFE_PLAIN.search(text)
        and not (flow and _UNSAFE_FLOW.search(text))
        and not _RESOLVED.match(text)
        and not text.startswith(_MARKERS)
        and _is_printable(text)
    )


def _is_printable(text: str) -> bool:
    """Tell whether YAML takes every character as it is."""
    return all(c.isprintable() or c in "\n" for c in text) and "\ufeff" not in text


def _quoted(text: str) -> str:
    return '"' + "".join(_escaped(char) for char in text) + '"'


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char == " " or (char.isprintable() and char != "\ufeff"):
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

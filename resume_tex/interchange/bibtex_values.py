"""Values of BibTeX fields: joined strings, LaTeX as Unicode, names of people, identifiers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LATEX = re.compile(r"[\\{}$~]|--|``|''")
_UNESCAPED = re.compile(r"(?<!\\)([%&#_^])")
_UNESCAPED_BESIDE_MATHEMATICS = re.compile(r"(?<!\\)([%&#])")
_LOGOS = re.compile(r"\\(LaTeX|TeX|BibTeX|XeTeX|LuaTeX)(?![A-Za-z])\s*(?:\{\})?")
_ESCAPED_IN_URL = re.compile(r"\{?\\([_%&#~$])(?:\{\})?\}?")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|[ivx]+)\.?\Z", re.IGNORECASE)


def resolve_value(raw: str, strings: Mapping[str, str]) -> tuple[str, bool]:
    """Return a value without its braces or quotes, its parts joined, its strings put in.

    Returns:
        The value, and whether all of it was understood.
    """
    out, whole = [], True
    for part in _split(raw, "#"):
        text = part.strip()
        end = _closing(text) if text[:1] in {"{", '"'} else None
        if end is not None:
            out.append(text[1:end])
            whole = whole and end == len(text) - 1
        elif text.lower() in strings:
            out.append(strings[text.lower()])
        else:
            whole = whole and not re.search(r'[{}"=]', text)
            out.append(text.replace("{", "").replace("}", ""))
    return "".join(out), whole


def _closing(text: str) -> int | None:
    """Return where the brace or quote is closed with which a text begins."""
    depth = 0
    for index, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if index and depth == 0 and char == ("}" if text[0] == "{" else '"'):
            return index
    return None


def _split(text: str, separator: str) -> Iterator[str]:
    """Split at a separator that is within no braces and no quotes."""
    depth, quoted, start = 0, False, 0
    for index, char in enumerate(text):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == '"' and depth == 0:
            quoted = not quoted
        elif char == separator and depth == 0 and not quoted:
            yield text[start:index]
            start = index + 1
    yield text[start:]


def to_unicode(latex: str) -> str:
    """Return LaTeX as text: accents as letters, simple mathematics, quotes and dashes; commands give their content."""
    text = " ".join(latex.split())
    if not _LATEX.search(text):
        return text
    text = _LOGOS.sub(r"\1 ", text)
    unescaped = _UNESCAPED_BESIDE_MATHEMATICS if "$" in text else _UNESCAPED
    prepared = unescaped.sub(r"\\\1", text)
    try:
        plain = _decoder().latex_to_text(prepared)
    except Exception:  # its parser fails in many ways on what is no LaTeX
        plain = text.replace("{", "").replace("}", "")
    return " ".join(unicodedata.normalize("NFC", plain).replace("\u00a0", " ").split())


@cache
def _decoder() -> LatexNodes2Text:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(keep_comments=True)


def to_address(value: str) -> str:
    """Return a web address, in which only a few signs are escaped."""
    text = re.sub(r"\\url\{(.*)\}\Z", r"\1", value.strip())
    return _ESCAPED_IN_URL.sub(r"\1", text).replace("{", "").replace("}", "").replace(" ", "")


def to_doi(value: str) -> str | None:
    """Return a DOI without what may stand before it; None when it is none."""
    match = _DOI.match(to_address(value))
    return match[1] if match else None


def read_names(value: str) -> list[str]:
    """Return people's names in the order in which they are spoken; `others` as et al."""
    names = []
    value = " ".join(value.split())
    depth, start = 0, 0
    for match in re.finditer("[{}]| and (?=[^ ])", value):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth == 0:
            names.append(value[start : match.start()])
            start = match.end()
    names.append(value[start:])
    return [spoken for spoken in (_spoken(name.strip()) for name in names) if spoken]


def _spoken(name: str) -> str:
    if name.lower() == "others":
        return "et al."
    parts = [to_unicode(part) for part in _split(name, ",")]
    parts = [part for part in parts if part]
    if len(parts) == 2 and _SUFFIX.match(parts[1]):
        return " ".join(parts)
    if len(parts) >= 3:
        suffix, first = (parts[2], parts[1]) if _SUFFIX.match(parts[2]) else (parts[1], parts[2])
        return f"{first} {parts[0]} {suffix}"
    return " ".join(reversed(parts))


def same_person(name: str, wanted: str) -> bool:
    """Tell whether a name is that of a person: the same last name, and first names that can be the same."""
    one, other = _words(name), _words(wanted)
    if not one or not other or one[-1] != other[-1]:
        return False
    first, second = one[:-1], other[:-1]
    return not first or not second or first[0].startswith(second[0]) or second[0].startswith(first[0])


def _words(name: str) -> list[str]:
    if "," in name:
        last, _, first = name.partition(",")
        name = f"{first} {last}"
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.findall(r"\w+", plain)


def read_month(value: str) -> int | None:
    """Read a month: `jun`, `June`, `6`."""
    word = value.strip().lower()
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= 12 else None
    return MONTHS.index(word[:3]) + 1 if word[:3] in MONTHS else None

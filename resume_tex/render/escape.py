"""Text to TeX: the only module that knows which characters TeX treats specially.

A `Tex` value is safe to stand in a LaTeX document; everything else is not. Jinja treats it as it treats `Markup`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from markupsafe import Markup

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "^": r"\textasciicircum{}",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    '"': r"\textquotedbl{}",
    "[": "{[}",  # an optional argument after \\ or \item otherwise
    "\u00a0": "~",
    "\u202f": r"\,",
    "\u2009": r"\,",
    "\u2010": "-",
    "\u2011": "-",
}
_SPECIALS = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")
_SPACES = re.compile(r"[\t\n\r\f\v\x1c-\x1f\x85\u2000-\u2008\u200a\u2028\u2029\u205f\u3000]+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufe00-\ufe0f]"
)
_LIGATURE_LETTERS = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
"""Left by copying from a PDF; fonts make their own."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=<)(?=<)|(?<=>)(?=>)|(?<=,)(?=,)|(?<=')(?=')|(?<=!)(?=')|(?<=\?)(?=')")
_MAY_BE_LIGATURE = re.compile("[-<>,'][-<>,']|[!?]'")
"""Found sooner than `_LIGATURES`, which looks back from every character."""
_SINGLE_QUOTED = re.compile(r"(?<![^\W_])'(?=\S)([^']{0,200}?)(?<=\S)'(?!\w)")
_STRAIGHT = "\1"
_URL_SAFE = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")
_URL_SPECIAL = {
    "%": r"\%",
    "#": r"\#",
    "&": r"\&",
    "_": r"\_",
    "~": r"\~{}",
    "$": r"\$",
    "^": r"\^{}",
    "[": "%5B",
    "]": "%5D",
}


class Tex(Markup):
    """LaTeX source that may stand in a document as it is."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any) -> Tex:
        """Escape text; called by `Markup` for everything that is not `Tex` yet."""
        if isinstance(s, Tex):
            return s
        if s is None:
            return cls("")
        return escape_tex(str(s))


def normalise(text: str) -> str:
    """Return the text as it will print: composed (NFC), ligatures as letters, any white space one space, no invisible controls."""
    if text.isascii() and text.isprintable():  # nearly all text; a resume has hundreds
        return text
    text = unicodedata.normalize("NFC", text).translate(_LIGATURE_LETTERS)
    text = _SPACES.sub(" ", text)
    text = _SURROGATE.sub("\ufffd", text)
    return _INVISIBLE.sub("", text)


def escape_tex(text: str) -> Tex:
    """Escape text so that every character prints as itself.

    Single quotes around words stay straight; an apostrophe prints as one. Ligatures that change characters in T1
    (`--`, `<<`, `,,`, `''`) are broken up; `fi` and its like are kept.
    """
    out = normalise(text)
    if "'" in out:
        out = _SINGLE_QUOTED.sub(rf"{_STRAIGHT}\1{_STRAIGHT}", out)
    if _MAY_BE_LIGATURE.search(out):
        out = _LIGATURES.sub("\0", out)
    out = _SPECIALS.sub(lambda match: _SPECIAL[match[0]], out)
    return Tex(out.replace("\0", "{}").replace(_STRAIGHT, r"\textquotesingle{}"))


def quote_url(url: str) -> str:
    """Return an address with the characters that no URL may hold percent-encoded."""
    from urllib.parse import quote

    return _URL_SAFE.sub(lambda match: quote(match[0], safe="", errors="replace"), normalise(url.strip()))


def escape_url(url: str) -> Tex:
    r"""Escape an address for the first argument of `\ResumeLink`; characters that no URL may hold are percent-encoded."""
    return Tex(re.sub(r"[%#&_~$\[\]]", lambda match: _url_special(match[0]), quote_url(url)))


def _url_special(char: str) -> str:
    encoded = _URL_SPECIAL[char]
    return encoded.replace("%", r"\%") if encoded.startswith("%5") else encoded

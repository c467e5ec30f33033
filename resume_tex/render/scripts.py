"""Which writing system a character belongs to, and what typesetting it takes: a font of its own, a direction, places to break.

Scripts have their ISO 15924 codes. Latin, Greek and Cyrillic are no scripts here: the fonts of the themes hold them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

_RANGES: Final = (
    # first and last code point, script; Hani stands for any of the Chinese characters' users
    (0x0531, 0x058F, "Armn"), (0x0591, 0x05F4, "Hebr"), (0x0600, 0x06FF, "Arab"), (0x0750, 0x077F, "Arab"),
    (0x08A0, 0x08FF, "Arab"), (0x0900, 0x097F, "Deva"), (0x0980, 0x09FF, "Beng"), (0x0A00, 0x0A7F, "Guru"),
    (0x0A80, 0x0AFF, "Gujr"), (0x0B80, 0x0BFF, "Taml"), (0x0C00, 0x0C7F, "Telu"), (0x0C80, 0x0CFF, "Knda"),
    (0x0D00, 0x0D7F, "Mlym"), (0x0D80, 0x0DFF, "Sinh"), (0x10A0, 0x10FF, "Geor"), (0x1100, 0x11FF, "Kore"),
    (0x1200, 0x137F, "Ethi"), (0x1C90, 0x1CBF, "Geor"), (0x2E80, 0x2FDF, "Hani"), (0x2FF0, 0x303F, "Hani"),
    (0x3040, 0x30FF, "Jpan"), (0x3100, 0x312F, "Hani"), (0x3130, 0x318F, "Kore"), (0x31A0, 0x31BF, "Hani"),
    (0x31C0, 0x31EF, "Hani"), (0x31F0, 0x31FF, "Jpan"), (0x3200, 0x4DBF, "Hani"), (0x4E00, 0x9FFF, "Hani"),
    (0xA8E0, 0xA8FF, "Deva"), (0xA960, 0xA97F, "Kore"), (0xAC00, 0xD7FF, "Kore"), (0xF900, 0xFAFF, "Hani"),
    (0xFB1D, 0xFB4F, "Hebr"), (0xFB50, 0xFDFF, "Arab"), (0xFE30, 0xFE4F, "Hani"), (0xFE70, 0xFEFE, "Arab"),
    (0xFF01, 0xFF60, "Hani"), (0xFF61, 0xFF9F, "Jpan"), (0xFFA0, 0xFFDC, "Kore"), (0xFFE0, 0xFFE6, "Hani"),
    (0x1B000, 0x1B16F, "Jpan"), (0x20000, 0x3FFFD, "Hani"),
)  # fmt: skip
_STARTS: Final = [first for first, _, _ in _RANGES]
_FIRST: Final = chr(_RANGES[0][0])
_RTL_LANGUAGES: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku-arab", "ps", "sd", "ug", "ur", "yi"})
_HAN_BY_LANGUAGE: Final = (
    (re.compile(r"ja(-|\Z)"), "Jpan"),
    (re.compile(r"ko(-|\Z)"), "Kore"),
    (re.compile(r"(zh|yue)-(hant|tw|hk|mo)\b|yue\Z"), "Hant"),
)
_SHAPED: Final = frozenset({"Arab", "Hebr", "Deva", "Beng", "Guru", "Gujr", "Taml", "Telu", "Knda", "Mlym", "Sinh"})
"""Scripts whose words are shaped by a font, which also knows the space between them."""
_JOINERS: Final = frozenset("\u200c\u200d")

NAMES: Final = {
    "Arab": "Arabic", "Armn": "Armenian", "Beng": "Bengali", "Deva": "Devanagari", "Ethi": "Ethiopic", "Geor": "Georgian",
    "Gujr": "Gujarati", "Guru": "Gurmukhi", "Hans": "Chinese", "Hant": "Chinese (traditional)", "Hebr": "Hebrew",
    "Jpan": "Japanese", "Knda": "Kannada", "Kore": "Korean", "Mlym": "Malayalam", "Sinh": "Sinhala", "Taml": "Tamil",
    "Telu": "Telugu",
}  # fmt: skip
"""What people call the scripts, by code."""


class Run(NamedTuple):
    """Characters that one font sets.

    Attributes:
        script: The script's code; None for what the theme's own font sets.
        text: The characters.
    """

    script: str | None
    text: str


def has_scripts(text: str) -> bool:
    """Tell quickly whether a text holds characters of any script that needs a font of its own."""
    return not text.isascii() and max(text) >= _FIRST and any(script_of(char) for char in set(text))


def script_of(char: str) -> str | None:
    """Return the code of a character's script; `Hani` for a Chinese character, whoever uses it."""
    if char < _FIRST:
        return None
    code = ord(char)
    _, last, script = _RANGES[bisect_right(_STARTS, code) - 1]
    return script if code <= last else None


def runs(text: str, han: str) -> Iterator[Run]:
    """Split a text into runs; `han` is the script that its Chinese characters are taken for."""
    found: list[tuple[str | None, str]] = []
    for char in text:
        script = script_of(char)
        if script in {"Hani", "Jpan"}:
            script = han if script == "Hani" else "Jpan"
        elif script is None and found and found[-1][0] and (char in _JOINERS or unicodedata.combining(char)):
            script = found[-1][0]
        if found and found[-1][0] == script:
            found[-1] = (script, found[-1][1] + char)
        else:
            found.append((script, char))
    yield from _joined(found)


def han_script(text: str, language: str) -> str:
    """Return the script whose form of Chinese characters a text wants: Hans, Hant, Jpan or Kore."""
    scripts = {script_of(char) for char in set(text) if char >= _FIRST}
    if "Jpan" in scripts:
        return "Jpan"
    tag = language.lower()
    own = next((script for pattern, script in _HAN_BY_LANGUAGE if pattern.match(tag)), None)
    if own is None and "Kore" in scripts:
        return "Kore"
    return own or "Hans"


def is_cjk(script: str | None) -> bool:
    """Tell whether lines may be broken between most of a script's characters."""
    return script in {"Hans", "Hant", "Jpan"}


def is_right_to_left(language: str) -> bool:
    """Tell whether documents in a language are read from right to left."""
    tag = language.lower()
    return tag in _RTL_LANGUAGES or tag.split("-")[0] in _RTL_LANGUAGES


def _joined(found: list[tuple[str | None, str]]) -> Iterator[Run]:
    """Give what stands between two runs of a shaped script, and is no word, to that script."""
    index = 0
    while index < len(found):
        script, text = found[index]
        while script in _SHAPED and index + 2 < len(found) and found[index + 2][0] == script:
            between = found[index + 1]
            if between[0] is not None or not _is_neutral(between[1]):
                break
            text += between[1] + found[index + 2][1]
            index += 2
        yield Run(script, text)
        index += 1


def _is_neutral(text: str) -> bool:
    return text.isspace()

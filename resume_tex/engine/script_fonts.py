"""Finds fonts for scripts on this machine: which files will do is in script_fonts.json, the best first."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

from resume_tex.render.script_fonts import ScriptFont

_SUFFIXES: Final = (".ttf", ".otf", ".ttc")
PACKAGE: Final = "rendercv_fonts"
"""A package of fonts on PyPI, which the extra `scripts` brings."""


def find_font(script: str, *, serif: bool = False) -> ScriptFont | None:
    """Return a font for a script (its ISO 15924 code): with serifs or without, whichever is wanted, else the other."""
    choices = _table().get(script)
    if choices is None:
        return None
    files = font_files()
    styles = ("serif", "sans") if serif else ("sans", "serif")
    for regular, bold, index in (choice for style in styles for choice in choices[style]):
        if regular in files:
            return ScriptFont(files[regular], files.get(bold, files[regular]), index)
    font_files.cache_clear()  # it may be installed before the next time
    return None


def known_scripts() -> tuple[str, ...]:
    """Return the codes of the scripts that fonts are known for."""
    return tuple(_table())


def remedy(script: str) -> str:
    """Return what to install for a script, as a sentence."""
    choices = _table().get(script)
    if choices is None:
        return ""
    pip = ', anywhere: pip install "resume-tex[scripts]"' if choices.get("pip") else ""
    return f"Fonts: on Debian and Ubuntu apt install {choices['debian']}{pip}."


def debian_package(script: str) -> str:
    """Return the Debian package that has a script's font."""
    return str(_table()[script]["debian"])


@cache
def font_files() -> dict[str, str]:
    """Return the paths of the font files on this machine by name; the first one found of a name counts."""
    wanted = {name for entry in _table().values() for s in ("sans", "serif") for c in entry[s] for name in c[:2]}
    found: dict[str, str] = {}
    for folder in _folders():
        for root, _, names in os.walk(folder, followlinks=False):
            for name in wanted.intersection(names):
                found.setdefault(name, os.path.join(root, name))
    return found


def _folders() -> list[str]:
    home = os.path.expanduser("~")
    folders = [part for part in os.environ.get("OSFONTDIR", "").split(os.pathsep) if part]
    if sys.platform == "win32":
        folders += [
            os.path.join(os.environ.get("LOCALAPPDATA", home), "Microsoft", "Windows", "Fonts"),
            os.path.join(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"),
        ]
    elif sys.platform == "darwin":
        folders += [os.path.join(home, "Library", "Fonts"), "/Library/Fonts", "/System/Library/Fonts"]
    else:
        folders += [os.path.join(home, ".local", "share", "fonts"), os.path.join(home, ".fonts")]
        folders += ["/usr/local/share/fonts", "/usr/share/fonts"]
    from importlib.util import find_spec

    package = find_spec(PACKAGE)
    return folders + list(package.submodule_search_locations or () if package is not None else ())


@cache
def _table() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(__file__).with_name("script_fonts.json").read_text("utf-8"))
    return content

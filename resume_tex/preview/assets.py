"""The files of the page: an explicit table, so that no path that a client sends ever reaches the file system."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_STATIC = Path(__file__).resolve().parent / "static"
_JAVASCRIPT = "text/javascript; charset=utf-8"
_MODULES = ("main", "live", "dom", "pages", "page", "zoom", "words", "findings", "source", "controls")
ASSETS: Mapping[str, tuple[str, str]] = {
    # what follows the secret in the address: (file, content type)
    "": ("index.html", "text/html; charset=utf-8"),
    "style.css": ("style.css", "text/css; charset=utf-8"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
    **{f"{name}.js": (f"{name}.js", _JAVASCRIPT) for name in _MODULES},
    "pdf.mjs": ("vendor/pdf.min.mjs", _JAVASCRIPT),
    "pdf.worker.mjs": ("vendor/pdf.worker.min.mjs", _JAVASCRIPT),
}


@cache
def read_asset(name: str) -> bytes:
    """Return the content of a file of the table."""
    return (_STATIC / ASSETS[name][0]).read_bytes()

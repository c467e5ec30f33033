"""Which formats can be imported, and how each shows itself in a file's content."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

_BIBTEX = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
LIBRARY_ENDINGS = (".bib", ".bibtex")
"""How names of files end that hold references."""
_OTHER_ENDINGS = (".yaml", ".yml", ".json")
_JSON_RESUME = frozenset(
    {
        "basics", "work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages", "interests",
        "hobbies", "references", "projects", "meta",
    }
)  # fmt: skip


class ImportFormat(NamedTuple):
    """A format.

    Attributes:
        title: Its name, for people.
        fits: Tells a parsed file of this format; None for what is no YAML or JSON.
    """

    title: str
    fits: Callable[[Mapping[str, Any]], bool] | None


def _is_rendercv(data: Mapping[str, Any]) -> bool:
    return isinstance(data.get("cv"), dict) and not _JSON_RESUME & set(data)


def _is_yamlresume(data: Mapping[str, Any]) -> bool:
    content = data.get("content")
    return isinstance(content, dict) and bool({*_JSON_RESUME, "location", "profiles"} & set(content))


FORMATS: Mapping[str, ImportFormat] = {
    "rendercv": ImportFormat("RenderCV", _is_rendercv),
    "yamlresume": ImportFormat("YAMLResume", _is_yamlresume),
    "jsonresume": ImportFormat("JSON Resume", lambda data: bool(_JSON_RESUME & set(data))),
    "bibtex": ImportFormat("BibTeX", None),
}


def is_bibtex(file: str, text: str) -> bool:
    """Tell BibTeX, by its first entry or by the file's ending."""
    name = file.lower()
    return name.endswith(LIBRARY_ENDINGS) or (
        not name.endswith(_OTHER_ENDINGS) and _BIBTEX.search(text, 0, 20_000) is not None
    )


def detect_format(data: Mapping[str, Any]) -> str | None:
    """Return the format of a parsed file, or None when it shows none."""
    return next((name for name, form in FORMATS.items() if form.fits is not None and form.fits(data)), None)

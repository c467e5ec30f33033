"""The language of another tool's file as a setting of ours, if it is one that we know."""

from __future__ import annotations

from typing import Any

from resume_tex.diagnostics import Path
from resume_tex.interchange.draft import Draft
from resume_tex.render.locale import DEFAULT_LANGUAGE, find_locale


def set_language(settings: dict[str, Any], tag: str, path: Path, draft: Draft) -> None:
    """Set `language` to a BCP 47 tag; English is what a resume is in anyhow, and what is not known is left out."""
    if find_locale(tag) is None:
        draft.looks(path, f"The language `{tag}` is not known here; headings and dates are English.")
    elif tag != DEFAULT_LANGUAGE:
        settings["language"] = tag

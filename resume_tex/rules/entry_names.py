"""What to call an entry in a message: the name that the reader would use for it."""

from __future__ import annotations

from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.models import Entry

_NAMES = ("name", "organization", "institution", "title", "position", "studyType", "language")


def entry_name(entry: Entry, otherwise: str) -> str:
    """Return the entry's employer, school or title as it prints, or `otherwise` where it has none."""
    for field in _NAMES:
        value = getattr(entry, field, None)
        if isinstance(value, str) and value.strip():
            return plain_text(parse_inline(value)).strip()
    return otherwise

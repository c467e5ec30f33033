"""Which of our sections a heading means, where the other tool lets people choose their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MEANINGS: Mapping[str, str] = {
    # section: a pattern that the heading's words match; the first that does counts
    "volunteer": r"volunteer|community|civic|ehrenamt|bénévol|voluntari",
    "awards": r"award|hono[u]?r|prize|scholarship|achievement|distinction|fellowship|auszeichnung|premio",
    "certificates": r"certif|licen[cs]e|zertifik",
    "publications": r"publication|paper|article|patent|preprint|journal|conference proceedings|publikation",
    "education": r"education|academic background|studies|degree|ausbildung|bildung|formation|educaci|formazione|studium",
    "languages": r"^(spoken |natural |human |foreign )?languages?$|^sprachen$|^langues$|^idiomas$|^lingue$",
    "projects": r"project|open[- ]source|portfolio|talk|speaking|presentation|projekt|projet|proyecto",
    "work": r"experience|employment|work|career|internship|position|job|berufserfahrung|expérience|experiencia|esperienza",
    "skills": r"skill|technolog|tools|competenc|expertise|programming|kenntnisse|compétences|habilidades|proficienc",
    "interests": r"interest|hobb|interessen|intérêt",
    "references": r"reference|referenz|testimonial|recommendation",
    "summary": r"summary|profile|about|objective|^intro|profil|welcome|bio",
}
_TALKS = re.compile(r"talk|speaking|presentation|lecture", re.IGNORECASE)
_SMALL = frozenset({"and", "of", "in", "the", "a", "for", "to", "with", "on", "at"})


def section_of(heading: str) -> str | None:
    """Return the section that a heading means, `summary` included; None when it is of no kind that we have."""
    words = heading.replace("_", " ").strip().lower()
    return next((section for section, pattern in _MEANINGS.items() if re.search(pattern, words)), None)


def written_heading(key: str) -> str:
    """Return a heading as it prints: `selected_honors` is Selected Honors."""
    if any(c.isupper() for c in key) or (" " in key and not key.islower()):
        return key
    words = key.replace("_", " ").split()
    return " ".join(
        word if index and word in _SMALL else word[:1].upper() + word[1:] for index, word in enumerate(words)
    )


def is_talks(heading: str) -> bool:
    """Tell whether a heading is that of talks."""
    return bool(_TALKS.search(heading))

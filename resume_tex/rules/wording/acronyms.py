"""Acronyms that a reader may not know: found in the person's own sentences, and never spelled out there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from resume_tex.roles.profile import RoleProfile
from resume_tex.rules.field_texts import OWN_WORDS, FieldText, ResumeTexts
from resume_tex.rules.lexicon import load_lexicon

_ACRONYM = re.compile(r"(?<![\w/&.+@#$-])(?P<letters>[A-Z]{3,6})(?P<plural>s?)(?![\w&/+@.-]*[\w&/+@])")
_CAPITALS = re.compile(r"(?<![^\W_])[A-Z][A-Z0-9]{1,6}(?=s?(?![^\W_]))")
_WORD = re.compile(r"[^\W\d_]+")
_MOST = 100
_SHOUTED = 3
"""So many capital words in a row are shouting, not acronyms."""


@cache
def _lexicon() -> frozenset[str]:
    data: dict[str, list[str]] = load_lexicon("wording-acronyms")
    return frozenset(data["known"]) | frozenset(data["words"])


@cache
def _known(role: str, acronyms: frozenset[str]) -> frozenset[str]:
    return _lexicon() | acronyms | {a.removesuffix("s") for a in acronyms}


def unexplained(texts: ResumeTexts, role: RoleProfile) -> Iterator[tuple[FieldText, str]]:
    """Yield every acronym that the role's readers may not know and that nothing explains, where it first stands."""
    known = _known(role.name, role.acronyms)
    seen: set[str] = set()
    named: set[str] | None = None
    for field in texts.own:
        for found in _ACRONYM.finditer(field.prose):
            letters = found["letters"]
            if letters in known or letters in seen or found[0] in known:
                continue
            seen.add(letters)
            if len(seen) > _MOST:
                return
            if named is None:
                named = _named(texts)
            if (
                letters in named
                or role.stages_of_tool(letters)
                or _is_shouted(field.prose, found)
                or _is_explained(texts, letters)
            ):
                continue
            yield field, found[0]


def _named(texts: ResumeTexts) -> set[str]:
    """Return the words in capitals in names, titles and skills, which explain themselves or are explained there.

    And the initials of the names: beside `Carnegie Mellon University`, a reader knows what CMU is.
    """
    named = [field.text for field in texts.all if field.kind not in OWN_WORDS]
    initials = ("".join(word[0] for word in _WORD.findall(text) if word[0].isupper()) for text in named)
    return {word for text in named for word in _CAPITALS.findall(text)}.union(initials)


def _is_shouted(prose: str, found: re.Match[str]) -> bool:
    around = prose[max(found.start() - 40, 0) : found.end() + 40]
    words: list[str] = _WORD.findall(around)
    return sum(word.isupper() and len(word) > 1 for word in words) > max(_SHOUTED, len(words) // 2)


def _is_explained(texts: ResumeTexts, letters: str) -> bool:
    """Tell whether the acronym stands beside its long form in any of the texts."""
    beside = re.compile(
        rf"\({letters}s?[\),;]|\b{letters}s? \(|\b{letters}s?, (?:the|a|an|our)\b|\((?:[\w-]+,? )+{letters}s?\)"
    )
    for field in texts.own:
        if letters in field.prose:
            if beside.search(field.prose):
                return True
            initials = "".join(word[0] for word in _WORD.findall(field.prose)).lower()
            if letters.lower() in initials:
                return True
    return False

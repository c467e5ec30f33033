"""Verbs by form: what a word is an inflection of, told by its ending and a list of infinitives."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from resume_tex.rules.lexicon import load_lexicon

BASE, THIRD, PAST, PARTICIPLE, PROGRESSIVE = "base", "third", "past", "participle", "progressive"

_VOWELS = "aeiou"
_CACHED = 8192


class VerbForm(NamedTuple):
    """What a word is when it is a verb.

    Attributes:
        base: The infinitive.
        forms: What forms of it the word may be.
    """

    base: str
    forms: frozenset[str]


class _Verbs(NamedTuple):
    """The verbs that are known.

    Attributes:
        regular: Infinitives.
        irregular: Past and participle by infinitive.
        by_form: Infinitives by irregular form.
        doubling: Verbs that double their last letter: `planned`.
        british: Verbs that do in British English: `modelled`.
        others: Words that look like verbs and are none.
    """

    regular: frozenset[str]
    irregular: dict[str, list[str]]
    by_form: dict[str, str]
    doubling: frozenset[str]
    british: frozenset[str]
    others: frozenset[str]


@cache
def _verbs() -> _Verbs:
    data = load_lexicon("verbs")
    irregular = data["irregular"]
    by_form = {form: base for base, forms in irregular.items() for form in forms}
    sets = (frozenset(data[name]) for name in ("regular", "doubling", "british", "not_verbs"))
    regular, doubling, british, others = sets
    return _Verbs(regular, irregular, by_form, doubling, british, others)


@lru_cache(maxsize=_CACHED)
def find_verb(word: str) -> VerbForm | None:
    """Return what verb a word in lower case may be a form of."""
    verbs = _verbs()
    if word in verbs.others:
        return None
    if word in _BE:
        return _BE[word]
    for base in _infinitives(word):
        if base in verbs.regular or base in verbs.irregular:
            forms = frozenset(_forms(word, base, verbs))
            if forms:
                return VerbForm(base, forms)
    return None


_BE = {
    **dict.fromkeys(("is", "are", "am"), VerbForm("be", frozenset({THIRD}))),
    **dict.fromkeys(("was", "were"), VerbForm("be", frozenset({PAST}))),
    "has": VerbForm("have", frozenset({THIRD})),
}


def _infinitives(word: str) -> Iterator[str]:
    """Yield what a word may be a form of, by its ending."""
    yield word
    if word in _verbs().by_form:
        yield _verbs().by_form[word]
    if word.endswith("s"):
        yield from (word[:-1], word[:-2], word[:-3] + "y")
    elif word.endswith("ed"):
        yield from (word[:-1], word[:-2], word[:-3], word[:-3] + "y")
    elif word.endswith("ing"):
        yield from (word[:-3], word[:-3] + "e", word[:-4], word[:-4] + "ie")


def _forms(word: str, base: str, verbs: _Verbs) -> Iterator[str]:
    if word == base:
        yield BASE
    if word == third_person(base):
        yield THIRD
    if word in _progressive_forms(base, verbs):
        yield PROGRESSIVE
    if base in verbs.irregular:
        past, participle = verbs.irregular[base]
        if word == past:
            yield PAST
        if word == participle:
            yield PARTICIPLE
    elif word in _past_forms(base, verbs):
        yield PAST
        yield PARTICIPLE


def third_person(base: str) -> str:
    """Write `he ...s`."""
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _past_forms(base: str, verbs: _Verbs) -> tuple[str, ...]:
    if base.endswith("e"):
        return (base + "d",)
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return (base[:-1] + "ied",)
    return _doubled(base, "ed", verbs)


def _progressive_forms(base: str, verbs: _Verbs) -> tuple[str, ...]:
    if base.endswith("ie"):
        return (base[:-2] + "ying",)
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return (base[:-1] + "ing",)
    return _doubled(base, "ing", verbs)


def _doubled(base: str, ending: str, verbs: _Verbs) -> tuple[str, ...]:
    plain, doubled = base + ending, base + base[-1] + ending
    if base in verbs.british:
        return (plain, doubled)
    return (doubled,) if base in verbs.doubling else (plain,)

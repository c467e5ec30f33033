"""Verbs by form: what a word is an inflection of, and how a sentence that begins with it is meant."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from resume_tex.rules.lexicon import load_lexicon

BASE, THIRD, PAST, PARTICIPLE, PROGRESSIVE = "base", "third", "past", "participle", "progressive"

_VOWELS = "aeiou"


class VerbForm(NamedTuple):
    """What a word is when it is a verb.

    Attributes:
        base: The infinitive.
        forms: What forms of it the word may be.
    """

    base: str
    forms: frozenset[str]


class _Doubling(NamedTuple):
    """Verbs that double their last letter: `planned`; and those that do in British English: `modelled`."""

    always: frozenset[str]
    british: frozenset[str]


@cache
def verb_forms() -> dict[str, VerbForm]:
    """Return every known inflection and what it is a form of."""
    lexicon = load_lexicon("verbs")
    doubling = _Doubling(frozenset(lexicon["doubling"]), frozenset(lexicon["british"]))
    out: dict[str, VerbForm] = {}
    for base in lexicon["regular"]:
        for word in _past_forms(base, doubling):
            _note(out, word, base, PAST, PARTICIPLE)
        _note_present(out, base, doubling)
    for base, (past, participle) in lexicon["irregular"].items():
        _note(out, past, base, PAST)
        _note(out, participle, base, PARTICIPLE)
        _note_present(out, base, doubling)
    for word in ("was", "were"):
        _note(out, word, "be", PAST)
    for word in ("is", "are", "am"):
        out[word] = VerbForm("be", frozenset({THIRD}))
    out["has"] = VerbForm("have", frozenset({THIRD}))
    for word in lexicon["not_verbs"]:
        out.pop(word, None)
    return out


def base_of(word: str) -> str:
    """Return the infinitive of an inflected verb, or the word itself."""
    form = verb_forms().get(word)
    return form.base if form else word


def _note(out: dict[str, VerbForm], word: str, base: str, *forms: str) -> None:
    known = out.get(word)
    if known is None:
        out[word] = VerbForm(base, frozenset(forms))
    elif known.base == base:
        out[word] = VerbForm(base, known.forms | frozenset(forms))


def _note_present(out: dict[str, VerbForm], base: str, doubling: _Doubling) -> None:
    _note(out, base, base, BASE)
    _note(out, third_person(base), base, THIRD)
    for word in _progressive_forms(base, doubling):
        _note(out, word, base, PROGRESSIVE)


def third_person(base: str) -> str:
    """Write `he ...s`."""
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _past_forms(base: str, doubling: _Doubling) -> tuple[str, ...]:
    if base.endswith("e"):
        return (base + "d",)
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return (base[:-1] + "ied",)
    doubled = (base + base[-1] + "ed",)
    if base in doubling.british:
        return (base + "ed", *doubled)
    return doubled if base in doubling.always else (base + "ed",)


def _progressive_forms(base: str, doubling: _Doubling) -> tuple[str, ...]:
    if base.endswith("ie"):
        return (base[:-2] + "ying",)
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return (base[:-1] + "ing",)
    doubled = (base + base[-1] + "ing",)
    if base in doubling.british:
        return (base + "ing", *doubled)
    return doubled if base in doubling.always else (base + "ing",)

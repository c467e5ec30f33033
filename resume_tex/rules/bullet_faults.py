"""The one fault of substance that a bullet has, if any; so that several rules do not say the same of one bullet."""

from __future__ import annotations

import enum
from functools import lru_cache
from typing import NamedTuple

from resume_tex.rules.duties import Duty, find_duty
from resume_tex.rules.language import TextAnalysis
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.text.tokens import MARK, WORD, Token


class Fault(enum.Enum):
    """What is wrong with a bullet's substance."""

    DUTY = "duty"
    WEAK_OPENING = "weak opening"
    UNJUSTIFIED = "unjustified"
    NO_RESULT = "no result"


class Verdict(NamedTuple):
    """The fault and what shows it.

    Attributes:
        fault: The fault, or None when the bullet has none.
        words: The words that show it, as written; empty for the whole bullet.
        duty: The duty, when that is the fault.
    """

    fault: Fault | None
    words: tuple[str, ...] = ()
    duty: Duty | None = None


_SOUND = Verdict(None)
_MIN_WORDS = 2
_SHORT_IN_ENGLISH, _SHORT_ELSEWHERE = 6, 4


@lru_cache(maxsize=2048)
def judge(text: TextAnalysis) -> Verdict:
    """Return the fault of a bullet: the first that fits of duty, unjustified decision, weak opening, no result."""
    if not text.is_english or sum(token.kind == WORD for token in text.tokens) < _MIN_WORDS:
        return _SOUND
    duty = find_duty(text)
    told = text.has_result
    if duty is not None and (duty.hard or not told):
        return Verdict(Fault.DUTY, (duty.words,), duty)
    if told:
        return _SOUND
    decision = text.decision
    if decision is not None and decision.opens and decision.verb in load_lexicon("decisions")["opening"]:
        return Verdict(Fault.UNJUSTIFIED, (text.words_between(decision.start, decision.end),))
    weak = weak_opening(text)
    if weak is not None:
        return Verdict(Fault.WEAK_OPENING, (weak,))
    return Verdict(Fault.NO_RESULT)


def is_short(text: TextAnalysis) -> bool:
    """Tell whether a text has too few words for a deed and its result; languages that write compounds as one word need fewer."""
    return 0 < text.word_count < (_SHORT_IN_ENGLISH if text.is_english else _SHORT_ELSEWHERE)


def weak_opening(text: TextAnalysis) -> str | None:
    """Return the first word when it is a weak verb, or a deed made a noun (`Preparation of`)."""
    opening = text.opening
    if not text.tokens or text.tokens[opening.place].kind == MARK:
        return None
    lexicon = load_lexicon("verbs")
    following: Token | None = text.tokens[opening.place + 1] if opening.place + 1 < len(text.tokens) else None
    lower = opening.word.lower()
    if (
        lower in lexicon["nominal"]
        and following is not None
        and (following.lower in {"of", "and", "in", "with", "for", "on"} or lower.endswith("ing"))
    ):
        return opening.word
    if opening.verb is not None and opening.tense and opening.verb.base in lexicon["weak"]:
        return opening.word
    return None


def is_nominal(text: TextAnalysis) -> bool:
    """Tell whether a text begins with no verb."""
    opening = text.opening
    return bool(text.tokens) and text.tokens[0].kind == WORD and opening.verb is None

"""What a sentence says came of the work.

Two kinds of evidence. A *measured change* is a quantity tied to a verb or word of change, or two values of one measure set
against each other. An *effect* is told in words: a consequence (`so that`, `no longer`), a reason (`because`, `after
showing`), a clause of its own on what is so now. Claims whose measure is vague (`efficiency by 30%`) count as neither.
"""

from __future__ import annotations

from typing import NamedTuple

from resume_tex.rules.text.changes import find_changes, is_offline
from resume_tex.rules.text.effects import ENOUGH, effect_weight, is_promise
from resume_tex.rules.text.outcome_words import outcome_words
from resume_tex.rules.text.sentence import Sentence


class Outcome(NamedTuple):
    """What a sentence says came of the work.

    Attributes:
        change: The tokens that tell a measured change, or None.
        weight: How much its words of effect weigh; `ENOUGH` tells what came of it.
        vague: The tokens that claim a change of a measure too vague to mean anything, or None.
        hollow: The hollow phrases in it.
    """

    change: tuple[int, int] | None
    weight: int
    vague: tuple[int, int] | None
    hollow: tuple[tuple[int, int], ...]

    @property
    def told(self) -> bool:
        """Tell whether the sentence has a result."""
        return self.change is not None or self.weight >= ENOUGH


def outcome_of(s: Sentence) -> Outcome:
    """Work out what a sentence says came of the work."""
    words = outcome_words()
    hollow = tuple((start, end) for start, end, _ in words.hollow.find(s.lowers))
    vague: tuple[int, int] | None = None
    for start, end, sound in find_changes(s, words):
        if sound and not is_offline(s, start, end, words):
            return Outcome((start, end), ENOUGH, None, hollow)
        vague = vague or (start, end)
    doubts = ENOUGH * (len(hollow) > 1) + ENOUGH * is_promise(s, words) + (vague is not None)
    return Outcome(None, effect_weight(s, words) - doubts, vague, hollow)

"""What a bullet says of an online test: whether it reports one, and which particulars it gives."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from resume_tex.roles.profile import RoleProfile
from resume_tex.rules.language import TextAnalysis
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.text.outcome_words import outcome_words
from resume_tex.rules.text.quantities import BARE, COUNT, DURATION, MULTIPLE, PERCENT, POINTS, Quantity
from resume_tex.rules.text.tokens import Phrases, phrase_set
from resume_tex.rules.text.verbs import PAST
from resume_tex.rules.vocabulary import vocabulary

_NEAR = 6
_SMALL = 1.0
_LEVEL_LEADS = frozenset({(word,) for word in ("to", "at", "under", "below", "within", "from", "of", "→", "->")})


class _Words(NamedTuple):
    tests: Phrases[str]
    any_test: Phrases[str]
    built: frozenset[str]
    mentions: frozenset[str]
    outcomes: frozenset[str]
    run: frozenset[str]
    traffic: frozenset[str]
    significance: frozenset[str]


@cache
def _words() -> _Words:
    data = load_lexicon("experiments")
    sets = [frozenset(data[name]) for name in _Words._fields[2:]]
    return _Words(phrase_set(data["tests"]), phrase_set(data["any_test"]), *sets)


class OnlineTest(NamedTuple):
    """An online test that a bullet reports.

    Attributes:
        words: The words that name the test.
        metric: It names what was measured.
        magnitude: It says by how much that changed.
        duration: It says how long it ran.
        traffic: It says on whom, or on how much traffic.
    """

    words: str
    metric: bool
    magnitude: bool
    duration: bool
    traffic: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what is not told, in words."""
        parts = (
            ("the metric", self.metric),
            ("by how much it moved", self.magnitude),
            ("how long the test ran", self.duration),
            ("on how much traffic", self.traffic),
        )
        return tuple(name for name, there in parts if not there)


def reported_test(text: TextAnalysis, role: RoleProfile) -> OnlineTest | None:
    """Return the online test whose outcome a bullet reports; None for none, and for frameworks that are built."""
    found = _words().tests.first(text.lowers)
    if found is None or not text.is_english:
        return None
    start, end, _ = found
    if _is_about_testing(text, start, end) or not _reports(text):
        return None
    change = text.outcome.change
    metric = vocabulary(role).metrics.first(text.lowers) is not None or bool(
        outcome_words().measures.intersection(text.lowers)
    )
    return OnlineTest(
        text.words_between(start, end),
        metric=metric,
        magnitude=change is not None
        or any(q.kind in {PERCENT, POINTS, MULTIPLE} and not _is_share(text, q) for q in text.quantities),
        duration=any(q.kind == DURATION and _is_length(text, q, start, end) for q in text.quantities),
        traffic=any(_is_share(text, q) for q in text.quantities) or "50/50" in text.text or "half" in text.lowers,
    )


def _is_about_testing(text: TextAnalysis, start: int, end: int) -> bool:
    """Tell a framework for tests, or tests in general, from one that was run."""
    after = text.lowers[end : end + 3]
    before = text.lowers[max(0, start - 3) : start]
    if (
        _words().built.intersection(after)
        or (before and before[-1] in _words().mentions - {"through"})
        or "usual" in before
    ):
        return True
    opening = text.opening.verb
    builds = opening is not None and opening.base in {
        "build",
        "design",
        "develop",
        "create",
        "introduce",
        "implement",
        "write",
        "teach",
        "own",
        "lead",
        "set",
    }
    return builds and bool(_words().built.intersection(text.lowers[: start + 6])) and text.outcome.change is None


def _reports(text: TextAnalysis) -> bool:
    if text.outcome.change is not None or _words().outcomes.intersection(text.lowers):
        return True
    opening = text.opening.verb
    return opening is not None and opening.base in _words().run and bool(opening.forms & {PAST})


def _is_length(text: TextAnalysis, quantity: Quantity, start: int, end: int) -> bool:
    """Tell whether a duration is the test's: beside it, or led by `over` or `for`."""
    lead = text.lowers[quantity.start - 1] if quantity.start else ""
    near = abs(quantity.start - end) <= _NEAR or abs(start - quantity.end) <= _NEAR
    return near or lead in {"over", "for", "within", "during", "after", "across", "a"}


def _is_share(text: TextAnalysis, quantity: Quantity) -> bool:
    """Tell whether a number says on how many: `5% of traffic`, `on 2M listeners`."""
    if quantity.kind not in {PERCENT, COUNT, BARE}:
        return False
    around = text.lowers[quantity.start + 1 : quantity.end + _NEAR - 1]
    lead = text.lowers[quantity.start - 1] if quantity.start else ""
    if quantity.kind == COUNT:
        return bool(_words().traffic.intersection(around)) or (quantity.value or 0) >= 1000
    return bool(_words().traffic.intersection(around)) and (lead not in {"by", "to"})


def mentions_test(text: TextAnalysis) -> bool:
    """Tell whether a text mentions online tests at all."""
    return _words().any_test.first(text.lowers) is not None


def small_lift(text: TextAnalysis) -> str | None:
    """Return the words of a lift under one per cent; a level (`to 0.7%`, `at 0.2%`) is none."""
    change = text.outcome.change
    if change is None:
        return None
    for quantity in text.quantities:
        if (
            quantity.kind == PERCENT
            and quantity.value is not None
            and 0 < quantity.value < _SMALL
            and change[0] <= quantity.start < change[1]
            and text.lowers[quantity.start - 1 : quantity.start] not in _LEVEL_LEADS
        ):
            return text.words_between(quantity.start, quantity.end)
    return None


def gives_confidence(text: TextAnalysis) -> bool:
    """Tell whether a text speaks of significance, of its sample or of how long it measured."""
    if _words().significance.intersection(text.lowers):
        return True
    return any(q.kind == DURATION or _is_share(text, q) for q in text.quantities)

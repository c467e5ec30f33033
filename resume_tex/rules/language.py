"""A text as the rules read it: how it opens, what it measures, what came of the work, what was decided.

Deterministic: word lists and patterns, no model. Texts in another language than English are told apart, so that rules about
English words can leave them alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.text.outcomes import Outcome, outcome_of
from resume_tex.rules.text.quantities import MONEY, Quantity
from resume_tex.rules.text.sentence import Sentence
from resume_tex.rules.text.tokens import MARK, NUMBER, WORD, Phrases
from resume_tex.rules.text.verbs import BASE, PAST, PROGRESSIVE, THIRD, VerbForm

__all__ = ["Decision", "Opening", "Quantity", "Sentence", "TextAnalysis", "analyse"]

_OPENING_SKIP = frozenset(
    {"i", "also", "then", "currently", "previously", "initially", "independently", "jointly", "and", "to"}
)
_DETERMINERS = frozenset(
    {
        "a",
        "an",
        "the",
        "all",
        "our",
        "and",
        "new",
        "its",
        "their",
        "this",
        "both",
        "each",
        "every",
        "my",
        "or",
        "on",
        "up",
        "out",
    }
)
_LONG_ENOUGH = 7
_LONGEST = 4000
_LAST_LATIN = "\u024f"
_MOVES = frozenset({"move", "convert", "port", "transition", "shift", "upgrade", "translate"})


class Opening(NamedTuple):
    """How a text begins.

    Attributes:
        place: Index of the first word that counts, adverbs skipped.
        word: That word as written.
        verb: What verb it may be, or None.
        tense: `past`, `present`, `progressive`, or an empty string when it cannot be told.
    """

    place: int
    word: str
    verb: VerbForm | None
    tense: str


class Decision(NamedTuple):
    """A choice or a replacement of an approach.

    Attributes:
        verb: The infinitive, or the phrase that shows it.
        start: Index of its first token.
        end: Index after its last token.
        opens: The text is about it: it opens with the verb.
        replaces: It puts one thing in the place of another.
        chooses: It chooses among things.
    """

    verb: str
    start: int
    end: int
    opens: bool
    replaces: bool
    chooses: bool


class TextAnalysis(Sentence):
    """A sentence with everything that rules ask of it, each worked out once."""

    def __init__(self, text: str, *, foreign: bool = False) -> None:
        super().__init__(text)
        self._foreign = foreign

    @cached_property
    def is_english(self) -> bool:
        """Tell whether it is English: not of a document in another language, and as its small words tell; short texts are."""
        if self._foreign:
            return False
        lexicon = _small_words()
        if not self.text.isascii() and self._is_in_another_script():
            return False
        words = self.lowers
        foreign = sum(map(lexicon.foreign.__contains__, words))
        english = sum(map(lexicon.english.__contains__, words)) if foreign else 0
        return foreign <= english or foreign < 2 or (len(words) < _LONG_ENOUGH and foreign < english + 2)

    def _is_in_another_script(self) -> bool:
        words = [token.lower for token in self.tokens if token.kind == WORD]
        return sum(word[0] > _LAST_LATIN for word in words) * 2 > len(words)

    @cached_property
    def opening(self) -> Opening:
        """Return how the text begins."""
        for index, token in enumerate(self.tokens):
            if token.kind == NUMBER:
                break
            adverb = (
                token.lower.endswith("ly") and token.lower not in _small_words().no_adverbs and len(token.lower) > 4
            )
            if token.kind == MARK or token.lower in _OPENING_SKIP or adverb:
                continue
            verb = self.verbs[index]
            return Opening(index, token.text, verb, self._tense(index, verb))
        return Opening(0, self.tokens[0].text if self.tokens else "", None, "")

    def _tense(self, index: int, verb: VerbForm | None) -> str:
        if verb is None or self.joined(index):
            return ""
        if PROGRESSIVE in verb.forms:
            return "progressive"
        if PAST in verb.forms:
            return "" if BASE in verb.forms else "past"
        following = self.lowers[index + 1] if index + 1 < len(self.lowers) else ""
        if self.tokens[index].lower in _small_words().nouns and following not in _DETERMINERS:
            return ""
        return "present" if verb.forms & {BASE, THIRD} else ""

    @cached_property
    def outcome(self) -> Outcome:
        """Return what the text says came of the work."""
        return outcome_of(self)

    @property
    def has_result(self) -> bool:
        """Tell whether the text says what came of the work."""
        return self.outcome.told

    @property
    def has_metric(self) -> bool:
        """Tell whether any number in it measures something."""
        return bool(self.metrics) or self.outcome.change is not None

    @cached_property
    def decision(self) -> Decision | None:
        """Return the first decision that the text tells of."""
        return next(self._decisions(), None)

    def _decisions(self) -> Iterator[Decision]:
        words = _decision_words()
        opening = self.opening
        for index, verb in enumerate(self.verbs):
            if verb is None or (PROGRESSIVE not in verb.forms and PAST not in verb.forms and index != opening.place):
                continue
            replaces, chooses = verb.base in words.replaces, verb.base in words.chooses
            if verb.base in _MOVES:
                replaces = bool({"to", "onto", "into"}.intersection(self.lowers[index + 1 : index + 12]))
            if replaces or chooses:
                yield Decision(verb.base, index, index + 1, index == opening.place, replaces, chooses)
        for start, end, phrase in words.phrases.find(self.lowers):
            yield Decision(phrase, start, end, False, False, False)

    def find(self, phrases: Phrases[str]) -> tuple[str, ...]:
        """Return the phrases of a set that stand in the text, as written."""
        return tuple(self.words_between(start, end) for start, end, _ in phrases.find(self.lowers))

    def money(self) -> tuple[Quantity, ...]:
        """Return the amounts of money."""
        return tuple(quantity for quantity in self.quantities if quantity.kind == MONEY)


@lru_cache(maxsize=2048)
def analyse(text: str, *, foreign: bool = False) -> TextAnalysis:
    """Read a text, of a document in a foreign language or not; each is read once, and of a very long one only the beginning."""
    return TextAnalysis(text[:_LONGEST], foreign=foreign)


class _SmallWords(NamedTuple):
    english: frozenset[str]
    foreign: frozenset[str]
    nouns: frozenset[str]
    no_adverbs: frozenset[str]


@lru_cache(maxsize=1)
def _small_words() -> _SmallWords:
    data = load_lexicon("language")
    english = frozenset(data["english"])
    return _SmallWords(
        english, frozenset(data["foreign"]) - english, frozenset(data["nouns"]), frozenset(data["no_adverbs"])
    )


class _DecisionWords(NamedTuple):
    replaces: frozenset[str]
    chooses: frozenset[str]
    phrases: Phrases[str]


@lru_cache(maxsize=1)
def _decision_words() -> _DecisionWords:
    data = load_lexicon("decisions")
    return _DecisionWords(
        frozenset(data["replaces"]), frozenset(data["chooses"]), Phrases({phrase: phrase for phrase in data["phrases"]})
    )

"""A sentence read once: its tokens, numbers, verbs and clauses, for everything that looks at it after."""

from __future__ import annotations

from functools import cached_property

from resume_tex.rules.text.quantities import BARE, YEAR, Quantity, find_quantities, is_joined
from resume_tex.rules.text.tokens import CLAUSE_MARKS, MARK, WORD, Token, tokenize
from resume_tex.rules.text.verbs import VerbForm, find_verb

AUXILIARIES = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "can", "cannot", "does", "do", "did", "will", "must", "needs"}
)
"""Verbs that a statement about something else than one's own deed begins its predicate with."""


class Sentence:
    """A text of one or a few sentences, each of its properties worked out when first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: tuple[Token, ...] = tokenize(text)
        self.lowers: tuple[str, ...] = tuple(token.lower for token in self.tokens)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Return every number and what it measures."""
        return find_quantities(self.tokens, self.text)

    @cached_property
    def metrics(self) -> tuple[Quantity, ...]:
        """Return the numbers that measure something: neither years nor bare."""
        return tuple(q for q in self.quantities if q.kind not in {BARE, YEAR})

    @cached_property
    def verbs(self) -> tuple[VerbForm | None, ...]:
        """Return for every token what verb it may be."""
        return tuple(map(find_verb, self.lowers))

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        """Return the ranges of tokens between marks that part clauses."""
        out, start = [], 0
        for index, token in enumerate(self.tokens):
            if token.kind == MARK and token.text in CLAUSE_MARKS:
                if index > start:
                    out.append((start, index))
                start = index + 1
        if start < len(self.tokens):
            out.append((start, len(self.tokens)))
        return tuple(out)

    @cached_property
    def word_count(self) -> int:
        """Return the number of words and numbers, compounds counted once."""
        return len(self.text.split())

    def joined(self, index: int) -> bool:
        """Tell whether a hyphen ties the token at `index` to the next: `3-week`."""
        return is_joined(self.tokens, index, self.text)

    def words_between(self, start: int, end: int) -> str:
        """Return the text from one token up to another."""
        if start >= end:
            return ""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def first_word(self, start: int = 0) -> int | None:
        """Return the index of the first word at or after `start`."""
        return next((i for i in range(start, len(self.tokens)) if self.tokens[i].kind == WORD), None)

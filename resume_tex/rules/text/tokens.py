"""A text as tokens: words, numbers and the marks that part clauses; and phrases found among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

_TOKEN = re.compile(
    r"(?P<abbreviation>(?:[A-Za-z]\.){2,})"
    r"|(?P<number>(?:(?<!\w)[+\-−±](?=[\d$€£]))?(?:US\$|[$€£¥])?\d+(?:[.,:]\d+)*(?P<power>[eE][+-]?\d+\b|\^\d+|[⁰¹²³⁴-⁹]+)?(?P<suffix>\+?(?:\s?[%‰]|[A-Za-zµ×]+(?![\w@])|(?![A-Za-z])))\+?)"
    r"|(?P<word>\w(?:[\w@]|['’](?=\w))*[+#]*)"
    r"|(?P<dash>(?<=\s)[–—-]{1,2}(?=\s)|—)"
    r"|(?P<mark>[;:,()!?…]|\.(?=\s|$)|→|->)"
)
CLAUSE_MARKS = frozenset({";", ":", "–", "—", "-", "--", ".", "!", "?", "…"})

_MOST_KNOWN = 20_000
WORD, NUMBER, MARK = "word", "number", "mark"

T = TypeVar("T")


class Token(NamedTuple):
    """A word, a number or a mark.

    Attributes:
        text: As written.
        lower: In lower case, with a straight apostrophe.
        kind: `WORD`, `NUMBER` or `MARK`.
        start: Index of its first character in the text.
        end: Index after its last character.
        suffix: What is attached to a number: `%`, `ms`, `M+`.
    """

    text: str
    lower: str
    kind: str
    start: int
    end: int
    suffix: str = ""


def tokenize(text: str) -> tuple[Token, ...]:
    """Split a text; hyphens and slashes inside words part them without a trace."""
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        group = match.lastgroup
        word = match[0]
        start, end = match.span()
        if group in {"number", "suffix"}:
            yield Token(word, word.lower(), NUMBER, start, end, match["suffix"].strip("+ "))
        elif group in {"dash", "mark"}:
            yield Token(word, word, MARK, start, end)
        else:
            yield Token(word, word.lower().replace("’", "'"), WORD, start, end)


class Phrases(Generic[T]):
    """A set of phrases, each with a value, found among tokens without regard to case.

    A phrase is words with spaces; `*` at the end of its last word stands for any ending.
    """

    def __init__(self, phrases: Mapping[str, T]) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], bool, T]]] = {}
        self._prefixes: dict[str, list[tuple[str, T]]] = {}
        self._known: dict[str, tuple[tuple[tuple[str, ...], bool, T], ...]] = {}
        for phrase, value in phrases.items():
            self._add(phrase, value)
        for entries in self._exact.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def _add(self, phrase: str, value: T) -> None:
        open_end = phrase.endswith("*")
        stem = phrase.rstrip("*")
        plain = stem.replace(" ", "").isalpha()
        words = tuple(stem.lower().split()) if plain else tuple(token.lower for token in tokenize(stem))
        if open_end and len(words) == 1:
            self._prefixes.setdefault(words[0][:3], []).append((words[0], value))
        elif words:
            self._exact.setdefault(words[0], []).append((words[1:], open_end, value))

    def find(self, lowers: tuple[str, ...]) -> Iterator[tuple[int, int, T]]:
        """Yield (index of first token, index after last, value) of each phrase, the longest at every place."""
        known = self._known
        for index, word in enumerate(lowers):
            entries = known.get(word)
            if entries is None:
                entries = self._look_up(word)
            for rest, open_end, value in entries:
                stop = index + 1 + len(rest)
                if not rest or _matches(lowers[index + 1 : stop], rest, open_end=open_end):
                    yield index, stop, value
                    break

    def _look_up(self, word: str) -> tuple[tuple[tuple[str, ...], bool, T], ...]:
        """Return the phrases that a word may begin, and remember them: most words begin none."""
        entries = list(self._exact.get(word, ()))
        stems = ((stem, value) for stem, value in self._prefixes.get(word[:3], ()) if word.startswith(stem))
        entries += [((), False, value) for _, value in stems]
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[word] = tuple(entries)
        return self._known[word]

    def first(self, lowers: tuple[str, ...]) -> tuple[int, int, T] | None:
        """Return the first phrase."""
        return next(self.find(lowers), None)


def _matches(words: tuple[str, ...], phrase: tuple[str, ...], *, open_end: bool) -> bool:
    if not open_end:
        return words == phrase
    return len(words) == len(phrase) and words[:-1] == phrase[:-1] and words[-1].startswith(phrase[-1])


def phrase_set(phrases: Iterable[str]) -> Phrases[str]:
    """Make a set of phrases whose value is the phrase itself."""
    return Phrases({phrase: phrase for phrase in phrases})

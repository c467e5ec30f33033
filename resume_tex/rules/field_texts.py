"""Every text of a resume with its path and what kind of text it is, gathered once for the rules that read all of it.

Markup that is no prose (code, addresses) is masked in `prose`, which keeps the length of the text, so that a match in it
names the same characters of the field.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from resume_tex.diagnostics import Path
from resume_tex.document.models import Highlight, Resume
from resume_tex.rules.lexicon import load_lexicon

MASK = "\x00"
"""Stands in prose for every character that is none."""

_MASKABLE = re.compile(
    r"`+[^`]*`+"
    r"|\]\([^()\s]*\)"
    r"|(?:https?://|www\.)\S+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b(?:[\w-]+\.)+(?:com|org|net|io|dev|ai|edu|gov|co|me|app)\b(?:/\S*)?"
)
_MASK_HINT = re.compile(r"[`@]|\]\(|://|www\.|\.(?:com|org|net|io|dev|ai|edu|gov|co|me|app)\b")


class Kind(enum.Enum):
    """What a text is, as far as rules about words care."""

    BULLET = "bullet"
    PROSE = "prose"
    """Sentences of the person's own that are no bullets."""
    TITLE = "title"
    """Job titles, degrees, names of papers and projects."""
    NAME = "name"
    """Names of people, companies, schools and places."""
    KEYWORD = "keyword"
    QUOTE = "quote"
    """Other people's words."""
    CONTACT = "contact"
    ADDRESS = "address"
    """Web addresses."""


OWN_WORDS = frozenset({Kind.BULLET, Kind.PROSE})


@dataclass(frozen=True, slots=True)
class FieldText:
    """One text field.

    Attributes:
        path: Where it stands.
        text: The text as written, markup included.
        prose: The same with code and addresses masked, character for character.
        kind: What it is.
    """

    path: Path
    text: str
    prose: str
    kind: Kind


class ResumeTexts:
    """The texts of one resume, in document order, and what is worked out of them once."""

    def __init__(self, resume: Resume) -> None:
        self.all: tuple[FieldText, ...] = tuple(_texts(resume))
        self._language = resume.settings.language

    @cached_property
    def english(self) -> bool:
        """Tell whether the resume is in English: as its settings say, or else as its small words tell together."""
        if self._language is None:
            return not _is_foreign(tuple(word for words in self.words for word in words))
        return self._language.lower().split("-")[0] in {"en", ""}

    @cached_property
    def own(self) -> tuple[FieldText, ...]:
        """Return the person's own sentences: bullets, summaries, descriptions."""
        return tuple(field for field in self.all if field.kind in OWN_WORDS)

    @cached_property
    def own_lower(self) -> str:
        """Return the person's own sentences as one text in lower case, one field a line; for cheap tests."""
        return "\n".join(field.prose for field in self.own).lower()

    @cached_property
    def all_lower(self) -> str:
        """Return all texts as one in lower case, one field a line; for cheap tests."""
        return "\n".join(field.text for field in self.all).lower()

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """Return the words of each of `own`."""
        return tuple(tuple(_WORD.findall(field.prose)) for field in self.own)

    @cached_property
    def spoken(self) -> frozenset[Path]:
        """Return the paths of the texts of `own` that are English as far as their small words tell."""
        return frozenset(
            field.path for field, words in zip(self.own, self.words, strict=True) if not _is_foreign(words)
        )


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FOREIGN_ENOUGH = 3


def _is_foreign(words: tuple[str, ...]) -> bool:
    english, foreign = _small_words()
    lower = [word.lower() for word in words]
    count = sum(word in foreign for word in lower)
    return count >= _FOREIGN_ENOUGH and count > sum(word in english for word in lower)


@cache
def _small_words() -> tuple[frozenset[str], frozenset[str]]:
    data: dict[str, list[str]] = load_lexicon("language")
    english = frozenset(data["english"])
    return english, frozenset(data["foreign"]) - english


def mask(text: str) -> str:
    """Return the text with code and addresses masked, character for character."""
    if _MASK_HINT.search(text) is None:
        return text
    return _MASKABLE.sub(lambda match: MASK * len(match[0]), text)


_BASICS: tuple[tuple[str, Kind], ...] = (
    ("name", Kind.NAME), ("label", Kind.TITLE), ("email", Kind.CONTACT), ("phone", Kind.CONTACT),
    ("url", Kind.ADDRESS), ("summary", Kind.PROSE),
)  # fmt: skip
_LOCATION = tuple((name, Kind.NAME) for name in ("address", "postalCode", "city", "region"))
_SECTIONS: tuple[tuple[str, tuple[tuple[str, Kind], ...]], ...] = (
    ("work", (("position", Kind.TITLE), ("name", Kind.NAME), ("location", Kind.NAME), ("description", Kind.PROSE),
              ("url", Kind.ADDRESS), ("summary", Kind.PROSE), ("highlights", Kind.BULLET))),
    ("volunteer", (("position", Kind.TITLE), ("organization", Kind.NAME), ("location", Kind.NAME), ("url", Kind.ADDRESS),
                   ("summary", Kind.PROSE), ("highlights", Kind.BULLET))),
    ("education", (("institution", Kind.NAME), ("location", Kind.NAME), ("url", Kind.ADDRESS), ("studyType", Kind.TITLE),
                   ("area", Kind.TITLE), ("score", Kind.CONTACT), ("courses", Kind.TITLE))),
    ("projects", (("name", Kind.TITLE), ("description", Kind.PROSE), ("highlights", Kind.BULLET), ("keywords", Kind.KEYWORD),
                  ("url", Kind.ADDRESS), ("entity", Kind.NAME), ("roles", Kind.TITLE))),
    ("publications", (("name", Kind.TITLE), ("authors", Kind.NAME), ("publisher", Kind.NAME), ("url", Kind.ADDRESS),
                      ("summary", Kind.PROSE), ("impact", Kind.PROSE))),
    ("awards", (("title", Kind.TITLE), ("awarder", Kind.NAME), ("url", Kind.ADDRESS), ("summary", Kind.PROSE))),
    ("certificates", (("name", Kind.TITLE), ("issuer", Kind.NAME), ("url", Kind.ADDRESS))),
    ("skills", (("name", Kind.TITLE), ("level", Kind.KEYWORD), ("keywords", Kind.KEYWORD))),
    ("languages", (("language", Kind.NAME), ("fluency", Kind.KEYWORD))),
    ("interests", (("name", Kind.TITLE), ("keywords", Kind.KEYWORD))),
    ("references", (("name", Kind.NAME), ("reference", Kind.QUOTE))),
)  # fmt: skip


def _texts(resume: Resume) -> Iterator[FieldText]:
    basics = resume.basics
    yield from _entry(("basics",), basics, _BASICS)
    if basics.location is not None:
        yield from _entry(("basics", "location"), basics.location, _LOCATION)
    for index, profile in enumerate(basics.profiles):
        kinds = (("network", Kind.NAME), ("username", Kind.CONTACT), ("url", Kind.ADDRESS))
        yield from _entry(("basics", "profiles", index), profile, kinds)
    for section, fields in _SECTIONS:
        for index, entry in enumerate(getattr(resume, section)):
            yield from _entry((section, index), entry, fields)


def _entry(path: Path, entry: object, fields: tuple[tuple[str, Kind], ...]) -> Iterator[FieldText]:
    for name, kind in fields:
        value = getattr(entry, name)
        if isinstance(value, str):
            yield _field((*path, name), value, kind)
        elif value:
            for index, item in enumerate(value):
                text = item.text if isinstance(item, Highlight) else item
                yield _field((*path, name, index), text, kind)


def _field(path: Path, text: str, kind: Kind) -> FieldText:
    prose = mask(text) if kind in OWN_WORDS or kind is Kind.QUOTE or kind is Kind.TITLE else text
    return FieldText(path, text, prose, kind)

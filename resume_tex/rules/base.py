"""What a rule is and what it yields; the same for every family."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from resume_tex.diagnostics import Path, Severity

if TYPE_CHECKING:
    from resume_tex.document.models import Resume
    from resume_tex.roles.profile import RoleProfile
    from resume_tex.rules.facts import ResumeFacts


class TextFix(NamedTuple):
    """A mechanical change of one field: put `new` for `old`, both as the field's text has them."""

    old: str
    new: str


class OrderFix(NamedTuple):
    """Another order for the list at `path`, given by the items' present indices."""

    path: Path
    order: tuple[int, ...]


class MoveFix(NamedTuple):
    """An item of one list moves to the end of another."""

    item: Path
    target: Path


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has found.

    Attributes:
        path: The field.
        message: What is weak and what to write instead, fitted to this text; one or two sentences.
        words: The words of the field that triggered it, as they stand there; empty for the whole field.
        severity: In place of the rule's own, for rules that grade.
        fix: A mechanical change that is always right, or None.
        code: The rule's code; filled in when the rule runs.
    """

    path: Path
    message: str
    words: tuple[str, ...] = ()
    severity: Severity | None = None
    fix: TextFix | OrderFix | MoveFix | None = None
    code: str = ""


class LayoutFacts(NamedTuple):
    """What the finished pages look like, for rules about pages.

    Attributes:
        pages: How many there are.
        last_page_fill: Part of the last page's text height that is used, 0 to 1.
        overflow_lines: Lines that stand on pages beyond the limit.
        stranded_headings: Fields whose heading stands alone at the foot of a page.
        widow_words: Fields whose last line holds one word.
        overfull: Fields whose text runs into the margin, with the excess in points.
        missing_text: Fields that the PDF's text does not hold.
        missing_glyphs: Fields with a character that no font of the theme has, each with the character.
        displaced_text: Fields that the PDF's text holds, but out of their order.
        torn_words: Fields whose words run together or fall apart in the PDF's text, each with the words as they come out.
        stray_glyphs: Characters of the PDF's text that are no text, each with the field on whose line they are.
    """

    pages: int
    last_page_fill: float = 1.0
    overflow_lines: int = 0
    stranded_headings: tuple[Path, ...] = ()
    widow_words: tuple[Path, ...] = ()
    overfull: tuple[tuple[Path, float], ...] = ()
    missing_text: tuple[Path, ...] = ()
    missing_glyphs: tuple[tuple[Path, str], ...] = ()
    displaced_text: tuple[Path, ...] = ()
    torn_words: tuple[tuple[Path, str], ...] = ()
    stray_glyphs: tuple[tuple[Path, str], ...] = ()


class RuleContext(NamedTuple):
    """All that a rule may look at.

    Attributes:
        resume: The resume.
        facts: What several rules need to know of it, worked out once (bullets, dates, seniority).
        role: The role profile: stages, lexicons, metric families.
        today: The day that "present" means.
        layout: The finished pages, when they have been typeset.
    """

    resume: Resume
    facts: ResumeFacts
    role: RoleProfile
    today: date
    layout: LayoutFacts | None = None


RuleFunction = Callable[[RuleContext], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, its severity, and the function whose docstring documents it.

    Attributes:
        code: `family.rule-name`: the module's and the function's name.
        severity: The default.
        function: Yields the findings.
        needs_layout: It runs only when pages have been typeset.
        fixable: Its findings carry fixes.
    """

    code: str
    severity: Severity
    function: RuleFunction = field(compare=False)
    needs_layout: bool = False
    fixable: bool = False

    @property
    def doc(self) -> str:
        """The docstring: a sentence, then the sections Why, Weak, Strong, Source."""
        return inspect.getdoc(self.function) or ""


def rule(severity: Severity, *, needs_layout: bool = False, fixable: bool = False) -> Callable[[RuleFunction], Rule]:
    """Make a function a rule; its code is its family's name, a module or a package of `rules`, and its own."""

    def make(function: RuleFunction) -> Rule:
        family = function.__module__.rpartition(".rules.")[2].partition(".")[0]
        name = function.__name__.rstrip("_").replace("_", "-")
        return Rule(f"{family}.{name}", severity, function, needs_layout, fixable)

    return make

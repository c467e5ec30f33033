"""The skills of a resume sorted out: which category is which pipeline stage, and which tool each keyword means."""

from __future__ import annotations

import enum
import re
from collections import Counter
from functools import cache, cached_property
from typing import NamedTuple

from resume_tex.diagnostics import Path
from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.models import Resume
from resume_tex.document.models import Skill as SkillEntry
from resume_tex.roles.profile import RoleProfile, Stage, normalise
from resume_tex.rules.lexicon import load_lexicon

_SKILLS = re.compile(r"\bskills?\b", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^()]*\)\s*\Z")
_VERSION = re.compile(r"(?<=[A-Za-z+#])[\s-]*v?\d+(?:\.\d+)*(?:\.x)?\+?\Z")
_JOINT = re.compile(r"\s*(?:&|\+|/|,|;|\band\b)\s*", re.IGNORECASE)
_ENOUGH_KNOWN = 2
_LONGEST_HEADING = 10
"""Words; a longer one is a sentence."""
_LONG_LIST = 8
_SHORT_LIST = 5
"""So few skills need no grouping."""


@cache
def vague_headings() -> frozenset[str]:
    """Return headings that say nothing of what stands under them, in small letters without signs."""
    return frozenset(load_lexicon("skills-headings")["vague"])


class Source(enum.Enum):
    """What tells the stage of a category, the surest first."""

    DECLARED = "its `stage`"
    NAME = "its name"
    CONTENT = "its keywords"
    NOTHING = "nothing"


class Item(NamedTuple):
    """A keyword.

    Attributes:
        path: Where it stands.
        text: As written, markup removed.
        name: The same without remarks in brackets.
        tool: The name of the tool that it means, as its makers spell it, or `name` where it means none that the role knows.
        stages: The stages where the tool may stand, its own first; empty when it is not known.
        identity: What makes two keywords the same skill: the tool, with the version where one is given.
    """

    path: Path
    text: str
    name: str
    tool: str
    stages: tuple[Stage, ...]
    identity: str


class Category(NamedTuple):
    """A category of skills.

    Attributes:
        path: Where it stands.
        name: Its heading, markup removed; may be empty.
        declared: Its `stage` as written, or an empty string.
        stage: The stage of the pipeline that it is, or None.
        source: What tells.
        items: Its keywords, empty ones left out.
        also: Other stages that its heading names: `Training and serving` is two.
    """

    path: Path
    name: str
    declared: str
    stage: Stage | None
    source: Source
    items: tuple[Item, ...]
    also: tuple[Stage, ...] = ()

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return every stage that it covers."""
        return (*((self.stage,) if self.stage else ()), *self.also)

    @property
    def is_vague(self) -> bool:
        """Tell whether the heading says nothing: `Other`, `Technical skills`, or no heading."""
        plain = normalise(self.name)
        return self.source is not Source.DECLARED and (not plain or plain in vague_headings())


class SkillInventory:
    """All skills of one resume."""

    def __init__(self, resume: Resume, role: RoleProfile) -> None:
        self.role = role
        self.categories = tuple(_category(index, entry, role) for index, entry in enumerate(resume.skills))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Return the keywords of all categories."""
        return tuple(item for category in self.categories for item in category.items)

    @cached_property
    def is_flat(self) -> bool:
        """Tell whether the skills are one list rather than grouped: one long category, or most under headings that say nothing."""
        total = len(self.items)
        if not total:
            tools = sum(bool(self.role.stages_of_tool(category.name)) for category in self.categories)
            return len(self.categories) > _SHORT_LIST and 2 * tools > len(self.categories)
        if len(self.categories) == 1 and total > _LONG_LIST:
            return True
        return total > _SHORT_LIST and 2 * sum(len(c.items) for c in self.categories if c.is_vague) > total


def _category(index: int, entry: SkillEntry, role: RoleProfile) -> Category:
    path: Path = ("skills", index)
    name = _plain(entry.name or "")
    items = tuple(
        _item((*path, "keywords", number), keyword, role)
        for number, keyword in enumerate(entry.keywords)
        if keyword.strip()
    )
    declared = (entry.stage or "").strip()
    stage, source = _stage(declared, name, items, role)
    also = _other_stages(name, stage, role) if source is Source.NAME else ()
    return Category(path, name, declared, stage, source, items, also)


def _plain(text: str) -> str:
    return plain_text(parse_inline(text)).strip() if any(mark in text for mark in "*`[\\") else text.strip()


def _item(path: Path, keyword: str, role: RoleProfile) -> Item:
    text = _plain(keyword)
    name = _REMARK.sub("", text) or text
    tool = role.canonical(name)
    stages, identity = role.stages_of_tool(tool), tool.lower()
    if not stages and _VERSION.search(name):
        bare = role.canonical(_VERSION.sub("", name))
        if found := role.stages_of_tool(bare):
            tool, stages = bare, found
    return Item(path, text, name, tool, stages, identity)


def _stage(declared: str, name: str, items: tuple[Item, ...], role: RoleProfile) -> tuple[Stage | None, Source]:
    if declared:
        stage = role.stage(declared) or role.find_stage(declared)
        if stage is not None:
            return stage, Source.DECLARED
    stage = role.find_stage(name) or _stage_within(name, role)
    if stage is not None:
        return stage, Source.NAME
    stage = None if normalise(name) in vague_headings() or not name else _stage_of(items)
    return stage, Source.CONTENT if stage is not None else Source.NOTHING


def _stage_within(name: str, role: RoleProfile) -> Stage | None:
    """Return the stage that a part of a longer heading names: `Clinical data and standards` names data."""
    words = normalise(_SKILLS.sub("", name)).split()
    if len(words) > _LONGEST_HEADING:
        return None
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length, -1, -1):  # the head of an English heading stands last
            stage = role.find_stage(" ".join(words[start : start + length]))
            if stage is not None:
                return stage
    return None


def _other_stages(name: str, stage: Stage | None, role: RoleProfile) -> tuple[Stage, ...]:
    found = (_stage_within(part, role) for part in _JOINT.split(name))
    return tuple(dict.fromkeys(other for other in found if other is not None and other is not stage))


def _stage_of(items: tuple[Item, ...]) -> Stage | None:
    known = [item.stages[0] for item in items if item.stages]
    if not known or len(known) < min(_ENOUGH_KNOWN, len(items)):
        return None
    counts = Counter(stage.id for stage in known)
    best, count = counts.most_common(1)[0]
    return next(stage for stage in known if stage.id == best) if 2 * count > len(known) else None

"""A role as data: its pipeline stages, tools, measures and words, read from `<role>.json` beside this module.

Knows nothing of resumes. Another role is another JSON file, without code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from resume_tex.errors import ResumeTexError

DEFAULT_ROLE = "ml-engineer"

_T = TypeVar("_T")

_FOLDER = Path(__file__).resolve().parent
_NO_WORD = re.compile(r"[^a-z0-9+#]+")


class RoleError(ResumeTexError):
    """A role that has no profile."""


class Stage(NamedTuple):
    """A pipeline stage, under which skills are grouped.

    Attributes:
        id: Its name in `skills[].stage`.
        heading: Its heading on the page.
        aliases: Other names that people give the category, in lower case.
        tools: The tools that belong to it, spelt as their makers do.
        also: Tools of other stages that may stand here too.
        optional: A resume may do without it.
    """

    id: str
    heading: str
    aliases: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    optional: bool = False


class Group(NamedTuple):
    """Tools that do the same job, of which a resume needs one or two.

    Attributes:
        name: What they are, in the plural: "clouds".
        tools: Their names, as the stages spell them.
        most: How many of them stand well side by side.
    """

    name: str
    tools: tuple[str, ...]
    most: int = 3


class MetricFamily(NamedTuple):
    """A kind of measure: of the model, the business, the system, the cost.

    Attributes:
        id: Its name in the data.
        heading: Its name for people.
        terms: The measures, in lower case; a trailing `*` stands for any ending.
        example: One that a message may propose.
    """

    id: str
    heading: str
    terms: tuple[str, ...]
    example: str


class LifecycleStage(NamedTuple):
    """A part of a system's life that bullets can show.

    Attributes:
        id: Its name in reports.
        heading: Its name for people.
        evidence: Words and phrases that show it, in lower case; a trailing `*` stands for any ending.
        advice: What to write when nothing shows it.
        specialists: Words in the titles of people who work on this part alone.
    """

    id: str
    heading: str
    evidence: tuple[str, ...]
    advice: str
    specialists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RoleProfile:
    """What the rules know of a role.

    Attributes:
        name: The name in `meta.resumeTex.role`.
        title: What a person in the role is called.
        stages: The pipeline stages in order.
        aliases: Other names of tools, in lower case, and the name that they stand for.
        spellings: Well-known names in lower case, and how they are written.
        groups: Interchangeable tools.
        shown_by: Pieces of words, in lower case, that show that a tool was used without its name.
        domains: Phrases that name a specific domain of the field.
        metrics: The measures of the field, by kind.
        lifecycle: The parts of a system's life.
        concepts: Fields of knowledge and methods, in lower case, that are no tools.
        fields: Those of them that are whole fields, or say nothing.
        acronyms: Acronyms that every reader in the field knows.
        production: Phrases that say that work reached production or users.
        modelling: Phrases that say that a bullet is about models.
        infrastructure: Phrases that say that a bullet is about serving, pipelines, cost or reliability.
        online_domains: Domains whose work is measured by online tests.
    """

    name: str
    title: str
    stages: tuple[Stage, ...]
    aliases: Mapping[str, str]
    spellings: Mapping[str, str]
    groups: tuple[Group, ...]
    shown_by: Mapping[str, tuple[str, ...]]
    domains: tuple[str, ...]
    metrics: tuple[MetricFamily, ...]
    lifecycle: tuple[LifecycleStage, ...]
    concepts: frozenset[str]
    fields: frozenset[str]
    acronyms: frozenset[str]
    production: tuple[str, ...]
    modelling: tuple[str, ...]
    infrastructure: tuple[str, ...]
    online_domains: tuple[str, ...]
    _stage_by_name: Mapping[str, Stage] = field(repr=False)
    _stages_by_tool: Mapping[str, tuple[Stage, ...]] = field(repr=False)

    def find_stage(self, category: str) -> Stage | None:
        """Return the stage that a skills category names: by id, heading or alias, whatever the case; else None."""
        return self._stage_by_name.get(normalise(category))

    def stages_of_tool(self, tool: str) -> tuple[Stage, ...]:
        """Return the stages where a tool may stand, its own first; empty when the tool is not known."""
        return self._stages_by_tool.get(self.canonical(tool).lower(), ())

    def canonical(self, tool: str) -> str:
        """Return the name that a tool's alias or miswriting stands for, or the tool as it is."""
        lower = " ".join(tool.lower().split())
        return self.aliases.get(lower) or self.spellings.get(lower) or tool

    def stage(self, stage_id: str) -> Stage | None:
        """Return the stage with this id."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)


def normalise(category: str) -> str:
    """Reduce a category's name to its words, so that `Data & Features` and `data/features` are one."""
    return " ".join(word for word in _NO_WORD.split(category.lower()) if word and word != "and")


@lru_cache(maxsize=8)
def load_role(name: str = DEFAULT_ROLE) -> RoleProfile:
    """Read a role's profile.

    Raises:
        RoleError: There is no such role.
    """
    if name not in role_names():
        raise RoleError(f"There is no role {name!r}.", f"Choose one of: {', '.join(role_names())}.")
    return parse_role(name, json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def role_names() -> tuple[str, ...]:
    """Return the names of all roles, the default first."""
    names = sorted(file.stem for file in _FOLDER.glob("*.json"))
    return tuple(sorted(names, key=lambda name: name != DEFAULT_ROLE))


def parse_role(name: str, data: Mapping[str, Any]) -> RoleProfile:
    """Make a profile of a role's data."""
    stages = tuple(_made(Stage, entry) for entry in data["stages"])
    known = [tool for stage in stages for tool in stage.tools]
    return RoleProfile(
        name=name,
        title=data["title"],
        stages=stages,
        aliases=data["aliases"],
        spellings={spelling.lower(): spelling for spelling in [*known, *data["spellings"]]},
        groups=tuple(_made(Group, entry) for entry in data["groups"]),
        shown_by={tool: tuple(signs) for tool, signs in data.get("shown_by", {}).items()},
        domains=tuple(data["domains"]),
        metrics=tuple(_made(MetricFamily, entry) for entry in data["metrics"]),
        lifecycle=tuple(_made(LifecycleStage, entry) for entry in data["lifecycle"]),
        concepts=frozenset(data["concepts"]) | frozenset(data.get("fields", ())),
        fields=frozenset(data.get("fields", data["concepts"])),
        acronyms=frozenset(data["acronyms"]),
        production=tuple(data["production"]),
        modelling=tuple(data["modelling"]),
        infrastructure=tuple(data["infrastructure"]),
        online_domains=tuple(data["online_domains"]),
        _stage_by_name={normalise(n): s for s in stages for n in (*s.aliases, s.heading, s.id)},
        _stages_by_tool=_stages_by_tool(stages),
    )


def _stages_by_tool(stages: tuple[Stage, ...]) -> dict[str, tuple[Stage, ...]]:
    out: dict[str, tuple[Stage, ...]] = {}
    for names in ("tools", "also"):
        for stage in stages:
            for tool in getattr(stage, names):
                out[tool.lower()] = (*out.get(tool.lower(), ()), stage)
    return out


def _made(kind: type[_T], entry: Mapping[str, Any]) -> _T:
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})

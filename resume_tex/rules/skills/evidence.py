"""Which skills the work shows: the keywords that some bullet, project or paper mentions by name, alias or sign."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from resume_tex.document.models import Resume
from resume_tex.roles.profile import RoleProfile
from resume_tex.rules.facts import ResumeFacts
from resume_tex.rules.field_texts import Kind
from resume_tex.rules.skill_inventory import Item

_FEWEST_BULLETS = 3
_FEWEST_SKILLS = 6
_MOST_SKILLS = 300
_THIN = 2 / 3
"""A list of which a larger part is unproven is a claim. Excellent resumes show between a third and all of theirs."""
_READ = frozenset({Kind.BULLET, Kind.PROSE, Kind.TITLE})
_LONG_WORD = 5
_STEM = 6
_SPOKEN_FOR = "languages"
"""The stage whose tools nobody mentions in bullets."""


class Evidence:
    """What the texts of a resume show of its skills."""

    def __init__(self, resume: Resume, facts: ResumeFacts, role: RoleProfile) -> None:
        self.role = role
        self.bullets = len(facts.bullets)
        self._facts = facts
        self.claimed: tuple[Item, ...] = tuple(
            item for item in facts.skills.items if not (item.stages and item.stages[0].id == _SPOKEN_FOR)
        )
        self._resume = resume

    @property
    def can_tell(self) -> bool:
        """Tell whether there is enough of both to judge."""
        return self.bullets >= _FEWEST_BULLETS and _FEWEST_SKILLS <= len(self.claimed) <= _MOST_SKILLS

    @cached_property
    def unproven(self) -> tuple[Item, ...]:
        """Return the skills that nothing shows."""
        return tuple(item for item in self.claimed if not self._is_shown(item))

    @property
    def is_thin(self) -> bool:
        """Tell whether so little is shown that the list is only a claim."""
        return len(self.unproven) > _THIN * len(self.claimed)

    @cached_property
    def _text(self) -> str:
        fields = (f for f in self._facts.texts.all if f.path[0] != "skills" and f.kind in _READ)
        keywords = (word for project in self._resume.projects for word in project.keywords)
        return "\n".join([*(field.text for field in fields), *keywords]).lower()

    def _is_shown(self, item: Item) -> bool:
        names = {item.name.lower(), item.tool.lower(), *_aliases(self.role).get(item.tool, ())}
        if any(_mentions(self._text, name) for name in names):
            return True
        if any(sign in self._text for sign in self.role.shown_by.get(item.tool, ())):
            return True
        if item.stages and not item.tool[:1].islower():
            return False
        # a method or a phrase: its long words will do
        long_words = [word[:_STEM] for word in re.findall(r"[^\W\d_]+", item.name.lower()) if len(word) >= _LONG_WORD]
        return any(word in self._text for word in long_words)


@lru_cache(maxsize=8)
def _aliases(role: RoleProfile) -> dict[str, tuple[str, ...]]:
    """Return the other names of each tool, in lower case."""
    out: dict[str, tuple[str, ...]] = {}
    for alias, tool in role.aliases.items():
        out[tool] = (*out.get(tool, ()), alias)
    return out


def _mentions(text: str, name: str) -> bool:
    """Tell whether a name stands in a text as a word of its own."""
    start = text.find(name)
    while start != -1:
        end = start + len(name)
        before, after = text[start - 1 : start], text[end : end + 2]
        starts = not (before.isalnum() or before in {"_", "+"})
        if starts and (not after[:1].isalnum() or after.strip() == "s"):
            return True
        start = text.find(name, start + 1)
    return False

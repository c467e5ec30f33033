"""All rules, by family; the only list of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from types import ModuleType

from resume_tex.rules import (
    bullets,
    contact,
    dates,
    decisions,
    experiments,
    kaggle,
    layout,
    lifecycle,
    links,
    publications,
    skills,
    structure,
    summary,
    wording,
)
from resume_tex.rules.base import Rule

FAMILIES: tuple[ModuleType, ...] = (
    summary,
    bullets,
    lifecycle,
    decisions,
    experiments,
    publications,
    skills,
    kaggle,
    contact,
    dates,
    structure,
    wording,
    links,
    layout,
)
"""Every family, in the order in which reports and documentation show them."""

FAMILY_NAMES: tuple[str, ...] = tuple(family.__name__.rsplit(".", 1)[-1] for family in FAMILIES)


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, by family."""
    return tuple(rule for family in FAMILIES for rule in family.RULES)


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Rule]:
    return {rule.code: rule for rule in all_rules()}


def find_rule(code: str) -> Rule | None:
    """Return the rule with this code."""
    return _by_code().get(code)


def match(names: Iterable[str]) -> frozenset[str]:
    """Return the codes that the names mean, each a code or a family; names that mean nothing add nothing."""
    wanted = set(names)
    return frozenset(code for code in _by_code() if code in wanted or code.partition(".")[0] in wanted)

"""Rules about Kaggle: a result is worth a line early in a career, and only near the top."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resume_tex.diagnostics import Path, Severity
from resume_tex.rules.base import Finding, Rule, RuleContext, rule
from resume_tex.rules.field_texts import FieldText, Kind, ResumeTexts
from resume_tex.rules.lazy_pattern import LazyPattern

_EXPERIENCED = 3.0
_NEAR = 90
"""Characters on either side of the word in which its result stands."""
_KAGGLE = LazyPattern(r"\bkaggl(?:e|er|ers|ing)\b", re.IGNORECASE)
_RESULT = LazyPattern(
    r"\btop[- ]\d|\bmedal|\bgold\b|\bsilver\b|\bbronze\b|\b(?:grand)?master\b|\bexpert\b|\bcontributor\b|\branked|\brank\b|"
    r"\bplace[d]?\b|\b\d+(?:st|nd|rd|th)\b|\bwinner|\bwon\b|\bcompetitions?\b|\bcompeted\b|\bleaderboard|\bfinalist|"
    r"\bcompetitor\b|\bchallenges?\b",
    re.IGNORECASE,
)
_OWN_COMPETITION = LazyPattern(
    r"\b(?:hosted|organi[sz]ed|host|organi[sz]er|designed|set|launched|sponsored|judge[d]?)\b", re.IGNORECASE
)
_GRANDMASTER = LazyPattern(r"\bgrand-?\s?master\b", re.IGNORECASE)
_TOP = LazyPattern(
    r"\bgrand-?\s?master\b|\bgold\b|\btop[- ](?:1|0?\.\d+|one)\s?(?:%|percent|per cent)|"
    r"\b(?:won|winner|winning|1st|first) (?:place|prize|the|of)\b|\b(?:1st|first)[- ]place\b|\bwinner\b",
    re.IGNORECASE,
)
_PLACE = LazyPattern(
    r"(?P<place>\d[\d,]*)(?:st|nd|rd|th)?\s*(?:place\s*)?(?:/|of|out of|among)\s*(?:over\s*)?(?P<field>\d[\d,]*)",
    re.IGNORECASE,
)
_TOP_SHARE = 0.01
_READ = frozenset({Kind.BULLET, Kind.PROSE, Kind.TITLE, Kind.KEYWORD, Kind.NAME})


def _results(context: RuleContext) -> Iterator[tuple[FieldText, str]]:
    """Yield the texts that tell of a result on Kaggle, each with what the whole entry says of it."""
    texts = context.facts.texts
    if "kaggl" not in texts.all_lower:
        return
    entries = None
    for field in texts.all:
        if field.kind not in _READ or (found := _KAGGLE.search(field.text)) is None:
            continue
        near = field.text[max(found.start() - _NEAR, 0) : found.end() + _NEAR]
        entry = near
        if field.path[0] in {"awards", "certificates", "projects", "interests"}:
            # the place may stand in another field of the entry than the word
            entries = entries or _texts_by_entry(texts)
            entry = " ".join(entries[field.path[:2]])
        if _RESULT.search(entry) and not _OWN_COMPETITION.search(near):
            yield field, entry


def _texts_by_entry(texts: ResumeTexts) -> dict[Path, list[str]]:
    out: dict[Path, list[str]] = {}
    for field in texts.all:
        out.setdefault(field.path[:2], []).append(field.text)
    return out


@rule(Severity.WARNING)
def experienced(context: RuleContext) -> Iterator[Finding]:
    """With three years in production, Kaggle results give way to the work.

    Why:
        A competition shows what one can do with data that others have cleaned. After some years in production it takes the
        place of something stronger. A Grandmaster's title stands at any age.

    Weak:
        - |
          work: [{name: Getir, position: ML Engineer, startDate: 2020-02, endDate: 2026-01}]
          awards: [{title: Kaggle gold medal, summary: Bird sounds.}]
        - |
          work: [{name: Getir, startDate: 2018, endDate: 2023, highlights: ["Ranked 12th of 3,400 in a Kaggle contest on store sales."]}]
        - |
          work: [{name: Rappi, position: Data Scientist, startDate: 2021-01, endDate: 2026-02}]
          projects: [{name: Kaggle competitions, description: Top 4% in two tabular competitions.}]

    Strong:
        - |
          work: [{name: Getir, position: ML Engineer, startDate: 2020-02}]
          awards: [{title: Kaggle Grandmaster, date: 2019}]
        - |
          work: [{name: Getir, startDate: 2018, highlights: ["Pre-trained on Kaggle data before our labels arrived, saving 2 months."]}]
        - |
          work: [{name: Getir, position: ML Engineer, startDate: 2025-02}]
          awards: [{title: Kaggle gold medal, summary: Bird sounds.}]

    Source:
        Advice of hiring managers for machine learning.
    """
    years = context.facts.years_experience
    if years < _EXPERIENCED:
        return
    for field, entry in _results(context):
        if not _GRANDMASTER.search(entry):
            message = f"With {years:.0f} years of work, a Kaggle result takes the place of stronger work. Leave it out."
            yield Finding(field.path, message, _words(field))


@rule(Severity.WARNING)
def not_top(context: RuleContext) -> Iterator[Finding]:
    """A Kaggle result is in the top 1%, a gold medal or a Grandmaster's title.

    Why:
        Thousands reach the top tenth of a competition. The top hundredth is rare enough to be asked about.

    Weak:
        - |
          work: [{name: Ola, position: ML Engineer, startDate: 2025-01}]
          awards: [{title: Kaggle bronze medal, date: 2024}]
        - |
          projects: [{name: Store sales forecast, description: Kaggle competition on 54 shops; top 8%.}]
        - |
          basics: {summary: "Graduate in statistics, Kaggle Expert, looking at fraud."}

    Strong:
        - |
          projects: [{name: Store sales forecast, description: "Kaggle competition on 54 shops: top 1% of 6,200 teams."}]
        - |
          awards: [{title: Kaggle gold medal, date: 2024}]
        - |
          awards: [{title: "9th of 2,900 teams, Kaggle whale calls", date: 2025}]
        - |
          projects: [{name: tinyfeatures, description: "Feature library with 900 stars, tried on Kaggle data."}]

    Source:
        Advice of hiring managers for machine learning.
    """
    if context.facts.years_experience >= _EXPERIENCED:
        return  # `experienced` advises to leave it out altogether
    for field, entry in _results(context):
        if not _TOP.search(entry) and not _near_the_top(entry):
            message = "Keep a Kaggle result only at the top 1%, gold or Grandmaster; tell instead what you built and what came of it."
            yield Finding(field.path, message, _words(field))


def _near_the_top(text: str) -> bool:
    for found in _PLACE.finditer(text):
        place, field = (int(found[name].replace(",", "")) for name in ("place", "field"))
        if 0 < place <= max(field * _TOP_SHARE, 1):
            return True
    return False


def _words(field: FieldText) -> tuple[str, ...]:
    found = _KAGGLE.search(field.text)
    return (found[0],) if found else ()


RULES: tuple[Rule, ...] = (experienced, not_top)

"""Rules about the order and the contents of sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from resume_tex.diagnostics import Path, Severity
from resume_tex.document.models import SECTIONS, Entry, Highlight, Skill
from resume_tex.rules.base import Finding, LayoutFacts, OrderFix, Rule, RuleContext, rule
from resume_tex.rules.entry_names import entry_name
from resume_tex.rules.lazy_pattern import LazyPattern

_WORK_LEADS_AFTER = 2.0
_SENIOR = 5.0
_OLD_AFTER = 10.0
_DAYS_IN_YEAR = 365.25
_MOST_OLD_BULLETS = 2
_OFFERED = r"(?:gladly |readily |also )?(?:available|provided|furnished|supplied|given|sent)(?: \w+)? (?:up)?on (?:request|demand)"
_REFERENCES = LazyPattern(
    rf"\b(?:references?|referees|contacts)\b(?: (?:are|is|will be|can be|may be))? {_OFFERED}|"
    r"(?:\A|[.;|•] ?)\W*(?:references?|referees) (?:up)?on (?:request|demand)(?=\W*(?:\Z|[.;|•]))",
    re.IGNORECASE,
)
_IN_REFERENCES = LazyPattern(rf"\b{_OFFERED}|\A\W*(?:up)?on (?:request|demand)\W*\Z", re.IGNORECASE)


@rule(Severity.INFO, fixable=True)
def section_order(context: RuleContext) -> Iterator[Finding]:
    """With two years of work behind you, work stands before education.

    Why:
        The first third of the page is what everyone reads. After two years a job says more than a degree.

    Weak:
        - |
          work: [{name: Stripe, startDate: 2021-04}]
          meta: {resumeTex: {sections: [education, work, skills]}}
        - |
          work: [{name: Twilio, startDate: 2019, endDate: 2024}]
          meta: {resumeTex: {sections: [summary, skills, education, publications, work]}}
        - |
          work: [{name: Epic, startDate: 2023-01, endDate: 2026-01}]
          meta: {resumeTex: {sections: [education, skills]}}

    Strong:
        - |
          work: [{name: Stripe, startDate: 2021-04}]
          meta: {resumeTex: {sections: [work, skills, education]}}
        - |
          work: [{name: Stripe, startDate: 2025-09}]
          meta: {resumeTex: {sections: [education, work]}}
        - |
          work: [{name: Stripe, startDate: 2021-04}]
          meta: {resumeTex: {sections: [summary, work]}}

    Source:
        Advice of recruiters in industry.
    """
    sections = context.resume.settings.sections
    if "education" not in sections or not context.resume.work:
        return
    place = sections.index("education")
    before = "work" in sections[:place]
    if not before and context.facts.years_experience >= _WORK_LEADS_AFTER:
        years = int(context.facts.years_experience)
        message = (
            f"With {years} years of work, put `work` before `education`: the first section is the one that is read."
        )
        yield Finding(("meta", "resumeTex", "sections", place), message, ("education",), fix=_work_first(sections))


def _work_first(sections: Sequence[str]) -> OrderFix | None:
    """Return the order with `work` where `education` was; none when `work` is not among the sections."""
    if "work" not in sections:
        return None
    place, work = sections.index("education"), sections.index("work")
    rest = [index for index in range(len(sections)) if index != work]
    return OrderFix(("meta", "resumeTex", "sections"), (*rest[:place], work, *rest[place:]))


@rule(Severity.WARNING)
def empty(context: RuleContext) -> Iterator[Finding]:
    """Every section and entry has something in it.

    Why:
        An empty section, entry or bullet prints as a hole, or as a heading with nothing under it.

    Weak:
        - |
          basics: {name: Ada Park}
          awards: []
        - |
          work:
            - {name: Deezer, startDate: 2021, highlights: ["Cut skips by 4%.", ""]}
        - |
          skills:
            - {name: Languages, keywords: [Python]}
            - {name: Serving, keywords: []}
        - |
          projects:
            - {name: "", highlights: []}

    Strong:
        - |
          basics: {name: Ada Park}
        - |
          work:
            - {name: Deezer, position: Analyst, startDate: 2012, endDate: 2014}
        - |
          interests: [{name: Fell running}]
          languages: [{language: Korean}]
        - |
          publications: []

    Source:
        Usual practice.
    """
    resume = context.resume
    for section in SECTIONS:
        entries: list[Entry] = getattr(resume, section)
        if not entries:
            if section in resume.model_fields_set and section != "publications":  # publications.empty says more
                yield Finding((section,), f"The section `{section}` is empty. Fill it, or remove the key.")
            continue
        listed = (
            section == "skills" and not context.facts.skills.items
        )  # every skill an entry of its own: skills.flat says so
        for index, entry in enumerate(entries):
            yield from _holes((section, index), entry, listed=listed)


def _holes(path: Path, entry: Entry, *, listed: bool) -> Iterator[Finding]:
    if not any(_holds_text(value) for name, value in entry if name not in {"tags", "stage"}):
        yield Finding(path, "This entry says nothing. Fill it, or remove it.")
        return
    if isinstance(entry, Skill) and not any(map(_holds_text, entry.keywords)) and not listed:
        name = entry_name(entry, "This category")
        yield Finding(path, f"{name} names no skill. List some under `keywords`, or remove the category.")
        return
    for number, highlight in enumerate(getattr(entry, "highlights", [])):
        if not _holds_text(highlight):
            yield Finding((*path, "highlights", number), "This bullet is empty. Write it, or remove it.")


def _holds_text(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, Highlight):
        return bool(value.text.strip())
    if isinstance(value, list):
        return any(map(_holds_text, value))
    return value is not None


@rule(Severity.WARNING)
def references(context: RuleContext) -> Iterator[Finding]:
    """Nobody needs to read that references are available on request.

    Why:
        Everyone knows, and whoever wants them asks. The line is free for something better.

    Weak:
        - |
          references: [{reference: References available upon request.}]
        - |
          references: [{name: References, reference: Will be provided on request}]
        - |
          interests: [{name: "Chess; references furnished on request"}]

    Strong:
        - |
          references: [{name: Ines Duarte, reference: "She found in a week what we had looked for all year."}]
        - |
          work: [{name: Adobe, startDate: 2020, highlights: ["Served references on request from a cache, saving $90K a year."]}]
        - |
          basics: {summary: "Search engineer at a reference library; documents delivered on demand within 2 s."}

    Source:
        Advice of recruiters.
    """
    if "request" not in context.facts.texts.all_lower and "demand" not in context.facts.texts.all_lower:
        return
    for field in context.facts.texts.all:
        pattern = _IN_REFERENCES if field.path[0] == "references" else _REFERENCES
        if (found := pattern.search(field.text)) is not None:
            message = "Leave out that references are available: everyone assumes it, and the line is free for something that is yours."
            yield Finding(field.path, message, (found[0].strip(),))


@rule(Severity.INFO, needs_layout=True)
def interests(context: RuleContext) -> Iterator[Finding]:
    """Interests are the first to go when a senior resume is too long.

    Why:
        At five years of work and more, a bullet that falls off the page would say more than a hobby.

    Weak:
        - |
          work: [{name: Blizzard, startDate: 2018}]
          interests: [{name: Bouldering}]
          x-layout: {pages: 2, last_page_fill: 0.4}
        - |
          work: [{name: HubSpot, startDate: 2008}]
          interests: [{name: Jazz piano}, {name: Beekeeping}]
          meta: {resumeTex: {pages: 2}}
          x-layout: {pages: 3, last_page_fill: 0.5}
        - |
          work: [{name: Etsy, startDate: 2019-06}]
          interests: [{name: Letterpress, keywords: [wood type]}]
          meta: {resumeTex: {pages: 1}}
          x-layout: {pages: 2, last_page_fill: 0.3, overflow_lines: 4}

    Strong:
        - |
          work: [{name: Blizzard, startDate: 2018}]
          interests: [{name: Bouldering}]
          x-layout: {pages: 1}
        - |
          work: [{name: Blizzard, startDate: 2025}]
          interests: [{name: Bouldering}]
          x-layout: {pages: 2, last_page_fill: 0.4}
        - |
          work: [{name: HubSpot, startDate: 2008}]
          interests: [{name: Jazz piano}]
          x-layout: {pages: 2, last_page_fill: 0.9}

    Source:
        Advice of recruiters in industry.
    """
    layout, years = context.layout or LayoutFacts(1), context.facts.years_experience
    limit = context.resume.settings.pages or (1 if years < _OLD_AFTER else 2)
    if context.resume.interests and years >= _SENIOR and layout.pages > limit:
        pages = "1 page" if limit == 1 else f"{limit} pages"
        yield Finding(
            ("interests",), f"The resume is longer than {pages}. Leave out the interests before you cut a bullet."
        )


@rule(Severity.INFO)
def old_detail(context: RuleContext) -> Iterator[Finding]:
    """A job that ended over ten years ago has at most two bullets.

    Why:
        Tools and problems of that time are seldom those of the next job. The room belongs to the last five years.

    Weak:
        - |
          work:
            - {name: Nokia, startDate: 2009, endDate: 2013, highlights: [Ported Qt., Wrote codecs., Ran builds.]}
        - |
          work:
            - {name: Zynga, startDate: 2021}
            - {name: Sony, startDate: 2006-02, endDate: 2011-07, highlights: [a, b, c, d, e]}
        - |
          work:
            - {name: SAP, startDate: 2010-01, endDate: 2015-12, highlights: [One., Two., Three.]}

    Strong:
        - |
          work:
            - {name: Nokia, startDate: 2009, endDate: 2013, highlights: [Ported Qt., Wrote codecs.]}
        - |
          work:
            - {name: Zynga, startDate: 2012, endDate: 2021, highlights: [a, b, c, d]}
        - |
          work:
            - {name: SAP, startDate: 2010-01, endDate: 2016-11, highlights: [One., Two., Three.]}

    Source:
        Advice of recruiters in industry.
    """
    for job in context.facts.jobs:
        bullets = len(job.work.highlights)
        if job.end is None or job.current or bullets <= _MOST_OLD_BULLETS:
            continue
        years = (context.today - job.end).days / _DAYS_IN_YEAR
        if years > _OLD_AFTER:
            name = entry_name(job.work, "This job")
            message = f"{name} ended {int(years)} years ago and has {bullets} bullets. Keep the best one or two."
            yield Finding(("work", job.index, "highlights"), message)


RULES: tuple[Rule, ...] = (section_order, empty, references, interests, old_detail)

"""Rules about the time between jobs and shared by them. A date of a year alone is read in the person's favour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from resume_tex.diagnostics import Severity
from resume_tex.document.dates import PartialDate
from resume_tex.document.models import Education, Work
from resume_tex.document.models.sections import Dated
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.dates.entries import dated_entries
from resume_tex.rules.entry_names import entry_name
from resume_tex.rules.lazy_pattern import LazyPattern

_LONGEST_GAP = timedelta(days=186)
_LONGEST_OVERLAP = timedelta(days=62)
_FORGOTTEN_AFTER = 10
"""Years after which nobody asks about a gap."""
_DAYS_IN_MONTH = 30.44
_MOST_JOBS = 60
"""Jobs beyond which nobody's career is compared pair by pair."""
_NOT_FULL_TIME = LazyPattern(
    r"part[- ]time|free-?lanc|contract|consult|advis|intern\b|internship|trainee|apprentic|student|assistant|thesis|"
    r"founder|owner|self-?employed|board|mentor|volunteer|lectur|instructor|teach|tutor|fellow|resident|visiting|"
    r"adjunct|sabbatical|secondment|side project|open[- ]source|maintainer|angel|scout|reserve|ph\.?d|doctora|postdoc",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Span:
    """A job's or degree's time, in the reading that is kindest to the person.

    Attributes:
        latest_start: The latest day it may have started.
        earliest_start: The earliest.
        earliest_end: The earliest day it may have ended; today when it goes on.
        latest_end: The latest.
    """

    earliest_start: date
    latest_start: date
    earliest_end: date
    latest_end: date


def _span(start: PartialDate | None, end: PartialDate | None, today: date) -> _Span | None:
    if start is None:
        return None
    latest_start = min(start.last_day(), max(today, start.first_day()))
    if end is None:
        return _Span(start.first_day(), latest_start, max(today, start.first_day()), max(today, latest_start))
    return _Span(start.first_day(), latest_start, end.first_day(), end.last_day())


def _spans(entries: list[Work], today: date) -> list[tuple[int, Work, _Span]]:
    if len(entries) > _MOST_JOBS:
        return []
    found = ((index, entry, _span(entry.startDate, entry.endDate, today)) for index, entry in enumerate(entries))
    return [(index, entry, span) for index, entry, span in found if span is not None]


@rule(Severity.INFO)
def gap(context: RuleContext) -> Iterator[Finding]:
    """More than six months between two jobs raises a question; a line answers it.

    Why:
        Recruiters look at the dates first and ask about what is missing. Study, care, travel or a venture of your own in
        one line is a better answer than silence. Gaps that ended over ten years ago are left alone.

    Weak:
        - |
          work:
            - {name: Pinterest, startDate: 2023-09}
            - {name: Yelp, startDate: 2019-01, endDate: 2022-06}
        - |
          work:
            - {name: Booking.com, startDate: 2024}
            - {name: Adyen, startDate: 2018, endDate: 2021}
        - |
          work:
            - {name: Waymo, startDate: 2022-05}
            - {name: Bosch, startDate: 2019-03, endDate: 2020-08}
            - {name: Continental, startDate: 2016-01, endDate: 2019-02}

    Strong:
        - |
          work:
            - {name: Pinterest, startDate: 2022-09}
            - {name: Yelp, startDate: 2019-01, endDate: 2022-06}
        - |
          work:
            - {name: Booking.com, startDate: 2021}
            - {name: Adyen, startDate: 2018, endDate: 2021}
        - |
          work:
            - {name: Mistral AI, startDate: 2024-10}
            - {name: Criteo, startDate: 2019-01, endDate: 2022-08}
          education:
            - {institution: EPFL, studyType: MSc, startDate: 2022-09, endDate: 2024-07}
        - |
          work:
            - {name: Nvidia, startDate: 2014-01}
            - {name: ARM, startDate: 2008-01, endDate: 2010-06}

    Source:
        Recruiters' usual practice; six months is the span after which most application forms ask.
    """
    covered: date | None = None
    before: Work | None = None
    for _, work, span in sorted(_spans(context.resume.work, context.today), key=lambda item: item[2].earliest_start):
        if covered is not None and before is not None and span.earliest_start - covered > _LONGEST_GAP:
            yield from _gap(context, (before, covered), (work, span))
        if covered is None or span.latest_end > covered:
            covered, before = span.latest_end, work


def _gap(context: RuleContext, before: tuple[Work, date], after: tuple[Work, _Span]) -> Iterator[Finding]:
    (earlier, ended), (later, span) = before, after
    begun = span.earliest_start
    recent = context.today.year - begun.year <= _FORGOTTEN_AFTER
    if not recent or _explained(context, ended, begun):
        return
    months = round((begun - ended).days / _DAYS_IN_MONTH)
    names = f"{entry_name(earlier, 'one job')} and {entry_name(later, 'the next')}"
    message = f"About {months} months lie between {names}. Say in a line what you did in that time, if you care to."
    index = next(i for i, work in enumerate(context.resume.work) if work is later)
    yield Finding(("work", index, "startDate"), message, (str(later.startDate),))


def _explained(context: RuleContext, begin: date, end: date) -> bool:
    """Tell whether study, voluntary work or a project fills the time so far that no more than six months are left."""
    reached = begin
    spans = [
        _other_span(entry, context.today)
        for _, entry in dated_entries(context.resume, ("education", "volunteer", "projects"))
    ]
    for start, stop in sorted(span for span in spans if span is not None):
        if start - reached <= _LONGEST_GAP and stop > reached:
            reached = stop
    return end - reached <= _LONGEST_GAP


_STUDY = timedelta(days=2 * 366)


def _other_span(entry: Dated, today: date) -> tuple[date, date] | None:
    if entry.startDate is not None:
        end = entry.endDate.last_day() if entry.endDate else today
        return entry.startDate.first_day(), max(end, entry.startDate.first_day())
    if entry.endDate is not None and isinstance(entry, Education):
        return entry.endDate.first_day() - _STUDY, entry.endDate.last_day()
    return None


@rule(Severity.INFO)
def overlap(context: RuleContext) -> Iterator[Finding]:
    """Two full-time jobs overlap by at most a notice period.

    Why:
        Two full-time jobs at once look like a mistake, or like something to explain. If one of them was part-time, a
        contract or advice, its title should say so.

    Weak:
        - |
          work:
            - {name: Etsy, position: ML Engineer, startDate: 2021-03}
            - {name: Chewy, position: ML Engineer, startDate: 2018-05, endDate: 2021-12}
        - |
          work:
            - {name: Klarna, position: Senior Data Scientist, startDate: 2020-01}
            - {name: iZettle, position: Data Scientist, startDate: 2017-06}
        - |
          work:
            - {name: Shopify, position: Staff ML Engineer, startDate: 2020}
            - {name: Kijiji, position: ML Engineer, startDate: 2016, endDate: 2022}

    Strong:
        - |
          work:
            - {name: Etsy, position: ML Engineer, startDate: 2021-03}
            - {name: Chewy, position: ML Engineer, startDate: 2018-05, endDate: 2021-04}
        - |
          work:
            - {name: Shopify, position: Staff ML Engineer, startDate: 2021}
            - {name: Kijiji, position: ML Engineer, startDate: 2016, endDate: 2021}
        - |
          work:
            - {name: Klarna, position: Senior Data Scientist, startDate: 2020-01}
            - {name: Stealth start-up, position: Technical advisor, startDate: 2017-06}
        - |
          work:
            - {name: Google, position: Staff Engineer, startDate: 2022-01}
            - {name: Google, position: Senior Engineer, startDate: 2019-01, endDate: 2022-06}

    Source:
        Recruiters' usual practice.
    """
    jobs = [job for job in _spans(context.resume.work, context.today) if _full_time(job[1])]
    for (i, first, a), (j, second, b) in combinations(jobs, 2):
        shared = min(a.earliest_end, b.earliest_end) - max(a.latest_start, b.latest_start)
        if shared <= _LONGEST_OVERLAP or _same_employer(first, second):
            continue
        index, job, other = (i, first, second) if a.earliest_start >= b.earliest_start else (j, second, first)
        months = round(shared.days / _DAYS_IN_MONTH)
        names = f"{entry_name(job, 'this job')} and {entry_name(other, 'the job before')}"
        message = f"{names} overlap by about {months} months. Mend a date, or say in the title which was part-time or a contract."
        yield Finding(("work", index, "startDate"), message, (str(job.startDate),))


def _full_time(work: Work) -> bool:
    return not any(
        _NOT_FULL_TIME.search(text) for text in (work.position, work.name, work.summary, work.description) if text
    )


def _same_employer(first: Work, second: Work) -> bool:
    a, b = ((work.name or "").lower().strip() for work in (first, second))
    return bool(a) and bool(b) and (a == b or a.startswith(b) or b.startswith(a))

"""Rules about the order and the form of dates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from resume_tex.diagnostics import Severity
from resume_tex.document.models.sections import Dated
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.dates.entries import dated_entries
from resume_tex.rules.entry_names import entry_name

_DATED = ("work", "volunteer", "education", "projects")
_STARTED = ("work", "volunteer", "projects")
"""Sections whose entries cannot start in the future; a degree can."""


@rule(Severity.ERROR)
def order(context: RuleContext) -> Iterator[Finding]:
    """An entry ends after it starts, and starts no later than today.

    Why:
        A reader who meets an impossible date stops trusting the other dates, and a tracking system may drop the entry.

    Weak:
        - |
          work:
            - {name: Lyft, position: ML Engineer, startDate: 2023-05, endDate: 2021-02}
        - |
          work:
            - {name: Instacart, position: Senior ML Engineer, startDate: 2032-01}
        - |
          education:
            - {institution: ETH Zurich, studyType: MSc, startDate: 2019, endDate: 2017}
        - |
          projects:
            - {name: tinyrank, startDate: 2024-09, endDate: 2024-03}

    Strong:
        - |
          work:
            - {name: Lyft, position: ML Engineer, startDate: 2021-02, endDate: 2023-05}
        - |
          work:
            - {name: Contract for a bank, position: ML Engineer, startDate: 2026-06, endDate: 2026-06}
        - |
          work:
            - {name: Grab, position: ML Engineer, startDate: 2021-06, endDate: 2021}
        - |
          education:
            - {institution: ETH Zurich, studyType: PhD, startDate: 2026-09, endDate: 2030}

    Source:
        Common sense; JSON Resume leaves the order of startDate and endDate open.
    """
    for path, entry in dated_entries(context.resume, _DATED):
        start, end = entry.startDate, entry.endDate
        if start is None:
            continue
        if end is not None and end.last_day() < start.first_day():
            message = (
                f"This ends in {end}, before it starts in {start}. Swap the two dates, or mend the one that is wrong."
            )
            yield Finding((*path, "endDate"), message, (str(end),))
        elif path[0] in _STARTED and start.first_day() > context.today:
            message = (
                f"This starts in {start}, which is still to come. Mend the year, or leave the entry out until then."
            )
            yield Finding((*path, "startDate"), message, (str(start),))


@rule(Severity.WARNING)
def precision(context: RuleContext) -> Iterator[Finding]:
    """All jobs give months, or all give years alone.

    Why:
        Months in one job and a bare year in the next look as if the second hid something; one form throughout reads
        calmly. Degrees and papers may have a year alone in any case.

    Weak:
        - |
          work:
            - {name: DoorDash, startDate: 2022-04}
            - {name: Uber, startDate: 2018, endDate: 2022}
        - |
          work:
            - {name: Spotify, startDate: 2021-01}
            - {name: King, startDate: 2018-03, endDate: 2021}
        - |
          work:
            - {name: Ocado, startDate: 2023}
            - {name: Arm, startDate: 2020-02, endDate: 2022-12}
            - {name: Sky, startDate: 2017-09, endDate: 2020-01}

    Strong:
        - |
          work:
            - {name: DoorDash, startDate: 2022-04}
            - {name: Uber, startDate: 2018-01, endDate: 2022-03}
        - |
          work:
            - {name: DoorDash, startDate: 2022}
            - {name: Uber, startDate: 2018, endDate: 2022}
        - |
          work:
            - {name: DoorDash, startDate: 2022-04}
          education:
            - {institution: TU Delft, studyType: MSc, endDate: 2022}
          publications:
            - {name: Fast reranking, publisher: SIGIR, releaseDate: 2021}

    Source:
        Usual practice of typographers and recruiters: one form for one kind of fact.
    """
    jobs = [(index, work) for index, work in enumerate(context.resume.work) if work.startDate or work.endDate]
    if not any(d.month for _, work in jobs for d in (work.startDate, work.endDate) if d):
        return
    for index, work in jobs:
        for name, value in (("startDate", work.startDate), ("endDate", work.endDate)):
            if value is not None and value.month is None:
                message = f"This says {value} alone while other jobs give months. Add the month, as in {value}-06, or give years everywhere."
                yield Finding(("work", index, name), message, (str(value),))
                break


@rule(Severity.WARNING)
def sorted_(context: RuleContext) -> Iterator[Finding]:
    """Jobs and degrees stand newest first.

    Why:
        Readers and tracking systems take the first job for the present one. An older job on top hides the work that
        matters.

    Weak:
        - |
          work:
            - {name: Nokia, startDate: 2016-01, endDate: 2019-12}
            - {name: Wolt, startDate: 2020-01}
        - |
          work:
            - {name: Nubank, startDate: 2021}
            - {name: Itaú, startDate: 2014, endDate: 2017}
            - {name: iFood, startDate: 2018, endDate: 2020}
        - |
          education:
            - {institution: University of Warsaw, studyType: BSc, startDate: 2012, endDate: 2015}
            - {institution: University of Warsaw, studyType: MSc, startDate: 2015, endDate: 2017}

    Strong:
        - |
          work:
            - {name: Wolt, startDate: 2020-01}
            - {name: Nokia, startDate: 2016-01, endDate: 2019-12}
        - |
          work:
            - {name: Mentor at a bootcamp, startDate: 2018-01}
            - {name: Nubank, startDate: 2021-02}
        - |
          work:
            - {name: Nubank, position: Lead, startDate: 2021}
            - {name: iFood, startDate: 2019, endDate: 2021}
            - {name: Itaú, startDate: 2019, endDate: 2019}
        - |
          education:
            - {institution: University of Warsaw, studyType: MSc, endDate: 2017}
            - {institution: University of Warsaw, studyType: BSc, endDate: 2015}

    Source:
        The reverse-chronological form that every hiring guide asks for.
    """
    for section in ("work", "education"):
        entries: list[Dated] = getattr(context.resume, section)
        for index, (upper, lower) in enumerate(pairwise(entries)):
            if _newer(lower, upper):
                later, earlier = entry_name(lower, "this entry"), entry_name(upper, "the entry above")
                message = f"{later} is newer than {earlier} and stands below it. Put the newest first."
                yield Finding((section, index + 1), message)


def _newer(lower: Dated, upper: Dated) -> bool:
    """Tell whether `lower` ended surely later than `upper`, and did not start earlier."""
    if upper.endDate is None:
        return False
    if upper.startDate and lower.startDate and lower.startDate.last_day() < upper.startDate.first_day():
        return False
    if lower.endDate is None:
        return lower.startDate is not None
    return lower.endDate.first_day() > upper.endDate.last_day()


@rule(Severity.INFO)
def graduation(context: RuleContext) -> Iterator[Finding]:
    """A degree says when it was finished.

    Why:
        Without a year the reader cannot tell a finished degree from an abandoned one, and some forms reject the entry.

    Weak:
        - |
          education:
            - {institution: Purdue University, studyType: B.S., area: Computer Science}
        - |
          education:
            - {institution: KAIST, studyType: MSc, area: Electrical Engineering, endDate: 2019}
            - {institution: KAIST, studyType: BSc, area: Electrical Engineering}
        - |
          education:
            - {institution: Universidad de Chile, studyType: Ingeniería Civil}

    Strong:
        - |
          education:
            - {institution: Purdue University, studyType: B.S., area: Computer Science, endDate: 2017}
        - |
          education:
            - {institution: Georgia Tech, studyType: OMSCS, startDate: 2024-08}
        - |
          education:
            - {institution: KAIST, studyType: MSc, startDate: 2017, endDate: 2019-02}

    Source:
        Usual fields of application forms.
    """
    for index, degree in enumerate(context.resume.education):
        named = degree.institution or degree.studyType or degree.area
        if named and degree.startDate is None and degree.endDate is None:
            name = entry_name(degree, "This degree")
            message = f"{name} has no date. Add endDate with the year of graduation, or the year you expect."
            yield Finding(("education", index), message)

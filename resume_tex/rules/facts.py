"""What several rules need to know of a resume, worked out once a run: bullets, jobs, years of experience."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from resume_tex.diagnostics import Path
from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.models import Highlight, Resume, Work
from resume_tex.roles.profile import RoleProfile
from resume_tex.rules.field_texts import ResumeTexts
from resume_tex.rules.language import TextAnalysis, analyse
from resume_tex.rules.skill_inventory import SkillInventory

_WORD = re.compile(r"[^\s–—]+")
_DAYS_IN_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class Bullet:
    """One highlight of a job, a project or voluntary work.

    Attributes:
        path: Where it stands.
        text: Its words without markup.
        words: The words of `text`, as written, punctuation included.
        job: Index in `work`, or None for projects and voluntary work.
        current: It belongs to a job that has not ended.
        analysis: What its words say; worked out when asked for.
    """

    path: Path
    text: str
    words: tuple[str, ...]
    job: int | None
    current: bool
    analysis: TextAnalysis = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Job:
    """An entry of `work` with its dates resolved.

    Attributes:
        index: Its index in `work`.
        work: The entry.
        start: The earliest day that its start may mean, or None.
        end: The latest day that its end may mean, today for a current job, or None when its start is not known.
        current: It has a start and no end, or ends in the future.
    """

    index: int
    work: Work
    start: date | None
    end: date | None
    current: bool

    @property
    def months(self) -> float:
        """Return how long it lasted, as far as the dates tell; 0 when they do not."""
        if self.start is None or self.end is None or self.end < self.start:
            return 0.0
        return (self.end - self.start).days / _DAYS_IN_MONTH


class ResumeFacts:
    """Facts of one resume, each worked out when first asked for."""

    def __init__(self, resume: Resume, role: RoleProfile, today: date) -> None:
        self.resume = resume
        self.role = role
        self.today = today

    @cached_property
    def texts(self) -> ResumeTexts:
        """Return every text field of the resume, with its path and kind."""
        return ResumeTexts(self.resume)

    @cached_property
    def skills(self) -> SkillInventory:
        """Return the skills, sorted out by stage and tool."""
        return SkillInventory(self.resume, self.role)

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """Return the jobs, newest first by their dates; those without dates last."""
        jobs = [_job(index, work, self.today) for index, work in enumerate(self.resume.work)]
        return tuple(sorted(jobs, key=lambda job: (job.end or date.min, job.start or date.min), reverse=True))

    def bullets_of(self, job: int) -> tuple[Bullet, ...]:
        """The bullets of an entry of `work`."""
        return self._bullets_by_job.get(job, ())

    @cached_property
    def _bullets_by_job(self) -> dict[int, tuple[Bullet, ...]]:
        found: dict[int, list[Bullet]] = {}
        for bullet in self.bullets:
            if bullet.job is not None:
                found.setdefault(bullet.job, []).append(bullet)
        return {job: tuple(bullets) for job, bullets in found.items()}

    @cached_property
    def bullets(self) -> tuple[Bullet, ...]:
        """Return every bullet of jobs, projects and voluntary work, in document order."""
        current = {job.index for job in self.jobs if job.current}
        foreign = not self.texts.english
        out: list[Bullet] = []
        for index, work in enumerate(self.resume.work):
            out += _bullets(("work", index), work.highlights, index, current=index in current, foreign=foreign)
        for index, volunteer in enumerate(self.resume.volunteer):
            out += _bullets(
                ("volunteer", index), volunteer.highlights, None, current=volunteer.endDate is None, foreign=foreign
            )
        for index, project in enumerate(self.resume.projects):
            out += _bullets(("projects", index), project.highlights, None, current=False, foreign=foreign)
        return tuple(out)

    @cached_property
    def years_experience(self) -> float:
        """Return the years covered by the dates of `work`, each day counted once."""
        total, covered = 0, date.min
        for job in sorted((j for j in self.jobs if j.start and j.end), key=lambda j: j.start or date.min):
            assert job.start is not None
            assert job.end is not None
            begin = max(job.start, covered)
            if job.end > begin:
                total += (job.end - begin).days
                covered = job.end
        return total / 365.25


def gather_facts(resume: Resume, role: RoleProfile, today: date) -> ResumeFacts:
    """Make the facts of a resume; costs nothing until a fact is asked for."""
    return ResumeFacts(resume, role, today)


def _job(index: int, work: Work, today: date) -> Job:
    start = work.startDate.first_day() if work.startDate else None
    if work.endDate is not None:
        end = min(work.endDate.last_day(), today) if work.endDate.first_day() <= today else work.endDate.first_day()
        return Job(index, work, start, end, current=work.endDate.first_day() > today)
    return Job(index, work, start, today if start else None, current=start is not None)


def _bullets(path: Path, highlights: list[Highlight], job: int | None, *, current: bool, foreign: bool) -> list[Bullet]:
    out = []
    for number, highlight in enumerate(highlights):
        text = plain_text(parse_inline(highlight.text)).strip()
        out.append(
            Bullet(
                (*path, "highlights", number),
                text,
                tuple(_WORD.findall(text)),
                job,
                current,
                analyse(text, foreign=foreign),
            )
        )
    return out

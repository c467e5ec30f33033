"""Rules about bullets beside each other: how many a job has, and how they vary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.facts import Bullet, Job

_CURRENT_MIN, _CURRENT_MAX, _OLDER_MAX = 3, 7, 5
_IN_A_JOB, _IN_ALL = 3, 5
_NEW_JOB_MONTHS = 6
_SIMILAR_LENGTH = 0.25


@rule(Severity.INFO)
def repeated_verb(context: RuleContext) -> Iterator[Finding]:
    """Opening verbs vary.

    Why:
        `Built` three times in a row makes three deeds look like one. Another verb often tells more: what was designed, what was
        moved, what was cut.

    Weak:
        - |
          work:
            - startDate: 2021
              highlights:
                - Built pacing by forecast supply; campaigns that run dry by 6 p.m. fell from 28% to 7%.
                - Built a stream in place of the nightly job; sold-out items vanish within 40 s.
                - Built drift checks for 25 countries that have stopped two bad releases.
        - |
          work:
            - startDate: 2021
              highlights:
                - Led four engineers on captions; WER on meetings fell from 18% to 9%.
                - Cut index lag from 9 h to 40 s, so that nobody orders what is sold out.
                - Led the move to one encoder for 14 shops, which closed 11,000 tickets.
                - Led hiring of seven scientists, three of whom lead projects today.
        - |
          work:
            - startDate: 2022
              highlights:
                - Designed pacing as a PI controller; underspend fell from 9% to 1.5%.
                - Designed bid shading that saved 8% of media cost.
                - Cut p99 of auction scoring from 45 to 17 ms with cached towers.
            - startDate: 2018
              endDate: 2021
              highlights:
                - Designed drift checks that have caught two broken upstream tables.
                - Designed the feature store's contracts; upstream incidents fell from 11 to 2.
                - Designed a labelling tool that halved the cost of a label.

    Strong:
        - |
          work:
            - startDate: 2021
              highlights: [Built pacing by forecast supply., Cut lag from 9 h to 40 s., Built the labelling tool., Retired two engines.]
        - |
          work:
            - {startDate: 2022, highlights: [Led hiring of nine., Cut cost by 30%.]}
            - {startDate: 2019, endDate: 2022, highlights: [Led the move to Flink., Rewrote sampling.]}
        - |
          work:
            - startDate: 2021
              highlights: [Manual reviews down 38%., Manual labels halved., Manual overrides scored.]

    Source:
        Common editing advice.
    """
    seen: dict[str, list[Bullet]] = defaultdict(list)
    by_job: dict[tuple[int | None, str], list[Bullet]] = defaultdict(list)
    for bullet in context.facts.bullets:
        verb = bullet.analysis.opening.verb
        if verb is not None and bullet.analysis.opening.tense:
            seen[verb.base].append(bullet)
            by_job[bullet.job, verb.base].append(bullet)
    told: set[str] = set()
    for (job, base), bullets in by_job.items():
        if job is not None and len(bullets) >= _IN_A_JOB:
            told.add(base)
            yield _repeated(bullets, f"{len(bullets)} bullets of this job")
    for base, bullets in seen.items():
        if len(bullets) >= _IN_ALL and base not in told:
            yield _repeated(bullets, f"{len(bullets)} bullets of this resume")


def _repeated(bullets: list[Bullet], where: str) -> Finding:
    words = bullets[-1].analysis.opening.word
    return Finding(
        bullets[-1].path,
        f'{where} open with "{words}". Choose the verb that tells this deed from the others.',
        (words,),
    )


@rule(Severity.WARNING)
def count(context: RuleContext) -> Iterator[Finding]:
    """The current job has three to seven bullets, older ones at most five.

    Why:
        The newest job is what you are hired for. Two bullets there and seven on the one before tell a reader to look backwards.

    Weak:
        - |
          work:
            - name: Bolt
              startDate: 2022-01
              highlights:
                - Cut ETA error by 20% with live traffic features.
                - Rewrote dispatch so that it survives a lost region; recovery takes 40 s.
        - |
          work:
            - name: Bolt
              startDate: 2024-01
              highlights:
                - Cut ETA error by 20% with live traffic features.
                - Rewrote dispatch so that it survives a lost region; recovery takes 40 s.
                - Lowered p99 of matching from 90 to 35 ms in Rust.
            - name: Grab
              startDate: 2019-01
              endDate: 2020-01
              highlights:
                - Lowered p99 of matching from 90 to 35 ms in Rust.
                - Raised driver utilisation by 6% with a forecast per district.
                - Stopped 3 bad releases with a replay of last week's trips.
                - Halved the map bill by caching 80% of routes.
                - Took pricing tests from 14 days to 4 with switchbacks.
                - Trained support on logs, which cut escalations by 25%.
        - |
          work:
            - name: Bolt
              startDate: 2022-01
              highlights:
                - Cut ETA error by 20% with live traffic features.
                - Rewrote dispatch so that it survives a lost region; recovery takes 40 s.
                - Lowered p99 of matching from 90 to 35 ms in Rust.
                - Raised driver utilisation by 6% with a forecast per district.
                - Stopped 3 bad releases with a replay of last week's trips.
                - Halved the map bill by caching 80% of routes.
                - Took pricing tests from 14 days to 4 with switchbacks.
                - Trained support on logs, which cut escalations by 25%.

    Strong:
        - |
          work:
            - {name: Bolt, startDate: 2022-01, highlights: [a1, a2, a3, a4, a5, a6]}
            - {name: Grab, startDate: 2019-01, endDate: 2022-01, highlights: [b1, b2, b3]}
        - |
          work:
            - {name: Bolt, startDate: 2026-03, highlights: [a1]}
            - {name: Grab, startDate: 2019-01, endDate: 2026-02, highlights: [b1, b2, b3, b4, b5]}
        - |
          work:
            - {name: Bolt, startDate: 2022-01, highlights: [a1, a2, a3]}

    Source:
        Common advice on proportion: recent work gets the room.
    """
    jobs = [job for job in context.facts.jobs if job.work.highlights]
    for job in jobs:
        yield from _count_of(job)
    for newer, older in pairwise(jobs):
        if _outweighs(newer, older):
            yield Finding(
                ("work", older.index, "highlights"),
                f"{_name(older)} has {len(older.work.highlights)} bullets, {_name(newer)} after it {len(newer.work.highlights)}. "
                "Give the newer job at least as much room.",
                severity=Severity.INFO,
            )


def _count_of(job: Job) -> Iterator[Finding]:
    path, bullets = ("work", job.index, "highlights"), len(job.work.highlights)
    if job.current and bullets < _CURRENT_MIN and job.months > _NEW_JOB_MONTHS:
        yield Finding(
            path,
            f"{_name(job)} is your current job and has {bullets} {'bullet' if bullets == 1 else 'bullets'}. Write three to seven.",
        )
    elif job.current and bullets > _CURRENT_MAX:
        yield Finding(path, f"{_name(job)} has {bullets} bullets. Keep the seven that matter most for the next job.")
    elif not job.current and bullets > _OLDER_MAX:
        yield Finding(path, f"{_name(job)} has {bullets} bullets. Keep at most five for a job that has ended.")


def _name(job: Job) -> str:
    return job.work.name or "This job"


def _outweighs(newer: Job, older: Job) -> bool:
    if not newer.months or not older.months or newer.months < older.months * (1 - _SIMILAR_LENGTH):
        return False
    return len(older.work.highlights) > len(newer.work.highlights)

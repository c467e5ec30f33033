"""Rules about how bullets are written: verbs, tense, length and number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.bullet_faults import Fault, judge
from resume_tex.rules.facts import Bullet, Job
from resume_tex.rules.language import TextAnalysis
from resume_tex.rules.text.tokens import WORD
from resume_tex.rules.text.verbs import BASE, THIRD

_MIN_WORDS, _MAX_WORDS, _MAX_CHARACTERS = 6, 60, 340
_CURRENT_MIN, _CURRENT_MAX, _OLDER_MAX = 3, 7, 5
_IN_A_JOB, _IN_ALL = 3, 5
_NEW_JOB_MONTHS = 6
_SIMILAR_LENGTH = 0.25
_NUMBERED = frozenset({"type", "phase", "stage", "part", "class", "level", "grade", "tier", "category", "war", "schedule", "title", "article", "tables"})
_MINE = frozenset({"i", "my", "me", "myself", "i'm", "i've"})
_OURS = frozenset({"we", "our", "us", "ours", "ourselves"})


@rule(Severity.WARNING)
def weak_verb(context: RuleContext) -> Iterator[Finding]:
    """The first word is a verb that says what you did.

    Why:
        The first word is read even when the rest is not. `Used`, `handled` and `Preparation of` spend it on nothing. A job told
        throughout in nouns is a style of its own, and so is a plain verb before a result: both pass.

    Weak:
        - Used Terraform, Helm and Argo in the daily work of the platform team.
        - Handled the daily import of clickstream data from the mobile app.
        - Preparation and annotation of image datasets.
        - Maintained more than 3,000 demand models.

    Strong:
        - Made model deployment a pull request, and took the way from notebook to production from 12 days to 3 hours.
        - Calibrated bids per placement; the gap between predicted and paid clicks fell from 11% to 2%.
        - Manual reviews down 38% by learning which alerts investigators always dismissed.

    Source:
        Lists of strong verbs in career guides; here only the weakest are named.
    """
    for bullet in context.facts.bullets:
        verdict = judge(bullet.analysis)
        if verdict.fault is Fault.WEAK_OPENING:
            yield Finding(
                bullet.path,
                f'"{verdict.words[0]}" says that you were busy, not what you did. Open with the change you made, and say what it led to.',
                verdict.words,
            )


@rule(Severity.WARNING)
def tense(context: RuleContext) -> Iterator[Finding]:
    """An ended job is told in the past tense.

    Why:
        Present tense in a job that ended reads as copied from a job description, or as a date forgotten. In the current job both
        stand side by side: what is done in the past tense, what goes on in the present.

    Weak:
        - Manage the feature store on Redis and so keep features under 30 s old.
        - Develops the retraining pipeline, so that models are never older than a day.
        - Build dashboards that cut the weekly review from half a day to 40 minutes.

    Strong:
        - Managed the feature store on Redis and so kept features under 30 s old.
        - Cut the weekly review from half a day to 40 minutes with a tool that groups incidents by cause.
        - Set pacing by forecast supply instead of uniform spend, because campaigns ran dry by 6 p.m.

    Source:
        The convention of English resumes.
    """
    for index, work in enumerate(context.resume.work):
        bullets = [b for b in context.facts.bullets if b.job == index and b.analysis.is_english]
        wrong = _wrong_tense(bullets, ended=work.endDate is not None and not any(b.current for b in bullets))
        for bullet, message in wrong:
            yield Finding(bullet.path, message, (bullet.analysis.opening.word,))


def _wrong_tense(bullets: list[Bullet], *, ended: bool) -> Iterator[tuple[Bullet, str]]:
    present = [b for b in bullets if b.analysis.opening.tense == "present"]
    if ended:
        for bullet in present:
            yield bullet, f'This job has ended, and "{bullet.analysis.opening.word}" is in the present tense. Write it in the past.'
        return
    third = [b for b in present if _form(b.analysis) == THIRD]
    if third and len(third) < len(present):
        for bullet in third:
            yield bullet, f'"{bullet.analysis.opening.word}" is in the third person beside bullets that are not. Use one form in a job.'


def _form(text: TextAnalysis) -> str:
    verb = text.opening.verb
    return THIRD if verb is not None and THIRD in verb.forms else BASE


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
    return Finding(bullets[-1].path, f'{where} open with "{words}". Choose the verb that tells this deed from the others.', (words,))


@rule(Severity.WARNING)
def length(context: RuleContext) -> Iterator[Finding]:
    """A bullet has six to sixty words and fits three lines.

    Why:
        Under six words there is no room for a deed and its result; over three lines nobody finds them.

    Weak:
        - Implemented CI/CD.
        - Halved GPU cost.
        - Designed, developed, tested and deployed ingestion, cleansing, transformation, enrichment and aggregation of data from
          Oracle, DB2, SQL Server, flat files, XML and REST services into the warehouse by means of Spark, Databricks, Data
          Factory, Event Hubs, Key Vault and Logic Apps, gathered requirements from analysts and users, prepared mapping and
          design documents, and cut the nightly load from 9 h to 5 h.

    Strong:
        - Halved labelling cost by pre-segmenting at silences.
        - Abolished the nightly batch window, and with it the 4 a.m. on-call.
        - Replaced the fixed 30-day conversion window with a delayed-feedback model; calibration error on young campaigns
          dropped from 24% to 6%, and advertisers with long purchase cycles spent 11% more.

    Source:
        Three lines of 10 pt text are what eye-tracking studies see people read of a bullet.
    """
    for bullet in context.facts.bullets:
        count = bullet.analysis.word_count
        if not count:
            continue
        if count < _MIN_WORDS:
            yield Finding(bullet.path, f"{count} {'word says' if count == 1 else 'words say'} too little. Add how you did it and what it changed.")
        elif count > _MAX_WORDS or len(bullet.text) > _MAX_CHARACTERS:
            yield Finding(bullet.path, f"{count} words run over three lines. Keep the deed and its result, or make two bullets of it.")


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
    for newer, older in zip(jobs, jobs[1:], strict=False):
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
        yield Finding(path, f"{_name(job)} is your current job and has {bullets} {'bullet' if bullets == 1 else 'bullets'}. Write three to seven.")
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


@rule(Severity.WARNING)
def first_person(context: RuleContext) -> Iterator[Finding]:
    """A bullet does without I and my, and does not open with we.

    Why:
        The resume is yours: the subject is understood. A bullet that opens with `we` hides which part was yours. Within a
        sentence, `our` may name the company's things; `I` and `we` there are worth a look, no more.

    Weak:
        - I replaced the nightly job with a stream, so that sold-out items vanish within a minute.
        - Our team moved ranking to ONNX Runtime, which took p99 from 45 to 17 ms.
        - My rewrite of negative sampling took a training run from 7 h to 95 min.

    Strong:
        - Replaced the nightly job with a stream, so that sold-out items vanish within a minute.
        - Found that 14% of our training labels were late chargebacks, and retrained without them (precision 0.52 to 0.66).
        - Ported scoring off the critical path, as GPU pods idle while they wait for I/O; p99 stays under 250 ms.
        - Cut Type I errors of the launch test from 11% to the nominal 5%.

    Source:
        The convention of English resumes.
    """
    for bullet in context.facts.bullets:
        found = _first_person(bullet.analysis) if bullet.analysis.is_english else None
        if found is not None:
            word, loud = found
            yield Finding(bullet.path, _first_person_advice(word), (word,), severity=None if loud else Severity.INFO)


def _first_person(text: TextAnalysis) -> tuple[str, bool] | None:
    """Return the first word of the first person, and whether the bullet opens with it."""
    quiet = None
    for index, token in enumerate(text.tokens):
        if token.kind != WORD or not _is_first_person(text, index):
            continue
        if index == 0:
            return token.text, True
        if token.lower in _MINE or token.text == "we":
            quiet = quiet or token.text
    return (quiet, False) if quiet else None


def _is_first_person(text: TextAnalysis, index: int) -> bool:
    token = text.tokens[index]
    if token.lower in _MINE:
        return _is_pronoun(text, index)
    return token.lower in _OURS and token.text not in {"US", "WE"}


def _is_pronoun(text: TextAnalysis, index: int) -> bool:
    token = text.tokens[index]
    if token.lower in {"i", "me"} and token.text != {"i": "I", "me": "me"}[token.lower]:
        return False
    after = text.text[token.end : token.end + 1]
    before = text.text[token.start - 1 : token.start]
    named = index > 0 and text.lowers[index - 1] in _NUMBERED
    return not named and after not in {"/", "-", ".", "&", ")"} and before not in {"/", "-", "&", "("}


def _first_person_advice(word: str) -> str:
    if word.lower in _MINE:
        return f'Leave out "{word}": the resume is about you. Open with the verb.'
    return f'"{word}" hides which part was yours. Open with the verb for what you did yourself.'



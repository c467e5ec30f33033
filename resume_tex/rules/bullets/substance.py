"""Rules about what bullets say: a deed and its result, rather than a duty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from resume_tex.diagnostics import Severity
from resume_tex.roles.profile import RoleProfile
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.bullet_faults import Fault, is_short, judge
from resume_tex.rules.facts import Bullet
from resume_tex.rules.language import TextAnalysis
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.text.quantities import PERCENT, POINTS, RATIO, YEAR
from resume_tex.rules.text.tokens import Phrases
from resume_tex.rules.vocabulary import tools_in

_BESIDE = 4
_FEW = 3
_TOOL_LIST = 3
_STRONG_COMPANY, _STRONG_SHARE, _STRONG_RESUME, _ENOUGH_BULLETS = 2, 0.6, 0.75, 5


@rule(Severity.ERROR)
def job_function(context: RuleContext) -> Iterator[Finding]:
    """A bullet says what you did and what came of it, not what the job was.

    Why:
        "Responsible for the ranking models" would be true of whoever held the job, good or bad. A reader who has forty resumes
        to get through skips it. `worked with` and `helped` are let pass where a result follows.

    Weak:
        - Responsible for the maintenance of credit-risk scorecards and their documentation.
        - Worked on feature pipelines for the marketplace search team.
        - Helped the personalisation squad with data questions.
        - Utilised PyTorch and Ray to build pricing models.

    Strong:
        - Worked around a driver bug in the GPU pool by pinning CUDA 12.2, which took failed training jobs from 9% to under 1%.
        - Wrote the labelling tool that helped 40 analysts settle disputes in a day instead of a week.
        - Worked with two dispatchers to relabel 1,800 routes, and so cut false delay alarms by 45%.

    Source:
        Advice common to career offices and hiring managers: accomplishments over responsibilities.
    """
    for bullet in context.facts.bullets:
        verdict = judge(bullet.analysis)
        if verdict.fault is not Fault.DUTY or verdict.duty is None:
            continue
        told = bullet.analysis.has_result
        advice = (
            _lead_with_result(bullet)
            if told
            else "Open with what you built, changed or decided, and end with what it changed."
        )
        yield Finding(
            bullet.path,
            f'"{verdict.duty.words}" names a duty. {advice}',
            verdict.words,
            severity=Severity.WARNING if told else None,
        )


def _lead_with_result(bullet: Bullet) -> str:
    change = bullet.analysis.outcome.change
    if change is None:
        return "Open with your own part in it; the rest of the sentence can stay."
    return f'Open with your own part in it; the result ("{bullet.analysis.words_between(*change)}") is there already.'


@rule(Severity.WARNING)
def no_result(context: RuleContext) -> Iterator[Finding]:
    """A bullet ends with what came of the work.

    Why:
        Without a result a bullet shows that time was spent. A number is a result only with what it measures and what it was
        before; sizes of teams, data and traffic are none. Where there is no number, the effect or the reason will do. Among
        bullets that have results, one without informs only; so does one that opens with a verb of its own, which may well tell a
        result in other words.

    Weak:
        - Implemented learning-to-rank in Elasticsearch with a gradient boosted ensemble.
        - Developed 14 churn models for three business units.
        - Reached an AUC of 0.91 on the delinquency model.
        - Optimised the annotation process, improving efficiency by 30%.

    Strong:
        - Implemented learning-to-rank in Elasticsearch, which lifted add-to-basket from search by 4% over three months.
        - Pruned 40% of the churn model's inputs at no loss, so that marketing can read the rest of them.
        - Refused to ship the delinquency model because its AUC of 0.91 came from a field that is filled in after default.

    Source:
        Hiring managers' advice to quantify impact; the "accomplished X as measured by Y, by doing Z" form used at Google.
    """
    company = _Company(context.facts.bullets)
    for bullet in context.facts.bullets:
        if is_short(bullet.analysis):
            continue  # bullets.length says as much
        if judge(bullet.analysis).fault is Fault.NO_RESULT:
            message, words = _missing_result(bullet.analysis, context.role)
            loud = not company.is_strong(bullet) and _is_plain(bullet.analysis)
            yield Finding(bullet.path, message, words, severity=None if loud else Severity.INFO)


def _is_plain(text: TextAnalysis) -> bool:
    """Tell whether a text without a result is one of a kind that anybody writes.

    It opens with a verb such as `Developed`, claims a gain in something vague, or holds neither a number nor a word of effect.
    A text that opens otherwise and holds either may tell a result in words that the lists do not know.
    """
    verb = text.opening.verb
    if text.outcome.vague is not None or (verb is not None and verb.base in load_lexicon("verbs")["generic"]):
        return True
    return text.outcome.weight <= 0 and not text.metrics


class _Company:
    """How many bullets are sound, in each job and in all."""

    def __init__(self, bullets: tuple[Bullet, ...]) -> None:
        sound = [b.job for b in bullets if judge(b.analysis).fault is None]
        self.sound, self.all = Counter(sound), Counter(b.job for b in bullets)
        self.share = len(sound) / max(1, len(bullets))

    def is_strong(self, bullet: Bullet) -> bool:
        """Tell whether a bullet stands among bullets that have results."""
        sound = self.sound[bullet.job]
        if sound >= _STRONG_COMPANY and sound >= _STRONG_SHARE * self.all[bullet.job]:
            return True
        return self.share >= _STRONG_RESUME and self.all.total() >= _ENOUGH_BULLETS


def _missing_result(text: TextAnalysis, role: RoleProfile) -> tuple[str, tuple[str, ...]]:
    """Return the advice that fits a bullet without a result, and the words that it is about."""
    vague = text.outcome.vague
    if vague is not None:
        words = text.words_between(*vague)
        return f'"{words}" does not say what was measured. Name the measure, with its value before and after.', (words,)
    metrics = [q for q in text.metrics if not text.joined(q.end - 1)]
    values = [q for q in metrics if q.kind in {PERCENT, RATIO, POINTS}]
    if values:
        words = text.words_between(values[0].start, values[0].end)
        return f'"{words}" stands alone. Say what it was before, on which data, and what followed from it.', (words,)
    if metrics:
        words = text.words_between(metrics[0].start, metrics[0].end)
        return f'"{words}" tells a size, not an effect. Add what changed, from what to what, and for whom.', (words,)
    tools = list(tools_in(text, role).values())
    if len(tools) >= _TOOL_LIST:
        return f"{len(tools)} tools and no effect. Name the one that mattered, and say what it made possible.", (
            tools[0],
        )
    return (
        "Nothing here says what came of it. Add the effect: a measure from what to what, or what others can now do.",
        (),
    )


@rule(Severity.WARNING)
def few_metrics(context: RuleContext) -> Iterator[Finding]:
    """At least half of a job's bullets hold a number that measures something.

    Why:
        One measured bullet among five reads as luck. Numbers also let a reader compare the size of your work with theirs.

    Weak:
        - |
          work:
            - position: ML Engineer
              startDate: 2021-02
              endDate: 2024-03
              highlights:
                - Replaced the rules engine with a gradient boosted model because investigators could not keep the rules apart.
                - Moved scoring out of the checkout, so that an outage of ours no longer stops sales.
                - Cut manual reviews of card payments by 30%.
        - |
          work:
            - position: Data Scientist
              startDate: 2019-02
              endDate: 2021-03
              highlights:
                - Retired the nightly export, and with it the morning reconciliation call.
                - Persuaded the buyers to drop manual overrides after showing that they lose to the model.
                - Wrote the backtest that every forecast must now pass before it reaches a planner.
        - |
          work:
            - position: Speech Engineer
              startDate: 2018-01
              endDate: 2020-12
              highlights:
                - Lowered WER on call-centre audio from 18% to 13%.
                - Rewrote the decoder in Rust, since the garbage collector stalled it at peak hours.
                - Found that the hardest test calls were wrongly transcribed, and had them redone.
                - Dropped the second language model, whose gain nobody could reproduce.

    Strong:
        - |
          work:
            - position: ML Engineer
              startDate: 2021-02
              endDate: 2024-03
              highlights:
                - Replaced the rules engine with a gradient boosted model, which caught 22% more fraud at the same review load.
                - Moved scoring out of the checkout, so that an outage of ours no longer stops sales.
                - Cut manual reviews of card payments by 30%.
        - |
          work:
            - position: ML Engineer
              startDate: 2021-02
              endDate: 2024-03
              highlights:
                - Retired the nightly export, and with it the morning reconciliation call.
                - Wrote the backtest that every forecast must now pass before it reaches a planner.
        - |
          work:
            - position: Vision Engineer
              startDate: 2022-01
              highlights:
                - Took defect recall from 88% to 96% at line speed.
                - Trained on 1,400 labelled images and synthetic scratches, because real ones are rare.
                - Made the labelling guide the reference for both plants.

    Source:
        The same advice as bullets.no-result, looked at over a whole job.
    """
    for index, work in enumerate(context.resume.work):
        bullets = context.facts.bullets_of(index)
        if len(bullets) < _FEW or not all(b.analysis.is_english for b in bullets):
            continue
        measured = sum(b.analysis.has_metric for b in bullets)
        if measured * 2 < len(bullets):
            count = "None" if measured == 0 else f"Only {measured}"
            yield Finding(
                ("work", index, "highlights"),
                f"{count} of the {len(bullets)} bullets at {work.name or 'this job'} holds a number. "
                "Give at least half of them a measure: what changed, by how much, over what.",
            )


@rule(Severity.WARNING)
def vague_magnitude(context: RuleContext) -> Iterator[Finding]:
    """Words of amount and of praise stand only beside a figure.

    Why:
        `Significantly` and `various` stand where a number should be, and a reader takes them to hide a small one.
        `State-of-the-art` is a claim against a benchmark: with the figure it is one.

    Weak:
        - Significantly cut the time analysts spend on triage, so that they now close cases the same day.
        - Moved various batch jobs to Dagster, so that failures surface within minutes.
        - Replaced the vendor's model with a cutting-edge transformer, which agents now prefer.

    Strong:
        - Cut triage time significantly, from 40 minutes to 6 a case, so that analysts close cases the same day.
        - Moved several hundred batch jobs (340 by count) to Dagster, so that failures surface within minutes.
        - Replaced the vendor's model with a state-of-the-art conformer (WER of 3.1%), which agents prefer 3 to 1.
        - Fixed a multiple-comparison error in the dashboards, which had declared half of all null tests winners.

    Source:
        Plain-language guides: prefer the figure to the adverb.
    """
    for bullet in context.facts.bullets:
        text = bullet.analysis
        if not text.is_english:
            continue
        found = _vague_words(text)
        if not found:
            continue
        words = ", ".join(f'"{word}"' for word in found)
        backed = text.outcome.change is not None
        yield Finding(
            bullet.path,
            f"{words} {'stands' if len(found) == 1 else 'stand'} in place of a figure. Write how much or how many, or leave it out.",
            tuple(found),
            severity=Severity.INFO if backed else None,
        )


@cache
def _vague() -> Phrases[bool]:
    data = load_lexicon("vague")
    vague = {**dict.fromkeys(data["amounts"], True), **dict.fromkeys(data["praise"], True)}
    return Phrases({**vague, **dict.fromkeys(data["fine"], False)})


def _vague_words(text: TextAnalysis) -> list[str]:
    found = list(_vague().find(text.lowers))
    fine = [(start, end) for start, end, is_vague in found if not is_vague]
    out = []
    for start, end, is_vague in found:
        if (
            is_vague
            and not any(first < end and start < last for first, last in fine)
            and not _has_figure(text, start, end)
        ):
            out.append(text.words_between(start, end))
    return out


def _has_figure(text: TextAnalysis, start: int, end: int) -> bool:
    """Tell whether a number stands beside, or follows in the clause."""
    for quantity in text.quantities:
        if quantity.kind == YEAR:
            continue
        if quantity.start - end in range(2 * _BESIDE + 1) or start - quantity.end in range(_BESIDE):
            return True
    return False

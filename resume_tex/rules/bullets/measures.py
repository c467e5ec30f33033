"""Rules about the measures in bullets: units, baselines, the field's own metrics."""

from __future__ import annotations

from collections.abc import Iterator

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.bullet_faults import judge
from resume_tex.rules.facts import Bullet
from resume_tex.rules.language import TextAnalysis
from resume_tex.rules.text.outcome_words import outcome_words
from resume_tex.rules.text.quantities import BARE, COUNT, MONEY, PERCENT, RATIO, YEAR
from resume_tex.rules.text.tokens import MARK
from resume_tex.rules.vocabulary import vocabulary

_BOUNDED = frozenset(
    {
        "auc",
        "auroc",
        "auprc",
        "ndcg",
        "mrr",
        "kappa",
        "gini",
        "recall",
        "precision",
        "accuracy",
        "iou",
        "miou",
        "dice",
        "map",
        "ks",
    }
)
_RATES = frozenset(
    {
        "accuracy",
        "recall",
        "precision",
        "coverage",
        "uptime",
        "availability",
        "sensitivity",
        "specificity",
        "auc",
        "share",
    }
)
_TO = frozenset({"to", "of", "at", "is", "was", "reached", "from"})
_FULL = 100
_GAIN_REACH = 4
_ENOUGH_BULLETS = 6
_ENOUGH_GAINS = 3


@rule(Severity.INFO)
def no_baseline(context: RuleContext) -> Iterator[Finding]:
    """A gain says how much, and where it matters from what.

    Why:
        "Improved NDCG" may mean anything above zero. A relative change is enough (`by 15%`); a change without a number is not.

    Weak:
        - Improved NDCG of the job search ranker, so that nurses now see posts for ward sisters.
        - Reduced latency by moving feature look-ups into the request batch instead of calling the store per item.
        - Raised conversion among returning visitors because the model no longer forgets them overnight.

    Strong:
        - Improved NDCG@10 of the job search ranker by 6%, so that nurses now see posts for ward sisters.
        - Reduced p99 latency from 180 to 70 ms by moving feature look-ups into the request batch.
        - Halved latency by moving feature look-ups into the request batch.

    Source:
        The habit of papers and reviews: no result without its baseline.
    """
    words = outcome_words()
    for bullet in context.facts.bullets:
        text = bullet.analysis
        if judge(text).fault is not None or text.outcome.change is not None or not text.is_english:
            continue
        for index, verb in enumerate(text.verbs):
            if verb is None or verb.base not in words.change or verb.base in words.unproductive | words.stop:
                continue
            measure = _measure_after(text, index, words.measures)
            if measure is not None:
                said = text.words_between(index, measure + 1)
                yield Finding(
                    bullet.path, f'"{said}": by how much? Give the change, or the value before and after.', (said,)
                )
                break


def _measure_after(text: TextAnalysis, index: int, measures: frozenset[str]) -> int | None:
    reach = min(index + 1 + _GAIN_REACH, len(text.tokens))
    for place in range(index + 1, reach):
        if text.tokens[place].kind == MARK:
            return None
        if text.lowers[place] in measures and not any(
            q.start <= reach + _GAIN_REACH and q.end > index for q in text.quantities
        ):
            return place
    return None


@rule(Severity.INFO)
def unit(context: RuleContext) -> Iterator[Finding]:
    """A measure has its unit, and a rate stays under 100 %.

    Why:
        `AUC to 2` or `accuracy of 120%` makes a reader doubt every other number.

    Weak:
        - Improved AUC to 2 on the churn model, which marketing now uses every week.
        - Lifted recall from 88% to 104% on the defect line.
        - Cut churn by 4 percent while marketing spend fell by 11%.

    Strong:
        - Improved AUC from 0.71 to 0.78 on the churn model, which marketing now uses every week.
        - Lifted recall@100 from 88% to 96% on the defect line.
        - Raised precision of the alert model by 120%, from 0.2 to 0.44.
        - Cut churn by 4% while marketing spend fell by 11%.

    Source:
        What the measures mean: AUC, recall and NDCG end at 1.
    """
    percent_words: list[tuple[Bullet, str]] = []
    percent_signs = False
    for bullet in context.facts.bullets:
        text = bullet.analysis
        for quantity in text.quantities:
            if quantity.kind == PERCENT:
                written = text.words_between(quantity.start, quantity.end)
                percent_signs = percent_signs or "%" in written
                if "cent" in written.lower():
                    percent_words.append((bullet, written))
        yield from _impossible(bullet)
    if percent_signs:
        for bullet, written in percent_words:
            yield Finding(bullet.path, f'"{written}" here, % elsewhere. Write % throughout.', (written,))


def _impossible(bullet: Bullet) -> Iterator[Finding]:
    text = bullet.analysis
    for q in text.quantities:
        if q.value is None or q.start < 2 or text.lowers[q.start - 1] not in _TO:
            continue
        before = text.lowers[max(0, q.start - 6) : q.start]
        written = text.words_between(q.start, q.end)
        if q.kind in {BARE, RATIO} and 1 < q.value < 10 and text.lowers[q.start - 2] in _BOUNDED:
            yield Finding(
                bullet.path,
                f'"{text.lowers[q.start - 2].upper()}" ends at 1, so "{written}" lacks a unit. Write a fraction, points or %.',
                (written,),
            )
        if q.kind == PERCENT and q.value > _FULL and text.lowers[q.start - 1] == "to" and _RATES.intersection(before):
            yield Finding(
                bullet.path, f'A rate cannot be {written}. Check the number, or write "by {written}".', (written,)
            )


@rule(Severity.INFO)
def known_metric(context: RuleContext) -> Iterator[Finding]:
    """A change of a model is told in a measure of the field.

    Why:
        Readers in the field look for AUC, NDCG or WER, for CTR or revenue, for latency or GPU hours. One of them places the work
        at once.

    Weak:
        - Replaced the pricing network with a survival model, because contracts end on known dates.
        - Retrained the classifier on disputed cases too, so that investigators no longer overrule it.
        - Distilled the ranker into a small network, since the old one did not fit on the phone.

    Strong:
        - Replaced the churn model with a survival model, which lifted AUC from 0.71 to 0.78.
        - Distilled the ranker into a network that serves at 9 ms p99 on the phone.
        - Wrote the labelling guide that both plants now follow, because annotators had disagreed on scratches.

    Source:
        The measures are those of the role's profile.
    """
    words = vocabulary(context.role)
    for bullet in context.facts.bullets:
        text = bullet.analysis
        decision = text.decision
        changed = (decision is not None and decision.opens) or (
            text.opening.verb is not None and text.opening.verb.base in _MODEL_VERBS
        )
        if not changed or judge(text).fault is not None or text.outcome.change is not None or not text.is_english:
            continue
        names_model = _MODELS.intersection(text.lowers)
        if names_model and words.metrics.first(text.lowers) is None and not text.metrics:
            families = ", ".join(f"{family.heading} ({family.example})" for family in context.role.metrics[:3])
            yield Finding(
                bullet.path,
                f"Say in a measure of the field what the model gained: {families}.",
                tuple(sorted(names_model)[:1]),
            )


_MODELS = frozenset(
    {
        "model",
        "classifier",
        "ranker",
        "reranker",
        "network",
        "detector",
        "recommender",
        "forecaster",
        "transformer",
        "encoder",
    }
)
_MODEL_VERBS = frozenset(
    {"train", "retrain", "fine-tune", "finetune", "distil", "distill", "calibrate", "replace", "rebuild", "redesign"}
)


@rule(Severity.INFO)
def business_outcome(context: RuleContext) -> Iterator[Finding]:
    """Somewhere a technical gain is tied to a business one.

    Why:
        A model is paid for by what it does to revenue, cost, risk or people's time. One bullet that ties the two together shows
        that you know which gain is worth having.

    Weak:
        - |
          work:
            - startDate: 2021
              highlights:
                - Cut p99 latency of the ranker from 80 to 30 ms.
                - Raised NDCG@10 by 9% with a cross-encoder.
                - Took recall of the matcher from 0.6 to 0.7.
                - Shortened a training run from 9 h to 3 h.
                - Lowered WER by 12% on far-field audio.
                - Halved the parameters of the detector by pruning.
        - |
          work:
            - startDate: 2021
              highlights:
                - Raised mAP by 6 points with synthetic images.
                - Doubled throughput on the Jetson to 46 fps.
                - Cut p99 latency of the ranker from 80 to 30 ms.
                - Shortened a training run from 9 h to 3 h.
                - Took recall of the matcher from 0.6 to 0.7.
                - Lowered RMSE by 12% with holiday features.
        - |
          work:
            - startDate: 2021
              highlights:
                - Lowered WER by 12% on far-field audio.
                - Halved the parameters of the detector by pruning.
                - Raised mAP by 6 points with synthetic images.
                - Doubled throughput on the Jetson to 46 fps.
                - Lowered RMSE by 12% with holiday features.
                - Raised NDCG@10 by 9% with a cross-encoder.

    Strong:
        - |
          work:
            - startDate: 2021
              highlights:
                - Cut p99 latency from 80 to 30 ms.
                - Raised NDCG@10 by 9% and orders per search by 3%.
                - Raised recall from 0.6 to 0.7.
                - Cut training from 9 h to 3 h.
                - Lowered WER by 12%.
                - Halved model size.
        - |
          work:
            - startDate: 2021
              highlights: [Raised AUC from 0.7 to 0.8 and so saved $2M of fraud losses a year., Raised F1 by 8%., Raised recall by 9%.]
        - |
          work:
            - startDate: 2021
              highlights: [Raised AUC from 0.7 to 0.8., Raised F1 by 8%.]

    Source:
        Hiring managers' complaint that candidates cannot say what their model was for.
    """
    bullets = context.facts.bullets
    gains = [b for b in bullets if b.analysis.outcome.change is not None]
    if len(bullets) < _ENOUGH_BULLETS or len(gains) < _ENOUGH_GAINS or any(_is_business(b, context) for b in bullets):
        return
    yield Finding(
        ("work",),
        f"{len(gains)} gains are technical, and none says what it did for the business. Tie one to revenue, cost, risk or people's time.",
    )


def _is_business(bullet: Bullet, context: RuleContext) -> bool:
    text = bullet.analysis
    if any(q.kind == MONEY for q in text.quantities):
        return True
    families = {name for _, _, names in vocabulary(context.role).metrics.find(text.lowers) for name in names}
    return bool(families & {"business", "cost"}) and any(
        q.kind not in {YEAR, BARE, COUNT} or q.value for q in text.quantities
    )

"""Rules about the lifecycle: the bullets together show a system from its data to production."""

from __future__ import annotations

from collections.abc import Iterator

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, Rule, RuleContext, rule
from resume_tex.rules.language import analyse
from resume_tex.rules.lifecycle_report import report_lifecycle
from resume_tex.rules.vocabulary import vocabulary

_ENOUGH_BULLETS = 5
_TOO_MANY_GAPS = 2
_SHARE = 0.2


@rule(Severity.WARNING)
def gap(context: RuleContext) -> Iterator[Finding]:
    """The bullets together show data, features, training, serving, monitoring and experimentation.

    Why:
        Teams hire for the whole loop: a model that nobody feeds, serves or watches is a notebook. One stage may be missing; two
        make a reader wonder who did the rest. `check --report` lists what shows which stage. Where the title names one stage
        (`Inference Engineer`, `Research Scientist`), the rest is a hint.

    Weak:
        - |
          work:
            - startDate: 2021
              highlights:
                - Trained a transformer that agents now use.
                - Trained an ensemble.
                - Fine-tuned BERT.
                - Pruned a network.
                - Distilled a forecaster.
        - |
          work:
            - startDate: 2021
              highlights:
                - Ingested Kafka topics for 9 teams.
                - Trained on tables in dbt.
                - Loaded Snowflake.
                - Wrote SQL for finance.
                - Moved cron to Airflow.
        - |
          work:
            - startDate: 2021
              highlights:
                - Ran Kubernetes for 9 model teams.
                - Cut p99 to 30 ms.
                - Added Docker caching.
                - Served gRPC and REST.
                - Scaled GPU pods.

    Strong:
        - |
          work:
            - startDate: 2021
              highlights:
                - Labelled 40k pages and cleaned the corpus.
                - Added 80 features on Feast.
                - Trained a cross-encoder.
                - Served it at 9 ms p99.
                - Set drift alerts that have stopped two releases.
        - |
          work:
            - startDate: 2021
              highlights:
                - Raised CTR by 9% in an A/B test of a two-tower model.
                - Rewrote sampling of negatives from impressions.
                - Cut p99 to 30 ms on Triton.
                - Retrained on drift instead of weekly.
                - Dropped 60 features by ablation.
        - |
          work: [{startDate: 2025, highlights: [Trained a transformer., Trained an ensemble.]}]

    Source:
        Sculley et al., Hidden Technical Debt in Machine Learning Systems; Breck et al., The ML Test Score.
    """
    if not _applies(context):
        return
    report = report_lifecycle(context.facts, context.role)
    missing = report.missing
    if len(missing) >= _TOO_MANY_GAPS:
        headings = [stage.heading.lower() for stage in missing]
        names = f"{', '.join(headings[:-1])} or {headings[-1]}"
        severity = Severity.INFO if _is_specialist(context) else None
        yield Finding(("work",), f"No bullet shows {names}. {missing[0].advice}", severity=severity)


def _is_specialist(context: RuleContext) -> bool:
    """Tell whether the title, or that of the newest job, names one stage of the lifecycle."""
    jobs = context.facts.jobs
    titles = (context.resume.basics.label, jobs[0].work.position if jobs else None)
    specialists = vocabulary(context.role).specialists
    return any(specialists.first(analyse(title).lowers) is not None for title in titles if title)


def _applies(context: RuleContext) -> bool:
    bullets = context.facts.bullets
    return len(bullets) >= _ENOUGH_BULLETS and all(b.analysis.is_english for b in bullets)


@rule(Severity.WARNING)
def models_only(context: RuleContext) -> Iterator[Finding]:
    """Both modelling and infrastructure have their share of the bullets.

    Why:
        An ML engineer stands between research and platform. Bullets of one kind alone make a researcher or a platform engineer
        of you; to whom has the title of one, that is a hint. Where whole stages are missing, lifecycle.gap says so instead.

    Weak:
        - |
          work:
            - startDate: 2021
              highlights:
                - Trained a transformer on 9M labelled pages.
                - Added 80 features by ablation.
                - Served it to users.
                - Compared 7 classifiers.
                - Fine-tuned BERT.
                - Raised F1 by 4%.
        - |
          work:
            - startDate: 2021
              highlights:
                - Ran Kubernetes and alerts for 9 teams.
                - Cached Docker layers; CI takes 9 min.
                - Backfilled user signals in Spark.
                - Moved cron to Airflow.
                - Shadow traffic caught an overflow.
                - Set GPU quotas in Terraform.
        - |
          work:
            - startDate: 2021
              highlights:
                - Trained detectors on 40k images.
                - Augmented images with keypoints.
                - Compared backbones by recall.
                - Launched it, with drift checks.
                - Raised mean F1 by 4%.
                - Raised IoU by 8% against the vendor.

    Strong:
        - |
          work:
            - startDate: 2021
              highlights: [Trained a transformer., Cut p99 to 30 ms., Set drift alerts., Fine-tuned BERT., Moved cron to Airflow.]
        - |
          work:
            - startDate: 2021
              highlights: [Served a ranker at 9 ms p99., Fine-tuned BERT., Tuned an ensemble., Labelled 9k pages., Raised recall by 4%.]
        - |
          work: [{startDate: 2021, highlights: [Trained a transformer., Fine-tuned BERT.]}]

    Source:
        Job descriptions of the role, which ask for both.
    """
    if not _applies(context):
        return
    if len(report_lifecycle(context.facts, context.role).missing) >= _TOO_MANY_GAPS:
        return
    bullets, words = context.facts.bullets, vocabulary(context.role)
    for phrases, kind, advice in (
        (words.infrastructure, "infrastructure", "Add what you did for serving, pipelines, cost or reliability."),
        (words.modelling, "modelling", "Add which models you trained or changed, and what they gained."),
    ):
        count = sum(phrases.first(b.analysis.lowers) is not None for b in bullets)
        if count < _SHARE * len(bullets):
            few = f"{count} of {len(bullets)} bullets {'is' if count == 1 else 'are'} about {kind}."
            severity = Severity.INFO if _is_specialist(context) else None
            yield Finding(("work",), f"{few} {advice}", severity=severity)


@rule(Severity.WARNING)
def no_production(context: RuleContext) -> Iterator[Finding]:
    """Something says that a model reached production or users.

    Why:
        Without a launch, a load or a user in it, a resume reads as course work. Say where it ran and who used it.

    Weak:
        - |
          work:
            - startDate: 2021
              highlights:
                - Trained a transformer on labelled news.
                - Added n-gram features.
                - Measured drift between years.
                - Compared 7 classifiers on a test set.
                - Wrote a loss function.
        - |
          work:
            - startDate: 2021
              highlights:
                - Raised F1 by 4% on SQuAD.
                - Cleaned the pipeline's corpus, whose leaks inflated scores.
                - Reproduced two papers on pre-training against a baseline.
                - Tuned embeddings.
                - Checked failures by hand.
        - |
          work:
            - startDate: 2021
              highlights:
                - Cleaned 2 TB of text.
                - Labelled 9k pages.
                - Checked drift in Jupyter.
                - Tuned XGBoost features.
                - Evaluated SHAP values.

    Strong:
        - |
          work:
            - startDate: 2021
              highlights: [Launched a transformer in 9 markets., Fine-tuned BERT on news., Tuned an ensemble., Wrote a loss., Compared 7 classifiers.]
        - |
          work:
            - startDate: 2021
              highlights: [Raised F1 by 4%., Surveyed 80 papers., Cut p99 to 30 ms at 2k QPS., Tuned ResNet., Wrote a tutorial.]
        - |
          work:
            - startDate: 2021
              highlights: [Built triage that nurses on five wards use., Labelled 9k pages., Tuned XGBoost., Cleaned notes., Drew plots.]

    Source:
        Hiring managers' first question: did it ship?
    """
    if not _applies(context):
        return
    production = vocabulary(context.role).production
    texts = [b.analysis for b in context.facts.bullets]
    texts += [
        analyse(text)
        for text in (context.resume.basics.summary, *(p.impact for p in context.resume.publications))
        if text
    ]
    if not any(production.first(text.lowers) for text in texts):
        yield Finding(
            ("work",),
            "Nothing says that a model reached production or users. Say what was launched, where it runs and who uses it.",
        )


RULES: tuple[Rule, ...] = (gap, models_only, no_production)

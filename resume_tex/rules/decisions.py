"""Rules about decisions: visible, with what they replaced and why."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, Rule, RuleContext, rule
from resume_tex.rules.bullet_faults import Fault, judge
from resume_tex.rules.language import analyse
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.vocabulary import tools_in

_SENIOR = 3.0
_ENOUGH_BULLETS = 5


@rule(Severity.WARNING)
def unjustified(context: RuleContext) -> Iterator[Finding]:
    """A replacement or migration says why, at what price, or with what result.

    Why:
        Anyone can swap one tool for another. What a senior engineer is paid for is knowing when it is worth it: the constraint,
        the measurement before, the price accepted, the gain after.

    Weak:
        - Migrated model training from on-premise servers to Vertex AI.
        - Switched the acoustic model from an LSTM to a Conformer.
        - Replaced Luigi with Airflow across the pricing pipelines.

    Strong:
        - Replaced Luigi with Airflow after confirming that half of all late runs came from lost retries.
        - Migrated training to Vertex AI spot nodes, cutting its cost by 40%.
        - Switched the acoustic model to a Conformer because the LSTM could not stream below 300 ms.

    Source:
        Design reviews and decision records: no decision without its reason.
    """
    for bullet in context.facts.bullets:
        verdict = judge(bullet.analysis)
        if verdict.fault is Fault.UNJUSTIFIED:
            yield Finding(
                bullet.path,
                f'"{verdict.words[0]}" without a reason or a result. Say what made it worth doing, what it cost, or what it changed.',
                verdict.words,
            )


@rule(Severity.INFO)
def no_alternative(context: RuleContext) -> Iterator[Finding]:
    """A choice names what it was chosen over.

    Why:
        A model or tool chosen without a rival might have been the only one you knew. The alternative that lost is what makes it
        a decision.

    Weak:
        - Chose a graph neural network for mule detection; precision at 100 cases is 0.61.
        - Adopted a temporal fusion transformer for fresh food, so that buyers now see prediction intervals.
        - Selected pgvector for retrieval; it answers within 30 ms at p99, so that agents no longer wait.

    Strong:
        - Chose a graph neural network over hand-built link features; precision at 100 cases rose from 0.44 to 0.61.
        - Adopted Iceberg instead of Hive tables, so that backfills no longer lock readers.
        - Selected pgvector after benchmarking it against two hosted stores; retrieval answers within 30 ms at p99.

    Source:
        Decision records: context, options, choice, consequences.
    """
    words = _words()
    for bullet in context.facts.bullets:
        text = bullet.analysis
        verb = text.opening.verb
        if verb is None or verb.base not in words.choices or not text.has_result or not text.is_english:
            continue
        names_choice = words.architectures.intersection(text.lowers) or tools_in(text, context.role)
        if names_choice and not words.alternatives.intersection(text.lowers):
            word = text.opening.word
            message = f'"{word}" what over what? Name the alternative that lost, or what was there before.'
            yield Finding(bullet.path, message, (word,))


class _Words(NamedTuple):
    choices: frozenset[str]
    alternatives: frozenset[str]
    architectures: frozenset[str]


@cache
def _words() -> _Words:
    data = load_lexicon("decisions")
    return _Words(frozenset(data["choices"]), frozenset(data["alternatives"]), frozenset(data["architectures"]))


@rule(Severity.WARNING)
def none(context: RuleContext) -> Iterator[Finding]:
    """After three years a resume shows at least one decision.

    Why:
        Work that was only carried out is a junior's. From then on a reader looks for a choice that was yours: what you replaced,
        chose, refused or kept, and why.

    Weak:
        - |
          work:
            - startDate: 2020
              highlights:
                - Built 12 dashboards for the risk team.
                - Trained churn models on 40M rows.
                - Deployed 9 models on SageMaker.
                - Automated monthly reports for finance.
                - Monitored 30 pipelines in Airflow.
        - |
          work:
            - startDate: 2019
              endDate: 2024
              highlights:
                - Developed OCR for 14 kinds of invoice.
                - Labelled 9,000 pages with two contractors.
                - Trained detectors with YOLO and Detectron2.
                - Presented results to the board every quarter.
                - Created a web demo with Streamlit.
        - |
          work:
            - startDate: 2018
              highlights: [Built a chatbot., Trained intents on 20k chats., Built the service., Wrote its tests., Built a second one.]

    Strong:
        - |
          work:
            - startDate: 2020
              highlights:
                - Replaced 12 dashboards by one that the risk team opens daily.
                - Trained churn models on 40M rows.
                - Deployed 9 models on SageMaker.
                - Automated monthly reports for finance.
                - Monitored 30 pipelines in Airflow.
        - |
          work:
            - startDate: 2019
              highlights:
                - Kept gradient boosting over a transformer, whose gain was within noise.
                - Trained churn models on 40M rows.
                - Deployed 9 models on SageMaker.
                - Automated monthly reports for finance.
                - Monitored 30 pipelines in Airflow.
        - |
          work:
            - startDate: 2025-01
              highlights: [Built a chatbot., Trained intents on 20k chats., Built the service., Wrote its tests., Built a second one.]

    Source:
        Interview rubrics for senior roles, which ask for decisions and their tradeoffs.
    """
    facts = context.facts
    bullets = [b.analysis for b in facts.bullets]
    if (
        facts.years_experience < _SENIOR
        or len(bullets) < _ENOUGH_BULLETS
        or not all(text.is_english for text in bullets)
    ):
        return
    summary = context.resume.basics.summary
    texts = [*bullets, analyse(summary)] if summary else bullets
    if any(text.decision is not None for text in texts):
        return
    yield Finding(
        ("work",),
        f"No bullet shows a decision in {facts.years_experience:.0f} years of work. Say what you replaced, chose or refused, and why.",
    )


RULES: tuple[Rule, ...] = (unjustified, no_alternative, none)

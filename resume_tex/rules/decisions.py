"""Rules about decisions: visible, with what they replaced and why."""

from __future__ import annotations

from collections.abc import Iterator

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, Rule, RuleContext, rule
from resume_tex.rules.bullet_faults import Fault, judge
from resume_tex.rules.language import TextAnalysis, analyse
from resume_tex.rules.vocabulary import tools_in

_SENIOR = 3.0
_ENOUGH_BULLETS = 5
_CHOICES = frozenset({"choose", "adopt", "select", "introduce"})
_ALTERNATIVES = frozenset(
    {"over", "instead", "rather", "than", "against", "versus", "vs", "replacing", "replaced", "replace", "from", "because", "since", "after", "beat",
     "beats", "beating", "favour", "favor", "place", "where", "alternatives", "compared", "comparing", "comparison", "benchmark", "benchmarks",
     "benchmarking", "which", "lieu", "previous", "former", "existing", "baseline", "not", "as", "before", "was", "among", "between", "of"}
)  # fmt: skip
_ARCHITECTURES = frozenset(
    {"model", "models", "network", "networks", "transformer", "transformers", "architecture", "encoder", "encoders", "ranker", "classifier", "boosting",
     "xgboost", "lightgbm", "catboost", "bert", "lstm", "cnn", "gnn", "bandit", "bandits", "regression", "forest", "conformer", "tower", "database",
     "index", "store", "engine", "framework", "detector", "autoencoder", "factorization", "factorisation", "ensemble"}
)  # fmt: skip


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
    for bullet in context.facts.bullets:
        text = bullet.analysis
        verb = text.opening.verb
        if verb is None or verb.base not in _CHOICES or not text.has_result or not text.is_english:
            continue
        if _ARCHITECTURES.intersection(text.lowers) or _names_tool(text, context):
            if not _ALTERNATIVES.intersection(text.lowers):
                word = text.opening.word
                yield Finding(bullet.path, f'"{word}" what over what? Name the alternative that lost, or what was there before.', (word,))


def _names_tool(text: TextAnalysis, context: RuleContext) -> bool:
    return bool(tools_in(text, context.role))


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
              highlights: [Built a chatbot in Python., Trained intents on 20k chats., Built the REST service., Wrote unit tests for it., Built a second chatbot.]

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
              highlights: [Built a chatbot in Python., Trained intents on 20k chats., Built the REST service., Wrote unit tests for it., Built a second chatbot.]

    Source:
        Interview rubrics for senior roles, which ask for decisions and their tradeoffs.
    """
    facts = context.facts
    bullets = [b.analysis for b in facts.bullets]
    if facts.years_experience < _SENIOR or len(bullets) < _ENOUGH_BULLETS or not all(text.is_english for text in bullets):
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

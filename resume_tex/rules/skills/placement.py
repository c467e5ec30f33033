"""Rules about the place of skills: the order of the stages, and the stage of a tool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, MoveFix, OrderFix, RuleContext, rule
from resume_tex.rules.skill_inventory import Category, Item, Source


@rule(Severity.INFO, fixable=True)
def order(context: RuleContext) -> Iterator[Finding]:
    """The stages follow the pipeline.

    Why:
        The order of the pipeline is the order in which a reader thinks of a system, and the same on every resume.

    Weak:
        - |
          skills:
            - {name: Serving, keywords: [Triton]}
            - {name: Languages, keywords: [Python]}
            - {name: ML frameworks, keywords: [JAX]}
            - {name: Data, keywords: [Beam]}
        - |
          skills:
            - {stage: languages, keywords: [Python]}
            - {stage: data_features, keywords: [Kafka]}
            - {stage: ml_frameworks, keywords: [PyTorch]}
            - {stage: experiment, keywords: [Eppo]}
        - |
          skills:
            - {name: Experimentation, keywords: [Statsig]}
            - {name: Cloud, keywords: [AWS]}
            - {name: Databases, keywords: [ClickHouse]}
            - {name: Programming, keywords: [Scala]}

    Strong:
        - |
          skills:
            - {name: Languages, keywords: [Python]}
            - {name: ML frameworks, keywords: [JAX]}
            - {name: Data, keywords: [Beam]}
            - {name: Serving, keywords: [Triton]}
        - |
          skills:
            - {stage: languages, keywords: [Python]}
            - {stage: serving_infra, keywords: [Docker]}
            - {stage: experiment, keywords: [Eppo]}
        - |
          skills:
            - {name: Modelling, keywords: [PyTorch]}
            - {name: Speech, keywords: [Kaldi]}
            - {name: Data, keywords: [Spark]}

    Source:
        The stages of the role profile.
    """
    ids = [stage.id for stage in context.role.stages]
    skills = context.facts.skills
    placed = [c for c in skills.categories if c.stage is not None and c.source is not Source.CONTENT]
    for upper, lower in pairwise(placed):
        if upper.stage and lower.stage and ids.index(upper.stage.id) > ids.index(lower.stage.id):
            headings = ", ".join(s.heading for s in context.role.stages if s in {c.stage for c in placed})
            names = f"{lower.name or lower.stage.heading} comes before {upper.name or upper.stage.heading}"
            message = f"{names} in the pipeline. The order is: {headings}."
            yield Finding(lower.path, message, fix=OrderFix(("skills",), _pipeline_order(skills.categories, ids)))
            return


def _pipeline_order(categories: Sequence[Category], ids: list[str]) -> tuple[int, ...]:
    """Return the categories' indices by stage; one without a stage stays behind the one before it."""
    ranks, rank = [], -1
    for category in categories:
        if category.stage is not None:
            rank = ids.index(category.stage.id)
        ranks.append(rank)
    return tuple(sorted(range(len(ranks)), key=lambda index: ranks[index]))


@rule(Severity.WARNING, fixable=True)
def misplaced(context: RuleContext) -> Iterator[Finding]:
    """A tool stands under its own stage.

    Why:
        Airflow under Languages makes a reader doubt that its owner has used it. Between other stages a tool may wander, which is
        only mentioned.

    Weak:
        - |
          skills:
            - {name: Languages, keywords: [Python, Airflow]}
            - {name: ML frameworks, keywords: [PyTorch]}
            - {name: Data, keywords: [Kafka]}
            - {name: Serving, keywords: [Docker]}
        - |
          skills:
            - {name: Programming, keywords: [Scala, Linux]}
            - {name: Modelling, keywords: [XGBoost]}
            - {name: Databases, keywords: [Redis]}
            - {name: Experiments, keywords: [CUPED]}
        - |
          skills:
            - {stage: languages, keywords: [Python]}
            - {stage: ml_frameworks, keywords: [JAX, Terraform]}
            - {stage: data_features, keywords: [Beam]}
            - {stage: serving_infra, keywords: [KServe]}

    Strong:
        - |
          skills:
            - {name: Languages, keywords: [Python, CUDA]}
            - {name: Production, keywords: [Airflow, Postgres, Docker]}
        - |
          skills:
            - {name: Data, keywords: [SQL, Redis, Ray]}
            - {name: Serving, keywords: [Redis Streams, Kafka]}
        - |
          skills:
            - {name: Tooling, keywords: [Docker, PyTorch, Bazel]}
            - {name: Languages, keywords: [a tool nobody knows]}

    Source:
        The stages of the role profile.
    """
    for category in context.facts.skills.categories:
        if category.stage is None or category.source is Source.CONTENT:
            continue
        for item in category.items:
            if item.stages and not set(category.stages) & set(item.stages):
                heading = category.name or category.stage.heading
                message = f"{item.name} does not belong under {heading}; move it to {item.stages[0].heading}."
                severity = None if _is_plain(category) else Severity.INFO
                yield Finding(item.path, message, (item.text,), severity, _move(item, context))


def _move(item: Item, context: RuleContext) -> MoveFix | None:
    """Return the move to the first category of the tool's own stage; none if there is no such category."""
    for category in context.facts.skills.categories:
        if category.stage is not None and category.stage.id == item.stages[0].id:
            return MoveFix(item.path, (*category.path, "keywords"))
    return None


def _is_plain(category: Category) -> bool:
    """Tell whether the heading leaves no doubt of what belongs there; between other stages tools wander."""
    return "language" in category.name.lower() or category.source is Source.DECLARED

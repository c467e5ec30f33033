"""Rules about the categories of skills: which stages of the pipeline they are, and which are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.lazy_pattern import LazyPattern
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.skill_inventory import Category, Source

_LOUD_FROM = 3
"""So many missing stages are more than a matter of taste."""


@rule(Severity.ERROR)
def flat(context: RuleContext) -> Iterator[Finding]:
    """Skills are grouped by pipeline stage.

    Why:
        A list of twenty names says that one has heard of twenty things. Grouped by stage it says which parts of a system one
        can own, and a reader finds the one tool that matters.

    Weak:
        - |
          skills:
            - {name: Skills, keywords: [Python, SQL, PyTorch, Spark, Docker, Airflow, AWS, Kafka, MLflow]}
        - |
          skills:
            - {name: Technical, keywords: [Python, PyTorch, Spark, Docker, Kafka, Airflow]}
            - {name: Other, keywords: [MLflow, Git]}
        - |
          skills:
            [{name: Python}, {name: SQL}, {name: PyTorch}, {name: Spark}, {name: Docker}, {name: Airflow}, {name: Kafka}]

    Strong:
        - |
          skills:
            - {name: Languages, keywords: [Python, SQL]}
            - {name: ML frameworks, keywords: [PyTorch, XGBoost]}
            - {name: Data, keywords: [Spark, Airflow]}
            - {name: Serving, keywords: [Docker, Triton]}
            - {name: Experiments, keywords: [MLflow]}
        - |
          skills:
            - {name: Programming, keywords: [Python, C++, Go]}
            - {name: Modelling, keywords: [PyTorch, JAX]}
            - {name: Pipelines and features, keywords: [Beam, BigQuery, Feast]}
            - {name: Other, keywords: [Bazel]}
        - |
          skills: [{name: Skills, keywords: [Python, SQL, PyTorch]}]

    Source:
        Advice of hiring managers for machine learning.
    """
    skills = context.facts.skills
    if not skills.is_flat:
        return
    headings = ", ".join(stage.heading for stage in context.role.stages)
    categories = skills.categories
    if len(categories) == 1:
        said = f"{len(skills.items)} skills stand in one list"
    elif not skills.items:
        said = "Every skill is a category of its own"
    else:
        vague = " and ".join(f"“{c.name}”" for c in categories if c.is_vague and c.name)
        said = f"Most skills stand under {vague or 'no heading'}, which says nothing"
    yield Finding(("skills",), f"{said}. Group them by stage: {headings}.")


@rule(Severity.WARNING)
def unknown_stage(context: RuleContext) -> Iterator[Finding]:
    """Every category is a stage of the role's pipeline.

    Why:
        A category that is no stage ("Office", "Soft skills", "Misc") holds what nobody looks for. Aliases of the stages are
        known, and a category whose tools are known is sorted by them; a category of the field's own is only mentioned.

    Weak:
        - |
          skills:
            - {name: Languages, keywords: [Python, Kotlin]}
            - {name: Models, keywords: [PyTorch]}
            - {name: Data, keywords: [Flink]}
            - {name: MLOps, keywords: [Docker]}
            - {name: Soft skills, keywords: [Mentoring, Negotiation]}
        - |
          skills:
            - {name: Languages, keywords: [Python]}
            - {name: Frameworks, keywords: [PyTorch]}
            - {name: Data, keywords: [dbt]}
            - {name: Evaluation, keywords: [promptfoo]}
            - {name: Office, keywords: [Excel, Outlook]}
        - |
          skills:
            - {name: Languages, keywords: [Python]}
            - {name: Models, stage: model_zoo, keywords: [PyTorch]}
            - {name: Data, keywords: [Flink]}
            - {name: Cloud, keywords: [AWS]}

    Strong:
        - |
          skills:
            - {name: MLOps, keywords: [Kubeflow, Docker]}
            - {name: Programming languages, keywords: [Python]}
        - |
          skills:
            - {name: Retrieval, keywords: [OpenSearch, Qdrant]}
            - {name: Clinical data and standards, keywords: [OMOP, FHIR]}
        - |
          skills:
            - {name: What I deploy with, stage: serving_infra, keywords: [Nomad]}
            - {name: On-device inference, keywords: [Core ML]}

    Source:
        The stages of the role profile.
    """
    skills = context.facts.skills
    if skills.is_flat:
        return
    stages = ", ".join(f"{stage.heading} ({stage.id})" for stage in context.role.stages)
    for category in skills.categories:
        if category.declared and category.source is not Source.DECLARED:
            message = f"{context.role.title} profiles have no stage {category.declared}. Choose one of: {stages}."
            yield Finding((*category.path, "stage"), message, (category.declared,))
        elif category.stage is None and category.items:
            loud = category.is_vague or _NO_STAGE.search(category.name) is not None
            severity = None if loud else Severity.INFO  # a field's own category: only mentioned
            words = (category.name,) if category.name else ()
            yield Finding(category.path, _unknown(category, stages), words, severity=severity)


_NO_STAGE = LazyPattern(
    r"\bsoft\b|\bpersonal|\binterpersonal|\boffice\b|\bmanagement\b|\bcommunication|\bleadership|\bspoken\b|\bhobb|\bcertif|"
    r"\bstrengths?\b|\bmisc|\bother|\bvarious\b|\bproject management|\bbusiness\b|\bpeople\b|\bworkplace\b|\bbuzzwords?\b",
    re.IGNORECASE,
)


def _unknown(category: Category, stages: str) -> str:
    name = f"“{category.name}”" if category.name else "A category without a heading"
    spoken = load_lexicon("skills-headings")["spoken"]
    if all(item.name.lower() in spoken for item in category.items):
        return f"{name} holds languages that you speak: they belong to the section `languages`."
    return f"{name} is no stage of the pipeline. Move its skills, or set `stage` to one of: {stages}."


@rule(Severity.WARNING)
def missing_stage(context: RuleContext) -> Iterator[Finding]:
    """Every stage of the pipeline has a category.

    Why:
        A stage without tools reads as a part of the system that somebody else owned. One gap or two may be a matter of taste
        and are only mentioned; three or more are a warning.

    Weak:
        - |
          skills:
            - {name: Languages, keywords: [Python, SQL]}
            - {name: ML frameworks, keywords: [PyTorch, XGBoost]}
            - {name: Data, keywords: [Spark]}
        - |
          skills:
            - {stage: ml_frameworks, keywords: [TensorFlow]}
            - {stage: serving_infra, keywords: [TensorFlow Serving, Docker]}
        - |
          skills:
            - {name: Languages, keywords: [Python]}
            - {name: Frameworks, keywords: [JAX]}
            - {name: Data, keywords: [Beam, BigQuery]}
            - {name: Experiments, keywords: [Vizier]}

    Strong:
        - |
          skills:
            - {name: Languages, keywords: [Python, SQL]}
            - {name: ML frameworks, keywords: [PyTorch]}
            - {name: Data and features, keywords: [Spark, Feast]}
            - {name: Production, keywords: [Docker]}
            - {name: Evaluation, keywords: [MLflow]}
        - |
          skills:
            - {name: Programming, keywords: [Python]}
            - {name: Models and training, keywords: [PyTorch]}
            - {name: Retrieval, keywords: [OpenSearch, pgvector]}
            - {name: Serving, keywords: [vLLM]}
            - {name: Study design, keywords: [switchback tests]}
        - |
          skills: []

    Source:
        The stages of the role profile.
    """
    skills = context.facts.skills
    if not skills.categories or skills.is_flat:
        return
    present = {stage.id for category in skills.categories for stage in category.stages}
    present |= {item.stages[0].id for item in skills.items if item.stages}  # its tools are there, under another heading
    missing = [stage for stage in context.role.stages if not stage.optional and stage.id not in present]
    if missing:
        names = " and ".join(f"“{stage.heading}”" for stage in missing)
        verb, what = ("has", "one") if len(missing) == 1 else ("have", "one each")
        message = f"{names} {verb} no category. Add {what} with the tools that you used there."
        yield Finding(("skills",), message, severity=None if len(missing) >= _LOUD_FROM else Severity.INFO)

"""Rules about which skills are listed: few, tools rather than fields, and shown by the work."""

from __future__ import annotations

from collections.abc import Iterator

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.skill_inventory import Category, Item
from resume_tex.rules.skills.evidence import Evidence

_MOST = 25
_MOST_IN_STAGE = 8
_STAGE_OF_METHODS = "experiment"
_NAMED = 6
"""So many names fit into a message."""


@rule(Severity.WARNING)
def kitchen_sink(context: RuleContext) -> Iterator[Finding]:
    """At most 25 skills, at most 8 in a stage, and not every rival of one kind.

    Why:
        The longer the list, the less each name is believed. Three clouds or four deep-learning frameworks in a row say that none
        is known well.

    Weak:
        - |
          skills:
            - {name: Languages, keywords: [Python, SQL]}
            - {name: Modelling, keywords: [PyTorch]}
            - {name: Data, keywords: [Spark]}
            - {name: Cloud, keywords: [AWS, GCP, Azure]}
        - |
          skills:
            - {name: Languages, keywords: [Python, Java, C, C++, Go, Rust, Scala, R, Julia]}
            - {name: Modelling, keywords: [PyTorch]}
            - {name: Data, keywords: [Spark]}
            - {name: Serving, keywords: [Docker]}
        - |
          skills:
            - {name: Languages, keywords: [Python, SQL, Scala, Java, Go]}
            - {name: Modelling, keywords: [PyTorch, XGBoost, scikit-learn, spaCy, OpenCV, SHAP, Optuna]}
            - {name: Data, keywords: [Spark, Kafka, Airflow, dbt, Snowflake, Feast, Redis]}
            - {name: Serving, keywords: [Docker, Kubernetes, Triton, AWS, Terraform, gRPC, Grafana]}
            - {name: Experiments, keywords: [MLflow, Eppo]}
        - |
          skills:
            - {name: Languages, keywords: [Python]}
            - {name: Modelling, keywords: [PyTorch, TensorFlow, JAX, MXNet]}
            - {name: Data, keywords: [Spark]}
            - {name: Serving, keywords: [Docker]}

    Strong:
        - |
          skills:
            - {name: Languages, keywords: [Python, SQL, Scala, C++]}
            - {name: Modelling, keywords: [PyTorch, TensorFlow, XGBoost, LightGBM]}
            - {name: Data, keywords: [Spark, Kafka, Airflow]}
            - {name: Serving, keywords: [AWS, GCP, Docker, Kubernetes]}
        - |
          skills:
            - {name: Serving, keywords: [AWS, Docker, Kubernetes, Triton, gRPC, Terraform, Grafana, Linux]}
        - |
          skills:
            - {name: Data, keywords: [PostgreSQL, Redis, Snowflake, BigQuery]}
            - {name: Experiments, keywords: [MLflow, Weights & Biases]}

    Source:
        Advice of hiring managers for machine learning; the groups of the role profile.
    """
    skills = context.facts.skills
    if skills.is_flat:
        return
    if len(skills.items) > _MOST:
        message = f"{len(skills.items)} skills are too many to be believed. Keep the {_MOST} or fewer that you would be asked about gladly."
        yield Finding(("skills",), message)
    for category in skills.categories:
        if len(category.items) > _MOST_IN_STAGE:
            message = f"{len(category.items)} skills under {_heading(category)} are too many. Keep the {_MOST_IN_STAGE} that you know best."
            yield Finding(category.path, message)
        yield from _rivals(context, category)


def _rivals(context: RuleContext, category: Category) -> Iterator[Finding]:
    for group in context.role.groups:
        found = [item for item in category.items if item.tool in group.tools]
        if len(found) > group.most:
            names = tuple(item.text for item in found)
            message = f"{_listed(names)} do the same job. Keep the one or two of the {group.name} that you would choose today."
            yield Finding(category.path, message, names)


def _heading(category: Category) -> str:
    return category.name or (category.stage.heading if category.stage else "one heading")


@rule(Severity.WARNING)
def concept(context: RuleContext) -> Iterator[Finding]:
    """Skills are tools and methods that one can be tested on, not fields.

    Why:
        "Deep learning" or "NLP" says what the job title says. The tool, the method or the bullet says that you can do it.
        Methods of experiments may stand in their stage, and other textbook methods are only mentioned.

    Weak:
        - |
          skills:
            - {name: Languages, keywords: [Python]}
            - {name: Modelling, keywords: [PyTorch, Deep Learning, NLP]}
            - {name: Data, keywords: [Spark]}
            - {name: Serving, keywords: [Docker]}
        - |
          skills:
            - {name: Languages, keywords: [Python]}
            - {name: Modelling, keywords: [LightGBM]}
            - {name: Data, keywords: [Kafka, Big Data]}
            - {name: Serving, keywords: [Docker, Cloud Computing]}
        - |
          skills:
            - {name: Languages, keywords: [Python, OOP]}
            - {name: Vision, keywords: [OpenCV, Computer Vision]}
            - {name: Data, keywords: [CVAT]}
            - {name: Edge, keywords: [TensorRT]}

    Strong:
        - |
          skills:
            - {name: Languages, keywords: [Python]}
            - {name: Modelling, keywords: [PyTorch, isolation forest, SHAP]}
            - {name: Data, keywords: [SQL, Redis]}
            - {name: Experiment, keywords: [A/B testing, hypothesis testing, causal inference]}
        - |
          skills:
            - {name: NLP, keywords: [spaCy, Hugging Face Transformers]}
            - {name: Retrieval, keywords: [OpenSearch, cross-encoders]}
        - |
          skills:
            - {name: On-device inference, keywords: [Core ML, int8 quantisation]}
            - {name: Study design, keywords: [stepped-wedge trials, calibration]}

    Source:
        Advice of hiring managers for machine learning.
    """
    for category in context.facts.skills.categories:
        if category.stage is not None and category.stage.id == _STAGE_OF_METHODS:
            continue
        fields = tuple(
            item.text for item in category.items if not item.stages and item.name.lower() in context.role.concepts
        )
        if fields:
            verb = "names no tool" if len(fields) == 1 else "name no tool"
            message = f"{_listed(fields)} {verb}. Name what you used, or leave it to the bullets to show."
            broad = any(field.lower() in context.role.fields for field in fields)
            yield Finding(category.path, message, fields, severity=None if broad else Severity.INFO)


@rule(Severity.INFO)
def unproven(context: RuleContext) -> Iterator[Finding]:
    """Most skills are shown by a bullet, a project or a paper.

    Why:
        A tool that no bullet mentions is a claim. Some are fine, and languages go without saying; a list that the work hardly
        touches is not believed, and one that it never touches is a warning.

    Weak:
        - |
          skills:
            - {name: Frameworks, keywords: [PyTorch, JAX, CatBoost]}
            - {name: Data, keywords: [Kafka, Flink, Feast]}
            - {name: Serving, keywords: [Triton, Terraform, KServe]}
            - {name: Experiments, keywords: [Eppo]}
          work:
            - name: Trivago
              startDate: 2021
              highlights: [Cut page latency by 30% with a cache., Moved ranking to PyTorch for 2% more clicks., Led 4 people.]
        - |
          skills:
            - {name: Frameworks, keywords: [TensorFlow, Keras, spaCy]}
            - {name: Data, keywords: [Hive, Presto, dbt]}
            - {name: Serving, keywords: [SageMaker, Docker]}
            - {name: Experiments, keywords: [Optimizely]}
          work:
            - name: Expedia
              startDate: 2019
              highlights: [Wrote dbt models for 12 markets., Cut refunds by 3% with a rule., Hired 2 analysts.]
        - |
          skills:
            - {name: Languages, keywords: [Python]}
            - {name: Frameworks, keywords: [DeepSpeed, PEFT, TRL]}
            - {name: Data, keywords: [Qdrant, Ray Data]}
            - {name: Serving, keywords: [vLLM, SGLang, Modal]}
          work:
            - name: Intercom
              startDate: 2022
              highlights: [Answered 40% of chats without people on vLLM., Cut wrong answers to 2%., Wrote the rota.]

    Strong:
        - |
          skills:
            - {name: Languages, keywords: [Python, SQL, Go, Java]}
            - {name: Frameworks, keywords: [PyTorch, XGBoost]}
            - {name: Data, keywords: [Kafka, Flink]}
            - {name: Serving, keywords: [k8s, Triton]}
          work:
            - name: Trivago
              startDate: 2021
              highlights: [Moved ranking to torch on Kubernetes for 2% more clicks., Cut fraud with gradient boosting., Led 4 people.]
        - |
          skills: [{name: Frameworks, keywords: [PyTorch, JAX, CatBoost, DGL, spaCy, timm]}]
          work: [{name: Trivago, startDate: 2026, highlights: [Joined the ranking team.]}]
        - |
          skills: [{name: Data, keywords: [Kafka, Flink, Feast]}]
          work: [{name: Trivago, startDate: 2021, highlights: [Led 4 people., Cut latency by 3%., Hired 2 analysts.]}]

    Source:
        Advice of hiring managers for machine learning.
    """
    evidence = Evidence(context.resume, context.facts, context.role)
    if not evidence.can_tell:
        return
    missing = evidence.unproven
    total = len(evidence.claimed)
    if evidence.is_thin:
        rest = len(missing) - _NAMED
        shown = tuple(item.text for item in missing[:_NAMED])
        named = _listed((*shown, f"{rest} more")) if rest > 0 else _listed(shown)
        message = f"{len(missing)} of {total} skills are in no bullet, project or paper: {named}. Show them in a bullet, or drop them."
        severity = Severity.WARNING if len(missing) == total else None
        yield Finding(("skills",), message, _shown(missing), severity=severity)


def _shown(items: tuple[Item, ...]) -> tuple[str, ...]:
    return tuple(item.text for item in items)


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

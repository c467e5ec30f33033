"""Rules about how skills are written: once, as their makers spell them, and without bars."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resume_tex.diagnostics import Path, Severity
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.corrections import Slip, fix_of
from resume_tex.rules.lazy_pattern import LazyPattern
from resume_tex.rules.skills.spelling import misspelt_names, right_name

_BAR = LazyPattern(
    r"\d\s?%|\b(?:\d|one|two|three|four|five)(?:\.\d)?\s?(?:/|out of|of)\s?(?:5|10|five|ten)\b|\b\d(?:\.\d)?\s?stars?\b|"
    r"[★☆✩✪⭐●○◉◯■□▮▯█░▓]{2,}|\*{3,}|[★⭐]",
    re.IGNORECASE,
)


@rule(Severity.WARNING)
def duplicate(context: RuleContext) -> Iterator[Finding]:
    """Every skill stands once, under one name.

    Why:
        "Kubernetes, k8s" looks as if the list had been filled by a machine for a machine.

    Weak:
        - |
          skills:
            - {name: Languages, keywords: [Python, SQL, Python 3]}
            - {name: Frameworks, keywords: [PyTorch]}
            - {name: Data, keywords: [Spark]}
            - {name: Serving, keywords: [Docker]}
        - |
          skills:
            - {name: Languages, keywords: [Go]}
            - {name: Frameworks, keywords: [scikit-learn, sklearn]}
            - {name: Data, keywords: [Kafka]}
            - {name: Serving, keywords: [Kubernetes]}
        - |
          skills:
            - {name: Languages, keywords: [Scala]}
            - {name: Frameworks, keywords: [JAX]}
            - {name: Data, keywords: [Kafka, Postgres]}
            - {name: Serving, keywords: [AWS, PostgreSQL]}

    Strong:
        - |
          skills:
            - {name: Languages, keywords: [C, C++, C#, Python]}
            - {name: Frameworks, keywords: [TensorFlow, PyTorch, PyTorch Lightning]}
            - {name: Serving, keywords: [TensorFlow Serving, AWS, SageMaker]}
        - |
          skills:
            - {name: Data, keywords: [Spark, PySpark, S3]}
            - {name: Frameworks, keywords: [Hugging Face Transformers, ROS, ROS 2, Llama 2, Llama 3]}
        - |
          skills:
            - {name: Evaluation, keywords: [human rating, blind rating]}

    Source:
        Common sense; the aliases of the role profile.
    """
    seen: dict[str, str] = {}
    for item in context.facts.skills.items:
        first = seen.setdefault(item.identity, item.text)
        if first is item.text:
            continue
        said = (
            f"{item.text} stands twice"
            if first.lower() == item.text.lower()
            else f"{item.text} is {first} under another name"
        )
        yield Finding(item.path, f"{said}. Keep one.", (item.text,))


@rule(Severity.WARNING, fixable=True)
def casing(context: RuleContext) -> Iterator[Finding]:
    """Names are written as their makers write them.

    Why:
        Whoever works with PyTorch every day does not write Pytorch. Readers who do notice.

    Weak:
        - |
          skills:
            - {name: Languages, keywords: [Python, Javascript]}
            - {name: Frameworks, keywords: [Pytorch]}
            - {name: Data, keywords: [Spark]}
            - {name: Serving, keywords: [Docker]}
        - |
          skills:
            - {name: Languages, keywords: [sql, Python]}
            - {name: Frameworks, keywords: [XGBoost]}
            - {name: Data, keywords: [Bigquery]}
            - {name: Experiments, keywords: [MLFlow]}
        - Ported the ranker from Tensorflow to JAX, cutting a training run from 9 h to 3 h.
        - Open-sourced the sampler on Github, where 900 people have starred it.

    Strong:
        - |
          skills:
            - {name: Languages, keywords: [Python, JavaScript]}
            - {name: Frameworks, keywords: [PyTorch, Scikit-learn, Pandas]}
            - {name: Data, keywords: [dbt, DBT Cloud]}
            - {name: Serving, keywords: [git, docker]}
        - Ported the ranker from TensorFlow to JAX with `tensorflow.compat` and the rest in C, a go at lime-green dashboards.
        - Moved 40 repositories to github.com/acme and [GitLab](https://gitlab.com), saving 6 h a week.

    Source:
        The makers' own spelling, in the role profile.
    """
    for item in context.facts.skills.items:
        right = right_name(item.name, context.role)
        if right is not None:
            text = context.resume.skills[int(item.path[1])].keywords[int(item.path[3])]
            yield from _miswritten(item.path, text, text.find(item.name), item.name, right)
    for field in context.facts.texts.own:
        for start, word, right in misspelt_names(field.prose, context.role):
            yield from _miswritten(field.path, field.text, start, word, right)


def _miswritten(path: Path, text: str, start: int, word: str, right: str) -> Iterator[Finding]:
    fix = fix_of(text, [Slip(start, start + len(word), right, "")]) if start >= 0 else None
    severity = Severity.INFO if word.islower() and not right.isupper() else None  # the name of the package
    yield Finding(path, f"Write {right}, as its makers do, in place of {word}.", (word,), severity, fix)


@rule(Severity.INFO)
def proficiency_bar(context: RuleContext) -> Iterator[Finding]:
    """No percentages or stars beside a skill.

    Why:
        Nobody knows what 85% of Python is. A word is better, and a bullet is best.

    Weak:
        - |
          skills:
            - {name: Languages, level: 85%, keywords: [Python]}
            - {name: Models, keywords: [PyTorch]}
            - {name: Data, keywords: [dbt]}
            - {name: Cloud, keywords: [AWS]}
        - |
          skills:
            - {name: Languages, keywords: ["Python ★★★★☆", SQL]}
            - {name: Models, keywords: [PyTorch]}
            - {name: Data, keywords: [dbt]}
            - {name: Cloud, keywords: [AWS]}
        - |
          skills:
            - {name: Languages, keywords: [Python]}
            - {name: Frameworks, level: 4/5, keywords: [PyTorch]}
            - {name: Data, keywords: [dbt]}
            - {name: Cloud, keywords: [AWS]}

    Strong:
        - |
          skills: [{name: Languages, level: Expert, keywords: [Python]}]
        - |
          skills: [{name: Languages, keywords: [Python (daily), "Java (reads, patches)"]}]
        - |
          skills: [{name: Frameworks, keywords: [S3, F1-score tooling, CI/CD, PL/SQL, ROS 2]}]

    Source:
        Advice of hiring managers; surveys of design of resumes.
    """
    for index, skill in enumerate(context.resume.skills):
        fields: list[tuple[Path, str]] = [(("skills", index, "level"), skill.level or "")]
        fields += [(("skills", index, "keywords", number), keyword) for number, keyword in enumerate(skill.keywords)]
        for path, text in fields:
            if found := _BAR.search(text):
                message = "A bar or a share of a skill means nothing to a reader. Leave it out, and let a bullet show the skill."
                yield Finding(path, message, (found[0],))

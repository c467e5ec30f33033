"""The rules about skills: what stages, tools and evidence they see in lists as people write them."""

from __future__ import annotations

from typing import Any

import pytest
from rule_runs import find, find_in_bullet, fixed

from resume_tex.roles.profile import load_role
from resume_tex.rules.skills.spelling import misspelt_names, right_name

SOUND = [
    {"name": "Languages", "keywords": ["Python", "Scala", "SQL"]},
    {"name": "ML Frameworks", "keywords": ["PyTorch", "XGBoost"]},
    {"name": "Data & Features", "keywords": ["Spark", "Feast"]},
    {"name": "Serving & Infra", "keywords": ["Docker", "Triton"]},
    {"name": "Experiment", "keywords": ["A/B testing", "MLflow"]},
]


def _skills(*changes: tuple[int, dict[str, Any]]) -> dict[str, Any]:
    skills = [dict(skill) for skill in SOUND]
    for index, change in changes:
        skills[index] |= change
    return {"skills": skills}


def test_a_sound_list_passes() -> None:
    assert find("skills", _skills()) == []


@pytest.mark.parametrize(
    "name",
    [
        "MLOps",
        "Cloud & MLOps",
        "Infrastructure",
        "DevOps / Cloud",
        "Deployment and serving",
        "Platform",
        "Model serving",
        "On-device inference",
        "Production systems",
        "serving_infra",
        "SERVING + INFRA",
        "Cloud skills",
        "Backend & infra",
    ],
)
def test_names_of_the_serving_stage(name: str) -> None:
    assert find("skills", _skills((3, {"name": name}))) == []


@pytest.mark.parametrize(
    "name",
    [
        "Modelling",
        "Machine Learning",
        "ML & DL",
        "Speech and training",
        "Computer Vision",
        "Libraries",
        "LLM frameworks",
    ],
)
def test_names_of_the_modelling_stage(name: str) -> None:
    assert find("skills", _skills((1, {"name": name}))) == []


def test_a_heading_may_name_two_stages() -> None:
    skills = [
        {"name": "Languages", "keywords": ["Python"]},
        {"name": "Training and serving", "keywords": ["PyTorch", "Docker"]},
        {"name": "Data / experiments", "keywords": ["Spark", "Optimizely"]},
    ]
    assert find("skills", {"skills": skills}) == []


def test_a_declared_stage_wins_over_the_name() -> None:
    assert find("skills", _skills((3, {"name": "What I run", "stage": "serving_infra"}))) == []
    (found,) = find("skills.unknown-stage", _skills((3, {"name": "Serving", "stage": "servng"})))
    assert found.path == ("skills", 3, "stage")
    assert "serving_infra" in found.message


def test_a_field_of_its_own_is_only_mentioned() -> None:
    data = {"skills": [*SOUND, {"name": "Genomics", "keywords": ["GATK", "Hail"]}]}
    assert [(f.code, f.severity.value) for f in find("skills", data)] == [("skills.unknown-stage", "info")]


@pytest.mark.parametrize("name", ["Soft Skills", "Misc.", "Other", "Office", "Personal strengths"])
def test_no_stages(name: str) -> None:
    data = {"skills": [*SOUND, {"name": name, "keywords": ["Negotiation", "Excel"]}]}
    assert [(f.code, f.severity.value) for f in find("skills", data)] == [("skills.unknown-stage", "warning")]


def test_spoken_languages_have_a_section() -> None:
    (found,) = find(
        "skills.unknown-stage", {"skills": [*SOUND, {"name": "Fluent in", "keywords": ["English", "Polish"]}]}
    )
    assert "`languages`" in found.message


def test_a_list_in_the_manner_of_json_resume_is_flat() -> None:
    data = {"skills": [{"name": name} for name in ("Python", "SQL", "PyTorch", "Spark", "Docker", "AWS")]}
    assert [f.severity.value for f in find("skills.flat", data)] == ["error"]
    assert find("structure.empty", data) == []
    few = {"skills": [{"name": "Web Development", "level": "Master", "keywords": ["HTML", "CSS", "JavaScript"]}]}
    assert find("skills.flat", few) == []


@pytest.mark.parametrize(
    ("keywords", "count"),
    [
        (["Kubernetes", "k8s"], 1),
        (["AWS", "Amazon Web Services"], 1),
        (["Kubernetes (3 years)", "Kubernetes"], 1),
        (["AWS", "AWS Lambda", "S3"], 0),
        (["Triton", "TensorRT", "TensorRT-LLM"], 0),
        (["docker", "Docker", "DOCKER"], 2),
        (["Argo CD", "Argo Workflows"], 0),
    ],
)
def test_duplicates(keywords: list[str], count: int) -> None:
    assert len(find("skills.duplicate", _skills((3, {"keywords": keywords})))) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ported Tensorflow and Pytorch jobs to JAX.", "Ported TensorFlow and PyTorch jobs to JAX."),
        ("Published on Github; Javascript SDK.", "Published on GitHub; JavaScript SDK."),
        ("**Pytorch** on Bigquery", "**PyTorch** on BigQuery"),
    ],
)
def test_names_in_sentences_are_corrected(text: str, expected: str) -> None:
    assert fixed(text, find_in_bullet("skills.casing", text)) == expected
    assert find_in_bullet("skills.casing", expected) == []


@pytest.mark.parametrize(
    "text",
    [
        "Went to the rest of the go team in a hive of lime and spark.",
        "See github.com/acme and `import tensorflow as tf`.",
        "Used tensorflow.compat.v1 and tf-serving.",
        "Latex gloves, nemo the fish, a darts mode and Carla's airflow sensor.",
        "Scikit-learn and pandas; Pandas dataframes; Nginx, Matlab and Yolo.",
        "Kept @pytorch/core and github-actions green, on opencv_contrib.",
        "eBay's and PayPal's pages",
    ],
)
def test_sentences_that_pass(text: str) -> None:
    assert [word for _, word, right in misspelt_names(text, load_role()) if not word.islower()] == []


@pytest.mark.parametrize(
    "name",
    [
        "docker",
        "Scikit-Learn",
        "Pandas",
        "FAISS",
        "git",
        "DBT",
        "Wav2Vec 2.0",
        "Nginx",
        "Numba",
        "GRPC",
        "Hugging face",
    ],
)
def test_forgiven_spellings(name: str) -> None:
    assert right_name(name, load_role()) is None


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("Pytorch", "PyTorch"),
        ("MLFlow", "MLflow"),
        ("sql", "SQL"),
        ("aws", "AWS"),
        ("Bigquery", "BigQuery"),
        ("XgBoost", "XGBoost"),
    ],
)
def test_right_spellings(name: str, right: str) -> None:
    assert right_name(name, load_role()) == right


def test_casing_of_keywords_is_fixed_beside_remarks() -> None:
    found = find("skills.casing", _skills((1, {"keywords": ["Pytorch (daily)"]})))
    assert fixed("Pytorch (daily)", found) == "PyTorch (daily)"


@pytest.mark.parametrize(
    "keyword",
    [
        "Python (daily)",
        "C++20",
        "S3",
        "F1",
        "CI/CD",
        "Python 3.11",
        "R (5 years)",
        "TCP/IP",
        "PL/SQL",
        "24/7 on-call",
        "GPT-4",
        "1/2 Hz",
    ],
)
def test_no_bars(keyword: str) -> None:
    assert find("skills.proficiency-bar", {"skills": [{"name": "Languages", "keywords": [keyword]}]}) == []


@pytest.mark.parametrize(
    "level", ["80%", "4/5", "8 / 10", "★★★", "4 stars", "four out of five", "●●●○○", "█████░", "90 %"]
)
def test_bars(level: str) -> None:
    assert (
        len(find("skills.proficiency-bar", {"skills": [{"name": "Languages", "level": level, "keywords": ["Python"]}]}))
        == 1
    )


def test_methods_are_only_mentioned_and_welcome_in_experiments() -> None:
    found = find(
        "skills.concept",
        _skills((1, {"keywords": ["PyTorch", "clustering"]}), (4, {"keywords": ["hypothesis testing", "statistics"]})),
    )
    assert [(f.path, f.severity.value) for f in found] == [(("skills", 1), "info")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ran it on k8s.", "Kubernetes"),
        ("Tuned a gradient-boosted ensemble.", "XGBoost"),
        ("Called torch from C++.", "PyTorch"),
        ("Moved to GCP.", "Google Cloud"),
        ("Used HF for it.", "Hugging Face"),
        ("Fed Kafka's topics.", "Kafka"),
        ("Wrote (Spark) jobs.", "Spark"),
        ("Ran switchback experiments.", "switchback tests"),
    ],
)
def test_aliases_and_signs_are_evidence(text: str, shown: str) -> None:
    others = ["Flink", "Feast", "Triton", "Terraform", "KServe", "Eppo"]
    skills = {
        "skills": [{"name": "Serving", "keywords": [shown, *others]}],
        "work": [{"highlights": [text, "Led 4.", "Hired 2."]}],
    }
    (found,) = find("skills.unproven", skills)
    assert shown not in found.words
    assert set(others) == set(found.words)


def test_a_list_that_no_work_shows_is_a_warning() -> None:
    skills = {"skills": [{"name": "Serving", "keywords": ["Flink", "Feast", "Triton", "Terraform", "KServe", "Eppo"]}]}
    (found,) = find("skills.unproven", {**skills, "work": [{"highlights": ["Led 4.", "Hired 2.", "Cut cost."]}]})
    assert found.severity == "warning"


def test_empty_and_odd_skills_are_no_trouble() -> None:
    for skills in (
        [],
        [{}],
        [{"name": ""}],
        [{"keywords": [""]}],
        [{"name": "**Data**", "keywords": ["`dbt`", "[Spark](https://spark.apache.org)"]}],
    ):
        assert [f for f in find("skills", {"skills": skills}) if f.severity == "error"] == []

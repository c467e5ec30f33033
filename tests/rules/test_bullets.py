"""The bullet rules at their borders: what must fire, what must not, and what a resume of stock phrases raises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from corpus import PER_RESUME, bullet_codes, findings, loud

MORE = yaml.safe_load((Path(__file__).parent / "more_bullets.yaml").read_text("utf-8"))


@pytest.mark.parametrize("text", MORE["strong"])
def test_more_strong_bullets_pass(text: str) -> None:
    assert bullet_codes(text) - {"bullets.length"} == set()


@pytest.mark.parametrize("text", MORE["weak"])
def test_more_weak_bullets_are_caught(text: str) -> None:
    assert bullet_codes(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Responsible for building and maintaining recommendation models.", "bullets.job-function"),
        ("Was responsible for the feature store of the ads team.", "bullets.job-function"),
        ("Worked on search ranking.", "bullets.job-function"),
        ("Helped the bidding team with various tasks around bidding.", "bullets.job-function"),
        ("Helped build the fraud platform of the company.", "bullets.job-function"),
        ("Assisted senior data scientists in building recommenders.", "bullets.job-function"),
        ("Participated in the design of the new data platform.", "bullets.job-function"),
        ("Involved in all phases of the development cycle.", "bullets.job-function"),
        ("Tasked with improving the quality of the models.", "bullets.job-function"),
        ("Duties included training and deploying models.", "bullets.job-function"),
        ("Part of a team that built a feature store.", "bullets.job-function"),
        ("Utilised TensorFlow and Keras to build image classifiers.", "bullets.job-function"),
        ("Used TensorFlow, PyTorch, Spark and Kafka to build advertising solutions.", "bullets.job-function"),
        ("Significantly improved latency of the ranking service.", "bullets.vague-magnitude"),
        ("Trained various models on several datasets of the company.", "bullets.vague-magnitude"),
        ("Built a state-of-the-art recommender for the web shop.", "bullets.vague-magnitude"),
        ("Used 5 frameworks in the daily work of the team.", "bullets.weak-verb"),
        ("Supported testing of robots in the laboratory.", "bullets.weak-verb"),
        ("Preparation of monthly reports on the fraud situation.", "bullets.weak-verb"),
        ("Improved efficiency by 30% with a new pipeline.", "bullets.no-result"),
        ("Improved the model's accuracy by 40% with prompts.", "bullets.no-result"),
        ("Achieved an AUC of 0.82 on the click model.", "bullets.no-result"),
        ("Reached 99.8% accuracy in detecting fraudulent payments.", "bullets.no-result"),
        ("Deployed 15 models to production in 2024 with MLflow.", "bullets.no-result"),
        ("Proposed a model that could reduce inventory by up to 20%.", "bullets.no-result"),
        ("Delivered a 35% uplift with modern deep-learning methods.", "bullets.no-result"),
        ("Switched the acoustic model from LSTM to Conformer.", "decisions.unjustified"),
        ("Migrated our workloads from AWS to Google Cloud.", "decisions.unjustified"),
        ("Rolled out visual search after a successful A/B test.", "experiments.incomplete"),
        ("I trained the click model on 4M rows of logs.", "bullets.first-person"),
        ("Our team moved ranking to the new platform.", "bullets.first-person"),
        ("Implemented CI/CD for models.", "bullets.length"),
    ],
)
def test_must_fire(text: str, code: str) -> None:
    assert code in bullet_codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Worked around a driver bug by pinning CUDA 12.2, which ended a year of random training crashes.",
        "Wrote the triage tool that helped 40 analysts close cases in 6 minutes instead of 40.",
        "Cut WER to a state-of-the-art 3.1% from 4.4% on our call-centre test set.",
        "Retired several hundred (340) batch jobs, so that failures surface within minutes.",
        "Replaced cron with Dagster after confirming that lost retries caused half of all late runs.",
        "Replaced the rules engine with gradient boosting, cutting review cost by 40%.",
        "Improved p99 latency of ranking by 30% with a request-level cache.",
        "Cut Type I errors of the launch test from 11% to 5%.",
        "Moved scoring off GPU pods that idle while they wait for I/O; p99 stays under 250 ms.",
        "Corrected for multiple comparisons in the dashboards, which had declared half of all null tests winners.",
        "Found a statistically significant drop of 2% in orders that the average had hidden.",
        "Reduced stock-outs by half in 900 stores by forecasting per hour instead of per day.",
        "Cut the cost of a thousand predictions from $0.90 to $0.12.",
        "Latence of nothing: the old p99 was 180 ms, the new one is 70 ms.",
        "Doubled throughput of the OCR service to 46 fps on the same Jetson.",
        "Kept gradient boosting over a transformer: same PR-AUC within noise, a tenth of the latency.",
    ],
)
def test_must_not_fire(text: str) -> None:
    assert bullet_codes(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Verantwortlich für die Entwicklung und den Betrieb von Empfehlungsmodellen mit der Plattform.",
        "Responsable du développement et de la mise en production des modèles pour la recherche.",
        "Responsable del desarrollo de los modelos de recomendación para la tienda con el equipo.",
        "推薦システムの開発を担当し、クリック率を改善した。",
        "Отвечал за разработку рекомендательных моделей и их внедрение.",
        "",
        "   ",
        "...",
        "—",
        "🙂 🙂 🙂",
    ],
)
def test_other_languages_and_nothing_at_all_are_left_alone(text: str) -> None:
    assert bullet_codes(text) - {"bullets.length", "wording.placeholder"} == set()


STOCK = [
    ("Responsible for machine-learning models of the company.", "bullets.job-function"),
    ("Worked closely with cross-functional teams to gather requirements.", "bullets.job-function"),
    ("Used Python, Spark and TensorFlow in daily work on models.", "bullets.weak-verb"),
    ("Significantly improved the performance of recommendation models.", "bullets.vague-magnitude"),
    ("Developed end-to-end machine-learning pipelines in the cloud.", "bullets.no-result"),
    ("Migrated the data warehouse from Redshift to Snowflake.", "decisions.unjustified"),
]


def stock_resume() -> dict[str, Any]:
    return {
        "basics": {
            "name": "Alex Petrov",
            "email": "alex.petrov@email.com",
            "summary": "Passionate, results-driven machine learning engineer with a proven track record, seeking a challenging position "
            "in a fast-paced environment where I can apply my knowledge of AI.",
        },
        "work": [
            {
                "name": "Acme",
                "position": "ML Engineer",
                "startDate": "2020-01",
                "highlights": [text for text, _ in STOCK],
            }
        ],
        "skills": [
            {"name": "Skills", "keywords": ["Python", "R", "SQL", "Spark", "Kafka", "Docker", "AWS", "Java", "PyTorch"]}
        ],
        "references": [{"name": "References", "reference": "References available on request."}],
    }


def test_stock_phrases_raise_the_right_finding_on_every_line() -> None:
    found = findings(stock_resume())
    for number, (text, code) in enumerate(STOCK):
        assert code in {f.code for f in found if f.path == ("work", 0, "highlights", number)}, text
    codes = {f.code for f in found}
    assert codes >= {
        "summary.adjectives",
        "summary.no-domain",
        "summary.no-result",
        "bullets.few-metrics",
        "skills.flat",
        "structure.references",
    }


def test_one_fault_of_substance_a_bullet() -> None:
    substance = {"bullets.job-function", "bullets.weak-verb", "bullets.no-result", "decisions.unjustified"}
    for _, text in [(0, text) for text in MORE["weak"]] + [(0, text) for text, _ in STOCK]:
        assert len(bullet_codes(text) & substance) <= 1, text


def test_a_weak_bullet_among_strong_ones_informs() -> None:
    strong = MORE["strong"][:4]
    weak = "Implemented learning to rank in Solr with LambdaMART models."
    data = {"work": [{"name": "Acme", "startDate": "2020-01", "highlights": [*strong, weak]}]}
    assert loud(findings(data, ("bullets.no-result",))) == set()
    data["work"][0]["highlights"] = [strong[0], weak]
    assert loud(findings(data, ("bullets.no-result",))) == {"bullets.no-result"}


@pytest.mark.parametrize(
    ("start", "end", "text", "fires"),
    [
        ("2020-01", "2024-01", "Manages the feature store of 9 teams, so that nobody recomputes features.", True),
        ("2020-01", "2024-01", "Build retrieval over 9M paragraphs, which lifts recall@10 from 0.68 to 0.89.", True),
        ("2020-01", None, "Build retrieval over 9M paragraphs, which lifts recall@10 from 0.68 to 0.89.", False),
        ("2020-01", "2027-01", "Build retrieval over 9M paragraphs, which lifts recall@10 from 0.68 to 0.89.", False),
        ("2020-01", "2024-01", "Cut p99 from 90 to 40 ms by batching look-ups.", False),
        ("2020-01", "2024-01", "Release gates by accent have stopped 3 releases.", False),
        (
            "2020-01",
            "2024-01",
            "Log-triage tool grouping incidents by cause; the weekly review shrank to 40 minutes.",
            False,
        ),
        ("2020-01", "2024-01", "Test sets recorded with consent reversed the ranking of 3 architectures.", False),
    ],
)
def test_tense(start: str, end: str | None, text: str, fires: bool) -> None:
    data = {"work": [{"name": "Acme", "startDate": start, "endDate": end, "highlights": [text]}]}
    assert bool(loud(findings(data, ("bullets.tense",)))) is fires


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pages fell to 3 a week after I added backpressure.", ("I",)),
        ("The feature registry I wrote removed 1,100 duplicate columns.", ()),
        ("A CUDA kernel for ragged attention, used in every model we serve.", ()),
    ],
)
def test_a_relative_clause_may_say_i(text: str, words: tuple[str, ...]) -> None:
    data = {"work": [{"name": "Acme", "startDate": "2020-01", "highlights": [text]}]}
    assert tuple(word for f in findings(data, ("bullets.first-person",)) for word in f.words) == words


GERMAN = [
    "Senkte Trainingskosten um 40 %.",
    "Suchranking neu gebaut; Konversionsrate +3,1 %, A/B-Test über vier Wochen.",
    "Migration aller Modelle nach Kubernetes ohne Ausfall.",
    "Ersetzte ARIMA durch LightGBM, Prognosefehler halbiert.",
    "Team aus fünf Personen geleitet, Plattform Nordlicht gebaut.",
]


def test_a_german_document_is_not_read_as_english() -> None:
    summary = "Ingenieurin, acht Jahre Suchtechnik. Senkte Antwortzeiten um 40 Prozent. Team player."
    data: dict[str, Any] = {
        "basics": {"summary": summary},
        "work": [{"name": "Otto", "startDate": "2021-03", "endDate": "2025-02", "highlights": GERMAN}],
        "meta": {"resumeTex": {"language": "de"}},
    }
    families = ("bullets", "summary", "decisions", "experiments", "lifecycle")
    assert findings(data, families) == []
    data["meta"]["resumeTex"] = {}
    assert findings(data, families) == []
    data["meta"]["resumeTex"]["language"] = "en"
    assert len(findings(data, families)) > len(GERMAN)


def test_a_short_result_of_a_project_is_enough() -> None:
    project = {
        "name": "gemm",
        "description": "From a naive loop to 94% of cuBLAS.",
        "highlights": ["2.1k stars, 400K reads"],
    }
    assert findings({"projects": [project]}, ("bullets",)) == []
    assert loud(findings({"projects": [{**project, "highlights": ["Written in CUDA."]}]}, ("bullets",))) == {
        "bullets.length"
    }


@pytest.mark.parametrize(
    ("text", "loud_codes"),
    [
        ("Developed the churn model of the bank at the highest level.", {"bullets.no-result"}),
        ("Localised the assistant of the bank at the highest level.", set()),
    ],
)
def test_a_verb_of_its_own_makes_a_missing_result_a_hint(text: str, loud_codes: set[str]) -> None:
    data = {"work": [{"name": "Acme", "startDate": "2020-01", "highlights": [text]}]}
    found = findings(data, ("bullets.no-result",))
    assert len(found) == 1
    assert loud(found) == loud_codes


def test_rules_of_single_bullets_are_named() -> None:
    from resume_tex.rules.catalog import match

    assert match(PER_RESUME) == PER_RESUME

"""The analysis of a sentence: tokens, numbers and their units, verbs, openings, decisions, outcomes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resume_tex.rules.language import analyse
from resume_tex.rules.text.tokens import phrase_set, tokenize
from resume_tex.rules.text.verbs import find_verb, third_person


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Cut p99 from 45 to 17 ms;", ["Cut", "p99", "from", "45", "to", "17", "ms", ";"]),
        ("two-tower A/B 8-GPU", ["two", "tower", "A", "B", "8", "GPU"]),
        ("$4.5M, +9% and 5,200", ["$4.5M", ",", "+9%", "and", "5,200"]),
        ("NDCG@10 in C++ by 4 a.m.", ["NDCG@10", "in", "C++", "by", "4", "a.m."]),
        ("a – b", ["a", "–", "b"]),
        ("it’s done.", ["it’s", "done", "."]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [t.text for t in tokenize(text)] == tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("by 12%", [("percent", 12.0, "12%")]),
        ("by 12 percent", [("percent", 12.0, "12 percent")]),
        ("by 12 per cent", [("percent", 12.0, "12 per cent")]),
        ("$4.5M a year", [("money", 4_500_000.0, "$4.5M")]),
        ("€1.2 million", [("money", 1_200_000.0, "€1.2 million")]),
        ("500M+ users", [("count", 500_000_000.0, "500M+ users")]),
        ("40 ms", [("duration", 40.0, "40 ms")]),
        ("nine-hour", [("duration", 9.0, "nine-hour")]),
        ("3x", [("multiple", 3.0, "3x")]),
        ("0.52", [("ratio", 0.52, "0.52")]),
        ("four teams", [("count", 4.0, "four teams")]),
        ("a third of", [("fraction", None, "third")]),
        ("two-tower model", []),
        ("in 2019", [("year", 2019.0, "2019")]),
        ("ROS 2", [("bare", 2.0, "2")]),
        ("−3%", [("percent", 3.0, "−3%")]),
        ("3D maps", []),
        ("2 TB of text", [("size", 2.0, "2 TB")]),
        ("0.4 points", [("points", 0.4, "0.4 points")]),
        ("all tier-1 models", [("count", 1.0, "1 models")]),
        ("10^6 frames", [("count", 1_000_000.0, "10^6 frames")]),
        ("10⁸ auctions", [("count", 100_000_000.0, "10⁸ auctions")]),
        ("1e9 rows", [("count", 1_000_000_000.0, "1e9 rows")]),
        ("10^99999999999 rows", [("count", 1e99, "10^99999999999 rows")]),
        ("1/400 of the price", [("fraction", None, "1/400")]),
        ("on CUDA 12.2", []),
        ("PyTorch (2.1)", []),
        ("from TensorFlow 1.15 to 2.4", []),
        ("Upgraded Python from 3.8 to 3.11", []),
        ("mAP 0.41", [("ratio", 0.41, "0.41")]),
        ("FlashRank from 0.71 to 0.78", [("ratio", 0.71, "0.71"), ("ratio", 0.78, "0.78")]),
    ],
)
def test_quantities(text: str, found: list[tuple[str, float | None, str]]) -> None:
    sentence = analyse(text)
    assert [(q.kind, q.value, sentence.words_between(q.start, q.end)) for q in sentence.quantities] == found


@pytest.mark.parametrize(
    ("word", "base", "forms"),
    [
        ("built", "build", {"past", "participle"}),
        ("planned", "plan", {"past", "participle"}),
        ("modelled", "model", {"past", "participle"}),
        ("modeled", "model", {"past", "participle"}),
        ("cutting", "cut", {"progressive"}),
        ("cut", "cut", {"base", "past", "participle"}),
        ("carries", "carry", {"third"}),
        ("rose", "rise", {"past"}),
        ("was", "be", {"past"}),
    ],
)
def test_verbs(word: str, base: str, forms: set[str]) -> None:
    found = find_verb(word)
    assert found is not None
    assert (found.base, set(found.forms)) == (base, forms)


@pytest.mark.parametrize("word", ["data", "thing", "need", "series", "advanced", ""])
def test_no_verbs(word: str) -> None:
    assert find_verb(word) is None


def test_third_person() -> None:
    assert [third_person(v) for v in ("push", "try", "play", "go", "cut")] == [
        "pushes",
        "tries",
        "plays",
        "goes",
        "cuts",
    ]


@pytest.mark.parametrize(
    ("text", "word", "tense"),
    [
        ("Built a thing", "Built", "past"),
        ("Successfully built a thing", "built", "past"),
        ("Build the thing", "Build", "present"),
        ("Supports the team", "Supports", "present"),
        ("Cut cost", "Cut", ""),
        ("Release gates by accent", "Release", ""),
        ("Working with things", "Working", "progressive"),
        ("Log-triage tool", "Log", ""),
        ("Early access for all", "Early", ""),
    ],
)
def test_openings(text: str, word: str, tense: str) -> None:
    opening = analyse(text).opening
    assert (opening.word, opening.tense) == (word, tense)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Cut cost by 40%", "Cut cost by 40%"),
        ("WAPE 24% to 17%", "24% to 17%"),
        ("Teams of 5 to 10 people", None),
        ("44% fewer alarms", "44% fewer"),
        ("incidents down 70%", "down 70%"),
        ("a 22% reduction in WER", "22% reduction"),
        ("delivering a 35% uplift", None),
        ("improving efficiency by 30%", None),
        ("improving latency by 30%", "improving latency by 30%"),
        ("could reduce waste by 20%", None),
        ("raised clicks in a 3-week test", None),
        ("kept 2 regressions from shipping", "kept 2 regressions"),
        ("halved labelling cost", "halved"),
        ("double-digit growth", None),
        ("lowered the validation loss by 8%", None),
        ("12 minutes to review, not 50", "12 minutes to review, not 50"),
        ("used a tenth of the memory", "tenth"),
    ],
)
def test_measured_changes(text: str, change: str | None) -> None:
    sentence = analyse(text)
    found = sentence.outcome.change
    assert (sentence.words_between(*found) if found else None) == change


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Replaced X with Y.", "replace"),
        ("Moved training to Vertex AI.", "move"),
        ("Moved quickly.", None),
        ("Trained it, choosing recall over precision.", "choose"),
        ("Trained on logs instead of labels.", "instead of"),
        ("Trained a model.", None),
    ],
)
def test_decisions(text: str, verb: str | None) -> None:
    decision = analyse(text).decision
    assert (decision.verb if decision else None) == verb


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Built the ranker of the shop with two engineers", True),
        ("PyTorch, Spark, Kafka", True),
        ("Entwicklung und Betrieb von Modellen für die Suche mit Kafka", False),
        ("Développement des modèles de recherche pour la boutique", False),
        ("", True),
    ],
)
def test_language(text: str, english: bool) -> None:
    assert analyse(text).is_english is english


def test_phrases_find_the_longest_and_open_ends() -> None:
    phrases = phrase_set(["feature", "feature store", "retriev*", "hyper-parameter*"])
    words = tuple(t.lower for t in tokenize("Feature store, retrieval and hyper-parameters"))
    assert [phrase for _, _, phrase in phrases.find(words)] == ["feature store", "retriev*", "hyper-parameter*"]


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    sentence = analyse(text)
    for quantity in sentence.quantities:
        assert 0 <= quantity.start < quantity.end <= len(sentence.tokens)
    _ = (
        sentence.opening,
        sentence.outcome,
        sentence.decision,
        sentence.is_english,
        sentence.clauses,
        sentence.has_metric,
    )
    for token in sentence.tokens:
        assert text[token.start : token.end] == token.text


@pytest.mark.parametrize(
    "text",
    [
        "Matched the teacher's BLEU with a quarter of the parameters.",
        "Cut the wait for a GPU from hours to minutes.",
        "Released a library with 3.2k stars.",
        "Fits in the 30 MB memory limit of the camera: kept within a 30 MB memory limit.",
        "Cited by 12 papers.",
        "Ten teams use it daily.",
        "Graph clustering led to 3 arrests.",
        "Blocked 2 launches and changed 5.",
        "1.7x over the vendor's kernel at 32k context.",
    ],
)
def test_results_in_other_forms(text: str) -> None:
    assert analyse(text).has_result


@pytest.mark.parametrize(
    "text",
    [
        "Used 12 papers as a source.",
        "Analysed 2M downloads of the app.",
        "Upgraded TensorFlow from 1.15 to 2.4.",
        "Collected data from sensors to databases.",
        "Work that led to improved performance.",
    ],
)
def test_what_looks_like_a_result(text: str) -> None:
    assert not analyse(text).has_result


def test_a_text_of_a_document_in_another_language_is_not_english() -> None:
    assert analyse("Entwicklung neuer Modelle.").is_english
    assert not analyse("Entwicklung neuer Modelle.", foreign=True).is_english

"""The wording rules: what must not fire, in the words of real resumes, and what the fixes make of a text."""

from __future__ import annotations

import pytest
from rule_runs import find, find_in_bullet, fixed

SOUND = [
    "Rewrote the C++ tokenizer (C++17, -O3) and held it within 2% of the Rust port's throughput.",
    "Co-founder and first engineer; co-authored the e-commerce re-ranking service.",
    "Ran A/B tests, an A/A test and a 50/50 split; p < 0.05 vs. control, e.g. +3% on iOS.",
    "Smith et al. reported 71% i.e. 3 points below ours, cf. the appendix.",
    "Upgraded TensorFlow 1.15 to 2.11.1 and CUDA 11.8 to 12.2 on 10.0.12.7 and 192.168.1.1.",
    "Kept p50/p95/p99 at 12/40/95 ms from 2019 – 2021 and 2019–2021 alike.",
    "Called `model -> export(...)` and `a  b` from `recieve_batch` in the legacy code.",
    "Optimised the colour-grading behaviour of the catalogue's labelling programme; modelled travellers' favourite centres.",
    "Judged licence fulfilment, ageing and grey-list behaviour for the defence centre.",
    "Gründete mit drei Kollegen die Plattform für die Auswertung der Messdaten und die Wartung der Anlagen.",
    "Mise en place de la plateforme de recommandation pour les équipes du groupe et de leurs partenaires.",
    "Read 35,000 invoices/day at $0.002 each, against 1.1 bn rows and 7 TB in S3.",
    "Shipped to the EU, the UK and the US; led 3 FTEs with Ph.D.s from MIT and ETH.",
    "Served 8 a.m. to 6 p.m. peaks of 12k RPS on Llama-3-70B and GPT-4-32k at INT8.",
    "Merged the master branch's 3 fixes; taught the master's course at Imperial.",
    "Fixed the bug that had had three workarounds and found that that was all.",
    "Trained on 8xA100-80GB and ISO 27001-2022 certified hardware, per RFC 9110-9114 and FIPS 140-2.",
    "Wrote the TODO-list recommender and a todo app's search; 1st of 3 prototypes.",
    "Interpolated values in [0, 1) and (0, 1]; f: X -> Y is out of scope here.",
    'Compared 20 GB of log-log plots and 10-K filings; read 5" tablets at 4 K and 3\'6" shelves.',
    "Cut the long tail's error by half, from 12.5% to 6.1% (95% CI 5.4%-6.8%).",
    "Diagnosed drift in twenty-two markets 24/7, on-call 1 week in 6, with a 9-to-5 team.",
    "Answered tickets #10234 and PR 104857, commit 1234567, port 50051, zip 10001.",
    "Used the x-axis as is; gave y% of traffic to each arm where y came from the bandit.",
    "Cleaned drug-synergy assays; modelled leveraged loans; hosted meta-learning seminars on “world-class” claims.",
    "Sampled Walla Walla, Baden Baden and Pago Pago stores; New York New York was one SKU.",
    "Ported MLflow, PyTorch and scikit-learn jobs of the NumPy 2.0 migration to k8s; see github.com/acme/ported.",
    "Fed the Ninja/CMake build cache to Bazel and cut a build from 40 to 6 min.",
    "Explained blacklisting-free routing to the Rockstar Games team.",
    "Taught 10-701 and 15-213, two courses of 180 students each.",
]
LOUD = {"wording.buzzword", "wording.spelling", "wording.repeated-word", "wording.placeholder"}


@pytest.mark.parametrize("text", SOUND)
def test_sound_texts_pass(text: str) -> None:
    found = [f for f in find_in_bullet("wording", text) if f.code != "wording.acronym"]
    assert [f for f in found if f.code in LOUD] == []
    if "X -> Y" not in text and "%-6.8%" not in text and "blacklist" not in text:
        assert found == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Called it "drift" and "skew"; both fell.', "Called it “drift” and “skew”; both fell."),
        ("Called it 'silent skew' in the team's wiki.", "Called it ‘silent skew’ in the team's wiki."),
        ("Moved  from daily -> hourly...", "Moved from daily → hourly…"),
        ("Sped up 3-4x, from 10-200% of 1,200-3,400 rows.", "Sped up 3–4x, from 10–200% of 1,200–3,400 rows."),
        ("Cut it -- by half -- in 2 weeks.", "Cut it – by half – in 2 weeks."),
        ("The 2019-2021 and 2022-2024 runs.", "The 2019–2021 and 2022–2024 runs."),
        ("Won a 95% CI of 5.4%-6.8% at last.", "Won a 95% CI of 5.4%–6.8% at last."),
        ("Saved $10K-$20K a month.", "Saved $10K–$20K a month."),
        ("A  b  c  d.", "A b c d."),
    ],
)
def test_quotes_are_corrected(text: str, expected: str) -> None:
    found = find_in_bullet("wording.quotes", text)
    assert len(found) == 1
    assert fixed(text, found) == expected
    assert find_in_bullet("wording.quotes", expected) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Indexed 1000000 rows of 25000 users.", "Indexed 1,000,000 rows of 25,000 users."),
        ("Saved $120000 a year.", "Saved $120,000 a year."),
        ("From 12% to 9 %.", "From 12% to 9%."),
        ("From 12 % to 9 % and 3%.", "From 12 % to 9 % and 3\u00a0%."),
        ("5M users and 2 million items.", "5M users and 2M items."),
        ("$3B in cards and $1.5 billion in loans.", "$3B in cards and $1.5B in loans."),
    ],
)
def test_numbers_are_corrected(text: str, expected: str) -> None:
    found = find_in_bullet("wording.number-style", text)
    assert len(found) == 1
    assert fixed(text, found) == expected
    assert find_in_bullet("wording.number-style", expected) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cut the the cost.", "Cut the cost."),
        ("The the cost fell by  by half.", "The cost fell by half."),
        ("Trained a\na model.", "Trained a model."),
    ],
)
def test_repeated_words_are_dropped(text: str, expected: str) -> None:
    assert fixed(text, find_in_bullet("wording.repeated-word", text)).replace("\n", " ") == expected


def _bullets(*texts: str) -> dict[str, object]:
    return {"work": [{"name": "Acme", "highlights": list(texts)}]}


def test_full_stops_follow_the_majority() -> None:
    found = find("wording.period", _bullets("One went up.", "Two went down.", "Three stayed **put**"))
    assert [f.path[-1] for f in found] == [2]
    assert fixed("Three stayed **put**", found) == "Three stayed **put**."
    found = find("wording.period", _bullets("One went up", "Two went down", "Three stayed."))
    assert [f.path[-1] for f in found] == [2]
    assert fixed("Three stayed.", found) == "Three stayed"


@pytest.mark.parametrize(
    "last",
    ["Sold at Acme Inc.", "Asked why!", "Moved to the U.S.", "Cut it (by half.)", "See `a.b`", "and so on …", ""],
)
def test_some_endings_say_nothing_of_the_style(last: str) -> None:
    assert find("wording.period", _bullets("One went up", "Two went down", last)) == []


def test_bullets_of_all_sections_are_compared() -> None:
    data = {"work": [{"highlights": ["One.", "Two."]}], "projects": [{"highlights": ["Three"]}]}
    assert [f.path for f in find("wording.period", data)] == [("projects", 0, "highlights", 0)]


def test_spelling_keeps_the_capital() -> None:
    (found,) = find_in_bullet("wording.spelling", "Seperated training from serving.")
    assert found.words == ("Seperated",)
    assert "“Separated”" in found.message


@pytest.mark.parametrize("language", ["de", "fr-CA", "pt-BR"])
def test_other_languages_are_left_alone(language: str) -> None:
    data = _bullets('Die die "Daten" liefern  10-20 % mehr; recieve, synergy, 1000000 XQZ') | {
        "meta": {"resumeTex": {"language": language}}
    }
    assert find("wording", data) == []


def test_names_are_not_spelt_but_may_be_placeholders() -> None:
    data = {"work": [{"name": "Recieve Labs", "position": "Engineer", "highlights": ["Cut cost."]}]}
    assert find("wording", data) == []
    assert [f.path for f in find("wording", {"work": [{"name": "Company Name"}]})] == [("work", 0, "name")]


@pytest.mark.parametrize(
    "data",
    [
        {"basics": {"name": "X Æ Lee", "email": "a@examples.com"}},
        {"work": [{"name": "X", "position": "TBM operator"}, {"name": "XXXLutz"}]},
        {"projects": [{"name": "Project A", "url": "https://alexpetrov.example.com"}]},
        {
            "work": [
                {
                    "highlights": [
                        "Masked [NAME] and [DATE] before training",
                        "Scored <b>bold</b> as arr[n] and [the](https://x.org)",
                    ]
                }
            ]
        },
        {"basics": {"summary": "Asked “what is your name” in 12 languages."}},
        {"skills": [{"name": "Languages", "keywords": ["-", "X", "R"]}]},
        {"references": [{"name": "N. A.", "reference": "Your company name will be in good hands, [he] said."}]},
    ],
)
def test_no_placeholders(data: dict[str, object]) -> None:
    assert find("wording.placeholder", data) == []


@pytest.mark.parametrize(
    "data",
    [
        {"basics": {"name": "Firstname Lastname"}},
        {"basics": {"email": "john@example.com"}},
        {"basics": {"profiles": [{"url": "https://linkedin.com/in/yourname"}]}},
        {"work": [{"highlights": ["Raised revenue by XX%"]}]},
        {"work": [{"highlights": ["Saved $XXK a month"]}]},
        {"work": [{"highlights": ["Led {{project name}} at <company>"]}]},
        {"work": [{"name": "[COMPANY NAME]"}]},
        {"work": [{"highlights": ["See [the demo](https://example.org/demo)"]}]},
        {"basics": {"summary": "Insert your summary here"}},
        {"work": [{"position": "TBD"}]},
    ],
)
def test_placeholders(data: dict[str, object]) -> None:
    assert len(find("wording.placeholder", data)) == 1


def test_an_acronym_is_reported_once_where_it_first_stands() -> None:
    found = find("wording.acronym", _bullets("Fed QXZ to the model.", "Cut QXZs and QXZ by 3%."))
    assert [(f.path[-1], f.words) for f in found] == [(0, ("QXZ",))]


@pytest.mark.parametrize(
    "text",
    [
        "Fed quantised xylem zones (QXZ) to it; QXZ fell by 3%.",
        "Fed QXZ (quantised xylem zones) to it.",
        "Led quantised xylem zone work, with QXZ cut by half.",
        "Sold QXZ-based and QXZ/ABQ parts to 3 sites.",
        "SHIPPED THREE MODELS TO THE FIELD ON TIME.",
    ],
)
def test_explained_acronyms_pass(text: str) -> None:
    assert find_in_bullet("wording.acronym", text) == []


def test_initials_of_a_name_explain_an_acronym() -> None:
    data = _bullets("Fed QXZ to the model.")
    assert find("wording.acronym", {**data, "education": [{"institution": "Qing Xu Zhongxin"}]}) == []

"""From words on the page to the field that they come from."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import EXAMPLE, sample
from conversation import Client

from resume_tex.diagnostics_json import parse_path
from resume_tex.document.load import LoadResult, load_resume
from resume_tex.preview.locate import Click, FoundField, find_field, text_of

PAGE = """\
Alex Petrov
Senior ML Engineer
New York, NY | alex.petrov@email.com | (917) 555-0381
Experience
Senior ML Engineer, Spotify, New York, NY 2023 – present
• Raised CTR by 12% with a two-tower retrieval model, after an oﬄine
evaluation of recom-
mendation quality.
• Cut serving cost by 40%.
ML Engineer, Wayfair, Boston, MA Mar 2021 – 2023
• Cut serving cost by 40%.
Skills
Languages: Python, C, R
"""
DOCUMENT = """\
basics:
  name: Alex Petrov
  label: Senior ML Engineer
  email: alex.petrov@email.com
  phone: (917) 555-0381
  location: {city: New York, region: NY}
work:
  - name: Spotify
    position: Senior ML Engineer
    location: New York, NY
    startDate: 2023
    highlights:
      - Raised CTR by **12%** with a [two-tower](https://example.org)
        retrieval model, after an offline evaluation of recommendation quality.
      - text: Cut serving cost by 40%.
        tags: [ranking]
  - name: Wayfair
    position: ML Engineer
    location: Boston, MA
    startDate: 2021-03
    endDate: 2023
    highlights:
      - "Cut serving cost by 40%."
skills:
  - name: Languages
    keywords: [Python, C, R]
meta:
  resumeTex:
    theme: classic
"""


@pytest.fixture
def loaded(tmp_path: Path) -> LoadResult:
    """Load the document that the page shows."""
    (tmp_path / "resume.yaml").write_text(DOCUMENT)
    return load_resume(str(tmp_path / "resume.yaml"))


def click(loaded: LoadResult, words: str, page: str = PAGE) -> FoundField | None:
    """Click on the first character after the bar in some words of the page, such as `Cut |serving`."""
    before, _, after = words.partition("|")
    offset = page.index(before + after) + len(before)
    start = page.rfind("\n", 0, offset) + 1
    return find_field(loaded, Click(page, offset, start, page.index("\n", offset)))


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("|Alex", "basics.name"),
        ("Petrov\nSenior |ML Engineer\n", "basics.label"),
        ("alex.|petrov@", "basics.email"),
        ("555|-0381", "basics.phone"),
        ("New |York, NY | alex".replace(" | alex", ""), "basics.location"),
        ("|Experience", "work"),
        ("|Skills", "skills"),
        ("Senior |ML Engineer, Spotify", "work[0].position"),
        ("|Spotify", "work[0].name"),
        ("Spotify, New |York", "work[0].location"),
        ("York, NY 20|23", "work[0].startDate"),
        ("|Raised", "work[0].highlights[0]"),
        ("1|2%", "work[0].highlights[0]"),
        ("o|ﬄine", "work[0].highlights[0]"),
        ("|evaluation", "work[0].highlights[0]"),
        ("|recom-", "work[0].highlights[0]"),
        ("men|dation", "work[0].highlights[0]"),
        ("quality.\n• Cut |serving", "work[0].highlights[1].text"),
        ("2023\n• Cut |serving", "work[1].highlights[0]"),
        ("|ML Engineer, Wayfair", "work[1].position"),
        ("Boston, |MA", "work[1].location"),
        ("2021 – |2023", "work[1].endDate"),
        ("|Mar 2021", "work[1].location"),
        ("|Languages:", "skills[0].name"),
        ("|Python", "skills[0].keywords[0]"),
        ("Python, |C", "skills[0].keywords[1]"),
        ("C, |R", "skills[0].keywords[2]"),
        ("|• Raised", "work[0].highlights[0]"),
    ],
)
def test_the_field_of_a_click(loaded: LoadResult, words: str, path: str) -> None:
    found = click(loaded, words)
    assert found is not None
    assert found.name == path


@pytest.mark.parametrize(
    ("words", "place"),
    [("|Alex", (2, 9)), ("recom-\nmen|dation", (14, 57)), ("by 1|2%", (13, 23)), ("|Raised", (13, 9)), ("two-|tower", (13, 38)),
     ("|retrieval model", (14, 9)), ("|Experience", (7, 1)), ("quality.\n• Cut serving |cost", (15, 27))],
)  # fmt: skip
def test_the_place_is_the_clicked_word(loaded: LoadResult, words: str, place: tuple[int, int]) -> None:
    found = click(loaded, words)
    assert found is not None
    assert (found.position.line, found.position.column) == place


def test_the_run_is_all_that_the_page_shows_of_the_field(loaded: LoadResult) -> None:
    found = click(loaded, "|evaluation")
    assert found is not None
    text = PAGE[found.start : found.end]
    assert (text[:6], text[-7:]) == ("Raised", "quality")
    assert (found.first_line, found.last_line) == (13, 14)


@pytest.mark.parametrize("words", ["Qualcomm |Inc", "– |present", "|Xy"])
def test_words_that_the_document_lacks_have_no_field(loaded: LoadResult, words: str) -> None:
    assert click(loaded, words, "Qualcomm Inc\n\n– present\n\nXy\n") is None


def test_settings_are_no_text_of_the_page(loaded: LoadResult) -> None:
    assert click(loaded, "|classic", "classic\n") is None


def test_own_headings_and_other_languages(tmp_path: Path) -> None:
    text = "work:\n  - {name: Eppendorf}\nskills:\n  - {name: Python}\nmeta:\n  resumeTex: {language: de, headings: {skills: Werkzeug}}\n"
    (tmp_path / "r.yaml").write_text(text)
    loaded = load_resume(str(tmp_path / "r.yaml"))
    page = "Berufserfahrung\nEppendorf\nWerkzeug\nPython\n"
    assert [found and found.name for found in (click(loaded, "|Berufs", page), click(loaded, "Werk|zeug", page))] == [
        "work",
        "skills",
    ]


def test_a_document_whose_structure_is_wrong_still_leads_to_its_lines(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("work:\n  - nam: Spotify\n    highlights:\n      - Raised CTR by 12%.\n")
    loaded = load_resume(str(tmp_path / "r.yaml"))
    assert loaded.resume is None
    found = click(loaded, "Raised |CTR", "Raised CTR by 12%.\n")
    assert found is not None
    assert (found.name, found.position.line) == ("work[0].highlights[0]", 4)


@pytest.mark.parametrize("content", ["", "- a list", "a: [", "just text", "work: {a: [1, 2.5, true, null]}"])
def test_any_document_is_borne(tmp_path: Path, content: str) -> None:
    (tmp_path / "r.yaml").write_text(content)
    assert click(load_resume(str(tmp_path / "r.yaml")), "|Alex", "Alex\n") is None


@pytest.mark.parametrize("text", ["", "\n", "…•–", "\ud800", "ﬃ", "a\u0301"])
def test_any_click_is_borne(loaded: LoadResult, text: str) -> None:
    for offset in range(len(text) + 1):
        assert find_field(loaded, Click(text, offset, 0, len(text))) is None


def test_the_words_of_a_field() -> None:
    source = load_resume(str(EXAMPLE)).source
    assert source is not None
    assert text_of(source, ("basics", "name")) == ["Alex Petrov"]
    assert text_of(source, ("skills", 0))[:2] == ["Languages", "Python"]
    assert text_of(source, ()) == []
    assert text_of(source, ("nothing", "there")) == []


def test_every_bullet_of_every_sample_is_found_by_its_words() -> None:
    count = 0
    for name in ("example", "full.yaml", "german.yaml", "long.yaml"):
        loaded = load_resume(str(sample(name)))
        assert loaded.resume is not None
        assert loaded.source is not None
        for index, job in enumerate(loaded.resume.work):
            for number in range(len(job.highlights)):
                [text] = text_of(loaded.source, ("work", index, "highlights", number))
                found = find_field(loaded, Click(text + "\n", len(text) // 2, 0, len(text)))
                assert found is not None
                assert text_of(loaded.source, parse_path(found.name)) == [text]
                count += 1
    assert count > 30


def test_the_server_tells_where_words_stand(client: Client, document: Path) -> None:
    text = "Raised CTR by 12% with a two-tower\nretrieval model"
    answer = client.post("locate", {"text": text, "offset": 36, "lineStart": 35, "lineEnd": 50})
    assert answer.data == {
        "path": "work[0].highlights[0]", "file": "resume.yaml", "link": document.as_posix(), "line": 10, "column": 48,
        "excerpt": [{"line": 10, "text": "      - Raised CTR by **12%** with a two-tower retrieval model in a 3-week A/B test."}],
        "start": 0, "end": 50,
    }  # fmt: skip
    assert client.post("locate", {"text": "Nowhere", "offset": 0, "lineStart": 0, "lineEnd": 7}).data == {"path": None}
    assert client.post("locate", {"text": "", "offset": -5, "lineStart": 99, "lineEnd": 7}).data == {"path": None}
    bullet = {"path": "work[0].highlights[0]", "line": 10, "column": 23, "endLine": 10, "endColumn": 30}
    text = "Raised CTR by 12% with a two-tower retrieval model in a 3-week A/B test."
    assert client.post("field", bullet).data == {"texts": [text], "words": "12%"}
    assert client.post("field", {"path": "work[0].highlights[1]"}).data == {
        "texts": ["Cut serving cost by 40%."],
        "words": "",
    }
    assert client.post("field", bullet | {"line": 99, "endLine": 99}).data == {"texts": [text], "words": ""}
    document.write_text("a: [")
    assert client.post("field", bullet).data == {"texts": [], "words": ""}

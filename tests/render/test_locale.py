"""Languages: which are found, their words, and dates in each style."""

from __future__ import annotations

import json
import runpy

import pytest
from builders import ROOT

from resume_tex.document.dates import PartialDate
from resume_tex.document.models import SECTIONS
from resume_tex.render.locale import (
    DATE_STYLES,
    Locale,
    find_locale,
    has_letter_words,
    languages,
    letter_date,
    letter_words,
)

MARCH = PartialDate(2024, 3)
DAY = PartialDate(2024, 12, 15)
YEAR = PartialDate(2019)


def locale(tag: str | None) -> Locale:
    found = find_locale(tag)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("tag", "short", "long", "numeric"),
    [
        ("en", "Mar 2024", "March 2024", "03/2024"),
        ("de", "März 2024", "März 2024", "03/2024"),
        ("fr", "mars 2024", "mars 2024", "03/2024"),
        ("es", "mar 2024", "marzo de 2024", "03/2024"),
        ("pt", "mar. de 2024", "março de 2024", "03/2024"),
        ("pl", "mar 2024", "marzec 2024", "03.2024"),
        ("uk", "бер. 2024\u202fр.", "березень 2024\u202fр.", "03.2024"),
        ("hr", "ožu 2024.", "ožujak 2024.", "03. 2024."),
        ("bg", "03.2024\u202fг.", "март 2024\u202fг.", "03.2024\u202fг."),
        ("ja", "2024年3月", "2024年3月", "2024/03"),
    ],
)
def test_dates(tag: str, short: str, long: str, numeric: str) -> None:
    found = locale(tag)
    assert [found.date(MARCH, style) for style in ("short", "long", "numeric", "year")] == [
        short,
        long,
        numeric,
        "2024",
    ]


def test_a_year_stays_a_year_and_a_day_is_not_printed() -> None:
    assert [locale("en").date(YEAR, style) for style in DATE_STYLES] == ["2019"] * 4
    assert locale("en").date(DAY, "short") == "Dec 2024"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (YEAR, MARCH, "2019 – Mar 2024"),
        (YEAR, None, "2019 – present"),
        (None, MARCH, "Mar 2024"),
        (None, None, ""),
        (YEAR, YEAR, "2019"),
        (MARCH, PartialDate(2024, 3, 31), "Mar 2024"),
        (PartialDate(2024, 3, 1), DAY, "Mar 2024 – Dec 2024"),
    ],
)
def test_ranges(start: PartialDate | None, end: PartialDate | None, text: str) -> None:
    assert locale("en").date_range(start, end, "short") == text


def test_a_range_within_a_year() -> None:
    assert locale("en").date_range(MARCH, DAY, "year") == "2024"


def test_present_in_the_language() -> None:
    assert locale("de").date_range(MARCH, None, "long") == "März 2024 – heute"
    assert locale("fr").date_range(MARCH, None, "year") == "2024 – aujourd’hui"


@pytest.mark.parametrize(
    ("asked", "tag", "work"),
    [
        (None, "en", "Experience"),
        ("", "en", "Experience"),
        ("en-GB", "en-GB", "Experience"),
        ("de-AT", "de-AT", "Berufserfahrung"),
        ("DE_at", "de-at", "Berufserfahrung"),
        ("pt-BR", "pt-BR", None),
        ("zh-Hant-TW", "zh-Hant-TW", "工作經歷"),
        ("zh-TW", "zh-TW", "工作經歷"),
        ("zh-CN", "zh-CN", "工作经历"),
        ("sr-Latn", "sr-Latn", "Radno iskustvo"),
        ("no", "no", "Arbeidserfaring"),
    ],
)
def test_finding(asked: str | None, tag: str, work: str | None) -> None:
    found = locale(asked)
    assert found.tag == tag
    if work is not None:
        assert found.words["work"] == work


@pytest.mark.parametrize("asked", ["xx", "english", "e", "en)/X(", "en\n", "../de", "{}", "de;rm", "ｅｎ"])
def test_not_finding(asked: str) -> None:
    assert find_locale(asked) is None


def test_headings_are_known_or_said_to_be_missing() -> None:
    assert languages() == sorted(languages())
    assert {"de", "en", "es", "fr", "pt"} <= set(languages())
    assert all(locale(tag).has_headings for tag in languages())
    assert not locale("eo").has_headings
    assert locale("eo").words["work"] == "Experience"


def test_every_language_with_headings_has_all_words() -> None:
    needed = {"summary", "present", "courses", "score", *SECTIONS}
    content = json.loads((ROOT / "resume_tex/render/locales/headings.json").read_text("utf-8"))
    for tag in set(content) - {"pt-BR"}:
        assert set(content[tag]) == needed, tag
        assert all(word.strip() == word != "" for word in content[tag].values()), tag


@pytest.mark.parametrize(
    ("tag", "quotes"),
    [
        ("en", "“”"),
        ("de-AT", "„“"),
        ("de-CH", "«»"),
        ("sr-Latn", "„“"),
        ("pt-BR", "“”"),
        ("eo", "“”"),
        ("fr", "«\u00a0\u00a0»"),
    ],
)
def test_quotation_marks(tag: str, quotes: str) -> None:
    assert "".join(locale(tag).quotes) == quotes


def test_quotation_marks_come_in_pairs_of_known_languages() -> None:
    content = json.loads((ROOT / "resume_tex/render/locales/quotes.json").read_text("utf-8"))
    assert len(content) > 30
    for tag, marks in content.items():
        assert find_locale(tag) is not None, tag
        assert [len(mark.strip("\u00a0")) for mark in marks] == [1, 1], tag


def test_months_are_as_the_generator_writes_them() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "generate_months.py"))
    assert script["TARGET"].read_text("utf-8") == script["render"]()


def test_every_month_file_entry_is_whole() -> None:
    content = json.loads((ROOT / "resume_tex/render/locales/months.json").read_text("utf-8"))
    assert len(content) > 100
    for tag in content:
        found = locale(tag)
        for style in DATE_STYLES:
            texts = [found.date(PartialDate(2024, month), style) for month in range(1, 13)]
            assert all("2024" in text for text in texts), (tag, style)
            assert len(set(texts)) == (1 if style == "year" else 12), (tag, style)
            assert "M01" not in texts[0], (tag, style)


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en", "December 5, 2024"),
        ("en-GB", "5 December 2024"),
        ("de", "5. Dezember 2024"),
        ("de-AT", "5. Dezember 2024"),
        ("fr-CA", "5 décembre 2024"),
        ("es", "5 de diciembre de 2024"),
        ("pl", "5 grudnia 2024"),
        ("hu", "2024. december 5."),
        ("hy", "05 դեկտեմբերի, 2024 թ."),
        ("ja", "2024年12月5日"),
        ("eo", "2024-12-05"),
    ],
)
def test_letters_are_dated_as_the_language_does(tag: str, written: str) -> None:
    assert letter_date(locale(tag), PartialDate(2024, 12, 5)) == written


def test_a_letters_date_may_be_a_month_or_a_year() -> None:
    assert letter_date(locale("en"), MARCH) == "March 2024"
    assert letter_date(locale("de"), YEAR) == "2019"


def test_days_are_as_the_generator_writes_them() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "generate_days.py"))
    assert script["TARGET"].read_text("utf-8") == script["render"]()


def test_every_language_of_letters_has_all_words() -> None:
    content = json.loads((ROOT / "resume_tex/render/locales/letters.json").read_text("utf-8"))
    for tag in content:
        assert find_locale(tag) is not None
        words = letter_words(tag)
        assert set(words) == {"dear", "opening", "closing", "enclosures", "letter"}, tag
        assert all(word.strip() == word != "" for word in words.values()), tag
        assert words["dear"].count("{name}") == 1, tag
    assert letter_words("pt-BR")["opening"] == letter_words("pt")["opening"]
    assert letter_words("pt-BR")["closing"] == "Atenciosamente,"
    assert has_letter_words("de-CH")
    assert not has_letter_words("eo")
    assert letter_words("eo") == letter_words("en")

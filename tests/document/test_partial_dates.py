"""Dates of every form: which are understood, and what is said of the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resume_tex.document.dates import PartialDate, guess_date, parse_moment
from resume_tex.document.load import LoadResult


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024", PartialDate(2024)),
        ("2024-03", PartialDate(2024, 3)),
        ("2024-03-15", PartialDate(2024, 3, 15)),
        ('"2024"', PartialDate(2024)),
        ("'2024-03'", PartialDate(2024, 3)),
        ('"2024-03-15"', PartialDate(2024, 3, 15)),
        ('" 2024-03 "', PartialDate(2024, 3)),
        ("!!str 2024", PartialDate(2024)),
        ("1000", PartialDate(1000)),
        ("2999-12-31", PartialDate(2999, 12, 31)),
        ("2024-02-29", PartialDate(2024, 2, 29)),
        ("2000-02-29", PartialDate(2000, 2, 29)),
        ("", None),
        ("null", None),
        ("~", None),
        ('""', None),
        ('"  "', None),
    ],
)
@pytest.mark.parametrize("field", ["startDate", "endDate"])
def test_forms(field: str, written: str, meant: PartialDate | None, load: Callable[..., LoadResult]) -> None:
    loaded = load(f"work:\n  - {field}: {written}\n    name: A\n")
    assert loaded.diagnostics == ()
    assert loaded.resume is not None
    assert getattr(loaded.resume.work[0], field) == meant


@pytest.mark.parametrize("word", ["present", "Present", "PRESENT", "now", "current", "ongoing", "today", '" present "'])
def test_a_word_for_present_ends_a_job(
    word: str, load: Callable[..., LoadResult], findings: Callable[..., list[str]]
) -> None:
    loaded = load(f"work: [{{endDate: {word}}}]\n")
    assert loaded.diagnostics == ()
    assert loaded.resume is not None
    assert loaded.resume.work[0].endDate is None
    plain = word.strip('" ')
    assert [
        line.partition(": ")[2] for line in findings(f"work: [{{startDate: {word}}}]\nawards: [{{date: {word}}}]\n")
    ] == [f"Only endDate may be {plain}; write a date such as 2024-03."] * 2


FORMS = "the forms are YYYY, YYYY-MM and YYYY-MM-DD"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("2024-13", "`2024-13` is not a date: there is no month 13. Write a date such as 2024-03."),
        ("2024-00", "`2024-00` is not a date: there is no month 0. Write a date such as 2024-03."),
        ("2024-02-30", "`2024-02-30` is not a date: 2024-02 has no day 30. Write a date such as 2024-03."),
        ("2023-02-29", "`2023-02-29` is not a date: 2023-02 has no day 29. Write a date such as 2024-03."),
        ("2024-04-00", "`2024-04-00` is not a date: 2024-04 has no day 0. Write a date such as 2024-03."),
        ("2024-3", f"`2024-3` is not a date: {FORMS}. Write 2024-03."),
        ("2024/03", f"`2024/03` is not a date: {FORMS}. Write 2024-03."),
        ("03/2024", f"`03/2024` is not a date: {FORMS}. Write 2024-03."),
        ("3.2024", f"`3.2024` is not a date: {FORMS}. Write 2024-03."),
        ("13/2024", f"`13/2024` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("March 2024", f"`March 2024` is not a date: {FORMS}. Write 2024-03."),
        ("Sept. 2024", f"`Sept. 2024` is not a date: {FORMS}. Write 2024-09."),
        ('"2024, dec"', f"`2024, dec` is not a date: {FORMS}. Write 2024-12."),
        ("Summer 2024", f"`Summer 2024` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("15 March 2024", f"`15 March 2024` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("15/03/2024", f"`15/03/2024` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("2024-03-15T12:00:00Z", f"`2024-03-15T12:00:00Z` is not a date: {FORMS}. Write 2024-03-15."),
        ("2024-02-30T12:00", f"`2024-02-30T12:00` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("24", f"`24` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("0999", f"`0999` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("3000", f"`3000` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("-2024", f"`-2024` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("202403", f"`202403` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("2024.5", f"`2024.5` is not a date: {FORMS}. Write 2024-05."),
        ("12:30", f"`12:30` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("1e5", f"`1e5` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("２０２４", f"`２０２４` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("2٠24", f"`2٠24` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("2019 - 2023", "`2019 - 2023` is a span of time. Write its beginning as startDate and its end as endDate."),
        (
            "2024-06/2024-08",
            "`2024-06/2024-08` is a span of time. Write its beginning as startDate and its end as endDate.",
        ),
        ("soon", f"`soon` is not a date: {FORMS}. Write a date such as 2024-03."),
        ("true", "A date belongs here: write 2024, 2024-03 or 2024-03-15."),
        ("[2024]", "A date belongs here: write 2024, 2024-03 or 2024-03-15."),
        ("{year: 2024}", "A date belongs here: write 2024, 2024-03 or 2024-03-15."),
    ],
)
def test_what_is_no_date(written: str, message: str, findings: Callable[..., list[str]]) -> None:
    end = 16 + len(written)
    assert findings(f"work:\n  - startDate: {written}\n") == [
        f"2:16-2:{end} error schema.date work[0].startDate: {message}"
    ]


def test_a_single_date_is_no_place_for_a_span(findings: Callable[..., list[str]]) -> None:
    assert findings("awards: [{date: 2019 - 2023}]\n") == [
        f"1:17-1:28 error schema.date awards[0].date: `2019 - 2023` is not a date: {FORMS}. Write a date such as 2024-03."
    ]


@pytest.mark.parametrize(("written", "meant"), [("2024-13", PartialDate(2024)), ("2024-02-30", PartialDate(2024, 2))])
def test_json_resume_lets_impossible_days_pass(
    written: str, meant: PartialDate, load: Callable[..., LoadResult]
) -> None:
    """Its pattern asks for digits alone, and every valid JSON Resume document loads."""
    loaded = load(f'{{"work": [{{"startDate": "{written}"}}]}}', "resume.json")
    assert loaded.diagnostics == ()
    assert loaded.resume is not None
    assert loaded.resume.work[0].startDate == meant


DATES = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@settings(max_examples=200)
@given(DATES, st.sampled_from([1, 2, 3]))
def test_a_date_prints_as_it_was_written(day: date, parts: int) -> None:
    text = "-".join(day.isoformat().split("-")[:parts])
    parsed = PartialDate.parse(text)
    assert str(parsed) == text
    assert parsed.first_day() <= day <= parsed.last_day()
    assert str(PartialDate.parse(str(parsed.first_day()))) == parsed.first_day().isoformat()


@settings(max_examples=300)
@given(st.text(max_size=20))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    guess_date(text)
    try:
        parsed = PartialDate.parse(text)
    except ValueError:
        return
    assert str(parsed) == text.strip()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:10", 10),
        ("1970-01-01T01:00:10+01:00", 10),
        ("1970-01-01T00:00:10Z", 10),
        ("2026-01-31", 1_769_817_600),
        ("1960-01-01", 0),
        ("soon", None),
        ("", None),
        (None, None),
        ("2026-01", None),
        ("9999-12-31T23:59:59-12:00", 253_402_343_999),
    ],
)
def test_moments(text: str | None, seconds: int | None) -> None:
    assert parse_moment(text) == seconds

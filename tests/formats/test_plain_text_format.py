"""Plain text: what a form takes, with nothing lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import page_of, sample_page
from test_properties import FULL, QUICK, TEXT, cycle, filled

from resume_tex.document.inline import Code, Text
from resume_tex.formats.plain_text import write_plain_text
from resume_tex.formats.rich import RichWriter, walk


def lines(**data: Any) -> list[str]:
    return write_plain_text(page_of(data)).splitlines()


@pytest.mark.parametrize("name", ["example", "full.yaml", "tex.yaml", "german.yaml", "minimal.json"])
def test_samples(name: str, golden) -> None:  # type: ignore[no-untyped-def]
    golden(f"{name.partition('.')[0]}.txt", write_plain_text(sample_page(name)[0]))


def test_a_bullet_is_one_line_however_long() -> None:
    text = "word " * 500
    assert lines(work=[{"name": "Lab", "highlights": [text]}]) == ["", "EXPERIENCE", "", "Lab", f"- {text.strip()}"][1:]


def test_dates_are_on_the_line_of_the_entry() -> None:
    job = {"position": "Engineer", "name": "Lab", "location": "Ulm", "startDate": "2020-03", "endDate": "2021"}
    assert lines(work=[job])[2] == "Engineer | Lab | Ulm | Mar 2020 - 2021"
    assert lines(work=[{"startDate": "2020"}])[2] == "2020 - present"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[code](https://a.example/x)", "code (https://a.example/x)"),
        ("[a.example/x](https://a.example/x)", "https://a.example/x"),
        ("[https://a.example/x](https://a.example/x)", "https://a.example/x"),
        ("[Write](mailto:a@b.example?subject=x)", "Write (a@b.example)"),
        ("[a@b.example](mailto:a@b.example)", "a@b.example"),
        ("[Ring](tel:+4973112345)", "Ring (+4973112345)"),
        ("[+49 731 12345](tel:+4973112345)", "+49 731 12345"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("**bold** *it* `co*de`", "bold it co*de"),
        ("30\u00a0ms, co\u2011worker, 3\u202f%", "30 ms, co-worker, 3 %"),
    ],
)  # fmt: skip
def test_texts(text: str, written: str) -> None:
    assert lines(basics={"summary": text}) == ["SUMMARY", "", written]


def test_an_address_that_is_no_link_is_left_out() -> None:
    assert lines(work=[{"name": "Lab", "url": "javascript:alert(1)"}]) == ["EXPERIENCE", "", "Lab"]


def test_an_empty_document_is_an_empty_file() -> None:
    assert write_plain_text(page_of({})) == "\n" or write_plain_text(page_of({})) == ""


@pytest.mark.slow
@QUICK
@given(st.lists(TEXT, min_size=1, max_size=9))
def test_any_text_in_any_field(texts: list[str]) -> None:
    """Every word is there, each text on a line of its own entry, and no character that a form could stumble over."""
    written = write_plain_text(page_of(filled(FULL, cycle(texts))))
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200b\u202a-\u202e\u2066-\u2069\u2028\u00a0]", written
    )
    assert written == "" or (written.endswith("\n") and not written.endswith("\n\n"))
    assert "\n\n\n" not in written
    solid = re.sub(r"\s", "", written).upper()
    for text in texts:
        for block in re.split(r"\n\s*\n", text):
            for node in walk(RichWriter().inline(block, ())):
                if isinstance(node, Text | Code):
                    word = node.text.replace("\u2010", "-").replace("\u2011", "-")
                    assert re.sub(r"\s", "", word).upper() in solid

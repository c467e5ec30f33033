"""JSON Resume 0.0.16: its names, and the check of the package `jsonresume-validator`, for real."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resume_tex.diagnostics import format_path
from resume_tex.interchange import jsonresume_legacy
from resume_tex.interchange.importing import import_file
from resume_tex.interchange.jsonresume_export import ExportResult, export_jsonresume

WHOLE = """\
basics:
  name: Jane Doe
  label: Engineer
  image: https://doe.example/jane.png
  email: jane@doe.example
  phone: "1"
  url: https://doe.example
  summary: Fine.
  location: {address: 1 Main Street, city: Berlin, postalCode: "10115", countryCode: DE, region: Berlin}
  profiles: [{network: GitHub, username: jane, url: https://github.com/jane}]
work: [{name: Acme, position: Engineer, url: https://acme.example, startDate: 2020-01-01, summary: Search., highlights: [One]}]
volunteer: [{organization: Club, position: Mentor, startDate: 2019-01-01, summary: Fun., highlights: []}]
education: [{institution: State, studyType: BS, area: Trees, startDate: 2014-09-01, endDate: 2018-06-01, score: 3.9, courses: [A]}]
awards: [{title: Prize, awarder: State, date: 2017-01-01, summary: For trees.}]
publications: [{name: On Trees, publisher: Journal, releaseDate: 2017-01-01, summary: Trees., url: https://trees.example}]
skills: [{name: Web, level: Master, keywords: [HTML]}]
languages: [{language: English, fluency: native}]
interests: [{name: Chess, keywords: [Endings]}]
references: [{name: R. Roe, reference: Good.}]
"""


def told(result: ExportResult) -> list[str]:
    return [f"{d.severity} {d.code} {format_path(d.path)}" for d in result.diagnostics]


def data_of(result: ExportResult) -> dict[str, Any]:
    assert result.text is not None
    data: dict[str, Any] = json.loads(result.text)
    return data


def test_a_whole_resume_passes(write: Callable[..., str]) -> None:
    result = export_jsonresume(write(WHOLE), "0.0.16")
    assert told(result) == []
    data = data_of(result)
    assert data["work"][0] == {
        "company": "Acme",
        "position": "Engineer",
        "website": "https://acme.example",
        "startDate": "2020-01-01",
        "summary": "Search.",
        "highlights": ["One"],
    }
    assert (data["basics"]["picture"], data["basics"]["website"]) == (
        "https://doe.example/jane.png",
        "https://doe.example",
    )
    assert (data["education"][0]["gpa"], data["publications"][0]["website"]) == ("3.9", "https://trees.example")


def test_it_imports_as_the_same_resume(write: Callable[..., str], load: Callable[..., Any]) -> None:
    result = export_jsonresume(write(WHOLE), "0.0.16")
    again = import_file(write(result.text or "", "old.json"))
    assert again.diagnostics == ()
    assert load(again.text).resume == load(WHOLE).resume


def test_missing_sections_are_there_and_empty(write: Callable[..., str]) -> None:
    assert data_of(export_jsonresume(write("basics: {name: Jane Doe}\n"), "0.0.16")) == {
        "basics": {"name": "Jane Doe"},
        **{
            section: []
            for section in (
                *("work", "volunteer", "education", "awards", "publications"),
                *("skills", "languages", "interests", "references"),
            )
        },
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("name: Acme, ", "", "warning export.legacy work[0].name", "require this field"),
        ("score: 3.9,", "score: good,", "warning export.legacy education[0].score", "a plain number"),
        ("countryCode: DE", "countryCode: Germany", "warning export.legacy basics.location.countryCode", "two capital letters"),
        ("date: 2017-01-01, summary: For", "date: 2017-13, summary: For", "error schema.date awards[0].date", "no month"),
        ("email: jane@doe.example", "email: jane", "warning export.legacy basics.email", "e-mail address"),
        ("url: https://acme.example", "url: acme", "warning export.legacy work[0].url", "whole address"),
        ("keywords: [HTML]", "keywords: []", "", ""),
        ("summary: Search., ", "", "warning export.legacy work[0].summary", "require this field"),
    ],
)  # fmt: skip
def test_what_the_validator_says_is_told_at_the_field(
    old: str, new: str, line: str, words: str, write: Callable[..., str]
) -> None:
    assert WHOLE.count(old) == 1
    result = export_jsonresume(write(WHOLE.replace(old, new)), "0.0.16")
    assert told(result) == ([line] if line else [])
    assert all(words in d.message and d.span is not None for d in result.diagnostics)


def test_without_the_extra_it_is_written_and_said(write: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonresume_legacy.importlib.util, "find_spec", lambda name: None)
    result = export_jsonresume(write(WHOLE), "0.0.16")
    assert told(result) == ["warning export.unchecked "]
    assert "pip install 'resume-tex[legacy]'" in result.diagnostics[0].message
    assert data_of(result)["work"][0]["company"] == "Acme"


def test_other_dialects_need_no_old_packages(tmp_path: Path) -> None:
    (tmp_path / "resume.yaml").write_text(WHOLE, "utf-8")
    program = (
        "import sys\nfrom resume_tex.interchange.jsonresume_export import export_jsonresume\n"
        "assert export_jsonresume('resume.yaml').text\nprint(sorted({'colander', 'jsonresume', 'pycountry', 'jsonschema'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

"""Publications into a document that is there: its comments and layout stay, and nothing is added twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from resume_tex.document.load import load_resume
from resume_tex.errors import OutputError
from resume_tex.interchange.merging import MergeResult, add_publications

NEW: list[dict[str, Any]] = [
    {"doi": "10.1000/new", "name": "New: a study", "authors": ["R. Roe", "Jane Doe"], "releaseDate": "2024"},
    {"name": "Other", "publisher": "Journal"},
]
LINES = (
    '{0}- name: "New: a study"\n{0}  authors: [R. Roe, Jane Doe]\n{0}  releaseDate: 2024\n{0}  doi: 10.1000/new\n'
    "{0}- name: Other\n{0}  publisher: Journal\n"
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "# mine\npublications:  # papers\n  # the first\n  - name: Old  # dear\n    doi: 10.1000/old\n\n# then\nmeta: {version: v1}\n",
            "# mine\npublications:  # papers\n  # the first\n  - name: Old  # dear\n    doi: 10.1000/old\n"
            + LINES.format("  ")
            + "\n# then\nmeta: {version: v1}\n",
        ),
        ("publications:\n- name: Old", "publications:\n- name: Old\n" + LINES.format("")),
        (
            "publications:\n  - name: Old\n    summary: >-\n      Long\n      text.\n\n\nwork: []\n",
            "publications:\n  - name: Old\n    summary: >-\n      Long\n      text.\n"
            + LINES.format("  ")
            + "\n\nwork: []\n",
        ),
        ("publications:\nwork: []\n", "publications:\n" + LINES.format("  ") + "work: []\n"),
        ("basics: {name: Jane Doe}\n", "basics: {name: Jane Doe}\n\npublications:\n" + LINES.format("  ")),
        (
            "work: []\n\nmeta: {version: v1}\n",
            "work: []\n\npublications:\n" + LINES.format("  ") + "\nmeta: {version: v1}\n",
        ),
        (
            "publications: [{name: Old}]  # short\n",
            'publications: [{name: Old}, {"name": "New: a study", "authors": ["R. Roe", "Jane Doe"], "releaseDate": "2024", '
            '"doi": "10.1000/new"}, {"name": "Other", "publisher": "Journal"}]  # short\n',
        ),
    ],
)
def test_the_text(before: str, after: str, write: Callable[..., str]) -> None:
    result = add_publications(write(before), NEW)
    assert (result.text, result.added, result.diagnostics) == (after, 2, ())


@pytest.mark.parametrize(
    "before",
    [
        "publications: []\n",
        "publications: [ ]",
        '{"publications": [{"name": "Old"}]}',
        '{"basics": {}}',
        "{}",
        "# nothing yet\nbasics:\n  name: Jane Doe\n# the end",
        "publications:\n    -   name: Old\n        doi: x\n    -   name: Old 2\n",
        "publications: &p\n  - {name: Old}\n",
        "publications:\n  - name: |\n      Old\n\n\n",
        "basics: {name: Jane Doe}\npublications:\n  [{name: Old},\n   {name: B}]\nwork: []\n",
        "meta:\n  version: v1\n",
    ],
)
def test_any_layout(before: str, write: Callable[..., str]) -> None:
    name = "resume.json" if before.startswith('{"') else "resume.yaml"
    file = write(before, name)
    old = load_resume(file).resume
    result = add_publications(file, NEW)
    assert result.text is not None
    new = load_resume(write(result.text, name)).resume
    assert old is not None
    assert new is not None
    assert [p.name for p in new.publications] == [*(p.name for p in old.publications), "New: a study", "Other"]
    assert new.model_copy(update={"publications": []}) == old.model_copy(update={"publications": []})


@pytest.mark.parametrize(
    "known",
    [
        "doi: 10.1000/NEW",
        "url: https://doi.org/10.1000/new",
        "name: new - A Study",
        "doi: https://dx.doi.org/10.1000/new",
    ],
)
def test_what_is_there_is_not_added_again(known: str, write: Callable[..., str]) -> None:
    result = add_publications(write(f"publications:\n  - {known}\n  - name: other\n"), NEW)
    assert (result.text, result.added) == (None, 0)
    assert [(d.code, d.path) for d in result.diagnostics] == [
        ("import.duplicate", ("publications", 0)),
        ("import.duplicate", ("publications", 1)),
    ]


def test_doubles_among_the_new_count_once(write: Callable[..., str]) -> None:
    assert add_publications(write("work: []\n"), [NEW[1], {"name": "OTHER."}]).added == 1


def test_a_document_with_errors_is_left_alone(write: Callable[..., str]) -> None:
    result = add_publications(write("publications: none\n"), NEW)
    assert (result.text, [d.code for d in result.diagnostics]) == (None, ["schema.type"])
    assert add_publications("missing.yaml", NEW).readable is False


def test_a_layout_without_a_place_is_refused(write: Callable[..., str]) -> None:
    file = write("x-p: &p [{name: Old}]\npublications: *p\n")
    with pytest.raises(OutputError, match="leaves no simple place"):
        add_publications(file, NEW)


def test_the_result_is_empty_when_nothing_is_new(write: Callable[..., str]) -> None:
    assert add_publications(write("work: []\n"), []) == MergeResult(None, 0, ())

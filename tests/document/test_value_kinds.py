# ruff: noqa: E501  the expected messages stand whole, beside what causes them
"""Values of the wrong kind: numbers, booleans, lists and nothing where something else belongs; the expectations are exact."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable

import pytest

from resume_tex.document.load import LoadResult
from resume_tex.document.models import Resume

CASES: dict[str, tuple[str, list[str]]] = {
    "text-where-a-mapping-belongs": (
        "basics: Alex\n",
        [
            "1:9-1:13 error schema.type basics: A mapping belongs here (lines of `key: value`), not text.",
        ],
    ),
    "text-where-a-list-belongs": (
        "work: Spotify\nskills:\n  - keywords: Python, Scala\n",
        [
            "1:7-1:14 error schema.type work: A list belongs here, not text. Write each entry on a line of its own after `- `.",
            "3:15-3:28 error schema.type skills[0].keywords: A list belongs here, not text. Write each entry on a line of its own after `- `.",
        ],
    ),
    "mapping-where-a-list-belongs": (
        "work:\n  name: Spotify\nbasics: {profiles: {network: A}}\n",
        [
            "2:3-2:16 error schema.type work: A list belongs here, not a mapping. Write each entry on a line of its own after `- `.",
            "3:20-3:32 error schema.type basics.profiles: A list belongs here, not a mapping. Write each entry on a line of its own after `- `.",
        ],
    ),
    "list-where-a-mapping-belongs": (
        "basics:\n  - name: Alex\nmeta: []\n",
        [
            "2:3-2:15 error schema.type basics: A mapping belongs here (lines of `key: value`), not a list.",
            "3:7-3:9 error schema.type meta: A mapping belongs here (lines of `key: value`), not a list.",
        ],
    ),
    "list-where-text-belongs": (
        "basics:\n  name: [Alex, Petrov]\n  label:\n    - Engineer\n",
        [
            "2:9-2:23 error schema.type basics.name: Text belongs here, not a list. Write one text; if the brackets belong to it, put it in double quotes.",
            "4:5-4:15 error schema.type basics.label: Text belongs here, not a list. Write one text; if the brackets belong to it, put it in double quotes.",
        ],
    ),
    "mapping-where-text-belongs": (
        "basics:\n  name:\n    first: Alex\n  summary: {a: b}\n",
        [
            "3:5-3:16 error schema.type basics.name: Text belongs here, not a mapping. A colon followed by a space makes a mapping: put the text in double quotes.",
            "4:12-4:18 error schema.type basics.summary: Text belongs here, not a mapping. A colon followed by a space makes a mapping: put the text in double quotes.",
        ],
    ),
    "true-where-text-belongs": (
        "basics:\n  name: true\n  label: FALSE\nwork:\n  - highlights: [true]\n",
        [
            "2:9-2:13 error schema.type basics.name: Text belongs here, not true. Put it in quotes if the word is meant.",
            "3:10-3:15 error schema.type basics.label: Text belongs here, not false. Put it in quotes if the word is meant.",
            "5:18-5:22 error schema.type work[0].highlights[0]: Text belongs here, not true. Put it in quotes if the word is meant.",
        ],
    ),
    "numbers-where-text-belongs": (
        "basics:\n  name: 5\n  label: 3.90\n  location: {postalCode: 10013}\nwork:\n  - highlights: [5, -1.50]\nskills:\n  - keywords: [5]\n",
        [],
    ),
    "scalars-where-an-entry-belongs": (
        "work: [Spotify, 5, true, [], null]\n",
        [
            "1:8-1:15 error schema.type work[0]: A mapping belongs here (lines of `key: value`), not text.",
            "1:17-1:18 error schema.type work[1]: A mapping belongs here (lines of `key: value`), not a number.",
            "1:20-1:24 error schema.type work[2]: A mapping belongs here (lines of `key: value`), not true.",
            "1:26-1:28 error schema.type work[3]: A mapping belongs here (lines of `key: value`), not a list.",
            "1:30-1:34 error schema.type work[4]: This entry of the list is empty. Remove it, or write what belongs here.",
        ],
    ),
    "true-where-a-list-belongs": (
        "work: true\nskills: 5\n",
        [
            "1:7-1:11 error schema.type work: A list belongs here, not true. Write each entry on a line of its own after `- `.",
            "2:9-2:10 error schema.type skills: A list belongs here, not a number. Write each entry on a line of its own after `- `.",
        ],
    ),
    "location-as-text": (
        "basics:\n  location: New York, NY\n",
        [
            "2:13-2:25 error schema.type basics.location: A mapping belongs here (lines of `key: value`), not text.",
        ],
    ),
    "empty-entries": (
        "work:\n  -\nskills:\n  - keywords: [Python, null, ~]\n  - keywords:\n    -\nbasics:\n  profiles: [null]\n",
        [
            "2:4-2:4 error schema.type work[0]: This entry of the list is empty. Remove it, or write what belongs here.",
            "4:24-4:28 error schema.type skills[0].keywords[1]: This entry of the list is empty. Remove it, or write what belongs here.",
            "4:30-4:31 error schema.type skills[0].keywords[2]: This entry of the list is empty. Remove it, or write what belongs here.",
            "6:6-6:6 error schema.type skills[1].keywords[0]: This entry of the list is empty. Remove it, or write what belongs here.",
            "8:14-8:18 error schema.type basics.profiles[0]: This entry of the list is empty. Remove it, or write what belongs here.",
        ],
    ),
    "empty-bullets": (
        'work:\n  - highlights:\n      -\n      - ""\n      - {}\n      - {text: }\n      - {text: null, tags: null}\n      - {tags: [a]}\n',
        [],
    ),
    "bullets-of-other-kinds": (
        "work:\n  - highlights: [[a], 5, true, {text: [a]}, {text: A, tags: b}]\n",
        [
            "2:18-2:21 error schema.type work[0].highlights[0]: Text belongs here, not a list. Write one text; if the brackets belong to it, put it in double quotes.",
            "2:26-2:30 error schema.type work[0].highlights[2]: Text belongs here, not true. Put it in quotes if the word is meant.",
            "2:39-2:42 error schema.type work[0].highlights[3].text: Text belongs here, not a list. Write one text; if the brackets belong to it, put it in double quotes.",
            "2:61-2:62 error schema.type work[0].highlights[4].tags: A list belongs here, not text. Write each entry on a line of its own after `- `.",
        ],
    ),
    "bullets-with-colons": (
        'work:\n  - highlights:\n      - Improved CTR: by 12%\n      - Improved CTR:\n      - "CTR": up\n        latency: down\n      - fine\n',
        [
            "3:9-3:21 error schema.colon-in-text work[0].highlights[0]: This bullet became a mapping because it holds a colon and a space. Put the whole bullet in double quotes. | A bullet that is meant to be a mapping has the keys `text` and `tags`.",
            "4:9-4:21 error schema.colon-in-text work[0].highlights[1]: This bullet became a mapping because it holds a colon and a space. Put the whole bullet in double quotes. | A bullet that is meant to be a mapping has the keys `text` and `tags`.",
            "5:9-5:14 error schema.colon-in-text work[0].highlights[2]: This bullet became a mapping because it holds a colon and a space. Put the whole bullet in double quotes. | A bullet that is meant to be a mapping has the keys `text` and `tags`.",
        ],
    ),
    "tags-as-text": (
        "work:\n  - tags: ml\n",
        [
            "2:11-2:13 error schema.type work[0].tags: A list belongs here, not text. Write each entry on a line of its own after `- `.",
        ],
    ),
    "settings": (
        "meta:\n  resumeTex:\n    theme: [engineer]\n    pages: one\n    sections: work\n    headings: [A]\n    rules: {severity: {a.b: fatal}, select: A}\n    variants: [ml]\n",
        [
            "3:12-3:22 error schema.type meta.resumeTex.theme: Text belongs here, not a list. Write one text; if the brackets belong to it, put it in double quotes.",
            "4:12-4:15 error schema.type meta.resumeTex.pages: A whole number belongs here, not text.",
            "5:15-5:19 error schema.type meta.resumeTex.sections: A list belongs here, not text. Write each entry on a line of its own after `- `.",
            "6:15-6:18 error schema.type meta.resumeTex.headings: A mapping belongs here (lines of `key: value`), not a list.",
            "7:29-7:34 error schema.value meta.resumeTex.rules.severity[\"a.b\"]: This value is not possible: input should be 'error', 'warning' or 'info'.",
            "7:45-7:46 error schema.type meta.resumeTex.rules.select: A list belongs here, not text. Write each entry on a line of its own after `- `.",
            "8:15-8:19 error schema.type meta.resumeTex.variants: A mapping belongs here (lines of `key: value`), not a list.",
        ],
    ),
    "page-limits": (
        'meta:\n  resumeTex:\n    pages: 0\n    variants: {a: {pages: 51}, b: {pages: 1.5}, c: {pages: true}, d: {pages: "2"}, e: {pages: 2}, f: {pages: 2.0}}\n',
        [
            "3:12-3:13 error schema.value meta.resumeTex.pages: This value is not possible: input should be greater than or equal to 1.",
            "4:27-4:29 error schema.value meta.resumeTex.variants.a.pages: This value is not possible: input should be less than or equal to 50.",
            "4:43-4:46 error schema.type meta.resumeTex.variants.b.pages: A whole number belongs here, not 1.5.",
            "4:60-4:64 error schema.type meta.resumeTex.variants.c.pages: A whole number belongs here, not true.",
            "4:78-4:81 error schema.type meta.resumeTex.variants.d.pages: A whole number belongs here, not text.",
            "4:110-4:113 error schema.type meta.resumeTex.variants.f.pages: A whole number belongs here, not 2.0.",
        ],
    ),
    "long-values": (
        "basics:\n  location: long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long \nwork:\n  - startDate: long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long \n",
        [
            "2:13-2:512 error schema.type basics.location: A mapping belongs here (lines of `key: value`), not text.",
            "4:16-4:515 error schema.date work[0].startDate: `long long long long long long long long ...` is not a date: the forms are YYYY, YYYY-MM and YYYY-MM-DD. Write a date such as 2024-03.",
        ],
    ),
    "everything-at-once": (
        "basics:\n  name: [A]\n  nmae: B\nwork:\n  - startDate: never\n    highlights: [Ok, a: b]\n    endDate: true\nskills: 5\nwork: []\n",
        [
            "2:9-2:12 error schema.type basics.name: Text belongs here, not a list. Write one text; if the brackets belong to it, put it in double quotes.",
            "3:3-3:7 error schema.unknown-key basics.nmae: The key `nmae` is not known in `basics`. | Did you mean `name`?",
            "5:16-5:21 error schema.date work[0].startDate: `never` is not a date: the forms are YYYY, YYYY-MM and YYYY-MM-DD. Write a date such as 2024-03.",
            "6:22-6:23 error schema.colon-in-text work[0].highlights[1]: This bullet became a mapping because it holds a colon and a space. Put the whole bullet in double quotes. | A bullet that is meant to be a mapping has the keys `text` and `tags`.",
            "7:14-7:18 error schema.date work[0].endDate: A date belongs here: write 2024, 2024-03 or 2024-03-15.",
            "8:9-8:10 error schema.type skills: A list belongs here, not a number. Write each entry on a line of its own after `- `.",
            "9:1-9:5 error syntax.duplicate-key work: The key `work` stands here a second time (first on line 4). Only one can count: merge or rename them.",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_finding(name: str, findings: Callable[..., list[str]]) -> None:
    content, expected = CASES[name]
    assert findings(content, "resume.json" if name.startswith("json") else "resume.yaml") == expected


SECTIONS = ("work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages")
SECTIONS += ("interests", "references", "projects")


@pytest.mark.parametrize("value", ["", "null", "[]"])
@pytest.mark.parametrize("section", SECTIONS)
def test_an_empty_section_is_no_section(section: str, value: str, load: Callable[..., LoadResult]) -> None:
    loaded = load(f"{section}: {value}\n")
    assert loaded.diagnostics == ()
    assert loaded.resume == Resume()


def test_no_section_at_all(load: Callable[..., LoadResult]) -> None:
    loaded = load("{}\n")
    assert loaded.diagnostics == ()
    assert loaded.resume == Resume()


@pytest.mark.parametrize("value", ["", "null"])
def test_nothing_in_any_field(value: str, load: Callable[..., LoadResult]) -> None:
    """Every field of every model may be left empty."""
    lines = []
    for name, info in Resume.model_fields.items():
        lines.append(f"{info.alias or name}:")
        if name in SECTIONS:
            entry = typing.get_args(info.annotation)[0]
            lines += [
                f"  {'-' if number == 0 else ' '} {field}: {value}" for number, field in enumerate(entry.model_fields)
            ]
        elif name in {"basics", "meta"}:
            lines += [f"  {field}: {value}" for field in info.annotation.model_fields]
    loaded = load("\n".join([*lines, ""]))
    assert loaded.diagnostics == ()
    assert loaded.resume is not None
    assert len(lines) > 100
    assert loaded.resume.model_dump(exclude_defaults=True, exclude_none=True) == {name: [{}] for name in SECTIONS}


def test_empty_lists_in_every_list(load: Callable[..., LoadResult]) -> None:
    text = """
    basics: {profiles: []}
    work: [{highlights: [], tags: []}]
    volunteer: [{highlights: []}]
    education: [{courses: []}]
    publications: [{authors: []}]
    skills: [{keywords: []}]
    interests: [{keywords: []}]
    projects: [{highlights: [], keywords: [], roles: []}]
    meta: {resumeTex: {options: {}, sections: [], headings: {}, variants: {}, rules: {select: [], ignore: [], severity: {}}}}
    """
    loaded = load(text)
    assert loaded.diagnostics == ()
    assert loaded.resume is not None
    assert loaded.resume.work[0].highlights == []


def test_empty_bullets_have_no_words(load: Callable[..., LoadResult]) -> None:
    content, _ = CASES["empty-bullets"]
    resume = load(content).resume
    assert resume is not None
    assert [(bullet.text, bullet.tags) for bullet in resume.work[0].highlights] == [("", [])] * 5 + [("", ["a"])]


def test_findings_of_one_place_come_in_the_order_of_their_paths(findings: Callable[..., list[str]]) -> None:
    found = findings("x-a: &a {startDate: never}\nwork:\n" + "  - *a\n" * 8)
    assert [re.findall(r"work\[(\d)\]", line) for line in found] == [[str(number)] for number in range(8)]

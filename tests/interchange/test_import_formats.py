"""Import: what each format's fields become, what is left behind and said, and that the result is a resume."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from foreign import BIBTEX, JSON_RESUME_2014, RENDERCV, YAMLRESUME

from resume_tex.diagnostics import format_path
from resume_tex.document.load import interpret
from resume_tex.document.models import Resume
from resume_tex.document.reading import parse_source
from resume_tex.interchange.importing import ImportResult, import_file


def told(result: ImportResult) -> list[str]:
    """Return a line for each finding: severity, code, path or line."""
    return [
        f"{d.severity} {d.code} {format_path(d.path) or (d.span and d.span.start.line)}" for d in result.diagnostics
    ]


def resume_of(result: ImportResult) -> Resume:
    """Load what was imported, which must be without a finding of syntax or schema."""
    assert result.text is not None, result.diagnostics
    loaded = interpret(parse_source(result.text.encode(), "resume.yaml"))
    assert [d for d in loaded.diagnostics if d.code != "schema.unknown-key"] == []
    assert loaded.resume is not None
    return loaded.resume


def data_of(result: ImportResult) -> dict[str, Any]:
    """Return what was imported as data, which must be what its text says."""
    return resume_of(result).model_dump(mode="json", by_alias=True, exclude_defaults=True)


class TestRenderCV:
    """All nine entry types, the header, and the settings."""

    @pytest.fixture
    def result(self, write: Callable[..., str]) -> ImportResult:
        return import_file(write(RENDERCV, "cv.yaml"))

    def test_header(self, result: ImportResult) -> None:
        assert result.form == "rendercv"
        assert data_of(result)["basics"] == {
            "name": "Jane Doe",
            "label": "Machine Learning *Engineer*",
            "email": "jane@doe.example",
            "phone": "+1-415-555-0123",
            "url": "https://doe.example",
            "summary": "Builds rankers for **millions** of users.\n\nLikes `snake_case_names`.",
            "location": {"city": "San Francisco", "region": "CA"},
            "profiles": [
                {"network": "LinkedIn", "username": "janedoe", "url": "https://linkedin.com/in/janedoe"},
                {"network": "Mastodon", "username": "@jane@social.example", "url": "https://social.example/@jane"},
                {
                    "network": "Google Scholar",
                    "username": "AbC_1",
                    "url": "https://scholar.google.com/citations?user=AbC_1",
                },
                {"network": "Book a call", "url": "https://cal.example/jane"},
            ],
        }

    def test_jobs(self, result: ImportResult) -> None:
        assert data_of(result)["work"] == [
            {
                "name": "Acme",
                "url": "https://acme.example",
                "position": "Engineer",
                "location": "TX, USA",
                "startDate": "2020-07",
                "summary": "Search team",
                "highlights": [
                    {"text": "Cut latency"},
                    {"text": "measured at p99"},
                    {"text": "by 40%"},
                    {"text": "Wrote [https://acme.example/blog](https://acme.example/blog)"},
                ],
            },
            {"name": "Initech", "position": "Intern", "startDate": "2018-05", "endDate": "2019-08"},
        ]

    def test_education(self, result: ImportResult) -> None:
        assert data_of(result)["education"] == [
            {
                "institution": "State University",
                "studyType": "BS",
                "area": "Mathematics",
                "startDate": "2014-09",
                "endDate": "2018-06",
                "score": "3.9/4.0",
                "courses": ["Algebra", "Analysis (real, complex)"],
            }
        ]

    def test_publications_and_lines(self, result: ImportResult) -> None:
        data = data_of(result)
        assert data["publications"] == [
            {
                "name": "On Trees",
                "authors": ["*Jane Doe*", "R. Roe"],
                "publisher": "Journal of Trees",
                "releaseDate": "2022-07",
                "doi": "10.1234/trees",
            },
            {"name": "A tree of trees (US 1)"},
        ]
        assert data["awards"] == [{"title": "Dean's List"}, {"title": "Prize of Trees", "date": "2023"}]
        assert data["skills"] == [{"name": "Languages", "keywords": ["Python", "C++ (17, 20)", "SQL"]}]

    def test_what_is_no_section_of_ours_is_under_projects(self, result: ImportResult) -> None:
        assert data_of(result)["projects"] == [
            {
                "name": "Tree",
                "endDate": "2021",
                "description": "A library",
                "highlights": [{"text": "Used by 12 teams"}],
            },
            {"name": "Trees at scale", "endDate": "2024", "type": "talk"},
            {"name": "Gardening", "endDate": "2020"},
            {"name": "Chess", "highlights": [{"text": "Played for the university"}, {"text": "Taught beginners"}]},
        ]

    def test_settings(self, result: ImportResult) -> None:
        assert data_of(result)["meta"] == {
            "resumeTex": {
                "theme": "engineer",
                "language": "de",
                "sections": ["summary", "work", "education", "projects", "publications", "awards", "skills"],
                "headings": {"awards": "Selected Honors"},
            }
        }

    def test_every_change_and_loss_is_told(self, result: ImportResult) -> None:
        assert told(result) == [
            "warning import.left cv.email[1]",
            "info import.changed cv.sections.experience[0].highlights[0]",
            "warning import.left cv.sections.experience[1].team",
            "warning import.left cv.sections.education[0].highlights[0]",
            "info import.changed cv.sections.education[0].highlights[2]",
            "warning import.left cv.sections.education[0].highlights[3]",
            "info import.changed cv.sections.projects[0].date",
            "info import.changed cv.sections.patents",
            "info import.changed cv.sections.invited_talks",
            "info import.changed cv.sections.side_quests[0]",
            "warning import.left cv.sections.side_quests[0].location",
            "info import.changed cv.sections.chess",
            "info import.looks design",
            "info import.looks design.theme",
            "info import.looks settings",
        ]
        assert all(d.file == "cv.yaml" and d.span is not None for d in result.diagnostics)

    def test_what_is_left_behind_stands_in_a_comment(self, result: ImportResult) -> None:
        assert result.text is not None
        assert result.text.split("\n\n")[-1] == (
            "# Not carried over from cv.yaml: move it where it belongs, or delete it.\n"
            "#   cv.email[1]: other@doe.example\n"
            "#   cv.sections.experience[1].team: Printers\n"
            "#   cv.sections.education[0].highlights[0]: Valedictorian\n"
            "#   cv.sections.education[0].highlights[3]: Thesis: On Trees\n"
            "#   cv.sections.side_quests[0].location: Austin\n"
        )

    def test_keys_beside_those_of_an_entry(self, write: Callable[..., str]) -> None:
        extra = (
            "cv:\n  sections:\n    education:\n      - {institution: State, area: Trees, grade: '1.0', url: https://s.example}\n"
            "    first_jobs:\n      - {company: A, position: B}\n    later_jobs:\n      - {company: C, position: D}\n"
        )
        result = import_file(write(extra, "cv.yaml"))
        assert data_of(result) == {
            "work": [{"name": "A", "position": "B"}, {"name": "C", "position": "D"}],
            "education": [{"institution": "State", "area": "Trees", "score": "1.0", "url": "https://s.example"}],
            "meta": {"resumeTex": {"sections": ["education", "work"]}},
        }
        assert told(result) == ["info import.changed cv.sections.later_jobs"]

    def test_the_older_names_of_settings(self, write: Callable[..., str]) -> None:
        old = "cv: {name: Jane Doe, label: Engineer}\nlocale_catalog: {language: fr}\nrendercv_settings: {date: 2025}\n"
        data = data_of(import_file(write(old, "cv.yaml")))
        assert data == {
            "basics": {"name": "Jane Doe", "label": "Engineer"},
            "meta": {"resumeTex": {"language": "fr"}},
        }


class TestYAMLResume:
    """Every section, Markdown lists, dates in words, the layout."""

    @pytest.fixture
    def result(self, write: Callable[..., str]) -> ImportResult:
        return import_file(write(YAMLRESUME, "cv.yml"))

    def test_content(self, result: ImportResult) -> None:
        assert result.form == "yamlresume"
        assert data_of(result) == {
            "basics": {
                "name": "Jane Doe",
                "label": "Engineer",
                "email": "jane@doe.example",
                "phone": "(415) 555-0123",
                "url": "https://doe.example",
                "summary": "Builds rankers.\n\nSearch for **millions**. Fraud.",
                "location": {
                    "address": "1 Main Street",
                    "city": "Berlin",
                    "region": "Berlin",
                    "countryCode": "DE",
                    "postalCode": "10115",
                },
                "profiles": [{"network": "GitHub", "url": "https://github.com/janedoe", "username": "janedoe"}],
            },
            "work": [
                {
                    "name": "Acme",
                    "url": "https://acme.example",
                    "position": "Engineer",
                    "startDate": "2022-12-01",
                    "summary": "The search team.",
                    "highlights": [
                        {"text": "Cut latency by 40%"},
                        {"text": "Led 3 people"},
                        {"text": "in two cities"},
                    ],
                }
            ],
            "volunteer": [
                {
                    "organization": "Club",
                    "url": "https://club.example",
                    "position": "Mentor",
                    "startDate": "2015-09",
                    "endDate": "2023-07",
                    "highlights": [{"text": "Mentored"}],
                }
            ],
            "education": [
                {
                    "institution": "State University",
                    "url": "https://state.example",
                    "studyType": "Bachelor",
                    "area": "Mathematics",
                    "score": "3.8",
                    "startDate": "2016-09-01",
                    "endDate": "2020-07-01",
                    "courses": ["Algebra"],
                }
            ],
            "awards": [
                {
                    "title": "Dean's List",
                    "awarder": "State University",
                    "date": "2016-10",
                    "summary": "For good grades.",
                }
            ],
            "certificates": [
                {"name": "Cloud Developer", "url": "https://cloud.example", "issuer": "Cloud", "date": "2021-03"}
            ],
            "publications": [
                {
                    "name": "On Trees",
                    "publisher": "Journal",
                    "url": "https://journal.example",
                    "releaseDate": "2017-12",
                    "summary": "Explores trees. Finds roots.",
                }
            ],
            "skills": [{"name": "Web", "level": "Expert", "keywords": ["Python", "CSS"]}],
            "languages": [{"language": "English", "fluency": "Native or Bilingual Proficiency"}],
            "interests": [{"name": "Sports", "keywords": ["Chess"]}],
            "references": [{"name": "R. Roe", "reference": "Jane is fine."}],
            "projects": [
                {
                    "name": "Tree",
                    "url": "https://tree.example",
                    "description": "A library.",
                    "startDate": "2016-09",
                    "endDate": "2016-12",
                    "highlights": [{"text": "Designed it"}],
                    "keywords": ["Trees"],
                }
            ],
            "meta": {
                "resumeTex": {
                    "language": "nb",
                    "theme": "banking",
                    "sections": ["education", "work"],
                    "headings": {"work": "Stations"},
                }
            },
        }

    def test_every_change_and_loss_is_told(self, result: ImportResult) -> None:
        assert told(result) == [
            "info import.changed content.basics.summary",
            "warning import.left content.education[0].summary",
            "info import.changed content.work[0].summary",
            "warning import.left content.work[0].keywords",
            "warning import.left content.languages[0].keywords",
            "info import.changed content.publications[0].summary",
            "warning import.left content.references[0].phone",
            "warning import.left content.references[0].relationship",
            "warning import.left content.references[0].email",
            "info import.looks layouts[0]",
            "info import.looks layouts[0].template",
        ]

    def test_a_language_that_is_not_known_is_told(self, write: Callable[..., str]) -> None:
        result = import_file(write("content: {basics: {name: Jane Doe}}\nlocale: {language: klingon}\n", "cv.yml"))
        assert data_of(result) == {"basics": {"name": "Jane Doe"}}
        assert told(result) == ["info import.looks locale.language"]

    def test_the_older_layout(self, write: Callable[..., str]) -> None:
        old = "content: {basics: {name: Jane Doe}}\nlayout: {template: moderncv-classic, locale: {language: fr}}\n"
        assert data_of(import_file(write(old, "cv.yml"))) == {
            "basics": {"name": "Jane Doe"},
            "meta": {"resumeTex": {"language": "fr", "theme": "classic"}},
        }


class TestJsonResume:
    """The dialect of 2014, odd dates, keys that are not JSON Resume's."""

    def test_2014(self, write: Callable[..., str]) -> None:
        result = import_file(write(JSON_RESUME_2014, "old.json"))
        assert result.form == "jsonresume"
        assert data_of(result) == {
            "basics": {"name": "Jane Doe", "url": "https://doe.example", "summary": "Fine."},
            "work": [
                {
                    "name": "Acme",
                    "position": "Engineer",
                    "url": "https://acme.example",
                    "startDate": "2013-12-01",
                    "highlights": [{"text": "One"}],
                },
                {"name": "Kept", "x-company": "Other", "startDate": "2012-03", "x-title": "Boss"},
            ],
            "volunteer": [{"organization": "Club", "url": "https://club.example"}],
            "education": [{"institution": "State", "score": "4.0"}],
            "publications": [{"name": "On Trees", "url": "https://trees.example"}],
            "languages": [{"language": "English", "fluency": "native"}],
            "interests": [{"name": "Chess"}],
            "custom": {"a": 1},
        }
        assert told(result) == [
            "info import.kept work[1].company",
            "info import.changed work[1].startDate",
            "info import.kept work[1].title",
            "warning import.value education[0].endDate",
        ]

    def test_values_of_the_wrong_kind_are_left_behind(self, write: Callable[..., str]) -> None:
        wrong = '{"basics": {"name": ["a"], "email": "a@b.example"}, "work": [{"name": {}, "highlights": ["x", ["y"]]}, 5], "skills": "many"}'
        result = import_file(write(wrong, "wrong.json"))
        assert data_of(result) == {
            "basics": {"email": "a@b.example"},
            "work": [{"highlights": [{"text": "x"}]}],
        }
        assert told(result) == [
            "warning import.value basics.name",
            "warning import.value work[0].highlights[1]",
            "warning import.value work[1]",
            "warning import.value skills",
        ]

    def test_text_without_an_ending_is_told_by_its_brace(self, write: Callable[..., str]) -> None:
        assert import_file(write('{"basics":\t{"name": "Jane Doe"}}', "resume")).form == "jsonresume"

    def test_it_can_be_written_as_yaml(self, write: Callable[..., str]) -> None:
        assert data_of(import_file(write("basics: {name: Jane Doe}\n", "old.yaml"))) == {"basics": {"name": "Jane Doe"}}


class TestBibTeX:
    """Names, accents, joined strings, references between entries, broken entries."""

    def test_publications(self, write: Callable[..., str]) -> None:
        result = import_file(write(BIBTEX, "pubs.bib"))
        assert result.form == "bibtex"
        assert data_of(result) == {
            "publications": [
                {
                    "name": "Good",
                    "authors": ["J. Doe"],
                    "publisher": "J. Foo",
                    "releaseDate": "2021-03-04",
                    "url": "https://a.example/b_c%20d",
                },
                {
                    "name": "BERTs: \\*Deep\\* Özgür & α-models, 50%",
                    "authors": ["Jörg Müller", "Jane Doe", "Jan van der Berg Jr.", "The Atlas Team", "et al."],
                    "publisher": "Advances in Neural Information Processing Systems 30",
                    "releaseDate": "2020-06",
                    "doi": "10.1000/XyZ_1",
                },
                {"name": "In it", "authors": ["R. Roe"], "publisher": "Proc. of Trees", "releaseDate": "1999"},
                {
                    "name": "Preprint",
                    "authors": ["Jáne Doe"],
                    "publisher": "arXiv",
                    "url": "https://arxiv.org/abs/2101.00001",
                },
            ]
        }
        assert told(result) == [
            "info import.looks None",
            "warning import.entry 11",
            "warning import.value 15",
        ]

    def test_one_author_only(self, write: Callable[..., str]) -> None:
        result = import_file(write(BIBTEX, "pubs.bib"), author="Jane Doe")
        assert [p["name"] for p in data_of(result)["publications"]] == [
            "Good",
            "BERTs: \\*Deep\\* Özgür & α-models, 50%",
            "Preprint",
        ]
        assert "1 entry is not by Jane Doe." in [d.message for d in result.diagnostics]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("@article{a, title={x}, title={y}, author={z}}", "warning import.entry 1"),
            ("@article{a, title={x} author={z}}", "warning import.entry 1"),
            ("@article{a, title={x}}\n@article{a, title={y}}", "info import.entry 2"),
            ("@article{a, title={x}, crossref={nowhere}}", "warning import.entry 1"),
            ("@article{b, author={z}}\n@article{a, title={x}}", "warning import.entry 1"),
        ],
    )
    def test_odd_entries_survive(self, text: str, code: str, write: Callable[..., str]) -> None:
        result = import_file(write(text, "pubs.bib"))
        assert told(result) == [code]
        assert data_of(result)["publications"][0]["name"] == "x"

    def test_latex_reads_no_file(self, write: Callable[..., str]) -> None:
        write("secret", "secret.tex")
        result = import_file(write(r"@article{a, title={x \input{secret.tex} \include{secret}}}", "pubs.bib"))
        assert data_of(result) == {"publications": [{"name": "x"}]}

    def test_a_library_is_told_by_its_content(self, write: Callable[..., str]) -> None:
        assert import_file(write("% mine\n@article{a, title={x}}", "pubs.txt")).form == "bibtex"

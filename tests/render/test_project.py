"""Whole documents: preamble, body, metadata, identity, the map to the fields, missing glyphs, wrong templates."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from builders import EXAMPLE, PERSON, SAMPLES, THEMES, project_of, render
from theme_folders import write_theme

from resume_tex.errors import ThemeError
from resume_tex.render import project as project_module
from resume_tex.render.project import RenderedProject
from resume_tex.render.repertoire import MissingGlyph
from resume_tex.render.theme import load_theme


def metadata(project: RenderedProject) -> dict[str, str]:
    start, *_ = re.findall(r"(?ms)^\\ResumeMetadata\{$.*?^\}$", project.body)
    return dict(re.findall(r"(?m)^  (\w+) = \{(.*)\},$", start))


def test_the_preamble_has_the_options_and_nothing_of_the_document() -> None:
    first = render({"basics": {"name": "Alex Petrov"}}, paper="a4", font_size="11pt")
    second = render({"work": [{"name": "x"}]}, paper="a4", font_size="11pt")
    assert first.preamble == second.preamble
    assert first.preamble.startswith(
        "\\documentclass{article}\n\\usepackage{resume-engineer}\n\\ResumeSetup{\n  accent = {1D3F72},\n"
    )
    assert "  font-size = {11pt},\n" in first.preamble
    assert "  paper = {a4},\n" in first.preamble
    assert first.preamble.endswith("},\n}\n")
    assert "Alex" not in first.preamble
    assert first.files == load_theme("engineer").files()


def test_the_smallest_document() -> None:
    project = render({"work": []})
    assert re.sub(r"id = \{[0-9a-f]{32}\}", "id = {ID}", project.body) == (
        "\\begin{document}\n"
        "\\ResumeMetadata{\n  title = {Resume},\n  language = {en},\n  id = {ID},\n}\n"
        "\\begin{ResumeHeader}\n\\end{ResumeHeader}\n\\null\n\\end{document}\n"
    )
    assert project.source_map.paths() == []


def test_a_document_with_a_name_alone_needs_no_filler() -> None:
    assert "\\null" not in render({"basics": {"name": "Alex Petrov"}}).body
    assert "\\null" not in render({"interests": [{"name": "x"}]}).body


def test_metadata() -> None:
    data = {
        "basics": {"name": " Alex  Petrov\n", "label": "*Senior* [ML](https://x.example) Engineer"},
        "skills": [{"keywords": ["Python", "C++ & **SQL**"]}, {"keywords": ["50%"]}],
    }
    found = metadata(render(data, language="de", source_date=1_700_000_000))
    identity = found.pop("id")
    assert re.fullmatch(r"[0-9a-f]{32}", identity)
    assert found == {
        "title": "Alex  Petrov: Senior ML Engineer",
        "author": "Alex  Petrov",
        "subject": "Senior ML Engineer",
        "keywords": r"Python, C++ \& SQL, 50\%",
        "language": "de",
        "date": "D:20231114221320Z",
    }


@pytest.mark.parametrize(
    ("basics", "title"),
    [
        ({}, "Resume"),
        ({"name": "Alex Petrov"}, "Alex Petrov"),
        ({"label": "Engineer"}, "Engineer"),
        ({"name": " ", "label": ""}, "Resume"),
    ],
)
def test_titles(basics: dict[str, str], title: str) -> None:
    assert metadata(render({"basics": basics}))["title"] == title


def test_the_identity_follows_the_content() -> None:
    first, same, other = (metadata(render({"basics": {"name": name}}))["id"] for name in ("A", "A", "B"))
    theme = metadata(render({"basics": {"name": "A"}}, "classic"))["id"]
    assert first == same
    assert len({first, other, theme}) == 3


def test_a_text_that_looks_like_the_identitys_place_is_left_alone() -> None:
    project = render({"basics": {"name": "0" * 32, "label": "\x04" * 32}})
    assert metadata(project)["author"] == "0" * 32
    assert metadata(project)["id"] != "0" * 32
    assert "\x04" not in project.body


def test_lines_of_the_body_name_their_fields() -> None:
    data = {
        **PERSON,
        "work": [{"name": "Halden", "position": "Engineer", "location": "NY", "highlights": ["One.", "Two."]}],
        "skills": [{"name": "Languages", "keywords": ["Python", "SQL"]}],
    }
    project = render(data)
    lines = project.body.splitlines()

    def at(fragment: str, column_of: str | None = None) -> Any:
        number = next(i for i, line in enumerate(lines, 1) if fragment in line)
        column = lines[number - 1].index(column_of) + 1 if column_of else None
        return project.source_map.path_at(number, column)

    assert at(r"\item One.") == ("work", 0, "highlights", 0)
    assert at(r"\item Two.") == ("work", 0, "highlights", 1)
    assert at(r"\ResumeName") == ("basics", "name")
    assert at(r"\ResumeContact{email}") == ("basics", "email")
    assert at(r"\ResumeEntry") == ("work", 0)
    assert at(r"\ResumeEntry", "Engineer") == ("work", 0, "position")
    assert at(r"\ResumeEntry", "Halden") == ("work", 0, "name")
    assert at(r"\ResumeSkill{Languages}") == ("skills", 0)
    assert at(r"\ResumeSkill{Languages}", "SQL") == ("skills", 0, "keywords", 1)
    assert at(r"\end{document}") is None


@pytest.mark.parametrize("path", [EXAMPLE, *sorted(SAMPLES.iterdir())], ids=lambda path: path.name)
def test_every_field_is_on_one_line_and_no_line_is_left_over(path: Path) -> None:
    project = project_of(path)
    assert "\x01" not in project.body
    assert "\x02" not in project.body
    assert "\x03" not in project.body
    assert not re.search(r"\n\n\n", project.body)
    assert project.body.startswith("\\begin{document}\n")
    assert project.body.endswith("\\end{document}\n")
    assert project.body.count("\\begin{document}") == project.body.count("\\end{document}") == 1
    lines = project.body.split("\n")
    for number, places in project.source_map.lines.items():
        for start, end, _ in places:
            assert 1 <= start <= end <= len(lines[number - 1]) + 1


def test_missing_glyphs_are_noted_by_field_and_marked() -> None:
    data = {
        "basics": {"name": "Alex 日本", "summary": "ok 😀 and 😀"},
        "work": [{"name": "Halden", "highlights": ["fine", "한 & 日"]}],
        "skills": [{"keywords": ["漢"]}],
    }
    project = render(data)
    assert project.missing == (
        MissingGlyph(("basics", "name"), "日"),
        MissingGlyph(("basics", "name"), "本"),
        MissingGlyph(("basics", "summary"), "😀"),
        MissingGlyph(("work", 0, "highlights", 1), "한"),
        MissingGlyph(("work", 0, "highlights", 1), "日"),
        MissingGlyph(("skills", 0, "keywords", 0), "漢"),
    )
    assert r"\ResumeName{Alex \ResumeMissing{65E5}\ResumeMissing{672C}}" in project.body
    assert r"\ResumeText{ok \ResumeMissing{1F600} and \ResumeMissing{1F600}}" in project.body
    assert r"\item \ResumeMissing{D55C} \& \ResumeMissing{65E5}" in project.body
    assert metadata(project)["author"] == "Alex 日本"


def test_an_engine_that_finds_out_itself_gets_the_characters() -> None:
    project = render({"basics": {"name": "Alex 日本 😀"}}, unicode=True)
    assert project.missing == ()
    assert r"\ResumeName{Alex \ResumeScriptHans{日本} 😀}" in project.body


def test_composed_letters_are_composed_first() -> None:
    project = render({"basics": {"name": "Zu\u0308rich"}})
    assert project.missing == ()
    assert r"\ResumeName{Zürich}" in project.body


@pytest.mark.parametrize("theme", THEMES)
def test_page_totals_are_asked_for_by_themes_with_a_foot(theme: str) -> None:
    assert render(PERSON, theme).uses_page_total == (theme == "academic")
    assert render(PERSON, theme, footer="page").uses_page_total
    assert not render(PERSON, theme, footer="none").uses_page_total


def own_theme(tmp_path: Path, **templates: str) -> RenderedProject:
    write_theme(tmp_path, templates={f"{name}.tex.j2": text for name, text in templates.items()})
    return render({**PERSON, "work": [{"name": "Halden"}]}, load_theme("mine", tmp_path))


def test_a_theme_overrides_a_template(tmp_path: Path) -> None:
    project = own_theme(tmp_path, header="\\MyHeader{<< header.name >>}\n")
    assert "\\MyHeader{Alex Petrov}\n" in project.body
    assert "\\ResumeName" not in project.body
    assert "\\ResumeEntry{}{Halden}{}{}" in project.body
    assert not project.trusted
    assert render(PERSON).trusted


def test_a_theme_overrides_a_section(tmp_path: Path) -> None:
    write_theme(
        tmp_path,
        templates={"sections/work.tex.j2": "<% for job in section.entries %>\n\\Job{<< job.name >>}\n<% endfor %>\n"},
    )
    project = render({"work": [{"name": "R&D"}]}, load_theme("mine", tmp_path))
    assert "\\ResumeSection{work}{Experience}\n\\Job{R\\&D}\n" in project.body


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("\n<% for %>", "A template of the theme mine is wrong (header.tex.j2, line 2): Expected an expression, got 'end of statement block'."),
        ("<< header.nothing >>", "A template of the theme mine is wrong"),
        ("<< nothing >>", "A template of the theme mine is wrong: 'nothing' is undefined."),
        ('<< "text" >>', "A template of the theme mine is wrong: a template prints str 'text', which is not TeX."),
        ("<< ''.__class__.__mro__ >>", "A template of the theme mine is wrong: access to attribute '__class__' of 'str' object is unsafe."),
        ('<% include "nothing.j2" %>', "A template of the theme mine is wrong: nothing.j2."),
        ('<% include "header.tex.j2" %>', "A template of the theme mine is wrong: maximum recursion depth exceeded"),
        ("<% macro m() %><< m() >><% endmacro %><< m() >>", "A template of the theme mine is wrong: maximum recursion depth exceeded"),
        ("<< 1 / 0 >>", "A template of the theme mine is wrong: division by zero."),
        ("<< 'a' * 10000000000 >>", "A template of the theme mine is wrong: the operator * is only for numbers"),
        ("<< [][5] >>", "A template of the theme mine is wrong"),
        ("<% if number('x') %><% endif %>", "A template of the theme mine is wrong: invalid literal for int() with base 10: 'x'."),
    ],
)  # fmt: skip
def test_a_wrong_template_is_said_to_be_wrong(tmp_path: Path, template: str, message: str) -> None:
    with pytest.raises(ThemeError) as caught:
        own_theme(tmp_path, header=template)
    assert caught.value.message.startswith(message)


def test_a_template_that_loops_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_module, "_TEMPLATE_SECONDS", 0.2)
    loop = "".join(f"<% for c{n} in text %>" for n in range(20)) + "<% endfor %>" * 20
    with pytest.raises(ThemeError) as caught:
        own_theme(tmp_path, header="<% set text = 'ab' * 1 if false else 'abcdefghijklmnopqrstuvwxyz' %>" + loop)
    assert caught.value.message == (
        "A template of the theme mine is wrong: it takes more than 0.2 seconds; does it loop?."
    )


def test_a_document_template_must_begin_the_document(tmp_path: Path) -> None:
    with pytest.raises(ThemeError) as caught:
        own_theme(tmp_path, resume="nothing\n")
    assert caught.value.message == "The theme mine has a resume.tex.j2 without \\begin{document}."


def test_the_number_function_is_for_templates_of_themes(tmp_path: Path) -> None:
    project = own_theme(tmp_path, header="<< number(sections|length) >>\n")
    assert "\n1\n" in project.body

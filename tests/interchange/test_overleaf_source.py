"""The LaTeX of an export: cut at the sections, explained, and nothing lost or written anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from builders import ALL_SAMPLES, THEMES, prepare, sample
from hypothesis import given, settings
from hypothesis import strategies as st
from overleaf_projects import files_of_data, files_of_sample
from test_properties import FULL, HOSTILE, TEXT, cycle, filled
from theme_folders import write_document, write_theme

from resume_tex.interchange.overleaf_readme import Origin, latexmkrc, readme
from resume_tex.interchange.overleaf_source import EXPLANATIONS, find_blocks, is_balanced
from resume_tex.render.project import RenderedProject
from resume_tex.render.source_map import SourceMap
from resume_tex.resources import templates_dir

INPUT = re.compile(r"\\input\{(sections/\w+)\}")


def text(files: Mapping[str, bytes], name: str) -> str:
    return files[name].decode()


def inlined(files: Mapping[str, bytes]) -> list[str]:
    """Return the body that TeX sees: the sections in main.tex, without comments and empty lines."""
    body = text(files, "main.tex").partition("\\begin{document}")[2]
    whole = INPUT.sub(lambda match: text(files, f"{match[1]}.tex"), body)
    return [line for line in whole.splitlines() if line.strip() and not line.lstrip().startswith("%")]


def rendered(project: RenderedProject | None) -> list[str]:
    """Return a rendered body in the same way, without what is the tool's alone."""
    assert project is not None
    return [
        line
        for line in project.body.splitlines()[1:]
        if line.strip() and not re.match(r"  (?:id|date) = \{[\w:]+\},$", line)
    ]


@pytest.mark.parametrize("name", ["example", *ALL_SAMPLES])
@pytest.mark.parametrize("theme", THEMES)
def test_the_project_is_what_the_templates_print(name: str, theme: str) -> None:
    files = files_of_sample(name, theme)
    assert inlined(files) == rendered(prepare(sample(name), theme).project)


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(st.lists(TEXT, min_size=1, max_size=9))
def test_nor_does_any_text_move_the_cuts(texts: list[str]) -> None:
    files = files_of_data(filled(FULL, cycle(texts)))
    whole = text(files, "main.tex")
    assert whole.count("\\begin{document}") == whole.count("\\end{document}") == 1
    named = INPUT.findall(whole)
    assert len(named) == len(set(named)) == sum(name.startswith("sections/") for name in files)
    for name in named:
        section = text(files, f"{name}.tex")
        assert len(re.findall(r"(?m)^\\ResumeSection\{", section)) == 1
        assert is_balanced(section.splitlines())


def test_every_section_has_a_file_and_main_names_them_in_order() -> None:
    files = files_of_data({key: value for key, value in FULL.items() if key != "meta"}, "academic")
    assert INPUT.findall(text(files, "main.tex")) == [
        f"sections/{name}"
        for name in (
            *("summary", "education", "publications", "work", "projects", "awards", "skills", "certificates"),
            *("volunteer", "languages", "interests", "references"),
        )
    ]
    assert "\\ResumeSection{work}" in text(files, "sections/work.tex")
    assert "\\ResumeSection" not in text(files, "main.tex")


def test_a_document_without_sections_has_main_alone() -> None:
    files = files_of_data({"basics": {"name": "Jane Doe"}})
    assert not [name for name in files if name.startswith("sections")]
    assert "\\input{sections" not in text(files, "main.tex")
    assert "(none)" in text(files, "README.md")


def test_own_headings_are_found_too() -> None:
    data = {
        "work": [{"name": "x"}],
        "skills": [{"name": "y"}],
        "meta": {"resumeTex": {"headings": {"work": "Jobs & such"}}},
    }
    assert "\\ResumeSection{work}{Jobs \\& such}" in text(files_of_data(data), "sections/work.tex")


def test_a_template_that_wraps_sections_keeps_what_wraps_them(tmp_path: Path) -> None:
    """Only what stands on its own is cut out; the order of the lines stays."""
    body = (
        "\\begin{document}\n<% for section in sections %>\n\\begin{center}\n"
        "\\ResumeSection{<< section.tex_id >>}{<< section.heading >>}\n"
        "<% include section.template %>\n\\end{center}\n<% endfor %>\n\\end{document}\n"
    )
    write_theme(tmp_path, templates={"resume.tex.j2": body})
    files = files_of_sample(write_document(tmp_path))
    assert [line for line in text(files, "main.tex").splitlines() if "center" in line or "input{s" in line] == [
        "\\begin{center}", "\\input{sections/work}", "\\end{center}",
    ]  # fmt: skip
    assert inlined(files) == rendered(prepare(tmp_path / "resume.yaml").project)


@pytest.mark.parametrize(
    "section",
    [
        "\\fbox{\n\\ResumeSection{<< section.tex_id >>}{x}}\n<% include section.template %>",  # a group half inside
        "\\ResumeSection{x}{<< section.heading >>}\n<% include section.template %>",  # without the name
    ],
)
def test_what_cannot_be_cut_out_stays_in_main(tmp_path: Path, section: str) -> None:
    body = f"\\begin{{document}}\n<% for section in sections %>\n{section}\n<% endfor %>\n\\end{{document}}\n"
    write_theme(tmp_path, templates={"resume.tex.j2": body})
    files = files_of_sample(write_document(tmp_path))
    assert "\\ResumeHighlights" not in text(files, "main.tex")
    assert inlined(files) == rendered(prepare(tmp_path / "resume.yaml").project)
    assert not [name for name in files if name.startswith("sections")]


def test_blocks_end_where_their_groups_do() -> None:
    body = "\\begin{document}\n\\S{work}\n\\begin{list}\nfield\n\\end{list}\nafter\n\\end{document}\n"
    places = SourceMap({2: [(4, 8, ("work",))], 4: [(1, 6, ("work", 0, "name"))]})
    assert find_blocks(RenderedProject("", body, {}, places)) == [("work", 2, 5)]


@pytest.mark.parametrize(
    ("tex", "balanced"),
    [
        ("", True), ("{}", True), ("{", False), ("}{", False), (r"\{", True), (r"\\{", False), ("% {", True), (r"\% {", False),
        (r"\begin{a}\end{a}", True), (r"\begin{a}", False), (r"\end{a}", False), (r"\begin{a}\begin{b}\end{a}\end{b}", False),
        ("\\begin{a}\n{\n}\n\\end{a}", True), ("{\n}}\n{", False),
    ],
)  # fmt: skip
def test_balance(tex: str, *, balanced: bool) -> None:
    assert is_balanced(tex.split("\n")) is balanced


# ------------------------------------------------------------------ explanations


def test_every_macro_of_the_templates_is_explained() -> None:
    printed = set()
    for path in templates_dir().rglob("*.j2"):
        if path.name == "letter.tex.j2":  # exports are resumes
            continue
        printed |= set(re.findall(r"\\(?:begin\{)?(Resume\w+)", path.read_text("utf-8")))
    assert {"ResumeSection", "ResumeSkills"} <= printed
    printed.discard("ResumeLegend")  # of a page with changes marked, which is not exported
    told = " ".join([*EXPLANATIONS, *EXPLANATIONS.values(), "ResumeName ResumeLabel"])
    assert [name for name in sorted(printed) if name not in told] == []


def test_each_file_explains_a_macro_once_before_its_first_use() -> None:
    work = text(files_of_sample("full.yaml"), "sections/work.tex").splitlines()
    for name in ("ResumeSection", "ResumeEntry", "ResumeHighlights", "ResumeText", "ResumeLink"):
        [place] = [number for number, line in enumerate(work) if line == f"% {EXPLANATIONS[name]}"]
        users = [
            number
            for number, line in enumerate(work)
            if not line.startswith("%") and re.search(rf"\\(begin{{)?{name}\b", line)
        ]
        assert users[0] > place
        assert all(line.startswith("%") for line in work[place : users[0]])


def test_options_tell_what_they_do() -> None:
    options = text(files_of_sample("example", "compact"), "options.tex")
    assert "  font-size = {9.5pt},           % Size of the text.\n" in options
    assert "  % margin-left = {...},         % Left margin, if it differs from margin.\n" in options
    assert "(letter, a4)" in options
    assert "date-style" not in options
    assert "section-order" not in options


def test_a_themes_own_description_cannot_leave_its_comment(tmp_path: Path) -> None:
    manifest = 'name: mine\nextends: engineer\noptions:\n  own: {type: text, default: "50% {", description: "a\\n\\\\input{x}\\u2028b\\u0085c"}\n'
    write_theme(tmp_path, manifest=manifest)
    files = files_of_sample(write_document(tmp_path))
    [line] = [line for line in text(files, "options.tex").splitlines() if "own" in line]
    assert line == "  own = {50\\% \\{},               % a \\input{x} b c"
    assert all(
        part.lstrip().startswith(("%", "\\ResumeSetup{", "}")) or " = {" in part
        for part in text(files, "options.tex").splitlines()
    )


# ------------------------------------------------------------------ what goes with it


@pytest.mark.parametrize(
    "name", ["resume.yaml", "`rm`.yaml", "a\n# b.yaml", "{x}.yaml", "\u202egpj.yaml", "\udcff.yaml", "%s{0}.yaml"]
)
def test_the_readme_survives_any_file_name(name: str) -> None:
    page = readme(Origin(name, "1.0", "engineer", "pdflatex", "v1`\n2"), ["sections/work.tex"])
    assert page.encode()
    [line] = [line for line in page.splitlines() if line.startswith("Made from")]
    assert line.count("`") == 4
    assert line.isprintable()


@pytest.mark.parametrize(("engine", "mode"), [("pdflatex", 1), ("lualatex", 4), ("xelatex", 5)])
def test_the_engine(engine: str, mode: int) -> None:
    assert f"$pdf_mode = {mode};" in latexmkrc(engine)
    assert f"`{engine} main.tex`" in readme(Origin("x", "1", "engineer", engine), [])


def test_nothing_of_the_tool_is_left() -> None:
    files = files_of_data(filled(FULL, cycle(list(HOSTILE))))
    for name, content in files.items():
        if name.endswith(".tex"):
            assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", content), name
            assert not re.search(rb"\bid = \{", content)
            assert content.decode().endswith("\n")


def test_what_a_custom_theme_brings(tmp_path: Path) -> None:
    """Its fonts lie beside main.tex, where TeX looks; those that it shares with the package, in their folder."""
    folder = write_theme(tmp_path)
    (folder / "mine.tfm").write_bytes(b"tfm")
    (folder / "resume-latin.enc").write_bytes(b"own")
    (folder / "notes.txt").write_text("not for TeX")
    files = files_of_sample(write_document(tmp_path))
    assert files["mine.tfm"] == b"tfm"
    assert files["fonts/resume-latin.enc"] == b"own"
    assert "resume-mine.sty" in files
    assert not [name for name in files if "notes" in name]


def test_data_is_as_good_as_a_file() -> None:
    data: dict[str, Any] = {"work": [{"name": "x", "position": "y"}]}
    assert "\\ResumeEntry{y}{x}{}{}" in text(files_of_data(data), "sections/work.tex")

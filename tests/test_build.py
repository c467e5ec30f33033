"""The pipeline: where results go, when nothing is done, when nothing is written, the same bytes everywhere, what a theme may not do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from builders import (
    EXAMPLE,
    OWN_MACROS,
    THEMES,
    compile_once,
    compile_with,
    load,
    prepare,
    project_of,
    render,
    sample,
)
from pdf_reading import information, open_pdf, pdftotext, solid, words
from reading_order import Pieces, spelled, strays
from theme_folders import STYLE, write_document, write_theme

from resume_tex import __version__, output
from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.build_result import BuildResult, is_quality
from resume_tex.diagnostics import Position, Severity
from resume_tex.engine.base import CompileOptions
from resume_tex.engine.confine import available
from resume_tex.errors import OutputError, ThemeError
from resume_tex.render import project as project_module
from resume_tex.render.project import render_project
from resume_tex.render.provenance import Provenance

DOCUMENT = "basics: {name: Alex Petrov, label: Engineer}\nwork:\n  - {name: Halden Music, highlights: [Built it.]}\n"
SECRET = "S3CRETS3CRET"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "cv.yaml"
    file.write_text(DOCUMENT, "utf-8")
    return file


def draft(file: Path | str, **request: Any) -> BuildResult:
    return build(BuildRequest(str(file), draft=True, **request))


def errors(result: BuildResult) -> list[tuple[str, tuple[int | str, ...]]]:
    """Return the errors that no draft puts up with."""
    return [(d.code, d.path) for d in result.diagnostics if d.severity is Severity.ERROR and not is_quality(d.code)]


# ------------------------------------------------------------------ where results go


@pytest.mark.parametrize(
    ("file", "output_to", "formats", "kind", "target"),
    [
        ("cv.yaml", None, ("pdf",), "pdf", "cv.pdf"),
        ("a.b/cv", None, ("pdf",), "pdf", "a.b/cv.pdf"),
        ("../cv.tar.yaml", None, ("pdf",), "tex", "../cv.tar.tex"),
        ("cv.yaml", "out.pdf", ("pdf",), "pdf", "out.pdf"),
        ("cv.yaml", "out", ("pdf",), "pdf", "out"),
        ("cv.yaml", "out.pdf", ("pdf", "tex"), "tex", "out.tex"),
        ("cv.yaml", "out.pdf", ("pdf", "tex"), "pdf", "out.pdf"),
        ("x/cv.yaml", ".", ("pdf",), "pdf", "./cv.pdf"),
    ],
)
def test_targets(file: str, output_to: str | None, formats: tuple[str, ...], kind: str, target: str) -> None:
    assert BuildRequest(file, output_to, formats).target(kind) == target


def test_the_pdf_lies_beside_the_document(document: Path) -> None:
    result = draft(document)
    assert result.outputs == (str(document.with_suffix(".pdf")),)
    assert (result.pages, result.unchanged, result.readable) == (1, False, True)
    assert (
        words(pdftotext(document.with_suffix(".pdf").read_bytes()))
        == "Alex Petrov Engineer Experience Halden Music • Built it."
    )
    assert sorted(p.name for p in document.parent.iterdir()) == ["cv.pdf", "cv.yaml"]


def test_several_formats(document: Path) -> None:
    result = draft(document, formats=("pdf", "tex"))
    assert [Path(path).name for path in result.outputs] == ["cv.pdf", "cv.tex"]
    settings = prepare(document).settings
    assert settings is not None
    project = render_project(load(document), replace(settings, provenance=Provenance(__version__)))
    assert document.with_suffix(".tex").read_text("utf-8") == project.preamble + project.body


def test_tex_alone_needs_no_engine(document: Path) -> None:
    result = draft(document, formats=("tex",), engine="none-such")
    assert [Path(path).name for path in result.outputs] == ["cv.tex"]
    assert result.pages == 0


def test_the_example_builds_without_a_finding(tmp_path: Path) -> None:
    result = build(BuildRequest(str(EXAMPLE), str(tmp_path / "out.pdf")))
    assert [d.message for d in result.diagnostics if d.severity is Severity.ERROR] == []
    assert result.pages == 1


@pytest.mark.parametrize("content", [b"hello", b"%!PS", b"\x00", b"%PDF"])
def test_a_file_that_is_no_pdf_is_left_alone(document: Path, content: bytes) -> None:
    target = document.parent / "notes.pdf"
    target.write_bytes(content)
    with pytest.raises(OutputError, match="exists and is not a PDF; it is left alone"):
        draft(document, output=str(target))
    assert target.read_bytes() == content


def test_an_old_pdf_is_replaced(document: Path) -> None:
    target = document.with_suffix(".pdf")
    target.write_bytes(b"%PDF-1.4 old")
    draft(document)
    assert len(target.read_bytes()) > 1000


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("cv.yaml", "is the document itself"),
        ("./cv.yaml", "is the document itself"),
        ("link.yaml", "is the document itself"),
        ("nowhere/cv.pdf", "does not exist"),
    ],
)
def test_targets_that_would_destroy_something(document: Path, where: str, message: str) -> None:
    (document.parent / "link.yaml").symlink_to(document)
    with pytest.raises(OutputError, match=message):
        draft(document, output=os.path.join(document.parent, where))
    assert document.read_text("utf-8") == DOCUMENT


def test_a_document_that_is_called_pdf_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "cv.pdf"
    file.write_text(DOCUMENT, "utf-8")
    with pytest.raises(OutputError, match="is the document itself"):
        draft(file)
    assert file.read_text("utf-8") == DOCUMENT


def test_a_failed_write_leaves_the_last_pdf(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft(document)
    target = document.with_suffix(".pdf")
    before = target.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(output.os, "replace", fail)
        with pytest.raises(OutputError, match="cannot be written: No space left on device"):
            draft(document, force=True)
    assert target.read_bytes() == before
    assert sorted(p.name for p in document.parent.iterdir()) == ["cv.pdf", "cv.yaml"]


def test_the_target_of_a_link_is_written_not_the_link(document: Path) -> None:
    (document.parent / "real").mkdir()
    real = document.parent / "real" / "file.pdf"
    real.write_bytes(b"%PDF-1.4 old")
    link = document.with_suffix(".pdf")
    link.symlink_to(real)
    draft(document)
    assert link.is_symlink()
    assert len(real.read_bytes()) > 1000


# ------------------------------------------------------------------ when nothing is done


def test_nothing_is_done_twice(document: Path) -> None:
    first = draft(document)
    target = document.with_suffix(".pdf")
    stamp = target.stat().st_mtime_ns
    second = draft(document)
    assert (second.unchanged, second.outputs, second.pages) == (True, first.outputs, 1)
    assert second.diagnostics == first.diagnostics
    assert target.stat().st_mtime_ns == stamp
    os.utime(document, (1, 1))
    assert draft(document).unchanged
    assert not draft(document, force=True).unchanged


@pytest.mark.parametrize(
    "change",
    [
        {"theme": "classic"},
        {"options": {"font-size": "11pt"}},
        {"source_date": 5},
        {"formats": ("pdf", "tex")},
        {"engine": "embedded"},
    ],
)
def test_another_request_is_another_build(document: Path, change: dict[str, Any]) -> None:
    draft(document)
    assert not draft(document, **change).unchanged
    assert draft(document, **change).unchanged


def test_a_build_that_stops_is_no_build(document: Path) -> None:
    draft(document)
    document.write_text("basics: {name: [Alex]}\n", "utf-8")
    assert not draft(document).unchanged
    document.write_text(DOCUMENT, "utf-8")
    assert draft(document).unchanged


@pytest.mark.parametrize("what", ["document", "output-gone", "output-changed"])
def test_a_change_is_noticed(document: Path, what: str) -> None:
    draft(document)
    target = document.with_suffix(".pdf")
    if what == "document":
        document.write_text(DOCUMENT.replace("Built", "Made!"), "utf-8")
        os.utime(document, (1, 1))
    elif what == "output-gone":
        target.unlink()
    else:
        target.write_bytes(b"%PDF-" + target.read_bytes()[5:] + b"x")
    result = draft(document)
    assert not result.unchanged
    assert ("Made!" in pdftotext(target.read_bytes())) == (what == "document")


def test_changes_of_a_theme_are_noticed(tmp_path: Path) -> None:
    folder = write_theme(tmp_path, templates={"header.tex.j2": "\\ResumeName{<< header.name >>}\n"})
    file = write_document(tmp_path)
    draft(file)
    assert draft(file).unchanged
    (folder / "resume-mine.sty").write_text(STYLE + "\\def\\ResumeName#1{NEW #1}\n", "utf-8")
    assert not draft(file).unchanged
    assert "NEW Alex Petrov" in pdftotext((tmp_path / "resume.pdf").read_bytes())
    (folder / "templates" / "header.tex.j2").write_text("\\ResumeName{Dr. << header.name >>}\n", "utf-8")
    assert not draft(file).unchanged
    assert "NEW Dr. Alex Petrov" in pdftotext((tmp_path / "resume.pdf").read_bytes())
    (folder / "theme.yaml").write_text("name: mine\nextends: engineer\noptions: {paper: {default: a4}}\n", "utf-8")
    assert not draft(file).unchanged


def test_a_template_that_is_added_to_a_theme_is_noticed(tmp_path: Path) -> None:
    folder = write_theme(tmp_path)
    file = write_document(tmp_path)
    draft(file)
    (folder / "templates" / "sections").mkdir(parents=True)
    (folder / "templates" / "sections" / "work.tex.j2").write_text("Nothing to see.\n", "utf-8")
    assert not draft(file).unchanged
    assert "Nothing to see." in pdftotext((tmp_path / "resume.pdf").read_bytes())


def test_a_theme_that_is_added_to_a_project_is_noticed(tmp_path: Path) -> None:
    file = write_document(tmp_path, theme="engineer")
    draft(file)
    write_theme(
        tmp_path,
        name="engineer",
        manifest="name: engineer\nextends: engineer\n",
        style=None,
        templates={"header.tex.j2": "Mine.\n"},
    )
    assert not draft(file).unchanged
    assert "Mine." in pdftotext((tmp_path / "resume.pdf").read_bytes())


def test_a_damaged_state_is_no_trouble(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESUME_TEX_CACHE", str(tmp_path / "cache"))
    draft(document)
    expected = document.with_suffix(".pdf").read_bytes()
    states = list((tmp_path / "cache" / "state").iterdir())
    assert len(states) == 2
    for content in (
        b"",
        b"{",
        b"[]",
        b'{"version": 1}',
        b"\xff" * 100,
        b'{"version": 1, "request": 5, "inputs": 7, "outputs": {}}',
    ):
        for state in states:
            state.write_bytes(content)
        assert not draft(document).unchanged
        assert document.with_suffix(".pdf").read_bytes() == expected


def test_a_cache_that_cannot_be_made_is_no_trouble(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("RESUME_TEX_CACHE", str(tmp_path / "file" / "cache"))
    assert draft(document).pages == 1
    assert not draft(document).unchanged


# ------------------------------------------------------------------ when nothing is written


@pytest.mark.parametrize("as_draft", [True, False])
def test_an_error_of_the_schema_writes_nothing(document: Path, as_draft: bool) -> None:
    document.write_text("basics: {name: [Alex]}\n", "utf-8")
    target = document.with_suffix(".pdf")
    target.write_bytes(b"%PDF-1.4 the last good one")
    result = build(BuildRequest(str(document), draft=as_draft))
    assert result.outputs == ()
    assert errors(result) == [("schema.type", ("basics", "name"))]
    assert target.read_bytes() == b"%PDF-1.4 the last good one"


def test_a_quality_error_writes_nothing_unless_it_is_a_draft(tmp_path: Path) -> None:
    file = tmp_path / "cv.json"
    file.write_text('{"work": []}', "utf-8")
    result = build(BuildRequest(str(file)))
    assert [d.severity for d in result.diagnostics].count(Severity.ERROR) > 0
    assert errors(result) == []
    assert result.outputs == ()
    assert not file.with_suffix(".pdf").exists()
    result = draft(file)
    assert result.outputs == (str(file.with_suffix(".pdf")),)
    assert [d.severity for d in result.diagnostics].count(Severity.ERROR) > 0


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    result = draft(tmp_path / "none.yaml")
    assert (result.outputs, result.readable) == ((), False)
    assert [d.code for d in result.diagnostics] == ["file.missing"]


@pytest.mark.parametrize(
    ("settings", "code", "path", "column", "message"),
    [
        ("theme: enginer", "theme.error", "theme", 12, "There is no theme 'enginer'."),
        ("theme: ../../x", "theme.error", "theme", 12, "There is no theme '../../x'."),
        ("options: {papr: a4}", "theme.option", "options.papr", 15, "The theme engineer has no option `papr`."),
        ("options: {paper: a5}", "theme.option", "options.paper", 22, "The option `paper` of the theme engineer: `a5` is not one of letter, a4."),
        (
            "options: {margin: \"\\\\input{/etc/passwd}\"}", "theme.option", "options.margin", 23,
            "The option `margin` of the theme engineer: `\\input{/etc/passwd}` is no length; write a number with pt, mm, cm or in, such as 54pt.",
        ),
        ("language: xx", "schema.value", "language", 15, None),
    ],
)  # fmt: skip
def test_wrong_settings(document: Path, settings: str, code: str, path: str, column: int, message: str | None) -> None:
    document.write_text(f"{DOCUMENT}meta:\n  resumeTex:\n    {settings}\n", "utf-8")
    result = draft(document)
    assert result.outputs == ()
    found = [d for d in result.diagnostics if d.severity is Severity.ERROR and d.code == code]
    assert [d.path for d in found] == [("meta", "resumeTex", *path.split("."))]
    assert found[0].span is not None
    assert found[0].span.start == Position(6, column)
    if message is not None:
        assert found[0].message == message


# ------------------------------------------------------------------ long texts

LONG_TEXT = "word " * 1200
PARAGRAPHS = {
    "summary": {"basics": {"summary": LONG_TEXT}},
    "bullet": {"work": [{"highlights": [LONG_TEXT]}]},
    "skill": {"skills": [{"name": "x", "keywords": [LONG_TEXT]}]},
    "reference": {"references": [{"reference": LONG_TEXT}]},
    "courses": {"education": [{"courses": ["word"] * 1200}]},
}
ONE_LINERS = {
    "name": {"basics": {"name": LONG_TEXT}},
    "label": {"basics": {"label": LONG_TEXT}},
    "phone": {"basics": {"phone": LONG_TEXT}},
    "position": {"work": [{"position": LONG_TEXT}]},
    "employer": {"work": [{"name": LONG_TEXT}]},
    "paper": {"publications": [{"name": LONG_TEXT}]},
    "heading": {"work": [{"name": "x"}], "meta": {"resumeTex": {"headings": {"work": LONG_TEXT}}}},
}


def build_data(folder: Path, data: object) -> BuildResult:
    file = folder / "resume.json"
    file.write_text(json.dumps(data), "utf-8")
    return draft(file)


@pytest.mark.parametrize("field", PARAGRAPHS)
def test_a_paragraph_of_any_length_is_set(field: str, tmp_path: Path) -> None:
    result = build_data(tmp_path, PARAGRAPHS[field])
    assert [d.message for d in result.diagnostics if d.code.startswith("tex.")] == []
    assert pdftotext((tmp_path / "resume.pdf").read_bytes()).count("word") == 1200


@pytest.mark.parametrize("field", ONE_LINERS)
def test_a_text_that_no_line_can_hold_is_no_tex_error(field: str, tmp_path: Path) -> None:
    """It is set on many lines, or refused with a diagnostic that names the field."""
    result = build_data(tmp_path, ONE_LINERS[field])
    assert [d.message for d in result.diagnostics if d.code.startswith("tex.")] == []
    assert bool(result.outputs) != bool(errors(result))


# ------------------------------------------------------------------ missing characters

LACKING = 'basics: {name: Alex Petrov, summary: "Speaks กข and ก 😀."}\nwork:\n  - name: Halden\n    highlights: [fine, "ค & é"]\n'


def test_a_missing_character_is_named_with_its_field_and_place(document: Path) -> None:
    document.write_text(LACKING, "utf-8")
    result = build(BuildRequest(str(document)))
    found = [d for d in result.diagnostics if d.code == "layout.missing-glyph"]
    assert result.outputs == ()
    assert [(d.severity, d.path) for d in found] == [
        (Severity.ERROR, ("basics", "summary")),
        (Severity.ERROR, ("work", 0, "highlights", 1)),
    ]
    assert [d.span.start for d in found if d.span] == [Position(1, 46), Position(4, 25)]
    assert found[0].message.startswith(
        "The font lacks ก (thai character ko kai, U+0E01), ข (thai character kho khai, U+0E02), 😀 (grinning face, U+1F600). "
    )
    assert found[1].message.startswith("The font lacks ค (thai character kho khwai, U+0E04). ")


def test_a_draft_marks_missing_characters(document: Path) -> None:
    document.write_text(LACKING, "utf-8")
    result = draft(document)
    assert [d.path for d in result.diagnostics if d.code == "layout.missing-glyph"] == [
        ("basics", "summary"),
        ("work", 0, "highlights", 1),
    ]
    text = pdftotext(document.with_suffix(".pdf").read_bytes())
    assert sorted(solid(text)) == sorted(solid("Alex Petrov Summary Speaks and . Experience Halden • fine • & é"))
    assert information(document.with_suffix(".pdf").read_bytes())["/Author"] == "Alex Petrov"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["xelatex", "lualatex"])
def test_a_unicode_engine_prints_what_its_font_has_and_names_the_rest(document: Path, engine: str) -> None:
    """Rare Latin prints, though pdfTeX's encodings lack it; emoji and Thai are named."""
    document.write_text(
        'basics: {name: Alex Petrov, summary: "Ǎ ǎ Ḃ ḃ Ẓ ok"}\nwork: [{name: "a ก b", highlights: ["😀"]}]\n',
        "utf-8",
    )
    result = draft(document, engine=engine)
    found = [d for d in result.diagnostics if d.code == "layout.missing-glyph"]
    assert [d.path for d in found] == [("work", 0, "name"), ("work", 0, "highlights", 0)]
    assert ["U+0E01" in found[0].message, "U+1F600" in found[1].message] == [True, True]
    text = words(pdftotext(document.with_suffix(".pdf").read_bytes()))
    assert "Ǎ ǎ Ḃ ḃ Ẓ ok" in text
    strict = build(BuildRequest(str(document), engine=engine, output=str(document.parent / "strict.pdf")))
    assert strict.outputs == ()
    assert not (document.parent / "strict.pdf").exists()


# ------------------------------------------------------------------ the same bytes

SCRIPT = """
import sys
from resume_tex.build import build
from resume_tex.build_request import BuildRequest
result = build(BuildRequest(sys.argv[1], sys.argv[2], draft=True, force=True))
assert result.outputs, result.diagnostics
"""


def build_apart(file: Path, target: Path, cwd: Path, **environment: str) -> bytes:
    """Build in a process of its own."""
    target.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(file), str(target)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return target.read_bytes()


@pytest.mark.slow
def test_the_same_document_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "über there"
    for folder in (here, there):
        folder.mkdir()
        shutil.copy(sample("full.yaml"), folder / "resume.yaml")
    shutil.copy(sample("full.yaml"), there / "another name.yml")
    draft(here / "resume.yaml")
    expected = (here / "resume.pdf").read_bytes()
    draft(here / "resume.yaml", force=True)
    assert (here / "resume.pdf").read_bytes() == expected
    draft(there / "another name.yml")
    assert (there / "another name.pdf").read_bytes() == expected
    time.sleep(1.1)  # PDF dates count seconds
    relative = build_apart(Path("resume.yaml"), there / "relative.pdf", there, TZ="Pacific/Kiritimati")
    assert relative == expected
    elsewhere = build_apart(
        here / "resume.yaml", there / "out.pdf", tmp_path, RESUME_TEX_CACHE=str(tmp_path / "new cache"), HOME="/nonexistent",
        LANG="de_DE.UTF-8", LC_ALL="C", TZ="America/New_York", PYTHONHASHSEED="7", TMPDIR=str(there),
    )  # fmt: skip
    assert elsewhere == expected
    shutil.rmtree(tmp_path / "new cache")
    assert (
        build_apart(here / "resume.yaml", there / "again.pdf", tmp_path, RESUME_TEX_CACHE=str(tmp_path / "new cache"))
        == expected
    )


@pytest.mark.parametrize("theme", THEMES)
def test_two_builds_are_equal(theme: str, document: Path) -> None:
    document.write_text(DOCUMENT, "utf-8")
    draft(document, theme=theme)
    first = document.with_suffix(".pdf").read_bytes()
    draft(document, theme=theme, force=True)
    assert document.with_suffix(".pdf").read_bytes() == first


def test_the_date_comes_from_the_document_or_the_request(document: Path) -> None:
    document.write_text(DOCUMENT + "meta: {lastModified: 2026-01-31T12:00:00+02:00}\n", "utf-8")
    draft(document)
    assert information(document.with_suffix(".pdf").read_bytes())["/ModDate"] == "D:20260131100000Z"
    draft(document, source_date=0)
    assert information(document.with_suffix(".pdf").read_bytes())["/ModDate"] == "D:19700101000000Z"


@pytest.mark.parametrize("written", ["yesterday", "2026-13-45", "''", "99999999"])
def test_a_date_that_is_none_is_no_date(document: Path, written: str) -> None:
    document.write_text(f"{DOCUMENT}meta: {{lastModified: {written}}}\n", "utf-8")
    draft(document)
    assert "/ModDate" not in information(document.with_suffix(".pdf").read_bytes())


# ------------------------------------------------------------------ a theme of the user's own


def test_a_theme_of_the_project(tmp_path: Path) -> None:
    write_theme(
        tmp_path,
        manifest="name: mine\nextends: modern\noptions: {motto: {type: text, default: none}}\n",
        style=STYLE.replace("engineer", "modern")
        + "\\def\\Motto{\\ResumeText{\\csname resume@opt@motto\\endcsname}}\n",
        templates={"header.tex.j2": "\\ResumeName{<< header.name >>}\n\\Motto\n"},
    )
    file = write_document(tmp_path)
    result = draft(file, options={"motto": "50% & \\input{x}"})
    assert errors(result) == []
    assert words(pdftotext((tmp_path / "resume.pdf").read_bytes())).startswith(
        "Alex Petrov 50% & \\input{x} Experience"
    )


def test_a_tex_error_of_a_template_names_the_field(tmp_path: Path) -> None:
    write_theme(
        tmp_path,
        templates={
            "sections/work.tex.j2": "<% for job in section.entries %>\n\\Nonsense{<< job.name >>}\n<% endfor %>\n"
        },
    )
    result = draft(write_document(tmp_path))
    assert result.outputs == ()
    found = [d for d in result.diagnostics if d.code.startswith("tex.")]
    assert [(d.code, d.path, d.message) for d in found] == [
        ("tex.error", ("work", 0, "name"), "TeX does not know the command \\Nonsense.")
    ]
    assert found[0].span is not None
    assert found[0].span.start == Position(3, 12)


def test_a_tex_error_of_a_style_is_a_diagnostic(tmp_path: Path) -> None:
    write_theme(tmp_path, style=STYLE + "\\Nonsense\n")
    result = draft(write_document(tmp_path))
    assert result.outputs == ()
    found = [d for d in result.diagnostics if d.code.startswith("tex.")]
    assert [d.code for d in found] == ["tex.error"]
    assert "\\Nonsense" in found[0].message


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give TeX two seconds instead of twenty."""
    defaults = CompileOptions.__init__.__defaults__
    assert defaults is not None
    assert defaults[0] == 20.0
    monkeypatch.setattr(CompileOptions.__init__, "__defaults__", (2.0, *defaults[1:]))


@pytest.mark.slow
@pytest.mark.usefixtures("hasty")
def test_a_style_that_loops_is_stopped(tmp_path: Path) -> None:
    write_theme(tmp_path, templates={"header.tex.j2": "\\def\\x{\\x}\\x\n"})
    began = time.monotonic()
    result = draft(write_document(tmp_path))
    assert time.monotonic() - began < 10
    assert result.outputs == ()
    assert [d.code for d in result.diagnostics if d.code.startswith("tex.")] == ["tex.timeout"]


def test_a_template_that_loops_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_module, "_TEMPLATE_SECONDS", 0.2)
    write_theme(tmp_path, templates={"header.tex.j2": "<% include 'header.tex.j2' %>"})
    with pytest.raises(ThemeError, match="A template of the theme mine is wrong"):
        draft(write_document(tmp_path))


ATTEMPTS = {
    "input": r"\input{FILE}",
    "openin": r"\newread\r \openin\r=FILE \ifeof\r NONE\else\read\r to\x \x\fi",
    "relative": r"\newread\r \openin\r=../secret.tex \ifeof\r NONE\else\read\r to\x \x\fi",
    "pipe": r"\input{|cat FILE}",
    "openin-pipe": r'\newread\r \openin\r="|cat FILE" \ifeof\r NONE\else\read\r to\x \x\fi',
    "write18": r"\immediate\write18{cat FILE > resume-leak.def}\IfFileExists{resume-leak.def}{\input{resume-leak.def}}{NONE}",
    "filedump": r"\edef\x{\pdffiledump length 30{FILE}}\x",
    "filesize": r"\pdffilesize{FILE}",
    "md5": r"\pdfmdfivesum file{FILE}",
    "object": r"\immediate\pdfobj stream file {FILE}\pdfrefobj\pdflastobj",
    "image": r"\pdfximage{FILE}\pdfrefximage\pdflastximage",
    "mapfile": r"\pdfmapfile{FILE}",
    "mapline": r"\pdfmapline{=secretfont <FILE}\font\f=secretfont \f x",
    "embed": r"\pdfextension file{FILE}",
    "verbatim": r"\makeatletter\@input{FILE}\makeatother",
    "openout": r"\newwrite\w \immediate\openout\w=FILE.out \immediate\write\w{x}\immediate\closeout\w",
    "openout-up": r"\newwrite\w \immediate\openout\w=../leak.tex \immediate\write\w{x}\immediate\closeout\w",
}  # fmt: skip


IN_A_STYLE = ("input", "openin", "write18", "object", "mapfile", "mapline", "openout-up")
"""Worth trying where a style is read, and executed as the document begins; each costs a precompiled preamble."""


@pytest.mark.slow
@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    ("attempt", "place"),
    [*((attempt, "template") for attempt in ATTEMPTS), *((attempt, "style") for attempt in IN_A_STYLE)],
)
def test_a_theme_reads_and_writes_nothing_outside(tmp_path: Path, attempt: str, place: str) -> None:
    """Whatever a theme's TeX tries: no secret in the PDF, in a message or in the log, and no file outside the build."""
    assert available(), "these tests need a kernel with Landlock"
    project = tmp_path / "project"
    project.mkdir()
    secret = tmp_path / "secret.tex"
    secret.write_text(SECRET + "\n", "utf-8")
    code = ATTEMPTS[attempt].replace("FILE", str(secret))
    if place == "style":
        write_theme(
            project,
            style=f"{STYLE}\\AtBeginDocument{{{code}}}\n"
            if "openin" not in attempt
            else f"{STYLE}\\def\\x{{}}{code}\n",
        )
    else:
        write_theme(project, templates={"header.tex.j2": code + "\n"})
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    try:
        result = draft(write_document(project))
    except ThemeError as error:
        assert SECRET not in error.message
        return
    for diagnostic in result.diagnostics:
        assert SECRET not in diagnostic.message
    if result.outputs:
        pdf = (project / "resume.pdf").read_bytes()
        assert SECRET not in pdftotext(pdf)
        with open_pdf(pdf) as document:
            for item in document.objects:
                if isinstance(item, pikepdf.Stream):
                    assert SECRET.encode() not in item.read_bytes()
    after = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert after - set(before) <= {project / "resume.yaml", project / "resume.pdf"}
    assert all(path.read_bytes() == content for path, content in before.items())


def test_the_attempts_would_work_on_their_own_files(tmp_path: Path) -> None:
    """The attempt to read is one that reads: inside the build it does."""
    folder = write_theme(
        tmp_path, templates={"header.tex.j2": ATTEMPTS["openin"].replace("FILE", "resume-mine.def") + "\n"}
    )
    (folder / "resume-mine.def").write_text("INSIDE\n", "utf-8")
    draft(write_document(tmp_path))
    assert "INSIDE" in pdftotext((tmp_path / "resume.pdf").read_bytes())


# ------------------------------------------------------------------ the system's TeX Live


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theme", "engine"),
    [
        *((theme, engine) for theme in THEMES for engine in ("pdflatex", "xelatex")),
        *(
            (theme, "lualatex") for theme in OWN_MACROS
        ),  # which takes a second; test_scripts_with_lualatex has every theme
    ],
)
def test_every_theme_compiles_with_the_systems_engines(theme: str, engine: str) -> None:
    """The same text on as many pages as with the embedded engine."""
    project = project_of(sample("full.yaml"), theme)
    result = compile_with(engine, project)
    assert result.messages == ()
    assert result.pdf is not None
    own = compile_once(project)
    assert own.pdf is not None
    assert result.pages == own.pages
    pieces = Pieces(load(sample("full.yaml")), theme, "short").all()
    # XeTeX stretches what bridges a gap in whole steps, so that an extractor may take a date elsewhere.
    if engine == "xelatex":
        text = spelled(pdftotext(result.pdf))
        assert [piece for piece in pieces if piece not in text] == []
    else:
        assert strays(pdftotext(result.pdf), pieces) == []
    if engine == "pdflatex":
        assert spelled(pdftotext(result.pdf)) == spelled(pdftotext(own.pdf))
    assert information(result.pdf)["/Title"] == "Alex Petrov: Senior ML Engineer"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["pdflatex", "xelatex", "lualatex"])
def test_the_systems_engines_set_tex_as_text(engine: str) -> None:
    data = load(sample("tex.yaml"))
    result = compile_with(engine, render(data.model_dump(by_alias=True), unicode=engine != "pdflatex"))
    assert result.messages == ()
    assert result.pdf is not None
    assert strays(pdftotext(result.pdf), Pieces(data, "engineer", "year").all()) == []

"""The embedded engine: same bytes always, page totals, errors with lines, warm processes that do not fit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import PREAMBLE, RESUME, STYLE, make_project

from resume_tex.engine.base import CompileOptions
from resume_tex.engine.embedded import EmbeddedEngine
from resume_tex.engine.formats import FormatCache
from resume_tex.errors import EngineError

OPTIONS = CompileOptions()


def test_builds_a_pdf(engine: EmbeddedEngine) -> None:
    result = engine.compile(RESUME, OPTIONS)
    assert result.pdf is not None
    assert result.pdf.startswith(b"%PDF-")
    assert (result.messages, result.pages, result.passes) == ((), 1, 1)
    assert set(result.timings) == {"format", "spawn", "compile"}
    assert "Output written on resume.pdf (1 page" in result.log


def test_fresh_and_cached_and_warm_builds_are_identical(tmp_path: Path, clean_room: Path) -> None:
    engine = EmbeddedEngine(cache=FormatCache(str(tmp_path / "new cache é")))
    key = engine.format_key(RESUME)
    assert engine.prepare(key) is None
    fresh = engine.compile(RESUME, OPTIONS)
    assert fresh.timings["format"] > 0
    cached = engine.compile(RESUME, OPTIONS)
    assert cached.timings["format"] == 0
    waiting = engine.prepare(key)
    assert waiting is not None
    assert waiting.wait_ready()
    warm = engine.compile(RESUME, OPTIONS, waiting)
    assert warm.timings["spawn"] == 0
    hasty = engine.compile(RESUME, OPTIONS, engine.prepare(key, OPTIONS))
    assert fresh.pdf is not None
    assert {fresh.pdf, cached.pdf, warm.pdf, hasty.pdf} == {fresh.pdf}


def test_bytes_do_not_depend_on_place_time_or_environment(
    engine: EmbeddedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = engine.compile(RESUME, OPTIONS).pdf
    other = tmp_path / "with space, ü"
    other.mkdir()
    monkeypatch.chdir(other)
    monkeypatch.setenv("TMPDIR", str(other))
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "12345")
    monkeypatch.setenv("TEXINPUTS", "/nowhere")
    monkeypatch.setenv("TEXMFHOME", str(other))
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    time.sleep(1.1)  # PDF dates count seconds
    assert engine.compile(RESUME, OPTIONS).pdf == here
    assert list(other.iterdir()) == []


def test_without_a_date_the_pdf_has_none(engine: EmbeddedEngine) -> None:
    pdf = engine.compile(RESUME, OPTIONS).pdf
    assert pdf is not None
    assert b"/Producer" in pdf
    assert b"Date" not in pdf
    assert b"(D:" not in pdf


def test_a_source_date_is_the_pdfs(engine: EmbeddedEngine) -> None:
    options = CompileOptions(source_date=1_700_000_000)
    pdf = engine.compile(RESUME, options).pdf
    assert pdf is not None
    assert b"/CreationDate (D:20231114221320Z)" in pdf
    assert engine.compile(RESUME, options, engine.prepare(engine.format_key(RESUME), options)).pdf == pdf


def test_the_key_depends_on_all_but_the_body(engine: EmbeddedEngine) -> None:
    base = engine.format_key(make_project("a"))
    assert engine.format_key(make_project("b")) == base
    others = {
        engine.format_key(make_project("a", preamble=PREAMBLE + "%\n")),
        engine.format_key(make_project("a", files={"testtheme.sty": STYLE + b"%"})),
        engine.format_key(make_project("a", files={"testtheme.sty": STYLE, "x.tfm": b""})),
        engine.format_key(make_project("a", files={"testtheme.st": b"y" + STYLE})),
    }
    assert len(others | {base}) == 5


@pytest.mark.parametrize("warm", [False, True])
def test_an_error_names_the_line_of_the_body(engine: EmbeddedEngine, warm: bool) -> None:
    project = make_project("One.", "Two.", r"\ResumeText{Three \nonsense{} here}", "Four.")
    engine.compile(RESUME, OPTIONS)
    waiting = engine.prepare(engine.format_key(project), OPTIONS) if warm else None
    result = engine.compile(project, OPTIONS, waiting)
    assert result.pdf is None
    assert result.pages == 0
    (message,) = result.messages
    assert (message.kind, message.line) == ("error", 4)
    assert message.text == r"TeX does not know the command \nonsense."


def test_an_unknown_character_is_a_missing_glyph(engine: EmbeddedEngine) -> None:
    (message,) = engine.compile(make_project("One.", "Two \N{CYRILLIC CAPITAL LETTER ZHE}."), OPTIONS).messages
    assert (message.kind, message.line, message.character) == ("missing-glyph", 3, "Ж")
    assert message.text == "The font has no glyph for Ж (U+0416, cyrillic capital letter zhe)."


def test_an_overfull_line_is_reported_with_the_pdf(engine: EmbeddedEngine) -> None:
    result = engine.compile(make_project("One.", "", r"\hbox to 10pt{long}"), OPTIONS)
    assert result.pdf is not None
    (message,) = result.messages
    assert (message.kind, message.line) == ("overfull", 4)
    assert message.text == "A line is 8.3 pt too wide for its column."


def test_a_document_without_content_is_an_error(engine: EmbeddedEngine) -> None:
    result = engine.compile(make_project(), OPTIONS)
    assert result.pdf is None
    assert [m.text for m in result.messages] == ["The document has no content: TeX made no page."]


def test_a_broken_style_is_reported_with_its_file(engine: EmbeddedEngine) -> None:
    result = engine.compile(make_project("One.", files={"testtheme.sty": b"\n\n\\nonsense\n"}), OPTIONS)
    assert result.pdf is None
    (message,) = result.messages
    assert (message.kind, message.line) == ("error", None)
    assert message.text == r"TeX does not know the command \nonsense (testtheme.sty, line 3)."


def test_a_style_that_fails_at_the_documents_start_is_reported(engine: EmbeddedEngine) -> None:
    result = engine.compile(make_project("One.", files={"testtheme.sty": rb"\AtBeginDocument{\nonsense}"}), OPTIONS)
    assert result.pdf is None
    assert [m.kind for m in result.messages] == ["error"]
    assert r"\nonsense" in result.messages[0].text


def test_a_missing_style_is_reported(engine: EmbeddedEngine) -> None:
    (message,) = engine.compile(make_project("One.", files={}), OPTIONS).messages
    assert "testtheme.sty" in message.text


PAGES = ("Page one of \\ResumePageTotal.", r"\newpage", "Two.", r"\newpage", "Three.")


def test_runs_again_until_the_page_total_is_right(engine: EmbeddedEngine) -> None:
    project = make_project(*PAGES, uses_page_total=True)
    result = engine.compile(project, OPTIONS)
    assert (result.pages, result.passes) == (3, 2)
    guessed = engine.compile(project, OPTIONS, page_total=3)
    assert (guessed.pages, guessed.passes) == (3, 1)
    assert guessed.pdf == result.pdf
    assert engine.compile(make_project(*PAGES), OPTIONS).passes == 1


def test_gives_up_on_a_page_total_that_never_settles(engine: EmbeddedEngine) -> None:
    project = make_project(r"\ifnum\ResumePageTotal=1 a\newpage b\else c\fi", uses_page_total=True)
    result = engine.compile(project, OPTIONS)
    assert result.pdf is not None
    assert result.passes == 4


def test_a_warm_process_that_does_not_fit_is_discarded(engine: EmbeddedEngine) -> None:
    other = make_project("x", preamble=PREAMBLE + r"\def\other{}" + "\n")
    engine.compile(other, OPTIONS)
    expected = engine.compile(RESUME, OPTIONS).pdf
    key = engine.format_key(RESUME)
    misfits = [
        engine.prepare(engine.format_key(other), OPTIONS),
        engine.prepare(key, CompileOptions(timeout=7)),
        engine.prepare(key, CompileOptions(source_date=7)),
    ]
    for warm in misfits:
        assert warm is not None
        assert engine.compile(RESUME, OPTIONS, warm).pdf == expected
        assert not warm.process.alive
        assert not os.path.exists(warm.folder.path)


def test_a_dead_warm_process_is_replaced(engine: EmbeddedEngine) -> None:
    expected = engine.compile(RESUME, OPTIONS).pdf
    key = engine.format_key(RESUME)
    killed = engine.prepare(key, OPTIONS)
    assert killed is not None
    killed.process.kill()
    homeless = engine.prepare(key, OPTIONS)
    assert homeless is not None
    homeless.folder.remove()
    used = engine.prepare(key, OPTIONS)
    engine.compile(RESUME, OPTIONS, used)
    for warm in (killed, homeless, used):
        assert engine.compile(RESUME, OPTIONS, warm).pdf == expected


@pytest.mark.parametrize(
    "name", ["two words", "é", "we$HOME", "a{b,c}", 'quo"te', "semi;co:lon", "~", "-dash", "a%b#c"]
)
def test_folders_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    expected = EmbeddedEngine().compile(RESUME, OPTIONS).pdf
    shutil.copytree(os.environ["RESUME_TEX_CACHE"], folder / "cache")
    engine = EmbeddedEngine(cache=FormatCache(str(folder / "cache")))
    result = engine.compile(RESUME, OPTIONS)
    assert result.timings["format"] == 0
    assert result.messages == ()
    assert result.pdf == expected
    assert [p.name for p in folder.iterdir()] == ["cache"]


@pytest.mark.parametrize("source_date", [-5, 10**18])
def test_impossible_dates_are_bounded(engine: EmbeddedEngine, source_date: int) -> None:
    assert engine.compile(RESUME, CompileOptions(source_date=source_date)).pdf is not None


def test_no_room_for_a_warm_process(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.compile(RESUME, OPTIONS)

    def refuse(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("resume_tex.engine.folders._make_private_folder", refuse)
    assert engine.prepare(engine.format_key(RESUME), OPTIONS) is None
    with pytest.raises(EngineError, match="No space left on device"):
        engine.compile(RESUME, OPTIONS)


def test_files_of_a_theme_are_there_while_typesetting(engine: EmbeddedEngine) -> None:
    project = make_project(r"\input{late.def}", files={"testtheme.sty": STYLE, "late.def": b"\\typeout{late is here}x"})
    assert "late is here" in engine.compile(project, OPTIONS).log
    assert "late is here" in engine.compile(project, OPTIONS, engine.prepare(engine.format_key(project), OPTIONS)).log


@pytest.mark.parametrize("name", ["manifest", "preamble.fmt", "resume.map", "body.tex", "../up.sty", "a/b.sty", ""])
def test_a_theme_cannot_take_the_engines_names(engine: EmbeddedEngine, name: str) -> None:
    result = engine.compile(make_project("x", files={"testtheme.sty": STYLE, name: b"x"}), OPTIONS)
    assert result.pdf is None
    assert result.messages[0].kind == "error"
    assert repr(name) in result.messages[0].text


def test_importing_the_engine_is_cheap() -> None:
    code = (
        "import sys; import resume_tex.engine.embedded; "
        "print([m for m in ('pydantic', 'jinja2', 'yaml', 'click', 'platformdirs', 'tempfile', 'shutil', 'hashlib', "
        "'ctypes', 'json', 'resume_tex.document', 'resume_tex.render', 'resume_tex.engine.log') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""The engines of TeX Live, which must be installed: these tests fail without it."""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
from conftest import PREAMBLE, UNICODE_PREAMBLE, children, is_running, make_project

from resume_tex.engine import confine, latex
from resume_tex.engine.base import CompileOptions
from resume_tex.engine.folders import remove_tree
from resume_tex.engine.latex import FLAVOURS, LatexEngine
from resume_tex.errors import EngineError

ENGINES = tuple(FLAVOURS)
OPTIONS = CompileOptions(timeout=30)


def engine_called(name: str) -> LatexEngine:
    program = shutil.which(name)
    assert program is not None, f"{name} must be installed to test it"
    return LatexEngine(name, program)


def preamble_for(engine: LatexEngine) -> str:
    return UNICODE_PREAMBLE if engine.unicode else PREAMBLE


def test_engines_say_who_they_are() -> None:
    engines = [engine_called(name) for name in ENGINES]
    assert [e.name for e in engines] == ["pdflatex", "lualatex", "xelatex", "latexmk"]
    assert [e.unicode for e in engines] == [False, True, True, False]
    assert all(any(c.isdigit() for c in e.identify()) and e.identify().startswith(e.name) for e in engines)


@pytest.mark.slow
@pytest.mark.parametrize("name", ENGINES)
def test_the_same_bytes_anywhere_and_any_time(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_called(name)
    project = make_project("One — Zürich.", r"\textit{Two}", preamble=preamble_for(engine))
    began = time.monotonic()
    undated = engine.compile(project, OPTIONS)
    assert undated.pdf is not None
    assert (undated.messages, undated.pages) == ((), 1)
    options = CompileOptions(timeout=30, source_date=1_700_000_000)
    dated = engine.compile(project, options).pdf
    assert dated is not None
    # xdvipdfmx cannot do without a date; it is at least always the same.
    assert date_of(undated.pdf) == ("19700101" if name == "xelatex" else "")
    assert date_of(dated) == "20231114"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.sleep(max(0.0, began + 1.1 - time.monotonic()))  # PDF dates count seconds
    assert engine.compile(project, OPTIONS).pdf == undated.pdf
    assert engine.compile(project, options).pdf == dated


def date_of(pdf: bytes) -> str:
    """Return the day a PDF says it was made."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return str(document.docinfo.get("/CreationDate", "")).removeprefix("D:")[:8]


@pytest.mark.parametrize("name", ENGINES)
def test_an_error_names_the_line_of_the_body(name: str) -> None:
    engine = engine_called(name)
    project = make_project("One.", r"Two \nonsense.", preamble=preamble_for(engine))
    result = engine.compile(project, OPTIONS)
    assert result.pdf is None
    assert [(m.kind, m.line, m.text) for m in result.messages] == [
        ("error", 3, r"TeX does not know the command \nonsense.")
    ]


@pytest.mark.parametrize("name", ["lualatex", "xelatex"])
def test_missing_glyphs_are_reported_with_the_pdf(name: str) -> None:
    result = engine_called(name).compile(make_project("One", "Two Ж 漢", preamble=UNICODE_PREAMBLE), OPTIONS)
    assert result.pdf is not None
    assert [(m.kind, m.line, m.character) for m in result.messages] == [
        ("missing-glyph", 3, "Ж"),
        ("missing-glyph", 3, "漢"),
    ]


def test_passes_until_the_page_total_settles() -> None:
    engine = engine_called("pdflatex")
    assert engine.compile(make_project("One."), OPTIONS).passes == 1
    result = engine.compile(make_project(r"\ResumePageTotal", r"\newpage Two."), OPTIONS)
    assert (result.pages, result.passes) == (2, 2)
    restless = (
        PREAMBLE + r"\def\x{}\AtEndDocument{\immediate\write\csname @auxout\endcsname{\gdef\string\x{\x x}}}" + "\n"
    )
    assert engine.compile(make_project("One.", preamble=restless), OPTIONS).passes == 5


@pytest.mark.parametrize(
    ("program", "tree"),
    [
        ("/usr/bin/env", ()),
        ("/srv/texlive/2024/bin/x86_64-linux/pdftex", ("/srv/texlive/2024",)),
        ("/srv/conda/bin/pdftex", ("/srv/conda",)),
        ("/home/alex/.TinyTeX/bin/x86_64-linux/pdftex", ("/home/alex/.TinyTeX",)),
        ("/home/alex/bin/pdftex", None),
        ("/home/bin/x/pdftex", None),
    ],
)
def test_the_tree_of_a_program(program: str, tree: tuple[str, ...] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/alex")
    assert latex._tree_of(program) == tree


@pytest.mark.parametrize("name", ENGINES)
def test_nothing_outside_is_read_or_run(name: str, tmp_path: Path) -> None:
    engine = engine_called(name)
    secret = tmp_path / "secret.tex"
    secret.write_text("xyzzy-secret")
    attacks = [
        rf"\IfFileExists{{{secret}}}{{\input{{{secret}}}}}{{}}",
        rf"\immediate\write18{{touch {tmp_path}/x}}",
    ]
    if name == "lualatex":
        attacks += [
            rf'\directlua{{local f = io.open("{secret}") if f then texio.write("LEAK " .. f:read("*a")) end}}',
            rf'\directlua{{local f = io.open("{tmp_path}/x", "w") if f then f:write("x") f:close() end}}',
            rf'\directlua{{if os.execute then os.execute("touch {tmp_path}/x") end}}',
            r'\directlua{texio.write("SOCKET " .. tostring(package.loaded.socket or package.preload.socket))}',
        ]
    result = engine.compile(make_project("x", *attacks, preamble=preamble_for(engine)), OPTIONS)
    assert result.pdf is not None
    assert "xyzzy-secret" not in result.log
    assert "SOCKET table" not in result.log
    assert sorted(p.name for p in tmp_path.iterdir()) == ["room", "secret.tex"]


def test_lua_needs_confinement_for_strangers_themes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine, "available", lambda: False)
    with pytest.raises(EngineError, match="With lualatex, a theme from elsewhere") as caught:
        engine_called("lualatex").compile(make_project("x"), CompileOptions(untrusted=True))
    assert "embedded" in caught.value.remedy


def test_without_landlock_they_run_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine, "available", lambda: False)
    assert engine_called("pdflatex").compile(make_project("x"), OPTIONS).pdf is not None


@pytest.mark.parametrize("name", ["pdflatex", "latexmk"])
def test_an_endless_document_is_stopped(name: str) -> None:
    engine = engine_called(name)
    options = CompileOptions(timeout=0.7 if name == "pdflatex" else 0.2)
    result = engine.compile(make_project(r"\loop\iftrue\repeat"), options)
    assert result.pdf is None
    assert result.messages[0].kind == "timeout"
    assert children() == []


def test_no_program_goes_on_when_ours_is_killed(clean_room: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from test_latex import engine_called, make_project, OPTIONS\n"
        r"engine_called('latexmk').compile(make_project(r'\loop\iftrue\repeat'), OPTIONS)"
    )
    program = subprocess.Popen([sys.executable, "-c", code, str(Path(__file__).parent)])
    deadline = time.monotonic() + 10
    family: list[int] = []
    while len(family) < 2 and time.monotonic() < deadline:
        family = [pid for child in children(program.pid) for pid in (child, *children(child))]
        time.sleep(0.02)
    assert len(family) >= 2
    program.send_signal(signal.SIGKILL)
    program.wait()
    while any(map(is_running, family)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(map(is_running, family))
    for path in clean_room.iterdir():
        remove_tree(str(path))


def test_lua_keeps_what_it_finds_out_about_fonts(cache_folder: Path) -> None:
    font = "lmromandunh10-regular"  # which no other test prints with
    preamble = UNICODE_PREAMBLE.replace("lmroman10-regular", font)
    assert list((cache_folder / "texmf-var").rglob(f"{font}.*")) == []
    engine_called("lualatex").compile(make_project("x", preamble=preamble), OPTIONS)
    assert list((cache_folder / "texmf-var").rglob(f"{font}.*")) != []

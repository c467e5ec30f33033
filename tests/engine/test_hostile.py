"""What a theme from elsewhere might try: nothing is read, written or run outside, nothing runs on for ever.

User text never reaches TeX unescaped; the bodies here stand for style files and templates of strangers.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from pathlib import Path

import pytest
from conftest import PREAMBLE, STYLE, make_project

from resume_tex.engine import confine
from resume_tex.engine.base import CompileOptions, CompileResult
from resume_tex.engine.embedded import EmbeddedEngine
from resume_tex.engine.formats import FormatCache
from resume_tex.engine.tinytex import TinyTex

SECRET = "xyzzy-secret"
QUICK = CompileOptions(timeout=1.0, untrusted=True)
READERS = {
    "openin": r"\newread\f \openin\f={PATH} \ifeof\f none\else \read\f to\x LEAK\typeout{\meaning\x}\fi",
    "input": r"\input{PATH}",
    "primitive input": r"\csname @@input\endcsname {PATH} ",
    "filedump": r"\typeout{LEAK\pdffiledump offset 0 length 40 {PATH}}x",
    "filesize": r"\typeout{SIZE\pdffilesize{PATH}}x",
    "mdfivesum": r"\typeout{SUM\pdfmdfivesum file {PATH}}x",
    "pdfobj": r"\immediate\pdfobj stream file {PATH}\pdfrefobj\pdflastobj x",
    "expl3's pdfobj": r"\immediate\csname tex_pdfobj:D\endcsname stream file {PATH}x",
    "primitive pdfobj": r"\pdfprimitive\pdfobj stream file {PATH}\pdfrefobj\pdflastobj x",
    "expl3's primitive": r"\csname tex_primitive:D\endcsname\pdfobj stream file {PATH}\pdfrefobj\pdflastobj x",
    "the style's pdfobj": r"\immediate\csname resume@pdf@object\endcsname stream file {PATH}x",
    "mapfile": r"\pdfmapfile{PATH}x",
    "primitive mapfile": r"\pdfprimitive\pdfmapfile{PATH}x",
    "expl3's mapfile": r"\csname tex_pdfmapfile:D\endcsname{PATH}x",
    "engine's own mapfile": r"\ResumeEngineMap{PATH}x",
}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(f"{SECRET}\n{SECRET} {SECRET}\n" * 20)
    return path


def leaked(text: str) -> bool:
    """Tell whether a text holds the secret, its size or its hash."""
    content = f"{SECRET}\n{SECRET} {SECRET}\n" * 20
    digest = hashlib.md5(content.encode(), usedforsecurity=False).hexdigest()
    return any(
        sign.lower() in text.lower() for sign in (SECRET, SECRET.encode().hex(), f"SIZE{len(content)}", digest, "root:")
    )


def test_the_attacks_are_real(secret: Path, tmp_path: Path) -> None:
    """Without our protection each of them works, so that the tests below can fail."""
    pdftex = TinyTex.locate().pdftex
    folder = tmp_path / "work"
    folder.mkdir()
    head = (
        r"\let\ResumeEngineMap\pdfmapfile \expandafter\let\csname resume@pdf@object\endcsname\pdfobj"
        r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern}"
    )
    harmless = []
    for name, attack in READERS.items():
        body = rf"\begin{{document}}\pdfcompresslevel=0 {attack.replace('PATH', str(secret))}\end{{document}}"
        (folder / "x.tex").write_text(head + body)
        command = [pdftex, "-no-shell-escape", "-interaction=batchmode", "-halt-on-error", "x.tex"]
        environment = {"max_print_line": "10000", "PATH": "/nonexistent"}
        subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        written = [p.read_text("latin-1") for p in folder.iterdir() if p.suffix in {".log", ".pdf"}]
        if not leaked("\n".join(written)):
            harmless.append(name)
        for path in folder.iterdir():
            path.unlink()
    assert harmless == []


def everything(result: CompileResult) -> str:
    pdf = (result.pdf or b"").decode("latin-1")
    return "\n".join([pdf, result.log, *(m.text for m in result.messages)])


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("confined", [True, False])
def test_no_file_outside_is_read(
    engine: EmbeddedEngine, secret: Path, name: str, confined: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not confined:
        monkeypatch.setattr(confine, "available", lambda: False)
    for path in (str(secret), "../../secret.txt", "/etc/passwd")[: 1 if confined else 3]:
        body = READERS[name].replace("PATH", path)
        result = engine.compile(make_project(r"\pdfcompresslevel=0 ", body), QUICK)
        assert not leaked(everything(result))


@pytest.mark.parametrize("confined", [True, False])
@pytest.mark.parametrize("name", ["pdfobj", "mapfile"])
def test_a_style_that_keeps_a_primitive_needs_landlock(
    tmp_path: Path, secret: Path, name: str, confined: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert confine.available(), "this test needs Landlock (Linux 5.13)"
    if not confined:
        monkeypatch.setattr(confine, "available", lambda: False)
    style = STYLE + rb"\let\keepobj\pdfobj\let\keepmap\pdfmapfile" + b"\n"
    attack = READERS[name].replace("PATH", str(secret))
    attack = attack.replace(r"\pdfobj", r"\keepobj").replace(r"\pdfmapfile", r"\keepmap")
    project = make_project(r"\pdfcompresslevel=0 ", attack, files={"testtheme.sty": style})
    result = EmbeddedEngine(cache=FormatCache(str(tmp_path / "cache"))).compile(project, QUICK)
    assert leaked(everything(result)) is not confined


WRITERS = {
    "up": r"\newwrite\f \immediate\openout\f=../stolen.txt \immediate\write\f{x}\immediate\closeout\f x",
    "absolute": r"\newwrite\f \immediate\openout\f=PATH/stolen.txt \immediate\write\f{x}\immediate\closeout\f x",
    "dotfile": r"\newwrite\f \immediate\openout\f=.stolen \immediate\write\f{x}\immediate\closeout\f x",
    "write18": r"\immediate\write18{touch PATH/stolen.txt}x",
    "pipe": r'\csname @@input\endcsname|"touch PATH/stolen.txt" x',
    "openin pipe": r'\newread\f \openin\f=|"touch PATH/stolen.txt" \read\f to\x x',
}


def test_the_writers_are_real(tmp_path: Path) -> None:
    """With everything allowed each of them works, so that the test below can fail."""
    folder = tmp_path / "target" / "work"
    folder.mkdir(parents=True)
    harmless = []
    for name, attack in WRITERS.items():
        body = attack.replace("PATH", str(tmp_path / "target"))
        (folder / "x.tex").write_text(rf"\documentclass{{minimal}}\begin{{document}}{body}\end{{document}}")
        command = [TinyTex.locate().pdftex, "-shell-escape", "-interaction=batchmode", "-draftmode", "x.tex"]
        environment = {"openout_any": "a", "PATH": os.environ["PATH"]}
        subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        stolen = list((tmp_path / "target").rglob("*stolen*"))
        if not stolen:
            harmless.append(name)
        for path in stolen:
            path.unlink()
    assert harmless == []


@pytest.mark.parametrize("name", WRITERS)
def test_nothing_outside_is_written_or_run(engine: EmbeddedEngine, clean_room: Path, name: str) -> None:
    target = clean_room.parent / "target"
    target.mkdir()
    engine.compile(make_project(WRITERS[name].replace("PATH", str(target))), QUICK)
    assert list(target.iterdir()) == []
    assert sorted(p.name for p in clean_room.parent.iterdir()) == ["room", "target"]


@pytest.mark.slow
@pytest.mark.parametrize("body", [r"\def\x{\x}\x", r"\loop\iftrue\repeat", r"\loop x\newpage\iftrue\repeat"])
def test_an_endless_document_is_stopped(engine: EmbeddedEngine, body: str) -> None:
    engine.compile(make_project("x"), QUICK)
    began = time.monotonic()
    result = engine.compile(make_project("x", body), CompileOptions(timeout=0.5))
    assert result.pdf is None
    assert result.messages[0].kind == "timeout"
    assert result.messages[0].text == "TeX did not finish within 0.5 seconds and was stopped."
    assert time.monotonic() - began < 3


def test_an_endless_preamble_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resume_tex.engine.precompile._TIMEOUT", 0.5)
    engine = EmbeddedEngine(cache=FormatCache(str(tmp_path)))
    result = engine.compile(make_project("x", preamble=PREAMBLE + r"\loop\iftrue\repeat"), QUICK)
    assert [m.kind for m in result.messages] == ["timeout"]


def test_an_endless_start_is_stopped(tmp_path: Path) -> None:
    style = STYLE + rb"\AtBeginDocument{\loop\iftrue\repeat}"
    engine = EmbeddedEngine(cache=FormatCache(str(tmp_path)))
    result = engine.compile(make_project("x", files={"testtheme.sty": style}), CompileOptions(timeout=0.5))
    assert result.messages[0].kind == "timeout"


MEMORY = {
    "stack": r"\def\x{{\x\x}}\x",
    "main memory": r"\def\x{\hbox{a}\x}\setbox0\vbox{\x}",
    "doubling": r"\def\x{ab}\loop\edef\x{\x\x}\iftrue\repeat",
    "pool": r"\count0=0 \loop\expandafter\let\csname\number\count0 \endcsname\relax\advance\count0 by 1 \iftrue\repeat",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MEMORY)
def test_a_document_that_eats_memory_is_stopped(engine: EmbeddedEngine, name: str) -> None:
    result = engine.compile(make_project("x", MEMORY[name]), CompileOptions(timeout=10))
    assert result.pdf is None
    assert [m.kind for m in result.messages] == ["limit"]


def test_memory_beyond_the_limit_is_refused(engine: EmbeddedEngine) -> None:
    flood = r"\loop\immediate\pdfcompresslevel=0 \setbox0\hbox{x}\immediate\pdfxform0 \iftrue\repeat"
    result = engine.compile(make_project(flood), CompileOptions(timeout=10, memory=150 * 2**20))
    assert result.pdf is None
    assert result.messages[0].kind == "limit"


@pytest.mark.slow
@pytest.mark.parametrize("stream", ["-1", "9"])
def test_a_flood_of_output_is_stopped(engine: EmbeddedEngine, clean_room: Path, stream: str) -> None:
    filler = "x" * 1000
    flood = rf"\immediate\openout9=f.txt \loop\immediate\write{stream}{{{filler}}}\iftrue\repeat"
    result = engine.compile(make_project(flood), CompileOptions(timeout=10, output_limit=2**20))
    assert result.pdf is None
    assert result.messages[0].kind == "limit"
    assert result.messages[0].text == "TeX wrote more than it may and was stopped."
    assert len(result.log) < 8 * 2**20


@pytest.mark.slow
def test_a_flood_on_the_terminal_is_not_kept(engine: EmbeddedEngine) -> None:
    flood = r"\scrollmode\loop\message{" + "x" * 200 + r"}\iftrue\repeat"
    result = engine.compile(make_project(flood), CompileOptions(timeout=1.0))
    assert result.pdf is None
    assert result.messages[0].kind in {"timeout", "limit"}


def test_a_document_that_asks_gets_no_answer(engine: EmbeddedEngine) -> None:
    began = time.monotonic()
    result = engine.compile(make_project(r"\errorstopmode\read-1 to\x x"), QUICK)
    assert result.pdf is None
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("ask", [rb"\read-1 to\x", rb"\typein{Name?}"])
def test_a_theme_that_asks_at_the_start_is_named_at_once(tmp_path: Path, ask: bytes) -> None:
    engine = EmbeddedEngine(cache=FormatCache(str(tmp_path)))
    project = make_project("x", files={"testtheme.sty": STYLE + rb"\AtBeginDocument{" + ask + b"}"})
    result = engine.compile(project, CompileOptions(timeout=10, untrusted=True))
    assert result.pdf is None
    assert [m.text for m in result.messages] == ["The document asks for input, which is not given."]


def test_a_theme_that_insists_on_an_answer_is_stopped(tmp_path: Path) -> None:
    engine = EmbeddedEngine(cache=FormatCache(str(tmp_path)))
    project = make_project("x", files={"testtheme.sty": STYLE + rb"\AtBeginDocument{\errorstopmode\read-1 to\x}"})
    result = engine.compile(project, CompileOptions(timeout=0.5, untrusted=True))
    assert [m.kind for m in result.messages] == ["timeout"]

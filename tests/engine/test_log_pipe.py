"""The log as a pipe: TeX is done when it closes that, whatever its process does afterwards."""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import RESUME, make_project

from resume_tex.engine.base import CompileOptions
from resume_tex.engine.embedded import EmbeddedEngine
from resume_tex.engine.log_pipe import LogPipe
from resume_tex.engine.process import Limits, TexProcess, start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the log is a pipe on Linux only")
LIMITS = Limits(20.0, 2**30, 100_000)


def run(folder: Path, script: str) -> TexProcess:
    """Start a shell in place of TeX; its log is the file `log`."""
    log = LogPipe(str(folder / "log"))
    environment = {"PATH": "/usr/bin:/bin"}
    return start(["/bin/sh", "-c", script], folder=str(folder), environment=environment, limits=LIMITS, log=log)


def test_the_logs_end_is_told_before_the_processs(tmp_path: Path) -> None:
    process = run(tmp_path, "echo done >log; exec sleep 100")
    try:
        assert process.wait_log(10.0)
        assert process.log == b"done\n"
        assert process.alive
    finally:
        process.kill()


def test_a_log_in_pieces_is_read_to_its_end(tmp_path: Path) -> None:
    process = run(tmp_path, "exec 3>log; for n in 1 2 3; do echo $n >&3; sleep 0.05; done; exec 3>&-; exec sleep 100")
    try:
        assert process.wait_log(10.0)
        assert process.log == b"1\n2\n3\n"
    finally:
        process.kill()


@pytest.mark.parametrize("script", ["exit 3", "echo text; exit 3"])
def test_a_process_that_ends_without_a_log(tmp_path: Path, script: str) -> None:
    began = time.monotonic()
    process = run(tmp_path, script)
    assert not process.wait_log(10.0)
    assert process.wait(10.0).status == 3
    assert time.monotonic() - began < 9.0
    assert process.log == b""


def test_what_a_process_wrote_before_it_ended_is_there(tmp_path: Path) -> None:
    process = run(tmp_path, "echo last words >log; kill -9 $$")
    assert process.wait(10.0).status == -signal.SIGKILL
    assert process.log == b"last words\n"


def test_a_log_without_end_is_stopped_as_a_file_would_be(tmp_path: Path) -> None:
    process = run(tmp_path, "exec yes >log")
    assert process.wait(10.0).status == -signal.SIGXFSZ


def test_a_log_that_is_never_closed(tmp_path: Path) -> None:
    process = run(tmp_path, "exec 3>log; echo some >&3; exec sleep 100")
    assert not process.wait_log(0.2)
    outcome = process.wait(0.0)
    assert outcome.timed_out
    assert process.log == b"some\n"


def test_a_file_as_the_log_gives_the_same(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    options = CompileOptions()
    piped = engine.compile(RESUME, options)
    monkeypatch.setattr("resume_tex.engine.warm.AVAILABLE", False)
    filed = engine.compile(RESUME, options)
    assert (piped.pdf, piped.messages, piped.pages) == (filed.pdf, filed.messages, filed.pages)
    assert piped.log == filed.log


@pytest.mark.parametrize("call", ["mkfifo", "open"])
def test_a_file_system_without_pipes(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    expected = engine.compile(RESUME, CompileOptions())
    original = getattr(os, call)

    def refuse(path: Any, flags: int = 0, *rest: Any, **named: Any) -> Any:
        if str(path).endswith("resume.log") and (call == "mkfifo" or flags & os.O_WRONLY):
            raise PermissionError(errno.EPERM, "Operation not permitted")
        return original(path, flags, *rest, **named)

    monkeypatch.setattr(os, call, refuse)
    result = engine.compile(RESUME, CompileOptions())
    assert (result.pdf, result.log) == (expected.pdf, expected.log)


def test_a_log_that_only_says_that_there_is_a_pdf(engine: EmbeddedEngine) -> None:
    lie = r"\immediate\write-1{^^JOutput written on resume.pdf (1 page, 1 bytes).}"
    result = engine.compile(make_project("text", lie, r"\undefinedcommand"), CompileOptions())
    assert result.pdf is None
    assert [message.kind for message in result.messages] == ["error"]
    dead = engine.compile(make_project("text", lie, r"\loop\iftrue\repeat"), CompileOptions(timeout=1.0))
    assert dead.pdf is None
    assert [message.kind for message in dead.messages] == ["timeout"]


def test_what_is_left_is_there_until_it_is_cleared(engine: EmbeddedEngine, clean_room: Path) -> None:
    result = engine.compile(RESUME, CompileOptions(), leave=True)
    assert result.pdf is not None
    assert len(list(clean_room.iterdir())) == 1
    engine.clear()
    assert list(clean_room.iterdir()) == []

"""Tectonic's command line, confinement and errors, with a stand-in for the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import make_project

from resume_tex.engine import confine
from resume_tex.engine.base import CompileOptions
from resume_tex.engine.discovery import get_engine
from resume_tex.errors import EngineError

HEAD = "#!/bin/sh\n[ \"$1\" = --version ] && echo 'Tectonic 0.99' && exit\n"
NOT_CACHED = HEAD + "echo \"this bundle isn't cached, and we couldn't get it from the internet.\" >&2; exit 101\n"
WRONG = HEAD + "echo 'error: resume.tex:6: Undefined control sequence' >&2; exit 1\n"
GOOD = HEAD + (
    'echo "$@" > args; printf "%s" "%PDF-1.5" > resume.pdf\n'
    "echo 'Output written on resume.xdv (2 pages, 9 bytes).' > resume.log\n"
    "echo 'Missing character: There is no Ж in font x!' >> resume.log\n"
    'echo stolen > "$HOME/stolen"; echo kept > "$HOME/.cache/Tectonic/kept"; cat args >&2\nexit 0\n'
)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the stand-in goes; HOME holds a cache of Tectonic's."""
    (tmp_path / "home" / ".cache" / "Tectonic").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    path = tmp_path / "bin" / "tectonic"
    path.touch(mode=0o755)
    return path


PROJECT = make_project("One.", "Ж")


def test_a_build(program: Path, tmp_path: Path) -> None:
    program.write_text(GOOD)
    engine = get_engine("tectonic")
    assert (engine.name, engine.unicode, engine.identify()) == ("tectonic", True, "tectonic Tectonic 0.99")
    result = engine.compile(PROJECT, CompileOptions(untrusted=True))
    assert (result.pdf, result.pages) == (b"%PDF-1.5", 2)
    assert [(m.kind, m.character, m.line) for m in result.messages] == [("missing-glyph", "Ж", 3)]
    assert (tmp_path / "home" / ".cache" / "Tectonic" / "kept").exists()
    assert not (tmp_path / "home" / "stolen").exists()


def test_the_files_it_lacks_are_not_downloaded(program: Path) -> None:
    program.write_text(NOT_CACHED)
    with pytest.raises(EngineError, match="does not have the files it needs") as caught:
        get_engine("tectonic").compile(PROJECT, CompileOptions())
    assert "online" in caught.value.remedy


def test_an_error_names_the_line_of_the_body(program: Path) -> None:
    program.write_text(WRONG)
    result = get_engine("tectonic").compile(PROJECT, CompileOptions())
    assert result.pdf is None
    assert [(m.kind, m.line) for m in result.messages] == [("error", 2)]


def test_strangers_themes_need_confinement(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program.write_text(GOOD)
    monkeypatch.setattr(confine, "available", lambda: False)
    with pytest.raises(EngineError, match="With tectonic, a theme from elsewhere"):
        get_engine("tectonic").compile(PROJECT, CompileOptions(untrusted=True))

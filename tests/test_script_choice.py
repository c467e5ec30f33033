"""Which engine is taken for the scripts of a text, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from resume_tex.build_request import BuildRequest
from resume_tex.check import check
from resume_tex.diagnostics import Severity
from resume_tex.document.load import load_resume
from resume_tex.engine import choice, script_fonts
from resume_tex.engine.choice import EngineChoice, unicode_engine
from resume_tex.preparation import Preparation
from resume_tex.render.script_fonts import ScriptFont
from resume_tex.script_choice import prepare
from resume_tex.typesetter import Typesetter

FONT = ScriptFont("/fonts/Some Sans.ttf", "/fonts/Some Sans Bold.ttf", 2)
HEBREW = "basics: {name: Ann משה}\nwork: [{name: 株式会社}]\n"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that pretends that a machine has these engines, lacks of engines, and fonts."""

    def pretend(
        *engines: str, incomplete: tuple[str, ...] = (), fonts: tuple[str, ...] = ("Hebr", "Hans", "Jpan")
    ) -> None:
        monkeypatch.setattr(choice, "_complete", set())
        monkeypatch.setattr(choice, "which", lambda name: f"/bin/{name}" if name in engines else None)
        told = ("It lacks fontspec.sty.", "On Debian and Ubuntu: texlive-latex-recommended.")
        monkeypatch.setattr(choice, "lacks", lambda name: told if name in incomplete else ("", ""))
        monkeypatch.setattr(script_fonts, "find_font", lambda script, serif=False: FONT if script in fonts else None)

    return pretend


def prepared(file: str, typesetter: Typesetter | None = None, engine: str | None = None) -> Preparation:
    loaded = load_resume(file)
    assert loaded.source is not None
    assert loaded.resume is not None
    return prepare(loaded.source, loaded.resume, BuildRequest(file, engine=engine), typesetter)


def codes(found: Preparation) -> list[str]:
    return [diagnostic.code for diagnostic in found.diagnostics]


@pytest.mark.parametrize(
    ("engines", "incomplete", "chosen"),
    [
        (("lualatex", "xelatex", "tectonic"), (), "lualatex"),
        (("xelatex", "tectonic"), (), "xelatex"),
        (("tectonic",), (), "tectonic"),
        (("lualatex", "xelatex"), ("lualatex",), "xelatex"),
        (("lualatex",), ("lualatex",), None),
        (("pdflatex", "latexmk"), (), None),
        ((), (), None),
    ],
)
def test_the_first_engine_that_can(
    machine: Callable[..., None], engines: tuple[str, ...], incomplete: tuple[str, ...], chosen: str | None
) -> None:
    machine(*engines, incomplete=incomplete)
    found = unicode_engine()
    assert found.name == chosen
    assert bool(found.problem and found.remedy) == (chosen is None)


def test_an_incomplete_engine_is_named_with_what_it_lacks(machine: Callable[..., None]) -> None:
    machine("lualatex", incomplete=("lualatex",))
    assert unicode_engine() == EngineChoice(
        None, "lualatex: It lacks fontspec.sty.", "On Debian and Ubuntu: texlive-latex-recommended."
    )


@pytest.mark.parametrize("text", ["Zoë Müller", "Иван Петров", "Γιώργος", "Nguyễn Thị Hằng", "Adébáyọ̀"])
def test_the_embedded_engine_is_kept_while_it_can(
    text: str, machine: Callable[..., None], write: Callable[..., str]
) -> None:
    machine("lualatex")
    typesetter = Typesetter(None, lambda _: None)
    found = prepared(write(f"basics: {{name: {text}}}\n"), typesetter)
    assert (typesetter.engine.name, codes(found)) == ("embedded", [])
    assert found.project is not None
    assert found.project.missing == ()


def test_another_engine_is_taken_and_told(machine: Callable[..., None], write: Callable[..., str]) -> None:
    machine("lualatex")
    typesetter = Typesetter(None, lambda _: None)
    found = prepared(write(HEBREW), typesetter)
    assert typesetter.engine.name == "lualatex"
    (told,) = found.diagnostics
    assert (told.code, told.severity, told.path) == ("tex.script-engine", Severity.INFO, ("basics", "name"))
    assert told.message.startswith(
        "Typeset with lualatex, because the embedded engine does not set Hebrew and Chinese."
    )
    assert found.project is not None
    assert "\\ResumeScriptFont{Hebr}{Some-Sans.ttf}{Some-Sans-Bold.ttf}{2}\n" in found.project.preamble
    assert dict(found.project.fonts) == {"Some-Sans.ttf": FONT.regular, "Some-Sans-Bold.ttf": FONT.bold}
    assert r"\ResumeName{Ann \ResumeRTL{\ResumeScriptHebr{משה}}}" in found.project.body


def test_the_engine_returns_when_the_text_does(machine: Callable[..., None], write: Callable[..., str]) -> None:
    machine("lualatex")
    typesetter = Typesetter(None, lambda _: None)
    prepared(write(HEBREW), typesetter)
    assert typesetter.engine.name == "lualatex"
    prepared(write("basics: {name: Ann}\n"), typesetter)
    assert typesetter.engine.name == "embedded"


def test_the_users_choice_is_kept(machine: Callable[..., None], write: Callable[..., str]) -> None:
    machine("lualatex", "xelatex")
    typesetter = Typesetter("embedded", lambda _: None)
    found = prepared(write(HEBREW), typesetter, "embedded")
    assert (typesetter.engine.name, codes(found)) == ("embedded", [])
    assert found.project is not None
    assert {glyph.character for glyph in found.project.missing} == set("משה株式会社")


def test_nothing_that_can(machine: Callable[..., None], write: Callable[..., str]) -> None:
    machine(fonts=("Hebr",))
    found = prepared(write(HEBREW))
    assert codes(found) == ["tex.script", "tex.script"]
    name, employer = found.diagnostics
    assert name.path == ("basics", "name")
    assert name.message.startswith("This holds מ (U+05DE, Hebrew script), which the embedded engine does not set.")
    assert name.help is not None
    assert "apt install texlive-luatex" in name.help
    assert "fonts-noto" not in name.help
    assert employer.path == ("work", 0, "name")
    assert "株 (U+682A, Chinese script)" in employer.message
    assert employer.help is not None
    assert "fonts-noto-cjk" in employer.help
    assert 'pip install "resume-tex[scripts]"' in employer.help
    assert found.project is not None
    assert found.project.missing == ()


def test_an_engine_but_no_font(machine: Callable[..., None], write: Callable[..., str]) -> None:
    machine("xelatex", fonts=("Hans",))
    found = prepared(write(HEBREW))
    assert codes(found) == ["tex.script-engine", "tex.script"]
    lacking = found.diagnostics[1]
    assert lacking.message == "This holds מ (U+05DE, Hebrew script), and no font for it was found on this machine."
    assert lacking.help is not None
    assert "fonts-noto-core" in lacking.help


def test_headings_count(machine: Callable[..., None], write: Callable[..., str]) -> None:
    machine("lualatex")
    found = prepared(write("basics: {name: Ann}\nwork: [{name: ACME}]\nmeta: {resumeTex: {language: ja}}\n"))
    assert codes(found) == ["tex.script-engine"]
    assert found.diagnostics[0].path == ("meta", "resumeTex", "language")


def test_check_agrees_with_build(machine: Callable[..., None], write: Callable[..., str]) -> None:
    file = write(HEBREW)
    machine("lualatex")
    found = [diagnostic.code for diagnostic in check(BuildRequest(file)).diagnostics]
    assert "layout.missing-glyph" not in found
    assert "tex.script-engine" in found
    machine()
    assert "tex.script" in [diagnostic.code for diagnostic in check(BuildRequest(file)).diagnostics]


def test_what_no_engine_helps_against_stays_a_missing_glyph(
    machine: Callable[..., None], write: Callable[..., str]
) -> None:
    machine("lualatex")
    found = prepared(write("basics: {name: Ann 🚀}\n"))
    assert codes(found) == []
    assert found.project is not None
    assert [glyph.character for glyph in found.project.missing] == ["🚀"]


def test_doctor_lists_scripts(machine: Callable[..., None], invoke: Callable[..., Any]) -> None:
    machine("lualatex", fonts=("Hebr",))
    out = invoke("doctor").out
    assert "others with lualatex\n" in out
    assert f"  yes  Hebrew                 {FONT.regular}\n" in out
    assert "  no   Arabic                 Fonts: on Debian and Ubuntu apt install fonts-noto-core.\n" in out


class TestFontFiles:
    """Fonts are found by the names of their files."""

    @pytest.fixture
    def folder(
        self, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[Callable[..., str]]:
        root = tmp_path_factory.mktemp("fonts")

        def put(*names: str) -> str:
            (root / "deep" / "er").mkdir(parents=True, exist_ok=True)
            for name in names:
                (root / "deep" / "er" / name).write_bytes(b"")
            monkeypatch.setattr(script_fonts, "_folders", lambda: [str(root)])
            script_fonts.font_files.cache_clear()
            return str(root / "deep" / "er")

        yield put
        script_fonts.font_files.cache_clear()

    def test_none(self, folder: Callable[..., str]) -> None:
        folder()
        assert script_fonts.find_font("Hebr") is None
        assert script_fonts.find_font("Zzzz") is None

    def test_the_style_wanted_or_the_other(self, folder: Callable[..., str]) -> None:
        root = folder("NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf")
        sans = ScriptFont(f"{root}/NotoSansHebrew-Regular.ttf", f"{root}/NotoSansHebrew-Bold.ttf")
        assert script_fonts.find_font("Hebr") == script_fonts.find_font("Hebr", serif=True) == sans
        folder("NotoSerifHebrew-Regular.ttf")
        serif = f"{root}/NotoSerifHebrew-Regular.ttf"
        assert script_fonts.find_font("Hebr", serif=True) == ScriptFont(serif, serif)
        assert script_fonts.find_font("Hebr") == sans

    def test_a_font_that_is_installed_later_is_found(self, folder: Callable[..., str]) -> None:
        root = folder()
        assert script_fonts.find_font("Deva") is None
        Path(root, "NotoSansDevanagari-Regular.ttf").write_bytes(b"")
        assert script_fonts.find_font("Deva") is not None

    def test_collections(self, folder: Callable[..., str]) -> None:
        root = folder("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")
        found = {script: script_fonts.find_font(script) for script in ("Jpan", "Kore", "Hans", "Hant")}
        assert {script: font and (font.regular, font.member) for script, font in found.items()} == {
            script: (f"{root}/NotoSansCJK-Regular.ttc", index)
            for index, script in enumerate(("Jpan", "Kore", "Hans", "Hant"))
        }

"""`resume-tex check`: exact output for people and machines, and exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from resume_tex import __version__

if TYPE_CHECKING:
    from conftest import Golden, Outcome

# Documents whose structure is wrong: the quality rules, which grow, have no say in them.
DOCUMENTS: dict[str, tuple[str, str | bytes]] = {
    "mistakes": (
        "resume.yaml",
        "# yaml-language-server: $schema=.resume-tex/resume.schema.json\n"
        "basics:\n"
        "  name: [Alex, Petrov]\n"
        "  titel: Senior ML Engineer\n"
        "  location: New York, NY\n"
        "work:\n"
        "  - company: 株式会社サンプル 東京\n"
        "    startDate: March 2023\n"
        "    endDate: 2024-13\n"
        "    highlights:\n"
        "      - Improved CTR: from 2% to 3%\n"
        "      - Reached #1 of 300 teams\n"
        "skills: Python, Scala\n"
        "zodiac: ram\n"
        "meta:\n"
        "  resumeTex: {them: engineer, pages: 0}\n",
    ),
    "syntax": ("resume.yaml", 'basics:\n  name: Alex\n  label: "Engineer\n  email: alex@a.example\n'),
    "json": ("resume.json", '{"basics": {"nmae": "Alex", "name": ["Alex"]}, "work": [{"startDate": "soon"}]}\n'),
    "empty": ("resume.yaml", ""),
    "latin-1": ("resume.yaml", "basics:\n  name: Zoë\n".encode("latin-1")),
    "long-line": (
        "resume.yaml",
        "basics: {summary: " + "many words " * 40 + ", nmae: Alex, " + "x-a: more words " + "}\n",
    ),
}
CODES = {"mistakes": 1, "syntax": 1, "json": 1, "empty": 1, "latin-1": 2, "long-line": 1}
ENDINGS = {"text": "txt", "json": "json", "sarif": "sarif", "github": "github"}


@pytest.mark.parametrize("form", ENDINGS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_golden(
    name: str, form: str, write: Callable[..., str], invoke: Callable[..., Outcome], golden: Golden
) -> None:
    document = write(DOCUMENTS[name][1], DOCUMENTS[name][0])
    outcome = invoke("check", document, *(["--format", form] if form != "text" else []))
    assert (outcome.code, outcome.err) == (CODES[name], "")
    golden(f"check-{name}.{ENDINGS[form]}", outcome.out.replace(f'"version": "{__version__}"', '"version": "VERSION"'))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_quiet_leaves_out_the_summary(name: str, write: Callable[..., str], invoke: Callable[..., Outcome]) -> None:
    document = write(DOCUMENTS[name][1], DOCUMENTS[name][0])
    loud, quiet = invoke("check", document), invoke("check", document, "--quiet")
    assert quiet.code == loud.code
    assert loud.out.startswith(quiet.out)
    assert loud.out.removeprefix(quiet.out).startswith("\n")
    assert "Learn more" not in quiet.out
    assert invoke("check", document, "-q").out == quiet.out


def test_nothing_is_written(write: Callable[..., str], invoke: Callable[..., Outcome], tmp_path: Path) -> None:
    for name, content in DOCUMENTS.values():
        invoke("check", write(content, name))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["resume.json", "resume.yaml"]


def test_the_file_is_named_as_the_user_named_it(
    write: Callable[..., str], invoke: Callable[..., Outcome], tmp_path: Path
) -> None:
    write("basics: {nmae: Alex}\n", "cv/résumé 1.yaml")
    for name in ("cv/résumé 1.yaml", "./cv/../cv/résumé 1.yaml", str(tmp_path / "cv" / "résumé 1.yaml")):
        assert invoke("check", name).out.startswith(f"{name}:1:10: error schema.unknown-key basics.nmae\n")
        report = json.loads(invoke("check", name, "--format", "json").out)
        assert [entry["file"] for entry in report["diagnostics"]] == [name]


def test_a_name_that_is_no_utf_8(write: Callable[..., str], spawn: Callable[..., Outcome], tmp_path: Path) -> None:
    name = b"caf\xe9.yaml"
    write("", "x")
    with open(str(tmp_path).encode() + b"/" + name, "wb") as stream:
        stream.write(b"basics: {nmae: Alex}\n")
    assert spawn("check", name).code == 1
    assert json.loads(spawn("check", name, "--format", "json").out)["diagnostics"][0]["file"] == "caf?.yaml"
    log = json.loads(spawn("check", name, "--format", "sarif").out)
    (result,) = log["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "caf%E9.yaml"


def test_a_name_that_looks_like_an_option(write: Callable[..., str], invoke: Callable[..., Outcome]) -> None:
    write("basics: {nmae: Alex}\n", "-q.yaml")
    assert invoke("check", "--", "-q.yaml").out.startswith("-q.yaml:1:10: error ")
    assert invoke("check", "./-q.yaml").code == 1


def test_theme_and_options_are_checked(write: Callable[..., str], invoke: Callable[..., Outcome]) -> None:
    name = write("meta:\n  resumeTex:\n    theme: enginer\n")
    outcome = invoke("check", name, "-q")
    assert outcome.code == 1
    assert (
        "resume.yaml:3:12: error theme.error meta.resumeTex.theme\n"
        "  There is no theme 'enginer'.\n"
        "    |\n"
        "  3 |     theme: enginer\n"
        "    |            ^^^^^^^\n"
        "  help: Did you mean engineer? Themes: academic, banking, classic, compact, engineer, modern.\n"
    ) in outcome.out
    name = write("meta:\n  resumeTex:\n    options:\n      acent: FF0000\n    language: xx\n")
    outcome = invoke("check", name, "-q")
    assert outcome.code == 1
    assert "resume.yaml:4:7: error theme.option meta.resumeTex.options.acent\n" in outcome.out
    assert "resume.yaml:5:15: error schema.value meta.resumeTex.language\n" in outcome.out


def test_characters_that_the_font_lacks_are_checked(write: Callable[..., str], invoke: Callable[..., Outcome]) -> None:
    name = write("basics:\n  name: Alex 🚀 Petrov ก\n  email: a@b.example\n")
    outcome = invoke("check", name, "--format", "json")
    assert outcome.code == 1
    (missing,) = [entry for entry in json.loads(outcome.out)["diagnostics"] if entry["code"] == "layout.missing-glyph"]
    assert missing["path"] == "basics.name"
    assert missing["range"] == {"start": {"line": 2, "column": 14}, "end": {"line": 2, "column": 15}}
    assert "🚀 (rocket, U+1F680)" in missing["message"]
    assert "ก (thai character ko kai, U+0E01)" in missing["message"]

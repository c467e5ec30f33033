"""`check --pdf`, `build --verify`, and what a build says of its pages."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from builders import EXAMPLE, THEMES, sample_pdf
from theme_folders import STYLE, write_theme

import resume_tex.build_steps
from resume_tex.diagnostics import Diagnostic
from resume_tex.pdf.reading import PdfError, read_pdf
from resume_tex.results import write_results

if TYPE_CHECKING:
    from conftest import Outcome

Invoke = Callable[..., "Outcome"]
Write = Callable[..., str]


def codes(out: str) -> list[tuple[str, str]]:
    """Return code and path of the findings of a json report that are about pages."""
    found = json.loads(out)["diagnostics"]
    return [(d["code"], d["path"]) for d in found if d["code"].startswith("layout.")]


@pytest.fixture
def example(write: Write) -> str:
    return write(EXAMPLE.read_text())


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_the_example_is_proven_in_every_theme(theme: str, example: str, invoke: Invoke) -> None:
    code, out, err = invoke("build", "--verify", "--theme", theme).all
    assert (code, out, err) == (0, "resume.pdf (1 page) written.\n", "")
    assert invoke("check", "--pdf", "--theme", theme).all == (0, "No findings.\n", "")


def test_every_way_to_name_the_files(example: str, invoke: Invoke) -> None:
    assert invoke("build").code == 0
    Path("other.pdf").write_bytes(Path("resume.pdf").read_bytes())
    for arguments in (
        ["--pdf"],
        ["--pdf", "resume.yaml"],
        ["resume.yaml", "--pdf"],
        ["--pdf", "other.pdf"],
        ["resume.yaml", "--pdf=other.pdf"],
        ["--pdf", "other.pdf", "resume.yaml"],
    ):
        assert invoke("check", *arguments).all == (0, "No findings.\n", ""), arguments


def test_what_the_pdf_does_not_say_is_named(example: str, invoke: Invoke) -> None:
    assert invoke("build").code == 0
    text = EXAMPLE.read_text()
    changed = text.replace("Wayfair", "Wayfare").replace("endDate: 2023", "endDate: 2022", 1)
    assert changed.count("Wayfare") >= 1
    Path("resume.yaml").write_text(changed)
    code, out, _ = invoke("check", "--pdf", "--format", "json").all
    assert code == 1
    assert ("layout.missing-text", "work[1].name") in codes(out)
    assert {name for name, _ in codes(out)} == {"layout.missing-text"}
    assert invoke("check", "--pdf", "--ignore", "layout.missing-text,dates").code == 0


def test_a_pdf_older_than_the_document_is_told(example: str, invoke: Invoke) -> None:
    assert invoke("build").code == 0
    Path("resume.yaml").write_text(EXAMPLE.read_text().replace("Wayfair", "Wayfare"))
    os.utime("resume.pdf", (1_000_000_000, 1_000_000_000))
    found = json.loads(invoke("check", "--pdf", "--format", "json").out)["diagnostics"]
    stale = [d for d in found if d["code"] == "file.older-pdf"]
    assert [d["severity"] for d in stale] == ["info"]
    assert "resume-tex build" in stale[0]["message"]


def _save(encryption: pikepdf.Encryption | None) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sample_pdf("full.yaml"))) as document:
        document.save(out, encryption=encryption)
    return out.getvalue()


def _blank() -> bytes:
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out)
    return out.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes | None], str]] = {
    "missing": (lambda: None, "a.pdf does not exist."),
    "empty": (lambda: b"", "a.pdf is empty."),
    "damaged": (lambda: _save(None)[:2000], "a.pdf is no PDF, or damaged."),
    "text": (lambda: b"Jane Doe", "a.pdf is no PDF, or damaged."),
    "encrypted": (lambda: _save(pikepdf.Encryption(user="x", owner="y")), "a.pdf is encrypted."),
    "a scan": (_blank, "a.pdf holds no text: it is a picture, such as a scan."),
    "another's": (
        lambda: sample_pdf("german.yaml"),
        "a.pdf is not of this resume: it holds next to nothing of it.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_files_that_are_no_pdf_of_this_resume(case: str, example: str, invoke: Invoke) -> None:
    content, message = REFUSED[case]
    made = content()
    if made is not None:
        Path("a.pdf").write_bytes(made)
    code, out, err = invoke("check", "--pdf", "a.pdf").all
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {message}\nhelp: ")


def test_a_folder_is_no_pdf(example: str, invoke: Invoke) -> None:
    Path("a.pdf").mkdir()
    assert invoke("check", "--pdf", "a.pdf").err.startswith("error: a.pdf is no file.")


def test_before_the_first_build(example: str, invoke: Invoke) -> None:
    assert "resume-tex build" in invoke("check", "--pdf").err


def test_a_document_that_cannot_be_read_needs_no_pdf(write: Write, invoke: Invoke) -> None:
    write("work: 5\n")
    assert invoke("check", "--pdf").code == 1


# ------------------------------------------------------------------ verifying a build

LOST = (
    STYLE
    + "\\renewcommand\\ResumeEntry[4]{\\resume@before{entry}\\resume@open#1, #2\\resume@close\\resume@paragraph}\n"
)


def test_a_theme_that_loses_fields_does_not_pass(example: str, invoke: Invoke) -> None:
    """This one forgets places and dates."""
    write_theme(Path(), style=LOST.replace("\\renewcommand", "\\makeatletter\\renewcommand"))
    assert invoke("build", "--theme", "mine").code == 0
    Path("resume.pdf").unlink()
    code, out, _ = invoke("build", "--theme", "mine", "--verify").all
    assert code == 1
    assert "layout.missing-text" in out
    assert not Path("resume.pdf").exists()
    code, out, _ = invoke("build", "--theme", "mine", "--verify", "--draft").all
    assert code == 0
    assert out.count("error layout.missing-text") == len(_missing())
    assert Path("resume.pdf").exists()


def _missing() -> list[str]:
    """Return what LOST forgets of the example: places and dates of its entries."""
    from builders import load

    resume = load(EXAMPLE)
    out = []
    for entry in (*resume.work, *resume.education, *resume.projects, *resume.awards, *resume.certificates):
        if getattr(entry, "location", None):
            out.append("location")
        if any(getattr(entry, name, None) for name in ("startDate", "endDate", "date")):
            out.append("dates")
    return out


def test_verifying_is_asked_for_anew(example: str, invoke: Invoke) -> None:
    """A build that was not verified is not up to date for one that is to be."""
    assert "written" in invoke("build").out
    assert "written" in invoke("build", "--verify").out
    assert "up to date" in invoke("build", "--verify").out


# ------------------------------------------------------------------ pages of every build


BULLET = "Cut the latency of the ranking service by 40% by distilling the model into a smaller one."


def _long(pages: str) -> str:
    bullets = "".join(f"      - {BULLET}\n" for _ in range(60))
    return (
        f"basics: {{name: Jane Doe}}\nmeta: {{resumeTex: {{{pages}}}}}\n"
        f"work:\n  - name: Acme\n    position: Engineer\n    startDate: 2021\n    highlights:\n{bullets}"
    )


def test_an_ordinary_build_tells_of_its_pages(write: Write, invoke: Invoke) -> None:
    write(_long("pages: 1"))
    out = invoke("build", "--draft").out
    lines = sum(line.page == 1 for line in read_pdf(Path("resume.pdf").read_bytes()).lines)
    assert lines > 5
    assert f"2 pages, but the limit is 1. {lines} lines are too many." in " ".join(out.split())
    assert "layout.missing-text" not in out


def test_a_page_limit_stops_the_build_and_names_the_lines(write: Write, invoke: Invoke) -> None:
    write(_long("pages: 1"))
    code, out, _ = invoke("build", "--select", "layout").all
    assert code == 1
    assert "--fit" in out
    assert not Path("resume.pdf").exists()


def test_a_last_page_with_a_few_lines(write: Write, invoke: Invoke) -> None:
    write(_long("pages: 2").replace(f"      - {BULLET}\n", "", 10))
    out = " ".join(invoke("build", "--draft", "--select", "layout").out.split())
    assert "layout.short-last-page" in out
    assert "The last page is only 1" in out


def test_a_draft_is_written_before_its_pages_are_read(
    write: Write, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []

    def noted(*arguments: Any) -> tuple[str, ...]:
        happened.append("written")
        return write_results(*arguments)

    def quality(*_: object) -> list[Diagnostic]:
        happened.append("read")
        return []

    monkeypatch.setattr(resume_tex.build_steps, "write_results", noted)
    monkeypatch.setattr("resume_tex.quality.page_quality", quality)
    write(_long("pages: 1"))
    assert invoke("build", "--draft").code == 0
    assert invoke("build", "--force", "--select", "layout").code == 0
    assert happened == ["written", "read", "read", "written"]


def test_pages_that_cannot_be_read_do_not_stop_a_build(
    example: str, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PdfError("The PDF is damaged.", "Build it again.")

    monkeypatch.setattr("resume_tex.pdf.findings.read_pdf", fail)
    assert invoke("build").code == 0
    assert invoke("build", "--verify").code == 2


def test_help_and_check_load_no_pdfium(example: str, spawn: Callable[..., Outcome]) -> None:
    for arguments in (("--help",), ("check",), ("build", "--format", "tex")):
        found = spawn(*arguments, env={"PYTHONPROFILEIMPORTTIME": "1"})
        assert found.code == 0
        assert "resume_tex.pdf" not in found.err

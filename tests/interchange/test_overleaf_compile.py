"""Exports compile in an empty folder with the system's TeX Live, through latexmk, to what the embedded engine makes."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import THEMES, compile_embedded, compile_with, pdf_of, project_of, render, sample
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from overleaf_projects import files_of_data, files_of_sample
from pdf_reading import information, open_pdf, pdftotext
from PIL import Image
from test_properties import FULL, HOSTILE, TEXT, cycle, filled
from theme_folders import write_document, write_theme

pytestmark = pytest.mark.slow
OVERLEAF = (
    "-cd",
    "-jobname=output",
    "-auxdir=.",
    "-outdir=.",
    "-synctex=1",
    "-interaction=batchmode",
    "-f",
    "-pdf",
    "main.tex",
)
"""How Overleaf is known to call it."""


def latexmk(folder: Path, files: Mapping[str, bytes], *arguments: str) -> bytes:
    """Compile a project with nothing but its own files; TeX must have nothing to say but that a line is too long."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder / "home"), "TEXMFVAR": os.path.join(os.environ["RESUME_TEX_CACHE"], "texmf-var"),
        "openin_any": "p", "openout_any": "p", "MKTEXTFM": "0", "MKTEXPK": "0", "max_print_line": "10000",
    }  # fmt: skip
    command = ["latexmk", *(arguments or ("-interaction=nonstopmode", "-halt-on-error"))]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=300, check=False)
    [log] = folder.glob("*.log")
    text = log.read_text("utf-8", "replace")
    assert done.returncode == 0, text[-3000:]
    assert [
        line for line in text.splitlines() if "Warning" in line or "Missing character" in line or line.startswith("!")
    ] == []
    assert not (folder / "missfont.log").exists()
    return log.with_suffix(".pdf").read_bytes()


def assert_same(ours: bytes, theirs: bytes) -> None:
    assert pdftotext(theirs) == pdftotext(ours)
    assert len(open_pdf(theirs).pages) == len(open_pdf(ours).pages)


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme(theme: str, tmp_path: Path) -> None:
    pdf = latexmk(tmp_path, files_of_sample("example", theme))
    assert_same(pdf_of(project_of(sample("example"), theme)), pdf)
    assert information(pdf)["/Title"] == "Alex Petrov: Senior ML Engineer"


@pytest.mark.parametrize(
    ("name", "theme"), [("tex.yaml", "modern"), ("scripts.yaml", "academic"), ("long.yaml", "academic")]
)
def test_specials_scripts_and_several_pages(name: str, theme: str, tmp_path: Path) -> None:
    pdf = latexmk(tmp_path, files_of_sample(name, theme))
    assert_same(pdf_of(project_of(sample(name), theme)), pdf)


def test_photo_code_references_and_archive(tmp_path: Path) -> None:
    """What the options add goes along: the picture too, and pdflatex writes tags and PDF/A as the embedded engine does."""
    document = tmp_path / "resume.yaml"
    Image.new("RGB", (60, 80), "teal").save(tmp_path / "me.png")
    text = re.sub(r"(?m)^  image: .*", "  image: me.png", sample("full.yaml").read_text("utf-8"))
    document.write_text(text, "utf-8")
    wanted = {"photo": "left", "qr": "url", "bibliography_style": "ieee", "keep_together": "entries", "pdfa": True}
    files = files_of_sample(document, **wanted)
    assert files["resume-photo.png"].startswith(b"\x89PNG")
    (tmp_path / "project").mkdir()
    pdf = latexmk(tmp_path / "project", files)
    assert_same(pdf_of(project_of(document, **wanted)), pdf)
    with open_pdf(pdf) as found:
        assert {"/StructTreeRoot", "/Metadata", "/OutputIntents"} <= set(found.Root.keys())
        assert "/XObject" in found.pages[0].Resources


def test_as_overleaf_calls_it(tmp_path: Path) -> None:
    pdf = latexmk(tmp_path, files_of_sample("example"), *OVERLEAF)
    assert_same(pdf_of(project_of(sample("example"))), pdf)


def test_without_latexmk(tmp_path: Path) -> None:
    """`pdflatex main.tex` is enough: the fonts are found without settings."""
    for name, content in files_of_sample("scripts.yaml", "classic").items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "latexmkrc").unlink()
    subprocess.run(
        ["pdflatex", "-halt-on-error", "-interaction=batchmode", "main.tex"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert_same(pdf_of(project_of(sample("scripts.yaml"), "classic")), (tmp_path / "main.pdf").read_bytes())


@pytest.mark.parametrize("engine", ["lualatex", "xelatex"])
def test_other_engines(engine: str, tmp_path: Path) -> None:
    pdf = latexmk(tmp_path, files_of_sample("example", engine=engine))
    ours = compile_with(engine, project_of(sample("example"), unicode=True)).pdf
    assert ours is not None
    assert_same(ours, pdf)


def test_a_theme_of_ones_own(tmp_path: Path) -> None:
    write_theme(tmp_path / "project")
    document = write_document(tmp_path / "project")
    (tmp_path / "out").mkdir()
    assert_same(pdf_of(project_of(document)), latexmk(tmp_path / "out", files_of_sample(document)))


@settings(
    max_examples=2, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large],
)  # fmt: skip
@given(st.lists(TEXT, min_size=40, max_size=60))
def test_any_text_in_any_field(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    data = filled(FULL, cycle([*texts, *HOSTILE]))
    pdf = latexmk(tmp_path_factory.mktemp("export"), files_of_data(data))
    project = render(data)
    ours = compile_embedded(project).pdf
    assert ours is not None
    assert_same(ours, pdf)

"""Facts of the pages of real builds, and pages made of plain lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from builders import EXAMPLE, compile_embedded, compile_with, load, prepare, sample, sample_pdf
from pdf_reading import EXTRACTORS

from resume_tex.engine.base import CompileResult
from resume_tex.pdf.fields import Expected, expected_texts
from resume_tex.pdf.findings import PageReader
from resume_tex.pdf.reading import Line, PdfText
from resume_tex.preparation import Preparation
from resume_tex.rules.base import LayoutFacts


def facts_of(
    path: Path,
    theme: str | None = None,
    *,
    prove: bool = False,
    limit: int | None = None,
    engine: str = "",
    **options: Any,
) -> LayoutFacts:
    """Build a document that has no errors and return the facts of its pages."""
    prepared = prepare(path, theme, unicode=engine in {"lualatex", "xelatex"}, **options)
    assert prepared.project is not None
    assert prepared.settings is not None
    result = compile_with(engine, prepared.project) if engine else _compile(path, prepared, theme, options)
    assert result.pdf is not None, result.messages
    reader = PageReader(load(path), prepared.project, prepared.settings)
    return reader.facts(prepared.layout(result), result.pdf, prove=prove, limit=limit)


def _compile(path: Path, prepared: Preparation, theme: str | None, options: dict[str, Any]) -> CompileResult:
    """Compile, but a sample only once; samples compile without a message."""
    name = "example" if path == EXAMPLE else path.name
    if path == sample(name):
        return CompileResult(sample_pdf(name, theme, tuple(sorted(options.items()))), (), "", 0, 1, {})
    assert prepared.project is not None
    return compile_embedded(prepared.project)


def expected_of(path: Path, theme: str | None = None, **options: Any) -> tuple[Expected, ...]:
    """Return what the pages of a document must hold."""
    prepared = prepare(path, theme, **options)
    assert prepared.project is not None
    assert prepared.settings is not None
    style = prepared.settings.options.text("date-style")
    paths = prepared.project.source_map.paths()
    return expected_texts(load(path), paths, prepared.settings.locale, style)


def extracted(pdf: bytes, extractor: str) -> PdfText:
    """Return what another extractor reads; the heights of its lines are not known."""
    pages = EXTRACTORS[extractor](pdf).removesuffix("\f").split("\f")
    return text_of(*(page.splitlines() for page in pages))


def text_of(*pages: Iterable[str]) -> PdfText:
    """Return pages of lines as text, one line every 12 points."""
    lines = [
        Line(number, 720.0 - 12 * index, line.strip())
        for number, page in enumerate(pages)
        for index, line in enumerate(page)
        if line.strip()
    ]
    return PdfText(len(pages), tuple(lines))

"""What machines read from every theme's pages, and how many pages there are, as golden files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from builders import THEMES, compile_once, project_of, sample
from pdf_reading import pdftotext


@pytest.mark.slow
@pytest.mark.parametrize("name", ["example", "full.yaml"])
@pytest.mark.parametrize("theme", THEMES)
def test_text_and_number_of_pages(theme: str, name: str, golden: Callable[[str, str], None]) -> None:
    result = compile_once(project_of(sample(name), theme))
    assert result.messages == ()
    assert result.pdf is not None
    text = pdftotext(result.pdf).replace("\f", "\n[end of page]\n")
    golden(
        f"{name.partition('.')[0]}-{theme}.txt", f"{result.pages} {'page' if result.pages == 1 else 'pages'}\n\n{text}"
    )

"""The QR code: it holds the address, a reader reads it off the page, and it is no text."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
import zxingcpp
from builders import THEMES, pdf_of, prepare
from hypothesis import assume, given
from hypothesis import strategies as st
from pdf_reading import EXTRACTORS, links, open_pdf, solid
from pdf_tags import read_tags
from PIL import Image

from resume_tex.document.models import Basics
from resume_tex.render.qr_code import QrCodeError, qr_address, qr_code

DOCUMENT = """
basics:
  name: Jane Doe
  email: jane@example.com
  url: janedoe.dev
  profiles:
    - {network: GitHub, username: jdoe}
    - {network: Blog, url: "https://blog.example/%7Ejane?a=1&b=2#c"}
    - {network: Guild, username: jd}
work: [{position: Engineer, highlights: [Built it.]}]
"""
ADDRESSES = {
    "url": "https://janedoe.dev",
    "github": "https://github.com/jdoe",
    "Blog": "https://blog.example/%7Ejane?a=1&b=2#c",
}


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "resume.yaml"
    path.write_text(DOCUMENT)
    return path


def read(pdf: bytes, scale: float = 3) -> list[str]:
    """Read all codes of the first page."""
    command = ["pdftoppm", "-png", "-gray", "-r", str(round(72 * scale)), "-f", "1", "-l", "1", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    picture = Image.open(io.BytesIO(done.stdout))
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize(
    ("theme", "wanted"),
    # the finest code in every theme: the theme decides about place and size, the address about the squares
    [*((theme, "Blog") for theme in THEMES), ("engineer", "url"), ("engineer", "github")],
)
def test_it_reads_as_the_address(document: Path, theme: str, wanted: str) -> None:
    prepared = prepare(document, theme, qr=wanted)
    assert prepared.diagnostics == ()
    assert prepared.project is not None
    plain_project = prepare(document, theme).project
    assert plain_project is not None
    pdf, plain = pdf_of(prepared.project), pdf_of(plain_project)
    assert read(pdf) == [ADDRESSES[wanted]]
    assert read(pdf, scale=100 / 72) == [ADDRESSES[wanted]], "from a screen too"
    assert sorted(links(pdf)) == sorted([*links(plain), ADDRESSES[wanted]])
    for extractor, extract in EXTRACTORS.items():
        with_it, without = (solid(extract(each)).replace("|", "").casefold() for each in (pdf, plain))
        assert sorted(with_it) == sorted(without), extractor
        places = [
            with_it.index(text) for text in ("janedoejane@", "janedoe.dev", "github", "experience", "engineer", "built")
        ]
        assert places == sorted(places), extractor
    tags = read_tags(pdf)
    (figure,) = [element for element in tags.document.walk() if element.role == "Figure"]
    assert figure.alternative == f"QR: {ADDRESSES[wanted]}"
    assert [kid.role for kid in figure.kids if not isinstance(kid, tuple)] == ["Link"]


def test_its_size_and_the_white_around_it(document: Path) -> None:
    for size, points in (("18mm", 51.02), ("30mm", 85.04)):
        prepared = prepare(document, qr="url", qr_size=size)
        assert prepared.project is not None
        with open_pdf(pdf_of(prepared.project)) as pdf:
            page = pdf.pages[0]
            rects = [[float(edge) for edge in a.Rect] for a in page.Annots if bytes(a.A.URI) == b"https://janedoe.dev"]
        code = max(rects, key=lambda rect: rect[3] - rect[1])
        assert code[2] - code[0] == pytest.approx(points, abs=0.1)
        assert code[3] - code[1] == pytest.approx(points, abs=0.1)


def test_what_the_document_does_not_have(document: Path) -> None:
    for wanted, message in (("LinkedIn", "no profile LinkedIn"), ("guild", "has no address")):
        found = prepare(document, qr=wanted).diagnostics
        assert [(d.code, d.path) for d in found] == [("theme.qr", ("meta", "resumeTex", "options", "qr"))]
        assert message in found[0].message
    with pytest.raises(QrCodeError):
        qr_address(Basics.model_validate({"name": "Jane Doe"}), "url")
    with pytest.raises(QrCodeError, match="too long"):
        qr_code("https://example.com/" + "a" * 200)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=1, max_size=60))
def test_any_address(text: str) -> None:
    url = f"https://example.com/{text}"
    assume(len(quote(url, safe="%")) <= 160)
    code = qr_code(url)
    assert re.fullmatch(r"(?:\d+ \d+ \d+ 1 re )+f", code.path)
    picture = Image.new("L", (code.modules + 8, code.modules + 8), 255)
    for x, y, width in re.findall(r"(\d+) (\d+) (\d+) 1 re", code.path):
        for n in range(int(width)):
            picture.putpixel((4 + int(x) + n, 4 + code.modules - 1 - int(y)), 0)
    (found,) = zxingcpp.read_barcodes(picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST))
    assert unquote(found.text) == unquote(url)

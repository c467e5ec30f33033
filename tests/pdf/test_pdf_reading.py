"""Lines of finished PDFs, and files that are none."""

from __future__ import annotations

import io
import threading
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from builders import THEMES, pdf_of, render, sample_pdf
from hypothesis import given
from hypothesis import strategies as st
from pdf_reading import pdftotext, solid, words

from resume_tex.pdf import pdfium as pdfium_module
from resume_tex.pdf.reading import Line, PdfError, read_pdf, read_pdf_file


@pytest.mark.parametrize("theme", THEMES)
def test_the_lines_hold_what_poppler_reads(theme: str) -> None:
    pdf = sample_pdf("full.yaml", theme)
    found = read_pdf(pdf)
    assert found.pages == pdftotext(pdf).count("\f")
    bridges = str.maketrans("", "", ",:")  # each extractor sees some of the invisible ones
    text = "".join(line.text for line in found.lines)
    assert solid(text).translate(bridges) == solid(pdftotext(pdf)).translate(bridges)


def test_lines_stand_where_they_are_printed() -> None:
    """On one leading of 13 pt, from the top margin down."""
    pdf = pdf_of(render({"basics": {"summary": "One two three. " * 40}}))
    heading, *lines = read_pdf(pdf).lines
    assert heading.text == "Summary"
    assert len(lines) >= 5
    gaps = {round(a.baseline - b.baseline, 2) for a, b in pairwise(lines)}
    assert gaps == {13.0}
    assert {round(line.left) for line in lines} == {54}
    assert words(" ".join(line.text for line in lines)) == words("One two three. " * 40)


def test_pages_are_numbered() -> None:
    found = read_pdf(sample_pdf("long.yaml"))
    assert sorted({line.page for line in found.lines}) == list(range(found.pages))


def test_a_hyphen_at_the_end_of_a_line_is_kept() -> None:
    """PDFium takes it for hyphenation and glues the lines together."""
    work = [{"position": f"Engineer {'of ' * 29}machine-learning", "highlights": ["x"]}]
    data = {"basics": {"name": "Jane Doe"}, "work": work}
    text = [line.text for line in read_pdf(pdf_of(render(data, font_size="10pt"))).lines]
    assert solid("".join(text)) == solid(f"Jane Doe Experience {work[0]['position']} • x")
    letters = "".join(text)
    assert "\x02" not in letters
    assert "\ufffe" not in letters


def test_a_character_beyond_the_basic_plane_keeps_the_lines_in_step() -> None:
    page = _page("BT /F 12 Tf 72 700 Td <01> Tj 0 -40 Td <02> Tj ET", "<01> <D835DC9C>\n<02> <0042>")
    assert [(line.text, round(line.baseline)) for line in read_pdf(page).lines] == [("𝒜", 700), ("B", 660)]


def test_raised_characters_stay_on_their_line() -> None:
    page = _page("BT /F 12 Tf 72 700 Td <01> Tj 1.5 Ts <02> Tj ET", "<01> <0041>\n<02> <0042>")
    assert len(read_pdf(page).lines) == 1


def test_what_has_no_unicode_is_told() -> None:
    page = _page("BT /F 12 Tf 72 700 Td <01> Tj 0 -40 Td <03> Tj ET", "<01> <0041>")
    found = read_pdf(page, thoroughly=True)
    assert [found.lines[index].baseline for index in found.unmapped] == [660.0]


def test_pages_without_text_have_no_lines() -> None:
    assert read_pdf(_page("", "<01> <0041>")) == (1, (), ())


BROKEN = {
    "empty": (b"", "It is empty."),
    "blank": (b" \n", "It is empty."),
    "text": (b"Jane Doe\nEngineer\n", "It is no PDF, or damaged."),
    "head alone": (b"%PDF-1.5\n", "It is no PDF, or damaged."),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "It is no PDF, or damaged."),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_pdf(case: str) -> None:
    content, message = BROKEN[case]
    with pytest.raises(PdfError) as caught:
        read_pdf(content, "It")
    assert caught.value.message == message
    assert caught.value.remedy


def test_an_encrypted_pdf() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sample_pdf("full.yaml"))) as document:
        document.save(out, encryption=pikepdf.Encryption(user="secret", owner="other"))
    with pytest.raises(PdfError) as caught:
        read_pdf(out.getvalue(), "a.pdf")
    assert caught.value.message == "a.pdf is encrypted."


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sample_pdf("full.yaml"))) as document:
        document.save(out, encryption=pikepdf.Encryption(user="", owner="other"))
    assert read_pdf(out.getvalue()).lines == read_pdf(sample_pdf("full.yaml")).lines


def test_a_book() -> None:
    document = pikepdf.new()
    for _ in range(201):
        document.add_blank_page()
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(PdfError) as caught:
        read_pdf(out.getvalue(), "a.pdf")
    assert caught.value.message == "a.pdf has 201 pages, which is no resume."


@given(st.binary(max_size=200), st.integers(0, 3000), st.booleans())
def test_damage_ends_in_an_error_or_in_lines(noise: bytes, at: int, cut: bool) -> None:
    pdf = sample_pdf("empty.yaml")
    damaged = pdf[: at % len(pdf)] + noise + (b"" if cut else pdf[at % len(pdf) + len(noise) :])
    try:
        found = read_pdf(damaged)
    except PdfError as error:
        assert error.message
    else:
        assert found.pages >= 1


def test_files(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    assert read_pdf_file(str(tmp_path / "a.pdf")) == b"%PDF-"
    for name, message in ((str(tmp_path / "b.pdf"), "does not exist."), (str(tmp_path), "is no file.")):
        with pytest.raises(PdfError) as caught:
            read_pdf_file(name)
        assert caught.value.message == f"{name} {message}"


def test_several_threads_may_read() -> None:
    pdf, found = sample_pdf("full.yaml"), []
    threads = [threading.Thread(target=lambda: found.append(read_pdf(pdf))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(each == found[0] for each in found)


def test_without_a_library_of_its_own_the_package_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where pypdfium2 was built on the system's PDFium."""
    expected = read_pdf(sample_pdf("full.yaml"))
    monkeypatch.setattr(pdfium_module, "_library", lambda: None)
    pdfium_module._started.cache_clear()
    try:
        assert read_pdf(sample_pdf("full.yaml")) == expected
        assert pdfium_module.pdfium().__name__ == "pypdfium2_raw"
    finally:
        monkeypatch.undo()
        pdfium_module._started.cache_clear()


def test_lines_compare_by_value() -> None:
    assert Line(0, 1.0, "a") == Line(0, 1.0, "a", 0.0)


def _page(content: str, unicode: str) -> bytes:
    """Return a page with a font whose characters have the Unicode values given."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(612, 792))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{unicode.count('> <')} beginbfchar\n{unicode}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    proc = document.make_stream(b"600 0 0 0 500 700 d1 0 0 500 700 re f")
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type3,
        FontBBox=[0, 0, 600, 700],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=pikepdf.Dictionary(a=proc, b=proc, c=proc),
        Encoding=pikepdf.Dictionary(
            Type=pikepdf.Name.Encoding, Differences=[1, pikepdf.Name("/a"), pikepdf.Name("/b"), pikepdf.Name("/c")]
        ),
        FirstChar=1,
        LastChar=3,
        Widths=[600, 600, 600],
        Resources=pikepdf.Dictionary(),
        ToUnicode=document.make_stream(cmap.encode()),
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=document.make_indirect(font)))
    page.obj.Contents = document.make_stream(content.encode())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()

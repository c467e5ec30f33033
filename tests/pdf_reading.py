"""Reads finished PDFs: text by four extractors, and the objects that matter."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any

import pikepdf
import pypdf
import pypdfium2
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTPage, LTTextBox


@cache
def pdftotext(pdf: bytes) -> str:
    """Read with Poppler."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout.decode()


@cache
def pdfminer_text(pdf: bytes) -> str:
    """Read with pdfminer.six."""
    return extract_text(io.BytesIO(pdf))


@cache
def pypdf_text(pdf: bytes) -> str:
    """Read with pypdf."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@cache
def pdfium_text(pdf: bytes) -> str:
    """Read with PDFium, the engine of Chromium."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            reader = page.get_textpage()
            texts.append(reader.get_text_range())
            reader.close()
            page.close()
        return "\n".join(texts)
    finally:
        document.close()


EXTRACTORS: dict[str, Callable[[bytes], str]] = {
    "pdftotext": pdftotext,
    "pdfminer": pdfminer_text,
    "pypdf": pypdf_text,
    "pdfium": pdfium_text,
}


def words(text: str) -> str:
    """Return text with every run of white space one space."""
    return " ".join(text.split())


def solid(text: str) -> str:
    """Return text without white space, for comparing across line breaks and justified gaps."""
    return re.sub(r"\s+", "", text)


def open_pdf(pdf: bytes) -> pikepdf.Pdf:
    """Open for reading objects."""
    return pikepdf.open(io.BytesIO(pdf))


def information(pdf: bytes) -> dict[str, str]:
    """Return the document information: title, author and so on."""
    with open_pdf(pdf) as document:
        return {str(key): str(value) for key, value in document.docinfo.items()}


def language(pdf: bytes) -> str:
    """Return the document's language."""
    with open_pdf(pdf) as document:
        return str(document.Root.Lang)


def bookmarks(pdf: bytes) -> list[tuple[str, int, float]]:
    """Return (title, page, height of the destination) of every bookmark, in order."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    found = []
    for item in reader.outline:
        assert isinstance(item, pypdf.generic.Destination)
        page = reader.get_destination_page_number(item)
        assert page is not None
        assert item.title is not None
        assert item.top is not None
        found.append((item.title, page, float(item.top)))
    return found


@lru_cache(2)
def laid_out(pdf: bytes) -> tuple[LTPage, ...]:
    """Return the pages as pdfminer.six analyses their layout, which takes it long; they are too big to keep many."""
    return tuple(extract_pages(io.BytesIO(pdf)))


def line_tops(pdf: bytes) -> list[dict[str, float]]:
    """Return the upper edge of every line of text, page by page; the first of those with the same text."""
    pages = []
    for page in laid_out(pdf):
        found: dict[str, float] = {}
        for box in page:
            for line in box if isinstance(box, LTTextBox) else ():
                text = solid(line.get_text()).casefold()
                found[text] = max(line.y1, found.get(text, 0.0))
        pages.append(found)
    return pages


def links(pdf: bytes) -> list[str]:
    """Return the address of every link, in the pages' order."""
    with open_pdf(pdf) as document:
        return [
            bytes(annotation.A.URI).decode()
            for page in document.pages
            for annotation in page.get("/Annots", [])
            if annotation.Subtype == "/Link"
        ]


def fonts(pdf: bytes) -> list[tuple[str, bool]]:
    """Return (name, whether it is embedded) of every font."""
    with open_pdf(pdf) as document:
        found = {}
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font":
                if item.Subtype == "/Type0":
                    continue
                descriptor = item.get("/FontDescriptor")
                embedded = descriptor is not None and any(
                    k in descriptor for k in ("/FontFile", "/FontFile2", "/FontFile3")
                )
                found[str(item.BaseFont)] = embedded
        return sorted(found.items())


def keys(pdf: bytes) -> set[str]:
    """Return every key of every dictionary, wherever it is."""
    with open_pdf(pdf) as document:
        return {key for item in document.objects for key in _keys(item)}


def _keys(item: Any) -> Iterator[str]:
    if isinstance(item, pikepdf.Stream):
        item = item.stream_dict
    if isinstance(item, pikepdf.Dictionary):
        for key, value in item.items():
            yield str(key)
            if not getattr(value, "is_indirect", False):
                yield from _keys(value)
    elif isinstance(item, pikepdf.Array):
        for value in item:
            if not getattr(value, "is_indirect", False):
                yield from _keys(value)


def uncompressed(pdf: bytes) -> bytes:
    """Return the file with every stream unpacked, to search in."""
    with open_pdf(pdf) as document:
        out = io.BytesIO()
        document.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
        packed = [
            item.read_bytes()
            for item in document.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Type") == "/ObjStm"
        ]
        return b"\n".join([out.getvalue(), *packed])

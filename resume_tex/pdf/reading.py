"""Reads the lines of a PDF's pages with PDFium, in the order in which it extracts them. Knows no resume."""

from __future__ import annotations

import ctypes
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from resume_tex.errors import ResumeTexError
from resume_tex.pdf.pdfium import ONE_AT_A_TIME, pdfium

_LARGEST = 50_000_000
_MOST_PAGES = 200
_MOST_CHARACTERS = 1_000_000
_SAME_LINE = 2.0
"""Points that the baselines of a line's characters may differ by, as those of raised figures do."""
_LINE_END = re.compile("\r?\n|[\x02\ufffe]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
_HYPHENS = ("\x02", "\ufffe")
"""What PDFium puts in place of a hyphen at the end of a line, without a line end behind it."""
_ERRORS = {
    3: ("is no PDF, or damaged", "Build it again, or name another file."),
    4: ("is encrypted", "Remove the password: tracking systems cannot read it either."),
    5: ("has a kind of encryption that nobody here can read", "Remove it: tracking systems cannot read it either."),
}


class PdfError(ResumeTexError):
    """A PDF that cannot be read."""


class Line(NamedTuple):
    """A line of text.

    Attributes:
        page: Its page, from 0.
        baseline: Height of its baseline above the page's lower edge in points.
        text: Its words; a hyphen at its end is a hyphen.
        left: Where its first character begins, in points from the page's left edge.
    """

    page: int
    baseline: float
    text: str
    left: float = 0.0


class PdfText(NamedTuple):
    """The text of a PDF.

    Attributes:
        pages: How many pages there are.
        lines: The lines in the order of extraction.
        unmapped: Lines, by index, with a character that the PDF has no Unicode for.
    """

    pages: int
    lines: tuple[Line, ...]
    unmapped: tuple[int, ...] = ()


def read_pdf_file(path: str) -> bytes:
    """Return a PDF file's content.

    Raises:
        PdfError: There is no such file, it is no regular file, or it is larger than any resume.
    """
    try:
        if not os.path.isfile(path):
            what = "is no file" if os.path.exists(path) else "does not exist"
            raise PdfError(f"{path} {what}.", "Build it first: resume-tex build.")
        if os.path.getsize(path) > _LARGEST:
            raise PdfError(f"{path} is larger than any resume.", "Name another file.")
        with open(path, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise PdfError(f"{path} cannot be read: {error.strerror}.", "Check the file's permissions.") from error


def read_pdf(pdf: bytes, name: str = "The PDF", *, thoroughly: bool = False) -> PdfText:
    """Read all lines of all pages.

    Args:
        pdf: The file's content.
        name: What to call it in errors.
        thoroughly: Also look for characters without Unicode; takes twice as long.

    Raises:
        PdfError: It is damaged, encrypted, empty or larger than any resume.
    """
    if not pdf.strip():
        raise PdfError(f"{name} is empty.", "Build it again, or name another file.")
    library = pdfium()
    lines: list[Line] = []
    unmapped: list[int] = []
    with ONE_AT_A_TIME, _document(library, pdf, name) as document:
        pages = library.FPDF_GetPageCount(document)
        if not 0 < pages <= _MOST_PAGES:
            raise PdfError(f"{name} has {pages} pages, which is no resume.", "Name another file.")
        for number in range(pages):
            with _page(library, document, number, name) as text:
                found = _read_page(library, text, number, thoroughly=thoroughly)
            unmapped += [len(lines) + index for index in found[1]]
            lines += found[0]
    return PdfText(pages, tuple(lines), tuple(unmapped))


@contextmanager
def _document(library: Any, pdf: bytes, name: str) -> Iterator[Any]:
    document = library.FPDF_LoadMemDocument64(pdf, len(pdf), None)
    if not document:
        what, remedy = _ERRORS.get(library.FPDF_GetLastError(), _ERRORS[3])
        raise PdfError(f"{name} {what}.", remedy)
    try:
        yield document
    finally:
        library.FPDF_CloseDocument(document)


@contextmanager
def _page(library: Any, document: Any, number: int, name: str) -> Iterator[Any]:
    page = library.FPDF_LoadPage(document, number)
    text = library.FPDFText_LoadPage(page) if page else None
    try:
        if not text:
            raise PdfError(f"Page {number + 1} of {name} is damaged.", "Build it again, or name another file.")
        yield text
    finally:
        if text:
            library.FPDFText_ClosePage(text)
        if page:
            library.FPDF_ClosePage(page)


def _read_page(library: Any, page: Any, number: int, *, thoroughly: bool) -> tuple[list[Line], list[int]]:
    """Return a page's lines, and which of them have a character without Unicode."""
    text = _characters(library, page)
    origin = _origins(library, page)
    lines: list[Line] = []
    unmapped: list[int] = []
    start = 0
    for end, stop in _ends(text):
        hyphen = "-" if text[end:stop] in _HYPHENS else ""
        for first, last in _level(text, start, end, origin):
            left, baseline = origin(first)
            words = text[first:last] + (hyphen if last == end else "")
            if thoroughly and any(library.FPDFText_HasUnicodeMapError(page, at) == 1 for at in range(first, last)):
                unmapped.append(len(lines))
            lines.append(Line(number, baseline, _whole(words.strip()), left))
        start = stop
    return lines, unmapped


def _characters(library: Any, page: Any) -> str:
    """Return the page's characters, so that an index in the text is PDFium's index of the character.

    PDFium counts each half of a surrogate pair.
    """
    count = min(library.FPDFText_CountChars(page), _MOST_CHARACTERS)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    if library.FPDFText_GetText(page, 0, count, buffer) == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        return text if len(text) == count else "".join(map(chr, buffer[:count]))
    codes = (library.FPDFText_GetUnicode(page, index) for index in range(count))
    return "".join(chr(code) if 0 < code <= 0x10FFFF else _REPLACEMENT for code in codes)


def _whole(text: str) -> str:
    """Return text with surrogate pairs as the characters that they are."""
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _origins(library: Any, page: Any) -> Callable[[int], tuple[float, float]]:
    x, y = ctypes.c_double(), ctypes.c_double()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)

    def origin(index: int) -> tuple[float, float]:
        """Return where a character stands, in points from the lower left corner."""
        library.FPDFText_GetCharOrigin(page, index, to_x, to_y)
        return x.value, y.value

    return origin


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line ends and where the next begins."""
    for match in _LINE_END.finditer(text):
        yield match.start(), match.end()
    yield len(text), len(text)


def _level(text: str, start: int, end: int, origin: Callable[[int], tuple[float, float]]) -> Iterator[tuple[int, int]]:
    """Yield the parts of what PDFium takes for a line that stand at one height; nearly always all of it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if abs(origin(start)[1] - origin(end - 1)[1]) <= _SAME_LINE:
        yield start, end
        return
    height = origin(start)[1]
    for index in range(start + 1, end):
        if not text[index].isspace() and abs(origin(index)[1] - height) > _SAME_LINE:
            yield start, index
            start, height = index, origin(index)[1]
    yield start, end

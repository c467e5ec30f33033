"""The pages of a finished PDF as PNG pictures, by PDFium; the same PDF gives the same bytes."""

from __future__ import annotations

import ctypes
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from resume_tex.errors import ResumeTexError
from resume_tex.pdf.pdfium import ONE_AT_A_TIME, pdfium

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_BGR: Final = 2
_WHITE: Final = 0xFFFFFFFF
_FLAGS: Final = 0x01 | 0x10
"""Draw annotations; bytes in the order red, green, blue."""
_POINTS: Final = 72
_METRE: Final = 0.0254


class PictureError(ResumeTexError):
    """Pages that cannot be drawn."""


def draw_pages(pdf: bytes, dpi: int) -> tuple[bytes, ...]:
    """Return each page of a PDF as a PNG file.

    Args:
        pdf: The PDF.
        dpi: Resolution in pixels per inch.

    Raises:
        PictureError: PDFium cannot read the PDF, or there is no memory for a page.
    """
    library = pdfium()
    load, close = library.FPDF_LoadMemDocument64, library.FPDF_CloseDocument
    with ONE_AT_A_TIME, _opened(load(pdf, len(pdf), None), close) as document:
        return tuple(_page(library, document, index, dpi) for index in range(library.FPDF_GetPageCount(document)))


def _page(library: Any, document: Any, index: int, dpi: int) -> bytes:
    with _opened(library.FPDF_LoadPage(document, index), library.FPDF_ClosePage) as page:
        points = library.FPDF_GetPageWidthF(page), library.FPDF_GetPageHeightF(page)
        width, height = (max(1, round(length * dpi / _POINTS)) for length in points)
        return _png(width, height, _draw(library, page, width, height), dpi, index + 1)


@contextmanager
def _opened(handle: Any, close: Any) -> Iterator[Any]:
    if not handle:
        message = "The pages cannot be drawn: PDFium does not read them, or there is no memory for a picture."
        raise PictureError(message, "Lower --dpi.")
    try:
        yield handle
    finally:
        close(handle)


def _draw(library: Any, page: Any, width: int, height: int) -> bytes:
    """Return the pixels of a page, row by row, each row after the number of its filter, which is none."""
    with _opened(library.FPDFBitmap_CreateEx(width, height, _BGR, None, 0), library.FPDFBitmap_Destroy) as bitmap:
        library.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        library.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, _FLAGS)
        stride = library.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(library.FPDFBitmap_GetBuffer(bitmap), stride * height)
    return b"".join(b"\0" + pixels[start : start + 3 * width] for start in range(0, stride * height, stride))


def _png(width: int, height: int, rows: bytes, dpi: int, number: int) -> bytes:
    """Return a PNG file (ISO/IEC 15948) that says what made it and which page it shows."""
    per_metre = round(dpi / _METRE)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"tEXt", b"Software\0resume-tex"),
        (b"tEXt", b"Page\0%d" % number),
        (b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )

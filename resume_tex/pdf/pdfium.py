"""PDFium, the library of pypdfium2, with the few functions that reading text and drawing pages take.

pypdfium2's own bindings declare hundreds of functions, which costs every build 20 ms; these cost 2.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Mapping
from ctypes import POINTER, c_double, c_float, c_int, c_uint, c_ulong, c_ushort, c_void_p
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

_NUMBERS: Final = POINTER(c_double)
_FUNCTIONS: Final[Mapping[str, tuple[Any, tuple[Any, ...]]]] = {
    # name: (result, arguments)
    "FPDF_InitLibrary": (None, ()),
    "FPDF_LoadMemDocument64": (c_void_p, (ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p)),
    "FPDF_GetLastError": (c_ulong, ()),
    "FPDF_CloseDocument": (None, (c_void_p,)),
    "FPDF_GetPageCount": (c_int, (c_void_p,)),
    "FPDF_LoadPage": (c_void_p, (c_void_p, c_int)),
    "FPDF_ClosePage": (None, (c_void_p,)),
    "FPDF_GetPageWidthF": (c_float, (c_void_p,)),
    "FPDF_GetPageHeightF": (c_float, (c_void_p,)),
    "FPDF_RenderPageBitmap": (None, (c_void_p, c_void_p, c_int, c_int, c_int, c_int, c_int, c_int)),
    "FPDFBitmap_CreateEx": (c_void_p, (c_int, c_int, c_int, c_void_p, c_int)),
    "FPDFBitmap_FillRect": (c_int, (c_void_p, c_int, c_int, c_int, c_int, c_ulong)),
    "FPDFBitmap_GetBuffer": (c_void_p, (c_void_p,)),
    "FPDFBitmap_GetStride": (c_int, (c_void_p,)),
    "FPDFBitmap_Destroy": (None, (c_void_p,)),
    "FPDFText_LoadPage": (c_void_p, (c_void_p,)),
    "FPDFText_ClosePage": (None, (c_void_p,)),
    "FPDFText_CountChars": (c_int, (c_void_p,)),
    "FPDFText_GetText": (c_int, (c_void_p, c_int, c_int, POINTER(c_ushort))),
    "FPDFText_GetUnicode": (c_uint, (c_void_p, c_int)),
    "FPDFText_HasUnicodeMapError": (c_int, (c_void_p, c_int)),
    "FPDFText_GetCharOrigin": (c_int, (c_void_p, c_int, _NUMBERS, _NUMBERS)),
}


ONE_AT_A_TIME: Final = threading.Lock()
"""PDFium is not made for several threads: whoever calls its functions holds this."""


def pdfium() -> Any:
    """Return the library, started; its functions are its attributes."""
    with ONE_AT_A_TIME:
        return _started()


@cache
def _started() -> Any:
    path = _library()
    if path is None:
        library: Any = import_module("pypdfium2_raw")
    else:
        library = ctypes.CDLL(path)
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    library.FPDF_InitLibrary()
    return library


def _library() -> str | None:
    """Return the library's file, if it comes with pypdfium2; builds that use the system's have none."""
    spec = find_spec("pypdfium2_raw")
    if spec is None or spec.origin is None:
        return None
    name = {"win32": "pdfium.dll", "darwin": "libpdfium.dylib"}.get(sys.platform, "libpdfium.so")
    path = os.path.join(os.path.dirname(spec.origin), name)
    return path if os.path.isfile(path) else None

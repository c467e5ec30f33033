"""The QR code of an address: which one is wanted, and its modules as a PDF path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from resume_tex.document.models import Basics
from resume_tex.render.contacts import contacts
from resume_tex.render.inline_tex import complete_url


class QrCodeError(Exception):
    """A code that cannot be made; says why, and what to do."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code to draw.

    Attributes:
        url: The address.
        modules: How many modules it has on a side.
        path: Its dark modules as rectangles for PDF, one unit to the module, from the lower left corner.
    """

    url: str
    modules: int
    path: str


def qr_address(basics: Basics, wanted: str) -> str:
    """Return the address that a document's code is to hold.

    Args:
        basics: The document's basics.
        wanted: `url`, or the network of a profile.

    Raises:
        QrCodeError: The document does not have it.
    """
    if _plain(wanted) == "url":
        url = complete_url(basics.url or "")
        if not url:
            raise QrCodeError("The QR code is to hold basics.url, but there is none: add it, or name a profile.")
        return url
    names = [_plain(profile.network or "") for profile in basics.profiles]
    if _plain(wanted) not in names:
        known = ", ".join(["url", *(profile.network for profile in basics.profiles if profile.network)])
        raise QrCodeError(f"There is no profile {wanted} for the QR code. Known: {known}.")
    path = ("basics", "profiles", names.index(_plain(wanted)))
    url = next((complete_url(item.url) for item in contacts(basics) if item.path == path and item.url), "") or ""
    if not url:
        raise QrCodeError(f"The profile {wanted} has no address for the QR code: give it a url.")
    return url


def qr_code(url: str) -> QrCode:
    """Make the code of an address, with a quarter of it redundant where that costs no larger code (ISO/IEC 18004, level M).

    Raises:
        QrCodeError: The address is too long to be read from a code of this size.
    """
    import segno

    url = quote(url, safe="%/:?#[]@!$&'()*+,;=~|")  # readers guess at the encoding of anything but ASCII
    try:
        made = segno.make_qr(url, error="m", boost_error=True, version=None)
    except segno.DataOverflowError as error:
        raise QrCodeError("The address is too long for a QR code.") from error
    if len(url) > _LONGEST:
        raise QrCodeError(f"The address is too long for a QR code that a telephone can read: {_LONGEST} bytes at most.")
    rows = [bytes(row) for row in made.matrix]
    return QrCode(url, len(rows), " ".join(_rectangles(rows)) + " f")


_LONGEST = 180
"""Bytes of the longest address whose modules are not under a third of a millimetre at the least size."""


def _rectangles(rows: list[bytes]) -> Iterator[str]:
    for number, row in enumerate(rows):
        at = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                yield f"{at} {len(rows) - 1 - number} {length} 1 re"
            at += length


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text.lower())

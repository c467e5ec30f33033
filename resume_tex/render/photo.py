"""The photo: found beside the document, checked, and freed of what a camera writes into it."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LARGEST: Final = 5_000_000
_MOST_PIXELS: Final = 40_000_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_JPEG_DROPPED: Final = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE}) - {
    0xE2
}  # APP1 to APP13, APP15, comments; not colour profiles
_JPEG_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
_SCAN: Final = 0xDA
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)


class _ForPressError(Exception):
    """The picture has the colours of inks."""


class _OnItsSideError(Exception):
    """The picture is to be turned before it is shown."""


class PhotoError(Exception):
    """A picture that cannot be printed; says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture to embed.

    Attributes:
        name: What TeX finds it as.
        content: Its bytes, without place, time and the like.
        width: Width in pixels.
        height: Height in pixels.
    """

    name: str
    content: bytes
    width: int
    height: int


def photo_path(image: str, folder: Path) -> Path:
    """Return where a document's photo is.

    Args:
        image: What the document says.
        folder: The document's folder, resolved; the photo must be in it or below.

    Raises:
        PhotoError: It is an address, or a place outside the folder.
    """
    text = image.strip()
    if _ADDRESS.match(text) and not os.path.exists(folder / text):
        raise PhotoError(f"{text} is an address, and nothing is fetched: save the photo beside the document.")
    wanted = Path(text)
    if wanted.is_absolute() or ".." in wanted.parts or "\0" in text or wanted.drive:
        raise PhotoError(f"{text} leads out of the document's folder: put the photo beside the document.")
    path = folder / wanted
    if not path.resolve().is_relative_to(folder):
        raise PhotoError(f"{text} is a link that leads out of the document's folder: put the photo itself there.")
    return path


def read_photo(path: Path) -> Photo:
    """Read a photo.

    Raises:
        PhotoError: There is none, or it is no PNG or JPEG that can be printed.
    """
    try:
        if not path.is_file():
            raise PhotoError(f"There is no file {path.name} beside the document.")
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except OSError as error:
        raise PhotoError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if len(content) > _LARGEST:
        raise PhotoError(f"{path.name} is larger than 5 MB: make the photo smaller; 600 pixels across are plenty.")
    try:
        photo = _read(content)
    except _OnItsSideError as error:
        raise PhotoError(f"{path.name} is stored on its side, with a note to turn it: save it upright.") from error
    except _ForPressError as error:
        raise PhotoError(f"{path.name} has the colours of a printing press (CMYK): save it as RGB.") from error
    except (ValueError, IndexError, struct.error) as error:
        raise PhotoError(f"{path.name} is damaged: save it again as PNG or JPEG.") from error
    if photo is None:
        raise PhotoError(f"{path.name} is neither a PNG nor a JPEG: save it as one of them.")
    if not 0 < photo.width * photo.height <= _MOST_PIXELS:
        raise PhotoError(f"{path.name} has {photo.width} × {photo.height} pixels: 600 across are plenty.")
    return photo


def _read(content: bytes) -> Photo | None:
    if content.startswith(_PNG):
        return _read_png(content)
    return _read_jpeg(content) if content.startswith(_JPEG) else None


def _read_png(content: bytes) -> Photo:
    """Read a PNG (ISO/IEC 15948) and keep the chunks that make the picture."""
    kept = [_PNG]
    width, height = struct.unpack(">II", content[16:24])
    at, kind = len(_PNG), b""
    if content[12:16] != b"IHDR":
        raise ValueError("no header")
    while kind != b"IEND":
        length = struct.unpack(">I", content[at : at + 4])[0]
        kind = content[at + 4 : at + 8]
        chunk = content[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise ValueError("cut off")
        if kind in _PNG_KEPT:
            kept.append(chunk)
        at += len(chunk)
    return Photo("resume-photo.png", b"".join(kept), width, height)


def _read_jpeg(content: bytes) -> Photo:
    """Read a JPEG (ITU-T T.81) and drop the segments that say where, when and by what it was taken."""
    kept = [content[:2]]
    size = None
    for marker, segment in _segments(content):
        if marker in _JPEG_FRAMES:
            size = struct.unpack(">HH", segment[5:9])
            if segment[9] not in {1, 3}:
                raise _ForPressError
        if marker == 0xE1 and _orientation(segment) not in {0, 1}:
            raise _OnItsSideError
        if marker not in _JPEG_DROPPED:
            kept.append(segment)
    if size is None:
        raise ValueError("no frame that TeX could embed")
    return Photo("resume-photo.jpg", b"".join(kept), size[1], size[0])


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the segments of a JPEG with their markers; the scan is one with all that follows."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xFF:  # a filler
            at += 1
            continue
        if marker == _SCAN:
            if b"\xff\xd9" not in content[at:]:
                raise ValueError("cut off")
            yield marker, content[at:]
            return
        end = at + 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
        if end > len(content):
            raise ValueError("cut off")
        yield marker, content[at:end]
        at = end


def _orientation(segment: bytes) -> int:
    """Return the orientation that an Exif segment tells (Exif 2.3, 4.6.4), or 0."""
    if segment[4:10] != b"Exif\0\0":
        return 0
    tiff = segment[10:]
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        start = struct.unpack(order + "I", tiff[4:8])[0]
        for number in range(struct.unpack(order + "H", tiff[start : start + 2])[0]):
            entry = tiff[start + 2 + 12 * number :][:12]
            if struct.unpack(order + "H", entry[:2])[0] == 0x0112:
                return int(struct.unpack(order + "H", entry[8:10])[0])
    except struct.error:
        return 0
    return 0

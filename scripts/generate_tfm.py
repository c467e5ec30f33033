"""Write themes/base/resume-*.tfm: metrics of the glyphs of Source Sans Pro that the resume-*.enc files name.

Source Sans Pro's Type 1 fonts hold Greek, Cyrillic, Vietnamese letters and symbols that TeX's own encodings leave out. A TFM
file (Knuth, tftopl.web) holds their widths, heights and depths. Needs fontTools: python scripts/generate_tfm.py
"""

from __future__ import annotations

import re
import struct
import sys
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.t1Lib import T1Font

from resume_tex.engine.tinytex import TinyTex

FOLDER = Path(__file__).resolve().parent.parent / "themes" / "base"
FONTS = {
    # face: (font, encodings)
    "light": ("SourceSansPro-Light", ("symbols",)),
    "regular": ("SourceSansPro-Regular", ("symbols", "letters", "latin")),
    "bold": ("SourceSansPro-Bold", ("symbols", "letters", "latin")),
}
DESIGN_SIZE = 10.0
PARAMETERS = (0.0, 0.2, 0.1, 0.06, 0.486, 1.0, 0.06)
"""Slant, space, stretch, shrink, x-height, quad, extra space; in em."""
MOST_HEIGHTS = MOST_DEPTHS = 15
"""How many different heights and depths a TFM file can hold, besides 0."""
_HEADER_WORDS = 18

Metrics = tuple[float, float, float]
"""Width, height and depth of a glyph in em."""


def tfm_files() -> dict[str, bytes]:
    """Return every file's content by name."""
    fonts = Path(TinyTex.locate().root) / "texmf-dist" / "fonts" / "type1" / "adobe" / "sourcesanspro"
    out = {}
    for face, (font, encodings) in FONTS.items():
        metrics = read_metrics(fonts / f"{font}.pfb")
        for encoding in encodings:
            names = read_encoding(FOLDER / f"resume-{encoding}.enc")
            slots = {slot: metrics[name] for slot, name in names.items() if name in metrics}
            out[f"resume-{encoding}-{face}.tfm"] = write_tfm(slots)
    return out


def read_encoding(path: Path) -> dict[int, str]:
    """Return the glyph names of an encoding by slot."""
    names = re.findall(r"/(\S+)", path.read_text("ascii").split("[", 1)[1])
    return {slot: name for slot, name in enumerate(names) if name != ".notdef"}


def read_metrics(path: Path) -> dict[str, Metrics]:
    """Return the metrics of every glyph of a Type 1 font."""
    font = T1Font(str(path))
    font.parse()
    glyphs = font.getGlyphSet()
    out = {}
    for name in font.font["CharStrings"]:
        pen = BoundsPen(glyphs)
        glyph = glyphs[name]
        glyph.draw(pen)
        _, low, _, high = pen.bounds or (0, 0, 0, 0)
        out[name] = (glyph.width / 1000, max(0, high / 1000), max(0, -low / 1000))
    return out


def write_tfm(slots: dict[int, Metrics]) -> bytes:
    """Return a TFM file with these glyphs by slot."""
    widths = sorted({round(width, 4) for width, _, _ in slots.values()})
    heights = distinct([height for _, height, _ in slots.values()], MOST_HEIGHTS)
    depths = distinct([depth for _, _, depth in slots.values()], MOST_DEPTHS)
    first, last = min(slots), max(slots)
    info = b""
    for slot in range(first, last + 1):
        if slot not in slots:
            info += bytes(4)
            continue
        width, height, depth = slots[slot]
        index = 1 + widths.index(round(width, 4))
        info += bytes([index, place(height, heights) << 4 | place(depth, depths), 0, 0])
    tables = [[0.0, *widths], [0.0, *heights], [0.0, *depths], [0.0], list(PARAMETERS)]
    header = (
        struct.pack(">Ii", 0, fixed(DESIGN_SIZE)) + text("resume symbols", 40) + text("RESUMESYMBOLS", 20) + bytes(4)
    )
    length = 6 + _HEADER_WORDS + last - first + 1 + sum(map(len, tables))
    sizes = [len(table) for table in tables[:4]]
    lengths = struct.pack(">12H", length, _HEADER_WORDS, first, last, *sizes, 0, 0, 0, len(PARAMETERS))
    numbers = b"".join(struct.pack(">i", fixed(number)) for table in tables for number in table)
    return lengths + header + info + numbers


def distinct(values: list[float], most: int) -> list[float]:
    """Return the different values above 0, the nearest two merged into the larger until there are few enough."""
    found = sorted({round(value, 3) for value in values if value > 0})
    while len(found) > most:
        nearest = min(range(len(found) - 1), key=lambda index: found[index + 1] - found[index])
        del found[nearest]
    return found


def place(value: float, table: list[float]) -> int:
    """Return the index, from 1, of the least entry that is no less than a value; 0 for nothing."""
    if value <= 0:
        return 0
    return next((index for index, entry in enumerate(table, 1) if entry >= round(value, 3) - 1e-6), len(table))


def fixed(number: float) -> int:
    """Return a number as TeX's fix_word: 20 bits after the point."""
    return round(number * (1 << 20))


def text(words: str, size: int) -> bytes:
    """Return a string as TFM has it: its length, and filled up with zeros."""
    return bytes([len(words)]) + words.encode("ascii").ljust(size - 1, b"\0")


if __name__ == "__main__":
    for name, content in tfm_files().items():
        (FOLDER / name).write_bytes(content)
        sys.stdout.write(f"{name}: {len(content)} bytes\n")

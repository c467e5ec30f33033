"""Write the fonts for Greek, Cyrillic and rarer Latin letters in themes/base/letters.

The engine's own fonts with serifs have no Greek and no Cyrillic letters. Their relatives have: XCharter (of Charter) and
CM Unicode (of Latin Modern). Here those letters are cut out of them, with metrics and kerning; Source Sans Pro, which has
them itself, gets metrics for them, and a font with its rarer letters. Needs fontTools, and the fonts in OpenType
format from TeX Live (Debian: texlive-fonts-extra): python scripts/generate_script_fonts.py
"""

from __future__ import annotations

import struct
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from resume_tex.engine import type1

FOLDER = Path(__file__).resolve().parent.parent / "themes" / "base" / "letters"
TEX_LIVE = Path("/usr/share/texlive/texmf-dist/fonts")
FACES = ("regular", "italic", "bold", "bold-italic")
SANS = ("Regular", "RegularIt", "Bold", "BoldIt")
FAMILIES = {
    # family: (folder, file stems by face, name of the cut fonts; none for a font that the engine brings)
    "sans": ("adobe/sourcesanspro", [f"SourceSansPro-{face}" for face in SANS], ""),
    "charter": ("public/xcharter", [f"XCharter-{f}" for f in ("Roman", "Italic", "Bold", "BoldItalic")], "ResumeCharter"),
    "modern": ("public/cm-unicode", ["cmunrm", "cmunti", "cmunbx", "cmunbi"], "ResumeModern"),
    "modern-sans": ("public/cm-unicode", ["cmunss", "cmunsi", "cmunsx", "cmunso"], "ResumeModernSans"),
}  # fmt: skip
GREEK = [c for c in range(0x386, 0x3CF) if c not in {0x387, 0x38B, 0x38D, 0x3A2}]
KNOWN = {  # characters that other files of the themes bring
    *range(0x20, 0x180), 0x18F, 0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x259, *range(0x1EA0, 0x1EFA), 0x1E9E,
}  # fmt: skip
DESIGN_SIZE = 10.0
LEAST_KERN = 4  # thousandths of an em
MOST_HEIGHTS = MOST_DEPTHS = 15
_HEADER_WORDS = 18

Slots = list[tuple[int, str]]
"""Code point and glyph name, by slot from 1."""


class Metrics(NamedTuple):
    """Of a glyph, in em."""

    width: float
    height: float
    depth: float
    italic: float


class OpenType:
    """An OpenType font, as far as TeX's metrics ask."""

    def __init__(self, path: Path) -> None:
        self.font = TTFont(path)
        self.names: dict[int, str] = self.font.getBestCmap()
        self.em = self.font["head"].unitsPerEm
        self.slant = -self.font["post"].italicAngle
        self.glyphs = self.font.getGlyphSet()

    def metrics(self, code: int) -> Metrics:
        """Return a character's metrics."""
        name = self.names[code]
        pen = BoundsPen(self.glyphs)
        self.glyphs[name].draw(pen)
        _, low, right, high = pen.bounds or (0, 0, 0, 0)
        width = self.glyphs[name].width
        over = min(max(0, right - width) / 3, 0.03 * self.em) if self.slant else 0
        return Metrics(width / self.em, max(0, high) / self.em, max(0, -low) / self.em, over / self.em)

    def kerns(self, codes: list[int]) -> dict[tuple[int, int], float]:
        """Return the kerning between some characters."""
        by_name: dict[str, list[int]] = {}
        for code in codes:
            by_name.setdefault(self.names[code], []).append(code)
        found: dict[tuple[str, str], int] = {}
        for table in self._pair_tables():
            for pair, value in _pairs(table, set(by_name)):
                found.setdefault(pair, value)
        return {
            (one, two): value / self.em
            for (left, right), value in found.items()
            if abs(value) * 1000 >= LEAST_KERN * self.em
            for one in by_name[left]
            for two in by_name[right]
        }

    def _pair_tables(self) -> list[Any]:
        if "GPOS" not in self.font:
            return []
        gpos = self.font["GPOS"].table
        wanted = {
            i for f in gpos.FeatureList.FeatureRecord if f.FeatureTag == "kern" for i in f.Feature.LookupListIndex
        }
        tables = []
        for index in sorted(wanted):
            for table in gpos.LookupList.Lookup[index].SubTable:
                real = table.ExtSubTable if table.LookupType == 9 else table
                if real.LookupType == 2:
                    tables.append(real)
        return tables


def _pairs(table: Any, names: set[str]) -> list[tuple[tuple[str, str], int]]:
    out = []
    firsts = [(i, name) for i, name in enumerate(table.Coverage.glyphs) if name in names]
    if table.Format == 1:
        for index, left in firsts:
            out += [
                ((left, record.SecondGlyph), getattr(record.Value1, "XAdvance", 0) or 0)
                for record in table.PairSet[index].PairValueRecord
                if record.SecondGlyph in names and record.Value1 is not None
            ]
        return out
    for _, left in firsts:
        row = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)].Class2Record
        for right in names:
            value = row[table.ClassDef2.classDefs.get(right, 0)].Value1
            out.append(((left, right), (getattr(value, "XAdvance", 0) or 0) if value is not None else 0))
    return out


@cache
def opentype(family: str, face: int) -> OpenType:
    """Return a face's OpenType font."""
    folder, stems, _ = FAMILIES[family]
    return OpenType(TEX_LIVE / "opentype" / folder / f"{stems[face]}.otf")


def world() -> Slots:
    """Return Greek and Cyrillic, with the glyph names of Source Sans Pro."""
    names = opentype("sans", 0).names
    cyrillic = [code for code in range(0x400, 0x530) if code in names]
    return [(code, _name(names[code], code)) for code in (*GREEK, *cyrillic)]


def more() -> tuple[Slots, Slots]:
    """Return the other letters of Source Sans Pro, Latin ones and those of ancient Greek."""
    names = opentype("sans", 0).names
    latin = [code for code in (*range(0x180, 0x2B0), *range(0x1E00, 0x1EFA)) if code in names and code not in KNOWN]
    greek = [code for code in range(0x1F00, 0x1FFF) if code in names and unicodedata.category(chr(code))[0] == "L"]
    stable = [code for code in (*latin, *greek) if unicodedata.normalize("NFC", chr(code)) == chr(code)]
    slots = [(code, _name(names[code], code)) for code in stable]
    return [s for s in slots if s[0] < 0x1F00], [s for s in slots if s[0] >= 0x1F00]


def rare() -> Slots:
    """Return the Latin letters that Source Sans Pro lacks, but CM Unicode has."""
    has = [set(opentype("modern-sans", face).names) for face in (0, 2)]
    lacking = [c for c in (*range(0x180, 0x250), *range(0x1E00, 0x1F00)) if c not in opentype("sans", 0).names]
    known = {code for code in lacking if code in has[0] & has[1] and code not in KNOWN}
    return [(code, f"uni{code:04X}") for code in sorted(known) if unicodedata.normalize("NFC", chr(code)) == chr(code)]


def _name(name: str, code: int) -> str:
    return name if "." not in name else f"uni{code:04X}"


def files() -> dict[str, bytes]:
    """Return every file's content by name."""
    out: dict[str, bytes] = {}
    slots = world()
    out["resume-world.enc"] = encoding("ResumeWorld", slots)
    for family, (_, _, cut) in FAMILIES.items():
        for number, face in enumerate(FACES):
            font = opentype(family, number)
            stem = f"resume-world-{family}-{face}"
            held = [(slot, code) for slot, (code, _) in enumerate(slots, 1) if code in font.names]
            out[f"{stem}.tfm"] = tfm(font, dict(held))
            if cut:
                names = {name: code for code, name in slots}
                out[f"{stem}.pfb"] = cut_font(family, number, f"{cut}-{face.title()}", names)
    others = {"latin": ("sans", more()[0]), "greek": ("sans", more()[1]), "rare": ("modern-sans", rare())}
    lists = {"world": world(), **{label: slots for label, (_, slots) in others.items()}}
    out["resume-letters.def"] = b"".join(listing(label, slots) for label, slots in lists.items())
    for label, (family, slots) in others.items():
        title = f"Resume{'Sans' if family == 'sans' else 'ModernSans'}{label.title()}"
        out[f"resume-more-{label}.enc"] = encoding(f"ResumeMore{label.title()}", slots)
        for number, face in ((0, "regular"), (2, "bold")):
            font = opentype(family, number)
            out[f"resume-more-{label}-{face}.tfm"] = tfm(font, {s: code for s, (code, _) in enumerate(slots, 1)})
            names = {name: code for code, name in slots}
            out[f"resume-more-{label}-{face}.pfb"] = cut_font(family, number, f"{title}-{face.title()}", names)
    return out


def encoding(title: str, slots: Slots) -> bytes:
    """Return an encoding file."""
    names = ["/.notdef", *(f"/{name}" for _, name in slots)]
    names += ["/.notdef"] * (256 - len(names))
    rows = [" ".join(names[start : start + 8]) for start in range(0, 256, 8)]
    return f"% Made by scripts/generate_script_fonts.py\n/{title} [\n{chr(10).join(rows)}\n] def\n".encode("ascii")


def listing(label: str, slots: Slots) -> bytes:
    """Return a list of characters as resume-letters.sty reads it."""
    codes = [f"{code:04X}" for code, _ in slots]
    rows = [",".join(codes[start : start + 16]) for start in range(0, len(codes), 16)]
    return f"\\def\\resume@letters@{label}{{%\n{f',%{chr(10)}'.join(rows)}%\n}}\n".encode("ascii")


def cut_font(family: str, face: int, title: str, names: dict[str, int]) -> bytes:
    """Return a Type 1 font (.pfb) with the outlines of some characters, under the names given."""
    font = opentype(family, face)
    programs = {".notdef": _program([], 500)}
    for name, code in names.items():
        if code in font.names:
            pen = RecordingPen()
            glyph = font.glyphs[font.names[code]]
            glyph.draw(pen)
            programs[name] = _program(pen.value, glyph.width)
    notice = font.font["name"].getDebugName(0) or ""
    notice = "".join(c if c.isascii() and c.isprintable() and c not in "()\\" else " " for c in notice)
    clear = (
        f"%!PS-AdobeFont-1.0: {title} 001.000\n11 dict begin\n/FontInfo 5 dict dup begin\n"
        f"/Notice ({notice[:400]}) readonly def\n/FullName ({title}) readonly def\n/FamilyName ({title}) readonly def\n"
        f"/ItalicAngle {-font.slant:g} def\n/isFixedPitch false def\nend readonly def\n"
        f"/FontName /{title} def\n/PaintType 0 def\n/FontType 1 def\n/FontMatrix [0.001 0 0 0.001 0 0] readonly def\n"
        "/Encoding StandardEncoding def\n/FontBBox {-500 -500 2000 1500} readonly def\ncurrentdict end\ncurrentfile eexec\n"
    )
    private = (
        b"dup /Private 9 dict dup begin\n/RD {string currentfile exch readstring pop} executeonly def\n"
        b"/ND {noaccess def} executeonly def\n/NP {noaccess put} executeonly def\n/BlueValues [] def\n"
        b"/MinFeature {16 16} def\n/password 5839 def\n/lenIV 4 def\n/Subrs 0 array\nND\n"
        b"2 index /CharStrings %d dict dup begin\n" % len(programs)
    )
    for name, program in programs.items():
        coded = type1._encrypt(bytes(4) + program, type1._CHARSTRING_KEY)
        private += b"/%s %d RD %s ND\n" % (name.encode(), len(coded), coded)
    private += (
        b"end\nend\nreadonly put\nnoaccess put\ndup/FontName get exch definefont pop\nmark currentfile closefile\n"
    )
    trailer = (b"0" * 64 + b"\n") * 8 + b"cleartomark\n"
    return type1._packed(clear.encode("ascii"), private, trailer)


def _program(drawing: list[tuple[str, tuple[tuple[float, float], ...]]], width: float) -> bytes:
    """Return an outline as a Type 1 charstring, without hints."""
    out = _numbers(0, round(width)) + bytes([13])  # hsbw
    x = y = 0
    for operator, points in drawing:
        if operator in {"closePath", "endPath"}:
            out += bytes([9])
            continue
        steps = []
        for px, py in points:
            steps += [round(px) - x, round(py) - y]
            x, y = round(px), round(py)
        out += _numbers(*steps) + bytes([{"moveTo": 21, "lineTo": 5, "curveTo": 8}[operator]])
    return out + bytes([14])  # endchar


def _numbers(*values: int) -> bytes:
    return b"".join(type1._number(value) if value >= -107 else _negative(value) for value in values)


def _negative(value: int) -> bytes:
    if value >= -1131:
        return bytes((251 + (-value - 108) // 256, (-value - 108) % 256))
    return b"\xff" + value.to_bytes(4, "big", signed=True)


def tfm(font: OpenType, slots: dict[int, int]) -> bytes:
    """Return a TFM file (Knuth, tftopl.web) with characters by slot, and their kerning."""
    metrics = {slot: font.metrics(code) for slot, code in slots.items()}
    slot_of = {code: slot for slot, code in slots.items()}
    kerns = {(slot_of[one], slot_of[two]): value for (one, two), value in font.kerns(list(slot_of)).items()}
    widths = sorted({round(m.width, 4) for m in metrics.values()})
    heights = _distinct([m.height for m in metrics.values()], MOST_HEIGHTS)
    depths = _distinct([m.depth for m in metrics.values()], MOST_DEPTHS)
    italics = _distinct([m.italic for m in metrics.values()], 63)
    program, starts, values = _kern_program(kerns)
    first, last = min(slots), max(slots)
    info = b""
    for slot in range(first, last + 1):
        if slot not in metrics:
            info += bytes(4)
            continue
        m = metrics[slot]
        tag, rest = (1, starts[slot]) if slot in starts else (0, 0)
        info += bytes([
            1 + widths.index(round(m.width, 4)),
            _place(m.height, heights) << 4 | _place(m.depth, depths),
            _place(m.italic, italics) << 2 | tag,
            rest,
        ])  # fmt: skip
    x_height = metrics[slot_of[0x3BF]].height if 0x3BF in slot_of else 0.486
    parameters = [0.0, 0.2, 0.1, 0.06, x_height, 1.0, 0.06]
    tables = [[0.0, *widths], [0.0, *heights], [0.0, *depths], [0.0, *italics]]
    length = 6 + _HEADER_WORDS + last - first + 1 + sum(map(len, tables)) + len(program) // 4 + len(values) + 7
    lengths = struct.pack(
        ">12H", length, _HEADER_WORDS, first, last, *map(len, tables), len(program) // 4, len(values), 0, 7
    )
    header = struct.pack(">Ii", 0, _fixed(DESIGN_SIZE)) + _text("resume", 40) + _text("RESUME", 20) + bytes(4)
    numbers = b"".join(struct.pack(">i", _fixed(number)) for table in tables for number in table)
    tail = b"".join(struct.pack(">i", _fixed(number)) for number in (*values, *parameters))
    return lengths + header + info + numbers + program + tail


def _kern_program(kerns: dict[tuple[int, int], float]) -> tuple[bytes, dict[int, int], list[float]]:
    """Return the lig/kern program, where it begins for each slot (by way of a jump), and the kerns."""
    values = sorted({round(value, 4) for value in kerns.values()})
    lefts = sorted({left for left, _ in kerns})
    starts = {left: number for number, left in enumerate(lefts)}
    steps, jumps = b"", []
    for left in lefts:
        jumps.append(len(lefts) + len(steps) // 4)
        rights = sorted(right for one, right in kerns if one == left)
        for number, right in enumerate(rights):
            index = values.index(round(kerns[left, right], 4))
            stop = 128 if number == len(rights) - 1 else 0
            steps += bytes([stop, right, 128 + index // 256, index % 256])
    return b"".join(bytes([254, 0, jump >> 8, jump & 255]) for jump in jumps) + steps, starts, values


def _distinct(values: list[float], most: int) -> list[float]:
    """Return the different values above 0, the nearest two merged into the larger until there are few enough."""
    found = sorted({round(value, 3) for value in values if value > 0})
    while len(found) > most:
        nearest = min(range(len(found) - 1), key=lambda index: found[index + 1] - found[index])
        del found[nearest]
    return found


def _place(value: float, table: list[float]) -> int:
    if round(value, 3) <= 0:
        return 0
    return next((index for index, entry in enumerate(table, 1) if entry >= round(value, 3) - 1e-6), len(table))


def _fixed(number: float) -> int:
    return round(number * (1 << 20))


def _text(words: str, size: int) -> bytes:
    return bytes([len(words)]) + words.encode("ascii").ljust(size - 1, b"\0")


if __name__ == "__main__":
    total = 0
    for name, content in files().items():
        (FOLDER / name).write_bytes(content)
        total += len(content)
    sys.stdout.write(f"{total} bytes\n")

#!/usr/bin/env python3
"""Write themes/base/resume-srgb.sty: an ICC profile of sRGB, made from the published numbers, as hexadecimal digits for PDF/A.

The profile is of version 4 (ISO 15076-1, ICC.1:2010): the primaries and the white point of IEC 61966-2-1, adapted from D65 to
the profile connection space's D50 with the Bradford matrix, and the transfer curve as a formula of type 3.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "themes" / "base" / "resume-srgb.sty"
PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))  # IEC 61966-2-1, table 1: x, y of red, green, blue
D65 = (0.3127, 0.3290)
D50 = (0.9642, 1.0, 0.8249)  # ICC.1:2010, 6.3.4.3
BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)  # g, a, b, c, d
Matrix = tuple[tuple[float, ...], ...]


def multiply(a: Matrix, b: Matrix) -> Matrix:
    """Multiply two matrices."""
    return tuple(
        tuple(sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)) for row in a
    )


def inverse(m: Matrix) -> Matrix:
    """Invert a matrix of three rows by its cofactors."""

    def cofactor(i: int, j: int) -> float:
        rows = [r for r in range(3) if r != i]
        columns = [c for c in range(3) if c != j]
        minor = m[rows[0]][columns[0]] * m[rows[1]][columns[1]] - m[rows[0]][columns[1]] * m[rows[1]][columns[0]]
        return minor if (i + j) % 2 == 0 else -minor

    determinant = sum(m[0][j] * cofactor(0, j) for j in range(3))
    return tuple(tuple(cofactor(j, i) / determinant for j in range(3)) for i in range(3))


def column(vector: tuple[float, ...]) -> Matrix:
    """Return a vector as a matrix of one column."""
    return tuple((value,) for value in vector)


def xyz(x: float, y: float) -> tuple[float, float, float]:
    """Return the tristimulus values of a chromaticity, of luminance 1."""
    return x / y, 1.0, (1 - x - y) / y


def adaptation() -> Matrix:
    """Return the matrix from D65 to D50."""
    cones = [multiply(BRADFORD, column(white)) for white in (xyz(*D65), D50)]
    scale = tuple(tuple(cones[1][i][0] / cones[0][i][0] if i == j else 0.0 for j in range(3)) for i in range(3))
    return multiply(inverse(BRADFORD), multiply(scale, BRADFORD))


def colorants() -> Matrix:
    """Return the D50 tristimulus values of the primaries as columns."""
    primaries = tuple(zip(*(xyz(*p) for p in PRIMARIES), strict=True))
    shares = multiply(inverse(primaries), column(xyz(*D65)))
    scaled = tuple(tuple(primaries[i][j] * shares[j][0] for j in range(3)) for i in range(3))
    return multiply(adaptation(), scaled)


def fixed(*values: float) -> bytes:
    """Write s15Fixed16Numbers."""
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def text(content: str) -> bytes:
    """Write a multiLocalizedUnicodeType with one text in English."""
    encoded = content.encode("utf-16-be")
    return b"mluc" + struct.pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(encoded), 28) + encoded


def profile() -> bytes:
    """Return the profile."""
    rgb = tuple(zip(*colorants(), strict=True))
    curve = b"para" + struct.pack(">IHH", 0, 3, 0) + fixed(*CURVE)
    tags = [
        (b"desc", text("sRGB")),
        (b"cprt", text("No copyright")),
        (b"wtpt", b"XYZ \0\0\0\0" + fixed(*D50)),
        (b"chad", b"sf32\0\0\0\0" + fixed(*(value for row in adaptation() for value in row))),
        *((name, b"XYZ \0\0\0\0" + fixed(*values)) for name, values in zip((b"rXYZ", b"gXYZ", b"bXYZ"), rgb, strict=True)),
        *((name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")),
    ]  # fmt: skip
    offset = 128 + 4 + 12 * len(tags)
    table, data, seen = struct.pack(">I", len(tags)), b"", {}
    for name, content in tags:
        if content not in seen:
            seen[content] = offset + len(data)
            data += content + b"\0" * (-len(content) % 4)
        table += name + struct.pack(">II", seen[content], len(content))
    size = offset + len(data)
    date = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x04200000, b"mntr", b"RGB ", b"XYZ ") + date
    header += b"acsp" + b"\0" * 24 + struct.pack(">I", 0) + fixed(*D50)
    return header.ljust(128, b"\0") + table + data


def style() -> str:
    """Return the style file."""
    digits = profile().hex().upper()
    lines = [digits[at : at + 100] + "%" for at in range(0, len(digits), 100)]
    return "\n".join([
        r"\ProvidesPackage{resume-srgb}[2026/01/01 resume-tex: an ICC profile of sRGB]",
        "% Made by scripts/generate_srgb.py from the numbers of IEC 61966-2-1; in the public domain.",
        r"\def\resume@srgb{%", *lines, "}", r"\endinput", "",
    ])  # fmt: skip


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(TARGET.read_text("utf-8") != style())
    TARGET.write_text(style(), "utf-8")

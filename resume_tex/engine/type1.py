"""Cuts Type 1 fonts down to the glyphs that can be asked for, so that TeX reads and embeds a fraction of them.

A big font costs pdfTeX milliseconds at the end of every run, and the subset that it embeds keeps a stub for every
subroutine up to the highest one used. Here the glyphs that no encoding names are left out, and the subroutines
that remain are numbered anew. Nothing of a glyph changes. Knows the format of fonts (Adobe's Type 1 book), not TeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import Final, NamedTuple

_EEXEC_KEY: Final = 55665
_CHARSTRING_KEY: Final = 4330
_EEXEC_SKIPPED: Final = 4
_CALLSUBR: Final = 10
_LAST: Final = (11, 14)  # return, endchar: nothing behind them is read
_ESCAPE: Final = 12
_TWO_BYTES: Final = 256  # added to the second byte of an operator of two
_SEAC: Final = _TWO_BYTES + 6
_POP: Final = _TWO_BYTES + 17
_HINT_SUBR: Final = 4  # takes the number of another subroutine, which replaces the hints
_FIXED_SUBRS: Final = 5  # the first ones have numbers with a meaning

_Number = tuple[int, int, int]
"""A number in a program: where it begins, where it ends, its value."""

_LEN_IV: Final = re.compile(rb"/lenIV (\d+) def")
_SUBRS: Final = re.compile(rb"/Subrs (\d+) array\s")
_SUBR: Final = re.compile(rb"dup (\d+) (\d+) (?:RD|-\|) ")
_CHARSTRINGS: Final = re.compile(rb"/CharStrings (\d+) dict dup begin\s")
_CHARSTRING: Final = re.compile(rb"/(\S+) (\d+) (?:RD|-\|) ")
_ENCODING: Final = re.compile(rb"\[([^\]]*)\]")
_ENCODED: Final = re.compile(rb"/([^\s/\[\]]+)")


class _Entry(NamedTuple):
    """A subroutine or a glyph: its program, and what stands around it."""

    name: bytes
    head: bytes
    program: bytes
    tail: bytes


class _UnusualError(Exception):
    """The font has something that this module does not understand."""


def glyph_names(font: bytes) -> frozenset[str]:
    """Return the names of a font's glyphs, as far as they can be read."""
    try:
        private = _decrypt(_segments(font)[1], _EEXEC_KEY, _EEXEC_SKIPPED)
        found = _CHARSTRINGS.search(private)
        entries = _entries(private, found.end(), _CHARSTRING)[0] if found else []
    except (_UnusualError, IndexError, ValueError):
        return frozenset()
    return frozenset(entry.name.decode("latin-1") for entry in entries)


def encoded_glyphs(encoding: bytes) -> frozenset[str]:
    """Return the glyph names in an encoding file."""
    text = re.sub(rb"%[^\n]*", b"", encoding)
    found = _ENCODING.search(text)
    return frozenset(name.decode("latin-1") for name in _ENCODED.findall(found.group(1))) if found else frozenset()


def prune(font: bytes, glyphs: Set[str], common: Set[str] = frozenset()) -> bytes | None:
    """Return the font (a .pfb) with these glyphs only; None if it has something unusual.

    Subroutines of the `common` glyphs get the lowest numbers: what TeX embeds ends with the highest that the text uses.
    It embeds the same, to the byte, whether a font has more than these or not.
    """
    try:
        clear, private, trailer = _segments(font)
        return _packed(clear, _pruned(_decrypt(private, _EEXEC_KEY, _EEXEC_SKIPPED), glyphs, common), trailer)
    except (_UnusualError, IndexError, ValueError):
        return None


def _segments(font: bytes) -> tuple[bytes, bytes, bytes]:
    found = []
    at = 0
    for kind in (1, 2, 1):
        if font[at : at + 2] != bytes((0x80, kind)):
            raise _UnusualError
        length = int.from_bytes(font[at + 2 : at + 6], "little")
        found.append(font[at + 6 : at + 6 + length])
        at += 6 + length
    return found[0], found[1], found[2]


def _packed(clear: bytes, private: bytes, trailer: bytes) -> bytes:
    parts = ((1, clear), (2, _encrypt(bytes(_EEXEC_SKIPPED) + private, _EEXEC_KEY)), (1, trailer))
    return b"".join(bytes((0x80, kind)) + len(p).to_bytes(4, "little") + p for kind, p in parts) + b"\x80\x03"


def _decrypt(data: bytes, key: int, skipped: int) -> bytes:
    plain = bytearray()
    for byte in data:
        plain.append(byte ^ (key >> 8))
        key = ((byte + key) * 52845 + 22719) & 0xFFFF
    return bytes(plain[skipped:])


def _encrypt(plain: bytes, key: int) -> bytes:
    data = bytearray()
    for byte in plain:
        coded = byte ^ (key >> 8)
        data.append(coded)
        key = ((coded + key) * 52845 + 22719) & 0xFFFF
    return bytes(data)


def _pruned(private: bytes, glyphs: Set[str], common: Set[str]) -> bytes:
    found = _LEN_IV.search(private)
    salt = int(found[1]) if found else 4
    subrs_at, glyphs_at = _SUBRS.search(private), _CHARSTRINGS.search(private)
    if subrs_at is None or glyphs_at is None:
        raise _UnusualError
    subrs, subrs_end = _entries(private, subrs_at.end(), _SUBR)
    all_glyphs, glyphs_end = _entries(private, glyphs_at.end(), _CHARSTRING)
    if [int(s.name) for s in subrs] != list(range(int(subrs_at[1]))) or len(all_glyphs) != int(glyphs_at[1]):
        raise _UnusualError
    subroutines = _Subroutines([_decrypt(s.program, _CHARSTRING_KEY, salt) for s in subrs])
    kept = [
        g._replace(program=_decrypt(g.program, _CHARSTRING_KEY, salt))
        for g in all_glyphs
        if g.name == b".notdef" or g.name.decode("latin-1") in glyphs
    ]
    numbers = subroutines.used_by(
        [g.program for g in sorted(kept, key=lambda g: g.name.decode("latin-1") not in common)]
    )

    def written(entry: _Entry, label: bytes, program: bytes) -> bytes:
        coded = _encrypt(bytes(salt) + subroutines.renumbered(program, numbers), _CHARSTRING_KEY)
        return label + b" %d " % len(coded) + entry.head + coded + entry.tail

    return b"".join((
        private[: subrs_at.start()] + b"/Subrs %d array\n" % len(numbers),
        *(written(subrs[old], b"dup %d" % new, subroutines.programs[old]) for old, new in numbers.items()),
        private[subrs_end : glyphs_at.start()] + b"/CharStrings %d dict dup begin\n" % len(kept),
        *(written(g, b"/" + g.name, g.program) for g in kept),
        private[glyphs_end:],
    ))  # fmt: skip


def _entries(private: bytes, at: int, pattern: re.Pattern[bytes]) -> tuple[list[_Entry], int]:
    """Return the entries that begin at a place, and where they end."""
    found = []
    while (match := pattern.match(private, at)) is not None:
        start = match.end()
        end = start + int(match[2])
        at = private.index(b"\n", end) + 1
        head = match.group().rsplit(b" ", 2)[1] + b" "
        found.append(_Entry(match[1], head, private[start:end], private[end:at]))
    return found, at


class _Subroutines:
    """The subroutines of a font, and which numbers in a program name one."""

    def __init__(self, programs: list[bytes]) -> None:
        self.programs = programs
        self._calls: dict[bytes, list[_Number]] = {}
        # Most programs say `N 4 callsubr`, where N is a subroutine too, for other hints. Compilers of fonts share
        # also the ends of such calls: some subroutines begin with `callsubr`, so that their callers name what they
        # call; some begin with `4 callsubr`, or a call of another such one, so that their callers name N.
        first = [_first_operation(program) for program in programs]
        self._relays = {n for n, (numbers, operator) in enumerate(first) if operator == _CALLSUBR and not numbers}
        self._borrowers = {_HINT_SUBR}
        calling = {n: numbers for n, (numbers, operator) in enumerate(first) if operator == _CALLSUBR}
        while found := {n for n, numbers in calling.items() if n not in self._borrowers and self._borrows(numbers)}:
            self._borrowers |= found

    def _borrows(self, numbers: list[int]) -> bool:
        while numbers and numbers[-1] in self._relays:
            numbers = numbers[:-1]
        return len(numbers) == 1 and numbers[0] in self._borrowers

    def used_by(self, glyphs: list[bytes]) -> dict[int, int]:
        """Return old and new numbers of the subroutines that glyphs need, the new ones in the order of the glyphs."""
        numbers = {n: n for n in range(min(_FIXED_SUBRS, len(self.programs)))}
        for glyph in (*map(self.programs.__getitem__, numbers), *glyphs):
            waiting = [glyph]
            while waiting:
                for _, _, number in self.calls(waiting.pop()):
                    if number not in numbers:
                        numbers[number] = len(numbers)
                        waiting.append(self.programs[number])
        return numbers

    def renumbered(self, program: bytes, numbers: dict[int, int]) -> bytes:
        """Return a program that calls subroutines by their new numbers."""
        out, done = [], 0
        for start, end, number in self.calls(program):
            out += [program[done:start], _number(numbers[number])]
            done = end
        return b"".join([*out, program[done:]])

    def calls(self, program: bytes) -> list[_Number]:
        """Return the numbers in a program that name subroutines, in order."""
        if program not in self._calls:
            found: list[_Number] = []
            before: int | None = None
            for numbers, operator in _operations(program):
                if operator == _SEAC:  # names other glyphs by their places in an encoding
                    raise _UnusualError
                if operator == _CALLSUBR:
                    found += self._named(numbers, before)
                before = operator
            self._calls[program] = found
        return self._calls[program]

    def _named(self, numbers: list[_Number], before: int | None) -> list[_Number]:
        """Return those of the numbers before a `callsubr` that name subroutines."""
        found = []
        while numbers and numbers[-1][2] in self._relays:
            found.append(numbers.pop())
        if not numbers:  # computed, as the hint replacement does it, or named by the caller
            if found or before not in {None, _POP}:
                raise _UnusualError
            return []
        called = numbers.pop()
        if called[2] in self._borrowers:
            if numbers:
                found.append(numbers.pop())
            elif before is not None:
                raise _UnusualError
        if called[2] >= _FIXED_SUBRS:
            found.append(called)
        return sorted(found)


def _first_operation(program: bytes) -> tuple[list[int], int]:
    for numbers, operator in _operations(program):
        return [value for _, _, value in numbers], operator
    return [], -1


def _operations(program: bytes) -> Iterator[tuple[list[_Number], int]]:
    """Yield each operator with the numbers directly before it."""
    numbers: list[_Number] = []
    at = 0
    while at < len(program):
        byte = program[at]
        if 32 <= byte <= 246:  # nearly all of them
            numbers.append((at, at + 1, byte - 139))
            at += 1
        elif byte >= 32:
            value, length = _read_number(program, at)
            numbers.append((at, at + length, value))
            at += length
        else:
            yield numbers, _TWO_BYTES + program[at + 1] if byte == _ESCAPE else byte
            if byte in _LAST:
                return
            numbers = []
            at += 2 if byte == _ESCAPE else 1


def _read_number(program: bytes, at: int) -> tuple[int, int]:
    byte = program[at]
    if byte <= 250:
        return (byte - 247) * 256 + program[at + 1] + 108, 2
    if byte <= 254:
        return -(byte - 251) * 256 - program[at + 1] - 108, 2
    return int.from_bytes(program[at + 1 : at + 5], "big", signed=True), 5


def _number(value: int) -> bytes:
    if value <= 107:
        return bytes((value + 139,))
    if value <= 1131:
        return bytes(((value - 108) // 256 + 247, (value - 108) % 256))
    return b"\xff" + value.to_bytes(4, "big", signed=True)

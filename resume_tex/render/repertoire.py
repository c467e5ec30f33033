"""Which characters a font prints, so that a missing one is named before TeX runs instead of vanishing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from resume_tex.diagnostics import Path
from resume_tex.render.escape import Tex, escape_tex, normalise

Supports = Callable[[str], bool]
"""Tells whether a character prints."""


class MissingGlyph(NamedTuple):
    """A character of a field that the font lacks."""

    path: Path
    character: str


@dataclass(slots=True)
class GlyphCheck:
    """Escapes text; what the font lacks becomes a visible mark and is noted.

    Attributes:
        supports: Tells whether a character prints; None when the engine itself reports what is missing.
        missing: What was found to be missing, in order.
    """

    supports: Supports | None
    missing: list[MissingGlyph] = field(default_factory=list)

    def escaper(self, path: Path) -> Callable[[str], Tex]:
        """Return the function that escapes the text of one field."""

        def escape(text: str) -> Tex:
            text = normalise(text)
            if self.supports is None or text.isascii():
                return escape_tex(text)
            lacking = {char for char in text if not char.isascii() and not self.supports(char)}
            if not lacking:
                return escape_tex(text)
            for char in sorted(lacking, key=text.index):
                note = MissingGlyph(path, char)
                if note not in self.missing:
                    self.missing.append(note)
            return self._with_marks(text, lacking)

        return escape

    @staticmethod
    def _with_marks(text: str, lacking: set[str]) -> Tex:
        parts: list[Tex] = []
        run = ""
        for char in text:
            if char in lacking:
                parts += [escape_tex(run), Tex(rf"\ResumeMissing{{{ord(char):X}}}")]
                run = ""
            else:
                run += char
        return Tex("").join([*parts, escape_tex(run)])

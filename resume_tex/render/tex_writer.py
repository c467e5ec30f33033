"""Texts of a resume as LaTeX, with a note of the field that each comes from and of characters that the font lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from resume_tex.diagnostics import Path
from resume_tex.render.escape import Tex, escape_url
from resume_tex.render.inline_tex import inline_tex, plain_tex
from resume_tex.render.locale import SPAN, DateText
from resume_tex.render.repertoire import GlyphCheck
from resume_tex.render.source_map import Marker

_LANGUAGE: Path = ("meta", "resumeTex", "language")


class TexWriter(NamedTuple):
    """Writes for the LaTeX templates; see `context.Writer`.

    Attributes:
        glyphs: Escapes text and notes characters that the font lacks.
        marker: Notes which field a piece of TeX comes from.
    """

    glyphs: GlyphCheck
    marker: Marker

    def inline(self, text: str, path: Path) -> Tex:
        """Typeset a text with inline markup."""
        tex = inline_tex(text, self.glyphs.escaper(path, text))
        return self.marker.mark(self.glyphs.directed(tex, text), path)

    def plain(self, text: str, path: Path) -> Tex:
        """Typeset a text without markup."""
        tex = plain_tex(text, self.glyphs.escaper(path, text))
        return self.marker.mark(self.glyphs.directed(tex, text), path)

    def word(self, text: str) -> Tex:
        """Typeset a word of the document's language."""
        return self.glyphs.directed(plain_tex(text, self.glyphs.escaper(_LANGUAGE, text)), text)

    def dates(self, dates: Sequence[DateText], path: Path) -> Tex:
        """Typeset a date, or both ends of a span of time."""
        return self.plain(SPAN.join(date.text for date in dates), path)

    def address(self, url: str) -> Tex:
        r"""Return a complete address as `\ResumeLink` takes it."""
        return escape_url(url)

    def name(self, name: str, path: Path | None = None) -> Tex:
        """Return a name of ours, such as a section's; with a field, as what stands for that field."""
        return Tex(name) if path is None else self.marker.mark(Tex(name), path)

    def join(self, separator: str, parts: Sequence[Tex]) -> Tex:
        """Join texts; the separator is plain and needs no escaping."""
        return Tex(separator).join(parts)

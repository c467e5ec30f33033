"""A resume with its changes since an earlier revision, for the LaTeX templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from resume_tex.diagnostics import Path
from resume_tex.document.inline import Added, Moved, Removed, Revised, plain_text
from resume_tex.render.escape import Tex
from resume_tex.render.inline_tex import revised_tex
from resume_tex.render.locale import DateText
from resume_tex.render.tex_writer import TexWriter


@dataclass(frozen=True, slots=True)
class Revision:
    """What the page shows of the changes: texts that stand in place of those of the resume.

    Attributes:
        texts: The texts of fields that changed, by field.
        paragraphs: The same for fields that may have several paragraphs: by field and the paragraph that it replaces.
        legend: What is printed in the foot to explain the marks.
    """

    texts: Mapping[Path, Revised]
    paragraphs: Mapping[tuple[Path, str], Revised]
    legend: Revised


class RevisedTexWriter(NamedTuple):
    """Writes for the LaTeX templates, changed texts with their marks; see `context.Writer`.

    Attributes:
        plainly: Writes what has not changed.
        revision: What has.
    """

    plainly: TexWriter
    revision: Revision

    def inline(self, text: str, path: Path) -> Tex:
        """Typeset a text with inline markup."""
        revised = self._revised(text, path)
        return self.plainly.inline(text, path) if revised is None else revised

    def plain(self, text: str, path: Path) -> Tex:
        """Typeset a text without markup."""
        revised = self._revised(text, path)
        return self.plainly.plain(text, path) if revised is None else revised

    def word(self, text: str) -> Tex:
        """Typeset a word of the document's language."""
        return self.plainly.word(text)

    def dates(self, dates: Sequence[DateText], path: Path) -> Tex:
        """Typeset a date, or both ends of a span of time."""
        revised = self._revised("", path)
        return self.plainly.dates(dates, path) if revised is None else revised

    def address(self, url: str) -> Tex:
        r"""Return a complete address as `\ResumeLink` takes it."""
        return self.plainly.address(url)

    def name(self, name: str, path: Path | None = None) -> Tex:
        """Return a name of ours, such as a section's; with a field, as what stands for that field."""
        return self.plainly.name(name, path)

    def join(self, separator: str, parts: Sequence[Tex]) -> Tex:
        """Join texts; the separator is plain and needs no escaping."""
        return self.plainly.join(separator, parts)

    def _revised(self, text: str, path: Path) -> Tex | None:
        nodes = self.revision.paragraphs.get((path, text), self.revision.texts.get(path))
        if nodes is None:
            return None
        glyphs, whole = self.plainly.glyphs, _whole(nodes)
        tex = revised_tex(nodes, glyphs.escaper(path, whole))
        return self.plainly.marker.mark(glyphs.directed(tex, whole), path)


def _whole(nodes: Revised) -> str:
    """Return all words of a text, those that are gone among them."""
    parts = ((node,) if not isinstance(node, Added | Removed | Moved) else node.children for node in nodes)
    return "".join(map(plain_text, parts))

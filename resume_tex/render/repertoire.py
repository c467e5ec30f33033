"""Which characters a font prints, so that a missing one is named before TeX runs instead of vanishing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from resume_tex.diagnostics import Path
from resume_tex.render.bidi import Span, base_direction, has_right_to_left, mirrored, spans
from resume_tex.render.escape import Tex, escape_tex, normalise
from resume_tex.render.letters import MAY_NEED, Letters, base_and_marks, letters, marked_tex
from resume_tex.render.scripts import Run, han_script, has_scripts, is_cjk, is_right_to_left, runs

Supports = Callable[[str], bool]
"""Tells whether a character prints."""


class MissingGlyph(NamedTuple):
    """A character of a field that the font lacks."""

    path: Path
    character: str


class ScriptUse(NamedTuple):
    """Where a script that needs a font of its own is used first.

    Attributes:
        path: The field.
        character: The first character.
    """

    path: Path
    character: str


@dataclass(slots=True)
class GlyphCheck:
    r"""Escapes text; what the font lacks becomes a visible mark and is noted.

    For an engine that sets every script, text goes to the font of its script (`\ResumeScriptHebr{...}`) and in its
    direction (`\ResumeRTL{...}`), and the scripts are noted.

    Attributes:
        supports: Tells whether a character prints; None when the engine itself reports what is missing.
        language: BCP 47 tag of the document, for the form of Chinese characters and the direction of what has none.
        missing: What was found to be missing, in order.
        scripts: The scripts that need fonts of their own, by code.
        more_letters: Whether further fonts for letters may be used.
        uses_letters: Whether the text needs them.
    """

    supports: Supports | None
    language: str = "en"
    missing: list[MissingGlyph] = field(default_factory=list)
    scripts: dict[str, ScriptUse] = field(default_factory=dict)
    more_letters: bool = False
    uses_letters: bool = False

    def escaper(self, path: Path, whole: str = "") -> Callable[[str], Tex]:
        """Return the function that escapes the text of one field; `whole` is all of it, which tells its direction."""
        if self.supports is None:
            return self._script_escaper(path, whole)
        supports = self.supports

        def escape(text: str) -> Tex:
            text = normalise(text)
            if text.isascii():
                return escape_tex(text)
            if self.more_letters and MAY_NEED.search(text):
                return self._in_letters(text, letters(), supports, path)
            return self._plain(text, supports, path)

        return escape

    def _plain(self, text: str, supports: Supports, path: Path) -> Tex:
        lacking = {char for char in text if not char.isascii() and not supports(char)}
        if not lacking:
            return escape_tex(text)
        for char in sorted(lacking, key=text.index):
            note = MissingGlyph(path, char)
            if note not in self.missing:
                self.missing.append(note)
        return self._with_marks(text, lacking)

    def _in_letters(self, text: str, more: Letters, supports: Supports, path: Path) -> Tex:
        """Give the letters that further fonts hold to them."""

        def known(char: str) -> bool:
            return supports(char) or char in more.all

        pieces = more.pieces(text)
        if any(piece.kind != "plain" for piece in pieces) or not all(map(supports, filter(known, text))):
            self.uses_letters = True
        out = []
        for kind, piece in pieces:
            if kind == "plain":
                out.append(self._plain(piece, known, path))
            elif kind == "run":
                out.append(Tex(r"\ResumeLetters{%s}") % escape_tex(piece))
            else:
                base, _ = base_and_marks(piece)
                out.append(Tex(marked_tex(piece, str(self._in_letters(base, more, supports, path)))))
        return Tex("").join(out)

    def directed(self, tex: Tex, whole: str) -> Tex:
        """Return a field's TeX in its own direction, if that is not the document's."""
        if self.supports is not None or (not self._leftward and whole.isascii()):
            return tex
        if base_direction(whole):
            return Tex(r"\ResumeRTL{%s}") % tex
        return Tex(r"\ResumeLTR{%s}") % tex if self._leftward else tex

    @property
    def _leftward(self) -> int:
        """1 for a document that is read from right to left, else 0."""
        return int(is_right_to_left(self.language))

    def _script_escaper(self, path: Path, whole: str) -> Callable[[str], Tex]:
        base: int | None = None
        han = ""

        def escape(text: str) -> Tex:
            nonlocal base, han
            text = normalise(text)
            self.uses_letters |= self.more_letters and MAY_NEED.search(text) is not None
            if base is None:
                base = base_direction(whole or text)
                han = han_script(whole or text, self.language)
            if base == 0 and not has_right_to_left(text):
                return self._in_scripts(text, han, path)
            return Tex("").join(self._span(span, base, han, path) for span in spans(text, base))

        return escape

    def _span(self, span: Span, base: int, han: str, path: Path) -> Tex:
        if not span.parts:
            return self._in_scripts(span.text if span.rightward else mirrored(span.text), han, path)
        inner = Tex("").join(self._span(part, 1 - base, han, path) for part in span.parts)
        return Tex(r"\ResumeLTR{%s}" if base else r"\ResumeRTL{%s}") % inner

    def _in_scripts(self, text: str, han: str, path: Path) -> Tex:
        if not has_scripts(text):
            return escape_tex(text)
        parts: list[Tex] = []
        before: Run | None = None
        for run in runs(text, han):
            if before is not None and _may_break(before, run):
                parts.append(Tex(r"\ResumeScriptBreak{}"))
            if run.script is None:
                parts.append(escape_tex(run.text))
            else:
                self.scripts.setdefault(run.script, ScriptUse(path, run.text[0]))
                parts.append(Tex(rf"\ResumeScript{run.script}{{%s}}") % escape_tex(run.text))
            before = run
        return Tex("").join(parts)

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


def _may_break(before: Run, after: Run) -> bool:
    """Tell whether a line may end between a run of Chinese or Japanese and a word of another script."""
    if is_cjk(before.script) == is_cjk(after.script):
        return False
    return before.text[-1].isalnum() and after.text[0].isalnum()

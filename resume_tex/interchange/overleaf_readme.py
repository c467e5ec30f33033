"""The texts that go with an exported project: README.md, latexmkrc and the licences of what lies beside the resume."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ENGINES: Final = {
    # engine: latexmk's $pdf_mode
    "pdflatex": 1,
    "lualatex": 4,
    "xelatex": 5,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an export comes from.

    Attributes:
        document: The document's file name, without folders.
        version: Version of resume-tex.
        theme: The theme's name.
        engine: The TeX engine, one of `ENGINES`.
        revision: The document's version as `git describe` tells it, if it is known.
    """

    document: str
    version: str
    theme: str
    engine: str
    revision: str | None = None


def latexmkrc(engine: str) -> str:
    """Return latexmk's settings, which Overleaf reads."""
    return (
        "# Overleaf compiles with latexmk, which reads this file; so does `latexmk` in this folder.\n"
        f"$pdf_mode = {ENGINES[engine]};  # {engine}\n"
        "@default_files = ('main.tex');\n"
    )


def readme(origin: Origin, sections: Iterable[str]) -> str:
    """Return README.md."""
    source = f"`{_code(origin.document)}`" + (f" at `{_code(origin.revision)}`" if origin.revision else "")
    listed = "\n".join(f"  - `{name}`" for name in sections)
    return _README.format(
        source=source,
        version=origin.version,
        theme=origin.theme,
        engine=origin.engine,
        sections=f"\n{listed}" if listed else " (none)",
    )


def licence(project_licence: Path) -> str:
    """Return the licences of the style and the fonts."""
    return _LICENCE + project_licence.read_text("utf-8")


def _code(text: str) -> str:
    """Return text that can stand in a code span on one line."""
    return "".join(c if c.isprintable() and c != "`" else "?" for c in text)


_README: Final = """\
# A resume in LaTeX

Made from {source} by resume-tex {version}, theme {theme}.
It needs nothing but TeX Live: no shell escape, no network, no file outside this folder.

## Compile it

- On Overleaf: New Project, Upload Project, and choose the zip. `latexmkrc` sets the engine, {engine}; `main.tex` is the document.
- On your machine: `latexmk`, or `{engine} main.tex` (twice where page numbers are shown).

## Edit it

- `main.tex`: name and contacts, and the order of the sections.
- `options.tex`: paper, type, colours and distances.
- `sections/`: a file for each section.{sections}
- `resume-*.sty`, `fonts/`: the style and what it needs. Change them to change how everything looks.

Each file explains its macros where they first appear. In text, write

| for | write |
|---|---|
| `%` `&` `$` `#` `_` | `\\%` `\\&` `\\$` `\\#` `\\_` |
| `{{` `}}` | `\\{{` `\\}}` |
| `~` `^` | `\\textasciitilde{{}}` `\\textasciicircum{{}}` |
| a backslash | `\\textbackslash{{}}` |
| a space where no line may end | `~` |
| `[` right after `\\item` | `{{[}}` |
| a dash (–) | `–`, or `--` |

Everything else, accents and symbols too, is typed as it is, in UTF-8.

## And back

What is edited here does not find its way back into the document by itself. If that stays the source, make changes there
and export again: `resume-tex export overleaf` names the files here that were edited, and with `--force` replaces what it
made and leaves everything else alone. `resume-tex.json` lists its files for that; TeX does not read it.
"""

_LICENCE: Final = """\
This is about what lies beside the resume: resume-*.sty and the files in fonts/. The resume's text is its author's.

fonts/*.tfm and fonts/*.enc hold widths and names of glyphs of the typeface Source Sans Pro (Copyright 2010-2019 Adobe
Systems Incorporated, http://www.adobe.com/, with Reserved Font Name "Source"), which is under the SIL Open Font License
1.1. The typefaces themselves (Source Sans Pro, Bitstream Charter, Latin Modern) are no part of this project; TeX Live has
them, with their licences.

The styles and these files are part of resume-tex, which is under this licence:

"""

r"""A rendered project as LaTeX that a person goes on with: main.tex, options, a file for each section, comments that explain.

The text is what the templates print; here it is cut at the sections and commented, nothing in it is rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from resume_tex.render.context import DEFAULT_ORDER, heading_path, section_path
from resume_tex.render.escape import normalise
from resume_tex.render.project import render_preamble

if TYPE_CHECKING:
    from resume_tex.diagnostics import Path
    from resume_tex.render.project import RenderedProject, RenderSettings

SECTIONS_FOLDER: Final = "sections"
FONTS_FOLDER: Final = "fonts"
MAIN: Final = "main.tex"
OPTIONS: Final = "options.tex"
_NO_EFFECT: Final = frozenset({"bibliography-style", "date-style", "qr", "version"})
"""Options that the templates follow and the style does not know."""
_MACRO: Final = re.compile(r"\\(?:begin\{)?(Resume[A-Za-z]+)")
_COMMENT: Final = re.compile(r"(?<!\\)(?:\\\\)*%.*")
_BRACKET: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_ENVIRONMENT: Final = re.compile(r"\\(begin|end)\{([A-Za-z]+\*?)\}")
_COLUMN: Final = 32
"""Where the comments beside the options begin."""
EXPLANATIONS: Final[Mapping[str, str]] = {
    "ResumeMetadata": "What the PDF tells programs about itself; nothing of it is on the page.",
    "ResumeVersion": "The version that the foot of the page shows.",
    "ResumePhoto": r"\ResumePhoto{file}{who is on it}; the option photo says on which side.",
    "ResumeQr": r"\ResumeQr{address}{modules on a side}{the dark modules, drawn}: to be made anew when the address changes.",
    "ResumeHeader": "The head of the first page.",
    "ResumeContacts": r"\ResumeContact{kind}{text}{address}; with icons, the kind chooses the drawing. {} for no link.",
    "ResumeSection": r"\ResumeSection{name of the bookmark}{heading}",
    "ResumeEntry": r"\ResumeEntry{title}{organization}{place}{dates}; {} for what there is none of.",
    "ResumeNamed": r"\ResumeNamed{name}{whose it is}{dates}: what is known by its own name, such as a project.",
    "ResumeCloseEntries": "Less space between the entries of this section, most of which are a line.",
    "ResumeText": r"\ResumeText{a paragraph}",
    "ResumeHighlights": r"Bullets, each after an \item.",
    "ResumePublication": r"\ResumePublication{title}{authors}{where it appeared}{date}",
    "ResumeCitation": r"\ResumeCitation{a reference, written out}",
    "ResumeSkills": r"\ResumeSkill{label}{what belongs to it}, one below the other.",
    "ResumeKeepRows": "The rows stay on one page.",
    "ResumeLabelRoom": r"\ResumeLabelRoom{label}: the column for labels is wide enough for this one.",
    "ResumeLevel": r"\ResumeLevel{how well}, after a label.",
    "ResumeQuotes": r"\ResumeQuotes{opening}{closing}: the quotation marks of the language.",
    "ResumeReference": r"\ResumeReference{what somebody says}{who}",
    "ResumeQuoted": r"\ResumeQuoted{text}: within quotation marks",
    "ResumeLink": r"\ResumeLink{address}{text}: a link. In the address, write \% \# \& \_ for these characters.",
    "ResumeBold": r"\ResumeBold{text}: bold",
    "ResumeItalic": r"\ResumeItalic{text}: italics",
    "ResumeCode": r"\ResumeCode{text}: in the typewriter face",
    "ResumeBreak": r"\ResumeBreak{}: here a long word may be broken, without a hyphen.",
    "ResumeMissing": r"\ResumeMissing{code}: a frame for a character that the font lacks. Put another in its place.",
}
"""What is said of a macro, or an environment, before the first line of a file that uses it."""
_PARTED: Final = frozenset({"ResumeMetadata", "ResumeHeader"})
"""Those that an empty line goes before."""


class Block(NamedTuple):
    """A section's lines: its name, and its first and its last line in the body, from 1."""

    name: str
    first: int
    last: int


def source_files(project: RenderedProject, settings: RenderSettings) -> dict[str, str]:
    """Return main.tex, the style's options and the sections by name.

    Args:
        project: What was rendered, for editing.
        settings: What it was rendered with.
    """
    lines = project.body.splitlines()
    main: list[str] = []
    sections: dict[str, str] = {}
    position = 0
    for block in find_blocks(project):
        between = lines[position : block.first - 1]
        if not sections:
            main += [*between, "% The sections. Move a line to change the order; put a % before it to leave one out."]
        elif any(line.strip() for line in between):
            main += between
        text = "\n".join(_explained(lines[block.first - 1 : block.last])).strip("\n")
        sections[f"{SECTIONS_FOLDER}/{block.name}.tex"] = f"{text}\n"
        main += [rf"\input{{{SECTIONS_FOLDER}/{block.name}}}"]
        position = block.last
    main += ["", *lines[position:]] if sections else lines[position:]
    text = "\n".join([*_preamble(project, settings), *_explained(main), ""])
    return {MAIN: text, OPTIONS: "\n".join([*_options(settings), ""]), **sections}


def find_blocks(project: RenderedProject) -> list[Block]:
    """Return the sections that can stand in files of their own, in order.

    A section begins where the templates print its name, and ends with its last field and what closes the groups it opened.
    One that a theme's own template has put inside something else stays where it is.
    """
    lines = project.body.splitlines()
    starts = [*_starts(project.source_map.lines), ("", len(lines) + 1)]
    blocks = []
    for (name, first), (_, limit) in pairwise(starts):
        fields = [number for number in range(first, limit) if _belongs(project, number, name)]
        last = next((end for end in range(fields[-1], limit) if is_balanced(lines[first - 1 : end])), None)
        if last is not None:
            blocks.append(Block(name, first, last))
    return blocks


def _starts(places: Mapping[int, list[tuple[int, int, Path]]]) -> Iterator[tuple[str, int]]:
    """Yield each section's name with the line that it begins on."""
    names = {path: name for name in DEFAULT_ORDER for path in (heading_path(name), section_path(name))}
    seen: set[str] = set()
    for number in sorted(places):
        for _, _, path in places[number]:
            name = names.get(path)
            if name is not None and name not in seen:
                seen.add(name)
                yield name, number
                break


def _belongs(project: RenderedProject, number: int, name: str) -> bool:
    whole = section_path(name)
    paths = [path for _, _, path in project.source_map.lines.get(number, [])]
    return any(path[: len(whole)] == whole or path == heading_path(name) for path in paths)


def is_balanced(lines: Iterable[str]) -> bool:
    """Tell whether lines of TeX close every group and environment that they open, and no other."""
    text = "\n".join(_COMMENT.sub("", line) for line in lines)
    depth = 0
    for token in _BRACKET.findall(text):
        depth += {"{": 1, "}": -1}.get(token, 0)
        if depth < 0:
            return False
    opened: list[str] = []
    for kind, name in _ENVIRONMENT.findall(text):
        if kind == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return depth == 0 and not opened


def _explained(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines with a comment before the first that uses a macro."""
    told: set[str] = set()
    for line in lines:
        for name in _MACRO.findall(line):
            if name in EXPLANATIONS and name not in told:
                told.add(name)
                if name in _PARTED:
                    yield ""
                yield f"{line[: len(line) - len(line.lstrip())]}% {EXPLANATIONS[name]}"
        yield line


def _preamble(project: RenderedProject, settings: RenderSettings) -> list[str]:
    further = project.preamble.removeprefix(render_preamble(settings.theme, settings.options)).splitlines()
    return [
        "% A resume, made by resume-tex. It is yours to edit: README.md tells how.",
        r"\documentclass{article}",
        "",
        "% Characters that TeX's usual fonts lack come from the files in this folder.",
        rf"\newcommand\ResumeFontPath{{{FONTS_FOLDER}/}}",
        "% The style, and how it is set.",
        rf"\usepackage{{{settings.theme.style}}}",
        rf"\input{{{OPTIONS.removesuffix('.tex')}}}",
        *(["% Fonts for letters and scripts that the text's own font lacks.", *further] if further else []),
        "",
    ]


def _options(settings: RenderSettings) -> Iterator[str]:
    """Yield the lines that set the style's options, with what each does; those that are not set stand in comments."""
    yield "% How the resume looks. Lengths are in points of 1/72 inch."
    yield r"\ResumeSetup{"
    for name, spec in settings.theme.options.items():
        if spec.type == "list" or name in _NO_EFFECT:
            continue
        value = settings.options.tex.get(name)
        entry = f"  {name} = {{{value}}}," if value is not None else f"  % {name} = {{...}},"
        note = " ".join(normalise(spec.description or "").split())
        if spec.choices:
            note = f"{note} ({', '.join(spec.choices)})"
        yield f"{entry.ljust(_COLUMN)} % {note}" if note else entry
    yield "}"

r"""The TeX around a project for the embedded engine: what a format is made from, what a process is told.

Knows pdfTeX's language, runs nothing. A process loads the format, executes `START` and waits; what it waits
for is `typeset_line`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from resume_tex.render.project import RenderedProject

VERSION: Final = "5"
"""Counts with every change that changes what a cache entry holds."""

JOB: Final = "resume"
BODY_FILE: Final = "body.tex"
PREAMBLE_FILE: Final = "preamble.tex"
MAP_FILE: Final = "resume.map"
OWN_FILES: Final = frozenset(
    {BODY_FILE, PREAMBLE_FILE, MAP_FILE, "manifest"}
    | {f"{job}.{ending}" for job in (JOB, "preamble") for ending in ("fmt", "tex", "log", "aux", "pdf", "out", "toc")}
)
READY: Final = "resume-tex is ready"
START: Final = r"\ResumeEngineStart"
FLAGS: Final = ("-no-shell-escape", "-halt-on-error", "-file-line-error")
_BEGIN: Final = r"\begin{document}"

# Kpathsea's paranoid mode does not cover \pdfobj's files nor font maps, so nothing after the preamble may use
# them. expl3 has them under names of its own, and \pdfprimitive would bring them back. The base style keeps
# \pdfobj under a name of its own, to write the tags with.
_FORBIDDEN: Final = ("pdfobj", "pdfmapfile", "pdfmapline", "pdfprimitive")
_FORBIDDEN_L3: Final = (
    "tex_pdfobj:D",
    "tex_pdfmapfile:D",
    "tex_pdfmapline:D",
    "tex_primitive:D",
    "tex_pdfprimitive:D",
)
_PLAIN: Final = re.compile("[\\x00-\\x7e\\N{NO-BREAK SPACE}“”‘’–—•·…]*")
_FOR_TAGS: Final = "resume@pdf@object"


def writes_tags(project: RenderedProject) -> bool:
    r"""Tell whether a project may keep \pdfobj: it is the package's own, or TeX cannot read what is not its own."""
    from resume_tex.engine import confine

    return project.trusted or confine.available()


def format_source(preamble: str, *, tags: bool = True) -> str:
    """Return the TeX file that, given to INITEX on top of LaTeX, dumps the preamble's format.

    Args:
        preamble: The project's preamble.
        tags: What writes the tags is kept.
    """
    names = (*_FORBIDDEN, *_FORBIDDEN_L3, *(() if tags else (_FOR_TAGS,)))
    lines = [
        r"\let\ResumeEngineMap\pdfmapfile",
        *(rf"\expandafter\let\csname {name}\endcsname\undefined" for name in names),
        r"\def\ResumeEngineStart{%",
        r"  \pdfsuppressptexinfo=-1 ",  # what names the platform
        rf"  \ResumeEngineMap{{{MAP_FILE}}}\let\ResumeEngineMap\undefined",
        r"  \nonstopmode\nofiles\begin{document}\csname ResumeWarmup\endcsname",  # a theme that asks gets no answer
        rf"  \immediate\write16{{{READY}}}%",
        r"  \errorstopmode\read-1 to\ResumeEngineLine\batchmode\ResumeEngineLine}",
        r"\dump",
    ]
    return preamble.rstrip("\n") + "\n" + "\n".join(lines) + "\n"


def start_command(source_date: int | None) -> str:
    """Return what a process executes first, before it waits."""
    return (r"\pdfinfoomitdate=1 " if source_date is None else "") + START


def typeset_line(page_total: int) -> str:
    """Return the line that makes a waiting process typeset the body."""
    return rf"\gdef\ResumePageTotal{{{page_total}}}\input{{body}}"


def is_plain(project: RenderedProject) -> bool:
    """Tell whether the text is plain, which most is: English, with the marks of typography."""
    return _PLAIN.fullmatch(project.body) is not None


def body_file(project: RenderedProject) -> bytes:
    r"""Return the body without `\begin{document}`, which `START` has executed; lines keep their numbers."""
    return project.body.replace(_BEGIN, r"\relax", 1).encode()

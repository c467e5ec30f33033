"""Which engine sets scripts that the embedded one cannot: the first on PATH that has what it takes."""

from __future__ import annotations

from typing import Final, NamedTuple

from resume_tex.engine.discovery import TECTONIC, UNICODE_REMEDY, lacks, which

CANDIDATES: Final = ("lualatex", "xelatex", TECTONIC)
"""Engines that set every script, the best first: LuaLaTeX alone turns whole pages from right to left."""

_complete: set[str] = set()
"""Programs that were found to lack nothing: asking takes time, and an editor asks with every change."""


class EngineChoice(NamedTuple):
    """The engine for scripts that the embedded one cannot set.

    Attributes:
        name: Its name; None if there is none.
        problem: Why there is none, as a sentence.
        remedy: What to do about that.
    """

    name: str | None
    problem: str = ""
    remedy: str = ""


def unicode_engine() -> EngineChoice:
    """Return the first engine on PATH that sets every script and lacks none of the files that themes need."""
    incomplete = EngineChoice(
        None, f"None of the engines that set every script ({', '.join(CANDIDATES)}) is on PATH.", UNICODE_REMEDY
    )
    first = True
    for name in CANDIDATES:
        program = which(name)
        if program is None:
            continue
        problem, remedy = ("", "") if program in _complete else lacks(name)
        if not problem:
            _complete.add(program)
            return EngineChoice(name)
        if first:
            incomplete, first = EngineChoice(None, f"{name}: {problem}", remedy), False
    return incomplete

"""Builds what a format's cache entry holds: the preamble, dumped and unpacked, and the font map."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from resume_tex.engine import recipe
from resume_tex.engine.base import CompileOptions, TexMessage
from resume_tex.engine.folders import WorkFolder, is_plain_name
from resume_tex.engine.formats import FORMAT_FILE
from resume_tex.engine.log import ending, read_log
from resume_tex.engine.process import Limits, start, tex_environment
from resume_tex.engine.pruning import fonts_for
from resume_tex.engine.tinytex import TinyTex
from resume_tex.engine.warm import PLAIN_SUFFIX, confinement

if TYPE_CHECKING:
    from resume_tex.render.project import RenderedProject

_TIMEOUT: Final = 60.0
_OUTPUT_LIMIT: Final = 100 * 2**20
_DUMPED: Final = (".sty", ".cls")  # their content is in the format
_GZIP: Final = 31  # zlib's window bits for a gzip file


@dataclass(frozen=True, slots=True)
class Precompiled:
    """What came of it: no messages mean success."""

    messages: tuple[TexMessage, ...]
    log: str


def refuse_names(project: RenderedProject) -> tuple[TexMessage, ...]:
    """Return an error for each file of the theme that cannot stand beside the engine's own."""
    return tuple(
        TexMessage(
            "error",
            f"The theme has a file named {name!r}, which the engine cannot use: give it another name.",
        )
        for name in project.files
        if name in recipe.OWN_FILES or not is_plain_name(name)
    )


def _source(project: RenderedProject) -> bytes:
    return recipe.format_source(project.preamble, tags=recipe.writes_tags(project)).encode()


def precompile(tex: TinyTex, project: RenderedProject, options: CompileOptions, target: str) -> Precompiled:
    """Fill the folder `target` with the project's format.

    Raises:
        EngineError: The program cannot be started.
        OSError: There is no room.
    """
    refused = refuse_names(project)
    if refused:
        return Precompiled(refused, "")
    folder = WorkFolder()
    try:
        for name, content in project.files.items():
            folder.write(name, content)
        folder.write(recipe.PREAMBLE_FILE, _source(project))
        process = start(
            [
                tex.pdftex,
                "-ini",
                *recipe.FLAGS,
                "-interaction=batchmode",
                "-jobname=preamble",
                "&pdflatex",
                rf"\input{{{recipe.PREAMBLE_FILE}}}",
            ],
            folder=folder.path,
            environment=tex_environment(options.source_date),
            limits=Limits(_TIMEOUT, options.memory, _OUTPUT_LIMIT),
            confinement=confinement(tex, folder.path),
        )
        fonts = fonts_for(tex, project)  # while TeX is busy
        outcome = process.wait(_TIMEOUT)
        log = folder.read("preamble.log").decode("utf-8", "replace")
        packed = folder.read(FORMAT_FILE)
    finally:
        folder.remove()
    if outcome.status != 0 or not packed:
        messages = read_log(log, body_file="") or (ending(outcome, log, _TIMEOUT),)
        return Precompiled(messages, log or outcome.output)
    companions = {n: c for n, c in project.files.items() if not n.endswith(_DUMPED)} | fonts.files
    companions |= {name + PLAIN_SUFFIX: content for name, content in fonts.plain.items()}
    companions[recipe.MAP_FILE] = fonts.map.encode("latin-1")
    companions[FORMAT_FILE] = zlib.decompress(packed, _GZIP)  # loads 50 ms faster than packed
    for name, content in companions.items():
        with open(os.path.join(target, name), "wb") as stream:
            stream.write(content)
    return Precompiled((), log)

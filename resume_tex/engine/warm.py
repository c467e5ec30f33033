"""A TeX process that has loaded a format and waits for a body; knows neither caches nor results."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, NamedTuple

from resume_tex.engine import recipe
from resume_tex.engine.base import CompileOptions
from resume_tex.engine.confine import SYSTEM_LIBRARIES, Confinement
from resume_tex.engine.folders import WorkFolder, sweep_once
from resume_tex.engine.formats import FORMAT_FILE, FORMAT_STEM, FormatEntry
from resume_tex.engine.log_pipe import AVAILABLE, LogPipe
from resume_tex.engine.process import Limits, Outcome, TexProcess, start, tex_environment
from resume_tex.engine.tinytex import TinyTex

PLAIN_SUFFIX: Final = ".plain"
"""What follows a font's name in a cache entry if it is the cut of that font for plain documents."""
_LOG_LIMIT: Final = 4 * 2**20
_LOG: Final = f"{recipe.JOB}.log"
_PDF: Final = f"{recipe.JOB}.pdf"
_WRITTEN: Final = "\nOutput written on "
_END: Final = b"%%EOF"
_UNDEFINED_GLYPH: Final = re.compile(r"\(file \./([^\s()]+)\): glyph `[^']*' undefined")


class Pass(NamedTuple):
    """One run over a body: how TeX ended and what it wrote."""

    outcome: Outcome
    log: str
    pdf: bytes
    seconds: float


@dataclass(slots=True)
class WarmProcess:
    """A waiting TeX process, good for one document.

    Attributes:
        options: What it was started with; it serves no other options.
        folder: Where it works.
        process: The process itself.
        entry: The cache entry that it was started from.
        spawn_seconds: How long it took to start it, not counting what it does by itself afterwards.
        began: When it was given its body, on the clock of `time.perf_counter`; None while it waits.
        plain: Whether it was given a plain body, and has fonts for no other.
    """

    entry: FormatEntry
    options: CompileOptions
    folder: WorkFolder
    process: TexProcess
    spawn_seconds: float
    began: float | None = None
    plain: bool = False

    def serves(self, key: str, options: CompileOptions) -> bool:
        """Tell whether it can typeset a body that needs this format, under these options."""
        mine = replace(self.options, untrusted=options.untrusted)  # every process is confined, trusted or not
        return self.entry.key == key and mine == options and (self.began is not None or self.process.alive)

    def wait_ready(self, seconds: float = 10.0) -> bool:
        """Wait until it has done all it can do ahead; for measurements, `typeset` needs no waiting."""
        deadline = time.monotonic() + seconds
        while recipe.READY not in self.process.output:
            if not self.process.alive or time.monotonic() > deadline:
                return False
            time.sleep(0.001)
        return True

    def begin(
        self, body: bytes, page_total: int, pictures: Mapping[str, bytes] = MappingProxyType({}), *, plain: bool = False
    ) -> None:
        """Have it read the body, and do not wait; for a `plain` body it has smaller fonts.

        Raises:
            OSError: Its folder is gone, or takes no more.
        """
        began = time.perf_counter()
        self.plain = plain
        if not plain:
            for name in _cut_fonts(self.entry):
                self.folder.replace(self.entry.path, name)
        for name, content in pictures.items():
            self.folder.write(name, content)
        self.folder.write(recipe.BODY_FILE, body)
        self.process.feed(recipe.typeset_line(page_total))
        self.began = began

    def typeset(
        self, body: bytes, page_total: int, pictures: Mapping[str, bytes] = MappingProxyType({}), *, plain: bool = False
    ) -> Pass:
        """Have it read the body, unless it has begun to; then there is no more use for it, and `discard` is due."""
        if self.began is None:
            self.begin(body, page_total, pictures, plain=plain)
        from resume_tex.engine import log as _  # noqa: F401  (needed next; TeX is busy meanwhile)

        sweep_once()
        deadline = time.monotonic() + self.options.timeout
        if self.process.wait_log(self.options.timeout):
            log, pdf = self._log(), self.folder.read(_PDF)
            if _WRITTEN in log and pdf.rstrip().endswith(_END):  # all that is left to the process is to go
                return self._pass(Outcome(0, self.process.output, timed_out=False), log, pdf)
        outcome = self.process.wait(max(0.0, deadline - time.monotonic()))
        return self._pass(outcome, self._log(), self.folder.read(_PDF) if outcome.status == 0 else b"")

    def lacks_glyphs(self, done: Pass) -> bool:
        """Tell whether the body was not as plain as it was said to be: its style may print what no text asks for."""
        cut = _cut_fonts(self.entry) if self.plain else []
        return any(font in cut for font in _UNDEFINED_GLYPH.findall(done.log))

    def _pass(self, outcome: Outcome, log: str, pdf: bytes) -> Pass:
        return Pass(outcome, log, pdf, time.perf_counter() - (self.began or 0.0))

    def _log(self) -> str:
        log = self.process.log
        return (self.folder.read(_LOG, _LOG_LIMIT) if log is None else log).decode("utf-8", "replace")

    def discard(self) -> None:
        """End it and remove its folder; harmless when that is done."""
        self.process.kill()
        self.folder.remove()


def warm_up(tex: TinyTex, entry: FormatEntry, options: CompileOptions) -> WarmProcess:
    """Start a process with a format.

    Raises:
        EngineError: The program cannot be started.
        OSError: No folder can be made for it.
    """
    began = time.perf_counter()
    folder = WorkFolder()
    try:
        cut = _cut_fonts(entry)
        for name in entry.companions:
            if not name.endswith(PLAIN_SUFFIX):
                folder.take(entry.path, name + PLAIN_SUFFIX if name in cut else name, name)
        process = start(
            [
                tex.pdftex,
                f"-fmt={_format_name(entry, folder)}",
                *recipe.FLAGS,
                "-interaction=errorstopmode",
                f"-jobname={recipe.JOB}",
                recipe.start_command(options.source_date),
            ],
            folder=folder.path,
            environment=tex_environment(options.source_date),
            limits=Limits(options.timeout, options.memory, options.output_limit),
            confinement=confinement(tex, folder.path, entry.path),
            fed=True,
            log=_log_pipe(folder),
        )
    except BaseException:
        folder.remove()
        raise
    return WarmProcess(entry, options, folder, process, time.perf_counter() - began)


def _log_pipe(folder: WorkFolder) -> LogPipe | None:
    """Return a pipe in the place of the log, where there can be one: not every file system has pipes."""
    if AVAILABLE:
        with contextlib.suppress(OSError):
            return LogPipe(folder.file(_LOG))
    return None


def _cut_fonts(entry: FormatEntry) -> list[str]:
    """Return the fonts of which there is a cut for plain documents."""
    return [name.removesuffix(PLAIN_SUFFIX) for name in entry.companions if name.endswith(PLAIN_SUFFIX)]


def _format_name(entry: FormatEntry, folder: WorkFolder) -> str:
    """Return what TeX shall call the format: a plain name, as it would look for variables in a path."""
    try:
        os.symlink(os.path.join(entry.path, FORMAT_FILE), folder.file(FORMAT_FILE))
    except OSError:  # Windows reserves links for the privileged
        return os.path.join(entry.path, FORMAT_STEM).replace("\\", "/")
    return FORMAT_STEM


def confinement(tex: TinyTex, folder: str, *more: str) -> Confinement:
    """Return what a TeX process of ours needs: its own tree and libraries, and its folder to write in."""
    return Confinement(read=(tex.root, *SYSTEM_LIBRARIES, *more), write=(folder,))

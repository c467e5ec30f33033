"""A TeX process that has loaded a format and waits for a body; knows neither caches nor results."""

from __future__ import annotations

import os
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
from resume_tex.engine.process import Limits, Outcome, TexProcess, start, tex_environment
from resume_tex.engine.tinytex import TinyTex

_LOG_LIMIT: Final = 4 * 2**20


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
        key: The key of the format that it has loaded.
        options: What it was started with; it serves no other options.
        folder: Where it works.
        process: The process itself.
        spawn_seconds: How long it took to start it, not counting what it does by itself afterwards.
        began: When it was given its body, on the clock of `time.perf_counter`; None while it waits.
    """

    key: str
    options: CompileOptions
    folder: WorkFolder
    process: TexProcess
    spawn_seconds: float
    began: float | None = None

    def serves(self, key: str, options: CompileOptions) -> bool:
        """Tell whether it can typeset a body that needs this format, under these options."""
        mine = replace(self.options, untrusted=options.untrusted)  # every process is confined, trusted or not
        return self.key == key and mine == options and (self.began is not None or self.process.alive)

    def wait_ready(self, seconds: float = 10.0) -> bool:
        """Wait until it has done all it can do ahead; for measurements, `typeset` needs no waiting."""
        deadline = time.monotonic() + seconds
        while recipe.READY not in self.process.output:
            if not self.process.alive or time.monotonic() > deadline:
                return False
            time.sleep(0.001)
        return True

    def begin(self, body: bytes, page_total: int, pictures: Mapping[str, bytes] = MappingProxyType({})) -> None:
        """Have it read the body, and do not wait.

        Raises:
            OSError: Its folder is gone, or takes no more.
        """
        began = time.perf_counter()
        for name, content in pictures.items():
            self.folder.write(name, content)
        self.folder.write(recipe.BODY_FILE, body)
        self.process.feed(recipe.typeset_line(page_total))
        self.began = began

    def typeset(self, body: bytes, page_total: int, pictures: Mapping[str, bytes] = MappingProxyType({})) -> Pass:
        """Have it read the body, unless it has begun to; afterwards it is gone, and its folder too."""
        try:
            if self.began is None:
                self.begin(body, page_total, pictures)
            from resume_tex.engine import log as _  # noqa: F401  (needed next; TeX is busy meanwhile)

            sweep_once()
            outcome = self.process.wait(self.options.timeout)
            pdf = self.folder.read(f"{recipe.JOB}.pdf") if outcome.status == 0 else b""
            log = self.folder.read(f"{recipe.JOB}.log", _LOG_LIMIT).decode("utf-8", "replace")
        finally:
            self.discard()
        return Pass(outcome, log, pdf, time.perf_counter() - (self.began or 0.0))

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
        for name in entry.companions:
            folder.take(entry.path, name)
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
        )
    except BaseException:
        folder.remove()
        raise
    return WarmProcess(entry.key, options, folder, process, time.perf_counter() - began)


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

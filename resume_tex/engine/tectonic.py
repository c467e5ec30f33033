"""Tectonic, a self-contained XeTeX, with the files it has downloaded before; never on the network."""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING, Final

from resume_tex.engine import confine, leftovers
from resume_tex.engine.base import CompileOptions, CompileResult
from resume_tex.engine.confine import SYSTEM_LIBRARIES, Confinement
from resume_tex.engine.folders import WorkFolder
from resume_tex.engine.log import ending, page_count, read_log
from resume_tex.engine.process import Limits, Outcome, start, tex_environment
from resume_tex.engine.versions import program_version
from resume_tex.errors import EngineError

if TYPE_CHECKING:
    from resume_tex.render.project import RenderedProject

_JOB: Final = "resume"
_DOCUMENT: Final = f"{_JOB}.tex"
_LOG_LIMIT: Final = 4 * 2**20
_MEMORY: Final = 2 * 2**30
_OUTPUT: Final = 500 * 2**20  # its format alone takes 31 MB
_NOT_CACHED: Final = re.compile(r"isn't cached|not (?:yet )?cached|only[- ]cached|couldn't get it from the internet")
_REPORTED: Final = re.compile(r"^(?:error|warning): (?=\S+:\d+: )", re.MULTILINE)
_KEPT: Final = (
    "HOME",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "TECTONIC_CACHE_DIR",
    "LOCALAPPDATA",
    "APPDATA",
    "USERPROFILE",
)


class TectonicEngine:
    """Tectonic as found on PATH."""

    name: Final = "tectonic"
    unicode: Final = True

    def __init__(self, program: str) -> None:
        """Take the program's path."""
        leftovers.arm()
        self._program = program

    def identify(self) -> str:
        """Return name and version, for cache keys."""
        return f"{self.name} {program_version(self._program) or self._program}"

    def compile(self, project: RenderedProject, options: CompileOptions) -> CompileResult:
        """Typeset the project.

        Raises:
            EngineError: It cannot be started, lacks its files, or cannot be trusted with the project.
        """
        if options.untrusted:
            confine.require(self.name)
        began = time.perf_counter()
        folder = WorkFolder()
        try:
            for name, content in (*project.files.items(), *project.pictures.items()):
                folder.write(name, content)
            folder.bring(project.fonts)
            folder.write(_DOCUMENT, (project.preamble + project.body).encode())
            outcome = self._run(folder, options)
            log = folder.read(f"{_JOB}.log", _LOG_LIMIT).decode("utf-8", "replace")
            pdf = folder.read(f"{_JOB}.pdf") if outcome.status == 0 else b""
        finally:
            folder.remove()
        if not pdf and _NOT_CACHED.search(outcome.output):
            raise EngineError(
                "Tectonic does not have the files it needs, and resume-tex does not let it download them.",
                "Run Tectonic once by hand while you are online, for instance on an exported project "
                "(tectonic resume.tex); after that it works offline.",
            )
        text = log + "\n" + _REPORTED.sub("", outcome.output)
        messages = read_log(text, body=project.body, body_file=_DOCUMENT, offset=project.preamble.count("\n"))
        if not pdf and (outcome.timed_out or not messages):
            messages = (ending(outcome, log, options.timeout), *messages)
        timings = {"format": 0.0, "spawn": 0.0, "compile": time.perf_counter() - began}
        pages = page_count(log) if pdf else 0
        return CompileResult(pdf or None, messages, log or outcome.output, pages, 1, timings)

    def _run(self, folder: WorkFolder, options: CompileOptions) -> Outcome:
        extra = {name: os.environ[name] for name in _KEPT if name in os.environ}
        process = start(
            [
                *(self._program, "-X", "compile", "--untrusted", "--only-cached", "--keep-logs"),
                *("--outdir", folder.path, _DOCUMENT),
            ],
            folder=folder.path,
            environment=tex_environment(options.source_date, {"TMPDIR": folder.path, **extra}),
            limits=Limits(options.timeout, max(options.memory, _MEMORY), max(options.output_limit, _OUTPUT)),
            confinement=Confinement((*_readable(self._program), *SYSTEM_LIBRARIES), (folder.path, *_own_folders())),
        )
        return process.wait(options.timeout)


def _readable(program: str) -> tuple[str, ...]:
    """Return the program and where its libraries may be."""
    real = os.path.realpath(program)
    return ("/usr", "/opt", program, real, os.path.join(os.path.dirname(os.path.dirname(real)), "lib"))


def _own_folders() -> tuple[str, ...]:
    """Return where Tectonic keeps its files and settings, as far as these folders exist."""
    home = os.path.expanduser("~")
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    config = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    candidates = [os.path.join(base, name) for base in (cache, config) for name in ("Tectonic", "tectonic")]
    candidates.append(os.environ.get("TECTONIC_CACHE_DIR", ""))
    return tuple(path for path in candidates if path and os.path.isdir(path))

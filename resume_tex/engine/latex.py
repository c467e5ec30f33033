"""The TeX engines of a system's TeX Live: whole documents, as many passes as they need.

Knows the engines' command lines; where they are comes from `discovery`.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from resume_tex.engine import confine, leftovers
from resume_tex.engine.base import CompileOptions, CompileResult
from resume_tex.engine.confine import SYSTEM_LIBRARIES, Confinement
from resume_tex.engine.folders import WorkFolder
from resume_tex.engine.formats import cache_root
from resume_tex.engine.log import ending, page_count, read_log
from resume_tex.engine.process import Limits, Outcome, start, tex_environment
from resume_tex.engine.versions import program_version

if TYPE_CHECKING:
    from resume_tex.render.project import RenderedProject

_JOB: Final = "resume"
_DOCUMENT: Final = f"{_JOB}.tex"
_MOST_PASSES: Final = 5
_LOG_LIMIT: Final = 4 * 2**20
_AUXILIARY: Final = (f"{_JOB}.aux", f"{_JOB}.out", f"{_JOB}.toc")
_TRIVIAL_AUX: Final = re.compile(rb"\s*(?:\\relax\s*|\\gdef ?\\(?:@abspage@last|ResumePageTotal)\s*\{1\}\s*)?$")
_FLAGS: Final = (
    "-no-shell-escape",
    "-halt-on-error",
    "-file-line-error",
    "-interaction=nonstopmode",
    f"-jobname={_JOB}",
)
_SYSTEM: Final = (
    *("/usr", "/opt", "/bin", "/sbin", "/snap", *SYSTEM_LIBRARIES),
    *("/etc/texmf", "/etc/texlive", "/etc/fonts", "/etc/alternatives", "/etc/perl", "/etc/papersize"),
    *("/var/lib/texmf", "/var/cache/fontconfig", "/var/cache/fonts", "/var/lib/tex-common"),
)
_DEVICES: Final = ("/dev/null",)


@dataclass(frozen=True, slots=True)
class Flavour:
    """How one engine wants to be called.

    Attributes:
        unicode: It sets every script.
        arguments: What follows the program's name.
        undated: TeX before the document that keeps dates out of the PDF.
        fixed: TeX before the document that makes the PDF the same everywhere.
        memory: Bytes that it needs at least.
        patience: How many times as long as the embedded engine it may take.
        runs_itself: It makes its passes by itself.
        open_to_all: It lets a document read and write any file, unless the system forbids it.
    """

    unicode: bool
    arguments: tuple[str, ...] = _FLAGS
    undated: str = ""
    fixed: str = ""
    memory: int = 0
    patience: int = 1
    runs_itself: bool = False
    open_to_all: bool = False


FLAVOURS: Final = {
    "pdflatex": Flavour(unicode=False, undated=r"\pdfinfoomitdate=1 "),
    "lualatex": Flavour(
        unicode=True,
        arguments=("--nosocket", *_FLAGS),
        undated=r"\pdfvariable suppressoptionalinfo \numexpr32+64+512\relax ",
        fixed=r"\pdfvariable suppressoptionalinfo 512\relax ",
        memory=2 * 2**30,
        patience=4,  # the first time that it sees a font of tens of thousands of characters
        open_to_all=True,
    ),
    "xelatex": Flavour(unicode=True, memory=2 * 2**30, patience=2),
    "latexmk": Flavour(
        unicode=False,
        arguments=(
            *(
                "-norc",
                "-pdf",
                "-halt-on-error",
                "-file-line-error",
                "-interaction=nonstopmode",
                f"-jobname={_JOB}",
            ),
            "-latexoption=-no-shell-escape",
        ),
        undated=r"\pdfinfoomitdate=1 ",
        runs_itself=True,
    ),
}


@dataclass(frozen=True, slots=True)
class _Run:
    """What the passes over a document left."""

    outcome: Outcome
    log: str
    pdf: bytes
    passes: int


class LatexEngine:
    """One engine of a TeX Live."""

    def __init__(self, name: str, program: str) -> None:
        """Take the name of a flavour and the program's path."""
        leftovers.arm()
        self._name = name
        self._program = program
        self._flavour = FLAVOURS[name]

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self._name

    @property
    def unicode(self) -> bool:
        """Whether it sets every script."""
        return self._flavour.unicode

    def identify(self) -> str:
        """Return name and version, for cache keys."""
        return f"{self._name} {program_version(self._program) or self._program}"

    def compile(self, project: RenderedProject, options: CompileOptions) -> CompileResult:
        """Typeset the project.

        Raises:
            EngineError: The program cannot be started, or cannot be trusted with the project.
        """
        if options.untrusted and self._flavour.open_to_all:
            confine.require(self._name)
        began = time.perf_counter()
        # What comes before the document stands on its first line, so that lines keep their numbers.
        prefix = self._flavour.undated if options.source_date is None else self._flavour.fixed
        document = prefix + project.preamble + project.body
        folder = WorkFolder()
        try:
            for name, content in (*project.files.items(), *project.pictures.items()):
                folder.write(name, content)
            folder.bring(project.fonts)
            folder.write(_DOCUMENT, document.encode())
            run = self._passes(folder, options)
        finally:
            folder.remove()
        timings = {"format": 0.0, "spawn": 0.0, "compile": time.perf_counter() - began}
        offset = project.preamble.count("\n")
        messages = read_log(run.log, body=project.body, body_file=_DOCUMENT, offset=offset)
        if not run.pdf and (run.outcome.timed_out or not messages):
            messages = (ending(run.outcome, run.log, options.timeout), *messages)
        pages = page_count(run.log) if run.pdf else 0
        return CompileResult(run.pdf or None, messages, run.log or run.outcome.output, pages, run.passes, timings)

    def _passes(self, folder: WorkFolder, options: CompileOptions) -> _Run:
        before = b""
        passes = 0
        while True:
            outcome = self._once(folder, options)
            passes += 1
            log = folder.read(f"{_JOB}.log", _LOG_LIMIT).decode("utf-8", "replace")
            pdf = folder.read(f"{_JOB}.pdf") if outcome.status == 0 else b""
            after = b"".join(_meaningful(folder.read(name)) for name in _AUXILIARY)
            settled = after == before or self._flavour.runs_itself
            if settled or not pdf or passes == _MOST_PASSES:
                return _Run(outcome, log, pdf, passes)
            before = after

    def _once(self, folder: WorkFolder, options: CompileOptions) -> Outcome:
        cache = _lua_cache(folder)
        seconds = options.timeout * (_MOST_PASSES if self._flavour.runs_itself else self._flavour.patience)
        process = start(
            [self._program, *self._flavour.arguments, _DOCUMENT],
            folder=folder.path,
            environment=tex_environment(
                options.source_date,
                {
                    "PATH": os.pathsep.join((os.path.dirname(self._program), "/usr/bin", "/bin")),
                    "HOME": folder.path,
                    "TEXMFVAR": cache,
                    "TEXMFCACHE": cache,
                    "TMPDIR": folder.path,
                    "XDG_CACHE_HOME": cache,
                },
            ),
            limits=Limits(seconds, max(options.memory, self._flavour.memory), options.output_limit),
            confinement=self._confinement(options, folder.path, cache),
        )
        return process.wait(seconds)

    def _confinement(self, options: CompileOptions, *writable: str) -> Confinement | None:
        tree = _tree_of(self._program)
        if tree is None and not options.untrusted:  # better unconfined than a TeX Live that cannot find itself
            return None
        return Confinement((*_SYSTEM, *(tree or ())), (*writable, *_DEVICES))


def _meaningful(auxiliary: bytes) -> bytes:
    """Return the lines that another pass would read with effect."""
    return b"\n".join(line for line in auxiliary.splitlines() if not _TRIVIAL_AUX.match(line))


def _lua_cache(folder: WorkFolder) -> str:
    """Return a folder that keeps what LuaTeX finds out about fonts, which takes it seconds."""
    root = cache_root()
    if root is not None:
        path = os.path.join(root, "texmf-var")
        try:
            os.makedirs(path, 0o700, exist_ok=True)
        except OSError:
            return folder.path
        if os.access(path, os.W_OK):
            return path
    return folder.path


def _tree_of(program: str) -> tuple[str, ...] | None:
    """Return the root of the TeX tree that a program belongs to; None if it is not known."""
    real = os.path.realpath(program)
    if real.startswith(("/usr/", "/opt/", "/bin/", "/nix/", "/gnu/")):
        return ()
    root = os.path.dirname(os.path.dirname(real))
    if os.path.basename(root) == "bin":  # .../bin/x86_64-linux/pdftex
        root = os.path.dirname(root)
    home = os.path.join(os.path.expanduser("~"), "")
    return None if home.startswith(os.path.join(root, "")) else (root,)

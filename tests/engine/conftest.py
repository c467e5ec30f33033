"""What the engine tests share: small projects, a common format cache, and a check that nothing is left behind."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from resume_tex.engine import leftovers
from resume_tex.engine.embedded import EmbeddedEngine
from resume_tex.engine.formats import FormatCache

if TYPE_CHECKING:
    from resume_tex.render.project import RenderedProject

PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{lmodern}
\usepackage{testtheme}
"""

UNICODE_PREAMBLE = r"""\documentclass{article}
\usepackage{fontspec}
\setmainfont{lmroman10-regular.otf}
\usepackage{testtheme}
"""

STYLE = rb"""\ProvidesPackage{testtheme}
\providecommand\ResumePageTotal{1}
\def\ResumeWarmup{\setbox0\hbox{Aa \textbf{Aa} \textit{Aa}\large Aa}\setbox0\hbox{}}
\def\ResumeText#1{\par#1\par}
\ifdefined\pdfcatalog \pdfcatalog{/PageMode /UseNone}\fi
\AtEndDocument{\if@filesw\immediate\write\@auxout{\gdef\string\ResumePageTotal{\arabic{page}}}\fi}
"""


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known, wherever pytest is started."""
    config.addinivalue_line("markers", "slow: takes more than a moment")


@dataclass(frozen=True)
class Project:
    """Has the shape of a RenderedProject."""

    preamble: str
    body: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    source_map: Any = None
    uses_page_total: bool = False
    trusted: bool = False
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    fonts: Mapping[str, str] = field(default_factory=dict)


def make_project(
    *lines: str,
    preamble: str = PREAMBLE,
    files: Mapping[str, bytes] | None = None,
    uses_page_total: bool = False,
) -> RenderedProject:
    r"""Return a project with these lines between `\begin{document}`, which is line 1, and `\end{document}`."""
    body = "\n".join([r"\begin{document}", *lines, r"\end{document}", ""])
    style = {"testtheme.sty": STYLE} if files is None else files
    return cast("RenderedProject", Project(preamble, body, style, None, uses_page_total))


RESUME = make_project(
    r"\section*{Alex Petrov}",
    r"\ResumeText{Cut the p99 latency of the ranking service from 180 to 45 ms, with a \textbf{distilled} model.}",
    *[rf"\ResumeText{{Line {n} of a resume: ﬁnds \textit{{what}} — matters, in Zürich or Łódź.}}" for n in range(20)],
)


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache that the tests of a session share, so that each preamble is dumped once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def clean_room(tmp_path: Path, cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a folder for temporary files, and see that it is empty afterwards."""
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setenv("TMPDIR", str(room))
    monkeypatch.setenv("RESUME_TEX_CACHE", str(cache_folder))
    yield room
    assert leftovers._live == {}
    assert list(room.iterdir()) == []
    with pytest.raises(ChildProcessError):
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)


@pytest.fixture
def engine(cache_folder: Path) -> Iterator[EmbeddedEngine]:
    """Return the embedded engine with the common cache."""
    engine = EmbeddedEngine(cache=FormatCache(str(cache_folder)))
    yield engine
    engine.close()


def children(parent: int | None = None) -> list[int]:
    """Return the ids of a process's children, dead ones too."""
    found = []
    for entry in Path("/proc").iterdir() if sys.platform == "linux" else ():
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue
        if entry.name.isdigit() and int(fields[1]) == (parent or os.getpid()):
            found.append(int(entry.name))
    return found


def is_running(pid: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False

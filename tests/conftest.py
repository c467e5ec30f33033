"""What all tests share: a cache of their own, documents to write, the command to run, golden files."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(Path(tempfile.gettempdir()) / "resume-tex-hypothesis")

import pytest
from describe import describe
from hypothesis import settings

from resume_tex.cli.app import run
from resume_tex.document.load import LoadResult, load_resume
from resume_tex.engine import formats

settings.register_profile("resume-tex", database=None, deadline=None, print_blob=True)
settings.load_profile("resume-tex")

ROOT = Path(__file__).resolve().parent.parent
_FORMATS_KEPT = 150
"""More precompiled preambles than for users, since the tests set every theme in many ways; each has 20 MB and takes half a second."""
_SETTINGS_OF_THE_USER = (
    "COLUMNS",
    "FORCE_COLOR",
    "LINES",
    "NO_COLOR",
    "RESUME_TEX_DEBUG",
    "SOURCE_DATE_EPOCH",
    "XDG_CACHE_HOME",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites golden files."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest tests begin first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None or "thousand_saves" not in item.name)


def pytest_collection_finish() -> None:
    """Have the garbage collector look less often, and not at what lives as long as the session: modules and thousands of tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000)


@pytest.fixture(scope="session", autouse=True)
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep precompiled preambles in a folder that the session's workers share, and touch no user's cache."""
    base = tmp_path_factory.getbasetemp()
    cache = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "resume-tex-cache"
    cache.mkdir(exist_ok=True)
    os.environ["RESUME_TEX_CACHE"] = str(cache)
    formats._KEPT = _FORMATS_KEPT
    # The programs that tests start compile the package once, not at every start; and not into the repository.
    os.environ["PYTHONPYCACHEPREFIX"] = str(cache.with_name("bytecode"))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for name in _SETTINGS_OF_THE_USER:
        os.environ.pop(name, None)
    return cache


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return a function that writes a document into an empty folder, which becomes the current one, and returns its name."""
    monkeypatch.chdir(tmp_path)

    def write_document(content: str | bytes, name: str = "resume.yaml") -> str:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        return name

    return write_document


@pytest.fixture
def load(write: Callable[..., str]) -> Callable[..., LoadResult]:
    """Return a function that writes a document and loads it."""
    return lambda content, name="resume.yaml": load_resume(write(content, name))


@pytest.fixture
def findings(load: Callable[..., LoadResult]) -> Callable[..., list[str]]:
    """Return a function that writes a document, loads it, and returns a line for each finding."""
    return lambda content, name="resume.yaml": [describe(d) for d in load(content, name).diagnostics]


@dataclass(frozen=True)
class Outcome:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> tuple[int, str, str]:
        """Return everything, to compare at once."""
        return self.code, self.out, self.err


@pytest.fixture
def invoke(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Return a function that runs the command in this process."""

    def invoke_command(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = run(list(arguments))
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return invoke_command


@pytest.fixture
def spawn(tmp_path: Path) -> Callable[..., Outcome]:
    """Return a function that runs the command as a process of its own, in the test's folder."""

    def spawn_command(
        *arguments: str | bytes, env: Mapping[str, str | None] | None = None, prefix: Sequence[str] = (), **options: Any
    ) -> Outcome:
        environment = dict(os.environ)
        for name, value in (env or {}).items():
            environment.pop(name, None)
            if value is not None:
                environment[name] = value
        done = subprocess.run(
            [*prefix, sys.executable, "-m", "resume_tex", *arguments],
            **{"cwd": tmp_path, "stdin": subprocess.DEVNULL, "timeout": 60, "capture_output": True, **options},
            env=environment,
            check=False,
        )
        out, err = ((text or b"").decode("utf-8", "surrogateescape") for text in (done.stdout, done.stderr))
        return Outcome(done.returncode, out, err)

    return spawn_command


@pytest.fixture
def mortal() -> list[str]:
    """Return what to put before a command so that file modes bind it, even when the tests run as root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


class Golden:
    """The golden files beside a test module."""

    def __init__(self, folder: Path, *, update: bool) -> None:
        self.folder = folder
        self.update = update

    def __call__(self, name: str, actual: str | bytes) -> None:
        """Compare with the file of that name; with --update-golden, write it."""
        content = actual.encode() if isinstance(actual, str) else actual
        path = self.folder / name
        if self.update and (not path.is_file() or path.read_bytes() != content):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        assert path.is_file(), f"{path} is missing: run pytest --update-golden and read the difference"
        expected = path.read_bytes()
        if isinstance(actual, str):
            assert actual == expected.decode()
        assert content == expected


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Return a function that compares text or bytes with a file in the folder `golden` beside the test module."""
    return Golden(request.path.parent / "golden", update=bool(request.config.getoption("--update-golden")))

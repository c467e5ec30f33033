"""The cache of precompiled preambles: shared by many, damaged in every way, or not there at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import RESUME, children, make_project

from resume_tex.engine import formats
from resume_tex.engine.base import CompileOptions
from resume_tex.engine.embedded import EmbeddedEngine
from resume_tex.engine.formats import FORMAT_FILE, FormatCache, cache_root
from resume_tex.errors import EngineError

OPTIONS = CompileOptions()

BUILD = """
import sys, hashlib
sys.path.insert(0, sys.argv[1])
from conftest import RESUME
from resume_tex.engine.base import CompileOptions
from resume_tex.engine.embedded import EmbeddedEngine
result = EmbeddedEngine().compile(RESUME, CompileOptions())
print(hashlib.sha256(result.pdf).hexdigest(), result.timings["format"] > 0.2)
"""


def entry_of(engine: EmbeddedEngine, root: Path) -> Path:
    return root / "formats" / engine.format_key(RESUME)


@pytest.fixture
def expected(engine: EmbeddedEngine) -> bytes:
    pdf = engine.compile(RESUME, OPTIONS).pdf
    assert pdf is not None
    return pdf


@pytest.fixture
def built(tmp_path: Path, cache_folder: Path, expected: bytes) -> tuple[EmbeddedEngine, Path]:
    """Return an engine with a cache of its own, and its one entry."""
    engine = EmbeddedEngine(cache=FormatCache(str(tmp_path / "own")))
    entry = entry_of(engine, tmp_path / "own")
    shutil.copytree(entry_of(engine, cache_folder), entry)
    entry.parent.joinpath(".lock").touch()
    result = engine.compile(RESUME, OPTIONS)
    assert (result.pdf, result.timings["format"]) == (expected, 0)
    return engine, entry


def test_an_entry_holds_what_it_needs_and_no_more(built: tuple[EmbeddedEngine, Path]) -> None:
    _, entry = built
    assert sorted(p.name for p in entry.iterdir()) == ["manifest", "preamble.fmt", "resume.map"]
    assert sorted(p.name for p in entry.parent.iterdir()) == [".lock", entry.name]
    assert entry.stat().st_mode & 0o77 == 0
    assert not (entry / "preamble.fmt").read_bytes().startswith(b"\x1f\x8b")
    assert 500 < len((entry / "resume.map").read_text().splitlines()) < 2000


@pytest.mark.slow
def test_many_programs_on_an_empty_cache(tmp_path: Path, expected: bytes) -> None:
    environment = {**os.environ, "RESUME_TEX_CACHE": str(tmp_path / "shared")}
    command = [sys.executable, "-c", BUILD, str(Path(__file__).parent)]
    programs = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(10)
    ]
    results = [program.communicate(timeout=60) for program in programs]
    assert [error for _, error in results if error] == []
    assert {output.split()[0] for output, _ in results} == {hashlib.sha256(expected).hexdigest()}
    assert len(os.listdir(tmp_path / "shared" / "formats")) == 2


def test_many_threads_on_an_empty_cache(tmp_path: Path, expected: bytes) -> None:
    engine = EmbeddedEngine(cache=FormatCache(str(tmp_path / "threads")))
    found: list[bytes | None] = []
    threads = [threading.Thread(target=lambda: found.append(engine.compile(RESUME, OPTIONS).pdf)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 6


def test_without_locks_everyone_builds(tmp_path: Path, expected: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_handle: int) -> None:
        raise OSError("no locks here")

    monkeypatch.setattr(formats, "_lock", refuse)
    cache = FormatCache(str(tmp_path / "lockless"))
    engines = [EmbeddedEngine(cache=cache) for _ in range(3)]
    found: list[bytes | None] = []
    threads = [threading.Thread(target=lambda e=e: found.append(e.compile(RESUME, OPTIONS).pdf)) for e in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 3


def truncate(entry: Path) -> None:
    os.truncate(entry / FORMAT_FILE, 1_000_000)


def empty(entry: Path) -> None:
    (entry / FORMAT_FILE).write_bytes(b"")


def lose_format(entry: Path) -> None:
    (entry / FORMAT_FILE).unlink()


def lose_map(entry: Path) -> None:
    (entry / "resume.map").unlink()


def lose_manifest(entry: Path) -> None:
    (entry / "manifest").unlink()


def scribble_on_manifest(entry: Path) -> None:
    (entry / "manifest").write_bytes(b"\xff\xfe\x00")


def put_a_file_there(entry: Path) -> None:
    for path in entry.iterdir():
        path.unlink()
    entry.rmdir()
    entry.write_text("not a folder")


def keep_looks(change: Callable[[Path], None]) -> Callable[[Path], None]:
    """Damage an entry so that its sizes and times are as before."""

    def damage(entry: Path) -> None:
        path = entry / FORMAT_FILE
        before = path.stat()
        change(path)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert path.stat().st_size == before.st_size

    return damage


def zero_the_head(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.write(bytes(4096))


def zero_the_tail(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.seek(-2_000_000, os.SEEK_END)
        stream.write(bytes(2_000_000))


@pytest.mark.parametrize(
    "damage",
    [
        truncate,
        empty,
        lose_format,
        lose_map,
        lose_manifest,
        scribble_on_manifest,
        put_a_file_there,
        keep_looks(zero_the_head),
        keep_looks(zero_the_tail),
    ],
)
def test_a_damaged_entry_is_built_again(
    built: tuple[EmbeddedEngine, Path], expected: bytes, damage: Callable[[Path], None]
) -> None:
    engine, entry = built
    key = engine.format_key(RESUME)
    damage(entry)
    warm = engine.prepare(key, OPTIONS)
    result = engine.compile(RESUME, OPTIONS, warm)
    assert result.pdf == expected
    assert result.timings["format"] > 0
    again = engine.compile(RESUME, OPTIONS)
    assert (again.pdf, again.timings["format"]) == (expected, 0)


def test_an_entry_deleted_while_a_process_waits(built: tuple[EmbeddedEngine, Path], expected: bytes) -> None:
    engine, entry = built
    warm = engine.prepare(engine.format_key(RESUME), OPTIONS)
    assert warm is not None
    assert warm.wait_ready()
    lose_format(entry)
    assert engine.compile(RESUME, OPTIONS, warm).pdf == expected
    assert engine.compile(RESUME, OPTIONS).pdf == expected


@pytest.mark.parametrize("place", ["file", "system"])
def test_a_cache_that_cannot_be_written_is_worked_around(tmp_path: Path, expected: bytes, place: str) -> None:
    (tmp_path / "file").write_text("")
    root = {"file": str(tmp_path / "file" / "cache"), "system": "/proc/resume-tex"}[place]
    engine = EmbeddedEngine(cache=FormatCache(root))
    first = engine.compile(RESUME, OPTIONS)
    second = engine.compile(RESUME, OPTIONS)
    assert (first.pdf, second.pdf) == (expected, expected)
    assert (first.timings["format"] > 0, second.timings["format"]) == (True, 0)
    warm = engine.prepare(engine.format_key(RESUME), OPTIONS)
    assert warm is not None
    assert engine.compile(RESUME, OPTIONS, warm).pdf == expected
    engine.close()


def test_a_cache_kept_for_the_moment_goes_with_the_program(clean_room: Path) -> None:
    environment = {**os.environ, "RESUME_TEX_CACHE": "/proc/resume-tex"}
    subprocess.run([sys.executable, "-c", BUILD, str(Path(__file__).parent)], env=environment, check=True)


@pytest.fixture
def without_rights() -> Iterator[None]:
    """Take root's rights away, which no file permission withstands."""
    import resume_tex.engine.log
    import resume_tex.engine.precompile  # noqa: F401

    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield
    if root:
        os.seteuid(0)


@pytest.fixture
def public(
    cache_folder: Path, expected: bytes, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[EmbeddedEngine, Path]]:
    """Return an engine and its one entry, in a place that others may enter: pytest's own folders are closed."""
    assert expected
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="test-engine-") as name:
        place = Path(name)
        place.chmod(0o755)
        room = place / "room"
        room.mkdir()
        room.chmod(0o777)
        monkeypatch.setenv("TMPDIR", str(room))
        engine = EmbeddedEngine(cache=FormatCache(str(place)))
        entry = entry_of(engine, place)
        shutil.copytree(entry_of(engine, cache_folder), entry)
        yield engine, entry
        engine.close()
        assert list(room.iterdir()) == []
        entry.chmod(0o755)
        entry.parent.chmod(0o755)


@pytest.mark.parametrize("damage", [None, truncate, keep_looks(zero_the_head)])
def test_a_cache_that_may_only_be_read(
    public: tuple[EmbeddedEngine, Path],
    expected: bytes,
    damage: Callable[[Path], None] | None,
    request: pytest.FixtureRequest,
) -> None:
    engine, entry = public
    if damage is not None:
        damage(entry)
    entry.parent.chmod(0o555)
    entry.chmod(0o555)
    request.getfixturevalue("without_rights")
    assert not os.access(entry, os.W_OK, effective_ids=True)
    first = engine.compile(RESUME, OPTIONS)
    second = engine.compile(RESUME, OPTIONS)
    assert (first.pdf, second.pdf) == (expected, expected)
    assert (first.timings["format"] > 0, second.timings["format"]) == (damage is not None, 0)


def test_an_entry_that_may_not_be_read(
    public: tuple[EmbeddedEngine, Path], expected: bytes, request: pytest.FixtureRequest
) -> None:
    engine, entry = public
    entry.chmod(0o755)
    (entry / FORMAT_FILE).chmod(0)
    request.getfixturevalue("without_rights")
    assert engine.compile(RESUME, OPTIONS).pdf == expected


def test_only_the_entries_used_last_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "_KEPT", 20)  # what users get; the tests keep more
    cache = FormatCache(str(tmp_path))

    def fill(folder: str) -> bool:
        (Path(folder) / FORMAT_FILE).write_bytes(b"x")
        return True

    for number in range(20):
        assert cache.obtain(f"k{number}", fill) is not None
        os.utime(tmp_path / "formats" / f"k{number}" / "manifest", (number, number))
    assert cache.find("k0") is not None  # and so it is the newest
    assert cache.obtain("k20", fill) is not None
    kept = {p.name for p in (tmp_path / "formats").iterdir()} - {".lock"}
    assert kept == {"k0", *(f"k{n}" for n in range(2, 21))}


def test_a_full_disk_is_an_error_with_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("resume_tex.engine.precompile.precompile", refuse)
    engine = EmbeddedEngine(cache=FormatCache(str(tmp_path)))
    with pytest.raises(EngineError, match="No space left on device") as caught:
        engine.compile(make_project("x"), OPTIONS)
    assert "Free space" in caught.value.remedy
    assert children() == []
    assert os.listdir(tmp_path / "formats") == [".lock"]
    engine.close()


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESUME_TEX_CACHE", "/somewhere")
    assert cache_root() == "/somewhere"
    monkeypatch.delenv("RESUME_TEX_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/xdg")
    assert cache_root() == "/xdg/resume-tex"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "/home/alex")
    assert cache_root() == "/home/alex/.cache/resume-tex"
    import platformdirs

    monkeypatch.setenv("XDG_CACHE_HOME", "/xdg")
    assert cache_root() == platformdirs.user_cache_dir("resume-tex", appauthor=False)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "nonsense")
    assert cache_root() is None

"""Disks that are full, folders that cannot be written, clocks that are wrong: a message or a PDF, and the last good one stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fault_building import Scene, assert_nothing_runs, is_whole, make_scene

from resume_tex.build_request import BuildRequest
from resume_tex.watch import Watcher, WatchEvent

LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    scene = make_scene(tmp_path_factory.mktemp("built"))
    scene.build()
    return scene


@pytest.fixture
def scene(built: Scene, tmp_path: Path) -> Scene:
    """Return a scene of the test's own: the document is built, and has been edited since."""
    scene = make_scene(tmp_path)
    shutil.copy2(built.pdf, scene.pdf)
    shutil.copytree(built.cache, scene.cache, dirs_exist_ok=True)
    scene.edit("Another Name")
    return scene


@pytest.fixture
def may_mount() -> bool:
    """Tell whether this machine lets the tests mount a file system of their own."""
    script = "mount -t tmpfs tmpfs /mnt"
    return (
        sys.platform == "linux"
        and subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, check=False).returncode == 0
    )


def on_a_small_disk(folder: Path, size: str, options: str = "") -> list[str]:
    """Return what to put before a command so that it finds a disk of that size in a folder, with the folder's content."""
    script = (
        f'cp -a "$0" "$0.copy" && mount -t tmpfs -o size={size},mode=700 tmpfs "$0" && cp -a "$0.copy/." "$0" && rm -r "$0.copy"'
        f' && cd "$1" {options} && shift && "$@"; status=$?; ls -A "$0" >"$0.after"; exit $status'
    )
    return ["unshare", "-rm", "sh", "-c", script, str(folder)]


@pytest.mark.parametrize("full", ["project", "temporary", "cache"])
def test_a_full_disk(scene: Scene, full: str, may_mount: bool) -> None:
    """A real one, where the system lets us make it."""
    if not may_mount:
        pytest.skip(
            "this system lets nobody mount a file system of his own; files that cannot grow are tested everywhere"
        )
    before = scene.pdf.read_bytes()
    if full == "cache":
        shutil.rmtree(scene.cache)
        scene.cache.mkdir()
    folder = getattr(scene, full)
    size = {"project": f"{4096 * (2 + (len(before) + 4095) // 4096)}", "temporary": "16k", "cache": "1m"}[full]
    prefix = [*on_a_small_disk(folder, size), str(scene.project)]
    code, said = scene.run("build", "--draft", "resume.yaml", prefix=prefix)
    left = Path(f"{folder}.after").read_text().split()
    if full == "cache":  # costs time, never the build
        assert code == 0, said
        assert is_whole(scene.pdf.read_bytes())
        assert [name for name in left if name not in {"formats", "state", "templates"}] == []
    else:
        assert code == 2, said
        assert "No space left on device" in said or "no room to work in" in said
        assert "Free" in said or "free space" in said
        assert scene.pdf.read_bytes() == before
        assert left == (["resume.pdf", "resume.yaml"] if full == "project" else [])
    assert os.listdir(scene.temporary) == []


def test_files_that_cannot_grow(scene: Scene) -> None:
    """What stands for a full disk where none can be made."""
    before = scene.pdf.read_bytes()
    code, said = scene.run("build", "--draft", "resume.yaml", code=LIMIT.format(10))
    assert code == 2
    assert "no room to work in" in said
    assert scene.pdf.read_bytes() == before
    assert_nothing_runs(scene)
    assert os.listdir(scene.temporary) == []
    assert sorted(os.listdir(scene.project)) == ["resume.pdf", "resume.yaml"]


@pytest.fixture
def closed(scene: Scene) -> Iterator[Scene]:
    yield scene
    for folder in (scene.project, scene.temporary, scene.cache):
        folder.chmod(0o700)


@pytest.mark.parametrize("which", ["project", "temporary", "cache"])
def test_a_folder_that_cannot_be_written(closed: Scene, which: str, mortal: list[str]) -> None:
    before = closed.pdf.read_bytes()
    getattr(closed, which).chmod(0o500)
    code, said = closed.run("build", "--draft", "resume.yaml", prefix=mortal)
    assert code == (2 if which == "project" else 0), said
    assert "Traceback" not in said
    assert (closed.pdf.read_bytes() == before) == (which == "project")
    assert os.listdir(closed.temporary) == []


@pytest.mark.parametrize("where", ["nowhere/at/all", "file"])
def test_no_folder_for_temporary_files(scene: Scene, where: str) -> None:
    """What the environment names is no folder; the system has one of its own."""
    (scene.project.parent / "file").write_text("mine")
    code, said = scene.run(
        "build", "--draft", "resume.yaml", code=f"import os; os.environ['TMPDIR'] = '{scene.project.parent / where}'"
    )
    assert code == 0, said
    assert (scene.project.parent / "file").read_text() == "mine"


# ------------------------------------------------------------------ clocks

YEAR = 365 * 86400


@pytest.mark.parametrize("jump", [-20 * YEAR, -3600, 3600, 20 * YEAR])
def test_files_from_another_time(scene: Scene, jump: int) -> None:
    """Whatever times the files have, an edit is built once, and no build is done twice."""
    scene.build()
    for path in (scene.document, scene.pdf, *(p for p in scene.cache.rglob("*") if "formats" not in p.parts)):
        os.utime(path, (time.time() + jump,) * 2)
    before = scene.pdf.read_bytes()
    scene.build()
    assert scene.pdf.read_bytes() == before
    scene.edit("Different Nam")  # as long as the name before
    os.utime(scene.document, (time.time() + jump,) * 2)
    scene.build()
    assert scene.pdf.read_bytes() != before


@pytest.mark.parametrize("jump", [-20 * YEAR, 20 * YEAR])
def test_a_clock_that_is_wrong(scene: Scene, jump: int) -> None:
    """Neither is a cache thrown away nor a build missed when the clock is set."""
    code = f"import time; t, n = time.time, time.time_ns\ntime.time = lambda: t() + {jump}\ntime.time_ns = lambda: n() + {jump} * 10**9"
    formats = sorted(p.name for p in (scene.cache / "formats").iterdir())
    status, said = scene.run("build", "--draft", "resume.yaml", code=code)
    assert status == 0, said
    first = scene.pdf.read_bytes()
    scene.edit("Different Nam")
    scene.build()
    assert scene.pdf.read_bytes() != first
    assert sorted(p.name for p in (scene.cache / "formats").iterdir()) == formats
    assert os.listdir(scene.temporary) == []


@pytest.mark.slow
@pytest.mark.parametrize("jump", [-20 * YEAR, 20 * YEAR])
def test_watching_a_file_from_another_time(tmp_path: Path, jump: int) -> None:
    """It is built once, and again when it changes, though its time goes backwards."""
    scene = make_scene(tmp_path)
    os.utime(scene.document, (time.time() + jump,) * 2)
    events: list[WatchEvent] = []
    watcher = Watcher(BuildRequest(str(scene.document), formats=("tex",), draft=True), events.append)
    thread = threading.Thread(target=watcher.run)
    thread.start()
    try:
        time.sleep(2.5)
        assert len(events) == 1
        scene.edit("Another Name")
        os.utime(scene.document, (time.time() + 2 * jump,) * 2)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and "Another Name" not in scene.document.with_suffix(".tex").read_text(
            "utf-8"
        ):
            time.sleep(0.05)
    finally:
        watcher.stop()
        thread.join()
    assert "Another Name" in scene.document.with_suffix(".tex").read_text("utf-8")
    assert 2 <= len(events) <= 3

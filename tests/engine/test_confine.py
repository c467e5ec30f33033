"""Landlock: what is closed, for whom, and that it costs next to nothing."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pytest

from resume_tex.engine import confine
from resume_tex.engine.confine import SYSTEM_LIBRARIES, Confinement


def in_confinement(confinement: Confinement, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command from a confined thread."""
    found: list[subprocess.CompletedProcess[str]] = []

    def run() -> None:
        assert confine.restrict_thread(confinement)
        found.append(subprocess.run(command, capture_output=True, text=True, check=False, close_fds=False))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


@pytest.fixture
def rooms(tmp_path: Path) -> tuple[Confinement, Path, Path, Path]:
    assert confine.available(), "these tests need Landlock (Linux 5.13)"
    names = ("readable", "writable", "closed")
    folders = [tmp_path / name for name in names]
    for folder in folders:
        folder.mkdir()
        (folder / "file").write_text(folder.name)
    read, write, closed = folders
    programs = ("/bin", "/usr/bin", *SYSTEM_LIBRARIES)
    return Confinement((str(read), "/not/there", *programs), (str(write),)), read, write, closed


def test_only_the_named_folders_are_open(rooms: tuple[Confinement, Path, Path, Path]) -> None:
    confinement, read, write, closed = rooms
    script = f"cat {read}/file {write}/file; echo new > {write}/new; cat {write}/new"
    assert in_confinement(confinement, "/bin/sh", "-c", script).stdout == "readablewritablenew\n"
    for script in (
        f"cat {closed}/file",
        f"echo x > {read}/new",
        f"echo x > {closed}/new",
        f"ls {closed}",
        f"ls {read}/..",
    ):
        done = in_confinement(confinement, "/bin/sh", "-c", script)
        assert done.returncode != 0
        assert done.stdout == ""
        assert "ermission denied" in done.stderr
    assert [p.name for p in closed.iterdir()] == ["file"]


def test_the_network_is_closed(rooms: tuple[Confinement, Path, Path, Path]) -> None:
    script = "import socket; s = socket.socket(); s.settimeout(1); s.connect(('127.0.0.1', 9))"
    done = in_confinement(rooms[0], "/usr/bin/python3", "-S", "-E", "-c", script)
    assert "Permission denied" in done.stderr or "PermissionError" in done.stderr


def test_other_threads_are_free(rooms: tuple[Confinement, Path, Path, Path]) -> None:
    confinement, _, _, closed = rooms
    in_confinement(confinement, "/bin/true")
    assert (closed / "file").read_text() == "closed"


def test_without_landlock_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine, "_abi", lambda: 0)
    assert confine.restrict_thread(Confinement((), ())) is False

"""However the program ends, no TeX process goes on, and nothing lies around unless it was killed outright."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import children, is_running, make_project

from resume_tex.engine import leftovers, process
from resume_tex.engine.base import CompileOptions
from resume_tex.engine.embedded import EmbeddedEngine
from resume_tex.engine.folders import WorkFolder, remove_tree, sweep

LOOP = make_project("x", r"\loop\iftrue\repeat")

DRIVER = r"""
import sys, time
sys.path.insert(0, {tests!r})
from conftest import RESUME, LOOP_BODY, make_project
from resume_tex.engine.base import CompileOptions
from resume_tex.engine.embedded import EmbeddedEngine
engine = EmbeddedEngine()
options = CompileOptions(timeout=60)
engine.compile(RESUME, options)
warm = engine.prepare(engine.format_key(RESUME), options)
what = sys.argv[1]
if what == "waiting":
    assert warm.wait_ready()
    print(warm.process.pid, flush=True)
    time.sleep(60)
elif what == "leaving":
    print(warm.process.pid, flush=True)
    sys.exit(0)
else:
    project = make_project("x", LOOP_BODY)
    print(warm.process.pid, flush=True)
    if what == "thread":
        import threading
        thread = threading.Thread(target=engine.compile, args=(project, options, warm), daemon=True)
        thread.start()
        thread.join()
    else:
        engine.compile(project, options, warm)
"""


def drive(what: str) -> tuple[subprocess.Popen[str], int]:
    """Start a program that has a TeX process; return both."""
    code = DRIVER.format(tests=str(Path(__file__).parent)).replace("LOOP_BODY, ", "")
    code = code.replace("LOOP_BODY", repr(r"\loop\iftrue\repeat"))
    program = subprocess.Popen([sys.executable, "-c", code, what], stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    return program, int(program.stdout.readline())


def ended(pid: int, seconds: float = 3.0) -> bool:
    """Wait for a process to end."""
    deadline = time.monotonic() + seconds
    while is_running(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


@pytest.mark.parametrize("what", ["waiting", "working", "thread"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_tex_ends_with_the_program(clean_room: Path, what: str, number: signal.Signals) -> None:
    program, tex = drive(what)
    time.sleep(0.3)
    assert is_running(tex)
    program.send_signal(number)
    program.communicate(timeout=5)
    assert program.returncode in {-number, 1}
    assert ended(tex)
    if number is signal.SIGKILL:
        for path in clean_room.iterdir():
            remove_tree(str(path))


def test_a_format_survives_the_end_of_the_program(engine: EmbeddedEngine) -> None:
    key = engine.format_key(make_project("x"))
    engine.compile(make_project("x"), CompileOptions())
    program, tex = drive("thread")
    time.sleep(0.3)
    program.send_signal(signal.SIGINT)
    program.communicate(timeout=5)
    assert ended(tex)
    warm = engine.prepare(key)
    assert warm is not None
    warm.discard()


def test_a_program_that_leaves_its_warm_process_leaves_nothing(clean_room: Path) -> None:
    program, tex = drive("leaving")
    assert program.wait(5) == 0
    assert ended(tex)
    program.communicate()


def test_an_interrupt_ends_the_build(engine: EmbeddedEngine) -> None:
    engine.compile(make_project("x"), CompileOptions())

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.4)
        with pytest.raises(KeyboardInterrupt):
            engine.compile(LOOP, CompileOptions())
    finally:
        signal.signal(signal.SIGALRM, before)
    assert children() == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Python 3.12 on forks beside threads
def test_a_fork_does_not_end_what_its_parent_started(engine: EmbeddedEngine) -> None:
    engine.compile(make_project("x"), CompileOptions())
    warm = engine.prepare(engine.format_key(make_project("x")))
    assert warm is not None
    child = os.fork()
    if child == 0:
        leftovers.dispose_all()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert warm.process.alive
    assert os.path.isdir(warm.folder.path)
    warm.discard()


def test_handlers_of_the_program_stay(clean_room: Path) -> None:
    code = (
        "import signal; seen = lambda *a: None; signal.signal(signal.SIGTERM, seen)\n"
        "from resume_tex.engine.folders import WorkFolder; WorkFolder()\n"
        "assert signal.getsignal(signal.SIGTERM) is seen"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_stale_folders_are_swept(clean_room: Path) -> None:
    old, fresh = WorkFolder(), WorkFolder()
    old.write("x", b"x")
    other = clean_room / "not-ours"
    other.mkdir()
    for path in (old.path, str(other)):
        os.utime(path, (0, 0))
    sweep(str(clean_room))
    assert not os.path.exists(old.path)
    assert os.path.exists(fresh.path)
    assert other.exists()
    other.rmdir()
    old.remove()
    fresh.remove()


def test_the_shell_sets_limits_where_prlimit_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = process.Limits(seconds=0.5, memory=200 * 2**20, output=1024)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "darwin")
        argv = process._limited(["/bin/sh", "-c", "ulimit -t; ulimit -f; ulimit -v"], limits)
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2", "2", str(200 * 1024)]

"""`resume-tex build --watch` and `--preview` in a terminal: what is said, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from resume_tex.cli.watching import Interruption, has_screen

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are sent")
PATIENCE = 30.0
DOCUMENT = "basics: {name: Jane Doe, email: jane@a.example}\n"
COMMAND = (sys.executable, "-m", "resume_tex", "build", "--format", "txt")


class Terminal:
    """What a command that goes on says, line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._more = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._more:
                self.lines.append(re.sub(r"^\d\d:\d\d:\d\d ", "TIME ", line.rstrip("\n")))
                self._more.notify_all()

    def wait_for(self, end: str) -> list[str]:
        """Wait for a line that ends so, and return and forget all lines so far."""
        with self._more:
            found = self._more.wait_for(lambda: any(line.endswith(end) for line in self.lines), PATIENCE)
            assert found, self.lines
            lines, self.lines = self.lines, []
        return lines

    def end(self, number: int) -> int:
        """Send a signal to the command and to all that it has started, as Ctrl-C does, and return its exit code."""
        os.killpg(self.process.pid, number)
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code


@contextmanager
def terminal(folder: Path, *options: str) -> Iterator[Terminal]:
    """Run the command in a folder."""
    with subprocess.Popen(
        [*COMMAND, *options],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            yield Terminal(process)
        finally:
            process.kill()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a document in it."""
    (tmp_path / "resume.yaml").write_text(DOCUMENT, "utf-8")
    return tmp_path


def test_findings_are_told_when_they_are_others_than_before(folder: Path) -> None:
    document = folder / "resume.yaml"
    with terminal(folder, "--watch") as shown:
        first = shown.wait_for("written.")
        assert any("contact.missing" in line for line in first)
        assert first[-1] == "TIME resume.txt written."
        document.write_text(f"# A comment moves the lines.\n{DOCUMENT}", "utf-8")
        [line] = shown.wait_for("as before.")
        assert re.fullmatch(r"TIME resume\.txt written\. \d+ warnings, as before\.", line)
        document.write_text(DOCUMENT.replace("name:", "nmae:"), "utf-8")
        broken = shown.wait_for("schema.unknown-key")
        assert broken[0].startswith("resume.yaml:1:10: error schema.unknown-key basics.nmae")
        assert broken[-1].startswith("TIME 1 error; nothing written.")
        document.write_text(DOCUMENT, "utf-8")
        assert any("contact.missing" in line for line in shown.wait_for("written."))
        assert shown.end(signal.SIGINT) == 0
        assert shown.lines == []


def test_quiet_says_what_is_wrong_only(folder: Path) -> None:
    document = folder / "resume.yaml"
    with terminal(folder, "--watch", "--quiet") as shown:
        said = shown.wait_for("contact.missing basics.profiles")
        document.write_text(DOCUMENT.replace("name:", "nmae:"), "utf-8")
        said += shown.wait_for("schema.unknown-key basics.nmae")
        assert "TIME" not in " ".join(said)
        assert shown.end(signal.SIGINT) == 0


def test_verbose_says_where_the_time_goes(folder: Path) -> None:
    with terminal(folder, "--watch", "--verbose") as shown:
        last = shown.wait_for(" ms")[-1]
        assert re.fullmatch(r"load \d+ ms  render \d+ ms  rules \d+ ms  compile .*all \d+ ms", last)
        assert shown.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_preview_ends_cleanly(number: int, folder: Path) -> None:
    with terminal(folder, "--format", "pdf", "--preview", "--no-open") as shown:
        lines = shown.wait_for("written.")
        assert re.fullmatch(
            r"Preview: http://127\.0\.0\.1:\d+/[\w-]{32}/ \(Ctrl-C ends it\)",
            next(line for line in lines if "http" in line),
        )
        assert shown.end(number) == 0
        assert shown.lines == []


def test_what_it_was_started_to_ignore_does_not_end_it(folder: Path) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        with terminal(folder, "--watch") as shown:
            shown.wait_for("written.")
            os.killpg(shown.process.pid, signal.SIGHUP)
            (folder / "resume.yaml").write_text(f"# edited\n{DOCUMENT}", "utf-8")
            shown.wait_for("as before.")
            assert shown.end(signal.SIGINT) == 0
    finally:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


def test_it_is_said_that_the_current_folder_is_gone(folder: Path) -> None:
    script = 'rmdir "$PWD"; exec "$@"'
    gone = folder / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["/bin/sh", "-c", script, "sh", *COMMAND, "--watch"],
        cwd=gone, env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, filter(None, sys.path)))},
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: The current folder has been deleted.\nhelp: Go to another one: cd\n"


def test_an_interruption_before_anything_runs_ends_it_when_it_does() -> None:
    calls: list[str] = []
    interruption = Interruption()
    interruption()
    interruption.ends(lambda: calls.append("ended"))
    assert calls == ["ended"]


def test_the_second_interruption_waits_for_nothing() -> None:
    calls: list[str] = []
    interruption = Interruption()
    interruption.ends(lambda: calls.append("ended"))
    interruption()
    with pytest.raises(KeyboardInterrupt):
        interruption()
    assert calls == ["ended"]


@pytest.mark.parametrize(
    ("platform", "environment", "screen"),
    [
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"BROWSER": "firefox"}, True),
        ("linux", {"TERM": "xterm", "DISPLAY": ""}, False),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_browser_is_opened_where_it_has_a_window(platform: str, environment: dict[str, str], screen: bool) -> None:
    assert has_screen(environment, platform) is screen

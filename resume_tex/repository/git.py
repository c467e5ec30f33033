"""Runs the git command: the same way on every machine, without questions, pagers, colours or locks, and not for ever."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from typing import Final, NamedTuple

from resume_tex.errors import RepositoryError

_SECONDS: Final = 60.0
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_CONFIGURATION: Final = (
    "core.quotePath=false",
    "core.fsmonitor=false",  # would run a program that the repository names
    "color.ui=false",
    "log.showSignature=false",
    "i18n.logOutputEncoding=UTF-8",
    "i18n.commitEncoding=UTF-8",
)
_ALWAYS: Final = ("--no-pager", "--literal-pathspecs", *(part for entry in _CONFIGURATION for part in ("-c", entry)))
_BOUND: Final = frozenset({
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS", "GIT_DIR",
    "GIT_GLOB_PATHSPECS", "GIT_GRAFT_FILE", "GIT_ICASE_PATHSPECS", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX", "GIT_NAMESPACE", "GIT_NOGLOB_PATHSPECS", "GIT_NO_REPLACE_OBJECTS", "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX", "GIT_QUARANTINE_PATH", "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
})  # fmt: skip
"""Variables that bind git to one repository, as in its hooks; the file that is asked about decides."""
_NEUTRAL: Final = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "",
    "GIT_EDITOR": ":",
}


class Answer(NamedTuple):
    """What git said: its exit status, its output, and its complaint, in English."""

    status: int
    output: bytes
    complaint: str

    @property
    def text(self) -> str:
        """The output as text, without the newline at its end."""
        return os.fsdecode(self.output).removesuffix("\n")

    def lines(self) -> list[str]:
        """The output's parts, which NUL ends."""
        return os.fsdecode(self.output).split("\0")[:-1]


class Running:
    """A git command that runs while its caller does something else."""

    def __init__(self, folder: str, arguments: tuple[str, ...], extra: Mapping[str, str], *, fed: bool) -> None:
        """Start it.

        Raises:
            RepositoryError: There is no git, or an argument that no program can be given.
        """
        self._folder = folder
        try:
            self._child = subprocess.Popen(
                ["git", *_ALWAYS, *arguments],
                cwd=folder,
                env=_environment(extra),
                stdin=subprocess.PIPE if fed else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                creationflags=_NO_WINDOW,
                close_fds=os.name != "posix",  # Python's own descriptors are not inherited anyhow
            )
        except FileNotFoundError as error:
            if not os.path.isdir(folder):
                raise RepositoryError(f"The folder {folder} does not exist.") from error
            raise RepositoryError(
                "git is not installed, or not on PATH.", "Install it from https://git-scm.com, or with your system."
            ) from error
        except (OSError, ValueError) as error:
            raise RepositoryError(f"git cannot be started: {error}.") from error

    def answer(self, given: bytes | None = None, seconds: float = _SECONDS) -> Answer:
        """Wait for what it says.

        Raises:
            RepositoryError: It takes longer than `seconds`.
        """
        try:
            output, complaint = self._child.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            self.end()
            raise RepositoryError(
                f"git did not answer within {seconds:.0f} seconds.", f"Try it yourself: git -C {self._folder} status"
            ) from error
        except BaseException:
            self.end()
            raise
        return Answer(self._child.returncode, output, complaint.decode("utf-8", "replace").strip())

    def end(self) -> None:
        """Stop it; harmless when it has ended."""
        if self._child.poll() is None:
            self._child.kill()
        self._child.communicate()


def start_git(folder: str, *arguments: str) -> Running:
    """Start a git command in a folder; raises as `Running` does."""
    return Running(folder, arguments, {}, fed=False)


def run_git(
    folder: str,
    *arguments: str,
    given: bytes | None = None,
    extra: Mapping[str, str] | None = None,
    seconds: float = _SECONDS,
) -> Answer:
    """Run a git command in a folder.

    Args:
        folder: Where it runs.
        arguments: What comes after `git`.
        given: Its standard input.
        extra: Variables to add to its environment.
        seconds: How long it may take.

    Raises:
        RepositoryError: There is no git, or it takes too long. What git itself refuses is in the answer.
    """
    return Running(folder, arguments, extra or {}, fed=given is not None).answer(given, seconds)


def refusal(answer: Answer, doing: str) -> RepositoryError:
    """Return what to raise when git refuses: `doing` is a sentence's beginning, such as `The tag cannot be made`."""
    complaint = answer.complaint or f"git ended with status {answer.status}"
    if "dubious ownership" in complaint or "unsafe repository" in complaint:
        place = complaint.partition("'")[2].partition("'")[0]
        return RepositoryError(
            f"git does not trust the repository {place}, which belongs to another user.",
            f"If you trust it: git config --global --add safe.directory '{place}'",
        )
    lines = [line.removeprefix("fatal: ").removeprefix("error: ") for line in complaint.splitlines()]
    return RepositoryError(f"{doing}: {'; '.join(line.rstrip('.') for line in lines if line.strip())[:600]}.")


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in _BOUND and not name.startswith("GIT_TRACE")
    }
    return {**kept, **_NEUTRAL, **extra}

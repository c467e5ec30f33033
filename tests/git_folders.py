"""Git repositories for tests: made in empty folders, with an identity and dates of their own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

IDENTITY = '[user]\n\tname = Jane Doe\n\temail = jane@example.org\n[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n'
FIRST = 1_700_000_000
"""When the first commit is made; each one later comes an hour after the one before."""


def isolate_git(folder: Path, monkeypatch: pytest.MonkeyPatch, configuration: str = IDENTITY) -> Path:
    """Let git see this configuration and no other, and no repository around `folder`; return the configuration's file."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    file = folder / "gitconfig"
    file.write_text(configuration, "utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(file))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder))
    return file


class GitFolder:
    """A work tree."""

    def __init__(self, path: Path, *, new: bool = True) -> None:
        self.path = path
        self._time = FIRST
        if new:
            path.mkdir(parents=True, exist_ok=True)
            self("init", "--quiet")

    def __call__(self, *arguments: str, check: bool = True) -> str:
        """Run git, and return what it says."""
        date = f"{self._time} +0100"
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env={**os.environ, "LC_ALL": "C", "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date},
            capture_output=True,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr.decode()
        return os.fsdecode(done.stdout).strip()

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def commit(self, message: str = "a change") -> str:
        """Commit everything, and return the commit's hash."""
        self("add", "--all")
        self("commit", "--quiet", "--allow-empty", "--message", message)
        self._time += 3600
        return self("rev-parse", "HEAD")

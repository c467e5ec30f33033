"""Asks a program on this system for its version, and a TeX Live for its files."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from typing import Final

from resume_tex.engine.process import tex_environment

_TIMEOUT: Final = 20


@cache
def program_version(program: str) -> str:
    """Return the line of `--version` that says most; empty if the program does not run."""
    lines = _output_of(program, "--version").splitlines()
    said = next((line.strip() for line in lines if any(c.isdigit() for c in line)), "")
    return said.removeprefix("This is ")


def missing_files(kpsewhich: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names that a TeX Live does not have."""
    found = {os.path.basename(line) for line in _output_of(kpsewhich, *names).splitlines()}
    return tuple(name for name in names if name not in found)


def _output_of(program: str, *arguments: str) -> str:
    path = os.pathsep.join((os.path.dirname(program), "/usr/bin", "/bin"))
    try:
        done = subprocess.run(
            [program, *arguments],
            env=tex_environment(None, {"PATH": path}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")

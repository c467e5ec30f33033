"""The entry point of the command, and `python -m resume_tex`."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys


def main() -> None:
    """Set the process up for a short life, run the command and exit."""
    gc.disable()  # importing Pydantic and Jinja triggers 100 collections that find next to nothing: a fifth of a build
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins costs 10 ms
    try:
        from resume_tex.cli.app import run

        code = run()
    except KeyboardInterrupt:
        code = 130
    _leave(code)


def _leave(code: int) -> None:
    """Exit without taking every module apart first, which takes 40 ms of a build; what must be done at exit is done."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # the reader has gone, or there never was one
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()

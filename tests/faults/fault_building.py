"""What the tests of faults share: a document that has been built, the command as a process, and what it must leave behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

DOCUMENT = "basics: {name: Alex Petrov}\nwork:\n  - {name: Halden Music, position: Engineer, highlights: [Built it.]}\n"


@dataclass(frozen=True)
class Scene:
    """A folder for each thing that the command touches.

    Attributes:
        project: Holds the document and its PDF.
        temporary: For temporary files.
        cache: For caches.
    """

    project: Path
    temporary: Path
    cache: Path

    @property
    def document(self) -> Path:
        return self.project / "resume.yaml"

    @property
    def pdf(self) -> Path:
        return self.project / "resume.pdf"

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        places = {"TMPDIR": str(self.temporary), "RESUME_TEX_CACHE": str(self.cache)}
        return {**os.environ, **places, **(extra or {})}

    def start(self, *arguments: str, code: str = "", prefix: Sequence[str] = ()) -> subprocess.Popen[str]:
        """Start the command; `code` runs before it in its process."""
        program = f"{code}\nfrom resume_tex.__main__ import main\nmain()"
        return subprocess.Popen(
            [*prefix, sys.executable, "-c", program, *arguments],
            cwd=self.project, env=self.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *arguments: str, code: str = "", prefix: Sequence[str] = ()) -> tuple[int, str]:
        """Run the command; return its exit code and all that it said."""
        process = self.start(*arguments, code=code, prefix=prefix)
        out, err = process.communicate(timeout=60)
        return process.returncode, out + err

    def build(self) -> None:
        """Build the document, which must succeed."""
        code, said = self.run("build", "--draft", "--quiet", "resume.yaml")
        assert code == 0, said
        assert is_whole(self.pdf.read_bytes())

    def edit(self, name: str) -> None:
        """Give the document another name to print."""
        self.document.write_text(DOCUMENT.replace("Alex Petrov", name), "utf-8")

    def pass_time(self, seconds: float = 120) -> None:
        """Make everything that lies around look older."""
        for top in (self.project, self.temporary, self.cache):
            for path in (*top.iterdir(), *(top / "state").glob("*.new.*"), *(top / "formats").glob("resume-tex-*")):
                status = path.lstat()
                os.utime(path, (status.st_atime - seconds, status.st_mtime - seconds), follow_symlinks=False)


def make_scene(top: Path) -> Scene:
    """Return folders with a document in them, which is not built yet."""
    scene = Scene(top / "project", top / "temporary", top / "cache")
    for folder in (scene.project, scene.temporary, scene.cache):
        folder.mkdir()
    scene.document.write_text(DOCUMENT, "utf-8")
    return scene


def is_whole(pdf: bytes) -> bool:
    return pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")


def tex_processes(scene: Scene) -> list[int]:
    """Return the processes that work in the scene's folder for temporary files."""
    return [
        pid
        for pid, folder in _working_folders()
        if folder.is_relative_to(scene.temporary) or folder.is_relative_to(scene.cache)
    ]


def _working_folders() -> Iterator[tuple[int, Path]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                yield int(entry.name), Path(os.readlink(entry / "cwd").removesuffix(" (deleted)"))
            except OSError:
                continue


def assert_nothing_runs(scene: Scene, seconds: float = 3.0) -> None:
    """Assert that TeX ends within a moment."""
    deadline = time.monotonic() + seconds
    while tex_processes(scene):
        assert time.monotonic() < deadline, tex_processes(scene)
        time.sleep(0.02)


def assert_clean(scene: Scene, *more: str) -> None:
    """Assert that there is nothing but the document, its PDF and sound caches."""
    assert sorted(os.listdir(scene.project)) == sorted(["resume.pdf", "resume.yaml", *more])
    assert os.listdir(scene.temporary) == []
    assert [
        path for path in scene.cache.rglob("*") if path.name.startswith("resume-tex-") or ".new." in path.name
    ] == []

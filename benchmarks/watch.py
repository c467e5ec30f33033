"""From the save of the document to the new PDF on disk, in watch mode, beside RenderCV in the same session.

python benchmarks/watch.py [--saves 50] [--rendercv /path/to/rendercv]

Both tools run as a user runs them, in a git repository that holds the document; it is saved in place and by renaming a new file
over it, in turns, and the clock stops when another program can read the complete new PDF. RenderCV does not notice a
rename, so it gets saves in place only.
The floor is the time of the embedded engine from body to PDF in a process that waits, with nothing of ours around it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from build import COMMAND, EXAMPLE, rendercv_document

PAUSE = 0.25
"""Seconds between saves, for both tools to come to rest."""
PATIENCE = 10.0

Save = Callable[[Path, str], None]


def save_in_place(path: Path, text: str) -> None:
    """Write as most editors do."""
    path.write_text(text, "utf-8")


def save_by_rename(path: Path, text: str) -> None:
    """Write as vim and many IDEs do."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, "utf-8")
    os.replace(new, path)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--saves", type=int, default=50)
    parser.add_argument("--rendercv", default=shutil.which("rendercv"))
    arguments = parser.parse_args()
    rows: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        document = folder / "resume.yaml"
        source = EXAMPLE.read_text("utf-8")
        document.write_text(source, "utf-8")
        commit_all(folder)
        versions = [source.replace("Senior ML Engineer", f"Senior ML Engineer {n}") for n in range(2 * arguments.saves)]
        with watching([*COMMAND, "build", str(document), "--watch"], folder, folder / "resume.pdf"):
            half = arguments.saves
            rows["resume-tex, saved in place"] = measure(
                document, folder / "resume.pdf", versions[:half], save_in_place
            )
            rows["resume-tex, renamed over"] = measure(document, folder / "resume.pdf", versions[half:], save_by_rename)
        if arguments.rendercv:
            rows["RenderCV, saved in place"] = measure_rendercv(folder / "peer", arguments.rendercv, arguments.saves)
    rows["floor: the waiting TeX process alone"] = measure_floor(arguments.saves)
    print(f"{'save to PDF on disk, ms':40}{'median':>8}{'least':>8}{'p90':>8}")
    for title, times in rows.items():
        ordered = sorted(seconds * 1000 for seconds in times)
        p90 = ordered[int(len(ordered) * 0.9)]
        print(f"{title:40}{statistics.median(ordered):8.1f}{ordered[0]:8.1f}{p90:8.1f}")


def commit_all(folder: Path) -> None:
    """Make a folder a git repository with all that is in it."""
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init"], ["add", "."], [*identity, "commit", "--message", "x"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@contextmanager
def watching(command: list[str], folder: Path, pdf: Path) -> Iterator[None]:
    """Run a watcher until the first PDF is there, and end it afterwards."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not pdf.exists():
            if time.monotonic() > deadline or process.poll() is not None:
                sys.exit(f"{' '.join(command)} built nothing")
            time.sleep(0.05)
        time.sleep(1.0)
        yield
    finally:
        process.terminate()
        process.wait()


def measure(document: Path, pdf: Path, versions: list[str], save: Save) -> list[float]:
    """Save each version and return the seconds until the PDF was new and complete."""
    times = []
    for text in versions:
        before = stamp(pdf)
        began = time.perf_counter()
        save(document, text)
        while stamp(pdf) == before or not complete(pdf):
            if time.perf_counter() - began > PATIENCE:
                sys.exit(f"{pdf} did not change within {PATIENCE:.0f} s")
            time.sleep(0.0002)
        times.append(time.perf_counter() - began)
        time.sleep(PAUSE)
    return times


def stamp(path: Path) -> tuple[int, int, int]:
    """Return what tells one state of a file from another."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def complete(path: Path) -> bool:
    """Tell whether a PDF has its last line."""
    try:
        return path.read_bytes().rstrip().endswith(b"%%EOF")
    except FileNotFoundError:
        return False


def measure_rendercv(folder: Path, rendercv: str, saves: int) -> list[float]:
    """Measure RenderCV on the same resume."""
    folder.mkdir()
    document = folder / "cv.yaml"
    text = yaml.safe_dump(rendercv_document(), sort_keys=False)
    document.write_text(text)
    only_pdf = ["--dont-generate-html", "--dont-generate-markdown", "--dont-generate-png"]
    pdf = folder / "rendercv_output" / "Alex_Petrov_CV.pdf"
    versions = [text.replace("Senior ML Engineer", f"Senior ML Engineer {n}") for n in range(saves)]
    with watching([rendercv, "render", str(document), "--watch", *only_pdf], folder, pdf):
        return measure(document, pdf, versions, save_in_place)


def measure_floor(runs: int) -> list[float]:
    """Return the seconds from body to PDF of a TeX process that waits."""
    from resume_tex.build_request import BuildRequest
    from resume_tex.document.load import load_resume
    from resume_tex.engine.base import CompileOptions
    from resume_tex.engine.embedded import EmbeddedEngine
    from resume_tex.preparation import Preparation

    loaded = load_resume(str(EXAMPLE))
    assert loaded.source is not None
    assert loaded.resume is not None
    project = Preparation.of(loaded.source, loaded.resume, BuildRequest(str(EXAMPLE)), unicode=False).project
    assert project is not None
    engine = EmbeddedEngine()
    engine.compile(project, CompileOptions())
    times = []
    for _ in range(runs):
        warm = engine.prepare(engine.format_key(project), CompileOptions())
        assert warm is not None
        warm.wait_ready()
        time.sleep(PAUSE / 5)
        began = time.perf_counter()
        engine.compile(project, CompileOptions(), warm=warm, leave=True)
        times.append(time.perf_counter() - began)
        engine.clear()
    return times


if __name__ == "__main__":
    main()

"""What a resume's past costs: `log` over 200 commits, a comparison of two revisions, a merge.

Prints the median of several runs of each, in milliseconds, in a repository that is made for it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from resume_tex.document.load import load_resume
from resume_tex.history.comparison import compare
from resume_tex.history.entry_merge import merge_documents
from resume_tex.history.revisions import list_revisions

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "examples" / "ml-engineer.yaml").read_text("utf-8")
COMMITS = 200
RUNS = 7


def make_repository(folder: str) -> None:
    """Make a repository whose every commit rewords a bullet."""
    stream = []
    for number in range(COMMITS):
        content = reworded(number).encode()
        stream.append(
            b"commit refs/heads/main\ncommitter Jane <jane@example.org> %d +0000\ndata 1\nx\n"
            % (1_700_000_000 + number)
            + b"M 644 inline resume.yaml\ndata %d\n" % len(content)
            + content
            + b"\n"
        )
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    subprocess.run(["git", "-C", folder, "fast-import", "--quiet"], input=b"".join(stream), check=True)
    subprocess.run(["git", "-C", folder, "reset", "-q", "--hard"], check=True)


def reworded(number: int) -> str:
    """Return the example with another figure in its first bullet."""
    return TEXT.replace("CTR by 12% and", f"CTR by {number}% and")


def measure(name: str, work: Callable[[], object]) -> None:
    """Print how long something takes."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    print(f"{name:<32} {statistics.median(times):8.1f} ms")


def main() -> None:
    """Measure all."""
    with tempfile.TemporaryDirectory() as folder:
        make_repository(folder)
        file = os.path.join(folder, "resume.yaml")
        measure(f"log, {COMMITS} commits", lambda: list(list_revisions(file)))
        measure("log -n 10", lambda: list(list_revisions(file, 10)))
        before, after = load_resume(str(ROOT / "examples" / "ml-engineer.yaml")).resume, load_resume(file).resume
        assert before is not None
        assert after is not None
        measure("comparison", lambda: compare(before, after))
        measure("merge", lambda: merge_documents(TEXT, reworded(13), TEXT.replace("Boston, MA", "Boston")))


if __name__ == "__main__":
    main()

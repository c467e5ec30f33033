#!/usr/bin/env python3
"""Measures how cost grows: documents of 10, 100 and 1,000 entries phase by phase, and many documents in one run.

    python benchmarks/load.py                   the phases of one build, and the exponent of their growth
    python benchmarks/load.py --documents 500   that many documents in one run: cores used, memory, time

An exponent of 1 means that ten times the entries take ten times as long; the fixed cost of a build makes it less.
"""

from __future__ import annotations

import argparse
import gc
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from resume_tex.build_request import BuildRequest
from resume_tex.document.load import load_resume
from resume_tex.engine.base import CompileOptions
from resume_tex.engine.discovery import default_engine
from resume_tex.preparation import Preparation
from resume_tex.quality import quality
from resume_tex.rules.bullet_faults import judge
from resume_tex.rules.language import analyse

OPTIONS: dict[str, object] = {}
VERBS = ("Cut", "Built", "Designed", "Led", "Moved", "Wrote", "Measured", "Replaced", "Trained", "Shipped")
THINGS = ("the ranking service", "a feature store", "the training pipeline", "an evaluation suite", "the search index")


def document(entries: int) -> dict[str, Any]:
    """Return a resume with that many entries, no two of them alike."""
    return {
        "basics": {"name": "Jane Doe", "email": "jane@doe.example", "summary": "Machine learning engineer for search."},
        "work": [_job(number) for number in range(entries)],
        "skills": [{"name": "Languages", "keywords": ["Python", "C++", "SQL"]}],
    }


def _job(number: int) -> dict[str, Any]:
    return {
        "name": f"Company {number}",
        "position": f"Engineer {number % 7}",
        "startDate": f"{2020 - number % 20}-01",
        "endDate": f"{2020 - number % 20}-12",
        "highlights": [
            f"{VERBS[(number + line) % len(VERBS)]} {THINGS[(number + line) % len(THINGS)]} number {number}-{line}, "
            f"so that p99 fell from {200 + number} to {40 + line} ms for {number + 3} teams."
            for line in range(3)
        ],
    }


def phases(file: str) -> dict[str, float]:
    """Build a document and return the seconds of each phase."""
    request = BuildRequest(file, draft=True, today=date(2026, 6, 1), options=OPTIONS)
    loaded, took = timed(lambda: load_resume(file))
    assert loaded.source is not None
    assert loaded.resume is not None
    source, resume = loaded.source, loaded.resume
    prepared, render = timed(lambda: Preparation.of(source, resume, request, unicode=False))
    analyse.cache_clear()  # the last run's texts
    judge.cache_clear()
    _, rules = timed(lambda: quality(source, resume, request))
    project = prepared.project
    assert project is not None
    result, tex = timed(lambda: default_engine().compile(project, CompileOptions(timeout=120)))
    assert result.pdf is not None, result.messages
    return {"load": took, "render": render, "rules": rules, "TeX": tex}


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Run something and return what it gave and how long it took: processor time, which other programs do not disturb."""
    gc.collect()
    gc.disable()  # a collection takes the longer the more others have left in memory
    try:
        before = _processor_time()
        gave = work()
        return gave, _processor_time() - before
    finally:
        gc.enable()


def _processor_time() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def exponent(small: float, large: float, factor: float) -> float:
    """Return the power of the size with which a cost grows."""
    return math.log(large / small) / math.log(factor)


def growth(sizes: list[int], runs: int, folder: Path) -> None:
    """Print the cost of each phase for each size, and how it grows."""
    best: dict[int, dict[str, float]] = {}
    for size in sizes:
        file = folder / f"{size}.yaml"
        file.write_text(yaml.safe_dump(document(size), sort_keys=False), "utf-8")
        tries = [phases(str(file)) for _ in range(runs + 1)][1:]
        best[size] = {phase: min(one[phase] for one in tries) for phase in tries[0]}
    print(f"{'':<8}" + "".join(f"{size:>12,}" for size in sizes) + "     exponent")
    for phase in best[sizes[0]]:
        costs = [best[size][phase] for size in sizes]
        print(
            f"{phase:<8}"
            + "".join(f"{cost * 1000:>9.1f} ms" for cost in costs)
            + f"{exponent(costs[-2], costs[-1], sizes[-1] / sizes[-2]):>13.2f}"
        )


def crowd(count: int, folder: Path) -> None:
    """Build that many documents in one run, and print what it took."""
    for number in range(count):
        data = document(4)
        data["basics"]["name"] = f"Jane Doe {number}"
        (folder / f"{number:04}.yaml").write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
    files = sorted(str(file) for file in folder.glob("*.yaml"))
    environment = {**os.environ, "RESUME_TEX_CACHE": str(folder / "cache")}
    command = [sys.executable, "-m", "resume_tex", "build", "--draft", "--quiet"]
    subprocess.run([*command, files[0]], env=environment, check=True, stdout=subprocess.DEVNULL)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen([*command, *files], env=environment, stdout=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        most = max(most, memory_of(process.pid))
        time.sleep(0.05)
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    made = len(list(folder.glob("*.pdf")))
    print(
        f"{made} of {count} documents in {took:.1f} s: {took / count * 1000:.0f} ms each, {used / took:.2f} of {os.cpu_count()} cores,"
    )
    print(f"at most {most / 2**20:.0f} MB in this process and its children together; exit code {process.returncode}")


def memory_of(pid: int) -> int:
    """Return the bytes of memory that a process and its children have, shared pages counted for each."""
    total, todo = 0, [pid]
    while todo:
        one = todo.pop()
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            for task in Path(f"/proc/{one}/task").iterdir():
                todo += map(int, (task / "children").read_text().split())
        except (OSError, ValueError, IndexError):
            continue
    return total


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000], help="entries (default: 10 100 1000)")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the best counts (default: 3)")
    parser.add_argument("--documents", type=int, help="build that many documents in one run instead")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.documents:
            crowd(arguments.documents, Path(folder))
        else:
            os.environ["RESUME_TEX_CACHE"] = str(Path(folder, "cache"))
            growth(arguments.sizes, arguments.runs, Path(folder))


if __name__ == "__main__":
    main()

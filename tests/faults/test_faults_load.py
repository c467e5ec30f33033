"""Much work: a document of a thousand entries, costs that grow with the size and no faster, two hundred builds on one cache."""

from __future__ import annotations

import gc
import os
import runpy
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from fault_building import DOCUMENT, is_whole

from resume_tex.batch import build_batch
from resume_tex.build import build
from resume_tex.build_request import BuildRequest

ROOT = Path(__file__).resolve().parent.parent.parent
LOAD: dict[str, Any] = runpy.run_path(str(ROOT / "benchmarks" / "load.py"))


@pytest.fixture
def entries(tmp_path: Path) -> Callable[[int], str]:
    """Return a function that writes a document with that many entries."""

    def write(count: int) -> str:
        file = tmp_path / f"{count}.yaml"
        file.write_text(yaml.safe_dump(LOAD["document"](count), sort_keys=False), "utf-8")
        return str(file)

    return write


@pytest.mark.slow
def test_a_thousand_entries(entries: Callable[[int], str]) -> None:
    result = build(BuildRequest(entries(1000), draft=True))
    assert [d.code for d in result.diagnostics if d.code.startswith("tex.")] == []
    assert result.pages > 50
    assert is_whole(Path(result.outputs[0]).read_bytes())


@pytest.mark.slow
def test_costs_grow_with_the_size_and_no_faster(entries: Callable[[int], str]) -> None:
    """Four times the entries may take eight times as long: what grows with the square takes sixteen times."""
    gc.collect()
    gc.freeze()  # so that the measurements' own collections need not look through what other tests have left
    LOAD["phases"](entries(100))  # fills caches
    small, large = ([LOAD["phases"](entries(count)) for _ in range(2)] for count in (100, 400))
    for phase in ("load", "render", "rules", "TeX"):
        assert min(one[phase] for one in large) < 8 * max(0.01, min(one[phase] for one in small)), phase


def documents(folder: Path, count: int) -> list[str]:
    files = []
    for number in range(count):
        file = folder / f"{number:03}.yaml"
        file.write_text(DOCUMENT.replace("Alex", f"Alex{number}"), "utf-8")
        files.append(str(file))
    return files


@pytest.mark.slow
def test_many_builds_at_once_on_an_empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred and sixty in forty threads, and ten programs with four each: two hundred."""
    monkeypatch.setenv("RESUME_TEX_CACHE", str(tmp_path / "cache"))
    files = documents(tmp_path, 200)
    command = [sys.executable, "-m", "resume_tex", "build", "--draft", "--quiet"]
    programs = [
        subprocess.Popen(
            [*command, *files[start : start + 4]], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        for start in range(160, 200, 4)
    ]
    most = 0

    def count_threads(_done: int, _all: int) -> None:
        nonlocal most
        most = max(most, threading.active_count())

    items = build_batch([BuildRequest(file, draft=True) for file in files[:160]], workers=40, on_done=count_threads)
    said = [program.communicate(timeout=120)[1] for program in programs]
    assert said == [""] * 10
    assert [item.failure for item in items] == [None] * 160
    pdfs = [Path(file).with_suffix(".pdf").read_bytes() for file in files]
    assert all(map(is_whole, pdfs))
    assert len(set(pdfs)) == 200
    assert most > 20
    assert len(os.listdir(tmp_path / "cache" / "formats")) == 2  # the lock, and one format

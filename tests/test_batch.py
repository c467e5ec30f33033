"""Several builds at once: every result is the one that it would have been alone, and a failure stops no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from resume_tex import batch, batch_process
from resume_tex.batch import BatchItem, build_batch, variant_requests
from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.cli.batch_building import merge_findings
from resume_tex.errors import OutputError, ResumeTexError, VariantError

if TYPE_CHECKING:
    from conftest import Outcome

DOCUMENT = """\
basics: {name: Alex Petrov, email: alex@alexpetrov.dev}
work:
  - {name: First, position: Engineer, startDate: 2020, highlights: [{text: Built Alpha, tags: [a]}, {text: Built Beta, tags: [b]}]}
meta:
  resumeTex:
    variants:
      a: {include: [a], label: Engineer of Alpha}
      b: {include: [b], theme: classic, output: alex-b}
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Write the document."""
    file = tmp_path / "resume.yaml"
    file.write_text(DOCUMENT)
    return file


def test_every_variant_is_as_if_built_alone(document: Path) -> None:
    requests = variant_requests(BuildRequest(str(document), draft=True))
    assert [request.variant for request in requests] == ["a", "b"]
    done: list[tuple[int, int]] = []
    items = build_batch(requests, on_done=lambda count, every: done.append((count, every)))
    assert done == [(1, 2), (2, 2)]
    names = ["resume-a.pdf", "alex-b.pdf"]
    assert [item.result.outputs for item in items if item.result] == [(str(document.parent / n),) for n in names]
    together = [(document.parent / name).read_bytes() for name in names]
    for request in requests:
        assert build(BuildRequest(str(document), draft=True, variant=request.variant, force=True)).outputs
    assert [(document.parent / name).read_bytes() for name in names] == together
    assert together[0] != together[1]
    again = build_batch(requests)
    assert [item.result.unchanged for item in again if item.result] == [True, True]


def test_a_failure_stops_no_other(document: Path) -> None:
    broken = document.with_name("broken.yaml")
    broken.write_text("basics: [\n")
    missing = document.with_name("missing.yaml")
    files = [broken, document, missing]
    items = build_batch([BuildRequest(str(f), draft=True) for f in files] + [BuildRequest(str(document), variant="z")])
    assert [bool(item.result and item.result.outputs) for item in items] == [False, True, False, False]
    assert isinstance(items[3].failure, VariantError)


def test_two_variants_that_would_write_the_same_file(document: Path) -> None:
    document.write_text(DOCUMENT.replace("label: Engineer of Alpha", "output: alex-b"))
    with pytest.raises(OutputError, match="'a' and 'b' would both write"):
        variant_requests(BuildRequest(str(document)))
    document.write_text("basics: {name: A}\n")
    with pytest.raises(VariantError, match="no variants"):
        variant_requests(BuildRequest(str(document)))


def test_findings_are_told_once(document: Path) -> None:
    requests = variant_requests(BuildRequest(str(document), select=("contact.missing", "bullets.length")))
    merged = [(d.code, d.message) for d in merge_findings(build_batch(requests))]
    missing = [message for code, message in merged if code == "contact.missing"]
    weak = [message for code, message in merged if code == "bullets.length"]
    assert missing
    assert len(missing) == len(set(missing))
    assert not [message for message in missing if message.startswith("[")]
    assert sorted(message[:4] for message in weak) == ["[a] ", "[b] "]


@pytest.fixture
def run(invoke: Callable[..., Outcome], document: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Return the command, run in the document's folder."""
    monkeypatch.chdir(document.parent)
    return invoke


def test_the_command(run: Callable[..., Outcome], document: Path) -> None:
    outcome = run("build", "--draft", "--all-variants", "--select", "contact.email")
    assert (outcome.code, outcome.out.splitlines()) == (
        0,
        ["resume.yaml [a]: resume-a.pdf (1 page) written.", "resume.yaml [b]: alex-b.pdf (1 page) written."],
    )
    outcome = run("build", "--draft", "--variant", "b", "--select", "contact.email")
    assert (outcome.code, outcome.out) == (0, "alex-b.pdf (1 page) is up to date.\n")
    (document.parent / "out").mkdir()
    outcome = run("build", "--draft", "--variant", "a", "--variant", "b", "-o", "out", "--select", "contact.email")
    assert sorted(path.name for path in (document.parent / "out").iterdir()) == ["alex-b.pdf", "resume-a.pdf"]
    outcome = run("build", "--draft", "--variant", "z")
    assert (outcome.code, outcome.err) == (2, "error: resume.yaml has no variant 'z'.\nhelp: There are: a, b.\n")
    outcome = run("build", "--all-variants", "--variant", "a", "-o", "one.pdf")
    assert outcome.code == 2
    assert "folder" in outcome.err
    outcome = run("build", "--all-variants", "--watch")
    assert outcome.code == 2
    assert "one variant" in outcome.err


def test_a_variant_without_tags_writes_beside_the_document_and_over_nobodys_file(
    run: Callable[..., Outcome], document: Path
) -> None:
    (document.parent / "alex-b.pdf").write_text("somebody's own")
    outcome = run("build", "--draft", "--variant", "b")
    assert outcome.code == 2
    assert "alex-b.pdf exists and is not a PDF" in outcome.err
    assert (document.parent / "alex-b.pdf").read_text() == "somebody's own"


def test_several_documents(run: Callable[..., Outcome], document: Path) -> None:
    other = document.with_name("other.yaml")
    other.write_text(DOCUMENT)
    outcome = run("build", "--draft", "resume.yaml", "other.yaml", "--select", "contact.email")
    assert (outcome.code, outcome.out.splitlines()) == (
        0,
        ["resume.yaml: resume.pdf (1 page) written.", "other.yaml: other.pdf (1 page) written."],
    )


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[batch_process.Worker]:
    """Have two cores, and return the list of the workers that are started."""
    monkeypatch.setattr(batch, "_cores", lambda: 2)
    workers: list[batch_process.Worker] = []
    start = batch_process.start_worker

    def start_and_tell() -> batch_process.Worker:
        workers.append(start())
        return workers[-1]

    monkeypatch.setattr(batch_process, "start_worker", start_and_tell)
    return workers


def requests_for(folder: Path, count: int) -> list[BuildRequest]:
    """Write that many documents, no two alike, and ask for each."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number}.yaml").write_text(DOCUMENT.replace("Petrov", f"Petrov {number}"))
    return [BuildRequest(str(folder / f"{number}.yaml"), draft=True) for number in range(count)]


def outcome_of(item: BatchItem) -> object:
    """Return all that does not depend on how long it took."""
    failure = item.failure and (type(item.failure), item.failure.message, item.failure.remedy, item.failure.exit_code)
    return item.request, item.result and replace(item.result, timings={}), failure


def is_running(pid: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def descendants(pid: int) -> list[int]:
    """Return the ids of a process's children and theirs."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found + [each for child in found for each in descendants(child)]


def test_few_requests_stay_in_threads(tmp_path: Path, started: list[batch_process.Worker]) -> None:
    requests = [replace(r, formats=("txt",)) for r in requests_for(tmp_path, 8)]
    assert all(item.result for item in build_batch(requests[:7]))
    assert all(item.result for item in build_batch(requests, workers=1))
    assert all(item.result for item in build_batch(requests, workers=4))  # than there are cores
    assert started == []
    assert all(item.result for item in build_batch(requests))
    assert 1 <= len(started) <= 2
    assert not any(is_running(worker.pid) for worker in started)


@pytest.mark.slow
def test_processes_and_threads_give_the_same(
    tmp_path: Path, started: list[batch_process.Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    requests = requests_for(Path("documents"), 10)
    Path("documents/3.yaml").write_text("basics: [\n")
    requests[5] = replace(requests[5], variant="z")
    requests[6] = replace(requests[6], formats=("html",), output="-")
    requests[7] = replace(requests[7], fit=True)
    done: list[tuple[int, int]] = []
    apart = build_batch(requests, on_done=lambda count, every: done.append((count, every)))
    assert started
    assert done == [(number, 10) for number in range(1, 11)]
    files = {path: path.read_bytes() for path in Path("documents").iterdir()}
    assert [path.name for path in sorted(files) if path.suffix == ".pdf"] == [f"{n}.pdf" for n in (0, 1, 2, 4, 7, 8, 9)]
    for path in files:
        if path.suffix == ".pdf":
            path.unlink()
    started.clear()
    monkeypatch.setattr(batch, "can_start", lambda: False)
    together = build_batch(requests)
    assert started == []
    assert [outcome_of(item) for item in apart] == [outcome_of(item) for item in together]
    assert [item.result.pdf for item in apart if item.result] == [None] * 9
    assert {path: path.read_bytes() for path in Path("documents").iterdir()} == files


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_no_result(tmp_path: Path, started: list[batch_process.Worker]) -> None:
    requests = requests_for(tmp_path, 10)

    def kill(done: int, _every: int) -> None:
        if done == 2:
            os.kill(started[0].pid, signal.SIGKILL)

    items = build_batch(requests, on_done=kill)
    assert [item.failure for item in items] == [None] * 10
    assert [item.request for item in items] == requests
    assert all(Path(r.target("pdf")).read_bytes().startswith(b"%PDF-") for r in requests)
    assert len(started) == 3
    assert not any(is_running(worker.pid) for worker in started)


def test_a_request_that_kills_every_worker_is_a_failure(
    tmp_path: Path, started: list[batch_process.Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_process, "_PROGRAM", "import sys; sys.stdin.buffer.read(1)")
    items = build_batch(requests_for(tmp_path, 8))
    assert [type(item.failure) for item in items] == [ResumeTexError] * 8
    assert {item.failure.message for item in items if item.failure} == {"The build process ended unexpectedly."}
    assert len(started) == 16


def test_without_processes_it_goes_on_in_threads(
    tmp_path: Path, started: list[batch_process.Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    items = build_batch([replace(r, formats=("txt",)) for r in requests_for(tmp_path, 8)])
    assert [item.failure for item in items] == [None] * 8
    assert started == []


def test_a_bug_in_a_worker_is_raised_here(tmp_path: Path, started: list[batch_process.Worker]) -> None:
    requests = requests_for(tmp_path, 8)
    requests[4] = replace(requests[4], formats=("no such format",))
    with pytest.raises(KeyError, match="no such format") as raised:
        build_batch(requests)
    assert started
    assert "batch_worker.py" in raised.value.__notes__[0]


def test_nothing_is_imported_from_the_current_folder(
    tmp_path: Path, started: list[batch_process.Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [folder for folder in sys.path if folder])
    for name in ("pickle.py", "yaml.py", "resume_tex.py"):
        Path(name).write_text("import os\nos._exit(3)\n")
    items = build_batch([replace(r, formats=("txt",)) for r in requests_for(tmp_path, 8)])
    assert started
    assert [item.failure for item in items] == [None] * 8


DRIVER = """
import sys
from resume_tex import batch
from resume_tex.build_request import BuildRequest
batch._cores = lambda: 2
batch.build_batch([BuildRequest(file, draft=True, engine="xelatex") for file in sys.argv[1:]])
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_the_program(tmp_path: Path, number: signal.Signals) -> None:
    """Both workers wait for a TeX that never ends."""
    programs, room = tmp_path / "bin", tmp_path / "room"
    programs.mkdir()
    room.mkdir()
    fake = programs / "xelatex"
    fake.write_text('#!/bin/sh\n[ "$1" = --version ] && { echo XeTeX 1; exit; }\nsleep 60\n')
    fake.chmod(0o755)
    files = [request.file for request in requests_for(tmp_path / "documents", 8)]
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "TMPDIR": str(room)}
    program = subprocess.Popen([sys.executable, "-c", DRIVER, *files], env=environment)
    deadline = time.monotonic() + 30
    while len(living := descendants(program.pid)) < 6:  # two workers, in each a shell, in each a sleep
        assert time.monotonic() < deadline, living
        assert program.poll() is None
        time.sleep(0.05)
    program.send_signal(number)
    assert program.wait(10) == -number
    deadline = time.monotonic() + 5
    while any(map(is_running, living)):
        assert time.monotonic() < deadline, [pid for pid in living if is_running(pid)]
        time.sleep(0.02)
    assert list(room.iterdir()) == []

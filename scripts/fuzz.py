#!/usr/bin/env python3
"""Feeds every target of tests/fuzz with changed inputs for a while, and keeps each input that breaks one.

With atheris installed (`pip install atheris`, tried on Linux with Python 3.11) inputs are chosen by the code that they reach,
else blindly. A target runs in a process of its own, so that a crash or a loop ends that process and not the run. Findings go
to a folder, one for each place in the code; mend it and copy the input to tests/fuzz/corpus/TARGET.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "fuzz")]

PATIENCE = 10.0
"""Seconds of processor time that one input may take."""
MEMORY = 3 * 2**30
"""Bytes of address space that a target's process may have."""
KEPT = 400
"""How many inputs that are worth changing the blind search keeps."""


class TooSlowError(Exception):
    """An input took too long."""


class Session:
    """One target's process: runs inputs, notes failures once for each place, and counts."""

    def __init__(self, name: str, findings: Path, seconds: float) -> None:
        """Get ready to feed the target for some seconds."""
        from fuzz_targets import TARGETS

        self.target = TARGETS[name]
        self.name = name
        self.folder = findings / name
        self.end = time.monotonic() + seconds
        self.tried = self.failures = 0
        self.slowest = 0.0
        self.known: set[str] = set()
        self.current = findings / f"{name}.current"

    def run(self, content: bytes) -> None:
        """Try one input."""
        self.current.write_bytes(content)
        self.tried += 1
        began = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
        try:
            self.target.run(content)
        except BaseException as error:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            if isinstance(error, KeyboardInterrupt):
                raise
            self.note(content, error)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        self.slowest = max(self.slowest, time.process_time() - began)
        if time.monotonic() > self.end:
            self.finish()

    def note(self, content: bytes, error: BaseException) -> None:
        """Keep an input, if it is the first or the shortest that fails in its place."""
        self.failures += 1
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "site-packages" not in f.filename]
        ours = [f"{Path(f.filename).name}:{f.name}:{f.lineno}" for f in frames[-3:]]
        place = hashlib.sha256("\n".join([type(error).__name__, *ours]).encode()).hexdigest()[:12]
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = self.folder / place
        if place not in self.known or len(content) < kept.stat().st_size:
            kept.write_bytes(content)
            trace = "".join(traceback.format_exception(error))[-6000:]
            kept.with_suffix(".txt").write_text(trace, "utf-8", "backslashreplace")
        self.known.add(place)

    def finish(self) -> None:
        """Write the figures and leave, whatever is still running."""
        self.current.unlink(missing_ok=True)
        figures = {"tried": self.tried, "failures": self.failures, "places": len(self.known), "slowest": self.slowest}
        sys.stdout.write("\n" + json.dumps(figures) + "\n")
        sys.stdout.flush()
        os._exit(0)


def fuzz(name: str, findings: Path, seconds: float, seed: int, *, guided: bool) -> None:
    """Feed one target; never returns."""
    if guided:
        import atheris

        with atheris.instrument_imports(include=["resume_tex"]):
            import fuzz_targets  # noqa: F401
    from mutation import mutate, seeds

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["RESUME_TEX_CACHE"] = os.path.join(tempfile.gettempdir(), "resume-tex-fuzz-cache")
    session = Session(name, findings, seconds)
    signal.signal(signal.SIGVTALRM, _too_slow)
    kind = session.target.kind
    corpus = [file.read_bytes() for file in sorted((ROOT / "tests" / "fuzz" / "corpus" / name).glob("*"))]
    starts = [*seeds(kind), *corpus]
    if guided:
        _guided(session.run, starts, lambda content, random: mutate(content, kind, random), seed)
    _blind(session, starts, lambda content, random: mutate(content, kind, random), Random(seed))


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TooSlowError(f"took more than {PATIENCE:g} seconds of processor time")


Mutate = Callable[[bytes, Random], bytes]


def _guided(run: Callable[[bytes], None], starts: Sequence[bytes], mutate: Mutate, seed: int) -> None:
    import atheris

    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(starts):
            Path(folder, f"{number:04}").write_bytes(content)

        def change(content: bytes, most: int, chosen: int) -> bytes:
            new = mutate(content, Random(chosen))
            return new if len(new) <= most else bytes(atheris.Mutate(content, most))

        options = [
            "-timeout=600",
            "-rss_limit_mb=0",
            "-max_len=60000",
            "-print_final_stats=0",
            "-verbosity=0",
            f"-seed={seed}",
        ]
        atheris.Setup(["fuzz", *options, folder], run, custom_mutator=change)
        atheris.Fuzz()


def _blind(session: Session, starts: Sequence[bytes], mutate: Mutate, random: Random) -> None:
    pool = list(starts)
    for content in starts:
        session.run(content)
    while True:
        content = mutate(random.choice(pool), random)
        session.run(content)
        if len(pool) < KEPT:
            pool.append(content)
        elif random.random() < 0.05:  # wander, but not away from the starts
            pool[random.randrange(len(starts), KEPT)] = content


def main() -> int:
    """Run the targets one after another and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", help="what to feed (default: everything)")
    parser.add_argument("--minutes", type=float, default=20.0, help="how long altogether (default: %(default)g)")
    parser.add_argument(
        "--findings", type=Path, default=Path("fuzz-findings"), help="where inputs go that break something"
    )
    parser.add_argument("--seed", type=int, default=0, help="another number, other inputs")
    parser.add_argument("--blind", action="store_true", help="do without atheris")
    parser.add_argument("--inside", type=float, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    guided = not arguments.blind and _has_atheris()
    if arguments.inside is not None:
        fuzz(arguments.targets[0], arguments.findings, arguments.inside, arguments.seed, guided=guided)
    from fuzz_targets import TARGETS

    names = arguments.targets or list(TARGETS)
    arguments.findings.mkdir(parents=True, exist_ok=True)
    whole = sum(TARGETS[name].weight for name in names)
    print(f"{'target':<10} {'inputs':>9} {'per second':>10} {'failures':>9} {'places':>7} {'slowest':>9}", flush=True)
    places = tried = 0
    for name in names:
        seconds = arguments.minutes * 60 * TARGETS[name].weight / whole
        figures = _feed(name, arguments.findings, seconds, arguments.seed, blind=not guided)
        places += figures["places"]
        tried += figures["tried"]
        print(
            f"{name:<10} {figures['tried']:>9,} {figures['tried'] / seconds:>10.0f} {figures['failures']:>9,} "
            f"{figures['places']:>7} {figures['slowest']:>7.2f} s",
            flush=True,
        )
    print(f"{tried:,} inputs, {places} places that fail" + (f"; see {arguments.findings}" if places else ""))
    return 1 if places else 0


def _has_atheris() -> bool:
    try:
        import atheris  # noqa: F401
    except ImportError:
        return False
    return True


def _feed(name: str, findings: Path, seconds: float, seed: int, *, blind: bool) -> dict[str, float]:
    """Feed one target until its time is over, starting its process again when an input ends it."""
    total = {"tried": 0, "failures": 0, "places": 0, "slowest": 0.0}
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 1:
        command = [
            sys.executable,
            __file__,
            name,
            "--findings",
            str(findings),
            "--seed",
            str(seed),
            "--inside",
            str(left),
        ]
        done = None
        try:
            done = subprocess.run(
                command + ["--blind"] * blind,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=left + 120,
                check=False,
            )
            figures = json.loads(done.stdout.strip().rsplit("\n", 1)[-1])
        except (subprocess.TimeoutExpired, ValueError):
            figures = {"tried": 0, "failures": 1, "places": 1, "slowest": 0.0}
            _keep_crash(findings, name, done.stderr if done else "It did not come back.")
        for key, value in figures.items():
            total[key] = max(total[key], value) if key == "slowest" else total[key] + value
        seed += 1
    return total


def _keep_crash(findings: Path, name: str, said: str) -> None:
    current = findings / f"{name}.current"
    content = current.read_bytes() if current.exists() else b""
    kept = findings / name / f"crash-{hashlib.sha256(content).hexdigest()[:12]}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(content)
    said = "\n".join(line for line in said.splitlines() if not line.startswith(("INFO", "WARNING")))
    kept.with_suffix(".txt").write_text(said[-6000:], "utf-8", "backslashreplace")


if __name__ == "__main__":
    sys.exit(main())

"""Every input that once broke something is borne now; the targets can fail, and the runner finds what is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import fuzz_targets
import pytest
from fuzz_targets import CORPUS, TARGETS
from mutation import mutate, seeds

ROOT = Path(__file__).resolve().parent.parent.parent
INPUTS = sorted(path for path in CORPUS.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_input_that_once_broke_something(path: Path) -> None:
    TARGETS[path.parent.name].run(path.read_bytes())


@pytest.mark.parametrize("name", sorted(set(TARGETS) - {"build"}))
def test_a_few_changed_inputs(name: str) -> None:
    """The long run is for the night (`scripts/fuzz.py`); these are the same for everyone."""
    kind = TARGETS[name].kind
    starts = seeds(kind)
    random = Random(name)
    for _ in range(12):
        TARGETS[name].run(mutate(random.choice(starts), kind, random))


def test_changes_keep_documents_whole() -> None:
    """Nearly all changed documents still parse: otherwise nothing behind the parser would ever be tried."""
    random = Random(1)
    starts = seeds("document")
    whole = sum(
        fuzz_targets.read(mutate(random.choice(starts), "document", random)).source is not None for _ in range(50)
    )
    assert whole > 35


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("yaml", "test_hostile_input.interpret"),
        ("text", "fuzz_targets.parse_inline"),
        ("check", "fuzz_targets.check_loaded"),
        ("render", "fuzz_targets.Preparation.of"),
        ("log", "fuzz_targets.read_log"),
        ("import", "fuzz_targets.import_file"),
        ("pdf", "fuzz_targets.read_pdf"),
    ],
)
def test_a_fault_is_seen(name: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr(place, fail)
    with pytest.raises(KeyError, match="a bug"):
        TARGETS[name].run(seeds(TARGETS[name].kind)[0])


@pytest.mark.slow
@pytest.mark.parametrize("fault", [False, True])
def test_the_runner_finds_a_fault(tmp_path: Path, fault: bool) -> None:
    bug = (
        "import fuzz_targets as f; p = f.parse_inline\ndef bug(t):\n    assert '^^' not in t\n    return p(t)\n"
        + "f.parse_inline = bug\n" * fault
    )
    script = ROOT / "scripts" / "fuzz.py"
    code = f"import sys\nsys.argv[0] = {str(script)!r}\nsys.path[:0] = {[str(CORPUS.parent), str(CORPUS.parent.parent)]!r}\n{bug}"
    code += f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')"
    seconds = "1.5" if fault else "0.5"
    command = [sys.executable, "-c", code, "text", "--blind", "--inside", seconds, "--findings", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ('"places": 1' in done.stdout) == fault, done.stdout
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".txt"] == [
        path.name for path in (tmp_path / "text").glob("????????????")
    ]
    if fault:
        (found,) = (tmp_path / "text").glob("????????????")
        assert b"^^" in found.read_bytes()
        assert "AssertionError" in found.with_suffix(".txt").read_text()

"""What the last build left behind: it is trusted when it still holds, and costs time, never the build, when it does not."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import pytest

from resume_tex import build_state
from resume_tex.build_state import BuildState, FileStamp, code_stamp, fingerprint, load_state, save_state
from resume_tex.diagnostics import Diagnostic, Fix, Position, Severity, Span
from resume_tex.diagnostics_json import diagnostic_from_json, diagnostic_to_json

FINDING = Diagnostic(
    "schema.unknown-key",
    Severity.WARNING,
    "The key `zodiac` is not known in `x[0]`.",
    "résumé\udce9.yaml",
    ("work", 0, 'a "b"\\c', "$schema", "d e", ""),
    Span(Position(1, 2), Position(1, 9)),
    "Did you mean 東京?",
    Fix(Span(Position(1, 2), Position(1, 2)), "sign"),
)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a cache and a folder of its own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("RESUME_TEX_CACHE", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def stamp(name: str, content: bytes = b"content") -> FileStamp:
    """Write a file and return its stamp."""
    Path(name).write_bytes(content)
    taken = FileStamp.take(name)
    assert taken is not None
    return taken


def state(**changes: object) -> BuildState:
    """Return a state of a build that wrote a file from another."""
    made = BuildState(
        "request",
        (stamp("in.yaml"),),
        (stamp("out.pdf", b"%PDF-"),),
        "key",
        1_769_817_600,
        2,
        (diagnostic_to_json(FINDING),),
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


class TestStamp:
    """Whether a file is what it was."""

    def test_it_tells_content_and_size(self) -> None:
        stamp("a", b"abc")
        os.utime("a", ns=(1, 1))
        taken = FileStamp.take("a")
        assert taken is not None
        assert (taken.path, taken.size, taken.digest) == ("a", 3, blake2b(b"abc", digest_size=16).hexdigest())
        assert taken.mtime_ns == os.stat("a").st_mtime_ns

    def test_of_no_file(self) -> None:
        os.mkdir("folder")
        assert FileStamp.take("nothing") is None
        assert FileStamp.take("folder") is None

    def test_unchanged(self) -> None:
        assert stamp("a").holds()

    def test_touched(self) -> None:
        taken = stamp("a")
        os.utime("a", ns=(1, 1))
        assert taken.holds()

    def test_written_again_with_the_same_content(self) -> None:
        taken = stamp("a")
        os.unlink("a")
        stamp("a")
        assert taken.holds()

    @pytest.mark.parametrize("content", [b"Content", b"content ", b""])
    def test_changed(self, content: bytes) -> None:
        taken = stamp("a")
        Path("a").write_bytes(content)
        os.utime("a", ns=(1, 1))
        assert not taken.holds()

    @pytest.mark.parametrize("ahead", [0, 3600, 10**9])
    def test_changed_within_the_tick_of_a_clock(self, ahead: int) -> None:
        """Some file systems count in seconds, and clocks are set: a time says nothing before it has settled."""
        Path("a").write_bytes(b"one")
        time = os.stat("a").st_mtime_ns + ahead * 10**9
        os.utime("a", ns=(time, time))
        taken = FileStamp.take("a")
        assert taken is not None
        assert taken.holds()
        Path("a").write_bytes(b"two")
        os.utime("a", ns=(time, time))
        assert not taken.holds()

    def test_gone(self) -> None:
        taken = stamp("a")
        os.unlink("a")
        assert not taken.holds()

    def test_a_folder_now(self) -> None:
        taken = stamp("a")
        os.unlink("a")
        os.mkdir("a")
        assert not taken.holds()


class TestState:
    """Whether building again would give what is there."""

    def test_it_holds(self) -> None:
        assert state().holds("request")

    def test_another_request(self) -> None:
        assert not state().holds("another")

    def test_no_output(self) -> None:
        assert not state(outputs=()).holds("request")

    @pytest.mark.parametrize("name", ["in.yaml", "out.pdf"])
    def test_a_file_changed(self, name: str) -> None:
        made = state()
        Path(name).write_bytes(b"changed")
        assert not made.holds("request")

    @pytest.mark.parametrize("name", ["in.yaml", "out.pdf"])
    def test_a_file_is_gone(self, name: str) -> None:
        made = state()
        os.unlink(name)
        assert not made.holds("request")


class TestKeeping:
    """States come back as they were saved, or not at all."""

    def test_round_trip(self) -> None:
        made = state()
        save_state("in.yaml", made)
        loaded = load_state("in.yaml")
        assert loaded == made
        assert loaded is not None
        assert [diagnostic_from_json(data) for data in loaded.diagnostics] == [FINDING]

    def test_a_document_is_known_by_its_place(self, tmp_path: Path) -> None:
        save_state("in.yaml", state())
        os.mkdir("folder")
        os.chdir("folder")
        assert load_state("../in.yaml") == load_state(str(tmp_path / "in.yaml"))

    def test_an_unknown_document_gets_the_latest_state_for_its_format(self) -> None:
        assert load_state("other.yaml") is None
        first, second = state(format_key="one"), state(format_key="two")
        save_state("first.yaml", first)
        save_state("second.yaml", second)
        assert load_state("other.yaml") == second
        assert load_state("first.yaml") == first

    def test_the_cache_is_private(self, cache: Path) -> None:
        save_state("in.yaml", state())
        assert (cache / "state").stat().st_mode & 0o777 == 0o700
        assert len(os.listdir(cache / "state")) == 2

    @pytest.mark.parametrize(
        "damage",
        [
            lambda content: b"",
            lambda content: content[:-1],
            lambda content: content[:40],
            lambda content: content[:-2] + b" " + content[-2:],
            lambda content: content.replace(b'"pages": 2', b'"pages": 3'),
            lambda content: content[33:],
            lambda content: b"\xff\xfe\x00",
            lambda content: b"[]",
        ],
    )
    def test_damage_is_noticed(self, damage: Callable[[bytes], bytes], cache: Path) -> None:
        save_state("in.yaml", state())
        for file in (cache / "state").iterdir():
            file.write_bytes(damage(file.read_bytes()))
        assert load_state("in.yaml") is None

    def test_another_version_is_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        save_state("in.yaml", state())
        monkeypatch.setattr(build_state, "_VERSION", 0)
        assert load_state("in.yaml") is None

    def test_folders_in_place_of_files(self, cache: Path) -> None:
        save_state("in.yaml", state())
        for file in list((cache / "state").iterdir()):
            file.unlink()
            file.mkdir()
        assert load_state("in.yaml") is None
        save_state("in.yaml", state())
        assert load_state("in.yaml") is None

    def test_a_cache_that_is_a_file(self, cache: Path) -> None:
        cache.write_bytes(b"")
        save_state("in.yaml", state())
        assert load_state("in.yaml") is None

    def test_no_home(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(build_state, "cache_root", lambda: None)
        save_state("in.yaml", state())
        assert load_state("in.yaml") is None


def test_fingerprints_differ_by_value_and_order() -> None:
    parts = [[], [""], ["a"], ["a", "b"], ["b", "a"], ["ab"], [1], ["1"], [None], [("a", "b")], ["\udce9"], [1.0]]
    assert len({fingerprint(part) for part in parts}) == len(parts)
    assert fingerprint(["a", 1]) == fingerprint(("a", 1))


def test_the_code_stamp_sees_every_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    deep = package / "one" / "two"
    deep.mkdir(parents=True)
    for path in (package / "build_state.py", package / "one" / "data.json", deep / "module.py", package / "note.txt"):
        path.write_text("")
        os.utime(path, ns=(1000, 1000))
    monkeypatch.setattr(build_state, "__file__", str(package / "build_state.py"))
    assert code_stamp() == f"{package} 3 1000"
    os.utime(deep / "module.py", ns=(1000, 2000))
    assert code_stamp() == f"{package} 3 2000"
    os.utime(package / "note.txt", ns=(1000, 3000))
    assert code_stamp() == f"{package} 3 2000"
    (package / "one" / "data.json").unlink()
    assert code_stamp() == f"{package} 2 2000"

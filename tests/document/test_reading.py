"""Files that cannot be a resume are refused, each with its reason and a remedy."""

from __future__ import annotations

import json
import os
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from describe import describe

from resume_tex.document.load import LoadResult, load_resume
from resume_tex.document.source import MAX_BYTES

if TYPE_CHECKING:
    from conftest import Outcome

MINIMAL = "basics: {name: Alex}\n"
UNREADABLE: dict[str, tuple[bytes, str]] = {
    "latin-1": (
        "basics:\n  name: Müller\n".encode("latin-1"),
        "2:10-2:11 error file.encoding: The byte 0xFC (in Latin-1 it would be 'ü') is not UTF-8. Save the file as UTF-8.",
    ),
    "windows-1252": (
        "basics:\r\n  name: A\r\n  label: “B”\r\n".encode("cp1252"),
        "3:10-3:11 error file.encoding: The byte 0x93 is not UTF-8. Save the file as UTF-8.",
    ),
    "latin-1 after wide characters": (
        "basics: {label: 東京 ".encode() + b"\xe9}\n",
        "1:20-1:21 error file.encoding: The byte 0xE9 (in Latin-1 it would be 'é') is not UTF-8. Save the file as UTF-8.",
    ),
    "latin-1 after a byte order mark": (
        b"\xef\xbb\xbfname: \xe9\n",
        "1:7-1:8 error file.encoding: The byte 0xE9 (in Latin-1 it would be 'é') is not UTF-8. Save the file as UTF-8.",
    ),
    "cut in the middle of a character": (
        "name: 東".encode()[:-1],
        "1:7-1:8 error file.encoding: The byte 0xE6 (in Latin-1 it would be 'æ') is not UTF-8. Save the file as UTF-8.",
    ),
    "a surrogate in bytes": (
        b"name: \xed\xa0\x80\n",
        "1:7-1:8 error file.encoding: The byte 0xED (in Latin-1 it would be 'í') is not UTF-8. Save the file as UTF-8.",
    ),
    "utf-16 with its mark": (
        MINIMAL.encode("utf-16"),
        "? error file.encoding: resume.yaml is in UTF-16. Save it as UTF-8.",
    ),
    "utf-16, big end first": (
        b"\xfe\xff" + MINIMAL.encode("utf-16-be"),
        "? error file.encoding: resume.yaml is in UTF-16. Save it as UTF-8.",
    ),
    "utf-16 without its mark": (
        MINIMAL.encode("utf-16-le"),
        "? error file.encoding: resume.yaml is in UTF-16. Save it as UTF-8.",
    ),
    "utf-16 without its mark, big end first": (
        MINIMAL.encode("utf-16-be"),
        "? error file.encoding: resume.yaml is in UTF-16. Save it as UTF-8.",
    ),
    "NUL": (
        b"basics:\n  name: A\0B\n",
        "? error file.binary: resume.yaml is a binary file. Name the YAML or JSON text of the resume.",
    ),
    "NULs alone": (
        b"\0" * 20,
        "? error file.binary: resume.yaml is a binary file. Name the YAML or JSON text of the resume.",
    ),
    "PDF": (
        b"%PDF-1.5\n%\xd0\xd4\n",
        "? error file.binary: resume.yaml is a binary file. Name the YAML or JSON text of the resume.",
    ),
    "zip": (
        b"PK\x03\x04\x14",
        "? error file.binary: resume.yaml is a binary file. Name the YAML or JSON text of the resume.",
    ),
    "PNG": (
        b"\x89PNG\r\n\x1a\n",
        "? error file.binary: resume.yaml is a binary file. Name the YAML or JSON text of the resume.",
    ),
    "JPEG": (
        b"\xff\xd8\xff\xe0",
        "? error file.binary: resume.yaml is a binary file. Name the YAML or JSON text of the resume.",
    ),
}


def refused(loaded: LoadResult) -> list[str]:
    """Return the findings of a load as lines, and see that it is marked as unreadable."""
    assert not loaded.readable
    assert loaded.source is None
    assert loaded.resume is None
    return [describe(d) for d in loaded.diagnostics]


@pytest.mark.parametrize("name", UNREADABLE)
def test_content_that_is_no_text(name: str, write: Callable[..., str]) -> None:
    content, expected = UNREADABLE[name]
    assert refused(load_resume(write(content))) == [expected]


@pytest.mark.parametrize("name", ["resume.yaml", "resume.json"])
def test_a_byte_order_mark_is_no_part_of_the_text(name: str, findings: Callable[..., list[str]]) -> None:
    content = json.dumps({"basics": {"nmae": "A"}}).encode()
    assert findings(b"\xef\xbb\xbf" + content, name) == findings(content, name)
    assert findings(content, name)[0].startswith("1:13-1:19 ")


class TestNames:
    """Names that lead to no file."""

    def test_missing(self, write: Callable[..., str]) -> None:
        write(MINIMAL, "note.txt")
        assert refused(load_resume("resume.yaml")) == [
            "? error file.missing: resume.yaml does not exist. | Start with: resume-tex new my-resume"
        ]

    @pytest.mark.parametrize(
        ("there", "asked", "meant"),
        [
            (["resume.yaml", "cover.yaml"], "resme.yaml", "resume.yaml"),
            (["resume.yml", "cover.yaml"], "resume.yaml", "resume.yml"),
            (["resume.json", "x.yaml"], "resume.yaml", "resume.json"),
            (["alex-petrov.yaml"], "resume.yaml", "alex-petrov.yaml"),
            (["cv/resume.yaml"], "cv/resum.yaml", "cv/resume.yaml"),
        ],
    )
    def test_close(self, there: list[str], asked: str, meant: str, write: Callable[..., str]) -> None:
        for name in there:
            write(MINIMAL, name)
        assert refused(load_resume(asked)) == [f"? error file.missing: {asked} does not exist. | Did you mean {meant}?"]

    def test_folder_is_missing_too(self, write: Callable[..., str]) -> None:
        write(MINIMAL)
        assert refused(load_resume("nowhere/resume.yaml")) == [
            "? error file.missing: nowhere/resume.yaml does not exist, nor does the folder nowhere. "
            "Check the name and the folder that you are in."
        ]

    def test_empty(self, write: Callable[..., str]) -> None:
        write(MINIMAL)
        assert refused(load_resume("")) == [
            "? error file.missing: The name of the file is empty. Name the YAML or JSON file of the resume."
        ]

    def test_link_to_nowhere(self, write: Callable[..., str]) -> None:
        write(MINIMAL)
        os.symlink("gone.yaml", "link.yaml")
        assert refused(load_resume("link.yaml")) == [
            "? error file.missing: link.yaml is a link to gone.yaml, which does not exist. Mend the link."
        ]

    def test_link_to_a_file(self, write: Callable[..., str]) -> None:
        os.symlink(write(MINIMAL), "link.yaml")
        assert load_resume("link.yaml").diagnostics == ()

    def test_link_to_itself(self, write: Callable[..., str]) -> None:
        write(MINIMAL)
        os.symlink("loop.yaml", "loop.yaml")
        assert refused(load_resume("loop.yaml")) == [
            "? error file.unreadable: loop.yaml cannot be read: too many levels of symbolic links."
        ]

    def test_folder(self, write: Callable[..., str]) -> None:
        write(MINIMAL, "cv/resume.yaml")
        os.mkdir("empty")
        assert refused(load_resume("cv")) == [
            "? error file.not-a-file: cv is a folder. Name the YAML or JSON file in it. | Did you mean cv/resume.yaml?"
        ]
        assert refused(load_resume("empty")) == [
            "? error file.not-a-file: empty is a folder. Name the YAML or JSON file in it."
        ]

    def test_file_as_folder(self, write: Callable[..., str]) -> None:
        write(MINIMAL)
        assert refused(load_resume("resume.yaml/resume.yaml")) == [
            "? error file.unreadable: resume.yaml/resume.yaml cannot be read: not a directory."
        ]

    def test_too_long(self) -> None:
        name = "a" * 300
        assert refused(load_resume(name)) == [f"? error file.unreadable: {name} cannot be read: file name too long."]

    def test_nul(self) -> None:
        assert refused(load_resume("a\0b")) == ["? error file.unreadable: a\0b cannot be read: embedded null byte."]

    @pytest.mark.parametrize("device", ["/dev/null", "/dev/zero"])
    def test_device(self, device: str) -> None:
        assert refused(load_resume(device)) == [
            f"? error file.not-a-file: {device} is not a file. Name the YAML or JSON file of the resume."
        ]

    def test_named_pipe_does_not_block(self, write: Callable[..., str]) -> None:
        write(MINIMAL)
        os.mkfifo("pipe.yaml")
        assert refused(load_resume("pipe.yaml")) == [
            "? error file.not-a-file: pipe.yaml is not a file. Name the YAML or JSON file of the resume."
        ]


class TestPermissions:
    """Files that the user may not read; in a process that the modes bind."""

    @pytest.mark.parametrize("name", ["resume.yaml", "locked/resume.yaml"])
    def test_not_readable(
        self, name: str, write: Callable[..., str], spawn: Callable[..., Outcome], mortal: list[str], tmp_path: Path
    ) -> None:
        write(MINIMAL, name)
        locked = tmp_path / name.split("/")[0]
        locked.chmod(0)
        try:
            outcome = spawn("check", name, "--quiet", prefix=mortal)
        finally:
            locked.chmod(0o700)
        assert outcome.all == (
            2,
            f"{name}: error file.permission\n"
            f"  {name} cannot be read: permission denied. Check the mode of file and folder.\n",
            "",
        )

    def test_folder_not_readable(
        self, write: Callable[..., str], spawn: Callable[..., Outcome], mortal: list[str], tmp_path: Path
    ) -> None:
        write(MINIMAL, "locked/resume.yaml")
        (tmp_path / "locked").chmod(0)
        try:
            outcome = spawn("check", "locked", "--quiet", prefix=mortal)
        finally:
            (tmp_path / "locked").chmod(0o700)
        assert outcome.all == (
            2,
            "locked: error file.not-a-file\n  locked is a folder. Name the YAML or JSON file in it.\n",
            "",
        )


class TestSize:
    """Files too large for a resume are refused before they are read."""

    @pytest.mark.parametrize("name", ["resume.yaml", "resume.json"])
    def test_fifty_megabytes_are_refused_at_once(self, name: str, write: Callable[..., str]) -> None:
        write(b"", name)
        with open(name, "r+b") as stream:
            stream.truncate(50_000_000)
        tracemalloc.start()
        start = time.perf_counter()
        loaded = load_resume(name)
        seconds = time.perf_counter() - start
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert refused(loaded) == [
            f"? error file.too-large: {name} has 50.0 MB; a resume is text of a few kB, and more than 1 MB is refused. Is it the right file?"
        ]
        assert seconds < 0.5
        assert peak < 1_000_000

    def test_the_largest_that_is_read(self, findings: Callable[..., list[str]]) -> None:
        content = MINIMAL.encode() + b"#" * (MAX_BYTES - len(MINIMAL))
        assert findings(content) == []
        assert findings(content + b"#") == [
            "? error file.too-large: resume.yaml has 1.0 MB; a resume is text of a few kB, and more than 1 MB is refused. Is it the right file?"
        ]

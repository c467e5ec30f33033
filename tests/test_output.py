"""Results are written whole or not at all, and never over what the user did not mean to lose."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from resume_tex.errors import OutputError
from resume_tex.output import check_target, write_atomically

MAGIC = b"%PDF-"


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the test's folder."""
    monkeypatch.chdir(tmp_path)


def refusal(path: str, *sources: str, magic: bytes | None = MAGIC) -> tuple[str, str]:
    """Return message and remedy of a refused target."""
    with pytest.raises(OutputError) as caught:
        check_target(path, sources, magic)
    assert caught.value.exit_code == 2
    return caught.value.message, caught.value.remedy


class TestTarget:
    """Targets that would destroy something are refused."""

    def test_new_file(self) -> None:
        check_target("resume.pdf", ("resume.yaml",), MAGIC)
        assert os.listdir() == []

    @pytest.mark.parametrize("content", [b"%PDF-1.5\n...", b""])
    def test_a_pdf_and_an_empty_file_may_be_replaced(self, content: bytes) -> None:
        Path("resume.pdf").write_bytes(content)
        check_target("resume.pdf", (), MAGIC)

    @pytest.mark.parametrize("content", [b"hello", b"%PD", b" %PDF-1.5", b"\xff\xfe"])
    def test_another_kind_of_file(self, content: bytes) -> None:
        Path("resume.pdf").write_bytes(content)
        assert refusal("resume.pdf") == (
            "resume.pdf exists and is not a PDF; it is left alone.",
            "Remove it, or name another file with -o.",
        )
        assert Path("resume.pdf").read_bytes() == content

    def test_without_a_kind_any_file_may_be_replaced(self) -> None:
        Path("resume.tex").write_bytes(b"hello")
        check_target("resume.tex", (), None)

    def test_folder(self) -> None:
        os.mkdir("resume.pdf")
        assert refusal("resume.pdf") == ("resume.pdf is a folder.", "Name the file to write.")

    def test_no_folder(self) -> None:
        folder = Path.cwd() / "out"
        assert refusal("out/resume.pdf") == (
            f"The folder {folder} does not exist.",
            "Create it, or name another with -o.",
        )

    def test_a_file_as_folder(self) -> None:
        Path("out").write_bytes(b"")
        assert refusal("out/resume.pdf")[0] == f"The folder {Path.cwd() / 'out'} does not exist."

    @pytest.mark.parametrize("form", ["same", "other spelling", "symbolic link", "hard link"])
    def test_the_document_itself(self, form: str) -> None:
        Path("resume.yaml").write_bytes(MAGIC)
        target = "out.pdf"
        if form == "same":
            target = "resume.yaml"
        elif form == "other spelling":
            target = f"../{Path.cwd().name}/./resume.yaml"
        elif form == "symbolic link":
            os.symlink("resume.yaml", target)
        else:
            os.link("resume.yaml", target)
        assert refusal(target, "resume.yaml") == (
            f"{target} is the document itself; it would be overwritten.",
            "Name another file with -o.",
        )

    def test_device(self) -> None:
        """Renaming a file over /dev/null, as root may, would leave the system without one."""
        assert refusal("/dev/null", magic=None) == (
            "/dev/null is no file but a device or a pipe, which a result would replace.",
            "Name a file to write.",
        )

    def test_named_pipe(self) -> None:
        os.mkfifo("pipe.pdf")
        assert refusal("pipe.pdf")[0] == "pipe.pdf is no file but a device or a pipe, which a result would replace."


class TestWriting:
    """A write gives the new content or leaves the old."""

    def test_new_file(self) -> None:
        write_atomically("a.pdf", b"new")
        assert {name: Path(name).read_bytes() for name in os.listdir()} == {"a.pdf": b"new"}
        umask = os.umask(0)
        os.umask(umask)
        assert stat.S_IMODE(os.stat("a.pdf").st_mode) == 0o666 & ~umask

    def test_old_file(self) -> None:
        Path("a.pdf").write_bytes(b"old and longer")
        write_atomically("a.pdf", b"new")
        assert {name: Path(name).read_bytes() for name in os.listdir()} == {"a.pdf": b"new"}

    def test_a_reader_keeps_what_it_opened(self) -> None:
        Path("a.pdf").write_bytes(b"old")
        with open("a.pdf", "rb") as stream:
            write_atomically("a.pdf", b"new")
            assert stream.read() == b"old"

    def test_through_a_link(self) -> None:
        os.mkdir("there")
        Path("there/real.pdf").write_bytes(b"old")
        os.symlink("there/real.pdf", "link.pdf")
        write_atomically("link.pdf", b"new")
        assert os.readlink("link.pdf") == "there/real.pdf"
        assert Path("there/real.pdf").read_bytes() == b"new"
        assert os.listdir("there") == ["real.pdf"]

    def test_through_a_link_to_nothing_yet(self) -> None:
        os.symlink("later.pdf", "link.pdf")
        write_atomically("link.pdf", b"new")
        assert Path("later.pdf").read_bytes() == b"new"
        assert sorted(os.listdir()) == ["later.pdf", "link.pdf"]

    def test_long_name(self) -> None:
        name = "é" * 120 + ".pdf"
        write_atomically(name, b"new")
        assert os.listdir() == [name]

    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o444])
    def test_permissions_are_kept(self, mode: int) -> None:
        Path("a.pdf").write_bytes(b"old")
        os.chmod("a.pdf", mode)
        write_atomically("a.pdf", b"new")
        assert stat.S_IMODE(os.stat("a.pdf").st_mode) == mode
        assert Path("a.pdf").read_bytes() == b"new"

    def test_a_failure_leaves_the_old_file_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("a.pdf").write_bytes(b"old")

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch, pytest.raises(OutputError) as caught:
            patch.setattr(os, "replace", full)
            write_atomically("a.pdf", b"new")
        assert caught.value.message == "a.pdf cannot be written: No space left on device."
        assert caught.value.remedy == "Check the folder's permissions and the free space, or use -o."
        assert {name: Path(name).read_bytes() for name in os.listdir()} == {"a.pdf": b"old"}

    def test_a_full_disk_leaves_the_old_file_alone(self) -> None:
        """A limit on the size of files stands for the disk."""
        Path("a.pdf").write_bytes(b"old")
        script = (
            "import resource\n"
            "from resume_tex.errors import OutputError\n"
            "from resume_tex.output import write_atomically\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))\n"
            "try:\n    write_atomically('a.pdf', b'x' * 100)\nexcept OutputError as error:\n    print(error.message)\n"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout == "a.pdf cannot be written: File too large.\n"
        assert {name: Path(name).read_bytes() for name in os.listdir()} == {"a.pdf": b"old"}

    def test_an_interruption_leaves_nothing_behind(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("a.pdf").write_bytes(b"old")

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", interrupt)
            with pytest.raises(KeyboardInterrupt):
                write_atomically("a.pdf", b"new")
        assert {name: Path(name).read_bytes() for name in os.listdir()} == {"a.pdf": b"old"}

    def test_folder_gone(self) -> None:
        with pytest.raises(OutputError) as caught:
            write_atomically("gone/a.pdf", b"new")
        assert caught.value.message == "gone/a.pdf cannot be written: No such file or directory."

"""`resume-tex build` as people run it: what it says, what it writes, and what it never touches."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from resume_tex.cli.app import run

if TYPE_CHECKING:
    from conftest import Outcome

GOOD = "basics: {name: Alex Petrov, email: alex@a.example}\n"
BAD = "basics: {nmae: Alex Petrov}\n"
LAST_GOOD = b"%PDF-1.5 the last good one"


@pytest.fixture
def build(invoke: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Return a function that builds a draft, since these documents say too little for the quality rules."""

    def run(*arguments: str) -> Outcome:
        outcome = invoke("build", "--draft", *arguments)
        assert "Traceback" not in outcome.out + outcome.err
        return outcome

    return run


def last_line(outcome: Outcome) -> str:
    """Return the last line of the output."""
    return outcome.out.splitlines()[-1] if outcome.out else ""


def files(folder: Path | str = ".") -> list[str]:
    """Return the names of all files under a folder."""
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*") if not path.is_dir())


def is_pdf(name: str) -> bool:
    """Tell a PDF."""
    content = Path(name).read_bytes()
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")


class TestResult:
    """Where the results go."""

    def test_beside_the_document(self, write: Callable[..., str], build: Callable[..., Outcome]) -> None:
        outcome = build(write(GOOD, "cv/alex.petrov.yaml"))
        assert (outcome.code, outcome.err) == (0, "")
        assert last_line(outcome) == "cv/alex.petrov.pdf (1 page) written."
        assert files() == ["cv/alex.petrov.pdf", "cv/alex.petrov.yaml"]
        assert is_pdf("cv/alex.petrov.pdf")

    def test_the_default_document(self, write: Callable[..., str], build: Callable[..., Outcome]) -> None:
        write(GOOD)
        assert last_line(build()) == "resume.pdf (1 page) written."

    @pytest.mark.parametrize(
        ("arguments", "made"),
        [
            (["-o", "other.pdf"], ["other.pdf"]),
            (["-o", "out"], ["out/resume.pdf"]),
            (["-o", "out/"], ["out/resume.pdf"]),
            (["--output", "out/x.y.pdf"], ["out/x.y.pdf"]),
            (["-o", "no-ending"], ["no-ending"]),
            (["--format", "tex"], ["resume.tex"]),
            (["--format", "tex", "-o", "out"], ["out/resume.tex"]),
            (["--format", " tex , pdf, tex"], ["resume.tex", "resume.pdf"]),
            (["--format", "pdf,tex", "-o", "x.pdf"], ["x.pdf", "x.tex"]),
            (["--format", "pdf,tex", "-o", "out"], ["out/resume.pdf", "out/resume.tex"]),
        ],
    )
    def test_elsewhere(
        self, arguments: list[str], made: list[str], write: Callable[..., str], build: Callable[..., Outcome]
    ) -> None:
        write(GOOD)
        os.mkdir("out")
        outcome = build(*arguments)
        assert outcome.code == 0
        pages = " (1 page)" if "tex" not in arguments else ""
        assert last_line(outcome) == f"{', '.join(made)}{pages} written."
        assert files() == sorted(["resume.yaml", *made])

    def test_a_name_with_dots_and_slashes_writes_nowhere_else(
        self, write: Callable[..., str], build: Callable[..., Outcome]
    ) -> None:
        write(
            "basics: {name: ../../../evil/x, label: /etc/y, email: a@b.example}\nmeta: {version: ../z}\n",
            "a/b/resume.yaml",
        )
        os.chdir("a/b")
        assert build().code == 0
        os.chdir("../..")
        assert files() == ["a/b/resume.pdf", "a/b/resume.yaml"]

    def test_json(self, write: Callable[..., str], build: Callable[..., Outcome]) -> None:
        assert last_line(build(write('{"basics": {"name": "Alex"}}', "resume.json"))) == "resume.pdf (1 page) written."

    def test_quiet(self, write: Callable[..., str], invoke: Callable[..., Outcome]) -> None:
        example = Path(__file__).parents[2] / "examples" / "ml-engineer.yaml"
        outcome = invoke("build", write(example.read_text("utf-8")), "--quiet", "--draft")
        assert "written" not in outcome.out
        assert is_pdf("resume.pdf")

    def test_an_empty_document_is_typeset_as_a_draft(
        self, write: Callable[..., str], build: Callable[..., Outcome]
    ) -> None:
        outcome = build(write('{"work": []}', "resume.json"))
        assert outcome.code == 0
        assert is_pdf("resume.pdf")


class TestRefusals:
    """Files that a build leaves alone."""

    def test_the_document_itself(self, write: Callable[..., str], build: Callable[..., Outcome]) -> None:
        write(GOOD)
        assert build("-o", "./resume.yaml").all == (
            2,
            "",
            "error: ./resume.yaml is the document itself; it would be overwritten.\nhelp: Name another file with -o.\n",
        )
        assert Path("resume.yaml").read_text() == GOOD

    def test_the_document_by_a_link(self, write: Callable[..., str], build: Callable[..., Outcome]) -> None:
        write(GOOD)
        os.symlink("resume.yaml", "resume.pdf")
        assert build().code == 2
        assert Path("resume.yaml").read_text() == GOOD

    def test_a_document_without_ending_does_not_become_its_pdf(
        self, write: Callable[..., str], build: Callable[..., Outcome]
    ) -> None:
        write(GOOD, "resume.pdf")
        assert build("resume.pdf").err.startswith("error: resume.pdf is the document itself;")
        assert Path("resume.pdf").read_text() == GOOD

    def test_another_kind_of_file(self, write: Callable[..., str], build: Callable[..., Outcome]) -> None:
        write(GOOD)
        Path("resume.pdf").write_bytes(b"precious")
        assert build().all == (
            2,
            "",
            "error: resume.pdf exists and is not a PDF; it is left alone.\n"
            "help: Remove it, or name another file with -o.\n",
        )
        assert Path("resume.pdf").read_bytes() == b"precious"

    def test_a_folder_in_the_way(self, write: Callable[..., str], build: Callable[..., Outcome]) -> None:
        write(GOOD)
        os.mkdir("resume.pdf")
        assert build().all == (2, "", "error: resume.pdf is a folder.\nhelp: Name the file to write.\n")
        assert files() == ["resume.yaml"]

    def test_no_folder(self, write: Callable[..., str], build: Callable[..., Outcome], tmp_path: Path) -> None:
        write(GOOD)
        assert build("-o", "out/resume.pdf").all == (
            2,
            "",
            f"error: The folder {tmp_path}/out does not exist.\nhelp: Create it, or name another with -o.\n",
        )

    def test_a_device(self, write: Callable[..., str], build: Callable[..., Outcome]) -> None:
        write(GOOD)
        outcome = build("-o", "/dev/null")
        assert outcome.code == 2
        assert Path("/dev/null").is_char_device()

    def test_a_read_only_folder(
        self, write: Callable[..., str], spawn: Callable[..., Outcome], mortal: list[str], tmp_path: Path
    ) -> None:
        write(GOOD, "cv/resume.yaml")
        (tmp_path / "cv").chmod(0o500)
        try:
            outcome = spawn("build", "--draft", "cv/resume.yaml", "-q", prefix=mortal)
        finally:
            (tmp_path / "cv").chmod(0o700)
        assert outcome.code == 2
        assert outcome.err == (
            "error: cv/resume.pdf cannot be written: Permission denied.\n"
            "help: Check the folder's permissions and the free space, or use -o.\n"
        )
        assert files() == ["cv/resume.yaml"]

    def test_through_a_link(self, write: Callable[..., str], build: Callable[..., Outcome]) -> None:
        write(GOOD)
        os.mkdir("site")
        Path("site/cv.pdf").write_bytes(LAST_GOOD)
        os.symlink("site/cv.pdf", "resume.pdf")
        assert build().code == 0
        assert os.readlink("resume.pdf") == "site/cv.pdf"
        assert is_pdf("site/cv.pdf")
        assert files() == ["resume.pdf", "resume.yaml", "site/cv.pdf"]

    @pytest.mark.parametrize(
        ("content", "code"), [(BAD, 1), ("basics: [\n", 1), ("", 1), (b"\0", 2), (b"basics: {name: \xff}", 2)]
    )
    def test_a_failed_build_leaves_the_last_pdf(
        self, content: str | bytes, code: int, write: Callable[..., str], build: Callable[..., Outcome]
    ) -> None:
        Path(write(content)).with_suffix(".pdf").write_bytes(LAST_GOOD)
        outcome = build()
        assert (outcome.code, outcome.err) == (code, "")
        assert re.match(r"1 error; no PDF written\. Learn more: resume-tex explain [a-z.-]+\Z", last_line(outcome))
        assert Path("resume.pdf").read_bytes() == LAST_GOOD
        assert files() == ["resume.pdf", "resume.yaml"]

    def test_a_character_without_a_glyph_stops_a_build(
        self, write: Callable[..., str], invoke: Callable[..., Outcome]
    ) -> None:
        outcome = invoke("build", write(GOOD.replace("Alex", "🚀")))
        assert outcome.code == 1
        assert "error layout.missing-glyph basics.name" in outcome.out
        assert "Build it all the same with --draft." in last_line(outcome)
        assert files() == ["resume.yaml"]

    def test_quality_errors_stop_a_build_and_a_draft_goes_on(
        self, write: Callable[..., str], invoke: Callable[..., Outcome]
    ) -> None:
        document = write(GOOD.replace("Alex", "🚀"))
        assert invoke("check", document).code == 1
        outcome = invoke("build", document, "--draft")
        assert outcome.code == 0
        assert "error layout.missing-glyph basics.name" in outcome.out
        assert last_line(outcome) == "resume.pdf (1 page) written."

    def test_no_draft_of_what_has_no_structure(self, write: Callable[..., str], build: Callable[..., Outcome]) -> None:
        outcome = build(write(BAD))
        assert outcome.code == 1
        assert "--draft" not in outcome.out
        assert files() == ["resume.yaml"]


class TestUnchanged:
    """A build that has nothing to do does nothing and says so."""

    @pytest.fixture
    def built(self, write: Callable[..., str], build: Callable[..., Outcome]) -> Callable[..., Outcome]:
        """Build once, and return a function that builds again."""
        write(GOOD)
        assert last_line(build()) == "resume.pdf (1 page) written."
        return build

    def test_nothing_changed(self, built: Callable[..., Outcome]) -> None:
        before = os.stat("resume.pdf")
        outcome = built()
        assert outcome.code == 0
        assert last_line(outcome) == "resume.pdf (1 page) is up to date."
        after = os.stat("resume.pdf")
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    def test_the_findings_are_told_again(self, write: Callable[..., str], build: Callable[..., Outcome]) -> None:
        write(f"{GOOD}zodiac: 東京\n")
        first, second = build(), build()
        assert "resume.yaml:2:1: warning schema.unknown-key zodiac\n" in first.out
        assert second.out == first.out.replace("written.", "is up to date.")

    def test_a_touched_document(self, built: Callable[..., Outcome]) -> None:
        os.utime("resume.yaml", ns=(1, 1))
        assert last_line(built()) == "resume.pdf (1 page) is up to date."

    def test_from_another_folder(self, built: Callable[..., Outcome]) -> None:
        """The findings name the file as the user does, so that another name is another request."""
        os.mkdir("elsewhere")
        os.chdir("elsewhere")
        assert last_line(built("../resume.yaml")) == "../resume.pdf (1 page) written."

    @pytest.mark.parametrize(
        "change",
        [
            lambda: Path("resume.yaml").write_text(GOOD.replace("Alex", "Alix")),
            lambda: Path("resume.pdf").unlink(),
            lambda: Path("resume.pdf").write_bytes(LAST_GOOD),
            lambda: Path("resume.pdf").write_bytes(b""),
        ],
        ids=["document", "no-pdf", "another-pdf", "empty-pdf"],
    )
    def test_a_change(self, change: Callable[[], object], built: Callable[..., Outcome]) -> None:
        change()
        assert last_line(built()) == "resume.pdf (1 page) written."
        assert is_pdf("resume.pdf")

    @pytest.mark.parametrize(
        "arguments", [["--force"], ["--theme", "classic"], ["--set", "paper=a4"], ["--format", "pdf,tex"]]
    )
    def test_another_request(self, arguments: list[str], built: Callable[..., Outcome]) -> None:
        assert last_line(built(*arguments)).endswith("written.")

    def test_a_failed_build_is_tried_again(self, built: Callable[..., Outcome]) -> None:
        Path("resume.yaml").write_text(BAD)
        assert built().code == 1
        assert built().code == 1
        Path("resume.yaml").write_text(GOOD)
        assert last_line(built()) == "resume.pdf (1 page) is up to date."


@pytest.fixture(scope="module")
def filled_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache that has what builds need."""
    folder, document = tmp_path_factory.mktemp("cache"), tmp_path_factory.mktemp("document") / "resume.yaml"
    document.write_text(GOOD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESUME_TEX_CACHE", str(folder))
        assert run(["build", "--draft", "--quiet", str(document)]) == 0
    return folder


@pytest.mark.slow
class TestCache:
    """The cache may be anywhere, nowhere, read-only, damaged or gone."""

    @pytest.fixture
    def own_cache(self, filled_cache: Path, tmp_path: Path) -> Iterator[Path]:
        """Return a cache of the test's own, which has what builds need."""
        folder = tmp_path / "own-cache"
        shutil.copytree(filled_cache, folder)
        yield folder
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                path.chmod(0o700)

    def run(
        self, spawn: Callable[..., Outcome], env: dict[str, str | None], prefix: list[str] | None = None
    ) -> Outcome:
        """Build in a process of its own, which must succeed and print nothing about caches."""
        outcome = spawn("build", "--draft", "resume.yaml", env=env, prefix=prefix or [])
        assert (outcome.code, outcome.err) == (0, "")
        assert is_pdf("resume.pdf")
        return outcome

    def test_no_home(self, write: Callable[..., str], spawn: Callable[..., Outcome], tmp_path: Path) -> None:
        write(GOOD)
        nowhere: dict[str, str | None] = {"RESUME_TEX_CACHE": None, "XDG_CACHE_HOME": None}
        (tmp_path / "a-file").write_text("")
        self.run(spawn, {**nowhere, "HOME": str(tmp_path / "a-file" / "home")})
        assert files() == ["a-file", "resume.pdf", "resume.yaml"]

    def test_home_from_the_system_when_the_variable_is_gone(
        self, write: Callable[..., str], spawn: Callable[..., Outcome], tmp_path: Path
    ) -> None:
        write(GOOD)
        self.run(spawn, {"RESUME_TEX_CACHE": None, "HOME": None, "XDG_CACHE_HOME": str(tmp_path / "xdg")})
        assert (tmp_path / "xdg" / "resume-tex" / "state").is_dir()

    def test_a_read_only_cache(
        self, write: Callable[..., str], spawn: Callable[..., Outcome], own_cache: Path, mortal: list[str]
    ) -> None:
        write(GOOD)
        before = files(own_cache)
        for path in (own_cache, *own_cache.rglob("*")):
            path.chmod(0o500 if path.is_dir() else 0o400)
        env: dict[str, str | None] = {"RESUME_TEX_CACHE": str(own_cache)}
        for _ in range(2):
            assert last_line(self.run(spawn, env, mortal)) == "resume.pdf (1 page) written."
        assert files(own_cache) == before

    def test_an_empty_read_only_cache(
        self, write: Callable[..., str], spawn: Callable[..., Outcome], tmp_path: Path, mortal: list[str]
    ) -> None:
        write(GOOD)
        (tmp_path / "cache").mkdir(mode=0o500)
        self.run(spawn, {"RESUME_TEX_CACHE": str(tmp_path / "cache")}, mortal)

    def test_a_cache_that_is_a_file(
        self, write: Callable[..., str], spawn: Callable[..., Outcome], tmp_path: Path
    ) -> None:
        write(GOOD)
        (tmp_path / "cache").write_text("mine")
        self.run(spawn, {"RESUME_TEX_CACHE": str(tmp_path / "cache")})
        assert (tmp_path / "cache").read_text() == "mine"

    def test_deleted_between_builds(
        self, write: Callable[..., str], spawn: Callable[..., Outcome], own_cache: Path
    ) -> None:
        write(GOOD)
        env: dict[str, str | None] = {"RESUME_TEX_CACHE": str(own_cache)}
        first = self.run(spawn, env)
        content = Path("resume.pdf").read_bytes()
        assert last_line(first) == "resume.pdf (1 page) written."
        assert last_line(self.run(spawn, env)) == "resume.pdf (1 page) is up to date."
        shutil.rmtree(own_cache)
        assert last_line(self.run(spawn, env)) == "resume.pdf (1 page) written."
        assert Path("resume.pdf").read_bytes() == content

    def test_damaged(self, write: Callable[..., str], spawn: Callable[..., Outcome], own_cache: Path) -> None:
        write(GOOD)
        env: dict[str, str | None] = {"RESUME_TEX_CACHE": str(own_cache)}
        self.run(spawn, env)
        content = Path("resume.pdf").read_bytes()
        for name in files(own_cache):
            (own_cache / name).chmod(0o600)
            (own_cache / name).write_bytes(b"\0damaged")
        assert last_line(self.run(spawn, env)) == "resume.pdf (1 page) written."
        assert Path("resume.pdf").read_bytes() == content

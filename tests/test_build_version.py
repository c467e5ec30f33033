"""The version in a PDF: in its information, on its page, in its date, and what `inspect` makes of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import builders
import pytest
from git_folders import FIRST, GitFolder, isolate_git
from pdf_reading import EXTRACTORS, information, words
from pikepdf import Pdf

from resume_tex import __version__
from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Severity
from resume_tex.render.project import render_project
from resume_tex.render.provenance import Provenance, Version

if TYPE_CHECKING:
    from conftest import Outcome

PERSON = "basics: {name: Jane Doe, email: jane@example.org}\nmeta: {resumeTex: {options: {version: true}}}\n"
VERSION = Version("v1.2-3-g1a2b3c4-dirty", "1a2b3c4" + "0" * 33, FIRST)
TOLD = {"/SourceVersion", "/SourceCommit", "/SourceTheme", "/SourceVariant", "/Creator", "/CreationDate"}


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let git see nothing of the user's."""
    return isolate_git(tmp_path, monkeypatch)


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFolder:
    """Return a repository with a document, which is the current folder."""
    git = GitFolder(tmp_path / "cv")
    monkeypatch.chdir(git.path)
    git.write("resume.yaml", PERSON)
    git.write(".gitignore", "*.pdf\n")
    return git


def told(**wanted: object) -> dict[str, str]:
    """Build resume.yaml, and return what the PDF tells of its making."""
    result = build(replace(BuildRequest("resume.yaml", draft=True), **wanted))  # type: ignore[arg-type]
    assert [d for d in result.diagnostics if d.severity is Severity.ERROR and d.code.startswith("theme")] == []
    assert result.outputs
    found = information(Path(result.outputs[0]).read_bytes())
    return {key: value for key, value in found.items() if key in TOLD}


def expected(version: str, commit: str, date: str) -> dict[str, str]:
    return {
        "/Creator": f"resume-tex {__version__}", "/SourceTheme": "engineer", "/SourceVersion": version,
        "/SourceCommit": commit, "/CreationDate": date,
    }  # fmt: skip


class TestInformation:
    """What the PDF tells programs."""

    def test_from_commit_to_change_to_tag(self, git: GitFolder) -> None:
        outside = {"/Creator": f"resume-tex {__version__}", "/SourceTheme": "engineer"}
        assert told() == outside
        first = git.commit()
        assert told() == expected(first[:7], first, "D:20231114221320Z")
        git("tag", "--annotate", "--message", "x", "v1.0")
        assert told() == expected("v1.0", first, "D:20231114221320Z")
        git.write("resume.yaml", PERSON.replace("Doe", "Roe"))
        assert told() == expected("v1.0-dirty", first, "D:20231114221320Z")
        second = git.commit()
        assert told() == expected(f"v1.0-1-g{second[:7]}", second, "D:20231114231320Z")
        git("checkout", "--quiet", "v1.0")
        assert told() == expected("v1.0", first, "D:20231114221320Z")

    def test_the_same_commit_gives_the_same_bytes(self, git: GitFolder, tmp_path: Path) -> None:
        git.commit()
        told()
        first = Path("resume.pdf").read_bytes()
        git("clone", "--quiet", str(git.path), str(tmp_path / "clone é"))
        os.chdir(tmp_path / "clone é")
        os.utime("resume.yaml", (5, 5))
        assert not Path("resume.pdf").exists()
        told()
        assert Path("resume.pdf").read_bytes() == first

    def test_nothing_is_done_twice(self, git: GitFolder) -> None:
        git.commit()
        request = BuildRequest("resume.yaml", draft=True)
        assert [build(request).unchanged for _ in range(3)] == [False, True, True]
        git.commit()
        assert [build(request).unchanged for _ in range(2)] == [False, True]

    @pytest.mark.parametrize("document", [PERSON, PERSON + "x-y: 1\n"])
    def test_dates(self, document: str, git: GitFolder) -> None:
        git.write("resume.yaml", document.replace("meta: {", "meta: {lastModified: 2020-02-03T00:00:00Z, "))
        assert told()["/CreationDate"] == "D:20200203000000Z"
        git.commit()
        assert told()["/CreationDate"] == "D:20231114221320Z", "the commit's"
        assert told(source_date=0)["/CreationDate"] == "D:19700101000000Z", "SOURCE_DATE_EPOCH"

    def test_variant(self, git: GitFolder) -> None:
        git.write("resume.yaml", PERSON.replace("resumeTex: {", "resumeTex: {variants: {short: {label: Engineer}}, "))
        git.commit()
        assert told(variant="short")["/SourceVariant"] == "short"
        assert "/SourceVariant" not in told()

    def test_odd_tags(self, git: GitFolder) -> None:
        commit = git.commit()
        git("tag", "v1#%&_${}größe")
        assert told()["/SourceVersion"] == "v1#%&_${}größe"
        assert words(EXTRACTORS["pdftotext"](Path("resume.pdf").read_bytes())).endswith(" v1#%&_${}größe")
        git("tag", "--annotate", "--message", "x", "v1-版")
        assert told()["/SourceVersion"] == "v1-版"
        assert words(EXTRACTORS["pdftotext"](Path("resume.pdf").read_bytes())).endswith(f" {commit[:7]}")

    def test_without_git(self, git: GitFolder, monkeypatch: pytest.MonkeyPatch) -> None:
        git.commit()
        monkeypatch.setenv("PATH", "/nonexistent")
        assert told() == {"/Creator": f"resume-tex {__version__}", "/SourceTheme": "engineer"}

    def test_the_tool_alone_makes_no_difference_to_check_and_export(self) -> None:
        assert "SourceVersion" not in builders.project_of(builders.EXAMPLE).body
        assert "tool = " not in builders.project_of(builders.EXAMPLE).body


class TestPage:
    """The version on the page."""

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("theme", "options"),
        # above a foot, and where there is none
        [*((theme, builders.DRESSED) for theme in builders.THEMES), ("engineer", {}), ("classic", {})],
    )
    def test_it_is_read_last_and_changes_nothing_else(self, theme: str, options: dict[str, object]) -> None:
        path = builders.sample("full.yaml")
        without = builders.sample_pdf("full.yaml", theme, tuple(options.items()))
        prepared = builders.prepare(path, theme, version=True, **options)
        assert prepared.settings is not None
        settings = replace(prepared.settings, provenance=Provenance("1.0", "", VERSION))
        pdf = builders.pdf_of(render_project(builders.load(path), settings))
        for name, extract in EXTRACTORS.items():
            text, before = words(extract(pdf)), words(extract(without))
            assert text.endswith(VERSION.text), name
            assert words(text.removesuffix(VERSION.text)) == before, name

    def test_no_option_no_version(self, git: GitFolder) -> None:
        git.write("resume.yaml", PERSON.replace("version: true", "version: false"))
        commit = git.commit()
        assert told()["/SourceVersion"] == commit[:7]
        for name, extract in EXTRACTORS.items():
            assert commit[:7] not in extract(Path("resume.pdf").read_bytes()), name

    def test_only_on_the_last_page(self, git: GitFolder) -> None:
        text = builders.sample("long.yaml").read_text("utf-8")
        git.write("resume.yaml", text)
        commit = git.commit()
        told(options={"version": True})
        with Pdf.open("resume.pdf") as document:
            pages = len(document.pages)
        assert pages > 1
        text = EXTRACTORS["pdftotext"](Path("resume.pdf").read_bytes())
        assert [commit[:7] in page for page in text.split("\f")[:pages]] == [False] * (pages - 1) + [True]

    def test_no_version_to_show(self, git: GitFolder) -> None:
        result = build(BuildRequest("resume.yaml", draft=True))
        found = [d for d in result.diagnostics if d.code == "theme.no-version"]
        assert [(d.severity, d.message, d.help) for d in found] == [
            (
                Severity.WARNING,
                "The page cannot show the document's version: the repository has no commit yet.",
                "Commit the document to a git repository, or set the option to false.",
            )
        ]
        assert result.outputs


class TestInspect:
    """`resume-tex inspect`."""

    def test_json(self, git: GitFolder, invoke: Callable[..., Outcome]) -> None:
        commit = git.commit()
        assert invoke("build", "--draft", "-q").code == 0
        outcome = invoke("inspect", "--format", "json")
        assert outcome.code == 0
        assert json.loads(outcome.out) == {
            "file": "resume.pdf", "title": "Jane Doe", "pages": 1, "version": commit[:7], "commit": commit,
            "date": "2023-11-14T22:13:20Z", "theme": "engineer", "variant": None, "tool": f"resume-tex {__version__}",
            "sha256": sha256(Path("resume.pdf").read_bytes()).hexdigest(),
        }  # fmt: skip

    def test_text(self, invoke: Callable[..., Outcome], write: Callable[..., str]) -> None:
        write("basics: {name: Jürgen Doe}\n")
        assert invoke("build", "--draft", "-q", "-o", "é.pdf").code == 0
        digest = sha256(Path("é.pdf").read_bytes()).hexdigest()
        assert invoke("inspect", "é.pdf").all == (
            0,
            "file     é.pdf\ntitle    Jürgen Doe\npages    1\nversion  none: built from no commit\ndate     none\n"
            f"theme    engineer\nvariant  none: the whole document\ntool     resume-tex {__version__}\nsha256   {digest}\n",
            "",
        )

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (None, "x.pdf does not exist."),
            (b"", "x.pdf is no PDF, or damaged."),
            (b"hello", "x.pdf is no PDF, or damaged."),
            (b"%PDF-1.7\n", "x.pdf is no PDF, or damaged."),
            (b"%PDF-1.4\n%\xff\xff" + bytes(range(256)) * 40, "x.pdf is no PDF, or damaged."),
        ],
    )
    def test_no_pdf(
        self, content: bytes | None, message: str, write: Callable[..., str], invoke: Callable[..., Outcome]
    ) -> None:
        write("")
        if content is not None:
            Path("x.pdf").write_bytes(content)
        outcome = invoke("inspect", "x.pdf")
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.startswith(f"error: {message}\nhelp: ")

    @pytest.mark.parametrize(
        ("creator", "message"),
        [
            (None, "x.pdf was not made by resume-tex, but by something that does not say its name."),
            ("Word 97", "x.pdf was not made by resume-tex, but by 'Word 97'."),
            ("resume-texture", "x.pdf was not made by resume-tex, but by 'resume-texture'."),
        ],
    )
    def test_not_ours(
        self, creator: str | None, message: str, write: Callable[..., str], invoke: Callable[..., Outcome]
    ) -> None:
        write("")
        with Pdf.new() as document:
            document.add_blank_page()
            if creator is not None:
                document.docinfo["/Creator"] = creator
            document.save("x.pdf")
        assert invoke("inspect", "x.pdf").err.startswith(f"error: {message}\n")

    def test_hostile_values(self, write: Callable[..., str], invoke: Callable[..., Outcome]) -> None:
        write("")
        with Pdf.new() as document:
            document.add_blank_page()
            for key, value in {
                "/Creator": "resume-tex 9", "/Title": "\x1b[31mred\x1b[0m", "/CreationDate": "D:yesterday", "/SourceVersion": "v\u202e1",
            }.items():  # fmt: skip
                document.docinfo[key] = value
            document.save("x.pdf")
        outcome = invoke("inspect", "x.pdf")
        assert outcome.code == 0
        assert "\x1b" not in outcome.out
        assert "\u202e" not in outcome.out
        assert "\ndate     none\n" in outcome.out

    def test_encrypted(self, write: Callable[..., str], invoke: Callable[..., Outcome]) -> None:
        import pikepdf

        write("")
        with Pdf.new() as document:
            document.add_blank_page()
            document.save("x.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
        assert invoke("inspect", "x.pdf").err.startswith("error: x.pdf is encrypted.\n")


class TestReading:
    """What the rules about pages see of a page with a version."""

    @pytest.mark.parametrize("footer", ["none", "page"])
    def test_the_version_is_no_part_of_the_resume(
        self, footer: str, git: GitFolder, invoke: Callable[..., Outcome]
    ) -> None:
        git.write("resume.yaml", builders.sample("long.yaml").read_text("utf-8"))
        git.commit()
        found = {}
        for shown in ("true", "false"):
            settings = ("--set", f"version={shown}", "--set", f"footer={footer}")
            outcome = invoke("build", "--draft", "--verify", "-o", f"{shown}.pdf", *settings)
            assert outcome.code == 0
            found[shown] = outcome.out.replace("true.pdf", "false.pdf")
            checked = invoke("check", "--format", "json", "--pdf", f"{shown}.pdf", *settings)
            found[f"check {shown}"] = checked.out
        assert found["true"] == found["false"]
        assert found["check true"] == found["check false"]

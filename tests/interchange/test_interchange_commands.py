"""`resume-tex import` and `resume-tex export jsonresume`: what they write, print and return, and what they leave alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from foreign import BIBTEX, JSON_RESUME_2014, RENDERCV

if TYPE_CHECKING:
    from conftest import Outcome

MINIMAL = "basics: {name: Jane Doe}\nwork: [{name: A, highlights: [{text: One, tags: [ml]}]}]\n"
PUBLICATION = "@article{a, title={On Trees}, author={Doe, Jane}, year=2020}"


class TestImport:
    """The command `import`."""

    def test_it_starts_a_project(
        self, invoke: Callable[..., Outcome], write: Callable[..., str], tmp_path: Path
    ) -> None:
        write(PUBLICATION, "pubs.bib")
        assert invoke("import", "pubs.bib").all == (
            0,
            "  made resume.yaml\n  made .resume-tex/resume.schema.json\n\nNext: resume-tex check resume.yaml\n",
            "",
        )
        assert (tmp_path / "resume.yaml").read_text("utf-8") == (
            "# yaml-language-server: $schema=.resume-tex/resume.schema.json\n"
            "# Imported from BibTeX (pubs.bib). `resume-tex check` says what is weak.\n"
            "\n"
            "publications:\n"
            "  - name: On Trees\n"
            "    authors: [Jane Doe]\n"
            "    releaseDate: 2020\n"
        )
        assert json.loads((tmp_path / ".resume-tex" / "resume.schema.json").read_text("utf-8"))["title"] == "Resume"

    def test_the_same_input_gives_the_same_file(
        self, invoke: Callable[..., Outcome], write: Callable[..., str], tmp_path: Path
    ) -> None:
        write(RENDERCV, "cv.yaml")
        contents = set()
        for name in ("a.yaml", "b.yaml"):
            assert invoke("import", "cv.yaml", "-o", name, "-q").code == 0
            contents.add((tmp_path / name).read_bytes())
        assert len(contents) == 1

    def test_findings_are_printed(self, invoke: Callable[..., Outcome], write: Callable[..., str]) -> None:
        write(JSON_RESUME_2014, "old.json")
        outcome = invoke("import", "old.json")
        assert outcome.code == 0
        assert (
            "old.json:8:67: warning import.value education[0].endDate\n  This cannot be read as a date." in outcome.out
        )
        assert outcome.out.endswith("Next: resume-tex check resume.yaml\n")

    def test_json_findings_and_nothing_else(self, invoke: Callable[..., Outcome], write: Callable[..., str]) -> None:
        write(JSON_RESUME_2014, "old.json")
        outcome = invoke("import", "old.json", "--format", "json")
        assert json.loads(outcome.out)["summary"] == {"error": 0, "warning": 1, "info": 3}

    def test_to_standard_output(
        self, invoke: Callable[..., Outcome], write: Callable[..., str], tmp_path: Path
    ) -> None:
        write(JSON_RESUME_2014, "old.json")
        outcome = invoke("import", "old.json", "-o", "-")
        assert outcome.out.startswith("# Imported from JSON Resume (old.json).")
        assert "import.value" in outcome.err
        assert [path.name for path in tmp_path.iterdir()] == ["old.json"]

    def test_nothing_is_overwritten(
        self, invoke: Callable[..., Outcome], write: Callable[..., str], tmp_path: Path
    ) -> None:
        write("# mine\n")
        write(PUBLICATION, "pubs.bib")
        write(RENDERCV, "cv.yaml")
        refused = "error: resume.yaml exists already.\nhelp: Name another file with -o, or replace it with --force.\n"
        assert invoke("import", "cv.yaml").all == (2, "", refused)
        assert "--into resume.yaml" in invoke("import", "pubs.bib").err
        assert invoke("import", "cv.yaml", "-o", "cv.yaml", "--force").code == 2
        assert (tmp_path / "resume.yaml").read_text("utf-8") == "# mine\n"
        assert (tmp_path / "cv.yaml").read_text("utf-8") == RENDERCV
        assert not (tmp_path / ".resume-tex").exists()
        assert invoke("import", "cv.yaml", "--force", "-q").code == 0
        assert "# mine" not in (tmp_path / "resume.yaml").read_text("utf-8")

    def test_into_a_document(self, invoke: Callable[..., Outcome], write: Callable[..., str], tmp_path: Path) -> None:
        write("# mine\nbasics: {name: Jane Doe}  # me\n")
        write(PUBLICATION, "pubs.bib")
        assert invoke("import", "pubs.bib", "--into", "resume.yaml").all == (
            0,
            "  added 1 publication to resume.yaml\n",
            "",
        )
        text = (tmp_path / "resume.yaml").read_text("utf-8")
        assert text == (
            "# mine\nbasics: {name: Jane Doe}  # me\n\npublications:\n"
            "  - name: On Trees\n    authors: [Jane Doe]\n    releaseDate: 2020\n"
        )
        again = invoke("import", "pubs.bib", "--into", "resume.yaml")
        assert again.code == 0
        assert "import.duplicate" in again.out
        assert again.out.endswith("added 0 publications to resume.yaml\n")
        assert (tmp_path / "resume.yaml").read_text("utf-8") == text

    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (["nothing.yaml"], 2, "file.missing"),
            (["broken.yaml"], 1, "syntax.yaml"),
            (["other.yaml"], 1, "import.format"),
            (["cv.yaml", "--into", "resume.yaml"], 2, "--into takes the publications of a BibTeX file"),
            (["cv.yaml", "--author", "Jane Doe"], 2, "--author is for BibTeX"),
            (["pubs.bib", "--into", "broken.yaml"], 1, "syntax.yaml"),
            (["pubs.bib", "--into", "nothing.yaml"], 2, "file.missing"),
            (["pubs.bib", "-o", "no/such/resume.yaml"], 2, "does not exist"),
            (["pubs.bib", "-o", "-", "--format", "json"], 2, "standard output"),
            (["pubs.bib", "--author", "Nobody"], 1, "import.nothing"),
            (["pubs.bib", "--from", "word"], 2, "Invalid value for '--from'"),
            ([], 2, "Missing argument 'FILE'"),
        ],
    )
    def test_what_stops_it(
        self,
        arguments: list[str],
        code: int,
        words: str,
        invoke: Callable[..., Outcome],
        write: Callable[..., str],
        tmp_path: Path,
    ) -> None:
        for name, content in (
            ("broken.yaml", "a: ["),
            ("other.yaml", "a: b"),
            ("cv.yaml", RENDERCV),
            ("pubs.bib", BIBTEX),
            ("resume.yaml", MINIMAL),
        ):
            write(content, name)
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        outcome = invoke("import", *arguments)
        assert (outcome.code, words in outcome.out + outcome.err) == (code, True), outcome
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


class TestExport:
    """The command `export jsonresume`."""

    def test_beside_the_document(
        self, invoke: Callable[..., Outcome], write: Callable[..., str], tmp_path: Path
    ) -> None:
        write(MINIMAL)
        assert invoke("export", "jsonresume").all == (0, "made resume.json (JSON Resume 1.3.1)\n", "")
        assert json.loads((tmp_path / "resume.json").read_text("utf-8")) == {
            "basics": {"name": "Jane Doe"},
            "work": [{"name": "A", "highlights": ["One"]}],
            "meta": {"resumeTex": {"highlights": {"work[0].highlights[0]": {"tags": ["ml"]}}}},
        }

    def test_to_standard_output(self, invoke: Callable[..., Outcome], write: Callable[..., str]) -> None:
        write("basics: {url: doe.example}\n")
        outcome = invoke("export", "jsonresume", "-o", "-")
        assert (outcome.code, json.loads(outcome.out)) == (0, {"basics": {"url": "doe.example"}})
        assert "export.form basics.url" in outcome.err

    def test_nothing_is_overwritten(
        self, invoke: Callable[..., Outcome], write: Callable[..., str], tmp_path: Path
    ) -> None:
        write(MINIMAL)
        write("mine", "resume.json")
        refused = "error: resume.json exists already.\nhelp: Name another file with -o, or replace it with --force.\n"
        assert invoke("export", "jsonresume").all == (2, "", refused)
        assert (tmp_path / "resume.json").read_text("utf-8") == "mine"
        assert invoke("export", "jsonresume", "--force", "-q").all == (0, "", "")
        assert invoke("export", "jsonresume", "resume.json", "--force").code == 2

    def test_what_stops_it(self, invoke: Callable[..., Outcome], write: Callable[..., str], tmp_path: Path) -> None:
        write("work: none\n")
        outcome = invoke("export", "jsonresume")
        assert (outcome.code, "schema.type" in outcome.out) == (1, True)
        assert invoke("export", "jsonresume", "missing.yaml").code == 2
        assert invoke("export", "jsonresume", "-o", "-", "--format", "json").code == 2
        assert [path.name for path in tmp_path.iterdir()] == ["resume.yaml"]

    def test_2014(self, invoke: Callable[..., Outcome], write: Callable[..., str]) -> None:
        write(MINIMAL)
        outcome = invoke("export", "jsonresume", "--dialect", "0.0.16", "-o", "-")
        assert json.loads(outcome.out)["work"] == [{"company": "A", "highlights": ["One"]}]
        assert "export.legacy basics.label" in outcome.err

    def test_the_group(self, invoke: Callable[..., Outcome]) -> None:
        assert "jsonresume" in invoke("export", "--help").out
        assert "Did you mean 'jsonresume'?" in invoke("export", "json-resume").err

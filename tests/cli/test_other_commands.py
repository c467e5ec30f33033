"""`explain`, `rules`, `schema`, `themes` and `doctor`: small commands, each true to what it tells of."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from resume_tex.diagnostics import Severity
from resume_tex.explanations import codes, explain

if TYPE_CHECKING:
    from conftest import Outcome

ROOT = Path(__file__).parents[2]
DATA = json.loads((ROOT / "resume_tex" / "explanations.json").read_text("utf-8"))
EXAMPLES = [
    (code, kind, text) for code, entry in DATA.items() for kind in ("weak", "strong") for text in entry.get(kind, [])
]


class TestExplain:
    """Every code can be explained."""

    def test_every_code_in_the_source_is_explained(self) -> None:
        families = {code.partition(".")[0] for code in DATA}
        pattern = re.compile(rf'"((?:{"|".join(sorted(families))})\.[a-z]+(?:-[a-z]+)*)"')
        used = {
            code
            for path in (ROOT / "resume_tex").rglob("*.py")
            if "rules" not in path.parts
            for code in pattern.findall(path.read_text("utf-8"))
        } - {"theme.yaml", "letter.yaml"}
        assert len(used) > 25
        assert sorted(code for code in used if explain(code) is None) == []

    def test_every_explanation_is_of_a_code_in_the_source(self) -> None:
        source = "".join(path.read_text("utf-8") for path in (ROOT / "resume_tex").rglob("*.py"))
        assert [code for code in DATA if f'"{code}"' not in source] == []

    @pytest.mark.parametrize("code", DATA)
    def test_data(self, code: str) -> None:
        found = explain(code)
        assert found is not None
        assert found.code == code
        assert isinstance(found.severity, Severity)
        assert found.summary.endswith(".")
        assert found.why.endswith(".")

    @pytest.mark.parametrize(("code", "kind", "text"), EXAMPLES)
    def test_examples(self, code: str, kind: str, text: str, findings: Callable[..., list[str]]) -> None:
        """A bullet stands in a job's list, and anything else in the job."""
        job = (
            f"work:\n  - name: A\n    highlights:\n      {text}\n" if text.startswith("- ") else f"work:\n  - {text}\n"
        )
        found = findings(job)
        if kind == "weak":
            assert [line.split()[2].removesuffix(":") for line in found] == [code]
        else:
            assert found == []

    def test_every_code_prints(self, invoke: Callable[..., Outcome]) -> None:
        for code in codes():
            outcome = invoke("explain", code)
            assert (outcome.code, outcome.err) == (0, ""), code
            assert outcome.out.startswith(f"{code} ("), code

    def test_printed(self, invoke: Callable[..., Outcome]) -> None:
        assert invoke("explain", "schema.date").all == (
            0,
            "schema.date (error)\n\nA date that is none.\n\n"
            "Dates are 2024, 2024-03 or 2024-03-15. A missing endDate means present.\n\n"
            "Weak\n  startDate: March 2024\n  endDate: 2024-13\n\nStrong\n  startDate: 2024-03\n  endDate: present\n",
            "",
        )


class TestSchema:
    """The schemas print as they are."""

    @pytest.mark.parametrize("name", ["resume", "theme", "diagnostics", "jsonresume"])
    def test_printed(self, name: str, invoke: Callable[..., Outcome]) -> None:
        expected = (ROOT / "schema" / f"{name}.schema.json").read_text("utf-8")
        assert invoke("schema", name).all == (0, expected, "")

    def test_the_default(self, invoke: Callable[..., Outcome]) -> None:
        assert invoke("schema").all == invoke("schema", "resume").all

    def test_another(self, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke("schema", "resum")
        assert (outcome.code, outcome.out) == (2, "")
        assert "'resume', 'letter', 'theme', 'diagnostics', 'jsonresume'" in outcome.err


class TestThemes:
    """Themes are listed, with their options."""

    def test_list(self, invoke: Callable[..., Outcome], write: Callable[..., str]) -> None:
        write("")
        outcome = invoke("themes")
        assert (outcome.code, outcome.err) == (0, "")
        listed, last = outcome.out.split("\n\n")
        assert [line.split()[0] for line in listed.splitlines()] == [
            *("academic", "banking", "classic", "compact", "engineer", "modern")
        ]
        assert all(line.endswith(".") for line in listed.splitlines())
        assert (
            last
            == "Choose one under meta.resumeTex.theme or with --theme; list its options with resume-tex themes NAME.\n"
        )

    @pytest.mark.parametrize("theme", ["academic", "banking", "classic", "compact", "engineer", "modern"])
    def test_options(self, theme: str, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke("themes", theme)
        assert (outcome.code, outcome.err) == (0, "")
        assert outcome.out.startswith(f"{theme}: ")
        assert re.search(r"(?m)^  paper = letter  \[letter, a4\]$", outcome.out)

    @pytest.mark.parametrize("name", ["../engineer", "/etc", "engineer/", "", "."])
    def test_no_path_is_a_theme(self, name: str, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke("themes", name)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.startswith(f"error: There is no theme {name!r}.\n")


class TestDoctor:
    """What is there is told, and what to do about what is not."""

    def test_this_system(self, invoke: Callable[..., Outcome], shared_cache: Path) -> None:
        outcome = invoke("doctor")
        assert (outcome.code, outcome.err) == (0, "")
        lines = outcome.out.splitlines()
        assert lines[0].startswith("resume-tex ")
        assert lines[1] == f"Themes and templates: {ROOT}"
        assert lines[2] == f"Cache: {os.environ['RESUME_TEX_CACHE']}"
        assert lines[3].startswith("Confinement: ")
        assert lines[5].startswith("  yes  embedded   pdfTeX ")
        assert "; tagged PDF, PDF/A; " in lines[6]
        assert outcome.out.count("; PDF without tags; ") == outcome.out.count("yes  xelatex") + outcome.out.count(
            "yes  tectonic"
        )

    def test_an_empty_path(
        self, invoke: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        outcome = invoke("doctor")
        assert (outcome.code, outcome.err) == (0, "")
        missing = re.findall(r"(?m)^  no   (\S+) +\1 is not on PATH\.\n +(\S+)", outcome.out)
        assert missing == [
            *((name, "Install") for name in ("lualatex", "xelatex", "pdflatex", "latexmk", "tectonic")),
        ]


class TestRules:
    """The quality rules are listed."""

    def test_all(self, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke("rules")
        assert (outcome.code, outcome.err) == (0, "")
        *lines, _, last = outcome.out.splitlines()
        listed = [line.split()[0] for line in lines]
        assert listed
        assert last == f"{len(listed)} rules. Why, and what to write instead: resume-tex explain CODE"
        assert [code for code in listed if explain(code) is None] == []

    def test_no_such_family(self, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke("rules", "bulets")
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.startswith("error: There is no family 'bulets'.\nhelp: Families: ")

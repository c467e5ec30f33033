"""Reports: text for people, with the source underlined; json, sarif and github for machines, each true to its own rules."""

from __future__ import annotations

import dataclasses
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator

from resume_tex import __version__
from resume_tex.cli.report import report, say, text_report, write_text
from resume_tex.diagnostics import (
    Diagnostic,
    Fix,
    Position,
    Severity,
    Span,
    count_severities,
    format_path,
    has_errors,
)
from resume_tex.diagnostics_json import diagnostic_from_json, diagnostic_to_json, diagnostics_document, parse_path

if TYPE_CHECKING:
    from conftest import Outcome

ROOT = Path(__file__).resolve().parent.parent
OURS = Draft202012Validator(json.loads((ROOT / "schema" / "diagnostics.schema.json").read_text("utf-8")))
SARIF = Draft4Validator(json.loads((ROOT / "tests" / "data" / "sarif-2.1.0.schema.json").read_text("utf-8")))
SOURCE = "basics:\n  nmae: Alex\n  label: Engineer\n"


def finding(line: int = 2, start: int = 3, end: int = 7, **changes: Any) -> Diagnostic:
    """Return a finding in the document."""
    made = Diagnostic(
        "schema.unknown-key",
        Severity.ERROR,
        "The key `nmae` is not known in `basics`.",
        "resume.yaml",
        ("basics", "nmae"),
        Span(Position(line, start), Position(line, end)),
        "Did you mean `name`?",
    )
    return dataclasses.replace(made, **changes)


VARIETY = (
    finding(),
    finding(severity=Severity.WARNING, code="schema.type", help=None, path=()),
    finding(severity=Severity.INFO, code="theme.headings", span=None, path=("work", 0, "a b", 'c"d')),
    finding(file=None, span=None, code="file.missing", path=(), help=None),
    finding(fix=Fix(Span(Position(2, 3), Position(2, 7)), "name"), file="a b/ü#%?:&.yaml"),
    finding(file="/abs/resume.yaml", message="Two\nlines, 100% & “more”.", span=Span(Position(2, 3), Position(3, 5))),
)


def plain(*diagnostics: Diagnostic, quiet: bool = True) -> str:
    """Return a report as a pipe gets it."""
    return click.unstyle(text_report(diagnostics, quiet=quiet))


class TestText:
    """The report for people."""

    def test_whole(self, write: Callable[..., str]) -> None:
        write(SOURCE)
        assert plain(finding(), quiet=False) == (
            "resume.yaml:2:3: error schema.unknown-key basics.nmae\n"
            "  The key `nmae` is not known in `basics`.\n"
            "    |\n"
            "  2 |   nmae: Alex\n"
            "    |   ^^^^\n"
            "  help: Did you mean `name`?\n"
            "\n"
            "1 error. Learn more: resume-tex explain schema.unknown-key"
        )

    def test_summary(self, write: Callable[..., str]) -> None:
        write(SOURCE)
        assert plain(quiet=False) == "No findings."
        assert plain(quiet=True) == ""
        many = [
            *[finding(severity=Severity.INFO, code="a.info")] * 2,
            *[finding(severity=Severity.WARNING, code="a.warning")] * 2,
            *[finding(code="a.error")] * 2,
        ]
        last = [plain(*many[:count], quiet=False).split("\n")[-1] for count in range(1, 7)]
        assert last == [
            "1 hint. Learn more: resume-tex explain a.info",
            "2 hints. Learn more: resume-tex explain a.info",
            "1 warning, 2 hints. Learn more: resume-tex explain a.warning",
            "2 warnings, 2 hints. Learn more: resume-tex explain a.warning",
            "1 error, 2 warnings, 2 hints. Learn more: resume-tex explain a.error",
            "2 errors, 2 warnings, 2 hints. Learn more: resume-tex explain a.error",
        ]

    def test_without_a_place(self) -> None:
        assert plain(finding(span=None)).split("\n")[0] == "resume.yaml: error schema.unknown-key basics.nmae"
        assert plain(finding(file=None, span=None)).split("\n")[0] == "error schema.unknown-key basics.nmae"

    def test_without_the_file(self, write: Callable[..., str]) -> None:
        write("", "other.yaml")
        assert plain(finding()) == (
            "resume.yaml:2:3: error schema.unknown-key basics.nmae\n"
            "  The key `nmae` is not known in `basics`.\n"
            "  help: Did you mean `name`?"
        )

    @pytest.mark.parametrize(
        ("line", "start", "end", "expected"),
        [
            (1, 1, 8, "basics:|^^^^^^^"),
            (2, 3, 3, "  nmae: Alex|  ^"),
            (2, 13, 13, "  nmae: Alex|            ^"),
            (2, 13, 20, "  nmae: Alex|            ^"),
            (2, 40, 50, "  nmae: Alex|            ^"),
            (3, 3, 40, "  label: Engineer|  ^^^^^^^^^^^^^^^"),
        ],
    )
    def test_underline(self, line: int, start: int, end: int, expected: str, write: Callable[..., str]) -> None:
        write(SOURCE)
        _, _, _, quoted, marks, _ = plain(finding(line, start, end)).split("\n")
        assert f"{quoted.removeprefix(f'  {line} | ')}|{marks.removeprefix('    | ')}" == expected

    def test_a_range_over_lines_is_underlined_to_the_end_of_its_first(self, write: Callable[..., str]) -> None:
        write(SOURCE)
        wide = finding(span=Span(Position(2, 3), Position(3, 4)))
        assert plain(wide).split("\n")[3:5] == ["  2 |   nmae: Alex", "    |   ^^^^^^^^^^"]

    @pytest.mark.parametrize(("line", "content"), [(9, SOURCE), (1, "\n\n"), (1, "   \n"), (1, "")])
    def test_nothing_to_quote(self, line: int, content: str, write: Callable[..., str]) -> None:
        write(content)
        assert plain(finding(line, 1, 1)).split("\n")[1:] == [
            "  The key `nmae` is not known in `basics`.",
            "  help: Did you mean `name`?",
        ]

    @pytest.mark.parametrize("content", [SOURCE.replace("\n", "\r\n"), SOURCE.replace("\n", "\r"), "\ufeff" + SOURCE])
    def test_line_endings_and_byte_order_mark(self, content: str, write: Callable[..., str]) -> None:
        write(content)
        assert plain(finding()).split("\n")[3:5] == ["  2 |   nmae: Alex", "    |   ^^^^"]
        assert plain(finding(1, 1, 7)).split("\n")[3:5] == ["  1 | basics:", "    | ^^^^^^"]

    def test_line_numbers_of_several_digits(self, write: Callable[..., str]) -> None:
        write("\n" * 1233 + SOURCE)
        assert plain(finding(1235)).split("\n")[2:5] == ["       |", "  1235 |   nmae: Alex", "       |   ^^^^"]

    @pytest.mark.parametrize(
        ("content", "start", "end", "marks"),
        [
            ("東京: nmae", 5, 9, "      ^^^^"),  # two columns each
            ("nmae: 東京 x", 7, 9, "      ^^^^"),
            ("e\u0301e\u0301: nmae", 7, 11, "    ^^^^"),  # combining marks have none
            ("ü: nmae", 4, 8, "   ^^^^"),
            ("ＡＢ: nmae", 5, 9, "      ^^^^"),
        ],
    )
    def test_wide_characters(self, content: str, start: int, end: int, marks: str, write: Callable[..., str]) -> None:
        write(content)
        assert plain(finding(1, start, end)).split("\n")[3:5] == [f"  1 | {content}", f"    | {marks}"]

    def test_tabs_and_control_characters_are_shown_as_one_column(self, write: Callable[..., str]) -> None:
        write("a\tb\x1b[31m\u202e\u200b nmae")
        _, _, _, quoted, marks, _ = plain(finding(1, 12, 16)).split("\n")
        assert quoted == "  1 | a b\ufffd[31m\ufffd\ufffd nmae"
        assert marks == "    |            ^^^^"

    @pytest.mark.parametrize("columns", ["20", "60", "100", "300"])
    @pytest.mark.parametrize("filler", ["x", "東", "é "])
    @pytest.mark.parametrize("before", [0, 30, 500])
    def test_a_long_line_is_cut_around_the_range(
        self, before: int, filler: str, columns: str, write: Callable[..., str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", columns)
        write(filler * before + "nmae" + filler * 500)
        start = len(filler) * before + 1
        _, _, _, quoted, marks, _ = plain(finding(1, start, start + 4)).split("\n")
        width = min(max(int(columns), 60), 120)
        assert cells(quoted) <= width
        assert cells(quoted) > width - 12  # and no shorter than need be
        column = cells(quoted[: quoted.index("nmae")])
        assert marks == "    | " + " " * (column - 6) + "^^^^"

    def test_a_range_longer_than_the_line_shown(self, write: Callable[..., str]) -> None:
        write("a: " + "x" * 1000)
        quoted, marks = plain(finding(1, 4, 1004)).split("\n")[3:5]
        assert quoted == "  1 | a: " + "x" * 85
        assert marks == "    |    " + "^" * 85

    def test_messages_are_wrapped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "60")
        long = "word " * 40 + "x" * 100
        lines = plain(finding(span=None, message=long, help=long)).split("\n")
        assert " ".join(" ".join(lines[1:]).split()) == f"{long} help: {long}"
        assert max(len(line) for line in lines if "xxx" not in line) <= 64

    def test_what_a_terminal_would_obey_is_not_sent(self) -> None:
        evil = "\x1b]0;title\x07\x1b[2J\u202e\x9b31m"
        shown = plain(
            finding(span=None, message=evil, help=evil, file=f"{evil}.yaml", path=(evil, 0)),
            finding(span=None, path=("work",)),
        )
        assert [c for c in shown if not c.isprintable() and c != "\n"] == []

    def test_sections(self, write: Callable[..., str]) -> None:
        write(SOURCE)
        one, two = finding(), finding(path=("work", 0), severity=Severity.WARNING)
        assert "basics (1 error)\n\n" in plain(one, two)
        assert "work (1 warning)\n\n" in plain(one, two)
        assert "(1 error)" not in plain(one)


def cells(text: str) -> int:
    """Return how many columns a terminal gives a text of these tests."""
    return sum(2 if c == "東" else 1 for c in text)


class TestJson:
    """The report for programs."""

    def test_it_is_valid_by_its_schema(self) -> None:
        document = json.loads(json.dumps(diagnostics_document(VARIETY)))
        assert [error.message for error in OURS.iter_errors(document)] == []
        assert len(document["diagnostics"]) == 6
        assert document["summary"] == {"error": 4, "warning": 1, "info": 1}
        assert list(document) == ["version", "diagnostics", "summary"]
        assert [sorted(entry) for entry in document["diagnostics"]] == [
            ["code", "file", "fix", "help", "message", "path", "range", "severity"]
        ] * 6

    def test_the_schema_can_say_no(self) -> None:
        document = json.loads(json.dumps(diagnostics_document(VARIETY)))
        for name in ("code", "severity", "message", "file", "path", "range", "help", "fix"):
            broken = json.loads(json.dumps(document))
            del broken["diagnostics"][0][name]
            assert [error.message for error in OURS.iter_errors(broken)] == [f"'{name}' is a required property"]

    def test_an_entry(self) -> None:
        assert diagnostic_to_json(VARIETY[4]) == {
            "code": "schema.unknown-key",
            "severity": "error",
            "message": "The key `nmae` is not known in `basics`.",
            "file": "a b/ü#%?:&.yaml",
            "path": "basics.nmae",
            "range": {"start": {"line": 2, "column": 3}, "end": {"line": 2, "column": 7}},
            "help": "Did you mean `name`?",
            "fix": {"range": {"start": {"line": 2, "column": 3}, "end": {"line": 2, "column": 7}}, "text": "name"},
        }

    @pytest.mark.parametrize("diagnostic", VARIETY)
    def test_round_trip(self, diagnostic: Diagnostic) -> None:
        assert diagnostic_from_json(json.loads(json.dumps(diagnostic_to_json(diagnostic)))) == diagnostic

    def test_printed(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        report([finding(message="Zoë 東京 🚀 \udce9")], "json")
        written = capsysbinary.readouterr().out
        assert json.loads(written)["diagnostics"][0]["message"] == "Zoë 東京 🚀 ?"
        assert "Zoë 東京 🚀 ?".encode() in written
        assert written.endswith(b"}\n")


_PARTS = st.lists(
    st.one_of(st.integers(0, 99), st.text(max_size=6), st.sampled_from(["work", "$schema", "a b", 'c"', "x\\"]))
)


@given(_PARTS.map(tuple))
def test_paths_come_back(path: tuple[str | int, ...]) -> None:
    assert parse_path(format_path(path)) == path


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("work", 0, "highlights", 2), "work[0].highlights[2]"),
        (("$schema",), "$schema"),
        (("meta", "x-a"), "meta.x-a"),
        (("a b", "", 'c"d\\'), '["a b"][""]["c\\"d\\\\"]'),
        (("5", "résumé"), '["5"].résumé'),
    ],
)
def test_paths(path: tuple[str | int, ...], text: str) -> None:
    assert format_path(path) == text


class TestSarif:
    """The report for code scanning."""

    def log(self, diagnostics: tuple[Diagnostic, ...], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
        """Return a log as printed."""
        report(diagnostics, "sarif")
        content: dict[str, Any] = json.loads(capsys.readouterr().out)
        return content

    @pytest.mark.parametrize("diagnostics", [(), VARIETY])
    def test_it_is_valid_by_its_schema(
        self, diagnostics: tuple[Diagnostic, ...], capsys: pytest.CaptureFixture[str]
    ) -> None:
        log = self.log(diagnostics, capsys)
        assert [f"{error.json_path}: {error.message}" for error in SARIF.iter_errors(log)] == []
        assert len(log["runs"][0]["results"]) == len(diagnostics)

    def test_the_schema_can_say_no(self, capsys: pytest.CaptureFixture[str]) -> None:
        log = self.log(VARIETY, capsys)
        del log["runs"][0]["tool"]
        log["runs"][0]["results"][0]["level"] = "fatal"
        assert sorted(error.json_path for error in SARIF.iter_errors(log)) == [
            "$.runs[0]",
            "$.runs[0].results[0].level",
        ]

    def test_content(self, capsys: pytest.CaptureFixture[str]) -> None:
        (run,) = self.log(VARIETY, capsys)["runs"]
        driver = run["tool"]["driver"]
        assert (driver["name"], driver["version"]) == ("resume-tex", __version__)
        assert [rule["id"] for rule in driver["rules"]] == [
            *("file.missing", "schema.type", "schema.unknown-key", "theme.headings")
        ]
        assert driver["rules"][2]["shortDescription"] == {"text": "A key that no field has."}
        assert [driver["rules"][result["ruleIndex"]]["id"] for result in run["results"]] == [d.code for d in VARIETY]
        assert [result["level"] for result in run["results"]] == ["error", "warning", "note", "error", "error", "error"]
        assert run["columnKind"] == "unicodeCodePoints"
        first = run["results"][0]
        assert first["message"] == {"text": "The key `nmae` is not known in `basics`. Did you mean `name`?"}
        assert first["locations"] == [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "resume.yaml"},
                    "region": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 7},
                },
                "logicalLocations": [{"fullyQualifiedName": "basics.nmae"}],
            }
        ]
        assert run["results"][3]["locations"] == []

    @pytest.mark.parametrize(
        ("file", "uri"),
        [
            ("cv/resume.yaml", "cv/resume.yaml"),
            ("a b/ü#%?:&.yaml", "a%20b/%C3%BC%23%25%3F%3A%26.yaml"),
            ("caf\udce9.yaml", "caf%E9.yaml"),
            ("/abs/resume.yaml", "/abs/resume.yaml"),
        ],
    )
    def test_addresses(self, file: str, uri: str, capsys: pytest.CaptureFixture[str]) -> None:
        (result,) = self.log((finding(file=file),), capsys)["runs"][0]["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


class TestGithub:
    """Workflow commands."""

    def test_content(self, capsys: pytest.CaptureFixture[str]) -> None:
        report(VARIETY, "github")
        assert capsys.readouterr().out.splitlines() == [
            "::error file=resume.yaml,line=2,col=3,endLine=2,endColumn=7,title=schema.unknown-key"
            "::The key `nmae` is not known in `basics`. Did you mean `name`?",
            "::warning file=resume.yaml,line=2,col=3,endLine=2,endColumn=7,title=schema.type"
            "::The key `nmae` is not known in `basics`.",
            "::notice file=resume.yaml,title=theme.headings"
            "::The key `nmae` is not known in `basics`. Did you mean `name`?",
            "::error title=file.missing::The key `nmae` is not known in `basics`.",
            "::error file=a b/ü#%25?%3A&.yaml,line=2,col=3,endLine=2,endColumn=7,title=schema.unknown-key"
            "::The key `nmae` is not known in `basics`. Did you mean `name`?",
            "::error file=/abs/resume.yaml,line=2,col=3,endLine=3,endColumn=5,title=schema.unknown-key"
            "::Two%0Alines, 100%25 & “more”. Did you mean `name`?",
        ]

    def test_no_message_can_begin_a_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        evil = "a\n::set-env name=B::c\r\n::error::d,e:f%0A"
        report([finding(message=evil, help=evil, file=evil)], "github")
        (line,) = capsys.readouterr().out.splitlines()
        properties, text = line.removeprefix("::error ").split("::", 1)
        assert properties == (
            "file=a%0A%3A%3Aset-env name=B%3A%3Ac%0D%0A%3A%3Aerror%3A%3Ad%2Ce%3Af%250A,"
            "line=2,col=3,endLine=2,endColumn=7,title=schema.unknown-key"
        )
        assert text.startswith("a%0A::set-env name=B::c%0D%0A::error::d,e:f%250A ")

    def test_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        report([], "github")
        assert capsys.readouterr().out == ""


def on_a_terminal(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> str:
    """Return what the command prints on a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "resume_tex", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", **(env or {})},
    )
    os.close(theirs)
    chunks = []
    try:
        while chunk := os.read(ours, 65536):
            chunks.append(chunk)
    except OSError:  # Linux's way to say that the other side is closed
        pass
    os.close(ours)
    assert process.wait(30) == 1
    return b"".join(chunks).decode().replace("\r\n", "\n")


class TestStreams:
    """Terminals get colours, pipes get text, and broken streams no traceback."""

    def test_a_terminal_gets_colours(self, write: Callable[..., str], tmp_path: Path) -> None:
        write(SOURCE)
        shown = on_a_terminal(tmp_path, "check", "resume.yaml")
        assert "\x1b[31m\x1b[1merror\x1b[0m\x1b[1m schema.unknown-key\x1b[0m" in shown
        assert click.unstyle(shown).startswith("resume.yaml:2:3: error schema.unknown-key basics.nmae\n")

    @pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_a_terminal_without_colours(self, env: dict[str, str], write: Callable[..., str], tmp_path: Path) -> None:
        write(SOURCE)
        shown = on_a_terminal(tmp_path, "check", "resume.yaml", env=env)
        assert shown.startswith("resume.yaml:2:3: error schema.unknown-key basics.nmae\n")
        assert "\x1b" not in shown

    def test_an_empty_no_color_counts_as_none(self, write: Callable[..., str], tmp_path: Path) -> None:
        write(SOURCE)
        assert "\x1b[31m" in on_a_terminal(tmp_path, "check", "resume.yaml", env={"NO_COLOR": ""})

    def test_machines_get_no_colours_on_a_terminal(self, write: Callable[..., str], tmp_path: Path) -> None:
        write(SOURCE)
        assert json.loads(on_a_terminal(tmp_path, "check", "resume.yaml", "--format", "json"))["version"] == 1

    def test_a_pipe_gets_text(self, write: Callable[..., str], spawn: Callable[..., Outcome]) -> None:
        write(SOURCE)
        outcome = spawn("check", "resume.yaml", env={"FORCE_COLOR": "1", "TERM": "xterm"})
        assert "\x1b" not in outcome.out
        assert outcome.out.startswith("resume.yaml:2:3: error schema.unknown-key basics.nmae\n")

    @pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
    @pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
    def test_a_stream_of_any_encoding(
        self, encoding: str, form: str, write: Callable[..., str], spawn: Callable[..., Outcome]
    ) -> None:
        write('basics: {nmae: "東京 é"}\n')
        outcome = spawn(
            "check",
            "resume.yaml",
            "--format",
            form,
            env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
            capture_output=True,
        )
        assert outcome.code == 1
        assert outcome.err == ""
        assert "nmae" in outcome.out

    @pytest.mark.parametrize("arguments", [("check", "resume.yaml"), ("schema",), ("--help",)])
    def test_a_full_disk(self, arguments: tuple[str, ...], write: Callable[..., str], tmp_path: Path) -> None:
        write(SOURCE)
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "resume_tex", *arguments],
                cwd=tmp_path,
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert done.returncode == 2
        assert re.fullmatch(
            r"error: (The output cannot be written: )?No space left on device\.\nhelp: .+\.\n", done.stderr.decode()
        )

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_no_standard_output(self, form: str, write: Callable[..., str], tmp_path: Path) -> None:
        write(SOURCE)
        done = subprocess.run(
            ["sh", "-c", f'"$0" -m resume_tex check resume.yaml --format {form} >&-', sys.executable],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, b"")

    @pytest.mark.slow
    @pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
    def test_a_reader_that_has_had_enough(self, form: str, write: Callable[..., str], tmp_path: Path) -> None:
        write("work:\n" + "  - nmae: A\n" * 5000)
        process = subprocess.Popen(
            [sys.executable, "-m", "resume_tex", "check", "resume.yaml", "--format", form],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(60) == 1


def test_saying_and_writing(capsys: pytest.CaptureFixture[str]) -> None:
    say(click.style("a", fg="red"))
    say("b", error=True)
    say()
    write_text("c")
    write_text("d\n")
    assert capsys.readouterr() == ("a\n\nc\nd\n", "b\n")


def test_counting() -> None:
    assert count_severities(VARIETY) == {"error": 4, "warning": 1, "info": 1}
    assert count_severities([]) == {"error": 0, "warning": 0, "info": 0}
    assert has_errors(VARIETY)
    assert not has_errors(VARIETY[1:3])


def test_sorting_is_by_place_then_severity() -> None:
    later = finding(3)
    warning = finding(severity=Severity.WARNING)
    nowhere = finding(span=None)
    other = finding(path=("basics", "x"))
    assert sorted([later, warning, other, finding(), nowhere], key=lambda d: d.sort_key) == [
        nowhere,
        finding(),
        other,
        warning,
        later,
    ]

"""The command itself: help, versions, mistyped words, exit codes, completion, and what it does not import."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from resume_tex import __version__
from resume_tex.cli import app
from resume_tex.cli.app import COMMANDS
from resume_tex.errors import EngineError

if TYPE_CHECKING:
    from conftest import Outcome

HEAVY = {"pydantic", "pydantic_core", "jinja2", "markupsafe", "yaml", "platformdirs", "watchdog"}


class TestHelp:
    """`--help` and `--version`, in every spelling."""

    @pytest.mark.parametrize("option", ["--help", "-h"])
    def test_help(self, option: str, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke(option)
        assert (outcome.code, outcome.err) == (0, "")
        assert outcome.out.startswith("Usage: resume-tex [OPTIONS] COMMAND [ARGS]...\n")
        listed = outcome.out.split("Commands:\n")[1].splitlines()
        assert [line.split()[0] for line in listed] == list(COMMANDS)

    @pytest.mark.parametrize("option", ["--version", "-V"])
    def test_version(self, option: str, invoke: Callable[..., Outcome]) -> None:
        assert invoke(option).all == (0, f"resume-tex {__version__}\n", "")

    @pytest.mark.parametrize("command", COMMANDS)
    @pytest.mark.parametrize("option", ["--help", "-h"])
    def test_help_of_commands(self, command: str, option: str, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke(command, option)
        assert (outcome.code, outcome.err) == (0, "")
        assert outcome.out.startswith(f"Usage: resume-tex {command} ")

    @pytest.mark.parametrize("command", COMMANDS)
    def test_the_table_says_what_the_commands_are_for(self, command: str) -> None:
        loaded = app.cli.get_command(click.Context(app.cli), command)
        assert loaded is not None
        assert loaded.name == command
        assert COMMANDS[command][1].endswith(".")

    def test_as_a_module(self, spawn: Callable[..., Outcome]) -> None:
        assert spawn("--version").all == (0, f"resume-tex {__version__}\n", "")

    def test_as_a_program(self, tmp_path: Path) -> None:
        program = Path(sys.executable).parent / "resume-tex"
        done = subprocess.run([program, "-V"], cwd=tmp_path, capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, f"resume-tex {__version__}\n".encode(), b"")


class TestMistypedWords:
    """A word that is not known gets a suggestion, and the exit code 2."""

    @pytest.mark.parametrize(
        ("arguments", "usage", "words"),
        [
            (["bild"], "", ["'bild'", "Did you mean 'build'?"]),
            (["chek", "resume.yaml"], "", ["'chek'", "Did you mean 'check'?"]),
            (["zzz"], "", ["No such command 'zzz'."]),
            (["--versoin"], "", ["--versoin", "Did you mean", "--version"]),
            (["build", "--drafft"], "build", ["--drafft", "Did you mean", "--draft"]),
            (["check", "--zzz"], "check", ["--zzz"]),
            (["check", "-x"], "check", ["-x"]),
            (["check", "a", "b"], "check", ["unexpected extra argument", "b"]),
            (["new"], "new", ["Missing argument 'FOLDER'."]),
            (["check", "--format", "jsn"], "check", ["'--format'", "'jsn'", "'text', 'json', 'sarif', 'github'"]),
            (["build", "--format", "pdf,jpg"], "build", ["'--format': 'jpg' is not one of pdf, tex"]),
            (["build", "--set", "a"], "build", ["'--set': 'a' is not NAME=VALUE, such as accent=1F3A5F."]),
            (["build", "--set", "=x"], "build", ["'--set': '=x' is not NAME=VALUE, such as accent=1F3A5F."]),
        ],
    )
    def test_usage(self, arguments: list[str], usage: str, words: list[str], invoke: Callable[..., Outcome]) -> None:
        """The sentences are click's, and differ by its version; the words that matter do not."""
        outcome = invoke(*arguments)
        assert (outcome.code, outcome.out) == (2, "")
        first, second, third, last = outcome.err.splitlines()
        prefix = " ".join(["resume-tex", *([usage] if usage else [])])
        assert first.startswith(f"Usage: {prefix} ")
        assert (second, third) == (f"Try '{prefix} --help' for help.", "")
        assert last.startswith("Error: ")
        assert [word for word in words if word not in last] == []

    def test_a_value_is_missing(self, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke("build", "-o")
        assert (outcome.code, outcome.out) == (2, "")
        assert "'-o' requires an argument" in outcome.err

    def test_a_file_in_place_of_a_command(self, write: Callable[..., str], invoke: Callable[..., Outcome]) -> None:
        write("basics: {}\n")
        outcome = invoke("resume.yaml")
        assert outcome.code == 2
        assert outcome.err.splitlines()[-1] == "Error: No such command 'resume.yaml'. Did you mean 'build resume.yaml'?"

    def test_nothing(self, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke()
        assert outcome.code == 2
        assert "Commands:\n" in outcome.err

    @pytest.mark.parametrize(
        ("arguments", "message", "remedy"),
        [
            (
                ["build", "--engine", "pdflatx"],
                'There is no TeX engine called "pdflatx".',
                "Choose one of these: embedded, lualatex, xelatex, pdflatex, latexmk, tectonic.",
            ),
            (
                ["themes", "engneer"],
                "There is no theme 'engneer'.",
                "Did you mean engineer? Themes: academic, banking, classic, compact, engineer, modern.",
            ),
        ],
    )
    def test_names(
        self,
        arguments: list[str],
        message: str,
        remedy: str,
        write: Callable[..., str],
        invoke: Callable[..., Outcome],
    ) -> None:
        write("basics: {}\n")
        assert invoke(*arguments).all == (2, "", f"error: {message}\nhelp: {remedy}\n")

    def test_codes(self, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke("explain", "schema.tpye")
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.startswith("There is no code 'schema.tpye'. Did you mean schema.type")
        assert invoke("explain", "zzzzzzzz").all == (2, "", "There is no code 'zzzzzzzz'.\n")


class TestExitCodes:
    """0 fine, 1 errors found, 2 wrong usage or unreadable input, 70 a bug, 130 interrupted."""

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (
                "x-mine: 1\nzodiac: 1\nmeta: {resumeTex: {rules: {ignore: [structure, contact, dates, skills, lifecycle]}}}\n",
                0,
            ),
            ("basics: {nmae: A}\n", 1),
            ("basics: [\n", 1),
            ("", 1),
            (b"\xff\xfe", 2),
            (b"\0", 2),
        ],
    )
    def test_check(
        self, content: str | bytes, code: int, write: Callable[..., str], invoke: Callable[..., Outcome]
    ) -> None:
        assert invoke("check", write(content)).code == code

    @pytest.mark.parametrize("command", ["check", "build"])
    def test_no_file(self, command: str, write: Callable[..., str], invoke: Callable[..., Outcome]) -> None:
        write("", "note.txt")
        outcome = invoke(command)
        assert outcome.code == 2
        assert outcome.out.startswith(
            "resume.yaml: error file.missing\n  resume.yaml does not exist.\n  help: Start with: resume-tex new my-resume\n"
        )

    @pytest.mark.parametrize(
        ("error", "code", "message"),
        [
            (KeyboardInterrupt(), 130, ""),
            (BrokenPipeError(), 1, ""),
            (EngineError("It is gone.", "Bring it back."), 2, "error: It is gone.\nhelp: Bring it back.\n"),
            (EngineError("It is gone."), 2, "error: It is gone.\n"),
            (
                OSError(28, "No space left on device"),
                2,
                "error: No space left on device.\nhelp: Free some space, or write elsewhere.\n",
            ),
        ],
    )
    def test_what_a_command_raises(
        self,
        error: BaseException,
        code: int,
        message: str,
        invoke: Callable[..., Outcome],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        @click.command()
        def command() -> None:
            raise error

        monkeypatch.setattr(app.LazyGroup, "get_command", lambda *_: command)
        monkeypatch.setattr(app, "_silence_stdout", lambda: None)
        outcome = invoke("check")
        assert (outcome.code, outcome.out) == (code, "")
        assert outcome.err.lstrip("\n") == message

    def test_a_bug_of_ours(
        self, invoke: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        @click.command()
        def command() -> None:
            raise ZeroDivisionError("oh")

        monkeypatch.setattr(app.LazyGroup, "get_command", lambda *_: command)
        monkeypatch.setenv("RESUME_TEX_CACHE", str(tmp_path / "cache"))
        details = tmp_path / "cache" / "internal-error.txt"
        assert invoke("check").all == (
            70,
            "",
            f"internal error: ZeroDivisionError: oh\nThis is a bug in resume-tex. Please report it with {details}.\n",
        )
        assert details.read_text("utf-8").startswith("Traceback (most recent call last):\n")
        (tmp_path / "cache" / "internal-error.txt").unlink()
        (tmp_path / "cache").rmdir()
        (tmp_path / "cache").write_text("")
        assert invoke("check").err.splitlines()[1] == (
            "This is a bug in resume-tex. Please report it; RESUME_TEX_DEBUG=1 shows the details."
        )
        monkeypatch.setenv("RESUME_TEX_DEBUG", "1")
        assert "Traceback (most recent call last):" in invoke("check").err


@pytest.mark.slow
def test_control_c_ends_a_build_without_a_word_and_without_a_trace(write: Callable[..., str], tmp_path: Path) -> None:
    """A TeX that never ends is interrupted; the last PDF stays, and nothing is left behind."""
    write("basics: {name: Alex, email: a@b.example}\n")
    (tmp_path / "resume.pdf").write_bytes(b"%PDF-1.5 the last good one")
    programs, room = tmp_path / "bin", tmp_path / "room"
    programs.mkdir()
    room.mkdir()
    fake = programs / "xelatex"
    fake.write_text('#!/bin/sh\n[ "$1" = --version ] && { echo XeTeX 1; exit; }\nexec sleep 60\n')
    fake.chmod(0o755)
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "TMPDIR": str(room)}
    process = subprocess.Popen(
        [sys.executable, "-m", "resume_tex", "build", "--engine", "xelatex", "--draft"],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while not any(room.iterdir()):  # the folder that TeX works in
        assert time.monotonic() < deadline
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in out + err
    assert err.strip() == b""
    assert (tmp_path / "resume.pdf").read_bytes() == b"%PDF-1.5 the last good one"
    assert list(room.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "resume.pdf", "resume.yaml", "room"]


class TestImports:
    """Nothing is imported that a command does not need."""

    def modules(self, folder: Path, *arguments: str) -> set[str]:
        """Return the modules that a command imports."""
        script = (
            "import atexit, json, sys\n"
            "sys.argv[0] = 'resume-tex'\n"
            "atexit.register(lambda: print(json.dumps([*sys.modules]), file=sys.stderr))\n"
            "from resume_tex.__main__ import main\n"
            "main()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments], cwd=folder, capture_output=True, text=True, check=True
        )
        names = json.loads(done.stderr.splitlines()[-1])
        return set(names)

    @pytest.mark.parametrize("option", ["--help", "-h", "--version", "-V"])
    def test_help_needs_nothing_but_click(self, option: str, tmp_path: Path) -> None:
        loaded = self.modules(tmp_path, option)
        assert {name.partition(".")[0] for name in loaded} & HEAVY == set()
        assert {name for name in loaded if name.startswith("resume_tex")} == {
            *("resume_tex", "resume_tex.__main__", "resume_tex.cli", "resume_tex.cli.app", "resume_tex.errors")
        }

    @pytest.mark.parametrize("command", COMMANDS)
    def test_help_of_commands_needs_no_models_and_no_engine(self, command: str, tmp_path: Path) -> None:
        loaded = self.modules(tmp_path, command, "--help")
        assert {name.partition(".")[0] for name in loaded} & HEAVY == set()
        assert {name for name in loaded if name.startswith("resume_tex.document")} == set()
        assert "resume_tex.engine.embedded" not in loaded

    @pytest.mark.parametrize("arguments", [["schema"], ["completion", "bash"], ["explain", "schema.type"]])
    def test_small_commands(self, arguments: list[str], tmp_path: Path) -> None:
        loaded = self.modules(tmp_path, *arguments)
        assert {name.partition(".")[0] for name in loaded} & HEAVY == set()

    @pytest.mark.slow
    def test_a_build_that_has_nothing_to_do(self, write: Callable[..., str], tmp_path: Path) -> None:
        write("basics: {name: Alex, email: a@b.example}\n")
        assert self.modules(tmp_path, "build", "--draft") >= {
            "pydantic",
            "jinja2",
            "yaml",
            "resume_tex.engine.embedded",
        }
        loaded = self.modules(tmp_path, "build", "--draft")
        assert {name.partition(".")[0] for name in loaded} & HEAVY == set()
        assert {name for name in loaded if name.startswith(("resume_tex.document", "resume_tex.render"))} == set()


class TestCompletion:
    """Shell completion, as the shells ask for it."""

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_scripts(self, shell: str, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke("completion", shell)
        assert (outcome.code, outcome.err) == (0, "")
        assert f"_RESUME_TEX_COMPLETE={shell}_complete" in outcome.out

    def test_bash_takes_its_script(self, invoke: Callable[..., Outcome]) -> None:
        script = invoke("completion", "bash").out
        done = subprocess.run(["bash", "-n"], input=script.encode(), capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")

    def test_another_shell(self, invoke: Callable[..., Outcome]) -> None:
        outcome = invoke("completion", "csh")
        assert outcome.code == 2
        assert outcome.err.endswith("'csh' is not one of 'bash', 'zsh', 'fish'.\n")

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("resume-tex ch", ["plain,check"]),
            ("resume-tex build --dr", ["plain,--draft"]),
            ("resume-tex check res", ["file,res"]),
            ("resume-tex build ", ["file,"]),
            ("resume-tex check --format ", ["plain,text", "plain,json", "plain,sarif", "plain,github"]),
            ("resume-tex schema d", ["plain,diagnostics"]),
            ("resume-tex explain file.no", ["plain,file.not-a-file"]),
        ],
    )
    def test_words(self, words: str, expected: list[str], spawn: Callable[..., Outcome]) -> None:
        env = {
            "_RESUME_TEX_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        }
        program = str(Path(sys.executable).parent / "resume-tex")
        done = subprocess.run([program], env={**os.environ, **env}, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr, done.stdout.splitlines()) == (0, "", expected)

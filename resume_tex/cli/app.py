"""The `resume-tex` command: its subcommands, each imported when it is called, and its exit codes."""

from __future__ import annotations

import errno
import importlib
import os
import sys
import traceback
from collections.abc import Mapping
from typing import Any

import click

from resume_tex import __version__
from resume_tex.errors import EXIT_FINDINGS, OutputError, ResumeTexError

COMMANDS = {
    # name: (module, first line of help)
    "build": ("build_command", "Check the resume and typeset it into a PDF."),
    "check": ("check_command", "Say what is wrong and what is weak."),
    "explain": ("explain_command", "Say why a diagnostic exists and what to do about it."),
    "rules": ("rules_command", "List the quality rules."),
    "new": ("new_command", "Start a resume that builds at once."),
    "import": ("import_command", "Make a resume.yaml of another tool's file."),
    "export": ("export_command", "Write the resume for other tools: JSON Resume, Overleaf."),
    "log": ("log_command", "List the revisions that changed the resume."),
    "diff": ("diff_command", "Say what changed between two revisions, as content."),
    "merge-driver": ("merge_driver_command", "Merge two edited resumes entry by entry, for git."),
    "sent": ("sent_command", "Record what was sent to whom, list it, build it again."),
    "inspect": ("inspect_command", "Tell which version a PDF was built from."),
    "themes": ("themes_command", "List themes and their options, or start your own."),
    "schema": ("schema_command", "Print the JSON Schema for editors."),
    "doctor": ("doctor_command", "Tell which TeX engines are there and what is missing."),
    "lsp": ("lsp_command", "Serve an editor: findings while you type, completion, fixes."),
    "completion": ("completion_command", "Print the shell's completion script."),
}
EXIT_INTERNAL = 70


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called: a name, a module and a line of help each.

    Args:
        table: The commands; the tool's own unless given.
    """

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str]] = COMMANDS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.table:
            return None
        module = importlib.import_module(f"resume_tex.cli.{self.table[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Add a suggestion to click's message for a command that is not known."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(error.message + self._suggestion(error.message, args[0]), ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.table.items()])

    def _suggestion(self, message: str, word: str) -> str:
        from difflib import get_close_matches

        close = get_close_matches(word, list(self.table), 1)
        if close and "Did you mean" not in message:
            return f" Did you mean '{close[0]}'?"
        return f" Did you mean '{next(iter(self.table))} {word}'?" if os.path.exists(word) else ""


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def cli() -> None:
    """A resume as one YAML file: checked as a hiring manager reads it, typeset with LaTeX.

    \b
    resume-tex new my-resume       start a resume
    resume-tex build resume.yaml   build the one you have
    """  # noqa: D301  click's mark for lines that stay as they are


def run(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code: 0 fine, 1 errors found, 2 wrong usage, 70 a bug, 130 interrupted."""
    try:
        result: Any = cli.main(arguments, prog_name="resume-tex", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort:
        return 130
    except KeyboardInterrupt:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ResumeTexError as error:
        from resume_tex.cli.report import print_failure

        print_failure(error)
        return error.exit_code
    except BrokenPipeError:
        _silence_stdout()
        return EXIT_FINDINGS
    except OSError as error:
        return _report_surroundings(error) or _report_bug(error)
    except Exception as error:
        return _report_bug(error)


def _silence_stdout() -> None:
    """Keep Python from complaining at exit about a reader that has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report_surroundings(error: OSError) -> int:
    """Tell of what is no bug but the state of the machine; return the exit code, or 0 when it is none of that."""
    from resume_tex.cli.report import print_failure

    if error.errno == errno.ENOSPC:
        print_failure(OutputError(f"{error.strerror}.", "Free some space, or write elsewhere."))
        return OutputError.exit_code
    if _has_current_folder():
        return 0
    print_failure(ResumeTexError("The current folder has been deleted.", "Go to another one: cd"))
    return ResumeTexError.exit_code


def _has_current_folder() -> bool:
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def _report_bug(error: Exception) -> int:
    from resume_tex.cli.report import print_bug

    if os.environ.get("RESUME_TEX_DEBUG"):
        traceback.print_exc()
    print_bug(error, "".join(traceback.format_exception(error)))
    return EXIT_INTERNAL

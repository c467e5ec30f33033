"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from resume_tex.cli.report import FORMATS
from resume_tex.diagnostics import Severity

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

DEFAULT_FILE = "resume.yaml"
F = TypeVar("F", bound=Callable[..., Any])


class FileArgument(click.ParamType[str]):
    """A document's name, completed by the shell as a file."""

    name = "file"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
        """Let the shell complete file names."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


def file_argument(function: F) -> F:
    """Add the argument FILE."""
    return click.argument("file", default=DEFAULT_FILE, type=FileArgument())(function)


def files_argument(function: F) -> F:
    """Add the argument FILE, which may be repeated; none means `DEFAULT_FILE`."""
    return click.argument("files", nargs=-1, metavar="[FILE]...", type=FileArgument())(function)


def variant_option(function: F) -> F:
    """Add --variant."""
    return click.option("--variant", help="Variant of the document: meta.resumeTex.variants names them.")(function)


def quiet_option(function: F) -> F:
    """Add --quiet."""
    return click.option("-q", "--quiet", is_flag=True, help="Print findings only, no summary.")(function)


def format_option(function: F) -> F:
    """Add --format for reports."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="How findings are printed.",
    )(function)


def rule_options(function: F) -> F:
    """Add --select, --ignore, --severity and --role, parsed into what `BuildRequest` takes."""
    for option in (
        click.option("--role", help="Role profile, in place of the document's."),
        click.option(
            "--severity",
            multiple=True,
            metavar="RULE=LEVEL",
            callback=_severities,
            help="Level of a rule: error, warning, info.",
        ),
        click.option(
            "--ignore",
            multiple=True,
            metavar="RULES",
            callback=_rules,
            help="Rules or families to leave out, by commas.",
        ),
        click.option(
            "--select", multiple=True, metavar="RULES", callback=_rules, help="Rules or families to run, by commas."
        ),
    ):
        function = option(function)
    return function


def theme_options(function: F) -> F:
    """Add --theme and --set, parsed into what `BuildRequest` takes."""
    for option in (
        click.option(
            "--set",
            "options",
            multiple=True,
            metavar="NAME=VALUE",
            callback=_settings,
            help="Option of the theme, in place of the document's; may be repeated.",
        ),
        click.option("--theme", help="Theme, in place of the document's."),
    ):
        function = option(function)
    return function


def _settings(_: click.Context, __: click.Parameter, pairs: tuple[str, ...]) -> dict[str, object]:
    """Read `--set name=value` options."""
    out: dict[str, object] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE, such as accent=1F3A5F.")
        out[name.strip()] = value.strip()
    return out


def _rules(_: click.Context, __: click.Parameter, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Read names of rules and families, by commas."""
    names = tuple(name.strip() for text in texts for name in text.split(",") if name.strip())
    for name in names:
        _check_rule(name)
    return names


def _severities(_: click.Context, __: click.Parameter, pairs: tuple[str, ...]) -> dict[str, Severity]:
    """Read `--severity rule=level` options."""
    out = {}
    for pair in pairs:
        name, _equals, level = pair.partition("=")
        if level.strip() not in set(Severity):
            raise click.BadParameter(f"{pair!r} is not RULE=LEVEL with a level of {', '.join(Severity)}.")
        _check_rule(name.strip())
        out[name.strip()] = Severity(level.strip())
    return out


def _check_rule(name: str) -> None:
    from resume_tex.rules.selection import is_known, unknown_message

    if not is_known(name):
        message, meant = unknown_message(name)
        raise click.BadParameter(f"{message} {meant or ''}".strip())

"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from resume_tex.cli.report import FORMATS

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


def parse_settings(pairs: tuple[str, ...]) -> dict[str, object]:
    """Read `--set name=value` options.

    Raises:
        click.BadParameter: A pair has no equals sign.
    """
    out: dict[str, object] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE, such as accent=1F3A5F.", param_hint="--set")
        out[name.strip()] = value.strip()
    return out

"""`resume-tex completion`."""

from __future__ import annotations

import click

from resume_tex.cli.report import write_text
from resume_tex.errors import EXIT_OK


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the completion script for SHELL.

    \b
    bash: resume-tex completion bash >> ~/.bashrc
    zsh:  resume-tex completion zsh >> ~/.zshrc
    fish: resume-tex completion fish > ~/.config/fish/completions/resume-tex.fish
    """  # noqa: D301  click's mark for lines that stay as they are
    from click.shell_completion import get_completion_class

    from resume_tex.cli.app import cli

    kind = get_completion_class(shell)
    assert kind is not None
    write_text(kind(cli, {}, "resume-tex", "_RESUME_TEX_COMPLETE").source())
    return EXIT_OK

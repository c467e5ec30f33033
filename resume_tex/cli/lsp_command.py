"""`resume-tex lsp`."""

from __future__ import annotations

import click

from resume_tex.errors import EXIT_OK, ResumeTexError


@click.command("lsp")
@click.option("--stdio", is_flag=True, hidden=True, help="What editors ask for; there is no other way.")
def command(stdio: bool) -> int:
    """Serve an editor over standard input and output: findings while you type, completion, explanations, fixes.

    docs/editors.md tells how to set up VS Code and Neovim.
    """
    import gc

    gc.enable()  # off for commands that are over before it matters
    try:
        from resume_tex.lsp.server import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"pygls", "lsprotocol"}:
            raise
        raise ResumeTexError(
            "The language server needs pygls, which is not installed.", "Install it: pip install 'resume-tex[lsp]'"
        ) from error
    run()
    return EXIT_OK

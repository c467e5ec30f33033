"""`resume-tex explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from resume_tex.cli.report import say
from resume_tex.errors import EXIT_OK, EXIT_USAGE
from resume_tex.explanations import Explanation, codes, explain

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class CodeArgument(click.ParamType[str]):
    """A diagnostic code, completed by the shell."""

    name = "code"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
        """Offer the codes that begin as typed."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(code) for code in codes() if code.startswith(incomplete)]


@click.command("explain")
@click.argument("code", type=CodeArgument())
def command(code: str) -> int:
    """Say why CODE exists, with weak and strong examples, and how to silence it."""
    found = explain(code)
    if found is None:
        from difflib import get_close_matches

        close = get_close_matches(code, codes(), 3, 0.5)
        say(f"There is no code {code!r}." + (f" Did you mean {', '.join(close)}?" if close else ""), error=True)
        return EXIT_USAGE
    say(_write(found))
    return EXIT_OK


def _write(found: Explanation) -> str:
    parts = [f"{click.style(found.code, bold=True)} ({found.severity.value})", found.summary, found.why]
    for title, examples in (("Weak", found.weak), ("Strong", found.strong)):
        if examples:
            parts.append("\n".join([click.style(title, bold=True), *(_indent(example) for example in examples)]))
    if found.source:
        parts.append(f"{click.style('Source', bold=True)}\n{_indent(found.source)}")
    if found.silence:
        parts.append(f"{click.style('To silence it', bold=True)}\n{_indent(found.silence)}")
    return "\n\n".join(part for part in parts if part)


def _indent(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())

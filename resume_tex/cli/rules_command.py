"""`resume-tex rules`."""

from __future__ import annotations

import click

from resume_tex.cli.report import say
from resume_tex.errors import EXIT_OK


@click.command("rules")
@click.argument("family", required=False)
def command(family: str | None) -> int:
    """List the quality rules with their severity, of one FAMILY or all."""
    from resume_tex.errors import ResumeTexError
    from resume_tex.rules.catalog import FAMILY_NAMES, all_rules
    from resume_tex.rules.explain import explain_rule

    if family is not None and family not in FAMILY_NAMES:
        raise ResumeTexError(f"There is no family {family!r}.", f"Families: {', '.join(FAMILY_NAMES)}.")
    chosen = [rule for rule in all_rules() if family in (None, rule.code.partition(".")[0])]
    width = max(len(rule.code) for rule in chosen)
    for rule in chosen:
        fixable = click.style(" (fixable)", fg="cyan") if rule.fixable else ""
        say(
            f"{click.style(rule.code.ljust(width), bold=True)}  {rule.severity.value:<8} {explain_rule(rule).summary}{fixable}"
        )
    say()
    say(f"{len(chosen)} rules. Why, and what to write instead: resume-tex explain CODE")
    return EXIT_OK

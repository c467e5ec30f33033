"""`resume-tex export overleaf`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resume_tex.cli.options import file_argument, quiet_option, theme_options, variant_option
from resume_tex.cli.report import report, say
from resume_tex.errors import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE

if TYPE_CHECKING:
    from resume_tex.interchange.overleaf import OverleafExport


@click.command("overleaf")
@file_argument
@click.option(
    "-o", "--output", metavar="DIR|ZIP", help="Folder to write, or a zip file; else FILE's name and -overleaf."
)
@theme_options
@variant_option
@click.option(
    "--engine",
    type=click.Choice(("pdflatex", "lualatex", "xelatex")),
    default="pdflatex",
    show_default=True,
    help="TeX engine that compiles it there.",
)
@click.option("--force", is_flag=True, help="Replace the files of an earlier export, and no others.")
@quiet_option
def command(
    file: str,
    output: str | None,
    *,
    engine: str,
    force: bool,
    quiet: bool,
    theme: str | None,
    options: Mapping[str, object],
    variant: str | None,
) -> int:
    """Write FILE (resume.yaml) as a LaTeX project that compiles on Overleaf unchanged, and a page that opens it there.

    Nothing is sent anywhere: that page has a button, and you press it.
    """  # fmt: skip
    from resume_tex.build_request import BuildRequest
    from resume_tex.interchange.overleaf import export_overleaf

    request = BuildRequest(file, output=output, theme=theme, options=options, variant=variant)
    result = export_overleaf(request, engine=engine, force=force)
    if result.diagnostics:
        report(result.diagnostics, "text", quiet=True)
    if result.target is None:
        return EXIT_FINDINGS if result.readable else EXIT_USAGE
    if not quiet:
        _tell(result)
    return EXIT_OK


def _tell(result: OverleafExport) -> None:
    plan, target = result.plan, result.target
    if result.diagnostics:
        say()
    changes = (
        ("replaced, though it had been edited", plan.edited),
        ("removed", plan.remove),
        ("no longer part of the export, but edited: kept", plan.kept),
    )
    for what, names in changes:
        for name in names:
            say(f"  {name}: {what}")
    verb = "Wrote" if plan.write or plan.remove else "Unchanged:"
    say(f"{verb} {target} ({len(result.files or ())} files). Its README.md tells how to edit it.")
    say(f"To open it on Overleaf, open {result.page} in a browser and press the button:")
    say(Path(result.page or "").resolve().as_uri())

"""`resume-tex diff`."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from resume_tex.cli.options import DEFAULT_FILE, rule_options, theme_options, variant_option
from resume_tex.cli.report import has_colors, line_width, say, show_progress, write_text
from resume_tex.errors import EXIT_FINDINGS, EXIT_OK

if TYPE_CHECKING:
    from resume_tex.history.difference import Difference
    from resume_tex.history.editions import Edition


@click.command("diff")
@click.argument("before", metavar="[A]", required=False)
@click.argument("after", metavar="[B]", required=False)
@click.option("--file", "document", metavar="FILE", help=f"Document that revisions are of ({DEFAULT_FILE}).")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "markdown")),
    default="text",
    show_default=True,
    help="How it is printed; markdown is for a pull request.",
)
@click.option("--pdf", metavar="FILE.pdf", help="Also write a PDF of B with the changes marked.")
@click.option("--no-pages", is_flag=True, help="Do not typeset: count no pages, and look at none.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if the content differs.")
@variant_option
@rule_options
@theme_options
def command(
    before: str | None,
    after: str | None,
    *,
    document: str | None,
    form: str,
    pdf: str | None,
    no_pages: bool,
    exit_code: bool,
    **wanted: Any,
) -> int:
    """Say what changed from A (HEAD) to B (the work tree), as content: entries, bullets, words, findings, pages.

    A and B are revisions, as git knows them, or files; A..B does too.
    """
    from resume_tex.build_request import BuildRequest
    from resume_tex.history.difference import find_difference
    from resume_tex.history.editions import open_edition
    from resume_tex.history.sides import choose_sides

    sides = choose_sides(before, after, document, DEFAULT_FILE)
    with ExitStack() as stack:
        one, other = (stack.enter_context(open_edition(side, BuildRequest(side.file, **wanted))) for side in sides)
        difference = find_difference(one, other, pages=not no_pages, progress=show_progress)
        if pdf is not None:
            _write_pdf(difference, other, pdf)
    _print(difference, form)
    if pdf is not None and form == "text":
        say(f"\n{click.style(pdf, bold=True)} written.")
    return EXIT_FINDINGS if exit_code and difference.differs else EXIT_OK


def _print(difference: Difference, form: str) -> None:
    if form == "json":
        from resume_tex.history.diff_json import to_json

        write_text(to_json(difference))
    elif form == "markdown":
        from resume_tex.history.diff_markdown import to_markdown

        write_text(to_markdown(difference))
    else:
        from resume_tex.cli.diff_text import DiffText

        say(DiffText(line_width(), colored=has_colors()).write(difference))


def _write_pdf(difference: Difference, after: Edition, target: str) -> None:
    from resume_tex.history.marked_pdf import write_marked_pdf

    write_marked_pdf(difference, after, target, show_progress)

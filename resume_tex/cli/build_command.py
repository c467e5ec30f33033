"""`resume-tex build`."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import click

from resume_tex.build import build
from resume_tex.build_request import FORMATS, STANDARD_OUTPUT, BuildRequest
from resume_tex.cli.build_report import report_build
from resume_tex.cli.options import DEFAULT_FILE, files_argument, quiet_option, rule_options, theme_options
from resume_tex.cli.report import show_progress


@click.command("build")
@files_argument
@click.option("-o", "--output", help="File to write, or a folder to write into; `-` prints a result that is text.")
@click.option(
    "--format",
    "formats",
    default="pdf",
    show_default=True,
    callback=lambda _, __, text: _formats(text),
    help=f"What to write, by commas: {', '.join(FORMATS)}.",
)
@click.option(
    "--dpi",
    type=click.IntRange(20, 600),
    default=150,
    show_default=True,
    help="With --format png: pixels per inch.",
)
@theme_options
@click.option(
    "--variant", "variants", multiple=True, metavar="NAME", help="Variant of the document to build; may be repeated."
)
@click.option("--all-variants", is_flag=True, help="Build every variant, over all cores.")
@click.option(
    "--rev", metavar="REVISION", help="Build the document as it was at a git revision: v1.2, HEAD~3, a commit."
)
@click.option("--engine", help="TeX engine: embedded (default), pdflatex, xelatex, lualatex, latexmk, tectonic.")
@rule_options
@click.option(
    "--letter",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Build the cover letter in FILE, letter.yaml unless named, or in the document's section `letter`.",
)
@click.option("--draft", is_flag=True, help="Typeset in spite of quality errors.")
@click.option("--verify", is_flag=True, help="Prove that the PDF says to machines what the document says.")
@click.option(
    "--fit",
    is_flag=True,
    help="Tighten spacing, then margins, then type, as little as the page limit takes (one page).",
)
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@click.option(
    "--watch", is_flag=True, help="Build again after every change, until Ctrl-C; quality errors do not stop it."
)
@click.option(
    "--preview", is_flag=True, help="As --watch, and show the pages in the browser, with the findings beside them."
)
@click.option("--poll", is_flag=True, help="With --watch or --preview: look at the files, for network folders.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="With --preview: the port on 127.0.0.1; 0 for a free one."
)
@click.option("--no-open", is_flag=True, help="With --preview: do not open the browser.")
@click.option("-v", "--verbose", is_flag=True, help="Show where the time goes.")
@quiet_option
def command(
    files: tuple[str, ...],
    *,
    variants: tuple[str, ...],
    all_variants: bool,
    rev: str | None,
    watch: bool,
    preview: bool,
    poll: bool,
    port: int,
    no_open: bool,
    verbose: bool,
    quiet: bool,
    **wanted: Any,
) -> int:
    """Check FILE (resume.yaml) and typeset it into a PDF beside it, or write it in other formats; several files or variants are built over all cores.

    Errors stop the build and leave the last PDF as it was; warnings are printed.
    """
    if rev is not None and (watch or preview or all_variants):
        raise click.UsageError("--rev builds what was; it does not go with --watch, --preview and --all-variants.")
    if wanted["fit"] and (watch or preview or "pdf" not in wanted["formats"]):
        raise click.UsageError(
            "--fit is for single builds of a PDF; write the options that it finds into the document."
        )
    if wanted["letter"] is not None:
        _check_letter(rev=rev, preview=preview, **wanted)
    if preview and not any(FORMATS[name].paged for name in wanted["formats"]):
        raise click.UsageError("--preview shows the pages: add pdf to --format.")
    requests = _requests(files, variants, all_variants=all_variants, **wanted)
    if wanted["output"] == STANDARD_OUTPUT:
        _check_printable(requests, alone=rev is None and not watch and not preview)
    if rev is not None:
        return max(_build_revision(request, rev, verbose=verbose, quiet=quiet) for request in requests)
    if len(requests) > 1:
        return _build_several(requests, alone=watch or preview, verbose=verbose, quiet=quiet)
    request = requests[0]
    if watch or preview:
        from resume_tex.cli.watching import show_preview, watch_document

        if preview:
            return show_preview(request, port=port, open_browser=not no_open, poll=poll, verbose=verbose, quiet=quiet)
        return watch_document(request, poll=poll, verbose=verbose, quiet=quiet)
    result = build(request, show_progress)
    return report_build(request, result, verbose=verbose, quiet=quiet)


def _requests(
    files: tuple[str, ...], variants: tuple[str, ...], *, all_variants: bool, **wanted: Any
) -> list[BuildRequest]:
    """Return a request for each document and variant that the command names."""
    requests = [BuildRequest(file, source_date=_source_date(), **wanted) for file in files or (DEFAULT_FILE,)]
    if all_variants:
        from resume_tex.batch import variant_requests

        return [each for request in requests for each in variant_requests(request)]
    return [replace(request, variant=name) for request in requests for name in variants or (None,)]


def _check_letter(
    *, rev: str | None, preview: bool, formats: tuple[str, ...], verify: bool, fit: bool, **_: Any
) -> None:
    """Refuse what goes with a resume only."""
    others = {"--rev": rev is not None, "--preview": preview, "--verify": verify, "--fit": fit}
    wrong = [name for name, given in {**others, "--format json": "json" in formats}.items() if given]
    if wrong:
        raise click.UsageError(f"--letter does not go with {wrong[0]}, which is about the resume.")


def _check_printable(requests: list[BuildRequest], *, alone: bool) -> None:
    """Refuse to print what is no text, and more than one result."""
    formats = requests[0].formats
    if len(requests) > 1 or not alone or len(formats) > 1 or not FORMATS[formats[0]].is_text:
        texts = ", ".join(name for name, form in FORMATS.items() if form.is_text)
        raise click.UsageError(f"`-o -` prints one document in one format of {texts}: add --format txt, for example.")


def _build_revision(request: BuildRequest, revision: str, *, verbose: bool, quiet: bool) -> int:
    from resume_tex.history.revision_build import build_revision

    result = build_revision(request, revision, show_progress)
    return report_build(request, result, verbose=verbose, quiet=quiet)


def _build_several(requests: list[BuildRequest], *, alone: bool, verbose: bool, quiet: bool) -> int:
    output = requests[0].output
    if alone:
        raise click.UsageError("--watch and --preview take one document and one variant.")
    if output is not None and not os.path.isdir(output):
        raise click.UsageError(f"-o takes a folder when several results are written; {output} is none.")
    from resume_tex.cli.batch_building import build_several

    return build_several(requests, verbose=verbose, quiet=quiet)


def _formats(text: str) -> tuple[str, ...]:
    formats = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for name in formats:
        if name not in FORMATS:
            raise click.BadParameter(f"{name!r} is not one of {', '.join(FORMATS)}.")
    return formats or ("pdf",)


def _source_date() -> int | None:
    """Return SOURCE_DATE_EPOCH, the convention of reproducible builds (https://reproducible-builds.org/specs/source-date-epoch/)."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(text) if text.isdecimal() and len(text) < 12 else None

"""`resume-tex build` of several documents or variants: progress, findings told once, one line for each result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click

from resume_tex.batch import BatchItem, build_batch
from resume_tex.build_request import BuildRequest
from resume_tex.cli.build_report import report_result
from resume_tex.cli.report import print_failure, report, say, show_progress
from resume_tex.diagnostics import Diagnostic


def build_several(requests: Sequence[BuildRequest], *, verbose: bool = False, quiet: bool = False) -> int:
    """Build all of them and return the worst exit code."""
    items = build_batch(requests, on_done=lambda done, every: show_progress(f"{done} of {every} built"))
    found = merge_findings(items)
    if found:
        report(found, "text", quiet=True)
        say()
    codes = []
    for item in items:
        if item.failure is not None:
            print_failure(item.failure)
            codes.append(item.failure.exit_code)
        elif item.result is not None:
            codes.append(report_result(item.request, item.result, verbose=verbose, quiet=quiet, name=_name(item)))
    return max(codes, default=0)


def merge_findings(items: Sequence[BatchItem]) -> list[Diagnostic]:
    """Return each finding once, at its worst; one that some variants of its document do not have says which have it."""
    having: dict[tuple[object, ...], dict[str, Diagnostic]] = {}
    variants: dict[str, list[str]] = {}
    for item in items:
        variants.setdefault(item.request.file, []).append(item.request.variant or "")
        for d in item.result.diagnostics if item.result is not None else ():
            having.setdefault((d.code, d.file, d.span, d.path, d.message), {})[item.request.variant or ""] = d
    out = []
    for names in having.values():
        diagnostic = min(names.values(), key=lambda d: d.severity.rank)
        everywhere = len(names) == len(variants.get(diagnostic.file or "", names))
        prefix = "" if everywhere else f"[{', '.join(names)}] "
        out.append(replace(diagnostic, message=prefix + diagnostic.message))
    return sorted(out, key=lambda d: d.sort_key)


def _name(item: BatchItem) -> str:
    variant = f" [{item.request.variant}]" if item.request.variant else ""
    return click.style(f"{item.request.file}{variant}: ", dim=True)

"""What a build is asked for; knows nothing of how it is done."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from resume_tex.diagnostics import Severity

MAGIC = {"pdf": b"%PDF-", "tex": b"\\documentclass{article}\n\\usepackage{resume-"}
"""How a file of each kind begins; a file in its place that begins otherwise is somebody's own and is left alone."""
FORMATS = ("pdf", "tex")


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build.

    Attributes:
        file: The document.
        output: The file to write, or None for the document's name with another ending.
        formats: What to write: `pdf`, `tex`.
        theme: Theme in place of the document's.
        options: Theme options in place of the document's.
        engine: Name of the TeX engine, or None for the default.
        draft: Typeset in spite of quality errors.
        force: Build even when nothing has changed.
        today: The day that `present` means to the rules.
        select: Rules to run, by code or family, in place of the document's.
        ignore: Rules to leave out, besides the document's.
        severity: Severities by rule, besides the document's.
        role: Role profile in place of the document's.
        variant: Name of the variant to build, or None for the whole document.
        name: Name of the results, without folder and ending, in place of the document's (and the variant's) own.
        source_date: Seconds since the epoch for the PDF's dates, in place of the document's `meta.lastModified`.
    """

    file: str
    output: str | None = None
    formats: tuple[str, ...] = ("pdf",)
    theme: str | None = None
    options: Mapping[str, object] = field(default_factory=dict)
    engine: str | None = None
    draft: bool = False
    force: bool = False
    today: date = field(default_factory=date.today)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    role: str | None = None
    source_date: int | None = None
    variant: str | None = None
    name: str | None = None

    def target(self, kind: str) -> str:
        """Return where a result goes."""
        stem, _ = os.path.splitext(self.file)
        if self.name is not None:
            stem = os.path.join(os.path.dirname(stem), self.name)
        elif self.variant is not None:
            stem = f"{stem}-{self.variant}"
        if self.output is None:
            return f"{stem}.{kind}"
        if os.path.isdir(self.output):
            return os.path.join(self.output, f"{os.path.basename(stem)}.{kind}")
        if len(self.formats) == 1:
            return self.output
        return f"{os.path.splitext(self.output)[0]}.{kind}"

"""What came of a build, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from resume_tex.diagnostics import Diagnostic

if TYPE_CHECKING:
    from resume_tex.fit import Fit


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What came of a build.

    Attributes:
        outputs: The files written, or found to be right already; `-` for what goes to standard output.
        diagnostics: Everything that was found.
        pages: How many pages the PDF has.
        unchanged: Nothing had changed since the last build, so nothing was done.
        readable: False when the document could not be read at all.
        timings: Seconds by phase.
        files: The files it depends on besides the document, as far as it got.
        pdf: The PDF's bytes, if one was made now.
        printed: What goes to standard output, if that is where the result is wanted.
        fit: What was tightened to fit the page limit, if that was asked for.
        texts: What stands in the files that diagnostics name, if those are no files on disk.
    """

    outputs: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0
    unchanged: bool = False
    readable: bool = True
    timings: Mapping[str, float] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    pdf: bytes | None = field(default=None, repr=False)
    printed: bytes | None = field(default=None, repr=False)
    fit: Fit | None = None
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)


def is_quality(code: str) -> bool:
    """Tell a quality finding, which a draft puts up with, from what makes typesetting impossible."""
    return code.partition(".")[0] not in {"syntax", "schema", "file", "tex", "theme", "variants", "letter"}

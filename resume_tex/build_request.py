"""What a build is asked for; knows nothing of how it is done."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from resume_tex.diagnostics import Severity

if TYPE_CHECKING:
    from resume_tex.render.provenance import Version

_LETTER = "letter.yaml"
STANDARD_OUTPUT = "-"
"""The output that is no file; for one format that is text."""


class Format(NamedTuple):
    """A kind of result.

    Attributes:
        begins: A regular expression of how a file of ours begins; one that begins otherwise is somebody's own and is left alone.
            None where a mark would be in the way: then a note is kept of what was written.
        paged: Whether it is made from the typeset pages.
        is_text: Whether it may go to standard output.
    """

    begins: bytes | None
    paged: bool = False
    is_text: bool = True


FORMATS: Mapping[str, Format] = {
    "pdf": Format(rb"%PDF-", paged=True, is_text=False),
    "tex": Format(rb"\\documentclass\{article\}\n\\usepackage\{resume-"),
    "png": Format(rb"\x89PNG\r\n\x1a\n.{25}.{4}tEXtSoftware\0resume-tex.{8}tEXtPage\0(\d+)", paged=True, is_text=False),
    "txt": Format(None),
    "md": Format(rb"<!-- Made by resume-tex\."),
    "html": Format(
        rb"<!doctype html>\n<html lang=\"[^\"<>]*\"(?: dir=\"rtl\")?>\n<head>\n<meta charset=\"utf-8\">\n"
        rb"<meta name=\"generator\" content=\"resume-tex\">"
    ),
    "json": Format(None),
}


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build.

    Attributes:
        file: The document.
        output: The file to write, or None for the document's name with another ending.
        formats: What to write: names of `FORMATS`.
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
        verify: Prove that the PDF's text holds every field; what it does not is an error.
        fit: Tighten the theme's options so that the resume keeps to its page limit.
        name: Name of the results, without folder and ending, in place of the document's (and the variant's) own.
        dpi: Resolution of pictures, in pixels per inch.
        source_date: Seconds since the epoch for the PDF's dates, in place of the commit's and the document's `meta.lastModified`.
        letter: Build a cover letter instead: the letter's file, or nothing for letter.yaml beside the document or its own section.
        version: The revision that the document is known to be, in place of what git says.
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
    verify: bool = False
    fit: bool = False
    name: str | None = None
    version: Version | None = None
    dpi: int = 150
    letter: str | None = None

    @property
    def typesets(self) -> bool:
        """Whether pages are wanted, so that TeX has to run."""
        return any(FORMATS[kind].paged for kind in self.formats)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What tells requests for the same document apart whose results do not replace each other's."""
        return self.formats if self.letter is None else (*self.formats, f"letter {self.letter}")

    @property
    def sources(self) -> tuple[str, ...]:
        """The files that no result may replace."""
        letter = self.letter_file() if self.letter is not None else None
        return (self.file, letter) if letter is not None else (self.file,)

    def default_letter(self) -> str:
        """Return where a letter is looked for first when the request names none."""
        return os.path.join(os.path.dirname(self.file), _LETTER)

    def letter_file(self) -> str | None:
        """Return the file of the letter that is asked for; None when it is the document's own section."""
        if self.letter:
            return self.letter
        beside = self.default_letter()
        return beside if os.path.lexists(beside) else None

    def target(self, kind: str, page: int = 1) -> str:
        """Return where a result goes; pictures have the page's number at the end of their name."""
        ending = f"-{page}.png" if kind == "png" else f".{kind}"
        stem, _ = os.path.splitext(self.file)
        if self.name is not None:
            stem = os.path.join(os.path.dirname(stem), self.name)
        elif self.variant is not None:
            stem = f"{stem}-{self.variant}"
        if self.letter is not None:
            stem = f"{stem}-{os.path.splitext(os.path.basename(self.letter or _LETTER))[0]}"
        if self.output is None:
            return stem + ending
        if os.path.isdir(self.output):
            return os.path.join(self.output, os.path.basename(stem) + ending)
        if len(self.formats) == 1 and kind != "png":
            return self.output
        return os.path.splitext(self.output)[0] + ending

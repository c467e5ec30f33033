"""Typesets a document with the changes since an earlier edition marked, in its own theme."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from resume_tex.build_request import FORMATS
from resume_tex.document.inline import Added, Moved, Removed, Revised, Text
from resume_tex.errors import ResumeTexError
from resume_tex.history.difference import Difference
from resume_tex.history.editions import Edition
from resume_tex.history.union import unite
from resume_tex.output import check_target, write_atomically
from resume_tex.render.project import render_project
from resume_tex.render.revision import Revision
from resume_tex.script_choice import prepare
from resume_tex.typesetter import Progress, Typesetter

_LONGEST_NAME: Final = 30


class MarkedPdfError(ResumeTexError):
    """A document that cannot be typeset with its changes."""


def write_marked_pdf(difference: Difference, after: Edition, target: str, progress: Progress) -> None:
    """Write a PDF of the later edition: what was added underlined, what was removed struck through, what was moved in a colour.

    Args:
        difference: The two editions.
        after: The later one.
        target: The file to write.
        progress: Told what long work begins.

    Raises:
        OutputError: The target cannot be written, or is somebody's own file.
        MarkedPdfError: The document cannot be typeset.
        EngineError: The TeX engine is missing or cannot run.
        ThemeError: The theme's own files are wrong.
    """
    check_target(target, (difference.before.file, difference.after.file), FORMATS["pdf"].begins)
    write_atomically(target, typeset_marked(difference, after, progress))


def typeset_marked(difference: Difference, after: Edition, progress: Progress = lambda _: None) -> bytes:
    """Return the PDF that `write_marked_pdf` writes; raises as that does."""
    typesetter = Typesetter(after.request.engine, progress)
    try:
        prepared = prepare(after.source, after.resume, after.request, typesetter)
        settings = prepared.settings
        if settings is None:
            found = prepared.diagnostics[0]
            raise MarkedPdfError(f"{difference.after.file}: {found.message}", found.help or "")
        union = unite(difference.comparison, settings.locale, settings.options.text("date-style", "short"))
        revision = Revision(union.texts, union.paragraphs, _legend(difference))
        project = render_project(union.resume, replace(settings, revision=revision, provenance=None))
        result = typesetter.compile(project, 1).result()
        if result.pdf is None:
            reason = result.messages[0].text if result.messages else "TeX gave no reason."
            raise MarkedPdfError(
                f"The changes cannot be typeset. {reason}",
                f"Does this work? resume-tex build --draft {after.side.file}",
            )
        return result.pdf
    finally:
        typesetter.close()


def _legend(difference: Difference) -> Revised:
    before, after = (_short(side.title) for side in (difference.before, difference.after))
    return (
        Text(f"{before} → {after}: "),
        Added((Text("added"),)),
        Text(", "),
        Removed((Text("removed"),)),
        Text(", "),
        Moved((Text("moved"),)),
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..."

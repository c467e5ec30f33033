"""A document of one revision: what it says, what the rules find in it, how many pages it has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Diagnostic, Path, has_errors
from resume_tex.document.load import load_resume
from resume_tex.document.models import Resume
from resume_tex.document.source import SourceDocument
from resume_tex.errors import ResumeTexError
from resume_tex.history.loading import describe_faults
from resume_tex.history.sides import Side
from resume_tex.preparation import Preparation
from resume_tex.quality import page_quality, quality
from resume_tex.script_choice import prepare
from resume_tex.subject import Subject

if TYPE_CHECKING:
    from resume_tex.engine.base import CompileResult
    from resume_tex.rules.base import LayoutFacts
    from resume_tex.typesetter import Pending, Typesetter


class EditionError(ResumeTexError):
    """A revision of a document that cannot be compared, since it does not load."""


@dataclass(frozen=True, slots=True)
class Located:
    """A finding: where it is in what is compared, and as it is told, with its place in the whole document."""

    place: Path
    finding: Diagnostic


class Edition:
    """One side of a comparison, loaded.

    Attributes:
        side: Where it comes from.
        request: The document and how it is read.
        source: The document.
        resume: What it says.
    """

    def __init__(self, side: Side, request: BuildRequest) -> None:
        """Load it.

        Raises:
            EditionError: It does not load.
            VariantError: It has no such variant.
        """
        self.side = side
        self.request = request
        loaded = load_resume(request.file)
        self._subject = Subject.of(loaded, request)
        if self._subject.resume is None or self._subject.source is None:
            raise _unloadable(side, self._subject.diagnostics)
        self.source: SourceDocument = self._subject.source
        self.resume: Resume = self._subject.resume
        self._prepared: Preparation | None = None
        self._typesetter: Typesetter | None = None
        self._pending: Pending | None = None
        self._compiled: CompileResult | None = None

    def prepare(self, typesetter: Typesetter | None = None) -> Preparation:
        """Return the document rendered, once, for an engine that can set it.

        Raises:
            ThemeError: The theme's own files are wrong.
        """
        if self._prepared is None or typesetter not in (None, self._typesetter):
            self._typesetter = typesetter
            self._prepared = prepare(self.source, self.resume, self.request, typesetter)
        return self._prepared

    def begin(self, typesetter: Typesetter) -> None:
        """Begin to typeset it; `findings` and `pages` wait for the result.

        Raises:
            EngineError: The TeX engine cannot run.
        """
        project = self.prepare(typesetter).project
        if project is not None:
            self._pending = typesetter.compile(project, 1)

    @property
    def pages(self) -> int | None:
        """How many pages it has; None if it was not typeset, or cannot be."""
        compiled = self._result()
        return compiled.pages if compiled is not None and compiled.pdf is not None else None

    def findings(self) -> list[Located]:
        """Return what the rules find, on the pages too if it is typeset."""
        prepared = self.prepare()
        raised = [*prepared.diagnostics, *quality(self.source, self.resume, self.request)]
        compiled = self._result()
        if compiled is not None:
            raised += prepared.tex_diagnostics(compiled)
        raised += page_quality(self.source, self.resume, self.request, self._facts(prepared, compiled))
        raised = list(dict.fromkeys(raised))
        own = [d for d in self._subject.diagnostics if d not in raised]
        shown = [*own, *self._subject.restore(raised)]
        return [
            Located(raw.path, replace(told, file=self.side.file))
            for raw, told in zip([*own, *raised], shown, strict=True)
        ]

    def _facts(self, prepared: Preparation, compiled: CompileResult | None) -> LayoutFacts:
        known = prepared.layout(compiled)
        if compiled is None or compiled.pdf is None or prepared.project is None or prepared.settings is None:
            return known
        from resume_tex.pdf.findings import PageReader
        from resume_tex.pdf.reading import PdfError

        try:
            return PageReader(self.resume, prepared.project, prepared.settings).facts(known, compiled.pdf)
        except PdfError:
            return known

    def _result(self) -> CompileResult | None:
        if self._compiled is None and self._pending is not None:
            self._compiled = self._pending.result()
        return self._compiled


@contextmanager
def open_edition(side: Side, request: BuildRequest) -> Iterator[Edition]:
    """Load one side of a comparison; what it is read from is there until the end.

    Args:
        side: The revision or file.
        request: How it is read: variant, theme, rules; its file is replaced.

    Raises:
        EditionError: It does not load.
        RepositoryError: The revision does not have the document.
    """
    with side.opened() as file:
        try:
            yield Edition(side, replace(request, file=file))
        except ResumeTexError as error:
            if side.commit is not None:  # nobody knows the copy
                error.message = error.message.replace(file, f"{side.file} of {side.title}")
            raise


def _unloadable(side: Side, found: tuple[Diagnostic, ...]) -> EditionError:
    first = next(d for d in found if has_errors([d]))
    if first.code.startswith("file."):
        return EditionError(first.message, first.help or "")
    where = side.file if side.commit is None else f"{side.file} of {side.title}"
    line = f"line {first.span.start.line}: " if first.span is not None else ""
    remedy = (
        f"resume-tex check {side.file}" if side.commit is None else "Compare with another revision: resume-tex log."
    )
    return EditionError(f"{where} does not load: {describe_faults(found)}. The first, {line}{first.message}", remedy)

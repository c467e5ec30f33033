"""The steps of one build, from the document to the files: load, render, compile, check, write.

Nothing heavy is imported before it is needed: TeX has been started by then, and loads its format meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from resume_tex.build_request import STANDARD_OUTPUT, BuildRequest
from resume_tex.build_result import BuildResult, is_quality
from resume_tex.build_state import BuildState, FileStamp, save_state
from resume_tex.diagnostics import Diagnostic, Severity, has_errors
from resume_tex.diagnostics_json import diagnostic_to_json
from resume_tex.results import check_targets, make_results, write_results

if TYPE_CHECKING:
    from resume_tex.document.models import Resume
    from resume_tex.document.source import SourceDocument
    from resume_tex.engine.base import CompileResult
    from resume_tex.pdf.findings import PageReader
    from resume_tex.preparation import Preparation
    from resume_tex.render.letter import LetterDocument
    from resume_tex.render.project import RenderedProject
    from resume_tex.repository.expectation import ExpectedVersion
    from resume_tex.repository.version import VersionQuery
    from resume_tex.rules.base import LayoutFacts
    from resume_tex.subject import Subject
    from resume_tex.typesetter import Typesetter


class OtherVersionError(Exception):
    """The document has another version than was expected, and than what has been written tells."""


class BuildSteps:
    """One build on its way."""

    def __init__(
        self,
        request: BuildRequest,
        state: BuildState | None,
        typesetter: Typesetter | None,
        pages: int = 1,
        query: VersionQuery | ExpectedVersion | None = None,
    ) -> None:
        self._request = request
        self._query = query
        self._head = ""
        self._typesetter = typesetter
        self._pages = state.pages if state is not None and state.pages else pages
        self._timings: dict[str, float] = {}
        self._clock = time.perf_counter()
        self._files: tuple[str, ...] = ()
        self._printed: bytes | None = None
        self._stamps: list[FileStamp | None] = []

    def run(self, asked: str, head: str = "") -> BuildResult:
        """Build; `asked` is the request's fingerprint for the state that is kept, or nothing to keep none.

        Raises:
            OtherVersionError: The version that was to be expected is not the document's.
        """
        self._head = head
        from resume_tex.document.load import load_resume
        from resume_tex.quality import page_quality, quality
        from resume_tex.script_choice import prepare
        from resume_tex.subject import Subject

        self._stamp((self._request.file,))
        loaded = load_resume(self._request.file)
        subject = Subject.of(loaded, self._request)
        self._lap("load")
        source, resume = subject.source, subject.resume
        if resume is None or source is None:
            return self._stopped(subject.diagnostics, readable=loaded.readable)
        if self._request.variant is not None:
            self._name_results(subject.output)
        if self._request.letter is not None:
            return self._run_letter(asked, subject, source, resume)
        prepared = prepare(
            source, resume, self._request, self._typesetter, unicode=self._has_every_character(), query=self._query
        )
        self._files = prepared.files
        if asked:
            self._stamp(self._files)
        found = [*subject.diagnostics, *subject.restore(prepared.diagnostics)]
        self._lap("render")
        pending = None
        if self._typesetter is not None and prepared.project is not None and not self._stops(found):
            pending = self._typesetter.compile(prepared.project, self._pages)
        found += subject.restore(quality(source, resume, self._request))
        reader = _page_reader(resume, prepared) if pending is not None else None
        self._lap("rules")
        stops = prepared.project is None or self._stops(found)
        if stops and not (pending and pending.under_way):
            return self._stopped(found)
        compiled = pending.result() if pending is not None else None
        self._lap("compile")
        if compiled is not None:
            found += subject.restore(prepared.tex_diagnostics(compiled))
        written = self._write_draft(resume, compiled, prepared, found)
        facts = self._read_pages(prepared.layout(compiled), compiled, reader)
        found += subject.restore(page_quality(source, resume, self._request, facts))
        if self._stops(found) or (compiled is not None and compiled.pdf is None):
            return self._stopped(found)
        outputs = written or self._write(resume, prepared, compiled)
        return self._finish(asked, prepared, found, compiled, outputs)

    def _run_letter(self, asked: str, subject: Subject, source: SourceDocument, resume: Resume) -> BuildResult:
        """Build a letter, with the header and the theme of the resume; quality rules have nothing to say about it."""
        from resume_tex.letter import find_letter, letter_page_findings, with_letter_options
        from resume_tex.render.letter import render_letter
        from resume_tex.script_choice import prepare

        letter = find_letter(self._request, source, resume)
        self._files = letter.files or (self._request.default_letter(),)  # which may come to be
        self._stamp(letter.files)
        found = [*subject.diagnostics, *letter.diagnostics]
        document = letter.document
        if document is None:
            return self._stopped(found, readable=letter.readable)
        resume = with_letter_options(resume, self._request)
        prepared = prepare(
            source, resume, self._request, self._typesetter, unicode=self._has_every_character(), query=self._query,
            render=lambda resume, settings: render_letter(document, resume, settings),
        )  # fmt: skip
        self._files += prepared.files
        self._stamp(prepared.files)
        found += letter.place(prepared.diagnostics, source)
        self._lap("render")
        project = prepared.project
        if project is None or self._stops(found):
            return self._stopped(found)
        compiled = None
        if self._typesetter is not None:
            compiled = self._typesetter.compile(project, self._pages).result()
            found += letter.place(prepared.tex_diagnostics(compiled), source)
        self._lap("compile")
        facts = prepared.layout(compiled)
        found += letter.place(letter_page_findings(letter, resume, self._request, facts), source)
        if self._stops(found) or (compiled is not None and compiled.pdf is None):
            return self._stopped(found)
        outputs = self._write(resume, prepared, compiled, document)
        return self._finish(asked, prepared, found, compiled, outputs)

    def _has_every_character(self) -> bool:
        """Tell whether nothing is lost where a font of pdfTeX's lacks a character."""
        if self._typesetter is not None:
            return self._typesetter.engine.unicode
        return "tex" not in self._request.formats

    def _write_draft(
        self, resume: Resume, compiled: CompileResult | None, prepared: Preparation, found: list[Diagnostic]
    ) -> tuple[str, ...]:
        """Write a draft before its pages are read, which cannot stop it; return the files, or none if it is no draft."""
        if not self._request.draft or compiled is None or compiled.pdf is None or self._stops(found):
            return ()
        return self._write(resume, prepared, compiled)

    def _read_pages(self, known: LayoutFacts, compiled: CompileResult | None, reader: PageReader | None) -> LayoutFacts:
        """Return what is known of the pages, completed by what stands on them."""
        if compiled is None or compiled.pdf is None or reader is None:
            return known
        from resume_tex.pdf.reading import PdfError

        try:
            return reader.facts(known, compiled.pdf, prove=self._request.verify)
        except PdfError:
            if self._request.verify:
                raise
            return known
        finally:
            self._lap("pages")

    def _name_results(self, name: str | None) -> None:
        """Take the name that the variant gives its results, now that it is known, and make sure that they can be written."""
        self._request = replace(self._request, name=name)
        check_targets(self._request)

    def _finish(
        self,
        asked: str,
        prepared: Preparation,
        found: list[Diagnostic],
        compiled: CompileResult | None,
        outputs: tuple[str, ...],
    ) -> BuildResult:
        assert prepared.project is not None
        if self._query is not None and not self._query.holds():
            raise OtherVersionError
        diagnostics = tuple(sorted(dict.fromkeys(found), key=lambda d: d.sort_key))
        pages, pdf = (compiled.pages, compiled.pdf) if compiled else (0, None)
        result = BuildResult(
            outputs, diagnostics, pages, timings=self._timings, files=self._files, pdf=pdf, printed=self._printed
        )
        if asked:
            self._remember(asked, prepared.project, result)
        self._lap("write")
        return result

    def _remember(self, asked: str, project: RenderedProject, result: BuildResult) -> None:
        written = [FileStamp.take(path) for path in result.outputs]
        if None in self._stamps or None in written:
            return
        state = BuildState(
            asked,
            tuple(stamp for stamp in self._stamps if stamp),
            tuple(stamp for stamp in written if stamp),
            self._typesetter.format_key(project) if self._typesetter else "",
            project.source_date,
            result.pages,
            tuple(diagnostic_to_json(d) for d in result.diagnostics),
            self._head,
        )
        save_state(self._request.file, state, self._request.variant, self._request.kinds)

    def _stamp(self, files: Iterable[str]) -> None:
        """Note files as they are before they are read, so that a change meanwhile counts as one."""
        self._stamps += [FileStamp.take(path) for path in files]

    def _stops(self, found: list[Diagnostic]) -> bool:
        """Tell whether an error is among them that the request does not put up with."""
        if not self._request.draft:
            return has_errors(found)
        return any(d.severity is Severity.ERROR and not is_quality(d.code) for d in found)

    def _write(
        self,
        resume: Resume,
        prepared: Preparation,
        compiled: CompileResult | None,
        letter: LetterDocument | None = None,
    ) -> tuple[str, ...]:
        results = make_results(self._request, prepared, resume, compiled.pdf if compiled else None, letter)
        if self._request.output == STANDARD_OUTPUT:
            self._printed = b"".join(result.content for result in results)
            return (STANDARD_OUTPUT,)
        return write_results(self._request, results)

    def _stopped(self, found: Iterable[Diagnostic], *, readable: bool = True) -> BuildResult:
        ordered = tuple(sorted(dict.fromkeys(found), key=lambda d: d.sort_key))
        return BuildResult((), ordered, readable=readable, timings=self._timings, files=self._files)

    def _lap(self, phase: str) -> None:
        now = time.perf_counter()
        self._timings[phase] = now - self._clock
        self._clock = now


def _page_reader(resume: Resume, prepared: Preparation) -> PageReader | None:
    """Return what will read the pages, made ready while TeX still runs."""
    if prepared.project is None or prepared.settings is None:
        return None
    from resume_tex.pdf.findings import PageReader
    from resume_tex.pdf.pdfium import pdfium

    pdfium()
    return PageReader(resume, prepared.project, prepared.settings)

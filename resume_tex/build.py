"""The pipeline as one function: document to PDF, with every diagnostic.

Nothing heavy is imported before the TeX process has been started, so that it loads its format meanwhile.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from resume_tex.build_request import MAGIC, BuildRequest
from resume_tex.build_state import BuildState, FileStamp, code_stamp, fingerprint, load_state, save_state
from resume_tex.diagnostics import Diagnostic, Severity, has_errors
from resume_tex.diagnostics_json import diagnostic_from_json, diagnostic_to_json
from resume_tex.output import check_target, write_atomically

if TYPE_CHECKING:
    from resume_tex.engine.base import CompileResult
    from resume_tex.preparation import Preparation
    from resume_tex.render.project import RenderedProject
    from resume_tex.typesetter import Progress, Typesetter


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What came of a build.

    Attributes:
        outputs: The files written, or found to be right already.
        diagnostics: Everything that was found.
        pages: How many pages the PDF has.
        unchanged: Nothing had changed since the last build, so nothing was done.
        readable: False when the document could not be read at all.
        timings: Seconds by phase.
        files: The files it depends on besides the document, as far as it got.
        pdf: The PDF's bytes, if one was made now.
    """

    outputs: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0
    unchanged: bool = False
    readable: bool = True
    timings: Mapping[str, float] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    pdf: bytes | None = field(default=None, repr=False)


def build(request: BuildRequest, progress: Progress = lambda _: None) -> BuildResult:
    """Build a document, unless nothing has changed since it was last built.

    Raises:
        OutputError: A result cannot be written.
        EngineError: The TeX engine is missing or cannot run.
        ThemeError: The theme's own files are wrong.
    """
    _check_targets(request)
    asked = _fingerprint(request)
    state = load_state(request.file, request.variant)
    if state is not None and not request.force and state.holds(asked):
        found = tuple(diagnostic_from_json(data) for data in state.diagnostics)
        return BuildResult(tuple(s.path for s in state.outputs), found, state.pages, unchanged=True)
    typesetter = open_typesetter(request, progress, state)
    try:
        return _Build(request, state, typesetter).run(asked)
    finally:
        if typesetter is not None:
            typesetter.close()


def build_anew(request: BuildRequest, typesetter: Typesetter, pages: int = 1) -> BuildResult:
    """Build a document whatever there is, with a typesetter that the caller keeps; raises as `build` does.

    Args:
        request: What to build; the PDF is among its formats.
        typesetter: What compiles.
        pages: How many pages there will be, as far as known.
    """
    _check_targets(request)
    return _Build(request, None, typesetter, pages).run("")


def open_typesetter(request: BuildRequest, progress: Progress, state: BuildState | None = None) -> Typesetter | None:
    """Return what compiles, with TeX already starting if the last build's state tells what it needs; None when no PDF is wanted.

    Raises:
        EngineError: There is no such engine, or it is not installed.
    """
    if "pdf" not in request.formats:
        return None
    from resume_tex.engine.base import CompileOptions
    from resume_tex.typesetter import Typesetter

    typesetter = Typesetter(request.engine, progress)
    if state is not None:
        typesetter.start_ahead(state.format_key, CompileOptions(source_date=state.source_date))
    return typesetter


def _check_targets(request: BuildRequest, *, named: bool = False) -> None:
    """Refuse targets that cannot be written; those of a variant, which may name its own, once they are `named`."""
    if request.variant is None or named:
        for kind in request.formats:
            check_target(request.target(kind), (request.file,), MAGIC[kind])


def _fingerprint(request: BuildRequest) -> str:
    from resume_tex import __version__

    return fingerprint([
        __version__, code_stamp(), _own_themes(request.file), os.path.abspath(request.file), request.file,
        [os.path.abspath(request.target(kind)) for kind in request.formats],
        request.formats, request.theme, sorted(request.options.items()), request.engine, request.draft, str(request.today),
        request.source_date, request.variant, request.select, request.ignore, sorted(request.severity.items()), request.role,
    ])  # fmt: skip


def _own_themes(document: str) -> list[str]:
    """Return the names of the files in the project's own themes: one that is added may count, though nothing else changed."""
    root = os.path.join(os.path.dirname(os.path.abspath(document)), "themes")
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names)


class _Build:
    """One build on its way."""

    def __init__(
        self, request: BuildRequest, state: BuildState | None, typesetter: Typesetter | None, pages: int = 1
    ) -> None:
        self._request = request
        self._typesetter = typesetter
        self._pages = state.pages if state is not None and state.pages else pages
        self._timings: dict[str, float] = {}
        self._clock = time.perf_counter()
        self._files: tuple[str, ...] = ()
        self._stamps: list[FileStamp | None] = []

    def run(self, asked: str) -> BuildResult:
        """Build; `asked` is the request's fingerprint for the state that is kept, or nothing to keep none."""
        from resume_tex.document.load import load_resume
        from resume_tex.preparation import Preparation
        from resume_tex.quality import page_quality, quality
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
        unicode = self._typesetter is not None and self._typesetter.engine.unicode
        prepared = Preparation.of(source, resume, self._request, unicode=unicode)
        self._files = prepared.files
        if asked:
            self._stamp(self._files)
        found = [*subject.diagnostics, *subject.restore(prepared.diagnostics)]
        self._lap("render")
        pending = None
        if self._typesetter is not None and prepared.project is not None and not self._stops(found):
            pending = self._typesetter.compile(prepared.project, self._pages)
        found += subject.restore(quality(source, resume, self._request))
        self._lap("rules")
        stops = prepared.project is None or self._stops(found)
        if stops and not (pending and pending.under_way):
            return self._stopped(found)
        compiled = pending.result() if pending is not None else None
        self._lap("compile")
        if compiled is not None:
            found += subject.restore(prepared.tex_diagnostics(compiled))
        found += subject.restore(page_quality(source, resume, self._request, prepared.layout(compiled)))
        if self._stops(found) or (compiled is not None and compiled.pdf is None):
            return self._stopped(found)
        return self._finish(asked, prepared, found, compiled)

    def _name_results(self, name: str | None) -> None:
        """Take the name that the variant gives its results, now that it is known, and make sure that they can be written."""
        self._request = replace(self._request, name=name)
        _check_targets(self._request, named=True)

    def _finish(
        self,
        asked: str,
        prepared: Preparation,
        found: list[Diagnostic],
        compiled: CompileResult | None,
    ) -> BuildResult:
        assert prepared.project is not None
        outputs = self._write(compiled.pdf if compiled else None, prepared.project)
        diagnostics = tuple(sorted(dict.fromkeys(found), key=lambda d: d.sort_key))
        pages, pdf = (compiled.pages, compiled.pdf) if compiled else (0, None)
        result = BuildResult(outputs, diagnostics, pages, timings=self._timings, files=self._files, pdf=pdf)
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
        )
        save_state(self._request.file, state, self._request.variant)

    def _stamp(self, files: Iterable[str]) -> None:
        """Note files as they are before they are read, so that a change meanwhile counts as one."""
        self._stamps += [FileStamp.take(path) for path in files]

    def _stops(self, found: list[Diagnostic]) -> bool:
        """Tell whether an error is among them that the request does not put up with."""
        if not self._request.draft:
            return has_errors(found)
        return any(d.severity is Severity.ERROR and not is_quality(d.code) for d in found)

    def _write(self, pdf: bytes | None, project: RenderedProject) -> tuple[str, ...]:
        results = {"pdf": pdf, "tex": (project.preamble + project.body).encode()}
        outputs = []
        for kind in self._request.formats:
            content = results[kind]
            if content is not None:
                write_atomically(self._request.target(kind), content)
                outputs.append(self._request.target(kind))
        return tuple(outputs)

    def _stopped(self, found: Iterable[Diagnostic], *, readable: bool = True) -> BuildResult:
        ordered = tuple(sorted(dict.fromkeys(found), key=lambda d: d.sort_key))
        return BuildResult((), ordered, readable=readable, timings=self._timings, files=self._files)

    def _lap(self, phase: str) -> None:
        now = time.perf_counter()
        self._timings[phase] = now - self._clock
        self._clock = now


def is_quality(code: str) -> bool:
    """Tell a quality finding, which a draft puts up with, from what makes typesetting impossible."""
    return code.partition(".")[0] not in {"syntax", "schema", "file", "tex", "theme", "variants"}

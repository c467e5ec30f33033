"""The pipeline as one function: document to PDF, with every diagnostic.

Nothing heavy is imported before the TeX process has been started, so that it loads its format meanwhile.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from resume_tex.build_request import PDF_MAGIC, BuildRequest
from resume_tex.build_state import BuildState, FileStamp, code_stamp, fingerprint, load_state, save_state
from resume_tex.diagnostics import Diagnostic, Severity, has_errors
from resume_tex.diagnostics_json import diagnostic_from_json, diagnostic_to_json
from resume_tex.output import check_target, write_atomically

if TYPE_CHECKING:
    from resume_tex.document.load import LoadResult
    from resume_tex.engine.base import CompileResult, Engine
    from resume_tex.engine.warm import WarmProcess
    from resume_tex.render.project import RenderedProject

Progress = Callable[[str], None]
"""Told what long work begins, in a few words."""


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
    """

    outputs: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0
    unchanged: bool = False
    readable: bool = True
    timings: Mapping[str, float] = field(default_factory=dict)


def build(request: BuildRequest, progress: Progress = lambda _: None) -> BuildResult:
    """Build a document.

    Raises:
        OutputError: A result cannot be written.
        EngineError: The TeX engine is missing or cannot run.
        ThemeError: The theme's own files are wrong.
    """
    for kind in request.formats:
        check_target(request.target(kind), (request.file,), PDF_MAGIC if kind == "pdf" else None)
    asked = _fingerprint(request)
    state = load_state(request.file)
    if state is not None and not request.force and state.holds(asked):
        found = tuple(diagnostic_from_json(data) for data in state.diagnostics)
        return BuildResult(tuple(s.path for s in state.outputs), found, state.pages, unchanged=True)
    return _Build(request, progress, state).run(asked)


def _fingerprint(request: BuildRequest) -> str:
    from resume_tex import __version__

    return fingerprint([
        __version__, code_stamp(), os.path.abspath(request.file), request.file, [os.path.abspath(request.target(k)) for k in request.formats],
        request.formats, request.theme, sorted(request.options.items()), request.engine, request.draft, str(request.today),
        request.source_date,
    ])  # fmt: skip


class _Build:
    """One build on its way."""

    def __init__(self, request: BuildRequest, progress: Progress, state: BuildState | None) -> None:
        self._request = request
        self._progress = progress
        self._state = state
        self._timings: dict[str, float] = {}
        self._clock = time.perf_counter()

    def run(self, asked: str) -> BuildResult:
        engine = self._engine()
        warm = self._prepare(engine)
        try:
            return self._run(asked, engine, warm)
        finally:
            if warm is not None:
                warm.discard()

    def _run(self, asked: str, engine: Engine | None, warm: WarmProcess | None) -> BuildResult:
        from resume_tex.document.load import load_resume
        from resume_tex.preparation import Preparation

        loaded = load_resume(self._request.file)
        self._lap("load")
        if loaded.resume is None or loaded.source is None:
            return self._stopped(loaded, loaded.diagnostics)
        prepared = Preparation.of(
            loaded.source, loaded.resume, self._request, unicode=engine is not None and engine.unicode
        )
        found = [*loaded.diagnostics, *prepared.diagnostics]
        self._lap("rules")
        if prepared.project is None or self._stops(found):
            return self._stopped(loaded, found)
        self._lap("render")
        pdf: bytes | None = None
        compiled = None
        if engine is not None:
            compiled = self._compile(engine, prepared.project, warm)
            found += prepared.typesetting_diagnostics(compiled)
            pdf = compiled.pdf
            self._lap("compile")
            if pdf is None or self._stops(found):
                return self._stopped(loaded, found)
        outputs = self._write(pdf, prepared.project)
        found.sort(key=lambda d: d.sort_key)
        pages = compiled.pages if compiled else 0
        self._save(asked, engine, prepared, outputs, tuple(found), pages)
        self._lap("write")
        return BuildResult(outputs, tuple(found), pages, timings=self._timings)

    def _stops(self, found: list[Diagnostic]) -> bool:
        """Tell whether an error is among them that the request does not put up with."""
        if not self._request.draft:
            return has_errors(found)
        return any(d.severity is Severity.ERROR and not is_quality(d.code) for d in found)

    def _engine(self) -> Engine | None:
        if "pdf" not in self._request.formats:
            return None
        from resume_tex.engine.discovery import default_engine, get_engine

        return get_engine(self._request.engine) if self._request.engine else default_engine()

    def _prepare(self, engine: Engine | None) -> WarmProcess | None:
        prepare = getattr(engine, "prepare", None)
        if prepare is None or self._state is None or not self._state.format_key:
            return None
        from resume_tex.engine.base import CompileOptions

        warm: WarmProcess | None = prepare(self._state.format_key, CompileOptions(source_date=self._state.source_date))
        return warm

    def _compile(self, engine: Engine, project: RenderedProject, warm: WarmProcess | None) -> CompileResult:
        from resume_tex.engine.embedded import EmbeddedEngine
        from resume_tex.preparation import compile_options

        options = compile_options(project)
        if isinstance(engine, EmbeddedEngine):
            if warm is None:
                warm = engine.prepare(engine.format_key(project), options)
            if warm is None:
                self._progress("Preparing the theme for TeX (once)")
            total = self._state.pages if self._state and self._state.pages else 1
            return engine.compile(project, options, warm=warm, page_total=total)
        self._progress(f"Running {engine.name}")
        return engine.compile(project, options)

    def _write(self, pdf: bytes | None, project: RenderedProject) -> tuple[str, ...]:
        results = {"pdf": pdf, "tex": (project.preamble + project.body).encode()}
        outputs = []
        for kind in self._request.formats:
            content = results[kind]
            if content is not None:
                write_atomically(self._request.target(kind), content)
                outputs.append(self._request.target(kind))
        return tuple(outputs)

    def _save(
        self,
        asked: str,
        engine: Engine | None,
        prepared: Any,
        outputs: tuple[str, ...],
        found: tuple[Diagnostic, ...],
        pages: int,
    ) -> None:
        inputs = [FileStamp.take(path) for path in (self._request.file, *prepared.files)]
        written = [FileStamp.take(path) for path in outputs]
        if None in inputs or None in written:
            return
        key = getattr(engine, "format_key", None)
        state = BuildState(
            asked,
            tuple(s for s in inputs if s),
            tuple(s for s in written if s),
            key(prepared.project) if key else "",
            prepared.project.source_date,
            pages,
            tuple(diagnostic_to_json(d) for d in found),
        )
        save_state(self._request.file, state)

    def _stopped(self, loaded: LoadResult, found: list[Diagnostic] | tuple[Diagnostic, ...]) -> BuildResult:
        ordered = tuple(sorted(found, key=lambda d: d.sort_key))
        return BuildResult((), ordered, readable=loaded.readable, timings=self._timings)

    def _lap(self, phase: str) -> None:
        now = time.perf_counter()
        self._timings[phase] = now - self._clock
        self._clock = now


def is_quality(code: str) -> bool:
    """Tell a quality finding, which a draft puts up with, from what makes typesetting impossible."""
    return code.partition(".")[0] not in {"syntax", "schema", "file", "tex", "theme"}

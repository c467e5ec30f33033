"""`resume-tex build --watch` and `--preview`: what the terminal is told, and how they end."""

from __future__ import annotations

import gc
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import click

from resume_tex.build_request import BuildRequest
from resume_tex.cli.build_report import format_timings, report_build
from resume_tex.cli.report import print_bug, say, show_progress
from resume_tex.errors import EXIT_OK
from resume_tex.watch import Watcher, WatchEvent


def watch_document(request: BuildRequest, *, poll: bool, verbose: bool) -> int:
    """Build after every change until interrupted."""
    request = replace(request, draft=True)
    watcher = Watcher(request, _teller(request, verbose=verbose), poll=poll, progress=show_progress)
    with _until_interrupted(watcher.stop):
        watcher.run()
    return EXIT_OK


def show_preview(request: BuildRequest, *, port: int, open_browser: bool, poll: bool, verbose: bool) -> int:
    """Show the pages in the browser, and build after every change, until interrupted."""
    from resume_tex.preview.server import serve

    request = replace(request, draft=True)
    with _until_interrupted(lambda: None) as stops:
        serve(
            request,
            port=port,
            open_browser=open_browser,
            poll=poll,
            announce=lambda address: say(f"Preview: {click.style(address, bold=True)} (Ctrl-C ends it)"),
            on_build=_teller(request, verbose=verbose),
            on_bug=_tell_of_bug,
            progress=show_progress,
            on_start=lambda watcher: stops.append(watcher.stop),
        )
    return EXIT_OK


def _teller(request: BuildRequest, *, verbose: bool) -> Callable[[WatchEvent], None]:
    def tell(event: WatchEvent) -> None:
        if event.error:
            say(f"{click.style('error:', fg='red', bold=True)} {event.error}", error=True)
            return
        report_build(request, event.result)
        if verbose:
            say(f"{format_timings(event.result)}  all {sum(event.result.timings.values()) * 1000:.0f} ms", error=True)

    return tell


def _tell_of_bug(error: BaseException) -> None:
    print_bug(error, "".join(traceback.format_exception(error)))


@contextmanager
def _until_interrupted(stop: Callable[[], None]) -> Iterator[list[Callable[[], None]]]:
    """Turn Ctrl-C and a request to terminate into a clean end; the list takes what is to be stopped besides."""
    gc.enable()  # off for a single build, which is over before it matters
    gc.freeze()
    stops = [stop]

    def end(*_: object) -> None:
        for each in stops:
            each()

    if threading.current_thread() is threading.main_thread():
        before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield stops
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
    else:
        yield stops

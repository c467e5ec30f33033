"""Puts the preview together: a watcher that builds, a listener that shows, a browser that looks.

No dependency is needed for the server: see `listener`. Nothing that this package sends leaves 127.0.0.1.
"""

from __future__ import annotations

import os
import threading
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from resume_tex.build_request import BuildRequest
from resume_tex.errors import EXIT_USAGE, ResumeTexError
from resume_tex.preview.access import HOST
from resume_tex.preview.events import Broadcast
from resume_tex.preview.listener import Listener
from resume_tex.preview.session import Session
from resume_tex.typesetter import Progress
from resume_tex.watch import Watcher, WatchEvent

_END_NOTICED: Final = 0.2
"""Seconds within which the listener sees that it is to end."""


class PreviewError(ResumeTexError):
    """A preview that cannot start."""

    exit_code = EXIT_USAGE


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview that is being shown.

    Attributes:
        address: The page's address, with its secret.
        ticket: Makes an address that leads to the page once, fit for a program's arguments.
        session: Takes the builds.
    """

    address: str
    ticket: Callable[[], str]
    session: Session


def serve(
    request: BuildRequest,
    *,
    port: int = 0,
    open_browser: bool = True,
    poll: bool = False,
    announce: Callable[[str], None] = lambda _: None,
    on_build: Callable[[WatchEvent], None] = lambda _: None,
    on_bug: Callable[[BaseException], None] = lambda _: None,
    progress: Progress = lambda _: None,
    browse: Callable[[str], object] = webbrowser.open,
    on_start: Callable[[Watcher], None] = lambda _: None,
) -> None:
    """Build a document after every change and show it in the browser, until interrupted.

    Args:
        request: What to build; quality errors do not stop a preview.
        port: Where to listen on 127.0.0.1; 0 for a free one.
        open_browser: Open the page.
        poll: Look at the files instead of waiting for the system to tell.
        announce: Told the page's address once it can be opened.
        on_build: Told of every build, after the pages.
        on_bug: Told of a fault of ours while answering a request.
        progress: Told what long work begins.
        browse: Opens an address in a browser.
        on_start: Given the watcher before it runs, so that a signal can stop it.

    Raises:
        PreviewError: The port is taken.
    """
    request = replace(request, draft=True)
    with show(request, port=port, on_bug=on_bug) as preview:

        def built(event: WatchEvent) -> None:
            preview.session.on_build(event)
            on_build(event)

        watcher = Watcher(request, built, poll=poll, progress=progress)
        preview.session.change_request = watcher.change_request
        announce(preview.address)
        if open_browser:
            threading.Thread(target=browse, args=(preview.ticket(),), daemon=True).start()
        on_start(watcher)
        watcher.run()


@contextmanager
def show(
    request: BuildRequest,
    *,
    port: int = 0,
    on_bug: Callable[[BaseException], None] = lambda _: None,
    environment: Mapping[str, str] = os.environ,
) -> Iterator[Preview]:
    """Listen while the context lasts; whoever builds tells the session.

    Raises:
        PreviewError: The port is taken.
    """
    broadcast = Broadcast()
    session = Session(request, broadcast, environment)
    try:
        listener = Listener(port, session, broadcast, on_bug)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"The preview cannot listen on {HOST}:{port}: {reason}."
        raise PreviewError(message, "Leave out the port, or name another.") from error
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": _END_NOTICED}, daemon=True)
    thread.start()
    try:
        yield Preview(listener.access.address, listener.access.ticket_address, session)
    finally:
        session.stopped()
        broadcast.close()
        listener.shutdown()
        listener.server_close()
        thread.join()

"""A worker process of a batch: builds what its standard input asks for, one request after another, until that ends."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import pickle
import threading
import traceback
from queue import SimpleQueue
from typing import BinaryIO

from resume_tex.batch_process import Reply, receive, send, without_pdf
from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.engine import leftovers
from resume_tex.errors import ResumeTexError


def main() -> None:
    """Serve until the parent closes the pipe or dies; then end at once, with every process that was started."""
    gc.disable()  # importing takes a third longer with it
    requests, replies = _take_pipes()
    leftovers.arm()
    waiting: SimpleQueue[object] = SimpleQueue()
    threading.Thread(target=_watch, args=(requests, waiting), name="requests", daemon=True).start()
    request = waiting.get()
    while isinstance(request, BuildRequest):
        reply = _reply(request)
        with contextlib.suppress(OSError):  # the parent is gone, which ends us
            send(replies, reply)
        if not gc.isenabled():
            gc.freeze()  # modules stay
            gc.enable()
        request = waiting.get()


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes to the parent, and keep everything else off them: what is printed goes nowhere."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return requests, replies


def _watch(requests: BinaryIO, waiting: SimpleQueue[object]) -> None:
    """Pass requests on; when there are no more to come, end the process, whatever it is doing."""
    try:
        while True:
            waiting.put(receive(requests))
    except (EOFError, OSError):
        pass
    finally:
        atexit._run_exitfuncs()  # which end TeX and remove its folder
        os._exit(0)


def _reply(request: BuildRequest) -> Reply:
    try:
        return Reply(result=without_pdf(build(request)))
    except ResumeTexError as failure:
        return Reply(failure=(type(failure), failure.message, failure.remedy))
    except Exception as bug:
        return Reply(bug=_portable(bug))


def _portable(bug: Exception) -> Exception:
    """Return an exception with its traceback as a note, or, where its class cannot be pickled, one that says the same."""
    where = "".join(traceback.format_exception(bug))
    try:
        bug = pickle.loads(pickle.dumps(bug))  # noqa: S301  (made the line before)
    except Exception:
        bug = RuntimeError(repr(bug))
    bug.add_note(where)
    return bug


if __name__ == "__main__":
    main()

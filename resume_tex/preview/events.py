"""Tells every open page of the newest state, over server-sent events. Knows nothing of builds.

A stream holds no queue: a page that is slow, or was away, gets the newest state and none of those between. The number of
streams is bounded, and a stream whose reader is gone ends at once.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HEARTBEAT = 15.0
"""Seconds after which a silent stream sends a comment, so that both ends learn whether the other is there."""
_WRITE_TIME = 5.0
_GREETING = b"retry: 1000\n\n"


class Broadcast:
    """The newest state, and the pages that wait for the next one."""

    def __init__(self, limit: int = 32, heartbeat: float = HEARTBEAT) -> None:
        """Take how many streams there may be at once."""
        self._limit = limit
        self._heartbeat = heartbeat
        self._lock = threading.Lock()
        self._wakers: set[socket.socket] = set()
        self._newest = (0, b"")
        self._closed = False

    @property
    def open_streams(self) -> int:
        """How many streams there are."""
        with self._lock:
            return len(self._wakers)

    def publish(self, event: str, data: str) -> None:
        """Send a state to every page; it replaces the one before. The data must be one line."""
        if "\n" in data or "\r" in data:
            raise ValueError("an event's data is one line")
        with self._lock:
            self._newest = (self._newest[0] + 1, f"event: {event}\ndata: {data}\n\n".encode())
            self._wake()

    def close(self) -> None:
        """End all streams once they have sent the newest state; there will be no others."""
        with self._lock:
            self._closed = True
            self._wake()

    def _wake(self) -> None:
        for waker in self._wakers:
            with contextlib.suppress(OSError):  # full: it will look anyway
                waker.send(b"!")

    @contextmanager
    def place(self) -> Iterator[socket.socket | None]:
        """Give a stream a place: the socket that wakes it, or None when there are too many."""
        waker, sleeper = socket.socketpair()
        with waker, sleeper:
            waker.setblocking(False)
            sleeper.setblocking(False)
            with self._lock:
                granted = len(self._wakers) < self._limit and not self._closed
                if granted:
                    self._wakers.add(waker)
            try:
                yield sleeper if granted else None
            finally:
                with self._lock:
                    self._wakers.discard(waker)

    def feed(self, client: socket.socket, sleeper: socket.socket) -> None:
        """Send states to a client until it goes, sends anything, reads too slowly, or the broadcast is closed."""
        client.settimeout(_WRITE_TIME)
        seen = 0
        with contextlib.suppress(OSError), selectors.DefaultSelector() as selector:
            selector.register(client, selectors.EVENT_READ)
            selector.register(sleeper, selectors.EVENT_READ)
            client.sendall(_GREETING)
            while True:
                number, newest = self._newest
                if number != seen:
                    client.sendall(newest)
                    seen = number
                    continue
                if self._closed:
                    return
                ready = [key.fileobj for key, _ in selector.select(self._heartbeat)]
                if client in ready:
                    return
                if sleeper in ready:
                    sleeper.recv(4096)
                else:
                    client.sendall(b":\n\n")

"""The preview's HTTP server, on 127.0.0.1 alone: one request a connection, each with a deadline. Knows no builds.

The standard library's ThreadingHTTPServer suffices: one page asks for a handful of things. What it lacks is here: a limit on
connections and streams, deadlines that a client which sends a byte now and then cannot stretch, no look-up of names, and
headers that no page and no client can influence. Every answer closes its connection, so that there is no second request to
smuggle and no idle thread.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from resume_tex.preview.access import HOST, Access
from resume_tex.preview.events import Broadcast
from resume_tex.preview.replies import EVENTS, MAX_BODY, NOT_FOUND, Reply, refusal, reply_to
from resume_tex.preview.session import Session

MAX_CONNECTIONS = 48
"""Connections at once besides the streams; the oldest makes room for the next."""
_MAX_HEAD = 16_384
_READ_TIME = 5.0
_WRITE_TIME = 20.0
_ODD_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|(?<!\r)\n")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Connection": "close",
}


class Listener(ThreadingHTTPServer):
    """Accepts connections and hands each to a `Conversation` in a thread of its own."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would let another program take the port
    request_queue_size = 128

    def __init__(
        self, port: int, session: Session, broadcast: Broadcast, on_bug: Callable[[BaseException], None]
    ) -> None:
        """Listen.

        Raises:
            OSError: The port is taken.
        """
        super().__init__((HOST, port), Conversation)
        self.session = session
        self.broadcast = broadcast
        self.access = Access(self.server_address[1])
        self._on_bug = on_bug
        self._crowd: dict[int, socket.socket] = {}
        self._crowd_lock = threading.Lock()

    def server_bind(self) -> None:
        """Bind without asking the name service what the machine is called."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread; in a crowd the oldest connection makes room."""
        with self._crowd_lock:
            if len(self._crowd) >= MAX_CONNECTIONS:
                oldest = self._crowd.pop(next(iter(self._crowd)))
                with contextlib.suppress(OSError):
                    oldest.shutdown(socket.SHUT_RDWR)
            self._crowd[id(request)] = request
        super().process_request(request, client_address)

    def leave_crowd(self, request: socket.socket) -> None:
        """Count a connection no longer: it has ended, or become a stream, of which there is a count of its own."""
        with self._crowd_lock:
            self._crowd.pop(id(request), None)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        self.leave_crowd(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Forget a client that has gone; report a bug."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.report(error)

    def report(self, error: BaseException) -> None:
        """Report a bug."""
        self._on_bug(error)


class Conversation(BaseHTTPRequestHandler):
    """One request and its answer."""

    server: Listener
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        """Read the request within its time, answer, and be done."""
        deadline = time.monotonic() + _READ_TIME
        self.close_connection = True
        self.requestline, self.request_version, self.command = "", self.protocol_version, ""
        head, rest = self._read_head(deadline)
        if head is None:
            return
        if _ODD_BYTES.search(head):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        self.rfile = io.BufferedReader(io.BytesIO(head))
        self.raw_requestline = self.rfile.readline(_MAX_HEAD)
        if self.parse_request():
            self.close_connection = True
            self._converse(rest, deadline)

    def _converse(self, rest: bytes, deadline: float) -> None:
        path, _, query = self.path.partition("?")
        refused = self.server.access.refuse(self.headers, writes=self.command not in {"GET", "HEAD"})
        route = self.server.access.route(path)
        if refused is not None:
            self._send(refusal(refused.status, refused.reason))
        elif route is None:
            self._send(self._let_in(path))
        elif route == EVENTS and self.command == "GET":
            self._stream()
        else:
            self._send(self._answer(route, query, rest, deadline))

    def _let_in(self, path: str) -> Reply:
        """Lead a browser with a ticket to the page."""
        access = self.server.access
        if self.command == "GET" and access.redeem(path):
            return Reply(b"", status=HTTPStatus.SEE_OTHER, location=f"/{access.token}/")
        return NOT_FOUND

    def _answer(self, route: str, query: str, rest: bytes, deadline: float) -> Reply:
        body = self._read_body(rest, deadline) if self.command == "POST" else b""
        if isinstance(body, Reply):
            return body
        method = "GET" if self.command == "HEAD" else self.command
        try:
            return reply_to(self.server.session, method, route, query, body)
        except Exception as error:
            self.server.report(error)
            return refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "The preview has failed; the terminal tells how.")

    def _read_head(self, deadline: float) -> tuple[bytes | None, bytes]:
        """Return the request's head and what came after it; None when there is nothing to answer any more."""
        got = bytearray()
        while (end := got.find(b"\r\n\r\n")) == -1:
            if len(got) > _MAX_HEAD:
                self._send(refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The request's head is too long."))
                return None, b""
            part = self._receive(deadline)
            if not part:
                return None, b""
            got += part
        return bytes(got[: end + 4]), bytes(got[end + 4 :])

    def _read_body(self, rest: bytes, deadline: float) -> bytes | Reply:
        if self.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            return refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "JSON is wanted.")
        lengths = self.headers.get_all("Content-Length", [])
        if (
            len(lengths) != 1
            or not re.fullmatch(r"\d{1,9}", lengths[0], re.ASCII)
            or "Transfer-Encoding" in self.headers
        ):
            return refusal(HTTPStatus.LENGTH_REQUIRED, "The request must say how long it is.")
        length = int(lengths[0])
        if length > MAX_BODY:
            return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too long.")
        got = bytearray(rest)
        while len(got) < length:
            part = self._receive(deadline)
            if not part:
                return refusal(HTTPStatus.REQUEST_TIMEOUT, "The request did not come in time.")
            got += part
        return bytes(got[:length])

    def _receive(self, deadline: float) -> bytes:
        """Return what comes next; nothing when the client has gone or its time is up."""
        left = deadline - time.monotonic()
        if left <= 0:
            return b""
        self.connection.settimeout(left)
        try:
            return bytes(self.connection.recv(65_536))
        except OSError:
            return b""

    def _stream(self) -> None:
        with self.server.broadcast.place() as sleeper:
            if sleeper is None:
                self._send(refusal(HTTPStatus.SERVICE_UNAVAILABLE, "Too many pages are open."))
                return
            self.server.leave_crowd(self.connection)
            self._send_head(HTTPStatus.OK, {"Content-Type": "text/event-stream"})
            self.server.broadcast.feed(self.connection, sleeper)

    def _send(self, reply: Reply) -> None:
        headers = {"Content-Type": reply.kind, "Content-Length": str(len(reply.content))}
        if reply.allow:
            headers["Allow"] = reply.allow
        if reply.location:
            headers["Location"] = reply.location
        self._send_head(reply.status, headers)
        if self.command != "HEAD":
            self.connection.sendall(reply.content)

    def _send_head(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        """Send the head; the time that is set here holds for the body, however slowly it is taken."""
        self.connection.settimeout(_WRITE_TIME)
        lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
        lines += [f"{name}: {value}" for name, value in (*_HEADERS.items(), *headers.items())]
        self.connection.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a request that the standard library cannot read, with nothing of it in the answer."""
        self._send(refusal(HTTPStatus(code), "The request is malformed."))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the standard library's name
        """Log nothing: addresses hold the secret."""

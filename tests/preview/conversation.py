"""Talks to the preview as clients do, good and bad: raw requests, answers, and streams of events."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from resume_tex.build_result import BuildResult
from resume_tex.diagnostics import Diagnostic, Position, Severity, Span
from resume_tex.preview.server import Preview
from resume_tex.watch import WatchEvent

PATIENCE = 15.0
PDF = b"%PDF-1.5 as good as any"


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    head: str = field(repr=False, default="")

    @property
    def data(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Client:
    """Somebody who knows the address of a preview."""

    preview: Preview

    @property
    def port(self) -> int:
        """The preview's port."""
        port = urlsplit(self.preview.address).port
        assert port is not None
        return port

    @property
    def secret(self) -> str:
        """The path that the page has."""
        return urlsplit(self.preview.address).path

    @property
    def origin(self) -> str:
        """The page's origin."""
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> socket.socket:
        """Open a connection."""
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def raw(self, request: bytes) -> bytes:
        """Send bytes and return all that comes back."""
        with self.connect() as connection:
            connection.sendall(request)
            return read_all(connection)

    def ask(
        self, route: str, method: str = "GET", headers: Mapping[str, str | None] | None = None, body: bytes = b"", path: str | None = None,
    ) -> Answer:  # fmt: skip
        """Ask for what stands under the secret, or for a path as it is; a header of None is left out."""
        sent: dict[str, str | None] = {"Host": f"127.0.0.1:{self.port}"}
        if method == "POST":
            sent |= {"Origin": self.origin, "Content-Type": "application/json", "Content-Length": str(len(body))}
        sent |= headers or {}
        lines = [f"{name}: {value}" for name, value in sent.items() if value is not None]
        target = self.secret + route if path is None else path
        return parse(self.raw("\r\n".join([f"{method} {target} HTTP/1.1", *lines, "", ""]).encode() + body))

    def post(self, route: str, data: object, headers: Mapping[str, str | None] | None = None) -> Answer:
        """Send JSON as the page does."""
        return self.ask(route, "POST", headers, json.dumps(data).encode())

    @contextmanager
    def stream(self) -> Iterator[Stream]:
        """Listen to the events."""
        with self.connect() as connection:
            connection.sendall(f"GET {self.secret}events HTTP/1.1\r\nHost: localhost:{self.port}\r\n\r\n".encode())
            yield Stream(connection)


class Stream:
    """Events as they come."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._got = b""
        self.head = self._until(b"\r\n\r\n").decode()
        self.status = int(self.head.split()[1])

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._got:
            part = self.connection.recv(65536)
            if not part:
                raise EOFError(self._got)
            self._got += part
        found, _, self._got = self._got.partition(mark)
        return found

    def part(self) -> str:
        """Return the next part, up to an empty line."""
        return self._until(b"\n\n").decode()

    def event(self) -> tuple[str, Any]:
        """Return the next event's name and data; comments are passed over."""
        while True:
            lines = dict(line.split(": ", 1) for line in self.part().splitlines() if ": " in line)
            if "event" in lines:
                return lines["event"], json.loads(lines["data"])


def read_all(connection: socket.socket) -> bytes:
    """Read until the other end closes."""
    got = b""
    while part := connection.recv(65536):
        got += part
    return got


def parse(answer: bytes) -> Answer:
    """Take an answer apart."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("ascii").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert len(headers) == len(lines)
    return Answer(int(first.split()[1]), headers, body, head.decode("ascii"))


def built(number: int, pdf: bytes | None = PDF, *found: Diagnostic, error: str = "", pages: int = 1) -> WatchEvent:
    """Return a finished build."""
    result = BuildResult((), found, pages if pdf else 0, timings={"load": 0.002, "compile": 0.03})
    return WatchEvent(number, result, pdf, error)


def finding(severity: Severity, line: int, message: str = "Weak.", code: str = "bullets.no-result") -> Diagnostic:
    """Return a finding on a line of the document."""
    span = Span(Position(line, 5), Position(line, 9))
    return Diagnostic(code, severity, message, "resume.yaml", ("work", 0, "highlights", line), span)

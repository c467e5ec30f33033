"""The stream of events: what it tells, and that no number of readers and no slow one can hurt."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conversation import Client, Stream, built, finding

from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Severity
from resume_tex.preview import events as module
from resume_tex.preview.events import Broadcast
from resume_tex.preview.server import show


def test_a_page_hears_of_every_build(client: Client) -> None:
    client.preview.session.on_build(built(1))
    with client.stream() as stream:
        assert stream.status == 200
        assert "Content-Type: text/event-stream" in stream.head
        assert stream.part() == "retry: 1000"
        assert stream.event()[1]["build"] == 1
        client.preview.session.on_build(built(2))
        name, state = stream.event()
    assert name == "state"
    assert state == {
        "build": 2, "shown": 2, "pages": 1, "seconds": 0.032, "timings": {"load": 0.002, "compile": 0.03}, "error": "",
        "theme": None, "variant": None, "diagnostics": [], "counts": {"error": 0, "warning": 0, "info": 0}, "families": {},
    }  # fmt: skip


def test_a_failed_build_keeps_the_last_pages(client: Client) -> None:
    client.preview.session.on_build(built(1, pages=2))
    client.preview.session.on_build(built(2, None, finding(Severity.ERROR, 3), error="The disk is full."))
    with client.stream() as stream:
        _, state = stream.event()
    assert (state["build"], state["shown"], state["pages"], state["error"]) == (2, 1, 2, "The disk is full.")
    assert state["counts"] == {"error": 1, "warning": 0, "info": 0}


def test_findings_come_worst_first_with_all_that_the_page_needs(client: Client, document: Path) -> None:
    found = [
        finding(Severity.INFO, 2),
        finding(Severity.ERROR, 9, "Say `what`."),
        finding(Severity.WARNING, 1, code="dates.gap"),
    ]
    client.preview.session.on_build(built(1, b"%PDF-", *found))
    with client.stream() as stream:
        _, state = stream.event()
    assert [(d["severity"], d["line"]) for d in state["diagnostics"]] == [("error", 9), ("warning", 1), ("info", 2)]
    assert state["families"] == {"bullets": 2, "dates": 1}
    assert state["diagnostics"][0] == {
        "code": "bullets.no-result", "severity": "error", "message": "Say `what`.", "help": None, "path": "work[0].highlights[9]",
        "file": "resume.yaml", "link": document.as_posix(), "line": 9, "column": 5, "endLine": 9, "endColumn": 9,
    }  # fmt: skip


def test_a_thousand_findings_are_counted_and_some_sent(client: Client) -> None:
    client.preview.session.on_build(built(1, b"%PDF-", *(finding(Severity.INFO, n) for n in range(1000))))
    with client.stream() as stream:
        _, state = stream.event()
    assert (len(state["diagnostics"]), state["counts"]["info"]) == (500, 1000)


def test_text_cannot_make_an_event_of_its_own(client: Client) -> None:
    text = "a\n\nevent: state\ndata: {}\r\n\r\n\u2028<script>"
    client.preview.session.on_build(built(1, b"%PDF-", finding(Severity.ERROR, 1, text)))
    with client.stream() as stream:
        _, state = stream.event()
        client.preview.session.on_build(built(2))
        assert stream.event()[1]["build"] == 2
    assert state["diagnostics"][0]["message"] == text
    with pytest.raises(ValueError, match="one line"):
        Broadcast().publish("state", "a\nb")


def test_the_end_is_told_and_streams_close(document: Path) -> None:
    with show(BuildRequest("resume.yaml")) as preview:
        client = Client(preview)
        connection = client.connect()
        connection.sendall(f"GET {client.secret}events HTTP/1.1\r\nHost: localhost:{client.port}\r\n\r\n".encode())
        stream = Stream(connection)
        stream.part()
    with connection:
        assert stream.event() == ("stopped", {})
        assert connection.recv(1) == b""


def test_a_thousand_streams_are_bounded_and_the_page_keeps_its_own(client: Client) -> None:
    client.preview.session.on_build(built(1))
    before = threading.active_count()
    statuses: list[int] = []
    with client.stream() as page, contextlib.ExitStack() as crowd:
        assert page.event()[1]["build"] == 1
        for _ in range(1000):
            stream = crowd.enter_context(client.stream())
            statuses.append(stream.status)
        assert threading.active_count() - before <= 32 + 48 + 1
        assert (statuses.count(200), statuses.count(503)) == (31, 969)
        client.preview.session.on_build(built(2))
        assert page.event()[1]["build"] == 2
        assert client.ask("").status == 200
    with client.stream() as stream:
        assert stream.event()[1]["build"] == 2


def test_a_stream_that_goes_makes_room_at_once(client: Client) -> None:
    for _ in range(200):
        with client.stream() as stream:
            assert stream.status == 200
            stream.part()
            stream.connection.shutdown(socket.SHUT_WR)
            with pytest.raises(EOFError):
                stream.part()


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return both ends of a connection."""
    server, reader = socket.socketpair()
    with server, reader:
        reader.settimeout(15)
        yield server, reader


def test_a_slow_reader_is_let_go(pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WRITE_TIME", 0.1)
    server, _ = pair
    broadcast = Broadcast()
    broadcast.publish("state", '"' + "x" * 10_000_000 + '"')
    with broadcast.place() as sleeper:
        assert sleeper is not None
        broadcast.feed(server, sleeper)
    assert broadcast.open_streams == 0


def test_a_reader_that_was_away_gets_the_newest_alone(pair: tuple[socket.socket, socket.socket]) -> None:
    """What is kept for a reader does not grow with the number of builds."""
    server, reader = pair
    broadcast = Broadcast()
    with broadcast.place() as sleeper:
        assert sleeper is not None
        for number in range(100_000):
            broadcast.publish("state", str(number))
        thread = threading.Thread(target=broadcast.feed, args=(server, sleeper))
        thread.start()
        got = b""
        while b"99999" not in got:
            got += reader.recv(4096)
        broadcast.close()
        thread.join(10)
        assert not thread.is_alive()
    assert got == b"retry: 1000\n\nevent: state\ndata: 99999\n\n"


def test_a_silent_stream_beats(pair: tuple[socket.socket, socket.socket]) -> None:
    server, reader = pair
    broadcast = Broadcast(heartbeat=0.05)
    with broadcast.place() as sleeper:
        assert sleeper is not None
        thread = threading.Thread(target=broadcast.feed, args=(server, sleeper))
        thread.start()
        got = b""
        while got.count(b":\n\n") < 2:
            got += reader.recv(4096)
        reader.sendall(b"enough")
        thread.join(10)
        assert not thread.is_alive()
    assert got.startswith(b"retry: 1000\n\n:\n\n")


def test_a_closed_broadcast_takes_nobody() -> None:
    broadcast = Broadcast()
    broadcast.close()
    with broadcast.place() as sleeper:
        assert sleeper is None

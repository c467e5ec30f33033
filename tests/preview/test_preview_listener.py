"""The server under odd, hostile and slow clients."""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
import time
from pathlib import Path

import pytest
from conversation import PDF, Client, built, parse, read_all

from resume_tex.build_request import BuildRequest
from resume_tex.preview import listener as module
from resume_tex.preview import replies
from resume_tex.preview.server import PreviewError, serve, show
from resume_tex.preview.session import Session


def host(client: Client) -> str:
    return f"Host: 127.0.0.1:{client.port}\r\n"


def test_the_pdf_is_the_newest_good_one(client: Client) -> None:
    assert client.ask("pdf").status == 404
    client.preview.session.on_build(built(1))
    client.preview.session.on_build(built(2, None))
    answer = client.ask("pdf")
    assert (answer.status, answer.headers["Content-Type"], answer.body) == (200, "application/pdf", PDF)


def test_head_gives_the_head(client: Client) -> None:
    whole = client.ask("style.css")
    answer = client.raw(f"HEAD {client.secret}style.css HTTP/1.1\r\n{host(client)}\r\n".encode())
    assert answer.decode() == whole.head + "\r\n\r\n"


@pytest.mark.parametrize(
    ("route", "method", "allow"),
    [("", "POST", "GET, HEAD"), ("pdf", "POST", "GET, HEAD"), ("pdf", "PUT", "GET, HEAD"), ("main.js", "DELETE", "GET, HEAD"),
     ("locate", "GET", "POST"), ("switch", "HEAD", "POST"), ("field", "PATCH", "POST"), ("choices", "OPTIONS", "GET, HEAD"),
     ("choices", "TRACE", "GET, HEAD"), ("choices", "BREW", "GET, HEAD"), ("choices", "get", "GET, HEAD")],
)  # fmt: skip
def test_each_address_has_its_methods(client: Client, route: str, method: str, allow: str) -> None:
    content = {"Content-Type": "application/json", "Content-Length": "2", "Origin": client.origin}
    answer = client.ask(route, method, content, b"{}" if method == "POST" else b"")
    assert (answer.status, answer.headers["Allow"]) == (405, allow)


@pytest.mark.parametrize("method", ["HEAD", "PUT", "POST"])
def test_events_can_only_be_listened_to(client: Client, method: str) -> None:
    assert client.ask("events", method, {"Origin": client.origin}, b"{}").status == 404


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Type": "text/plain"}, b"{}", 415),
        ({"Content-Type": None}, b"{}", 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"theme=classic", 415),
        ({"Content-Length": None}, b"{}", 411),
        ({"Content-Length": "-1"}, b"{}", 411),
        ({"Content-Length": "٣"}, b"{}", 411),
        ({"Content-Length": "1e3"}, b"{}", 411),
        ({"Transfer-Encoding": "chunked"}, b"2\r\n{}\r\n0\r\n\r\n", 411),
        ({"Content-Length": str(replies.MAX_BODY + 1)}, b"{}", 413),
        ({}, b"", 400),
        ({}, b"[]", 400),
        ({}, b"{", 400),
        ({}, b"\xff\xfe", 400),
        ({}, b"[" * 30_000, 400),
        ({}, b'{"theme": "nothing"}', 400),
        ({}, b'{"theme": 5}', 400),
        ({}, b'{"file": "/etc/passwd"}', 400),
        ({}, b'{"theme": "../engineer"}', 400),
        ({}, b'{"variant": "no-such"}', 400),
        ({}, b"{}", 400),
        ({"Content-Type": "application/json; charset=utf-8"}, b'{"theme": "classic"}', 202),
    ],
)
def test_what_is_sent_is_checked(client: Client, headers: dict[str, str | None], body: bytes, status: int) -> None:
    assert client.ask("switch", "POST", headers, body).status == status


@pytest.mark.parametrize(
    "data",
    [{}, {"text": "x"}, {"text": 5, "offset": 0, "lineStart": 0, "lineEnd": 1}, {"text": "x" * 12_001, "offset": 0, "lineStart": 0, "lineEnd": 1},
     {"text": "x", "offset": 0.5, "lineStart": 0, "lineEnd": 1}, {"text": "x", "offset": True, "lineStart": 0, "lineEnd": 1}],
)  # fmt: skip
def test_a_click_is_checked(client: Client, data: dict[str, object]) -> None:
    assert client.post("locate", data).status == 400
    assert client.post("field", {"path": ["work"]}).status == 400


@pytest.mark.parametrize(
    "request_",
    [b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\rSec-Fetch-Site: none\r\n\r\n", b"GET / HTTP/1.1\nHost: x\r\n\r\n",
     b"GET / HTTP/1.1\r\nX: \0\r\n\r\n", b"GET / HTTP/2.0\r\n\r\n", b"GET / HTTP/1.1 x\r\n\r\n", b"\x16\x03\x01\x02\0\x01\r\n\r\n"],
)  # fmt: skip
def test_malformed_requests_are_refused(client: Client, request_: bytes) -> None:
    answer = client.raw(request_)
    assert answer == b"" or parse(answer).status in {400, 505}


def test_a_request_without_a_version_is_refused(client: Client) -> None:
    assert parse(client.raw(f"GET {client.secret}\r\n\r\n".encode())).status == 421


def test_no_header_can_be_injected(client: Client) -> None:
    """Nothing of a request comes back in a head: neither path, nor query, nor method."""
    odd = "%0d%0aSet-Cookie:%20a=b%0d%0a"
    ticket = client.preview.ticket().removeprefix(client.origin)
    paths = [
        f"/{odd}",
        f"{client.secret}{odd}",
        f"{client.secret}?{odd}",
        f"{client.secret}explanation?code={odd}",
        f"{ticket}{odd}",
        f"{ticket}?{odd}",
    ]
    answers = [client.ask("", path=path) for path in paths]
    assert [answer.status for answer in answers] == [404, 404, 200, 404, 404, 303]
    assert [answer.headers.get("Location") for answer in answers] == [None] * 5 + [client.secret]
    assert not any("cookie" in answer.head.lower() or "%0d" in answer.head.lower() for answer in answers)


def test_a_head_without_end_is_cut_off(client: Client) -> None:
    request = f"GET {client.secret} HTTP/1.1\r\n{host(client)}X: {'x' * 40_000}"
    with client.connect() as connection:
        connection.sendall(request.encode())
        assert parse(read_all(connection)).status == 431


def test_many_headers_are_refused(client: Client) -> None:
    headers = "".join(f"X{n}: y\r\n" for n in range(200))
    assert parse(client.raw(f"GET {client.secret} HTTP/1.1\r\n{headers}{host(client)}\r\n".encode())).status == 431


def test_one_request_a_connection(client: Client) -> None:
    request = f"GET {client.secret}icon.svg HTTP/1.1\r\n{host(client)}Connection: keep-alive\r\n\r\n".encode()
    assert client.raw(request * 3).count(b"HTTP/1.1 ") == 1


def test_a_slow_head_ends_with_its_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then does not stretch it."""
    monkeypatch.setattr(module, "_READ_TIME", 0.3)
    started = time.monotonic()
    with client.connect() as connection, contextlib.suppress(ConnectionError):
        for byte in f"GET {client.secret} HTTP/1.1\r\n".encode() * 100:
            connection.sendall(bytes([byte]))
            connection.settimeout(0.02)
            with contextlib.suppress(TimeoutError):
                assert connection.recv(1) == b""
                break
    assert time.monotonic() - started < 5


def test_a_slow_body_ends_with_its_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_READ_TIME", 0.2)
    answer = client.ask("locate", "POST", {"Content-Length": "1000"}, b"{")
    assert answer.status == 408


def test_a_slow_reader_does_not_hold_a_thread(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WRITE_TIME", 0.2)
    client.preview.session.on_build(built(1, b"%PDF-" + b"x" * 20_000_000))
    before = threading.active_count()
    with client.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(f"GET {client.secret}pdf HTTP/1.1\r\n{host(client)}\r\n".encode())
        assert connection.recv(1) == b"H"
        wait_until(lambda: threading.active_count() <= before)
    assert client.ask("").status == 200


def test_a_crowd_of_silent_clients_keeps_nobody_out(client: Client) -> None:
    """The oldest makes room for the newest, so that the page is always answered."""
    before = threading.active_count()
    with contextlib.ExitStack() as crowd:
        silent = [crowd.enter_context(client.connect()) for _ in range(module.MAX_CONNECTIONS * 3)]
        for connection in silent[-10:]:
            connection.sendall(b"GET / HTTP/1.1\r\n")
        assert client.ask("").status == 200
        wait_until(
            lambda: threading.active_count() - before <= module.MAX_CONNECTIONS + 1
        )  # others are on their way out
        assert silent[0].recv(1) == b""
    wait_until(lambda: threading.active_count() <= before)


def test_clients_that_go_at_once_do_no_harm(client: Client) -> None:
    for request in (b"", b"GET ", f"GET {client.secret}pdf.mjs HTTP/1.1\r\n{host(client)}\r\n".encode()):
        for _ in range(20):
            with client.connect() as connection:
                connection.sendall(request)
    assert client.ask("").status == 200


def test_a_fault_of_ours_is_reported_and_the_server_goes_on(
    client: Client, bugs: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Session) -> None:
        raise error

    for error in (ZeroDivisionError(), FileNotFoundError()):
        with monkeypatch.context() as broken:
            broken.setattr(Session, "choices", fail)
            assert client.ask("choices").status == 500
        assert bugs == [error]
        bugs.clear()
    assert client.ask("choices").status == 200


def test_the_current_folder_may_be_gone(client: Client, document: Path, tmp_path: Path) -> None:
    text = document.read_text("utf-8")
    shutil.rmtree(tmp_path)
    click = {"text": "Alex Petrov", "offset": 0, "lineStart": 0, "lineEnd": 11}
    assert client.ask("choices").data["document"] == "resume.yaml"
    assert client.post("locate", click).data == {"path": None}
    assert client.post("field", {"path": "basics.name"}).data["texts"] == []
    tmp_path.mkdir()
    document.write_text(text, "utf-8")
    assert client.post("locate", click).data["path"] == "basics.name"


def test_it_prints_nothing(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    client.ask("")
    client.ask("", path="/wrong")
    client.raw(b"\r\n\r\n")
    assert capfd.readouterr() == ("", "")


def test_no_name_is_looked_up(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The standard library's server asks the name service what the machine is called; that would leave the machine."""

    def refuse(*_: object) -> None:
        raise AssertionError("a name is looked up")

    for name in ("getfqdn", "gethostbyaddr", "gethostbyname", "getaddrinfo", "gethostname"):
        monkeypatch.setattr(socket, name, refuse)
    with show(BuildRequest("resume.yaml")) as preview, socket.socket() as connection:
        connection.connect(("127.0.0.1", Client(preview).port))
        connection.sendall(f"GET {Client(preview).secret} HTTP/1.1\r\n{host(Client(preview))}\r\n".encode())
        assert parse(read_all(connection)).status == 200


def test_a_port_can_be_named_and_must_be_free(client: Client) -> None:
    with (
        pytest.raises(PreviewError, match=f"cannot listen on 127.0.0.1:{client.port}"),
        show(BuildRequest("resume.yaml"), port=client.port),
    ):
        pass
    with pytest.raises(PreviewError), show(BuildRequest("resume.yaml"), port=99999):
        pass


def test_nothing_stays_behind(document: Path) -> None:
    before = threading.active_count()
    with show(BuildRequest("resume.yaml")) as preview, Client(preview).stream() as stream:
        stream.part()
        port = Client(preview).port
    wait_until(lambda: threading.active_count() == before)
    with socket.socket() as connection:
        assert connection.connect_ex(("127.0.0.1", port)) != 0


def test_serve_builds_announces_and_opens(document: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The address that a browser is started with holds no secret, since every user of the machine can read arguments."""
    announced: list[str] = []
    opened: list[str] = []
    numbers: list[int] = []
    watchers: list[object] = []
    browsed = threading.Event()

    def browse(address: str) -> None:
        opened.append(address)
        browsed.set()

    serve(
        BuildRequest("resume.yaml"),
        announce=announced.append,
        browse=browse,
        on_start=watchers.append,
        on_build=lambda event: (numbers.append(event.number), browsed.wait(10), watchers[0].stop()),  # type: ignore[attr-defined]
    )
    assert numbers == [1]
    assert len(announced) == len(opened) == 1
    assert opened[0].split("/")[:3] == announced[0].split("/")[:3]
    assert announced[0].split("/")[3] not in opened[0]
    assert (document.parent / "resume.pdf").read_bytes().startswith(b"%PDF-")
    assert capfd.readouterr() == ("", "")


def wait_until(holds: object) -> None:
    """Wait for a state of threads, of which the system tells nobody."""
    deadline = time.monotonic() + 10
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.01)

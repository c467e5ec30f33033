"""Who is answered: the page in the local browser, and nobody else."""

from __future__ import annotations

import os
import socket
from email.message import Message

import pytest
from conversation import Client, built, parse

from resume_tex.preview import access, assets
from resume_tex.preview.access import Access

SECURITY_HEADERS = {
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


def test_the_page_is_served(client: Client) -> None:
    answer = client.ask("")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer.body == (assets._STATIC / "index.html").read_bytes()


def test_every_answer_carries_the_same_protection(client: Client) -> None:
    client.preview.session.on_build(built(1))
    routes = [*assets.ASSETS, "pdf", "choices", "explanation?code=schema.type", "nothing"]
    answers = [client.ask(route) for route in routes]
    answers += [
        client.post("locate", {}),
        client.ask("pdf", "DELETE"),
        client.ask("", path="/"),
        client.ask("", headers={"Host": "x"}),
    ]
    answers += [parse(client.raw(b"\0\r\n\r\n")), parse(client.raw(b"GET / HTTP/7.7\r\n\r\n"))]
    for answer in answers:
        rest = {name for name in answer.headers if name not in SECURITY_HEADERS}
        assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
        assert rest - {"Allow"} == {"Content-Type", "Content-Length"}
        assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert len(answers) == len(routes) + 6


def test_nothing_on_the_page_is_inline() -> None:
    page = (assets._STATIC / "index.html").read_text()
    assert page.count("<script") == page.count('<script type="module" src="main.js"></script>') == 1
    assert "style=" not in page
    assert "<style" not in page
    assert " on" not in [part[:3] for part in page.split('"')]
    assert "http" not in page


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost", "[::1]:{port}", "0.0.0.0:{port}",
     "127.0.0.1:{port}.evil.example", "127.0.0.1:{port}@evil.example", "", None],
)  # fmt: skip
def test_other_names_are_refused(client: Client, host: str | None) -> None:
    """A name that an attacker lets point to this machine gets a browser's request here, with the attacker's page reading."""
    answer = client.ask("", headers={"Host": host and host.format(port=client.port)})
    assert (answer.status, answer.body) == (421, b"This address is not the preview's.\n")


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LocalHost:{port}"])
def test_its_own_names_are_answered(client: Client, host: str) -> None:
    assert client.ask("", headers={"Host": host.format(port=client.port)}).status == 200


def test_two_hosts_are_refused(client: Client) -> None:
    host = f"Host: 127.0.0.1:{client.port}\r\n"
    assert parse(client.raw(f"GET {client.secret} HTTP/1.1\r\n{host}{host}\r\n".encode())).status == 421


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "http://localhost", "https://127.0.0.1:{port}",
     "http://127.0.0.1:{port}.evil.example", "http://evil.example:{port}", ""],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_origins_are_refused(client: Client, method: str, origin: str) -> None:
    answer = client.ask("pdf" if method == "GET" else "locate", method, {"Origin": origin.format(port=client.port)})
    assert (answer.status, answer.body) == (403, b"Other pages may not ask the preview.\n")


def test_whatever_changes_something_names_its_origin(client: Client) -> None:
    answer = client.post("switch", {"theme": "classic"}, {"Origin": None})
    assert (answer.status, answer.body) == (403, b"Only the preview's own page may ask for this.\n")
    for origin in (client.origin, f"http://localhost:{client.port}"):
        assert client.post("switch", {"theme": "classic"}, {"Origin": origin}).status == 202


@pytest.mark.parametrize(
    ("site", "status"), [("none", 200), ("same-origin", 200), ("same-site", 403), ("cross-site", 403), ("", 403)]
)
def test_what_the_browser_says_of_the_asking_page_counts(client: Client, site: str, status: int) -> None:
    """A page on another port of this machine is `same-site`; it is still another page."""
    assert client.ask("", headers={"Sec-Fetch-Site": site}).status == status


def test_the_secret_is_wanted_in_every_path(client: Client) -> None:
    secret = client.secret.strip("/")
    wrong = ["/", "/pdf", f"/{secret}", f"/{secret}x/", f"/{secret[:-1]}/", f"/{secret.swapcase()}/", f"/x/{secret}/",
             f"/%2F{secret}/", f"{secret}/", "/é/", f"http://127.0.0.1:{client.port}/{secret}/"]  # fmt: skip
    answers = [client.ask("", path=path) for path in wrong]
    assert [(a.status, a.body) for a in answers] == [(404, b"There is nothing here.\n")] * len(wrong)


@pytest.mark.parametrize(
    "route",
    ["../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/session.py", "vendor/../index.html", "./", "/etc/passwd",
     "static/index.html", "vendor/pdf.min.mjs", "index.html", "main.js/", "MAIN.JS", "main.js%00", "main%2ejs", "..\\session.py",
     "%c0%ae%c0%ae/session.py", "pdf/", "events/", "resume.yaml", "#", "%"],
)  # fmt: skip
def test_no_path_leads_anywhere_else(client: Client, route: str) -> None:
    client.preview.session.on_build(built(1))
    answer = client.ask(route)
    assert (answer.status, answer.body) == (404, b"There is nothing here.\n")


def test_every_file_of_the_page_is_in_the_table_and_every_entry_is_a_file() -> None:
    there = {path.relative_to(assets._STATIC).as_posix() for path in assets._STATIC.rglob("*") if path.is_file()}
    assert {file for file, _ in assets.ASSETS.values()} == there - {"vendor/LICENSE", "vendor/README.md"}


def test_a_ticket_leads_to_the_page_once(client: Client) -> None:
    path = client.preview.ticket().removeprefix(client.origin)
    assert client.secret.strip("/") not in path
    assert client.ask("", "HEAD", path=path).status == 404
    assert client.ask("", path=path, headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    first, second = client.ask("", path=path), client.ask("", path=path)
    assert (first.status, first.headers["Location"]) == (303, client.secret)
    assert (second.status, second.body) == (404, b"There is nothing here.\n")


def test_a_ticket_grows_old() -> None:
    now = [0.0]
    door = Access(4321, clock=lambda: now[0])
    old = door.ticket_address().removeprefix("http://127.0.0.1:4321")
    now[0] += access._TICKET_LIFE + 1
    new = door.ticket_address().removeprefix("http://127.0.0.1:4321")
    assert (door.redeem(old), door.redeem(new), door.redeem(new)) == (False, True, False)


def test_every_preview_has_a_secret_of_its_own() -> None:
    assert len({Access(1).token for _ in range(100)}) == 100
    assert len(Access(1).token) == 32
    assert Access(1).token not in repr(Access(1))


def test_on_port_80_the_names_are_bare() -> None:
    headers = Message()
    headers["Host"] = "localhost"
    assert Access(80).refuse(headers, writes=False) is None
    assert Access(8080).refuse(headers, writes=False) is not None


def test_it_listens_on_the_loopback_alone(client: Client) -> None:
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in [*others, "127.0.0.2"] if os.name != "nt" else others:
        with socket.socket() as connection:
            connection.settimeout(5)
            assert connection.connect_ex((str(address), client.port)) != 0

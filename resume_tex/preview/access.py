"""Who may ask the preview anything: only a page that this server itself gave to the local browser. Knows no sockets.

The listener is bound to 127.0.0.1, which keeps other machines out. This keeps out other web pages (the Origin, and what the
browser says of it in Sec-Fetch-Site), names that an attacker lets point to 127.0.0.1 (the Host), and other users of the
machine (the secret in the path). A browser is started with a ticket that works once, since any user can read the arguments
of any process; the secret itself stands in no argument.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from hmac import compare_digest
from http import HTTPStatus

HOST = "127.0.0.1"
_TICKET_LIFE = 120.0
_ALLOWED_SITES = frozenset({"same-origin", "none"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered."""

    status: HTTPStatus
    reason: str


@dataclass(slots=True)
class Access:
    """The secret of one preview, and the names by which it may be asked.

    Attributes:
        port: The port that the preview listens on.
        token: The secret in the path of every address.
    """

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    clock: Callable[[], float] = time.monotonic
    _tickets: dict[str, float] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def address(self) -> str:
        """The page's address."""
        return f"http://{HOST}:{self.port}/{self.token}/"

    def ticket_address(self) -> str:
        """Return an address that leads to the page once, within two minutes."""
        ticket = secrets.token_urlsafe(24)
        with self._lock:
            self._tickets[ticket] = self.clock() + _TICKET_LIFE
        return f"http://{HOST}:{self.port}/{ticket}"

    def redeem(self, path: str) -> bool:
        """Tell whether the path is a ticket that still counts; from now on it does not."""
        given = path.removeprefix("/").encode("utf-8", "replace")
        with self._lock:
            found = [ticket for ticket in self._tickets if compare_digest(ticket.encode(), given)]
            return any(self._tickets.pop(ticket) >= self.clock() for ticket in found)

    def refuse(self, headers: Message, *, writes: bool) -> Refusal | None:
        """Say why a request with these headers is not answered, or None.

        Args:
            headers: The request's headers.
            writes: The request asks for something to be done; then a browser always tells its origin.
        """
        hosts, origins = headers.get_all("Host", []), headers.get_all("Origin", [])
        names = self._names()
        if len(hosts) != 1 or hosts[0].strip().lower() not in names:
            return Refusal(HTTPStatus.MISDIRECTED_REQUEST, "This address is not the preview's.")
        if len(origins) > 1 or any(
            origin.strip().lower() not in {f"http://{name}" for name in names} for origin in origins
        ):
            return Refusal(HTTPStatus.FORBIDDEN, "Other pages may not ask the preview.")
        if writes and not origins:
            return Refusal(HTTPStatus.FORBIDDEN, "Only the preview's own page may ask for this.")
        if any(site.strip().lower() not in _ALLOWED_SITES for site in headers.get_all("Sec-Fetch-Site", [])):
            return Refusal(HTTPStatus.FORBIDDEN, "Other pages may not ask the preview.")
        return None

    def route(self, path: str) -> str | None:
        """Return what follows the secret in a path, or None when the secret is not there."""
        given, slash, rest = path.removeprefix("/").partition("/")
        right = compare_digest(given.encode("utf-8", "replace"), self.token.encode())
        return rest if right and slash and path.startswith("/") else None

    def _names(self) -> frozenset[str]:
        names = [f"{HOST}:{self.port}", f"localhost:{self.port}"]
        if self.port == 80:
            names += [HOST, "localhost"]
        return frozenset(names)

"""What the preview answers: an explicit table of addresses, each with its method. Knows no sockets."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from resume_tex.diagnostics import Position, Span
from resume_tex.preview.assets import ASSETS, read_asset
from resume_tex.preview.locate import Click
from resume_tex.preview.session import Session

MAX_BODY = 32_768
_MOST_TEXT = 12_000
_JSON = "application/json"
EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    Attributes:
        content: Its body.
        kind: Its content type.
        status: Its status.
        allow: The methods that the address has, for an answer to one that it has not.
        location: Where to go instead.
    """

    content: bytes
    kind: str = "text/plain; charset=utf-8"
    status: HTTPStatus = HTTPStatus.OK
    allow: str = ""
    location: str = ""


def refusal(status: HTTPStatus, reason: str) -> Reply:
    """Return an answer that says why there is none."""
    return Reply(f"{reason}\n".encode(), status=status)


NOT_FOUND = refusal(HTTPStatus.NOT_FOUND, "There is nothing here.")


def reply_to(session: Session, method: str, route: str, query: str, body: bytes) -> Reply:
    """Answer a request that has been let in.

    Args:
        session: What is shown.
        method: `GET` or another.
        route: What follows the secret in the path.
        query: What follows the question mark.
        body: The request's body.
    """
    if route in ASSETS:
        return Reply(read_asset(route), ASSETS[route][1]) if method == "GET" else _wrong_method("GET, HEAD")
    if route in _READS:
        return _READS[route](session, query) if method == "GET" else _wrong_method("GET, HEAD")
    if route in _WRITES:
        return _write(session, route, body) if method == "POST" else _wrong_method("POST")
    return NOT_FOUND


def _wrong_method(allow: str) -> Reply:
    return Reply(b"This address has other methods.\n", status=HTTPStatus.METHOD_NOT_ALLOWED, allow=allow)


def _json(data: object, status: HTTPStatus = HTTPStatus.OK) -> Reply:
    return Reply(json.dumps(data).encode(), _JSON, status)


def _pdf(session: Session, _: str) -> Reply:
    content = session.pdf()
    return Reply(content, "application/pdf") if content else NOT_FOUND


def _choices(session: Session, _: str) -> Reply:
    return _json(session.choices())


def _explanation(session: Session, query: str) -> Reply:
    codes = parse_qs(query[:200]).get("code", [])
    found = session.explanation(codes[0]) if len(codes) == 1 else None
    return _json(found) if found is not None else NOT_FOUND


_READS: Mapping[str, Callable[[Session, str], Reply]] = {
    "pdf": _pdf,
    "choices": _choices,
    "explanation": _explanation,
}


def _write(session: Session, route: str, body: bytes) -> Reply:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        return refusal(HTTPStatus.BAD_REQUEST, "A JSON object is wanted.")
    try:
        return _WRITES[route](session, data)
    except _WrongDataError as error:
        return refusal(HTTPStatus.BAD_REQUEST, str(error))


class _WrongDataError(Exception):
    """Raised with a sentence on what the page should have sent."""


def _locate(session: Session, data: dict[str, Any]) -> Reply:
    text = data.get("text")
    numbers = [data.get(key) for key in ("offset", "lineStart", "lineEnd")]
    if not isinstance(text, str) or len(text) > _MOST_TEXT or any(type(n) is not int for n in numbers):
        raise _WrongDataError("Wanted: text, offset, lineStart, lineEnd.")
    offset, start, end = (min(max(int(n), 0), len(text)) for n in numbers if n is not None)
    return _json(session.locate(Click(text, offset, start, end)))


def _field(session: Session, data: dict[str, Any]) -> Reply:
    path = data.get("path")
    if not isinstance(path, str) or len(path) > 1000:
        raise _WrongDataError("Wanted: path.")
    numbers = [data.get(key) for key in ("line", "column", "endLine", "endColumn")]
    span = None
    if all(type(n) is int and 0 < n < 10_000_000 for n in numbers):
        line, column, end_line, end_column = (int(n) for n in numbers if n is not None)
        span = Span(Position(line, column), Position(end_line, end_column))
    return _json(session.field(path, span))


def _switch(session: Session, data: dict[str, Any]) -> Reply:
    if any(value is not None and not isinstance(value, str) for value in data.values()) or not session.switch(data):
        raise _WrongDataError("Wanted: theme or variant, one that there is.")
    return _json({}, HTTPStatus.ACCEPTED)


_WRITES: Mapping[str, Callable[[Session, dict[str, Any]], Reply]] = {
    "locate": _locate,
    "field": _field,
    "switch": _switch,
}

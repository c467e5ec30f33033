"""The order in which a person writes the keys of a resume: what an entry is, where and when, then the details."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TOP = (
    "$schema", "basics", "work", "projects", "publications", "skills", "education", "certificates", "awards", "volunteer",
    "languages", "interests", "references",
)  # fmt: skip
_LAST = ("meta",)
_BASICS = ("name", "label", "image", "email", "phone", "url", "location", "profiles", "summary")
_LOCATION = ("address", "postalCode", "city", "region", "countryCode")
_ENTRY = (
    "name", "organization", "institution", "network", "username", "language", "fluency", "title", "position", "entity", "type", "roles",
    "studyType", "area", "authors", "publisher", "awarder", "issuer", "location", "startDate", "endDate", "date", "releaseDate",
    "url", "doi", "score", "stage", "level", "tags", "description", "summary", "impact", "reference", "highlights", "courses", "keywords",
)  # fmt: skip


def order_keys(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with its keys in the usual order; keys that are not known follow as they stand."""
    out = {key: _section(key, value) for key, value in _ordered(data, _TOP).items() if key not in _LAST}
    return {**out, **{key: data[key] for key in _LAST if key in data}}


def _section(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_ordered(entry, _ENTRY) if isinstance(entry, dict) else entry for entry in value]
    if name != "basics" or not isinstance(value, dict):
        return value
    basics = _ordered(value, _BASICS)
    if isinstance(basics.get("location"), dict):
        basics["location"] = _ordered(basics["location"], _LOCATION)
    if isinstance(basics.get("profiles"), list):
        basics["profiles"] = _section("profiles", basics["profiles"])
    return basics


def _ordered(data: Mapping[str, Any], order: tuple[str, ...]) -> dict[str, Any]:
    return {
        key: data[key] for key in (*(key for key in order if key in data), *(key for key in data if key not in order))
    }

"""What bullets carry beside their text, kept apart from them: JSON Resume's bullets are texts and nothing else.

`meta.resumeTex.highlights` holds it by path, such as `work[0].highlights[2]: {tags: [ml]}`; `take_apart` puts it there,
and loading a resume puts it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from resume_tex.diagnostics import format_path

KEY = "highlights"
_SECTIONS = ("work", "volunteer", "projects")


def take_apart(data: dict[str, Any]) -> dict[str, Any]:
    """Return a document whose bullets are texts; what else they carry is under `meta.resumeTex.highlights`."""
    apart: dict[str, Any] = {}
    out = dict(data)
    for section, entries in _sections(data):
        out[section] = [
            _entry_apart(entry, f"{section}[{index}].highlights", apart) for index, entry in enumerate(entries)
        ]
    if not apart:
        return out
    meta = out.get("meta") if isinstance(out.get("meta"), dict) else {}
    settings = meta.get("resumeTex") if isinstance(meta, dict) and isinstance(meta.get("resumeTex"), dict) else {}
    kept = settings.get(KEY) if isinstance(settings, dict) and isinstance(settings.get(KEY), dict) else {}
    out["meta"] = {**(meta or {}), "resumeTex": {**(settings or {}), KEY: {**(kept or {}), **apart}}}
    return out


def _entry_apart(entry: Any, path: str, apart: dict[str, Any]) -> Any:
    bullets = entry.get("highlights") if isinstance(entry, dict) else None
    if not isinstance(bullets, list) or not any(isinstance(bullet, dict) for bullet in bullets):
        return entry
    texts = []
    for index, bullet in enumerate(bullets):
        texts.append(bullet.get("text", "") if isinstance(bullet, dict) else bullet)
        rest = {key: value for key, value in bullet.items() if key != "text"} if isinstance(bullet, dict) else {}
        if rest:
            apart[f"{path}[{index}]"] = rest
    return {**entry, "highlights": texts}


def put_back(data: Any) -> Any:
    """Return a document with what `take_apart` took; what has no bullet of its own stays where it is."""
    apart = _apart(data)
    if not apart:
        return data
    left = dict(apart)
    out = dict(data)
    for section, entries in _sections(data):
        out[section] = [_entry_back(entry, (section, index), left) for index, entry in enumerate(entries)]
    settings = {key: value for key, value in data["meta"]["resumeTex"].items() if key != KEY}
    if left:
        settings[KEY] = left
    out["meta"] = {**data["meta"], "resumeTex": settings or None}
    return out


def _entry_back(entry: Any, path: tuple[str, int], left: dict[str, Any]) -> Any:
    bullets = entry.get("highlights") if isinstance(entry, dict) else None
    if not isinstance(bullets, list):
        return entry
    whole = []
    for index, bullet in enumerate(bullets):
        name = format_path((*path, "highlights", index))
        rest = left.get(name)
        if isinstance(rest, dict) and not isinstance(bullet, dict | list):
            whole.append({"text": bullet, **rest})
            del left[name]
        else:
            whole.append(bullet)
    return {**entry, "highlights": whole}


def _sections(data: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for section in _SECTIONS:
        entries = data.get(section)
        if isinstance(entries, list):
            yield section, entries


def _apart(data: Any) -> dict[str, Any] | None:
    for key in ("meta", "resumeTex", KEY):
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else None

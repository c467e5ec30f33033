"""What there is to see: the last good PDF, the findings of the last build, and what may be switched. Knows no HTTP.

Builds come in from the watcher's thread, questions from the listener's threads.
"""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Diagnostic, Path, Span, count_severities, format_path
from resume_tex.diagnostics_json import diagnostic_to_json, parse_path
from resume_tex.document.load import load_resume
from resume_tex.document.models import ResumeTexSettings
from resume_tex.document.reading import read_source
from resume_tex.document.variants import select_variant
from resume_tex.errors import VariantError
from resume_tex.explanations import explain
from resume_tex.preview.editors import EDITOR_LINKS, editor_command, link_path, usual_editor
from resume_tex.preview.events import Broadcast
from resume_tex.preview.locate import Click, find_field, text_of, words_in
from resume_tex.render.project import project_folder
from resume_tex.render.theme import DEFAULT_THEME, list_themes
from resume_tex.watch import WatchEvent

_MOST_FINDINGS = 500
_EXCERPT_LINES = 8


class Session:
    """One document in preview."""

    def __init__(self, request: BuildRequest, broadcast: Broadcast, environment: Mapping[str, str]) -> None:
        """Take what is built, whom to tell, and the environment that names the editor."""
        self._request = request
        self._path = os.path.abspath(request.file)
        self._broadcast = broadcast
        self._environment = environment
        self._lock = threading.Lock()
        self._pdf = b""
        self._shown = self._pages = 0
        self._settings = ResumeTexSettings()
        self.change_request: Callable[[BuildRequest], None] = lambda _: None

    def on_build(self, event: WatchEvent) -> None:
        """Take a finished build and tell the pages."""
        with self._lock:
            if event.pdf is not None:
                self._pdf, self._shown, self._pages = event.pdf, event.number, event.result.pages
            state = self._state(event)
        self._broadcast.publish("state", json.dumps(state))

    def stopped(self) -> None:
        """Tell the pages that nothing more will come."""
        self._broadcast.publish("stopped", "{}")

    def pdf(self) -> bytes:
        """Return the last good PDF, or nothing."""
        with self._lock:
            return self._pdf

    def _state(self, event: WatchEvent) -> dict[str, Any]:
        result = event.result
        found = sorted(result.diagnostics, key=lambda d: (d.severity.rank, d.sort_key))
        return {
            "build": event.number,
            "shown": self._shown,
            "pages": self._pages,
            "seconds": round(sum(result.timings.values()), 4),
            "timings": {phase: round(seconds, 4) for phase, seconds in result.timings.items()},
            "error": event.error,
            "theme": self._request.theme,
            "variant": self._request.variant,
            "diagnostics": [self._finding(d) for d in found[:_MOST_FINDINGS]],
            "counts": count_severities(found),
            "families": dict(Counter(d.code.partition(".")[0] for d in found).most_common()),
        }

    def _finding(self, diagnostic: Diagnostic) -> dict[str, Any]:
        data = diagnostic_to_json(diagnostic)
        file = diagnostic.file or self._request.file
        path = self._current_path() if file == self._request.file else file
        span = diagnostic.span
        return {
            "code": data["code"],
            "severity": data["severity"],
            "message": data["message"],
            "help": data["help"],
            "path": data["path"],
            "file": os.path.basename(file),
            "link": link_path(path),
            "line": span.start.line if span else None,
            "column": span.start.column if span else None,
            "endLine": span.end.line if span else None,
            "endColumn": span.end.column if span else None,
        }

    def _current_path(self) -> str:
        """Return the document's absolute path, or the one that it had while there was a current folder."""
        with suppress(OSError):
            self._path = os.path.abspath(self._request.file)
        return self._path

    def choices(self) -> dict[str, Any]:
        """Return what the page can switch, and how it opens the editor; read anew, since themes and variants come and go."""
        settings = self._read_settings()
        themes = list_themes(project_folder(self._current_path()))
        return {
            "document": os.path.basename(self._request.file),
            "theme": self._request.theme,
            "documentTheme": settings.theme or DEFAULT_THEME,
            "themes": [{"name": theme.name, "description": theme.description} for theme in themes],
            "variant": self._request.variant,
            "variants": list(settings.variants),
            "editors": [{"id": key, "name": name, "link": link} for key, (name, link) in EDITOR_LINKS.items()],
            "editor": usual_editor(self._environment),
            "command": editor_command(self._request.file, self._environment),
        }

    def _read_settings(self) -> ResumeTexSettings:
        """Return the document's settings, or those that it had when it could last be read."""
        loaded = load_resume(self._current_path())
        if loaded.resume is not None:
            self._settings = loaded.resume.settings
        return self._settings

    def switch(self, wanted: Mapping[str, object]) -> bool:
        """Build with another theme or variant (None: the document's own) from now on; False when there is no such thing."""
        choices = self.choices()
        known = {"theme": [theme["name"] for theme in choices["themes"]], "variant": choices["variants"]}
        if not wanted or any(
            key not in known or (value is not None and value not in known[key]) for key, value in wanted.items()
        ):
            return False
        with self._lock:
            self._request = replace(self._request, **wanted)  # type: ignore[arg-type]
            request = self._request
        self.change_request(request)
        return True

    def locate(self, click: Click) -> dict[str, Any]:
        """Return where the clicked words stand in the document; `path` is None when they stand nowhere."""
        loaded = load_resume(self._current_path())
        origin = _same
        if self._request.variant is not None and loaded.source is not None and loaded.resume is not None:
            with suppress(VariantError):  # taken out of the document meanwhile
                selection = select_variant(loaded.source, loaded.resume, self._request.variant)
                loaded, origin = replace(loaded, source=selection.source, resume=selection.resume), selection.origin
        found = find_field(loaded, click)
        if found is None or loaded.source is None:
            return {"path": None}
        lines = loaded.source.text.split("\n")
        first, last = found.first_line, min(found.last_line, found.first_line + _EXCERPT_LINES - 1, len(lines))
        while last > first and not lines[last - 1].strip():
            last -= 1
        return {
            "path": format_path(origin(parse_path(found.name))),
            "file": os.path.basename(self._request.file),
            "link": link_path(self._current_path()),
            "line": found.position.line,
            "column": found.position.column,
            "excerpt": [{"line": n, "text": lines[n - 1][:400]} for n in range(first, last + 1)],
            "start": found.start,
            "end": found.end,
        }

    def field(self, path: str, span: Span | None) -> dict[str, Any]:
        """Return the words of a field, and those in a range, as the page shows them, so that the page can find them."""
        source = read_source(self._current_path()).source
        if source is None:
            return {"texts": [], "words": ""}
        return {"texts": text_of(source, parse_path(path)), "words": words_in(source, span) if span else ""}

    def explanation(self, code: str) -> dict[str, Any] | None:
        """Return what a diagnostic's code means."""
        found = explain(code)
        if found is None:
            return None
        return {
            "code": found.code,
            "summary": found.summary,
            "why": found.why,
            "weak": list(found.weak),
            "strong": list(found.strong),
            "silence": found.silence,
        }


def _same(path: Path) -> Path:
    return path

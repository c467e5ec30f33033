"""One open document: what `check` finds in its text, and what is remembered of it while it cannot be read."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from resume_tex.build_request import BuildRequest
from resume_tex.check import check_loaded
from resume_tex.diagnostics import Diagnostic, Severity
from resume_tex.document.load import interpret
from resume_tex.document.models import ResumeTexSettings
from resume_tex.document.reading import parse_source
from resume_tex.document.source import SourceDocument
from resume_tex.errors import ResumeTexError
from resume_tex.fixes import FixResult, fix_document
from resume_tex.lsp.knowledge import Knowledge
from resume_tex.render.project import project_folder

_NAME = re.compile(r"(?:^|[^a-z])(?:resume|cv|lebenslauf)(?:[^a-z]|$)", re.IGNORECASE)
_SIGN = re.compile(
    r"^(?:basics\s*:|\s*\"basics\"\s*:|#.*resume\.schema\.json)|jsonresume|^\s+resumeTex\s*:", re.MULTILINE
)
_LETTER = re.compile(r"letter\.schema\.json|^(?:recipient|body)\s*:", re.MULTILINE)
_SIGN_WITHIN = 20_000


def is_resume(file: str, text: str) -> bool:
    """Tell a resume from letters and other YAML and JSON, of which an editor may show us all: by what it holds, or by its name."""
    head = text[:_SIGN_WITHIN]
    return bool(_SIGN.search(head) or (_NAME.search(os.path.basename(file)) and not _LETTER.search(head)))


@dataclass(slots=True)
class Analysis:
    """A document as it stands.

    Attributes:
        file: Its name.
        text: Its text.
        diagnostics: What is found in the text.
        source: The document as parsed, or as it could last be parsed.
        fresh: `source` is of this very text.
        knowledge: What is known for it.
        lines: The text's lines.
    """

    file: str
    text: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    source: SourceDocument | None = None
    fresh: bool = False
    knowledge: Knowledge = field(default_factory=lambda: Knowledge(ResumeTexSettings()))
    lines: list[str] = field(default_factory=lambda: [""])
    _mended: FixResult | None = None

    @property
    def request(self) -> BuildRequest:
        """What the document would be built with."""
        return BuildRequest(self.file)

    def update(self, text: str) -> None:
        """Take a new text, with line feeds only, and check it."""
        self.text, self.lines, self._mended = text, text.split("\n"), None
        loaded = interpret(parse_source(text.encode(), self.file))
        self.fresh = loaded.source is not None
        self.source = loaded.source or self.source
        try:
            self.diagnostics = check_loaded(loaded, self.request).diagnostics
        except ResumeTexError as error:  # the files of a theme of the user's own are wrong
            message = f"{error.message} {error.remedy}".strip()
            self.diagnostics = (*loaded.diagnostics, Diagnostic("theme.error", Severity.ERROR, message, self.file))
        if loaded.resume is not None:
            folder = project_folder(self.file) if os.path.isabs(self.file) else None
            self.knowledge = Knowledge(loaded.resume.settings, folder, tuple(sorted(_tags(self.source))))
        elif self.knowledge.project is None and os.path.isabs(self.file):
            self.knowledge = Knowledge(self.knowledge.settings, FilePath(self.file).parent, self.knowledge.tags)

    def line(self, number: int) -> str:
        """Return a line, counted from 0; nothing when there is none of that number."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def mended(self) -> FixResult:
        """Return what applying every fix gives; editors ask for it whenever the cursor moves."""
        if self._mended is None:
            self._mended = fix_document(self.text, self.request)
        return self._mended


def _tags(source: SourceDocument | None) -> set[str]:
    found: set[str] = set()
    todo = [source.data] if source is not None else []
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            tags = value.get("tags")
            found.update(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else None
            todo += [item for key, item in value.items() if key != "tags"]
        elif isinstance(value, list):
            todo += value
    return found

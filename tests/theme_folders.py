"""Writes a project of a user's own with themes in it, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

DOCUMENT = "basics: {name: Alex Petrov}\nwork:\n  - {name: Halden Music, position: Engineer, highlights: [Built it.]}\n"
STYLE = r"""\NeedsTeXFormat{LaTeX2e}
\ProvidesPackage{resume-mine}
\RequirePackage{resume-engineer}
"""
MANIFEST = "name: mine\nextends: engineer\n"


def write_theme(
    project: Path,
    *,
    name: str = "mine",
    manifest: str | None = None,
    style: str | None = STYLE,
    templates: Mapping[str, str] | None = None,
) -> Path:
    """Write themes/<name>/ into a project and return the folder."""
    folder = project / "themes" / name
    folder.mkdir(parents=True)
    (folder / "theme.yaml").write_text(MANIFEST if manifest is None else manifest, "utf-8")
    if style is not None:
        (folder / f"resume-{name}.sty").write_text(style, "utf-8")
    for path, content in (templates or {}).items():
        file = folder / "templates" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    return folder


def write_document(project: Path, text: str = DOCUMENT, theme: str = "mine") -> Path:
    """Write resume.yaml that names a theme."""
    file = project / "resume.yaml"
    file.write_text(f"{text}meta: {{resumeTex: {{theme: {theme}}}}}\n", "utf-8")
    return file

"""Starts projects and themes: writes files that are not there yet, and touches no other."""

from __future__ import annotations

import re
from pathlib import Path

from resume_tex import __version__
from resume_tex.errors import OutputError, ThemeError
from resume_tex.render.theme import load_theme
from resume_tex.resources import project_dir, sample_resume, schema_dir, templates_dir

_SCHEMA_FILE = ".resume-tex/resume.schema.json"
_SCHEMA_LINE = "# yaml-language-server: $schema="
_GITIGNORE = "# What resume-tex builds\n*.pdf\n"
_VERSIONED = {
    ".gitattributes": "gitattributes",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".github/workflows/resume.yml": "resume-workflow.yml",
}
"""Files of a project in git, and where their content is."""
_THEME_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}\Z")


def scaffold_project(folder: str, theme: str, *, versioned: bool = False) -> tuple[list[str], list[str]]:
    """Start a resume.

    Args:
        folder: Where.
        theme: The theme to start with.
        versioned: Also write what belongs at the root of a git repository: hook, attributes, workflow.

    Returns:
        The files made, and the files that were there and are as they were.

    Raises:
        OutputError: The folder cannot be made or written.
        ThemeError: There is no such theme.
    """
    load_theme(theme)
    sample = re.sub(
        rf"\A{re.escape(_SCHEMA_LINE)}.*", f"{_SCHEMA_LINE}{_SCHEMA_FILE}", sample_resume().read_text("utf-8")
    )
    sample = re.sub(r"(?m)^(    theme: )[\w-]+( *)", lambda m: m[1] + theme.ljust(len(m[0]) - len(m[1])), sample)
    files = {
        "resume.yaml": sample,
        ".gitignore": _GITIGNORE,
        _SCHEMA_FILE: (schema_dir() / "resume.schema.json").read_text("utf-8"),
    }
    if versioned:
        for name, source in _VERSIONED.items():
            files[name] = (project_dir() / source).read_text("utf-8").replace("@VERSION@", __version__)
    return _write_new(Path(folder), files)


SCHEMA_COMMENT = f"{_SCHEMA_LINE}{_SCHEMA_FILE}".removeprefix("# ")
"""The comment by which editors find the schema that `scaffold_schema` writes beside a document."""


def scaffold_schema(folder: str) -> tuple[list[str], list[str]]:
    """Put the schema for editors into a document's folder.

    Returns:
        The file made, or the file that was there and is as it was.

    Raises:
        OutputError: The folder cannot be written.
    """
    return _write_new(Path(folder), {_SCHEMA_FILE: (schema_dir() / "resume.schema.json").read_text("utf-8")})


def scaffold_theme(name: str, base: str, project: Path) -> Path:
    """Start a theme that builds on another.

    Raises:
        ThemeError: The name is not possible, or the base does not exist.
        OutputError: A theme of that name is there, or the folder cannot be written.
    """
    if not _THEME_NAME.match(name):
        raise ThemeError(
            f"{name!r} cannot be the name of a theme.", "Use small letters, digits and hyphens, such as my-theme."
        )
    parent = load_theme(base, project)
    folder = project / "themes" / name
    if folder.exists():
        raise OutputError(f"{folder} exists already.", "Choose another name, or edit what is there.")
    files = {
        "theme.yaml": (
            f"name: {name}\ntitle: {name.replace('-', ' ').title()}\ndescription: What it looks like, in a sentence.\nextends: {base}\n\n"
            f"# Change a default, or add an option of your own (resume-tex themes {base} lists what there is).\n"
            'options:\n  accent:\n    default: "1F3A5F"\n'
        ),
        f"resume-{name}.sty": (
            f"\\NeedsTeXFormat{{LaTeX2e}}\n\\ProvidesPackage{{resume-{name}}}\n\\RequirePackage{{{parent.style}}}\n"
            "% Redefine here what looks different.\n\\endinput\n"
        ),
        "README.md": (
            f"A theme for resume-tex. Templates to override are copies of files from {templates_dir()} in templates/ here.\n"
        ),
    }
    _write_new(folder, files)
    return folder


def _write_new(root: Path, files: dict[str, str]) -> tuple[list[str], list[str]]:
    made: list[str] = []
    kept: list[str] = []
    for name, content in files.items():
        path = root / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(content)
        except FileExistsError:
            if not path.is_file():
                in_the_way = next((part for part in (root, *root.parents) if part.is_file()), path)
                raise OutputError(
                    f"{in_the_way} is in the way: it is no {'folder' if in_the_way != path else 'file'}.",
                    "Choose another folder.",
                ) from None
            kept.append(str(path))
            continue
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror}.", "Choose another folder.") from error
        made.append(str(path))
    return made, kept

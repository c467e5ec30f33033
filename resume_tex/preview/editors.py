"""How editors are told to open a file at a line: links for those that have them, commands for the others."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

EDITOR_LINKS: Mapping[str, tuple[str, str]] = {
    # id: (name, link); {path} begins with a slash
    "vscode": ("VS Code", "vscode://file{path}:{line}:{column}"),
    "vscodium": ("VSCodium", "vscodium://file{path}:{line}:{column}"),
    "cursor": ("Cursor", "cursor://file{path}:{line}:{column}"),
    "windsurf": ("Windsurf", "windsurf://file{path}:{line}:{column}"),
    "zed": ("Zed", "zed://file{path}:{line}:{column}"),
    "jetbrains": ("JetBrains", "idea://open?file={path}&line={line}&column={column}"),
    "sublime": ("Sublime Text", "subl://open?url=file://{path}&line={line}&column={column}"),
    "textmate": ("TextMate", "txmt://open?url=file://{path}&line={line}&column={column}"),
}
_COMMANDS: Mapping[str, str] = {
    # program: its arguments
    "code": "-g {file}:{line}:{column}",
    "codium": "-g {file}:{line}:{column}",
    "cursor": "-g {file}:{line}:{column}",
    "hx": "{file}:{line}:{column}",
    "helix": "{file}:{line}:{column}",
    "kak": "+{line}:{column} {file}",
    "micro": "{file}:{line}:{column}",
    "nano": "+{line},{column} {file}",
    "subl": "{file}:{line}:{column}",
    "zed": "{file}:{line}:{column}",
    "emacs": "+{line}:{column} {file}",
    "emacsclient": "+{line}:{column} {file}",
}


def usual_editor(environment: Mapping[str, str]) -> str:
    """Return the id of the editor that the environment speaks of, or of the one that most people have."""
    words = " ".join(
        environment.get(name, "") for name in ("VISUAL", "EDITOR", "TERM_PROGRAM", "TERMINAL_EMULATOR")
    ).lower()
    hints = {
        "cursor": "cursor",
        "windsurf": "windsurf",
        "codium": "vscodium",
        "zed": "zed",
        "jetbrains": "jetbrains",
        "subl": "sublime",
    }
    return next((editor for hint, editor in hints.items() if hint in words), "vscode")


def link_path(file: str) -> str:
    """Return a file's absolute path as links have it: percent-encoded, beginning with a slash."""
    path = "/" + Path(os.path.abspath(file)).as_posix().lstrip("/")
    return quote(os.fsencode(path), safe="/:" if os.name == "nt" else "/")


def editor_command(file: str, environment: Mapping[str, str]) -> str:
    """Return the command that opens a file in the user's $EDITOR, with `{line}` and `{column}` to fill in."""
    try:
        editor = shlex.split(environment.get("VISUAL") or environment.get("EDITOR") or "vi") or ["vi"]
    except ValueError:
        editor = ["vi"]
    arguments = _COMMANDS.get(Path(editor[0]).stem, "+{line} {file}")
    return f"{shlex.join(editor)} {arguments}".replace("{file}", shlex.quote(file))

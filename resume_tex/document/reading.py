"""A file to a `SourceDocument`: refuses what cannot be a resume, decodes, and picks the parser by the file's ending."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from resume_tex.diagnostics import Diagnostic, Position, Severity, Span
from resume_tex.document.source import MAX_BYTES, SourceDocument


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A parsed document or none, what is wrong, and whether the file could be read at all."""

    source: SourceDocument | None
    diagnostics: tuple[Diagnostic, ...]
    readable: bool = True


def read_source(file: str) -> ReadResult:
    """Read and parse a YAML or JSON file; anything wrong comes back as a diagnostic."""
    content = _read_bytes(file)
    if isinstance(content, Diagnostic):
        return ReadResult(None, (content,), readable=False)
    return parse_source(content, file)


def read_text(file: str, limit: int = MAX_BYTES) -> str | Diagnostic:
    """Read a text file of any kind up to a number of bytes, as UTF-8 with line feeds; anything wrong is a diagnostic."""
    content = _read_bytes(file, limit)
    return content if isinstance(content, Diagnostic) else _decode(content, file)


def parse_source(content: bytes, file: str) -> ReadResult:
    """Parse a file's content, named `file` in diagnostics; the name's ending tells JSON from YAML."""
    text = _decode(content, file)
    if isinstance(text, Diagnostic):
        return ReadResult(None, (text,), readable=False)
    if file.lower().endswith(".json"):
        from resume_tex.document.json_source import parse_json

        source, found = parse_json(text, file)
    else:
        from resume_tex.document.yaml_source import parse_yaml

        source, found = parse_yaml(text, file)
    return ReadResult(source, tuple(found))


def _read_bytes(file: str, limit: int = MAX_BYTES) -> bytes | Diagnostic:
    path = FilePath(file)
    if not file:
        return _problem(
            "file.missing", "The name of the file is empty. Name the YAML or JSON file of the resume.", file
        )
    try:
        with open(path, "rb", buffering=0, opener=_open_without_waiting) as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                return _problem(
                    "file.not-a-file", f"{file} is not a file. Name the YAML or JSON file of the resume.", file
                )
            if status.st_size > limit:
                return _too_large(file, status.st_size, limit)
            content = stream.read(limit + 1)
    except FileNotFoundError:
        return _missing(file, path)
    except IsADirectoryError:
        return _directory(file, path)
    except PermissionError:
        if os.path.isdir(file):
            return _directory(file, path)
        return _problem(
            "file.permission", f"{file} cannot be read: permission denied. Check the mode of file and folder.", file
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return _problem("file.unreadable", f"{file} cannot be read: {reason[:1].lower()}{reason[1:]}.", file)
    return _too_large(file, len(content), limit) if len(content) > limit else content


def _open_without_waiting(path: str, flags: int) -> int:
    """Open so that a named pipe does not block."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _too_large(file: str, size: int, limit: int) -> Diagnostic:
    return _problem(
        "file.too-large",
        f"{file} has {size / 1e6:.1f} MB; a resume is text of a few kB, and more than {limit / 1e6:.0f} MB is refused. Is it the right file?",
        file,
    )


def _missing(file: str, path: FilePath) -> Diagnostic:
    from difflib import get_close_matches

    folder = path.parent
    try:
        names = [p.name for p in folder.iterdir() if p.suffix.lower() in {".yaml", ".yml", ".json"}]
    except OSError:
        message = f"{file} does not exist, nor does the folder {folder}. Check the name and the folder that you are in."
        return _problem("file.missing", message, file)
    if path.is_symlink():
        return _problem(
            "file.missing", f"{file} is a link to {os.readlink(path)}, which does not exist. Mend the link.", file
        )
    close = get_close_matches(path.name, names, 1) or (names if len(names) == 1 else [])
    hint = f"Did you mean {folder / close[0]}?" if close else "Start with: resume-tex new my-resume"
    return replace(_problem("file.missing", f"{file} does not exist.", file), help=hint)


def _directory(file: str, path: FilePath) -> Diagnostic:
    inside = path / "resume.yaml"
    hint = f"Did you mean {inside}?" if os.path.isfile(inside) else None
    return replace(
        _problem("file.not-a-file", f"{file} is a folder. Name the YAML or JSON file in it.", file), help=hint
    )


def _decode(content: bytes, file: str) -> str | Diagnostic:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _alternates_with_nul(content[:64]):
        return _problem("file.encoding", f"{file} is in UTF-16. Save it as UTF-8.", file)
    if b"\0" in content or content.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff")):
        return _problem("file.binary", f"{file} is a binary file. Name the YAML or JSON text of the resume.", file)
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        guess = content[error.start : error.start + 1].decode("latin-1")
        likely = f" (in Latin-1 it would be {guess!r})" if guess.isprintable() else ""
        return Diagnostic(
            "file.encoding",
            Severity.ERROR,
            f"The byte 0x{content[error.start]:02X}{likely} is not UTF-8. Save the file as UTF-8.",
            file,
            span=Span(Position(line, column), Position(line, column + 1)),
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _alternates_with_nul(head: bytes) -> bool:
    """Tell UTF-16 without its mark: every other byte of Latin text is 0."""
    return len(head) >= 8 and any(not any(head[i::2]) and all(head[1 - i :: 2]) for i in (0, 1))


def _problem(code: str, message: str, file: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, file)

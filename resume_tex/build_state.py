"""What the last build of a document was made from and gave, so that nothing is done twice.

Reads and writes small JSON files in the user's cache. Imports little: it runs before everything heavy. A state that is missing,
damaged or unwritable costs time, never the build.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from typing import Any

from resume_tex.engine.formats import cache_root

_VERSION = 1
_LATEST = "latest"
_LARGEST = 5_000_000
_CHECKSUM_LENGTH = 33
_SETTLED_AFTER = 2_000_000_000
"""Nanoseconds after which another change of a file surely gives it another time, whatever the file system's clock."""
_UNSETTLED = -1
_TEMPORARY = ".new."
_WRITTEN_WITHIN = 60.0
_KEPT_FOR = 400 * 86400.0


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A file's content, and what is cheap to compare; a file that has only just changed has no time that could be relied on."""

    path: str
    size: int
    mtime_ns: int
    digest: str

    @classmethod
    def take(cls, path: str) -> FileStamp | None:
        """Return the stamp of a file, or None when it cannot be read."""
        try:
            with open(path, "rb") as stream:
                status = os.fstat(stream.fileno())
                digest = blake2b(stream.read(), digest_size=16).hexdigest()
                settled = status.st_mtime_ns < time.time_ns() - _SETTLED_AFTER
                return cls(path, status.st_size, status.st_mtime_ns if settled else _UNSETTLED, digest)
        except OSError:
            return None

    def holds(self) -> bool:
        """Tell whether the file still has this content."""
        try:
            status = os.stat(self.path)
        except OSError:
            return False
        if status.st_size != self.size:
            return False
        if status.st_mtime_ns == self.mtime_ns:
            return True
        now = FileStamp.take(self.path)
        return now is not None and now.digest == self.digest


@dataclass(frozen=True, slots=True)
class BuildState:
    """A finished build.

    Attributes:
        request: What was asked for, as a hash: options, version, day.
        inputs: The files it was made from.
        outputs: The files it wrote.
        format_key: The precompiled preamble that it used, or nothing.
        source_date: The PDF's date that it was compiled with.
        pages: How many pages the PDF has.
        diagnostics: What was found, as JSON has it.
        head: What told the repository's commit from others, as `head_stamp` has it.
    """

    request: str
    inputs: tuple[FileStamp, ...]
    outputs: tuple[FileStamp, ...]
    format_key: str = ""
    source_date: int | None = None
    pages: int = 0
    diagnostics: tuple[Mapping[str, Any], ...] = field(default=())
    head: str = ""

    def holds(self, request: str) -> bool:
        """Tell whether building again would give what is there already."""
        return self.request == request and bool(self.outputs) and all(s.holds() for s in (*self.inputs, *self.outputs))


def fingerprint(parts: Iterable[object]) -> str:
    """Hash what a build was asked for."""
    return blake2b(repr((_VERSION, *parts)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def code_stamp() -> str:
    """Return what changes whenever the package's own files change, so that a new version builds anew."""
    root = os.path.dirname(os.path.abspath(__file__))
    newest = count = 0
    folders = [root]
    for folder in folders:
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".json")):
                    count += 1
                    newest = max(newest, entry.stat().st_mtime_ns)
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    folders.append(entry.path)
    return f"{root} {count} {newest}"


def load_state(document: str, variant: str | None = None, formats: tuple[str, ...] = ("pdf",)) -> BuildState | None:
    """Return the state of the last build like this one, or of the last that typeset anything, for its precompiled preamble."""
    folder = _folder()
    if folder is None:
        return None
    return _read(os.path.join(folder, _name(document, variant, formats))) or _read(os.path.join(folder, _LATEST))


def save_state(
    document: str, state: BuildState, variant: str | None = None, formats: tuple[str, ...] = ("pdf",)
) -> None:
    """Keep the state of a build; does nothing when there is no cache."""
    folder = _folder()
    if folder is None:
        return
    content = json.dumps({"version": _VERSION, **asdict(state)}, ensure_ascii=True).encode()
    content = _checksum(content) + content
    with contextlib.suppress(OSError):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        for name in (_name(document, variant, formats), *([_LATEST] if state.format_key else [])):
            temporary = os.path.join(folder, f"{name}{_TEMPORARY}{os.urandom(4).hex()}")
            with open(temporary, "wb") as stream:
                stream.write(content)
            os.replace(temporary, os.path.join(folder, name))
        _sweep(folder)


def _sweep(folder: str) -> None:
    """Remove what programs have left that were killed while they wrote, and states that nobody has asked for in a long time."""
    now = time.time()
    with os.scandir(folder) as entries:
        for entry in entries:
            oldest = _WRITTEN_WITHIN if _TEMPORARY in entry.name else _KEPT_FOR
            if abs(now - entry.stat().st_mtime) > oldest:
                os.unlink(entry.path)


def _folder() -> str | None:
    root = cache_root()
    return os.path.join(root, "state") if root else None


def _name(document: str, variant: str | None, formats: tuple[str, ...]) -> str:
    return fingerprint([os.path.abspath(document), variant, formats])


def _read(path: str) -> BuildState | None:
    try:
        with open(path, "rb") as stream:
            checksum, content = stream.read(_CHECKSUM_LENGTH), stream.read(_LARGEST)
        if checksum != _checksum(content):
            return None
        data = json.loads(content)
        if data.pop("version") != _VERSION:
            return None
        inputs, outputs = (tuple(FileStamp(**stamp) for stamp in data.pop(name)) for name in ("inputs", "outputs"))
        found = tuple(data.pop("diagnostics"))
        return BuildState(inputs=inputs, outputs=outputs, diagnostics=found, **data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _checksum(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).hexdigest().encode() + b"\n"

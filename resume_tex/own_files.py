"""Remembers which files this program wrote, for results that bear no mark of their own.

A small file in the user's cache holds the hash of what was last written to a path. What is missing or damaged means: not known.
"""

from __future__ import annotations

import contextlib
import os
from hashlib import blake2b

from resume_tex.engine.formats import cache_root


def note_written(path: str, content: bytes) -> None:
    """Remember that a file's content is of our making; does nothing when there is no cache."""
    note = _note(path)
    if note is None:
        return
    temporary = f"{note}.{os.urandom(4).hex()}"
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(note), mode=0o700, exist_ok=True)
        with open(temporary, "w", encoding="ascii") as stream:
            stream.write(_digest(content))
        os.replace(temporary, note)


def is_own(path: str, coming: bytes) -> bool:
    """Tell whether a file may be replaced: it holds what was last written there, or what is to be written, or nothing."""
    try:
        with open(path, "rb") as stream:
            content = stream.read()
    except OSError:
        return False
    if not content or content == coming:
        return True
    note = _note(path)
    if note is None:
        return False
    with contextlib.suppress(OSError, ValueError), open(note, encoding="ascii") as stream:
        return stream.read() == _digest(content)
    return False


def _note(path: str) -> str | None:
    root = cache_root()
    name = blake2b(os.path.realpath(path).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    return os.path.join(root, "written", name) if root else None


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()

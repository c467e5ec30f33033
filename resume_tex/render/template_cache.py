"""Keeps compiled templates in a folder; what is damaged, or was compiled by another version, is compiled again."""

from __future__ import annotations

import contextlib
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import jinja2
from jinja2 import Environment
from jinja2.bccache import Bucket, FileSystemBytecodeCache

_MAKERS = ("environment.py", "sandbox.py", "template_limits.py")
"""The modules whose content decides what a template compiles to."""


@lru_cache(maxsize=4)
def template_cache(folder: str) -> TemplateCache:
    """Return the cache in a folder that is there; the same one for the same folder."""
    return TemplateCache(folder)


class TemplateCache(FileSystemBytecodeCache):
    """Jinja's cache of files, but one that never stops a build."""

    def __init__(self, folder: str) -> None:
        """Use a folder that is there."""
        super().__init__(folder, "%s")
        stamp = blake2b(jinja2.__version__.encode(), digest_size=16)
        for name in _MAKERS:
            stamp.update((Path(__file__).parent / name).read_bytes())
        self._stamp = stamp.hexdigest()

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return a compiled template of this version; one for the sandbox is no good outside, and the reverse."""
        return super().get_bucket(environment, f"{self._stamp}/{environment.sandboxed}/{name}", filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template, or nothing if the file is not whole."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # pickle raises nearly anything
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a compiled template, if the folder lets us."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)

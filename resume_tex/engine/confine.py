"""Confines a thread, and the processes it starts, to a few folders with Linux's Landlock.

Knows system calls, not TeX. Where the kernel has no Landlock nothing happens, and `available` says so.
"""

from __future__ import annotations

import os
import struct
import sys
from functools import cache
from typing import Any, Final, NamedTuple

from resume_tex.errors import EngineError

_CREATE_RULESET: Final = 444  # the same number on every architecture but Alpha
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_VERSION_FLAG: Final = 1
_RULE_PATH_BENEATH: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38

_EXECUTE: Final = 1 << 0
_WRITE_FILE: Final = 1 << 1
_READ_FILE: Final = 1 << 2
_READ_DIR: Final = 1 << 3
_TRUNCATE: Final = 1 << 14
_READ: Final = _EXECUTE | _READ_FILE | _READ_DIR
_MAKE: Final = sum(1 << bit for bit in (4, 5, 7, 8))  # remove folder, remove file, make folder, make file
_FILE_ONLY: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_FS_RIGHTS_BY_ABI: Final = (0, 13, 14, 15, 15, 16)  # how many of the rights each ABI knows
_NET_ABI: Final = 4
_NET_RIGHTS: Final = 0b11

SYSTEM_LIBRARIES: Final = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/nix/store",
    "/gnu/store",
    "/etc/ld.so.cache",
)
"""What a dynamically linked program must read to start."""


class Confinement(NamedTuple):
    """The folders and files that a process may use; everything else is closed to it.

    Attributes:
        read: May be read and executed.
        write: May be read and written.
    """

    read: tuple[str, ...]
    write: tuple[str, ...]


@cache
def available() -> bool:
    """Tell whether this kernel has Landlock and lets us use it."""
    return _abi() > 0


def require(engine: str) -> None:
    """Insist on confinement for a theme from elsewhere, with an engine that hides nothing from documents.

    Raises:
        EngineError: This system cannot confine it.
    """
    if not available():
        raise EngineError(
            f"With {engine}, a theme from elsewhere could read and write any file of yours on this system.",
            "Use the embedded engine for this theme.",
        )


@cache
def _libc() -> Any:
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library


def _syscall(number: int, *arguments: int | bytes | None) -> int:
    import ctypes

    plain = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return int(_libc().syscall(ctypes.c_long(number), *plain))


@cache
def _abi() -> int:
    if sys.platform != "linux" or os.uname().machine == "alpha":
        return 0
    try:
        return max(0, _syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG))
    except (ImportError, OSError, AttributeError):  # a Python built without ctypes, a libc without syscall
        return 0


def restrict_thread(confinement: Confinement) -> bool:
    """Confine the calling thread for good; True when it is confined.

    The restriction is the thread's own: other threads go on unhindered, processes started here inherit it.
    """
    abi = _abi()
    if not abi:
        return False
    handled = (1 << _FS_RIGHTS_BY_ABI[min(abi, len(_FS_RIGHTS_BY_ABI) - 1)]) - 1
    attributes = struct.pack("=QQ", handled, _NET_RIGHTS) if abi >= _NET_ABI else struct.pack("=Q", handled)
    ruleset = _syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    try:
        for path in confinement.read:
            _allow(ruleset, path, _READ & handled)
        for path in confinement.write:
            _allow(ruleset, path, (_READ_FILE | _READ_DIR | _WRITE_FILE | _TRUNCATE | _MAKE) & handled)
        if _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            return False
        return _syscall(_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    if sys.platform == "linux":
        try:
            handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:  # what is not there needs no permission
            return
        try:
            if not os.path.isdir(path):
                rights &= _FILE_ONLY
            _syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, struct.pack("=Qi", rights, handle), 0)
        finally:
            os.close(handle)

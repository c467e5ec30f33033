"""Writing results: all or nothing, and never over a file that is something else."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time

from resume_tex.errors import OutputError

_WRITTEN_WITHIN = 60.0
"""Seconds in which a file is surely written, if its program is alive."""


_HEAD = 1024


def check_target(path: str, sources: tuple[str, ...], magic: bytes | None = None) -> None:
    """Refuse a target that would destroy something.

    Args:
        path: Where the result is to go.
        sources: Files that the result is made from.
        magic: A regular expression of how a file of the result's kind begins; a file that begins otherwise is not overwritten.

    Raises:
        OutputError: The target is a source, a folder, a device, in no folder, or a file of another kind.
    """
    folder = os.path.dirname(os.path.abspath(path))
    if os.path.isdir(path):
        raise OutputError(f"{path} is a folder.", "Name the file to write.")
    if os.path.exists(path) and not os.path.isfile(path):
        raise OutputError(
            f"{path} is no file but a device or a pipe, which a result would replace.", "Name a file to write."
        )
    if not os.path.isdir(folder):
        raise OutputError(f"The folder {folder} does not exist.", "Create it, or name another with -o.")
    for source in sources:
        if os.path.exists(path) and os.path.exists(source) and os.path.samefile(path, source):
            raise OutputError(f"{path} is the document itself; it would be overwritten.", "Name another file with -o.")
    if magic is None or not os.path.exists(path):
        return
    try:
        with open(path, "rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise OutputError(f"{path} cannot be replaced: {error.strerror}.", "Name another file with -o.") from error
    if head and not re.match(magic, head, re.DOTALL):
        raise OutputError(
            f"{path} exists and is not {_kind(magic)}; it is left alone.", "Remove it, or name another file with -o."
        )


def _kind(magic: bytes) -> str:
    return "a PDF" if magic.startswith(b"%PDF") else "of our making"


def write_atomically(path: str, content: bytes) -> None:
    """Write a file so that readers see the old content or the new, whatever happens meanwhile.

    Raises:
        OutputError: The folder cannot be written, or the disk is full; the old file is untouched.
    """
    target = os.path.realpath(path)
    temporary = os.path.join(os.path.dirname(target), f".{os.path.basename(target)[:100]}.{os.urandom(6).hex()}.tmp")
    try:
        sweep_beside(target)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with open(descriptor, "wb") as stream:
                _keep_mode(target, descriptor)
                stream.write(content)
            os.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror or error}.",
            "Check the folder's permissions and the free space, or use -o.",
        ) from error


def sweep_beside(target: str) -> None:
    """Remove what a program that was killed while it wrote the same file or folder has left beside it."""
    folder, name = os.path.split(target)
    ours = re.compile(rf"\.{re.escape(name[:100])}\.[0-9a-f]{{12}}\.tmp\Z")
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not ours.match(entry.name):
                continue
            with contextlib.suppress(OSError):
                if abs(time.time() - entry.stat(follow_symlinks=False).st_mtime) <= _WRITTEN_WITHIN:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    import shutil  # seldom needed

                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    os.unlink(entry.path)


def _keep_mode(target: str, descriptor: int) -> None:
    """Give a new file the permissions of the one that it replaces, which may be private."""
    with contextlib.suppress(OSError, AttributeError):
        os.fchmod(descriptor, stat.S_IMODE(os.stat(target).st_mode))

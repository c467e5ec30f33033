"""Where an export goes: a folder or a zip file. Replaces only what an earlier export made, and all of it or nothing.

A manifest in the export tells what an earlier one wrote and how it was: a file that differs has been edited since.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from resume_tex.errors import OutputError
from resume_tex.output import sweep_beside, write_atomically

MANIFEST: Final = "resume-tex.json"
_MAKER: Final = "resume-tex export overleaf"
_MOST_BYTES: Final = 64 * 2**20
_MOST_NAMED: Final = 5
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can tell."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be done to a target.

    Attributes:
        write: Files to make or replace.
        edited: Those among them that somebody has edited since the last export.
        remove: Files of the last export that this one does not have, unedited.
        kept: The same, but edited: they stay.
    """

    write: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Return the manifest of an export."""
    hashes = {name: sha256(content).hexdigest() for name, content in sorted(files.items())}
    return (json.dumps({"madeBy": _MAKER, "files": hashes}, indent=2) + "\n").encode()


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Return a zip file: the same bytes for the same files, with any version of zlib, so nothing is compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.create_system = 3  # Unix, whatever this is
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def plan_folder(folder: str, files: Mapping[str, bytes], *, force: bool) -> Plan:
    """Find out what writing into a folder would do.

    Raises:
        OutputError: It would replace what is not an export's, or anything without `force`.
    """
    _check_place(folder)
    if not os.path.lexists(folder):
        return Plan(tuple(sorted(files)))
    if not os.path.isdir(folder):
        raise OutputError(f"{folder} is no folder.", "Name another with -o, or a zip file, which ends in .zip.")
    known = _read_manifest(_content(folder, MANIFEST))
    if known is None and not force and any(not name.startswith(".") for name in os.listdir(folder)):
        raise OutputError(
            f"{folder} holds files that no export made.",
            "Name another folder with -o; --force puts the export beside them.",
        )
    known = known or {}
    there = {name: content for name in files if (content := _content(folder, name)) is not None}
    changed = sorted(name for name in files if there.get(name) != files[name])
    foreign = [name for name in changed if name in there and name not in known and name != MANIFEST]
    if MANIFEST in there and not known:
        foreign.append(MANIFEST)
    if foreign:
        raise OutputError(
            f"{folder} has {_listed(foreign)} already, which no export made.",
            "Move or rename what is in the way, or name another folder with -o.",
        )
    edited = [name for name in changed if name in there and name != MANIFEST and _hash(there[name]) != known[name]]
    stale = {name: content for name in known if name not in files and (content := _content(folder, name)) is not None}
    plan = Plan(
        tuple(changed),
        tuple(edited),
        tuple(sorted(name for name in stale if _hash(stale[name]) == known[name])),
        tuple(sorted(name for name in stale if _hash(stale[name]) != known[name])),
    )
    if not force and (plan.remove or any(name in there for name in changed)):
        raise _exists(folder, edited)
    return plan


def write_folder(folder: str, files: Mapping[str, bytes], plan: Plan) -> None:
    """Carry out a plan: all of it, or nothing.

    Raises:
        OutputError: A file cannot be written; everything is as it was.
    """
    place = os.path.realpath(folder)
    staging = os.path.join(os.path.dirname(place), f".{os.path.basename(place)[:100]}.{os.urandom(6).hex()}.tmp")
    try:
        sweep_beside(place)
        for name in plan.write:
            _write(os.path.join(staging, "new", name), files[name])
        if not os.path.lexists(place):
            os.rename(os.path.join(staging, "new"), place)
        elif plan.write or plan.remove:
            _replace(staging, place, plan)
    except OSError as error:
        raise OutputError(
            f"{folder} cannot be written: {error.strerror or error}.",
            "Check its permissions and the free space, or name another with -o.",
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def plan_zip(path: str, content: bytes, *, force: bool) -> Plan:
    """Find out what writing a zip file would do; raises as `plan_folder`."""
    _check_place(path)
    if not os.path.lexists(path):
        return Plan((path,))
    if not os.path.isfile(path):
        raise OutputError(f"{path} is no file that could be replaced.", "Name another with -o.")
    old = _read(path)
    if old == content:
        return Plan()
    entries = _entries(old or b"")
    known = _read_manifest(entries.get(MANIFEST))
    if known is None:
        raise OutputError(f"{path} exists and is no export of ours; it is left alone.", "Name another file with -o.")
    edited = sorted(name for name, value in entries.items() if name != MANIFEST and _hash(value) != known.get(name))
    if not force:
        raise _exists(path, edited)
    return Plan((path,), tuple(edited))


def write_zip(path: str, content: bytes, plan: Plan) -> None:
    """Carry out a plan; raises as `write_folder`."""
    if plan.write:
        write_atomically(path, content)


def _check_place(path: str) -> None:
    parent = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(parent):
        raise OutputError(f"The folder {parent} does not exist.", "Create it, or name another with -o.")


def _exists(target: str, edited: Iterable[str]) -> OutputError:
    names = list(edited)
    since = f", and {_listed(names)} {'has' if len(names) == 1 else 'have'} been edited since" if names else ""
    loss = " The edits would be lost." if names else ""
    return OutputError(
        f"{target} holds an earlier export{since}.",
        f"--force replaces the export's files and no others.{loss} -o names another place.",
    )


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _content(folder: str, name: str) -> bytes | None:
    """Return what a file of the folder holds; None if there is none.

    Raises:
        OutputError: Something else stands in its place, such as a link that leads elsewhere.
    """
    path = os.path.realpath(folder)
    *folders, _ = name.split("/")
    for part in folders:
        path = os.path.join(path, part)
        if os.path.lexists(path) and (os.path.islink(path) or not os.path.isdir(path)):
            raise _in_the_way(path)
    path = os.path.join(os.path.realpath(folder), *name.split("/"))
    if not os.path.lexists(path):
        return None
    if os.path.islink(path) or not os.path.isfile(path):
        raise _in_the_way(path)
    return _read(path)


def _in_the_way(path: str) -> OutputError:
    kind = "a link" if os.path.islink(path) else "something else than the export has there"
    return OutputError(f"{path} is {kind}; it is left alone.", "Move it away, or name another place with -o.")


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            return stream.read(_MOST_BYTES)
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}.", "Name another place with -o.") from error


def _read_manifest(content: bytes | None) -> dict[str, str] | None:
    """Return the hashes of an earlier export's files by name; None if it is no manifest of ours."""
    try:
        data = json.loads(content or b"")
        hashes = data["files"]
        ours = data["madeBy"] == _MAKER and isinstance(hashes, dict)
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    if not ours:
        return None
    return {name: value for name, value in hashes.items() if _is_safe(name) and isinstance(value, str)}


def _is_safe(name: str) -> bool:
    """Tell a name inside the folder from one that leads out of it."""
    return bool(name) and not set(name) & set("\\:\0") and all(part not in {"", ".", ".."} for part in name.split("/"))


def _entries(content: bytes) -> dict[str, bytes]:
    """Return a zip file's files; nothing if it is none, or one that is not of our making."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                return {}
            return {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return {}


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _write(path: str, content: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "xb") as stream:
        stream.write(content)


def _replace(staging: str, place: str, plan: Plan) -> None:
    """Put the new files over the old ones and take out those that go; undo everything if one of them cannot be moved.

    The manifest comes last, and is always there: whenever this is cut short, the folder is still an export, with edited files.
    """
    done: list[tuple[str, str]] = []
    try:
        for name in (
            *(n for n in plan.write if n != MANIFEST),
            *plan.remove,
            *(n for n in plan.write if n == MANIFEST),
        ):
            path, old = (os.path.join(top, *name.split("/")) for top in (place, os.path.join(staging, "old")))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if os.path.lexists(path):
                os.makedirs(os.path.dirname(old), exist_ok=True)
                _keep(path, old)
            done.append((path, old))
            if name in plan.remove:
                os.unlink(path)
            else:
                os.replace(os.path.join(staging, "new", *name.split("/")), path)
    except BaseException:  # Ctrl-C too
        for path, old in reversed(done):
            if os.path.lexists(old):
                os.replace(old, path)
            elif os.path.lexists(path):
                os.unlink(path)
        raise
    for folder in {os.path.dirname(name) for name in plan.remove} - {""}:
        with contextlib.suppress(OSError):  # unless something else is in it
            os.rmdir(os.path.join(place, folder))


def _keep(path: str, copy: str) -> None:
    """Have a file a second time, to be put back."""
    try:
        os.link(path, copy)
    except OSError:
        shutil.copy2(path, copy)

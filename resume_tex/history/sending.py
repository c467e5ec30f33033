"""Records a PDF that is sent, and builds one again that was: both from a commit, so that the bytes are the same."""

from __future__ import annotations

import os
import shlex
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Final, NamedTuple

from resume_tex import __version__
from resume_tex.build_request import BuildRequest
from resume_tex.build_result import BuildResult
from resume_tex.errors import RepositoryError
from resume_tex.history.revision_build import build_revision, version_at
from resume_tex.history.sent import (
    SENT_FILE,
    Sent,
    SentError,
    append_sent,
    find_entry,
    list_file,
    one_line,
    parse_message,
    read_sent,
    tag_name,
)
from resume_tex.output import write_atomically
from resume_tex.render.provenance import Version
from resume_tex.repository.describe import SENT
from resume_tex.repository.repository import Repository
from resume_tex.repository.version import VersionQuery
from resume_tex.repository.writing import (
    commit_files,
    drop_tag,
    is_clean,
    is_ignored,
    make_tag,
    on_branch,
    require_identity,
    tags,
)
from resume_tex.typesetter import Progress

_TOOL: Final = f"resume-tex {__version__}"
_UNION: Final = f"{SENT_FILE} merge=union\n"
_ATTRIBUTES: Final = ".gitattributes"


class Sending(NamedTuple):
    """What came of recording a PDF.

    Attributes:
        result: The build.
        entry: What was recorded; None when the build stopped.
        committed: The list was committed.
        reason: Why it was not.
    """

    result: BuildResult
    entry: Sent | None = None
    committed: bool = False
    reason: str = ""


class Rebuilding(NamedTuple):
    """What came of building a sent PDF again.

    Attributes:
        result: The build.
        entry: What was recorded.
        same: The bytes are those that were sent.
    """

    result: BuildResult
    entry: Sent
    same: bool


def send(
    request: BuildRequest,
    to: str,
    *,
    revision: str | None = None,
    note: str = "",
    today: date,
    commit: bool = True,
    progress: Progress = lambda _: None,
) -> Sending:
    """Build a PDF from a commit and record whom it goes to: a tag on the commit, a line in the list, a commit of that line.

    Args:
        request: What to build.
        to: Whom it is sent to.
        revision: The revision; None for the current commit, which the document must be as in.
        note: What else is to be remembered.
        today: The day.
        commit: Commit the list.
        progress: Told what long work begins.

    Raises:
        RepositoryError: There is no repository, no such revision, a document with changes, or git refuses.
        ResumeTexError: As `build`.
    """
    repository = Repository.around(request.file)
    require_identity(repository)
    earlier = read_sent(request.file)
    if revision is None:
        _require_clean(request.file)
    label = revision or "HEAD"
    hash_ = repository.resolve(label)
    version = version_at(repository, hash_)
    suffix = "" if revision is None else None
    result = build_revision(request, label, progress, commit=hash_, version=version, suffix=suffix)
    if result.pdf is None or not result.outputs:
        return Sending(result)
    taken = frozenset(tags(repository, SENT)) | {entry.tag for entry in earlier}
    day, to = today.isoformat(), one_line(to)
    entry = Sent(
        day, to, version.text, note, _options(request), repository.path_at(hash_, request.file), _TOOL, hash_,
        sha256(result.pdf).hexdigest(), tag_name(day, to, taken),
    )  # fmt: skip
    reason = _record(repository, request.file, entry, commit=commit)
    return Sending(result, entry, not reason, reason)


def _require_clean(file: str) -> None:
    query = VersionQuery(file)
    root = os.path.join(os.path.dirname(os.path.realpath(file)), "themes")
    own = [os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names if name[:1] != "."]
    version = query.version(own)
    if version is None:
        raise RepositoryError(
            f"{file} cannot be sent: {query.reason}.", f"Commit it first: git add {file} && git commit"
        )
    if version.dirty:
        raise RepositoryError(
            f"{file} or a theme beside it has changes that are in no commit, so that what is sent could not be built again.",
            "Commit them first (git commit -a), or send what is committed: --rev HEAD.",
        )


def _record(repository: Repository, file: str, entry: Sent, *, commit: bool) -> str:
    """Make the tag, add the line and commit it; return why it is not committed, or nothing.

    When one of them fails, all is as it was.
    """
    path = list_file(file)
    attributes = os.path.join(os.path.dirname(path), _ATTRIBUTES)
    reason = _why_not(repository, repository.relative(path), commit=commit)
    before = {each: _read_bytes(each) for each in (path, attributes)}
    make_tag(repository, entry.tag, entry.commit, entry.to_message())
    try:
        append_sent(path, entry)
        if not reason:
            changed = [path, *([attributes] if _merge_by_lines(repository, path, attributes) else [])]
            message = f"Sent to {entry.to} ({entry.version})\n"
            commit_files(repository, [repository.relative(each) for each in changed], message)
    except BaseException:
        drop_tag(repository, entry.tag)
        for each, content in before.items():
            _restore(each, content)
        raise
    return reason


def _why_not(repository: Repository, name: str, *, commit: bool) -> str:
    if not commit:
        return "as you asked"
    if is_ignored(repository, name):
        return "git is told to ignore it"
    if not on_branch(repository):
        return "HEAD is on no branch"
    return ""


def _merge_by_lines(repository: Repository, path: str, attributes: str) -> bool:
    """Have git merge the list line by line; tell whether that changed the file of attributes."""
    if not repository.git("check-attr", "merge", "--", repository.relative(path)).text.endswith(": unspecified"):
        return False
    own = repository.relative(attributes)
    if not is_clean(repository, own) or is_ignored(repository, own):
        return False
    before = _read_bytes(attributes) or b""
    gap = b"" if not before or before.endswith(b"\n") else b"\n"
    write_atomically(attributes, before + gap + _UNION.encode())
    return True


def _read_bytes(path: str) -> bytes | None:
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SentError(f"{path} cannot be read: {error.strerror}.", "Check the file's permissions.") from error


def _restore(path: str, content: bytes | None) -> None:
    if content is None and os.path.exists(path):
        os.unlink(path)
    elif content is not None and _read_bytes(path) != content:
        write_atomically(path, content)


def entries(file: str) -> list[Sent]:
    """Return what was sent, by the list beside a document and by the tags of its repository, the oldest first.

    Raises:
        SentError: The list is broken.
    """
    listed = read_sent(file)
    known = {entry.tag for entry in listed}
    try:
        repository = Repository.find(file)
    except RepositoryError:
        repository = None
    if repository is not None:
        folder = os.path.dirname(repository.relative(file))
        for name, message in tags(repository, SENT).items():
            entry = parse_message(name, message)
            if entry is not None and name not in known and os.path.dirname(entry.document) == folder:
                listed.append(entry)
    return sorted(listed, key=lambda entry: entry.date)


def rebuild(file: str, wanted: str, output: str | None = None, progress: Progress = lambda _: None) -> Rebuilding:
    """Build a PDF again that was sent, with the options and the version of then.

    Args:
        file: A document in the folder of the list.
        wanted: The tag, with or without `sent/`.
        output: Where the PDF goes; None for a file beside the document, named after the tag.
        progress: Told what long work begins.

    Raises:
        SentError: No such PDF was sent.
        RepositoryError: The commit is not in this repository.
        ResumeTexError: As `build`.
    """
    sent = entries(file)
    entry = find_entry(sent, wanted)
    if entry is None:
        names = ", ".join(each.tag for each in sent[-5:])
        raise SentError(f"Nothing was sent under the name {wanted!r}.", f"There are: {names}." if names else "")
    repository = Repository.around(file)
    commit = repository.commit(entry.commit)
    version = Version(entry.version, commit.hash, commit.time)
    document = os.path.relpath(repository.absolute(entry.document), os.path.dirname(os.path.realpath(file)))
    request = replace(_request(os.path.join(os.path.dirname(file), document), entry), output=output)
    result = build_revision(request, entry.tag, progress, commit=commit.hash, version=version)
    same = result.pdf is not None and sha256(result.pdf).hexdigest() == entry.sha256
    return Rebuilding(result, entry, same)


def _options(request: BuildRequest) -> str:
    """Write the options that the bytes depend on, as one types them."""
    words = []
    for name, value in (("variant", request.variant), ("theme", request.theme), ("engine", request.engine)):
        words += [f"--{name}", value] if value else []
    for key, setting in request.options.items():
        words += ["--set", f"{key}={setting}"]
    if request.fit:
        words.append("--fit")
    return shlex.join(words)


def _request(file: str, entry: Sent) -> BuildRequest:
    """Read them again; a draft, as rules that are stricter today must not stop it."""
    try:
        words = iter(shlex.split(entry.build))
    except ValueError as error:
        raise SentError(f"The options of {entry.tag} cannot be read: {entry.build}.", f"Mend {SENT_FILE}.") from error
    told: dict[str, str] = {}
    options: dict[str, object] = {}
    for word in words:
        if word == "--set":
            key, _, value = next(words, "").partition("=")
            options[key] = value
        elif word in {"--variant", "--theme", "--engine", "--fit"}:
            told[word] = "yes" if word == "--fit" else next(words, "")
        else:
            raise SentError(f"{entry.tag} was built with {word}, which is not known here.", "Use a newer resume-tex.")
    return BuildRequest(
        file,
        options=options,
        variant=told.get("--variant"),
        theme=told.get("--theme"),
        engine=told.get("--engine"),
        fit="--fit" in told,
        draft=True,
    )

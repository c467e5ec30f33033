"""Builds a document as it was at a revision, with its themes of then; touches neither work tree nor index."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from resume_tex.build import build_anew, open_typesetter
from resume_tex.build_request import BuildRequest
from resume_tex.build_result import BuildResult
from resume_tex.errors import ResumeTexError
from resume_tex.render.provenance import Version
from resume_tex.repository.repository import Repository
from resume_tex.results import Result, write_results
from resume_tex.typesetter import Progress

_NOT_IN_NAMES = re.compile(r"[^\w.+-]+")


def build_revision(
    request: BuildRequest,
    revision: str,
    progress: Progress = lambda _: None,
    *,
    commit: str | None = None,
    version: Version | None = None,
    suffix: str | None = None,
) -> BuildResult:
    """Build a document at a revision.

    Results go where the request says; without `-o` the revision becomes part of their name. Findings name the file as git
    does, `v1.2:resume.yaml`, and the result holds its text.

    Args:
        request: What to build; its file is that of the work tree.
        revision: The revision, as results and findings name it.
        progress: Told what long work begins.
        commit: The revision's full hash, if it is known.
        version: What the PDF says of its version, in place of what git says now.
        suffix: What the names of the results end in, in place of the revision.

    Raises:
        RepositoryError: There is no such revision, or the document was not in it.
        ResumeTexError: As `build`.
    """
    repository = Repository.around(request.file)
    commit = commit or repository.resolve(revision)
    path = repository.path_at(commit, request.file, name=revision)
    with repository.checkout(commit, path) as copy:
        named = _Names(copy, f"{revision}:{path}")
        inner = replace(request, file=copy, output=None, version=version or version_at(repository, commit))
        with named.in_errors():
            result = _build(inner, progress)
        outputs = _put(
            request,
            result,
            f"-{safe_name(revision)}" if suffix is None else suffix,
            os.path.splitext(os.path.basename(path))[0],
        )
        return named.in_result(result, outputs)


def version_at(repository: Repository, commit: str) -> Version:
    """Return the version of everything at a commit, which is its full hash."""
    return Version(repository.describe(commit), commit, repository.commit(commit).time)


def _build(request: BuildRequest, progress: Progress) -> BuildResult:
    typesetter = open_typesetter(request, progress)
    try:
        return build_anew(request, typesetter)
    finally:
        if typesetter is not None:
            typesetter.close()


def _put(request: BuildRequest, result: BuildResult, suffix: str, old_stem: str) -> tuple[str, ...]:
    """Put the results where they belong, called as the document is called now; return where."""
    new_stem = os.path.splitext(os.path.basename(request.file))[0]
    results, pages = [], 0
    named = request
    for made in result.outputs:
        stem, ending = os.path.splitext(os.path.basename(made))
        kind = ending[1:]
        pages += kind == "png"
        stem = stem.removesuffix(f"-{pages}") if kind == "png" else stem
        if stem in {old_stem, f"{old_stem}-{request.variant}"}:
            stem = new_stem + stem.removeprefix(old_stem)
        named = replace(request, name=stem + suffix)
        with open(made, "rb") as stream:
            results.append(Result(kind, named.target(kind, pages), stream.read()))
    return write_results(named, tuple(results))


def safe_name(revision: str) -> str:
    """Return a revision as part of a file's name: `sent/2026-11-25-acme` becomes `sent-2026-11-25-acme`."""
    return _NOT_IN_NAMES.sub("-", revision).strip("-.")[:80] or "revision"


class _Names:
    """Puts the document's name at the revision in place of its copy's."""

    def __init__(self, copy: str, name: str) -> None:
        self._copy = copy
        self._folder = os.path.dirname(copy) + os.sep
        self._name = name

    def in_result(self, result: BuildResult, outputs: tuple[str, ...]) -> BuildResult:
        """Return a result that speaks of the document, and holds its text."""
        with open(self._copy, encoding="utf-8-sig", errors="replace") as stream:
            text = stream.read()
        found = tuple(
            replace(d, file=self._name if d.file == self._copy else d.file, message=self._rename(d.message))
            for d in result.diagnostics
        )
        return replace(result, outputs=outputs, diagnostics=found, files=(), texts={self._name: text})

    @contextmanager
    def in_errors(self) -> Iterator[None]:
        """Have errors speak of the document."""
        try:
            yield
        except ResumeTexError as error:
            error.message, error.remedy = self._rename(error.message), self._rename(error.remedy)
            raise

    def _rename(self, text: str) -> str:
        return text.replace(self._copy, self._name).replace(self._folder, "")

"""The pipeline as one function: document to PDF, with every diagnostic.

Nothing heavy is imported before the TeX process has been started, so that it loads its format meanwhile.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from resume_tex.build_request import BuildRequest
from resume_tex.build_result import BuildResult
from resume_tex.build_state import BuildState, code_stamp, fingerprint, load_state
from resume_tex.build_steps import BuildSteps, OtherVersionError
from resume_tex.diagnostics_json import diagnostic_from_json
from resume_tex.repository.head import head_stamp
from resume_tex.results import check_targets

if TYPE_CHECKING:
    from resume_tex.fit import Fit
    from resume_tex.repository.expectation import Versions
    from resume_tex.repository.version import VersionQuery
    from resume_tex.typesetter import Progress, Typesetter


def build(request: BuildRequest, progress: Progress = lambda _: None) -> BuildResult:
    """Build a document, unless nothing has changed since it was last built.

    Raises:
        OutputError: A result cannot be written.
        EngineError: The TeX engine is missing or cannot run.
        ThemeError: The theme's own files are wrong.
        FitError: It was to fit its page limit, and cannot.
    """
    if request.variant is None:  # a variant may name its own results
        check_targets(request)
    head = head_stamp(request.file)
    asked = _fingerprint(request, head)
    state = load_state(request.file, request.variant, request.kinds)
    if state is not None and not request.force and state.holds(asked):
        found = tuple(diagnostic_from_json(data) for data in state.diagnostics)
        return BuildResult(tuple(s.path for s in state.outputs), found, state.pages, unchanged=True)
    query = ask_version(request)
    typesetter = None
    try:
        typesetter = open_typesetter(request, progress, state, _expected_date(request, state, query, head))
        fit = _fit(request, typesetter) if request.fit and typesetter is not None else None
        if fit is not None:
            request = replace(request, options={**request.options, **fit.chosen})
        return replace(BuildSteps(request, state, typesetter, query=query).run(asked, head), fit=fit)
    finally:
        if typesetter is not None:
            typesetter.close()
        if query is not None:
            query.close()


def build_anew(
    request: BuildRequest, typesetter: Typesetter | None, pages: int = 1, versions: Versions | None = None
) -> BuildResult:
    """Build a document whatever there is, with a typesetter that the caller keeps; raises as `build` does.

    Args:
        request: What to build.
        typesetter: What compiles; None when no pages are wanted.
        pages: How many pages there will be, as far as known.
        versions: The document's versions so far, for the caller's next build.
    """
    if request.variant is None:  # a variant may name its own results
        check_targets(request)
    from resume_tex.repository.expectation import Versions

    query = (versions or Versions()).of(request.file, request.sources[1:]) if request.version is None else None
    try:
        try:
            return BuildSteps(request, None, typesetter, pages, query).run("")
        except OtherVersionError:
            if typesetter is not None:
                typesetter.start_again()
            return BuildSteps(request, None, typesetter, pages, query.ask() if query is not None else None).run("")
    finally:
        if query is not None:
            query.close()


def _expected_date(
    request: BuildRequest, state: BuildState | None, query: VersionQuery | None, head: str
) -> int | None:
    """Return the date that the PDF will have, as far as can be told before the document is read."""
    if request.source_date is not None or state is None:
        return request.source_date
    if request.version is not None:
        return request.version.time
    time = query.time() if query is not None and state.head != head else None
    return time if time is not None else state.source_date


def ask_version(request: BuildRequest) -> VersionQuery | None:
    """Begin to ask git for the document's version; None when the request tells it."""
    if request.version is not None:
        return None
    from resume_tex.repository.version import VersionQuery

    return VersionQuery(request.file, request.sources[1:])


def open_typesetter(
    request: BuildRequest, progress: Progress, state: BuildState | None = None, date: int | None = None
) -> Typesetter | None:
    """Return what compiles, with TeX already starting if the last build's state tells what it needs; None when no pages are wanted.

    Args:
        request: What to build.
        progress: Told what long work begins.
        state: The state of the last build.
        date: The PDF's date, as far as known.

    Raises:
        EngineError: There is no such engine, or it is not installed.
    """
    if not request.typesets:
        return None
    from resume_tex.engine.base import CompileOptions
    from resume_tex.typesetter import Typesetter

    typesetter = Typesetter(request.engine, progress)
    if state is not None:
        typesetter.start_ahead(state.format_key, CompileOptions(source_date=date))
    return typesetter


def _fit(request: BuildRequest, typesetter: Typesetter) -> Fit | None:
    from resume_tex.fit import fit_pages

    return fit_pages(request, typesetter)


def _fingerprint(request: BuildRequest, head: str) -> str:
    from resume_tex import __version__

    return fingerprint([
        head, request.version,
        __version__, code_stamp(), _own_themes(request.file), os.path.abspath(request.file), request.file,
        [os.path.abspath(request.target(kind)) for kind in request.formats],
        request.formats, request.theme, sorted(request.options.items()), request.engine, request.draft, str(request.today),
        request.source_date, request.variant, request.verify, request.fit, request.dpi,
        request.letter, request.letter is not None and request.letter_file(),
        request.select, request.ignore, sorted(request.severity.items()), request.role,
    ])  # fmt: skip


def _own_themes(document: str) -> list[str]:
    """Return the names of the files in the project's own themes: one that is added may count, though nothing else changed."""
    root = os.path.join(os.path.dirname(os.path.abspath(document)), "themes")
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names)

"""Several builds at once, over the machine's cores: few in threads, as TeX works in processes of its own; many in processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import Final

from resume_tex.batch_process import Workers, can_start, without_pdf
from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.build_result import BuildResult
from resume_tex.document.load import load_resume
from resume_tex.engine.discovery import default_engine
from resume_tex.errors import OutputError, ResumeTexError, VariantError

_WORTH_A_PROCESS: Final = 4
"""How many requests for each process make up for the time that it takes to start."""


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One build of several.

    Attributes:
        request: What was asked for.
        result: What came of it, without the PDF's bytes; None when it could not be done.
        failure: Why it could not be done.
    """

    request: BuildRequest
    result: BuildResult | None
    failure: ResumeTexError | None = None


def variant_requests(request: BuildRequest) -> list[BuildRequest]:
    """Return a request for every variant of a document, in its order; the request itself if the document cannot be loaded.

    Raises:
        VariantError: The document has no variants.
        OutputError: Two variants would write the same file.
    """
    resume = load_resume(request.file).resume
    if resume is None:  # building it says why
        return [request]
    variants = resume.settings.variants
    if not variants:
        raise VariantError(f"{request.file} has no variants.", "Name one under meta.resumeTex.variants.")
    requests = [replace(request, variant=name) for name in variants]
    writers: dict[str, str] = {}
    for each, variant in zip(requests, variants.values(), strict=True):
        target = replace(each, name=variant.output, output=None).target("pdf")
        other = writers.setdefault(target, each.variant or "")
        if other != each.variant:
            raise OutputError(
                f"The variants {other!r} and {each.variant!r} would both write {target}.",
                "Give one of them an `output` of its own.",
            )
    return requests


def build_batch(
    requests: Sequence[BuildRequest],
    *,
    workers: int | None = None,
    on_done: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[BatchItem]:
    """Build several requests, as many at a time as there are cores; the items come in the requests' order.

    Args:
        requests: What to build.
        workers: How many builds run at a time, in place of the number of cores; more than there are cores share this process.
        on_done: Told after every build how many are done, and how many there are.
    """
    count = workers or _cores()
    if any(request.typesets for request in requests):
        _make_ready(requests)
    apart = Workers() if _is_worth_processes(len(requests), count) else None
    try:
        with ThreadPoolExecutor(count, thread_name_prefix="build") as pool:
            futures = [pool.submit(_build_one, request, apart) for request in requests]
            try:
                for done, future in enumerate(as_completed(futures), 1):
                    future.result()
                    on_done(done, len(futures))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    finally:
        if apart is not None:
            apart.close()
    return [future.result() for future in futures]


def _is_worth_processes(requests: int, count: int) -> bool:
    return 1 < count <= _cores() and requests >= _WORTH_A_PROCESS * count and can_start()


def _make_ready(requests: Iterable[BuildRequest]) -> None:
    """Make the engine known in the main thread, which alone can be ready for the end of the program."""
    if any(request.engine is None for request in requests):
        default_engine()


def _build_one(request: BuildRequest, apart: Workers | None) -> BatchItem:
    outcome = apart.build(request) if apart is not None else None
    if isinstance(outcome, ResumeTexError):
        return BatchItem(request, None, outcome)
    if outcome is not None:
        return BatchItem(request, outcome)
    try:
        return BatchItem(request, without_pdf(build(request)))
    except ResumeTexError as failure:
        return BatchItem(request, None, failure)


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows
        return os.cpu_count() or 1

"""What a build writes: makes the content of each format and puts it where it belongs, never over a file of somebody's own."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from resume_tex.build_request import FORMATS, STANDARD_OUTPUT, BuildRequest
from resume_tex.errors import OutputError
from resume_tex.output import check_target, write_atomically
from resume_tex.own_files import is_own, note_written

if TYPE_CHECKING:
    from resume_tex.document.models import Resume
    from resume_tex.preparation import Preparation
    from resume_tex.render.letter import LetterDocument

_HEAD = 1024


class Result(NamedTuple):
    """One file: its format, where it goes, and its content."""

    kind: str
    path: str
    content: bytes


def check_targets(request: BuildRequest) -> None:
    """Refuse targets that cannot be written, as far as can be told before there is anything to write.

    Raises:
        OutputError: A result would destroy something.
    """
    if request.output != STANDARD_OUTPUT:
        for kind in request.formats:
            check_target(request.target(kind), request.sources, FORMATS[kind].begins)


def make_results(
    request: BuildRequest,
    prepared: Preparation,
    resume: Resume,
    pdf: bytes | None,
    letter: LetterDocument | None = None,
) -> tuple[Result, ...]:
    """Return what a request asks for, in its order; without `pdf` there is none of what is made from it.

    Args:
        request: What is asked for.
        prepared: The rendered project, and what it was rendered with.
        resume: The resume.
        pdf: The finished PDF.
        letter: The letter, if that is what was rendered.
    """

    def text(kind: str) -> str:
        assert prepared.settings is not None
        if letter is not None:
            from resume_tex.formats.letter import write_letter

            return write_letter(kind, letter, resume, prepared.settings)
        from resume_tex.formats.texts import write_text

        return write_text(kind, prepared.source, resume, prepared.settings)

    return tuple(result for kind in request.formats for result in _make(kind, request, prepared, pdf, text))


def _make(
    kind: str, request: BuildRequest, prepared: Preparation, pdf: bytes | None, text: Callable[[str], str]
) -> Iterator[Result]:
    assert prepared.project is not None
    if kind == "tex":
        yield Result(kind, request.target(kind), (prepared.project.preamble + prepared.project.body).encode())
    elif not FORMATS[kind].paged:
        yield Result(kind, request.target(kind), text(kind).encode("utf-8", "replace"))
    elif pdf is not None and kind == "pdf":
        yield Result(kind, request.target(kind), pdf)
    elif pdf is not None:
        from resume_tex.formats.pictures import draw_pages

        for number, picture in enumerate(draw_pages(pdf, request.dpi), 1):
            yield Result(kind, request.target(kind, number), picture)


def write_results(request: BuildRequest, results: tuple[Result, ...]) -> tuple[str, ...]:
    """Write results and return their files; pictures of pages that there are no longer are removed.

    Raises:
        OutputError: A result would destroy something, or cannot be written. In the first case nothing is written.
    """
    for kind, path, content in results:
        check_target(path, request.sources, FORMATS[kind].begins)
        if FORMATS[kind].begins is None and os.path.exists(path) and not is_own(path, content):
            raise OutputError(
                f"{path} exists, and its content is not what resume-tex wrote there last; it is left alone.",
                "Remove it, or name another file with -o.",
            )
    for kind, path, content in results:
        write_atomically(path, content)
        if FORMATS[kind].begins is None:
            note_written(path, content)
    _remove_old_pages(request, sum(result.kind == "png" for result in results))
    return tuple(result.path for result in results)


def _remove_old_pages(request: BuildRequest, count: int) -> None:
    """Remove the pictures of a longer build's further pages: files of our making that say they are that page."""
    number = count + 1
    while count and _shows_page(request.target("png", number), number):
        with contextlib.suppress(OSError):
            os.unlink(request.target("png", number))
        number += 1


def _shows_page(path: str, number: int) -> bool:
    try:
        with open(path, "rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    found = re.match(FORMATS["png"].begins or b"", head, re.DOTALL)
    return found is not None and int(found[1]) == number

"""What a PDF tells of its making: revision, theme, variant, version of the tool, as `build` wrote it there."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, NamedTuple

from resume_tex.pdf.reading import PdfError, PdfText, read_pdf_file
from resume_tex.render.provenance import Version

_CREATOR: Final = "resume-tex"
_DATE: Final = "D:%Y%m%d%H%M%SZ"


class PdfInformation(NamedTuple):
    """What a PDF tells.

    Attributes:
        title: Its title.
        pages: How many pages it has.
        date: Its date in UTC; None for a PDF without.
        version: The document's revision, for people; None for a document that was in no commit.
        commit: The commit's full hash.
        theme: The theme.
        variant: The document's variant; None for the whole document.
        tool: The version of resume-tex that made it; None when it does not say.
        sha256: The file's own hash.
    """

    title: str | None
    pages: int
    date: datetime | None
    version: str | None
    commit: str | None
    theme: str | None
    variant: str | None
    tool: str | None
    sha256: str


def read_information(path: str) -> PdfInformation:
    """Read what a PDF of ours tells of itself.

    Raises:
        PdfError: The file cannot be read, is no PDF, or was made by something else.
    """
    content = read_pdf_file(path)
    pages, told = _read(content, path)
    name, _, tool = (told["Creator"] or "").partition(" ")
    if name != _CREATOR:
        maker = f"by {told['Creator']!r}" if told["Creator"] else "by something that does not say its name"
        raise PdfError(f"{path} was not made by resume-tex, but {maker}.", "Name a PDF that resume-tex has built.")
    return PdfInformation(
        told["Title"], pages, _date(told["CreationDate"]), told["SourceVersion"], told["SourceCommit"], told["SourceTheme"],
        told["SourceVariant"], tool or None, sha256(content).hexdigest(),
    )  # fmt: skip


def without_version(text: PdfText, pdf: bytes) -> PdfText:
    """Return a PDF's text without the version that stands in the foot of its last page, if it does."""
    if not text.lines:
        return text
    _, told = _read(pdf, "The PDF")
    *rest, last = text.lines
    version = Version(told["SourceVersion"] or "", told["SourceCommit"] or "", 0)
    shown = next((name for name in (version.printed, version.short) if name and last.text.endswith(name)), "")
    if not shown:
        return text
    foot = last.text.removesuffix(shown).rstrip()
    lines = (*rest, last._replace(text=foot)) if foot else tuple(rest)
    return text._replace(lines=lines, unmapped=tuple(index for index in text.unmapped if index < len(lines)))


def _read(content: bytes, path: str) -> tuple[int, dict[str, str | None]]:
    """Return how many pages a PDF has, and what it tells under each of our keys."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        what = "is encrypted" if locked else "is no PDF, or damaged"
        raise PdfError(f"{path} {what}.", "Name a PDF that resume-tex has built.") from error
    with closing(document):
        return len(document), {key: document.get_metadata_value(key) or None for key in _KEYS}


_KEYS: Final = (
    "Title",
    "Creator",
    "CreationDate",
    "SourceVersion",
    "SourceCommit",
    "SourceTheme",
    "SourceVariant",
)


def _date(text: str | None) -> datetime | None:
    """Read a date as we write it; other programs' forms are none of ours."""
    try:
        return datetime.strptime(text or "", _DATE).replace(tzinfo=UTC)
    except ValueError:
        return None

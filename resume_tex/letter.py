"""The letter that a build is asked for: where it is, what is wrong with it, and its project in place of the resume's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Diagnostic, Path, Severity
from resume_tex.document.letter import load_letter, looks_like_a_resume
from resume_tex.document.models import Letter, Resume
from resume_tex.document.source import SourceDocument
from resume_tex.errors import ThemeError
from resume_tex.quality import page_quality
from resume_tex.render.letter import LetterDocument, letter_options
from resume_tex.render.locale import find_locale, has_letter_words
from resume_tex.render.project import project_folder
from resume_tex.render.theme import DEFAULT_THEME, load_theme
from resume_tex.rules.base import LayoutFacts

_PAGE_RULES = ("layout.missing-glyph", "layout.overfull")
"""What the rules about pages can say of a letter."""


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """A letter, or why there is none.

    Attributes:
        source: The document that it stands in.
        document: The letter; None when there is an error.
        diagnostics: What was found.
        files: The letter's own file, if it has one.
        readable: False when that could not be read at all.
    """

    source: SourceDocument
    document: LetterDocument | None
    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[str, ...] = ()
    readable: bool = True

    def place(self, diagnostics: Iterable[Diagnostic], resume: SourceDocument) -> list[Diagnostic]:
        """Return findings with their places in the document that holds their field, the letter's or the resume's."""
        out = []
        for found in diagnostics:
            source = resume if found.path and found.path[0] in Resume.model_fields else self.source
            where = found if not found.path else replace(found, file=source.file, span=source.span_of(found.path))
            out.append(where)
        return out


def find_letter(request: BuildRequest, source: SourceDocument, resume: Resume) -> FoundLetter:
    """Find and load the letter that a request asks for: a file, or the resume's own section."""
    file = request.letter_file()
    if file is None:
        if resume.letter is None:
            return FoundLetter(source, None, (_missing(source, request),))
        return _checked(source, resume.letter, ("letter",), request, resume)
    loaded = load_letter(file)
    files = (file,)
    if looks_like_a_resume(loaded.source):
        return FoundLetter(source, None, (_resume_instead(file),), files)
    if loaded.letter is None or loaded.source is None:
        return FoundLetter(loaded.source or source, None, loaded.diagnostics, files, loaded.readable)
    checked = _checked(loaded.source, loaded.letter, (), request, resume)
    return replace(checked, diagnostics=(*loaded.diagnostics, *checked.diagnostics), files=files)


def _checked(source: SourceDocument, letter: Letter, root: Path, request: BuildRequest, resume: Resume) -> FoundLetter:
    document = LetterDocument(letter, root, _today(request))
    if not any(text.strip() for text in letter.body):
        path: Path = (*root, "body")
        message = "The letter has no text. Write its paragraphs under `body`."
        empty = Diagnostic("letter.empty", Severity.ERROR, message, source.file, path, source.span_of(path))
        return FoundLetter(source, None, (empty,))
    return FoundLetter(source, document, tuple(_foreign_words(source, letter, root, resume)))


def _foreign_words(source: SourceDocument, letter: Letter, root: Path, resume: Resume) -> Iterable[Diagnostic]:
    locale = find_locale(resume.settings.language)
    if locale is None or has_letter_words(locale.tag):
        return
    missing = [name for name in ("opening", "closing") if getattr(letter, name) is None]
    if missing:
        names = " and ".join(f"`{name}`" for name in missing)
        message = (
            f"The customary words of letters in {locale.tag!r} are not known, so English ones are used. Write {names}."
        )
        yield Diagnostic("letter.language", Severity.INFO, message, source.file, root, source.span_of(root))


def _today(request: BuildRequest) -> date:
    """Return the day that a letter without a date is written on: that of SOURCE_DATE_EPOCH, else the day of the build."""
    if request.source_date is not None:
        return datetime.fromtimestamp(request.source_date, UTC).date()
    return request.today


def _missing(source: SourceDocument, request: BuildRequest) -> Diagnostic:
    message = f"There is no letter: neither {request.default_letter()} nor a section `letter` in {source.file}. Write one of them."
    help_text = "recipient, subject, body, closing and the other keys: docs/letter.md, or `resume-tex schema letter`."
    return Diagnostic("letter.missing", Severity.ERROR, message, source.file, help=help_text)


def _resume_instead(file: str) -> Diagnostic:
    message = f"{file} is a resume, not a letter. --letter takes the letter's file: write `build {file} --letter`."
    return Diagnostic("letter.missing", Severity.ERROR, message, file)


def with_letter_options(resume: Resume, request: BuildRequest) -> Resume:
    """Return a resume whose theme options are those for a letter."""
    try:
        theme = load_theme(request.theme or resume.settings.theme or DEFAULT_THEME, project_folder(request.file))
    except ThemeError:  # preparing the page tells
        return resume
    options = letter_options(theme, resume.settings.options)
    settings = resume.settings.model_copy(update={"options": options})
    return resume.model_copy(update={"meta": resume.meta.model_copy(update={"resumeTex": settings})})


def letter_page_findings(
    found: FoundLetter, resume: Resume, request: BuildRequest, facts: LayoutFacts
) -> list[Diagnostic]:
    """Return what there is to say of a letter's finished pages."""
    own = replace(request, select=_PAGE_RULES)
    out = page_quality(found.source, resume, own, facts)
    if facts.pages > 1:
        path: Path = (*found.document.root, "body") if found.document is not None else ()
        message = f"The letter has {facts.pages} pages; one is read. Shorten it, or give it less room with --set font-size=10pt."
        span = found.source.span_of(path)
        out.append(Diagnostic("letter.pages", Severity.WARNING, message, found.source.file, path, span))
    return out

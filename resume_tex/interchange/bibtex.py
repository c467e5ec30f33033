"""Import from BibTeX: entries to publications, newest first; broken entries are reported, and the others survive."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from resume_tex.diagnostics import Diagnostic, Position, Severity, Span
from resume_tex.interchange.bibtex_values import (
    MONTHS,
    read_month,
    read_names,
    resolve_value,
    same_person,
    to_address,
    to_doi,
    to_unicode,
)
from resume_tex.interchange.dates_in_words import read_date
from resume_tex.interchange.draft import Draft, drop_nothing
from resume_tex.interchange.markdown_text import from_plain

_VENUES = (
    "journal",
    "journaltitle",
    "booktitle",
    "publisher",
    "school",
    "institution",
    "organization",
    "howpublished",
    "eventtitle",
)
_USED = frozenset(
    {*_VENUES, "title", "subtitle", "author", "year", "month", "date", "doi", "url", "eprint", "archiveprefix", "eprinttype", "crossref"}
)  # fmt: skip
_CONTAINERS = frozenset({"proceedings", "collection", "book", "mvbook", "mvproceedings", "mvcollection", "periodical"})


@dataclass(slots=True)
class _Entry:
    """An entry whose values are resolved but still LaTeX."""

    key: str
    kind: str
    line: int
    fields: dict[str, str]


def convert_bibtex(text: str, draft: Draft, author: str | None = None) -> None:
    """Fill a draft with the publications of a BibTeX file.

    Args:
        text: The file's content.
        draft: Receives the publications and what is wrong with entries.
        author: Keep the publications of this person only.
    """
    entries = list(_entries(text, draft))
    _inherit(entries, draft)
    left: Counter[str] = Counter()
    found: list[dict[str, Any]] = []
    others = 0
    for entry in entries:
        publication = _publication(entry, draft)
        if author is not None and not any(same_person(name, author) for name in publication.get("authors", ())):
            others += 1
            continue
        left.update(name for name, value in entry.fields.items() if name not in _USED and value.strip())
        if publication.get("name"):
            found.append(publication)
        else:
            _note(
                draft,
                "import.entry",
                Severity.WARNING,
                f"The entry `{entry.key}` has no title; it is left out.",
                entry.line,
            )
    found.sort(key=lambda publication: publication.get("releaseDate", ""), reverse=True)
    if found:
        draft.data["publications"] = found
    if left:
        named = ", ".join(f"{name} ({count})" for name, count in sorted(left.items()))
        _note(
            draft,
            "import.looks",
            Severity.INFO,
            f"Fields that a publication does not have here stay behind: {named}.",
            None,
        )
    if others:
        words = "1 entry is" if others == 1 else f"{others} entries are"
        _note(draft, "import.looks", Severity.INFO, f"{words} not by {author}.", None)


def _entries(text: str, draft: Draft) -> Iterator[_Entry]:
    """Yield the entries that can be read; report those that cannot."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry

    logger = logging.getLogger("bibtexparser")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)  # what it logs is reported from its blocks
    try:
        library = parse_string(text, parse_stack=[])
    finally:
        logger.setLevel(level)
    strings = {month: str(number) for number, month in enumerate(MONTHS, 1)}
    for string in library.strings:
        strings[string.key.lower()] = resolve_value(string.value, strings)[0]
    for block in library.blocks:
        if isinstance(block, Entry):
            yield _resolved(block, strings, draft)
        elif isinstance(block, DuplicateBlockKeyBlock) and isinstance(block.ignore_error_block, Entry):
            key = block.ignore_error_block.key
            _note(
                draft,
                "import.entry",
                Severity.INFO,
                f"The key `{key}` stands here a second time; both entries count.",
                block.start_line,
            )
            yield _resolved(block.ignore_error_block, strings, draft)
        elif isinstance(block, DuplicateFieldKeyBlock) and isinstance(block.ignore_error_block, Entry):
            message = "A field of this entry stands there twice; the first one counts."
            _note(draft, "import.entry", Severity.WARNING, message, block.start_line)
            yield _resolved(block.ignore_error_block, strings, draft)
        elif block in library.failed_blocks:
            message = (
                "This entry cannot be read: a brace, a quote or a comma is missing in it or before it. It is left out."
            )
            _note(draft, "import.entry", Severity.WARNING, message, block.start_line)


def _resolved(entry: Any, strings: Mapping[str, str], draft: Draft) -> _Entry:
    fields: dict[str, str] = {}
    for field in entry.fields:
        value, whole = resolve_value(str(field.value), strings)
        fields.setdefault(str(field.key).lower(), value)
        if not whole:
            message = f"The field `{field.key}` does not end where it should: a comma or a brace is missing. Look at what became of it."
            _note(draft, "import.entry", Severity.WARNING, message, field.start_line)
    return _Entry(str(entry.key), str(entry.entry_type).lower(), int(entry.start_line or 0), fields)


def _inherit(entries: list[_Entry], draft: Draft) -> None:
    """Give entries what the entry has that they refer to; that one is no publication of its own."""
    by_key = {entry.key.lower(): entry for entry in reversed(entries)}
    parents = set()
    for entry in entries:
        reference = entry.fields.get("crossref", "").strip().lower()
        parent = by_key.get(reference)
        if parent is None or parent is entry:
            if reference:
                _note(
                    draft,
                    "import.entry",
                    Severity.WARNING,
                    f"There is no entry `{reference}`, to which this one refers.",
                    entry.line,
                )
            continue
        inherited = {
            key: value
            for key, value in parent.fields.items()
            if key in {"year", "date", "month", "publisher", "booktitle"}
        }
        if "title" in parent.fields:
            inherited.setdefault("booktitle", parent.fields["title"])
        entry.fields = {**inherited, **entry.fields}
        if parent.kind in _CONTAINERS:
            parents.add(id(parent))
    entries[:] = [entry for entry in entries if id(entry) not in parents]


def _publication(entry: _Entry, draft: Draft) -> dict[str, Any]:
    fields = entry.fields
    title = ": ".join(filter(None, [to_unicode(fields.get("title", "")), to_unicode(fields.get("subtitle", ""))]))
    doi = to_doi(fields.get("doi", "")) or to_doi(fields.get("url", ""))
    url = to_address(fields.get("url", ""))
    eprint = fields.get("eprint", "").strip()
    is_arxiv = "arxiv" in (fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()
    if not url and not doi and eprint and is_arxiv:
        url = f"https://arxiv.org/abs/{eprint}"
    venue = next(
        (to_unicode(fields[name]) for name in _VENUES if fields.get(name, "").strip()), "arXiv" if is_arxiv else ""
    )
    return drop_nothing(
        {
            "name": from_plain(title),
            "authors": [from_plain(name) for name in read_names(fields.get("author", ""))],
            "publisher": from_plain(venue),
            "releaseDate": _date(entry, draft),
            "url": None if doi and (to_doi(url) or "").lower() == doi.lower() else url,
            "doi": doi,
        }
    )


def _date(entry: _Entry, draft: Draft) -> str | None:
    """Return when an entry appeared: biblatex's `date`, or year and month."""
    text = entry.fields.get("date", "").split("/")[0].strip() or to_unicode(entry.fields.get("year", ""))
    if not text:
        return None
    found = read_date(text)
    if found is None or not found.text:
        message = f"`{text}` of the entry `{entry.key}` is no date; the publication has none now."
        _note(draft, "import.value", Severity.WARNING, message, entry.line)
        return None
    month = read_month(to_unicode(entry.fields.get("month", "")))
    return f"{found.text}-{month:02}" if month is not None and len(found.text) == 4 else found.text


def _note(draft: Draft, code: str, severity: Severity, message: str, line: int | None) -> None:
    """Note something about a line, counted from 0."""
    span = Span(Position(line + 1, 1), Position(line + 1, 2)) if line is not None else None
    draft.notes.append(Diagnostic(code, severity, message, draft.file, (), span))

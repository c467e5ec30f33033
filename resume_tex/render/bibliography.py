"""References in the manner of a BibTeX style: which part comes first, and what stands between them.

The styles are data. Names stay as the document writes them, so that a machine finds them; dates follow the option `date-style`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path as FilePath
from typing import Final, NamedTuple

from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.models import Publication, Resume
from resume_tex.render.context import SectionView, View
from resume_tex.render.escape import Tex

_STYLES: Final = FilePath(__file__).with_name("bibliography_styles.json")
_OTHERS: Final = re.compile(r"(?:et al\.?|and others|u\. ?a\.)\Z", re.IGNORECASE)
_CLOSED: Final = (".", "!", "?", "…")


class Style(NamedTuple):
    """How a style writes a reference.

    Attributes:
        two: What stands between two authors.
        last: What stands before the last of more than two.
        parts: For each part its name, how it is set, and the mark after it.
    """

    two: str
    last: str
    parts: tuple[tuple[str, str, str], ...]


@cache
def bibliography_styles() -> dict[str, Style]:
    """Return the styles by name."""
    data = json.loads(_STYLES.read_text("utf-8"))
    return {name: Style(s["two"], s["last"], tuple(tuple(part) for part in s["parts"])) for name, s in data.items()}


def cite(sections: Sequence[SectionView[Tex]], resume: Resume, style: str) -> None:
    """Give every publication its `citation`: the parts in order, each with its form and the mark that ends it."""
    chosen = bibliography_styles()[style]
    views = [view for section in sections if section.id == "publications" for view in section.entries]
    papers = {("publications", index): paper for index, paper in enumerate(resume.publications)}
    for view in views:
        view.citation = _citation(view, papers[view.path], chosen, resume.basics.name or "")


def _citation(view: View, paper: Publication, style: Style, name: str) -> tuple[View, ...]:
    told = vars(view)
    there = {
        "authors": (tuple(told["authors"]), paper.authors[-1] if paper.authors else ""),
        "title": (told["name"], paper.name or ""),
        "venue": (told["publisher"], paper.publisher or ""),
        "date": (told["releaseDate"], ""),
        "doi": (told["doi_link"] if told["url"] and _differs(told) else None, ""),
    }
    parts = [(field, form, end, *there[field]) for field, form, end in style.parts if there[field][0]]
    out = []
    for number, (field, form, end, text, raw) in enumerate(parts):
        last = number == len(parts) - 1
        mark = "." if last else end
        closed = form != "bracketed" and plain_text(parse_inline(raw)).rstrip().endswith(_CLOSED)
        authors = _authors(text, paper.authors, style, name) if field == "authors" else ()
        mark = "" if closed and mark == "." else mark
        out.append(View({"field": field, "form": form, "end": Tex(mark), "authors": authors}))
    return tuple(out)


def _differs(told: dict[str, object]) -> bool:
    url, doi = told["url"], told["doi_link"]
    return doi is not None and getattr(url, "href", None) != getattr(doi, "href", None)


def _authors(texts: tuple[Tex, ...], names: Sequence[str], style: Style, own: str) -> tuple[View, ...]:
    """Return the authors with what goes before each."""
    out = []
    for index, text in enumerate(texts):
        name = names[index] if len(names) == len(texts) else ""
        if index == 0:
            before = ""
        elif _OTHERS.match(name.strip()):
            before = " "
        elif index == len(texts) - 1:
            before = style.two if len(texts) == 2 else style.last
        else:
            before = ", "
        out.append(View({"before": Tex(before.replace("&", r"\&")), "text": text, "own": is_own(name, own)}))
    return tuple(out)


def is_own(author: str, person: str) -> bool:
    """Tell whether an author is the resume's person: the same surname, and given names that may be the same."""
    theirs, ours = _name(author), _name(person)
    if not theirs or not ours or theirs[0] != ours[0]:
        return False
    return bool(theirs[1]) and all(a.startswith(b) or b.startswith(a) for a, b in zip(theirs[1], ours[1], strict=False))


def _name(text: str) -> tuple[str, list[str]] | None:
    """Return surname and given names or initials, in small letters; surname first where a comma says so."""
    surname, comma, given = plain_text(parse_inline(text)).casefold().partition(",")
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", given if comma else surname)
    if comma:
        return " ".join(surname.split()), words
    if len(words) < 2:
        return None
    return words[-1], words[:-1]

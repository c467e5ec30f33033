"""Entries of RenderCV's sections: their type shows in their keys, their meaning in the section's title."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from resume_tex.diagnostics import Path
from resume_tex.interchange.dates_in_words import read_date, read_span
from resume_tex.interchange.draft import Draft, Fields, is_nothing
from resume_tex.interchange.markdown_text import from_markdown
from resume_tex.interchange.section_titles import is_talks, section_of, written_heading

_LINES = ("bullet", "number", "reversed_number")
_SCORE = re.compile(r"(?:c?gpa|grade|score)\s*[:=]?\s*(?P<score>\d[\w./ -]*?)(?P<rest>[,;(].*)?\Z", re.IGNORECASE)
_COURSES = re.compile(r"(?:relevant |selected )?(?:courses|coursework)\s*:\s*(?P<courses>.+)\Z", re.IGNORECASE)
_AWARDS = re.compile(r"(?:awards?|honou?rs?|scholarships?)\s*:\s*(?P<awards>.+)\Z", re.IGNORECASE)
_LABELLED = re.compile(r"\**(?P<label>[^:*]{1,40}):?\**:?\s+(?P<details>.+)\Z")
_ENDS_WITH_DATE = re.compile(r"(?P<words>.+?),?\s*\((?P<date>[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?)\)\Z", re.ASCII)
_NAME_IS_LINK = re.compile(r"\[(?P<name>[^\[\]]+)\]\((?P<url>[^()\s]+)\)\Z")


def add_entries(draft: Draft, title: str, entries: Sequence[Any], path: Path) -> list[str]:
    """Add a section's entries to the draft.

    Returns:
        Our sections that they went to, `summary` among them.
    """
    filled = [(entry, (*path, index)) for index, entry in enumerate(entries) if not is_nothing(entry)]
    lines = [(text, where) for entry, place in filled for text, where in [_line(entry, place)] if text is not None]
    reached: list[str] = []
    if lines:
        reached.append(_add_lines(draft, title, lines))
    for entry, place in filled:
        if _line(entry, place)[0] is None:
            section = _add_mapping(draft, title, entry, place)
            reached += [section] if section else []
    return list(dict.fromkeys(reached))


def _line(entry: Any, path: Path) -> tuple[str | None, Path]:
    """Return the text of an entry that is a line: a text, a bullet or a numbered one."""
    if isinstance(entry, str | int | float) and not isinstance(entry, bool):
        return from_markdown(str(entry).strip()), path
    if isinstance(entry, dict) and len(entry) == 1:
        key = next(iter(entry))
        if key in _LINES and isinstance(entry[key], str):
            return from_markdown(entry[key].strip()), (*path, key)
    return None, path


def _add_lines(draft: Draft, title: str, lines: list[tuple[str, Path]]) -> str:
    section = section_of(title)
    if section == "summary" or (
        section is None and not draft.data["basics"].get("summary") and _is_first(lines[0][1], draft)
    ):
        paragraphs = [draft.data["basics"].get("summary"), *(text for text, _ in lines)]
        draft.data["basics"]["summary"] = "\n\n".join(filter(None, paragraphs))
        return "summary"
    maker = _LINE_MAKERS.get(section or "")
    if maker is not None:
        for text, path in lines:
            draft.add(section or "", maker(text), path)
        return section or ""
    path = lines[0][1][:3]
    if is_talks(title):
        for text, where in lines:
            draft.add("projects", {**_dated("name", "endDate", text), "type": "talk"}, where)
    else:
        draft.add("projects", {"name": written_heading(title), "highlights": [text for text, _ in lines]}, path)
    if section != "projects":
        message = f"The section `{written_heading(title)}` is of no kind that a resume has: it is under projects."
        draft.changed(message, path)
    return "projects"


def _is_first(path: Path, draft: Draft) -> bool:
    return not any(key for key in draft.data if key != "basics") and len(path) > 2


def _skill(text: str) -> dict[str, Any]:
    match = _LABELLED.match(text)
    return {"name": match["label"].strip(), "keywords": split_list(match["details"])} if match else {"name": text}


def _dated(name: str, date: str, text: str) -> dict[str, Any]:
    """Read `Name of a prize (2024)`."""
    match = _ENDS_WITH_DATE.match(text)
    return {name: match["words"], date: match["date"]} if match else {name: text}


_LINE_MAKERS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "awards": lambda text: _dated("title", "date", text),
    "certificates": lambda text: _dated("name", "date", text),
    "publications": lambda text: _dated("name", "releaseDate", text),
    "interests": lambda text: {"name": text},
    "references": lambda text: {"reference": text},
    "skills": _skill,
    "languages": lambda text: dict(zip(("language", "fluency"), re.split(r"\s*[:(]\s*", text.rstrip(")"), maxsplit=1), strict=False)),
    "education": lambda text: {"institution": text},
    "work": lambda text: {"summary": text},
    "volunteer": lambda text: {"summary": text},
}  # fmt: skip


def split_list(text: str) -> list[str]:
    """Split words at commas that are not in brackets."""
    return [part.strip() for part in re.split(r"[,;](?![^(\[]*[)\]])", text) if part.strip(" .")]


def _add_mapping(draft: Draft, title: str, entry: Any, path: Path) -> str | None:
    if not isinstance(entry, dict):
        draft.refuse(path, entry, "An entry is a text or a mapping.")
        return None
    kind = next((kind for kind, keys in _KINDS.items() if keys <= set(entry)), None)
    if kind is None:
        draft.leave(path, entry, "An entry of this kind is not known.")
        return None
    return _MAKERS[kind](draft, title, Fields(draft, entry, path, from_markdown))


_KINDS: Mapping[str, frozenset[str]] = {
    "publication": frozenset({"title", "authors"}),
    "education": frozenset({"institution"}),
    "experience": frozenset({"company"}),
    "one-line": frozenset({"label", "details"}),
    "normal": frozenset({"name"}),
    "publication-without-authors": frozenset({"title"}),
    "position": frozenset({"position"}),
}


def _dates(fields: Fields) -> dict[str, str | None]:
    start, end = fields.date("start_date"), fields.date("end_date")
    date = fields.left.get("date")
    if start or end or is_nothing(date):
        return {"startDate": start, "endDate": end}
    first, last = read_span(str(date))
    if first is not None and last is not None:
        fields.raw("date")
        return {"startDate": first.text, "endDate": last.text}
    return {"endDate": fields.date("date")}


def _one_date(fields: Fields) -> str | None:
    end, start, date = fields.date("end_date"), fields.date("start_date"), fields.date("date")
    return date or end or start


def _highlights(fields: Fields) -> list[str]:
    """Take the bullets; RenderCV puts what follows ` - ` below its bullet, where we have one level."""
    path = (*fields.path, "highlights")
    out = []
    for index, text in enumerate(fields.texts("highlights")):
        parts = [part.strip() for part in text.split(" - ") if part.strip()]
        if len(parts) > 1:
            fields.draft.changed(
                "Bullets below this bullet stand beside it, since bullets have one level here.", (*path, index)
            )
        out += parts
    return out


def _experience(draft: Draft, title: str, fields: Fields) -> str:
    section = "volunteer" if section_of(title) == "volunteer" else "work"
    name = "organization" if section == "volunteer" else "name"
    entry = {
        name: fields.text("company"),
        "position": fields.text("position"),
        "location": fields.text("location"),
        **_dates(fields),
        "summary": fields.text("summary"),
        "highlights": _highlights(fields),
    }
    _name_and_url(entry, name, fields)
    draft.add(section, entry, fields.path)
    fields.close()
    return section


def _education(draft: Draft, _title: str, fields: Fields) -> str:
    entry: dict[str, Any] = {
        "institution": fields.text("institution"),
        "studyType": fields.text("degree"),
        "area": fields.text("area"),
        "location": fields.text("location"),
        "score": fields.text("grade", "gpa", "score"),
        **_dates(fields),
    }
    _name_and_url(entry, "institution", fields)
    courses: list[str] = []
    path = (*fields.path, "highlights")
    for index, text in enumerate(fields.texts("highlights")):
        score, named = _SCORE.match(text), _COURSES.match(text)
        if score and not entry["score"]:
            entry["score"] = score["score"].strip()
            rest = (score["rest"] or "").strip(" ,;")
            draft.leave((*path, index), rest, "Education has no bullets here.")
        elif named:
            courses += split_list(named["courses"])
        elif awards := _AWARDS.match(text):
            for title in split_list(awards["awards"]):
                draft.add("awards", {"title": title}, (*path, index))
            draft.changed("Education has no bullets here: what this one names is under awards.", (*path, index))
        else:
            draft.leave((*path, index), text, "Education has no bullets here.")
    draft.add("education", {**entry, "courses": courses}, fields.path)
    fields.close()
    return "education"


def _normal(draft: Draft, title: str, fields: Fields) -> str:
    section = section_of(title)
    if section in {"awards", "certificates"}:
        name = "title" if section == "awards" else "name"
        entry: dict[str, Any] = {name: fields.text("name"), "date": _one_date(fields)}
        _name_and_url(entry, name, fields)
        if section == "awards":
            entry["awarder"] = None
            entry["summary"] = " ".join(filter(None, [fields.text("summary"), *_highlights(fields)]))
    elif section in {"work", "volunteer"}:
        name = "organization" if section == "volunteer" else "name"
        entry = {name: fields.text("name"), "location": fields.text("location"), **_dates(fields)}
        entry |= {"summary": fields.text("summary"), "highlights": _highlights(fields)}
        _name_and_url(entry, name, fields)
    else:
        if section != "projects" and fields.path[-1] == 0:
            draft.changed(f"The section `{written_heading(title)}` is under projects.", fields.path)
        section = "projects"
        entry = {"name": fields.text("name"), **_dates(fields), "description": fields.text("summary")}
        entry |= {"highlights": _highlights(fields), "type": "talk" if is_talks(title) else None}
        _name_and_url(entry, "name", fields)
    draft.add(section, entry, fields.path)
    fields.close()
    return section


def _name_and_url(entry: dict[str, Any], name: str, fields: Fields) -> None:
    """Take the address of an entry, which may stand in its name as a link."""
    entry["url"] = fields.text("url")
    match = _NAME_IS_LINK.match(entry.get(name) or "")
    if match is not None and not entry["url"]:
        entry[name], entry["url"] = match["name"], match["url"]


def _one_line(draft: Draft, title: str, fields: Fields) -> str:
    section = section_of(title)
    label, details = fields.text("label"), fields.text("details") or ""
    fields.close()
    if section == "languages":
        entry: dict[str, Any] = {"language": label, "fluency": details}
    elif section == "interests":
        entry = {"name": label, "keywords": split_list(details)}
    elif section in {"awards", "certificates"}:
        name = "title" if section == "awards" else "name"
        date = read_date(details)
        by = "awarder" if section == "awards" else "issuer"
        entry = {name: label, "date": date.text} if date is not None and not date.rest else {name: label, by: details}
    elif section == "references":
        entry = {"name": label, "reference": details}
    else:
        section = "skills"
        entry = {"name": label, "keywords": split_list(details)}
    draft.add(section, entry, fields.path)
    return section


def _publication(draft: Draft, _title: str, fields: Fields) -> str:
    entry = {
        "name": fields.text("title"),
        "authors": fields.texts("authors"),
        "publisher": fields.text("journal"),
        "releaseDate": fields.date("date"),
        "url": fields.text("url"),
        "doi": fields.text("doi"),
        "summary": fields.text("summary"),
    }
    draft.add("publications", entry, fields.path)
    fields.close()
    return "publications"


_MAKERS: Mapping[str, Callable[[Draft, str, Fields], str]] = {
    "publication": _publication,
    "publication-without-authors": _publication,
    "education": _education,
    "experience": _experience,
    "position": _experience,
    "one-line": _one_line,
    "normal": _normal,
}

"""Import from YAMLResume, whose content is close to JSON Resume, with Markdown lists where that has bullets."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from resume_tex.diagnostics import Path
from resume_tex.interchange.draft import Draft, Fields, is_nothing
from resume_tex.interchange.languages import set_language
from resume_tex.interchange.markdown_text import from_markdown, read_blocks

_TEMPLATES: Mapping[str, str] = {
    "moderncv-banking": "banking", "moderncv-casual": "modern", "moderncv-classic": "classic", "jake": "engineer",
}  # fmt: skip
_LANGUAGES: Mapping[str, str] = {
    "no": "nb",
    "zh-hans": "zh-Hans",
    "zh-hant-hk": "zh-Hant-HK",
    "zh-hant-tw": "zh-Hant-TW",
}
_SECTIONS = (
    "work", "volunteer", "education", "awards", "certificates", "publications",
    "skills", "languages", "interests", "references", "projects",
)  # fmt: skip


def convert_yamlresume(data: Mapping[str, Any], draft: Draft) -> None:
    """Fill a draft with what a YAMLResume file says."""
    draft.month_first = True
    document = Fields(draft, data, ())
    content = Fields(draft, document.raw("content") or {}, ("content",), from_markdown)
    draft.data["basics"] = _basics(content, draft)
    for section in _SECTIONS:
        for value, path in content.mappings(section):
            fields = Fields(draft, value, path, from_markdown)
            draft.add(section, _MAKERS[section](fields), path)
            fields.close()
    content.close()
    settings = _settings(document, draft)
    if settings:
        draft.data["meta"] = {"resumeTex": settings}
    document.close()


def _basics(content: Fields, draft: Draft) -> dict[str, Any]:
    own = Fields(draft, content.raw("basics") or {}, ("content", "basics"), from_markdown)
    headline, label = own.text("headline"), own.text("label")
    if headline and label:
        draft.leave((*own.path, "headline"), headline, "A resume has one title, and there is a label.")
    basics = {
        "name": own.text("name"),
        "label": label or headline,
        "image": own.text("image"),
        "email": own.text("email"),
        "phone": own.text("phone"),
        "url": own.text("url"),
        "summary": _summary(own),
        "location": _location(content, draft),
        "profiles": _profiles(content, draft),
    }
    own.close()
    return basics


def _summary(own: Fields) -> str | None:
    """Take the summary; bullets become sentences, since a summary is a text."""
    if "summary" not in own or not isinstance(own.left["summary"], str):
        return own.text("summary")
    blocks = read_blocks(own.raw("summary"))
    if blocks.bullets:
        own.draft.changed("A summary is a text: its bullets are sentences now.", (*own.path, "summary"))
    sentences = " ".join(text if text[-1:] in ".!?" else f"{text}." for text in blocks.bullets)
    return "\n\n".join(filter(None, [*blocks.paragraphs, sentences]))


def _location(content: Fields, draft: Draft) -> dict[str, Any]:
    fields = Fields(draft, content.raw("location") or {}, ("content", "location"))
    country = fields.left.get("country")
    code = _countries().get(country.replace("&", "and").strip().lower()) if isinstance(country, str) else None
    if code is not None:
        fields.raw("country")
    location = {key: fields.text(key) for key in ("address", "postalCode", "city", "countryCode", "region")}
    fields.close()
    return {**location, "countryCode": location["countryCode"] or code}


@cache
def _countries() -> dict[str, str]:
    codes: dict[str, str] = json.loads(FilePath(__file__).with_name("countries.json").read_text("utf-8"))
    return codes


def _profiles(content: Fields, draft: Draft) -> list[dict[str, Any]]:
    out = []
    for value, path in content.mappings("profiles"):
        fields = Fields(draft, value, path)
        out.append({key: fields.text(key) for key in ("network", "username", "url")})
        fields.close()
    return out


def _bullets(fields: Fields, key: str = "summary") -> tuple[str | None, list[str]]:
    """Take a Markdown text apart: what stands before or after its bullets, and the bullets."""
    if key not in fields or not isinstance(fields.left[key], str):
        text = fields.text(key)
        return text, []
    blocks = read_blocks(fields.raw(key))
    if blocks.nested:
        fields.draft.changed("Bullets have one level here: those below others stand beside them.", (*fields.path, key))
    return "\n\n".join(blocks.paragraphs) or None, blocks.bullets


def _dates(fields: Fields) -> dict[str, str | None]:
    return {"startDate": fields.date("startDate"), "endDate": fields.date("endDate")}


def _work(fields: Fields) -> dict[str, Any]:
    entry = {key: fields.text(key) for key in ("name", "position", "location", "description", "url")}
    summary, highlights = _bullets(fields)
    return {**entry, **_dates(fields), "summary": summary, "highlights": highlights}


def _volunteer(fields: Fields) -> dict[str, Any]:
    entry = {key: fields.text(key) for key in ("organization", "position", "location", "url")}
    summary, highlights = _bullets(fields)
    return {**entry, **_dates(fields), "summary": summary, "highlights": highlights}


def _education(fields: Fields) -> dict[str, Any]:
    entry = {key: fields.text(key) for key in ("institution", "location", "url", "area", "score")}
    study = fields.text("degree", "studyType")
    return {**entry, "studyType": study, **_dates(fields), "courses": fields.texts("courses")}


def _plain_summary(fields: Fields) -> str | None:
    summary, bullets = _bullets(fields)
    if bullets:
        fields.draft.changed("A summary is a text here: its bullets are sentences now.", (*fields.path, "summary"))
    sentences = [text if text[-1:] in ".!?" else f"{text}." for text in bullets]
    return " ".join(filter(None, [summary, *sentences]))


def _award(fields: Fields) -> dict[str, Any]:
    entry = {key: fields.text(key) for key in ("title", "awarder", "url")}
    return {**entry, "date": fields.date("date"), "summary": _plain_summary(fields)}


def _certificate(fields: Fields) -> dict[str, Any]:
    return {**{key: fields.text(key) for key in ("name", "issuer", "url")}, "date": fields.date("date")}


def _publication(fields: Fields) -> dict[str, Any]:
    entry = {key: fields.text(key) for key in ("name", "publisher", "url", "doi")}
    return {**entry, "releaseDate": fields.date("releaseDate"), "summary": _plain_summary(fields)}


def _skill(fields: Fields) -> dict[str, Any]:
    return {"name": fields.text("name"), "level": fields.text("level"), "keywords": fields.texts("keywords")}


def _language(fields: Fields) -> dict[str, Any]:
    return {"language": fields.text("language"), "fluency": fields.text("fluency")}


def _interest(fields: Fields) -> dict[str, Any]:
    return {"name": fields.text("name"), "keywords": fields.texts("keywords")}


def _reference(fields: Fields) -> dict[str, Any]:
    return {"name": fields.text("name"), "reference": _plain_summary(fields)}


def _project(fields: Fields) -> dict[str, Any]:
    entry: dict[str, Any] = {key: fields.text(key) for key in ("name", "description", "url", "entity", "type")}
    summary, highlights = _bullets(fields)
    entry["description"] = " ".join(filter(None, [entry["description"], summary]))
    listed = {key: fields.texts(key) for key in ("keywords", "roles")}
    return {**entry, **_dates(fields), "highlights": highlights, **listed}


_MAKERS: Mapping[str, Callable[[Fields], dict[str, Any]]] = {
    "work": _work,
    "volunteer": _volunteer,
    "education": _education,
    "awards": _award,
    "certificates": _certificate,
    "publications": _publication,
    "skills": _skill,
    "languages": _language,
    "interests": _interest,
    "references": _reference,
    "projects": _project,
}


def _settings(document: Fields, draft: Draft) -> dict[str, Any]:
    """Carry over language, theme, and order and headings of sections; the rest of the layouts is about looks."""
    settings: dict[str, Any] = {}
    layouts: list[tuple[Any, Path]] = document.mappings("layouts")
    single = document.raw("layout")
    if isinstance(single, dict):
        layouts.append((single, ("layout",)))
    own = document.raw("locale")
    inner = single.get("locale") if isinstance(single, dict) else None
    for locale, where in ((inner, ("layout", "locale", "language")), (own, ("locale", "language"))):
        language = locale.get("language") if isinstance(locale, dict) else None
        if isinstance(language, str):
            set_language(settings, _LANGUAGES.get(language, language), where, draft)
    for layout, path in layouts:
        if isinstance(layout, dict):
            _layout(layout, path, draft, settings)
    return settings


def _layout(layout: Mapping[str, Any], path: Path, draft: Draft, settings: dict[str, Any]) -> None:
    template = layout.get("template")
    if isinstance(template, str) and "theme" not in settings and template in _TEMPLATES:
        settings["theme"] = _TEMPLATES[template]
        message = f"YAMLResume's template `{template}` becomes our `{_TEMPLATES[template]}`, which comes nearest."
        draft.looks((*path, "template"), message)
    sections = layout.get("sections")
    if isinstance(sections, dict):
        order, names = sections.get("order"), sections.get("aliases")
        if isinstance(order, list) and "sections" not in settings:
            known = [section for section in order if section in _SECTIONS]
            settings |= {"sections": list(dict.fromkeys(known))} if known else {}
        if isinstance(names, dict) and "headings" not in settings:
            headings = {key: str(name) for key, name in names.items() if key in _SECTIONS and not is_nothing(name)}
            settings |= {"headings": headings} if headings else {}
    rest = [
        key for key in layout if key not in {"template", "engine", "sections", "locale"} and not is_nothing(layout[key])
    ]
    if rest:
        draft.looks(
            path,
            f"Settings of YAMLResume's layout stay behind ({', '.join(map(str, rest))}): see `resume-tex themes NAME`.",
        )

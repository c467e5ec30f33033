"""Import from RenderCV: its header, its settings, and its sections, whose entries may be of any of its nine types.

The entries themselves are read by `rendercv_entries`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resume_tex.diagnostics import Path
from resume_tex.interchange.draft import Draft, Fields
from resume_tex.interchange.languages import set_language
from resume_tex.interchange.markdown_text import from_markdown
from resume_tex.interchange.rendercv_entries import add_entries
from resume_tex.interchange.section_titles import section_of, written_heading

_THEMES: Mapping[str, str] = {
    "classic": "classic", "engineeringclassic": "classic", "harvard": "classic", "sb2nov": "engineer",
    "engineeringresumes": "engineer", "moderncv": "modern", "ember": "modern", "ink": "modern", "opal": "modern",
}  # fmt: skip
_LANGUAGES: Mapping[str, str] = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "portuguese": "pt", "italian": "it", "dutch": "nl",
    "swedish": "sv", "danish": "da", "norwegian_bokmål": "nb", "norwegian_nynorsk": "nn", "polish": "pl", "czech": "cs",
    "turkish": "tr", "russian": "ru", "japanese": "ja", "korean": "ko", "mandarin_chinese": "zh", "hindi": "hi", "arabic": "ar",
    "hebrew": "he", "persian": "fa", "indonesian": "id", "greek": "el", "hungarian": "hu", "romanian": "ro", "vietnamese": "vi",
}  # fmt: skip
_NETWORKS: Mapping[str, str] = {
    # network: beginning of an account's address
    "LinkedIn": "https://linkedin.com/in/", "GitHub": "https://github.com/", "GitLab": "https://gitlab.com/",
    "IMDB": "https://imdb.com/name/", "Instagram": "https://instagram.com/", "ORCID": "https://orcid.org/",
    "StackOverflow": "https://stackoverflow.com/users/", "ResearchGate": "https://researchgate.net/profile/",
    "YouTube": "https://youtube.com/@", "Google Scholar": "https://scholar.google.com/citations?user=",
    "Telegram": "https://t.me/", "WhatsApp": "https://wa.me/", "Leetcode": "https://leetcode.com/u/", "X": "https://x.com/",
    "Bluesky": "https://bsky.app/profile/", "Reddit": "https://reddit.com/user/",
}  # fmt: skip


def convert_rendercv(data: Mapping[str, Any], draft: Draft) -> None:
    """Fill a draft with what a RenderCV file says."""
    document = Fields(draft, data, ())
    cv = Fields(draft, document.raw("cv") or {}, ("cv",), from_markdown)
    cv.raw("sort_entries")  # entries are carried over in the order in which they stand
    draft.data["basics"] = {}
    order, headings = _sections(cv.raw("sections"), draft)
    draft.data["basics"] = _basics(cv, draft)
    settings: dict[str, Any] = {}
    _settings(document, draft, settings)
    if order:
        settings["sections"] = order
    if headings:
        settings["headings"] = headings
    if settings:
        draft.data["meta"] = {"resumeTex": settings}
    document.close()


def _basics(cv: Fields, draft: Draft) -> dict[str, Any]:
    summary = draft.data.get("basics", {}).get("summary")
    emails, phones, websites = cv.texts("email"), cv.texts("phone"), cv.texts("website")
    city, _, region = (cv.text("location") or "").partition(",")
    for key, values in (("email", emails), ("phone", phones)):
        for index, value in enumerate(values[1:], 1):
            draft.leave((*cv.path, key, index), value, "A resume has one of this.")
    basics = {
        "name": cv.text("name"),
        "label": cv.text("headline", "label"),
        "image": cv.text("photo"),
        "email": emails[0] if emails else None,
        "phone": phones[0].removeprefix("tel:") if phones else None,
        "url": websites[0] if websites else None,
        "summary": summary,
        "location": {"city": city.strip(), "region": region.strip()},
        "profiles": [*_profiles(cv, draft), *({"network": "Website", "url": url} for url in websites[1:])],
    }
    cv.close()
    return basics


def _profiles(cv: Fields, draft: Draft) -> list[dict[str, Any]]:
    out = []
    for value, path in cv.mappings("social_networks"):
        fields = Fields(draft, value, path)
        network, username = fields.text("network"), fields.text("username")
        fields.close()
        out.append({"network": network, "username": username, "url": _account(network or "", username or "")})
    for value, path in cv.mappings("custom_connections"):
        fields = Fields(draft, value, path)
        fields.raw("fontawesome_icon")
        name, url = fields.text("placeholder"), fields.text("url")
        fields.close()
        out.append({"network": name, "url": url} if url else {"network": name, "username": name})
    return out


def _account(network: str, username: str) -> str | None:
    """Return the address of an account."""
    if network == "Mastodon" and username.count("@") == 2:
        _, name, host = username.split("@")
        return f"https://{host}/@{name}"
    start = _NETWORKS.get(network)
    return f"{start}{username}" if start and username else None


def _sections(sections: Any, draft: Draft) -> tuple[list[str], dict[str, str]]:
    """Convert the sections; return our sections in their order, and the headings that are not ours."""
    from resume_tex.render.locale import find_locale

    locale = find_locale(None)
    words = locale.words if locale is not None else {}
    order: list[str] = []
    titles: dict[str, list[str]] = {}
    for title, entries, path in _titled(sections, draft):
        for section in add_entries(draft, title, entries, path):
            order += [section] if section not in order else []
            if section_of(title) == section:
                titles.setdefault(section, []).append(written_heading(title))
                if len(titles[section]) > 1:
                    draft.changed(f"{_listed(titles[section])} are one section here.", path)
    headings = {section: found[0] for section, found in titles.items() if len(found) == 1}
    ours = {
        section: heading for section, heading in headings.items() if heading.lower() != words.get(section, "").lower()
    }
    return order, ours


def _listed(titles: list[str]) -> str:
    return " and ".join(f"`{title}`" for title in titles)


def _titled(sections: Any, draft: Draft) -> list[tuple[str, list[Any], Path]]:
    path = ("cv", "sections")
    fields = Fields(draft, sections or {}, path)
    titled = [(title, value, (*path, title)) for title, value in fields.left.items()]
    out: list[tuple[str, list[Any], Path]] = []
    for title, value, where in titled:
        if isinstance(value, list):
            out.append((title, value, where))
        else:
            draft.refuse(where, value, "A section is a list of entries.")
    return out


def _settings(document: Fields, draft: Draft, settings: dict[str, Any]) -> None:
    """Carry over the theme's name and the language; the other settings are about looks."""
    design = document.raw("design")
    theme = design.get("theme") if isinstance(design, dict) else None
    if isinstance(theme, str):
        nearest = settings["theme"] = _THEMES.get(theme.lower(), "engineer")
        message = (
            f"RenderCV's theme `{theme}` becomes our `{nearest}`, which comes nearest. `resume-tex themes` lists all."
        )
        draft.looks(("design", "theme"), message)
    if isinstance(design, dict) and len(design) > ("theme" in design):
        draft.looks(
            ("design",), "Settings of RenderCV's design stay behind: see `resume-tex themes NAME` for our options."
        )
    for key in ("locale", "locale_catalog"):
        locale = document.raw(key)
        language = locale.get("language") if isinstance(locale, dict) else None
        if isinstance(language, str):
            set_language(settings, _LANGUAGES.get(language.lower(), language), (key, "language"), draft)
        if isinstance(locale, dict) and len(locale) > ("language" in locale):
            draft.looks(
                (key,), "Words and date formats of RenderCV's locale stay behind; meta.resumeTex.language sets ours."
            )
    for key in ("settings", "rendercv_settings"):
        if document.raw(key):
            draft.looks((key,), "Settings of the program RenderCV stay behind.")

"""The contact line: what stands in it, how each item reads and where it links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from resume_tex.diagnostics import Path
from resume_tex.document.models import Basics, Location, Profile

_NETWORKS = {
    # plain name: (kind, address of an account)
    "linkedin": ("linkedin", "https://linkedin.com/in/{}"),
    "github": ("github", "https://github.com/{}"),
    "gitlab": ("gitlab", "https://gitlab.com/{}"),
    "twitter": ("x", "https://x.com/{}"),
    "x": ("x", "https://x.com/{}"),
    "stackoverflow": ("stackoverflow", "https://stackoverflow.com/users/{}"),
    "googlescholar": ("googlescholar", "https://scholar.google.com/citations?user={}"),
    "scholar": ("googlescholar", "https://scholar.google.com/citations?user={}"),
    "orcid": ("orcid", "https://orcid.org/{}"),
    "kaggle": ("profile", "https://www.kaggle.com/{}"),
    "huggingface": ("profile", "https://huggingface.co/{}"),
    "bitbucket": ("github", "https://bitbucket.org/{}"),
    "codeberg": ("github", "https://codeberg.org/{}"),
    "mastodon": ("mastodon", ""),
    "medium": ("profile", "https://medium.com/@{}"),
    "youtube": ("profile", "https://www.youtube.com/@{}"),
}
_EXTENSION = re.compile(r"[\s,;]*(?:ext(?:ension)?\.?|x|#)\s*(\d+)\s*\Z", re.IGNORECASE | re.ASCII)


class Contact(NamedTuple):
    """One item of the contact line: its kind, the field it comes from, its text and its address or nothing."""

    kind: str
    path: Path
    text: str
    url: str


def contacts(basics: Basics) -> Iterator[Contact]:
    """Yield the contact line's items in order: place, mail, telephone, site, profiles."""
    root: Path = ("basics",)
    if basics.location is not None and (place := place_text(basics.location)):
        yield Contact("location", (*root, "location"), place, "")
    if basics.email:
        yield Contact("email", (*root, "email"), basics.email.strip(), f"mailto:{basics.email.strip()}")
    if basics.phone:
        yield Contact("phone", (*root, "phone"), basics.phone, phone_url(basics.phone))
    if basics.url:
        yield Contact("url", (*root, "url"), display_url(basics.url), basics.url)
    for index, profile in enumerate(basics.profiles):
        yield from _profile(profile, (*root, "profiles", index))


def _profile(profile: Profile, path: Path) -> Iterator[Contact]:
    plain = re.sub(r"\W", "", (profile.network or "").lower())
    kind, pattern = _NETWORKS.get(plain, ("profile", ""))
    username = (profile.username or "").strip().lstrip("@")
    url = profile.url or (pattern.format(username) if pattern and username and " " not in username else "")
    if url:
        named = username and "/" not in display_url(url)  # the address of the network alone tells nobody who it is
        yield Contact(
            kind, path, f"{profile.network or display_url(url)}: {username}" if named else display_url(url), url
        )
    elif username:
        yield Contact(kind, path, f"{profile.network}: {username}" if profile.network else username, "")
    elif profile.network:
        yield Contact(kind, path, profile.network, "")


def phone_url(phone: str) -> str:
    """Return the address that dials a number (RFC 3966): without the `(0)` of `+49 (0)30`, with an extension marked as such."""
    extension = _EXTENSION.search(phone)
    number = phone[: extension.start()] if extension else phone
    if number.lstrip().startswith("+"):
        number = number.replace("(0)", "")
    digits = re.sub(r"[^0-9+]", "", number)
    if len(digits) <= 4:
        return ""
    return f"tel:{digits};ext={extension[1]}" if extension else f"tel:{digits}"


def place_text(location: Location) -> str:
    """Write a place as an envelope does: street, city, region; the country where there is no region.

    The postal code belongs to a full address only; in the United States it follows the state, elsewhere it precedes the city.
    """
    street = " ".join((location.address or "").split())
    code = location.postalCode if street else None
    american = (location.countryCode or "").upper() == "US"
    city = " ".join(part for part in (None if american else code, location.city) if part)
    region = " ".join(part for part in (location.region or location.countryCode, code if american else None) if part)
    return ", ".join(part for part in (street, city, region) if part)


def display_url(url: str) -> str:
    """Return an address as people write it: no scheme, no `www.`, no slash at the end."""
    text = re.sub(r"\A(?:https?://)?(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    return text.rstrip("/") or url

"""The contact line: order, wording, addresses, kinds."""

from __future__ import annotations

import pytest

from resume_tex.document.models import Basics, Location
from resume_tex.render.contacts import Contact, contacts, display_url, phone_url, place_text


def items(**basics: object) -> list[Contact]:
    return list(contacts(Basics.model_validate(basics)))


def test_order_and_paths() -> None:
    found = items(
        profiles=[
            {"network": "GitHub", "username": "apetrov"},
            {"network": "LinkedIn", "url": "https://linkedin.com/in/a"},
        ],
        url="https://www.alexpetrov.dev/",
        phone="(917) 555-0381",
        email=" alex.petrov@email.com ",
        location={"city": "New York", "region": "NY"},
    )
    assert found == [
        Contact("location", ("basics", "location"), "New York, NY", ""),
        Contact("email", ("basics", "email"), "alex.petrov@email.com", "mailto:alex.petrov@email.com"),
        Contact("phone", ("basics", "phone"), "(917) 555-0381", "tel:9175550381"),
        Contact("url", ("basics", "url"), "alexpetrov.dev", "https://www.alexpetrov.dev/"),
        Contact("github", ("basics", "profiles", 0), "github.com/apetrov", "https://github.com/apetrov"),
        Contact("linkedin", ("basics", "profiles", 1), "linkedin.com/in/a", "https://linkedin.com/in/a"),
    ]


def test_nothing_given() -> None:
    assert items() == []
    assert items(location={}, profiles=[{}], email="", phone="", url="") == []


@pytest.mark.parametrize(
    ("phone", "url"),
    [
        ("(917) 555-0381", "tel:9175550381"),
        ("+1 917.555.0381", "tel:+19175550381"),
        ("+49 (0)30 901820", "tel:+4930901820"),
        ("(0)30 901820", "tel:030901820"),
        ("+1 917 555 0381 ext. 12", "tel:+19175550381;ext=12"),
        ("917-555-0381 x7", "tel:9175550381;ext=7"),
        ("917-555-0381, Extension 7", "tel:9175550381;ext=7"),
        ("1-800-FLOWERS", ""),
        ("112", ""),
        ("٠١٢٣٤٥٦٧", ""),
        ("on request", ""),
    ],
)
def test_phone_addresses(phone: str, url: str) -> None:
    assert phone_url(phone) == url
    assert items(phone=phone) == [Contact("phone", ("basics", "phone"), phone, url)]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ({"city": "New York", "region": "NY", "countryCode": "US"}, "New York, NY"),
        ({"city": "Berlin", "countryCode": "DE"}, "Berlin, DE"),
        ({"city": "Berlin", "postalCode": "10115"}, "Berlin"),
        ({"address": "Weg 1", "city": "Berlin", "postalCode": "10115", "countryCode": "DE"}, "Weg 1, 10115 Berlin, DE"),
        (
            {
                "address": "12 Canal St\nApt 4",
                "postalCode": "10013",
                "city": "New York",
                "region": "NY",
                "countryCode": "US",
            },
            "12 Canal St Apt 4, New York, NY 10013",
        ),
        ({"region": "Bavaria"}, "Bavaria"),
        ({"countryCode": "BG"}, "BG"),
        ({"postalCode": "10115"}, ""),
        ({}, ""),
    ],
)
def test_places(place: dict[str, str], text: str) -> None:
    assert place_text(Location.model_validate(place)) == text


@pytest.mark.parametrize(
    ("profile", "kind", "text", "url"),
    [
        ({"network": "GitHub", "username": "@apetrov"}, "github", "github.com/apetrov", "https://github.com/apetrov"),
        ({"network": "Twitter", "username": "ap"}, "x", "x.com/ap", "https://x.com/ap"),
        ({"network": "stack overflow", "username": "7"}, "stackoverflow", "stackoverflow.com/users/7", "https://stackoverflow.com/users/7"),
        ({"network": "Mastodon", "username": "ap"}, "mastodon", "Mastodon: ap", ""),
        ({"network": "Mastodon", "username": "ap", "url": "https://m.example/@ap"}, "mastodon", "m.example/@ap", "https://m.example/@ap"),
        ({"network": "GitHub", "username": "a petrov"}, "github", "GitHub: a petrov", ""),
        ({"network": "Club", "username": "ap"}, "profile", "Club: ap", ""),
        ({"network": "Club", "username": "ap", "url": "https://club.example"}, "profile", "Club: ap", "https://club.example"),
        ({"username": "ap"}, "profile", "ap", ""),
        ({"network": "Club"}, "profile", "Club", ""),
        ({"url": "https://www.x.example/y/"}, "profile", "x.example/y", "https://www.x.example/y/"),
        ({"network": "ORCID", "username": "0000-0002-1825-0097"}, "orcid", "orcid.org/0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
    ],
)  # fmt: skip
def test_profiles(profile: dict[str, str], kind: str, text: str, url: str) -> None:
    assert items(profiles=[profile]) == [Contact(kind, ("basics", "profiles", 0), text, url)]


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://www.alexpetrov.dev/", "alexpetrov.dev"),
        ("HTTPS://WWW.Alexpetrov.dev", "Alexpetrov.dev"),
        ("http://alexpetrov.dev/a/?b=c", "alexpetrov.dev/a/?b=c"),
        ("alexpetrov.dev", "alexpetrov.dev"),
        ("https://", "https://"),
        ("mailto:a@x.example", "mailto:a@x.example"),
    ],
)
def test_how_addresses_read(url: str, text: str) -> None:
    assert display_url(url) == text

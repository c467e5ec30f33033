"""The rules about contact: real numbers, addresses and names of many countries."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from rule_runs import find

from resume_tex.rules.contact.accounts import tracking_parameters
from resume_tex.rules.contact.numbers import phone_fault

SOUND = {
    "name": "Ana Kovač",
    "email": "ana.kovac@kovac.hr",
    "phone": "+385 91 234 5678",
    "location": {"city": "Split", "countryCode": "HR"},
    "profiles": [{"network": "GitHub", "username": "akovac", "url": "https://github.com/akovac"}],
}


def _basics(**changes: Any) -> dict[str, Any]:
    return {"basics": {**SOUND, **changes}}


def test_a_sound_contact_passes() -> None:
    assert find("contact", _basics()) == []


def test_what_is_missing_and_how_much_it_matters() -> None:
    found = find("contact.missing", {})
    assert [(f.path[-1], f.severity.value) for f in found] == [
        ("name", "error"),
        ("email", "error"),
        ("phone", "warning"),
        ("location", "warning"),
        ("profiles", "warning"),
    ]


@pytest.mark.parametrize(
    ("phone", "country"),
    [
        ("(917) 555-0381", "US"),
        ("917.555.0381", "US"),
        ("+1 (917) 555-0381 ext. 12", None),
        ("9175550381", "CA"),
        ("1-917-555-0381", "US"),
        ("+44 20 7946 0018", None),
        ("020 7946 0018", "GB"),
        ("+44 (0)20 7946 0018", "GB"),
        ("+49 151 55500143", "DE"),
        ("0151 / 555 00 143", "DE"),
        ("+91 98765 43210", "US"),
        ("+86 138 0013 8000", "CN"),
        ("+55 (11) 91234-5678", "BR"),
        ("+33 6 12 34 56 78", None),
        ("06 12 34 56 78", "FR"),
        ("+65 9123 4567", "SG"),
        ("+354 555 0143", "IS"),
        ("+372 5123 4567", "EE"),
        ("00 49 30 901820", "AT"),
        ("555 0143", None),
        ("917-555-0381 / 212-555-0100", "US"),
        ("on request", "US"),
        ("+43 1 58858-0", "AT"),
        ("+31 6 5550 0143", "NL"),
        ("+48 555 014 300", "PL"),
        ("+1-800-FLOWERS", "US"),
    ],
)
def test_possible_numbers(phone: str, country: str | None) -> None:
    assert phone_fault(phone, country) == ""


@pytest.mark.parametrize(
    ("phone", "country"),
    [
        ("917 555 038", "US"),
        ("(917 555-0381", "US"),
        ("917.555-0381", "US"),
        ("+44 20 7946", None),
        ("+999 1234 5678", None),
        ("+1 917 555 03811", None),
        ("12345", "DE"),
        ("06 12 34 56", "FR"),
        ("+65 9123 45", None),
        ("555-0381", "US"),
    ],
)
def test_impossible_numbers(phone: str, country: str | None) -> None:
    assert phone_fault(phone, country)


def test_american_numbers_need_no_library() -> None:
    code = "from resume_tex.rules.contact.numbers import phone_fault as f; import sys; f('(917) 555-0381', 'US'); f('+19175550381', None)"
    done = subprocess.run([sys.executable, "-c", f"{code}; sys.exit('phonenumbers' in sys.modules)"], check=False)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("email", "work"),
    [
        ("ana@gmail.com", {"name": "Gmail"}),
        ("ana@google-fan.org", {"name": "Google"}),
        ("ana@me.com", {"name": "Me"}),
        ("ana@orange.fr", {"name": "Orange"}),
        ("ana@cam.ac.uk", {"name": "Cam"}),
        ("ana@mit.edu", {"name": "MIT"}),
        ("ana@kovac.hr", {"name": "Kovač d.o.o.", "position": "Owner"}),
        ("ana@kovac.hr", {"name": "Kovac"}),
        ("dick.hunter1987@outlook.com", {"name": "Acme"}),
        ("a.b-c_d+e@xn--bcher-kva.example", {}),
        ("k.lover@web.de", {}),
    ],
)
def test_addresses_that_pass(email: str, work: dict[str, str]) -> None:
    name = "Dick Hunter Lover" if "dick" in email or "lover" in email else SOUND["name"]
    assert find("contact.email", {**_basics(email=email, name=name), "work": [{"startDate": "2020", **work}]}) == []


@pytest.mark.parametrize(
    ("email", "work"),
    [
        ("ana@zalando.de", {"name": "Zalando SE"}),
        ("ana.kovac@uk.bosch.com", {"name": "Robert Bosch", "url": "https://www.bosch.com"}),
        ("ana@acme.co.uk", {"name": "Acme Ltd."}),
        ("ana@booking.com", {"name": "Booking.com"}),
        ("ana_420@gmail.com", {}),
        ("sexyana@gmail.com", {}),
        ("ana.gamer@gmail.com", {}),
        ("ana@gmail", {}),
        ("ana kovac@gmail.com", {}),
        ("ana[at]gmail.com", {}),
    ],
)
def test_addresses_that_do_not(email: str, work: dict[str, str]) -> None:
    assert len(find("contact.email", {**_basics(email=email), "work": [{"startDate": "2020", **work}]})) == 1


@pytest.mark.parametrize(
    ("country", "changes", "count"),
    [
        ("US", {"image": "me.jpg"}, 1),
        ("DE", {"image": "me.jpg", "birthDate": "1990", "nationality": "HR"}, 0),
        ("DE", {"maritalStatus": "single"}, 1),
        ("US", {"age": 33, "gender": "f", "nationality": "HR"}, 3),
        ("GB", {"dateOfBirth": "1990-01-01"}, 1),
        ("US", {"image": ""}, 0),
        ("US", {"summary": "Debiased gender and nationality: two features of nine."}, 0),
        ("GB", {"summary": "Nationality: Croatian."}, 1),
    ],
)
def test_private_matters(country: str, changes: dict[str, Any], count: int) -> None:
    assert len(find("contact.private", _basics(location={"city": "X", "countryCode": country}, **changes))) == count


@pytest.mark.parametrize(
    ("location", "count"),
    [
        ({"address": "12 Elm Street", "city": "Akron", "region": "OH"}, 1),
        ({"address": "Ilica 12", "city": "Zagreb", "countryCode": "HR"}, 0),
        ({"address": "Greater Boston", "region": "MA"}, 0),
        ({"city": "Akron", "region": "OH", "postalCode": "44301"}, 0),
    ],
)
def test_a_street_is_private_in_the_united_states(location: dict[str, str], count: int) -> None:
    assert len(find("contact.private", _basics(location=location))) == count


@pytest.mark.parametrize(
    "profile",
    [
        {"network": "GitHub", "username": "akovac", "url": "github.com/AKovac/"},
        {"network": "LinkedIn", "username": "in/akovac", "url": "https://www.linkedin.com/in/akovac"},
        {"network": "X", "username": "@akovac", "url": "https://twitter.com/akovac"},
        {"network": "Google Scholar", "username": "Ana Kovač", "url": "https://scholar.google.com/citations?user=q1"},
        {"network": "ORCID", "username": "akovac", "url": "https://akovac.hr/orcid"},
        {"network": "GitHub", "username": "akovac", "url": "https://github.com/akovac/tinyrank"},
        {"network": "Blog", "username": "akovac", "url": "https://medium.com/@akovac"},
        {"network": "LinkedIn", "username": "ana-kovač", "url": "https://linkedin.com/in/ana-kova%C4%8D"},
        {"network": "Hugging Face", "username": "akovac", "url": "https://huggingface.co/akovac"},
        {"network": "Stack Overflow", "username": "ana", "url": "https://stackoverflow.com/users/1/ana-k"},
        {"network": "Kaggle", "url": "https://www.kaggle.com/akovac?tab=competitions"},
        {"network": "GitHub", "url": "http://kovac.hr"},
    ],
)
def test_profiles_that_agree(profile: dict[str, str]) -> None:
    assert find("contact.url", _basics(profiles=[profile])) == []


def test_addresses_with_several_faults() -> None:
    found = find("contact.url", {"projects": [{"url": "http://www.github.com/akovac/x?utm_source=cv&tab=readme#top"}]})
    assert [f.path for f in found] == [("projects", 0, "url")] * 2
    assert "http://www.github.com/akovac/x?tab=readme#top" in found[1].message


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("https://linkedin.com/in/a?originalSubdomain=hr", ("originalSubdomain",)),
        ("https://youtu.be/x?si=AbC&t=3", ("si",)),
        ("https://acme.org/?si=units&ref=top", ()),
        ("https://acme.org/a?b=utm_source", ()),
        ("https://acme.org", ()),
    ],
)
def test_tracking(address: str, names: tuple[str, ...]) -> None:
    assert tracking_parameters(address) == names

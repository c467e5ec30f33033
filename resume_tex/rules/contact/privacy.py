"""The rule about what is nobody's business: birth date, family, nationality, photo, street."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resume_tex.diagnostics import Path, Severity
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.contact.numbers import country_of
from resume_tex.rules.lazy_pattern import LazyPattern
from resume_tex.rules.lexicon import load_lexicon

_BASICS: Path = ("basics",)


@rule(Severity.WARNING)
def private(context: RuleContext) -> Iterator[Finding]:
    """Birth date, family, nationality, photo and street stay out.

    Why:
        In the United States and other countries employers must not weigh them, and many discard resumes that show them. Where
        a photo and a birth date are custom (Germany, France, Japan and others), they are left alone.

    Weak:
        - |
          basics:
            {name: Emma Roy, email: e@emmaroy.ca, phone: "+1 416 555 0143", location: {countryCode: CA}, url: github.com/eroy, birthDate: 1990-02}
        - |
          basics:
            {name: Emma Roy, email: e@emmaroy.ca, phone: "+1 416 555 0143", location: {countryCode: CA}, url: github.com/eroy, image: me.jpg}
        - |
          basics:
            name: Emma Roy
            email: emma@emmaroy.ca
            phone: "+1 216 555 0143"
            location: {address: 12 Elm Street Apt 4, city: Akron, region: OH, countryCode: US}
            url: github.com/eroy
        - |
          basics:
            name: Emma Roy
            email: emma@emmaroy.ca
            phone: "+1 416 555 0143"
            location: {city: Toronto, countryCode: CA}
            url: github.com/eroy
            summary: "Ranking engineer. Marital status: married, two children."

    Strong:
        - |
          basics: {name: Emma Roy, location: {city: Toronto, region: "ON", countryCode: CA}}
        - |
          basics: {name: Emma Roth, image: emma.jpg, birthDate: 1990-02, location: {address: Ringstr. 4, city: Köln, countryCode: DE}}
        - |
          basics: {summary: "Modelled marital status and nationality as protected attributes in a credit score, cutting the gap to 1%."}
        - |
          basics: {location: {address: "", city: Akron, region: OH}}

    Source:
        Guidance of the U.S. Equal Employment Opportunity Commission; customs by country.
    """
    basics = context.resume.basics
    country = country_of(basics)
    customary = country in load_lexicon("contact-countries")["photo is custom"]
    for key, value in (basics.model_extra or {}).items():
        plain = re.sub(r"[^a-z]", "", key.lower())
        what = load_lexicon("contact-private").get(plain)
        if what and value and not (customary and what in _CUSTOM_WHAT):
            yield Finding(
                (*_BASICS, key),
                f"Leave out {what}: an employer must not weigh it, and some discard resumes that show it.",
            )
    if (basics.image or "").strip() and not customary:
        message = "Leave out the photo: many employers discard resumes that have one, so as to be fair to all."
        yield Finding((*_BASICS, "image"), message)
    if country == "US" and basics.location is not None and _is_street(basics.location.address or ""):
        yield Finding(
            (*_BASICS, "location", "address"), "Leave out the street: city and state are enough on a US resume."
        )
    if not any(hint in context.facts.texts.own_lower for hint in _HINTS):
        return
    for field in context.facts.texts.own:
        found = _PRIVATE_TEXT.search(field.prose)
        if found and not (customary and "marital" not in found[0].lower()):
            yield Finding(
                field.path,
                "Leave this out: an employer must not weigh it, and it says nothing of your work.",
                (found[0].strip(" .;,|•\n"),),
            )


_CUSTOM_WHAT = frozenset({"your birth date", "your nationality"})
_HINTS = (
    "birth",
    "d.o.b",
    "dob",
    "marital",
    "nationality",
    "religion",
    "gender",
    "married",
    "single, ",
    "divorced",
    "born on",
)
_PRIVATE_TEXT = LazyPattern(
    r"(?:\A|[.;,|•\n])\s*(?:date of birth|birth ?date|d\.?o\.?b\.?|marital status|nationality|religion|gender)\s*:\s*\w+|"
    r"\b(?:married|single|divorced), (?:with )?(?:no|one|two|three|four|\d) (?:kids?|child(?:ren)?)\b|\bborn on (?:\d|[A-Z])[\w ,./-]{4,}\d{4}",
    re.IGNORECASE,
)


def _is_street(address: str) -> bool:
    """Tell a street with its number from a region's name."""
    return any(map(str.isdigit, address)) and any(map(str.isalpha, address))

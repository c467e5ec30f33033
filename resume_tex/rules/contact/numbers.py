"""Telephone numbers: whether one is possible in its country, and whether its form hangs together.

Numbers of the North American plan, by far the most common here, are judged without the library, whose import costs more than
all rules together.
"""

from __future__ import annotations

import re

from resume_tex.document.models import Basics
from resume_tex.rules.lexicon import load_lexicon

_NORTH_AMERICAN = frozenset({"US", "CA", "PR"})
_NATIONAL = re.compile(r"(?:\+?1)?([2-9]\d\d[2-9]\d{6})\Z")
_EXTENSION = re.compile(r"(?:\s*(?:ext\.?|x|extension|#)\s*\d{1,6})\Z", re.IGNORECASE)
_NO_DIGIT = re.compile(r"[^\d+]")
_FEWEST, _MOST = 7, 15
_TRUNK_ZERO = re.compile(r"\(0\)")


def country_of(basics: Basics) -> str | None:
    """Return the ISO code of the country where the person lives, as far as the resume tells."""
    location = basics.location
    if location is None:
        return None
    if location.countryCode and len(location.countryCode.strip()) == 2:
        code = location.countryCode.strip().upper()
        return "GB" if code == "UK" else code
    return "US" if (location.region or "").strip() in load_lexicon("contact-countries")["states"] else None


def phone_fault(phone: str, country: str | None) -> str:
    """Return what is wrong with a number and what to write, or an empty string; when in doubt, nothing is."""
    number = _TRUNK_ZERO.sub("", _EXTENSION.sub("", phone.strip()))
    if not number or re.search(r"[A-Za-z;,|]", number):
        return ""
    digits = _NO_DIGIT.sub("", number)
    if (country in _NORTH_AMERICAN and _NATIONAL.match(digits)) or (
        digits.startswith("+1") and _NATIONAL.match(digits)
    ):
        return _fault_of_form(number)
    count = len(digits.lstrip("+"))
    if count > _MOST and "/" in number:
        return ""  # two numbers
    if not _FEWEST <= count <= _MOST:
        return f"A telephone number has {_FEWEST} to {_MOST} digits, this one {count}. Compare it with your own."
    if digits.startswith("+") or country is not None:
        return _impossible(number, country) or _fault_of_form(number)
    return _fault_of_form(number)


def _impossible(number: str, country: str | None) -> str:
    """Return why the numbering plan of the number's country has no such number, or an empty string."""
    from phonenumbers import NumberParseException, ValidationResult, is_possible_number_with_reason, parse

    try:
        reason = is_possible_number_with_reason(parse(number, country))
    except NumberParseException:
        return "No country has numbers like this. Begin with + and the country code, as in +44 20 7946 0018."
    where = "its country code" if number.startswith("+") else f"the country {country}"
    if reason == ValidationResult.INVALID_COUNTRY_CODE:
        return "No country has this code. Begin with + and the country code, as in +44 20 7946 0018."
    if reason == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return "The number lacks its area code. Add it, as in (917) 555-0381."
    if reason == ValidationResult.TOO_SHORT:
        return (
            f"For {where} the number is too short. Compare it with your own, or begin with + and another country code."
        )
    if reason in {ValidationResult.TOO_LONG, ValidationResult.INVALID_LENGTH}:
        return f"For {where} the number has the wrong length. Compare it with your own, or begin with + and the country code."
    return ""


def _fault_of_form(number: str) -> str:
    if number.count("(") != number.count(")"):
        return "A bracket of this number has no partner. Write it as (917) 555-0381 or +1 917 555 0381."
    if "." in number and "-" in number:
        return "Points and hyphens are mixed in this number. Use one sign throughout."
    if re.search(r"[-./]{2,}|[-./]\s+[-./]", number):
        return "Two signs stand in a row in this number. Use one between groups of digits."
    return ""

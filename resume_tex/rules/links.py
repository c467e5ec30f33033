"""Rules about web addresses as written: whether a browser would open them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from resume_tex.diagnostics import Path, Severity
from resume_tex.rules.base import Finding, Rule, RuleContext, rule
from resume_tex.rules.field_texts import Kind
from resume_tex.rules.lexicon import load_lexicon

_SCHEMES = ("http", "https", "mailto", "tel")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:(?!\d))", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}\.?\Z|(?:xn--[\w-]+)\Z|localhost\Z|\[[0-9a-f:.]+\]\Z|\d+(?:\.\d+){3}\Z",
    re.IGNORECASE,
)
_SLIPPED = re.compile(
    r"\A(?:https?:/?[^/]|https?//|htt?ps?:?//(?<!http://)(?<!https://)|hhttps?:|https?:///|https?://https?:)",
    re.IGNORECASE,
)
_CODE = re.compile(r"`+[^`]*`+")
_MARKUP = re.compile(r"\[[^\[\]]+\]\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_ADDRESS_LIKE = re.compile(
    r":/|www\.|\A\s*(?:mailto|tel):|\A\s*[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/|\s*\Z)", re.IGNORECASE
)
_MAIL = re.compile(r"mailto:[^\s@]+@[^\s@]+\.[^\s@]+\Z", re.IGNORECASE)


def addresses(context: RuleContext) -> Iterator[tuple[Path, str]]:
    """Yield every web address of the resume: the fields that hold one, and the links in texts."""
    for field in context.facts.texts.all:
        if field.kind is Kind.ADDRESS:
            if field.text.strip():
                yield field.path, field.text.strip()
        elif "](" in field.text:
            for found in _MARKUP.finditer(_CODE.sub("", field.text)):
                if _ADDRESS_LIKE.search(found[1]):
                    yield field.path, found[1].strip()


def host_of(address: str) -> str:
    """Return the host that an address names, in lower case and without `www.`; empty when there is none."""
    try:
        host = urlsplit(address if "://" in address else f"https://{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def is_known_site(host: str) -> bool:
    """Tell whether a host is a site that every reader's browser finds by name."""
    known: dict[str, object] = load_lexicon("links-sites")
    return any(host == site or host.endswith(f".{site}") for site in known["sites"])  # type: ignore[attr-defined]


@rule(Severity.WARNING)
def form(context: RuleContext) -> Iterator[Finding]:
    """An address parses, has no spaces, and starts with https:// unless it is of a known site.

    Why:
        A link that does not open is worse than none: the reader tries it once. PDF viewers open an address without a scheme
        as a file.

    Weak:
        - |
          basics: {url: "noor haddad.dev"}
        - |
          projects: [{name: hnsw-rs, url: "https:/github.com/nhaddad/hnsw-rs"}]
        - |
          basics: {url: noorhaddad.dev/papers}
        - |
          work: [{name: Miro, startDate: 2020, highlights: ["Open-sourced [the sampler](ftp://files.miro-labs.io/s.tgz)."]}]
        - |
          certificates: [{name: CKA, url: "https://"}]

    Strong:
        - |
          basics: {url: "https://noorhaddad.dev"}
        - |
          basics: {profiles: [{network: GitHub, url: github.com/nhaddad}, {network: LinkedIn, url: www.linkedin.com/in/nhaddad}]}
        - |
          publications: [{name: Fast HNSW, url: "https://doi.org/10.1145/3292500.3330701"}]
        - |
          projects: [{name: demo, url: "http://130.61.12.9:8080/demo?q=a%20b"}]
        - |
          basics: {url: "https://müller.example/über-mich"}

    Source:
        RFC 3986, and what PDF viewers do with addresses.
    """
    for path, address in addresses(context):
        fault = _fault(address)
        if fault:
            yield Finding(path, fault, (address,))


def _fault(address: str) -> str:
    """Return what is wrong with an address and what to write, or an empty string."""
    if re.search(r"\s", address):
        return "An address has no spaces. Remove them, or write %20 where one belongs."
    if _SLIPPED.match(address):
        return "The beginning of this address is mistyped. Write https:// and then the site's name."
    scheme = _SCHEME.match(address)
    if scheme is not None and "." not in scheme[0]:
        return _fault_with_scheme(address, scheme[0].lower())
    host = host_of(address)
    if not _HOST.match(host):
        return "This is no web address. Write it in full, as https://site.org/page."
    return (
        "" if is_known_site(host) else f"Write https://{address}, so that viewers open it as a page and not as a file."
    )


def _fault_with_scheme(address: str, scheme: str) -> str:
    if scheme not in _SCHEMES:
        return f"Readers cannot open {scheme}: addresses. Link a page that starts with https://."
    if scheme == "mailto":
        return "" if _MAIL.match(address) else "This mail link lacks an address. Write mailto:name@site.org."
    if scheme == "tel":
        return "" if any(c.isdigit() for c in address) else "This telephone link lacks a number."
    return (
        ""
        if _HOST.match(host_of(address)) and _parses(address)
        else "This address names no site. Write it in full, as https://site.org/page."
    )


def _parses(address: str) -> bool:
    try:
        urlsplit(address).port  # noqa: B018  raises for a port that is no number
    except ValueError:
        return False
    return True


RULES: tuple[Rule, ...] = (form,)

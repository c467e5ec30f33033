"""Rules about how to reach the person: name, mail, telephone, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resume_tex.diagnostics import Path, Severity
from resume_tex.document.models import Basics
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.contact.accounts import (
    disagreement,
    employer_of_mailbox,
    network_of_host,
    plain_network,
    tracking_parameters,
    unprofessional_part,
)
from resume_tex.rules.contact.numbers import country_of, phone_fault
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.links import addresses, host_of

_BASICS: Path = ("basics",)
_WORK_NETWORKS = frozenset({"linkedin", "github", "gitlab", "bitbucket", "codeberg", "huggingface", "xing"})


@rule(Severity.ERROR)
def missing(context: RuleContext) -> Iterator[Finding]:
    """The resume says who you are and how to reach you.

    Why:
        Without a name or an address nobody can answer. Telephone, city and a LinkedIn or GitHub account are what recruiters
        look for next; their lack is a warning.

    Weak:
        - |
          basics: {label: ML Engineer, phone: "+47 400 00 123", location: {city: Oslo}, profiles: [{network: GitHub, username: tora}]}
        - |
          basics: {name: Tora Lie, email: tora@tora-lie.no, location: {city: Oslo}, profiles: [{network: GitHub, username: tora}]}
        - |
          basics: {name: Tora Lie, email: tora@tora-lie.no, phone: "+47 400 00 123", location: {city: Oslo}}
        - |
          work: [{name: Schibsted, startDate: 2022}]

    Strong:
        - |
          basics:
            {name: Tora Lie, email: tora@tora-lie.no, phone: "+47 400 00 123", location: {city: Oslo}, profiles: [{network: GitHub, username: tora}]}
        - |
          basics:
            {name: Tora Lie, email: tora@tora-lie.no, phone: "+47 400 00 123", location: {countryCode: "NO"}, url: "https://github.com/tora"}
        - |
          basics:
            name: Tora Lie
            email: tora@tora-lie.no
            phone: "+47 400 00 123"
            location: {region: Viken}
            profiles: [{url: "https://no.linkedin.com/in/tora-lie"}]

    Source:
        The fields that applicant tracking systems ask for.
    """
    basics = context.resume.basics
    for field, what in (("name", "your name"), ("email", "an e-mail address")):
        if not (getattr(basics, field) or "").strip():
            yield Finding(
                (*_BASICS, field),
                f"There is no {field if field == 'name' else 'e-mail address'}. Add `{field}` with {what}.",
            )
    if not (basics.phone or "").strip():
        yield Finding(
            (*_BASICS, "phone"),
            "There is no telephone number. Add `phone`, as it should print.",
            severity=Severity.WARNING,
        )
    place = basics.location
    if place is None or not any((place.city, place.region, place.countryCode, place.address)):
        message = "There is no place. Add `location` with city and region or country; no street is needed."
        yield Finding((*_BASICS, "location"), message, severity=Severity.WARNING)
    if not _has_account(basics):
        message = "There is no LinkedIn or GitHub account. Add one under `profiles`."
        yield Finding((*_BASICS, "profiles"), message, severity=Severity.WARNING)


def _has_account(basics: Basics) -> bool:
    links = [basics.url, *(profile.url for profile in basics.profiles)]
    named = {plain_network(profile.network or "") for profile in basics.profiles}
    return bool(_WORK_NETWORKS & (named | {network_of_host(host_of(link)) for link in links if link}))


@rule(Severity.WARNING)
def email(context: RuleContext) -> Iterator[Finding]:
    """The mail address is your own and would look well on a card.

    Why:
        The address is among the first words read. An employer's mailbox is read by the employer, and ends with the job.

    Weak:
        - |
          basics: {name: Ravi Nair, email: partyanimal.ravi@gmail.com, phone: "+91 98765 43210", location: {city: Pune}, url: github.com/rnair}
        - |
          basics: {name: Ravi Nair, email: ravi.nair@flipkart.com, phone: "+91 98765 43210", location: {city: Pune}, url: github.com/rnair}
          work: [{name: Flipkart, position: Data Scientist, startDate: 2021}]
        - |
          basics: {name: Ravi Nair, email: ravi.nair at gmail, phone: "+91 98765 43210", location: {city: Pune}, url: github.com/rnair}

    Strong:
        - |
          basics: {name: Ravi Nair, email: ravi.nair+jobs@gmail.com}
          work: [{name: Google, position: Data Scientist, startDate: 2021}]
        - |
          basics: {name: Ravi Nair, email: ravi@nair-analytics.in}
          work: [{name: Nair Analytics, position: Founder, startDate: 2021}]
        - |
          basics: {name: Amy Lover, email: amy.lover@proton.me}
        - |
          basics: {name: Ravi Nair, email: r.nair@cs.stanford.edu}
          work: [{name: Stanford, position: Research Engineer, startDate: 2021}]

    Source:
        Advice of recruiters.
    """
    basics = context.resume.basics
    address = (basics.email or "").strip()
    if not address:
        return
    path: Path = (*_BASICS, "email")
    if not _MAILBOX.match(address):
        yield Finding(path, "This is no mail address. Write it as name@site.org.", (address,))
    elif part := unprofessional_part(address, basics.name or ""):
        yield Finding(path, f"“{part}” in a mail address does not help. Take one that is made of your name.", (part,))
    elif employer := employer_of_mailbox(basics, context.resume.work):
        yield Finding(
            path,
            f"This mailbox belongs to {employer}, who may read it and will close it. Give a private one.",
            (address,),
        )


_MAILBOX = re.compile(r"[^\s@<>,;]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]+\Z")


@rule(Severity.WARNING)
def phone(context: RuleContext) -> Iterator[Finding]:
    """The telephone number is possible in its country and written in one form.

    Why:
        A digit too few is noticed by nobody until the call does not come.

    Weak:
        - |
          basics: {name: Joy Lim, email: joy@joylim.sg, phone: 555-0381, location: {city: Boston, region: MA}, url: github.com/joylim}
        - |
          basics: {name: Joy Lim, email: joy@joylim.sg, phone: "+65 9123 45", location: {city: Singapore}, url: github.com/joylim}
        - |
          basics: {name: Joy Lim, email: joy@joylim.sg, phone: 617.555-0143, location: {city: Boston, region: MA}, url: github.com/joylim}
        - |
          basics: {name: Joy Lim, email: joy@joylim.sg, phone: "(617 555-0143", location: {city: Boston, countryCode: US}, url: github.com/joylim}

    Strong:
        - |
          basics: {phone: (617) 555-0143, location: {city: Boston, region: MA}}
        - |
          basics: {phone: "+49 (0)30 901820", location: {city: Berlin, countryCode: DE}}
        - |
          basics: {phone: 020 7946 0018, location: {city: London, countryCode: GB}}
        - |
          basics: {phone: +1.617.555.0143 x204}

    Source:
        The numbering plans of the countries, as Google's libphonenumber has them.
    """
    basics = context.resume.basics
    if basics.phone and (fault := phone_fault(basics.phone, country_of(basics))):
        yield Finding((*_BASICS, "phone"), fault, (basics.phone.strip(),))


@rule(Severity.WARNING)
def url(context: RuleContext) -> Iterator[Finding]:
    """Addresses use https, carry no tracking, and name the same account as the username.

    Why:
        `http` makes browsers warn, tracking parameters make a link long and look copied, and a username that differs from
        its address sends the reader to somebody else.

    Weak:
        - |
          basics:
            {name: Kofi Boateng, email: kofi@boateng.dev, phone: "+44 20 7946 0018", location: {city: Leeds}, profiles: [{network: GitHub, url: "http://github.com/kofib"}]}
        - |
          basics:
            name: Kofi Boateng
            email: kofi@boateng.dev
            phone: "+44 20 7946 0018"
            location: {city: Leeds}
            profiles: [{network: LinkedIn, url: "https://www.linkedin.com/in/kofib?utm_source=share&utm_medium=ios"}]
        - |
          basics:
            name: Kofi Boateng
            email: kofi@boateng.dev
            phone: "+44 20 7946 0018"
            location: {city: Leeds}
            profiles: [{network: GitHub, username: kboateng, url: "https://github.com/kofib"}]
        - |
          basics:
            name: Kofi Boateng
            email: kofi@boateng.dev
            phone: "+44 20 7946 0018"
            location: {city: Leeds}
            profiles: [{network: LinkedIn, username: kofib, url: "https://github.com/kofib"}]

    Strong:
        - |
          basics: {profiles: [{network: GitHub, username: kofib, url: "https://github.com/KofiB"}]}
        - |
          basics: {profiles: [{network: LinkedIn, username: kofib, url: "https://uk.linkedin.com/in/kofib/"}]}
        - |
          basics: {url: "http://boateng.dev/?page=2", profiles: [{network: Google Scholar, username: Kofi Boateng, url: "https://scholar.google.com/citations?user=Zx1&hl=en"}]}
        - |
          basics: {profiles: [{network: Twitter, username: "@kofib", url: "https://x.com/kofib"}]}

    Source:
        Common sense, and what browsers do with http.
    """
    https: list[str] = load_lexicon("links-sites")["https"]
    for path, address in addresses(context):
        host = host_of(address)
        if address.lower().startswith("http://") and any(host == site or host.endswith(f".{site}") for site in https):
            yield Finding(
                path,
                f"Write https:// in place of http://: {host} answers there, and browsers warn of http.",
                ("http://",),
            )
        if names := tracking_parameters(address):
            yield Finding(path, f"Drop the tracking from this address: {_without_query(address, names)}", names)
    for index, profile in enumerate(context.resume.basics.profiles):
        if fault := disagreement(profile):
            yield Finding((*_BASICS, "profiles", index), fault)


def _without_query(address: str, names: tuple[str, ...]) -> str:
    head, _, query = address.partition("?")
    query, hash_, fragment = query.partition("#")
    kept = "&".join(part for part in query.split("&") if part.partition("=")[0] not in names)
    return head + (f"?{kept}" if kept else "") + hash_ + fragment

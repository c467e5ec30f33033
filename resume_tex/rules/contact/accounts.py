"""Accounts and mail addresses: which network an address belongs to, whose account it is, whose domain a mailbox has."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TypedDict
from urllib.parse import parse_qsl, unquote, urlsplit

from resume_tex.document.models import Basics, Profile, Work
from resume_tex.rules.lazy_pattern import LazyPattern
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.links import host_of


class Network(TypedDict, total=False):
    """A network: its hosts, and the pattern of an account's path."""

    hosts: list[str]
    account: str


@cache
def networks() -> dict[str, Network]:
    """Return the known networks by their plain name."""
    return dict(load_lexicon("contact-networks"))


def network_of_host(host: str) -> str:
    """Return the plain name of the network that has this host, or an empty string."""
    for name, network in networks().items():
        if any(host == known or host.endswith(f".{known}") for known in network["hosts"]):
            return name
    return ""


def plain_network(name: str) -> str:
    """Return a network's name in small letters alone: `Hugging Face` is `huggingface`."""
    return re.sub(r"\W", "", name.lower())


def disagreement(profile: Profile) -> str:
    """Return how a profile's network, username and address disagree, or an empty string."""
    address = (profile.url or "").strip()
    if not address:
        return ""
    found = network_of_host(host_of(address))
    if not found:
        return ""
    named = plain_network(profile.network or "")
    if (
        named in networks()
        and networks()[named]["hosts"] != networks()[found]["hosts"]
        and {named, found} != {"x", "twitter"}
    ):
        return f"The network is {profile.network}, but the address is of {networks()[found]['hosts'][0]}. Mend one of them."
    account = _account(found, address)
    username = (profile.username or "").strip().lstrip("@").strip("/").rsplit("/", 1)[-1]
    if account and username and " " not in username and account.lower() != username.lower():
        return f"The username is {username}, but the address is that of {account}. Mend one of them."
    return ""


def _account(network: str, address: str) -> str:
    pattern = networks()[network].get("account")
    found = re.match(pattern, urlsplit(address if "://" in address else f"https://{address}").path) if pattern else None
    return unquote(found[1]).lstrip("@") if found else ""


_TRACKING = LazyPattern(
    r"utm_\w+|fbclid|gclid|msclkid|igshid|igsh|mc_[ce]id|trk|trkinfo|lipi|originalsubdomain|ref_src|mkt_tok|_hsenc|_hsmi|si",
    re.IGNORECASE,
)
_SHARING_HOSTS = frozenset({"youtube.com", "youtu.be", "spotify.com", "open.spotify.com"})


def tracking_parameters(address: str) -> tuple[str, ...]:
    """Return the names of the parameters of an address that only follow the reader."""
    if "?" not in address:
        return ()
    try:
        names = [name for name, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True)]
    except ValueError:
        return ()
    shared = host_of(address) in _SHARING_HOSTS
    return tuple(name for name in names if _TRACKING.fullmatch(name) and (name != "si" or shared))


_LEGAL = LazyPattern(
    r"\b(?:inc|ltd|llc|gmbh|ag|se|sa|s\.a|corp|corporation|company|co|plc|bv|b\.v|nv|ab|oy|as|kg|holdings?|group|technologies|labs?)\b\.?",
    re.IGNORECASE,
)
_SECOND_LEVEL = frozenset({"co", "com", "ac", "org", "net", "gov", "edu", "or", "ne"})
_OWN_BUSINESS = LazyPattern(
    r"founder|owner|freelanc|self-?employed|independent|proprietor|principal consultant|sole trader", re.IGNORECASE
)
_SCHOOL = frozenset({"edu", "ac"})


def employer_of_mailbox(basics: Basics, jobs: list[Work]) -> str:
    """Return the employer under `work` whose domain the mail address has, or an empty string."""
    host = (basics.email or "").rpartition("@")[2].strip().lower()
    labels = host.split(".")
    if len(labels) < 2 or _SCHOOL & set(labels[1:]) or host == host_of(basics.url or ""):
        return ""
    label = _own_label(labels)
    if label in load_lexicon("contact-mail")["providers"]:
        return ""
    for job in jobs:
        name = (job.name or "").strip()
        if _OWN_BUSINESS.search(job.position or "") or _has_name(name, basics.name or ""):
            continue
        names = {_plain(name), _plain(_LEGAL.sub("", name)), _plain(name.lower().removesuffix(f".{labels[-1]}"))}
        site = host_of(job.url or "").split(".")
        if label in names or (len(site) > 1 and _own_label(site) == label):
            return name or host
    return ""


def _own_label(labels: list[str]) -> str:
    """Return the label of a host that its owner chose: `zalando` of mail.zalando.co.uk."""
    return labels[-3] if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else labels[-2]


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower())
    return re.sub(r"[^a-z0-9]", "", letters)


def _has_name(employer: str, person: str) -> bool:
    last = _plain(person.rsplit(maxsplit=1)[-1]) if person.split() else ""
    return bool(last) and last in _plain(employer)


def unprofessional_part(email: str, name: str) -> str:
    """Return the part of a mailbox's name that no recruiter should see, or an empty string."""
    lexicon: dict[str, list[str]] = load_lexicon("contact-mail")
    local = email.partition("@")[0].partition("+")[0].lower()
    own = {_plain(part) for part in name.split()}
    parts = [part for part in re.split(r"[._\-]+|(?<=\D)(?=\d)|(?<=\d)(?=\D)", local) if part]
    for part in parts:
        if part in lexicon["unprofessional"] and part not in own:
            return part
    return next((word for word in lexicon["inside"] if word in local), "")

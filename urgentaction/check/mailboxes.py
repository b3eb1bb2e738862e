"""Rules over e-mail addresses of offices: whose domain it is, and whether anybody can have an address there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from urgentaction.check.offices import SeenOffice, facts
from urgentaction.model.authority import Authority
from urgentaction.model.finding import Finding, Severity

_STATE = re.compile(r"(^|\.)(gov|gouv|gob|gub|govt|government)\.[a-z]{2}$")
"""Domains below which a state registers its own offices, in most countries."""

_SHARED = frozenset({"gov", "gouv", "gob", "go", "co", "com", "org", "net", "ac", "edu", "mil", "asso", "nic"})
"""Second labels below which everybody registers: `example.co.uk` is a site, `co.uk` is none."""


def free_mail(seen: SeenOffice) -> Iterator[Finding]:
    """An e-mail at a host where anybody can have one."""
    for index, mail in enumerate(seen.office.emails):
        if domain(mail.value) in facts()["free_mail"]:
            key = f"emails[{index}]"
            yield seen.finding("free-mail", Severity.ERROR, "free-mail", key, address=mail.value)


def foreign_mail(seen: SeenOffice) -> Iterator[Finding]:
    """An e-mail whose domain is neither the state's nor that of any page which the entry names."""
    own = set(sites(seen.office))
    for index, mail in enumerate(seen.office.emails):
        at = domain(mail.value)
        if at not in facts()["free_mail"] and not is_official(at, seen.office.country) and site(at) not in own:
            key = f"emails[{index}]"
            yield seen.finding("foreign-mail", Severity.REMARK, "foreign-mail", key, address=mail.value, domain=at)


def domain(address: str) -> str:
    """What follows the @, in small."""
    return address.rpartition("@")[2].casefold()


def is_official(at: str, country: str) -> bool:
    """Whether only offices of this country's state have addresses in this domain."""
    known = facts()["official"].get(country, ())
    country_of = at.rpartition(".")[2].upper()
    return any(at == name or at.endswith(f".{name}") for name in known) or (
        bool(_STATE.search(at)) and country_of == country
    )


def sites(office: Authority) -> Iterator[str]:
    """The sites of the pages that an entry names: its web form, and the sources of its contacts."""
    rows = [*office.emails, *office.phones, *office.fax, *office.social]
    texts = [row.provenance.source for row in rows]
    if office.web_form:
        texts += [office.web_form.value, office.web_form.provenance.source]
    if office.postal:
        texts.append(office.postal.provenance.source)
    for text in texts:
        for url in re.findall(r"https?://[^\s)>\"']+", text):
            yield site(urlsplit(url).hostname or "")


def site(host: str) -> str:
    """The part of a host's name that somebody registered: `www.justice.example.org` is of `example.org`."""
    labels = host.casefold().removesuffix(".").split(".")
    shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED  # noqa: PLR2004 - example.co.uk
    return ".".join(labels[-3:] if shared else labels[-2:])

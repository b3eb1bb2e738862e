"""Every rule over the directory, with an entry that breaks it and one that keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from urgentaction import errors
from urgentaction.check import directory, mailboxes
from urgentaction.check.offices import Waiting
from urgentaction.model.authority import (
    Authority,
    ChannelName,
    Contact,
    Forms,
    Holder,
    Level,
    NotPublished,
    Postal,
    Provenance,
    Reply,
    Role,
)
from urgentaction.model.case import Gender
from urgentaction.model.finding import Finding, Severity

TODAY = date(2026, 11, 24)
GOOD = Provenance(source="https://www.cour.justice.fr/contact", verified_on=date(2026, 11, 1), level=Level.OFFICIAL)
POSTAL = Postal(
    lines=("Cour",), street="1 rue A", postcode="13100", city="Aix-en-Provence", country="FR", provenance=GOOD
)


def contact(value: str, **known: Any) -> Contact:
    return Contact(value=value, provenance=replace(GOOD, **known))


def holder(name: str, start: date | None, end: date | None = None, seen: date | None = None) -> Holder:
    return Holder(name=name, gender=Gender.F, source="x", from_=start, to=end, verified_on=seen)


OFFICE = Authority(
    id="fr/aix/procureur",
    country="FR",
    role=Role.PROSECUTION,
    body={"fr": "Cour d'appel d'Aix"},
    office={"fr": Forms(m="Procureur général", f="Procureure générale")},
    style={"fr": "près la cour d'appel d'Aix"},
    salutation={"fr": Forms(any="Madame, Monsieur,")},
    closing={"fr": "haute considération"},
    languages=("fr",),
    timezone="Europe/Paris",
    reply=Reply.ASK,
    channels=(ChannelName.PRINT,),
    postal=POSTAL,
    emails=(contact("pg@cour.justice.fr"),),
    phones=(contact("+33 1"),),
    web_form=contact("https://www.cour.justice.fr/ecrire"),
    holders=(holder("A", date(2020, 1, 1), date(2024, 9, 1)), holder("B", date(2024, 9, 1), seen=date(2026, 10, 1))),
    review_by=date(2027, 11, 1),
)
LYON = replace(
    OFFICE,
    id="fr/lyon/procureur",
    body={"fr": "Cour d'appel de Lyon"},
    style={"fr": "près la cour d'appel de Lyon"},
    postal=replace(POSTAL, street="1 rue du Palais", postcode="69005", city="Lyon"),
    emails=(contact("pg.lyon@justice.fr"),),
)
WITHOUT = replace(LYON, emails=(), web_form=None, phones=(), holders=())


def found(office: Authority, *others: Authority, waiting: Sequence[Waiting] = ()) -> tuple[Finding, ...]:
    made = directory.offices([office], everyone=[office, *others], today=TODAY, waiting={office.id: waiting})
    for one in made:
        for language in ("en", "fr"):
            words = errors.words(one.message, language)
            assert words.text
            assert words.hint
    return made


def at(postal: Any, **changes: Any) -> Authority:
    return replace(LYON, postal=replace(postal, **changes))


THERE = replace(POSTAL, street="2 rue B")
PARIS = replace(THERE, postcode="75004", city="Paris")
OLD = date(2024, 1, 1)
LAST_YEAR = date(2025, 11, 1)

CASES: Sequence[tuple[str, Severity, str, Authority, Authority]] = (
    (
        "unverified",
        Severity.REMARK,
        "postal",
        replace(LYON, postal=replace(LYON.postal, provenance=replace(GOOD, level=Level.UNVERIFIED))),
        LYON,
    ),
    (
        "overdue",
        Severity.REMARK,
        "review_by",
        replace(LYON, review_by=date(2026, 11, 23)),
        replace(LYON, review_by=TODAY),
    ),
    (
        "stale",
        Severity.REMARK,
        "emails[0]",
        replace(LYON, emails=(contact("a@justice.fr", verified_on=LAST_YEAR),)),
        LYON,
    ),
    (
        "stale",
        Severity.REMARK,
        "postal",
        at(LYON.postal, provenance=replace(GOOD, verified_on=OLD)),
        at(LYON.postal, provenance=replace(GOOD, verified_on=LAST_YEAR)),
    ),
    (
        "stale",
        Severity.REMARK,
        "emails[0]",
        replace(LYON, emails=(contact("a@justice.fr", level=Level.PUBLISHED, verified_on=date(2026, 5, 1)),)),
        replace(LYON, emails=(contact("a@justice.fr", level=Level.PUBLISHED, verified_on=date(2026, 6, 1)),)),
    ),
    (
        "stale",
        Severity.REMARK,
        "web_form",
        replace(LYON, web_form=contact("https://www.cour.justice.fr/x", verified_on=None)),
        replace(LYON, web_form=contact("https://www.cour.justice.fr/x", verified_on=None, level=Level.PUBLISHED)),
    ),
    (
        "stale",
        Severity.REMARK,
        "email_none",
        replace(LYON, emails=(), email_none=NotPublished(source="x", on=OLD)),
        replace(LYON, emails=(), email_none=NotPublished(source="x", on=date(2026, 1, 1))),
    ),
    (
        "stale",
        Severity.REMARK,
        "holders[0]",
        replace(LYON, holders=(holder("A", OLD, seen=OLD),)),
        replace(LYON, holders=(holder("A", OLD, OLD, seen=OLD),)),
    ),
    (
        "in-future",
        Severity.ERROR,
        "phones[0]",
        replace(LYON, phones=(contact("+33 1", verified_on=date(2026, 11, 26)),)),
        replace(LYON, phones=(contact("+33 1", verified_on=date(2026, 11, 25)),)),
    ),
    (
        "same-mail",
        Severity.ERROR,
        "emails[0]",
        replace(LYON, emails=(contact("PG@cour.justice.fr"),)),
        replace(LYON, emails=(contact("PG@cour.justice.fr"),), body={"en": "x", "fr": "COUR D’APPEL D’AIX"}),
    ),
    (
        "same-place",
        Severity.REMARK,
        "postal.street",
        at(POSTAL, street="1, Rue A"),
        replace(at(POSTAL, street="1, Rue A"), body=OFFICE.body),
    ),
    (
        "same-name",
        Severity.ERROR,
        "office",
        replace(LYON, style=OFFICE.style),
        replace(LYON, style=OFFICE.style, country="BE"),
    ),
    ("free-mail", Severity.ERROR, "emails[0]", replace(LYON, emails=(contact("parquet.lyon@Orange.fr"),)), LYON),
    (
        "foreign-mail",
        Severity.REMARK,
        "emails[0]",
        replace(LYON, emails=(contact("a@cour-lyon.example"),)),
        replace(LYON, emails=(contact("a@mail.cour-lyon.example", source="page (https://www.cour-lyon.example/x)"),)),
    ),
    (
        "postcode",
        Severity.ERROR,
        "postal.postcode",
        at(POSTAL, postcode="1310"),
        at(POSTAL, postcode="13616", cedex="CEDEX 1"),
    ),
    (
        "postcode",
        Severity.ERROR,
        "postal.postcode",
        at(POSTAL, postcode="96100", city="Ville"),
        at(POSTAL, postcode="20000", city="Ajaccio"),
    ),
    (
        "postcode",
        Severity.ERROR,
        "postal.postcode",
        at(PARIS, postcode="69004"),
        at(PARIS, city="Paris 4e arrondissement"),
    ),
    ("postcode", Severity.ERROR, "postal.postcode", at(THERE, postcode="84000"), at(THERE, city="AIX EN PROVENCE")),
    ("cedex", Severity.ERROR, "postal.city", at(THERE, city="Aix-en-Provence Cedex 1"), at(THERE, cedex="CEDEX")),
    ("cedex", Severity.ERROR, "postal.cedex", at(THERE, cedex="Cedex 1"), at(THERE, cedex="CEDEX 1")),
    ("cedex", Severity.ERROR, "postal.cedex", at(THERE, country="BE", cedex="CEDEX 1"), at(THERE, country="BE")),
    (
        "cedex",
        Severity.REMARK,
        "postal.cedex",
        at(PARIS, postcode="75042"),
        at(PARIS, postcode="75042", cedex="CEDEX 01"),
    ),
    (
        "cedex",
        Severity.REMARK,
        "postal.cedex",
        at(PARIS, cedex="CEDEX 04"),
        at(PARIS, postcode="75351", city="Paris 07 SP"),
    ),
)


@pytest.mark.parametrize(("rule", "severity", "key", "broken", "kept"), CASES)
def test_each_rule_finds_what_breaks_it_and_nothing_in_what_keeps_it(
    rule: str, severity: Severity, key: str, broken: Authority, kept: Authority
) -> None:
    said = found(broken, OFFICE)
    assert [(one.rule, one.severity, one.where) for one in said] == [(rule, severity, f"{broken.id}#{key}")]
    assert found(kept, OFFICE) == ()


def test_every_rule_is_tried_here() -> None:
    tried = {rule for rule, *_ in CASES} | {"waiting", "look-alike"}
    emitted = {one.rule for _, _, _, broken, _ in CASES for one in found(broken, OFFICE)}
    assert emitted | {"waiting", "look-alike"} == tried
    names = {rule.__name__ for rule in directory.RULES}
    assert len(names) == len(directory.RULES)


def test_a_city_that_two_entries_put_into_two_departments_is_told_once_at_the_later_id() -> None:
    ours = replace(at(POSTAL, city="Trets", postcode="13530"), id="fr/a")
    theirs = replace(at(POSTAL, city="TRETS", postcode="83530"), id="fr/b")
    both = directory.offices([ours, theirs], everyone=[ours, theirs], today=TODAY, waiting={})
    assert [(one.rule, one.where) for one in both if one.rule == "postcode"] == [("postcode", "fr/b#postal.postcode")]
    same = replace(theirs, postal=replace(POSTAL, city="Trets", postcode="13531", cedex="CEDEX"))
    assert not [one for one in found(same, ours) if one.rule == "postcode"]


def test_what_two_offices_share_is_told_once() -> None:
    shared = replace(LYON, emails=OFFICE.emails)
    both = directory.offices([OFFICE, shared], everyone=[OFFICE, shared], today=TODAY, waiting={})
    assert [(one.rule, one.where) for one in both] == [("same-mail", "fr/lyon/procureur#emails[0]")]


@pytest.mark.parametrize(
    ("waits", "rule", "severity"),
    [
        (Waiting("/theirs"), "waiting", Severity.REMARK),
        (Waiting("/theirs", changed=True), "waiting", Severity.REMARK),
        (Waiting("/theirs", resembles="fr/x"), "look-alike", Severity.ERROR),
    ],
)
def test_what_waits_to_be_accepted_is_told(waits: Waiting, rule: str, severity: Severity) -> None:
    (one,) = found(WITHOUT, OFFICE, waiting=[waits])
    assert (one.rule, one.severity) == (rule, severity)
    assert "/theirs" in str(one.message)
    assert found(WITHOUT, OFFICE) == ()


def test_errors_come_before_remarks() -> None:
    broken = at(POSTAL, postcode="84000", provenance=replace(GOOD, level=Level.UNVERIFIED))
    assert [one.severity for one in found(broken)] == [Severity.ERROR, Severity.REMARK]


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("www.justice.example.org", "example.org"),
        ("justice.gov.kz", "justice.gov.kz"),
        ("www.cps.co.uk", "cps.co.uk"),
        ("gov.uk", "gov.uk"),
        ("cour.justice.fr", "justice.fr"),
        ("Example.ORG.", "example.org"),
    ],
)
def test_a_site_is_what_somebody_registered(host: str, site: str) -> None:
    assert mailboxes.site(host) == site


@pytest.mark.parametrize(
    ("domain", "country", "official"),
    [
        ("justice.gouv.fr", "FR", True),
        ("ca-lyon.justice.fr", "FR", True),
        ("justice.fr", "FR", True),
        ("injustice.fr", "FR", False),
        ("gouv.fr.example.com", "FR", False),
        ("mygouv.fr", "FR", False),
        ("adilet.gov.kz", "KZ", True),
        ("adilet.gov.kz", "FR", False),
        ("state.gov", "US", True),
    ],
)
def test_an_official_domain_is_the_countrys_own(domain: str, country: str, official: bool) -> None:
    assert mailboxes.is_official(domain, country) is official

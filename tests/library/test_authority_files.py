from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from urgentaction.errors import Fault, UsageError, words
from urgentaction.model.authority import ChannelName, Level, Limits, Reply, Role
from urgentaction.model.case import Gender

FaultsOf = Callable[[Callable[[], object]], tuple[Fault, ...]]

FULL = """\
[office]
role = "ministry"
body.fr = "Ministère"
office.fr = { any = "Ministre" }
style.fr = "de la Justice"
languages = ["fr"]
closing.fr = "haute considération"
timezone = "America/Port-au-Prince"
reply = "acknowledge"
channels = ["post", "email", "webform", "mailto", "print"]
emails = [{ address = "Desk@OFFICE.example", source = "the page", verified_on = 2026-11-01, level = "official" }]
phones = [{ number = "+33 (0)1 44.77-60 60", source = "the page", level = "published" }]
fax = [{ number = "0144776060", source = "the page", level = "published" }]
web_form = { url = "https://office.example/contact?x=1", source = "the page", level = "unverified" }
social = [{ handle = "@office@social.example", source = "the page", level = "unverified" }]
limits = { per_day = 12, days = "sun-thu" }
guidance.en = "The registry opens at nine."
review_by = 2027-05-01

[office.salutation.fr]
m = "Monsieur le Ministre,"
any = "Madame, Monsieur,"

[office.postal]
lines = ["Ministère"]
street = "1 rue du Port"
postcode = "1234"
city = "Port-Saint-Aubin"
cedex = "CEDEX 01"
source = "the page"
level = "official"

[[office.holders]]
name = "Ana Sol"
gender = "f"
from = 2025-01-01
to = 2025-12-31
source = "the gazette"
"""


def test_an_authority_without_fault_becomes_the_noun(letters: Any) -> None:
    letters.write("authorities/ht.toml", FULL)
    office = letters.open().authority("ht/office")
    assert (office.id, office.country, office.library) == ("ht/office", "HT", "mine")
    assert (office.role, office.reply) == (Role.MINISTRY, Reply.ACKNOWLEDGE)
    assert office.channels[0] is ChannelName.POST
    assert office.emails[0].value == "Desk@office.example"
    assert office.emails[0].provenance.level is Level.OFFICIAL
    assert office.emails[0].provenance.verified_on == date(2026, 11, 1)
    assert office.phones[0].value == "+33 (0)1 44.77-60 60"
    assert office.web_form is not None
    assert office.web_form.value == "https://office.example/contact?x=1"
    assert office.social[0].value == "@office@social.example"
    assert office.limits == Limits(per_day=12, days="sun-thu")
    assert office.salutation["fr"].for_(Gender.M) == "Monsieur le Ministre,"
    assert office.postal is not None
    assert (office.postal.country, office.postal.cedex, office.postal.lines) == ("HT", "CEDEX 01", ("Ministère",))
    assert office.holders[0].from_ == date(2025, 1, 1)
    assert office.review_by == date(2027, 5, 1)


def test_the_path_of_a_table_is_the_id_however_deep(letters: Any) -> None:
    text = letters.text("authorities/xx.toml").replace("[port.court]", "[north.port.quay.court]")
    letters.write("authorities/xx.toml", "schema = 1\n[north]\n[north.port]\n" + text)
    assert letters.open().authority("xx/north/port/quay/court").role is Role.COURT


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("role = ", "rol = ", 'office.rol  unknown key; did you mean "role"?'),
        ("gender = ", "gendre = ", 'office.holders[0].gendre  unknown key; did you mean "gender"?'),
        ("city = ", 'citi = "X"\ncity = ', 'office.postal.citi  unknown key; did you mean "city"?'),
        ("per_day", "pre_day", 'office.limits.pre_day  unknown key; did you mean "per_day"?'),
        (
            '"ministry"',
            '"minister"',
            (
                "office.role  one of head-of-state, head-of-government, ministry, prosecution, court, police, "
                'prison, embassy, parliament, other is expected, not "minister"; did you mean "ministry"?'
            ),
        ),
        ('languages = ["fr"]', "languages = []", "office.languages  at least one is needed"),
        (
            '"America/Port-au-Prince"',
            '"Port-au-Prince"',
            'office.timezone  "Port-au-Prince" is not a time zone, as in Europe/Paris',
        ),
        ('"America/Port-au-Prince"', '"America"', 'office.timezone  "America" is not a time zone, as in Europe/Paris'),
        ('"America/Port-au-Prince"', '"../etc"', 'office.timezone  "../etc" is not a time zone, as in Europe/Paris'),
        (
            'source = "the page", level = "unverified" }\nsocial',
            'level = "unverified" }\nsocial',
            "office.web_form.source  missing",
        ),
        (
            'source = "the page", verified_on',
            'source = " ", verified_on',
            "office.emails[0].source  this text is empty",
        ),
        (
            "Desk@OFFICE.example",
            "desk,office.example",
            (
                'office.emails[0].address  "desk,office.example" is not an e-mail address: An email address '
                "must have an @-sign."
            ),
        ),
        (
            "https://office",
            "javascript://office",
            (
                'office.web_form.url  "javascript://office.example/contact?x=1" is not an address of a page '
                "that begins with https:// or http://"
            ),
        ),
        (
            "https://office",
            "https://bank@office",
            (
                'office.web_form.url  "https://bank@office.example/contact?x=1" is not an address of a page '
                "that begins with https:// or http://"
            ),
        ),
        (
            "https://office.example",
            "https://[office",
            (
                'office.web_form.url  "https://[office/contact?x=1" is not an address of a page that begins '
                "with https:// or http://"
            ),
        ),
        ("0144776060", "01 44 ask", 'office.fax[0].number  "01 44 ask" is not a phone number, as in +33 1 44 77 60 60'),
        ("per_day = 12", "per_day = 31", "office.limits.per_day  at most 30 is allowed, not 31"),
        ("per_day = 12", "per_hour = 7", "office.limits.per_hour  at most 6 is allowed, not 7"),
        ("per_day = 12", "per_hour = 0", "office.limits.per_hour  at least 1 is expected, not 0"),
        ("sun-thu", "sunday-thu", 'office.limits.days  "sunday-thu" are not office days, as in mon-fri or sun-thu'),
        (
            'days = "sun-thu"',
            'hours = "18:00-08:00"',
            'office.limits.hours  "18:00-08:00" are not office hours, as in 08:00-18:00',
        ),
        (
            'any = "Madame, Monsieur,"',
            'f = "Madame,"',
            "office.salutation.fr.any  missing: the salutation where the holder is not known",
        ),
        ('{ any = "Ministre" }', "{}", "office.office.fr  at least one of m, f, any is needed"),
        (
            'role = "ministry"',
            'role = "ministry"\nform = "prosecution.general"',
            (
                "office.form  a form of address for the role ministry begins with it, as in ministry.…, "
                'not "prosecution.general"'
            ),
        ),
        (
            'role = "ministry"',
            'role = "ministry"\nform = "Ministry of Justice"',
            (
                'office.form  "Ministry of Justice" is not a form of address; a role is expected, as in ministry, '
                "or a finer name, as in ministry.justice"
            ),
        ),
        ("body.fr", "body.en", "office.body.fr  missing: the office takes letters in French"),
        ('"ministry"', '"court"', 'office.reply  a court is not asked to answer: reply = "none"'),
        (
            "phones = ",
            'email_none = { source = "the page", on = 2026-11-01 }\nphones = ',
            "office.email_none  there are e-mail addresses, so this must go",
        ),
        ('street = "1 rue du Port"', "", None),
        (
            'lines = ["Ministère"]\nstreet = "1 rue du Port"',
            "",
            "office.postal  an address needs a street or a line above it",
        ),
        ("web_form = {", "#", "office.channels[2]  webform is a channel, but web_form is missing"),
        ("to = 2025-12-31", "to = 2024-12-31", "office.holders[0].to  31 Dec 2024 is before the beginning, 1 Jan 2025"),
        (
            "to = 2025-12-31",
            "seen = 2024-12-31",
            "office.holders[0].seen  31 Dec 2024 is before the beginning, 1 Jan 2025",
        ),
        (
            "to = 2025-12-31",
            "to = 2025-12-31\nseen = 2025-02-01",
            "office.holders[0].seen  there is `to`, so this must go: it is for holders of whom no source says when they left",
        ),
        (
            'source = "the gazette"',
            'source = "the gazette"\n[[office.holders]]\nname = "Ion Mar"\ngender = "m"\nfrom = 2025-12-30\nsource = "x"',
            (
                "office.holders[1]  Ana Sol still holds the office on this holder's first day: "
                "give Ana Sol the day it ended (`to`)"
            ),
        ),
        ('city = "Port-Saint-Aubin"', "", "office.postal.city  missing"),
    ],
)
def test_a_mistake_in_an_authority_is_one_fault_that_says_what_to_do(
    letters: Any, faults_of: FaultsOf, old: str, new: str, said: str | None
) -> None:
    letters.write("authorities/ht.toml", FULL)
    letters.change("authorities/ht.toml", (old, new))
    if said is None:
        assert letters.open().authority("ht/office").postal.street == ""
        return
    faults = faults_of(lambda: letters.open().authority("ht/office"))
    assert [f"{fault.key}  {fault.message}" for fault in faults] == [said]
    assert all(fault.path == "letters/authorities/ht.toml" and fault.line for fault in faults)


def test_a_misspelt_form_of_address_is_found_inside_its_language(letters: Any, faults_of: FaultsOf) -> None:
    letters.write("authorities/ht.toml", FULL)
    letters.change("authorities/ht.toml", ('any = "Madame', 'ayn = "Madame'))
    faults = faults_of(lambda: letters.open().authority("ht/office"))
    assert [f"{fault.key}  {fault.message}" for fault in faults] == [
        "office.salutation.fr.any  missing: the salutation where the holder is not known",
        'office.salutation.fr.ayn  unknown key; did you mean "any"?',
    ]


def test_an_authority_with_a_fault_does_not_hide_its_neighbours(letters: Any, faults_of: FaultsOf) -> None:
    letters.authorities(('role = "ministry"', 'role = "minister"'))
    assert letters.open().authority("xx/port/court").role is Role.COURT
    assert len(faults_of(lambda: letters.open().authorities())) == 1


def test_all_faults_of_all_authorities_come_at_once(letters: Any, faults_of: FaultsOf) -> None:
    letters.authorities(
        ("[justice.minister]", 'note = "x"\n[Justice.minister]'),
        ('role = "court"', 'role = "curt"'),
        ('timezone = "Europe/Paris"', 'timezone = "Paris"'),
    )
    letters.write("authorities/zw.toml", "[a")
    letters.write("authorities/uk.toml", "")
    faults = faults_of(lambda: letters.open().authorities())
    assert [(f.path.rpartition("/")[2], f.key, f.message.id) for f in faults] == [
        ("uk.toml", "", "library.not-country-file"),
        ("xx.toml", "note", "library.outside-entry"),
        ("xx.toml", "Justice", "library.not-slug"),
        ("xx.toml", "port.court.role", "library.not-one-of"),
        ("zw.toml", "", "library.toml-header"),
    ]


def test_authorities_can_be_asked_for_by_country(letters: Any) -> None:
    letters.write("authorities/ht.toml", FULL)
    library = letters.open()
    assert [office.id for office in library.authorities("HT")] == ["ht/office"]
    assert library.authorities("zz") == ()
    assert [office.id for office in library.authorities()] == [
        "ht/office",
        "xx/interior/police",
        "xx/justice/minister",
        "xx/port/court",
        "xx/port/prosecutor",
    ]


@pytest.mark.parametrize(
    "id_", ["xx/port/cour", "xx/port", "xx", "", "xx/../xx/port/court", "XX/port/court", "france/port"]
)
def test_an_id_that_is_not_there_is_a_usage_error(letters: Any, id_: str) -> None:
    with pytest.raises(UsageError) as caught:
        letters.open().authority(id_)
    assert caught.value.message.id == "library.no-authority"


def test_an_unknown_authority_names_what_is_near(letters: Any) -> None:
    with pytest.raises(UsageError) as caught:
        letters.open().authority("xx/port/procurator")
    assert words(caught.value.message).text == (
        'No authority "xx/port/procurator" in the directory. Did you mean xx/port/prosecutor, xx/port/court?'
    )


def test_law_is_given_by_id_and_its_faults_are_named(letters: Any, faults_of: FaultsOf) -> None:
    assert letters.open().laws()["iccpr-6"].in_force(date(1976, 3, 23))
    letters.change("law/treaties.toml", ('name.fr = "article 6 du Pacte"\n', ""), ("valid_from", "valid_form"))
    letters.write(
        "law/zz.toml",
        'x = 1\n[iccpr-6]\nname.en = "x"\ntext.en = "x"\nsource = "x"\n'
        "valid_from = 2020-01-01\nvalid_to = 2019-01-01\n",
    )
    letters.write("law/a.toml", "x")
    faults = faults_of(lambda: letters.open().laws())
    assert [(f.path.rpartition("/")[2], f.key, f.message.id) for f in faults] == [
        ("a.toml", "", "library.toml-equals"),
        ("zz.toml", "x", "library.outside-entry"),
        ("zz.toml", "iccpr-6", "library.twice"),
        ("zz.toml", "iccpr-6.valid_to", "library.before-start"),
    ]


def test_a_law_must_be_named_in_every_language_it_is_told_in(letters: Any, faults_of: FaultsOf) -> None:
    letters.change("law/treaties.toml", ('name.fr = "article 6 du Pacte"\n', ""), ("valid_from", "valid_form"))
    faults = faults_of(lambda: letters.open().laws())
    assert [f"{f.key}  {f.message}" for f in faults] == [
        "iccpr-6.name.fr  missing: the text is there in French",
        'iccpr-6.valid_form  unknown key; did you mean "valid_from"?',
    ]

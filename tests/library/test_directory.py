"""The directory that ships: nothing in it is guessed, and every letter to it finds its way onto an envelope."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

import jsonschema
import pytest

from urgentaction import address
from urgentaction.library import built_in, open_library, schema
from urgentaction.model.authority import Authority, ChannelName, Level, Role

ROOT = built_in().root
OFFICES = open_library([built_in()]).authorities()
PAGE = re.compile(
    r"https?://\S+|\b[\w-]+(\.[\w-]+)*\.(fr|org|com|jp)\b|directory of|one third-party directory file|find_string"
)
SOURCED = {"postal", "email_none", "web_form", "emails", "phones", "fax", "social", "holders"}


def told(place: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every contact, holder and form of a file, whatever the tables around it."""
    if not isinstance(place, dict):
        return
    for key, value in place.items():
        here = f"{path}.{key}"
        if key in SOURCED:
            yield from ((here, row) for row in (value if isinstance(value, list) else [value]))
        elif isinstance(value, dict):
            if "salutation" in value:
                yield here, value
            yield from told(value, here)


def files() -> Iterator[Any]:
    for folder in ("authorities", "forms"):
        for path in sorted((ROOT / folder).glob("*.toml")):
            yield pytest.param(tomllib.loads(path.read_text(encoding="utf-8")), id=f"{folder}/{path.name}")


@pytest.mark.parametrize("data", list(files()))
def test_every_contact_holder_and_form_names_the_page_it_was_read_on(data: dict[str, Any]) -> None:
    found = list(told(data))
    assert found
    assert [path for path, row in found if not PAGE.search(row.get("source", ""))] == []
    assert [path for path, row in found if "general knowledge" in row["source"].lower()] == []


@pytest.mark.parametrize(("folder", "name"), [("authorities", "authority"), ("forms", "forms")])
def test_an_editor_finds_no_fault_in_a_file_that_ships(folder: str, name: str) -> None:
    wanted = schema(name)
    for path in (ROOT / folder).glob("*.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        jsonschema.validate(json.loads(json.dumps(data, default=str)), wanted)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"minstry": {"closing": "x"}, "a": {"role": "x"}}, wanted)


@pytest.mark.parametrize("office", OFFICES, ids=lambda one: one.id)
def test_an_office_has_no_form_of_address_of_its_own_for_that_would_have_no_source(office: Authority) -> None:
    assert {source.key for source in office.forms.values()} - {""} == {s.key for s in office.forms.values()}
    assert all(source.source for source in office.forms.values())


@pytest.mark.parametrize("office", OFFICES, ids=lambda one: one.id)
def test_what_is_called_official_was_looked_at_by_somebody_on_a_page(office: Authority) -> None:
    contacts = [*office.emails, *office.phones, *office.fax, *office.social]
    contacts += [office.web_form] if office.web_form else []
    known = [contact.provenance for contact in contacts]
    known += [office.postal.provenance] if office.postal else []
    for provenance in known:
        if provenance.level is Level.OFFICIAL:
            assert provenance.verified_on
            assert re.search(r"https://[\w.-]*(gouv\.fr|justice\.fr|elysee\.fr)/", provenance.source)


@pytest.mark.parametrize("office", OFFICES, ids=lambda one: one.id)
def test_an_address_fits_its_envelope(office: Authority) -> None:
    if office.postal is None:
        assert ChannelName.POST not in office.channels
        return
    for forms in office.office.values():
        for name in filter(None, (forms.m, forms.f, forms.any)):
            lines = address.lines(office.postal, office=[name], sender_country="FR", language="fr")
            assert len(lines) <= address.LINES
            assert max(map(len, lines)) <= address.WIDTH


@pytest.mark.parametrize("office", OFFICES, ids=lambda one: one.id)
def test_a_writer_is_told_in_both_languages_what_the_office_can_do_and_by_what_rule(office: Authority) -> None:
    for language in ("en", "fr"):
        assert re.search(r"\barts?\.? |https://", office.guidance[language])
    assert office.review_by


def test_no_mail_is_written_to_a_court_or_a_prosecution() -> None:
    judicial = [office for office in OFFICES if office.role in {Role.COURT, Role.PROSECUTION}]
    assert len(judicial) >= 6
    for office in judicial:
        assert not office.emails
        assert set(office.channels) <= {ChannelName.POST, ChannelName.PRINT}


def test_the_offices_of_extradition_and_detention_are_all_there() -> None:
    wanted = {
        f"fr/{city}/{who}" for city in ("aix", "paris", "lyon") for who in ("procureur-general", "premier-president")
    }
    wanted |= {"fr/justice/garde-des-sceaux", "fr/interieur/ministre", "fr/affaires-etrangeres/ministre"}
    wanted |= {"fr/premier-ministre", "fr/president-de-la-republique", "fr/cglpl", "fr/defenseur-des-droits"}
    assert wanted <= {office.id for office in OFFICES}


def test_in_august_2013_the_holders_that_sources_tell_of_give_the_forms() -> None:
    told = {office.id: office.gender_on(date(2013, 8, 2)) for office in OFFICES}
    assert {id_: gender.value for id_, gender in told.items() if gender} == {
        "fr/affaires-etrangeres/ministre": "m",
        "fr/aix/procureur-general": "m",
        "fr/interieur/ministre": "m",
        "fr/justice/garde-des-sceaux": "f",
        "fr/premier-ministre": "m",
        "fr/president-de-la-republique": "m",
    }


def test_nobody_is_believed_to_be_in_office_today_whom_nobody_looked_up() -> None:
    assert [office.id for office in OFFICES if office.holder_on(date(2026, 11, 24))] == []

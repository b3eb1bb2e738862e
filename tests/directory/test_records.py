"""A record means the same in every shape that the directory gives it; what cannot be used is told, never mended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.anything import ANY, JSON
from support.dila import address, as_answered, as_cells, embassy, head, ministry, prefecture, record
from urgentaction.directory.places import Place, iso
from urgentaction.directory.records import Record, read
from urgentaction.model.case import Gender

KINDS = [
    record(),
    prefecture(),
    embassy(),
    ministry(),
    record(adresse=None, telephone=None, pivot=None),
    record(adresse=[], telephone=[], formulaire_contact=[{"libelle": "", "valeur": "https://exemple.example/contact"}]),
    record(adresse=[address(), address(type_adresse="Adresse postale", service_distribution="BP 12")]),
]


def seen(raw: object) -> Record:
    found = read(raw)
    assert found
    return found


@pytest.mark.parametrize("raw", KINDS)
def test_a_record_reads_the_same_as_the_bulk_file_the_interface_and_the_csv_have_it(raw: dict[str, Any]) -> None:
    assert seen(raw) == seen(as_answered(raw)) == seen(as_cells(raw))


def test_a_record_gives_its_id_its_name_its_pivot_and_its_codes_once() -> None:
    found = seen(as_answered(record(code_insee_commune="01998")))
    assert found.name == "Cour d'appel d'Exempleville"
    assert found.types == {"cour_appel"}
    assert found.communes == ("01999", "01998")
    assert found.modified == date(2026, 3, 8)


def test_letters_go_to_the_postal_address_where_there_are_two() -> None:
    both = [
        address(numero_voie="Palais, entrée C"),
        address(type_adresse="Adresse postale", service_distribution="CS 70001", nom_commune="Exempleville Cedex 1"),
    ]
    found = seen(record(adresse=both)).place
    assert found == Place(
        lines=("CS 70001",),
        street="1 place de l'Exemple",
        postcode="01234",
        city="Exempleville",
        cedex="CEDEX 1",
    )
    assert seen(record(adresse=both[::-1])).place == found


def test_of_two_addresses_of_the_same_kind_none_is_chosen_and_that_is_told() -> None:
    found = seen(record(adresse=[address(), address(numero_voie="2 rue d'à côté")]))
    assert found.place is None
    assert [odd.values["field"] for odd in found.odd] == ["adresse"]


def test_the_same_address_twice_is_one() -> None:
    assert seen(record(adresse=[address(), address()])).place


@pytest.mark.parametrize(
    ("written", "city", "cedex"),
    [
        ("Paris CEDEX 01", "Paris", "CEDEX 01"),
        ("Paris Cedex 7", "Paris", "CEDEX 7"),
        ("Exempleville cedex", "Exempleville", "CEDEX"),
        ("Exempleville, Cedex 2", "Exempleville", "CEDEX 2"),
        ("Cédexville", "Cédexville", ""),
        ("Saint-Cedexin", "Saint-Cedexin", ""),
    ],
)
def test_a_cedex_stands_apart_from_its_city(written: str, city: str, cedex: str) -> None:
    found = seen(record(adresse=[address(nom_commune=written)])).place
    assert found
    assert (found.city, found.cedex) == (city, cedex)


def test_what_is_typed_above_the_street_in_the_same_field_is_a_line_above_it() -> None:
    found = seen(record(adresse=[address(complement1="Palais", numero_voie="Cité judiciaire\n2 rue\tHaute")])).place
    assert found
    assert (found.lines, found.street) == (("Palais", "Cité judiciaire"), "2 rue Haute")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", ""),
        ("France", ""),
        ("KAZAKHSTAN", "KZ"),
        (" Corée du Sud", "KR"),
        ("États-Unis", "US"),
        ("Nulle part", None),
    ],
)
def test_a_country_is_known_by_its_french_name(name: str, code: str | None) -> None:
    assert iso(name) == code


def test_an_address_in_a_country_that_is_not_known_is_left_out_and_told() -> None:
    found = seen(record(adresse=[address(pays="Nulle part")]))
    assert found.place is None
    assert len(found.odd) == 1


@pytest.mark.parametrize(
    ("field", "emails"),
    [
        (None, ()),
        ("", ()),
        ([], ()),
        ("[]", ()),
        ("a@exemple.example.org", ("a@exemple.example.org",)),
        (["a@exemple.example.org", "b@exemple.example.org"], ("a@exemple.example.org", "b@exemple.example.org")),
        ('["a@exemple.example.org"]', ("a@exemple.example.org",)),
        ([{"valeur": "a@exemple.example.org"}], ("a@exemple.example.org",)),
        ("https://exemple.example/contact", None),
        ("a at exemple", None),
        (["a@exemple.example.org", "nonsense"], ("a@exemple.example.org",)),
        (7, None),
        ({"deep": {"er": 1}}, None),
    ],
)
def test_an_e_mail_is_a_text_a_list_or_nothing_and_nonsense_says_nothing(field: object, emails: object) -> None:
    assert seen(record(adresse_courriel=field)).emails == emails


def test_where_the_field_was_not_asked_for_nothing_is_known_of_e_mails() -> None:
    raw = record()
    del raw["adresse_courriel"]
    assert seen(raw).emails is None


def test_an_e_mail_in_the_field_of_a_page_is_no_e_mail_and_is_told() -> None:
    found = seen(record(formulaire_contact=[{"libelle": "", "valeur": "a@exemple.example.org"}]))
    assert (found.emails, found.web_form) == ((), "")
    assert [odd.values["field"] for odd in found.odd] == ["formulaire_contact"]


@pytest.mark.parametrize(
    "page", ["www.exemple.example/contact", "javascript:alert(1)", "https://", "https://a b/", "//x"]
)
def test_a_page_without_a_whole_address_is_left_out_and_told(page: str) -> None:
    found = seen(record(formulaire_contact=[{"valeur": page}]))
    assert found.web_form == ""
    assert len(found.odd) == 1


def test_heads_of_office_come_with_their_duty_and_gender() -> None:
    rows = [
        head("Préfète"),
        head("Secrétaire général", "M.", "Max", "MUSTER"),
        head("Sous-préfet", ""),
        {"fonction": "x"},
    ]
    found = seen(as_answered(record(affectation_personne=rows))).heads
    assert [(one.duty, one.name, one.gender) for one in found] == [
        ("Préfète", "Ada EXEMPLE", Gender.F),
        ("Secrétaire général", "Max MUSTER", Gender.M),
    ]


HOSTILE = ["\x1b[2Jx", "abc\u202edef", "a\x00b", "\u2066x", "\ud800", "x\x9b31m"]


@pytest.mark.parametrize("bad", HOSTILE)
def test_a_text_that_would_steer_the_screen_is_never_taken(bad: str) -> None:
    assert read(record(nom=bad)) is None
    found = seen(record(adresse=[address(numero_voie=bad)], telephone=[{"valeur": bad}], adresse_courriel=bad))
    assert (found.place, found.phones, found.emails) == (None, (), None)
    assert [odd.values["field"] for odd in found.odd] == ["adresse", "adresse_courriel", "telephone"]


@pytest.mark.parametrize(
    "raw", [None, 3, [], "x", {}, {"id": "x"}, {"nom": "x"}, {"id": "a b", "nom": "x"}, {"id": 1, "nom": 2}]
)
def test_what_has_no_id_or_no_name_is_no_record(raw: object) -> None:
    assert read(raw) is None


def test_a_record_of_ten_megabytes_is_read_without_its_rubbish() -> None:
    found = seen(record(mission="x" * 10_000_000, adresse="[" * 10_000_000, telephone=["9" * 10_000_000]))
    assert (found.place, found.phones) == (None, ())
    assert all(len(str(odd.values["found"])) < 100 for odd in found.odd)


@given(JSON)
def test_any_json_is_a_record_or_none(raw: object) -> None:
    assert read(raw) is None or isinstance(read(raw), Record)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(record(), ANY)))
def test_any_json_in_any_field_is_read_or_left_out(fields: dict[str, Any]) -> None:
    found = read(record(**fields))
    assert found is None or isinstance(found, Record)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(address(), ANY)))
def test_any_json_in_any_part_of_an_address_is_read_or_left_out(parts: dict[str, Any]) -> None:
    found = seen(record(adresse=[{**address(), **parts}]))
    assert found.place is None or found.place.city

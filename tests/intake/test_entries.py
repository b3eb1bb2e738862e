"""What becomes of the office of a document: an entry that loads, with all that the document gives, or one that is linked."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import scoring  # noqa: E402

from urgentaction.intake import clauses, entries  # noqa: E402
from urgentaction.intake.found import Found, Layout, Target, Value  # noqa: E402
from urgentaction.intake.lines import Line  # noqa: E402
from urgentaction.library.authority_rules import authority_problems  # noqa: E402
from urgentaction.library.authority_schema import authority_of  # noqa: E402
from urgentaction.model.authority import Authority, Level, Role, provenances  # noqa: E402
from urgentaction.model.case import Gender  # noqa: E402

DAY = date(2026, 11, 20)
DOCUMENTS = sorted(
    path
    for folder in ("corpus", "other_hand", "ours")
    for path in (HERE / folder).iterdir()
    if path.suffix in {".txt", ".html"}
)


def value(said: Any, said_as: str = "") -> Value[Any]:
    return Value(said, said_as or str(said), Line(str(said), 1))


def texts(*said: str) -> tuple[Value[str], ...]:
    return tuple(map(value, said))


MINISTER = Target(
    office=value("Minister of Harbours"),
    holder=value("Ms Ada Quay"),
    postal=texts("Quay Palace", "4 Quay Street", "1000 Port Saint-Aubin", "Belgium"),
    emails=texts("minister@harbours.example.org", "cabinet@harbours.example.org"),
    phones=texts("+32 555 01 01"),
    fax=texts("+32 555 01 02"),
    social=texts("@harbours"),
    web_form=value("www.harbours.example.org/write"),
    salutations=(("en", value("Dear Minister")), ("fr", value("Madame la Ministre"))),
)
FOUND = Found(
    layout=Layout.SHEET,
    language="en",
    publisher=value("Lantern Network"),
    index=value("EUR 14/0412/2026"),
    issued=value(DAY, "20 November 2026"),
    deadline=value(date(2026, 12, 31)),
    languages=(value("fr"), value("en")),
)


def made(target: Target = MINISTER, found: Found = FOUND, country: str = "BE") -> Authority:
    entry, dropped = entries.sound(entries.entry(target, entries.source(found, DAY), country), "be/harbours")
    assert dropped == []
    assert list(authority_problems(entry)) == []
    return authority_of(entry, id_="be/harbours", library="user")


def test_an_entry_has_all_that_the_document_gives() -> None:
    office = made()
    assert office.role is Role.MINISTRY
    assert office.office["en"].any == "Minister of Harbours"
    assert office.postal is not None
    assert (office.postal.lines, office.postal.street) == (("Quay Palace",), "4 Quay Street")
    assert [one.value for one in office.emails] == ["minister@harbours.example.org", "cabinet@harbours.example.org"]
    assert [one.value for one in (*office.phones, *office.fax)] == ["+32 555 01 01", "+32 555 01 02"]
    assert [one.value for one in office.social] == ["@harbours"]
    assert office.web_form is not None
    assert office.web_form.value == "https://www.harbours.example.org/write"
    assert {code: forms.any for code, forms in office.salutation.items()} == {
        "en": "Dear Minister,",
        "fr": "Madame la Ministre,",
    }
    assert office.languages == ("en", "fr")
    assert {(one.level, one.source) for one in provenances(office)} == {
        (Level.PUBLISHED, "Lantern Network EUR 14/0412/2026 20 November 2026")
    }


def test_whoever_holds_it_is_known_for_the_day_of_the_document_and_no_other() -> None:
    office = made()
    (holder,) = office.holders
    assert (holder.name, holder.gender, holder.seen) == ("Ada Quay", Gender.F, DAY)
    assert office.gender_on(DAY) is Gender.F
    assert office.gender_on(DAY + timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("said", "name", "gender"),
    [
        ("Mr Selwyn Achong", "Selwyn Achong", "m"),
        ("M. Joris Peeterbroeck", "Joris Peeterbroeck", "m"),
        ("Mme Josiane Kalborn", "Josiane Kalborn", "f"),
        ("Sra. Odilie Carranza", "Odilie Carranza", "f"),
        ("Dra. Minerva Olivares", "Dra. Minerva Olivares", "f"),
        ("Dr Karmena Buttigieg", "Dr Karmena Buttigieg", "x"),
        ("Lic. Bernal Quirós", "Lic. Bernal Quirós", "x"),
        ("Marcela Iturbide", "Marcela Iturbide", "x"),
        ("Mrinalini Sen", "Mrinalini Sen", "x"),
        ("Srinivas Rao", "Srinivas Rao", "x"),
    ],
)
def test_a_gender_is_what_a_title_says_never_what_a_name_seems(said: str, name: str, gender: str) -> None:
    (holder,) = made(replace(MINISTER, holder=value(said))).holders
    assert (holder.name, holder.gender.value) == (name, gender)


def test_english_ends_a_letter_as_it_begins() -> None:
    named = replace(MINISTER, salutations=(("en", value("Dear Ms Oldcastle")),))
    nobody = replace(MINISTER, salutations=(("en", value("Dear Sir or Madam")),))
    assert made(named).closing == {"en": "Yours sincerely,"}
    assert made(nobody).closing == {"en": "Yours faithfully,"}


def test_of_two_salutations_in_a_language_the_first_is_used() -> None:
    both = (("en", value("Dear Minister")), ("en", value("Your Excellency")))
    assert made(replace(MINISTER, salutations=both)).salutation["en"].any == "Dear Minister,"


def test_contacts_are_good_until_the_deadline_and_without_one_for_half_a_year() -> None:
    assert made().review_by == date(2026, 12, 31)
    assert made(found=replace(FOUND, deadline=None)).review_by == DAY + timedelta(days=180)
    assert made(found=replace(FOUND, deadline=None, issued=None)).review_by == DAY + timedelta(days=180)


def test_an_embassy_in_another_country_is_whose_it_is() -> None:
    embassy = Target(
        office=value("Embassy of Belgium"), postal=texts("9 Rue de Tilsitt", "75017 Paris", "France"), copy=True
    )
    assert entries.home(embassy, "BE") == "FR"
    assert entries.id_of(embassy, "FR") == "fr/embassy/be"
    office = made(embassy, country="FR")
    assert (office.role, office.represents) == (Role.EMBASSY, "BE")


@pytest.mark.parametrize(
    ("office", "role"),
    [
        ("President of the Republic", Role.HEAD_OF_STATE),
        ("Presidenta de Honduras", Role.HEAD_OF_STATE),
        ("President", Role.HEAD_OF_STATE),
        ("Presidenta de la Comisión de Libertad de Expresión", Role.OTHER),
        ("Minister of Justice and Attorney General", Role.MINISTRY),
        ("Ministre de la Justice, Garde des Sceaux", Role.MINISTRY),
        ("Procureur général près la Cour d'appel", Role.PROSECUTION),
        ("Chief Justice", Role.COURT),
        ("Director of Prisons", Role.PRISON),
        ("Prime Minister", Role.HEAD_OF_GOVERNMENT),
        ("Governor of Oaxaca", Role.OTHER),
    ],
)
def test_what_an_office_does_is_told_by_its_words(office: str, role: Role) -> None:
    assert entries.role(Target(office=value(office))) is role


def test_what_no_file_can_hold_is_left_out_and_named() -> None:
    damaged = replace(MINISTER, emails=texts("minister..office@harbours.example.org", "cabinet@harbours.example.org"))
    entry, dropped = entries.sound(entries.entry(damaged, entries.source(FOUND, DAY), "BE"), "be/harbours")
    assert dropped == ["minister..office@harbours.example.org"]
    assert [one["address"] for one in entry["emails"]] == ["cabinet@harbours.example.org"]
    alone = replace(MINISTER, emails=damaged.emails[:1])
    entry, _ = entries.sound(entries.entry(alone, entries.source(FOUND, DAY), "BE"), "be/harbours")
    assert entry["channels"] == ["post", "webform", "print"]


def test_an_office_that_says_the_same_differs_in_nothing() -> None:
    assert list(entries.differences(MINISTER, made())) == []


@pytest.mark.parametrize(
    ("changed", "keys"),
    [
        ({"emails": texts("new@harbours.example.org")}, ["emails"]),
        ({"phones": texts("+32 (0)555 01 99")}, ["phones"]),
        ({"phones": texts("+32-555-0101")}, []),
        ({"web_form": value("https://harbours.example.org/write/")}, []),
        ({"web_form": value("https://harbours.example.org/other")}, ["web_form"]),
        ({"social": texts("@quays")}, ["social"]),
        ({"postal": texts("Quay Palace", "5 Quay Street", "1000 Port Saint-Aubin")}, ["postal"]),
        ({"postal": ()}, []),
        ({"holder": value("Mr Ben Pier")}, ["holders"]),
        ({"salutations": (("en", value("Your Excellency:")), ("fr", value("Madame la Ministre")))}, ["salutation.en"]),
    ],
)
def test_each_difference_is_named(changed: dict[str, Any], keys: list[str]) -> None:
    assert [key for key, _, _ in entries.differences(replace(MINISTER, **changed), made())] == keys


def test_an_office_is_known_by_its_mail_by_its_words_and_by_its_id() -> None:
    office = replace(made(), id="be/minister-of-harbours")
    assert entries.known(replace(MINISTER, office=value("The Minister")), [office], "BE") is office
    assert entries.known(replace(MINISTER, emails=()), [office], "BE") is office
    assert entries.known(replace(MINISTER, emails=(), office=value("Minister, of Harbours")), [office], "BE") is office
    assert entries.known(replace(MINISTER, emails=()), [office], "FR") is None
    assert entries.known(replace(MINISTER, emails=(), office=value("Minister of Quays")), [office], "BE") is None


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_office_of_every_document_makes_an_entry_that_loads(path: Path) -> None:
    _, found = scoring.read(path)
    for target in found.targets:
        country = entries.home(target, found.country.value if found.country else "") or "XX"
        entry, _ = entries.sound(entries.entry(target, entries.source(found, DAY), country), "xx/office")
        assert list(authority_problems(entry)) == []
        authority_of(entry, id_=entries.id_of(target, country), library="user")


@pytest.mark.parametrize(
    ("said", "language", "clause"),
    [
        ("Investiguen las amenazas", "es", "velar por que las autoridades investiguen las amenazas"),
        ("que liberen de inmediato a Ana", "es", "velar por que las autoridades liberen de inmediato a Ana"),
        ("no extraditen a Ana", "es", "velar por que las autoridades no extraditen a Ana"),
        ("le permitan ver a su familia", "es", "velar por que las autoridades le permitan ver a su familia"),
        ("se investiguen las amenazas", "es", "velar por que se investiguen las amenazas"),
        ("que Ana reciba protección", "es", "velar por que Ana reciba protección"),
        ("garantizar un examen médico", "es", "garantizar un examen médico"),
        ("poner en libertad a Ana", "es", "poner en libertad a Ana"),
        ("orden de liberar a Ana", "es", "orden de liberar a Ana"),
        ("qu'Ana soit libérée", "fr", "de veiller à ce qu'Ana soit libérée"),
        ("la puesta en libertad de Ana", "es", "garantizar la puesta en libertad de Ana"),
        ("Una investigación imparcial", "es", "garantizar una investigación imparcial"),
        ("la dejen en libertad", "es", "velar por que las autoridades la dejen en libertad"),
        (
            "abrir una investigación y a publicar sus resultados",
            "es",
            "abrir una investigación y publicar sus resultados",
        ),
        ("dar agua a Ana y a Rosa", "es", "dar agua a Ana y a Rosa"),
        ("la libération d'Ana", "fr", "de garantir la libération d'Ana"),
        ("Une enquête impartiale", "fr", "de garantir une enquête impartiale"),
        ("l'ouverture d'une enquête", "fr", "de garantir l'ouverture d'une enquête"),
        ("les libérer sans délai", "fr", "de les libérer sans délai"),
        ("leur permettre de voir un avocat", "fr", "de leur permettre de voir un avocat"),
        ("l'autoriser à voir un avocat", "fr", "de l'autoriser à voir un avocat"),
        ("Ensure that Ana is free", "en", "ensure that Ana is free"),
        ("A prompt investigation", "en", "ensure a prompt investigation"),
        ("the release of Ana", "en", "ensure the release of Ana"),
        ("allow Ana to leave", "en", "allow Ana to leave"),
    ],
)
def test_a_demand_goes_on_from_the_lead_of_a_letter(said: str, language: str, clause: str) -> None:
    assert clauses.printed(said, language) == clause

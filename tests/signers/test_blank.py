"""An empty list: what Excel saves of it is read back without a fault, in both flavours."""

from __future__ import annotations

import io
from datetime import date

import pytest

from urgentaction.errors import UsageError, UserError
from urgentaction.model.case import Privacy
from urgentaction.model.signer import Signer
from urgentaction.signers import Row, blank, blank_columns, languages, privacy_choices, read
from urgentaction.signers import names as column_names
from urgentaction.signers.values import privacy as understood

CASE = "example-2026"
TODAY = date(2026, 11, 24)
FRENCH = (
    'Élise;Lefèvre-Dubois;"12, rue de l’Église";6000;Nice;elise@example.org;"Je suis ; je reste.";{privacy};24/11/2026'
)
ENGLISH = 'Élise,Lefèvre-Dubois,"12, rue de l’Église",6000,Nice,elise@example.org,"I am, I stay.",{privacy},24/11/2026'
LINES = {"fr": FRENCH, "en": ENGLISH}


def rows(data: bytes, **further: str) -> list[Row]:
    return list(read(io.BytesIO(data), case=CASE, today=TODAY, country="FR", **further))


def signed(row: Row) -> Signer:
    assert not row.faults, row.faults
    assert row.signer
    return row.signer


def consented(row: Row) -> str:
    consent = signed(row).consent
    return consent.case if consent else ""


def as_saved(language: str, encoding: str, *, ends: str = "\r\n") -> bytes:
    """What Excel writes when a person has filled in a line for each choice of privacy and saves."""
    text = blank(language, case=CASE, privacy=Privacy.FULL).decode("utf-8-sig").replace("\r\n", ends)
    filled = [
        LINES[language].format(privacy=choice).replace("elise", f"elise{n}").replace("Élise", f"Élise {'ABC'[n]}")
        for n, choice in enumerate(privacy_choices(language, Privacy.FULL))
    ]
    return (text + "".join(line + ends for line in filled)).encode(encoding)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-8", "utf-16"])
def test_a_filled_in_list_is_read_back_without_a_fault(language: str, encoding: str) -> None:
    found = [signed(row) for row in rows(as_saved(language, encoding))]
    assert [signer.privacy for signer in found] == list(Privacy)
    first = found[0]
    assert (first.name, first.street) == ("Élise A Lefèvre-Dubois", "12, rue de l’Église")
    assert (first.postcode, first.city, first.email) == ("06000", "Nice", "elise0@example.org")
    assert first.consent is not None
    assert (first.consent.case, first.consent.on) == (CASE, TODAY)
    assert first.message
    assert not first.values


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_list_opens_in_the_excel_of_its_country(language: str) -> None:
    data = blank(language, case=CASE, privacy=Privacy.FULL)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert data.count(b";" if language == "fr" else b",") == len(blank_columns(language, Privacy.FULL)) - 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_list_has_no_signer_yet(language: str) -> None:
    with pytest.raises(UserError) as nothing:
        rows(blank(language, case=CASE, privacy=Privacy.FULL))
    assert nothing.value.message.id == "signers.no-rows"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_title_is_one_of_our_columns_and_every_choice_is_understood(language: str) -> None:
    for column in blank_columns(language, Privacy.FULL):
        assert column_names.is_known(column.title), column
    assert [understood(choice) for choice in privacy_choices(language, Privacy.FULL)] == list(Privacy)
    assert set(languages()) == {"fr", "en"}


@pytest.mark.parametrize(
    ("privacy", "missing"),
    [
        (Privacy.FULL, set()),
        (Privacy.INITIALS_TOWN, {"street", "email"}),
        (Privacy.NAME_ONLY, {"street", "email", "city", "privacy"}),
    ],
)
def test_no_more_is_asked_than_the_letter_shows(privacy: Privacy, missing: set[str]) -> None:
    everything = {column.field for column in blank_columns("fr", Privacy.FULL)}
    assert everything - {column.field for column in blank_columns("fr", privacy)} == missing
    assert [understood(choice) for choice in privacy_choices("en", privacy)] == list(Privacy)[
        list(Privacy).index(privacy) :
    ]


def test_a_consent_to_another_case_is_not_taken_for_this_one() -> None:
    other = as_saved("fr", "utf-8-sig").replace(CASE.encode(), b"other-2025")
    with pytest.raises(UsageError) as unsaid:
        rows(other)
    assert unsaid.value.message.id == "signers.no-case"


def test_what_else_stands_in_brackets_names_no_case() -> None:
    dated = as_saved("fr", "utf-8-sig").replace(CASE.encode(), b"jj/mm/aaaa")
    assert {consented(row) for row in rows(dated, consent_for=CASE)} == {CASE}
    with pytest.raises(UsageError):
        rows(dated)


def test_a_list_that_is_only_looked_at_says_to_which_case_its_people_agreed() -> None:
    found = read(io.BytesIO(as_saved("fr", "utf-8-sig")), case=None, today=TODAY, country="FR")
    assert not found.remarks
    assert {consented(row) for row in found} == {CASE}

"""Who can sign, who is skipped and why, what a person should look at."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from urgentaction import signers
from urgentaction.errors import UsageError, UserError
from urgentaction.model.case import Privacy
from urgentaction.model.signer import Consent, Signer

Read = Callable[..., signers.Rows]
Ids = Callable[[Any], list[str]]


def test_a_whole_row_becomes_a_signer(read: Read) -> None:
    sheet = (
        "name,email,street,postcode,city,country,language,pronouns,about,message,consent,case,privacy,id,Local group\n"
        "Élise Lefèvre,Elise@EXAMPLE.org,12 rue X,69001,Lyon,France,fr,elle,a nurse from Lyon,Do act.,24/11/2026,EX,"
        "initials-town,42,Lyon 3\n"
    )
    (row,) = read(sheet, consent_for=None)
    assert row.signer == Signer(
        name="Élise Lefèvre",
        email="Elise@example.org",
        street="12 rue X",
        postcode="69001",
        city="Lyon",
        country="FR",
        language="fr",
        pronouns="elle",
        about="a nurse from Lyon",
        message="Do act.",
        consent=Consent(case="ex", on=date(2026, 11, 24)),
        privacy=Privacy.INITIALS_TOWN,
        id="42",
        values={"Local group": "Lyon 3"},
        row=2,
    )
    assert (row.line, row.skipped, row.faults, row.remarks) == (2, None, (), ())


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("", "consent-empty"),
        ("non", "consent-no"),
        ("oui", "consent-undated"),
        ("✓", "consent-undated"),
        ("peut-être", "day-unknown"),
        ("11/25/2026", "day-unknown"),
        ("25/11/2026", "day-to-come"),
    ],
)
def test_without_a_consent_of_a_day_nobody_signs(read: Read, ids: Ids, cell: str, fault: str) -> None:
    (row,) = read(f"name;consent\nRose Martin;{cell}\n")
    assert row.signer is None
    assert ids(row.faults) == [fault]
    assert row.skipped == row.faults[0]


@pytest.mark.parametrize(
    ("cells", "fault"), [("oui;24/11/2026", ""), ("oui;", "consent-undated"), (";24/11/2026", "consent-empty")]
)
def test_a_yes_takes_its_day_from_the_column_date(read: Read, ids: Ids, cells: str, fault: str) -> None:
    (row,) = read(f"name;accord;date\nRose Martin;{cells}\n")
    assert ids(row.faults) == ([fault] if fault else [])
    assert (row.signer is not None) == (not fault)


def test_a_consent_to_another_case_is_none(read: Read, ids: Ids) -> None:
    sheet = "name;consent;case\nRose Martin;2026-11-24;other-2020\nIda Roux;2026-11-24;EX\nMax Petit;2026-11-24;\n"
    assert [ids(row.faults) for row in read(sheet, consent_for=None)] == [
        ["consent-other-case"],
        [],
        ["consent-no-case"],
    ]


def test_consent_for_speaks_for_rows_that_name_no_case_only(read: Read, ids: Ids) -> None:
    sheet = "name;consent;case\nRose Martin;2026-11-24;other-2020\nMax Petit;2026-11-24;\n"
    assert [ids(row.faults) for row in read(sheet)] == [["consent-other-case"], []]
    assert [ids(row.faults) for row in read(sheet, consent_for="another")] == [
        ["consent-other-case"],
        ["consent-other-case"],
    ]


def test_a_sheet_that_names_no_case_is_refused_with_the_flag_to_add(read: Read) -> None:
    with pytest.raises(UsageError) as caught:
        read("name;consent\nRose Martin;2026-11-24\n", consent_for=None)
    assert caught.value.message.id == "signers.no-case"


def test_looking_at_a_sheet_needs_no_case(read: Read, ids: Ids) -> None:
    rows = read("name;consent\nRose Martin;2026-11-24\n", case=None, consent_for=None)
    assert ids(rows.remarks) == ["consents-unnamed"]
    (row,) = rows
    assert row.signer is not None
    assert row.signer.consent is None
    named = read("name;consent;case\nA B;2026-11-24;one\nC D;2026-11-24;\n", case=None, consent_for=None)
    assert [(row.signer and row.signer.consent, ids(row.remarks)) for row in named] == [
        (Consent(case="one", on=date(2026, 11, 24)), []),
        (None, ["consent-unnamed"]),
    ]


@pytest.mark.parametrize(
    ("sheet", "id_"),
    [
        ("", "empty"),
        ("\n \n;;;\n", "empty"),
        ("name;consent\n", "no-rows"),
        ("name;consent\n;;\n", "no-rows"),
        ("email;consent\na@example.org;2026-11-24\n", "no-name"),
        ("name;email\nRose Martin;a@example.org\n", "no-consent"),
        ("name;consent;name\nA;B;C\n", "column-twice"),
        ('name;consent\n"Rose;2026-11-24\n', "open-quote"),
    ],
)
def test_a_sheet_that_is_wrong_as_a_whole_is_refused_at_once(read: Read, sheet: str, id_: str) -> None:
    with pytest.raises(UserError) as caught:
        read(sheet)
    assert caught.value.message.id == f"signers.{id_}"


def test_every_fault_of_a_row_is_named(read: Read, ids: Ids) -> None:
    (row,) = read("name;email;country;privacy;consent\n=x;a@b, c@d;Atlantis;anonymous;\n")
    assert ids(row.faults) == ["consent-empty", "name-formula", "email-several", "country-unknown", "privacy-unknown"]


def test_a_misspelt_wish_for_privacy_never_becomes_a_full_letter(read: Read) -> None:
    (row,) = read("name;privacy;consent\nRose Martin;initals-town;2026-11-24\n")
    assert row.signer is None


def test_the_same_e_mail_or_id_is_one_signer(read: Read, ids: Ids) -> None:
    sheet = (
        "id;email;name;consent\n"
        "7;rose@example.org;Rose Martin;2026-11-24\n"
        "8;ROSE@example.org;R. Martin;2026-11-24\n"
        "7;other@example.org;Rosie;2026-11-24\n"
        "8;third@example.org;Rosette;2026-11-24\n"
        ";other@example.org;Rosalie;2026-11-24\n"
        "9;;Ida Roux;2026-11-24\n"
    )
    rows = list(read(sheet))
    assert [ids(row.faults) for row in rows] == [[], ["same-email"], ["same-id"], ["same-id"], ["same-email"], []]
    assert [fault.values["line"] for row in rows for fault in row.faults] == [2, 2, 2, 2]


def test_a_row_that_was_skipped_does_not_stand_in_the_way_of_a_better_one(read: Read) -> None:
    sheet = "email;name;consent\nrose@example.org;Rose Martin;\nrose@example.org;Rose Martin;2026-11-24\n"
    assert [row.signer is not None for row in read(sheet)] == [False, True]


def test_the_same_name_and_postcode_is_something_to_look_at(read: Read, ids: Ids) -> None:
    sheet = (
        "name;postcode;consent\n"
        "Élise Lefèvre;69001;2026-11-24\n"
        "elise lefevre;69 001;2026-11-24\n"
        "Élise Lefèvre;;2026-11-24\n"
    )
    rows = list(read(sheet, country="FR"))
    assert [ids(row.remarks) for row in rows] == [[], ["same-name"], []]
    assert rows[1].remarks[0].values["line"] == 2
    assert all(row.signer for row in rows)


def test_rows_whose_cells_moved_are_skipped(read: Read, ids: Ids) -> None:
    sheet = 'name,street,city,consent\nRose,1, rue X,Nice,2026-11-24\nIda,1 rue Y,Nice,2026-11-24,,,\nMax,"a\nb"\n'
    assert [ids(row.faults) for row in read(sheet)] == [["too-many-cells"], [], ["run-together"]]


def test_a_neighbours_row_never_ends_up_in_a_message(read: Read, ids: Ids) -> None:
    sheet = 'name,email,message,consent\nRose,r@example.org,"Hello,2026-11-24\nIda,i@example.org,Bye",2026-11-24\n'
    assert [ids(row.faults) for row in read(sheet)] == [["run-together"]]
    honest = 'name,message,consent\nRose,"Dear all, please act.\nNow, not later.",2026-11-24\n'
    assert [ids(row.faults) for row in read(honest)] == [[]]


def test_cells_that_are_missing_at_the_end_are_empty(read: Read, ids: Ids) -> None:
    assert [ids(row.faults) for row in read("name;consent;city\nRose Martin;2026-11-24\nIda\n")] == [
        [],
        ["consent-empty"],
    ]


def test_the_country_of_the_group_stands_in_where_a_row_has_none(read: Read) -> None:
    rows = read("name;postcode;country;consent\nA B;6000;;2026-11-24\nC D;6000;Belgique;2026-11-24\n", country="FR")
    found = [row.signer for row in rows if row.signer]
    assert [(signer.country, signer.postcode) for signer in found] == [("FR", "06000"), ("BE", "6000")]


def test_an_odd_postcode_and_an_unknown_language_are_only_remarked_upon(read: Read, ids: Ids) -> None:
    (row,) = read("name;postcode;country;language;consent\nA B;75OO1;FR;gibberish;2026-11-24\n")
    assert row.signer is not None
    assert row.signer.language == ""
    assert ids(row.remarks) == ["postcode-odd", "language-unknown"]


def test_columns_are_told_as_the_sheet_calls_them(read: Read) -> None:
    rows = read("Prénom;Nom;Groupe;Accord\nRose;;;24/11/2026\n;;x;24/11/2026\n")
    assert rows.columns == ("Prénom", "Nom", "Groupe", "Accord")
    first, second = rows
    assert first.signer is not None
    assert first.signer.name == "Rose"
    assert second.faults[0].values == {"column": "Prénom Nom"}


def test_a_file_is_closed_when_nobody_reads_on(tmp_path: Path) -> None:
    path = tmp_path / "signers.csv"
    path.write_text("name;consent\n" + "Rose Martin;2026-11-24\n" * 10_000, encoding="utf-8")
    rows = signers.read(path, case="ex", consent_for="ex", today=date(2026, 11, 24))
    assert next(rows).line == 2
    gone = weakref.ref(rows)
    del rows
    gc.collect()  # pytest turns a ResourceWarning about a file left open into a failure
    assert gone() is None


def test_a_stream_stays_open_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "signers.csv"
    path.write_text("name;consent\nRose Martin;2026-11-24\n", encoding="utf-8")
    with path.open("rb") as stream:
        assert len(list(signers.read(stream, case="ex", consent_for="ex", today=date(2026, 11, 24)))) == 1
        assert not stream.closed

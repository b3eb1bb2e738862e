"""Sheets as real people and programs make them, and what becomes of each of their rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from urgentaction import signers
from urgentaction.errors import UserError

CORPUS = Path(__file__).parent / "corpus"

EXPECTED: dict[str, list[tuple[int, str]]] = {
    "excel-francais-1252.csv": [
        (2, "Élise Lefèvre-Dubois"),
        (3, "François N'Guyen"),
        (4, "consent-no"),
        (6, "Noël Garçon"),
    ],
    "excel-utf8-bom-sep.csv": [(3, "Jürgen Weiß"), (7, "Anna Groß"), (8, "Ömer Çelik")],
    "excel-unicode-text.txt": [(2, "José María García Núñez"), (3, "country-unknown"), (4, "consent-undated")],
    "google-forms.csv": [
        (2, "Aoife Ní Bhriain"),
        (4, "Tom O’Neill"),
        (5, "same-email"),
        (6, "consent-empty email-bad"),
    ],
    "titre-au-dessus.csv": [(4, "Zoé Ait-Ahmed"), (5, "René Le Goff"), (6, "Zoé Aït-Ahmed")],
    "mac.csv": [(2, "Rose Martin"), (3, "Ida Roux")],
    "pasted-together.csv": [(2, "Élise Lefèvre"), (3, "Zoé Müller"), (4, "garbled"), (5, "damaged")],
    "hostile.csv": [
        (2, "name-formula"),
        (3, "email-several"),
        (4, "line-break name-odd"),
        (6, "name-formula"),
        (7, "control"),
        (8, "control"),
        (9, "name-odd"),
        (10, "privacy-unknown"),
        (11, "country-near"),
        (12, "day-to-come"),
        (13, "day-unknown"),
        (14, "Ann Jay"),
        (15, "too-many-cells"),
        (16, "name-letters"),
        (17, "Ann Ell"),
    ],
    "stray-quotes.csv": [(2, "run-together"), (4, "Max Petit")],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_row_of_the_corpus_is_a_signer_or_skipped_for_its_reasons(name: str) -> None:
    assert [(row.line, _became(row)) for row in _read(name)] == EXPECTED[name]


def test_every_file_of_the_corpus_is_looked_at() -> None:
    assert {path.name for path in CORPUS.glob("[!.]*")} == {*EXPECTED, "open-quote.csv"}


def test_a_sheet_of_a_french_spreadsheet_keeps_accents_and_gives_the_zero_back() -> None:
    first, second, *_ = [row for row in _read("excel-francais-1252.csv") if row.signer]
    assert first.signer is not None
    assert second.signer is not None
    assert (first.signer.postcode, first.signer.city, first.signer.country) == ("06000", "Nice", "FR")
    assert [(note.id, note.values["found"]) for note in first.remarks] == [("signers.postcode-zero", "6000")]
    assert second.signer.street == "3 allée des Œillets"
    assert first.signer.values == {"Civilité": "Mme"}


def test_a_german_sheet_keeps_the_two_lines_of_an_address_and_each_wish_for_privacy() -> None:
    found = [row.signer for row in _read("excel-utf8-bom-sep.csv") if row.signer]
    assert found[0].street == "Hinterhaus\nKönigstraße 5"
    assert found[0].message == "Ich bin Ärztin. Bitte handeln Sie."
    assert [signer.privacy.value for signer in found] == ["full", "initials-town", "name-only"]
    assert [signer.consent.on.day for signer in found if signer.consent] == [24, 23, 24]


def test_a_spanish_sheet_in_utf_16_is_read_in_its_language() -> None:
    first = next(_read("excel-unicode-text.txt"))
    assert first.signer is not None
    assert (first.signer.country, first.signer.language, first.signer.pronouns) == ("ES", "es", "él")
    assert first.signer.postcode == "08001"


def test_a_form_that_says_yes_takes_the_day_of_its_timestamp() -> None:
    first = next(_read("google-forms.csv"))
    assert first.signer is not None
    assert first.signer.consent is not None
    assert first.signer.consent.on == date(2026, 11, 23)
    assert first.signer.about == "a nurse from Galway"
    assert first.signer.values == {"How did you hear of us?": "stall, poster"}


def test_titles_above_the_header_are_left_out_and_said() -> None:
    rows = _read("titre-au-dessus.csv")
    assert [(note.id, note.values["line"]) for note in rows.remarks] == [("signers.above", 3)]
    *_, last = rows
    assert [(note.id, note.values["line"]) for note in last.remarks] == [("signers.same-name", 4)]


def test_an_open_quotation_mark_ends_the_reading_at_its_line() -> None:
    rows = _read("open-quote.csv")
    assert [next(rows).line, next(rows).line] == [2, 3]
    with pytest.raises(UserError) as caught:
        next(rows)
    assert caught.value.message.id == "signers.open-quote"
    assert caught.value.message.values["line"] == 4


def _read(name: str) -> signers.Rows:
    country = "FR" if name == "excel-francais-1252.csv" else ""
    day = date(2026, 11, 24)
    return signers.read(CORPUS / name, case="example-2026", consent_for="example-2026", today=day, country=country)


def _became(row: signers.Row) -> str:
    assert (row.signer is None) == bool(row.skipped)
    return row.signer.name if row.signer else " ".join(fault.id.removeprefix("signers.") for fault in row.faults)

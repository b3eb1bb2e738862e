"""The sheet of a stall: one side to sign, the letters on the other, tagged, and no more asked than is shown."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pdfplumber
import pytest

from urgentaction.documents import stall
from urgentaction.documents.stall import Stall
from urgentaction.errors import UserError
from urgentaction.model.letter import Document, Letter

ON = date(2026, 11, 24)
COLUMNS = (
    ("given", "Prénom"),
    ("surname", "Nom"),
    ("street", "Adresse"),
    ("postcode", "Code postal"),
    ("city", "Ville"),
    ("email", "Courriel"),
    ("message", "Mes mots"),
    ("privacy", "Confidentialité"),
    ("consent", "Signé le"),
)


@pytest.fixture(scope="module")
def layout(pdf_layout: Path) -> Path:
    return pdf_layout.with_name("sheet.typ")


@pytest.fixture
def sheet(french: Letter) -> Stall:
    return Stall(
        language="fr",
        title="Karvanie : une journaliste menacée d'extradition",
        summary="Leïla Haddad, journaliste, est détenue depuis le 12 juin 2026. Un État voisin demanderait son extradition.",
        demands=("de suspendre toute mesure d'extradition", "de la libérer sans condition"),
        offices=("Ministre de la Justice", "Président de la République"),
        columns=COLUMNS,
        choices=("tout", "initiales et ville", "nom seul"),
        letters=(french, replace(french, office="Président de la République")),
        sent_in=("fr",),
        group="Groupe 27",
        contact="groupe_27@example.org",
        deadline=date(2026, 12, 24),
    )


def pages(document: Document) -> list[str]:
    with pdfplumber.open(io.BytesIO(document.data)) as pdf:
        return [" ".join((page.extract_text() or "").split()) for page in pdf.pages]


def test_one_landscape_side_to_sign_and_two_letters_behind_it(sheet: Stall, layout: Path) -> None:
    document = stall.pdf(sheet, layout=layout, on=ON)
    assert document.pages == 2
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document.data
    with pdfplumber.open(io.BytesIO(document.data)) as pdf:
        assert [(round(page.width), round(page.height)) for page in pdf.pages] == [(842, 595)] * 2
    front, back = pages(document)
    for _, title in COLUMNS[:6]:
        assert title in front
    assert "Signé le" in front
    assert "Signature" in front
    assert "Lettre à : Ministre de la Justice ; Président de la République" in front.replace("\u202f", " ").replace(
        "\u00a0", " "
    )
    assert back.count("Haddad") >= 4


def test_there_is_room_for_eight_to_write_by_hand(sheet: Stall, layout: Path) -> None:
    front = pages(stall.pdf(sheet, layout=layout, on=ON))[0]
    assert front.count("La lettre montre") >= 8
    assert front.count("initiales et ville") == front.count("La lettre montre")


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_two_letters_share_a_page(sheet: Stall, layout: Path, count: int) -> None:
    some = replace(sheet, letters=tuple(sheet.letters[n % 2] for n in range(count)))
    assert stall.pdf(some, layout=layout, on=ON).pages == 1 + (count + 1) // 2


def test_what_the_letter_does_not_show_is_not_asked(sheet: Stall, layout: Path) -> None:
    fewer = tuple(column for column in COLUMNS if column[0] not in {"street", "email", "city", "privacy"})
    front = pages(stall.pdf(replace(sheet, columns=fewer, choices=("nom seul",)), layout=layout, on=ON))[0]
    assert "Adresse" not in front
    assert "Courriel" not in front
    assert "La lettre montre" not in front
    assert "Code postal" in front


def test_another_language_of_the_letter_is_said(sheet: Stall, layout: Path) -> None:
    assert "Elle part en" not in pages(stall.pdf(sheet, layout=layout, on=ON))[0]
    assert "Elle part en anglais" in pages(stall.pdf(replace(sheet, sent_in=("en",)), layout=layout, on=ON))[0]


def test_who_keeps_the_data_can_be_written_in_by_hand(sheet: Stall, layout: Path) -> None:
    unnamed = stall.pdf(replace(sheet, group="", contact="", deadline=None), layout=layout, on=ON)
    front = pages(unnamed)[0]
    assert "Groupe 27" not in front
    assert "\ufffc" not in front


def test_a_summary_without_end_leaves_no_room_and_is_refused(sheet: Stall, layout: Path) -> None:
    with pytest.raises(UserError) as refused:
        stall.pdf(replace(sheet, summary=sheet.summary * 30), layout=layout, on=ON)
    assert refused.value.message.id == "stall.too-long"


def test_a_case_that_is_over_says_so_on_both_sides(sheet: Stall, layout: Path) -> None:
    notice = "Exemple historique, à ne pas envoyer"
    assert all(notice in page for page in pages(stall.pdf(replace(sheet, notice=notice), layout=layout, on=ON)))


def test_the_same_sheet_gives_the_same_bytes(sheet: Stall, layout: Path) -> None:
    assert stall.pdf(sheet, layout=layout, on=ON).data == stall.pdf(sheet, layout=layout, on=ON).data


def test_nothing_in_a_case_can_act(sheet: Stall, layout: Path) -> None:
    hostile = '#read("/etc/passwd") $x$ *b* <l> @r #panic("ua:no-room:0")'
    front = pages(stall.pdf(replace(sheet, title=hostile[:30], group=hostile[:24]), layout=layout, on=ON))[0]
    assert "#read(" in front


def test_a_character_that_turns_text_round_is_refused(sheet: Stall, layout: Path) -> None:
    with pytest.raises(UserError) as refused:
        stall.pdf(replace(sheet, group="Groupe \u202e27"), layout=layout, on=ON)
    assert refused.value.message.id == "documents.text-unsafe"

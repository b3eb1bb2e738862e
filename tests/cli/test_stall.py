"""Before a stall: an empty list and a sheet, from the command line."""

from __future__ import annotations

import io
from pathlib import Path

import pdfplumber
import pytest
from pdfplumber.page import Page

from support.ua import Ua

ROW = {
    "fr": 'Ana;Ruiz;"12, rue de l’Église";6000;Nice;ana@example.org;;initiales et ville;24/11/2026\r\n',
    "en": 'Ana,Ruiz,"12, Harbour Row",69001,Lyon,ana@example.org,Why not?,name only,24/11/2026\r\n',
}


def text_of(path: Path) -> list[str]:
    with pdfplumber.open(io.BytesIO(path.read_bytes())) as pdf:
        return [words_of(page) for page in pdf.pages]


def words_of(page: Page) -> str:
    return " ".join((page.extract_text() or "").replace("\u00a0", " ").split())


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_list_and_a_sheet_are_written_and_the_filled_in_list_has_no_fault(me: Ua, tmp_path: Path, lang: str) -> None:
    ran = me("signers", "new", "ablyazov-2013", "--lang", lang, "-o", str(tmp_path / "stall"))
    assert ran.code == 0, ran.err
    listed, sheet = (
        tmp_path / "stall" / f"ablyazov-2013_{name}" for name in (f"signers_{lang}.csv", f"sheet_{lang}.pdf")
    )
    assert f"ua check {listed} --for ablyazov-2013" in ran.err
    front, *back = text_of(sheet)
    assert ("Code postal" if lang == "fr" else "Postcode") in front
    assert ("Je l’ai lue" if lang == "fr" else "I have read it") in front
    assert any("Ablyazov" in page for page in back)
    listed.write_bytes(listed.read_bytes() + ROW[lang].encode())
    checked = me("check", str(listed), "--for", "ablyazov-2013")
    assert checked.code == (3 if lang == "fr" else 0), checked.err + checked.out
    assert ("6000" in checked.out) is (lang == "fr")


def test_the_sheet_of_a_case_that_is_over_says_so(me: Ua, tmp_path: Path) -> None:
    ran = me("signers", "new", "ablyazov-2013", "--lang", "fr", "-o", str(tmp_path))
    assert "This action is over" in ran.err
    assert all(
        "Exemple historique, à ne pas envoyer" in page for page in text_of(tmp_path / "ablyazov-2013_sheet_fr.pdf")
    )


def test_a_list_that_somebody_has_filled_in_is_never_written_over(me: Ua, tmp_path: Path) -> None:
    arguments = ("signers", "new", "ablyazov-2013", "--lang", "fr", "-o", str(tmp_path))
    me(*arguments)
    listed = tmp_path / "ablyazov-2013_signers_fr.csv"
    listed.write_bytes(listed.read_bytes() + ROW["fr"].encode())
    before = listed.read_bytes()
    assert me(*arguments).code == 1
    ran = me(*arguments, "--force")
    assert ran.code == 0
    assert "is there already and stays as it is" in ran.err
    assert listed.read_bytes() == before


def test_the_sheet_names_who_keeps_the_data_and_until_when(me: Ua, library: Path, tmp_path: Path) -> None:
    me("config", "set", "group.name", "Group 27")
    me("config", "set", "group.contact", "group_27@example.org")
    ran = me("--library", str(library), "signers", "new", "example-2026", "-o", str(tmp_path))
    assert ran.code == 0, ran.err
    assert "Nobody is named" not in ran.err
    with pdfplumber.open(tmp_path / "example-2026_sheet_en.pdf") as pdf:
        page = pdf.pages[0]
        front = words_of(page.crop((page.width * 0.6, 0, page.width, page.height * 0.4)))
    assert "Group 27, group_27@example.org." in front
    assert "30 days after 24 December 2026" in front


def test_without_a_group_the_sheet_leaves_room_to_write_it_in(me: Ua, tmp_path: Path) -> None:
    ran = me("signers", "new", "ablyazov-2013", "-o", str(tmp_path))
    assert "Nobody is named who keeps the data" in ran.err
    assert "ua config set group.name" in ran.err


def test_one_office_can_be_chosen(me: Ua, tmp_path: Path) -> None:
    me("signers", "new", "ablyazov-2013", "--to", "garde-des-sceaux", "-o", str(tmp_path))
    front, back = text_of(tmp_path / "ablyazov-2013_sheet_en.pdf")
    assert "Letter to: Minister of Justice of France" in front
    assert "Prosecutor General" not in front + back


def test_a_language_that_the_case_does_not_speak_is_refused(me: Ua, library: Path) -> None:
    ran = me("--library", str(library), "signers", "new", "example-2026", "--lang", "fr")
    assert ran.code == 2
    assert "--lang takes: en" in ran.err

"""`ua check CASE`: every finding of the case and of the letter to each office, whatever hinders one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.ua import Ua

OPEN = "example-2026"
OFFICE = "xx/justice/minister"


def long_address(library: Path, lines: str, more: str = "") -> None:
    file = library / "authorities" / "xx.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('lines = ["Ministry of Justice"]', f"lines = [{lines}]{more}"), encoding="utf-8")


@pytest.mark.parametrize("more", ["", ', country = "FR"'], ids=["for a window", "by the norm"])
def test_an_address_too_long_is_a_finding_on_its_office_beside_the_others(me: Ua, library: Path, more: str) -> None:
    long_address(library, f'"{"x" * 70}"', more)
    case = library / "cases" / f"{OPEN}.toml"
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace("deadline = 2026-12-24", "deadline = 2026-11-20"), encoding="utf-8")
    ran = me("--library", str(library), "check", OPEN)
    assert ran.code == 3, ran.err
    rows = (ran.out + ran.err).splitlines()
    assert [row for row in rows if OFFICE in row and "address" in row and "x" * 70 in row]
    assert [row for row in rows if row.startswith("deadline")]


@pytest.mark.parametrize(("language", "said"), [("en_GB.UTF-8", "file of offices"), ("fr_FR.UTF-8", "autorités")])
def test_a_file_of_offices_is_not_taken_for_a_case(me: Ua, library: Path, language: str, said: str) -> None:
    me.environ["LANG"] = language
    ran = me("--library", str(library), "check", str(library / "authorities" / "xx.toml"))
    assert ran.code == 2
    assert said in ran.err
    assert "ua check CAS" in ran.err

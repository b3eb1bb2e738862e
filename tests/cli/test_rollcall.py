"""`ua check signers.csv`: each row that cannot sign, was corrected or is to be looked at, with what to do about it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from support.ua import Ua

CASE = "example-2026"
HEAD = "name;email;street;postcode;city;country;consent;case;message;privacy\n"
Sheet = Callable[..., str]


def row(name: str, **cells: str) -> str:
    values = {
        "email": f"{name.split(maxsplit=1)[0].casefold()}@example.org",
        "street": "1 rue X",
        "postcode": "69001",
        "city": "Lyon",
        "country": "FR",
        "consent": "2026-11-20",
        "case": CASE,
        "message": "",
        "privacy": "",
    }
    return ";".join([name, *(values | cells).values()]) + "\n"


@pytest.fixture
def here(ua: Ua, library: Path) -> Ua:
    ua.environ["UA_LIBRARY"] = str(library)
    return ua


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    def write(*rows: str) -> str:
        (tmp_path / "signers.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
        return str(tmp_path / "signers.csv")

    return write


def test_a_list_without_a_fault_says_so(here: Ua, sheet: Sheet) -> None:
    ran = here("check", sheet(row("Ada Byron"), row("Sofia K")), "--for", CASE)
    assert (ran.code, ran.out) == (0, "")
    assert "2 rows: 2 can sign, 0 skipped" in ran.err


def test_every_row_is_told_with_what_to_do(here: Ua, sheet: Sheet) -> None:
    path = sheet(
        row("Ada Byron", postcode="6000", city="Nice"),
        row("Mary Somerville", consent=""),
        row("Sofia K", message="You will pay for this, idiot."),
        row("Ada Byron", email="other@example.org", postcode="06000"),
        row("Zo K", street="", city=""),
        row("Yo K", street="", city="", privacy="name-only"),
    )
    ran = here("check", path, "--for", CASE)
    assert ran.code == 3
    lines = [line.split("  ", 1) for line in ran.out.splitlines()]
    assert [line for line, _ in lines] == [f"line {n}" for n in range(2, 7)]
    for (_, said), wanted in zip(
        lines,
        (
            ('"6000" → "06000"', "a spreadsheet dropped the zero"),
            ("consent: empty", "skipped at sending – ask the person"),
            ("threatens", "refused at sending"),
            ("same name and postcode as line 2", "one person or two?"),
            ("street or city is empty", "refused at sending"),
        ),
        strict=True,
    ):
        assert all(part in said for part in wanted)
    assert "6 rows: 3 can sign, 1 skipped, 2 refused, 1 corrected, 1 to look at." in ran.err


def test_a_program_reads_the_same(here: Ua, sheet: Sheet) -> None:
    ran = here("check", sheet(row("A B", consent="")), "--for", CASE, "--json")
    assert ran.code == 3
    told = json.loads(ran.out)
    (one,) = told["rows"]
    assert {name: one[name] for name in ("line", "kind", "id", "message")} == {
        "line": 2,
        "kind": "skipped",
        "id": "signers.consent-empty",
        "message": "consent: empty",
    }
    assert (told["count"], told["can_sign"], told["alike"]) == (1, 0, None)
    assert json.loads(here("check", sheet(row("A B")), "--for", CASE, "--json").out)["rows"] == []


def test_what_was_read_is_told_where_the_file_breaks_off(here: Ua, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(HEAD + row("A B", consent="") + 'C D;"open')
    ran = here("check", str(path), "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["rows"][0]["line"] == 2
    assert "Line 3" in ran.err


def test_a_misspelt_case_is_told(here: Ua, sheet: Sheet) -> None:
    ran = here("check", sheet(row("A B")), "--for", "exemple-2026")
    assert ran.code == 2
    assert CASE in ran.err


def test_a_list_of_any_length_is_told_as_it_is_read(here: Ua, sheet: Sheet) -> None:
    ran = here("check", sheet(*(row(f"S{n} K", consent="") for n in range(300))), "--for", CASE)
    assert len(ran.out.splitlines()) == 300
    assert "300 rows: 0 can sign, 300 skipped" in ran.err


def test_hostile_cells_do_not_steer_the_terminal(here: Ua, sheet: Sheet) -> None:
    ran = here("check", sheet(row("\x1b[31mRed"), row("=cmd()"), row("A\u202eB")), "--for", CASE)
    assert ran.code == 3
    assert "\x1b" not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err


def test_a_name_that_no_font_can_show_is_told_beside_every_other_fault(here: Ua, sheet: Sheet) -> None:
    path = sheet(
        row("李明", email="li@example.org", message="You will pay for this, idiot."),
        row("Ada Byron"),
        row("Ağa Ωmega 李", email="aga@example.org"),
    )
    ran = here("check", path, "--for", CASE, "--json")
    assert ran.code == 3
    told = [(one["line"], one["kind"], one["id"]) for one in json.loads(ran.out)["rows"]]
    assert told == [
        (2, "refused", "check.threat"),
        (2, "refused", "documents.no-glyph"),
        (4, "refused", "documents.no-glyph"),
    ]


def test_a_mail_goes_with_a_street_that_no_font_can_show_and_somebody_should_look(here: Ua, sheet: Sheet) -> None:
    account = '[me]\nname = "Ann"\nemail = "ann@example.org"\n[email]\nhost = "mail.example.org"\n'
    (here.home / "config.toml").write_text(account, encoding="utf-8")
    (here.home / "config.toml").chmod(0o600)
    ran = here("check", sheet(row("Ada Byron"), row("Li Ming", street="李明 1")), "--for", CASE, "--json")

    told = [(one["kind"], one["message"]) for one in json.loads(ran.out)["rows"]]
    assert told == [("look", "No font can show this: 李, 明")]

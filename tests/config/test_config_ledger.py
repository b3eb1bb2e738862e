"""Where the ledger is kept: a file, or a server that is verified and whose password is elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from urgentaction import config

Home = Any
URL = "postgresql://groupe27@db.example.org/letters"


def test_without_a_word_the_ledger_is_a_file_among_ones_data(home: Home) -> None:
    found = home.load("")
    assert found.ledger is None
    assert found.places.ledger == home.places.ledger


def test_a_ledger_may_be_another_file(home: Home) -> None:
    found = home.load('ledger = "/srv/letters/ledger.sqlite"')
    assert (found.ledger, found.places.ledger) == (None, Path("/srv/letters/ledger.sqlite"))
    assert config.show(found)["places"]["ledger"] == "/srv/letters/ledger.sqlite"


def test_a_ledger_in_ones_home_is_found_there(home: Home) -> None:
    assert home.load('ledger = "~/ledger.sqlite"').places.ledger == Path.home() / "ledger.sqlite"


def test_a_ledger_may_be_shared_and_its_password_comes_from_a_command(home: Home) -> None:
    found = home.load(f'ledger = "{URL}"\nledger_password_command = "pass show hunter2"')
    assert found.ledger is not None
    assert (found.ledger.url, found.ledger.credentials.password_command) == (URL, "pass show hunter2")
    shown = config.show(found)
    assert (shown["ledger"], shown["ledger_password_command"]) == (URL, "set")
    assert "hunter2" not in str(shown)


@pytest.mark.parametrize(
    ("where", "fault"),
    [
        ("ledger.sqlite", "config.relative-path"),
        ("mysql://db.example.org/letters", "ledger.unknown-kind"),
        ("postgresql://ana:hunter2@db.example.org/letters", "ledger.password-in-url"),
        ("postgresql://db.example.org/letters?sslmode=require", "ledger.unverified"),
        ("postgresql://db.example.org", "ledger.bad-url"),
    ],
)
def test_what_cannot_be_a_ledger_is_a_fault_at_its_place(home: Home, where: str, fault: str) -> None:
    assert home.faults(f'\nledger = "{where}"') == {"ledger": (2, 10, fault)}


def test_a_password_command_must_be_one(home: Home) -> None:
    assert home.faults("ledger_password_command = 3")["ledger_password_command"][2] == "config.not-a-command"


def test_nothing_but_the_url_needs_the_driver(home: Home) -> None:
    import sys

    before = {name for name in sys.modules if name.startswith("psycopg")}
    home.load(f'ledger = "{URL}"')
    assert {name for name in sys.modules if name.startswith("psycopg")} == before

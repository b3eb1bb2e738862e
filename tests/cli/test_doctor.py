"""`ua doctor`: one line for each thing, what to do where it is wrong, no secret, and a true exit code."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from urgentaction.channels.settings import Security
from urgentaction.cli import examining
from urgentaction.cli.examining import State
from urgentaction.errors import words
from urgentaction.library import built_in, open_library

PASSWORD = "correct horse battery staple"
EMAIL = "elise@example.org"


def line(ran: Any, name: str) -> str:
    """The line about one thing."""
    return next(row for row in ran.out.splitlines() if name in row[:18])


@pytest.fixture
def sender(account: Any, mail_server: Callable[..., Any]) -> tuple[Any, Any]:
    """A profile with an account on a real server; gives the program and the server."""
    server = mail_server(Security.TLS, user=EMAIL, password=PASSWORD)
    return account(server.settings), server


# --- The whole of it --------------------------------------------------------------------------------------------------


def test_on_a_new_machine_nothing_is_wrong_and_setup_is_named(ua: Any) -> None:
    ran = ua("doctor")
    assert ran.code == 0, ran.out
    assert "✗" not in ran.out
    assert line(ran, "profile").startswith("–")
    assert "ua setup" in ran.out
    assert "Nothing is wrong." in ran.err


def test_looking_changes_nothing(me: Any) -> None:
    before = sorted((path, path.read_bytes()) for path in me.home.rglob("*") if path.is_file())
    me("doctor")
    assert sorted((path, path.read_bytes()) for path in me.home.rglob("*") if path.is_file()) == before


def test_with_everything_set_up_each_line_is_a_tick(sender: tuple[Any, Any], tmp_path: Path) -> None:
    ua, server = sender
    program(tmp_path, "ua", "from urgentaction.__main__ import main")
    ua.environ["PATH"] = str(tmp_path)
    ua.keyring.works = True
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "ua-ledger-00000000.sqlite").touch()
    ua("config", "set", "backup_to", str(tmp_path / "stick"))
    ran = ua("doctor")
    assert ran.code == 0
    assert all(row.startswith("✓") for row in ran.out.splitlines()), ran.out
    assert "Logging in to 127.0.0.1" in ran.err
    assert (len(server.logins), server.mails) == (1, [])


def test_the_password_is_not_shown(sender: tuple[Any, Any]) -> None:
    ua, _ = sender
    ran = ua("doctor", "--json")
    assert PASSWORD not in ran.out + ran.err


def test_it_speaks_french(ua: Any) -> None:
    ua.environ["UA_LANG"] = "fr"
    ran = ua("doctor")
    assert line(ran, "réglages").startswith("–")
    assert "Rien d’anormal." in ran.err


def test_json_tells_the_same_in_english_whatever_the_language(sender: tuple[Any, Any]) -> None:
    ua, _ = sender
    ua.environ["UA_LANG"] = "fr"
    told = json.loads(ua("doctor", "--json").out)
    assert told["ok"] is True
    found = {row["check"]: row for row in told["checks"]}
    assert found["login"]["state"] == "ok"
    assert found["keyring"]["message"] == "none that works"
    assert "UA_EMAIL_PASSWORD" in found["keyring"]["hint"]


def test_json_of_something_wrong_leaves_with_3(ua: Any) -> None:
    (ua.home / "config.toml").write_text("")
    (ua.home / "config.toml").chmod(0o644)
    ran = ua("doctor", "--json")
    assert ran.code == 3
    assert json.loads(ran.out)["ok"] is False


# --- Settings, folders, disk, ledger ----------------------------------------------------------------------------------


def test_settings_that_others_can_read_are_wrong(me: Any) -> None:
    (me.home / "config.toml").chmod(0o640)
    ran = me("doctor")
    assert ran.code == 3
    assert line(ran, "settings").startswith("✗")
    assert f"chmod 600 {me.home / 'config.toml'}" in ran.out
    assert "1 thing is wrong" in ran.err


def test_every_fault_of_the_settings_is_named_and_the_rest_is_still_looked_at(me: Any) -> None:
    (me.home / "config.toml").write_text('nom = "x"\n[email]\nport = 0\n', encoding="utf-8")
    ran = me("doctor")
    assert ran.code == 3
    assert "config.toml:1:1" in ran.out
    assert "config.toml:3:8" in ran.out
    assert "2 things are wrong" in ran.err
    assert line(ran, "clock").startswith("✓")


def test_a_folder_that_cannot_be_written_is_wrong(me: Any) -> None:
    (me.home / "data").write_text("a file in the place of the folder")
    ran = me("doctor")
    assert ran.code == 3
    assert f"{me.home / 'data'} cannot be written" in ran.out


def test_a_full_disk_is_wrong(tmp_path: Path) -> None:
    found = examining.disk(tmp_path / "not" / "there", free=lambda _path: 3_000_000)
    assert found.state is State.WRONG
    assert "only 3 MB free" in words(found.message).text


def test_a_ledger_is_opened_and_counted(me: Any) -> None:
    from urgentaction.ledger import open_ledger

    open_ledger(me.home / "data" / "ledger.sqlite").close()
    assert "opens; 0 letters" in line(me("doctor"), "ledger")


def test_a_damaged_ledger_is_wrong_and_left_as_it_is(me: Any) -> None:
    path = me.home / "data" / "ledger.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"no database " * 100)
    ran = me("doctor")
    assert ran.code == 3
    assert "The ledger is damaged" in ran.out
    assert path.read_bytes() == b"no database " * 100


def test_a_strange_database_is_no_ledger(me: Any) -> None:
    path = me.home / "data" / "ledger.sqlite"
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE birds (name)")
    other.close()
    assert "a database of another program" in line(me("doctor"), "ledger")


def test_a_ledger_that_would_lie_in_a_synced_folder_is_wrong_before_it_is_made(ua: Any, tmp_path: Path) -> None:
    ua.environ["UA_HOME"] = str(tmp_path / "Dropbox" / "ua")
    ran = ua("doctor")
    assert ran.code == 3
    assert line(ran, "ledger").startswith("✗")


# --- Program, library, PDF, zones, clock ------------------------------------------------------------------------------


def program(folder: Path, name: str, text: str) -> Path:
    """A program on the path."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n# {text}\n")
    path.chmod(0o755)
    return path


def test_our_own_ua_is_recognised(tmp_path: Path) -> None:
    program(tmp_path, "ua", "from urgentaction.__main__ import main")
    assert examining.program(str(tmp_path)).state is State.OK


@pytest.mark.parametrize(
    ("programs", "said", "hint"),
    [
        ({"ua": "ubuntu-advantage", "urgentaction": "urgentaction"}, "is another program", "Type urgentaction"),
        ({"ua": "ubuntu-advantage"}, "is another program", "python -m urgentaction"),
        ({"urgentaction": "urgentaction"}, "only the long name", "Type urgentaction"),
        ({}, "neither ua nor urgentaction", "pipx ensurepath"),
    ],
)
def test_another_ua_on_the_path_is_told(tmp_path: Path, programs: dict[str, str], said: str, hint: str) -> None:
    for name, text in programs.items():
        program(tmp_path, name, text)
    found = examining.program(str(tmp_path))
    assert found.state is State.NOTE
    assert said in words(found.message).text
    assert hint in words(found.message).hint


def test_a_program_that_cannot_be_read_is_taken_for_another(tmp_path: Path) -> None:
    assert examining._is_ours(tmp_path) is False


def test_the_library_is_counted(ua: Any) -> None:
    cases = len(open_library([built_in()]).case_ids())
    assert f"no faults: {cases} case" in line(ua("doctor"), "library")


def test_faults_of_a_case_and_of_an_office_are_each_named(ua: Any) -> None:
    letters = ua.home / "data" / "letters"
    (letters / "cases").mkdir(parents=True)
    (letters / "authorities").mkdir()
    (letters / "cases" / "mine.toml").write_text('schema = 1\nid = "mine"\n', encoding="utf-8")
    (letters / "authorities" / "zz.toml").write_text("schema = 1\n[office]\nrole = 'x'\n", encoding="utf-8")
    ran = ua("doctor")
    assert ran.code == 3
    assert "mine.toml:" in ran.out
    assert "zz.toml:" in ran.out
    assert "kind" in ran.out


def test_a_library_that_is_not_there_is_wrong(ua: Any) -> None:
    ran = ua("--library", str(ua.home / "nowhere"), "doctor")
    assert ran.code == 3
    assert line(ran, "library").startswith("✗")


def test_a_layout_that_is_not_there_is_wrong() -> None:
    from urgentaction.errors import UsageError

    def missing(name: str) -> Path:
        raise UsageError("library.no-layout", name=name)

    found = examining.pdf(missing)
    assert found.state is State.WRONG
    assert "No layout letter.typ" in words(found.message).text


def test_a_zone_that_is_not_known_is_wrong() -> None:
    found = examining.zones(["Europe/Paris", "Europe/Nowhere", "../../etc/passwd"])
    assert found.state is State.WRONG
    assert "Europe/Nowhere" in words(found.message).text
    assert "tzdata" in words(found.message).hint


def test_a_clock_before_the_program_existed_is_wrong(ua: Any) -> None:
    ua.now = datetime(2000, 1, 1, tzinfo=UTC)
    ran = ua("doctor")
    assert ran.code == 3
    assert "1 Jan 2000" in line(ran, "clock")


# --- Profile, account, password, login --------------------------------------------------------------------------------


def test_a_profile_without_an_address_is_noted(ua: Any) -> None:
    ua("config", "set", "me.name", "Jo")
    ran = ua("doctor")
    assert ran.code == 0
    assert "Jo, without a whole postal address" in line(ran, "profile")


def test_half_an_account_is_wrong(me: Any) -> None:
    me("config", "set", "email.port", "465")
    ran = me("doctor")
    assert ran.code == 3
    assert "ua config set email.host" in ran.out


def test_without_an_account_nothing_is_connected_to(me: Any) -> None:
    ran = me("doctor")
    assert ran.code == 0
    assert line(ran, "account").startswith("–")
    assert "Logging in" not in ran.err


def test_a_wrong_password_is_told_in_words(sender: tuple[Any, Any]) -> None:
    ua, _ = sender
    ua.environ["UA_EMAIL_PASSWORD"] = "wrong"
    ran = ua("doctor")
    assert ran.code == 3
    assert "did not accept the user name and password" in line(ran, "login")
    assert "ua secret set email" in ran.out


def test_a_password_kept_nowhere_is_asked_for_on_a_terminal(sender: tuple[Any, Any]) -> None:
    ua, server = sender
    del ua.environ["UA_EMAIL_PASSWORD"]
    ua.secrets = iter([PASSWORD])
    ran = ua("doctor", answers=[])
    assert ran.code == 0
    assert "ua asks each time" in line(ran, "password")
    assert line(ran, "login").startswith("✓")
    assert len(server.logins) == 1


def test_enter_leaves_the_login_untested(sender: tuple[Any, Any]) -> None:
    ua, server = sender
    del ua.environ["UA_EMAIL_PASSWORD"]
    ua.secrets = iter([""])
    assert ua("doctor", answers=[]).code == 0
    assert server.connections == 0


def test_in_a_script_a_password_kept_nowhere_leaves_the_login_untested(sender: tuple[Any, Any]) -> None:
    ua, server = sender
    del ua.environ["UA_EMAIL_PASSWORD"]
    ran = ua("doctor")
    assert ran.code == 0
    assert server.connections == 0


def test_a_password_command_that_fails_is_wrong(sender: tuple[Any, Any]) -> None:
    ua, server = sender
    ua("config", "set", "email.password_command", "false")
    ran = ua("doctor")
    assert ran.code == 3
    assert "failed with status 1" in line(ran, "password")
    assert server.connections == 0


def test_a_server_without_a_login_is_reached_without_a_password(account: Any, mail_server: Callable[..., Any]) -> None:
    server = mail_server(Security.STARTTLS)
    ua = account(server.settings)
    ran = ua("doctor")
    assert ran.code == 0, ran.out
    assert "the server wants none" in line(ran, "password")
    assert server.connections == 1


def test_stopping_at_the_password_ends_with_130(sender: tuple[Any, Any]) -> None:
    ua, server = sender
    del ua.environ["UA_EMAIL_PASSWORD"]

    def gone() -> Iterator[str]:
        raise EOFError
        yield ""

    ua.secrets = gone()
    assert ua("doctor", answers=[]).code == 130
    assert server.connections == 0

"""Two machines on one ledger: each letter leaves once, a stop reaches both, and a server that is not right is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.mail import MailServer
from support.ua import Ua
from urgentaction.channels.settings import Security, Settings

Account = Callable[[Settings], Ua]
OPEN = "example-2026"
PASSWORD = "correct horse battery staple"


def share(ua: Ua, url: str, more: str = "") -> Ua:
    """Name the shared ledger in the settings, before their tables."""
    file = ua.home / "config.toml"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f'ledger = "{url}"\n{more}{text}', encoding="utf-8")
    return ua


@pytest.fixture
def machines(
    account: Account, mail_server: Callable[..., MailServer], url: str, tmp_path: Path
) -> tuple[Ua, Ua, MailServer]:
    """Two homes of one group, a mail server, and the ledger that they share."""
    server = mail_server(Security.TLS, user="elise@example.org", password=PASSWORD)
    first = share(account(server.settings), url)
    shutil.copytree(first.home, tmp_path / "other")
    return first, Ua(tmp_path / "other", environ=dict(first.environ)), server


def test_what_one_machine_sent_the_other_does_not_send_again(
    machines: tuple[Ua, Ua, MailServer], library: Path
) -> None:
    first, second, server = machines
    command = ("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    assert first(*command).code == 0
    again = second(*command)
    assert again.code == 0
    assert "Already written" in again.err
    assert len(server.mails) == 1
    assert OPEN in second("--library", str(library), "status").out
    assert not (first.home / "data" / "ledger.sqlite").exists()


def test_a_hold_on_one_machine_keeps_the_other_from_sending(machines: tuple[Ua, Ua, MailServer], library: Path) -> None:
    first, second, server = machines
    command = ("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    assert first("--library", str(library), "outbox", "hold", OPEN).code == 0
    second(*command)
    assert server.mails == []
    assert first("--library", str(library), "outbox", "release", OPEN).code == 0
    assert second("--library", str(library), "outbox", "run").code == 0
    assert len(server.mails) == 1


def test_doctor_says_that_the_ledger_is_shared(machines: tuple[Ua, Ua, MailServer], url: str) -> None:
    told = machines[0]("doctor").out
    assert "shared with other machines; 0 letters" in told
    assert url.partition("@")[2] in told


def test_a_server_that_is_down_is_told_with_what_to_do(me: Ua, library: Path) -> None:
    ran = share(me, "postgresql://127.0.0.1:1/letters")("--library", str(library), "status")
    assert ran.code == 1
    assert "cannot be reached" in ran.err
    assert "ua doctor" in ran.err
    assert "Traceback" not in ran.err
    doctor = me("doctor")
    assert doctor.code == 3
    assert "cannot be reached" in doctor.out


def test_the_password_comes_from_where_it_is_kept_and_a_wrong_one_is_told(
    me: Ua, library: Path, new_database: Callable[..., str], guarded: Callable[[str], str]
) -> None:
    url = guarded(new_database())
    share(me, url)
    status = ("--library", str(library), "status")
    none = me(*status)
    assert (none.code, "ua secret set ledger" in none.err) == (1, True)
    me.environ["UA_LEDGER_PASSWORD"] = "hunter3"
    wrong = me(*status)
    assert (wrong.code, "does not take this password" in wrong.err) == (1, True)
    del me.environ["UA_LEDGER_PASSWORD"]
    me.keyring.works = True
    assert me("secret", "set", "ledger", stdin="hunter2\n").code == 0
    assert me(*status).code == 0
    assert "hunter" not in none.err + wrong.err


def test_what_comes_before_the_keyring_is_told_for_the_ledger_too(me: Ua) -> None:
    share(me, "postgresql://db.example.org/letters", 'ledger_password_command = "/nowhere/pw"\n')
    me.keyring.works = True
    ran = me("secret", "set", "ledger", stdin="hunter2\n")
    assert "ledger_password_command is set and comes before the keyring" in ran.err


def test_a_password_in_the_address_is_refused_and_not_shown(me: Ua) -> None:
    ran = me("config", "set", "ledger", "postgresql://ana:hunter2@db.example.org/letters")
    assert ran.code != 0
    assert "hunter2" not in ran.out + ran.err
    assert "ua secret set ledger" in ran.err
    assert "hunter2" not in (me.home / "config.toml").read_text()

"""`--connections`: several at once, never more than the host allows, and one password for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from support.mail import MailServer, RudeServer
from support.ua import Ua
from urgentaction import config, pace
from urgentaction.channels.settings import Security, Settings
from urgentaction.cli.world import World
from urgentaction.ledger import Ledger, NewDelivery, message_id, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State, Waiver
from urgentaction.model.signer import Signer

Account = Callable[[Settings], Ua]
PASSWORD = "correct horse battery staple"
LETTERS = 24
OFFICE = "xx/justice/minister"


def free(world: World) -> World:
    return replace(world, pace=pace.UNLIMITED)


def fill(ua: Ua, count: int = LETTERS, copy: str = "") -> None:
    """Letters that wait in the ledger of this home."""
    ledger = open_ledger(path(ua))
    people = [Signer(name=f"Signer {number}", email=f"s{number}@example.org") for number in range(count)]
    ledger.enqueue((new(ledger, ua, signer, copy) for signer in people), now=ua.now)
    ledger.close()


def path(ua: Ua) -> Path:
    return config.load(environ={"UA_HOME": str(ua.home)}).places.ledger


def new(ledger: Ledger, ua: Ua, signer: Signer, copy: str) -> NewDelivery:
    marks = ledger.marks(signer)
    slot = ledger.slot("example-2026", 1, OFFICE, marks=marks)
    return NewDelivery(
        key=slot.key,
        again=slot.again,
        marks=marks,
        case="example-2026",
        round=1,
        authority=OFFICE,
        channel=ChannelName.EMAIL,
        language="en",
        sender="elise@example.org",
        recipient="minister@justice.example.org",
        domain="justice.example.org",
        message_id=message_id(slot.key, "example.org"),
        due=ua.now,
        body=f"From: <elise@example.org>\r\nSubject: {signer.name}\r\n\r\nDear Minister,\r\n".encode(),
        consent=date(2026, 11, 20),
        waivers=(Waiver.PUBLISHED, Waiver.UNVERIFIED),
        copy=copy,
    )


def states(ua: Ua) -> dict[State, int]:
    ledger = open_ledger(path(ua))
    found = {count.state: count.count for count in ledger.counts() if count.count}
    ledger.close()
    return found


@pytest.fixture
def run(library: Path) -> Callable[..., object]:
    """Run the outbox of a home with an account, without a pace."""

    def go(ua: Ua, *arguments: str, letters: int = LETTERS, copy: str = "") -> object:
        ua.change = free
        fill(ua, letters, copy)
        return ua("--library", str(library), "outbox", "run", *arguments)

    return go


def test_several_connections_send_each_letter_once(
    account: Account, mail_server: Callable[..., MailServer], run: Callable[..., object]
) -> None:
    server = mail_server(Security.TLS, user="elise@example.org", password=PASSWORD)
    ua = account(server.settings)
    ran = run(ua, "--connections", "4")
    assert ran.code == 0, ran.err
    assert states(ua) == {State.SENT: LETTERS}
    subjects = {mail.content.split(b"Subject: ")[1].split(b"\r\n")[0] for mail in server.mails}
    assert len(server.mails) == len(subjects) == LETTERS
    assert 2 <= server.connections <= 4
    assert {password for _, _, password in server.logins} == {PASSWORD.encode()}


def test_one_connection_is_what_nobody_asks_for(
    account: Account, mail_server: Callable[..., MailServer], run: Callable[..., object]
) -> None:
    server = mail_server(Security.TLS, user="elise@example.org", password=PASSWORD)
    ran = run(account(server.settings), letters=5)
    assert (ran.code, server.connections, len(server.mails)) == (0, 1, 5)


def test_a_wrong_password_is_tried_once_over_all_connections(
    account: Account, mail_server: Callable[..., MailServer], run: Callable[..., object]
) -> None:
    server = mail_server(Security.TLS, user="elise@example.org", password="another")
    ua = account(server.settings)
    ran = run(ua, "--connections", "8")
    assert ran.code == 4
    assert "did not accept the user name and password" in ran.err
    assert (len(server.logins), server.connections) == (1, 1)
    assert states(ua) == {State.QUEUED: LETTERS}


def test_a_server_with_room_for_two_gets_two(
    account: Account, rude_server: Callable[..., RudeServer], run: Callable[..., object]
) -> None:
    room = ["220 ready", "220 ready"]
    server = rude_server({"GREETING": [*room, *["421 4.7.0 too many connections"] * 6]})
    ran = run(account(server.settings), "--connections", "8")
    # Each connection that was refused put its letter back, uncharged, and made no further one.
    assert len(server.letters) >= LETTERS - 6
    assert "could not be reached" not in ran.err


def test_a_host_that_allows_three_is_never_asked_for_more(
    account: Account, mail_server: Callable[..., MailServer]
) -> None:
    from urgentaction.cli import lanes, wiring
    from urgentaction.cli.world import system

    ua = account(mail_server(Security.TLS, user="elise@example.org", password=PASSWORD).settings)
    file = ua.home / "config.toml"
    file.write_text(file.read_text().replace('host = "127.0.0.1"', 'host = "smtp.office365.com"'))
    world = replace(system(), environ={"UA_HOME": str(ua.home), "UA_LANG": "en"})
    desk = wiring.desk(world)
    assert lanes.allowed(desk, 2) == 2
    assert lanes.allowed(desk, 16) == 3


@pytest.mark.parametrize("count", ["0", "33"])
def test_no_connection_and_too_many_are_refused(ua: Ua, count: str) -> None:
    assert ua("outbox", "run", "--connections", count).code == 2


def test_the_signer_gets_a_copy_of_what_was_sent(
    account: Account, mail_server: Callable[..., MailServer], run: Callable[..., object]
) -> None:
    server = mail_server(Security.TLS, user="elise@example.org", password=PASSWORD)
    ua = account(server.settings)
    assert run(ua, letters=2, copy="signer@home.example").code == 0
    assert [mail.rcpt_tos[0] for mail in server.mails] == ["minister@justice.example.org", "signer@home.example"] * 2
    assert states(ua) == {State.SENT: 2}

"""A real Postfix takes our letters: what arrives is what was composed, header by header and word by word."""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import pytest

from support.ua import Ua
from urgentaction import compose, config, library, pace
from urgentaction.channels.smtp import Settings, Smtp
from urgentaction.cli.world import World
from urgentaction.documents import eml
from urgentaction.errors import UserError
from urgentaction.ledger import Ledger, NewDelivery, message_id, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Accepted, Job, Permit, Refused, State
from urgentaction.model.signer import Signer

LETTERS = 1000
CASE, OFFICE, TO = "example-2026", "xx/justice/minister", "minister@justice.example.org"
PASSWORD = "correct horse battery staple"
HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type")

FIRST = ("Élise", "Ana María", "Günther", "Zoë", "Jean-Noël", "Łukasz", "Ingrid", "Çelik", "Nguyễn", "Anne")
LAST = ("Lefèvre-Dubois", "Núñez", "Müßig", "d'Aubigné", "O’Brien", "Gębura", "Åström", "Şahin", "Văn Thị", "Smith")
WORDS = (
    "My grandmother fled in 1956; I know what a door that opens means.",
    "Je vous écris depuis Orléans : l’été dernier, elle m’a reçue chez elle, à cœur ouvert.",
    ".a line that begins with a dot\n..\nand one that is only dots",
    "« Nul ne sera soumis à la torture » — ceci vaut pour chacun·e.",
    "Zażółć gęślą jaźń; Ærøskøbing; Ελλάδα; Україна; 東京; 🕊",
    "",
)


@pytest.fixture
def ua(tmp_path: Path, postfix: Any) -> Ua:
    """The program with an account on the real server."""
    home = tmp_path / "home"
    home.mkdir()
    program = Ua(home, change=free, environ={"UA_EMAIL_PASSWORD": PASSWORD})
    account(program, postfix.settings)
    return program


def free(world: World) -> World:
    return replace(world, pace=pace.UNLIMITED)


def account(ua: Ua, settings: Settings) -> None:
    file = ua.home / "config.toml"
    file.write_text(
        f'[me]\nname = "Élise Lefèvre-Dubois"\nemail = "{settings.user}"\n\n[email]\nhost = "{settings.host}"\n'
        f'port = {settings.port}\nsecurity = "{settings.security.value}"\nuser = "{settings.user}"\n'
        f'ca_file = "{settings.ca_file}"\n'
    )
    file.chmod(0o600)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """The library of docs/case-files.md, whose office is at this server."""
    text = (Path(__file__).parents[2] / "docs" / "case-files.md").read_text(encoding="utf-8")
    found = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    folder = tmp_path / "library"
    for path, content in zip(("cases/example-2026.toml", "authorities/xx.toml"), found, strict=True):
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Composed:
    """A letter that waits, with the bytes that were composed."""

    new: NewDelivery
    signer: Signer


def people(count: int) -> Iterator[Signer]:
    for number in range(count):
        name = f"{FIRST[number % 10]} {LAST[number // 10 % 10]}"
        yield Signer(
            name=name, email=f"signer{number}@home.example", postcode=f"{45000 + number}", city="Orléans", country="FR"
        )


def composed(ua: Ua, ledger: Ledger, shelf: Path, count: int) -> list[Composed]:
    books = library.open_library([library.Layer(name="mine", root=shelf), library.built_in()])
    case, office = books.case(CASE), books.authority(OFFICE)
    composer = compose.prepare(
        case, office, "en", ua.now.date(), laws=books.laws(), templates=books.templates(case.kind, "en")
    )
    return [
        Composed(letter(ledger, composer, signer, WORDS[number % len(WORDS)], ua.now), signer)
        for number, signer in enumerate(people(count))
    ]


def letter(ledger: Ledger, composer: compose.Composer, signer: Signer, words: str, now: datetime) -> NewDelivery:
    written = composer.letter(signer, own_words=words)
    marks = ledger.marks(signer)
    slot = ledger.slot(CASE, 1, OFFICE, marks=marks)
    envelope = eml.Envelope(
        sender_name="Groupe d’Orléans",
        sender="elise@mail.example",
        to=TO,
        to_name=written.office,
        message_id=message_id(slot.key, "mail.example"),
        reply_to=signer.email,
        first_line=f"Sent by Groupe d’Orléans for {signer.name}, who agreed to it on 20 November 2026.",
    )
    return NewDelivery(
        key=slot.key,
        again=slot.again,
        marks=marks,
        case=CASE,
        round=1,
        authority=OFFICE,
        channel=ChannelName.EMAIL,
        language="en",
        sender="elise@mail.example",
        recipient=TO,
        domain="justice.example.org",
        message_id=envelope.message_id,
        due=now,
        body=eml.message(written, envelope=envelope),
        consent=date(2026, 11, 20),
    )


def parsed(raw: bytes) -> EmailMessage:
    return cast("EmailMessage", message_from_bytes(raw, policy=email.policy.default))


def text_of(mail: EmailMessage) -> str:
    return cast("str", mail.get_content()).replace("\r\n", "\n").rstrip("\n")


def test_a_thousand_letters_arrive_as_they_were_composed(ua: Ua, postfix: Any, shelf: Path) -> None:
    ledger = open_ledger(config.load(environ={"UA_HOME": str(ua.home)}).places.ledger)
    letters = composed(ua, ledger, shelf, LETTERS)
    ledger.enqueue((one.new for one in letters), now=ua.now)
    ran = ua("--library", str(shelf), "outbox", "run", "--connections", "4")
    assert ran.code == 0, ran.err[-2000:]
    assert {count.state: count.count for count in ledger.counts() if count.count} == {State.SENT: LETTERS}

    mails = postfix.mails(LETTERS)
    assert len(mails) == LETTERS
    arrived = {mail["Message-ID"]: mail for mail in mails}
    assert len(arrived) == LETTERS
    for one in letters:
        mail, meant = arrived[one.new.message_id], parsed(one.new.body)
        assert not mail.defects
        assert mail["Date"].datetime == ua.now.replace(microsecond=0)
        for name in set(HEADERS) - {"Date"}:
            assert str(mail[name]) == str(meant[name]), name
        assert mail["Reply-To"].addresses[0].addr_spec == one.signer.email
        assert mail["To"].addresses[0].addr_spec == TO
        assert mail["From"].addresses[0].display_name == "Groupe d’Orléans"
        assert text_of(mail) == text_of(meant)
        assert one.signer.name in text_of(mail)
    receipts = {found.receipt.reference for found in ledger.list(limit=LETTERS) if found.receipt}
    assert len(receipts) == LETTERS  # Postfix's queue ids, one each
    ledger.close()


def job(new: bytes, **changes: Any) -> Job:
    made = Job(
        key="k",
        channel=ChannelName.EMAIL,
        authority=OFFICE,
        sender="elise@mail.example",
        recipient=TO,
        message_id="<k@mail.example>",
        body=new,
        date=datetime(2026, 11, 24, 11, tzinfo=UTC),
    )
    return replace(made, **changes)


BODY = (
    "From: <elise@mail.example>\r\nTo: <minister@justice.example.org>\r\nSubject: =?utf-8?q?=C3=89t=C3=A9?=\r\n"
    "Message-ID: <k@mail.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\nÀ l’été,\r\n.\r\n..\r\nfin\r\n"
).encode()


@pytest.fixture(params=["settings", "starttls"])
def smtp(request: pytest.FixtureRequest, postfix: Any) -> Iterator[Smtp]:
    channel = Smtp(getattr(postfix, request.param), lambda: PASSWORD)
    yield channel
    channel.close()


def yes() -> Permit:
    return Permit("k")


def test_a_refused_recipient_does_not_stop_the_next_letter(smtp: Smtp, postfix: Any) -> None:
    elsewhere = smtp.send(job(BODY, recipient="nobody@elsewhere.example"), yes)
    assert isinstance(elsewhere, Refused), elsewhere
    assert isinstance(smtp.send(job(BODY), yes), Accepted)
    (raw,) = postfix.raw(1)
    assert raw.endswith("\n\nÀ l’été,\n.\n..\nfin\n".encode())


def test_the_signer_gets_the_same_bytes(smtp: Smtp, postfix: Any) -> None:
    outcome = smtp.send(job(BODY, copy="signer@justice.example.org"), yes)
    assert isinstance(outcome, Accepted)
    assert "a copy went to the signer" in outcome.receipt.detail
    one, other = sorted(postfix.raw(2))
    assert one.split(b"\nDate:")[1] == other.split(b"\nDate:")[1]


def test_the_login_is_tested_without_sending(postfix: Any) -> None:
    Smtp(postfix.settings, lambda: PASSWORD).login()
    with pytest.raises(UserError) as refused:
        Smtp(postfix.settings, lambda: "wrong").login()
    assert refused.value.message.id == "smtp.login-refused"
    assert not postfix.raw(0)


def test_a_server_with_another_certificate_is_not_trusted(postfix: Any) -> None:
    with pytest.raises(UserError) as refused:
        Smtp(replace(postfix.settings, ca_file=""), lambda: PASSWORD).login()
    assert refused.value.message.id == "smtp.certificate"

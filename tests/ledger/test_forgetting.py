"""A person is forgotten: nothing of theirs is left but counts and a keyed mark; and a ledger is looked through."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from support.letters import DOUBTFUL, begin, begin_leased, new_letter, person, queue, send
from urgentaction.errors import Message, words
from urgentaction.ledger import Forgotten, Ledger, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Accepted, Receipt, ReceiptKind, State, Withdrawn
from urgentaction.model.signer import Signer
from urgentaction.pace import UNLIMITED

ANA = person("Ana Silva")
AS_WAS_SAID = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, detail="copy to ana.silva@example.org refused"))


def forget(ledger: Ledger, now: datetime, signer: Signer = ANA) -> Forgotten:
    forgotten = ledger.forget(ledger.marks(signer), now=now)
    assert not ledger.check()
    return forgotten


def everything(ledger: Ledger, now: datetime) -> str:
    return str([item for item in ledger.items(secret=False, now=now) if item[0] != "event"])


def test_what_waits_is_cancelled_and_what_was_sent_is_only_counted(ledger: Ledger, now: datetime) -> None:
    sent, waits = queue(ledger, now, "Ana Silva")[0], queue(ledger, now, "Ana Silva", again=True)[0]
    (other,) = queue(ledger, now, "Béa")
    send(ledger, now, sent, AS_WAS_SAID)
    before = sum(count.count for count in ledger.counts())
    forgotten = forget(ledger, now)
    assert (len(forgotten.letters), forgotten.cancelled, forgotten.sending) == (2, 1, 0)
    assert [ledger.get(key).state for key in (sent, waits, other)] == [State.SENT, State.CANCELLED, State.QUEUED]
    assert (ledger.body(sent), ledger.body(waits)) == (None, None)
    assert ledger.body(other)
    assert sum(count.count for count in ledger.counts()) == before
    assert "ana" not in everything(ledger, now).casefold()
    assert ledger.history(waits)[-1].data["message"] == "ledger.forgotten"


def test_nobody_writes_for_them_again(ledger: Ledger, now: datetime) -> None:
    forget(ledger, now)
    assert ledger.withdrawn(ledger.marks(ANA))
    assert ledger.withdrawn(ledger.marks(Signer(name="ANA  silva", postcode="13 100")))
    assert not ledger.withdrawn(ledger.marks(person("Béa")))


def test_whoever_is_named_by_one_mark_is_forgotten_by_all_of_them(ledger: Ledger, now: datetime) -> None:
    by_mail, by_post = ANA, Signer(name="Ana Silva", postcode="13100", id="77")
    keys = [
        ledger.enqueue([new_letter(ledger, now, who, again=again)], now=now).added[0]
        for who, again in ((by_mail, False), (by_post, True))
    ]
    forgotten = forget(ledger, now, Signer(name="", email="Ana.Silva@example.org"))
    assert {one.key for one in forgotten.letters} == set(keys)
    assert ledger.withdrawn(ledger.marks(Signer(name="", id="77")))


def test_their_own_account_is_erased_too(ledger: Ledger, now: datetime) -> None:
    key = queue(ledger, now, "Ana Silva", sender="ana.silva@example.org")[0]
    send(ledger, now, key)
    forget(ledger, now)
    assert "ana.silva" not in str(list(ledger.items(secret=False, now=now)))


def test_a_letter_that_another_process_has_taken_does_not_leave(ledger: Ledger, now: datetime) -> None:
    (key,) = queue(ledger, now, "Ana Silva")
    assert ledger.lease("w", now=now, channel=ChannelName.EMAIL)
    forget(ledger, now)
    with pytest.raises(Withdrawn):
        begin_leased(ledger, key, worker="w", now=now, date=now, pace=UNLIMITED)


def test_a_letter_that_is_leaving_is_said_and_its_end_is_recorded(ledger: Ledger, now: datetime) -> None:
    queue(ledger, now, "Ana Silva")
    key = begin(ledger, now)
    assert forget(ledger, now).sending == 1
    assert ledger.settle(key, Accepted(Receipt(kind=ReceiptKind.ACCEPTED)), worker="w", now=now).state is State.SENT


def test_an_uncertain_letter_that_was_not_sent_is_not_queued_without_its_text(ledger: Ledger, now: datetime) -> None:
    (key,) = queue(ledger, now, "Ana Silva")
    send(ledger, now, key, DOUBTFUL)
    forget(ledger, now)
    assert ledger.resolve(key, sent=False, now=now).state is State.CANCELLED
    assert ledger.lease("w", now=now, channel=ChannelName.EMAIL) is None
    assert not ledger.check()


def test_a_bundle_that_waits_goes_down_so_that_it_is_made_anew_without_them(ledger: Ledger, now: datetime) -> None:
    carrier = new_letter(ledger, now, "Bundle")
    carrier = replace(carrier, bundle=carrier.key)
    ana, bea = (
        new_letter(ledger, now, name, channel=ChannelName.BUNDLE, bundle=carrier.key, body=b"", copy="")
        for name in ("Ana Silva", "Béa")
    )
    ledger.enqueue([carrier, ana, bea], now=now)
    forgotten = forget(ledger, now)
    assert forgotten.bundles == (carrier.key,)
    assert {ledger.get(one.key).state for one in (carrier, ana, bea)} == {State.CANCELLED}
    assert ledger.body(carrier.key) is None
    assert new_letter(ledger, now, "Béa").key != bea.key, "she may be written for again"
    assert not ledger.slot("example-2026", 1, "fr/ministry", marks=ledger.marks(person("Béa"))).holder


def test_a_bundle_that_is_leaving_is_left_to_end(ledger: Ledger, now: datetime) -> None:
    carrier = new_letter(ledger, now, "Bundle")
    carrier = replace(carrier, bundle=carrier.key)
    ana = new_letter(ledger, now, "Ana Silva", channel=ChannelName.BUNDLE, bundle=carrier.key, body=b"", copy="")
    ledger.enqueue([carrier, ana], now=now)
    begin(ledger, now, carrier.key)
    forget(ledger, now)
    ledger.settle(carrier.key, Accepted(Receipt(kind=ReceiptKind.ACCEPTED)), worker="w", now=now)
    assert {ledger.get(one.key).state for one in (carrier, ana)} == {State.SENT}


def test_nothing_of_them_is_left_in_the_file(path: Path, now: datetime) -> None:
    ledger = open_ledger(path)
    queue(ledger, now, "Ana Silva")
    (kept,) = queue(ledger, now, "Béa Roche")
    forget(ledger, now)
    for file in path.parent.glob(f"{path.name}*"):
        if file.is_file():
            assert b"Ana Silva" not in file.read_bytes(), file
            assert b"ana.silva" not in file.read_bytes(), file
    assert ledger.body(kept)
    ledger.close()


def test_to_forget_twice_changes_nothing_more(ledger: Ledger, now: datetime) -> None:
    queue(ledger, now, "Ana Silva")
    forget(ledger, now)
    again = forget(ledger, now)
    assert (len(again.letters), again.cancelled) == (1, 0)


# --- Looking a ledger through ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("UPDATE tally SET count = count + 1", "tally"),
        ("DELETE FROM tally", "tally"),
        ("INSERT INTO tally VALUES ('other', 1, 'x', 'email', 'sent', 1)", "tally-total"),
        ("UPDATE claims SET freed = delivery", "claims"),
        ("DELETE FROM claims", "places"),
        ("DELETE FROM bodies", "bodies"),
        ("UPDATE deliveries SET lease_until = '2026'", "leases"),
        ("UPDATE deliveries SET settled = '2026'", "ends"),
    ],
)
def test_what_is_wrong_with_the_rows_is_named(path: Path, now: datetime, change: str, rule: str) -> None:
    ledger = open_ledger(path)
    queue(ledger, now, "Ana")
    assert not ledger.check()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(change)
    found = ledger.check()
    assert f"ledger.wrong-{rule}" in [message.id for message in found]
    assert all(words(message).text for message in found)
    ledger.close()


def test_what_is_wrong_with_the_file_is_named(path: Path, now: datetime) -> None:
    ledger = open_ledger(path)
    queue(ledger, now, *(f"Signer {number}" for number in range(50)))
    ledger.close()
    with path.open("r+b") as file:
        file.seek(path.stat().st_size - 4096)
        file.write(b"\xff" * 1000)
    ledger = open_ledger(path)
    found: tuple[Message, ...] = ledger.check()
    assert {message.id for message in found} == {"ledger.wrong-file"}
    ledger.close()

"""The signer beside a letter's text: there for the next round, and gone where the text goes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from urgentaction.errors import message
from urgentaction.ledger import Forward, Ledger, NewDelivery, Which, lines, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import Accepted, Receipt, ReceiptKind, Refused, State, Uncertain
from urgentaction.pace import UNLIMITED

CASE = "example-2026"
REASON = message("chain.superseded", case=CASE, round=2)
Letter = Callable[..., NewDelivery]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(tmp_path / "other" / "ledger.sqlite")
    yield opened
    opened.close()


def turned(ledger: Ledger, now: datetime, *letters: NewDelivery) -> None:
    ledger.enqueue(letters, now=now)
    ledger.turn_round(CASE, 2, RoundState.OPEN, now=now, reason=REASON)


def kept(ledger: Ledger, round_: int = 2) -> list[bytes]:
    return [one.signer for one in ledger.superseded(CASE, round_)]


def test_a_turn_gives_the_letters_that_it_took_out_the_newest_first(
    ledger: Ledger, letter: Letter, now: datetime
) -> None:
    turned(ledger, now, letter("Ana", signer=b"ana"), letter("Bo"), letter("Cy", signer=b"cy"))
    assert kept(ledger) == [b"cy", b"", b"ana"]
    assert kept(ledger, 1) == []
    assert {one.delivery.state for one in ledger.superseded(CASE, 2)} == {State.CANCELLED}


def test_very_many_are_read_page_by_page(ledger: Ledger, letter: Letter, now: datetime) -> None:
    turned(ledger, now, *(letter(f"Signer {n}", signer=str(n).encode()) for n in range(1101)))
    assert kept(ledger) == [str(n).encode() for n in reversed(range(1101))]


def test_what_was_cancelled_by_hand_or_by_a_stop_is_not_among_them(
    ledger: Ledger, letter: Letter, now: datetime
) -> None:
    first = letter("Ana", signer=b"ana")
    ledger.enqueue([first], now=now)
    ledger.cancel(Which(keys=(first.key,)), now=now, reason=message("queue.by-hand"))
    ledger.enqueue([letter("Bo", signer=b"bo")], now=now)
    ledger.turn_round(CASE, 1, RoundState.STOPPED, now=now, reason=message("chain.ended", case=CASE))
    assert kept(ledger) == []


def test_whoever_had_a_letter_in_a_round_since_is_not_among_them_whatever_became_of_it(
    ledger: Ledger, letter: Letter, now: datetime
) -> None:
    turned(ledger, now, letter("Ana", signer=b"ana"), letter("Bo", signer=b"bo"), letter("Cy", signer=b"cy"))
    since = letter("Ana", round=2, authority="fr/senate"), letter("Bo", round=2)
    ledger.enqueue(since, now=now)
    assert kept(ledger, 2) == [b"cy", b"ana"]
    ledger.cancel(Which(keys=tuple(one.key for one in since)), now=now, reason=message("queue.by-hand"))
    assert kept(ledger, 2) == [b"cy", b"ana"]
    assert kept(ledger, 3) == [b"cy"]


def test_a_copy_goes_with_its_letter_and_signatures_with_their_bundle(
    ledger: Ledger, letter: Letter, now: datetime
) -> None:
    main = letter("Ana", signer=b"ana")
    bundle = letter("Group", authority="fr/senate", batch="b")
    carrier = letter("Group", authority="fr/senate", batch="b", bundle=bundle.key)
    signature = letter("Bo", authority="fr/senate", batch="b", bundle=bundle.key, body=b"")
    turned(ledger, now, main, letter("Ana", authority="fr/copy", after=main.key), carrier, signature)
    assert [one.delivery.authority for one in ledger.superseded(CASE, 2)] == ["fr/senate", "fr/ministry"]


def test_it_is_erased_with_the_text(ledger: Ledger, letter: Letter, now: datetime) -> None:
    first = letter("Ana", signer=b"ana")
    turned(ledger, now, first, letter("Bo", signer=b"bo"))
    ledger.forget(first.marks, now=now)
    assert kept(ledger) == [b"bo"]
    ledger.purge(now=now + timedelta(days=31))
    assert kept(ledger) == []


def signers(ledger: Ledger, now: datetime) -> list[bytes]:
    """Who signs, of every letter that the ledger keeps it of."""
    told = [values for kind, values in ledger.items(secret=True, now=now) if "signer" in values]
    return [values["signer"] for values in told if values["signer"]]


def test_it_is_erased_at_once_of_what_has_left_and_of_what_no_round_took_out(
    ledger: Ledger, letter: Letter, now: datetime
) -> None:
    turned(ledger, now, letter("Ana", signer=b"superseded"))
    by_hand = letter("Bo", round=2, signer=b"by hand")
    ledger.enqueue([by_hand], now=now)
    ledger.cancel(Which(keys=(by_hand.key,)), now=now, reason=message("queue.by-hand"))
    outcomes = Accepted(Receipt(kind=ReceiptKind.ACCEPTED)), Refused(REASON), Uncertain(REASON)
    for name, outcome in zip(("Cy", "Di", "Ed"), outcomes, strict=True):
        ledger.enqueue([letter(name, round=2, signer=name.encode())], now=now)
        found = ledger.lease("w", now=now, channel=ChannelName.EMAIL)
        assert found
        ledger.advance([Forward(key=found[0].key, worker="w", now=now, date=now, pace=UNLIMITED)])
        ledger.settle(found[0].key, outcome, worker="w", now=now)
    ledger.enqueue([letter("Fi", round=2, signer=b"waits")], now=now)
    assert len(signers(ledger, now)) == 6
    assert ledger.purge(now=now) == 0
    assert sorted(signers(ledger, now)) == [b"Ed", b"superseded", b"waits"]
    late = letter("Gé", round=2, signer=b"late")
    ledger.enqueue([late], now=now)
    ledger.cancel(Which(keys=(late.key,)), now=now - timedelta(minutes=59), reason=message("queue.by-hand"))
    ledger.purge(now=now)
    assert sorted(signers(ledger, now)) == [b"Ed", b"superseded", b"waits"]


def test_what_comes_from_another_ledger_long_after_it_ended_is_erased_too(
    ledger: Ledger, other: Ledger, letter: Letter, now: datetime
) -> None:
    for each, name, at in ((ledger, "Ana", now - timedelta(days=2)), (other, "Bo", now)):
        one = letter(name, signer=name.encode())
        each.enqueue([one], now=at)
        each.cancel(Which(keys=(one.key,)), now=at, reason=message("queue.by-hand"))
    other.purge(now=now)
    other.take_in(ledger.items(secret=True, now=now), now=now)
    assert signers(other, now) == [b"Ana"]
    other.purge(now=now)
    assert signers(other, now) == []


def test_it_goes_through_an_export_and_into_another_ledger(
    ledger: Ledger, other: Ledger, letter: Letter, now: datetime
) -> None:
    turned(ledger, now, letter("Ana", signer="Ána".encode()))
    texts = [lines.write(item).encode() for item in lines.counted(ledger.items(secret=True, now=now))]
    other.take_in(lines.read(texts), now=now)
    assert kept(other) == ["Ána".encode()]


def test_an_export_of_before_that_knows_no_signers_is_taken(
    ledger: Ledger, other: Ledger, letter: Letter, now: datetime
) -> None:
    turned(ledger, now, letter("Ana", signer=b"ana"))
    texts = []
    for item in lines.counted(ledger.items(secret=True, now=now)):
        line = json.loads(lines.write(item))
        for values in line.values():
            values.pop("signer", None)
            values.update({"format": 1} if "format" in values else {})
        texts.append(json.dumps(line).encode())
    other.take_in(lines.read(texts), now=now)
    assert kept(other) == [b""]

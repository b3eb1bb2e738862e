"""The result of one letter and the lease of the next, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from urgentaction.errors import UsageError, message
from urgentaction.ledger import Ledger, NewDelivery, Next, Which
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Accepted, Outcome, Receipt, ReceiptKind, Refused, State, Unavailable
from urgentaction.pace import UNLIMITED

NewLetter = Callable[..., NewDelivery]
TAKEN = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="2f9c"))
REASON = message("ledger.confirmed")
MAIL = Next(channels=(ChannelName.EMAIL,))


def begin(ledger: Ledger, now: datetime) -> str:
    leased = ledger.lease("w1", now=now, channel=ChannelName.EMAIL)
    assert leased is not None
    ledger.begin(leased[1].key, worker="w1", now=now, date=now, pace=UNLIMITED)
    return leased[1].key


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(TAKEN, State.SENT), (Refused(REASON), State.REFUSED), (Unavailable(REASON), State.QUEUED)],
)
def test_one_is_settled_and_the_next_is_leased(
    ledger: Ledger, letter: NewLetter, now: datetime, outcome: Outcome, state: State
) -> None:
    first, second = ledger.enqueue([letter("A"), letter("B")], now=now).added
    settled, leased = ledger.settle_and_lease(begin(ledger, now), outcome, MAIL, worker="w1", now=now)
    assert leased is not None
    assert (settled.key, settled.state) == (first, state)
    assert (leased[0].key, leased[0].state, leased[1].body) == (second, State.LEASED, letter("B").body)
    ledger.begin(second, worker="w1", now=now, date=now, pace=UNLIMITED)
    assert ledger.get(second).state is State.SENDING


def test_the_last_letter_has_no_next(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter("A"), letter("B", due=now + timedelta(hours=1))], now=now)
    settled, leased = ledger.settle_and_lease(begin(ledger, now), TAKEN, MAIL, worker="w1", now=now)
    assert (settled.state, leased) == (State.SENT, None)


def test_the_copy_of_a_letter_can_be_the_next(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    main = letter("A")
    _, copy = ledger.enqueue([main, letter("A", authority="fr/copy", after=main.key)], now=now).added
    _, leased = ledger.settle_and_lease(begin(ledger, now), TAKEN, MAIL, worker="w1", now=now)
    assert leased is not None
    assert leased[0].key == copy


def test_the_first_channel_that_has_one_gives_the_next(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter("A"), letter("B"), letter("C", channel=ChannelName.PRINT)], now=now)
    wish = Next(channels=(ChannelName.PRINT, ChannelName.EMAIL))
    _, leased = ledger.settle_and_lease(begin(ledger, now), TAKEN, wish, worker="w1", now=now)
    assert leased is not None
    assert leased[0].channel is ChannelName.PRINT


def test_only_what_is_meant_is_next(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    added = ledger.enqueue([letter(name) for name in "ABC"], now=now).added
    wish = Next(channels=(ChannelName.EMAIL,), which=Which(keys=added[2:]))
    _, leased = ledger.settle_and_lease(begin(ledger, now), TAKEN, wish, worker="w1", now=now)
    assert leased is not None
    assert leased[0].key == added[2]


def test_where_nothing_can_be_settled_nothing_is_leased(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    (key,) = ledger.enqueue([letter("A")], now=now).added
    with pytest.raises(UsageError):
        ledger.settle_and_lease("0" * 32, TAKEN, MAIL, worker="w1", now=now)
    assert ledger.get(key).state is State.QUEUED


def test_the_late_answer_of_another_is_only_noted_and_the_next_is_leased(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    first, second = ledger.enqueue([letter("A"), letter("B")], now=now).added
    begin(ledger, now)
    settled, leased = ledger.settle_and_lease(first, TAKEN, MAIL, worker="w2", now=now)
    assert settled.state is State.SENDING
    assert leased is not None
    assert leased[0].key == second
    assert ledger.history(first)[-1].what == "late"

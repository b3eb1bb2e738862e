"""The result of one letter, the beginning of another and the lease of a third, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from support.letters import begin_leased
from urgentaction.errors import UsageError, message
from urgentaction.ledger import Advanced, Forward, HoldKind, LeaseLost, Ledger, NewDelivery, Next, Result, Which
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import Accepted, Outcome, Receipt, ReceiptKind, Refused, State, Unavailable, Withdrawn
from urgentaction.pace import UNLIMITED

NewLetter = Callable[..., NewDelivery]
TAKEN = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="2f9c"))
REASON = message("ledger.confirmed")
MAIL = Next(channels=(ChannelName.EMAIL,))


def lease(ledger: Ledger, now: datetime) -> str:
    leased = ledger.lease("w1", now=now, channel=ChannelName.EMAIL)
    assert leased is not None
    return leased[1].key


def begin(ledger: Ledger, now: datetime) -> str:
    key = lease(ledger, now)
    begin_leased(ledger, key, worker="w1", now=now, date=now, pace=UNLIMITED)
    return key


def advance(ledger: Ledger, now: datetime, key: str, **changes: Any) -> Advanced:
    values: dict[str, Any] = {"worker": "w1", "now": now, "date": now, "pace": UNLIMITED, "wish": MAIL}
    return ledger.advance([Forward(key=key, **(values | changes))])[0]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(TAKEN, State.SENT), (Refused(REASON), State.REFUSED), (Unavailable(REASON), State.QUEUED)],
)
def test_one_is_settled_the_next_begins_and_the_one_after_it_is_leased(
    ledger: Ledger, letter: NewLetter, now: datetime, outcome: Outcome, state: State
) -> None:
    first, second, third = ledger.enqueue([letter(name) for name in "ABC"], now=now).added
    begin(ledger, now)
    done = advance(ledger, now, lease(ledger, now), before=Result(key=first, outcome=outcome))
    assert done.settled is not None
    assert (done.settled.key, done.settled.state, done.no) == (first, state, None)
    assert ledger.get(second).state is State.SENDING
    assert done.leased is not None
    assert (done.leased[0].key, done.leased[0].state, done.leased[1].body) == (third, State.LEASED, letter("C").body)
    assert ledger.get(third).state is State.LEASED


def test_the_first_letter_has_none_before_it_and_the_last_none_behind_it(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    (key, _) = ledger.enqueue([letter("A"), letter("B", due=now + timedelta(hours=1))], now=now).added
    assert advance(ledger, now, lease(ledger, now)) == Advanced()
    assert ledger.get(key).state is State.SENDING


def test_a_letter_that_is_not_this_workers_any_more_keeps_back_nothing_else(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    first, second, third = ledger.enqueue([letter(name) for name in "ABC"], now=now).added
    begin(ledger, now)
    lease(ledger, now)
    ledger.cancel(Which(keys=(second,)), now=now, reason=REASON)
    done = advance(ledger, now, second, before=Result(key=first, outcome=TAKEN))
    assert isinstance(done.no, LeaseLost)
    assert [ledger.get(key).state for key in (first, second, third)] == [State.SENT, State.CANCELLED, State.LEASED]


@pytest.mark.parametrize("stop", ["round", "hold"])
def test_a_stop_that_another_machine_has_noted_is_given_as_a_no(
    ledger: Ledger, letter: NewLetter, now: datetime, stop: str
) -> None:
    first, second = ledger.enqueue([letter(name) for name in "AB"], now=now).added
    begin(ledger, now)
    lease(ledger, now)
    if stop == "round":
        ledger.note_round("example-2026", 1, RoundState.STOPPED, now=now)
    else:
        ledger.hold(HoldKind.CASE, "example-2026", now=now)
    done = advance(ledger, now, second, before=Result(key=first, outcome=TAKEN))
    assert isinstance(done.no, Withdrawn)
    assert (done.no.until is None) is (stop == "round")
    assert [ledger.get(key).state for key in (first, second)] == [State.SENT, State.LEASED]
    assert [event.what for event in ledger.history(second)] == ["queued"]


def test_the_copy_of_a_letter_can_be_the_next(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    main = letter("A")
    _, other, copy = ledger.enqueue(
        [main, letter("B"), letter("A", authority="fr/copy", after=main.key)], now=now
    ).added
    begin(ledger, now)
    done = advance(ledger, now, lease(ledger, now), before=Result(key=main.key, outcome=TAKEN))
    assert ledger.get(other).state is State.SENDING
    assert done.leased is not None
    assert done.leased[0].key == copy


def test_the_first_channel_that_has_one_gives_the_next(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter("A"), letter("B"), letter("C", channel=ChannelName.PRINT)], now=now)
    wish = Next(channels=(ChannelName.PRINT, ChannelName.EMAIL))
    done = advance(ledger, now, lease(ledger, now), wish=wish)
    assert done.leased is not None
    assert done.leased[0].channel is ChannelName.PRINT


def test_only_what_is_meant_is_next(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    added = ledger.enqueue([letter(name) for name in "ABC"], now=now).added
    wish = Next(channels=(ChannelName.EMAIL,), which=Which(keys=added[2:]))
    done = advance(ledger, now, lease(ledger, now), wish=wish)
    assert done.leased is not None
    assert done.leased[0].key == added[2]


def test_where_one_part_is_impossible_nothing_is_done(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    first, second = ledger.enqueue([letter("A"), letter("B")], now=now).added
    lease(ledger, now)
    with pytest.raises(UsageError):
        advance(ledger, now, first, before=Result(key="0" * 32, outcome=TAKEN))
    assert [ledger.get(key).state for key in (first, second)] == [State.LEASED, State.QUEUED]


def test_the_late_answer_of_another_is_only_noted(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    first, second = ledger.enqueue([letter("A"), letter("B")], now=now).added
    begin(ledger, now)
    leased = ledger.lease("w2", now=now, channel=ChannelName.EMAIL)
    assert leased is not None
    done = advance(ledger, now, second, worker="w2", before=Result(key=first, outcome=TAKEN))
    assert done.settled is not None
    assert done.settled.state is State.SENDING
    assert ledger.get(second).state is State.SENDING
    assert ledger.history(first)[-1].what == "late"


def forward(now: datetime, key: str, **changes: Any) -> Forward:
    values: dict[str, Any] = {"worker": "w1", "now": now, "date": now, "pace": UNLIMITED}
    return Forward(key=key, **(values | changes))


def test_letters_of_several_workers_go_on_together_and_a_no_to_one_keeps_back_no_other(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    keys = ledger.enqueue([letter(name) for name in "ABCDE"], now=now).added
    before = begin(ledger, now)
    lost, second = lease(ledger, now), lease(ledger, now)
    ledger.cancel(Which(keys=(lost,)), now=now, reason=REASON)
    one, two = ledger.advance(
        [
            forward(now, lost, before=Result(key=before, outcome=TAKEN), wish=MAIL),
            forward(now, second, worker="w1", wish=MAIL),
        ]
    )
    assert isinstance(one.no, LeaseLost)
    assert two.no is None
    assert one.leased is not None
    assert two.leased is not None
    assert [one.leased[0].key, two.leased[0].key] == list(keys[3:])
    states = [ledger.get(key).state for key in keys]
    assert states == [State.SENT, State.CANCELLED, State.SENDING, State.LEASED, State.LEASED]


def test_letters_that_begin_together_do_not_take_the_same_room(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter("A"), letter("B")], now=now)
    pace = replace(UNLIMITED, per_hour=1)
    one, two = ledger.advance([forward(now, lease(ledger, now), pace=pace) for _ in range(2)])
    assert one.no is None
    assert two.no is not None
    assert two.no.until == now + timedelta(hours=1)

"""Whether the other side can have a letter already: only where that is sure, nobody is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from support.letters import begin_leased
from urgentaction.errors import message
from urgentaction.ledger import Ledger, NewDelivery, copies, open_ledger, restoring
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Halted, Outcome, Refused, Scope, Unavailable, Uncertain
from urgentaction.pace import UNLIMITED

NewLetter = Callable[..., NewDelivery]
REASON = message("ledger.denied")
DAY = timedelta(days=1)


def post(ledger: Ledger, new: NewDelivery, now: datetime) -> str:
    (key,) = ledger.enqueue([new], now=now).added
    return key


def is_fresh(ledger: Ledger, now: datetime, worker: str = "w") -> bool:
    leased = ledger.lease(worker, now=now, channel=ChannelName.POST)
    assert leased
    return leased[1].fresh


@pytest.fixture
def posted(letter: NewLetter) -> NewDelivery:
    return letter(channel=ChannelName.POST)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(tmp_path / "other" / "ledger.sqlite")
    yield opened
    opened.close()


def test_a_letter_that_nobody_has_touched_is_fresh(ledger: Ledger, posted: NewDelivery, now: datetime) -> None:
    post(ledger, posted, now)
    assert is_fresh(ledger, now)


@pytest.mark.parametrize(
    "outcome",
    [Unavailable(REASON), Unavailable(REASON, scope=Scope.CONNECTION), Halted(Scope.ACCOUNT, REASON)],
    ids=["postponed", "unreached", "halted"],
)
@pytest.mark.parametrize("begun", [False, True])
def test_a_letter_that_came_back_is_not(
    ledger: Ledger, posted: NewDelivery, now: datetime, outcome: Outcome, begun: bool
) -> None:
    key = post(ledger, posted, now)
    assert is_fresh(ledger, now)
    if begun:
        begin_leased(ledger, key, worker="w", now=now, date=now, pace=UNLIMITED)
    ledger.settle(key, outcome, worker="w", now=now)
    assert not is_fresh(ledger, now + DAY)


def test_a_letter_that_was_put_back_is_not(ledger: Ledger, posted: NewDelivery, now: datetime) -> None:
    key = post(ledger, posted, now)
    assert is_fresh(ledger, now)
    ledger.put_back(key, worker="w", now=now, due=now, reason=REASON)
    assert not is_fresh(ledger, now)


def test_a_letter_that_a_late_worker_held_is_not(ledger: Ledger, posted: NewDelivery, now: datetime) -> None:
    post(ledger, posted, now)
    assert is_fresh(ledger, now)
    ledger.sweep(now=now + DAY)
    assert not is_fresh(ledger, now + DAY, "another")


def test_an_uncertain_letter_that_a_person_queued_again_is_not(
    ledger: Ledger, posted: NewDelivery, now: datetime
) -> None:
    key = post(ledger, posted, now)
    assert is_fresh(ledger, now)
    ledger.settle(key, Uncertain(REASON), worker="w", now=now)
    ledger.resolve(key, sent=False, now=now)
    assert not is_fresh(ledger, now)


def test_a_refused_letter_that_is_tried_again_is_not(ledger: Ledger, posted: NewDelivery, now: datetime) -> None:
    key = post(ledger, posted, now)
    assert is_fresh(ledger, now)
    ledger.settle(key, Refused(REASON), worker="w", now=now)
    ledger.retry(key, now=now)
    assert not is_fresh(ledger, now)


def test_a_letter_that_came_from_another_ledger_is_not(
    ledger: Ledger, other: Ledger, posted: NewDelivery, now: datetime
) -> None:
    post(ledger, posted, now)
    other.take_in(ledger.items(secret=True, now=now), now=now, settled=True)
    assert not is_fresh(other, now)


def test_nor_is_one_that_was_queued_where_another_ledger_makes_the_same_keys(
    ledger: Ledger, other: Ledger, posted: NewDelivery, now: datetime
) -> None:
    other.take_in(ledger.items(secret=True, now=now), now=now, settled=True)
    for one in (ledger, other):
        post(one, posted, now)
        assert not is_fresh(one, now)


def test_a_ledger_that_told_its_letters_without_its_secret_makes_its_keys_alone(
    ledger: Ledger, other: Ledger, posted: NewDelivery, now: datetime
) -> None:
    other.take_in(ledger.items(secret=False, now=now), now=now, settled=True)
    post(ledger, posted, now)
    assert is_fresh(ledger, now)


def test_nothing_is_fresh_in_a_ledger_that_was_put_back(tmp_path: Path, letter: NewLetter, now: datetime) -> None:
    live, stick = tmp_path / "live" / "ledger.sqlite", tmp_path / "stick.sqlite"
    before = open_ledger(live)
    before.enqueue([letter("Ana", channel=ChannelName.POST)], now=now)
    before.close()
    copies.take(live, stick, now=now)
    with copies.staged(stick, live) as staging:
        restoring.restore(staging, live, now=now, settled=True)
    after = open_ledger(live)
    after.enqueue([letter("Bea", channel=ChannelName.POST)], now=now)
    assert not is_fresh(after, now)
    assert not is_fresh(after, now)
    after.close()


def test_whether_an_e_mail_is_fresh_is_not_asked(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    post(ledger, letter(), now)
    leased = ledger.lease("w", now=now, channel=ChannelName.EMAIL)
    assert leased
    assert not leased[1].fresh

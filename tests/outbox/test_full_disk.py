"""A disk that is full while letters leave: nothing is sent that cannot be recorded, and what left is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from urgentaction.errors import UserError, words
from urgentaction.ledger import Ledger
from urgentaction.model.delivery import Accepted, Begin, Job, Outcome, Receipt, ReceiptKind, State
from urgentaction.outbox import Tools, drain

Make = Callable[..., Tools]
Queue = Callable[..., tuple[str, ...]]
TAKEN = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="2f9c"))


@pytest.fixture
def where(path: Path) -> str:
    return str(path)


def states(ledger: Ledger) -> list[State]:
    return [found.state for found in reversed(ledger.list())]


def full(ledger: Any) -> None:
    connection = ledger._db._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")


def room(ledger: Any) -> None:
    ledger._db._connection.execute("PRAGMA max_page_count = 1000000")


def test_a_disk_that_is_full_before_the_text_sends_nothing(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    queue(*(f"signer {number}" for number in range(60)))
    full(ledger)
    with pytest.raises(UserError, match="disk is full"):
        drain(tools())
    room(ledger)
    sent = len(channel.sent)
    ledger.sweep(now=ledger.list()[0].due + timedelta(hours=2))
    assert states(ledger).count(State.SENT) == sent
    assert set(states(ledger)) <= {State.SENT, State.QUEUED}


def test_a_disk_that_is_full_after_the_text_says_that_the_letter_has_left(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger, clock: Any
) -> None:
    (key,) = queue("A")

    def fills(_job: Job, begin: Begin) -> Outcome:
        begin()
        ledger._db._connection.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]  # no page can be written
        return TAKEN

    channel.answers = [fills]
    with pytest.raises(UserError, match=f"Letter {key[:8]} has left") as error:
        drain(tools())
    assert f"ua outbox resolve {key[:8]} --sent" in words(error.value.message).hint
    ledger._db._connection.execute("PRAGMA query_only = OFF")  # type: ignore[attr-defined]  # the disk is back
    clock.move(minutes=16)
    assert len(drain(tools()).doubts) == 1
    assert ledger.resolve(key, sent=True, now=clock.now).state is State.SENT

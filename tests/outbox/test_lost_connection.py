"""A shared ledger whose line is cut while letters leave: what left is recorded, or said to be not sure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from urgentaction.errors import UserError, words
from urgentaction.ledger import Ledger, open_ledger, server
from urgentaction.model.delivery import Accepted, Begin, Job, Outcome, Receipt, ReceiptKind, State
from urgentaction.outbox import Tools, drain

Make = Callable[..., Tools]
Queue = Callable[..., tuple[str, ...]]
TAKEN = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="2f9c"))


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    with closing(open_ledger(url, patience=0.3)) as opened:
        yield opened


@pytest.fixture
def line(postgres: Any, url: str) -> Callable[[str], None]:
    """`line("cut")` ends every session on the database, `line("down")` lets none in either, `line("up")` does."""
    name = server.parse(url).database

    def make(how: str) -> None:
        postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {how != 'down'}")
        if how != "up":
            postgres.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name])

    return make


def states(ledger: Ledger) -> list[State]:
    return [found.state for found in reversed(ledger.list())]


def test_a_line_that_is_cut_and_comes_back_stops_no_letter(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger, line: Callable[[str], None]
) -> None:
    def before(_job: Job, begin: Begin) -> Outcome:
        line("cut")
        begin()
        return TAKEN

    def after(_job: Job, begin: Begin) -> Outcome:
        begin()
        line("cut")
        return TAKEN

    queue("A", "B", "C")
    channel.answers = [before, after]
    assert drain(tools()).counts == {State.SENT: 3}
    assert states(ledger) == [State.SENT] * 3


def test_without_the_ledger_nothing_is_sent(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger, line: Callable[[str], None], clock: Any
) -> None:
    def goes_down(_job: Job, begin: Begin) -> Outcome:
        line("down")
        begin()
        raise AssertionError("nobody knows that it would leave")

    queue("A", "B")
    channel.answers = [goes_down]
    with pytest.raises(UserError, match="cannot be reached"):
        drain(tools())
    line("up")
    clock.move(minutes=16)
    assert drain(tools()).counts == {State.SENT: 2}
    assert states(ledger) == [State.SENT] * 2


def test_a_ledger_that_goes_away_after_the_text_is_told_and_the_letter_is_not_sent_again(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger, line: Callable[[str], None], clock: Any
) -> None:
    def goes_down(_job: Job, begin: Begin) -> Outcome:
        begin()
        line("down")
        return TAKEN

    (key,) = queue("A")
    channel.answers = [goes_down]
    with pytest.raises(UserError, match=f"Letter {key[:8]} has left") as error:
        drain(tools())
    assert f"ua outbox resolve {key[:8]} --sent" in words(error.value.message).hint
    line("up")
    assert states(ledger) == [State.SENDING]
    clock.move(minutes=16)
    run = drain(tools())
    assert ([found.key for found in run.doubts], run.counts) == ([key], {})
    assert ledger.resolve(key, sent=True, now=clock.now).state is State.SENT

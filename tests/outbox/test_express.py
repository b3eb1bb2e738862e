"""Connections driven together while all goes well: one transaction for all, and whoever has to wait keeps back nobody."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from urgentaction.errors import UserError, message
from urgentaction.gates import CASE, Refusal
from urgentaction.ledger import Advanced, Forward, Ledger, Which, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import (
    Accepted,
    Begin,
    Delivery,
    Job,
    Outcome,
    Permit,
    Receipt,
    ReceiptKind,
    Refused,
    State,
    Uncertain,
)
from urgentaction.outbox import Open, Progress, Recheck, Tools, drain_together
from urgentaction.pace import UNLIMITED

Make = Callable[..., Tools]
Queue = Callable[..., tuple[str, ...]]
REASON = message("ledger.denied")
TAKEN = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="1"))
PATIENCE = 20


class Swift:
    """A connection whose other side always waits for the next text; `answer` says what becomes of one that was put.

    The first that is put waits until every connection is at work (`started`): else one alone would have sent them all.
    """

    name = ChannelName.EMAIL

    def __init__(self, answer: Callable[[Job], Outcome | None], started: Callable[[Swift], threading.Event]) -> None:
        self._answer, self._started = answer, started
        self.ends = socket.socketpair()
        self._job: Job | None = None
        self._outcome: Outcome | None = None
        self.cut = threading.Event()
        self.put_jobs: list[bytes] = []
        self.closed = 0

    def send(self, job: Job, begin: Begin) -> Outcome:
        begin()
        self._started(self)
        return self._answer(job) or Uncertain(REASON)

    def waits_for(self, _job: Job) -> bool:
        return True

    def is_swift(self, _job: Job) -> bool:
        return True

    def put(self, job: Job, permit: Permit) -> None:
        assert permit.key == job.key
        assert self._started(self).wait(PATIENCE)
        self.put_jobs.append(job.body)
        self._job, self._outcome = job, self._answer(job)

    def has_answer(self) -> bool:
        return self._outcome is not None

    def answer(self) -> Outcome:
        """Without one: what a connection says that was cut off, or a server that answers late."""
        job, self._job = self._job, None
        if job is None:
            return Uncertain(REASON)
        if self._outcome is None:
            assert self.cut.wait(PATIENCE)
        return self._outcome or Uncertain(REASON)

    def fileno(self) -> int:
        return self.ends[0].fileno()

    def close(self) -> None:
        self.closed += 1


class Counted:
    """A ledger that notes how many letters began together, and fails where it is told to."""

    def __init__(self, ledger: Ledger, fails: Callable[[Sequence[Forward]], bool] = lambda _: False) -> None:
        self._ledger, self._fails = ledger, fails
        self.together: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def advance(self, forwards: Sequence[Forward]) -> tuple[Advanced, ...]:
        if self._fails(forwards):
            raise UserError("ledger.disk-full", path="ledger", why="full")
        self.together.append(len(forwards))
        return self._ledger.advance(forwards)


Lanes = Callable[..., tuple[list[Open], list[Swift]]]


@pytest.fixture
def lanes(tools: Make, where: str) -> Iterator[Lanes]:
    """`lanes(count, answer)`: ways to open so many connections, and the lines that they used."""
    made: list[Swift] = []

    def make(count: int, answer: Callable[[Job], Outcome | None] = lambda _: TAKEN) -> tuple[list[Open], list[Swift]]:
        at_work, all_are = set[Swift](), threading.Event()

        def started(line: Swift) -> threading.Event:
            at_work.add(line)
            if len(at_work) == count:
                all_are.set()
            return all_are

        lines = [Swift(answer, started) for _ in range(count)]
        made.extend(lines)

        def opener(line: Swift) -> Open:
            @contextmanager
            def open_() -> Iterator[Tools]:
                with closing(open_ledger(where)) as ledger, ledger.attend() as worker:
                    yield tools(ledger=ledger, worker=worker, channels={line.name: line}, cut=line.cut.set)

            return open_

        return [opener(line) for line in lines], lines

    yield make
    for end in (end for line in made for end in line.ends):
        end.close()


def names(count: int) -> list[str]:
    return [f"{number:03}" for number in range(count)]


def by_state(ledger: Ledger) -> dict[State, int]:
    return {count.state: count.count for count in ledger.counts() if count.count}


def test_letters_of_several_connections_begin_in_one_transaction_and_leave_once(
    tools: Make, queue: Queue, lanes: Lanes, ledger: Ledger
) -> None:
    queue(*names(60))
    open_, lines = lanes(3)
    counted = Counted(ledger)
    told: list[Progress] = []
    assert drain_together(tools(ledger=counted), open_, progress=told.append).counts == {State.SENT: 60}
    put = [body for line in lines for body in line.put_jobs]
    assert len(put) == len(set(put)) == sum(counted.together) > 40
    assert max(counted.together) == 3
    assert len({step.delivery.key for step in told}) == len(told) == 60


def test_a_connection_whose_answer_does_not_come_keeps_back_no_other(
    tools: Make, queue: Queue, lanes: Lanes, ledger: Ledger
) -> None:
    queue(*names(40))
    stuck: list[bytes] = []

    def answer(job: Job) -> Outcome | None:
        if not stuck and job.body >= b"010":
            stuck.append(job.body)
            return None
        return TAKEN

    open_, lines = lanes(3, answer)

    def heard(_step: Progress) -> None:
        if by_state(ledger).get(State.SENT) == 38:  # all others, but for the one that was leased behind the stuck one
            for line in lines:
                line.cut.set()

    run = drain_together(tools(), open_, progress=heard)
    assert run.counts == {State.SENT: 39, State.UNCERTAIN: 1}
    (doubt,) = ledger.list(Which(states=(State.UNCERTAIN,)))
    assert [ledger.body(doubt.key)] == stuck


def test_a_refusal_on_the_way_is_the_letters_own(tools: Make, queue: Queue, lanes: Lanes, ledger: Ledger) -> None:
    queue(*names(40))
    open_, _ = lanes(3, lambda job: Refused(REASON) if job.body in {b"013", b"021"} else TAKEN)
    assert drain_together(tools(), open_).counts == {State.SENT: 38, State.REFUSED: 2}
    refused = ledger.list(Which(states=(State.REFUSED,)))
    assert {ledger.body(one.key) for one in refused} == {b"013", b"021"}


def test_a_stop_that_another_machine_notes_reaches_the_letters_that_wait_for_their_turn(
    tools: Make, queue: Queue, lanes: Lanes, ledger: Ledger, clock: Any
) -> None:
    queue(*names(40))
    open_, lines = lanes(2)

    def tell(_step: Progress) -> None:
        if sum(len(line.put_jobs) for line in lines) >= 10:
            ledger.note_round("example-2026", 1, RoundState.STOPPED, now=clock.now)

    run = drain_together(tools(), open_, progress=tell)
    assert run.counts[State.CANCELLED] > 20
    assert run.counts == by_state(ledger)
    assert all(line.closed for line in lines)  # each waited for a text that it must not get


def test_a_limit_counts_what_is_driven_too(tools: Make, queue: Queue, lanes: Lanes, ledger: Ledger) -> None:
    queue(*names(40))
    assert drain_together(tools(), lanes(3)[0], limit=17).counts == {State.SENT: 17}
    assert by_state(ledger) == {State.SENT: 17, State.QUEUED: 23}


def test_a_ledger_that_fails_for_all_is_asked_again_for_each(
    tools: Make, queue: Queue, lanes: Lanes, ledger: Ledger
) -> None:
    queue(*names(30))
    failed: list[int] = []

    def fails(forwards: Sequence[Forward]) -> bool:
        if not failed and len(forwards) == 2:
            failed.append(len(forwards))
            return True
        return False

    assert drain_together(tools(ledger=Counted(ledger, fails)), lanes(2)[0]).counts == {State.SENT: 30}
    assert failed


def test_ctrl_c_leaves_at_most_one_doubt_for_each_connection(
    tools: Make, queue: Queue, lanes: Lanes, ledger: Ledger
) -> None:
    queue(*names(40))
    open_, lines = lanes(3)

    def interrupt(_step: Progress) -> None:
        if sum(len(line.put_jobs) for line in lines) >= 12:
            raise KeyboardInterrupt

    run = drain_together(tools(), open_, progress=interrupt)
    assert run.interrupted
    found = by_state(ledger)
    assert set(found) <= {State.SENT, State.UNCERTAIN, State.QUEUED}
    assert found.get(State.UNCERTAIN, 0) <= 3
    put = {body for line in lines for body in line.put_jobs}
    waiting = {ledger.body(one.key) for one in ledger.list(Which(states=(State.QUEUED,)))}
    assert not put & waiting


def test_letters_that_would_begin_together_hear_together_of_what_is_asked_between_two(
    tools: Make, queue: Queue, lanes: Lanes
) -> None:
    queue(*names(60))
    open_, lines = lanes(3)
    heard, before = threading.Event(), list[int]()

    def put() -> int:
        return sum(len(line.put_jobs) for line in lines)

    def between() -> None:
        if put() >= 12 and not heard.is_set():
            before.append(put())
            heard.set()

    def recheck(_delivery: Delivery, _now: datetime) -> Recheck:
        refusal = Refusal(CASE, REASON, lasting=True)
        return Recheck(pace=UNLIMITED, refusals=(refusal,) if heard.is_set() else ())

    def further(one: Open) -> Open:
        @contextmanager
        def open_it() -> Iterator[Tools]:
            with one() as made:
                yield replace(made, recheck=recheck)

        return open_it

    run = drain_together(tools(between=between), [further(one) for one in open_])
    assert before == [put()]
    assert run.counts[State.CANCELLED] == 60 - run.counts[State.SENT] > 0

"""Several connections side by side on one queue: each letter once, and what stops one for good stops all."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

import pytest

from urgentaction.errors import UserError, message
from urgentaction.gates import CASE, Refusal
from urgentaction.ledger import Ledger, Which, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import (
    Accepted,
    Begin,
    Delivery,
    Halted,
    Job,
    Outcome,
    Receipt,
    ReceiptKind,
    Refused,
    Scope,
    State,
    Unavailable,
    Uncertain,
)
from urgentaction.outbox import UNREACHED, Open, Progress, Recheck, Tools, drain, drain_together
from urgentaction.pace import UNLIMITED

Make = Callable[..., Tools]
Queue = Callable[..., tuple[str, ...]]
REASON = message("ledger.denied")
TAKEN = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="1"))
GONE = Unavailable(REASON, scope=Scope.CONNECTION)
PATIENCE = 20


class Line:
    """A connection that answers by a function of its place and the job, and remembers what it sent."""

    name = ChannelName.EMAIL

    def __init__(self, place: int, answer: Callable[[int, Job, Begin], Outcome]) -> None:
        self.place, self.answer, self.sent, self.closed = place, answer, list[bytes](), False

    def send(self, job: Job, begin: Begin) -> Outcome:
        outcome = self.answer(self.place, job, begin)
        if isinstance(outcome, Accepted):
            self.sent.append(job.body)
        return outcome

    def waits_for(self, _job: Job) -> bool:
        return False

    def close(self) -> None:
        self.closed = True


def yes(_place: int, _job: Job, begin: Begin) -> Outcome:
    begin()
    return TAKEN


@pytest.fixture
def lanes(tools: Make, where: str) -> Callable[..., tuple[list[Open], list[Line]]]:
    """`lanes(count, answer)`: ways to open so many connections, and the lines that they used."""

    def make(
        count: int, answer: Callable[[int, Job, Begin], Outcome] = yes, **changes: Any
    ) -> tuple[list[Open], list[Line]]:
        used: list[Line] = []

        def opener(place: int) -> Open:
            @contextmanager
            def open_() -> Iterator[Tools]:
                ledger, line = open_ledger(where), Line(place, answer)
                used.append(line)
                with closing(ledger), ledger.attend() as worker:
                    yield tools(ledger=ledger, worker=worker, channels={line.name: line}, **changes)

            return open_

        return [opener(place) for place in range(count)], used

    return make


def names(count: int) -> list[str]:
    return [f"{number:03}" for number in range(count)]


def test_every_letter_leaves_once_and_every_connection_works(
    tools: Make, queue: Queue, lanes: Any, ledger: Ledger
) -> None:
    meeting, seen = threading.Barrier(4), Counter[int]()

    def together(place: int, _job: Job, begin: Begin) -> Outcome:
        begin()
        seen[place] += 1
        # The first connection makes the others only once it has sent a letter.
        if seen[place] == (2 if place == 0 else 1):
            meeting.wait(PATIENCE)  # four letters are under way at one instant
        return TAKEN

    queue(*names(40))
    open_, used = lanes(4, together)
    told: list[Progress] = []
    run = drain_together(tools(), open_, progress=told.append)
    assert (run.counts, run.halted, run.interrupted, run.next_due) == ({State.SENT: 40}, None, False, None)
    assert sorted(body for line in used for body in line.sent) == [name.encode() for name in names(40)]
    assert len(told) == 40
    assert {count.state for count in ledger.counts()} == {State.SENT}


def test_progress_is_told_where_the_run_was_started(tools: Make, queue: Queue, lanes: Any) -> None:
    queue(*names(6))
    where: set[str] = set()
    drain_together(tools(), lanes(3)[0], progress=lambda _: where.add(threading.current_thread().name))
    assert where == {threading.current_thread().name}


def test_a_limit_counts_the_letters_of_all(tools: Make, queue: Queue, lanes: Any, ledger: Ledger) -> None:
    queue(*names(20))
    run = drain_together(tools(), lanes(4)[0], limit=7)
    assert run.counts == {State.SENT: 7}
    assert {count.state: count.count for count in ledger.counts()} == {State.SENT: 7, State.QUEUED: 13}


def test_letters_asked_for_by_key_leave_once(tools: Make, queue: Queue, lanes: Any) -> None:
    keys = queue(*names(12))
    assert drain_together(tools(), lanes(3)[0], which=Which(keys=keys[:9])).counts == {State.SENT: 9}


def test_a_wrong_password_is_tried_once_however_many_connections_there_are(
    tools: Make, queue: Queue, lanes: Any, ledger: Ledger
) -> None:
    queue(*names(20))
    asked: list[int] = []

    def wrong(place: int, _job: Job, _begin: Begin) -> Outcome:
        asked.append(place)
        return Halted(Scope.ACCOUNT, REASON)

    run = drain_together(tools(), lanes(8, wrong)[0])
    assert asked == [0]
    assert run.halted == Halted(Scope.ACCOUNT, REASON)
    assert {count.state: count.count for count in ledger.counts()} == {State.QUEUED: 20}


def test_an_account_that_is_refused_in_the_middle_stops_all_at_once(tools: Make, queue: Queue, lanes: Any) -> None:
    queue(*names(60))
    both = threading.Barrier(2)

    def late(place: int, job: Job, begin: Begin) -> Outcome:
        if job.body in {b"001", b"002"}:
            both.wait(PATIENCE)
            if job.body == b"002":
                return Halted(Scope.ACCOUNT, REASON)
        return yes(place, job, begin)

    run = drain_together(tools(), lanes(2, late)[0])
    assert run.halted is not None
    assert run.counts[State.SENT] < 10


def test_refusals_stop_no_other_letter_and_five_in_a_row_stop_all(
    tools: Make, queue: Queue, lanes: Any, ledger: Ledger
) -> None:
    queue(*names(40))

    def third(_place: int, job: Job, begin: Begin) -> Outcome:
        begin()
        return Refused(REASON) if int(job.body) % 3 == 0 else TAKEN

    assert drain_together(tools(), lanes(1, third)[0]).counts == {State.REFUSED: 14, State.SENT: 26}
    queue(*names(80))
    run = drain_together(tools(), lanes(4, lambda _place, _job, begin: begin() and Refused(REASON))[0])
    assert run.halted is not None
    assert run.counts[State.REFUSED] < 5 + 4
    assert {count.state for count in ledger.counts()} >= {State.QUEUED}


def test_a_connection_that_the_server_has_no_room_for_ends_and_the_others_go_on(
    tools: Make, queue: Queue, lanes: Any, ledger: Ledger
) -> None:
    queue(*names(30))
    tried: list[int] = []

    def full(place: int, job: Job, begin: Begin) -> Outcome:
        if place == 2:
            tried.append(place)
            return GONE
        return yes(place, job, begin)

    run = drain_together(tools(), lanes(3, full)[0])
    assert len(tried) <= 1
    assert run.halted is None
    assert run.counts == {State.SENT: 30 - len(tried)} | ({State.QUEUED: 1} if tried else {})
    assert all(found.attempts == 0 for found in ledger.list())


def test_a_server_that_is_not_there_stops_the_run_and_charges_no_letter(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    queue(*"ABCDEF")
    channel.answers = [GONE, GONE, TAKEN, *[GONE] * UNREACHED]
    channel.answers[2] = lambda _job, begin: begin() and TAKEN
    run = drain(tools())
    assert run.halted is not None
    assert run.halted.scope is Scope.CONNECTION
    assert run.counts == {State.QUEUED: 5, State.SENT: 1}
    assert all(found.attempts == 0 for found in ledger.list())


def test_a_fault_in_one_connection_ends_all_and_is_told(tools: Make, queue: Queue, lanes: Any, ledger: Ledger) -> None:
    queue(*names(30))

    def broken(place: int, job: Job, begin: Begin) -> Outcome:
        if job.body == b"005":
            begin()
            raise UserError("ledger.denied")
        return yes(place, job, begin)

    with pytest.raises(UserError):
        drain_together(tools(), lanes(3, broken)[0])
    found = {count.state: count.count for count in ledger.counts() if count.count}
    assert found[State.UNCERTAIN] == 1
    assert State.LEASED not in found
    assert State.SENDING not in found


def test_a_ledger_that_cannot_be_opened_ends_the_run(tools: Make, queue: Queue, lanes: Any) -> None:
    def cannot() -> Any:
        raise UserError("ledger.denied")

    queue("A")
    with pytest.raises(UserError):
        drain_together(tools(), [*lanes(1)[0], cannot, cannot])


def test_a_stop_ends_every_connection_after_its_letter(tools: Make, queue: Queue, lanes: Any, ledger: Ledger) -> None:
    queue(*names(40))
    asked: list[int] = []

    def stop() -> bool:
        return len(asked) >= 8

    def count(place: int, job: Job, begin: Begin) -> Outcome:
        asked.append(1)
        return yes(place, job, begin)

    run = drain_together(tools(), lanes(4, count)[0], stop=stop)
    assert run.counts[State.SENT] == len(asked)
    assert len(asked) < 8 + 4
    assert {count.state for count in ledger.counts() if count.count} == {State.SENT, State.QUEUED}


def test_ctrl_c_cuts_every_connection_off_and_says_what_is_not_known(
    tools: Make, queue: Queue, lanes: Any, ledger: Ledger
) -> None:
    queue(*names(20))
    cut = threading.Event()

    def hangs(_place: int, job: Job, begin: Begin) -> Outcome:
        begin()
        if job.body in {b"000", b"001"}:
            return TAKEN
        assert cut.wait(PATIENCE)
        return Uncertain(REASON)

    def interrupt(_step: Progress) -> None:
        raise KeyboardInterrupt

    run = drain_together(tools(), lanes(2, hangs, cut=cut.set)[0], progress=interrupt)
    assert run.interrupted
    found = {count.state: count.count for count in ledger.counts() if count.count}
    assert found.get(State.UNCERTAIN, 0) <= 2
    assert set(found) <= {State.SENT, State.UNCERTAIN, State.QUEUED}


def test_no_connection_begins_a_letter_before_what_is_asked_between_two_is_answered(
    tools: Make, queue: Queue, lanes: Any
) -> None:
    here, turn, meeting = threading.Condition(), threading.Lock(), threading.Barrier(3)
    standing, worked = set[int](), set[int]()
    heard, begun, before = threading.Event(), list[bytes](), list[int]()

    def between() -> None:
        me = threading.get_ident()
        with here:
            standing.add(me)
            here.notify_all()
        with turn:
            if len(worked) == 3 and not heard.is_set():
                with here:  # the answer takes until the others are done with their letters and stand here too
                    assert here.wait_for(lambda: standing == worked, PATIENCE)
                before.append(len(begun))
                heard.set()
        with here:
            standing.discard(me)

    def note(place: int, job: Job, begin: Begin) -> Outcome:
        begin()
        begun.append(job.body)
        if threading.get_ident() not in worked and (place or len(begun) > 1):
            meeting.wait(PATIENCE)
            worked.add(threading.get_ident())
        return TAKEN

    def recheck(_delivery: Delivery, _now: datetime) -> Recheck:
        refusal = Refusal(CASE, REASON, lasting=True)
        return Recheck(pace=UNLIMITED, refusals=(refusal,) if heard.is_set() else ())

    queue(*names(40))
    run = drain_together(tools(), lanes(3, note, between=between, recheck=recheck)[0])
    assert before == [len(begun)]
    assert run.counts == {State.SENT: len(begun), State.CANCELLED: 40 - len(begun)}

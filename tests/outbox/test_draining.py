"""A run of the outbox: what leaves, what waits, what stops it, and what it leaves behind when it is broken off."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from support.letters import begin_leased
from urgentaction.channels import base
from urgentaction.errors import UserError, message, words
from urgentaction.gates import Refusal
from urgentaction.ledger import Ledger, Which, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import (
    Accepted,
    Begin,
    Cancelled,
    Delivery,
    Halted,
    Handed,
    Job,
    Outcome,
    Receipt,
    ReceiptKind,
    Refused,
    Scope,
    State,
    Unavailable,
    Uncertain,
    Withdrawn,
)
from urgentaction.outbox import BREAKER, Progress, Recheck, Tools, drain, until_interrupted
from urgentaction.pace import UNLIMITED, Pace

Make = Callable[..., Tools]
Queue = Callable[..., tuple[str, ...]]
REASON = message("ledger.denied")
TAKEN = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="2f9c"))
DONE = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="1"))
SLOW = replace(UNLIMITED, per_hour=2)


def states(ledger: Ledger) -> list[State]:
    return [found.state for found in reversed(ledger.list())]


def paced(pace: Pace, closes: datetime | None = None) -> Callable[[Delivery, datetime], Recheck]:
    return lambda _delivery, _now: Recheck(pace=pace, closes=closes)


def refusing(*refusals: Refusal) -> Callable[[Delivery, datetime], Recheck]:
    return lambda _delivery, _now: Recheck(pace=UNLIMITED, refusals=refusals)


def test_every_letter_that_is_due_leaves_once(tools: Make, queue: Queue, channel: Any) -> None:
    queue("A", "B", "C")
    run = drain(tools())
    assert run.counts == {State.SENT: 3}
    assert [job.body for job in channel.sent] == [b"A", b"B", b"C"]
    assert (run.halted, run.interrupted, run.next_due) == (None, False, None)
    assert drain(tools()).counts == {}


def test_each_letter_is_told_as_it_goes(tools: Make, queue: Queue, channel: Any) -> None:
    queue("A", "B")
    channel.answers = [TAKEN, Refused(REASON)]
    told: list[Progress] = []
    drain(tools(), progress=told.append)
    assert [(step.delivery.state, step.outcome) for step in told] == [
        (State.SENT, TAKEN),
        (State.REFUSED, Refused(REASON)),
    ]


def test_what_is_due_later_waits_and_the_run_says_until_when(
    tools: Make, queue: Queue, clock: Any, channel: Any
) -> None:
    queue("A", due=clock.now + timedelta(hours=2))
    run = drain(tools())
    assert (run.counts, run.next_due) == ({}, clock.now + timedelta(hours=2))
    clock.move(hours=2)
    assert drain(tools()).counts == {State.SENT: 1}
    assert channel.asked == 1


def test_a_limit_stops_the_run(tools: Make, queue: Queue) -> None:
    queue("A", "B", "C")
    assert drain(tools(), limit=2).counts == {State.SENT: 2}


def test_only_the_letters_that_are_asked_for_leave(tools: Make, queue: Queue, ledger: Ledger) -> None:
    _, second, third = queue("A", "B", "C")
    assert drain(tools(), which=Which(keys=(third, second))).counts == {State.SENT: 2}
    assert states(ledger) == [State.QUEUED, State.SENT, State.SENT]


def test_only_channels_that_are_ready_are_served(tools: Make, queue: Queue, ledger: Ledger) -> None:
    queue("A", channel=ChannelName.PRINT)
    queue("B")
    assert drain(tools()).counts == {State.SENT: 1}
    assert states(ledger) == [State.QUEUED, State.SENT]


def test_a_refused_letter_stops_no_other(tools: Make, queue: Queue, channel: Any, ledger: Ledger) -> None:
    queue("A", "B", "C")
    channel.answers = [TAKEN, Refused(REASON), TAKEN]
    assert drain(tools()).halted is None
    assert states(ledger) == [State.SENT, State.REFUSED, State.SENT]


def test_five_refusals_in_a_row_stop_the_run(tools: Make, queue: Queue, channel: Any) -> None:
    queue(*"ABCDEFGHIJ")
    channel.answers = [Refused(REASON)] * 4 + [TAKEN] + [Refused(REASON)] * 5
    run = drain(tools())
    assert run.counts == {State.REFUSED: 9, State.SENT: 1}
    assert run.halted is not None
    assert words(run.halted.reason).text.startswith(f"{BREAKER} letters in a row were refused")


def test_a_halt_stops_the_run_and_the_letter_waits(tools: Make, queue: Queue, channel: Any, ledger: Ledger) -> None:
    queue("A", "B")
    halt = Halted(Scope.ACCOUNT, REASON)
    channel.answers = [lambda _job, _begin: halt]
    run = drain(tools())
    assert (run.halted, run.counts) == (halt, {State.QUEUED: 1})
    assert states(ledger) == [State.QUEUED, State.QUEUED]
    assert ledger.list()[1].attempts == 0


def test_what_is_unavailable_waits_and_the_others_go_on(
    tools: Make, queue: Queue, channel: Any, clock: Any, ledger: Ledger
) -> None:
    queue("A", "B")
    channel.answers = [Unavailable(REASON)]
    assert drain(tools()).counts == {State.QUEUED: 1, State.SENT: 1}
    assert ledger.list()[1].due > clock.now
    assert ledger.list()[1].attempts == 1


def test_a_stop_that_stands_cancels_before_a_connection_is_made(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    queue("A")
    stopped = Refusal(1, message("gates.deadline", case="example-2026", deadline="yesterday"))
    assert drain(tools(recheck=refusing(stopped))).counts == {State.CANCELLED: 1}
    assert channel.asked == 0
    assert "the deadline of example-2026 was yesterday" in ledger.list()[0].note


def test_what_a_person_can_mend_waits_an_hour(tools: Make, queue: Queue, clock: Any, ledger: Ledger) -> None:
    queue("A")
    unsure = Refusal(1, message("gates.behind", case="example-2026", round=1), lasting=False)
    assert drain(tools(recheck=refusing(unsure))).counts == {State.QUEUED: 1}
    assert ledger.list()[0].due == clock.now + timedelta(hours=1)
    assert ledger.list()[0].attempts == 0


def test_a_stop_that_stands_weighs_more_than_what_can_be_mended(tools: Make, queue: Queue) -> None:
    queue("A")
    unsure = Refusal(1, message("gates.behind", case="example-2026", round=1), lasting=False)
    stopped = Refusal(3, message("gates.withdrawn"))
    assert drain(tools(recheck=refusing(unsure, stopped))).counts == {State.CANCELLED: 1}


def test_a_stop_between_the_connection_and_the_text_is_heard(
    tools: Make, queue: Queue, channel: Any, where: str, clock: Any, ledger: Ledger
) -> None:
    queue("A")

    def slow(_job: Job, begin: Begin) -> Outcome:
        other = open_ledger(where)
        other.note_round("example-2026", 1, RoundState.STOPPED, now=clock.now)
        other.close()
        try:
            begin()
        except Withdrawn as no:
            return base.withdrawn(no)
        raise AssertionError("it should have been withdrawn")

    channel.answers = [slow]
    assert drain(tools()).counts == {State.CANCELLED: 1}
    assert "another machine" in ledger.list()[0].note


def test_a_channel_may_let_the_no_of_begin_pass_through(tools: Make, queue: Queue, channel: Any) -> None:
    queue("A")
    asked: list[int] = []

    def recheck(_delivery: Delivery, _now: datetime) -> Recheck:
        asked.append(1)
        late = (Refusal(3, message("gates.withdrawn")),) if len(asked) > 1 else ()
        return Recheck(pace=UNLIMITED, refusals=late)

    channel.answers = [lambda _job, begin: begin() and TAKEN]
    assert drain(tools(recheck=recheck)).counts == {State.CANCELLED: 1}


def test_the_pace_lets_as_many_go_as_there_is_room_for(
    tools: Make, queue: Queue, channel: Any, clock: Any, ledger: Ledger
) -> None:
    queue("A", "B", "C", "D", "E")
    run = drain(tools(recheck=paced(SLOW)))
    assert run.counts == {State.SENT: 2, State.QUEUED: 3}
    assert channel.asked == 2
    dues = [found.due - clock.now for found in reversed(ledger.list()) if found.state is State.QUEUED]
    assert dues == [timedelta(hours=1), timedelta(hours=1), timedelta(hours=2)]
    assert all(found.attempts == 0 for found in ledger.list())


def test_a_limit_counts_letters_that_leave_and_none_that_wait(tools: Make, queue: Queue, ledger: Ledger) -> None:
    queue("A", "B", "C")
    queue("D", authority="fr/x")
    drain(tools(recheck=paced(SLOW)), limit=3)
    assert states(ledger) == [State.SENT, State.SENT, State.QUEUED, State.SENT]


def test_hour_by_hour_everything_leaves_within_the_pace(tools: Make, queue: Queue, clock: Any, ledger: Ledger) -> None:
    queue(*"ABCDEFG")
    left: list[datetime] = []
    while len(left) < 7:
        drain(
            tools(recheck=paced(SLOW)), progress=lambda step: left.append(clock.now) if step.outcome == DONE else None
        )
        clock.move(minutes=7)
    assert set(states(ledger)) == {State.SENT}
    assert all(later - early >= timedelta(hours=1) for early, later in zip(left, left[2:], strict=False))


def test_what_has_no_room_before_the_deadline_is_cancelled_and_told(
    tools: Make, queue: Queue, clock: Any, ledger: Ledger
) -> None:
    queue("A", "B", "C")
    run = drain(tools(recheck=paced(SLOW, closes=clock.now + timedelta(minutes=30))))
    assert run.counts == {State.SENT: 2, State.CANCELLED: 1}
    assert "before the deadline" in ledger.list()[0].note


def test_a_copy_follows_its_main_letter_in_the_same_run(tools: Make, queue: Queue, ledger: Ledger) -> None:
    (main,) = queue("A")
    (copy,) = queue("A", authority="kz/embassy", after=main)
    assert drain(tools(), which=Which(keys=(main, copy))).counts == {State.SENT: 2}
    assert states(ledger) == [State.SENT, State.SENT]


def test_a_letter_whose_worker_died_while_sending_is_reported_and_not_sent(
    tools: Make, queue: Queue, ledger: Ledger, clock: Any, channel: Any
) -> None:
    (key,) = queue("A")
    ledger.lease("dead", now=clock.now, channel=ChannelName.EMAIL)
    begin_leased(ledger, key, worker="dead", now=clock.now, date=clock.now, pace=UNLIMITED)
    clock.move(minutes=16)
    run = drain(tools())
    assert [found.key for found in run.doubts] == [key]
    assert channel.asked == 0


def test_a_laptop_that_sleeps_past_its_lease_sends_nothing_it_no_longer_holds(
    tools: Make, queue: Queue, channel: Any, clock: Any, ledger: Ledger, where: str
) -> None:
    queue("A")

    def sleeps(_job: Job, begin: Begin) -> Outcome:
        clock.move(minutes=20)
        other = open_ledger(where)
        other.sweep(now=clock.now)
        assert other.lease("other", now=clock.now, channel=ChannelName.EMAIL) is not None
        other.close()
        try:
            begin()
        except Withdrawn as no:
            return base.withdrawn(no)
        raise AssertionError("the lease is over")

    channel.answers = [sleeps]
    run = drain(tools())
    assert run.counts == {}
    assert states(ledger) == [State.LEASED]


def test_a_letter_that_nobody_took_over_while_the_laptop_slept_goes_in_the_same_run(
    tools: Make, queue: Queue, channel: Any, clock: Any
) -> None:
    queue("A")

    def sleeps(_job: Job, begin: Begin) -> Outcome:
        clock.move(minutes=20)
        begin()
        return TAKEN

    channel.answers = [sleeps]
    assert drain(tools()).counts == {State.SENT: 1}
    assert channel.asked == 2


def test_ctrl_c_between_letters_ends_the_run_in_order(tools: Make, queue: Queue, ledger: Ledger) -> None:
    queue("A", "B", "C")

    def interrupt(step: Progress) -> None:
        if step.delivery.state is State.SENT:
            raise KeyboardInterrupt

    run = drain(tools(), progress=interrupt)
    assert (run.interrupted, run.counts) == (True, {State.SENT: 1})
    assert states(ledger) == [State.SENT, State.QUEUED, State.QUEUED]


def test_ctrl_c_before_the_text_leaves_the_letter_in_the_queue(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    def interrupted(_job: Job, _begin: Begin) -> Outcome:
        raise KeyboardInterrupt

    queue("A")
    channel.answers = [interrupted]
    assert drain(tools()).interrupted
    assert states(ledger) == [State.QUEUED]
    assert ledger.list()[0].attempts == 0


def test_ctrl_c_after_the_text_leaves_the_letter_uncertain(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    def interrupted(_job: Job, begin: Begin) -> Outcome:
        begin()
        raise KeyboardInterrupt

    queue("A", "B")
    channel.answers = [interrupted]
    run = drain(tools())
    assert run.interrupted
    assert states(ledger) == [State.UNCERTAIN, State.QUEUED]
    assert ledger.list()[1].note == "Interrupted by you."


def test_the_first_ctrl_c_lets_the_letter_under_way_end(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    def pressed(_job: Job, begin: Begin) -> Outcome:
        begin()
        os.kill(os.getpid(), signal.SIGINT)
        return TAKEN

    queue("A", "B")
    channel.answers = [pressed]
    before = signal.getsignal(signal.SIGINT)
    with until_interrupted() as stop:
        run = drain(tools(), stop=stop)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert (run.interrupted, run.counts) == (False, {State.SENT: 1})
    assert states(ledger) == [State.SENT, State.QUEUED]
    assert signal.getsignal(signal.SIGINT) is before


def test_a_fault_in_a_channel_before_the_text_is_shown_and_the_letter_waits(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    def broken(_job: Job, _begin: Begin) -> Outcome:
        raise ZeroDivisionError

    queue("A")
    channel.answers = [broken]
    with pytest.raises(ZeroDivisionError):
        drain(tools())
    assert states(ledger) == [State.QUEUED]


def test_a_fault_in_a_channel_after_the_text_leaves_the_letter_uncertain(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    def broken(_job: Job, begin: Begin) -> Outcome:
        begin()
        raise ZeroDivisionError

    queue("A")
    channel.answers = [broken]
    with pytest.raises(ZeroDivisionError):
        drain(tools())
    assert states(ledger) == [State.UNCERTAIN]
    assert "ZeroDivisionError" in ledger.list()[0].note


@pytest.mark.parametrize("outcome", [TAKEN, Handed()])
def test_a_channel_that_never_asked_leaves_the_letter_uncertain(
    tools: Make, queue: Queue, channel: Any, outcome: Outcome
) -> None:
    queue("A")
    channel.answers = [lambda _job, _begin: outcome]
    assert drain(tools()).counts == {State.UNCERTAIN: 1}


@pytest.mark.parametrize("outcome", [Uncertain(REASON), Cancelled(REASON), Handed("window")])
def test_other_answers_are_recorded_as_they_are(tools: Make, queue: Queue, channel: Any, outcome: Outcome) -> None:
    queue("A")
    channel.answers = [outcome]
    (state,) = drain(tools()).counts
    assert state.value == type(outcome).__name__.lower()


def test_a_case_that_cannot_be_read_ends_the_run_and_the_letter_waits(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    def unreadable(_delivery: Delivery, _now: datetime) -> Recheck:
        raise UserError("ledger.no-delivery", key="x")

    queue("A")
    with pytest.raises(UserError, match="No letter"):
        drain(tools(recheck=unreadable))
    assert states(ledger) == [State.QUEUED]
    assert channel.asked == 0


def test_a_case_that_cannot_be_read_at_the_last_moment_ends_the_run_too(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    asked: list[int] = []

    def recheck(_delivery: Delivery, _now: datetime) -> Recheck:
        asked.append(1)
        if len(asked) > 1:
            raise UserError("ledger.no-delivery", key="x")
        return Recheck(pace=UNLIMITED)

    queue("A")
    with pytest.raises(UserError, match="No letter"):
        drain(tools(recheck=recheck))
    assert states(ledger) == [State.QUEUED]
    assert channel.sent == []


# --- The next letter, announced ----------------------------------------------------------------------------------------


def test_the_next_letter_is_leased_and_announced_while_one_is_on_its_way(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    first, second, third = queue("A", "B", "C")
    seen: list[tuple[str, list[State]]] = []

    def look(_job: Job, begin: Begin) -> Outcome:
        following = begin().following
        seen.append((following.key if following else "", [ledger.get(key).state for key in (first, second, third)]))
        return TAKEN

    channel.answers = [look, look, look]
    drain(tools())
    assert seen == [
        (second, [State.SENDING, State.LEASED, State.QUEUED]),
        (third, [State.SENT, State.SENDING, State.LEASED]),
        ("", [State.SENT, State.SENT, State.SENDING]),
    ]


def test_what_became_of_a_letter_is_recorded_with_the_beginning_of_the_next_where_that_comes_at_once(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    first, second = queue("A", "B")
    channel.ready = True
    before: list[State] = []

    def late(_job: Job, begin: Begin) -> Outcome:
        before.append(ledger.get(first).state)
        begin()
        before.append(ledger.get(first).state)
        return TAKEN

    channel.answers = [TAKEN, late]
    told: list[str] = []
    assert drain(tools(), progress=lambda step: told.append(step.delivery.key)).counts == {State.SENT: 2}
    assert before == [State.SENDING, State.SENT]
    assert told == [first, second]


@pytest.mark.parametrize("answer", [Refused(REASON), Unavailable(REASON), Uncertain(REASON)])
def test_every_result_can_be_recorded_with_the_beginning_of_the_next(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger, answer: Outcome
) -> None:
    queue("A", "B")
    channel.ready, channel.answers = True, [answer]
    drain(tools(), limit=2)
    kinds = {Refused: State.REFUSED, Unavailable: State.QUEUED, Uncertain: State.UNCERTAIN}
    assert states(ledger) == [kinds[type(answer)], State.SENT]


def test_a_letter_that_something_stands_against_is_not_announced(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    first, second = queue("A", "B")
    stopped = Refusal(1, message("gates.deadline", case="example-2026", deadline="yesterday"))

    def recheck(delivery: Delivery, _now: datetime) -> Recheck:
        return Recheck(pace=UNLIMITED, refusals=(stopped,) if delivery.key == second else ())

    channel.ready = True
    assert drain(tools(recheck=recheck)).counts == {State.SENT: 1, State.CANCELLED: 1}
    assert channel.announced is None
    assert [ledger.get(key).state for key in (first, second)] == [State.SENT, State.CANCELLED]


def test_a_stop_that_comes_after_the_announcement_still_stops_the_letter(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    first, second = queue("A", "B")
    channel.ready = True

    def stop(_job: Job, begin: Begin) -> Outcome:
        assert begin().following is not None
        ledger.note_round("example-2026", 1, RoundState.STOPPED, now=datetime.now(UTC))
        return TAKEN

    channel.answers = [stop]
    assert drain(tools()).counts == {State.SENT: 1, State.CANCELLED: 1}
    assert [ledger.get(key).state for key in (first, second)] == [State.SENT, State.CANCELLED]
    assert len(channel.sent) == 0


def test_an_announced_letter_goes_back_when_the_run_is_to_end(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    queue("A", "B", "C")
    asked: list[bool] = []
    channel.ready = True

    def stop(_job: Job, begin: Begin) -> Outcome:
        begin()
        asked.append(True)
        return TAKEN

    channel.answers = [stop]
    assert drain(tools(), stop=lambda: bool(asked)).counts == {State.SENT: 1}
    assert states(ledger) == [State.SENT, State.QUEUED, State.QUEUED]
    assert drain(tools()).counts == {State.SENT: 2}


def test_a_channel_that_breaks_after_the_announcement_costs_nothing_that_was_known(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    queue("A", "B")
    channel.ready = True

    def broken(_job: Job, _begin: Begin) -> Outcome:
        raise ZeroDivisionError

    channel.answers = [TAKEN, broken]
    with pytest.raises(ZeroDivisionError):
        drain(tools())
    assert states(ledger) == [State.SENT, State.QUEUED]


def test_a_result_that_cannot_be_recorded_with_the_next_letter_is_said_and_the_next_is_not_sent(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger
) -> None:
    first, second = queue("A", "B")
    channel.ready = True

    class Full:
        def __getattr__(self, name: str) -> Any:
            return getattr(ledger, name)

        def advance(self, forwards: Any) -> Any:
            if forwards[0].before is not None:
                raise UserError("ledger.disk-full", path="ledger", why="full")
            return ledger.advance(forwards)

        def settle(self, *_args: Any, **_how: Any) -> Any:
            raise UserError("ledger.disk-full", path="ledger", why="full")

        put_back = settle

    with pytest.raises(UserError) as failed:
        drain(tools(ledger=Full()))
    assert failed.value.message.id == "outbox.not-recorded"
    assert failed.value.message.values["key"] == first[:8]
    assert len(channel.sent) == 1
    assert [ledger.get(key).state for key in (first, second)] == [State.SENDING, State.LEASED]


def test_what_the_other_side_has_already_stays_a_doubt_when_the_letter_is_withdrawn(
    tools: Make, queue: Queue, channel: Any, ledger: Ledger, clock: Any
) -> None:
    (key,) = queue("A")

    def has_it(_job: Job, begin: Begin) -> Outcome:
        ledger.note_round("example-2026", 1, RoundState.STOPPED, now=clock.now)
        with pytest.raises(Withdrawn):
            begin()
        return Uncertain(message("post.already", provider="lob", reference="ltr_1"))

    channel.answers = [has_it]
    assert drain(tools()).counts == {State.UNCERTAIN: 1}
    assert "ltr_1" in ledger.get(key).note
    with pytest.raises(UserError):
        ledger.cancel(Which(keys=(key,)), now=clock.now, reason=REASON)

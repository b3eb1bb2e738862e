"""The table of states, and any sequence of events on a real ledger of each kind keeping its promises."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from support.letters import begin_leased
from urgentaction.errors import UsageError, message
from urgentaction.ledger import Forward, LeaseLost, NewDelivery, Next, Result, Which, message_id, open_ledger
from urgentaction.ledger.states import STEPS, Step, after, step_of
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import (
    LIVE,
    Accepted,
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
)
from urgentaction.model.signer import Signer
from urgentaction.pace import UNLIMITED

REASON = message("ledger.denied")
OUTCOMES: tuple[Outcome, ...] = (
    Accepted(Receipt(kind=ReceiptKind.ACCEPTED)),
    Handed(),
    Refused(REASON),
    Unavailable(REASON),
    Uncertain(REASON),
    Halted(Scope.CONNECTION, REASON),
    Cancelled(REASON),
)
NOT_SENT = (Refused, Unavailable, Halted, Cancelled)
START = datetime(2026, 11, 24, 9, tzinfo=UTC)
SIGNERS = [Signer(name=f"Signer {number}", email=f"s{number}@example.org", postcode="13100") for number in range(4)]
WORKERS = ("w1", "w2", "w3")


def test_nothing_leads_out_of_sent_but_a_provider_that_takes_the_letter_back() -> None:
    assert STEPS[State.SENT] == {Step.TAKE_BACK: State.CANCELLED}
    assert not [state for state, steps in STEPS.items() if Step.TAKE_BACK in steps and state is not State.SENT]


def test_nothing_enters_sending_but_a_leased_letter_that_begins() -> None:
    ways = {(state, step) for state, steps in STEPS.items() for step, to in steps.items() if to is State.SENDING}
    assert ways == {(State.LEASED, Step.BEGIN)}


def test_a_letter_that_may_have_left_is_queued_again_only_by_an_answer_or_a_person() -> None:
    for state in (State.SENDING, State.UNCERTAIN):
        back = {step for step, to in STEPS[state].items() if to is State.QUEUED}
        assert back <= {Step.POSTPONE, Step.RELEASE, Step.DENY}


def test_what_a_dead_worker_was_sending_is_never_queued() -> None:
    assert after(State.SENDING, Step.EXPIRE) is State.UNCERTAIN
    assert after(State.UNCERTAIN, Step.EXPIRE) is None


def test_every_outcome_is_possible_for_a_letter_being_sent_and_one_that_is_uncertain() -> None:
    for outcome in OUTCOMES:
        assert after(State.SENDING, step_of(outcome)) is not None
        assert after(State.UNCERTAIN, step_of(outcome)) is not None


@pytest.mark.parametrize("outcome", [OUTCOMES[0], OUTCOMES[1]])
def test_nothing_was_sent_that_had_not_begun(outcome: Outcome) -> None:
    assert after(State.LEASED, step_of(outcome)) is None


class Queue(RuleBasedStateMachine):
    """People, workers, clocks and deaths, in any order; `left` holds what may have arrived, as far as anyone knows."""

    def __init__(self, place: Callable[[], str]) -> None:
        super().__init__()
        self.place = place

    @initialize()
    def make(self) -> None:
        self.where = self.place()
        self.ledger = open_ledger(self.where)
        self.now = START
        self.held: dict[str, str] = {}
        self.begun: dict[str, str] = {}
        self.left: set[str] = set()
        self.seen: dict[str, State] = {}

    def teardown(self) -> None:
        self.ledger.close()

    def all(self) -> tuple[Delivery, ...]:
        return self.ledger.list(limit=1000)

    def inside(self, sql: str) -> list[dict[str, Any]]:
        """Rows as no method of a ledger tells them."""
        found = self.ledger._db._connection.execute(sql)  # type: ignore[attr-defined]
        names = [column[0] for column in found.description]
        return [row if isinstance(row, dict) else dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def pick(self, number: int) -> Delivery:
        found = self.all()
        return found[number % len(found)]

    @rule(who=st.integers(0, 3), again=st.booleans(), copy=st.booleans())
    def enqueue(self, who: int, again: bool, copy: bool) -> None:  # hypothesis calls it
        marks = self.ledger.marks(SIGNERS[who])
        main = self.ledger.slot("case", 1, "main", marks=marks)
        office = "copy" if copy else "main"
        slot = self.ledger.slot("case", 1, office, marks=marks, again=again)
        new = NewDelivery(
            key=slot.key,
            again=slot.again,
            marks=marks,
            case="case",
            round=1,
            authority=office,
            channel=ChannelName.EMAIL,
            language="fr",
            sender="me@example.org",
            recipient="office@example.org",
            domain="example.org",
            message_id=message_id(slot.key, "example.org"),
            due=self.now,
            body=slot.key.encode(),
            consent=date(2026, 11, 20),
            after=(main.holder if copy and main.holder else ""),
        )
        done = self.ledger.enqueue([new], now=self.now)
        assert bool(done.added) is (not slot.holder)

    @rule(worker=st.sampled_from(WORKERS))
    def lease(self, worker: str) -> None:
        found = self.ledger.lease(worker, now=self.now, channel=ChannelName.EMAIL)
        assert found is None or self.seen[found[0].key] is State.QUEUED
        self.has_leased(worker, found)

    def has_leased(self, worker: str, found: tuple[Delivery, Job] | None) -> None:
        if found is not None:
            delivery, job = found
            assert job.body == delivery.key.encode()
            self.held[delivery.key] = worker
            # A worker does one thing at a time: who leases a letter anew waits for no answer about it any more.
            if self.begun.get(delivery.key) == worker:
                del self.begun[delivery.key]

    @precondition(lambda self: self.held)
    @rule(number=st.integers(0, 99), worker=st.sampled_from(WORKERS))
    def begin(self, number: int, worker: str) -> None:
        key = list(self.held)[number % len(self.held)]
        try:
            begin_leased(self.ledger, key, worker=worker, now=self.now, date=self.now, pace=UNLIMITED)
        except LeaseLost:
            return
        assert self.held[key] == worker
        assert key not in self.left, "handed over twice without a person's word"
        self.left.add(key)
        self.begun[key] = worker

    @precondition(lambda self: self.begun and self.held)
    @rule(number=st.integers(0, 99), other=st.integers(0, 99), outcome=st.sampled_from(OUTCOMES))
    def answer_begin_and_lease(self, number: int, other: int, outcome: Outcome) -> None:  # hypothesis calls it
        key, following = (list(keys)[n % len(keys)] for keys, n in ((self.begun, number), (self.held, other)))
        worker, before = self.begun[key], self.ledger.get(key)
        forward = Forward(
            key=following,
            worker=worker,
            now=self.now,
            date=self.now,
            pace=UNLIMITED,
            before=Result(key=key, outcome=outcome),
            wish=Next(channels=(ChannelName.EMAIL,)),
        )
        (done,) = self.ledger.advance([forward])
        assert done.settled is not None
        self.seen[key] = done.settled.state  # it may be leased again at once
        if done.settled.state is not before.state and isinstance(outcome, NOT_SENT):
            self.left.discard(key)
        if done.no is None:
            assert self.held[following] == worker
            assert following not in self.left, "handed over twice without a person's word"
            self.left.add(following)
            self.begun[following] = worker
        self.has_leased(worker, done.leased)

    @precondition(lambda self: self.begun)
    @rule(number=st.integers(0, 99), outcome=st.sampled_from(OUTCOMES))
    def answer(self, number: int, outcome: Outcome) -> None:
        key = list(self.begun)[number % len(self.begun)]
        before = self.ledger.get(key)
        found = self.ledger.settle(key, outcome, worker=self.begun[key], now=self.now)
        if found.state is not before.state and isinstance(outcome, NOT_SENT):
            self.left.discard(key)

    @precondition(lambda self: self.held)
    @rule(number=st.integers(0, 99), worker=st.sampled_from(WORKERS))
    def put_back(self, number: int, worker: str) -> None:
        key = list(self.held)[number % len(self.held)]
        self.ledger.put_back(key, worker=worker, now=self.now, due=self.now, reason=REASON)

    @rule(minutes=st.sampled_from((1, 14, 16, 600, -1, -30, -3000)))
    def clock(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        self.ledger.sweep(now=self.now)

    @rule()
    def restart(self) -> None:
        self.ledger.close()
        self.ledger = open_ledger(self.where)

    @precondition(lambda self: self.seen)
    @rule(number=st.integers(0, 99), sent=st.booleans())
    def resolve(self, number: int, sent: bool) -> None:  # hypothesis calls it
        key = self.pick(number).key
        try:
            self.ledger.resolve(key, sent=sent, now=self.now)
        except UsageError:
            return
        if not sent:
            self.left.discard(key)

    @precondition(lambda self: self.seen)
    @rule(number=st.integers(0, 99))
    def cancel(self, number: int) -> None:
        found = self.pick(number)
        possible = Step.CANCEL in STEPS[found.state]
        try:
            self.ledger.cancel(Which(keys=(found.key,)), now=self.now, reason=REASON)
        except UsageError:
            assert not possible
        else:
            assert possible

    @precondition(lambda self: self.seen)
    @rule(number=st.integers(0, 99))
    def retry(self, number: int) -> None:
        found = self.pick(number)
        try:
            self.ledger.retry(found.key, now=self.now)
        except UsageError:
            return
        assert Step.RETRY in STEPS[found.state]

    @invariant()
    def every_change_is_in_the_table(self) -> None:
        for found in self.all():
            before = self.seen.get(found.key, State.QUEUED)
            assert found.state is before or found.state in STEPS[before].values(), (before, found.state)
            self.seen[found.key] = found.state

    @invariant()
    def a_live_letter_holds_its_place_and_no_other_does(self) -> None:
        rows = self.inside(
            "SELECT d.state, c.freed, c.mark, c.authority, c.again FROM claims c JOIN deliveries d ON d.id = c.delivery"
        )
        assert all((row["freed"] == 0) is (State(row["state"]) in LIVE) for row in rows)
        places = Counter((row["mark"], row["authority"], row["again"]) for row in rows if row["freed"] == 0)
        assert all(count == 1 for count in places.values())

    @invariant()
    def counts_bodies_and_leases_agree_with_the_letters(self) -> None:
        found = self.all()
        counted = Counter({count.state: 0 for count in self.ledger.counts()})
        for count in self.ledger.counts():
            counted[count.state] += count.count
        assert counted == Counter(delivery.state for delivery in found)
        for row in self.inside(
            "SELECT d.state, d.lease_until, d.held, d.settled FROM deliveries d JOIN bodies b ON b.delivery = d.id"
        ):
            state = State(row["state"])
            assert (row["lease_until"] is not None) is (state in {State.LEASED, State.SENDING})
            assert (row["settled"] is not None) is (state not in {State.QUEUED, State.LEASED, State.SENDING})
            assert not row["held"] or state is State.QUEUED

    @invariant()
    def what_was_sent_was_handed_over(self) -> None:
        assert all(found.key in self.left for found in self.all() if found.state is State.SENT)


def any_sequence(place: Callable[[], str], examples: int) -> None:
    calm = settings(
        max_examples=examples, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    run_state_machine_as_test(lambda: Queue(place), settings=calm)


def test_any_sequence_of_events_keeps_the_promises_of_a_file(tmp_path: Path) -> None:
    any_sequence(lambda: f"{tmp_path}/{secrets.token_hex(8)}", examples=40)


def test_any_sequence_of_events_keeps_the_promises_of_a_server(new_database: Callable[[], str]) -> None:
    any_sequence(new_database, examples=15)

"""A ledger with letters, a clock that tests move, and channels that answer as told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from urgentaction.ledger import Ledger, NewDelivery, message_id
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Accepted, Begin, Delivery, Job, Outcome, Receipt, ReceiptKind
from urgentaction.model.signer import Signer
from urgentaction.outbox import Recheck, Tools
from urgentaction.pace import UNLIMITED


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = datetime(2026, 11, 24, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class FakeChannel:
    """Answers in turn; an answer is an outcome, or something to do with `begin` that gives one."""

    name: ChannelName = ChannelName.EMAIL
    answers: list[Outcome | Callable[[Job, Begin], Outcome]] = field(default_factory=list)
    sent: list[Job] = field(default_factory=list)
    asked: int = 0
    announced: Job | None = None
    ready: bool = False

    def send(self, job: Job, begin: Begin) -> Outcome:
        self.asked += 1
        answer = self.answers.pop(0) if self.answers else Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="1"))
        if callable(answer):
            return answer(job, begin)
        permit = begin()
        assert permit.key == job.key
        self.announced = permit.following
        self.sent.append(job)
        return answer

    def waits_for(self, job: Job) -> bool:
        return self.ready and self.announced is job

    def close(self) -> None:
        """Nothing is kept."""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
def tools(ledger: Ledger, clock: Clock, channel: FakeChannel) -> Iterator[Callable[..., Tools]]:
    """`tools(recheck=…)`: what a run works with; without a recheck everything may go, without a pace."""
    with ledger.attend() as worker:

        def make(**changes: Any) -> Tools:
            def free(_delivery: Delivery, _now: datetime) -> Recheck:
                return Recheck(pace=UNLIMITED)

            values: dict[str, Any] = {
                "ledger": ledger,
                "channels": {channel.name: channel},
                "recheck": free,
                "clock": clock,
                "worker": worker,
                "jitter": lambda: 0.5,
            }
            return Tools(**(values | changes))

        yield make


@pytest.fixture
def queue(ledger: Ledger, clock: Clock) -> Callable[..., tuple[str, ...]]:
    """`queue("A", "B", due=…)`: queue letters of these signers, whose bytes `text` makes; gives their keys."""

    def add(*names: str, text: Callable[[str], bytes] = str.encode, **changes: Any) -> tuple[str, ...]:
        letters = [new(name, {"body": text(name)} | changes) for name in names]
        return ledger.enqueue(letters, now=clock.now).added

    def new(name: str, changes: dict[str, Any]) -> NewDelivery:
        marks = ledger.marks(Signer(name=name, email=f"{name}@example.org"))
        authority = changes.get("authority", "fr/ministry")
        slot = ledger.slot("example-2026", 1, authority, marks=marks)
        values: dict[str, Any] = {
            "key": slot.key,
            "again": slot.again,
            "marks": marks,
            "case": "example-2026",
            "round": 1,
            "authority": authority,
            "channel": ChannelName.EMAIL,
            "language": "fr",
            "sender": "me@example.org",
            "recipient": "cabinet@justice.example",
            "domain": "justice.example",
            "message_id": message_id(slot.key, "example.org"),
            "due": clock.now,
            "consent": date(2026, 11, 20),
        }
        return NewDelivery(**(values | changes))

    return add

"""Empty the queue: lease a letter, hand it to its channel, record what became of it; one at a time."""

from __future__ import annotations

import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

from urgentaction.errors import UserError, message
from urgentaction.ledger import ALL, Which
from urgentaction.model.delivery import (
    Accepted,
    Delivery,
    Halted,
    Handed,
    Job,
    Outcome,
    Refused,
    Scope,
    State,
    Unavailable,
    Uncertain,
    Withdrawn,
)
from urgentaction.outbox.gate import Gate, Later, Verdict, Waiting
from urgentaction.outbox.values import Progress, Run, Tools

BREAKER = 5
"""After so many refusals in a row the run stops: something is wrong with all letters (reference/sending.md §3)."""


def drain(
    tools: Tools,
    *,
    which: Which = ALL,
    limit: int | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Run:
    """Send what is due, until nothing is, `limit` letters were dealt with, `stop` says so, or a channel halts.

    Letters that wait for the pace do not count. Ctrl-C between letters ends the run in order; while a text is being
    handed over it leaves that letter uncertain. `which.keys` are tried once each, in their order.

    Raises:
        UserError: The ledger cannot record, or a case cannot be read; no letter is lost or sent twice by it.
    """
    doubts = tools.ledger.sweep(now=tools.clock())
    run = _Run(tools, which, progress)
    interrupted = False
    try:
        while not (run.halted or stop() or (limit is not None and run.done >= limit)):
            if not run.next():
                break
    except KeyboardInterrupt:
        interrupted = True
    return Run(
        counts=dict(run.counts),
        doubts=doubts,
        halted=run.halted,
        interrupted=interrupted,
        next_due=tools.ledger.next_due(tuple(tools.channels), which),
    )


@contextmanager
def until_interrupted() -> Iterator[Callable[[], bool]]:
    """A `stop` for `drain`: true after Ctrl-C or SIGTERM, so that the letter under way ends; a second one breaks in."""
    asked: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class _Run:
    """A run under way."""

    tools: Tools
    which: Which
    progress: Callable[[Progress], None]
    counts: Counter[State] = field(default_factory=Counter)
    done: int = 0
    refused: int = 0
    halted: Halted | None = None
    waiting: Waiting = field(default_factory=Waiting)
    keys: deque[str] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.keys.extend(self.which.keys)

    def next(self) -> bool:
        """Deal with one letter; False when none is due."""
        leased = self._lease_by_key() if self.which.keys else self._lease(self.which)
        if leased is None:
            return False
        gate = Gate(self.tools, *leased, waiting=self.waiting)
        try:
            verdict = gate.first_look() or self._send(gate)
        except BaseException as broken:
            with suppress(UserError):
                self._record(gate, gate.broken(broken))
            raise
        self._record(gate, verdict)
        if gate.error is not None:
            raise gate.error
        return True

    def _lease_by_key(self) -> tuple[Delivery, Job] | None:
        leased = None
        while self.keys and leased is None:
            leased = self._lease(Which(keys=(self.keys.popleft(),)))
        return leased

    def _lease(self, which: Which) -> tuple[Delivery, Job] | None:
        tools = self.tools
        for channel in tools.channels:
            now = tools.clock()
            leased = tools.ledger.lease(tools.worker, now=now, channel=channel, ttl=tools.ttl, which=which)
            if leased is not None:
                return leased
        return None

    def _send(self, gate: Gate) -> Verdict:
        try:
            outcome = self.tools.channels[gate.delivery.channel].send(gate.job, gate)
        except Withdrawn as no:
            return gate.verdict(no)
        if gate.no is not None:
            return gate.verdict(gate.no)
        if not gate.begun and isinstance(outcome, Accepted | Handed):
            # A channel that hands over without asking is a bug of ours; what it handed over must not go twice.
            return Uncertain(message("outbox.no-permit"))
        return outcome

    def _record(self, gate: Gate, verdict: Verdict) -> None:
        after = gate.settle(verdict)
        if gate.lost:
            return
        self.counts[after.state] += 1
        self.done += not isinstance(verdict, Later)
        self.refused = self.refused + 1 if isinstance(verdict, Refused) else 0
        if isinstance(verdict, Halted):
            self.halted = verdict
        elif self.refused >= BREAKER:
            self.halted = Halted(Scope.LETTER, message("outbox.breaker", count=BREAKER))
        self.progress(Progress(after, _told(verdict)))


def _told(verdict: Verdict) -> Outcome:
    return Unavailable(verdict.reason, verdict.until) if isinstance(verdict, Later) else verdict

"""Letters that wait for nobody, of all connections together: begun in one transaction, answered in one thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from select import select
from threading import Event

from urgentaction.channels.base import Swift
from urgentaction.errors import UserError
from urgentaction.ledger import Forward, Ledger
from urgentaction.model.delivery import Accepted, Withdrawn
from urgentaction.outbox.gate import Gate, Verdict
from urgentaction.outbox.lane import Lane, Off

PATIENCE = 0.1
"""Seconds that an answer may take here; whoever waits longer for one does so in a thread of its own."""

GLANCE = 0.01
"""Seconds to watch all connections at most before looking for further ones."""


@dataclass(eq=False)
class _Ride:
    """A connection while it is driven; its own thread waits until it is `off`."""

    lane: Lane
    channel: Swift
    off: Event = field(default_factory=Event)
    gate: Gate | None = None
    verdict: Verdict | None = None
    since: float = 0.0


class Express:
    """Drives connections while all goes well: where one has to wait, or is told no, its own thread takes it back.

    One sync then does for as many letters as there are connections, and a server's work goes on beside ours. `ride`
    may be called from any thread, everything else from one. `between` is called before letters begin (`Tools`).
    """

    def __init__(self, ledger: Ledger, wake: Callable[[], object], between: Callable[[], None] = lambda: None) -> None:
        self._ledger = ledger
        self._between = between
        self._wake = wake
        self._aboard: list[_Ride] = []

    def ride(self, lane: Lane, channel: Swift) -> Off | None:
        """Have a connection driven; gives the letter that is under way when it comes off."""
        ride = _Ride(lane, channel)
        self._aboard.append(ride)
        self._wake()
        ride.off.wait()
        return (ride.gate, ride.verdict) if ride.gate is not None else None

    def step(self) -> bool:
        """Do what can be done now, or wait a moment; False where nobody is aboard."""
        if not self._aboard:
            return False
        answered = [ride for ride in self._aboard if ride.gate is not None and ride.channel.has_answer()]
        for ride in answered:
            self._hear(ride)
        if ready := [ride for ride in self._aboard if ride.gate is None]:
            self._begin(ready)
        elif not answered:
            self._watch()
        return bool(self._aboard)

    def clear(self) -> None:
        """Give every connection back to its thread."""
        for ride in list(self._aboard):
            self._put_off(ride)

    def _put_off(self, ride: _Ride) -> None:
        ride.off.set()  # first, so that nobody waits for ever where an interruption comes between
        self._aboard.remove(ride)

    def _hear(self, ride: _Ride) -> None:
        verdict = ride.channel.answer()
        if ride.gate is None or not isinstance(verdict, Accepted):
            ride.verdict = verdict
            self._put_off(ride)
            return
        ride.lane.accepted(ride.gate, verdict)
        ride.gate = None

    def _begin(self, ready: Sequence[_Ride]) -> None:
        self._between()  # once for all: what one of them hears is not too late for those that were asked before it
        asked: list[tuple[_Ride, Gate, Forward]] = []
        for ride in ready:
            forward = ride.lane.forward() if ride.lane.swift(ride.channel) is ride.channel else None
            if forward is None:
                self._put_off(ride)
            else:
                # Under way from here on: whoever breaks in takes it for a letter of which nobody knows.
                ride.gate = forward[0]
                asked.append((ride, *forward))
        if not asked:
            return
        try:
            advanced = self._ledger.advance([forward for _, _, forward in asked])
        except UserError:
            for ride, gate, _ in asked:
                ride.lane.stays(gate)
                ride.gate = None
                self._put_off(ride)  # its own thread is told the same, and says it
            return
        for (ride, gate, _), one in zip(asked, advanced, strict=True):
            try:
                ride.channel.put(gate.job, ride.lane.entered(gate, one))
                ride.since = time.monotonic()
            except Withdrawn as no:
                ride.verdict = gate.verdict(no)
                self._put_off(ride)

    def _watch(self) -> None:
        now = time.monotonic()
        for ride in [ride for ride in self._aboard if now - ride.since > PATIENCE]:
            self._put_off(ride)
        select([ride.channel for ride in self._aboard if ride.channel.fileno() >= 0], (), (), GLANCE)

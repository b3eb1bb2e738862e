"""One connection's part of a run: lease a letter, hand it to its channel, record what became of it, take the next."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from urgentaction.channels.base import Swift
from urgentaction.errors import UserError, message
from urgentaction.ledger import Advanced, Forward, Result
from urgentaction.model.delivery import Accepted, Delivery, Handed, Job, Permit, Uncertain, Withdrawn
from urgentaction.outbox.board import Board, is_unreached
from urgentaction.outbox.gate import Gate, Later, Verdict
from urgentaction.outbox.values import Tools
from urgentaction.pace import Pace

Off = tuple[Gate, Verdict | None]
"""A letter that is under way, and what became of it where that is known."""


@dataclass
class Lane:
    """A connection, its worker and its ledger; a `further` one beside the first ends where the server has no room.

    While a letter is on its way the next one is leased already (`_ahead`), and may be announced. What became of a
    letter (`_done`) is recorded at once, or, where the next one can begin without waiting for anybody, together with
    that: one sync for both. `ride` takes a lane whose letters can do so as long as they can (`Express`).
    """

    tools: Tools
    board: Board
    further: bool = False
    ride: Callable[[Lane, Swift], Off | None] = lambda _lane, _channel: None
    _ahead: Gate | None = None
    _done: tuple[Gate, Verdict] | None = None
    _claimed: bool = False

    def run(self) -> None:
        """Deal with letters until none is due or the run is to end; what is leased and not sent goes back."""
        try:
            while gate := self._next():
                if not self._deal(gate, self._begin_and_send) or not self._ride():
                    return
        finally:
            with suppress(UserError):
                self._record()
            self._give_back()

    def _next(self) -> Gate | None:
        """The letter that was leased ahead, or else one that is due; None where the run is to end."""
        self.tools.between()
        if self._ahead is not None:
            if not self.board.goes_on():
                return None
            gate, self._ahead = self._ahead, None
            return gate
        if not self.board.claim():
            return None
        leased = self._lease()
        if leased is None:
            self.board.unclaim()
        return self._gate(leased)

    def _gate(self, leased: tuple[Delivery, Job] | None) -> Gate | None:
        return Gate(self.tools, *leased, waiting=self.board.waiting, enter=self._enter) if leased else None

    def _lease(self) -> tuple[Delivery, Job] | None:
        tools = self.tools
        while wish := self.board.wish(tools):
            for channel in wish.channels:
                now = tools.clock()
                leased = tools.ledger.lease(tools.worker, now=now, channel=channel, ttl=wish.ttl, which=wish.which)
                if leased is not None:
                    return leased
            if not wish.which.keys:
                break
        return None

    def swift(self, known: Swift | None = None) -> Swift | None:
        """The channel of the letter ahead, where it can be put on its way at once and make nobody wait; else None."""
        ahead = self._ahead
        if ahead is None or not self._begins_at_once():
            return None
        channel = self.tools.channels[ahead.delivery.channel]
        if not (channel is known or isinstance(channel, Swift)):
            return None
        return channel if channel.is_swift(ahead.job) else None

    def forward(self) -> tuple[Gate, Forward] | None:
        """Take the letter ahead in hand, with what to ask the ledger for it; None where its gates have to be heard."""
        gate, now = self._ahead, self.tools.clock()
        if gate is None:
            return None
        try:
            pace = gate.pace(now)
        except (Withdrawn, UserError):
            return None  # said again, and told, when its turn comes in the plain way
        self._ahead = None
        return gate, self._forward(gate, pace, now)

    def stays(self, gate: Gate) -> None:
        """It was not begun after all."""
        self._ahead = gate
        if self._claimed:
            self.board.unclaim()

    def entered(self, gate: Gate, advanced: Advanced) -> Permit:
        """Note what the ledger said of a letter.

        Raises:
            Withdrawn: It must not leave.
        """
        done = self._done
        gate.begun = advanced.no is None
        if self._claimed:
            self._ahead = self._gate(advanced.leased)
            if self._ahead is None:
                self.board.unclaim()
        if done and advanced.settled:
            self._done = None
            self.board.tell(advanced.settled, done[1])
        if advanced.no is not None:
            gate.no = advanced.no
            raise advanced.no
        return Permit(gate.job.key, self._announced(gate))

    def accepted(self, gate: Gate, verdict: Accepted) -> None:
        """Note that a letter has arrived, to be recorded with the beginning of the next."""
        self.board.judge(verdict)
        self._done = (gate, verdict)

    def _ride(self) -> bool:
        """Let others drive this connection as long as nothing has to be waited for; False where it is to end."""
        while self._done is not None and (channel := self.swift()):
            off = self.ride(self, channel)
            if off is None:
                break
            if not self._deal(off[0], partial(self._hear, channel, off[1])):
                return False
        if self._done is not None and not self._begins_at_once():
            self._record()
        return True

    def _hear(self, channel: Swift, verdict: Verdict | None, gate: Gate) -> Verdict:
        if gate.no is not None:
            channel.close()  # the server waits for the text of a letter that must not leave
        return verdict or channel.answer()

    def _deal(self, gate: Gate, way: Callable[[Gate], Verdict]) -> bool:
        """Deal with one letter; False where this connection is to end."""
        try:
            verdict = way(gate)
        except BaseException as broken:
            self._record_what_can_be(gate, gate.broken(broken))
            raise
        ends = self.further and is_unreached(verdict)
        self.board.judge(verdict, ends=ends)
        if gate.error is not None:
            self._record_what_can_be(gate, verdict)
            raise gate.error
        if self._done is not None:
            self._record()  # this letter did not begin, so that the one before was not recorded with it
        self._done = (gate, verdict)
        if ends or isinstance(verdict, Later) or not self._begins_at_once():
            self._record()
        return not ends

    def _begins_at_once(self) -> bool:
        ahead = self._ahead
        if ahead is None or not self.board.goes_on():
            return False
        return ahead.first_look() is None and self.tools.channels[ahead.delivery.channel].waits_for(ahead.job)

    def _begin_and_send(self, gate: Gate) -> Verdict:
        return gate.first_look() or self._send(gate)

    def _send(self, gate: Gate) -> Verdict:
        try:
            outcome = self.tools.channels[gate.delivery.channel].send(gate.job, gate)
        except Withdrawn as no:
            return gate.verdict(no)
        if gate.no is not None and not isinstance(outcome, Uncertain):
            return gate.verdict(gate.no)  # what had left before it was withdrawn stays a doubt
        if not gate.begun and isinstance(outcome, Accepted | Handed):
            # A channel that hands over without asking is a bug of ours; what it handed over must not go twice.
            return Uncertain(message("outbox.no-permit"))
        return outcome

    def _enter(self, gate: Gate, pace: Pace, now: datetime) -> Permit:
        """The ledger's part of `begin()`; the permit names what may be announced to the channel."""
        try:
            (advanced,) = self.tools.ledger.advance([self._forward(gate, pace, now)])
        except UserError as error:
            raise (self._done[0].not_recorded(error) if self._done else error) from error
        return self.entered(gate, advanced)

    def _forward(self, gate: Gate, pace: Pace, now: datetime) -> Forward:
        tools, done, before = self.tools, self._done, None
        if done and not isinstance(done[1], Later):
            before = Result(key=done[0].job.key, outcome=done[1], jitter=tools.jitter())
        # Letters asked for by their keys are tried once each: a copy among them is not free before this one has left.
        self._claimed = self._ahead is None and not self.board.which.keys and self.board.claim()
        return Forward(
            key=gate.job.key,
            worker=tools.worker,
            now=now,
            date=gate.job.date,
            pace=pace,
            ttl=tools.ttl,
            before=before,
            wish=self.board.wish(tools) if self._claimed else None,
        )

    def _announced(self, gate: Gate) -> Job | None:
        """What the channel of this letter may be told comes next; a letter that something stands against is not."""
        ahead = self._ahead
        if ahead is None or ahead.delivery.channel is not gate.delivery.channel:
            return None
        with suppress(UserError):  # it is told when its turn comes
            return None if ahead.first_look() else ahead.job
        return None

    def _record(self) -> None:
        if self._done is None:
            return
        gate, verdict = self._done
        after = gate.settle(verdict)
        self._done = None
        if not gate.lost:
            self.board.tell(after, verdict)

    def _record_what_can_be(self, gate: Gate, verdict: Verdict) -> None:
        """The letter before and this one, when the run ends for another reason."""
        with suppress(UserError):
            self._record()
            self._done = (gate, verdict)
            self._record()

    def _give_back(self) -> None:
        """Nothing of the letter that was leased ahead has left."""
        if self._ahead is None:
            return
        gate, self._ahead = self._ahead, None
        self.board.unclaim()
        tools, reason, due = self.tools, message("outbox.not-begun"), gate.delivery.due
        with suppress(UserError):
            tools.ledger.put_back(gate.job.key, worker=tools.worker, now=tools.clock(), due=due, reason=reason)

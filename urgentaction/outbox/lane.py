"""One connection's part of a run: lease a letter, hand it to its channel, record what became of it, take the next."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from urgentaction.errors import UserError, message
from urgentaction.ledger import Result
from urgentaction.model.delivery import Accepted, Delivery, Handed, Job, Uncertain, Withdrawn
from urgentaction.outbox.board import Board, is_unreached
from urgentaction.outbox.gate import Gate, Later, Verdict
from urgentaction.outbox.values import Tools
from urgentaction.pace import Pace


@dataclass
class Lane:
    """A connection, its worker and its ledger; a `further` one beside the first ends where the server has no room.

    While a letter is on its way the next one is leased already (`_ahead`), and may be announced. What became of a
    letter (`_done`) is recorded at once, or, where the next one can begin without waiting for anybody, together with
    that: one sync for both.
    """

    tools: Tools
    board: Board
    further: bool = False
    _ahead: Gate | None = None
    _done: tuple[Gate, Verdict] | None = None

    def run(self) -> None:
        """Deal with letters until none is due or the run is to end; what is leased and not sent goes back."""
        try:
            while gate := self._next():
                if not self._deal(gate):
                    return
        finally:
            with suppress(UserError):
                self._record()
            self._give_back()

    def _next(self) -> Gate | None:
        """The letter that was leased ahead, or else one that is due; None where the run is to end."""
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

    def _deal(self, gate: Gate) -> bool:
        """Deal with one letter; False where this connection is to end."""
        try:
            verdict = gate.first_look() or self._send(gate)
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

    def _enter(self, gate: Gate, pace: Pace, now: datetime) -> Job | None:
        """The ledger's part of `begin()`; gives what may be announced to the channel."""
        tools, done, before = self.tools, self._done, None
        if done and not isinstance(done[1], Later):
            before = Result(key=done[0].job.key, outcome=done[1], jitter=tools.jitter())
        # Letters asked for by their keys are tried once each: a copy among them is not free before this one has left.
        claimed = self._ahead is None and not self.board.which.keys and self.board.claim()
        try:
            advanced = tools.ledger.advance(
                gate.job.key,
                worker=tools.worker,
                now=now,
                date=gate.job.date,
                pace=pace,
                ttl=tools.ttl,
                before=before,
                wish=self.board.wish(tools) if claimed else None,
            )
        except UserError as error:
            raise (done[0].not_recorded(error) if done else error) from error
        gate.begun = advanced.no is None
        if claimed:
            self._ahead = self._gate(advanced.leased)
            if self._ahead is None:
                self.board.unclaim()
        if done and advanced.settled:
            self._done = None
            self.board.tell(advanced.settled, done[1])
        if advanced.no is not None:
            raise advanced.no
        return self._announced(gate)

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

"""One connection's part of a run: lease a letter, hand it to its channel, record what became of it, take the next."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from urgentaction.errors import UserError, message
from urgentaction.ledger import Next
from urgentaction.model.delivery import Accepted, Delivery, Handed, Job, Uncertain, Withdrawn
from urgentaction.outbox.board import Board, is_unreached
from urgentaction.outbox.gate import Gate, Later, Verdict
from urgentaction.outbox.values import Tools


@dataclass
class Lane:
    """A connection, its worker and its ledger; a `further` one beside the first ends where the server has no room."""

    tools: Tools
    board: Board
    further: bool = False
    _held: tuple[Delivery, Job] | None = None

    def run(self) -> None:
        """Deal with letters until none is due or the run is to end; what is leased and not sent goes back."""
        try:
            while self._held or self.board.claim():
                self._held = self._held or self._lease()
                if self._held is None:
                    self.board.unclaim()
                    return
                if not self._deal(Gate(self.tools, *self._held, waiting=self.board.waiting)):
                    return
        finally:
            self._give_back()

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
            with suppress(UserError):
                self._record(gate, gate.broken(broken), None)
            raise
        ends = self.further and is_unreached(verdict)
        self.board.judge(verdict, ends=ends)
        may_go_on = not ends and gate.error is None and self.board.claim()
        # What is put back leases nothing: the key of a wish would be lost.
        at_once = may_go_on and not isinstance(verdict, Later)
        self._record(gate, verdict, self.board.wish(self.tools) if at_once else None)
        if may_go_on and self._held is None:
            self.board.unclaim()
        if gate.error is not None:
            raise gate.error
        return not ends

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

    def _record(self, gate: Gate, verdict: Verdict, wish: Next | None) -> None:
        self._held = None
        after, self._held = gate.settle(verdict, wish)
        if not gate.lost:
            self.board.tell(after, verdict)

    def _give_back(self) -> None:
        """Nothing of the letter that was leased ahead has left."""
        if self._held is None:
            return
        (delivery, job), self._held = self._held, None
        tools, reason = self.tools, message("outbox.not-begun")
        with suppress(UserError):
            tools.ledger.put_back(job.key, worker=tools.worker, now=tools.clock(), due=delivery.due, reason=reason)

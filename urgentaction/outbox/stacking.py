"""Print letters of many signers, a stack at a time: set them, begin them together, write one file, record it.

A crash before `begin_stack` leaves them in the queue. After it they are uncertain, and the file tells: it is written
whole or not at all, and no other stack ever has its name. Where it is there, they were printed; where it is not, a
person is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from urgentaction.errors import Message, UserError, message, nameless
from urgentaction.ledger import LeaseLost, Ledger
from urgentaction.model.delivery import (
    Accepted,
    Cancelled,
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
    Withdrawn,
)
from urgentaction.outbox.gate import MENDED
from urgentaction.outbox.values import Progress, Run, Tools

Taken = Sequence[tuple[Delivery, Job]]


@dataclass(frozen=True)
class Pressed:
    """Letters set in one file, with the pages of each; `spoilt` says by key why others could not be: not in it."""

    file: bytes
    pages: tuple[int, ...] = ()
    spoilt: Mapping[str, Message] = field(default_factory=dict)


class Press(Protocol):
    """Sets letters and puts the files where a person finds them."""

    @property
    def most(self) -> int:
        """How many letters go into one file."""
        ...

    def set(self, jobs: Sequence[Job]) -> Pressed:
        """The letters in this order, nothing written."""
        ...

    def write(self, reference: str, jobs: Sequence[Job], pressed: Pressed, now: datetime) -> None:
        """Write the list of who is in it, then the file of this name, each whole or not at all.

        Raises:
            UserError: It could not be written; there is no file of this name.
        """
        ...

    def has(self, reference: str) -> bool:
        """Whether the file of this name is here."""
        ...


def recover(ledger: Ledger, press: Press, *, now: datetime) -> int:
    """Record what a process that died had printed, as its files tell; gives how many letters."""
    return sum(
        ledger.resolve_stack(stack.reference, printed=True, reason=message("outbox.found-printed"), now=now)
        for stack in ledger.stacks(doubtful=True)
        if press.has(stack.reference)
    )


def print_batch(
    tools: Tools,
    batch: str,
    press: Press,
    *,
    limit: int | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Run:
    """Print what a batch has waiting, `limit` letters at most, until `stop` says so or no file can be written.

    Raises:
        UserError: The ledger cannot record.
    """
    run = _Batch(tools, batch, press, progress)
    while run.halted is None and not stop():
        left = press.most if limit is None else min(press.most, limit - run.counts.total())
        if left < 1 or not run.stack(left):
            break
    return Run(counts=dict(run.counts), halted=run.halted, interrupted=stop())


@dataclass
class _Batch:
    """A batch on its way to paper."""

    tools: Tools
    batch: str
    press: Press
    progress: Callable[[Progress], None]
    counts: Counter[State] = field(default_factory=Counter)
    halted: Halted | None = None

    def stack(self, most: int) -> bool:
        """Print the next stack; False where nothing waits."""
        tools = self.tools
        tools.between()
        taken = tools.ledger.take_stack(tools.worker, now=tools.clock(), batch=self.batch, most=most, ttl=tools.ttl)
        if not taken:
            return False
        good, pressed = self._set([pair for pair in taken if self._may_go(pair[0])])
        if not good:
            return True
        begun = tools.ledger.begin_stack(
            [job.key for _, job in good], worker=tools.worker, now=tools.clock(), batch=self.batch, ttl=tools.ttl
        )
        for delivery, job in good:
            if no := begun.no.get(job.key):
                self._withdraw(delivery, no)
        left: Taken = [pair for pair in good if pair[1].key not in begun.no]
        if len(left) < len(good):
            left, pressed = self._set(left)
        if left:
            self._write(begun.reference, left, pressed)
        return True

    def _may_go(self, delivery: Delivery) -> bool:
        """What the gates say now; what may not go is put back or cancelled."""
        now = self.tools.clock()
        for refusal in sorted(self.tools.recheck(delivery, now).refusals, key=lambda refusal: not refusal.lasting):
            self._withdraw(delivery, Withdrawn(refusal.message, until=None if refusal.lasting else now + MENDED))
            return False
        return True

    def _set(self, pairs: Taken) -> tuple[Taken, Pressed]:
        """Set them; those that cannot be are refused, and the others do without them."""
        pressed = self.press.set([job for _, job in pairs]) if pairs else Pressed(b"")
        for delivery, job in pairs:
            if fault := pressed.spoilt.get(job.key):
                self._settle(delivery, Refused(nameless(fault)), told=Refused(fault))
        return [pair for pair in pairs if pair[1].key not in pressed.spoilt], pressed

    def _write(self, reference: str, pairs: Taken, pressed: Pressed) -> None:
        tools, keys = self.tools, [job.key for _, job in pairs]
        try:
            self.press.write(reference, [job for _, job in pairs], pressed, tools.clock())
        except UserError as error:
            self.halted = Halted(Scope.CONNECTION, error.message)
            for delivery, _ in pairs:
                self._settle(delivery, self.halted)
            return
        receipt = Receipt(kind=ReceiptKind.PRINTED, reference=reference)
        for delivery in tools.ledger.settle_stack(keys, receipt, worker=tools.worker, now=tools.clock()):
            self._tell(delivery, Accepted(receipt))

    def _withdraw(self, delivery: Delivery, no: Withdrawn) -> None:
        tools = self.tools
        if no.until is None and not isinstance(no, LeaseLost):
            self._settle(delivery, Cancelled(no.reason))
            return
        until = no.until or tools.clock()
        after = tools.ledger.put_back(delivery.key, worker=tools.worker, now=tools.clock(), due=until, reason=no.reason)
        self._tell(after, Unavailable(no.reason, until))

    def _settle(self, delivery: Delivery, outcome: Outcome, told: Outcome | None = None) -> None:
        """Record what became of it; a person at the machine may be `told` more than is kept for ever."""
        tools = self.tools
        after = tools.ledger.settle(delivery.key, outcome, worker=tools.worker, now=tools.clock())
        self._tell(after, told or outcome)

    def _tell(self, delivery: Delivery, outcome: Outcome) -> None:
        self.counts[delivery.state] += 1
        self.progress(Progress(delivery, outcome))


def due(ledger: Ledger, *, case: str = "", batch: str = "") -> Iterator[str]:
    """The batches to print: this one, or those of a case, or all."""
    return (name for name in ledger.print_batches(case) if batch in {"", name})

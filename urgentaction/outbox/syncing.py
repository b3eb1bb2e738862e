"""Ask providers what has become of letters: what is uncertain is looked for, what was ordered is followed to its end.

Nothing is ordered here, and nothing queued: a letter that its provider surely does not have is left to a person.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from urgentaction.channels.post.base import Found, NotTaken, Provider, account
from urgentaction.channels.post.order import decode
from urgentaction.errors import Message, UserError, message
from urgentaction.ledger import Ledger, Which
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Delivery, Halted, Receipt, ReceiptKind, Scope, State, Unavailable
from urgentaction.model.progress import Kind, Progress

FAILURES = 5
"""After so many letters in a row that a provider could not tell of, it is left for this run."""

_CODE = re.compile(r"[\w.:/+-]{1,64}", re.ASCII)
_WORDS = re.compile(r"[\w.:/+-]{1,64}( [\w.:/+-]{1,24}){0,3}", re.ASCII)
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,39}")


@dataclass(frozen=True, kw_only=True)
class News:
    """What was learnt of a letter: a step that was not known, or in words what else (`said`)."""

    delivery: Delivery
    account: str
    step: Progress | None = None
    said: Message | None = None


@dataclass(frozen=True, kw_only=True)
class Left:
    """A provider that was not asked any more, why, until when where it says so, and of how many letters."""

    account: str
    reason: Message
    until: datetime | None = None
    letters: int = 0


@dataclass(frozen=True, kw_only=True)
class Synced:
    """What a run learnt. `steps`: new ones; `found`: were uncertain; `doubts`: still are; `failed`: nothing was told.

    `unasked` counts, by account, the letters of providers that are not set up, or in their other mode.
    """

    asked: int = 0
    steps: int = 0
    found: int = 0
    doubts: int = 0
    failed: int = 0
    left: tuple[Left, ...] = ()
    unasked: Mapping[str, int] = field(default_factory=dict)


def sync(
    ledger: Ledger,
    providers: Iterable[Provider],
    *,
    clock: Callable[[], datetime],
    case: str = "",
    tell: Callable[[News], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Synced:
    """Ask about every letter that is uncertain or on its way, the newest first, until `stop` says so.

    A provider that says stop (429, a wrong key), or fails time and again, is left for this run; the others go on.

    Raises:
        UserError: The ledger cannot record.
    """
    run = _Sync(ledger, {account(one.name, live=one.live): one for one in providers}, clock, tell)
    uncertain = ledger.list(Which(case=case, states=(State.UNCERTAIN,)), limit=sys.maxsize)
    for delivery in uncertain:
        if delivery.channel is ChannelName.POST and not stop():
            run.look_for(delivery)
    for delivery in reversed(ledger.underway(case)):
        if not stop():
            run.follow(delivery)
    return run.result()


def take_back(ledger: Ledger, provider: Provider, delivery: Delivery, *, clock: Callable[[], datetime]) -> bool:
    """Cancel a letter at its provider, and then here; False where it is too late, and nothing changes.

    Raises:
        NotTaken: The provider could not be asked.
    """
    reference = delivery.receipt.reference if delivery.receipt else ""
    if not provider.cancel(reference):
        return False
    reason = message("ledger.taken-back-there", provider=provider.name)
    ledger.take_back(delivery.key, reason=reason, now=clock())
    return True


@dataclass
class _Sync:
    """A run under way."""

    ledger: Ledger
    providers: Mapping[str, Provider]
    clock: Callable[[], datetime]
    tell: Callable[[News], None]
    counts: Counter[str] = field(default_factory=Counter)
    unasked: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    left: dict[str, Left] = field(default_factory=dict)

    def result(self) -> Synced:
        """What it came to."""
        left = tuple(replace(one, letters=self.skipped[name]) for name, one in self.left.items())
        return Synced(left=left, unasked=dict(self.unasked), **self.counts)

    def look_for(self, delivery: Delivery) -> None:
        """Ask whether the provider has an uncertain letter."""
        order = decode(self.ledger.body(delivery.key) or b"")
        if order is None:
            self._say(delivery, "", message("outbox.no-order"))
            self.counts["doubts"] += 1
            return
        name = account(order.provider, live=order.live)
        since = delivery.first_attempt or delivery.created
        answer = self._ask(delivery, name, lambda provider: provider.find(delivery.key, since))
        if answer is _NO_ANSWER:
            self.counts["doubts"] += 1
        elif isinstance(answer, Found) and answer.submitted:
            self._found(delivery, name, answer)
        else:
            self.counts["doubts"] += 1
            had = "outbox.has-draft" if answer else "outbox.has-none"
            self._say(delivery, name, message(had, provider=order.provider, key=delivery.key[:8]))

    def _found(self, delivery: Delivery, name: str, found: Found) -> None:
        receipt = Receipt(kind=ReceiptKind.SUBMITTED, reference=found.reference, detail=name)
        after = self.ledger.found(delivery.key, receipt, now=self.clock())
        if after.state is State.SENT:
            self.counts["found"] += 1
            self._say(
                after, name, message("outbox.found", provider=name, reference=found.reference, key=delivery.key[:8])
            )

    def follow(self, delivery: Delivery) -> None:
        """Note what the provider tells of a letter that was ordered."""
        receipt = delivery.receipt
        if receipt is None:
            return
        steps = self._ask(delivery, receipt.detail, lambda provider: provider.status(receipt.reference))
        if not isinstance(steps, tuple):
            return
        clean = tuple(dict.fromkeys(map(cleaned, steps)))
        for step in self.ledger.note_progress(delivery.key, clean, now=self.clock()):
            self.counts["steps"] += 1
            self.tell(News(delivery=delivery, account=receipt.detail, step=step))

    def _ask(self, delivery: Delivery, name: str, question: Callable[[Provider], object]) -> object:
        """What a provider answers; `_NO_ANSWER` where it does not, or is asked no more."""
        if name in self.left:
            self.skipped[name] += 1
            return _NO_ANSWER
        if name not in self.providers:
            self.unasked[name] += 1
            return _NO_ANSWER
        self.counts["asked"] += 1
        try:
            answer = question(self.providers[name])
        except NotTaken as no:
            self._not_told(delivery, name, no)
            return _NO_ANSWER
        except UserError as error:  # its key is not there
            self.left[name] = Left(account=name, reason=error.message)
            return _NO_ANSWER
        self.failures[name] = 0
        return answer

    def _not_told(self, delivery: Delivery, name: str, no: NotTaken) -> None:
        outcome = no.outcome
        self.counts["failed"] += 1
        self.failures[name] += isinstance(outcome, Unavailable)
        until = outcome.until if isinstance(outcome, Unavailable | Halted) else None
        stops = isinstance(outcome, Halted) or (isinstance(outcome, Unavailable) and outcome.scope is Scope.CONNECTION)
        if stops or until or self.failures[name] >= FAILURES:
            self.left[name] = Left(account=name, reason=outcome.reason, until=until)
        else:
            self._say(delivery, name, outcome.reason)

    def _say(self, delivery: Delivery, name: str, said: Message) -> None:
        self.tell(News(delivery=delivery, account=name, said=said))


_NO_ANSWER = object()
"""Where a question was not answered; None is an answer."""


def cleaned(step: Progress) -> Progress:
    """A step fit for a history that is never erased: what is no known word must look like a code, not like a name."""
    fits = (_CODE if step.kind is Kind.OTHER else _WORDS).fullmatch(step.status)
    tracking = step.tracking if _NUMBER.fullmatch(step.tracking) else ""
    return replace(step, status=step.status if fits else "…", tracking=tracking)

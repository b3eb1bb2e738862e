"""The point of no return for one letter: asks gates, pace and ledger, and remembers what they said."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from urgentaction import pace as pacing
from urgentaction.errors import Message, UserError, message
from urgentaction.ledger import LeaseLost
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Cancelled, Delivery, Job, Outcome, Permit, Uncertain, Withdrawn
from urgentaction.outbox.values import Recheck, Tools
from urgentaction.pace import Pace, Times

MENDED = timedelta(hours=1)
"""When a letter is looked at again that a person can help through a gate."""


@dataclass(frozen=True)
class Later:
    """The letter goes back into the queue, with no attempt charged; nothing of it has left."""

    reason: Message
    until: datetime


Verdict = Outcome | Later


def mails(job: Job) -> int:
    """How many mails a letter is to the account that sends it."""
    return 2 if job.copy else 1


@dataclass
class Waiting:
    """The times that this run gave to e-mails that found no room, so that the next one gets a later time."""

    times: dict[str, list[datetime]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def slot(self, limits: Pace, job: Job, sent: Times, *, domain: str, now: datetime) -> datetime:
        """The first free time after those that have left and those that wait; it is taken."""
        places = (job.authority, f"@{domain}", f"<{job.sender}>")
        with self.lock:
            mine = [self.times.setdefault(place, []) for place in places]
            given = zip((sent.authority, sent.domain, sent.account), mine, strict=True)
            known = Times(*(sorted([*left, *waiting]) for left, waiting in given))
            slot = pacing.next_slot(limits, known, now=now, mails=mails(job))
            for waiting in (*mine, *([mine[-1]] * (mails(job) - 1))):
                insort(waiting, slot)
        return slot


@dataclass
class Gate:
    """`begin()` for one leased letter (`model.delivery.Begin`).

    `enter` has the ledger begin it.
    """

    tools: Tools
    delivery: Delivery
    job: Job
    waiting: Waiting
    enter: Callable[[Gate, Pace, datetime], Permit]
    begun: bool = False
    looked: bool = False
    seen: Verdict | None = None
    no: Withdrawn | None = None
    error: UserError | None = None
    closes: datetime | None = None

    @property
    def lost(self) -> bool:
        """Whether the letter is back in the queue, or with another worker."""
        return isinstance(self.no, LeaseLost)

    def __call__(self) -> Permit:
        """Ask for leave to send now; after it, only an answer tells what became of the letter.

        Raises:
            Withdrawn: It must not leave; also where the ledger or the case could not be read (see `error`).
        """
        self.tools.between()
        now = self.tools.clock()
        try:
            return self.enter(self, self.pace(now), now)
        except Withdrawn as no:
            self.no = no
            raise
        except UserError as error:
            # A channel knows what to do with Withdrawn; the run ends with the error itself.
            self.error, self.no = error, Withdrawn(error.message, until=now)
            raise self.no from error

    def pace(self, now: datetime) -> Pace:
        """What the gates say now.

        Raises:
            Withdrawn: One refuses.
            UserError: They cannot be asked.
        """
        return self._ask(now).pace

    def first_look(self) -> Verdict | None:
        """What stands against the letter already, before anything is said of it; looked at once. None: nothing."""
        if not self.looked:
            now = self.tools.clock()
            try:
                self._room(self._ask(now).pace, now)
            except Withdrawn as no:
                self.seen = self.verdict(no)
            self.looked = True
        return self.seen

    def verdict(self, no: Withdrawn) -> Verdict:
        """What becomes of a letter that may not leave now."""
        self.no = no
        if self.lost:
            return Later(no.reason, self.tools.clock())
        if no.until is None:
            return Cancelled(no.reason)
        if self.closes is not None and no.until >= self.closes:
            return Cancelled(message("outbox.no-room", closes=self.closes))
        return Later(no.reason, no.until)

    def broken(self, error: BaseException) -> Verdict:
        """What an exception means: before `begin()` nothing has left; after it, nobody knows."""
        interrupted = isinstance(error, KeyboardInterrupt)
        reason = message("outbox.interrupted" if interrupted else "outbox.broken", why=type(error).__name__)
        return Uncertain(reason) if self.begun else Later(reason, self.tools.clock())

    def settle(self, verdict: Verdict) -> Delivery:
        """Record what became of the letter.

        Raises:
            UserError: It cannot be recorded; of a letter that has left, the words say so.
        """
        tools, key, now = self.tools, self.job.key, self.tools.clock()
        if isinstance(verdict, Later):
            return tools.ledger.put_back(key, worker=tools.worker, now=now, due=verdict.until, reason=verdict.reason)
        try:
            return tools.ledger.settle(key, verdict, worker=tools.worker, now=now, jitter=tools.jitter())
        except UserError as error:
            raise self.not_recorded(error) from error

    def not_recorded(self, error: UserError) -> UserError:
        """Why the ledger failed, in words that say so if the letter has left."""
        return UserError("outbox.not-recorded", key=self.job.key[:8], why=error.message) if self.begun else error

    def _ask(self, now: datetime) -> Recheck:
        check = self.tools.recheck(self.delivery, now)
        self.closes = check.closes
        for refusal in sorted(check.refusals, key=lambda refusal: not refusal.lasting):
            raise Withdrawn(refusal.message, until=None if refusal.lasting else now + MENDED)
        return check

    def _room(self, limits: Pace, now: datetime) -> None:
        """Wait where the pace has no room; `begin()` asks again, alone among all processes."""
        if self.delivery.channel is not ChannelName.EMAIL or pacing.is_free(limits, now):
            return
        ledger, most = self.tools.ledger, max(limits.per_hour or 0, limits.per_day or 0)
        authority = ledger.sent_times(now=now, authority=self.delivery.authority, most=most)
        domain = ledger.sent_times(now=now, domain=self.delivery.domain, most=limits.per_domain_hour or 0)
        account = ledger.sent_times(now=now, sender=self.job.sender, most=limits.account.most)
        sent = Times(authority, domain, account)
        if pacing.next_slot(limits, sent, now=now, mails=mails(self.job)) > now:
            slot = self.waiting.slot(limits, self.job, sent, domain=self.delivery.domain, now=now)
            raise Withdrawn(message("ledger.no-room", until=slot), until=slot)

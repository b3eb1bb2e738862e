"""When each planned e-mail leaves: the pace of its office and receiving domain, over all that is known to go there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from urgentaction import gates, pace
from urgentaction.campaign.values import LeftOut, Planned, Prepared
from urgentaction.errors import message
from urgentaction.gates import Refusal
from urgentaction.ledger import Ledger
from urgentaction.model.authority import Authority, ChannelName
from urgentaction.model.case import Case
from urgentaction.model.delivery import LIVE
from urgentaction.pace import Pace

PaceOf = Callable[[Authority, Case], Pace]


@dataclass
class _Book:
    """What leaves when, by authority and by domain: read from the ledger once, then added to."""

    ledger: Ledger
    now: datetime
    pages: dict[tuple[str, str], list[datetime]] = field(default_factory=dict)

    def page(self, *, authority: str = "", domain: str = "") -> list[datetime]:
        """The sorted times at which e-mails have left or will; what is overdue leaves now."""
        if (authority, domain) not in self.pages:
            sent = self.ledger.sent_times(now=self.now, authority=authority, domain=domain)
            waiting = self.ledger.planned_times(authority=authority, domain=domain)
            self.pages[authority, domain] = sorted([*sent, *(max(time, self.now) for time in waiting)])
        return self.pages[authority, domain]

    def add(self, times: Sequence[datetime], *, authority: str = "", domain: str = "") -> None:
        """Note further e-mails."""
        self.pages[authority, domain] = sorted([*self.page(authority=authority, domain=domain), *times])


def spread(
    passed: Sequence[Planned], ledger: Ledger, *, now: datetime, jitter: Callable[[], float], pace_of: PaceOf
) -> tuple[list[Planned], list[LeftOut]]:
    """Give each e-mail its time, authority by authority; what has no room before the deadline is left out."""
    found: dict[int, datetime | Refusal] = {}
    book = _Book(ledger, now)
    for numbers in _mail_groups(passed):
        slots = _slots(passed[numbers[0]].prepared, len(numbers), book, jitter=jitter, pace_of=pace_of)
        found |= dict(zip(numbers, slots, strict=True))
    return _apply(passed, found)


def _mail_groups(passed: Sequence[Planned]) -> list[list[int]]:
    """The numbers of the e-mails in a plan, by case and authority."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, item in enumerate(passed):
        if item.prepared.channel is ChannelName.EMAIL:
            groups.setdefault((item.prepared.case.id, item.prepared.authority.id), []).append(number)
    return list(groups.values())


def _slots(
    first: Prepared, count: int, book: _Book, *, jitter: Callable[[], float], pace_of: PaceOf
) -> list[datetime | Refusal]:
    """For each of `count` e-mails to one office: its time, or why it has none."""
    limits = pace_of(first.authority, first.case)
    wanted = min(count, _left_of_total(book.ledger, first, limits, count))
    slots = pace.schedule(
        limits,
        wanted,
        now=book.now,
        jitter=jitter,
        authority_times=book.page(authority=first.authority.id),
        domain_times=book.page(domain=first.domain),
        closes=gates.closes(first.case, first.authority),
    )
    book.add(slots, authority=first.authority.id)
    book.add(slots, domain=first.domain)
    late = [gates.no_room(first.case, first.authority)] * (wanted - len(slots))
    return [*slots, *late, *[gates.total_reached(first.case, first.authority)] * (count - wanted)]


def _left_of_total(ledger: Ledger, prepared: Prepared, limits: Pace, count: int) -> int:
    """How many of `count` more e-mails the case wants this authority to get, after all that went or wait."""
    if limits.total is None:
        return count
    place = (prepared.case.round, prepared.authority.id, ChannelName.EMAIL)
    known = [item for item in ledger.counts(prepared.case.id) if (item.round, item.authority, item.channel) == place]
    return max(0, limits.total - sum(item.count for item in known if item.state in LIVE))


def _apply(passed: Sequence[Planned], found: Mapping[int, datetime | Refusal]) -> tuple[list[Planned], list[LeftOut]]:
    """Put the times in; a copy whose main letter found no room is left out with it."""
    queued: list[Planned] = []
    late: list[LeftOut] = []
    lost: set[str] = set()
    for number, item in enumerate(passed):
        due = found.get(number, item.due)
        if item.after in lost:
            due = Refusal(gates.AUTHORITY, message("campaign.copy-alone", main=item.prepared.copy_of))
        if isinstance(due, Refusal):
            lost.add(item.slot.key)
            late.append(LeftOut(prepared=item.prepared, refusals=(due,)))
        else:
            queued.append(replace(item, due=due))
    return queued, late

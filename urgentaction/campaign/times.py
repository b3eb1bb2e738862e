"""When each planned e-mail leaves: the pace of its office, domain and account, over all that is known to go there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from urgentaction import gates, pace
from urgentaction.campaign.values import LeftOut, Planned, Prepared
from urgentaction.errors import message
from urgentaction.gates import Refusal
from urgentaction.ledger import Ledger
from urgentaction.model.authority import Authority, ChannelName
from urgentaction.model.case import Case
from urgentaction.model.delivery import LIVE
from urgentaction.pace import Pace, Times

MOST = 20_000
"""E-mails of the last day that are looked at; no account that we know may send more (`channels/hosts.toml`)."""

PaceOf = Callable[[Authority, Case], Pace]


@dataclass
class Book:
    """What leaves when, by office, domain and account: read from the ledger once, then added to."""

    ledger: Ledger
    now: datetime
    pages: dict[tuple[str, str], list[datetime]] = field(default_factory=dict)

    def times(self, prepared: Prepared) -> Times:
        """When e-mails have left or will, to the same office and domain and from the same account."""
        return Times(*(self._page(*place) for place in _places(prepared)))

    def add(self, times: Sequence[datetime], prepared: Prepared, *, mails: int) -> None:
        """Note further e-mails."""
        for kind, name in _places(prepared):
            more = [*times] * (mails if kind == "sender" else 1)
            self.pages[kind, name] = sorted([*self._page(kind, name), *more])

    def _page(self, kind: str, name: str) -> list[datetime]:
        """What is overdue leaves now."""
        if (kind, name) not in self.pages:
            place: dict[str, Any] = {kind: name}
            sent = self.ledger.sent_times(now=self.now, most=MOST, **place)
            waiting = self.ledger.planned_times(**place)
            self.pages[kind, name] = sorted([*sent, *(max(time, self.now) for time in waiting)])
        return self.pages[kind, name]


def _places(prepared: Prepared) -> tuple[tuple[str, str], ...]:
    return (("authority", prepared.authority.id), ("domain", prepared.domain), ("sender", prepared.sender))


def slots(
    first: Prepared, count: int, book: Book, *, mails: int, jitter: Callable[[], float], limits: Pace
) -> tuple[list[datetime], list[Refusal]]:
    """For `count` e-mails like the first: when so many leave, and why the rest has no room; the book notes them."""
    wanted = min(count, _left_of_total(book.ledger, first, limits, count))
    closes = gates.closes(first.case, first.authority)
    found = pace.schedule(
        limits, wanted, now=book.now, jitter=jitter, times=book.times(first), mails=mails, closes=closes
    )
    book.add(found, first, mails=mails)
    late = [gates.no_room(first.case, first.authority)] * (wanted - len(found))
    return list(found), [*late, *[gates.total_reached(first.case, first.authority)] * (count - wanted)]


def spread(
    passed: Sequence[Planned], ledger: Ledger, *, now: datetime, jitter: Callable[[], float], pace_of: PaceOf
) -> tuple[list[Planned], list[LeftOut]]:
    """Give each e-mail its time, authority by authority; what has no room before the deadline is left out."""
    found: dict[int, datetime | Refusal] = {}
    book = Book(ledger, now)
    for numbers in _mail_groups(passed):
        first = passed[numbers[0]].prepared
        mails = max(passed[number].prepared.mails for number in numbers)
        limits = pace_of(first.authority, first.case)
        times, late = slots(first, len(numbers), book, mails=mails, jitter=jitter, limits=limits)
        found |= dict(zip(numbers, (*times, *late), strict=True))
    return _apply(passed, found)


def _mail_groups(passed: Sequence[Planned]) -> list[list[int]]:
    """The numbers of the e-mails in a plan, by case and authority."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, item in enumerate(passed):
        if item.prepared.channel is ChannelName.EMAIL:
            groups.setdefault((item.prepared.case.id, item.prepared.authority.id), []).append(number)
    return list(groups.values())


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

"""One letter for many: who may sign it, by the gates that a letter of their own would meet; then queued as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from urgentaction import pace
from urgentaction.campaign import judging
from urgentaction.campaign.planning import plan
from urgentaction.campaign.times import Book, PaceOf, slots
from urgentaction.campaign.values import Plan, Planned, Prepared, Terms
from urgentaction.gates import Refusal
from urgentaction.ledger import Ledger, NewDelivery
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.pace import Pace

FEWEST = 2
"""One person alone writes a letter."""


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """The letter that carries them, when it leaves, and who signs it."""

    carrier: Planned
    signed: tuple[Planned, ...]
    terms: Terms


def gather(letters: Iterable[Prepared], ledger: Ledger, *, terms: Terms, now: datetime) -> Plan:
    """Who may sign: every signer judged as with a letter of their own, but for the pace, which counts one mail.

    Touches nothing; the `body` of these letters is never made.
    """
    return plan(letters, ledger, terms=terms, now=now, jitter=lambda: 0.0, pace_of=_unlimited)


def bundle(
    gathered: Plan,
    carrier: Prepared,
    ledger: Ledger,
    *,
    now: datetime,
    jitter: Callable[[], float],
    pace_of: PaceOf = pace.pace_for,
) -> Bundle | Refusal:
    """The bundle, with the time its mail leaves; a refusal where the pace has no room before the deadline.

    `carrier` is the covering letter; its signer stands for all: an id of this bundle's own, their earliest consent.
    """
    due = now
    if carrier.channel is ChannelName.EMAIL and not gathered.terms.rehearsal:
        limits = pace_of(carrier.authority, carrier.case)
        times, late = slots(carrier, 1, Book(ledger, now), mails=1, jitter=jitter, limits=limits)
        if late:
            return late[0]
        due = times[0]
    marks = ledger.marks(carrier.signer)
    slot = ledger.slot(carrier.case.id, carrier.case.round, carrier.authority.id, marks=marks)
    planned = Planned(prepared=carrier, slot=slot, marks=marks, due=due)
    return Bundle(carrier=planned, signed=gathered.queued, terms=gathered.terms)


def enqueue(whole: Bundle, ledger: Ledger, *, now: datetime) -> str:
    """Queue a bundle and take every signer's place, all or nothing; gives the bundle's key.

    Raises:
        UserError: It cannot be rendered; somebody in it has been written for since (`ledger.overtaken`); the ledger
            cannot record. Then nothing is queued.
    """
    case = whole.carrier.prepared.case
    ledger.note_round(case.id, case.round, RoundState.OPEN, now=now)
    ledger.enqueue(_deliveries(whole), now=now)
    return whole.carrier.slot.key


def _deliveries(whole: Bundle) -> Iterator[NewDelivery]:
    key = whole.carrier.slot.key
    yield replace(judging.delivery(whole.carrier, whole.terms), bundle=key)
    for item in whole.signed:
        prepared = item.prepared
        bare = replace(
            prepared, channel=ChannelName.BUNDLE, recipient=prepared.authority.id, sender="", body=_nothing, copy_to=""
        )
        yield replace(judging.delivery(replace(item, prepared=bare), whole.terms), due=whole.carrier.due, bundle=key)


def _nothing(_id: str) -> bytes:
    """A signature has no text of its own."""
    return b""


def _unlimited(_authority: object, _case: object) -> Pace:
    return pace.UNLIMITED

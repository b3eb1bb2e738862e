"""`ua record`: what was done by hand, as a number without names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import composing, ways, wiring
from urgentaction.cli import show as screen
from urgentaction.model.authority import WAYS, ChannelName

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.ledger import Ledger, Record
    from urgentaction.model.case import Case

MOST = 1_000_000
"""Letters of one day; more is a slip of the finger."""


def record(world: World, name: str, *, to: Sequence[str], count: int, by: str, on: str) -> None:
    """Note letters that left without this program; a count below zero takes back what was noted too much."""
    from urgentaction.ledger import Record

    desk = wiring.desk(world)
    world, case = desk.world, desk.library.case(name)
    offices = wiring.targets(desk, case, to)
    if len(offices) != 1:
        raise errors.UsageError("record.one-office", found=[one.id for one in offices])
    if by not in WAYS:
        raise errors.UsageError("sending.no-channel", by=by, known=[way.value for way in WAYS])
    if count == 0 or abs(count) > MOST:
        raise errors.UsageError("record.count", count=count, most=MOST)
    done = Record(
        case=case.id,
        round=case.round,
        authority=offices[0].id,
        channel=ChannelName(by),
        day=_day(desk, case, on),
        count=count,
        at=world.clock(),
    )
    with ways.ledger(desk) as ledger:
        total = _total(ledger, done)
        ledger.record(done)
    office = {language: offices[0].name(language) for language in offices[0].office}
    way = errors.message(f"gates.by-{done.channel}")
    screen.say(world, "record.noted", count=count, office=office, way=way, on=done.day, total=total)


def _day(desk: Desk, case: Case, on: str) -> date:
    """The day on which it was done.

    Raises:
        UsageError: It is no date, still to come, or before the case was issued.
    """
    today = desk.world.clock().astimezone().date()
    day = composing.day(on, desk.world.language) if on else today
    if day > today:
        raise errors.UsageError("record.to-come", on=day)
    if day < case.issued:
        raise errors.UsageError("record.before", on=day, case=case.id, issued=case.issued)
    return day


def _total(ledger: Ledger, done: Record) -> int:
    """What is noted for this office, way and day with `done`.

    Raises:
        UsageError: More would be taken back than was noted.
    """
    place = (done.round, done.authority, done.channel, done.day)
    noted = sum(
        one.count for one in ledger.records(done.case) if (one.round, one.authority, one.channel, one.day) == place
    )
    if noted + done.count < 0:
        raise errors.UsageError("record.too-few", noted=noted, on=done.day)
    return noted + done.count

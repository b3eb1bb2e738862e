"""`ua outbox hold` and `release`: the day an office telephones, nothing more leaves until a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import show as screen
from urgentaction.cli import ways, wiring
from urgentaction.ledger import HoldKind, Ledger
from urgentaction.library.near import meant_by, near
from urgentaction.model.delivery import State

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World


def hold(world: World, what: str) -> None:
    """Hold a case or an office.

    Raises:
        UsageError: There is neither a case nor an office with this id.
    """
    desk = wiring.desk(world)
    with ways.ledger(desk) as ledger:
        kind = _kind(desk, ledger, what)
        new = ledger.hold(kind, what, now=desk.world.clock())
        waiting = _waiting(ledger, kind, what)
    screen.say(desk.world, "holding.held" if new else "holding.held-already", what=what, count=waiting)


def release(world: World, what: str) -> None:
    """Let it go on."""
    desk = wiring.desk(world)
    with ways.ledger(desk, looking=True) as ledger:
        kinds = [one.kind for one in ledger.holds() if one.id == what]
        if not kinds:
            raise errors.UsageError("holding.not-held", what=what, held=[one.id for one in ledger.holds()])
        for kind in kinds:
            ledger.release(kind, what)
        waiting = sum(_waiting(ledger, kind, what) for kind in kinds)
    screen.say(desk.world, "holding.released", what=what, count=waiting)


def _kind(desk: Desk, ledger: Ledger, what: str) -> HoldKind:
    """Whether this names a case or an office: one of the library, or one that letters wait for."""
    counts = ledger.counts()
    cases = {*desk.library.case_ids(), *(count.case for count in counts)}
    if what in cases:
        return HoldKind.CASE
    offices = {*(one.id for one in desk.library.authorities()), *(count.authority for count in counts)}
    if what in offices:
        return HoldKind.AUTHORITY
    raise errors.UsageError("holding.nothing", what=what, meant=meant_by(near(what, {*cases, *offices})))


def _waiting(ledger: Ledger, kind: HoldKind, what: str) -> int:
    return sum(
        count.count
        for count in ledger.counts()
        if count.state is State.QUEUED and what == (count.case if kind is HoldKind.CASE else count.authority)
    )

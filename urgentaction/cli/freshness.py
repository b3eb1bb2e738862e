"""Libraries while letters leave: brought up to date before a run and hourly; a day out of reach, their cases pause."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from urgentaction import errors, origins
from urgentaction.cli import libraries, wiring
from urgentaction.cli import show as screen
from urgentaction.cli.shelf import Shelf
from urgentaction.library import layers
from urgentaction.model.delivery import State
from urgentaction.origins import Kind, Origin

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.ledger import Ledger, Which

EVERY = timedelta(hours=1)
"""How old a library may be before a run asks its origin again."""

TOO_OLD = timedelta(hours=24)
"""Out of reach for so long, a library's cases pause: a stop may be waiting there."""

LOOK = 1.0
"""Seconds for which the list of libraries is kept in mind."""


def renew(desk: Desk) -> None:
    """Bring up to date what was not within the hour; what cannot be reached is said, and decided about by its age."""
    for one in _with_origin(desk):
        if desk.world.clock() - one.updated >= EVERY:
            libraries.brought(desk, one, aloud=True)


def before(world: World, case: str) -> None:
    """Before a case is written to: its libraries are asked; where one is out of reach, see `need`."""
    desk = wiring.desk(world)
    renew(desk)
    need(desk, case)


def need(desk: Desk, case: str) -> None:
    """Refuse a case that a library keeps which could not be reached for a day.

    Raises:
        UserError: So it is, and `--offline-ok` was not said (exit 5).
    """
    if reason := stale(desk, case, desk.world.clock()):
        raise errors.UserError(reason.id, exit_=errors.Exit.GATED, **reason.values)


def before_run(desk: Desk, ledger: Ledger, which: Which) -> None:
    """Before the queue is emptied: libraries are asked; a run whose every letter would wait for one is refused."""
    renew(desk)
    cases = {one.case for one in ledger.counts(which.case) if one.state is State.QUEUED}
    reasons = {case: stale(desk, case, desk.world.clock()) for case in sorted(cases)}
    if reasons and all(reasons.values()):
        need(desk, next(iter(reasons)))


def stale(desk: Desk, case: str, now: datetime) -> errors.Message | None:
    """Why nothing may leave for a case while a library that has it is out of reach; None where all is well."""
    if desk.world.offline_ok:
        return None
    for one in _remote(desk):
        if now - one.updated >= TOO_OLD and layers.is_there(one.root / "cases" / f"{case}.toml"):
            hours = (now - one.updated) // timedelta(hours=1)
            return errors.message("libraries.stale", name=one.name, case=case, count=hours)
    return None


class Watch:
    """`stale` for every letter of a run: the list is read once a second at most, by any number of threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._lock = desk, Lock()
        self._said: dict[str, tuple[datetime, errors.Message | None]] = {}

    def stale(self, case: str, now: datetime) -> errors.Message | None:
        """See `stale`."""
        with self._lock:
            at, said = self._said.get(case, (None, None))
            if at is None or not timedelta() <= now - at < timedelta(seconds=LOOK):
                said = stale(self._desk, case, now)
                self._said[case] = (now, said)
            return said


class Hourly:
    """While a run goes on: by the world's clock, every hour, libraries are brought up to date before the next letter.

    Any number of connections call it before a letter begins: one asks, the others wait until it has (an origin that
    says nothing is given up after its time limit). What their gates read, `shelf`, is looked at again then.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk, self._lock = desk, Lock()
        self.shelf = Shelf(desk.library.layers, accepted=desk.library.accepted)
        # What was not asked just before the run began has been so within the hour.
        oldest = min((one.updated for one in _with_origin(desk)), default=desk.world.clock())
        self._next = min(oldest + EVERY, desk.world.clock() + EVERY)

    def __call__(self) -> None:
        """Ask the origins, if it is time; what cannot be reached is decided about by its age (`stale`)."""
        with self._lock:
            now = self._desk.world.clock()
            if now < self._next:
                return
            self._next = now + EVERY
            for one in _with_origin(self._desk):
                libraries.brought(self._desk, one, aloud=False)
            self.shelf.again()


def _with_origin(desk: Desk) -> tuple[Origin, ...]:
    """What can be asked for news: repositories, and ZIP files that are still where they were."""
    found = _known(desk)
    return tuple(one for one in found if one.kind is Kind.GIT or (one.kind is Kind.ZIP and Path(one.source).is_file()))


def _remote(desk: Desk) -> tuple[Origin, ...]:
    """What can be out of reach: a ZIP file that was given away again is no place where a stop waits."""
    return tuple(one for one in _known(desk) if one.kind is Kind.GIT)


def _known(desk: Desk) -> tuple[Origin, ...]:
    try:
        return origins.known(desk.config.places.data)
    except errors.UserError as problem:
        screen.tell(desk.world, problem.message, style="yellow")
        return ()

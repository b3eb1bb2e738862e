"""A copy of the ledger on a stick: after every 50 letters and after each run; a missing stick never stops sending."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import show as screen
from urgentaction.cli import ways

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk

EVERY = 50
"""Letters between two copies."""

SHARE = 10
"""A large ledger on a slow stick: at most one part in so many of a run's time goes into copies."""

MOUNTS = ("/media", "/run/media", "/mnt", "/Volumes")
"""Where systems mount sticks; without one, its folder may still be there, on the machine's own disk."""


class Backing:
    """Makes copies while letters leave; what goes wrong is told once."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk = desk
        self._folder = folder
        self._letters = 0
        self._rest = 0.0
        self._told = False
        self._lock = Lock()

    def letter(self) -> None:
        """One more letter is dealt with."""
        with self._lock:
            self._letters += 1
            if self._letters >= EVERY and time.monotonic() >= self._rest:
                self.copy()

    def idle(self) -> None:
        """Nothing is due for a while: a good moment."""
        with self._lock:
            if self._letters:
                self.copy()

    def copy(self) -> Path | None:
        """Make a copy now; None where none could be made, which is told."""
        begun = time.monotonic()
        self._letters = 0
        try:
            return copy(self._desk, self._folder, wait=False)
        except (errors.UserError, OSError) as failure:
            if not self._told:
                self._told = True
                screen.tell(self._desk.world, _why(failure, self._folder), style="yellow")
            return None
        finally:
            ended = time.monotonic()
            self._rest = ended + SHARE * (ended - begun)


@contextmanager
def during(desk: Desk) -> Iterator[Backing | None]:
    """Copies during a run and after it, if there is a place for them; None without one."""
    if desk.config.backup_to is None:
        yield None
        return
    backing = Backing(desk, desk.config.backup_to)
    try:
        yield backing
    except KeyboardInterrupt:
        raise  # who breaks in does not want to wait
    except BaseException:
        backing.copy()
        raise
    if made := backing.copy():
        screen.say(desk.world, "backing.copied", path=str(made), style="dim")


def after(desk: Desk) -> None:
    """A copy of what has just been queued or changed."""
    with during(desk):
        pass


def copy(desk: Desk, folder: Path, *, wait: bool) -> Path | None:
    """Make a copy in a folder that is there; None where another process of this machine is at it, unless we `wait`.

    Raises:
        UserError: The stick is missing or full, or the ledger is damaged; an older copy stays as it is.
    """
    from urgentaction.ledger import copies

    need_drive(folder, desk.config.places.data)
    file = ways.ledger_file(desk)
    if file is not None and not file.exists():
        raise errors.UserError("backing.no-ledger")
    beside, now = desk.config.places.ledger, desk.world.clock()
    with copies.alone(beside, wait=wait) as mine, ways.ledger(desk, looking=True) as ledger:
        if not mine:
            return None
        goal = folder / copies.name_for(ledger.name)
        if file is not None:
            copies.take(file, goal, now=now)
        else:
            copies.take_items(ledger.items(secret=True, now=now), beside, goal, now=now)
    return goal


def need_drive(folder: Path, data: Path) -> None:
    """Refuse a folder that is not there, and one where a stick should be mounted and is not.

    Raises:
        UserError: `ledger.copy-folder-gone` or `ledger.copy-not-mounted`.
    """
    if not folder.is_dir():
        raise errors.UserError("ledger.copy-folder-gone", folder=str(folder))
    if str(folder).startswith(tuple(f"{place}/" for place in MOUNTS)) and on_one_disk(folder, data):
        raise errors.UserError("ledger.copy-not-mounted", folder=str(folder))


def on_one_disk(folder: Path, data: Path) -> bool:
    """Whether a copy would be lost with the machine's disk."""
    there = next(place for place in (data, *data.parents) if place.exists())
    return folder.stat().st_dev == there.stat().st_dev


def _why(failure: errors.UserError | OSError, folder: Path) -> errors.Message:
    if isinstance(failure, errors.UserError):
        return failure.message
    return errors.message("ledger.copy-failed", folder=str(folder), why=failure.strerror or str(failure))

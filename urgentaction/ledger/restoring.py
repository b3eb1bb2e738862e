"""A copy takes the ledger's place: what was there is kept, and nothing that may have left since is sent again."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from urgentaction import files
from urgentaction.errors import UserError
from urgentaction.ledger import doubting, exporting, facts, merging, rows
from urgentaction.ledger.copies import SUFFIXES, Copy, retire, told
from urgentaction.ledger.database import Database
from urgentaction.ledger.sqlite import Sqlite
from urgentaction.ledger.told import Taken

PATIENCE = 2.0
"""Seconds to wait for another process before saying that it has the ledger open."""


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What became of a copy: `kept` is the ledger that was there before, `taken` what it knew and the copy did not.

    `doubts`: letters that waited in the copy and may have left since.
    """

    copy: Copy
    doubts: int
    kept: Path | None = None
    taken: Taken | None = None


def restore(staging: Path, live: Path, *, now: datetime, settled: bool, patience: float = PATIENCE) -> Restored:
    """Put a staged copy in the place of the ledger.

    Letters that wait in the copy may have left since it was made: they become uncertain, unless the ledger that was
    there says better, or `settled` says that nothing has left.

    Raises:
        UserError: Another process has the ledger open; the disk is full. Nothing is changed then.
    """
    with closing(Sqlite(staging)) as db:
        copy = told(db)
        old = _seized(live, patience)
        try:
            same = old if old is not None and facts.secrets(old)[0] == facts.secrets(db)[0] else None
            doubts = 0 if settled else doubting.doubt_all(db, same, now=now)
            taken = _take_over(db, same, now=now)
            _note(db, copy, settled=settled or same is not None, now=now)
            db.seize()
            kept = _swap(staging, live, now=now)
            if old is not None and kept is not None:
                retire(kept)
        finally:
            if old is not None:
                old.close()
    return Restored(copy=copy, doubts=doubts, kept=kept, taken=taken)


def is_empty(live: Path) -> bool:
    """Whether there is no ledger, or one in which nothing was ever written: then nothing can be lost."""
    if not live.exists():
        return True
    try:
        with closing(Sqlite(live, patience=PATIENCE)) as db:
            return facts.is_new(db)
    except UserError:
        return False


def _seized(live: Path, patience: float) -> Sqlite | None:
    """The ledger in place, for us alone; None where there is none that can be read."""
    if not live.exists():
        return None
    try:
        db = Sqlite(live, patience=patience)
    except UserError as failure:
        _refuse_open(failure, live)
        return None
    try:
        if not db.faults():
            db.seize()
            return db
    except UserError as failure:
        db.close()
        _refuse_open(failure, live)
        return None
    db.close()
    return None


def _refuse_open(failure: UserError, live: Path) -> None:
    if failure.message.id == "ledger.locked":
        raise UserError("ledger.in-use", path=str(live)) from failure


def _take_over(db: Database, old: Database | None, *, now: datetime) -> Taken | None:
    """What the ledger in place knew beyond the copy; nothing leaves from it any more."""
    if old is None:
        return None
    return merging.take_in(db, exporting.items(old, secret=True, now=now), now=now, settled=True)


def _note(db: Database, copy: Copy, *, settled: bool, now: datetime) -> None:
    with db.transaction():
        facts.share(db, now=now)
        facts.drop(db, facts.COPIED)
        if not settled and copy.at is not None:
            facts.note(db, facts.RESTORED, rows.text(copy.at))


def _free_name(live: Path, now: datetime) -> Path:
    """Where the ledger that was there is kept: `ledger-kept-20261124T110000.sqlite`; never another's name."""
    names = (
        f"{live.stem}-kept-{now:%Y%m%dT%H%M%S}{further}{live.suffix}"
        for further in chain([""], map("-{}".format, count(2)))
    )
    return next(path for name in names if not (path := live.with_name(name)).exists())


def _swap(staging: Path, live: Path, *, now: datetime) -> Path | None:
    """The staged file takes the ledger's name; what had it is kept under another."""
    kept = _free_name(live, now) if live.exists() else None
    try:
        for suffix in SUFFIXES if kept is not None else ():
            with suppress(FileNotFoundError):
                os.link(f"{live}{suffix}", f"{kept}{suffix}")
        for suffix in SUFFIXES[1:]:
            # A log that stayed behind would be played into the new file.
            Path(f"{live}{suffix}").unlink(missing_ok=True)
        staging.rename(live)
        files.sync_folder(live.parent)
    except OSError as failure:
        raise files.told(failure, live) from failure
    return kept

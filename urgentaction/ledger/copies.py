"""Copies of a ledger: made while others write, checked before they count, opened only as a private copy of the copy.

SQLite never opens a file on a stick: locks and shared memory cannot be relied on there. A copy is made beside the
ledger, checked, and then written to the stick as any file is.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from urgentaction import files
from urgentaction.errors import UserError
from urgentaction.ledger import facts, merging, rows, statements
from urgentaction.ledger.database import Database
from urgentaction.ledger.forgetting import WAITING
from urgentaction.ledger.lines import Item
from urgentaction.ledger.sqlite import APPLICATION, RETIRED, Sqlite
from urgentaction.ledger.stored import StoredLedger
from urgentaction.ledger.told import Forgotten
from urgentaction.model.signer import Signer

SUFFIXES = ("", "-wal", "-shm")
"""A ledger's file, and what SQLite keeps beside it while it is open."""

MAGIC = b"SQLite format 3\0"
"""How every SQLite file begins (sqlite.org/fileformat2.html §1.2)."""

_APPLICATION_AT = 68
"""Where the application id stands in the header (sqlite.org/fileformat2.html §1.3)."""

_TEMPORARY = ".ua-copy-"

_STALE = timedelta(hours=1)
"""After so long nobody is still writing a copy."""

_CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What a copy holds: of which ledger, when it was made, letters in all and letters that wait."""

    ledger: str
    at: datetime | None
    letters: int
    waiting: int


def name_for(ledger: str) -> str:
    """What a copy is called: two ledgers on one stick never overwrite each other."""
    return f"ua-ledger-{ledger}.sqlite"


@contextmanager
def alone(path: Path, *, wait: bool) -> Iterator[bool]:
    """Let one process of this machine at a time make and open copies: an older one must not replace a newer one.

    `path` is the ledger's. Gives False at once where another is at it and `wait` is False.
    """
    files.folder(path.parent)
    handle = os.open(path.with_name(f"{path.name}-copying"), os.O_CREAT | os.O_RDWR, files.PRIVATE_FILE)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            yield False
            return
        for left in path.parent.glob(f"{_TEMPORARY}*"):  # of a process that was killed
            left.unlink(missing_ok=True)
        yield True
    finally:
        os.close(handle)


def take(path: Path, goal: Path, *, now: datetime) -> None:
    """Copy the ledger in `path` into the file `goal`, by SQLite's online backup; within `alone`.

    Raises:
        UserError: The ledger is damaged (an older copy stays as it is), or the goal cannot be written.
    """
    with _temporary(path.parent) as temporary:
        with _in_words(path), closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(temporary)) as target:
            source.backup(target)
        _finish(temporary, path, now=now)
        write(temporary, goal)


def take_items(items: Iterable[Item], beside: Path, goal: Path, *, now: datetime) -> None:
    """The same for a ledger that is no file: its items become one; `beside` is a path in a private folder."""
    with _temporary(beside.parent) as temporary:
        with closing(Sqlite(temporary)) as target:
            merging.take_in(target, items, now=now, settled=True)
        _finish(temporary, beside, now=now)
        write(temporary, goal)


@contextmanager
def staged(path: Path, beside: Path) -> Iterator[Path]:
    """A private copy of a copy, checked and brought to this program's version; gone after the block. Within `alone`.

    Raises:
        UserError: There is none, it is damaged, another program's, or a newer program's.
    """
    with _temporary(beside.parent) as temporary:
        _fetch(path, temporary)
        _accept(temporary, path)
        Sqlite(temporary).close()  # which migrates it
        yield temporary


def look(path: Path) -> Copy:
    """What a staged copy holds."""
    with closing(Sqlite(path)) as db:
        return told(db)


def told(db: Database) -> Copy:
    """What an open copy holds."""
    newest, counts = db.row("newest_event"), db.rows("counts", case="")
    at = facts.told(db).get(facts.COPIED) or (newest["at"] if newest else None)
    return Copy(
        ledger=facts.name_of(facts.secrets(db)[0]),
        at=rows.maybe(at),
        letters=sum(row["count"] for row in counts),
        waiting=sum(row["count"] for row in counts if row["state"] in WAITING),
    )


def forget(path: Path, signer: Signer, beside: Path, *, now: datetime) -> Forgotten:
    """Forget a person in a copy, which is then written anew. Within `alone`.

    Raises:
        UserError: As `staged`, or the copy cannot be written.
    """
    with staged(path, beside) as staging:
        with closing(Sqlite(staging)) as db:
            ledger = StoredLedger(db)
            forgotten = ledger.forget(ledger.marks(signer), now=now)
            db.seize()
        if _is_retired(path):
            retire(staging)
        write(staging, path)
    return forgotten


def is_ledger_file(path: Path) -> bool:
    """Whether a file is a copy of a ledger by its looks, and not an export.

    Raises:
        UserError: There is no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except OSError as failure:
        raise _unreadable(failure, path) from failure


def retire(path: Path) -> None:
    """Mark a ledger as replaced, in its header, so that a process that waited for it does not send from it."""
    handle = os.open(path, os.O_WRONLY)
    try:
        os.pwrite(handle, RETIRED.to_bytes(4, "big"), _APPLICATION_AT)
        os.fsync(handle)
    finally:
        os.close(handle)


def write(source: Path, goal: Path) -> None:
    """Put a file at its goal whole or not at all, synced.

    Raises:
        UserError: `ledger.copy-failed`: the stick is full, or gone.
    """
    _sweep(goal)
    try:
        with source.open("rb") as stream:
            files.write_parts(goal, iter(lambda: stream.read(_CHUNK), b""))
    except UserError as failure:
        why = failure.message.values.get("reason", str(failure))
        raise UserError("ledger.copy-failed", folder=str(goal.parent), why=why) from failure


def _sweep(goal: Path) -> None:
    """Remove what was half written when a stick was pulled."""
    with suppress(OSError):
        for path in goal.parent.glob(f".{goal.name}.*{files.PART}"):
            if time.time() - path.stat().st_mtime > _STALE.total_seconds():
                path.unlink()


def _is_retired(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(_APPLICATION_AT)
        return stream.read(4) == RETIRED.to_bytes(4, "big")


def _fetch(path: Path, temporary: Path) -> None:
    """Copy a copy, and the log beside it where it is a ledger that was not closed."""
    try:
        for suffix in SUFFIXES[:2]:
            source = Path(f"{path}{suffix}")
            if suffix and not source.exists():
                continue
            goal = os.open(f"{temporary}{suffix}", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, files.PRIVATE_FILE)
            with os.fdopen(goal, "wb") as file, source.open("rb") as stream:
                shutil.copyfileobj(stream, file, _CHUNK)
    except OSError as failure:
        raise _unreadable(failure, path) from failure


def _unreadable(failure: OSError, path: Path) -> UserError:
    if isinstance(failure, FileNotFoundError):
        return UserError("ledger.copy-missing", path=str(path))
    return UserError("ledger.copy-unreadable", path=str(path), why=failure.strerror or str(failure))


def _accept(temporary: Path, path: Path) -> None:
    """Refuse what is no ledger of ours or is damaged; a retired one may live again."""
    try:
        with closing(sqlite3.connect(temporary)) as raw:
            application = raw.execute("PRAGMA application_id").fetchone()[0]
            if application not in {APPLICATION, RETIRED}:
                raise UserError("ledger.not-ours", path=str(path))
            found = [str(row[0]) for row in raw.execute("PRAGMA integrity_check(1)")]
            if found != ["ok"]:
                raise UserError("ledger.copy-damaged", path=str(path), why=found[0])
            raw.execute(f"PRAGMA application_id = {APPLICATION}")
    except sqlite3.Error as error:
        raise UserError("ledger.copy-damaged", path=str(path), why=str(error)) from error


def _finish(temporary: Path, path: Path, *, now: datetime) -> None:
    """One file without a log beside it, that says when it was made; a damaged one goes no further."""
    with _in_words(path), closing(sqlite3.connect(temporary, isolation_level=None)) as raw:
        raw.execute(statements.queries()["set_meta"], {"name": facts.COPIED, "value": rows.text(now).encode()})
        raw.execute("PRAGMA journal_mode = DELETE").fetchall()
        found = [str(row[0]) for row in raw.execute("PRAGMA quick_check(1)")]
        if found != ["ok"]:
            raise UserError("ledger.damaged", path=str(path), why=found[0])


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, suffix=".sqlite", dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for suffix in (*SUFFIXES, "-journal"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
        raise UserError("ledger.disk-full" if full else "ledger.damaged", path=str(path), why=str(error)) from error

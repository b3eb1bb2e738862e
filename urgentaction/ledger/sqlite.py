"""A ledger file: opened privately and safely, migrated, and every failure of the disk put into words."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from urgentaction.errors import UserError
from urgentaction.ledger import place, presence, statements
from urgentaction.ledger.database import Alone, Value
from urgentaction.ledger.rows import Row

APPLICATION = 0x75616C31
"""`ual1`: marks the file as a ledger of ours (PRAGMA application_id)."""

RETIRED = 0x75616C30
"""`ual0`: a ledger that another has replaced; nothing is sent from it any more."""

PATIENCE = 30.0
"""Seconds to wait for another process that is writing."""

_PAUSE = 0.02
"""Seconds between two attempts to turn the log on."""

_WORDS: Mapping[int, str] = {
    sqlite3.SQLITE_FULL: "ledger.disk-full",
    sqlite3.SQLITE_BUSY: "ledger.locked",
    sqlite3.SQLITE_LOCKED: "ledger.locked",
    sqlite3.SQLITE_CORRUPT: "ledger.damaged",
    sqlite3.SQLITE_NOTADB: "ledger.damaged",
    sqlite3.SQLITE_READONLY: "ledger.not-writable",
    sqlite3.SQLITE_CANTOPEN: "ledger.not-writable",
    sqlite3.SQLITE_PERM: "ledger.not-writable",
    sqlite3.SQLITE_IOERR: "ledger.disk-failed",
}


class Sqlite:
    """A `Database` in one file; for one thread at a time. Readers never wait, writers do (WAL, synchronous=FULL)."""

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self._path = path
        self._patience = patience
        self._workers = path.with_name(f"{path.name}-workers")
        self._queries = statements.queries()
        self._names: dict[str, list[str]] = {}
        try:
            self._connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise
        except sqlite3.Error as error:
            raise self._told(error) from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def transaction(self, *, durable: bool = True, alone: Alone = Alone.LEDGER) -> AbstractContextManager[None]:
        """All or nothing, alone among writers. Not durable: kept when the process dies, not when the power does."""
        del alone  # there is one writer at a time, whatever was asked for
        if durable:
            return self._whole("IMMEDIATE")
        return self._quick()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads within it see one instant; writers go on."""
        with self._whole("DEFERRED"):
            yield

    def faults(self) -> tuple[str, ...]:
        """What SQLite finds wrong: pages and indexes (integrity_check), rows that point nowhere (foreign_key_check)."""
        try:
            found = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check(20)")]
            strays = self._connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            return (str(error),)
        return (*(fault for fault in found if fault != "ok"), *(f"{row[0]} {row[1]} → {row[2]}" for row in strays))

    def scrub(self) -> None:
        """Move the log into the file, where erased pages are zeros (secure_delete), and empty it."""
        self._execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def seize(self) -> None:
        """Be the only one that has the file open, until `close`; the log goes into the file.

        Raises:
            UserError: Another process has it open (`ledger.locked`).
        """
        self._execute("PRAGMA locking_mode = EXCLUSIVE")
        self._execute("PRAGMA journal_mode = DELETE").fetchall()
        with self._whole("EXCLUSIVE"):
            pass

    def rows(self, name: str, /, **values: Value) -> list[Row]:
        """Every row of a statement."""
        try:
            found = self._connection.execute(self._queries[name], values)
            # A `sqlite3.Row` looks through all its names at each access, and a row here is looked at many times.
            names = self._names.get(name) or self._names.setdefault(name, [one[0] for one in found.description])
            return [dict(zip(names, row, strict=False)) for row in found]
        except sqlite3.Error as error:
            raise self._told(error) from error

    def row(self, name: str, /, **values: Value) -> Row | None:
        """The first row of a statement."""
        return next(iter(self.rows(name, **values)), None)

    def run(self, name: str, /, **values: Value) -> None:
        """Carry out a statement."""
        self._execute(self._queries[name], values)

    def changed(self, name: str, /, **values: Value) -> int:
        """Carry out a statement; gives how many rows it changed."""
        return self._execute(self._queries[name], values).rowcount

    def insert(self, name: str, /, **values: Value) -> int | None:
        """Insert one row; gives its id, or None where it was there already."""
        done = self._execute(self._queries[name], values)
        return done.lastrowid if done.rowcount else None

    def is_gone(self, worker: str) -> bool:
        """Whether a worker of this machine has died."""
        return presence.is_gone(self._workers, worker)

    def bury(self, worker: str) -> None:
        """Forget a dead worker of this machine."""
        presence.bury(self._workers, worker)

    def attend(self) -> AbstractContextManager[str]:
        """A token for a worker whose death others notice."""
        return presence.attend(self._workers)

    def keep(self, places: Iterable[str]) -> None:
        """Nothing to do: there is one writer at a time."""

    def _execute(self, sql: str, values: Mapping[str, Value] | None = None) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, values or {})
        except sqlite3.Error as error:
            raise self._told(error) from error

    @contextmanager
    def _whole(self, kind: str) -> Iterator[None]:
        self._execute(f"BEGIN {kind}")
        try:
            yield
            self._execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.rollback()
            raise

    @contextmanager
    def _quick(self) -> Iterator[None]:
        self._execute("PRAGMA synchronous = NORMAL")
        try:
            with self._whole("IMMEDIATE"):
                yield
        finally:
            self._execute("PRAGMA synchronous = FULL")

    def _prepare(self) -> None:
        # Zeros over what is erased; a foreign key is a promise of ours that the database keeps. Moving pages from the
        # log into the file costs syncs: every 16 MB instead of every 4.
        for pragma in (
            "secure_delete = ON",
            "foreign_keys = ON",
            "synchronous = FULL",
            "journal_size_limit = 67108864",
            "wal_autocheckpoint = 4000",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        self._recognise()
        if self._log_ahead() != "wal":
            raise UserError("ledger.unfit-folder", path=str(self._path))
        self._migrate(statements.migrations("sqlite"))

    def _log_ahead(self) -> str:
        """Turn the write-ahead log on; SQLite itself does not wait here for another process that does the same."""
        until = time.monotonic() + self._patience
        while True:
            try:
                return str(self._connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
            time.sleep(_PAUSE)

    def _recognise(self) -> None:
        """Take only our own files, or an empty one."""
        application = self._number("application_id")
        strange = application == 0 and self._connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        if strange or application not in {0, APPLICATION}:
            raise UserError("ledger.not-ours", path=str(self._path))

    def _migrate(self, scripts: tuple[str, ...]) -> None:
        """Bring the tables to this program's version, once, however many processes open the file together."""
        if self._version(scripts) == len(scripts):
            return
        with self._whole("EXCLUSIVE"):
            for script in scripts[self._version(scripts) :]:
                for statement in split(script):
                    self._connection.execute(statement)
            self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
            self._connection.execute(f"PRAGMA user_version = {len(scripts)}")

    def _version(self, scripts: tuple[str, ...]) -> int:
        version = self._number("user_version")
        if version > len(scripts):
            raise UserError("ledger.newer", path=str(self._path), version=version, known=len(scripts))
        return version

    def _number(self, pragma: str) -> int:
        return int(self._connection.execute(f"PRAGMA {pragma}").fetchone()[0])

    def _told(self, error: sqlite3.Error) -> Exception:
        """The failure in words; what is not in the list is a bug, and stays what it is."""
        # The low byte is the primary code (sqlite.org/rescode.html §2).
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        return UserError(_WORDS[code], path=str(self._path), why=str(error)) if code in _WORDS else error


def open_file(
    path: Path, *, patience: float = PATIENCE, mounts: Callable[[], Mapping[str, str]] = place.mount_table
) -> Sqlite:
    """Open a ledger file, or make one: file 0600, a new folder 0700.

    Raises:
        UserError: The place is not fit, the file is not a ledger or a newer one's, or it cannot be written.
    """
    place.check(path, mounts)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise UserError("ledger.not-writable", path=str(path), why=error.strerror or str(error)) from error
    return Sqlite(path, patience=patience)


def split(script: str) -> Iterator[str]:
    """The statements of a script, triggers whole (`executescript` would commit our transaction first)."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""

"""A ledger on a PostgreSQL server, shared by machines: made once, and reached again when the line was cut."""

from __future__ import annotations

import contextlib
import secrets
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any

import psycopg

from urgentaction.errors import UserError
from urgentaction.ledger import making, statements
from urgentaction.ledger.connecting import Connection, connect, in_words
from urgentaction.ledger.database import Alone, Value
from urgentaction.ledger.rows import Row
from urgentaction.ledger.server import Server

PATIENCE = 120.0
"""Seconds to wait for another program (100,000 letters are queued in less), or for a server that starts again."""

_PAUSE = 0.2
"""Seconds between two attempts to reach a server."""

# Advisory locks are pairs of numbers: what for, and which (`making` has one more). Workers have the other kind, of one
# large number.
_WRITING = (0x75616C31, 0)
_QUEUEING = (0x75616C31, 1)
_PLACES = 0x75616C32
_SHARES = 0x75616C33

_LOCKS: Mapping[Alone, str] = {
    Alone.LETTER: "pg_advisory_xact_lock_shared({}, {})".format(*_WRITING),
    Alone.QUEUE: "pg_advisory_xact_lock_shared({}, {}), pg_advisory_xact_lock({}, {})".format(*_WRITING, *_QUEUEING),
    Alone.LEDGER: "pg_advisory_xact_lock({}, {})".format(*_WRITING),
}


class Postgres:
    """A `Database` on a server; for one thread at a time. Transactions are alone only among those that need it."""

    def __init__(self, server: Server, *, secret: Callable[[], str] | None = None, patience: float = PATIENCE) -> None:
        self._server = server
        self._secret = secret
        self._patience = patience
        self._workers: set[str] = set()
        self._share: int | None = None
        self._inside = False
        self._connection = self._connect()
        try:
            making.migrate(self._connection, self._server, statements.migrations("postgresql"))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()

    @contextmanager
    def transaction(self, *, durable: bool = True, alone: Alone = Alone.LEDGER) -> Iterator[None]:
        """All or nothing. Not durable: kept when this process dies, not when the server does."""
        hurried = "" if durable else "SET LOCAL synchronous_commit = off; "
        if self._share is None:
            self._take_share()
        with self._whole(f"BEGIN; {hurried}SELECT {_LOCKS[alone]}"):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads within it see one instant; writers go on."""
        with self._whole("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            yield

    def faults(self) -> tuple[str, ...]:
        """What the server finds when it reads every text, and the checksums that it has found wrong so far."""
        sums = "SELECT checksum_failures AS wrong FROM pg_stat_database WHERE datname = current_database()"
        try:
            self._ask("SELECT count(md5(body)) FROM bodies")
            wrong = self._ask(sums)[0]["wrong"]
        except UserError as error:
            return (str(error.message.values.get("why", error)),)
        return (f"checksum_failures: {wrong}",) if wrong else ()

    def scrub(self) -> None:
        """Let the server forget erased rows; its own log and its backups are out of our reach."""
        self._ask("VACUUM bodies, deliveries")

    def keep(self, places: Iterable[str]) -> None:
        """Be alone with these names until the transaction ends: everybody takes them in the same order."""
        for number in sorted({_number(place) for place in places}):
            self._tell("SELECT pg_advisory_xact_lock(%(kind)s, %(number)s)", {"kind": _PLACES, "number": number})

    def rows(self, name: str, /, **values: Value) -> list[Row]:
        """Every row of a statement."""
        return list(self._ask(statements.postgresql()[name], values))

    def row(self, name: str, /, **values: Value) -> Row | None:
        """The first row of a statement."""
        return next(iter(self.rows(name, **values)), None)

    def run(self, name: str, /, **values: Value) -> None:
        """Carry out a statement; the server is told, and not waited for."""
        self._tell(statements.postgresql()[name], values)

    def changed(self, name: str, /, **values: Value) -> int:
        """Carry out a statement; gives how many rows it changed."""
        return len(self._ask(f"{statements.postgresql()[name]}\nRETURNING 1", values))

    def insert(self, name: str, /, **values: Value) -> int | None:
        """Insert one row; gives its id, or None where it was there already."""
        found = self._ask(statements.postgresql()[name], values)
        return int(found[0]["id"]) if found else None

    def is_gone(self, worker: str) -> bool:
        """Whether a worker's session has ended. A token of another kind is unknown here, and taken to be alive."""
        lock = _lock_of(worker)
        if lock is None:
            return False
        held = (
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted"
            " AND classid::bigint = %(high)s AND objid::bigint = %(low)s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return not self._ask(held, {"high": (lock >> 32) & 0xFFFFFFFF, "low": lock & 0xFFFFFFFF})

    def bury(self, worker: str) -> None:
        """Nothing to do: what a session held went with it."""

    @contextmanager
    def attend(self) -> Iterator[str]:
        """A token that the session holds; the server lets go of it when the process or the line dies."""
        token = secrets.token_hex(8)
        self._workers.add(token)
        try:
            self._ask("SELECT pg_advisory_lock(%(worker)s)", {"worker": _lock_of(token)})
            yield token
        finally:
            self._workers.discard(token)
            # A session that is gone holds nothing any more.
            if not self._connection.closed:
                with contextlib.suppress(psycopg.Error):
                    self._connection.execute("SELECT pg_advisory_unlock(%s)", [_lock_of(token)])

    def _tell(self, sql: str, values: Mapping[str, Value] | None = None) -> psycopg.Cursor[dict[str, Any]]:
        with in_words(self._server, self._connection):
            return self._connection.execute(sql, _storable(values) if values else None)

    def _ask(self, sql: str, values: Mapping[str, Value] | None = None) -> list[dict[str, Any]]:
        """What a statement gives. Outside of a transaction it is asked again where the line was cut meanwhile."""
        if self._inside:
            return self._answer(sql, values)
        try:
            return self._answer(sql, values)
        except UserError:
            if not self._connection.closed:
                raise
        self._reconnect()
        return self._answer(sql, values)

    def _answer(self, sql: str, values: Mapping[str, Value] | None) -> list[dict[str, Any]]:
        with in_words(self._server, self._connection):
            found = self._tell(sql, values)
            # What opens a transaction is several statements; within one, where it is asked, each gives rows.
            while not self._inside and found.nextset():
                pass
            return found.fetchall() if self._inside or found.description else []

    @contextmanager
    def _whole(self, opening: str) -> Iterator[None]:
        """One transaction. Once it is open, statements that give nothing are sent on and not waited for."""
        try:
            self._ask(opening)
            self._inside = True
            with in_words(self._server, self._connection), self._connection.pipeline():
                yield
                self._tell("COMMIT")
        except BaseException:
            self._undo()
            raise
        finally:
            self._inside = False

    def _undo(self) -> None:
        try:
            if not self._connection.closed:
                self._connection.execute("ROLLBACK")
        except psycopg.Error:
            self._connection.close()  # who knows where it stands: the next statement makes another

    def _reconnect(self) -> None:
        """Reach the server again, as often as patience allows; whoever is at work here says so again."""
        until = time.monotonic() + self._patience
        while self._connection.closed:
            try:
                self._connection = self._connect()
            except UserError as error:
                if error.message.id != "ledger.unreachable" or time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)
        for token in self._workers:
            self._answer("SELECT pg_advisory_lock(%(worker)s)", {"worker": _lock_of(token)})
        if self._share is not None:
            self._take_share()

    def _take_share(self) -> None:
        """A number that no other session has, for its part of the tally; the session keeps it."""
        ask = "SELECT pg_try_advisory_lock(%(kind)s, %(number)s) AS mine"
        self._share = next(
            number for number in count() if self._ask(ask, {"kind": _SHARES, "number": number})[0]["mine"]
        )
        self._ask("SELECT set_config('urgentaction.share', %(share)s, false)", {"share": str(self._share)})

    def _connect(self) -> Connection:
        connection = connect(self._server, secret=self._secret, patience=self._patience)
        try:
            making.accept(connection, self._server)
        except BaseException:
            connection.close()
            raise
        return connection


def _storable(values: Mapping[str, Value]) -> dict[str, Value]:
    """The server's texts cannot hold U+0000, which a mail server may answer with."""
    return {name: value.replace("\0", "\ufffd") if isinstance(value, str) else value for name, value in values.items()}


def _number(place: str) -> int:
    """A name as the 32 bits, with sign, of an advisory lock; two names of one number only wait for each other."""
    return zlib.crc32(place.encode()) - (1 << 31)


def _lock_of(worker: str) -> int | None:
    """A token as the 64 bits, with sign, of an advisory lock."""
    try:
        number = int(worker, 16) if len(worker) == 16 else None  # noqa: PLR2004 - `attend` makes 8 bytes
    except ValueError:
        return None
    return number - (1 << 64) if number is not None and number >> 63 else number

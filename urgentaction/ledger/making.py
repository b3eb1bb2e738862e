"""Make a ledger's tables on a server, once, however many programs open it together; refuse what cannot hold letters."""

from __future__ import annotations

import contextlib

import psycopg

from urgentaction.errors import UserError
from urgentaction.ledger.connecting import SCHEMA, Connection, in_words
from urgentaction.ledger.server import Server

_MIGRATING = f"{0x75616C31}, 2"


def accept(connection: Connection, server: Server) -> None:
    """Refuse a server that cannot keep letters, and make it keep them.

    Raises:
        UserError: It only reads, or cannot hold every name.
    """
    with in_words(server, connection):
        found = connection.execute(
            "SELECT current_setting('server_encoding') AS encoding, current_setting('synchronous_commit') AS sync,"
            " pg_is_in_recovery() AS standby"
        ).fetchone()
        if found is None or found["encoding"] != "UTF8":
            raise UserError("ledger.not-utf8", path=str(server), encoding=found and found["encoding"])
        if found["standby"]:
            raise UserError("ledger.read-only", path=str(server))
        if found["sync"] == "off":
            connection.execute("SET synchronous_commit = on")


def migrate(connection: Connection, server: Server, scripts: tuple[str, ...]) -> None:
    """Bring the tables to the version of these scripts.

    Raises:
        UserError: They are a newer program's, or another program's; or we may not make any.
    """
    with in_words(server, connection):
        if version(connection, server, len(scripts)) == len(scripts):
            return
        # Before the transaction: what others made while we waited is only sure to be seen by one that begins after it.
        connection.execute(f"SELECT pg_advisory_lock({_MIGRATING})")
        try:
            with connection.transaction():
                _make(connection, server, scripts)
        finally:
            with contextlib.suppress(psycopg.Error):
                connection.execute(f"SELECT pg_advisory_unlock({_MIGRATING})")


def version(connection: Connection, server: Server, known: int) -> int:
    """Which version the tables are of; 0 where there are none."""
    table = connection.execute("SELECT to_regclass(%s) AS here", [f"{SCHEMA}.version"]).fetchone()
    row = connection.execute("SELECT version FROM version").fetchone() if table and table["here"] else None
    found = int(row["version"]) if row else 0
    if found > known:
        raise UserError("ledger.newer", path=str(server), version=found, known=known)
    return found


def _make(connection: Connection, server: Server, scripts: tuple[str, ...]) -> None:
    done = version(connection, server, len(scripts))
    if done == 0:
        _make_schema(connection, server)
    for script in scripts[done:]:
        connection.execute(script.encode())
    connection.execute("DELETE FROM version")
    connection.execute("INSERT INTO version VALUES (%s)", [len(scripts)])


def _make_schema(connection: Connection, server: Server) -> None:
    """An administrator may have made it for us, empty; what is in it otherwise is another program's."""
    there = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = n.oid) AS used"
        " FROM pg_namespace n WHERE n.nspname = %s",
        [SCHEMA],
    ).fetchone()
    if there is None:
        connection.execute(f"CREATE SCHEMA {SCHEMA}".encode())
    elif there["used"]:
        raise UserError("ledger.not-ours", path=f"{server} ({SCHEMA})")

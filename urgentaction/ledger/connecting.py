"""Reach a PostgreSQL server, and put what it says against us into words; nothing secret is ever among them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from urgentaction.errors import UserError
from urgentaction.ledger.server import Server, roots

Connection = psycopg.Connection[dict[str, Any]]

# What psycopg logs is in the errors that it raises; without a handler it would stand on the screen between our words.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

ASKS = "ledger.asks-password"
"""What it is called that a server wants a password."""

REACH = 10
"""Seconds to wait for a server to answer a connection."""

SCHEMA = "urgentaction"
"""Our tables have a schema of their own, beside whatever else is in the database."""

_SESSION: Mapping[str, str] = {
    "search_path": SCHEMA,
    "default_transaction_isolation": r"read\ committed",
    "timezone": "UTC",
    "jit": "off",  # a compiled plan costs more than our short statements take
    # A machine that is switched off or asleep must not keep others waiting: it is given up after about two minutes.
    "tcp_keepalives_idle": "60",
    "tcp_keepalives_interval": "15",
    "tcp_keepalives_count": "4",
    "idle_in_transaction_session_timeout": "120s",
}

_ALIVE: Mapping[str, int] = {
    "connect_timeout": REACH,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""How soon we notice that the server has gone: seconds, the last in milliseconds (libpq-connect)."""

_WORDS: Mapping[str, str] = {
    "53100": "ledger.disk-full",
    "53200": "ledger.server-busy",
    "53300": "ledger.server-busy",
    "40001": "ledger.locked",
    "40P01": "ledger.locked",
    "55P03": "ledger.locked",
    "57014": "ledger.locked",
    "25006": "ledger.read-only",
    "42501": "ledger.not-allowed",
    "58030": "ledger.disk-failed",
    "XX001": "ledger.damaged",
    "XX002": "ledger.damaged",
}
"""By SQLSTATE (PostgreSQL manual, appendix A). What is not in the list, and left the connection whole, is a bug."""

_REFUSALS: tuple[tuple[str, str], ...] = (
    ("pg_hba.conf", "ledger.not-admitted"),
    ("certificate", "ledger.not-verified"),
    ("SSL", "ledger.not-verified"),
    ("does not exist", "ledger.no-database"),
    ("authentication failed", "ledger.wrong-password"),
    ("too many", "ledger.server-busy"),
)
"""A connection that is refused has no SQLSTATE in libpq; its words tell, the first that fit."""


def connect(server: Server, *, secret: Callable[[], str] | None, patience: float) -> Connection:
    """Connect, with the secret only if the server asks for one.

    Raises:
        UserError: There is no way in; the words say why.
    """
    found = _attempt(server, patience, password=None)
    if isinstance(found, UserError) and found.message.id == ASKS and secret is not None:
        found = _attempt(server, patience, password=secret())
    if isinstance(found, UserError):
        raise found  # out here, where no exception is at hand that knows how the connection was made
    return found


@contextmanager
def in_words(server: Server, connection: Connection) -> Iterator[None]:
    """Turn what a database refuses into words.

    Raises:
        UserError: Instead of an error of the server, or of a connection that was lost.
    """
    try:
        yield
    except psycopg.Error as error:
        where, why = str(server), first_line(error)
        known = _WORDS.get(error.sqlstate or "")
        if known:
            raise UserError(known, path=where, why=why) from None
        if connection.closed:
            raise UserError("ledger.connection-lost", path=where, why=why) from None
        raise


def first_line(error: psycopg.Error) -> str:
    """What is wrong, without the advice that libpq adds, nor where it happened, which we say ourselves."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return line.rpartition(" failed: ")[2].removeprefix("FATAL:").strip()


def _connect(server: Server, patience: float, *, password: str | None) -> Connection:
    session = {**_SESSION, "lock_timeout": str(int(patience * 1000))}
    alive = {name: str(value) for name, value in _ALIVE.items()}
    verified = server.options["sslmode"].startswith("verify")
    known = make_conninfo(
        host=server.host or None,
        port=server.port,
        dbname=server.database,
        user=server.user or None,
        password=password,
        application_name="ua",
        client_encoding="UTF8",
        gssencmode="disable",  # it would stand in for TLS, and is not verified as TLS is
        options=" ".join(f"-c {name}={value}" for name, value in session.items()),
        **{**alive, **server.options, **({"sslrootcert": roots(server)} if verified else {})},
    )
    return psycopg.connect(known, autocommit=True, row_factory=dict_row)


def _attempt(server: Server, patience: float, *, password: str | None) -> Connection | UserError:
    try:
        return _connect(server, patience, password=password)
    except psycopg.OperationalError as error:
        return _refusal(server, error)
    except ValueError:  # what cannot be written in UTF-8 is not this server's password
        return UserError("ledger.wrong-password", path=str(server))


def _refusal(server: Server, error: psycopg.OperationalError) -> UserError:
    why, known = first_line(error), error.pgconn
    if known and known.needs_password:
        return UserError(ASKS, path=str(server))
    id_ = next((id_ for sign, id_ in _REFUSALS if sign in why), "ledger.unreachable")
    user = server.user or (known.user.decode() if known else "")
    return UserError(id_, path=str(server), why=why, user=user, database=server.database)

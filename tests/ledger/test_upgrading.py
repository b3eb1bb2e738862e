"""A ledger that an older version of the program made: nothing in it is lost, and it is whole afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from urgentaction.ledger import open_ledger, server, statements
from urgentaction.ledger.sqlite import APPLICATION, split
from urgentaction.model.delivery import State

AT = "2026-11-24T09:00:00.000000Z"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
KEYS = {state: format(number, "032x") for number, state in enumerate(State)}
Say = Callable[[str], object]

DELIVERY = """
INSERT INTO deliveries (
  key, "case", round, authority, channel, language, sender, recipient, domain, message_id, waivers, batch, after, held,
  state, created, due, worker, lease_until, settled
) VALUES (
  '{key}', 'example-2026', 1, 'fr/ministry', 'email', 'fr', 'me@example.org', 'cabinet@justice.example',
  'justice.example', '<{key}@example.org>', '', '', '', 0, '{state}', '{at}', '{at}', '{worker}', {lease}, {settled}
)
"""
MORE = (
    """
    INSERT INTO bodies (delivery, body, finished)
    SELECT id, CAST('{state}' AS BYTES), {settled} FROM deliveries WHERE key = '{key}'
    """,
    """
    INSERT INTO claims (mark, "case", round, authority, again, freed, delivery)
    SELECT '{key}', 'example-2026', 1, 'fr/ministry', 0, CASE WHEN state IN ('refused', 'cancelled') THEN id ELSE 0 END, id
    FROM deliveries WHERE key = '{key}'
    """,
    """
    INSERT INTO attempts (delivery, at, channel, authority, domain, sender)
    SELECT id, '{at}', channel, authority, domain, sender FROM deliveries WHERE key = '{key}'
    """,
)
UNDER_WAY, WAITING = {State.LEASED, State.SENDING}, {State.QUEUED, State.LEASED, State.SENDING}


def fill(say: Say) -> None:
    """One letter in each state, with its text, as version 1 kept them."""
    for state, key in KEYS.items():
        lease, settled = (f"'{AT}'" if yes else "NULL" for yes in (state in UNDER_WAY, state not in WAITING))
        worker = "w1" if state in UNDER_WAY else ""
        say(DELIVERY.format(key=key, state=state, at=AT, worker=worker, lease=lease, settled=settled))
        for more in MORE:
            say(more.format(key=key, state=state, at=AT, settled=settled))


def a_file(path: Path, version: int) -> str:
    path.parent.mkdir(mode=0o700)
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        for statement in split(statements.migrations("sqlite")[0]):
            made.execute(statement)
        fill(lambda sql: made.execute(sql.replace("BYTES", "BLOB")))
        for statement in (one for each in statements.migrations("sqlite")[1:version] for one in split(each)):
            made.execute(statement)
        made.execute(f"PRAGMA application_id = {APPLICATION}")
        made.execute(f"PRAGMA user_version = {version}")
    return str(path)


def on_a_server(url: str, version: int) -> str:
    from urgentaction.ledger import connecting, making

    address = server.parse(url)
    with closing(connecting.connect(address, secret=None, patience=20)) as made:
        making.migrate(made, address, statements.migrations("postgresql")[:1])
        fill(lambda sql: made.execute(sql.replace("BYTES", "BYTEA").encode()))
        making.migrate(made, address, statements.migrations("postgresql")[:version])
    return url


@pytest.fixture(params=[(kind, version) for kind in ("sqlite", "postgresql") for version in (1, 3)])
def old(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a ledger of version 1 or 3 is, its letters made by version 1."""
    kind, version = request.param
    if kind == "sqlite":
        yield a_file(request.getfixturevalue("path"), version)
    else:
        yield on_a_server(request.getfixturevalue("url"), version)


def test_a_ledger_of_an_older_version_is_whole_and_counts_as_before(old: str) -> None:
    for _ in range(2):
        with closing(open_ledger(old)) as ledger:
            assert ledger.check() == ()
            assert {count.state: count.count for count in ledger.counts()} == dict.fromkeys(State, 1)
            assert [ledger.body(key) for key in KEYS.values()] == [state.encode() for state in State]
            assert len(ledger.sent_times(now=NOW + timedelta(minutes=1), authority="fr/ministry")) == len(State)


def test_its_letters_go_on(old: str) -> None:
    with closing(open_ledger(old)) as ledger:
        ledger.sweep(now=NOW + timedelta(hours=1))
        assert ledger.get(KEYS[State.LEASED]).state is State.QUEUED
        assert ledger.get(KEYS[State.SENDING]).state is State.UNCERTAIN
        assert ledger.check() == ()


def test_its_finished_texts_are_erased_after_a_month_as_others_are(old: str) -> None:
    with closing(open_ledger(old)) as ledger:
        assert ledger.purge(now=NOW + timedelta(days=29)) == 0
        assert ledger.purge(now=NOW + timedelta(days=31)) == 3
        erased = {state for state, key in KEYS.items() if ledger.body(key) is None}
        assert erased == {State.SENT, State.REFUSED, State.CANCELLED}
        assert ledger.purge(now=NOW + timedelta(days=31)) == 0

"""A ledger of each kind: a file, and a database of the test's own on the server that `UA_TEST_POSTGRES` names."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from urgentaction.ledger import Ledger, open_ledger

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A connection of the server's administrator; without a server its tests are skipped."""
    server = os.environ.get("UA_TEST_POSTGRES", "")
    if not server:
        pytest.skip('no PostgreSQL server to test with: eval "$(.ci/services)"')
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        yield connection


@pytest.fixture
def new_database(postgres: Any) -> Iterator[Callable[..., str]]:
    """`new_database()`: the URL of an empty database, dropped when the test has ended."""
    names: list[str] = []

    def make(options: str = "") -> str:
        names.append(f"ua_test_{secrets.token_hex(6)}")
        postgres.execute(f"CREATE DATABASE {names[-1]} {options}")
        return f"{os.environ['UA_TEST_POSTGRES'].rpartition('/')[0]}/{names[-1]}"

    yield make
    for name in names:
        postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def url(new_database: Callable[..., str]) -> str:
    """The URL of an empty database."""
    return new_database()


@pytest.fixture(scope="session")
def guarded(postgres: Any) -> Iterator[Callable[[str], str]]:
    """`guarded(url)`: the URL with a user whom `.ci/services` makes the server ask for a password: hunter2."""
    postgres.execute("DROP ROLE IF EXISTS ua_guarded")
    postgres.execute("CREATE ROLE ua_guarded LOGIN SUPERUSER PASSWORD 'hunter2'")
    yield lambda url: re.sub(r"//\w+@", "//ua_guarded@", url)
    postgres.execute("DROP ROLE ua_guarded")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file for a ledger, in a folder that is not there yet."""
    return tmp_path / "data" / "ledger.sqlite3"


@pytest.fixture(params=KINDS)
def where(request: pytest.FixtureRequest) -> str:
    """Where a ledger of each kind may be made."""
    return str(request.getfixturevalue("path" if request.param == KINDS[0] else "url"))


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    """A new ledger there."""
    opened = open_ledger(where)
    yield opened
    opened.close()

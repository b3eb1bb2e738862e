"""Copies, moves and forgetting where the ledger is on a PostgreSQL server."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from support.letters import known, queue, send
from support.ua import Ua
from urgentaction.ledger import open_ledger
from urgentaction.model.delivery import State

MAIL = "ana.silva@example.org"


@pytest.fixture
def shared(ua: Ua, url: str) -> Ua:
    """The program with a ledger on a server."""
    assert ua("config", "set", "ledger", url).code == 0
    return ua


def filled(where: str | Path, ua: Ua) -> list[str]:
    with closing(open_ledger(where)) as ledger:
        keys = list(queue(ledger, ua.now, "Ana Silva", "Béa"))
        send(ledger, ua.now, keys[0])
    return keys


def test_a_file_moves_to_a_server_and_back_without_loss(shared: Ua, url: str, tmp_path: Path) -> None:
    file = tmp_path / "laptop" / "ledger.sqlite"
    filled(file, shared)
    laptop = Ua(tmp_path / "home-of-laptop", environ={"UA_HOME": str(tmp_path / "home-of-laptop")})
    (tmp_path / "home-of-laptop" / "data").mkdir(parents=True)
    file.rename(tmp_path / "home-of-laptop" / "data" / "ledger.sqlite")
    export, back = str(tmp_path / "there.jsonl"), str(tmp_path / "back.jsonl")
    assert laptop("ledger", "export", "--with-secret", "-o", export).code == 0
    moved = shared("ledger", "import", export, "--nothing-sent-since")
    assert moved.code == 0, moved.err
    assert shared("ledger", "export", "--with-secret", "-o", back).code == 0
    again = Ua(tmp_path / "third")
    assert again("ledger", "import", back, "--nothing-sent-since").code == 0
    found = []
    for where in (tmp_path / "home-of-laptop" / "data" / "ledger.sqlite", url, tmp_path / "third/data/ledger.sqlite"):
        with closing(open_ledger(where)) as ledger:
            found.append(known(ledger, shared.now))
            assert not ledger.check()
    assert found[0] == found[1] == found[2]


def test_a_server_is_copied_into_a_file_that_a_laptop_can_restore(shared: Ua, url: str, tmp_path: Path) -> None:
    sent, waits = filled(url, shared)
    stick = tmp_path / "stick"
    stick.mkdir()
    made = shared("ledger", "backup", str(stick))
    assert made.code == 0, made.err
    laptop = Ua(tmp_path / "laptop")
    (tmp_path / "laptop").mkdir()
    ran = laptop("ledger", "restore", str(next(stick.iterdir())))
    assert ran.code == 0, ran.err
    with closing(open_ledger(tmp_path / "laptop" / "data" / "ledger.sqlite")) as ledger:
        assert [ledger.get(key).state for key in (sent, waits)] == [State.SENT, State.UNCERTAIN]


def test_a_copy_goes_into_an_empty_server_only(shared: Ua, url: str, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    laptop = Ua(tmp_path / "laptop")
    keys = filled(tmp_path / "laptop" / "data" / "ledger.sqlite", laptop)
    assert laptop("ledger", "backup", str(stick)).code == 0
    copy = str(next(stick.iterdir()))
    ran = shared("ledger", "restore", copy)
    assert ran.code == 0, ran.err
    with closing(open_ledger(url)) as ledger:
        assert ledger.get(keys[0]).state is State.SENT
    again = shared("ledger", "restore", copy, "--force")
    assert again.code == 2
    assert "ua ledger merge" in again.err
    assert "as much or more" in shared("ledger", "merge", copy).err


def test_a_person_is_forgotten_on_the_server_and_in_the_file_that_was_left(shared: Ua, url: str) -> None:
    filled(url, shared)
    left = shared.home / "data" / "ledger.sqlite"
    filled(left, shared)
    ran = shared("forget", MAIL, "--yes")
    assert ran.code == 0, ran.err
    assert "database server" in ran.err
    assert b"Ana Silva" not in left.read_bytes()
    with closing(open_ledger(url)) as ledger:
        assert "ana" not in str([item for item in ledger.items(secret=False, now=shared.now) if item[0] != "event"])
    assert shared("ledger", "check").code == 0

"""The ledger's file: private, migrated once, and every failure of the disk in words."""

from __future__ import annotations

import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from urgentaction.errors import UserError, message, words
from urgentaction.ledger import Ledger, NewDelivery, Which, open_ledger, statements
from urgentaction.ledger.sqlite import APPLICATION, Sqlite, open_file, split
from urgentaction.ledger.stored import StoredLedger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State

NewLetter = Callable[..., NewDelivery]


@pytest.fixture
def where(path: Path) -> str:
    return str(path)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def parameters(sql: str) -> dict[str, str]:
    return dict.fromkeys(re.findall(r":(\w+)", sql), "")


def test_the_file_and_all_beside_it_are_for_its_owner_only(ledger: Ledger, path: Path) -> None:
    with ledger.attend():
        assert mode(path.parent) == 0o700
        files = [file for file in path.parent.rglob("*") if file.is_file()]
        assert {mode(file) for file in files} == {0o600}
        assert len(files) == 4


def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    open_ledger(path).close()
    path.chmod(0o644)
    open_ledger(path).close()
    assert mode(path) == 0o600


def test_the_ledger_survives_a_power_cut_at_any_commit(path: Path) -> None:
    db = open_file(path)
    assert db._number("synchronous") == 2  # FULL
    assert db._connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    with db.transaction(durable=False):
        assert db._number("synchronous") == 1  # NORMAL, for what may be forgotten
    assert db._number("synchronous") == 2
    db.close()


def test_a_ledger_keeps_its_secret_and_another_has_its_own(path: Path, tmp_path: Path) -> None:
    def secret(file: Path) -> bytes:
        ledger = StoredLedger(open_file(file))
        ledger.close()
        return ledger._secrets[0]

    assert len(secret(path)) == 32
    assert secret(path) == secret(path)
    assert secret(path) != secret(tmp_path / "other.sqlite3")


def test_a_ledger_of_a_newer_program_is_refused_and_left_as_it_is(path: Path) -> None:
    open_ledger(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    with pytest.raises(UserError) as error:
        open_ledger(path)
    assert error.value.message.id == "ledger.newer"
    assert "version 99" in str(error.value)
    assert "pipx upgrade" in words(error.value.message).hint
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (99,)


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite3"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE photos (name TEXT)")
    with pytest.raises(UserError, match="of another program"):
        open_ledger(path)


def test_what_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(b"once upon a time " * 100)
    with pytest.raises(UserError, match="damaged") as error:
        open_ledger(path)
    assert "latest copy" in words(error.value.message).hint
    assert path.read_bytes().startswith(b"once upon a time")


def test_a_ledger_with_a_damaged_page_says_so(ledger: Ledger, path: Path, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter(f"Signer {number}") for number in range(200)], now=now)
    ledger.close()
    with path.open("r+b") as raw:
        raw.seek(40 * 4096)
        raw.write(b"\xff" * (path.stat().st_size - 40 * 4096))
    again = open_ledger(path)
    with pytest.raises(UserError, match="damaged"):
        again.log(limit=500)
    again.close()


def test_a_folder_where_a_file_is_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(UserError, match="cannot be written"):
        open_ledger(tmp_path / "data" / "ledger.sqlite3")


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite3").mkdir()
    with pytest.raises(UserError, match="cannot be written"):
        open_ledger(tmp_path / "ledger.sqlite3")


def test_a_ledger_that_cannot_be_written_is_told(path: Path, letter: NewLetter, now: datetime) -> None:
    db = open_file(path)
    db._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(UserError, match="cannot be written"):
        StoredLedger(db).enqueue([letter()], now=now)
    db.close()


def test_no_other_kind_of_ledger_is_taken_for_a_file() -> None:
    with pytest.raises(UserError, match="mysql://"):
        open_ledger("mysql://localhost/ua")


def test_a_full_disk_is_told_and_nothing_is_half_done(path: Path, letter: NewLetter, now: datetime) -> None:
    db = open_file(path)
    ledger = StoredLedger(db)
    ledger.enqueue([letter("First")], now=now)
    db._connection.execute(f"PRAGMA max_page_count = {db._number('page_count') + 40}")
    with pytest.raises(UserError, match="disk is full") as error:
        ledger.enqueue([letter(f"Signer {number}", body=b"x" * 50_000) for number in range(20)], now=now)
    assert "Free some space" in words(error.value.message).hint
    assert len(ledger.list()) == 1
    db._connection.execute("PRAGMA max_page_count = 1000000")
    assert len(ledger.enqueue([letter("Second")], now=now).added) == 1
    ledger.close()


def test_a_real_disk_that_is_full_is_told(tmp_path: Path, letter: NewLetter, now: datetime) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "none", tmp_path], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        ledger = open_ledger(tmp_path / "ledger.sqlite3")
        with pytest.raises(UserError, match="disk is full"):
            ledger.enqueue([letter(f"Signer {number}", body=b"x" * 50_000) for number in range(40)], now=now)
        assert ledger.list() == ()
        ledger.close()
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_a_ledger_that_another_program_holds_too_long_is_told(path: Path, letter: NewLetter, now: datetime) -> None:
    holder, ledger = open_file(path), open_ledger(path, patience=0.05)
    with holder.transaction(), pytest.raises(UserError, match="holding the ledger"):
        ledger.enqueue([letter()], now=now)
    assert len(ledger.enqueue([letter()], now=now).added) == 1
    ledger.close()
    holder.close()


def test_what_is_read_waits_for_nobody(ledger: Ledger, path: Path) -> None:
    holder = open_file(path)
    with holder.transaction():
        assert ledger.list() == ()
    holder.close()


def test_an_error_in_the_middle_undoes_the_whole(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    def broken() -> Iterator[NewDelivery]:
        yield letter("First")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.enqueue(broken(), now=now)
    assert ledger.list() == ()
    assert len(ledger.enqueue([letter("First")], now=now).added) == 1


def test_many_processes_that_make_a_ledger_together_make_one(path: Path) -> None:
    program = "import sys; from urgentaction.ledger import open_ledger; open_ledger(sys.argv[1]).close()"
    running = [subprocess.Popen([sys.executable, "-c", program, path]) for _ in range(6)]
    assert [process.wait(60) for process in running] == [0] * 6
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT count(*) FROM meta").fetchone() == (1,)
        assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION,)


def test_an_older_ledger_is_brought_up_to_date_once(path: Path) -> None:
    first = statements.migrations("sqlite")
    db = open_file(path)
    db._migrate((*first, "CREATE TABLE further (name TEXT);\nINSERT INTO further VALUES ('once');"))
    db._migrate((*first, "CREATE TABLE further (name TEXT);\nINSERT INTO further VALUES ('once');"))
    assert db._connection.execute("SELECT count(*) FROM further").fetchone()[0] == 1
    assert db._number("user_version") == len(first) + 1
    db.close()


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(path: Path) -> None:
    db = open_file(path)
    version = db._number("user_version")
    with pytest.raises(sqlite3.OperationalError):
        db._migrate((*statements.migrations("sqlite"), "CREATE TABLE further (name TEXT);\nCREATE TABLE further;"))
    assert db._number("user_version") == version
    assert db._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'further'").fetchone() is None
    db.close()


def test_a_script_is_split_into_statements_with_triggers_whole() -> None:
    script = (
        "CREATE TABLE a (b);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\nSELECT ';';\n"
    )
    assert len(list(split(script))) == 3


def test_every_statement_of_the_ledger_can_be_prepared(path: Path) -> None:
    db: Sqlite = open_file(path)
    for name, sql in statements.queries().items():
        assert db._connection.execute(f"EXPLAIN {sql}", parameters(sql)).fetchall(), name
    db.close()


def test_no_statement_scans_the_letters_while_draining(path: Path) -> None:
    db = open_file(path)
    for name in ("due", "leases", "get", "body", "copies", "holder", "free_claims", "authority_times", "domain_times"):
        sql = statements.queries()[name]
        plan = [row[3] for row in db._connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters(sql))]
        assert all(step.startswith(("SEARCH", "LIST SUBQUERY")) for step in plan), (name, plan)
    db.close()


def test_no_statement_scans_the_letters_for_those_that_were_printed(path: Path) -> None:
    db = open_file(path)
    of_stacks = ("print_batches", "due_stack", "stack_names", "unposted_stacks", "doubtful_stacks", "stack_in_doubt")
    for name in (*of_stacks, "stack_unposted", "stack_posted"):
        sql = statements.queries()[name]
        plan = [row[3] for row in db._connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters(sql))]
        assert not any(step.startswith("SCAN") for step in plan), (name, plan)
        assert any("USING INDEX deliveries_" in step for step in plan), (name, plan)
    db.close()


def test_nothing_is_left_of_a_worker_that_died(ledger: Ledger, path: Path, letter: NewLetter, now: datetime) -> None:
    program = "import os, sys; from urgentaction.ledger import open_ledger\nwith open_ledger(sys.argv[1]).attend() as worker: print(worker, flush=True); os._exit(1)"
    died = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=False)
    ledger.enqueue([letter()], now=now)
    ledger.lease(died.stdout.strip(), now=now, channel=ChannelName.EMAIL)
    ledger.sweep(now=now)
    assert ledger.list()[0].state is State.QUEUED
    assert list(path.with_name("ledger.sqlite3-workers").iterdir()) == []


def test_an_erased_text_is_nowhere_in_the_file(ledger: Ledger, path: Path, letter: NewLetter, now: datetime) -> None:
    (key,) = ledger.enqueue([letter(body=b"FIRSTBODY" * 50)], now=now).added
    ledger.cancel(Which(keys=(key,)), now=now, reason=message("ledger.denied"))
    assert ledger.purge(now=now + timedelta(days=31)) == 1
    ledger.close()
    assert b"FIRSTBODY" not in b"".join(file.read_bytes() for file in path.parent.iterdir() if file.is_file())


def test_history_is_never_rewritten(ledger: Ledger, path: Path, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    with sqlite3.connect(path) as raw:
        for change in ("UPDATE events SET what = 'sent'", "DELETE FROM events"):
            with pytest.raises(sqlite3.IntegrityError, match="history is never"):
                raw.execute(change)

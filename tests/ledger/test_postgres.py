"""A ledger on a server: made once, shared without waiting for each other, and every refusal in words."""

from __future__ import annotations

import os
import re
import secrets
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from support.letters import begin_leased
from urgentaction.errors import UserError, message, words
from urgentaction.ledger import Ledger, NewDelivery, Which, making, open_ledger, server, statements
from urgentaction.ledger.database import Alone
from urgentaction.ledger.postgres import Postgres
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Accepted, Receipt, ReceiptKind, State
from urgentaction.pace import UNLIMITED

NewLetter = Callable[..., NewDelivery]
TAKEN = Accepted(Receipt(kind=ReceiptKind.ACCEPTED))
PATIENCE = 20.0


@pytest.fixture
def where(url: str) -> str:
    return url


@pytest.fixture
def db(url: str) -> Iterator[Postgres]:
    with closing(Postgres(server.parse(url), patience=PATIENCE)) as opened:
        yield opened


@pytest.fixture
def role(postgres: Any) -> Iterator[Callable[..., str]]:
    """`role("LOGIN …")`: a user of the server, gone when the test has ended."""
    names: list[str] = []

    def make(rights: str) -> str:
        names.append(f"ua_test_{secrets.token_hex(4)}")
        postgres.execute(f"CREATE ROLE {names[-1]} {rights}")
        return names[-1]

    yield make
    for name in names:
        postgres.execute(f"DROP ROLE {name}")


def as_user(url: str, name: str) -> str:
    return re.sub(r"//\w+@", f"//{name}@", url)


def at_localhost(url: str, options: str) -> str:
    return f"{url.replace('127.0.0.1', 'localhost')}?{options}"


def refusal(url: str, **how: Any) -> UserError:
    with pytest.raises(UserError) as error:
        open_ledger(url, patience=0.2, **how)
    return error.value


def raw(url: str) -> Any:
    return psycopg.connect(url, autocommit=True, options="-c search_path=urgentaction")


# --- Opening ----------------------------------------------------------------------------------------------------------


def test_many_processes_that_make_a_ledger_together_make_one(url: str) -> None:
    program = "import sys; from urgentaction.ledger import open_ledger; open_ledger(sys.argv[1]).close()"
    running = [subprocess.Popen([sys.executable, "-c", program, url]) for _ in range(6)]
    assert [process.wait(60) for process in running] == [0] * 6
    with raw(url) as found:
        assert found.execute("SELECT count(*) FROM meta").fetchone() == (1,)
        assert found.execute("SELECT version FROM version").fetchall() == [(len(statements.migrations("postgresql")),)]


def test_a_ledger_of_a_newer_program_is_refused_and_left_as_it_is(url: str) -> None:
    open_ledger(url).close()
    with raw(url) as found:
        found.execute("UPDATE version SET version = 99")
        error = refusal(url)
        assert error.message.id == "ledger.newer"
        assert "version 99" in str(error)
        assert found.execute("SELECT version FROM version").fetchone() == (99,)


def test_an_older_ledger_is_brought_up_to_date_once(db: Postgres) -> None:
    scripts = (
        *statements.migrations("postgresql"),
        "CREATE TABLE further (name TEXT); INSERT INTO further VALUES ('x')",
    )
    for _ in range(2):
        making.migrate(db._connection, db._server, scripts)
    assert db._ask("SELECT count(*) AS count FROM further") == [{"count": 1}]
    assert making.version(db._connection, db._server, 99) == len(scripts)


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(db: Postgres) -> None:
    scripts = statements.migrations("postgresql")
    with pytest.raises(psycopg.errors.DuplicateTable):
        making.migrate(
            db._connection, db._server, (*scripts, "CREATE TABLE further (name TEXT); CREATE TABLE further (name TEXT)")
        )
    assert making.version(db._connection, db._server, 99) == len(scripts)
    assert db._ask("SELECT to_regclass('further') AS found") == [{"found": None}]


def test_tables_of_another_program_are_left_alone(url: str) -> None:
    with raw(url) as found:
        found.execute("CREATE TABLE public.deliveries (id int)")
        open_ledger(url).close()
        found.execute("DROP SCHEMA urgentaction CASCADE")
        found.execute("CREATE SCHEMA urgentaction")
        open_ledger(url).close()
        found.execute("DROP SCHEMA urgentaction CASCADE")
        found.execute("CREATE SCHEMA urgentaction")
        found.execute("CREATE TABLE urgentaction.photos (name text)")
        assert refusal(url).message.id == "ledger.not-ours"


def test_a_database_that_cannot_hold_every_name_is_refused(new_database: Callable[..., str]) -> None:
    latin = new_database("ENCODING 'LATIN1' TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'")
    error = refusal(latin)
    assert (error.message.id, error.message.values["encoding"]) == ("ledger.not-utf8", "LATIN1")


def test_a_server_that_would_forget_at_a_power_cut_is_told_not_to(url: str, postgres: Any) -> None:
    name = server.parse(url).database
    postgres.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    with closing(Postgres(server.parse(url))) as db:
        assert db._ask("SHOW synchronous_commit") == [{"synchronous_commit": "on"}]
        with db.transaction(durable=False):
            assert db._ask("SHOW synchronous_commit") == [{"synchronous_commit": "off"}]
        assert db._ask("SHOW synchronous_commit") == [{"synchronous_commit": "on"}]


def test_the_tables_are_those_of_a_file_and_compare_byte_by_byte(db: Postgres, tmp_path: Path) -> None:
    open_ledger(tmp_path / "ledger.sqlite").close()
    found = db._ask(
        "SELECT table_name AS of, column_name AS name, data_type AS kind, collation_name AS sorted"
        " FROM information_schema.columns WHERE table_schema = 'urgentaction'"
    )
    assert {row["sorted"] for row in found if row["kind"] == "text"} == {"C"}
    ours = {(row["of"], row["name"]) for row in found} - {("version", "version"), ("tally", "share")}
    with sqlite3.connect(tmp_path / "ledger.sqlite") as file:
        tables = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        theirs = {(table, row[1]) for table in tables for row in file.execute(f"PRAGMA table_info({table})")}
    assert ours == theirs


def test_every_statement_can_be_prepared(db: Postgres) -> None:
    for name, sql in statements.postgresql().items():
        names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", sql)))
        numbered = re.sub(r"%\((\w+)\)s", lambda found, names=names: f"${names.index(found[1]) + 1}", sql)  # type: ignore[misc]
        db._connection.pgconn.prepare(name.encode(), numbered.encode())
        result = db._connection.pgconn.describe_prepared(name.encode())
        assert not result.error_message, (name, result.error_message)


def test_no_statement_scans_the_letters_while_draining(db: Postgres) -> None:
    db._ask("SET enable_seqscan = off")
    for name in (
        "due",
        "leases",
        "take",
        "asked",
        "copies",
        "holder",
        "authority_times",
        "domain_times",
        "sender_times",
    ):
        sql = statements.postgresql()[name]
        values = dict.fromkeys(re.findall(r"%\((\w+)\)s", sql), "1")
        plan = [row["QUERY PLAN"] for row in db._ask(f"EXPLAIN {sql}", values)]
        assert not any("Seq Scan on deliveries" in step or "Seq Scan on attempts" in step for step in plan), (
            name,
            plan,
        )


# --- Refusals ---------------------------------------------------------------------------------------------------------


def test_a_server_that_is_down_is_told() -> None:
    error = refusal("postgresql://127.0.0.1:1/letters")
    assert error.message.id == "ledger.unreachable"
    assert "postgresql://127.0.0.1:1/letters: Connection refused" in str(error)
    assert "Nothing is lost" in words(error.message).hint


def test_a_database_that_is_not_there_is_told_with_what_makes_it(url: str) -> None:
    error = refusal(f"{url}x")
    assert error.message.id == "ledger.no-database"
    assert f"createdb --encoding=UTF8 --owner=postgres {server.parse(url).database}x" in words(error.message).hint


def test_a_user_who_is_not_let_in_from_here_is_told(url: str) -> None:
    assert refusal(as_user(url, "ua_stranger")).message.id == "ledger.not-admitted"


def test_a_user_who_may_not_make_tables_is_told(url: str, role: Callable[..., str]) -> None:
    assert refusal(as_user(url, role("LOGIN"))).message.id == "ledger.not-allowed"


def test_a_server_that_has_no_room_for_one_more_is_told(url: str, role: Callable[..., str]) -> None:
    assert refusal(as_user(url, role("LOGIN CONNECTION LIMIT 0"))).message.id == "ledger.server-busy"


def test_a_password_is_given_only_to_a_server_that_asks(url: str, guarded: Callable[[str], str]) -> None:
    asked: list[str] = []

    def secret() -> str:
        asked.append("hunter2")
        return asked[-1]

    open_ledger(url, secret=secret).close()
    assert asked == []
    open_ledger(guarded(url), secret=secret).close()
    assert len(asked) == 1
    assert refusal(guarded(url)).message.id == "ledger.asks-password"
    wrong = refusal(guarded(url), secret=lambda: "hunter3")
    assert wrong.message.id == "ledger.wrong-password"
    assert refusal(guarded(url), secret=lambda: "hunter2\udcff").message.id == "ledger.wrong-password"
    assert (wrong.__cause__, wrong.__context__) == (None, None)
    told = f"{wrong} {wrong.message.values}"
    assert "hunter" not in told
    assert "ua secret set ledger" in words(wrong.message).hint


def test_a_server_is_verified_by_name_and_certificate(url: str, tmp_path: Path) -> None:
    root = os.environ.get("UA_TEST_POSTGRES_CA", "")
    if not root:
        pytest.skip("the server has no certificate for tests: .ci/services")
    open_ledger(at_localhost(url, f"sslmode=verify-full&sslrootcert={root}")).close()
    assert refusal(f"{url}?sslmode=verify-full&sslrootcert={root}").message.id == "ledger.not-verified"
    assert refusal(at_localhost(url, "sslmode=verify-full")).message.id == "ledger.not-verified"
    nowhere = f"sslmode=verify-full&sslrootcert={tmp_path}/ca.pem"
    assert refusal(at_localhost(url, nowhere)).message.id == "ledger.not-verified"


def test_without_the_driver_what_to_install_is_told(url: str) -> None:
    program = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from urgentaction.errors import UserError, words\n"
        "from urgentaction.ledger import open_ledger\n"
        "try: open_ledger(sys.argv[1])\n"
        "except UserError as error: print(error.message.id, words(error.message).hint)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, url], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("ledger.no-driver pipx inject urgentaction 'psycopg[binary]'")


def test_a_server_that_only_reads_is_told(url: str, postgres: Any, letter: NewLetter, now: datetime) -> None:
    new = letter()
    postgres.execute(f"ALTER DATABASE {server.parse(url).database} SET default_transaction_read_only = on")
    with closing(open_ledger(url)) as reading:
        with pytest.raises(UserError) as error:
            reading.enqueue([new], now=now)
        assert error.value.message.id == "ledger.read-only"
        assert reading.list() == ()


def test_who_holds_the_ledger_too_long_is_waited_for_no_longer(
    db: Postgres, url: str, letter: NewLetter, now: datetime
) -> None:
    new = letter()
    with closing(open_ledger(url, patience=0.1)) as waiting:
        with db.transaction(), pytest.raises(UserError, match="holding the ledger"):
            waiting.enqueue([new], now=now)
        assert waiting.enqueue([new], now=now).added == (new.key,)


# --- Side by side -----------------------------------------------------------------------------------------------------


def test_one_that_leases_keeps_no_other_waiting(db: Postgres, ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter("A"), letter("B")], now=now)
    ask = {"channel": "email", "now": "9", "case": "", "authority": "", "batch": ""}
    with db.transaction(alone=Alone.LETTER):
        first = db.row("due", **ask)
        assert first is not None
        second = ledger.lease("w", now=now, channel=ChannelName.EMAIL)
        assert second is not None
        assert {first["key"], second[0].key} == {found.key for found in ledger.list()}
        assert ledger.lease("w", now=now, channel=ChannelName.EMAIL) is None


def test_what_is_queued_meanwhile_keeps_no_letter_waiting(
    db: Postgres, ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter()], now=now)
    with db.transaction(alone=Alone.QUEUE):
        found = ledger.lease("w", now=now, channel=ChannelName.EMAIL)
        assert found is not None
        begin_leased(ledger, found[0].key, worker="w", now=now, date=now, pace=UNLIMITED)
        assert ledger.settle(found[0].key, TAKEN, worker="w", now=now).state is State.SENT


def test_each_session_counts_in_a_share_of_its_own_and_the_sum_is_right(
    url: str, ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter("A"), letter("B")], now=now)
    with closing(open_ledger(url)) as other:
        for one in (ledger, other):
            found = one.lease("w", now=now, channel=ChannelName.EMAIL)
            assert found is not None
            begin_leased(one, found[0].key, worker="w", now=now, date=now, pace=UNLIMITED)
            one.settle(found[0].key, TAKEN, worker="w", now=now)
        assert {count.state: count.count for count in other.counts()} == {State.SENT: 2}
    with raw(url) as found:
        assert found.execute("SELECT count(DISTINCT share), sum(count) FROM tally").fetchone() == (2, 2)


def test_a_copy_that_is_queued_while_its_main_letter_is_settled_is_not_forgotten(
    url: str, ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    main = letter()
    copy = letter(authority="kz/embassy", after=main.key)
    ledger.enqueue([main], now=now)
    found = ledger.lease("w", now=now, channel=ChannelName.EMAIL)
    assert found is not None
    begin_leased(ledger, main.key, worker="w", now=now, date=now, pace=UNLIMITED)
    settling = threading.Thread(target=ledger.settle, args=(main.key, TAKEN), kwargs={"worker": "w", "now": now})

    def slowly() -> Iterator[NewDelivery]:
        yield copy
        settling.start()
        settling.join(0.3)
        assert settling.is_alive()

    with closing(open_ledger(url)) as other:
        other.enqueue(slowly(), now=now)
    settling.join(PATIENCE)
    assert ledger.get(main.key).state is State.SENT
    assert not ledger.get(copy.key).held


def test_two_that_queue_the_same_signer_at_once_queue_one_letter(
    url: str, ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    marks = letter().marks
    first, second = letter(marks=marks), letter(key="f" * 32, marks=marks[::-1])
    done: list[Any] = []

    def other() -> None:
        with closing(open_ledger(url)) as opened:
            done.append(opened.enqueue([second], now=now))

    racing = threading.Thread(target=other)

    def slowly() -> Iterator[NewDelivery]:
        yield first
        racing.start()
        racing.join(0.3)

    assert ledger.enqueue(slowly(), now=now).added == (first.key,)
    racing.join(PATIENCE)
    assert done[0].already == (first.key,)


# --- A line that is cut -----------------------------------------------------------------------------------------------


def cut(postgres: Any, url: str) -> None:
    """End every session on the database, as a server that is restarted does."""
    ended = postgres.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [server.parse(url).database]
    ).fetchall()
    assert ended


def test_a_line_that_was_cut_between_two_letters_is_not_noticed(
    url: str, ledger: Ledger, letter: NewLetter, now: datetime, postgres: Any
) -> None:
    ledger.enqueue([letter()], now=now)
    with ledger.attend() as worker:
        found = ledger.lease(worker, now=now, channel=ChannelName.EMAIL)
        assert found is not None
        cut(postgres, url)
        begin_leased(ledger, found[0].key, worker=worker, now=now, date=now, pace=UNLIMITED)
        with closing(open_ledger(url)) as other:
            assert other.sweep(now=now) == ()
        cut(postgres, url)
        assert ledger.settle(found[0].key, TAKEN, worker=worker, now=now).state is State.SENT
        cut(postgres, url)
        assert len(ledger.list(Which(states=(State.SENT,)))) == 1


def test_who_was_cut_off_while_sending_may_still_say_what_became_of_it(
    url: str, ledger: Ledger, letter: NewLetter, now: datetime, postgres: Any
) -> None:
    ledger.enqueue([letter()], now=now)
    with ledger.attend() as worker:
        found = ledger.lease(worker, now=now, channel=ChannelName.EMAIL)
        assert found is not None
        begin_leased(ledger, found[0].key, worker=worker, now=now, date=now, pace=UNLIMITED)
        cut(postgres, url)
        with closing(open_ledger(url)) as other:
            assert [one.state for one in other.sweep(now=now)] == [State.UNCERTAIN]
        assert ledger.settle(found[0].key, TAKEN, worker=worker, now=now).state is State.SENT


def test_a_line_that_is_cut_in_the_middle_leaves_nothing_half_done(
    url: str, ledger: Ledger, letter: NewLetter, now: datetime, postgres: Any
) -> None:
    def interrupted() -> Iterator[NewDelivery]:
        yield letters[0]
        cut(postgres, url)
        yield letters[1]

    letters = [letter("A"), letter("B")]
    with pytest.raises(UserError) as error:
        ledger.enqueue(interrupted(), now=now)
    assert error.value.message.id == "ledger.connection-lost"
    assert ledger.list() == ()
    assert len(ledger.enqueue(letters, now=now).added) == 2


def test_a_server_that_stays_away_is_told_when_patience_ends(url: str, postgres: Any) -> None:
    name = server.parse(url).database
    with closing(open_ledger(url, patience=0.3)) as ledger:
        postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        cut(postgres, url)
        with pytest.raises(UserError) as error:
            ledger.list()
        assert error.value.message.id == "ledger.unreachable"
        postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert ledger.list() == ()


def test_a_text_with_what_the_server_cannot_hold_is_recorded_all_the_same(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    (key,) = ledger.enqueue([letter()], now=now).added
    ledger.lease("w", now=now, channel=ChannelName.EMAIL)
    begin_leased(ledger, key, worker="w", now=now, date=now, pace=UNLIMITED)
    said = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="2\0f", detail="queued\0as"))
    found = ledger.settle(key, said, worker="w", now=now)
    assert (found.state, ledger.get(key).receipt) == (
        State.SENT,
        Receipt(kind=ReceiptKind.ACCEPTED, reference="2�f", detail="queued�as"),
    )


def test_history_is_never_rewritten(url: str, ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    with raw(url) as found:
        for change in ("UPDATE events SET what = 'sent'", "DELETE FROM events", "TRUNCATE events"):
            with pytest.raises(psycopg.errors.RaiseException, match="history is never"):
                found.execute(change)


def test_an_erased_text_is_not_kept_by_the_server_either(
    url: str, ledger: Ledger, db: Postgres, letter: NewLetter, now: datetime
) -> None:
    (key,) = ledger.enqueue([letter()], now=now).added
    ledger.cancel(Which(keys=(key,)), now=now, reason=message("ledger.denied"))
    with raw(url) as found:
        found.execute("DELETE FROM bodies")
        db.scrub()
        assert found.execute("SELECT pg_relation_size('bodies')").fetchone() == (0,)
    assert db.faults() == ()


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C as in a terminal: a shell that starts the tests in the background makes them ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_in_the_middle_of_a_step_leaves_nothing_half_done_and_the_ledger_usable(
    url: str, db: Postgres, letter: NewLetter, now: datetime
) -> None:
    new = letter()
    with closing(open_ledger(url, patience=PATIENCE)) as waiting:
        with db.transaction():
            pressed = threading.Timer(0.3, os.kill, args=(os.getpid(), signal.SIGINT))
            pressed.start()
            with pytest.raises(KeyboardInterrupt):
                waiting.enqueue([new], now=now)
        assert waiting.list() == ()
        assert waiting.enqueue([new], now=now).added == (new.key,)


def test_ctrl_c_while_a_step_is_made_undoes_it(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    def broken() -> Iterator[NewDelivery]:
        yield letters[0]
        raise KeyboardInterrupt

    letters = [letter("A"), letter("B")]
    with pytest.raises(KeyboardInterrupt):
        ledger.enqueue(broken(), now=now)
    assert ledger.list() == ()
    assert len(ledger.enqueue(letters, now=now).added) == 2

"""Copies of a ledger file, and what becomes of the ledger when one is put back."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from support.letters import begin, known, new_letter, person, queue, send
from urgentaction.errors import UserError, message
from urgentaction.ledger import Gap, Ledger, Which, copies, open_ledger, restoring
from urgentaction.ledger.restoring import Restored
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State

LATER = timedelta(hours=1)


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """A ledger in a file, whatever the other tests of this folder use."""
    opened = open_ledger(path)
    yield opened
    opened.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def copy(path: Path, stick: Path, now: datetime) -> Path:
    goal = stick / "copy.sqlite"
    with copies.alone(path, wait=True):
        copies.take(path, goal, now=now)
    return goal


def restore(goal: Path, path: Path, now: datetime, *, settled: bool = False) -> Restored:
    with copies.alone(path, wait=True), copies.staged(goal, path) as staging:
        return restoring.restore(staging, path, now=now, settled=settled, patience=0.1)


@contextmanager
def opened(path: Path) -> Iterator[Ledger]:
    ledger = open_ledger(path)
    try:
        yield ledger
    finally:
        assert not ledger.check()
        ledger.close()


def refusal(goal: Path, path: Path) -> str:
    with pytest.raises(UserError) as caught, copies.alone(path, wait=True), copies.staged(goal, path):
        pass
    return caught.value.message.id


# --- Making one --------------------------------------------------------------------------------------------------------


def test_a_copy_holds_everything_and_the_secret_in_one_private_file(
    ledger: Ledger, path: Path, stick: Path, now: datetime
) -> None:
    send(ledger, now, *queue(ledger, now, "Ana"))
    goal = copy(path, stick, now)
    assert [file.name for file in stick.iterdir()] == ["copy.sqlite"]
    assert stat.S_IMODE(goal.stat().st_mode) == 0o600
    with copies.alone(path, wait=True), copies.staged(goal, path) as staging, opened(staging) as again:
        assert known(again, now) == known(ledger, now)
        assert copies.look(staging) == copies.Copy(ledger=ledger.name, at=now, letters=1, waiting=0)
    assert sorted(file.name for file in path.parent.iterdir() if file.is_file()) == [
        path.name,
        f"{path.name}-copying",
        f"{path.name}-shm",
        f"{path.name}-wal",
    ]


def test_a_copy_is_made_while_another_writes(ledger: Ledger, path: Path, stick: Path, now: datetime) -> None:
    queue(ledger, now, "Ana")
    with sqlite3.connect(path, isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE deliveries SET note = 'half way'")
        goal = copy(path, stick, now)
        writer.execute("ROLLBACK")
    with copies.alone(path, wait=True), copies.staged(goal, path) as staging, opened(staging) as again:
        assert again.list()[0].note == ""


def test_one_makes_copies_at_a_time(ledger: Ledger, path: Path) -> None:
    with copies.alone(path, wait=False) as first, copies.alone(path, wait=False) as second:
        assert (first, second) == (True, False)
    with copies.alone(path, wait=False) as third:
        assert third
    assert ledger


def test_a_stick_that_is_gone_is_said(ledger: Ledger, path: Path, tmp_path: Path, now: datetime) -> None:
    with pytest.raises(UserError) as caught:
        copy(path, tmp_path / "nowhere", now)
    assert caught.value.message.id == "ledger.copy-failed"
    assert ledger


def test_a_full_stick_keeps_the_older_copy(ledger: Ledger, path: Path, stick: Path, now: datetime) -> None:
    queue(ledger, now, "Ana")
    before = copy(path, stick, now).read_bytes()
    queue(ledger, now, *(f"Signer {number}" for number in range(300)))
    code = f"""
import resource, signal
from datetime import datetime, UTC
from pathlib import Path
from urgentaction.errors import UserError
from urgentaction.ledger import copies
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
source = Path({str(path)!r})
with copies.alone(source, wait=True):
    with copies._temporary(source.parent) as big:
        big.write_bytes(b"x" * 400_000)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        try:
            copies.write(big, Path({str(stick / "copy.sqlite")!r}))
        except UserError as error:
            print(error.message.id, error.message.values["why"])
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "ledger.copy-failed File too large\n"
    assert (stick / "copy.sqlite").read_bytes() == before
    assert [file.name for file in stick.iterdir()] == ["copy.sqlite"]


def test_a_damaged_ledger_never_replaces_a_good_copy(path: Path, stick: Path, now: datetime) -> None:
    with opened(path) as ledger:
        queue(ledger, now, *(f"Signer {number}" for number in range(50)))
    before = copy(path, stick, now).read_bytes()
    damage(path)
    with pytest.raises(UserError) as caught:
        copy(path, stick, now)
    assert caught.value.message.id == "ledger.damaged"
    assert (stick / "copy.sqlite").read_bytes() == before


def damage(path: Path) -> None:
    with path.open("r+b") as file:
        for page in range(3, path.stat().st_size // 4096, 2):
            file.seek(page * 4096)
            file.write(b"\xff" * 2048)


def test_what_was_half_written_when_the_stick_was_pulled_is_removed_later(
    ledger: Ledger, path: Path, stick: Path, now: datetime
) -> None:
    left = stick / ".copy.sqlite.abc.part"
    fresh = stick / ".copy.sqlite.def.part"
    for file in (left, fresh):
        file.write_bytes(b"names")
    os.utime(left, (0, 0))
    copy(path, stick, now)
    assert not left.exists()
    assert fresh.exists()
    assert ledger


def test_what_a_killed_process_left_beside_the_ledger_is_removed(ledger: Ledger, path: Path) -> None:
    left = path.parent / ".ua-copy-abc.sqlite"
    left.write_bytes(b"names")
    with copies.alone(path, wait=True):
        assert not left.exists()
    assert ledger


# --- What is no copy ---------------------------------------------------------------------------------------------------


def test_a_copy_that_is_not_there_is_said(ledger: Ledger, path: Path, stick: Path) -> None:
    assert refusal(stick / "copy.sqlite", path) == "ledger.copy-missing"
    assert ledger


def test_a_damaged_copy_is_refused(path: Path, stick: Path, now: datetime) -> None:
    with opened(path) as ledger:
        queue(ledger, now, *(f"Signer {number}" for number in range(50)))
    goal = copy(path, stick, now)
    damage(goal)
    assert refusal(goal, path) == "ledger.copy-damaged"


@pytest.mark.parametrize("size", [0, 20, 4096, 20_000])
def test_half_a_copy_is_refused(path: Path, stick: Path, now: datetime, size: int) -> None:
    with opened(path) as ledger:
        queue(ledger, now, *(f"Signer {number}" for number in range(50)))
    goal = copy(path, stick, now)
    os.truncate(goal, size)
    assert refusal(goal, path) in {"ledger.copy-damaged", "ledger.not-ours"}


def test_a_copy_of_a_newer_program_is_refused(ledger: Ledger, path: Path, stick: Path, now: datetime) -> None:
    goal = copy(path, stick, now)
    with sqlite3.connect(goal) as raw:
        raw.execute("PRAGMA user_version = 999")
    assert refusal(goal, path) == "ledger.newer"
    assert ledger


def test_another_programs_database_is_refused(ledger: Ledger, path: Path, stick: Path) -> None:
    with sqlite3.connect(stick / "copy.sqlite") as raw:
        raw.execute("CREATE TABLE songs (name TEXT)")
    assert refusal(stick / "copy.sqlite", path) == "ledger.not-ours"
    assert ledger


def test_a_ledger_that_was_not_closed_is_read_with_its_log(
    path: Path, stick: Path, tmp_path: Path, now: datetime
) -> None:
    other = open_ledger(tmp_path / "laptop" / "ledger.sqlite")
    queue(other, now, "Ana")
    for suffix in ("", "-wal"):
        shutil.copy(f"{tmp_path}/laptop/ledger.sqlite{suffix}", f"{stick}/ledger.sqlite{suffix}")
    with copies.alone(path, wait=True), copies.staged(stick / "ledger.sqlite", path) as staging:
        assert copies.look(staging).letters == 1
    other.close()


# --- Putting one back --------------------------------------------------------------------------------------------------


def test_what_waited_in_the_copy_may_have_left_since_and_is_never_queued_again_by_itself(
    path: Path, stick: Path, now: datetime
) -> None:
    with opened(path) as ledger:
        sent, waits, leaving = queue(ledger, now, "Ana", "Béa", "Cléo")
        send(ledger, now, sent)
        begin(ledger, now, leaving)
        goal = copy(path, stick, now)
        send(ledger, now + LATER, waits)
    path.unlink()
    done = restore(goal, path, now + 2 * LATER)
    assert (done.doubts, done.kept, done.taken) == (2, None, None)
    with opened(path) as ledger:
        assert [ledger.get(key).state for key in (sent, waits, leaving)] == [
            State.SENT,
            State.UNCERTAIN,
            State.UNCERTAIN,
        ]
        assert ledger.lease("w", now=now + 3 * LATER, channel=ChannelName.EMAIL) is None
        assert ledger.gap() == Gap(since=now)
        assert ledger.enqueue([new_letter(ledger, now, "Béa")], now=now).already == (waits,)
        assert len(ledger.sent_times(now=now + 2 * LATER, authority="fr/ministry")) >= 3


def test_whoever_says_that_nothing_has_left_since_gets_the_queue_back(path: Path, stick: Path, now: datetime) -> None:
    with opened(path) as ledger:
        (waits,) = queue(ledger, now, "Ana")
        goal = copy(path, stick, now)
    path.unlink()
    assert restore(goal, path, now, settled=True).doubts == 0
    with opened(path) as ledger:
        assert ledger.gap() is None
        assert send(ledger, now) == waits


def test_the_ledger_that_was_there_is_kept_and_what_it_knew_is_not_lost(path: Path, stick: Path, now: datetime) -> None:
    with opened(path) as ledger:
        sent, waits, cancelled = queue(ledger, now, "Ana", "Béa", "Cléo")
        goal = copy(path, stick, now)
        send(ledger, now + LATER, sent)
        ledger.cancel(Which(keys=(cancelled,)), now=now + LATER, reason=message("ledger.denied"))
        (later,) = queue(ledger, now + LATER, "Dina")
        ledger.add_tombstone(ledger.marks(person("Éva")), now=now)
    done = restore(goal, path, now + 2 * LATER)
    assert done.kept
    assert done.taken
    assert done.doubts == 0
    with opened(path) as ledger:
        states = [ledger.get(key).state for key in (sent, waits, cancelled, later)]
        assert states == [State.SENT, State.QUEUED, State.CANCELLED, State.QUEUED]
        assert ledger.withdrawn(ledger.marks(person("Éva")))
        assert ledger.gap() is None


def test_nothing_is_sent_any_more_from_the_ledger_that_was_replaced(path: Path, stick: Path, now: datetime) -> None:
    with opened(path) as ledger:
        (key,) = queue(ledger, now, "Ana")
        goal = copy(path, stick, now)
    kept = restore(goal, path, now).kept
    assert kept
    with pytest.raises(UserError) as caught:
        open_ledger(kept)
    assert caught.value.message.id == "ledger.not-ours"
    with copies.alone(path, wait=True), copies.staged(kept, path) as staging, opened(staging) as again:
        assert again.get(key).state is State.QUEUED


def test_a_damaged_ledger_is_kept_and_nothing_of_it_is_believed(path: Path, stick: Path, now: datetime) -> None:
    with opened(path) as ledger:
        keys = queue(ledger, now, *(f"Signer {number}" for number in range(50)))
        goal = copy(path, stick, now)
    damage(path)
    broken = path.read_bytes()
    done = restore(goal, path, now)
    assert (done.doubts, done.taken) == (50, None)
    assert done.kept
    assert done.kept.read_bytes() == broken
    with opened(path) as ledger:
        assert {ledger.get(key).state for key in keys} == {State.UNCERTAIN}


def test_the_ledger_of_others_is_kept_and_nothing_of_it_is_taken(
    path: Path, stick: Path, tmp_path: Path, now: datetime
) -> None:
    elsewhere = tmp_path / "elsewhere" / "ledger.sqlite"
    with opened(elsewhere) as other:
        queue(other, now, "Ana")
        goal = copy(elsewhere, stick, now)
    with opened(path) as ledger:
        queue(ledger, now, "Béa")
    done = restore(goal, path, now)
    assert done.kept
    assert (done.doubts, done.taken) == (1, None)
    with opened(path) as ledger:
        assert len(ledger.list()) == 1


def test_a_ledger_that_another_process_has_open_is_left_alone(
    ledger: Ledger, path: Path, stick: Path, now: datetime
) -> None:
    queue(ledger, now, "Ana")
    goal = copy(path, stick, now)
    before = known(ledger, now)
    with pytest.raises(UserError) as caught:
        restore(goal, path, now)
    assert caught.value.message.id == "ledger.in-use"
    assert known(ledger, now) == before


def test_a_copy_that_was_restored_twice_is_the_same(path: Path, stick: Path, now: datetime) -> None:
    with opened(path) as ledger:
        queue(ledger, now, "Ana")
        goal = copy(path, stick, now)
    restore(goal, path, now, settled=True)
    kept = [restore(goal, path, now + LATER).kept for _ in range(2)]
    assert len(set(kept)) == 2
    with opened(path) as ledger:
        assert [one.state for one in ledger.list()] == [State.QUEUED]


def test_a_ledger_without_a_file_becomes_a_copy_too(ledger: Ledger, path: Path, stick: Path, now: datetime) -> None:
    send(ledger, now, *queue(ledger, now, "Ana"))
    goal = stick / "copy.sqlite"
    with copies.alone(path, wait=True):
        copies.take_items(ledger.items(secret=True, now=now), path, goal, now=now)
        with copies.staged(goal, path) as staging, opened(staging) as again:
            assert known(again, now) == known(ledger, now)
            assert copies.look(staging).at == now


RESTORING = """
import sys
from datetime import datetime
from pathlib import Path
from urgentaction.ledger import copies, restoring
goal, path = map(Path, sys.argv[1:3])
print("go", flush=True)
while True:
    with copies.alone(path, wait=True), copies.staged(goal, path) as staging:
        restoring.restore(staging, path, now=datetime.fromisoformat(sys.argv[3]), settled=False)
"""


def test_a_restore_that_is_killed_at_any_instant_leaves_a_whole_ledger(path: Path, stick: Path, now: datetime) -> None:
    with opened(path) as ledger:
        sent, waits = queue(ledger, now, "Ana", "Béa")
        goal = copy(path, stick, now)
        send(ledger, now + LATER, sent)
    chance = random.Random(20261124)
    for _ in range(8):
        command = [sys.executable, "-c", RESTORING, str(goal), str(path), now.isoformat()]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(chance.random() / 4)
            process.kill()
        with opened(path) as ledger:
            assert [ledger.get(key).state for key in (sent, waits)] == [State.SENT, State.QUEUED]
            assert ledger.gap() is None
    with copies.alone(path, wait=True):
        assert not list(path.parent.glob(".ua-copy-*"))


# --- Forgetting --------------------------------------------------------------------------------------------------------


def test_a_person_is_forgotten_in_a_copy(path: Path, stick: Path, now: datetime) -> None:
    with opened(path) as ledger:
        ana, bea = queue(ledger, now, "Ana Silva", "Béa")
        goal = copy(path, stick, now)
    assert b"ana.silva@example.org" in goal.read_bytes()
    with copies.alone(path, wait=True):
        forgotten = copies.forget(goal, person("Ana Silva"), path, now=now)
        assert [one.key for one in forgotten.letters] == [ana]
        with copies.staged(goal, path) as staging, opened(staging) as again:
            assert again.get(ana).state is State.CANCELLED
            assert again.get(bea).state is State.QUEUED
            assert copies.look(staging).at == now
    assert b"ana.silva@example.org" not in goal.read_bytes()
    assert b"Ana Silva" not in goal.read_bytes()

"""Processes that send through a real mail server, killed at random instants: all arrives, nothing twice unasked.

`UA_ROUNDS` says how often the great round is done on each kind of ledger: 15 times by itself, 200 in `make soak`.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from urgentaction.errors import UserError
from urgentaction.ledger import Ledger, Which, open_ledger
from urgentaction.model.delivery import State

HERE = Path(__file__).parent
ROUNDS = int(os.environ.get("UA_ROUNDS", "15"))
LETTERS = 300
LEASE = 900
PATIENCE = 60.0
ON_THE_WAY = (State.QUEUED, State.LEASED, State.SENDING)

Queue = Callable[..., tuple[str, ...]]


@dataclass(frozen=True)
class Server:
    """Where the server listens, and the file in which it notes what it took."""

    port: str
    file: Path

    def taken(self) -> list[str]:
        return self.file.read_text().split()

    def wait_for(self, count: int, process: subprocess.Popen[bytes]) -> None:
        """Until so many letters have been taken, or the process has ended."""
        limit = time.monotonic() + PATIENCE
        while len(self.taken()) < count and process.poll() is None:
            assert time.monotonic() < limit
            time.sleep(0.002)


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    file = tmp_path / "taken"
    file.touch()
    command = [sys.executable, str(HERE / "server.py"), str(file), request.node.name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdin
        yield Server(process.stdout.readline().decode().strip(), file)
        process.stdin.close()


@contextmanager
def sender(where: str, server: Server, connections: int, lease: float = LEASE) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, str(HERE / "sender.py"), where, server.port, str(connections), str(lease)]
    with subprocess.Popen(command) as process:
        try:
            yield process
        finally:
            process.kill()


def mail(name: str) -> bytes:
    return f"From: me@example.org\r\nTo: cabinet@justice.example\r\nSubject: A letter\r\n\r\n{name}\r\n".encode()


def names(count: int) -> list[str]:
    return [f"letter-{number:03}" for number in range(count)]


def by_state(ledger: Ledger) -> Counter[State]:
    return Counter({count.state: count.count for count in ledger.counts() if count.count})


def is_on_the_way(ledger: Ledger) -> bool:
    return any(by_state(ledger)[state] for state in ON_THE_WAY)


def run_to_the_end(ledger: Ledger, where: str, server: Server, connections: int = 1) -> None:
    """Restart until nothing is on its way: a database may learn a moment late that a process has died."""
    limit = time.monotonic() + PATIENCE
    while is_on_the_way(ledger):
        assert time.monotonic() < limit, by_state(ledger)
        with sender(where, server, connections) as process:
            assert process.wait(PATIENCE) == 0


def kill_in_the_middle(ledger: Ledger, where: str, server: Server, connections: int, chance: random.Random) -> int:
    """Kill processes at random instants between the first lease and the last settle; gives how many were."""
    kills = 0
    marks = sorted(chance.sample(range(200), 3)) + sorted(chance.sample(range(200, LETTERS), chance.randint(0, 2)))
    for mark in marks:
        with sender(where, server, connections) as process:
            if kills and chance.random() < 0.2:
                time.sleep(chance.uniform(0, 0.3))  # while it starts, or before its first letter
            else:
                server.wait_for(max(mark, len(server.taken()) + 1), process)
                time.sleep(chance.uniform(0, 0.04))
            process.send_signal(signal.SIGKILL)
            if process.wait(PATIENCE) == 0:
                break
        kills += is_on_the_way(ledger)
    return kills


def resolve(ledger: Ledger, server: Server, *, looks: bool) -> set[str]:
    """A person says what became of the uncertain ones: who looks knows, who does not says `not sent`."""
    taken, not_sent = set(server.taken()), set()
    for one in ledger.list(Which(states=(State.UNCERTAIN,)), limit=LETTERS):
        body = ledger.body(one.key)
        assert body
        name = body.split()[-1].decode()
        sent = looks and name in taken
        not_sent |= set() if sent else {name}
        ledger.resolve(one.key, sent=sent, now=datetime.now(UTC))
    return not_sent


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_process_killed_at_random_instants_loses_nothing_and_sends_nothing_twice_unasked(
    ledger: Ledger, where: str, queue: Queue, server: Server, seed: int
) -> None:
    chance, connections = random.Random(seed), (1, 2, 4)[seed % 3]
    queue(*names(LETTERS), text=mail)
    kills = kill_in_the_middle(ledger, where, server, connections, chance)
    run_to_the_end(ledger, where, server, connections)
    assert kills >= 3
    assert max(Counter(server.taken()).values()) == 1

    found = by_state(ledger)
    assert set(found) <= {State.SENT, State.UNCERTAIN}
    assert found.total() == LETTERS
    assert found[State.UNCERTAIN] <= kills * connections
    assert len(set(names(LETTERS)) - set(server.taken())) <= found[State.UNCERTAIN]

    not_sent = resolve(ledger, server, looks=chance.random() < 0.5)
    run_to_the_end(ledger, where, server)
    taken = Counter(server.taken())
    assert by_state(ledger) == {State.SENT: LETTERS}
    assert set(taken) == set(names(LETTERS))
    assert {name for name, count in taken.items() if count > 1} <= not_sent
    assert max(taken.values()) <= 2


@pytest.mark.parametrize("processes", [2, 5, 8])
def test_processes_on_one_ledger_share_no_letter(
    ledger: Ledger, where: str, queue: Queue, server: Server, processes: int
) -> None:
    queue(*names(120), text=mail)
    with ExitStack() as running:
        senders = [running.enter_context(sender(where, server, 1)) for _ in range(processes)]
        assert [process.wait(PATIENCE) for process in senders] == [0] * processes
    assert sorted(server.taken()) == names(120)
    assert by_state(ledger) == {State.SENT: 120}


def test_one_of_several_processes_is_killed_and_the_others_finish(
    ledger: Ledger, where: str, queue: Queue, server: Server
) -> None:
    queue(*names(120), text=mail)
    with sender(where, server, 1) as first, sender(where, server, 1) as second, sender(where, server, 1) as third:
        server.wait_for(30, first)
        first.kill()
        server.wait_for(60, second)
        second.kill()
        assert third.wait(PATIENCE) == 0
    run_to_the_end(ledger, where, server)
    found = by_state(ledger)
    assert found[State.UNCERTAIN] <= 2
    assert found.total() == 120
    assert max(Counter(server.taken()).values()) == 1


def fall_asleep(process: subprocess.Popen[bytes], where: str) -> None:
    """Stop it past its lease, outside a transaction: within one it keeps others out, for two minutes on a server."""
    for _ in range(20):
        process.send_signal(signal.SIGSTOP)
        time.sleep(0.6)
        with suppress(UserError), closing(open_ledger(where, patience=0.5)) as other:
            other.sweep(now=datetime.now(UTC))
            return
        process.send_signal(signal.SIGCONT)
        time.sleep(0.005)
    raise AssertionError("it is always in a transaction")


def test_a_process_that_slept_past_its_lease_sends_nothing_that_another_has_taken_over(
    ledger: Ledger, where: str, queue: Queue, server: Server
) -> None:
    queue(*names(150), text=mail)
    with sender(where, server, 2, lease=0.5) as sleeper:
        server.wait_for(15, sleeper)
        fall_asleep(sleeper, where)
        run_to_the_end(ledger, where, server)
        # What was on its way is uncertain now, and the sleeper's own late answer may still settle it.
        assert by_state(ledger)[State.UNCERTAIN] <= 2
        sleeper.send_signal(signal.SIGCONT)
        assert sleeper.wait(PATIENCE) == 0
    taken = Counter(server.taken())
    assert max(taken.values()) == 1
    assert set(taken) | resolve(ledger, server, looks=True) == set(names(150))

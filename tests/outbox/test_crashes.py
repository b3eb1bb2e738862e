"""Real processes on one ledger: killed at any instant, or several at once, they lose nothing and send nothing twice."""

from __future__ import annotations

import random
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from urgentaction.ledger import Ledger, Which
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State

WORKER = Path(__file__).with_name("worker.py")
Queue = Callable[..., tuple[str, ...]]


class SlowServer(socketserver.ThreadingTCPServer):
    """Takes letters, remembers each as soon as it is whole, and answers 2 to 8 ms later."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[bytes] = []
        self.chance = random.Random(1)


class Conversation(socketserver.StreamRequestHandler):
    server: SlowServer

    def handle(self) -> None:
        try:
            while self.rfile.readline() == b"DATA\n":
                self.wfile.write(b"354\n")
                text = self.rfile.readline()
                if not text.endswith(b"\n"):
                    return
                self.server.taken.append(text.strip())
                time.sleep(self.server.chance.uniform(0.002, 0.008))
                self.wfile.write(b"250\n")
        except OSError:
            return


@pytest.fixture
def server() -> Iterator[SlowServer]:
    with SlowServer() as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield running
        running.shutdown()


def start(where: str, server: SlowServer) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, WORKER, where, str(server.server_address[1])])


def by_state(ledger: Ledger) -> dict[State, int]:
    return {count.state: count.count for count in ledger.counts()}


def wait_for_more(server: SlowServer, before: int) -> None:
    """Until the process has handed over its first letter of this life."""
    limit = time.monotonic() + 20
    while len(server.taken) == before and time.monotonic() < limit:
        time.sleep(0.002)


@pytest.mark.parametrize("seed", range(3))
def test_a_process_killed_at_any_instant_loses_nothing_and_sends_nothing_twice(
    ledger: Ledger, where: str, queue: Queue, server: SlowServer, seed: int
) -> None:
    chance, kills, letters = random.Random(seed), 0, 60
    names = {f"{number:03}".encode(): number for number in range(letters)}
    queue(*(name.decode() for name in names))
    while by_state(ledger).get(State.QUEUED, 0) + by_state(ledger).get(State.LEASED, 0) and kills < 8:
        before = len(server.taken)
        process = start(where, server)
        wait_for_more(server, before)
        time.sleep(chance.uniform(0, 0.06))
        process.kill()
        process.wait()
        kills += 1
    assert start(where, server).wait(60) == 0
    # What the last process left is swept by the one that comes next.
    assert start(where, server).wait(60) == 0

    found = by_state(ledger)
    assert set(found) <= {State.SENT, State.UNCERTAIN}
    assert sum(found.values()) == letters
    assert found.get(State.UNCERTAIN, 0) <= kills
    taken = Counter(server.taken)
    assert max(taken.values()) == 1
    assert set(taken) <= set(names)
    lost = {ledger.body(one.key) for one in ledger.list(limit=letters)} - set(taken)
    uncertain = {ledger.body(one.key) for one in ledger.list(Which(states=(State.UNCERTAIN,)))}
    assert lost <= uncertain
    assert kills >= 3


def test_what_a_person_resolves_as_not_sent_arrives_in_the_end(
    ledger: Ledger, where: str, queue: Queue, server: SlowServer
) -> None:
    queue("A", "B", "C")
    process = start(where, server)
    wait_for_more(server, 0)
    process.kill()
    process.wait()
    start(where, server).wait(60)
    now = datetime.now(UTC)
    for one in ledger.list(Which(states=(State.UNCERTAIN,))):
        ledger.resolve(one.key, sent=ledger.body(one.key) in server.taken, now=now)
    start(where, server).wait(60)
    assert by_state(ledger) == {State.SENT: 3}
    assert Counter(server.taken) == {b"A": 1, b"B": 1, b"C": 1}


def test_several_processes_at_once_share_no_letter(
    ledger: Ledger, where: str, queue: Queue, server: SlowServer
) -> None:
    queue(*(f"{number:03}" for number in range(80)))
    running = [start(where, server) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0] * 4
    assert by_state(ledger) == {State.SENT: 80}
    assert max(Counter(server.taken).values()) == 1
    assert len(server.taken) == 80


def test_a_worker_that_is_alive_keeps_what_it_holds(
    ledger: Ledger, where: str, queue: Queue, server: SlowServer
) -> None:
    queue("A")
    now = datetime.now(UTC)
    with ledger.attend() as worker:
        assert ledger.lease(worker, now=now, channel=ChannelName.EMAIL) is not None
        assert start(where, server).wait(60) == 0
        assert by_state(ledger) == {State.LEASED: 1}
    assert server.taken == []


ENQUEUE = """
import sys
from datetime import UTC, date, datetime
from urgentaction.ledger import NewDelivery, message_id, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.signer import Signer

ledger = open_ledger(sys.argv[1])
for number in range(30):
    marks = ledger.marks(Signer(name=f"Signer {number}", email=f"s{number}@example.org"))
    slot = ledger.slot("example-2026", 1, "fr/ministry", marks=marks)
    now = datetime.now(UTC)
    new = NewDelivery(
        key=slot.key, again=slot.again, marks=marks, case="example-2026", round=1, authority="fr/ministry",
        channel=ChannelName.EMAIL, language="fr", sender="me@example.org", recipient="a@b.example", domain="b.example",
        message_id=message_id(slot.key, "example.org"), due=now, body=f"{number:03}".encode(),
        consent=date(2026, 11, 20),
    )
    ledger.enqueue([new], now=now)
ledger.close()
"""


def test_the_same_command_in_many_processes_queues_and_sends_each_letter_once(
    ledger: Ledger, where: str, server: SlowServer
) -> None:
    running = [subprocess.Popen([sys.executable, "-c", ENQUEUE, where]) for _ in range(3)]
    running += [start(where, server) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0] * 5
    for _ in range(2):
        assert subprocess.run([sys.executable, "-c", ENQUEUE, where], check=True).returncode == 0
        assert start(where, server).wait(60) == 0
    assert by_state(ledger) == {State.SENT: 30}
    assert sorted(server.taken) == [f"{number:03}".encode() for number in range(30)]

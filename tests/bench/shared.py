"""Letters a second from one shared queue with 1, 2 and 4 processes, on the PostgreSQL that `.ci/services` starts.

Each process drains as `ua outbox run` does, into a channel that only waits: 25 ms a letter, as a mail server at some
distance takes; and nothing at all, which is what ledger, processes and server can do on one machine together.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from urgentaction.ledger import Ledger, NewDelivery, message_id, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Accepted, Begin, Delivery, Job, Outcome, Receipt, ReceiptKind, State
from urgentaction.model.signer import Signer
from urgentaction.outbox import Recheck, Tools, drain
from urgentaction.pace import UNLIMITED

PROCESSES = (1, 2, 4)
WAITS = {0.025: 400, 0.0: 1500}
"""Seconds that a letter is under way, and how many letters are measured so."""

BODY = b"Subject: An urgent action\r\n\r\n" + b"Madame, Monsieur, je vous ecris.\r\n" * 90


class Waiting:
    """A channel that takes every letter after a while."""

    name = ChannelName.EMAIL

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def send(self, job: Job, begin: Begin) -> Outcome:
        begin()
        time.sleep(self.seconds)
        return Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference=job.key))

    def waits_for(self, _job: Job) -> bool:
        return False

    def close(self) -> None:
        """Nothing is kept."""


def main() -> None:
    """Print letters a second, and the ratio to one process."""
    where = os.environ.get("UA_TEST_POSTGRES", "")
    if not where:
        print('shared ledger              no PostgreSQL: eval "$(.ci/services)"')
        return
    with database(where) as url:
        enqueue(url, 10)
        measured(url, 1, 0.0)  # plans and caches are warm after it
        for wait, letters in WAITS.items():
            one = 0.0
            for processes in PROCESSES:
                enqueue(url, letters)
                rate = letters / measured(url, processes, wait)
                one = one or rate
                must = f"must be ≥ {0.7 * processes:.1f}" if wait else "until both cores are busy"
                what = f"shared ledger, {processes} × {wait * 1000:.0f} ms"
                print(f"{what:<26} {rate:7.0f} letters/s    {rate / one:.2f} × one    {must}", flush=True)


@contextmanager
def database(where: str) -> Iterator[str]:
    """A database of the bench's own."""
    import psycopg

    name = f"ua_bench_{secrets.token_hex(4)}"
    with psycopg.connect(where, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        yield f"{where.rpartition('/')[0]}/{name}"
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def enqueue(url: str, count: int) -> None:
    """Queue letters of new signers to one office."""
    now = datetime.now(UTC)
    with closing(open_ledger(url)) as ledger:
        ledger.enqueue((letter(ledger, now) for _ in range(count)), now=now)


def letter(ledger: Ledger, now: datetime) -> NewDelivery:
    """A letter of somebody new."""
    marks = ledger.marks(Signer(name="A B", email=f"{secrets.token_hex(8)}@example.org"))
    return NewDelivery(
        key=(key := secrets.token_hex(16)),
        again=0,
        marks=marks,
        case="example-2026",
        round=1,
        authority="fr/ministry",
        channel=ChannelName.EMAIL,
        language="fr",
        sender="group@example.org",
        recipient="office@example.org",
        domain="example.org",
        message_id=message_id(key, "example.org"),
        due=now,
        body=BODY,
        consent=date(2026, 11, 20),
    )


def measured(url: str, processes: int, wait: float) -> float:
    """Seconds until so many processes have emptied the queue."""
    command = [sys.executable, __file__, url, str(wait)]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    running = [
        subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    before = time.perf_counter()
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    if any(process.wait() for process in running):
        raise SystemExit("a process failed")
    seconds = time.perf_counter() - before
    for process in running:
        process.communicate()
    with closing(open_ledger(url)) as ledger:
        if {count.state for count in ledger.counts()} != {State.SENT}:
            raise SystemExit("not every letter was sent")
    return seconds


def work(url: str, wait: float) -> None:
    """One process: drain when told to."""

    def free(_delivery: Delivery, _now: datetime) -> Recheck:
        return Recheck(pace=UNLIMITED)

    with closing(open_ledger(url)) as ledger, ledger.attend() as worker:
        channels = {ChannelName.EMAIL: Waiting(wait)}
        tools = Tools(ledger=ledger, channels=channels, recheck=free, clock=lambda: datetime.now(UTC), worker=worker)
        print("ready", flush=True)
        sys.stdin.readline()
        run = drain(tools)
        if set(run.counts) - {State.SENT}:
            raise SystemExit(f"not sent: {run.counts}")


if __name__ == "__main__":
    work(sys.argv[1], float(sys.argv[2])) if len(sys.argv) > 1 else main()

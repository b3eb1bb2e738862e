"""Processes that order letters from Pingen, killed at random instants around the order: never two for one key.

The person who is asked what became of an uncertain letter is wrong each time: "not sent". `UA_ROUNDS` says how often
it is done: 15 times by itself.
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
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from support.pingen import SECRET, Pingen
from urgentaction.channels.post.order import encode
from urgentaction.channels.post.pingen import file_name
from urgentaction.ledger import Ledger, NewDelivery, Which, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State
from urgentaction.model.signer import Signer

HERE = Path(__file__).parent
ROUNDS = int(os.environ.get("UA_ROUNDS", "15"))
LETTERS = 12
PATIENCE = 60.0

Make = Callable[..., Any]


@pytest.fixture
def where(tmp_path: Path) -> str:
    return str(tmp_path / "ledger.sqlite")


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with closing(open_ledger(where)) as found:
        yield found


def queue(ledger: Ledger, body: bytes) -> tuple[str, ...]:
    def new(number: int) -> NewDelivery:
        marks = ledger.marks(Signer(name=f"Signer {number}", email=f"{number}@example.org"))
        slot = ledger.slot("example-2026", 1, "fr/ministry", marks=marks)
        return NewDelivery(
            key=slot.key,
            again=slot.again,
            marks=marks,
            case="example-2026",
            round=1,
            authority="fr/ministry",
            channel=ChannelName.POST,
            language="fr",
            sender="",
            recipient="fr/ministry",
            domain="",
            message_id="",
            due=datetime.now(UTC),
            consent=date(2026, 11, 20),
            body=body,
        )

    return ledger.enqueue([new(number) for number in range(LETTERS)], now=datetime.now(UTC)).added


@contextmanager
def sender(where: str, pingen: Pingen) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, str(HERE / "sender.py"), where, pingen.web.url, SECRET]) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(pingen: Pingen, step: str, count: int, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + PATIENCE
    while pingen.steps.count(step) < count and process.poll() is None:
        assert time.monotonic() < limit
        time.sleep(0.001)


def by_state(ledger: Ledger) -> Counter[State]:
    return Counter({count.state: count.count for count in ledger.counts() if count.count})


def take_all_for_unsent(ledger: Ledger) -> int:
    found = ledger.list(Which(states=(State.UNCERTAIN,)), limit=LETTERS)
    for one in found:
        ledger.resolve(one.key, sent=False, now=datetime.now(UTC))
    return len(found)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_process_killed_around_the_order_never_orders_a_letter_twice(
    ledger: Ledger, where: str, pingen: Pingen, order: Make, seed: int
) -> None:
    chance = random.Random(seed)
    pingen.on_send = lambda: time.sleep(chance.uniform(0, 0.01))
    keys = queue(ledger, encode(order()))
    kills = doubts = 0
    for mark in sorted(chance.sample(range(1, LETTERS), 3)):
        with sender(where, pingen) as process:
            step = chance.choice(("create", "send", "send", "send"))
            wait_for(pingen, step, max(mark, pingen.steps.count(step) + 1), process)
            time.sleep(chance.uniform(0, 0.02))
            process.send_signal(signal.SIGKILL)
            kills += process.wait(PATIENCE) == -signal.SIGKILL
        if chance.random() < 0.5:
            pingen.forget_keys()
        ledger.sweep(now=datetime.now(UTC))
        doubts += take_all_for_unsent(ledger)

    limit = time.monotonic() + PATIENCE
    while set(by_state(ledger)) != {State.SENT}:
        assert time.monotonic() < limit, by_state(ledger)
        with sender(where, pingen) as process:
            assert process.wait(PATIENCE) == 0
        take_all_for_unsent(ledger)

    assert kills >= 1
    assert doubts <= kills
    assert by_state(ledger) == {State.SENT: LETTERS}
    assert Counter(pingen.charged) == Counter(map(file_name, keys))

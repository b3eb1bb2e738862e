"""Processes that order letters, killed at random instants around the order: never two accepted ones for one key.

The person who is asked what became of an uncertain letter is wrong each time: "not sent". `UA_ROUNDS` says how often
it is done with each provider: 15 times by itself.
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
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from support import desks, printhouses
from support.letters import new_letter
from support.pingen import SECRET, Pingen
from support.web import Asked
from support.webserver import Answer
from urgentaction.channels.post import lob, mysendingbox, pingen
from urgentaction.channels.post.base import Order
from urgentaction.channels.post.order import encode
from urgentaction.ledger import Ledger, Which, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State

HERE = Path(__file__).parent
ROUNDS = int(os.environ.get("UA_ROUNDS", "15"))
LETTERS = 12
PATIENCE = 60.0

Make = Callable[..., Any]


@dataclass(frozen=True)
class Shop:
    """A provider on this machine, and what it can be asked about itself.

    `taken` counts requests of a kind, of which `marks` are worth waiting for; `paid` are the keys of the letters that
    it has accepted, as often as it did; `forget` makes it forget what idempotency keys it remembers, if any.
    """

    name: str
    url: str
    secret: str
    letter: Order
    marks: tuple[str, ...]
    taken: Callable[[str], int]
    paid: Callable[[], list[str]]
    forget: Callable[[], object]


@contextmanager
def pingen_shop(nap: Callable[[], None], letter: Order) -> Iterator[Shop]:
    house = Pingen(on_send=nap)
    web = house.start()

    def paid() -> list[str]:
        return [name.removeprefix("ua-").removesuffix(".pdf") for name in house.charged]

    marks = ("create", "send", "send", "send")
    yield Shop(pingen.NAME, web.url, SECRET, letter, marks, house.steps.count, paid, house.forget_keys)
    web.close()


@contextmanager
def keyed_shop(name: str, nap: Callable[[], None]) -> Iterator[Shop]:
    with desks.at_desk(name) as desk:
        work = desk.house.answers

        def slowly(asked: Asked) -> Answer:
            nap()
            answer = work(asked)
            nap()
            return answer

        def taken(method: str) -> int:
            return sum(asked.method == method for asked in list(desk.web.asked))

        desk.web.work = slowly
        forget = desk.house.forget_keys if isinstance(desk.house, printhouses.Lob) else lambda: None
        yield Shop(name, desk.base, desk.secret, desk.order(), ("POST",), taken, desk.house.accepted, forget)


@pytest.fixture(params=range(ROUNDS))
def chance(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(request.param)


@pytest.fixture(params=[pingen.NAME, lob.NAME, mysendingbox.NAME])
def shop(request: pytest.FixtureRequest, order: Make, chance: random.Random) -> Iterator[Shop]:
    def nap() -> None:
        time.sleep(chance.uniform(0, 0.01))

    with pingen_shop(nap, order()) if request.param == pingen.NAME else keyed_shop(request.param, nap) as found:
        yield found


@pytest.fixture
def where(tmp_path: Path) -> str:
    return str(tmp_path / "ledger.sqlite")


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with closing(open_ledger(where)) as found:
        yield found


def queue(ledger: Ledger, body: bytes) -> tuple[str, ...]:
    now = datetime.now(UTC)
    how = {
        "channel": ChannelName.POST,
        "sender": "",
        "recipient": "fr/ministry",
        "domain": "",
        "copy": "",
        "body": body,
    }
    letters = [new_letter(ledger, now, f"Signer {number}", **how) for number in range(LETTERS)]
    return ledger.enqueue(letters, now=now).added


@contextmanager
def sender(where: str, shop: Shop) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, str(HERE / "sender.py"), shop.name, where, shop.url, shop.secret]
    with subprocess.Popen(command) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(shop: Shop, step: str, count: int, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + PATIENCE
    while shop.taken(step) < count and process.poll() is None:
        assert time.monotonic() < limit
        time.sleep(0.001)


def by_state(ledger: Ledger) -> Counter[State]:
    return Counter({count.state: count.count for count in ledger.counts() if count.count})


def take_all_for_unsent(ledger: Ledger) -> int:
    found = ledger.list(Which(states=(State.UNCERTAIN,)), limit=LETTERS)
    for one in found:
        ledger.resolve(one.key, sent=False, now=datetime.now(UTC))
    return len(found)


def test_a_process_killed_around_the_order_never_orders_a_letter_twice(
    ledger: Ledger, where: str, shop: Shop, chance: random.Random
) -> None:
    keys = queue(ledger, encode(shop.letter))
    kills = doubts = 0
    for mark in sorted(chance.sample(range(1, LETTERS), 3)):
        with sender(where, shop) as process:
            step = chance.choice(shop.marks)
            wait_for(shop, step, max(mark, shop.taken(step) + 1), process)
            time.sleep(chance.uniform(0, 0.02))
            process.send_signal(signal.SIGKILL)
            kills += process.wait(PATIENCE) == -signal.SIGKILL
        if chance.random() < 0.5:
            shop.forget()
        ledger.sweep(now=datetime.now(UTC))
        doubts += take_all_for_unsent(ledger)

    limit = time.monotonic() + PATIENCE
    while set(by_state(ledger)) != {State.SENT}:
        assert time.monotonic() < limit, by_state(ledger)
        with sender(where, shop) as process:
            assert process.wait(PATIENCE) == 0
        take_all_for_unsent(ledger)

    assert kills >= 1
    assert doubts <= kills
    assert by_state(ledger) == {State.SENT: LETTERS}
    assert Counter(shop.paid()) == Counter(keys)

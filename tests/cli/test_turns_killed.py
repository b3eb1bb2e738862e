"""`ua case update` and `ua case stop` killed at random instants while another machine sends: done again, all agrees.

`UA_ROUNDS` says how often on each kind of ledger: 10 times by itself, 200 in `make soak`.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from support.databases import KINDS
from support.mail import MailServer
from support.ua import Ua
from urgentaction.channels.settings import Security, Settings
from urgentaction.ledger import Ledger, open_ledger
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import State
from urgentaction.pace import UNLIMITED

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("UA_ROUNDS", "10"))
CASE, OFFICE, LETTERS = "example-2026", "minister@justice.example.org", 12
PATIENCE = 60.0
PASSWORD = "correct horse battery staple"
GROUP = '\n[group]\nname = "Group 7"\ncontact = "g7@example.org"\n'
HEAD = "name,email,street,postcode,city,country,consent,case\n"
ROW = "Ana Byron{n},a{n}@example.org,{n} rue A,13100,Aix,FR,2026-11-21,example-2026\n"
STOP = ("case", "stop", CASE, "--why", "She was released.", "--source", "Stop action", "--yes")


@dataclass
class House:
    """A home with letters that wait, its ledger, the mail server, and the program as a process."""

    me: Ua
    where: str
    server: MailServer

    @property
    def file(self) -> Path:
        return self.me.home / "data" / "letters" / "cases" / f"{CASE}.toml"

    def process(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "support" / "unpaced.py"), *words],
            env={
                "PATH": "/usr/bin:/bin",
                "PYTHONPATH": str(ROOT),
                "UA_HOME": str(self.me.home),
                "UA_EMAIL_PASSWORD": PASSWORD,
                "LANG": "en_GB.UTF-8",
                "HOME": str(self.me.home),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def killed(self, chance: random.Random, seen: Callable[[Ledger], bool], *words: str) -> None:
        """Start a command and kill it: a moment after it began to write (`seen`), before it, or much later."""
        after = chance.choice((0.0, 0.004, 0.05, 0.3, 1.0))
        ledger = open_ledger(self.where)
        try:
            with self.process(*words) as process:
                limit = time.monotonic() + PATIENCE
                while not seen(ledger) and process.poll() is None:
                    assert time.monotonic() < limit
                    time.sleep(0.001)
                time.sleep(chance.uniform(0, after))
                process.send_signal(signal.SIGKILL)
        finally:
            ledger.close()

    def counts(self) -> Counter[tuple[int, State]]:
        ledger = open_ledger(self.where)
        try:
            assert not ledger.check()
            return Counter({(one.round, one.state): one.count for one in ledger.counts(CASE) if one.count})
        finally:
            ledger.close()

    def state(self, round_: int) -> RoundState | None:
        ledger = open_ledger(self.where)
        try:
            return ledger.round_state(CASE, round_)
        finally:
            ledger.close()

    def arrived(self) -> Counter[str]:
        """Who signed the letters that arrived at the office, and how often."""
        mails = [mail.content or b"" for mail in self.server.mails if mail.rcpt_tos == [OFFICE]]
        return Counter(
            name for mail in mails for name in set(re.findall(rb"Ana Byron\d+", mail)) for name in [name.decode()]
        )


@pytest.fixture(params=KINDS)
def house(
    request: pytest.FixtureRequest,
    account: Callable[[Settings], Ua],
    mail_server: Callable[..., MailServer],
    library: Path,
    tmp_path: Path,
) -> House:
    server = mail_server(Security.TLS, user="elise@example.org", password=PASSWORD)
    me = account(server.settings)
    where = str(me.home / "data" / "ledger.sqlite")
    if request.param != KINDS[0]:
        where = str(request.getfixturevalue("url"))
    config = me.home / "config.toml"
    shared = f'ledger = "{where}"\n' if request.param != KINDS[0] else ""
    config.write_text(shared + config.read_text(encoding="utf-8") + GROUP, encoding="utf-8")
    shutil.copytree(library, me.home / "data" / "letters")
    rows = tmp_path / "signers.csv"
    rows.write_text(HEAD + "".join(ROW.format(n=n) for n in range(LETTERS)), encoding="utf-8")
    me.change = lambda world: replace(world, pace=UNLIMITED)
    how = ("--by", "email", "--queue-only", "--yes", "--fresh-ledger-ok")
    ran = me("send", CASE, "--signers", str(rows), *how)
    assert ran.code == 0, ran.err
    return House(me, where, server)


def kept(house: House) -> Path:
    """The old round, which is put aside before anything else is done."""
    return house.file.parent / f"{CASE}.rounds" / "1.toml"


def next_round(house: House, tmp_path: Path) -> str:
    text = house.file.read_text(encoding="utf-8")
    text = text.replace("round = 1", "round = 2").replace("issued = 2026-11-14", "issued = 2026-11-23")
    (tmp_path / "next.toml").write_text(text, encoding="utf-8")
    return str(tmp_path / "next.toml")


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_killed_at_random_instants_file_and_ledger_agree_after_the_same_command(
    house: House, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    update = ("case", "update", next_round(house, tmp_path), "--yes", "--fresh-ledger-ok")
    for _ in range(chance.randint(1, 2)):
        house.killed(chance, lambda _: kept(house).is_file(), *update)
    done = house.me(*update)
    assert done.code == 0, done.err
    assert house.counts() == {(1, State.CANCELLED): LETTERS, (2, State.QUEUED): LETTERS}
    assert (house.state(1), house.state(2)) == (RoundState.SUPERSEDED, RoundState.OPEN)
    assert "round = 2" in house.file.read_text(encoding="utf-8")
    assert kept(house).is_file()

    house.killed(chance, lambda ledger: ledger.round_state(CASE, 2) is RoundState.STOPPED, *STOP)
    done = house.me(*STOP)
    assert done.code == 0, done.err
    assert house.counts() == {(1, State.CANCELLED): LETTERS, (2, State.CANCELLED): LETTERS}
    assert house.state(2) is RoundState.STOPPED
    assert 'state = "stopped"' in house.file.read_text(encoding="utf-8")
    assert house.me("outbox", "run").code == 0
    assert house.arrived() == {}


@pytest.mark.parametrize("seed", range(max(1, ROUNDS // 3)))
def test_while_another_process_sends_nobody_is_written_for_twice(house: House, tmp_path: Path, seed: int) -> None:
    """Who was written for in the old round is not in the new one: only what waited is written again."""
    chance = random.Random(seed)
    update = ("case", "update", next_round(house, tmp_path), "--yes", "--fresh-ledger-ok")
    with house.process("outbox", "run") as sender:
        house.killed(chance, lambda _: kept(house).is_file(), *update)
        assert house.me(*update).code == 0
        sender.wait(60)
    assert house.me("outbox", "run").code == 0
    found = house.counts()
    assert {state for _, state in found} <= {State.SENT, State.CANCELLED}
    assert found[1, State.SENT] + found[2, State.SENT] == LETTERS
    assert house.arrived() == {f"Ana Byron{n}": 1 for n in range(LETTERS)}


def test_two_machines_that_turn_a_round_at_once_write_each_letter_once(house: House, tmp_path: Path) -> None:
    update = ("case", "update", next_round(house, tmp_path), "--yes", "--fresh-ledger-ok")
    with house.process(*update) as one, house.process(*update) as other:
        assert {one.wait(PATIENCE), other.wait(PATIENCE)} <= {0}
    assert house.counts() == {(1, State.CANCELLED): LETTERS, (2, State.QUEUED): LETTERS}

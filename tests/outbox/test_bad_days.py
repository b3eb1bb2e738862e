"""Bad days: a server that fails at each step, answers that come too late, a clock that jumps; no letter is lost."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from support.mail import POLITE
from urgentaction.channels import base
from urgentaction.channels.smtp import Smtp
from urgentaction.ledger import Ledger, Which, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Accepted, Begin, Job, Outcome, Receipt, ReceiptKind, State, Withdrawn
from urgentaction.outbox import Recheck, Run, Tools, drain
from urgentaction.pace import UNLIMITED

Make = Callable[..., Tools]
Queue = Callable[..., tuple[str, ...]]
TAKEN = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="1"))
NAMES = ("letter-A", "letter-B", "letter-C", "letter-D")


def mail(name: str) -> bytes:
    return f"From: me@example.org\r\nTo: cabinet@justice.example\r\nSubject: A letter\r\n\r\n{name}\r\n".encode()


def by_state(ledger: Ledger) -> dict[State, int]:
    return {count.state: count.count for count in ledger.counts() if count.count}


def heard(server: Any) -> Counter[str]:
    """The letters that came whole."""
    return Counter(letter.split()[-1].decode() for letter in server.letters)


def send_all(tools: Make, server: Any, clock: Any, ledger: Ledger) -> None:
    """Run as a person would who comes back every half hour, until nothing waits."""
    for _ in range(8):
        with closing(Smtp(server.settings, str)) as smtp:
            drain(tools(channels={smtp.name: smtp}))
        if State.QUEUED not in by_state(ledger):
            return
        clock.move(minutes=30)


# --- A server that fails ------------------------------------------------------------------------------------------------


def second(step: str, fault: str) -> dict[str, str | list[str]]:
    """A server that fails with the second letter; in greeting us, with the first connection."""
    return {step: [fault] if step in {"GREETING", "EHLO"} else [POLITE[step], fault]}


@pytest.mark.parametrize("fault", ["drop", "421 4.3.2 closing", "later 421 4.3.2 closing", "451 4.3.0 try later"])
@pytest.mark.parametrize("step", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_server_that_fails_before_the_text_gets_every_letter_once_in_the_end(
    tools: Make, queue: Queue, rude_server: Make, clock: Any, ledger: Ledger, step: str, fault: str
) -> None:
    server: Any = rude_server(second(step, fault))
    queue(*NAMES, text=mail)
    send_all(tools, server, clock, ledger)
    assert by_state(ledger) == {State.SENT: 4}
    assert heard(server) == Counter(NAMES)


def test_a_server_that_hangs_up_within_the_text_gets_every_letter_once_in_the_end(
    tools: Make, queue: Queue, rude_server: Make, clock: Any, ledger: Ledger
) -> None:
    script = {"BODY": "drop"}
    server: Any = rude_server(script)
    queue(*NAMES, text=lambda name: mail("x" * 900 + "\r\n" + name))
    with closing(Smtp(server.settings, str)) as smtp:
        drain(tools(channels={smtp.name: smtp}))
    assert heard(server) == Counter()
    # The end of a short text may have left before its sender learns that nobody listens: then a person is asked.
    doubts = by_state(ledger).get(State.UNCERTAIN, 0)
    script.clear()
    clock.move(minutes=30)
    send_all(tools, server, clock, ledger)
    assert by_state(ledger).get(State.SENT, 0) == 4 - doubts
    assert max(heard(server).values(), default=1) == 1


@pytest.mark.parametrize("fault", ["421 4.3.2 closing", "later 421 4.3.2 closing", "451 4.3.0 queue full"])
def test_a_no_to_the_whole_text_is_no_letter_and_it_goes_again(
    tools: Make, queue: Queue, rude_server: Make, clock: Any, ledger: Ledger, fault: str
) -> None:
    server: Any = rude_server(second("DOT", fault))
    queue(*NAMES, text=mail)
    send_all(tools, server, clock, ledger)
    assert by_state(ledger) == {State.SENT: 4}
    assert heard(server) == Counter(NAMES) + Counter([NAMES[1]])  # heard twice, taken once


@pytest.mark.parametrize("fault", ["drop", "hush", "nonsense"])
def test_a_server_that_takes_a_text_and_never_says_so_makes_one_letter_uncertain_and_a_person_decides(
    tools: Make, queue: Queue, rude_server: Make, clock: Any, ledger: Ledger, fault: str
) -> None:
    server: Any = rude_server(second("DOT", fault), reply_timeout=1.0)
    queue(*NAMES, text=mail)
    send_all(tools, server, clock, ledger)
    assert by_state(ledger) == {State.SENT: 3, State.UNCERTAIN: 1}
    assert heard(server) == Counter(NAMES)
    (doubt,) = ledger.list(Which(states=(State.UNCERTAIN,)))
    ledger.resolve(doubt.key, sent=False, now=clock.now)
    send_all(tools, server, clock, ledger)
    assert heard(server) == Counter(NAMES) + Counter([NAMES[1]])  # twice, since a person said so


def test_a_server_that_stays_silent_before_the_text_costs_no_letter(
    tools: Make, queue: Queue, rude_server: Make, clock: Any, ledger: Ledger
) -> None:
    server: Any = rude_server(second("DATA", "hush"), timeout=1.0)
    queue(*NAMES, text=mail)
    send_all(tools, server, clock, ledger)
    assert by_state(ledger) == {State.SENT: 4}
    assert heard(server) == Counter(NAMES)


# --- Time that misbehaves -----------------------------------------------------------------------------------------------


def test_an_answer_that_comes_after_the_lease_still_settles_its_letter(
    tools: Make, queue: Queue, channel: Any, clock: Any, ledger: Ledger, where: str
) -> None:
    (key,) = queue("A")

    def late(_job: Job, begin: Begin) -> Outcome:
        begin()
        clock.move(minutes=20)
        with closing(open_ledger(where)) as other:
            assert [found.key for found in other.sweep(now=clock.now)] == [key]
        return TAKEN

    channel.answers = [late]
    drain(tools())
    assert by_state(ledger) == {State.SENT: 1}


@pytest.mark.parametrize("seed", range(6))
def test_a_clock_that_jumps_either_way_loses_nothing_and_sends_nothing_twice(
    tools: Make, queue: Queue, channel: Any, clock: Any, ledger: Ledger, where: str, seed: int
) -> None:
    chance, sent = random.Random(seed), list[bytes]()
    names = [f"{number:02}" for number in range(15)]

    def jump() -> None:
        clock.move(hours=chance.choice([0, 0, 0, 0.2, -0.2, 1, -1, 30, -30, 9000, -9000]))

    def jumps(job: Job, begin: Begin) -> Outcome:
        jump()
        try:
            begin()
        except Withdrawn as no:
            return base.withdrawn(no)
        sent.append(job.body)
        jump()
        with closing(open_ledger(where)) as other:
            other.sweep(now=clock.now)
        return TAKEN

    queue(*names)
    start = clock.now
    for _ in range(60):
        channel.answers = [jumps] * 500
        drain(tools())
        jump()
    clock.now, channel.answers = start.replace(year=2400), []  # later than any clock that ran ahead
    drain(tools())
    assert by_state(ledger) == {State.SENT: 15}
    counted = Counter(sent + [job.body for job in channel.sent])
    assert counted == Counter(name.encode() for name in names)


def test_a_clock_that_is_set_back_gives_the_office_no_more_letters(
    tools: Make, queue: Queue, channel: Any, clock: Any, ledger: Ledger
) -> None:
    due = clock.now.replace(year=2020)
    queue(*(f"{number:02}" for number in range(9)), due=due)
    pace = replace(UNLIMITED, per_hour=3)

    def run() -> Run:
        return drain(tools(recheck=lambda _delivery, _now: Recheck(pace=pace)))

    assert run().counts[State.SENT] == 3
    clock.move(hours=-5)
    run()
    assert len(channel.sent) == 3
    clock.move(minutes=59)
    run()
    assert len(channel.sent) == 3
    for _ in range(12):
        clock.move(hours=1)
        before = len(channel.sent)
        run()
        assert len(channel.sent) - before <= 3
    assert by_state(ledger) == {State.SENT: 9}


def test_a_lease_of_a_clock_that_ran_ahead_is_free_again(
    tools: Make, queue: Queue, clock: Any, ledger: Ledger, where: str
) -> None:
    queue("A", "B")
    with closing(open_ledger(where)) as other:
        clock.move(hours=9000)
        assert other.lease("gone", now=clock.now, channel=ChannelName.EMAIL) is not None
        clock.move(hours=-9000)
    drain(tools())
    assert by_state(ledger) == {State.SENT: 2}

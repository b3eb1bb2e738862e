"""Stacks of printed letters: together or not at all, and after a crash the file tells."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from support.letters import begin_leased
from support.printer import Press
from urgentaction.errors import UserError, message
from urgentaction.gates import CASE, Refusal
from urgentaction.ledger import Ledger, Stack, Which
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import Accepted, Delivery, Job, ReceiptKind, Refused, State
from urgentaction.outbox import Pressed, Progress, Recheck, Run, Tools, drain, stacking
from urgentaction.pace import UNLIMITED

PRINTER = Path(__file__).parents[1] / "support" / "printer.py"
BATCH = "example-2026-20261124T080000-ab12"
NAMES = [f"letter-{number:02}" for number in range(10)]
MOMENT = 60.0


class Clock(Protocol):
    """The clock of these tests (conftest.py)."""

    def move(self, **span: float) -> None: ...


class FakeChannel(Protocol):
    """The channel of these tests (conftest.py)."""

    name: ChannelName
    sent: list[Job]


Queue = Callable[..., tuple[str, ...]]
Make = Callable[..., Tools]


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path / "prints")


@pytest.fixture
def on_paper(queue: Queue) -> Queue:
    """`on_paper("A", …)`: queue letters of this batch to be printed."""

    def add(*names: str, **changes: object) -> tuple[str, ...]:
        return queue(*names, **({"channel": ChannelName.PRINT, "batch": BATCH, "domain": ""} | changes))

    return add


def printed(press: Press) -> dict[str, list[str]]:
    """What is in which file."""
    return {path.name: path.read_text().split("\n") for path in sorted(press.folder.rglob("*.pdf"))}


def run(tools: Tools, press: Press, **changes: object) -> Run:
    return stacking.print_batch(tools, BATCH, press, **changes)  # type: ignore[arg-type]


def states(ledger: Ledger) -> Counter[State]:
    return Counter({count.state: count.count for count in ledger.counts() if count.count})


def test_letters_go_into_files_in_the_order_in_which_they_were_queued(
    ledger: Ledger, tools: Make, on_paper: Queue, press: Press
) -> None:
    keys = on_paper(*NAMES)
    told: list[Progress] = []
    done = run(tools(), press, progress=told.append)
    assert done.counts == {State.SENT: 10}
    assert printed(press) == {
        "letters-1.pdf": NAMES[:4],
        "letters-2.pdf": NAMES[4:8],
        "letters-3.pdf": NAMES[8:],
    }
    assert [step.delivery.key for step in told] == list(keys)
    receipts = [ledger.get(key).receipt for key in keys]
    assert {receipt.kind for receipt in receipts if receipt} == {ReceiptKind.PRINTED}
    assert [receipt.reference for receipt in receipts if receipt][::4] == [
        f"{BATCH}/letters-{number}.pdf" for number in (1, 2, 3)
    ]
    assert [(stack.id, stack.count) for stack in ledger.stacks()] == [("ab12-1", 4), ("ab12-2", 4), ("ab12-3", 2)]


def test_a_letter_that_cannot_be_set_is_refused_and_the_others_go(
    ledger: Ledger, tools: Make, on_paper: Queue, press: Press
) -> None:
    on_paper("A", "B")
    (bad,) = on_paper("C", text=lambda _name: b"spoilt")
    told: list[Progress] = []
    run(tools(), press, progress=told.append)
    assert printed(press) == {"letters-1.pdf": ["A", "B"]}
    assert ledger.get(bad).state is State.REFUSED
    assert {type(step.outcome) for step in told} == {Accepted, Refused}


def test_what_is_recorded_of_a_letter_that_cannot_be_set_names_nobody(
    ledger: Ledger, tools: Make, on_paper: Queue, press: Press
) -> None:
    (key,) = on_paper("Zoé Abel", text=lambda _name: b"spoilt")
    told: list[Progress] = []

    class Named(Press):
        def set(self, jobs: Sequence[Job]) -> Pressed:
            return Pressed(b"", spoilt={job.key: message("documents.sender-too-long", name="Zoé Abel") for job in jobs})

    run(tools(), Named(press.folder), progress=told.append)
    assert ledger.get(key).state is State.REFUSED
    (event,) = [event for event in ledger.history(key) if event.what == "refused"]
    assert event.data["message"] == "documents.sender-too-long"
    assert "Zoé" not in f"{ledger.get(key)} {ledger.history(key)}"
    assert "Zoé Abel" in str(told[0].outcome)  # whoever prints has to know whose it is


def test_only_so_many_are_printed_and_the_rest_waits(
    ledger: Ledger, tools: Make, on_paper: Queue, press: Press
) -> None:
    on_paper(*NAMES)
    assert run(tools(), press, limit=5).counts == {State.SENT: 5}
    assert [len(letters) for letters in printed(press).values()] == [4, 1]
    assert states(ledger) == {State.SENT: 5, State.QUEUED: 5}
    assert list(stacking.due(ledger)) == [BATCH]
    assert not list(stacking.due(ledger, batch="another"))


def test_nothing_is_begun_when_somebody_says_stop(ledger: Ledger, tools: Make, on_paper: Queue, press: Press) -> None:
    on_paper("A")
    done = run(tools(), press, stop=lambda: True)
    assert done.interrupted
    assert (states(ledger), printed(press)) == ({State.QUEUED: 1}, {})


def test_what_a_gate_holds_back_is_not_in_the_file(ledger: Ledger, tools: Make, on_paper: Queue, press: Press) -> None:
    _, late, _, wait = on_paper("A", "B", "C", "D")

    def recheck(delivery: Delivery, _now: datetime) -> Recheck:
        refusals = {
            late: (Refusal(CASE, message("gates.behind", case="x", round=1)),),
            wait: (Refusal(CASE, message("gates.behind", case="x", round=1), lasting=False),),
        }
        return Recheck(pace=UNLIMITED, refusals=refusals.get(delivery.key, ()))

    run(tools(recheck=recheck), press)
    assert printed(press) == {"letters-1.pdf": ["A", "C"]}
    assert (ledger.get(late).state, ledger.get(wait).state) == (State.CANCELLED, State.QUEUED)
    assert ledger.get(wait).due > ledger.get(late).due


def test_a_stop_that_another_machine_notes_while_the_file_is_set_keeps_all_of_it_back(
    ledger: Ledger, tools: Make, on_paper: Queue, press: Press
) -> None:
    on_paper("A", "B")

    class Slow(Press):
        def set(self, jobs):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - as its parent
            ledger.note_round("example-2026", 1, RoundState.STOPPED, now=datetime(2026, 11, 24, tzinfo=UTC))
            return super().set(jobs)

    done = run(tools(), Slow(press.folder))
    assert done.counts == {State.CANCELLED: 2}
    assert printed(press) == {}


def test_who_withdraws_while_the_file_is_set_is_left_out_of_it(
    ledger: Ledger, tools: Make, on_paper: Queue, press: Press
) -> None:
    on_paper("A", "B", "C")
    again: list[int] = []

    class Slow(Press):
        def set(self, jobs):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - as its parent
            again.append(len(jobs))
            if len(again) == 1:
                held = next(job for job in jobs if job.body == b"B")
                ledger.cancel(Which(keys=(held.key,)), now=datetime.now(UTC), reason=message("queue.by-hand"))
            return super().set(jobs)

    run(tools(), Slow(press.folder))
    assert again == [3, 2]
    assert printed(press) == {"letters-1.pdf": ["A", "C"]}
    assert states(ledger) == {State.SENT: 2, State.CANCELLED: 1}


def test_a_file_that_cannot_be_written_halts_and_its_letters_wait(
    ledger: Ledger, tools: Make, on_paper: Queue, press: Press
) -> None:
    on_paper(*NAMES[:5])

    class Full(Press):
        def write(self, *_: object) -> None:
            raise UserError("files.disk-full", path="x")

    done = run(tools(), Full(press.folder))
    assert done.halted
    assert states(ledger) == {State.QUEUED: 5}
    # The next one does not take the same name: nobody knows whether something is there.
    assert run(tools(), press).counts == {State.SENT: 5}
    assert list(printed(press)) == ["letters-2.pdf", "letters-3.pdf"]


def test_posted_is_noted_once_and_is_progress_not_a_state(
    ledger: Ledger, tools: Make, on_paper: Queue, press: Press
) -> None:
    first = on_paper(*NAMES)[0]
    run(tools(), press)
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    one, *others = ledger.stacks("example-2026")
    assert ledger.post([one.reference], now=now) == 4
    assert ledger.post([one.reference], now=now) == 0
    assert list(ledger.stacks()) == others
    assert ledger.stacks("another-case") == ()
    assert ledger.get(first).state is State.SENT
    assert [event.what for event in ledger.history(first)][-1] == "posted"


def test_when_a_letter_was_printed_first_is_known_of_its_signer_only(
    ledger: Ledger, tools: Make, on_paper: Queue, press: Press
) -> None:
    on_paper("A")
    run(tools(), press)
    from urgentaction.model.signer import Signer

    def first(name: str, authority: str = "fr/ministry") -> datetime | None:
        marks = ledger.marks(Signer(name=name, email=f"{name}@example.org"))
        return ledger.first_printed("example-2026", 1, authority, marks)

    assert first("A") == tools().clock()
    assert first("B") is None
    assert first("A", "fr/other") is None


def test_letters_whose_lease_ran_out_while_the_file_was_set_go_back_and_no_file_is_written(
    ledger: Ledger, tools: Make, on_paper: Queue, press: Press, clock: Clock
) -> None:
    on_paper("A", "B")
    set_: list[int] = []

    class Slow(Press):
        def set(self, jobs):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - as its parent
            set_.append(len(jobs))
            clock.move(hours=2)
            return super().set(jobs)

    done = run(tools(), Slow(press.folder), stop=lambda: bool(set_))
    assert done.counts == {State.QUEUED: 2}
    assert (printed(press), states(ledger)) == ({}, {State.QUEUED: 2})
    assert run(tools(), press).counts == {State.SENT: 2}


def test_no_connection_takes_what_is_printed_in_a_stack_unless_it_is_asked_for_by_its_key(
    ledger: Ledger, tools: Make, on_paper: Queue, queue: Queue, press: Press, channel: FakeChannel
) -> None:
    """A run on another machine finds the letters of a list that were queued a moment ago."""
    alone = queue("C", channel=ChannelName.PRINT, domain="")
    carrier = on_paper("D", key="bundle", bundle="bundle")
    first, second = on_paper("A", "B")
    channel.name = ChannelName.PRINT
    drain(tools())
    drain(tools(), which=Which(batch=BATCH))
    assert [job.key for job in channel.sent] == [*alone, *carrier]
    drain(tools(), which=Which(keys=(second,)))
    assert channel.sent[-1].key == second
    run(tools(), press)
    assert printed(press) == {"letters-1.pdf": ["A"]}
    assert ledger.get(first).state is State.SENT


def test_a_letter_that_is_queued_again_has_no_receipt_of_before(
    ledger: Ledger, tools: Make, on_paper: Queue, press: Press, clock: Clock
) -> None:
    """Its first file is found after all, and the second attempt breaks off: nobody knows of the second."""
    (key,) = on_paper("A")
    taken = begun(ledger, tools())
    clock.move(hours=2)
    ledger.sweep(now=tools().clock())
    (stack,) = ledger.stacks(doubtful=True)
    ledger.resolve_stack(stack.reference, printed=False, reason=message("ledger.denied"), now=tools().clock())
    (press.folder / taken).parent.mkdir(parents=True)
    (press.folder / taken).touch()

    worker = tools().worker
    ledger.lease(worker, now=tools().clock(), channel=ChannelName.PRINT, which=Which(keys=(key,)))
    begin_leased(ledger, key, worker=worker, now=tools().clock(), date=tools().clock(), pace=UNLIMITED)
    clock.move(hours=2)
    ledger.sweep(now=tools().clock())
    assert ledger.get(key).state is State.UNCERTAIN
    assert stacking.recover(ledger, press, now=tools().clock()) == 0
    # And the number of the first file is not given a second time, although nothing tells of it.
    ledger.resolve(key, sent=False, now=tools().clock())
    run(tools(), press)
    assert ledger.stacks()[0].reference == f"{BATCH}/letters-2.pdf"


def begun(ledger: Ledger, tools: Tools) -> str:
    """Begin a stack and go no further; gives the name of its file."""
    now, worker = tools.clock(), tools.worker
    taken = ledger.take_stack(worker, now=now, batch=BATCH, most=9)
    return ledger.begin_stack([job.key for _, job in taken], worker=worker, now=now, batch=BATCH).reference


# --- Killed -----------------------------------------------------------------------------------------------------------


def printer(where: str, folder: Path, dies: str = "") -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, str(PRINTER), where, str(folder), BATCH, dies])


def finish(ledger: Ledger, where: str, folder: Path) -> None:
    """Run until nothing is on its way: a database may learn a moment late that a process has died."""
    limit = time.monotonic() + MOMENT
    while any(states(ledger)[state] for state in (State.QUEUED, State.LEASED, State.SENDING)):
        assert time.monotonic() < limit, states(ledger)
        with printer(where, folder) as process:
            assert process.wait(MOMENT) == 0


def names(press: Press) -> Counter[str]:
    return Counter(name for letters in printed(press).values() for name in letters)


@pytest.mark.parametrize("dies", ["setting", "setting:1", "begun", "begun:1", "written", "written:2"])
def test_a_process_killed_at_any_step_loses_nothing_and_prints_nothing_twice_unasked(
    ledger: Ledger, where: str, on_paper: Queue, press: Press, dies: str
) -> None:
    on_paper(*NAMES)
    press.folder.mkdir()
    with printer(where, press.folder, dies) as process:
        assert process.wait(MOMENT) == -signal.SIGKILL
    finish(ledger, where, press.folder)

    doubtful = ledger.stacks(doubtful=True)
    assert max(names(press).values()) == 1
    if not dies.startswith("begun"):
        assert not doubtful
        assert states(ledger) == {State.SENT: 10}
    else:
        (stack,) = doubtful
        assert not (press.folder / stack.reference).exists()
        assert states(ledger) == {State.SENT: 6, State.UNCERTAIN: 4}
        resolved(ledger, stack)
        finish(ledger, where, press.folder)
        # A name is never used twice, so that a page of the first attempt that turns up is known for what it is.
        assert not (press.folder / stack.reference).exists()
    assert names(press) == Counter(NAMES)
    assert states(ledger) == {State.SENT: 10}
    recorded = {stack.reference: stack.count for stack in ledger.stacks()}
    assert recorded == {f"{BATCH}/{name}": len(letters) for name, letters in printed(press).items()}


def resolved(ledger: Ledger, stack: Stack) -> None:
    now = datetime.now(UTC)
    assert ledger.resolve_stack(stack.reference, printed=False, reason=message("ledger.denied"), now=now) == stack.count
    assert ledger.resolve_stack(stack.reference, printed=False, reason=message("ledger.denied"), now=now) == 0


def test_a_stack_that_a_person_found_in_the_printer_counts_as_printed(
    ledger: Ledger, where: str, on_paper: Queue, press: Press
) -> None:
    key = on_paper("A")[0]
    press.folder.mkdir()
    with printer(where, press.folder, "written") as process:
        assert process.wait(MOMENT) == -signal.SIGKILL
    (file,) = press.folder.rglob("*.pdf")
    file.unlink()  # somebody has printed it and tidied up
    finish(ledger, where, press.folder)
    (stack,) = ledger.stacks(doubtful=True)
    ledger.resolve_stack(stack.reference, printed=True, reason=message("ledger.confirmed"), now=datetime.now(UTC))
    after = ledger.get(key)
    assert (after.state, after.receipt and after.receipt.kind) == (State.SENT, ReceiptKind.PRINTED)
    assert not printed(press)
    assert [stack.count for stack in ledger.stacks()] == [1]


def test_two_processes_print_each_letter_once(ledger: Ledger, where: str, on_paper: Queue, press: Press) -> None:
    on_paper(*(f"letter-{number:03}" for number in range(120)))
    press.folder.mkdir()
    with printer(where, press.folder) as one, printer(where, press.folder) as other:
        assert [one.wait(MOMENT), other.wait(MOMENT)] == [0, 0]
    assert set(names(press).values()) == {1}
    assert names(press).total() == 120
    assert states(ledger) == {State.SENT: 120}

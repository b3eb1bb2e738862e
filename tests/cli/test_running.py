"""A run that goes on: when it looks again, when it ends, and what it draws on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from support.ua import Terminal, Ua
from urgentaction.cli import running
from urgentaction.cli.running import NONE, Patience
from urgentaction.cli.world import World, _pause
from urgentaction.errors import UsageError, message
from urgentaction.model.delivery import Halted, Scope, State
from urgentaction.outbox import Run

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
REASON = message("ledger.denied")
FOR_EVER = Patience(wait=True)


@dataclass
class Machine:
    """A world whose clock moves when it pauses, and drains that give what they are told to."""

    now: datetime = NOW
    err: Terminal = field(default_factory=Terminal)
    drained: list[int | None] = field(default_factory=list)
    paused: list[datetime] = field(default_factory=list)
    runs: Iterator[Run] = field(default_factory=lambda: iter(()))
    stopped: bool = False

    @property
    def world(self) -> World:
        return World(
            environ={},
            stdin=Terminal(),
            stdout=Terminal(),
            stderr=self.err,
            terminal=False,
            clock=lambda: self.now,
            open_url=lambda _url: False,
            secret_prompt=lambda _prompt: "",
            spoken="en",
            cwd=Path(),
            pause=self.pause,
        )

    def pause(self, until: datetime, _stop: Callable[[], bool]) -> None:
        self.paused.append(until)
        self.now = until

    def once(self, limit: int | None) -> Run:
        self.drained.append(limit)
        return next(self.runs)

    def go_on(self, *runs: Run, patience: Patience = FOR_EVER, limit: int | None = None) -> Run:
        self.runs = iter(runs)
        return running.go_on(self.once, self.world, patience=patience, limit=limit, stop=lambda: self.stopped)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def run(sent: int = 0, waits: int = 0, *, after: int | None = None, halted: Halted | None = None) -> Run:
    counts = {State.SENT: sent, State.QUEUED: waits}
    due = None if after is None else NOW + after * MINUTE
    return Run(counts={state: count for state, count in counts.items() if count}, next_due=due, halted=halted)


def test_without_patience_one_drain_is_all(machine: Machine) -> None:
    assert machine.go_on(run(1, after=10), patience=NONE).counts == {State.SENT: 1}
    assert machine.paused == []


def test_it_goes_on_when_the_next_letter_is_due_and_ends_when_none_waits(machine: Machine) -> None:
    whole = machine.go_on(run(1, 1, after=10), run(2, after=30), run(1))
    assert machine.paused == [NOW + 10 * MINUTE, NOW + 30 * MINUTE]
    assert whole.counts == {State.SENT: 4}
    assert whole.next_due is None


def test_it_ends_before_a_letter_that_is_due_too_late(machine: Machine) -> None:
    machine.go_on(run(1, after=10), run(1, after=61), patience=Patience(wait=True, until=NOW + 60 * MINUTE))
    assert machine.paused == [NOW + 10 * MINUTE]


def test_a_limit_is_for_all_drains_together(machine: Machine) -> None:
    machine.go_on(run(2, 1, after=10), run(1, after=20), limit=3)
    assert machine.drained == [3, 1]


def test_what_is_due_and_does_not_leave_is_not_asked_for_without_a_pause(machine: Machine) -> None:
    machine.go_on(run(after=-5), run(after=-5), run(1))
    assert machine.paused == [NOW + running.LULL, NOW + 2 * running.LULL]


def test_a_server_that_is_not_there_is_tried_again(machine: Machine) -> None:
    gone = Halted(Scope.CONNECTION, REASON)
    machine.go_on(run(after=1, halted=gone), run(1))
    assert machine.paused == [NOW + running.AFRESH]


def test_an_account_that_may_send_later_is_waited_for(machine: Machine) -> None:
    full = Halted(Scope.ACCOUNT, REASON, NOW + 45 * MINUTE)
    machine.go_on(run(1, after=1, halted=full), run(1))
    assert machine.paused == [NOW + 45 * MINUTE]


@pytest.mark.parametrize("scope", [Scope.ACCOUNT, Scope.LETTER, Scope.RECIPIENT])
def test_what_only_a_person_can_mend_ends_it(machine: Machine, scope: Scope) -> None:
    assert machine.go_on(run(1, after=1, halted=Halted(scope, REASON))).halted
    assert machine.paused == []


def test_ctrl_c_ends_it(machine: Machine) -> None:
    machine.go_on(replace(run(1, after=1), interrupted=True))
    assert machine.paused == []
    machine.stopped = True
    machine.go_on(run(1, after=1))
    assert machine.paused == []


def test_ctrl_c_in_a_pause_drains_nothing_more(machine: Machine) -> None:
    def pause(until: datetime, _stop: Callable[[], bool]) -> None:
        machine.stopped = True
        machine.paused.append(until)

    machine.runs = iter([run(1, after=1)])
    world = replace(machine.world, pause=pause)
    running.go_on(machine.once, world, patience=Patience(wait=True), stop=lambda: machine.stopped)
    assert len(machine.drained) == 1


@pytest.mark.parametrize(
    ("text", "minutes"), [("2h", 120), ("90m", 90), ("1h30", 90), ("45 min", 45), ("1H", 60), ("30", 30)]
)
def test_lengths_of_time_are_read(machine: Machine, text: str, minutes: int) -> None:
    found = running.patience(machine.world, wait=False, for_=text, until="")
    assert found == Patience(wait=True, until=NOW + minutes * MINUTE)


def test_an_hour_that_is_past_is_tomorrow(machine: Machine) -> None:
    here = NOW.astimezone()
    soon, past = (here + timedelta(minutes=5)), (here - timedelta(minutes=5))
    for at, day in ((soon, 0), (past, 1)):
        found = running.patience(machine.world, wait=False, for_="", until=f"{at:%H:%M}")
        assert found.until == at + timedelta(days=day)


@pytest.mark.parametrize("text", ["", "h", "soon", "1d", "-1h", "0m", "1h-5", "９h" * 3])
def test_what_is_no_length_is_refused(machine: Machine, text: str) -> None:
    if text:
        with pytest.raises(UsageError):
            running.patience(machine.world, wait=False, for_=text, until="")


def test_a_real_pause_ends_when_its_time_has_come_or_somebody_says_stop() -> None:
    before = datetime.now(UTC)
    _pause(before + timedelta(milliseconds=10), lambda: False)
    _pause(before + timedelta(hours=1), lambda: True)
    assert datetime.now(UTC) - before < timedelta(seconds=5)


def test_a_terminal_shows_how_far_it_is(machine: Machine) -> None:
    machine.err = Terminal(terminal=True)
    with running.bar(machine.world, total=405) as bar:
        for _ in range(6):
            bar.step()
        bar.draw(following=NOW + 10 * MINUTE, last=NOW + timedelta(days=16))
        with bar.aside():
            machine.err.write("something else\n")
    drawn = machine.err.getvalue()
    last = (NOW + timedelta(days=16)).astimezone()
    assert "Sending" in drawn
    assert "6/405" in drawn
    assert f"next at {(NOW + 10 * MINUTE).astimezone():%H:%M}" in drawn
    assert f"{last.day} Dec" in drawn
    assert "Ctrl-C is safe" in drawn
    assert "something else" in drawn


def test_drawing_does_not_slow_a_fast_run_down(machine: Machine) -> None:
    machine.err = Terminal(terminal=True)
    with running.bar(machine.world, total=2000) as bar:
        for _ in range(2000):
            bar.step()
            bar.draw()
    assert len(machine.err.getvalue()) < 40_000


@pytest.mark.parametrize("dumb", [False, True])
def test_nothing_is_drawn_where_nobody_looks_on(machine: Machine, dumb: bool) -> None:
    machine.err = Terminal(terminal=dumb)
    world = replace(machine.world, environ={"TERM": "dumb"})
    with running.bar(world, total=3) as bar, running.counting(world, "batch.reading") as counted:
        bar.step()
        bar.draw(following=NOW)
        counted(running.EVERY)
    assert machine.err.getvalue() == ""


def test_a_long_list_is_counted_on_a_terminal(machine: Machine) -> None:
    machine.err = Terminal(terminal=True)
    with running.counting(machine.world, "batch.reading") as counted:
        for count in range(1, 2 * running.EVERY + 1):
            counted(count)
    assert f"{2 * running.EVERY} rows" in machine.err.getvalue()


def test_a_bar_takes_the_place_of_a_line_for_each_letter(me: Ua, library: Path, tmp_path: Path) -> None:
    class Seen(Terminal):
        """Somebody looks on."""

    seen = Seen(terminal=True)
    me.change = lambda world: replace(world, stderr=seen, terminal=False)
    people = tmp_path / "s.csv"
    people.write_text(
        "name;street;postcode;city;country;consent;case\n"
        + "".join(f"A{n} B;1 rue X;69001;Lyon;FR;2026-11-20;example-2026\n" for n in range(3))
    )
    ran = me(
        "--library",
        str(library),
        "send",
        "example-2026",
        "--signers",
        str(people),
        "--by",
        "print",
        "--yes",
        "--fresh-ledger-ok",
    )
    assert ran.code == 0
    assert "printed:" not in seen.getvalue()
    assert "Sending" in seen.getvalue()

"""What the gates read at the last moment: the files as they are, read again only when one has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from urgentaction import library as libraries
from urgentaction.cli.shelf import LOOK, Shelf
from urgentaction.cli.ways import Asked, kind_of
from urgentaction.errors import UserError
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import CaseState
from urgentaction.model.delivery import Delivery, State, Waiver
from urgentaction.outbox import Recheck
from urgentaction.pace import UNLIMITED

CASE, OFFICE = "example-2026", "xx/justice/minister"
STOPPED = """
[status]
state = "stopped"
on = 2026-11-20
why.en = "She was released."
source = "centre-2026-11-14#1"
"""


@dataclass
class Ticks:
    """A clock of seconds that is moved by hand."""

    at: float = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def shelf(library: Path, ticks: Ticks) -> Shelf:
    return Shelf(layers(library), ticks)


def layers(folder: Path) -> list[libraries.Layer]:
    return [libraries.Layer(name="mine", root=folder), libraries.built_in()]


def stop(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + STOPPED, encoding="utf-8")


def test_what_has_not_changed_is_read_once(shelf: Shelf, ticks: Ticks) -> None:
    first = shelf.ask(CASE, OFFICE)
    ticks.at += 10 * LOOK
    second = shelf.ask(CASE, OFFICE)
    assert first[0] is second[0]
    assert first[1] is second[1]


def test_a_stop_is_heard_within_a_second(shelf: Shelf, ticks: Ticks, library: Path) -> None:
    assert shelf.ask(CASE, OFFICE)[0].status.state is CaseState.OPEN
    stop(library / "cases" / "example-2026.toml")
    ticks.at += LOOK
    assert shelf.ask(CASE, OFFICE)[0].status.state is CaseState.STOPPED


def test_the_files_are_looked_at_once_a_second_at_most(shelf: Shelf, ticks: Ticks, library: Path) -> None:
    shelf.ask(CASE, OFFICE)
    stop(library / "cases" / "example-2026.toml")
    ticks.at += LOOK / 2
    assert shelf.ask(CASE, OFFICE)[0].status.state is CaseState.OPEN


def test_a_layer_that_comes_to_know_the_case_restricts_it(ticks: Ticks, library: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "cases").mkdir(parents=True)
    two = Shelf([layers(library)[0], layers(other)[0], layers(library)[1]], ticks)
    assert two.ask(CASE, OFFICE)[0].status.state is CaseState.OPEN
    text = (library / "cases" / "example-2026.toml").read_text(encoding="utf-8")
    (other / "cases" / "example-2026.toml").write_text(text, encoding="utf-8")
    stop(other / "cases" / "example-2026.toml")
    ticks.at += LOOK
    assert two.ask(CASE, OFFICE)[0].status.state is CaseState.STOPPED


def test_a_file_that_cannot_be_read_is_told_until_it_is_mended(shelf: Shelf, ticks: Ticks, library: Path) -> None:
    shelf.ask(CASE, OFFICE)
    file = library / "cases" / "example-2026.toml"
    whole = file.read_text(encoding="utf-8")
    file.write_text("id = ", encoding="utf-8")
    ticks.at += LOOK
    for _ in range(2):
        with pytest.raises(UserError):
            shelf.ask(CASE, OFFICE)
    file.write_text(whole, encoding="utf-8")
    ticks.at += LOOK
    assert shelf.ask(CASE, OFFICE)[0].id == CASE


def test_letters_are_alike_to_the_gates_when_they_differ_only_in_what_no_gate_looks_at() -> None:
    now = datetime(2026, 11, 24, 11, tzinfo=UTC)
    one = delivery("k1", now)
    assert kind_of(delivery("k2", now)) == kind_of(one)
    for change in (
        {"consent": date(2026, 11, 19)},
        {"waivers": (Waiver.EXPLICIT,)},
        {"recipient": "other@justice.example.org"},
        {"channel": ChannelName.PRINT},
        {"round": 2},
        {"authority": "xx/other"},
        {"case": "other"},
    ):
        assert kind_of(replace(one, **change)) != kind_of(one)
    asked = replace(one, waivers=(Waiver.STILL_TRUE,))
    assert kind_of(replace(asked, created=now - timedelta(days=2))) != kind_of(asked)


def test_what_the_gates_said_holds_for_a_moment_and_for_the_same_files(shelf: Shelf, ticks: Ticks) -> None:
    now = datetime(2026, 11, 24, 11, tzinfo=UTC)
    case, office = shelf.ask(CASE, OFFICE)
    closes = now + timedelta(milliseconds=500)
    said = Asked(case, office, now, Recheck(pace=UNLIMITED, closes=closes))
    assert said.answers(case, office, now + timedelta(milliseconds=400))
    assert not said.answers(case, office, closes)
    assert not said.answers(case, office, now - timedelta(milliseconds=1))
    open_end = replace(said, verdict=Recheck(pace=UNLIMITED))
    assert open_end.answers(case, office, closes)
    assert not open_end.answers(case, office, now + timedelta(seconds=LOOK))
    shelf.layers[0].root.joinpath("cases", "example-2026.toml").touch()
    ticks.at += LOOK
    assert not open_end.answers(*shelf.ask(CASE, OFFICE), closes)


def delivery(key: str, now: datetime) -> Delivery:
    return Delivery(
        key=key,
        case=CASE,
        round=1,
        authority=OFFICE,
        channel=ChannelName.EMAIL,
        language="en",
        recipient="minister@justice.example.org",
        domain="justice.example.org",
        state=State.LEASED,
        created=now,
        due=now,
    )

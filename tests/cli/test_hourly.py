"""While letters leave, a library that others keep is asked for news by the world's clock: a stop there is heard."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

import pytest
from cli.test_added_libraries import CASE, commit, git, needs_git, url

from support.mail import MailServer
from support.ua import Ua
from urgentaction.channels.settings import Security, Settings
from urgentaction.cli.world import World
from urgentaction.pace import UNLIMITED

OFFICE = "minister@justice.example.org"
GROUP = '\n[group]\nname = "Group 7"\ncontact = "g7@example.org"\n'
STOP = '\n[status]\nstate = "stopped"\non = 2026-11-24\nwhy.en = "She is free."\nsource = "Stop action"\n'
HEAD = "name,email,street,postcode,city,country,consent,case\n"
ROW = "Ana {n},a{n}@example.org,{n} rue A,13100,Aix,FR,2026-11-21,example-2026\n"


@pytest.fixture
def server(mail_server: Callable[..., MailServer]) -> MailServer:
    return mail_server(Security.TLS, user="elise@example.org", password="correct horse battery staple")


@pytest.fixture
def repository(library: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "theirs"
    shutil.copytree(library, folder / "letters")
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    return folder


@pytest.fixture
def group(account: Callable[[Settings], Ua], server: MailServer, repository: Path, tmp_path: Path) -> Ua:
    """A group that uses the library, and a list of twenty who agreed."""
    me = account(server.settings)
    with (me.home / "config.toml").open("a", encoding="utf-8") as config:
        config.write(GROUP)
    assert me("library", "add", url(repository)).code == 0
    (tmp_path / "signers.csv").write_text(HEAD + "".join(ROW.format(n=n) for n in range(20)), encoding="utf-8")
    return me


def queue(me: Ua, tmp_path: Path) -> None:
    how = ("--by", "email", "--queue-only", "--yes", "--fresh-ledger-ok")
    assert me("send", CASE, "--signers", str(tmp_path / "signers.csv"), *how).code == 0


@pytest.fixture
def due(group: Ua, tmp_path: Path) -> Ua:
    """Twenty letters that wait, all of them due now."""
    group.change = lambda world: replace(world, pace=UNLIMITED)
    queue(group, tmp_path)
    return group


@dataclass
class Clock:
    """It goes on by itself each time somebody looks; once, at an hour, something happens: nobody looks meanwhile."""

    ua: Ua
    step: timedelta
    at: datetime
    then: Callable[[], None]
    done: list[datetime] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def __call__(self) -> datetime:
        with self.lock:
            self.ua.now += self.step
            if not self.done and self.ua.now >= self.at:
                self.done.append(self.ua.now)
                self.then()
            return self.ua.now


def stop_in(repository: Path) -> Callable[[], None]:
    def write() -> None:
        case = repository / "letters" / "cases" / f"{CASE}.toml"
        case.write_text(case.read_text(encoding="utf-8") + STOP, encoding="utf-8")
        commit(repository)

    return write


def arrived(server: MailServer) -> int:
    return sum(mail.rcpt_tos == [OFFICE] for mail in server.mails)


@pytest.fixture
def ticking(due: Ua, repository: Path) -> Clock:
    """Two minutes pass between two looks at the clock; after half an hour the library stops its case."""
    clock = Clock(due, timedelta(minutes=2), due.now + timedelta(minutes=30), stop_in(repository))
    due.change = lambda world: replace(world, pace=UNLIMITED, clock=clock)
    return clock


@needs_git
def test_a_run_of_more_than_an_hour_hears_of_a_stop_and_nothing_more_leaves(
    group: Ua, ticking: Clock, server: MailServer
) -> None:
    begun = group.now
    ran = group("outbox", "run")
    assert ticking.done
    assert group.now - begun > timedelta(hours=1)
    assert 0 < arrived(server) < 20
    assert "She is free." in ran.err
    left = arrived(server)
    assert group("outbox", "run").code == 0
    assert group("send", CASE, "--by", "email", "--yes").code == 5
    assert arrived(server) == left


@needs_git
@pytest.mark.parametrize("connections", ["1", "3"])
def test_several_connections_hear_of_it_too(group: Ua, ticking: Clock, server: MailServer, connections: str) -> None:
    group("outbox", "run", "--connections", connections)
    assert ticking.done
    assert 0 < arrived(server) < 20


@needs_git
def test_a_run_that_waited_overnight_asks_before_the_first_letter_of_the_morning(
    group: Ua, repository: Path, server: MailServer, tmp_path: Path
) -> None:
    def overnight(world: World) -> World:
        def pause(until: datetime, stop: Callable[[], bool]) -> None:
            write, before = stop_in(repository), group.now
            world.pause(until, stop)
            if before.day < until.day and "stopped" not in case.read_text(encoding="utf-8"):
                left.append(arrived(server))
                write()

        return replace(world, pause=pause)

    left: list[int] = []
    case = repository / "letters" / "cases" / f"{CASE}.toml"
    group.now += timedelta(hours=4)
    queue(group, tmp_path)
    group.change = overnight
    ran = group("outbox", "run", "--wait")
    assert left
    assert 0 < left[0] < 20
    assert arrived(server) == left[0], ran.err


@needs_git
def test_within_the_hour_nobody_is_asked_twice(due: Ua, repository: Path, server: MailServer) -> None:
    clock = Clock(due, timedelta(seconds=1), due.now + timedelta(seconds=5), stop_in(repository))
    due.change = lambda world: replace(world, pace=UNLIMITED, clock=clock)
    assert due("outbox", "run").code == 0
    assert clock.done
    assert arrived(server) == 20


@needs_git
def test_an_origin_that_goes_out_of_reach_during_a_run_pauses_its_case_after_a_day(
    due: Ua, repository: Path, server: MailServer
) -> None:
    def gone() -> None:
        repository.rename(repository.with_name("away"))
        due.now += timedelta(hours=25)

    clock = Clock(due, timedelta(seconds=10), due.now + timedelta(minutes=5), gone)
    due.change = lambda world: replace(world, pace=UNLIMITED, clock=clock)
    ran = due("outbox", "run")
    assert clock.done
    assert 0 < arrived(server) < 20
    assert "could not be reached" in ran.err
    assert due("outbox", "run").code == 5

"""Two homes on one ledger, of either kind: a stop on one reaches the other at once, with its news."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from support.databases import KINDS
from support.mail import MailServer
from support.ua import Ran, Ua
from urgentaction.channels.settings import Security, Settings
from urgentaction.pace import UNLIMITED

CASE = "example-2026"
OFFICE = "minister@justice.example.org"
GROUP = '\n[group]\nname = "Group 7"\ncontact = "g7@example.org"\n'
HEAD = "name,email,street,postcode,city,country,consent,case\n"
ROW = "Ana {n},a{n}@example.org,{n} rue A,13100,Aix,FR,2026-11-21,example-2026\n"
GOOD = ("--why", "She was released on 20 November.", "--source", "Stop action of 23 November 2026")
BAD = ("--why", "Elle est morte en détention.", "--lang", "fr", "--source", "Stop action of 23 November 2026")
LETTERS = 20


@pytest.fixture
def server(mail_server: Callable[..., MailServer]) -> MailServer:
    return mail_server(Security.TLS, user="elise@example.org", password="correct horse battery staple")


@pytest.fixture(params=KINDS)
def machines(
    request: pytest.FixtureRequest,
    account: Callable[[Settings], Ua],
    server: MailServer,
    library: Path,
    tmp_path: Path,
) -> tuple[Ua, Ua]:
    """Two homes, each with the case in a library of its own, and the ledger that they share."""
    first = account(server.settings)
    config = first.home / "config.toml"
    shared = "" if request.param == KINDS[0] else f'ledger = "{request.getfixturevalue("url")}"\n'
    config.write_text(shared + config.read_text(encoding="utf-8") + GROUP, encoding="utf-8")
    shutil.copytree(library, first.home / "data" / "letters")
    shutil.copytree(first.home, tmp_path / "other")
    if not shared:
        file = first.home / "data" / "ledger.sqlite"
        (tmp_path / "other" / "data" / "ledger.sqlite").symlink_to(file)
    second = Ua(tmp_path / "other", environ=dict(first.environ))
    for one in (first, second):
        one.change = lambda world: replace(world, pace=UNLIMITED)
    return first, second


def queue(me: Ua, tmp_path: Path) -> None:
    rows = tmp_path / "signers.csv"
    rows.write_text(HEAD + "".join(ROW.format(n=n) for n in range(LETTERS)), encoding="utf-8")
    how = ("--by", "email", "--queue-only", "--yes", "--fresh-ledger-ok")
    ran = me("send", CASE, "--signers", str(rows), *how)
    assert ran.code == 0, ran.err


class Busy(list):  # type: ignore[type-arg]  # of aiosmtpd's envelopes
    """What the server has taken; while it takes the fifth letter to the office, something happens elsewhere."""

    def __init__(self, then: Callable[[], Ran]) -> None:
        super().__init__()
        self._then = then
        self.ran: Ran | None = None

    def append(self, mail: object) -> None:
        super().append(mail)
        if self.ran is None and to_the_office(self) == 5:
            self.ran = self._then()


def to_the_office(mails: list[object]) -> int:
    return sum(getattr(mail, "rcpt_tos", []) == [OFFICE] for mail in mails)


def states(me: Ua) -> dict[str, int]:
    return {row["state"]: row["count"] for row in json.loads(me("status", "--json").out)}


@pytest.mark.parametrize("connections", [1, 3])
def test_while_one_machine_sends_the_other_stops_and_nothing_more_leaves(
    machines: tuple[Ua, Ua], server: MailServer, tmp_path: Path, connections: int
) -> None:
    first, second = machines
    queue(second, tmp_path)
    server.mails = busy = Busy(lambda: first("case", "stop", CASE, *GOOD, "--yes"))
    second("outbox", "run", "--connections", str(connections))
    assert busy.ran is not None
    assert busy.ran.code == 0, busy.ran.err
    sent = to_the_office(busy)
    assert 5 <= sent < 5 + connections  # the others were being handed over
    assert states(first) == {"sent": sent, "cancelled": LETTERS - sent}
    assert second("outbox", "run").code == 0
    assert to_the_office(busy) == sent


@pytest.mark.parametrize(("news", "told"), [(GOOD, GOOD[1]), (BAD, BAD[1])])
@pytest.mark.parametrize("how", [("--by", "print"), ("--by", "email")])
def test_the_other_machine_tells_the_news_though_its_own_file_says_open(
    machines: tuple[Ua, Ua], news: tuple[str, ...], told: str, how: tuple[str, ...]
) -> None:
    first, second = machines
    assert first("case", "stop", CASE, *news, "--yes").code == 0
    own = second.home / "data" / "letters" / "cases" / f"{CASE}.toml"
    assert "[status]" not in own.read_text(encoding="utf-8")
    ran = second("send", CASE, *how, "--yes")
    assert ran.code == 5
    assert f"was stopped. {told}" in ran.err
    first_says = first("send", CASE, *how, "--yes")
    assert first_says.code == 5
    assert told in first_says.err


def test_a_letter_that_came_into_the_queue_meanwhile_is_told_why(
    machines: tuple[Ua, Ua], server: MailServer, tmp_path: Path
) -> None:
    """Queued by a machine that heard of the stop a moment later: the gates are asked again before it leaves."""
    first, second = machines
    server.mails = busy = Busy(lambda: first("case", "stop", CASE, *GOOD, "--yes"))
    queue(second, tmp_path)
    second("outbox", "run")
    assert busy.ran is not None
    key = next(
        row["key"] for row in json.loads(second("outbox", "list", "--all", "--json").out) if row["state"] == "cancelled"
    )
    assert CASE in second("outbox", "show", key).out


def test_an_export_carries_the_news(machines: tuple[Ua, Ua], tmp_path: Path) -> None:
    first, second = machines
    first("case", "stop", CASE, *GOOD, "--yes")
    file = tmp_path / "ledger.jsonl"
    assert first("ledger", "export", "-o", str(file)).code == 0
    (second.home / "data" / "ledger.sqlite").unlink(missing_ok=True)
    config = second.home / "config.toml"
    lines = [line for line in config.read_text(encoding="utf-8").splitlines() if not line.startswith("ledger =")]
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = second("ledger", "import", str(file), "--yes")
    assert ran.code == 0, ran.err
    assert f"was stopped. {GOOD[1]}" in second("send", CASE, "--by", "print", "--yes").err


def test_more_time_on_one_machine_keeps_the_round_on_both(machines: tuple[Ua, Ua]) -> None:
    first, second = machines
    assert first("send", CASE, "--by", "print", "--yes").code == 0
    assert first("case", "extend", CASE, "--until", "2027-01-31").code == 0
    assert "printed before" in second("send", CASE, "--by", "print", "--yes").err
    assert json.loads(second("show", CASE, "--json").out)["round"] == 1


def test_the_list_of_cases_shows_on_both_what_was_sent_what_waits_and_the_newest_round(
    machines: tuple[Ua, Ua], tmp_path: Path
) -> None:
    first, second = machines
    assert first("send", CASE, "--by", "print", "--yes").code == 0
    own = first.home / "data" / "letters" / "cases" / f"{CASE}.toml"
    new = tmp_path / "next.toml"
    new.write_text(
        own.read_text(encoding="utf-8")
        .replace("round = 1", "round = 2")
        .replace("issued = 2026-11-14", "issued = 2026-11-23"),
        encoding="utf-8",
    )
    assert first("case", "update", str(new), "--yes").code == 0
    queue_one = first("send", CASE, "--by", "print", "--queue-only", "--yes")
    assert queue_one.code == 0, queue_one.err
    for machine, round_ in ((first, 2), (second, 1)):
        row = next(row for row in json.loads(machine("cases", "--json").out) if row["id"] == CASE)
        assert (row["round"], row["sent"], row["waiting"], row["superseded"]) == (round_, 1, 1, round_ == 1)
        shown = machine("cases")
        line = next(line for line in shown.out.splitlines() if line.startswith(CASE))
        assert "30 days" in line
        assert "1 sent, 1 waits" in line
        assert ("knows a later round" in shown.err) is (round_ == 1)

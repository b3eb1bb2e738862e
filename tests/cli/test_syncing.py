"""`ua outbox sync` and `ua outbox cancel` for letters by post, with Pingen on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.letters import new_letter, person
from support.pingen import SECRET, Fault, Pingen, error
from support.posthouse import posthouse
from support.printhouses import order
from support.ua import Ran, Ua
from support.web import Reply
from urgentaction.channels.post import pingen as ours
from urgentaction.channels.post.channel import Post
from urgentaction.channels.post.order import encode
from urgentaction.ledger import Ledger, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Delivery, State
from urgentaction.outbox import Recheck, Tools, drain
from urgentaction.pace import UNLIMITED

ACCOUNT = '\n[providers.pingen]\nclient_id = "client-1"\nlive = true\n'
STOP = Fault(error(429, "too_many", Retry_After="3600"))


@pytest.fixture
def service() -> Iterator[Pingen]:
    found = Pingen()
    web = found.start()
    yield found
    web.close()


@pytest.fixture
def posting(me: Ua, service: Pingen) -> Ua:
    """The program of somebody with an account at Pingen, whose letters are really posted."""
    config = me.home / "config.toml"
    config.write_text(config.read_text(encoding="utf-8") + ACCOUNT, encoding="utf-8")
    me.environ["UA_PINGEN_PASSWORD"] = SECRET
    me.change = lambda world: replace(world, hosts={"pingen": service.web.url})
    return me


def opened(ua: Ua) -> closing[Ledger]:
    return closing(open_ledger(ua.home / "data" / "ledger.sqlite"))


@pytest.fixture
def ordered(posting: Ua, service: Pingen) -> Callable[..., list[str]]:
    """`ordered("Ana")`: letters that Pingen was given; `queued` ones wait."""

    def make(*names: str, queued: bool = False) -> list[str]:
        body = encode(replace(order("pingen"), live=True))
        with opened(posting) as ledger, ledger.attend() as worker:
            new = [
                new_letter(ledger, posting.now, name, channel=ChannelName.POST, body=body, copy="") for name in names
            ]
            keys = list(ledger.enqueue(new, now=posting.now).added)
            if queued:
                return keys
            settings = ours.Settings(client_id="client-1", host=service.web.url, live=True)
            post = Post([ours.Pingen(settings, lambda: SECRET, now=lambda: posting.now, pause=lambda _: None)])
            with closing(post):
                drain(
                    Tools(
                        ledger=ledger,
                        channels={post.name: post},
                        recheck=_free,
                        clock=lambda: posting.now,
                        worker=worker,
                    )
                )
            assert {ledger.get(key).state for key in keys} <= {State.SENT, State.UNCERTAIN}
        return keys

    return make


def _free(_delivery: Delivery, _now: Any) -> Recheck:
    return Recheck(pace=UNLIMITED)


def happens(service: Pingen, status: str, **attributes: str) -> None:
    for letter in service.letters.values():
        letter.attributes |= {"status": status, **attributes}
        letter.events.append({"code": status, "emitted_at": "2026-11-25T08:05:09+0100"})


def state(ua: Ua, key: str) -> State:
    with opened(ua) as ledger:
        return ledger.get(key).state


def data(ran: Ran) -> Any:
    return json.loads(ran.out)


def test_each_change_is_a_line_and_is_told_once(
    posting: Ua, service: Pingen, ordered: Callable[..., list[str]]
) -> None:
    key, other = ordered("Ana", "Bea")
    ran = posting("outbox", "sync")
    assert ran.code == 0, ran.err
    assert f"{key[:8]}  pingen  ordered · 1.85 CHF" in ran.err
    assert "asked about 2 · 2 new steps" in ran.err
    happens(service, "sent", tracking_number="98.00.1")
    ran = posting("outbox", "sync", "--json")
    first = data(ran)["changes"][0]
    assert (first["key"], first["kind"], first["time"]) == (other, "posted", "2026-11-25T07:05:09+00:00")
    assert (data(ran)["steps"], data(ran)["asked"]) == (4, 2)
    assert data(posting("outbox", "sync", "--json"))["changes"] == []


def test_history_and_log_tell_cost_number_and_times(
    posting: Ua, service: Pingen, ordered: Callable[..., list[str]]
) -> None:
    (key,) = ordered("Ana")
    happens(service, "sent", tracking_number="98-00-1")
    posting("outbox", "sync")
    shown = data(posting("outbox", "show", key[:8], "--json"))
    assert (shown["tracking"], shown["cost"]) == ("98-00-1", {"minor": 185, "currency": "CHF"})
    assert [step.get("time") for step in shown["progress"]] == ["2026-11-25T07:05:09+00:00", None]
    entry = data(posting("log", "--json"))[-1]
    assert entry["progress"] == {
        "kind": "posted",
        "status": "sent",
        "tracking": "98-00-1",
        "cost": {"minor": 185, "currency": "CHF"},
    }
    words = posting("outbox", "show", key[:8]).out
    assert "98-00-1" in words
    assert "1.85 CHF" in words
    assert "posted (sent) · 2026-11-25" in words
    assert "posted: sent" in posting("log").out
    for command in ("status", "report"):
        ran = posting(command)
        assert not any(name in ran.out + ran.err for name in ("Ana", "Pervenche", "98-00-1"))


def test_a_provider_that_says_stop_ends_it_with_four(
    posting: Ua, service: Pingen, ordered: Callable[..., list[str]]
) -> None:
    ordered("Ana", "Bea")
    service.faults["get"] = [STOP]
    ran = posting("outbox", "sync")
    assert ran.code == 4
    assert "pingen is not asked any more in this run (letters left: 1)" in ran.err
    assert "pingen says: not before 24 Nov 2026" in ran.err
    service.faults["get"] = [STOP]
    (left,) = data(posting("outbox", "sync", "--json"))["left"]
    assert (left["account"], left["letters"], left["until"]) == ("pingen", 1, "2026-11-24T12:00:00+00:00")


def test_an_uncertain_letter_is_found_or_left_to_a_person(
    posting: Ua, service: Pingen, ordered: Callable[..., list[str]]
) -> None:
    service.faults = {"send": [Fault(Reply(drop=True), after=True)], "list": [Fault(error(500, "down"))] * 8}
    (key,) = ordered("Ana")
    assert state(posting, key) is State.UNCERTAIN
    service.faults.clear()
    ran = posting("outbox", "sync")
    assert ran.code == 0, ran.err
    assert f"{key[:8]}  pingen has it as letter-1: it was ordered, and counts as sent." in ran.err
    assert "1 found to be ordered" in ran.err
    assert state(posting, key) is State.SENT
    assert len(service.charged) == 1


def test_an_uncertain_letter_that_was_never_ordered_is_not_queued_again(
    posting: Ua, service: Pingen, ordered: Callable[..., list[str]]
) -> None:
    service.faults = {"send": [Fault(Reply(drop=True))], "list": [Fault(error(500, "down"))] * 8}
    (key,) = ordered("Ana")
    service.faults.clear()
    ran = posting("outbox", "sync")
    assert ran.code == 4
    assert "as a draft that was never ordered" in ran.err
    assert f"ua outbox resolve {key[:8]} --not-sent" in ran.err
    assert state(posting, key) is State.UNCERTAIN
    assert service.charged == []


def test_only_a_case_and_only_a_provider(posting: Ua, ordered: Callable[..., list[str]]) -> None:
    ordered("Ana")
    assert posting("outbox", "sync", "no-such-case").code == 2
    ran = posting("outbox", "sync", "ablyazov-2013")
    assert (ran.code, "No letter by post is on its way." in ran.err) == (0, True)
    ran = posting("outbox", "sync", "--provider", "lob")
    assert (ran.code, "lob is not set up here" in ran.err) == (2, True)
    assert posting("outbox", "sync", "--provider", "pingen").code == 0


def test_letters_of_an_account_that_is_not_set_up_are_named(posting: Ua, ordered: Callable[..., list[str]]) -> None:
    ordered("Ana")
    config = posting.home / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("live = true", "live = false"), encoding="utf-8")
    ran = posting("outbox", "sync")
    assert (ran.code, "1 letter was not asked about: pingen is not set up here" in ran.err) == (4, True)
    ran = posting("outbox", "cancel", "--case", "example-2026", "--yes")
    assert (ran.code, "Not cancelled: pingen is not set up here" in ran.err) == (4, True)


def test_nothing_on_its_way_is_said(posting: Ua) -> None:
    ran = posting("outbox", "sync")
    assert (ran.code, "No letter by post is on its way." in ran.err) == (0, True)


def test_what_came_back_may_be_written_again(posting: Ua, service: Pingen, ordered: Callable[..., list[str]]) -> None:
    (key,) = ordered("Ana")
    happens(service, "returned")
    assert "pingen  came back · " in posting("outbox", "sync").err
    (second,) = ordered("Ana")
    assert second != key
    assert posting("ledger", "check").code == 0


def test_a_letter_is_taken_back_while_the_provider_does(
    posting: Ua, service: Pingen, ordered: Callable[..., list[str]]
) -> None:
    (key,) = ordered("Ana")
    ran = posting("outbox", "cancel", key[:8])
    assert (ran.code, "pingen took it back" in ran.err) == (0, True)
    assert state(posting, key) is State.CANCELLED
    assert service.letters["letter-1"].attributes["status"] == "cancelled"
    assert "not queued again" in posting("outbox", "retry", key[:8]).err
    assert ordered("Ana") != [key]


def test_too_late_is_said_and_changes_nothing(posting: Ua, service: Pingen, ordered: Callable[..., list[str]]) -> None:
    (key,) = ordered("Ana")
    happens(service, "printing")
    ran = posting("outbox", "cancel", key[:8])
    assert (ran.code, "Too late: pingen does not take it back any more. Nothing has changed." in ran.err) == (4, True)
    assert state(posting, key) is State.SENT


def test_no_answer_is_no_cancelling(posting: Ua, service: Pingen, ordered: Callable[..., list[str]]) -> None:
    keys = ordered("Ana", "Bea")
    service.faults["get"] = [STOP]
    ran = posting("outbox", "cancel", "--case", "example-2026", "--yes")
    assert ran.code == 4
    assert "pingen did not say that it is" in ran.err
    assert "pingen was not asked any more" in ran.err
    assert {state(posting, key) for key in keys} == {State.SENT}


def test_a_case_is_cancelled_here_and_there_after_a_question(
    posting: Ua, service: Pingen, ordered: Callable[..., list[str]]
) -> None:
    keys = [*ordered("Ana"), *ordered("Bea", queued=True)]
    ran = posting("outbox", "cancel", "--case", "example-2026", answers=["no"])
    assert "Cancel what waits of example-2026 (1), and have taken back what is ordered by post (1)" in ran.err
    assert State.CANCELLED not in {state(posting, key) for key in keys}
    ran = posting("outbox", "cancel", "--case", "example-2026", answers=["yes"])
    assert ran.code == 0, ran.err
    assert "1 letter is cancelled." in ran.err
    assert {state(posting, key) for key in keys} == {State.CANCELLED}
    assert service.letters["letter-1"].attributes["status"] == "cancelled"


def test_whoever_is_forgotten_leaves_nothing_in_what_was_reported(
    posting: Ua, service: Pingen, ordered: Callable[..., list[str]]
) -> None:
    ordered("Ana Silva")
    happens(service, "handed to Ana Silva")
    posting("outbox", "sync")
    who = person("Ana Silva")
    assert posting("forget", who.email, "--yes").code == 0
    out = posting("log", "--json").out + posting("ledger", "export", "--json").out
    assert '"kind": "other"' in out
    assert "Silva" not in out
    files = [path for path in (posting.home / "data").rglob("*") if path.is_file()]
    assert not [path for path in files if b"Silva" in path.read_bytes()]
    assert posting("outbox", "sync").code == 0


def test_it_speaks_french(posting: Ua, service: Pingen, ordered: Callable[..., list[str]]) -> None:
    (key,) = ordered("Ana")
    happens(service, "sent")
    posting.environ["UA_LANG"] = "fr"
    err = posting("outbox", "sync").err
    assert "postée (sent)" in err
    assert "1,85 CHF" in err
    assert "Trop tard" in posting("outbox", "cancel", key[:8]).err


def test_a_letter_goes_the_whole_way_and_comes_back_and_is_written_again(me: Ua, library: Path) -> None:
    with posthouse(me, library) as house:
        house.has("pingen", live=True)
        pays = ("--by", "post", "--yes", "--max-cost", "5 CHF")
        house.send(*pays)
        assert "list" not in house.pingen.steps
        happens(house.pingen, "returned")
        ran = me("outbox", "sync", "example-2026", "--json")
        assert ran.code == 0, ran.err
        assert [change["kind"] for change in data(ran)["changes"]] == ["returned", "returned"]
        house.send(*pays)
        assert len(set(house.pingen.charged)) == len(house.pingen.charged) == 2
        assert me("ledger", "check").code == 0

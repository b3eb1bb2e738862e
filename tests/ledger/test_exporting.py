"""A ledger as lines: nothing is lost on the way, the secret goes only where it is wanted, what is broken is refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.letters import DOUBTFUL, REFUSED, begin, known, queue, send
from urgentaction.errors import UserError, message
from urgentaction.ledger import HoldKind, Ledger, Record, Which, lines, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import State, Unavailable


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(tmp_path / "other" / "ledger.sqlite")
    yield opened
    opened.close()


def lived(ledger: Ledger, now: datetime) -> dict[str, str]:
    """A ledger in which everything has happened; gives keys by what became of them."""
    sent, refused, doubtful, waiting, cancelled, late = queue(ledger, now, "Ana", "Béa", "Cléo", "Dina", "Éva", "Flora")
    send(ledger, now, sent)
    send(ledger, now + timedelta(minutes=1), refused, REFUSED)
    send(ledger, now + timedelta(minutes=2), doubtful, DOUBTFUL)
    send(ledger, now + timedelta(minutes=3), late, Unavailable(message("ledger.denied")))
    ledger.cancel(Which(keys=(cancelled,)), now=now, reason=message("ledger.denied"))
    queue(ledger, now, "Ana", again=True, after=sent)
    ledger.note_round("example-2026", 1, RoundState.OPEN, now=now)
    ledger.note_round("old-2019", 3, RoundState.STOPPED, now=now)
    ledger.hold(HoldKind.AUTHORITY, "fr/ministry", now=now)
    for _ in range(2):
        ledger.record(
            Record(
                case="example-2026",
                round=1,
                authority="fr/ministry",
                channel=ChannelName.POST,
                day=date(2026, 11, 23),
                count=47,
                at=now,
            )
        )
    ledger.add_tombstone(["a" * 32], now=now)
    return {"sent": sent, "refused": refused, "doubtful": doubtful, "waiting": waiting, "cancelled": cancelled}


def through_a_file(ledger: Ledger, now: datetime, *, secret: bool = True) -> list[bytes]:
    return [lines.write(item).encode() for item in lines.counted(ledger.items(secret=secret, now=now))]


def test_a_ledger_goes_through_a_file_without_loss(ledger: Ledger, other: Ledger, now: datetime) -> None:
    lived(ledger, now)
    taken = other.take_in(lines.read(through_a_file(ledger, now)), now=now, settled=True)
    assert known(other, now) == known(ledger, now)
    assert (taken.new, taken.doubts, taken.same, taken.ledger) == (7, 0, True, ledger.name)
    assert other.name == ledger.name
    assert other.log(limit=1000) == ledger.log(limit=1000)
    assert other.counts() == ledger.counts()
    assert not other.check()


def test_and_back_again(ledger: Ledger, other: Ledger, now: datetime) -> None:
    lived(ledger, now)
    before = known(ledger, now)
    other.take_in(lines.read(through_a_file(ledger, now)), now=now, settled=True)
    ledger.take_in(lines.read(through_a_file(other, now)), now=now, settled=True)
    assert known(ledger, now) == before


def test_a_letter_that_was_moved_is_sent_with_the_same_bytes(ledger: Ledger, other: Ledger, now: datetime) -> None:
    (key,) = queue(ledger, now, "Ana")
    body = ledger.body(key)
    other.take_in(lines.read(through_a_file(ledger, now)), now=now, settled=True)
    found = other.lease("w", now=now, channel=ChannelName.EMAIL)
    assert found is not None
    assert (found[0].key, found[1].body) == (key, body)


def test_what_was_leaving_when_it_was_written_is_uncertain(ledger: Ledger, other: Ledger, now: datetime) -> None:
    queue(ledger, now, "Ana")
    key = begin(ledger, now)
    other.take_in(ledger.items(secret=True, now=now), now=now, settled=True)
    assert other.get(key).state is State.UNCERTAIN


def test_the_secret_is_only_there_where_it_is_wanted(ledger: Ledger, now: datetime) -> None:
    queue(ledger, now, "Ana")
    secret = json.loads(through_a_file(ledger, now)[0])["ledger"]["secret"]["base64"]
    assert secret
    assert json.loads(through_a_file(ledger, now, secret=False)[0])["ledger"]["secret"] is None
    assert secret.encode() not in b"".join(through_a_file(ledger, now, secret=False))


def test_many_letters_are_read_page_by_page(ledger: Ledger, other: Ledger, now: datetime) -> None:
    queue(ledger, now, *(f"Signer {number}" for number in range(1201)))
    assert other.take_in(ledger.items(secret=True, now=now), now=now, settled=True).new == 1201
    assert known(other, now) == known(ledger, now)


def refused(texts: Iterable[bytes], ledger: Ledger, now: datetime) -> str:
    before = known(ledger, now)
    with pytest.raises(UserError) as caught:
        ledger.take_in(lines.read(texts), now=now, settled=True)
    assert known(ledger, now) == before
    assert caught.value.exit == 1
    return caught.value.message.id


def test_a_file_that_was_cut_short_brings_nothing(ledger: Ledger, other: Ledger, now: datetime) -> None:
    lived(ledger, now)
    texts = through_a_file(ledger, now)
    assert refused(texts[:-1], other, now) == "ledger.export-cut"
    assert refused(texts[:-2] + texts[-1:], other, now) == "ledger.export-cut"
    assert refused([*texts, texts[-1]], other, now) == "ledger.export-line"
    assert refused([], other, now) == "ledger.not-an-export"


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"7", b"{}", b"\xff", b'{"delivery":{}}', b'{"end":{}}', b'{"ledger":{"format":1}}']
)
def test_another_file_is_no_export(ledger: Ledger, now: datetime, text: bytes) -> None:
    assert refused([text], ledger, now) == "ledger.not-an-export"


def test_an_export_of_a_newer_program_is_refused(ledger: Ledger, now: datetime) -> None:
    head = json.loads(through_a_file(ledger, now)[0])
    head["ledger"]["format"] = lines.FORMAT + 1
    assert refused([json.dumps(head).encode()], ledger, now) == "ledger.export-newer"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "lost"),
        ("due", "tomorrow"),
        ("due", "2026-13-01T00:00:00.000000Z"),
        ("consent", "2026"),
        ("body", {"base64": "é"}),
        ("claims", [{"mark": "1"}]),
        ("round", "1"),
        ("held", 7),
        ("channel", "pigeon"),
    ],
)
def test_a_line_that_was_tampered_with_is_named(
    ledger: Ledger, other: Ledger, now: datetime, name: str, value: object
) -> None:
    queue(ledger, now, "Ana")
    texts = through_a_file(ledger, now)
    line = json.loads(texts[1])
    line["delivery"][name] = value
    assert refused([texts[0], json.dumps(line).encode(), *texts[2:]], other, now) == "ledger.export-line"


@given(st.lists(st.one_of(st.binary(max_size=50), st.text(max_size=50).map(str.encode)), max_size=5))
def test_no_file_whatever_brings_more_than_words(texts: list[bytes]) -> None:
    with pytest.raises(UserError):
        list(lines.read(texts))


def test_every_column_is_carried_along(ledger: Ledger, now: datetime) -> None:
    queue(ledger, now, "Ana")
    for kind, values in ledger.items(secret=True, now=now):
        assert lines.SHAPES[kind](values), kind

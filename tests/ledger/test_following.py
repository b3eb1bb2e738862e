"""What providers report of letters that they took: each step once, whoever asks; what comes back sets its place free."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.letters import DOUBTFUL, begin_leased, new_letter, person
from urgentaction.errors import UsageError, message
from urgentaction.ledger import Ledger, Which, open_ledger
from urgentaction.ledger.lines import counted, read, write
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Accepted, Outcome, Receipt, ReceiptKind, Refused, State
from urgentaction.model.progress import Kind, Money, Progress
from urgentaction.pace import UNLIMITED

HOUR = timedelta(hours=1)
AT = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
RECEIPT = Receipt(kind=ReceiptKind.SUBMITTED, reference="ltr_1", detail="lob")
TAKEN = Accepted(RECEIPT)
PRINTING = Progress(kind=Kind.PRINTING, status="letter.accepted", at=AT, cost=Money(185, "EUR"))
POSTED = Progress(kind=Kind.POSTED, status="letter.sent", at=AT + HOUR, tracking="RK123456789FR")
DELIVERED = Progress(kind=Kind.DELIVERED, status="letter.distributed", at=AT + 48 * HOUR)
RETURNED = Progress(kind=Kind.RETURNED, status="letter.returned_to_sender", at=AT + 90 * HOUR)
CANCELLED = Progress(kind=Kind.CANCELLED, status="letter.canceled", at=AT)


def order(ledger: Ledger, now: datetime, who: str = "Ana Silva", outcome: Outcome = TAKEN) -> str:
    """A letter of this signer that its provider has taken, or what else became of it."""
    (key,) = ledger.enqueue([new_letter(ledger, now, who, channel=ChannelName.POST, copy="")], now=now).added
    assert ledger.lease("w", now=now, channel=ChannelName.POST, which=Which(keys=(key,)))
    begin_leased(ledger, key, worker="w", now=now, date=now, pace=UNLIMITED)
    ledger.settle(key, outcome, worker="w", now=now)
    return key


def told(ledger: Ledger, key: str) -> list[str]:
    """What the history says after the letter was sent."""
    whats = [event.what for event in ledger.history(key)]
    return whats[whats.index("sent") + 1 :] if "sent" in whats else whats


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(tmp_path / "other" / "ledger.sqlite")
    yield opened
    opened.close()


def bring(source: Ledger, goal: Ledger, now: datetime) -> None:
    """By a file, with the secret."""
    texts = [write(item).encode() for item in counted(source.items(secret=True, now=now))]
    goal.take_in(read(texts), now=now, settled=True)
    assert not goal.check()


def test_a_step_is_noted_with_what_it_cost_and_when(ledger: Ledger, now: datetime) -> None:
    key = order(ledger, now)
    assert ledger.note_progress(key, [PRINTING, POSTED], now=now + HOUR) == (PRINTING, POSTED)
    first, second = ledger.history(key)[-2:]
    assert (first.what, first.at, first.detail) == ("progress", now + HOUR, "printing: letter.accepted")
    assert first.data == {
        "kind": "printing",
        "status": "letter.accepted",
        "time": "2026-11-25T07:30:00+00:00",
        "cost": "185",
        "currency": "EUR",
    }
    assert second.data["tracking"] == "RK123456789FR"
    assert ledger.get(key).state is State.SENT


def test_a_step_is_noted_once(ledger: Ledger, now: datetime) -> None:
    key = order(ledger, now)
    ledger.note_progress(key, [PRINTING], now=now)
    assert ledger.note_progress(key, [PRINTING, POSTED], now=now + HOUR) == (POSTED,)
    assert ledger.note_progress(key, [PRINTING, POSTED], now=now + 2 * HOUR) == ()
    assert told(ledger, key) == ["progress", "progress"]


def test_two_letters_have_their_own_steps(ledger: Ledger, now: datetime) -> None:
    keys = [order(ledger, now, who) for who in ("Ana", "Bea")]
    assert [ledger.note_progress(key, [PRINTING], now=now) for key in keys] == [(PRINTING,), (PRINTING,)]


def test_two_machines_that_ask_at_once_tell_a_step_once(where: str, now: datetime) -> None:
    with closing(open_ledger(where)) as ledger:
        keys = [order(ledger, now, f"Signer {number}") for number in range(8)]

        def sync(machine: int) -> int:
            with closing(open_ledger(where)) as mine:
                at = now + timedelta(seconds=machine)
                return sum(len(mine.note_progress(key, [PRINTING, POSTED, RETURNED], now=at)) for key in keys)

        with ThreadPoolExecutor(4) as machines:
            assert sum(machines.map(sync, range(4))) == 3 * len(keys)
        for key in keys:
            assert sorted(told(ledger, key)) == ["progress"] * 3 + ["returned"]
        assert not ledger.check()


@pytest.mark.parametrize("kind", [Kind.DELIVERED, Kind.RETURNED, Kind.UNDELIVERABLE, Kind.FAILED, Kind.CANCELLED])
def test_a_letter_is_followed_to_its_end(ledger: Ledger, now: datetime, kind: Kind) -> None:
    key = order(ledger, now)
    ledger.note_progress(key, [POSTED], now=now)
    assert [one.key for one in ledger.underway()] == [key]
    ledger.note_progress(key, [POSTED, Progress(kind=kind, status="over")], now=now)
    assert ledger.underway() == ()
    assert not ledger.check()


def test_only_what_a_provider_has_is_followed(ledger: Ledger, now: datetime) -> None:
    order(ledger, now, "Ana", Accepted(Receipt(kind=ReceiptKind.PRINTED, reference="a.pdf")))
    order(ledger, now, "Bea", Refused(message("ledger.denied")))
    order(ledger, now, "Cleo", DOUBTFUL)
    key = order(ledger, now, "Dora")
    assert [one.key for one in ledger.underway()] == [key]
    assert [one.key for one in ledger.underway("example-2026")] == [key]
    assert ledger.underway("another-2026") == ()


def test_what_is_delivered_keeps_its_place(ledger: Ledger, now: datetime) -> None:
    key = order(ledger, now)
    ledger.note_progress(key, [DELIVERED], now=now)
    again = new_letter(ledger, now, channel=ChannelName.POST)
    assert ledger.enqueue([again], now=now).already == (key,)


def test_what_came_back_may_be_written_again_and_counts_as_sent(ledger: Ledger, now: datetime) -> None:
    key = order(ledger, now)
    ledger.note_progress(key, [POSTED, RETURNED], now=now)
    assert ledger.get(key).state is State.SENT
    slot = ledger.slot("example-2026", 1, "fr/ministry", marks=ledger.marks(person("Ana Silva")))
    assert (slot.holder, slot.again) == ("", 0)
    second = order(ledger, now)
    assert second != key
    assert not ledger.check()
    ledger.note_progress(second, [RETURNED], now=now)
    assert len({key, second, order(ledger, now)}) == 3
    assert not ledger.check()


def test_what_was_cancelled_there_is_cancelled_here_and_may_be_written_again(ledger: Ledger, now: datetime) -> None:
    key = order(ledger, now)
    ledger.note_progress(key, [CANCELLED], now=now)
    assert ledger.get(key).state is State.CANCELLED
    assert told(ledger, key) == ["progress", "cancelled"]
    assert ledger.note_progress(key, [CANCELLED], now=now) == ()
    assert order(ledger, now) != key
    assert not ledger.check()


def test_a_letter_that_was_taken_back_is_never_queued_again_under_its_key(ledger: Ledger, now: datetime) -> None:
    key = order(ledger, now)
    reason = message("ledger.taken-back-there", provider="lob")
    after = ledger.take_back(key, reason=reason, now=now)
    assert (after.state, after.note) == (State.CANCELLED, "lob took it back before it was posted.")
    assert ledger.take_back(key, reason=reason, now=now) == after
    assert told(ledger, key) == ["cancelled"]
    with pytest.raises(UsageError, match="not queued again"):
        ledger.retry(key, now=now)
    assert not ledger.check()


def test_an_uncertain_letter_that_the_provider_has_is_sent(ledger: Ledger, now: datetime) -> None:
    key = order(ledger, now, outcome=DOUBTFUL)
    after = ledger.found(key, RECEIPT, now=now + HOUR)
    assert (after.state, after.receipt, after.note) == (State.SENT, RECEIPT, "")
    assert ledger.history(key)[-1].data["reference"] == "ltr_1"
    assert [one.key for one in ledger.underway()] == [key]


def test_what_a_person_has_said_meanwhile_stays(ledger: Ledger, now: datetime) -> None:
    key = order(ledger, now, outcome=DOUBTFUL)
    ledger.resolve(key, sent=False, now=now)
    assert ledger.found(key, RECEIPT, now=now).state is State.QUEUED


# --- Two ledgers -------------------------------------------------------------------------------------------------------


def test_progress_goes_along_to_another_ledger(ledger: Ledger, other: Ledger, now: datetime) -> None:
    key = order(ledger, now)
    ledger.note_progress(key, [PRINTING, POSTED], now=now)
    bring(ledger, other, now)
    assert told(other, key) == ["progress", "progress"]
    assert other.note_progress(key, [PRINTING, POSTED], now=now + HOUR) == ()


def test_steps_that_both_have_told_are_told_once_when_they_merge(ledger: Ledger, other: Ledger, now: datetime) -> None:
    key = order(ledger, now)
    bring(ledger, other, now)
    ledger.note_progress(key, [PRINTING, POSTED, DELIVERED], now=now + HOUR)
    other.note_progress(key, [PRINTING], now=now + 2 * HOUR)
    taken = other.take_in(ledger.items(secret=True, now=now), now=now, settled=True)
    assert (taken.kept, taken.twice) == (1, 0)
    assert told(other, key) == ["progress"] * 3 + ["ended"]
    assert other.underway() == ()
    assert not other.check()


def test_what_came_back_is_free_in_the_other_ledger_too(ledger: Ledger, other: Ledger, now: datetime) -> None:
    key = order(ledger, now)
    bring(ledger, other, now)
    ledger.note_progress(key, [RETURNED], now=now)
    bring(ledger, other, now)
    assert told(other, key) == ["progress", "returned"]
    assert order(other, now) != key
    assert not other.check()


def test_what_came_back_arrives_in_a_new_ledger_beside_what_was_written_again(
    ledger: Ledger, other: Ledger, now: datetime
) -> None:
    first = order(ledger, now)
    ledger.note_progress(first, [RETURNED], now=now)
    second = order(ledger, now)
    bring(ledger, other, now)
    slot = other.slot("example-2026", 1, "fr/ministry", marks=other.marks(person("Ana Silva")))
    assert (slot.holder, slot.state) == (second, State.SENT)
    bring(other, ledger, now)
    assert ledger.slot("example-2026", 1, "fr/ministry", marks=ledger.marks(person("Ana Silva"))).holder == second


def test_what_was_taken_back_is_cancelled_in_the_other_ledger_too(ledger: Ledger, other: Ledger, now: datetime) -> None:
    key = order(ledger, now)
    bring(ledger, other, now)
    ledger.take_back(key, reason=message("ledger.taken-back-there", provider="lob"), now=now + HOUR)
    bring(ledger, other, now + HOUR)
    assert other.get(key).state is State.CANCELLED
    bring(other, ledger, now + HOUR)
    assert ledger.get(key).state is State.CANCELLED


def test_whoever_is_forgotten_leaves_no_name_in_what_was_reported(ledger: Ledger, now: datetime) -> None:
    key = order(ledger, now)
    ledger.note_progress(key, [PRINTING, POSTED], now=now)
    ledger.forget(ledger.marks(person("Ana Silva")), now=now)
    kept = "".join(write(item) for item in ledger.items(secret=False, now=now))
    assert "RK123456789FR" in kept
    assert not any(word in kept.casefold() for word in ("ana", "silva"))
    assert [one.key for one in ledger.underway()] == [key]


# --- Whatever happens --------------------------------------------------------------------------------------------------

DOES = ["order", "doubt", "find", "deny", "print", "return", "deliver", "cancel", "take back"]
STEPS = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(DOES), st.sampled_from(["Ana", "Bea"])), max_size=12
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=STEPS, after=STEPS)
def test_whatever_two_copies_were_told_they_agree_and_tell_each_step_once(
    tmp_path_factory: pytest.TempPathFactory, before: list[tuple[str, str, str]], after: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("pair")
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    with closing(open_ledger(folder / "a" / "l.sqlite")) as a, closing(open_ledger(folder / "b" / "l.sqlite")) as b:
        now = happen({"a": a, "b": a}, before, now)
        bring(a, b, now)
        now = happen({"a": a, "b": b}, after, now)
        bring(b, a, now)
        bring(a, b, now)
        for ledger in (a, b):
            assert not ledger.check()
            for one in ledger.list(limit=1000):
                steps = [str(event.data) for event in ledger.history(one.key) if event.what == "progress"]
                assert len(steps) == len(set(steps))
        assert {one.key: one.state for one in a.list(limit=1000)} == {one.key: one.state for one in b.list(limit=1000)}
        assert {one.key for one in a.underway()} == {one.key for one in b.underway()}


def happen(ledgers: dict[str, Ledger], steps: list[tuple[str, str, str]], now: datetime) -> datetime:
    for which, what, name in steps:
        now += timedelta(seconds=1)
        ledger = ledgers[which]
        slot = ledger.slot("example-2026", 1, "fr/ministry", marks=ledger.marks(person(name)))
        if not slot.holder:
            if what in {"order", "doubt"}:
                order(ledger, now, name, TAKEN if what == "order" else DOUBTFUL)
        elif slot.state is State.UNCERTAIN:
            if what == "find":
                ledger.found(slot.holder, RECEIPT, now=now)
            elif what == "deny":
                ledger.resolve(slot.holder, sent=False, now=now)
        elif slot.state is State.SENT:
            tell(ledger, slot.holder, what, now)
    return now


def tell(ledger: Ledger, key: str, what: str, now: datetime) -> None:
    said = {"print": [PRINTING], "return": [POSTED, RETURNED], "deliver": [POSTED, DELIVERED], "cancel": [CANCELLED]}
    if what in said:
        ledger.note_progress(key, said[what], now=now)
    elif what == "take back":
        ledger.take_back(key, reason=message("ledger.taken-back-there", provider="lob"), now=now)

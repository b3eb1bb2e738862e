"""A bundle carries signatures: they share what becomes of it, and each takes its signer's place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from support.letters import begin_leased
from urgentaction.errors import UsageError, UserError, message
from urgentaction.ledger import Enqueued, Ledger, NewDelivery, Which
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import (
    Accepted,
    Outcome,
    Receipt,
    ReceiptKind,
    Refused,
    State,
    Unavailable,
    Uncertain,
    Withdrawn,
)
from urgentaction.pace import UNLIMITED

NewLetter = Callable[..., NewDelivery]
Bundled = Callable[..., Enqueued]
SENT = Accepted(Receipt(kind=ReceiptKind.ACCEPTED))
REFUSED = Refused(message("ledger.denied"))
UNCERTAIN = Uncertain(message("ledger.denied"))
LATER = Unavailable(message("ledger.denied"))


@pytest.fixture
def bundle(ledger: Ledger, letter: NewLetter, now: datetime) -> Bundled:
    """`bundle("Ana", "Ben")`: queue a bundle with these signatures."""

    def make(*names: str, number: int = 1) -> Enqueued:
        carrier = letter(f"bundle {number}")
        signatures = [
            letter(name, channel=ChannelName.BUNDLE, bundle=carrier.key, body=b"", domain="", message_id="")
            for name in names
        ]
        return ledger.enqueue([replace(carrier, bundle=carrier.key), *signatures], now=now)

    return make


def go(ledger: Ledger, now: datetime, outcome: Outcome) -> None:
    """Lease the next e-mail, begin and settle."""
    found = ledger.lease("w", now=now, channel=ChannelName.EMAIL)
    assert found
    key = found[0].key
    begin_leased(ledger, key, worker="w", now=now, date=now, pace=UNLIMITED)
    ledger.settle(key, outcome, worker="w", now=now)


def states(ledger: Ledger, keys: Enqueued) -> list[State]:
    return [ledger.get(key).state for key in keys.added]


def holder(ledger: Ledger, letter: NewLetter, name: str) -> str:
    new = letter(name)
    return ledger.slot(new.case, new.round, new.authority, marks=new.marks).holder


def test_a_signature_takes_its_signers_place_at_once(
    ledger: Ledger, letter: NewLetter, bundle: Bundled, now: datetime
) -> None:
    keys = bundle("Ana", "Ben")
    assert holder(ledger, letter, "Ana") == keys.added[1]
    assert ledger.enqueue([letter("Ana")], now=now).already == (keys.added[1],)
    with pytest.raises(UserError) as twice:
        bundle("Cem", "Ana", number=2)
    assert twice.value.message.id == "ledger.overtaken"
    assert not holder(ledger, letter, "Cem"), "nothing of the second bundle is left"


def test_signatures_are_sent_with_their_bundle(ledger: Ledger, bundle: Bundled, now: datetime) -> None:
    keys = bundle("Ana", "Ben")
    assert states(ledger, keys) == [State.QUEUED] * 3
    go(ledger, now, SENT)
    assert states(ledger, keys) == [State.SENT] * 3
    assert ledger.lease("w", now=now, channel=ChannelName.EMAIL) is None
    assert ledger.lease("w", now=now, channel=ChannelName.BUNDLE) is None
    assert [event.what for event in ledger.history(keys.added[1])] == ["queued", "sent"]


@pytest.mark.parametrize("outcome", [REFUSED, "cancel"])
def test_what_is_not_sent_sets_its_signers_free(
    ledger: Ledger, letter: NewLetter, bundle: Bundled, now: datetime, outcome: Outcome | str
) -> None:
    keys = bundle("Ana", "Ben")
    if isinstance(outcome, str):
        assert len(ledger.cancel(Which(case="example-2026"), now=now, reason=message("ledger.denied"))) == 1
    else:
        go(ledger, now, outcome)
    assert states(ledger, keys)[1:] == [State.CANCELLED] * 2
    assert not holder(ledger, letter, "Ana")
    assert "bundle" in ledger.get(keys.added[1]).note
    assert bundle("Ana", "Ben", number=2).added


@pytest.mark.parametrize("outcome", [UNCERTAIN, LATER])
def test_while_nobody_knows_the_signers_places_are_taken(
    ledger: Ledger, letter: NewLetter, bundle: Bundled, now: datetime, outcome: Outcome
) -> None:
    keys = bundle("Ana")
    go(ledger, now, outcome)
    assert holder(ledger, letter, "Ana") == keys.added[1]
    assert ledger.get(keys.added[1]).state is State.QUEUED


@pytest.mark.parametrize("sent", [True, False])
def test_a_person_resolves_a_bundle_with_all_its_signatures(
    ledger: Ledger, bundle: Bundled, now: datetime, *, sent: bool
) -> None:
    keys = bundle("Ana", "Ben")
    go(ledger, now, UNCERTAIN)
    ledger.resolve(keys.added[0], sent=sent, now=now)
    assert states(ledger, keys) == [State.SENT if sent else State.QUEUED] * 3


def test_a_signature_has_no_fate_of_its_own(ledger: Ledger, bundle: Bundled, now: datetime) -> None:
    keys = bundle("Ana")
    mine = keys.added[1]
    for act in (
        lambda: ledger.cancel(Which(keys=(mine,)), now=now, reason=message("ledger.denied")),
        lambda: ledger.retry(mine, now=now),
        lambda: ledger.resolve(mine, sent=True, now=now),
    ):
        with pytest.raises(UsageError) as refused:
            act()
        assert refused.value.message.id == "ledger.in-bundle"


def test_a_bundle_that_was_not_sent_is_made_anew_not_queued_again(
    ledger: Ledger, bundle: Bundled, now: datetime
) -> None:
    keys = bundle("Ana")
    ledger.retry(keys.added[0], now=now)
    go(ledger, now, REFUSED)
    with pytest.raises(UsageError) as refused:
        ledger.retry(keys.added[0], now=now)
    assert refused.value.message.id == "ledger.bundle-over"


def test_a_bundle_with_somebody_who_withdrew_does_not_leave(
    ledger: Ledger, letter: NewLetter, bundle: Bundled, now: datetime
) -> None:
    keys = bundle("Ana", "Ben")
    ledger.add_tombstone(letter("Ben").marks, now=now)
    assert ledger.lease("w", now=now, channel=ChannelName.EMAIL)
    with pytest.raises(Withdrawn):
        begin_leased(ledger, keys.added[0], worker="w", now=now, date=now, pace=UNLIMITED)


def test_lists_and_the_log_show_the_bundle_and_not_every_signature(ledger: Ledger, bundle: Bundled) -> None:
    keys = bundle("Ana", "Ben")
    assert [one.key for one in ledger.list()] == [keys.added[0]]
    assert [one.key for one in ledger.list(Which(states=(State.QUEUED,)))] == [keys.added[0]]
    assert {one.key for _, one in ledger.log()} == {keys.added[0]}


def test_a_bundle_is_one_mail_to_the_pace_and_its_signatures_are_counted_apart(
    ledger: Ledger, bundle: Bundled, now: datetime
) -> None:
    bundle("Ana", "Ben")
    assert ledger.planned_times(authority="fr/ministry") == (now,)
    go(ledger, now, SENT)
    assert ledger.sent_times(now=now, authority="fr/ministry") == (now,)
    assert {(count.channel, count.count) for count in ledger.counts()} == {
        (ChannelName.EMAIL, 1),
        (ChannelName.BUNDLE, 2),
    }


def test_letters_are_counted_by_the_hour_without_the_bundles_that_carry_them(
    ledger: Ledger, letter: NewLetter, bundle: Bundled, now: datetime
) -> None:
    ledger.enqueue([letter("Zoe")], now=now - timedelta(hours=30))
    bundle("Ana", "Ben")
    go(ledger, now, SENT)
    found = {(hour.channel, hour.state, hour.hour): hour.count for hour in ledger.by_hour()}
    this_hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    assert sum(found.values()) == 3
    assert len(found) == 2
    assert {hour for _, _, hour in found} <= {this_hour, this_hour - timedelta(hours=30)}
    assert ledger.by_hour("nothing") == ()

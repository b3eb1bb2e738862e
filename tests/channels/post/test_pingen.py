"""A letter through Pingen, from its bytes in the queue to a receipt, and everything that may go wrong on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from support.pingen import ORGANISATION, Fault, Pingen, error
from support.web import Reply
from urgentaction.channels.post.base import Found, Kind, Money, NotTaken, Options, Progress, Quote, Service
from urgentaction.channels.post.order import encode
from urgentaction.errors import UserError, message
from urgentaction.model.delivery import (
    Accepted,
    Cancelled,
    Halted,
    LeaseLost,
    Outcome,
    Permit,
    Receipt,
    ReceiptKind,
    Refused,
    Scope,
    Unavailable,
    Uncertain,
    Withdrawn,
)

KEY = "0123456789abcdef0123456789abcdef"
NAME = f"ua-{KEY}.pdf"
NOW = datetime(2026, 11, 24, 9, 0, 30, tzinfo=UTC)
HUGE = Reply(200, b'{"data": "' + b"x" * 1_100_000 + b'"}')

Make = Callable[..., Any]


def reason(outcome: Outcome) -> tuple[type, str]:
    assert not isinstance(outcome, Accepted)
    return type(outcome), outcome.reason.id  # type: ignore[union-attr]


def test_a_letter_is_uploaded_checked_and_ordered_once(pingen: Pingen, channel: Make, job: Make, begin: Make) -> None:
    ask = begin()
    outcome = channel().send(job(), ask)
    assert outcome == Accepted(Receipt(kind=ReceiptKind.SUBMITTED, reference="letter-1", detail="pingen (test)"))
    assert (pingen.charged, ask.asked) == ([NAME], 1)
    assert pingen.steps == ["token", "organisations_list", "list", "file_upload", "put", "create", "get", "send"]


def test_a_letter_that_was_never_begun_is_not_looked_for(pingen: Pingen, channel: Make, job: Make, begin: Make) -> None:
    channel(organisation=ORGANISATION).send(job(fresh=True), begin())
    assert pingen.steps == ["token", "file_upload", "put", "create", "get", "send"]


def test_the_upload_carries_no_token_and_the_whole_letter(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    channel().send(job(), begin())
    [put] = [one for one in pingen.web.asked if one.method == "PUT"]
    assert (put.header("Authorization"), put.body[:5]) == ("", b"%PDF-")


def test_the_order_carries_the_delivery_key_and_the_draft_another(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    channel().send(job(), begin())
    keys = {one.path.rpartition("/")[2]: one.header("Idempotency-Key") for one in pingen.web.asked}
    assert (keys["send"], keys["letters"]) == (KEY, f"{KEY}-draft")
    assert max(map(len, keys.values())) <= 64


def test_the_draft_is_never_sent_by_itself_and_its_name_is_nobodys(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    channel().send(job(), begin())
    [asked] = [one for one in pingen.web.asked if one.path.endswith("/letters") and one.method == "POST"]
    assert json.loads(asked.body)["data"]["attributes"] | {"file_url": "", "file_url_signature": ""} == {
        "file_original_name": NAME,
        "file_url": "",
        "file_url_signature": "",
        "address_position": "left",
        "auto_send": False,
        "delivery_product": "cheap",
        "print_mode": "simplex",
        "print_spectrum": "grayscale",
    }


def test_one_token_serves_many_letters_until_it_ends(
    pingen: Pingen, channel: Make, job: Make, begin: Make, clock: Any
) -> None:
    post = channel()
    for number in range(3):
        key = f"{number:032x}"
        assert isinstance(post.send(job(key=key), begin(key)), Accepted)
    assert pingen.tokens == 1
    clock.now += timedelta(hours=12)
    post.send(job(), begin())
    assert pingen.tokens == 2


def test_a_token_that_is_no_longer_taken_is_renewed_once_also_for_an_order(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    pingen.faults = {"send": [Fault(error(401, "unauthenticated"))]}
    assert isinstance(channel().send(job(), begin()), Accepted)
    assert (pingen.tokens, pingen.charged) == (2, [NAME])


def test_a_wrong_key_halts_the_account_before_anything_is_uploaded(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    ask = begin()
    outcome = channel(secret=lambda: "wrong").send(job(), ask)
    assert isinstance(outcome, Halted)
    assert (outcome.scope, outcome.reason.id, ask.asked) == (Scope.ACCOUNT, "post.key-refused", 0)
    assert set(pingen.steps) == {"token"}


def test_a_secret_that_is_not_there_halts_with_what_to_do(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    def missing() -> str:
        raise UserError("credentials.none", name="pingen", variable="UA_PINGEN_PASSWORD")

    outcome = channel(secret=missing).send(job(), begin())
    assert isinstance(outcome, Halted)
    assert (outcome.scope, outcome.reason.id, pingen.steps) == (Scope.ACCOUNT, "credentials.none", [])


@pytest.mark.parametrize(("seen", "count"), [((), 0), (("a", "b"), 2)])
def test_an_account_with_no_single_organisation_halts(
    pingen: Pingen, channel: Make, job: Make, begin: Make, seen: tuple[str, ...], count: int
) -> None:
    pingen.organisations = seen
    outcome = channel().send(job(), begin())
    assert isinstance(outcome, Halted)
    assert (outcome.reason.id, outcome.reason.values["count"]) == ("pingen.organisation", count)


# --- before anything is ordered: the letter waits, and nothing is charged ---------------------------------------------

EARLY = ("token", "organisations_list", "list", "file_upload", "put", "create", "get")
NOTHING_ORDERED = {
    "500": Reply(500),
    "503 for long": Reply(503, headers={"Retry-After": "600"}),
    "dropped": Reply(drop=True),
    "never answered": Reply(hang=True),
    "huge": HUGE,
    "elsewhere": Reply(302, headers={"Location": "http://elsewhere.example/"}),
    "dripped": Reply(200, b"x" * 1000, drip="body"),
}


SLOW = ("never answered", "dripped")
FAILURES = [(step, fault) for fault in NOTHING_ORDERED for step in (("put", "get") if fault in SLOW else EARLY)]


@pytest.mark.parametrize(("step", "fault"), FAILURES)
def test_a_failure_before_the_order_leaves_the_letter_waiting(
    pingen: Pingen, channel: Make, job: Make, begin: Make, step: str, fault: str
) -> None:
    ask = begin()
    pingen.faults = {step: [Fault(NOTHING_ORDERED[fault])] * 3}
    outcome = channel(quick=fault in SLOW).send(job(), ask)
    assert isinstance(outcome, Unavailable)
    assert (pingen.charged, ask.asked) == ([], 0)


@pytest.mark.parametrize("step", EARLY)
def test_a_single_lost_answer_before_the_order_is_made_good(
    pingen: Pingen, channel: Make, job: Make, begin: Make, step: str
) -> None:
    pingen.faults = {step: [Fault(Reply(drop=True), after=True)]}
    assert isinstance(channel().send(job(), begin()), Accepted)
    assert (pingen.charged, len(pingen.letters)) == ([NAME], 1)


@pytest.mark.parametrize("step", [*EARLY[1:4], *EARLY[5:], "send"])
def test_too_many_requests_wait_for_as_long_as_pingen_says(
    pingen: Pingen, channel: Make, job: Make, begin: Make, step: str
) -> None:
    pingen.faults = {step: [Fault(error(429, "too_many_requests", Retry_After="90"))]}
    outcome = channel().send(job(), begin())
    assert isinstance(outcome, Unavailable)
    assert (outcome.reason.id, outcome.until, pingen.charged) == ("post.slow-down", NOW + timedelta(seconds=90), [])


@pytest.mark.parametrize("code", ["insufficient_funds", "no_credits_left"])
@pytest.mark.parametrize("status", [402, 422])
def test_no_credit_halts_the_account(
    pingen: Pingen, channel: Make, job: Make, begin: Make, status: int, code: str
) -> None:
    pingen.faults = {"send": [Fault(error(status, code))]}
    outcome = channel().send(job(), begin())
    assert isinstance(outcome, Halted)
    assert (outcome.scope, outcome.reason.id, pingen.charged) == (Scope.ACCOUNT, "post.no-credit", [])


def test_a_letter_that_waits_for_credit_is_ordered_and_nothing_after_it(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    pingen.after_send = "awaiting_credits"
    post, other = channel(), "f" * 32
    assert isinstance(post.send(job(), begin()), Accepted)
    assert reason(post.send(job(key=other), begin(other))) == (Halted, "post.no-credit")
    pingen.letters["letter-1"].attributes["status"] = "submitted"
    pingen.after_send = "submitted"
    assert isinstance(post.send(job(key=other), begin(other)), Accepted)


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_a_draft_that_is_refused_is_told(pingen: Pingen, channel: Make, job: Make, begin: Make, status: int) -> None:
    pingen.faults = {"create": [Fault(error(status, "invalid_country", "M. Quincampoix, 7 impasse Xylophage"))]}
    outcome = channel().send(job(), begin())
    wanted = {400: Refused, 403: Halted, 404: Unavailable, 422: Refused}[status]
    assert isinstance(outcome, wanted)
    assert "invalid_country" in str(outcome.reason)
    assert "Quincampoix" not in str(outcome.reason)


def test_a_letter_that_pingen_cannot_print_is_refused_with_its_reasons_and_the_draft_deleted(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    pingen.becomes = "invalid"
    post, ask = channel(), begin()
    pingen.faults = {"events": [Fault(Reply(200, json.dumps({"data": [event("file_not_a4_portrait")]}).encode()))]}
    outcome = post.send(job(), ask)
    assert isinstance(outcome, Refused)
    assert outcome.reason.values == {"status": "invalid", "codes": ["file_not_a4_portrait"]}
    assert (ask.asked, pingen.letters) == (0, {})


def test_a_check_that_never_ends_is_waited_for_no_longer_and_found_again(
    pingen: Pingen, channel: Make, job: Make, begin: Make, clock: Any
) -> None:
    pingen.looks = 10_000
    post = channel()
    assert reason(post.send(job(), begin())) == (Unavailable, "pingen.still-checking")
    assert sum(clock.pauses) <= 125
    pingen.letters["letter-1"].attributes["status"] = "valid"
    assert isinstance(post.send(job(), begin()), Accepted)
    assert len(pingen.letters) == 1


def event(code: str, at: str = "2026-11-24T10:00:00+0100") -> dict[str, Any]:
    return {"id": "e", "type": "letters_events", "attributes": {"code": code, "name": code, "emitted_at": at}}


# --- `begin` says no -------------------------------------------------------------------------------------------------


def test_a_stop_before_the_order_deletes_the_draft(pingen: Pingen, channel: Make, job: Make, begin: Make) -> None:
    outcome = channel().send(job(), begin(refusal=Withdrawn(message("post.not-a-pdf"))))
    assert isinstance(outcome, Cancelled)
    assert (pingen.charged, pingen.letters) == ([], {})


def test_a_letter_that_may_go_later_keeps_its_draft(pingen: Pingen, channel: Make, job: Make, begin: Make) -> None:
    post = channel()
    outcome = post.send(job(), begin(refusal=Withdrawn(message("post.not-a-pdf"), until=NOW)))
    assert (type(outcome), len(pingen.letters)) == (Unavailable, 1)
    assert isinstance(post.send(job(), begin()), Accepted)
    assert len(pingen.letters) == 1


def test_without_the_permit_of_this_letter_nothing_is_ordered(pingen: Pingen, provider: Make, order: Make) -> None:
    ours = provider()
    prepared = ours.prepare(order(), KEY)
    with pytest.raises(ValueError, match="another letter"):
        ours.submit(prepared, Permit("f" * 32))
    assert pingen.charged == []


# --- the order itself ------------------------------------------------------------------------------------------------

LOST = {
    "500": Reply(500),
    "502": Reply(502),
    "408": error(408, "timeout"),
    "409": error(409, "conflict"),
    "dropped": Reply(drop=True),
    "never answered": Reply(hang=True),
    "huge": HUGE,
    "elsewhere": Reply(307, headers={"Location": "http://elsewhere.example/"}),
    "dripped": Reply(200, b"x" * 1000, drip="body"),
}


@pytest.mark.parametrize("fault", LOST)
def test_an_order_whose_answer_was_lost_is_found_and_made_once(
    pingen: Pingen, channel: Make, job: Make, begin: Make, fault: str
) -> None:
    pingen.faults = {"send": [Fault(LOST[fault], after=True)]}
    outcome = channel(quick=fault in SLOW).send(job(), begin())
    assert outcome == Accepted(Receipt(kind=ReceiptKind.SUBMITTED, reference="letter-1", detail="pingen (test)"))
    assert (pingen.charged, pingen.steps.count("send")) == ([NAME], 1)


@pytest.mark.parametrize("fault", LOST)
def test_an_order_that_may_not_have_arrived_is_uncertain_and_not_repeated(
    pingen: Pingen, channel: Make, job: Make, begin: Make, fault: str
) -> None:
    pingen.faults = {"send": [Fault(LOST[fault])]}
    assert reason(channel(quick=fault in SLOW).send(job(), begin())) == (Uncertain, "post.uncertain")
    assert (pingen.charged, pingen.steps.count("send")) == ([], 1)


@pytest.mark.parametrize("remembered", [True, False])
@pytest.mark.parametrize("fault", LOST)
def test_a_letter_that_a_person_took_for_unsent_is_not_ordered_twice(
    pingen: Pingen, channel: Make, job: Make, begin: Make, fault: str, remembered: bool
) -> None:
    pingen.faults = {"send": [Fault(LOST[fault], after=True)], "list": [None, *[Fault(Reply(503))] * 3]}
    post = channel(quick=fault in SLOW)
    assert reason(post.send(job(), begin())) == (Uncertain, "post.uncertain")
    if not remembered:
        pingen.forget_keys()
    ask = begin()
    assert isinstance(post.send(job(), ask), Accepted)
    assert (pingen.charged, ask.asked, pingen.steps.count("send")) == ([NAME], 1, 1)


EMPTY = Reply(200, b'{"data": [], "meta": {"last_page": 1}}')


def test_a_letter_that_the_list_does_not_show_yet_is_known_by_its_key(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    pingen.faults = {"send": [Fault(Reply(drop=True), after=True)], "list": [Fault(EMPTY)] * 3}
    post = channel()
    assert isinstance(post.send(job(), begin()), Uncertain)
    ask = begin()
    assert isinstance(post.send(job(), ask), Accepted)
    assert (pingen.charged, len(pingen.letters), ask.asked) == ([NAME], 1, 1)


def test_a_letter_that_the_list_does_not_show_yet_and_was_cancelled_is_not_ordered(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    post = channel()
    post.send(job(), begin())
    pingen.letters["letter-1"].attributes["status"] = "cancelled"
    ask = begin()
    assert reason(post.send(job(), ask)) == (Refused, "pingen.invalid")
    assert (pingen.charged, ask.asked) == ([NAME], 0)


def test_a_letter_that_surely_was_not_ordered_is_ordered_from_its_draft(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    pingen.faults = {"send": [Fault(Reply(500))]}
    post = channel()
    assert isinstance(post.send(job(), begin()), Uncertain)
    assert isinstance(post.send(job(), begin()), Accepted)
    assert (pingen.charged, len(pingen.letters)) == ([NAME], 1)


@pytest.mark.parametrize("fault", ["list", "get"])
def test_whether_it_was_ordered_must_be_known_before_it_is_ordered_again(
    pingen: Pingen, channel: Make, job: Make, begin: Make, fault: str
) -> None:
    pingen.faults = {"send": [Fault(Reply(drop=True))]}
    post = channel()
    assert isinstance(post.send(job(), begin()), Uncertain)
    ask = begin()
    pingen.faults = {fault: [Fault(Reply(500))] * 3}
    assert isinstance(post.send(job(), ask), Unavailable)
    assert (ask.asked, pingen.steps.count("send")) == (0, 1)


def test_a_letter_that_is_there_and_was_stopped_since_is_uncertain(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    pingen.faults = {"send": [Fault(Reply(drop=True), after=True)], "list": [None, *[Fault(Reply(503))] * 3]}
    post = channel()
    post.send(job(), begin())
    outcome = post.send(job(), begin(refusal=Withdrawn(message("post.not-a-pdf"))))
    assert reason(outcome) == (Uncertain, "post.already")


def test_a_yes_to_something_else_is_not_taken_for_an_order(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    pingen.faults = {"send": [Fault(Reply(200, json.dumps({"data": {"attributes": {"status": "valid"}}}).encode()))]}
    assert reason(channel().send(job(), begin())) == (Uncertain, "pingen.not-confirmed")
    assert pingen.charged == []


def test_a_yes_without_words_is_asked_about(pingen: Pingen, channel: Make, job: Make, begin: Make) -> None:
    pingen.faults = {"send": [Fault(Reply(204), after=True)]}
    assert isinstance(channel().send(job(), begin()), Accepted)


@pytest.mark.parametrize("status", [400, 404, 422])
def test_an_order_that_is_refused_is_not_ordered(
    pingen: Pingen, channel: Make, job: Make, begin: Make, status: int
) -> None:
    pingen.faults = {"send": [Fault(error(status, "letter_not_sendable"))]}
    outcome = channel().send(job(), begin())
    assert isinstance(outcome, Unavailable if status == 404 else Refused)
    assert pingen.charged == []


def test_a_refusal_because_it_was_ordered_already_is_no_refusal(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    pingen.faults = {"send": [Fault(error(422, "letter_not_sendable"), after=True)]}
    assert isinstance(channel().send(job(), begin()), Accepted)


# --- looking for a letter ----------------------------------------------------------------------------------------------


def others(pingen: Pingen, count: int, at: Callable[[int], str]) -> None:
    from support.pingen import Letter

    for number in range(count):
        attributes = {"file_original_name": f"other-{number}.pdf", "status": "sent", "created_at": at(number)}
        pingen.letters[f"o{number}"] = Letter(f"o{number}", attributes, 0, "valid")


def test_a_letter_is_found_behind_many_others(pingen: Pingen, provider: Make, order: Make) -> None:
    pingen.page = 10
    ours = provider()
    prepared = ours.prepare(order(), KEY)
    ours.submit(prepared, Permit(KEY))
    others(pingen, 95, lambda number: f"2026-11-24T10:{number // 60:02}:{number % 60:02}+0000")
    assert ours.find(KEY, NOW) == Found(reference="letter-1", submitted=True)
    assert pingen.steps.count("list") == 10


def test_letters_older_than_the_first_attempt_are_not_read(pingen: Pingen, provider: Make) -> None:
    pingen.page = 10
    others(pingen, 95, lambda number: f"2026-10-{number % 28 + 1:02}T10:00:00+0000")
    assert provider().find(KEY, NOW) is None
    assert pingen.steps.count("list") == 1


def test_a_list_in_another_order_is_read_to_its_end(pingen: Pingen, provider: Make, order: Make) -> None:
    pingen.page = 10
    ours = provider()
    ours.prepare(order(), KEY)
    others(pingen, 95, lambda number: f"2026-10-{number % 28 + 1:02}T10:00:00+0000")
    shown = pingen._list

    def unsorted(asked: Any) -> Any:
        found = shown(asked)
        found[1]["data"].sort(key=lambda one: one["attributes"]["created_at"])
        return found

    pingen.letters["letter-1"].attributes["created_at"] = "2026-09-01T00:00:00+0000"
    pingen._list = unsorted  # type: ignore[method-assign]
    assert ours.find(KEY, NOW) == Found(reference="letter-1", submitted=False)


def test_a_list_that_does_not_end_is_not_taken_for_none(pingen: Pingen, provider: Make) -> None:
    endless = Reply(
        200, json.dumps({"data": [{"id": "x", "attributes": {"created_at": "2026-11-24T09:00:00Z"}}]}).encode()
    )
    pingen.faults = {"list": [Fault(endless)] * 300}
    with pytest.raises(NotTaken) as no:
        provider().find(KEY, NOW)
    assert no.value.message.id == "pingen.too-many"


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b'{"data": null}', b'{"data": {"id": "x"}}'])
def test_an_answer_that_is_no_list_is_not_taken_for_none(pingen: Pingen, provider: Make, body: bytes) -> None:
    pingen.faults = {"list": [Fault(Reply(200, body))]}
    with pytest.raises(NotTaken):
        provider().find(KEY, NOW)
    assert pingen.steps.count("list") == 1


def test_a_status_that_is_not_known_counts_as_ordered(pingen: Pingen, provider: Make, order: Make) -> None:
    ours = provider()
    ours.prepare(order(), KEY)
    pingen.letters["letter-1"].attributes["status"] = "teleporting"
    assert ours.find(KEY, NOW) == Found(reference="letter-1", submitted=True)


def test_a_letter_that_was_cancelled_is_not_found(pingen: Pingen, provider: Make, order: Make) -> None:
    ours = provider()
    ours.submit(ours.prepare(order(), KEY), Permit(KEY))
    assert ours.cancel("letter-1") is True
    assert pingen.letters["letter-1"].attributes["status"] == "cancelled"
    assert ours.find(KEY, NOW) is None


# --- price, progress, cancelling ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "duplex", "minor"), [(1, False, 145), (3, False, 215), (3, True, 180), (4, True, 180)]
)
def test_the_price_is_by_sheets(provider: Make, order: Make, pages: int, duplex: bool, minor: int) -> None:
    wanted = order(pages=pages, options=Options(duplex=duplex))
    assert provider().quote(wanted) == Quote(Money(minor, "CHF"))


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"price": "cheap", "currency": "CHF"},
        {"price": 1, "currency": "Fr."},
        {"price": -1, "currency": "CHF"},
        {"price": "NaN", "currency": "CHF"},
    ],
)
def test_a_price_that_cannot_be_trusted_is_none(
    pingen: Pingen, provider: Make, order: Make, said: dict[str, Any]
) -> None:
    pingen.faults = {"price": [Fault(Reply(200, json.dumps({"data": {"attributes": said}}).encode()))]}
    assert provider().quote(order()) is None


def test_progress_is_told_in_our_words_and_keeps_theirs(pingen: Pingen, provider: Make, order: Make) -> None:
    ours = provider()
    ours.submit(ours.prepare(order(), KEY), Permit(KEY))
    letter = pingen.letters["letter-1"]
    letter.attributes |= {"status": "sent", "tracking_number": "RR1CH"}
    letter.events = [
        {"code": "track_and_trace", "emitted_at": "2026-11-26T08:00:00+0100", "data": []},
        {"code": "printing", "emitted_at": "2026-11-25T08:00:00+0100"},
        {"code": "eaten_by_a_dog", "emitted_at": "never"},
        {"name": "without a code"},
    ]
    assert ours.status("letter-1") == (
        Progress(kind=Kind.OTHER, status="eaten_by_a_dog"),
        Progress(kind=Kind.PRINTING, status="printing", at=datetime(2026, 11, 25, 7, tzinfo=UTC)),
        Progress(kind=Kind.IN_TRANSIT, status="track_and_trace", at=datetime(2026, 11, 26, 7, tzinfo=UTC)),
        Progress(kind=Kind.POSTED, status="sent", tracking="RR1CH", cost=Money(185, "CHF")),
    )
    assert ours.status("letter-1") == ours.status("letter-1")


def test_whoever_lost_the_lease_leaves_the_draft_that_another_may_have_ordered(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    slow, quick = channel(), channel()

    def overtaken() -> None:
        assert isinstance(quick.send(job(), begin()), Accepted)

    late = begin(then=overtaken, refusal=LeaseLost(message("ledger.lease-lost")))
    assert isinstance(slow.send(job(), late), Cancelled)
    assert len(pingen.charged) == 1
    assert "cancel" not in pingen.steps


def test_a_stop_throws_a_draft_away_and_never_takes_back_what_another_has_ordered(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    slow, quick = channel(), channel()

    def overtaken() -> None:
        assert isinstance(quick.send(job(), begin()), Accepted)

    assert isinstance(slow.send(job(), begin(then=overtaken, refusal=Withdrawn(message("gates.withdrawn")))), Cancelled)
    assert len(pingen.charged) == 1
    assert "cancel" not in pingen.steps


@pytest.mark.parametrize(
    ("status", "taken_back", "charge"),
    [("valid", True, 0), ("submitted", True, 1), ("printing", False, 1), ("sent", False, 1)],
)
def test_a_letter_is_taken_back_until_it_is_printed(
    pingen: Pingen, provider: Make, order: Make, status: str, taken_back: bool, charge: int
) -> None:
    ours = provider()
    prepared = ours.prepare(order(), KEY)
    if charge:
        ours.submit(prepared, Permit(KEY))
        pingen.letters["letter-1"].attributes["status"] = status
    assert ours.cancel("letter-1") is taken_back
    assert len(pingen.letters) == charge


def test_a_letter_that_is_still_being_cancelled_is_told(pingen: Pingen, provider: Make, order: Make) -> None:
    ours = provider()
    ours.submit(ours.prepare(order(), KEY), Permit(KEY))
    pingen.letters["letter-1"].attributes["status"] = "cancelling"
    pingen.faults = {"cancel": [Fault(Reply(202))]}
    with pytest.raises(NotTaken) as no:
        ours.cancel("letter-1")
    assert no.value.message.id == "pingen.cancelling"


def test_a_cancelling_whose_answer_was_lost_is_a_cancelling(pingen: Pingen, provider: Make, order: Make) -> None:
    ours = provider()
    ours.submit(ours.prepare(order(), KEY), Permit(KEY))
    pingen.faults = {"cancel": [Fault(Reply(drop=True), after=True)]}
    assert ours.cancel("letter-1") is True
    assert pingen.steps.count("cancel") == 2


def test_registered_mail_carries_both_addresses(
    pingen: Pingen, channel: Make, order: Make, job: Make, begin: Make
) -> None:
    wanted = order(options=Options(service=Service.REGISTERED))
    assert isinstance(channel().send(job(body=encode(wanted)), begin()), Accepted)
    letter = pingen.letters["letter-1"].attributes
    assert letter["delivery_product"] == "registered"
    assert letter["meta_data"]["recipient"] == {
        "name": "Cour d’appel d’Aix-en-Provence",
        "street": "2 rue Peyresc",
        "zip": "13616",
        "city": "AIX-EN-PROVENCE CEDEX 1",
        "country": "FR",
    }


def test_test_mode_is_staging_and_live_is_asked_for() -> None:
    from urgentaction.channels.post.pingen import Settings

    assert Settings("c").api == "https://api-staging.pingen.com"
    assert Settings("c", live=True).api == "https://api.pingen.com"


def test_the_token_may_come_from_another_host(pingen: Pingen, provider: Make, order: Make) -> None:
    other = Pingen()
    web, pingen.tokens = other.start(), 1
    try:
        provider(token_host=web.url).quote(order())
    finally:
        web.close()
    assert (other.steps, pingen.steps) == (["token"], ["organisations_list", "price"])

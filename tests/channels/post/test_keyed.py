"""Lob and MySendingBox when all is well, and when they misbehave in each way: what becomes of the letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby

import pytest

from support.desks import LETTER, NOW, Desk
from support.printhouses import LOB_KEY, nested
from support.web import Reply, Web
from support.webserver import Answer, Trouble, form_of
from urgentaction.channels.post.base import NotTaken, Paper, Progress, Service
from urgentaction.channels.post.channel import Post
from urgentaction.channels.post.order import encode
from urgentaction.errors import message
from urgentaction.http import Limits
from urgentaction.model.delivery import (
    Accepted,
    Cancelled,
    Halted,
    Outcome,
    ReceiptKind,
    Refused,
    Scope,
    Unavailable,
    Uncertain,
    Withdrawn,
)

AFTER = (
    Trouble.DROPS_AFTER,
    Trouble.SILENT_AFTER,
    Trouble.FAILS_AFTER,
    Trouble.DRIPS_AFTER,
    Trouble.OVERSIZE_AFTER,
    Trouble.NOT_JSON_AFTER,
)
BEFORE = (Trouble.DROPS_BEFORE, Trouble.SILENT_BEFORE, Trouble.REDIRECTS_AWAY)


def error(status: int, text: str = "no", code: str = "bad_request", **headers: str) -> Answer:
    """An error as either of them words it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {"error": {"message": text, "status_code": status, "code": code}}, named)


def test_a_letter_is_ordered_once_with_one_request_after_the_permit(desk: Desk) -> None:
    outcome = desk.send()
    assert isinstance(outcome, Accepted)
    assert outcome.receipt.kind is ReceiptKind.SUBMITTED
    assert outcome.receipt.reference in desk.house.letters
    assert outcome.receipt.detail == f"{desk.name} (test)"
    assert [(asked.method, asked.path) for asked in desk.web.asked] == [("POST", desk.path)]
    assert desk.begin.asked == 1
    assert desk.house.accepted() == [LETTER]


def test_without_a_permit_nothing_is_ordered(desk: Desk) -> None:
    reason = message("ledger.lease-over")
    desk.begin.refusal = Withdrawn(reason)
    assert desk.send() == Cancelled(reason)
    assert desk.web.asked == []


def test_a_permit_for_another_letter_orders_nothing(desk: Desk) -> None:
    desk.begin.key = "another"
    with pytest.raises(ValueError, match="another letter"):
        desk.send()
    assert desk.web.asked == []


def test_a_letter_that_was_ordered_before_is_found_and_not_ordered_again(desk: Desk) -> None:
    reference = desk.submit()
    outcome = desk.send(fresh=False)
    assert isinstance(outcome, Accepted)
    assert outcome.receipt.reference == reference
    assert desk.house.accepted() == [LETTER]


@pytest.mark.parametrize("trouble", AFTER)
def test_an_order_whose_answer_is_lost_is_found_and_counts_as_ordered(desk: Desk, trouble: Trouble) -> None:
    desk.web.then(trouble)
    assert isinstance(desk.send(), Accepted)
    assert desk.house.accepted() == [LETTER]


@pytest.mark.parametrize("trouble", AFTER)
def test_an_order_whose_answer_is_lost_and_that_cannot_be_looked_for_is_uncertain(desk: Desk, trouble: Trouble) -> None:
    desk.web.then(trouble, trouble)
    desk.web.then(error(503), on="GET")
    assert isinstance(desk.send(), Uncertain)
    assert desk.house.accepted() == [LETTER]


@pytest.mark.parametrize("trouble", BEFORE)
def test_an_order_that_may_not_have_arrived_is_never_called_unsent(desk: Desk, trouble: Trouble) -> None:
    """It is not on the list of letters; that it will never be, nobody can know so soon after."""
    desk.web.then(trouble, trouble)
    assert isinstance(desk.send(), Uncertain)
    assert desk.house.accepted() == []


def test_an_order_that_a_server_takes_in_and_never_reads_is_uncertain(desk: Desk) -> None:
    deaf = Web(lambda _: Reply(), deaf=True)
    assert isinstance(_sent_to(desk, deaf.url), Uncertain)
    deaf.close()


@pytest.mark.parametrize("status", [408, 409, 500, 502, 503, 504])
def test_an_error_that_may_come_after_the_order_makes_it_uncertain(desk: Desk, status: int) -> None:
    desk.web.then(error(status), error(status))
    assert isinstance(desk.send(), Uncertain)


def test_a_server_that_is_not_there_leaves_the_letter_waiting(desk: Desk) -> None:
    outcome = _sent_to(desk, "http://127.0.0.1:9")
    assert isinstance(outcome, Unavailable)
    assert outcome.scope is Scope.CONNECTION


def test_a_server_that_asks_to_slow_down_is_left_alone_as_long_as_it_says(desk: Desk) -> None:
    desk.web.then(error(429, code="rate_limit_exceeded", Retry_After="120"))
    outcome = desk.send()
    assert isinstance(outcome, Unavailable)
    assert outcome.until == NOW + timedelta(seconds=120)
    assert len(desk.web.posts()) == 1


def test_lob_says_when_its_limit_begins_anew(lob_desk: Desk) -> None:
    at = NOW + timedelta(seconds=5)
    lob_desk.web.then(error(429, code="rate_limit_exceeded", ratelimit_reset=str(int(at.timestamp()))))
    outcome = lob_desk.send()
    assert isinstance(outcome, Unavailable)
    assert outcome.until == at


def test_a_reset_far_away_or_unreadable_keeps_no_letter_for_ever(lob_desk: Desk) -> None:
    for text, until in (("99999999999999999999", None), ("soon", None), ("4102444800", NOW + timedelta(days=1))):
        lob_desk.web.then(error(429, ratelimit_reset=text))
        outcome = lob_desk.send()
        assert isinstance(outcome, Unavailable)
        assert outcome.until == until


def test_a_key_that_is_not_accepted_ends_the_run(desk: Desk) -> None:
    desk.secret = "test_wrong"
    outcome = desk.send()
    assert isinstance(outcome, Halted)
    assert outcome.scope is Scope.ACCOUNT
    assert outcome.reason.id == "post.key-refused"


@pytest.mark.parametrize("status", [402, 403])
def test_an_account_that_may_not_order_ends_the_run(desk: Desk, status: int) -> None:
    desk.web.then(error(status))
    assert isinstance(desk.send(), Halted)


@pytest.mark.parametrize("code", ["billing_address_required", "payment_method_unverified", "feature_limit_reached"])
def test_an_account_that_lob_does_not_serve_ends_the_run(lob_desk: Desk, code: str) -> None:
    lob_desk.web.then(error(422, code=code))
    outcome = lob_desk.send()
    assert isinstance(outcome, Halted)
    assert code in str(outcome.reason)


def test_what_lob_calls_a_conflict_may_have_been_ordered(lob_desk: Desk) -> None:
    lob_desk.web.then(error(422, code="conflict"), error(422, code="conflict"))
    assert isinstance(lob_desk.send(), Uncertain)


def test_a_letter_that_is_refused_is_not_ordered_again(desk: Desk) -> None:
    desk.web.then(error(422, "source_file is not a PDF", code="invalid_file"))
    outcome = desk.send()
    assert isinstance(outcome, Refused)
    assert ("invalid_file" if desk.name == "lob" else "source_file is not a PDF") in str(outcome.reason)
    assert len(desk.web.posts()) == 1


def test_a_live_key_in_test_mode_asks_nobody(desk: Desk) -> None:
    desk.secret = "live_0123456789"
    outcome = desk.send()
    assert isinstance(outcome, Halted)
    assert outcome.reason.id == "keyed.key-is-live"
    assert desk.web.asked == []


def test_a_test_key_in_live_mode_asks_nobody(desk: Desk) -> None:
    with pytest.raises(NotTaken) as no:
        desk.provider(live=True).find(LETTER, NOW)
    assert no.value.outcome.reason.id == "keyed.key-is-test"
    assert desk.web.asked == []


def test_a_letter_agreed_to_as_a_test_is_not_ordered_live(desk: Desk) -> None:
    assert not desk.order().live
    assert desk.provider(live=True).live
    assert not desk.provider().live


# --- Looking for a letter ---------------------------------------------------------------------------------------------


def test_a_letter_that_is_not_there_is_surely_not_there(desk: Desk) -> None:
    desk.submit("another")
    assert desk.provider().find(LETTER, NOW) is None


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble.DROPS_AFTER,
        Trouble.SILENT_AFTER,
        Trouble.DRIPS_AFTER,
        Trouble.OVERSIZE_AFTER,
        Trouble.NOT_JSON_AFTER,
        Trouble.REDIRECTS_AWAY,
        error(500),
        error(404),
        Answer(200, []),
        Answer(200, {"data": None, "letters": None}),
    ],
    ids=str,
)
def test_a_list_that_cannot_be_read_is_not_a_list_without_the_letter(desk: Desk, trouble: Trouble | Answer) -> None:
    desk.web.then(trouble, on="GET")
    with pytest.raises(NotTaken):
        desk.provider().find(LETTER, NOW)


def test_a_list_that_cannot_be_read_orders_nothing(desk: Desk) -> None:
    desk.web.then(error(503), on="GET")
    assert isinstance(desk.send(fresh=False), Unavailable)
    assert desk.web.posts() == []
    assert desk.begin.asked == 0


# --- Taking a letter back, and what became of it ----------------------------------------------------------------------


def test_a_letter_is_taken_back_and_shown_as_cancelled(desk: Desk) -> None:
    provider, reference = desk.provider(), desk.submit()
    assert provider.cancel(reference)
    assert shown(provider.status(reference)) == ["submitted", "cancelled"]
    desk.house.too_late = True
    assert provider.cancel(reference), "asked again, it is still taken back"


def test_a_letter_in_production_is_not_taken_back(desk: Desk) -> None:
    provider, reference = desk.provider(), desk.submit()
    desk.house.too_late = True
    assert not provider.cancel(reference)
    assert shown(provider.status(reference)) == ["submitted"]


def shown(steps: tuple[Progress, ...]) -> list[str]:
    """Their kinds, one after the other, without repetition."""
    return [kind for kind, _ in groupby(step.kind for step in steps)]


def test_a_letter_that_is_unknown_there_is_neither_taken_back_nor_too_late(desk: Desk) -> None:
    for ask in (desk.provider().cancel, desk.provider().status):
        with pytest.raises(NotTaken):
            ask("ltr_unknown")


def test_the_same_steps_are_told_in_the_same_words_however_often_they_are_asked_for(desk: Desk) -> None:
    provider, reference = desk.provider(), desk.submit()
    before = provider.status(reference)
    letter = desk.house.letters[reference]
    letter["tracking_number"] = "2C 123"
    letter["events"] = [*letter.get("events", []), {"name": "letter.sent", "created_at": "2026-11-25T10:00:00Z"}]
    letter["tracking_events"] = [{"name": "Mailed", "status": "PRIS_EN_CHARGE", "time": "2026-11-26T10:00:00Z"}]
    after = provider.status(reference)
    assert set(before) < set(after)
    assert after[0] == before[0]
    assert [step.tracking for step in after if step.tracking] == ["2C 123"]
    assert provider.status(reference) == after


def test_what_is_not_understood_in_an_answer_is_kept_as_text_and_breaks_nothing(desk: Desk) -> None:
    provider, reference = desk.provider(), desk.submit()
    letter = desk.house.letters[reference]
    letter["events"] = letter["tracking_events"] = [
        {"name": "letter.dreamt", "status": "RÊVÉ", "time": "yesterday"},
        {},
    ]
    assert {step.kind for step in provider.status(reference)} == {"submitted", "other"}
    letter["events"] = letter["tracking_events"] = {"name": "x"}
    assert shown(provider.status(reference)) == ["submitted"]


# --- What is seen without asking --------------------------------------------------------------------------------------


def test_a_letter_for_another_sheet_of_paper_is_refused_without_asking(desk: Desk) -> None:
    other = Paper.A4 if desk.name == "lob" else Paper.LETTER
    outcome = desk.send(body=encode(desk.order(paper=other)))
    assert isinstance(outcome, Refused)
    assert outcome.reason.id == "post.paper"
    assert desk.web.asked == []


def test_a_wish_that_one_cannot_meet_names_one_that_can(box_desk: Desk, lob_desk: Desk) -> None:
    french = lob_desk.order(sender=box_desk.order().sender)
    outcome = lob_desk.send(body=encode(french))
    assert isinstance(outcome, Refused)
    assert "mysendingbox" in str(outcome.reason)
    assert "pingen" in str(outcome.reason)

    abroad = box_desk.order(recipient=replace(box_desk.order().recipient, country="CH"))
    outcome = box_desk.send(body=encode(abroad))
    assert isinstance(outcome, Refused)
    assert "pingen" in str(outcome.reason)
    assert "lob" not in str(outcome.reason)


def test_a_slow_answer_is_given_up_in_time(desk: Desk) -> None:
    desk.web.then(Trouble.DRIPS_AFTER, on="GET")
    before = datetime.now(UTC)
    with pytest.raises(NotTaken):
        desk.provider(limits=Limits(connect=2, read=0.2, total=0.3, tries=1)).find(LETTER, NOW)
    assert datetime.now(UTC) - before < timedelta(seconds=5)


def test_registered_mail_is_asked_for_in_each_ones_words(desk: Desk) -> None:
    recipient = desk.order().recipient
    if desk.name == "lob":
        recipient = replace(recipient, country="US", city="Washington DC", cedex="", postcode="20007")
    for service, word in (
        (Service.REGISTERED, {"lob": "certified", "mysendingbox": "lr"}),
        (Service.REGISTERED_RECEIPT, {"lob": "certified_return_receipt", "mysendingbox": "lrar"}),
    ):
        options = replace(desk.order().options, service=service)
        desk.submit(f"key-{service}", recipient=recipient, options=options)
        form = nested(form_of(desk.web.asked[-1]))
        assert form["extra_service" if desk.name == "lob" else "postage_type"] == word[desk.name]
        assert form["from"]["name"] == desk.order().sender.person


def test_the_key_for_lob_is_no_key_for_the_other(box_desk: Desk) -> None:
    box_desk.secret = LOB_KEY
    assert isinstance(box_desk.send(), Halted)


def _sent_to(desk: Desk, url: str) -> Outcome:
    channel = Post([desk.provider(url=url)])
    try:
        return channel.send(desk.job(), desk.begin)
    finally:
        channel.close()

"""The channel before any provider is asked, and what nobody must ever read in a log or an error."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from support.pingen import SECRET, SIGNATURE, TOKEN, Fault, Pingen, error
from support.web import Reply
from urgentaction.channels.post import pingen as ours
from urgentaction.channels.post.base import Options, Order, Service
from urgentaction.channels.post.channel import Post
from urgentaction.channels.post.order import encode
from urgentaction.errors import Message, message, words
from urgentaction.model.delivery import Accepted, Halted, Refused, Unavailable, Uncertain

Make = Callable[..., Any]
UNTOLD = (SECRET, TOKEN, SIGNATURE, "Quincampoix", "Xylophage", "69007", "Peyresc")


def test_bytes_that_are_no_order_are_refused_and_nobody_is_asked(
    pingen: Pingen, channel: Make, job: Make, begin: Make
) -> None:
    outcome = channel().send(job(body=b"From: me@example.org\r\n"), begin())
    assert isinstance(outcome, Refused)
    assert (outcome.reason.id, pingen.steps) == ("post.not-an-order", [])


def test_a_letter_is_ordered_from_nobody_but_whom_it_was_agreed_for(job: Make, begin: Make) -> None:
    outcome = Post([]).send(job(), begin())
    assert isinstance(outcome, Halted)
    assert outcome.reason.id == "post.no-provider"


@pytest.mark.parametrize(("agreed", "id_"), [(True, "post.was-live"), (False, "post.was-test")])
def test_a_letter_agreed_for_test_mode_is_never_posted_nor_the_other_way_round(
    pingen: Pingen, channel: Make, order: Make, job: Make, begin: Make, agreed: bool, id_: str
) -> None:
    outcome = channel(live=not agreed).send(job(body=encode(order(live=agreed))), begin())
    assert isinstance(outcome, Halted)
    assert (outcome.reason.id, pingen.steps) == (id_, [])


def test_a_live_receipt_does_not_say_test(channel: Make, order: Make, job: Make, begin: Make) -> None:
    outcome = channel(live=True).send(job(body=encode(order(live=True))), begin())
    assert isinstance(outcome, Accepted)
    assert outcome.receipt.detail == "pingen"


def test_a_wish_that_cannot_be_met_is_refused_before_anybody_is_asked(
    pingen: Pingen, channel: Make, order: Make, job: Make, begin: Make
) -> None:
    wanted = order(options=Options(service=Service.REGISTERED_RECEIPT))
    outcome = channel().send(job(body=encode(wanted)), begin())
    assert isinstance(outcome, Refused)
    assert (outcome.reason.id, pingen.steps) == ("post.other-does", [])


def test_a_field_too_long_for_registered_mail_is_refused_before_anybody_is_asked(
    pingen: Pingen, channel: Make, order: Make, job: Make, begin: Make
) -> None:
    long = replace(order().sender, street="x" * 41)
    wanted = order(options=Options(service=Service.REGISTERED), sender=long)
    outcome = channel().send(job(body=encode(wanted)), begin())
    assert isinstance(outcome, Refused)
    assert (outcome.reason.id, pingen.steps) == ("post.long-sender", [])


def test_what_a_check_quotes_of_an_address_is_not_kept(job: Make, begin: Make) -> None:
    class Quoting(ours.Pingen):
        def check(self, _order: Order) -> tuple[Message, ...]:
            return (message("posting.window", provider="pingen", line="7 impasse Xylophage, Zélie Quincampoix"),)

    provider = Quoting(ours.Settings(client_id="my-app"), lambda: SECRET)
    outcome = Post([provider]).send(job(), begin())
    provider.close()
    assert isinstance(outcome, Refused)
    assert dict(outcome.reason.values) == {"provider": "pingen", "line": "…"}


def test_a_refusal_that_is_kept_still_says_who_can(channel: Make, order: Make, job: Make, begin: Make) -> None:
    wanted = order(options=Options(service=Service.REGISTERED_RECEIPT))
    outcome = channel().send(job(body=encode(wanted)), begin())
    assert str(outcome.reason).endswith("to FR with a signed receipt. Who can: mysendingbox.")


def test_nothing_is_announced_and_closing_twice_is_no_harm(channel: Make, job: Make) -> None:
    post = channel()
    assert post.waits_for(job()) is False
    post.close()
    post.close()


FAULTS = {
    "none": {},
    "401": {"token": Reply(401, f"client {SECRET} unknown".encode())},
    "422": {"create": error(422, "invalid", "Zélie Quincampoix, 7 impasse Xylophage, 69007 LYON")},
    "422 as title": {"create": error(422, "Zélie Quincampoix 7 impasse Xylophage 69007", "")},
    "500": {"send": Reply(500, f"Bearer {TOKEN} Quincampoix".encode())},
    "drop": {"send": Reply(drop=True)},
    "upload": {"put": Reply(403, f"<Signature>{SIGNATURE}</Signature>".encode())},
    "upload elsewhere": {"put": Reply(307, headers={"Location": f"http://x.example/?s={SIGNATURE}"})},
    "huge": {"get": Reply(200, f"{TOKEN} Quincampoix".encode() * 100_000)},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_key_no_token_and_no_address_is_in_any_log_outcome_or_error(
    pingen: Pingen, channel: Make, job: Make, begin: Make, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    caplog.set_level(logging.DEBUG)
    pingen.faults = {step: [Fault(reply)] * 3 for step, reply in FAULTS[fault].items()}
    post = channel()
    outcome = post.send(job(), begin())
    told = [repr(outcome), repr(post), repr(vars(post)), caplog.text]
    if isinstance(outcome, Refused | Unavailable | Uncertain | Halted):
        told += [words(outcome.reason, language).text for language in ("en", "fr")]
    assert [secret for secret in UNTOLD if secret in "".join(told)] == []


def test_no_traceback_holds_a_secret(pingen: Pingen, provider: Make, order: Make) -> None:
    import traceback

    pingen.faults = {"create": [Fault(error(422, "invalid"))]}
    try:
        provider().prepare(order(), "0" * 32)
    except Exception as no:  # noqa: BLE001  # whatever it is
        told = "".join(traceback.format_exception(no)) + repr(no) + repr(no.args)
    assert [secret for secret in UNTOLD if secret in told] == []

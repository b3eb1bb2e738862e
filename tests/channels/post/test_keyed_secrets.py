"""Whatever Lob and MySendingBox say or fail to say: no key and no address of a signer is told by ua."""

from __future__ import annotations

import logging
import traceback
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace

import pytest

from support.desks import LETTER, NOW, Desk
from support.printhouses import basic
from support.webserver import Answer, Trouble
from urgentaction.channels.post.base import NotTaken, Options, Service
from urgentaction.errors import LANGUAGES, Message, words
from urgentaction.model.delivery import Accepted, Cancelled, Halted, Refused, Unavailable, Uncertain

REPEATING = ("repeats all it was told, in a refusal", "repeats all it was told, in a failure")
AT_ONCE = (Trouble.DROPS_AFTER, Trouble.OVERSIZE_AFTER, Trouble.NOT_JSON_AFTER, Trouble.REDIRECTS_AWAY)


def secrets(desk: Desk) -> list[str]:
    """What must not be seen, also in capitals and as the header has it."""
    sender, login = desk.order().sender, b64encode(f"{desk.secret}:".encode()).decode()
    parts = [
        sender.person,
        sender.person.split()[1],
        sender.street,
        "Quiet",
        "TRANQUILLE",
        sender.postcode,
        sender.city,
    ]
    return [desk.secret, login, *parts, *(part.upper() for part in parts), "letter of Wintergreen"]


def repeating(desk: Desk, status: int) -> Answer:
    """A server that gives back what it was told: the address, the key, and something for the terminal."""
    sender = desk.order().sender
    text = f"from {sender.person}, {sender.street.upper()}, {sender.postcode} {sender.city}: \x1b[31m not you"
    return Answer(status, {"error": {"message": text, "code": f"{sender.person} {sender.street}"}})


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """All that is logged, by whomever and however finely."""
    caplog.set_level(logging.DEBUG)
    return caplog


def said(reason: Message) -> list[str]:
    return [part for language in LANGUAGES for part in (words(reason, language).text, words(reason, language).hint)]


def assert_nothing_is_told(desk: Desk, log: pytest.LogCaptureFixture, texts: list[str]) -> None:
    seen = "\n".join([*texts, log.text, *(str(record.__dict__) for record in log.records)])
    assert [secret for secret in secrets(desk) if secret in seen] == []
    assert "\x1b" not in seen


@pytest.mark.parametrize("trouble", [*Trouble, *REPEATING])
def test_what_becomes_of_a_letter_tells_no_secret(
    desk: Desk, everything: pytest.LogCaptureFixture, trouble: str
) -> None:
    step = trouble if isinstance(trouble, Trouble) else repeating(desk, 422 if "refusal" in trouble else 500)
    desk.web.then(step, step)
    desk.web.then(step, on="GET")
    outcome = desk.send()
    match outcome:
        case Accepted(receipt):
            told = [str(receipt)]
        case Refused(reason) | Uncertain(reason) | Cancelled(reason):
            told = said(reason)
        case Unavailable(reason=reason) | Halted(reason=reason):
            told = said(reason)
        case _:
            raise AssertionError(outcome)
    assert_nothing_is_told(desk, everything, [repr(outcome), *told])


@pytest.mark.parametrize("trouble", [*AT_ONCE, *REPEATING])
@pytest.mark.parametrize("method", ["submit", "find", "status", "cancel", "quote"])
def test_an_exception_and_where_it_came_from_tells_no_secret(
    desk: Desk, everything: pytest.LogCaptureFixture, trouble: str, method: str
) -> None:
    reference = desk.submit("another")
    step = trouble if isinstance(trouble, Trouble) else repeating(desk, 422 if "refusal" in trouble else 500)
    for verb in ("POST", "GET", "DELETE"):
        desk.web.then(step, step, on=verb)
    provider = desk.provider()
    registered = desk.order(options=Options(service=Service.REGISTERED))
    ask: dict[str, Callable[[], object]] = {
        "submit": desk.submit,
        "find": lambda: provider.find(LETTER, NOW),
        "quote": lambda: provider.quote(registered),
        "status": lambda: provider.status(reference),
        "cancel": lambda: provider.cancel(reference),
    }
    try:
        told = [repr(ask[method]())]
    except NotTaken as no:
        told = [str(no), repr(no), repr(no.outcome), *said(no.outcome.reason), *traceback.format_exception(no)]
    assert_nothing_is_told(desk, everything, told)


def test_the_values_that_are_handed_on_do_not_show_an_address(desk: Desk) -> None:
    letter = desk.order()
    shown = " ".join(
        [repr(letter), repr(letter.sender), repr(desk.provider()), repr(desk.provider().prepare(letter, "k"))]
    )
    assert [secret for secret in secrets(desk) if secret in shown] == []


def test_the_key_travels_in_its_header_only(desk: Desk) -> None:
    provider, reference = desk.provider(), desk.submit()
    provider.find(LETTER, NOW)
    provider.status(reference)
    provider.cancel(reference)
    provider.quote(desk.order())
    for asked in desk.web.asked:
        assert desk.secret not in asked.target
        assert desk.secret.encode() not in asked.body
        assert [name for name, value in asked.headers if desk.secret in value] == []
        assert asked.header("Authorization") == basic(desk.secret)


def test_these_tests_would_see_a_secret_that_is_told(desk: Desk, everything: pytest.LogCaptureFixture) -> None:
    """A canary."""
    logging.getLogger("urgentaction").debug("to %s", desk.order().sender.street)
    with pytest.raises(AssertionError):
        assert_nothing_is_told(desk, everything, [])
    everything.clear()
    with pytest.raises(AssertionError):
        assert_nothing_is_told(desk, everything, [f"key {desk.secret}"])
    assert_nothing_is_told(desk, everything, [replace(desk.order(), pages=2).provider])

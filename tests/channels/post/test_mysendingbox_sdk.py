"""For the same letter, MySendingBox is told the same by us and by its own SDK: field by field, header by header.

The SDK is the Python one (`seeuletter` 1.2.0, the company's old name). It has no words for the price, nor for taking a
letter back: those two requests are the ones of the company's PHP and Node SDKs, read and not run.
"""

from __future__ import annotations

import io
from typing import Any

import pytest

from support.desks import LETTER, NOW, Desk
from support.printhouses import PDF
from support.web import Asked
from support.webserver import Answer, Upload, form_of
from urgentaction.channels.post import mysendingbox
from urgentaction.channels.post.base import Options, Order, Service

seeuletter: Any = pytest.importorskip("seeuletter", reason="seeuletter is not installed (pip install '.[dev]')")

OUR_OWN_HEADERS = {
    "user-agent": "urgentaction",  # who asks is said, and no version that tells one user from another
    "accept-encoding": "identity",  # a small packed answer could be a large one
}
"""Headers that differ, and ours."""

OUR_OWN = {
    "both_sides": ("false", "False"),  # a Python word is no boolean for a service that is not written in Python
}
"""Fields that differ: what we say, and what the SDK says for the same value."""

POSTAGE = {
    Service.STANDARD: "ecopli",
    Service.PRIORITY: "prioritaire",
    Service.REGISTERED: "lr",
    Service.REGISTERED_RECEIPT: "lrar",
}


@pytest.fixture(autouse=True)
def _sdk(box_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeuletter, "api_base", box_desk.web.url)
    monkeypatch.setattr(seeuletter, "api_key", box_desk.secret)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def by_sdk(desk: Desk, letter: Order) -> Asked:
    """The letter as somebody would order it with the SDK, from its README."""
    court, anne = letter.recipient, letter.sender
    parts: dict[str, Any] = {
        "to_address": {
            "name": court.person,
            "company": court.organisation,
            "address_line1": court.street,
            "address_city": f"{court.city} {court.cedex}",
            "address_postalcode": court.postcode,
            "address_country": "France",
        },
        "source_file": io.BytesIO(letter.pdf),
        "source_file_type": "file",
        "color": "color" if letter.options.colour else "bw",
        "both_sides": letter.options.duplex,
        "postage_type": POSTAGE[letter.options.service],
        "address_placement": "insert_blank_page",
        "metadata": {"ua_key": LETTER},
    }
    if letter.options.service in {Service.REGISTERED, Service.REGISTERED_RECEIPT}:
        parts["from_address"] = {
            "name": anne.person,
            "address_line1": anne.street,
            "address_city": anne.city,
            "address_postalcode": anne.postcode,
            "address_country": "France",
        }
    desk.web.then(Answer(200, {"_id": "1", "object": "letter"}))  # the house would refuse the SDK's `False`
    seeuletter.Letter.create(**parts)
    return desk.web.asked[-1]


def by_us(desk: Desk, letter: Order) -> Asked:
    desk.submit(options=letter.options)
    return desk.web.asked[-1]


def headers(asked: Asked) -> dict[str, str]:
    """The headers, without what the length and the boundary of a body make different."""
    found = {name.lower(): value for name, value in asked.headers}
    found.pop("content-length", None)
    if "content-type" in found:
        found["content-type"] = found["content-type"].partition(";")[0]
    return found


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(colour=True, duplex=True, service=Service.PRIORITY),
        Options(service=Service.REGISTERED),
        Options(service=Service.REGISTERED_RECEIPT, duplex=True),
    ],
    ids=lambda options: options.service,
)
def test_a_letter_has_the_fields_that_the_sdk_gives_it(box_desk: Desk, options: Options) -> None:
    letter = box_desk.order(options=options)
    ours, theirs = form_of(by_us(box_desk, letter)), form_of(by_sdk(box_desk, letter))
    assert set(ours) == set(theirs)
    for name, value in theirs.items():
        if name in OUR_OWN:
            said = {True: ("true", "True"), False: OUR_OWN[name]}[options.duplex]
            assert (ours[name], value) == said
        elif isinstance(value, Upload):
            mine = ours[name]
            assert isinstance(mine, Upload)
            assert mine.data == value.data == PDF
            assert (mine.filename, mine.kind) == ("letter.pdf", "application/pdf")  # the SDK says neither
        else:
            assert ours[name] == value, name


def test_an_order_has_the_headers_of_the_sdk_and_an_idempotency_key(box_desk: Desk) -> None:
    letter = box_desk.order()
    mine, theirs = by_us(box_desk, letter), by_sdk(box_desk, letter)
    assert (mine.method, mine.path, mine.query) == (theirs.method, theirs.path, theirs.query)
    assert headers(mine) == headers(theirs) | OUR_OWN_HEADERS | {"idempotency-key": LETTER}


def test_the_list_is_asked_for_as_the_sdk_asks(box_desk: Desk) -> None:
    box_desk.provider().find(LETTER, NOW)
    mine = box_desk.web.asked[-1]
    seeuletter.Letter.list(limit=50, offset=0)
    theirs = box_desk.web.asked[-1]
    assert (mine.method, mine.path, mine.query) == (theirs.method, theirs.path, theirs.query)
    assert headers(mine) == headers(theirs) | OUR_OWN_HEADERS


def test_a_letter_is_asked_for_as_the_sdk_asks_and_the_sdk_reads_what_this_house_answers(box_desk: Desk) -> None:
    reference = box_desk.submit()
    box_desk.provider().status(reference)
    mine = box_desk.web.asked[-1]
    letter = seeuletter.Letter.retrieve(reference)
    theirs = box_desk.web.asked[-1]
    assert (mine.method, mine.path, mine.query) == (theirs.method, theirs.path, theirs.query)
    assert headers(mine) == headers(theirs) | OUR_OWN_HEADERS
    assert isinstance(letter, seeuletter.Letter)
    assert letter.price.total == 0.97
    assert letter.events[0].name == "letter.created"


def test_the_sdk_is_seen_to_differ_where_a_field_is_another(box_desk: Desk) -> None:
    """A canary: the comparison would not be worth much if every two letters were alike to it."""
    plain, colour = box_desk.order(), box_desk.order(options=Options(colour=True))
    assert form_of(by_us(box_desk, plain))["color"] != form_of(by_sdk(box_desk, colour))["color"]


def test_a_real_letter_goes_to_the_address_of_today_and_not_to_that_of_the_old_name() -> None:
    assert mysendingbox.URL == "https://api.mysendingbox.fr"

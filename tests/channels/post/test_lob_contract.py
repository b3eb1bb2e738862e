"""Every request made of Lob is one that its published OpenAPI file describes; and that file is seen to refuse others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from support.openapi import Contract, contract, why_not
from support.printhouses import ANN, COURT, LOB_KEY, PDF, Lob, order
from support.web import Asked
from support.webserver import House, serving
from urgentaction.channels.post import lob
from urgentaction.channels.post.base import NotTaken, Options, Place, Service
from urgentaction.model.codes import COUNTRIES
from urgentaction.model.delivery import Permit

SINCE = datetime(2026, 11, 24, 8, tzinfo=UTC)
WASHINGTON = Place(
    country="US", postcode="20007", city="Washington DC", street="4101 Reservoir Rd NW", person="Embassy"
)
ELSEWHERE = {"CH": "8001", "DE": "10117", "GB": "SW1A 2AA", "KZ": "010000"}


@pytest.fixture(autouse=True)
def _with_the_file() -> None:
    if why := why_not():
        pytest.skip(why)


@pytest.fixture
def house() -> Lob:
    return Lob()


@pytest.fixture
def web(house: Lob) -> Iterator[House]:
    with serving(house.answers) as web:
        yield web


@pytest.fixture
def provider(web: House) -> Iterator[lob.Lob]:
    made = lob.Lob(lob.Settings(f"{web.url}/v1"), lambda: LOB_KEY)
    yield made
    made.close()


def form(**changes: str | None) -> dict[str, str]:
    """What orders a letter, with fields changed, or left out (None)."""
    fields = {**lob.fields(order("lob"), "key-1"), **changes}
    return {name: value for name, value in fields.items() if value is not None}


def posted(web: House, data: dict[str, str], *, key: str = "key-1", file: bool = True, auth: bool = True) -> Asked:
    """A request that our program would not make, as it comes over the wire."""
    files = {"file": ("letter.pdf", PDF, "application/pdf")} if file else {"nothing": ("", b"", "text/plain")}
    login = (LOB_KEY, "") if auth else None
    httpx.post(f"{web.url}/v1/letters", data=data, files=files, auth=login, headers={"Idempotency-Key": key})
    return web.asked[-1]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"options": Options(colour=True, duplex=True)},
        {"recipient": WASHINGTON},
        {"recipient": WASHINGTON, "options": Options(service=Service.REGISTERED)},
        {"recipient": WASHINGTON, "options": Options(service=Service.REGISTERED_RECEIPT, colour=True)},
        {"recipient": replace(COURT, lines=("Palais Verdun", "CS 80001"))},
        {"recipient": replace(COURT, person="")},
        {"recipient": replace(COURT, street="", lines=("CS 80001",))},
        {"sender": replace(ANN, city="San Juan PR", postcode="00901-1234")},
        *({"recipient": replace(COURT, country=country, postcode=code)} for country, code in ELSEWHERE.items()),
    ],
)
def test_an_order_is_one_that_the_file_describes(provider: lob.Lob, web: House, changes: dict[str, Any]) -> None:
    letter = order("lob", **changes)
    assert provider.check(letter) == ()
    provider.submit(provider.prepare(letter, "key-1"), Permit("key-1"))
    assert Contract().fault(web.asked[-1]) == ""


@pytest.mark.parametrize(
    "ask",
    [
        lambda provider, _: provider.find("key-1", SINCE),
        lambda provider, reference: provider.status(reference),
        lambda provider, reference: provider.cancel(reference),
    ],
    ids=["find", "status", "cancel"],
)
def test_a_question_is_one_that_the_file_describes(
    provider: lob.Lob, web: House, ask: Callable[[lob.Lob, str], object]
) -> None:
    reference = provider.submit(provider.prepare(order("lob"), "key-1"), Permit("key-1"))
    ask(provider, reference)
    assert Contract().fault(web.asked[-1]) == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"color": None}, "'color' is a required property"),
        ({"use_type": None}, "'use_type' is a required property"),
        ({"use_type": "protest"}, "'protest' is not one of"),
        ({"color": "True"}, "'True' is not of type 'boolean'"),
        ({"to[address_country]": "FRANCE"}, "is not valid under any of the given schemas"),
        ({"to[company]": "x" * 41}, "is not valid under any of the given schemas"),
        ({"to[address_line1]": None}, "is not valid under any of the given schemas"),
        # The trap: abroad it is either a postcode or a state.
        ({"to[address_state]": "PACA"}, "is not valid under any of the given schemas"),
        ({"from[address_zip]": "1218"}, "is not valid under any of the given schemas"),
        ({"from[address_state]": None}, "is not valid under any of the given schemas"),
        ({"extra_service": "lrar"}, "'lrar' is not one of"),
        ({"mail_type": "priority"}, "'priority' is not one of"),
        ({"address_placement": "cover"}, "'cover' is not one of"),
        ({"size": "a4"}, "'a4' is not one of"),
    ],
)
def test_an_order_that_is_wrong_is_refused_by_the_file(web: House, changes: dict[str, str | None], reason: str) -> None:
    assert reason in Contract().fault(posted(web, form(**changes)))


def test_without_a_change_the_same_order_is_not_refused(web: House) -> None:
    assert Contract().fault(posted(web, form())) == ""


def test_an_order_without_file_key_or_login_is_refused_by_the_file(web: House) -> None:
    assert "'file' is a required property" in Contract().fault(posted(web, form(), file=False))
    assert "is too long" in Contract().fault(posted(web, form(), key="k" * 257))
    assert "Security not found" in Contract().fault(posted(web, form(), auth=False))


def test_a_question_that_is_wrong_is_refused_by_the_file(web: House) -> None:
    for path, reason in (
        ("/letters/adr_1", "Invalid path parameter"),
        ("/letters?limit=101", "Invalid query parameter"),
        ("/letterz", "Path not found"),
    ):
        httpx.get(f"{web.url}/v1{path}", auth=(LOB_KEY, ""))
        assert reason in Contract().fault(web.asked[-1])


def test_the_server_of_these_tests_answers_as_the_file_says(provider: lob.Lob, web: House, house: Lob) -> None:
    for letter in (order("lob"), order("lob", recipient=WASHINGTON, options=Options(service=Service.REGISTERED))):
        key = f"key-{letter.recipient.country}"
        reference = provider.submit(provider.prepare(letter, key), Permit(key))
        provider.find(key, SINCE)
        provider.status(reference)
        provider.cancel(reference)
    with pytest.raises(NotTaken):
        provider.status("ltr_0000")
    house.too_late = True
    assert provider.cancel(reference)  # it was cancelled before
    for asked in web.asked:
        answer = house.answers(asked)
        assert Contract().fault_in_answer(asked, answer) == "", answer.body


def test_an_answer_that_is_wrong_is_refused_by_the_file(provider: lob.Lob, web: House, house: Lob) -> None:
    provider.status(provider.submit(provider.prepare(order("lob"), "key-1"), Permit("key-1")))
    house.letters[next(iter(house.letters))]["carrier"] = "La Poste"
    assert Contract().fault_in_answer(web.asked[-1], house.answers(web.asked[-1]))


def test_the_countries_that_lob_reaches_are_those_of_the_file() -> None:
    listed = (contract().spec / "components" / "schemas" / "country_extended" / "enum").read_value()
    assert (set(listed) | {"US"}) & COUNTRIES == lob.REACHED


def test_the_tracking_events_and_the_addresses_limits_are_those_of_the_file() -> None:
    schemas = (contract().spec / "components" / "schemas").read_value()
    names = {
        name
        for kind in ("tracking_event_normal", "tracking_event_certified")
        for name in schemas[kind]["allOf"][1]["properties"]["name"]["enum"]
    }
    assert names - {"Issue"} == set(lob._KINDS)
    name = schemas["address_editable_intl"]["allOf"][1]["properties"]["name"]
    assert name["maxLength"] == lob.CAPABILITIES.lengths["names"]
    assert schemas["address_fields_us"]["properties"]["address_line1"]["maxLength"] == lob.AT_HOME_LINE

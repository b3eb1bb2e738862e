"""Lob: its fields, what its fields and sheets do not hold, its key that is remembered for a day, its events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from support.desks import LETTER, NOW, Desk
from support.printhouses import ANN, COURT, Lob, nested
from support.webserver import Answer, Trouble, form_of
from urgentaction.channels.post import lob
from urgentaction.channels.post.base import Found, Kind, NotTaken, Options, Place, Progress, Service
from urgentaction.channels.post.checking import problems
from urgentaction.channels.post.known import KNOWN
from urgentaction.model.delivery import Accepted, Uncertain

DC = Place(country="US", postcode="20007", city="WASHINGTON DC", street="4101 Reservoir Rd NW", organisation="Embassy")


def house(desk: Desk) -> Lob:
    assert isinstance(desk.house, Lob)
    return desk.house


# --- Fields -----------------------------------------------------------------------------------------------------------


def test_abroad_an_address_has_a_postcode_and_no_state_and_the_country_as_a_code(lob_desk: Desk) -> None:
    lob_desk.submit(recipient=replace(COURT, lines=("Palais Verdun", "CS 80001")))
    form = nested(form_of(lob_desk.web.asked[-1]))
    assert form["to"] == {
        "name": "Procureur général",
        "company": "Cour d’appel d’Aix-en-Provence",
        "address_line1": "20 PLACE DE VERDUN",
        "address_line2": "Palais Verdun, CS 80001",
        "address_city": "AIX EN PROVENCE CEDEX 1",
        "address_zip": "13616",
        "address_country": "FR",
    }
    assert form["from"] == {
        "name": "Ann Wintergreen",
        "address_line1": "17 Quiet Lane",
        "address_city": "Troy",
        "address_state": "NY",
        "address_zip": "12180",
        "address_country": "US",
    }


def test_the_letter_goes_behind_a_sheet_of_its_own_with_the_address(lob_desk: Desk) -> None:
    lob_desk.submit()
    form = nested(form_of(lob_desk.web.asked[-1]))
    assert form["address_placement"] == "insert_blank_page"
    assert (form["color"], form["double_sided"], form["use_type"]) == ("false", "false", "operational")
    assert "extra_service" not in form


@pytest.mark.parametrize(
    ("city", "city_and_state"),
    [
        ("Troy, NY", ("Troy", "NY")),
        ("Troy NY", ("Troy", "NY")),
        ("troy, ny", ("troy", "NY")),
        ("NEW YORK  NY", ("NEW YORK", "NY")),
        ("SANTA FE", ("SANTA FE", "")),
        ("SANTA FE, NM", ("SANTA FE", "NM")),
        ("Troy", ("Troy", "")),
        ("NY", ("NY", "")),
    ],
)
def test_the_state_is_read_off_the_town(city: str, city_and_state: tuple[str, str]) -> None:
    assert lob._locality(replace(ANN, city=city)) == city_and_state


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"sender": replace(ANN, city="Troy")}, "state-sender"),
        ({"sender": replace(ANN, postcode="1218")}, "zip-sender"),
        ({"sender": replace(ANN, street="")}, "street-sender"),
        ({"sender": replace(ANN, street="x" * 65)}, "lines-sender"),
        ({"recipient": replace(DC, city="Washington")}, "state-recipient"),
        ({"recipient": replace(DC, postcode="")}, "zip-recipient"),
        ({"recipient": replace(COURT, street="x" * 30, lines=("y" * 20,))}, "lines-recipient"),
        ({"recipient": replace(COURT, street="")}, "street-recipient"),
        ({"recipient": replace(COURT, postcode="")}, "postcode-recipient"),
        ({"pages": 7}, "sheets"),
        ({"pages": 13, "options": Options(duplex=True)}, "sheets"),
        ({"recipient": DC, "pages": 61}, "sheets"),
    ],
)
def test_what_the_fields_and_sheets_do_not_hold_is_told_before(
    lob_desk: Desk, changes: dict[str, object], fault: str
) -> None:
    assert [one.id for one in lob_desk.provider().check(lob_desk.order(**changes))] == [f"lob.{fault}"]


@pytest.mark.parametrize(
    "changes",
    [
        {"pages": 6},
        {"pages": 12, "options": Options(duplex=True)},
        {"recipient": DC, "pages": 60},
        {"recipient": DC, "pages": 120, "options": Options(duplex=True)},
        {"recipient": replace(COURT, street="x" * 29, lines=("y" * 20,))},
        {"sender": replace(ANN, street="x" * 64)},
    ],
)
def test_what_just_fits_is_taken(lob_desk: Desk, changes: dict[str, object]) -> None:
    letter = lob_desk.order(**changes)
    assert lob_desk.provider().check(letter) == ()
    assert problems(letter, lob.CAPABILITIES, others=KNOWN) == ()


def test_registered_mail_does_not_leave_the_country(lob_desk: Desk) -> None:
    wish = Options(service=Service.REGISTERED)
    (problem,) = problems(lob_desk.order(options=wish), lob.CAPABILITIES, others=KNOWN)
    assert "registered mail to FR" in str(problem)
    assert problems(lob_desk.order(recipient=DC, options=wish), lob.CAPABILITIES, others=KNOWN) == ()


def test_no_price_is_told_and_nobody_asked_for_one(lob_desk: Desk) -> None:
    assert lob_desk.provider().quote(lob_desk.order()) is None
    assert lob_desk.web.asked == []


# --- The key ----------------------------------------------------------------------------------------------------------


def test_where_an_answer_is_lost_the_same_key_gives_the_letter_that_was_ordered(lob_desk: Desk) -> None:
    lob_desk.web.then(Trouble.DROPS_AFTER)
    reference = lob_desk.submit()
    assert reference in lob_desk.house.letters
    assert lob_desk.house.accepted() == [LETTER]
    assert [asked.header("Idempotency-Key") for asked in lob_desk.web.posts()] == [LETTER, LETTER]


def test_an_order_that_did_not_arrive_is_ordered_by_the_second_request(lob_desk: Desk) -> None:
    lob_desk.web.then(Trouble.DROPS_BEFORE)
    assert isinstance(lob_desk.send(), Accepted)
    assert lob_desk.house.accepted() == [LETTER]


@pytest.mark.parametrize("status", [401, 402, 422, 429])
def test_a_no_to_the_second_request_does_not_undo_the_doubt_about_the_first(lob_desk: Desk, status: int) -> None:
    lob_desk.web.then(Trouble.DROPS_AFTER, Answer(status, {"error": {"code": "invalid", "message": ""}}))
    with pytest.raises(NotTaken) as no:
        lob_desk.submit()
    assert isinstance(no.value.outcome, Uncertain)


def test_when_the_key_is_forgotten_the_letter_is_still_found_by_its_metadata(lob_desk: Desk) -> None:
    reference = lob_desk.submit()
    house(lob_desk).forget_keys()
    assert lob_desk.provider().find(LETTER, NOW) == Found(reference=reference, submitted=True)
    assert isinstance(lob_desk.send(fresh=False), Accepted)
    assert lob_desk.house.accepted() == [LETTER]


def test_a_list_by_something_else_than_the_key_is_no_proof(lob_desk: Desk) -> None:
    lob_desk.submit("another")
    every = list(lob_desk.house.letters.values())
    lob_desk.web.then(Answer(200, {"data": every}), on="GET")
    with pytest.raises(NotTaken) as no:
        lob_desk.provider().find(LETTER, NOW)
    assert no.value.outcome.reason.id == "keyed.cannot-tell"


# --- Events -----------------------------------------------------------------------------------------------------------


def test_tracking_events_tell_where_the_letter_is(lob_desk: Desk) -> None:
    reference = lob_desk.submit()
    names = ["Mailed", "In Transit", "International Exit", "Processed for Delivery", "Delivered"]
    lob_desk.house.letters[reference]["tracking_events"] = [house(lob_desk).event(name) for name in names]
    steps = lob_desk.provider().status(reference)
    kinds = [Kind.SUBMITTED, Kind.POSTED, Kind.IN_TRANSIT, Kind.IN_TRANSIT, Kind.IN_TRANSIT, Kind.DELIVERED]
    assert [step.kind for step in steps] == kinds
    assert steps[1] == Progress(kind=Kind.POSTED, status="Mailed", at=datetime(2026, 11, 24, 8, 5, 9, tzinfo=UTC))


def test_a_letter_that_came_back_or_failed_says_so(lob_desk: Desk) -> None:
    reference = lob_desk.submit()
    letter = lob_desk.house.letters[reference]
    letter["tracking_events"] = [house(lob_desk).event("Returned to Sender")]
    assert lob_desk.provider().status(reference)[-1].kind is Kind.RETURNED
    letter |= {"tracking_events": [], "status": "failed"}
    assert lob_desk.provider().status(reference)[-1].kind is Kind.FAILED

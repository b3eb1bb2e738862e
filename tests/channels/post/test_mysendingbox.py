"""MySendingBox: its fields, its price, its list of letters that nobody documents, its events."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pdfplumber
import pytest

from support.desks import LETTER, NOW, Desk
from support.printhouses import ANN, ANNE, COURT, SendingBox, nested
from support.webserver import Answer, Trouble, Upload, form_of
from urgentaction.channels.post import mysendingbox_words as said
from urgentaction.channels.post.base import Found, Kind, Money, NotTaken, Options, Place, Quote, Service
from urgentaction.channels.post.blank import blank_pdf
from urgentaction.model.delivery import Uncertain


def box(desk: Desk) -> SendingBox:
    assert isinstance(desk.house, SendingBox)
    return desk.house


def fill(desk: Desk, count: int, *, hours: int = 1) -> None:
    """So many letters of before, the newest an hour old."""
    for number in reversed(range(count)):
        created = NOW - timedelta(hours=hours * (number + 1))
        box(desk).add(f"before-{number}", created.isoformat().replace("+00:00", "Z"))


# --- Fields -----------------------------------------------------------------------------------------------------------


def test_the_lines_of_an_address_stand_from_the_building_down_to_the_street(box_desk: Desk) -> None:
    box_desk.submit(recipient=replace(COURT, lines=("Palais Verdun", "CS 80001")))
    assert nested(form_of(box_desk.web.asked[-1]))["to"] == {
        "name": "Procureur général",
        "company": "Cour d’appel d’Aix-en-Provence",
        "address_line1": "Palais Verdun",
        "address_line2": "CS 80001",
        "address_line3": "20 PLACE DE VERDUN",
        "address_city": "AIX EN PROVENCE CEDEX 1",
        "address_postalcode": "13616",
        "address_country": "France",
    }


def test_who_signs_is_not_told_where_it_is_not_needed(box_desk: Desk) -> None:
    box_desk.submit()
    assert not [name for name in form_of(box_desk.web.asked[-1]) if name.startswith("from")]


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        (replace(COURT, lines=("a", "b", "c")), "lines-recipient"),
        (replace(COURT, street=""), "incomplete-recipient"),
        (replace(COURT, postcode=""), "incomplete-recipient"),
        (replace(COURT, city=""), "incomplete-recipient"),
    ],
)
def test_an_office_that_does_not_fit_the_fields_is_told_before(box_desk: Desk, place: Place, fault: str) -> None:
    faults = box_desk.provider().check(box_desk.order(recipient=place))
    assert [one.id for one in faults] == [f"mysendingbox.{fault}"]


@pytest.mark.parametrize(
    ("place", "faults"),
    [
        (ANNE, []),
        (ANN, ["mysendingbox.sender-abroad"]),
        (Place(country="FR", person="A. P."), ["mysendingbox.incomplete-sender"]),
    ],
)
def test_registered_mail_needs_a_whole_address_of_the_signer_in_france(
    box_desk: Desk, place: Place, faults: list[str]
) -> None:
    provider = box_desk.provider()
    registered = box_desk.order(sender=place, options=Options(service=Service.REGISTERED_RECEIPT))
    assert [one.id for one in provider.check(registered)] == faults
    assert provider.check(box_desk.order(sender=place)) == ()


# --- Price ------------------------------------------------------------------------------------------------------------


def test_the_price_is_that_of_the_service_in_cents(box_desk: Desk) -> None:
    assert box_desk.provider().quote(box_desk.order()) == Quote(Money(97, "EUR"))
    box(box_desk).cents = 115  # 1.15 is a little less than 1.15 as a number of a computer
    assert box_desk.provider().quote(box_desk.order()) == Quote(Money(115, "EUR"))


def test_the_price_is_asked_for_without_a_word_of_the_letter_or_of_who_signs(box_desk: Desk) -> None:
    letter = box_desk.order(pages=3, options=Options(service=Service.REGISTERED))
    box_desk.provider().quote(letter)
    asked = box_desk.web.asked[-1]
    assert asked.path == "/letters/price"
    assert asked.header("Idempotency-Key") == ""
    assert b"PERVENCHE" not in asked.body.upper()
    assert letter.pdf not in asked.body
    sent = form_of(asked)["source_file"]
    assert isinstance(sent, Upload)
    with pdfplumber.open(io.BytesIO(sent.data)) as pdf:
        assert [(round(page.width), round(page.height)) for page in pdf.pages] == [(595, 842)] * 3
    assert box_desk.house.letters == {}


@pytest.mark.parametrize("answer", [{}, {"price": None}, {"price": {"total": "0.97"}}, {"price": {"total": True}}])
def test_where_no_price_is_told_none_is_made_up(box_desk: Desk, answer: object) -> None:
    box_desk.web.then(Answer(200, answer))
    assert box_desk.provider().quote(box_desk.order()) is None


def test_a_price_without_a_table_of_its_own_is_read_too(box_desk: Desk) -> None:
    box_desk.web.then(Answer(200, {"postage": 0.67, "service": 0.3, "total": 0.97}))
    assert box_desk.provider().quote(box_desk.order()) == Quote(Money(97, "EUR"))


@pytest.mark.parametrize("pages", [1, 20])
def test_an_empty_pdf_has_so_many_pages_and_nothing_on_them(pages: int) -> None:
    with pdfplumber.open(io.BytesIO(blank_pdf(pages))) as pdf:
        assert len(pdf.pages) == pages
        assert not any(page.chars for page in pdf.pages)


# --- The list of letters ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("oldest_first", [False, True])
def test_a_letter_is_found_on_whatever_page_it_is(box_desk: Desk, oldest_first: bool) -> None:
    reference = box(box_desk).add(LETTER)
    fill(box_desk, 130)
    box(box_desk).oldest_first = oldest_first
    assert box_desk.provider().find(LETTER, NOW - timedelta(days=30)) == Found(reference=reference, submitted=True)


@pytest.mark.parametrize("oldest_first", [False, True])
@pytest.mark.parametrize(("count", "requests"), [(0, 1), (1, 2), (50, 2), (51, 3), (130, 4)])
def test_a_list_that_was_read_to_its_end_is_proof(
    box_desk: Desk, count: int, requests: int, oldest_first: bool
) -> None:
    fill(box_desk, count)
    box(box_desk).oldest_first = oldest_first
    assert box_desk.provider().find(LETTER, NOW - timedelta(days=30)) is None
    assert len(box_desk.web.asked) == requests


def test_a_list_that_begins_with_the_newest_is_read_until_the_first_attempt(box_desk: Desk) -> None:
    fill(box_desk, 500)
    assert box_desk.provider().find(LETTER, NOW) is None
    assert len(box_desk.web.asked) == 1, "50 letters, one an hour, are older than two days"
    assert box_desk.provider().find(LETTER, NOW - timedelta(days=3)) is None
    assert len(box_desk.web.asked) == 1 + 3


def test_a_list_that_begins_with_the_oldest_says_nothing_before_its_end(box_desk: Desk) -> None:
    fill(box_desk, 170)
    box(box_desk).oldest_first = True
    assert box_desk.provider().find(LETTER, NOW) is None
    assert len(box_desk.web.asked) == 4 + 1


def test_a_page_that_is_smaller_than_asked_for_is_no_end(box_desk: Desk) -> None:
    reference = box(box_desk).add(LETTER, (NOW - timedelta(hours=200)).isoformat())
    fill(box_desk, 35)
    box(box_desk).largest_page = 10
    assert box_desk.provider().find(LETTER, NOW) == Found(reference=reference, submitted=True)


def test_a_list_too_long_to_be_read_leaves_the_letter_uncertain(box_desk: Desk) -> None:
    fill(box_desk, 2100)
    box(box_desk).oldest_first = True
    _cannot_tell(box_desk)


def test_a_list_that_does_not_say_how_many_there_are_is_no_proof(box_desk: Desk) -> None:
    fill(box_desk, 3)
    letters = list(box(box_desk).letters.values())
    box_desk.web.then(Answer(200, {"letters": letters}), Answer(200, {"letters": []}), on="GET")
    _cannot_tell(box_desk)


def test_what_a_list_says_of_its_length_is_not_believed_before_its_end(box_desk: Desk) -> None:
    """It might count the letters of one page."""
    reference = box(box_desk).add(LETTER, (NOW - timedelta(hours=200)).isoformat())
    fill(box_desk, 12, hours=0)
    first = list(box(box_desk).letters.values())[::-1][:10]
    box(box_desk).largest_page = 10
    box_desk.web.then(Answer(200, {"info": {"total": 10}, "letters": first}), on="GET")
    assert box_desk.provider().find(LETTER, NOW) == Found(reference=reference, submitted=True)


def test_a_list_that_shows_the_same_page_again_is_not_taken_for_whole(box_desk: Desk) -> None:
    """Whoever does not know `offset` would give the first page for ever."""
    fill(box_desk, 60, hours=0)
    page = Answer(200, {"info": {"total": 60}, "letters": list(box(box_desk).letters.values())[:50]})
    box_desk.web.then(*[page] * 40, on="GET")
    _cannot_tell(box_desk)


def test_a_list_that_hides_the_metadata_of_a_late_letter_is_no_proof(box_desk: Desk) -> None:
    fill(box_desk, 3)
    del box(box_desk).letters[min(box(box_desk).letters)]["metadata"]
    _cannot_tell(box_desk)


def test_a_letter_long_before_may_be_without_metadata(box_desk: Desk) -> None:
    name = box(box_desk).add("", "2026-01-01T10:00:00Z")
    del box(box_desk).letters[name]["metadata"]
    assert box_desk.provider().find(LETTER, NOW) is None


def _cannot_tell(desk: Desk) -> None:
    with pytest.raises(NotTaken) as no:
        desk.provider().find(LETTER, NOW)
    assert isinstance(no.value.outcome, Uncertain)
    assert no.value.outcome.reason.id == "keyed.cannot-tell"


def test_a_letter_of_which_nobody_can_tell_is_not_ordered_and_a_person_looks(box_desk: Desk) -> None:
    fill(box_desk, 3)
    del box(box_desk).letters[min(box(box_desk).letters)]["metadata"]
    assert isinstance(box_desk.send(fresh=False), Uncertain)
    assert box_desk.web.posts() == []


def test_an_order_is_never_repeated_although_it_carries_a_key(box_desk: Desk) -> None:
    """That MySendingBox heeds the key is not confirmed: two requests would be two paid letters."""
    box_desk.web.then(Trouble.DROPS_AFTER)
    box_desk.send()
    assert [asked.header("Idempotency-Key") for asked in box_desk.web.posts()] == [LETTER]


# --- Events -----------------------------------------------------------------------------------------------------------


def test_events_and_those_of_la_poste_are_told_in_the_order_in_which_they_happened(box_desk: Desk) -> None:
    reference = box_desk.submit()
    letter = box(box_desk).letters[reference]
    letter["tracking_number"] = "2C00000000001"
    letter["events"] += [
        box(box_desk).event("letter.accepted", "2026-11-24T09:00:00Z"),
        box(box_desk).event("letter.sent", "2026-11-25T16:00:00Z"),
        box(box_desk).event("letter.distributed", "2026-11-27T10:00:00Z"),
    ]
    letter["tracking_events"] = [{"status": "PRIS_EN_CHARGE", "date": "2026-11-25T20:00:00+01:00"}]
    steps = box_desk.provider().status(reference)
    assert [(step.kind, step.status) for step in steps] == [
        (Kind.SUBMITTED, "letter.created"),
        (Kind.SUBMITTED, "price"),
        (Kind.SUBMITTED, "tracking_number"),
        (Kind.PRINTING, "letter.accepted"),
        (Kind.POSTED, "letter.sent"),
        (Kind.IN_TRANSIT, "PRIS_EN_CHARGE"),
        (Kind.DELIVERED, "letter.distributed"),
    ]
    assert steps[1].cost == Money(97, "EUR")
    assert steps[2].tracking == "2C00000000001"
    assert steps[5].at == datetime(2026, 11, 25, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("letter.filing_proof", Kind.POSTED),
        ("letter.delivery_proof", Kind.DELIVERED),
        ("letter.wrong_address", Kind.UNDELIVERABLE),
        ("letter.returned_to_sender", Kind.RETURNED),
        ("letter.lost", Kind.FAILED),
        ("letter.error", Kind.FAILED),
        ("letter.canceled", Kind.CANCELLED),
    ],
)
def test_each_event_means_what_it_says(event: str, kind: Kind) -> None:
    letter = {"created_at": "2026-11-24T08:00:00Z", "events": [{"name": event, "created_at": "2026-11-25T08:00:00Z"}]}
    assert [step.kind for step in said.steps(letter)] == [Kind.SUBMITTED, kind]

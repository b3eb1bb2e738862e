"""A letter as each company prints it: on its paper, in its window, nothing at the edges, never clipped."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from support.pages import drawn, inside, opened, plain, touches
from urgentaction.channels.post.base import UNKNOWN_TRANSIT, Service
from urgentaction.channels.post.known import KNOWN
from urgentaction.channels.post.sheet import zones_of
from urgentaction.documents.pdf import Typesetter
from urgentaction.documents.sheet import most_lines
from urgentaction.errors import UserError
from urgentaction.model.envelope import Box, Paper
from urgentaction.model.letter import Letter

LAYOUT = Path(__file__).parents[2] / "letters" / "templates" / "layout" / "letter.typ"
CAPITALS = "13616 PORT SAINT AUBIN SUR MER CEDEX 1"
"""As long as a line may be, as it stands below."""
OFFERED = [(name, service) for name, able in KNOWN.items() for service in able.services]


@cache
def typesetter(name: str, service: Service) -> Typesetter:
    return Typesetter(LAYOUT, zones_of(KNOWN[name], service))


def longest(name: str, service: Service, letter: Letter) -> Letter:
    most = most_lines((CAPITALS, "KARVANIE"), zones_of(KNOWN[name], service))
    return replace(letter, recipient=(*[CAPITALS] * (most - 1), "KARVANIE"))


@pytest.mark.parametrize(("name", "service"), OFFERED)
def test_the_longest_address_shows_whole_and_nothing_else_where_it_must_be_clear(
    french: Letter, name: str, service: Service
) -> None:
    assert len(CAPITALS) == 38
    place, full = zones_of(KNOWN[name], service), longest(name, service, french)
    assert len(full.recipient) == (5 if (name, service) == ("pingen", Service.REGISTERED) else 7)
    document = typesetter(name, service).pdf(full, sign_line=False)
    assert document.covers == 0
    with opened(document) as pdf:
        page = pdf.pages[0]
        assert [float(page.width), float(page.height)] == pytest.approx(
            [place.paper.width * 72 / 25.4, place.paper.height * 72 / 25.4], abs=0.5
        )
        seen = [char for char in page.chars if touches(char, place.clear)]
        assert sorted(plain("".join(char["text"] for char in seen))) == sorted(plain("".join(full.recipient)))
        assert all(inside(char, place.visible) for char in seen)
        assert min(char["size"] for char in seen) >= 9
        assert not any(touches(thing, place.clear) for thing in drawn(page))
        edges = Box(5, 5, place.paper.width - 10, place.paper.height - 10)
        assert all(inside(thing, edges) for thing in (*page.chars, *drawn(page)))


@pytest.mark.parametrize("service", [Service.STANDARD, Service.REGISTERED])
def test_pingens_window_and_room_for_postage_are_where_it_says(service: Service) -> None:
    place = zones_of(KNOWN["pingen"], service)
    assert place.visible == (Box(22, 60, 85.5, 25.5) if service is Service.STANDARD else Box(22, 68, 85.5, 17.5))
    assert place.visible.within(place.clear)
    assert Box(20, 40, 89.5, 20).within(place.clear), "the postage"


def test_a_line_too_many_for_registered_mail_is_refused_and_not_clipped(french: Letter) -> None:
    full = replace(french, recipient=(*[CAPITALS] * 5, "KARVANIE"))
    with pytest.raises(UserError) as caught:
        typesetter("pingen", Service.REGISTERED).pdf(full)
    assert caught.value.message.id == "documents.address-too-many-lines"


@pytest.mark.parametrize(("name", "paper"), [("pingen", Paper.A4), ("mysendingbox", Paper.A4), ("lob", Paper.LETTER)])
def test_each_prints_on_its_own_paper(name: str, paper: Paper) -> None:
    assert zones_of(KNOWN[name], Service.STANDARD).paper is paper


@pytest.mark.parametrize(
    ("name", "service", "country", "days"),
    [
        ("pingen", Service.STANDARD, "FR", 7),
        ("pingen", Service.REGISTERED, "FR", 6),
        ("pingen", Service.STANDARD, "KZ", UNKNOWN_TRANSIT),
        ("mysendingbox", Service.PRIORITY, "FR", 10),
        ("lob", Service.STANDARD, "US", 10),
        ("lob", Service.STANDARD, "FR", UNKNOWN_TRANSIT),
    ],
)
def test_days_in_the_post_are_data_and_where_nobody_says_three_weeks(
    name: str, service: Service, country: str, days: int
) -> None:
    assert KNOWN[name].days(service, country) == days

"""What is checked before anybody is asked: a wish that cannot be met names who could."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from urgentaction.channels.post.base import AddressMode, Capabilities, Options, Paper, Place, Service
from urgentaction.channels.post.checking import problems, whoever_can
from urgentaction.channels.post.known import KNOWN
from urgentaction.channels.post.pingen import CAPABILITIES
from urgentaction.channels.post.pingen_words import too_long
from urgentaction.errors import words

Make = Callable[..., Any]
AMERICAN = Capabilities(
    address=AddressMode.COVER,
    paper=Paper.LETTER,
    max_bytes=5_000_000,
    max_pages={"": 6},
    services={Service.STANDARD: None, Service.TRACKED: frozenset({"US"})},
    senders=frozenset({"US"}),
    lengths={"names": 40, "street": 20, "lines": 20, "postcode": 10, "city": 15},
    colour=False,
    duplex=False,
)
OTHERS = {"american": AMERICAN, "pingen": CAPABILITIES}


def ids(*made: Any, others: Any = OTHERS) -> list[str]:
    return [problem.id for problem in problems(*made, others=others)]


def test_an_ordinary_letter_has_no_problem(order: Make) -> None:
    assert problems(order(), CAPABILITIES, others=OTHERS) == ()


@pytest.mark.parametrize(
    ("options", "wish"),
    [
        (Options(colour=True), "post.colour"),
        (Options(duplex=True), "post.duplex"),
        (Options(service=Service.PRIORITY), "post.service-priority"),
        (Options(service=Service.REGISTERED), "post.service-registered"),
    ],
)
def test_a_wish_that_cannot_be_met_names_who_can(order: Make, options: Options, wish: str) -> None:
    american = Place(person="Ann", street="1 Main St", city="Reno", country="US")
    wanted = order(options=options, paper=Paper.LETTER, sender=american, provider="american")
    [problem] = [one for one in problems(wanted, AMERICAN, others=OTHERS) if one.id == "post.other-does"]
    assert (problem.values["wish"].id, problem.values["then"].values) == (wish, {"providers": ("pingen",)})  # type: ignore[attr-defined]
    assert "pingen" in words(problem).text
    assert "--provider pingen" in words(problem).hint


def test_a_sender_from_abroad_is_told_who_takes_one(order: Make) -> None:
    [problem] = [one for one in problems(order(), AMERICAN, others=OTHERS) if one.id == "post.other-does"]
    assert problem.values["wish"].id == "post.sender-abroad"  # type: ignore[attr-defined]
    assert whoever_can(order(), OTHERS) == ("pingen",)


def test_a_wish_that_nobody_meets_says_so(order: Make) -> None:
    wanted = order(options=Options(service=Service.REGISTERED_RECEIPT))
    [problem] = problems(wanted, CAPABILITIES, others=OTHERS)
    assert problem.values["then"].id == "post.nobody-can"  # type: ignore[attr-defined]
    for language in ("en", "fr"):
        assert "--by print" in words(problem, language).hint
        assert "--provider" not in words(problem, language).hint


def test_a_service_reaches_the_countries_it_is_known_for(order: Make) -> None:
    registered = Options(service=Service.REGISTERED)
    assert ids(order(options=registered), CAPABILITIES) == []
    abroad = replace(order().recipient, country="KZ")
    assert ids(order(options=registered, recipient=abroad), CAPABILITIES) == ["post.cannot"]


@pytest.mark.parametrize(
    ("changes", "id_"),
    [
        ({"pdf": b"<html>"}, "post.not-a-pdf"),
        ({"pdf": b"%PDF-" + b"x" * 8_000_000}, "post.too-large"),
        ({"pages": 0}, "post.pages"),
        ({"pages": 321}, "post.pages"),
        ({"paper": Paper.LETTER}, "post.paper"),
    ],
)
def test_a_sheet_that_the_provider_does_not_take_is_refused(order: Make, changes: dict[str, Any], id_: str) -> None:
    assert ids(order(**changes), CAPABILITIES) == [id_]


def test_how_many_pages_depends_on_the_country(order: Make) -> None:
    swiss = replace(order().recipient, country="CH")
    assert ids(order(pages=320), CAPABILITIES) == []
    assert ids(order(pages=121, recipient=swiss), CAPABILITIES) == ["post.pages"]


@pytest.mark.parametrize(
    ("field", "long"),
    [
        ("person", "x" * 41),
        ("organisation", "x" * 41),
        ("street", "x" * 21),
        ("lines", ("x", "x" * 21)),
        ("postcode", "x" * 11),
        ("city", "x" * 16),
    ],
)
@pytest.mark.parametrize("whose", ["recipient", "sender"])
def test_a_field_too_long_is_named_and_not_shown(order: Make, whose: str, field: str, long: Any) -> None:
    bare = Place(person="A", city="B", country="US")
    made = order(**{"recipient": bare, "sender": bare, "paper": Paper.LETTER, whose: replace(bare, **{field: long})})
    [problem] = problems(made, AMERICAN, others=OTHERS)
    assert problem.id == f"post.long-{whose}"
    for language in ("en", "fr"):
        assert "xxx" not in words(problem, language).text


def test_registered_mail_at_pingen_wants_shorter_fields(order: Make) -> None:
    assert too_long(order()) == ()
    long = replace(order().sender, person="x" * 46, street="x" * 41, postcode="x" * 9, city="x" * 26)
    assert [one.id for one in too_long(order(sender=long))] == ["post.long-sender"] * 4


def test_every_provider_that_is_known_says_how_many_pages_it_takes_anywhere() -> None:
    assert all("" in able.max_pages and able.services for able in KNOWN.values())

"""Amounts of money, and what a plan of letters costs."""

from __future__ import annotations

import pytest

from urgentaction import errors
from urgentaction.channels.post.base import Money
from urgentaction.cli import postage, show
from urgentaction.cli.postage import Bill
from urgentaction.cli.world import system


@pytest.mark.parametrize(
    ("text", "minor"), [("50 EUR", 5000), ("50.5 EUR", 5050), ("49,90 eur", 4990), ("0.07EUR", 7), (" 7 EUR ", 700)]
)
def test_an_amount_is_read_in_cents(text: str, minor: int) -> None:
    assert postage.amount(text) == Money(minor, "EUR")


@pytest.mark.parametrize(
    "text", ["50", "EUR", "50 €", "1.234 EUR", "1,000.00 EUR", "-1 EUR", "5 EURO", "1e3 EUR", "٥ EUR€"]
)
def test_what_is_not_clearly_an_amount_is_none(text: str) -> None:
    with pytest.raises(errors.UsageError) as caught:
        postage.amount(text)
    assert caught.value.message.id == "postage.no-amount"


def test_no_amount_is_no_limit() -> None:
    assert postage.amount("") is None


def test_a_bill_adds_up_by_currency() -> None:
    bill = Bill(((3, Money(145, "CHF")), (2, Money(97, "EUR")), (1, Money(200, "CHF"))))
    assert bill.totals == (Money(635, "CHF"), Money(194, "EUR"))


def test_a_bill_with_an_unknown_price_has_no_total() -> None:
    assert Bill(((3, Money(145, "CHF")), (1, None))).totals == ()


@pytest.mark.parametrize(("language", "said"), [("en", "4.05 CHF"), ("fr", "4,05 CHF")])
def test_an_amount_is_shown_as_it_is_written_there(language: str, said: str) -> None:
    world = show.in_language(system(), language)
    assert postage.shown(world, Money(405, "CHF")) == said

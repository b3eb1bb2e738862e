"""An order as bytes in the queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.channels.post.base import Options, Order, Paper, Place, Service
from urgentaction.channels.post.order import decode, encode

Make = Callable[..., Any]
TEXT = st.text(max_size=20)
PLACES = st.builds(
    Place, country=TEXT, postcode=TEXT, city=TEXT, street=TEXT, person=TEXT, lines=st.lists(TEXT, max_size=3).map(tuple)
)
ORDERS = st.builds(
    Order,
    provider=TEXT,
    live=st.booleans(),
    recipient=PLACES,
    sender=PLACES,
    pdf=st.binary(max_size=50),
    pages=st.integers(0, 500),
    paper=st.sampled_from(Paper),
    options=st.builds(Options, service=st.sampled_from(Service), colour=st.booleans(), duplex=st.booleans()),
)


@given(ORDERS)
def test_an_order_comes_back_as_it_was_and_is_the_same_bytes_each_time(order: Order) -> None:
    body = encode(order)
    assert decode(body) == order
    assert encode(order) == body


@given(st.binary(max_size=200))
def test_no_bytes_break_it(body: bytes) -> None:
    assert decode(body) is None
    assert decode(b"ua-post 1\n" + body) is None


@pytest.mark.parametrize("cut", range(0, 300, 7))
def test_half_an_order_is_none(order: Make, cut: int) -> None:
    body = encode(order())
    head = body.index(b"\n%PDF-")
    if cut < head:
        assert decode(body[:cut]) is None


@pytest.mark.parametrize("line", [b"{}", b"[]", b"7", b'{"provider": "x"}', b"null"])
def test_a_head_that_is_not_ours_is_none(line: bytes) -> None:
    assert decode(b"ua-post 1\n" + line + b"\n%PDF-") is None


def test_neither_address_nor_letter_is_in_a_repr(order: Make) -> None:
    made = order()
    told = repr(made) + repr(made.sender) + repr(made.recipient)
    assert not any(word in told for word in ("Quincampoix", "Xylophage", "Peyresc", "PDF"))

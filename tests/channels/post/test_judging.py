"""What an answer that is no yes makes of a letter, and what a provider's own words may tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from urgentaction.channels.post.judging import refused, unanswered, without
from urgentaction.errors import message
from urgentaction.http import Answer, Unanswered
from urgentaction.model.delivery import Halted, Refused, Scope, Unavailable, Uncertain

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("status", "before", "ordering"),
    [
        (302, Refused, Uncertain),
        (400, Refused, Refused),
        (401, Halted, Halted),
        (402, Halted, Halted),
        (403, Halted, Halted),
        (404, Unavailable, Unavailable),
        (408, Unavailable, Uncertain),
        (409, Unavailable, Uncertain),
        (410, Unavailable, Unavailable),
        (413, Refused, Refused),
        (422, Refused, Refused),
        (425, Unavailable, Uncertain),
        (429, Unavailable, Unavailable),
        (500, Unavailable, Uncertain),
        (503, Unavailable, Uncertain),
        (599, Unavailable, Uncertain),
    ],
)
def test_only_an_order_may_be_uncertain(status: int, before: type, ordering: type) -> None:
    answer = Answer(status, {}, b"")
    assert type(refused(answer, "pingen", ordering=False, now=NOW).outcome) is before
    assert type(refused(answer, "pingen", ordering=True, now=NOW).outcome) is ordering


@pytest.mark.parametrize(
    ("reached", "ordering", "outcome"),
    [(True, True, Uncertain), (False, True, Unavailable), (True, False, Unavailable), (False, False, Unavailable)],
)
def test_no_answer_is_uncertain_only_where_an_order_may_have_arrived(
    reached: bool, ordering: bool, outcome: type
) -> None:
    no = Unanswered(message("http.late", server="api.example"), reached=reached)
    found = unanswered(no, "pingen", ordering=ordering).outcome
    assert type(found) is outcome
    assert not isinstance(found, Unavailable) or found.scope is Scope.CONNECTION


def test_addresses_are_taken_out_of_what_a_provider_says(order: Make) -> None:
    place = order().sender
    said = "to[name] Zélie Quincampoix at 7 impasse Xylophage, 69007 LYON: quincampoix, QUINCAMPOIX is too long"
    told = without(said, [place])
    assert "too long" in told
    for part in ("quincampoix", "xylophage", "69007", "lyon", "zélie"):
        assert part not in told.casefold()

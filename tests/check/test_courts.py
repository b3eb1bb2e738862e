"""A court is asked for guarantees only; an office that answers nobody is not asked to answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from urgentaction.model.authority import Authority, Reply
from urgentaction.model.finding import Finding
from urgentaction.model.letter import Block, Letter

Look = Callable[..., tuple[Finding, ...]]
Blocks = Callable[..., tuple[Block, ...]]


COURT = {
    "demands": ["de veiller à la publicité des débats et à l'assistance d'un interprète ;"],
    "law": "L'article 696-4 du code de procédure pénale le dit.",
    "facts": None,
    "concern": None,
    "reply": None,
}


def to_court(letter: Letter) -> Letter:
    return replace(letter, authority="fr/pp", law=("cpp-696-4",), demands=("hearing",))


def test_a_court_is_asked_for_guarantees(letter: Letter, blocks: Blocks, look: Look, court: Authority) -> None:
    assert look(replace(to_court(letter), blocks=blocks(**COURT)), authority=court) == ()


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ({"reply": "Je vous saurais gré de me répondre."}, "court-reply"),
        ({"own_words": "Je vous prie de le libérer."}, "court-outcome"),
        ({"own_words": "Je vous demande de refuser son extradition."}, "court-outcome"),
        ({"concern": "Je sais qu'il n'est pas coupable."}, "court-outcome"),
    ],
)
def test_a_court_is_asked_for_no_outcome_and_no_reply(
    letter: Letter, blocks: Blocks, look: Look, court: Authority, parts: dict[str, Any], wanted: str
) -> None:
    findings = look(replace(to_court(letter), blocks=blocks(**{**COURT, **parts})), authority=court)
    assert [(f.rule, f.message.id) for f in findings if f.stops] == [(wanted, f"check.{wanted}")]
    assert {f.rule for f in findings} <= {wanted, "own-demand"}


def test_another_office_may_be_asked_for_an_outcome_in_ones_own_words(
    letter: Letter, blocks: Blocks, look: Look
) -> None:
    assert look(replace(letter, blocks=blocks(own_words="J'espère qu'il sera bientôt libéré, et sa libération."))) == ()


def test_an_office_that_answers_nobody_is_asked_for_nothing(letter: Letter, look: Look, authority: Authority) -> None:
    findings = look(letter, authority=replace(authority, reply=Reply.NONE))
    assert [(f.severity, f.message.id) for f in findings] == [("remark", "check.reply")]

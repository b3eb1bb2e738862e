"""Texts of a document as a case tells them: no more certain and no less than its rules accept."""

from __future__ import annotations

from urgentaction.check import lexicon
from urgentaction.check.reading import found as shows
from urgentaction.intake.found import Fact, Sure
from urgentaction.model.case import Hedge


def hedges(fact: Fact, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The hedges of a fact that its words show as the rule of cases asks, or that somebody took; and the others."""
    patterns = lexicon.HEDGES.get(language, {})
    is_taken = fact.text.sure is Sure.TAKEN
    kept = [one for one in fact.hedges if is_taken or shows(patterns.get(Hedge(one), ""), fact.text.value)]
    return tuple(kept), tuple(one for one in fact.hedges if one not in kept)

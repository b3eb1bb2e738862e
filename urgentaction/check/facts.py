"""Rules on facts: none that is later than the letter or no longer true, none that the case keeps to itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from urgentaction import grammar
from urgentaction.check.reading import REMEMBERED, passages, plain, sentences
from urgentaction.check.rules import Said, Seen, say
from urgentaction.model.case import Fact, applies
from urgentaction.model.letter import Part

ALIKE = 0.8
"""Share of long words that a sentence and a fact must have in common for the one to tell the other."""

ENOUGH = 3
"""Long words without which a sentence cannot be told from another."""

_LONG = re.compile(r"[^\W_]{4,}")
_PLACES = (Part.OPENING, Part.FACTS, Part.CONCERN, Part.OWN_WORDS)


def dated(seen: Seen) -> Iterator[Said]:
    """No fact is told that came after the letter's date, or was no longer true on it."""
    on = seen.letter.dated
    for fact in _told(seen):
        if fact.on is not None and fact.on > on:
            yield say("fact-later", where="facts", id=fact.id, since=fact.on, on=on)
        elif fact.until is not None and fact.until < on:
            yield say("fact-past", where="facts", id=fact.id, until=fact.until, on=on)


def kept(seen: Seen) -> Iterator[Said]:
    """What no letter says (`for = []`) is not told, and a court is told only what is meant for it."""
    for fact in _told(seen):
        mine = applies(fact.for_, role=seen.authority.role, authority=seen.authority.id)
        if not fact.for_ or (seen.to_court and not mine):
            yield say("fact-kept", where="facts", id=fact.id)


def _told(seen: Seen) -> tuple[Fact, ...]:
    """The facts that the letter tells: each sentence tells the one that it is nearest to."""
    statements = tuple(
        (statement, number)
        for number, fact in enumerate(seen.case.facts)
        if seen.language in fact.text
        for statement in sentences(grammar.typography(fact.text[seen.language], seen.language))
    )
    told: set[int] = set()
    for passage in passages(seen.letter, *_PLACES):
        for sentence in sentences(passage.text):
            nearest = _nearest(sentence, statements)
            if len(nearest) == 1:  # the same sentence may stand in two facts: then nothing says which it is
                told.update(nearest)
    return tuple(fact for number, fact in enumerate(seen.case.facts) if number in told)


@lru_cache(maxsize=REMEMBERED)
def _nearest(sentence: str, statements: tuple[tuple[str, int], ...]) -> frozenset[int]:
    """The facts, by their number, that a sentence is nearest to; none where it is near to none."""
    shares = [(_share(sentence, statement), number) for statement, number in statements]
    best = max((share for share, _ in shares), default=0.0)
    return frozenset(number for share, number in shares if share == best) if best >= ALIKE else frozenset()


def _share(sentence: str, statement: str) -> float:
    """How much of the two is common: 1 where they are the same, 0 where nothing is, or too little is said."""
    if plain(sentence) == plain(statement):
        return 1.0
    one, other = _words(sentence), _words(statement)
    if min(len(one), len(other)) < ENOUGH:
        return 0.0
    return len(one & other) / max(len(one), len(other))


@lru_cache(maxsize=REMEMBERED)
def _words(text: str) -> frozenset[str]:
    return frozenset(_LONG.findall(plain(text)))

"""Rules on hedges: what a source only reports, alleges or believes is not stated as a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from urgentaction import grammar
from urgentaction.check import lexicon
from urgentaction.check.reading import REMEMBERED, cut, found, passages, plain, sentences, without
from urgentaction.check.rules import Said, Seen, say
from urgentaction.model.case import Case, Fact, Hedge
from urgentaction.model.letter import Part

ALIKE = 0.6
"""Share of a fact's long words that a sentence must hold to be taken for it, changed by hand."""

ENOUGH = 3
"""Long words without which a statement cannot be told from another."""

_NOTHING = "(?!)"
_LONG = re.compile(r"[^\W_]{4,}")
_PLACES = (Part.OPENING, Part.FACTS, Part.CONCERN, Part.OWN_WORDS)


def hedges_kept(seen: Seen) -> Iterator[Said]:
    """Where the letter tells a hedged fact, it hedges as the case does, and says whose statement it is."""
    told = tuple(part for p in passages(seen.letter, *_PLACES) for part in sentences(p.text))
    for fact in seen.case.facts:
        if fact.hedges and seen.language in fact.text:
            source = _source(fact, seen.case)
            whose = _whose(source, seen.language)
            for statement in sentences(grammar.typography(fact.text[seen.language], seen.language)):
                yield from _compare(fact, statement, told, source=source, whose=whose, language=seen.language)


def unhedged(fact: Fact, language: str) -> tuple[Hedge, ...]:
    """The hedges that a fact declares and its own text does not show."""
    patterns = lexicon.HEDGES.get(language, {})
    return tuple(
        hedge for hedge in fact.hedges if hedge in patterns and not found(patterns[hedge], fact.text[language])
    )


def _compare(
    fact: Fact, statement: str, told: tuple[str, ...], *, source: str, whose: str, language: str
) -> Iterator[Said]:
    hedges = lexicon.HEDGES.get(language, {})
    patterns = {f"hedge-{hedge}": hedges[hedge] for hedge in fact.hedges if hedge in hedges} | {"attribution": whose}
    sentence = _nearest(statement, told, "|".join(patterns.values()))
    if not sentence or plain(sentence) == plain(statement):
        return
    for name, pattern in patterns.items():
        if found(pattern, statement) and not found(pattern, sentence):
            yield say(name, where="facts", text=cut(sentence), source=source)


@lru_cache(maxsize=REMEMBERED)
def _nearest(statement: str, told: tuple[str, ...], hedging: str) -> str:
    """The sentence that tells this statement, if any does, whether or not it still hedges."""
    words = frozenset(_LONG.findall(without(hedging, statement)))
    if len(words) < ENOUGH:
        return ""
    share, sentence = max(((len(words & _words(one)) / len(words), one) for one in told), default=(0.0, ""))
    return sentence if share >= ALIKE else ""


@lru_cache(maxsize=REMEMBERED)
def _words(sentence: str) -> frozenset[str]:
    return frozenset(_LONG.findall(plain(sentence)))


def _whose(source: str, language: str) -> str:
    """Words that say whose statement it is: its source by name, or any attribution; nothing where none is declared."""
    words = (re.escape(plain(source)), lexicon.ATTRIBUTION.get(language, ""))
    return "|".join(word for word in words if word) if source else _NOTHING


def _source(fact: Fact, case: Case) -> str:
    """Who is quoted: a name, or the id of one of the case's sources, whose publisher it is."""
    publishers = {source.id: source.publisher for source in case.sources}
    return publishers.get(fact.attribute_to, fact.attribute_to)

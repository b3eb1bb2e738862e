"""Texts of a document as a case tells them: hedged as its rules see it, without marks of gender, not in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from urgentaction.check import lexicon
from urgentaction.check.reading import found as shows
from urgentaction.intake.found import Fact, Found, Sure, Value
from urgentaction.model.case import Hedge


def hedges(fact: Fact, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The hedges of a fact that its words show as the rule of cases asks, or that somebody took; and the others."""
    patterns = lexicon.HEDGES.get(language, {})
    is_taken = fact.text.sure is Sure.TAKEN
    kept = [one for one in fact.hedges if is_taken or shows(patterns.get(Hedge(one), ""), fact.text.value)]
    return tuple(kept), tuple(one for one in fact.hedges if one not in kept)


def plainly(found: Found) -> Found:
    """The document without the marks behind names (`(f)`) in what letters tell, and with a title that does not shout.

    A model letter stays word for word.
    """
    marks = _marks(found)
    bare = replace(
        found,
        title=found.title and _bare(found.title, marks),
        summary=found.summary and _bare(found.summary, marks),
        facts=tuple(replace(fact, text=_bare(fact.text, marks)) for fact in found.facts),
        demands=tuple(_bare(one, marks) for one in found.demands),
        background=tuple(_bare(one, marks) for one in found.background),
    )
    title = bare.title
    return replace(bare, title=replace(title, value=_sentence(title.value, bare))) if title and shouts(title) else bare


def shouts(title: Value[str]) -> bool:
    """Whether a document has its title in capitals: one word may be an acronym."""
    return title.said.isupper() and len(title.said.split()) > 1


def _marks(found: Found) -> re.Pattern[str]:
    last = {person.name.value.split()[-1] for person in found.people if person.name.value.split()}
    names = "|".join(map(re.escape, sorted(last))) or "(?!)"
    return re.compile(rf"(?<!\w)(?P<name>{names}),? ?\([fmhx]\)", re.IGNORECASE)


def _bare(value: Value[str], marks: re.Pattern[str]) -> Value[str]:
    return replace(value, value=marks.sub(r"\g<name>", value.value))


def _sentence(title: str, found: Found) -> str:
    """A title as a sentence: each word as the document's other texts have it, else in small letters."""
    forms: dict[str, str] = {}
    for word in _words(found):
        if word.islower() or word.casefold() not in forms:
            forms[word.casefold()] = word
    small = re.sub(r"[^\W\d_]+", lambda match: forms.get(match.group().casefold(), match.group().lower()), title)
    return re.sub(r"[^\W\d_]", lambda match: match.group().upper(), small, count=1)


def _words(found: Found) -> Iterator[str]:
    """The words of the other texts; the first of a sentence has a capital anyway, and says nothing."""
    names = [person.name for person in found.people]
    named = [value.said for value in (*names, *found.countries, found.country) if value]
    offices = [value.said for one in found.targets for value in (one.office, one.holder) if value]
    told = [value.said for value in (found.summary, *found.background, *found.letter, *found.demands) if value]
    for text in (*named, *offices):
        yield from [] if text.isupper() and " " in text else re.findall(r"[^\W\d_]+", text)
    for text in (*told, *(fact.text.said for fact in found.facts)):
        if not text.isupper():
            inside = re.sub(r"(?:^|(?<=[.!?:…”»]) )[^\w]*[^\W\d_]+", " ", text)
            yield from re.findall(r"[^\W\d_]+", inside)

"""What was found in a document as the draft of a case, each value with the place it was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from urgentaction.grammar import is_infinitive
from urgentaction.intake import free, writing
from urgentaction.intake import told as telling
from urgentaction.intake.clauses import printed
from urgentaction.intake.draft import Demand, Draft, Fact, Model, Person, Said, Source, Target
from urgentaction.intake.entries import role, slug
from urgentaction.intake.found import Found, Layout, Sure, Value
from urgentaction.intake.found import Person as FoundPerson
from urgentaction.intake.found import Target as FoundTarget
from urgentaction.intake.free import alone, to_writers
from urgentaction.model.authority import Role
from urgentaction.model.codes import LANGUAGES

TOLD = 4
"""Sentences that letters say; the others are known, and no letter says them."""

_KINDS = (
    ("extradition", r"\bextrad[ieéè]\w+"),
    ("death-penalty", r"\bexecution\b|death (?:penalty|sentence|row)|\bpeine de mort\b|pena de muerte|ejecución"),
    ("eviction", r"forced eviction|expulsions? forcées?|desalojos? forzos"),
    ("enforced-disappearance", r"enforced disappear|disparition forcée|desaparición forzada"),
)
_SOURCE = "document"


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What the document does not say: its name, the case's id and round, the ids of its offices, the remarks' words.

    `kinds` are those that there are letters for in the document's language; `word` puts a remark into the person's
    language, by its name in the catalogue.
    """

    name: str
    digest: str
    form: str
    id: str
    round: int
    targets: tuple[tuple[str, FoundTarget], ...]
    kinds: Collection[str]
    word: Callable[..., str]


def id_of(found: Found) -> str:
    """The id of the case: its number, else the words of its title."""
    return case_id(
        found.number.value if found.number else "",
        found.title.value if found.title else "",
        found.issued.value.year if found.issued else None,
    )


def case_id(number: str, title: str, year: int | None) -> str:
    """An id from a number, else from the first words of a title; a year where it is known."""
    if number:
        return "ua-" + slug(number.replace("/", "-"))
    return (slug(title, words=5) or "imported") + (f"-{year}" if year else "")


def case(found: Found, frame: Frame) -> str:
    """The text of the case file."""
    return writing.text(draft(found, frame), lambda key: frame.word(f"gap-{key}", lang=found.language))


def draft(found: Found, frame: Frame) -> Draft:
    """Everything that was found, as a case file has it."""
    said = _Notes(frame)
    found, issued = telling.plainly(found), found.issued
    return Draft(
        id=frame.id,
        language=found.language,
        head=_head(found, frame),
        round=_round(found, frame, said),
        kind=Said(kind(found, frame.kinds), frame.word("note-kind")),
        country=said.of(found.country),
        title=said.title(found.title),
        summary=said.of(found.summary),
        number=said.of(found.number),
        index=said.of(found.index),
        issued=said.of(issued),
        deadline=said.of(found.deadline),
        as_of=Said(issued.value, frame.word("note-as-of")) if issued else None,
        checked_on=Said(issued.value, frame.word("note-checked-on")) if issued else None,
        sources=(_source(found, said),),
        people=tuple(_people(found, said)),
        facts=(*_facts(found, said), *_background(found, said)),
        demands=tuple(_demands(found, said)),
        spoken=_spoken(found, said),
        targets=tuple(_targets(found, frame, said)),
        models=tuple(_models(found, said)),
        report=said.of(found.report),
    )


@dataclass(frozen=True)
class _Notes:
    """Says where values stand."""

    frame: Frame

    def at(self, value: Value[Any]) -> str:
        """Its page and line, and that it only may be so."""
        place = place_of(value, self.frame.word)
        return self.frame.word("note-perhaps", place=place) if value.sure is Sure.PERHAPS else place

    def of(self, value: Value[Any] | None) -> Said[Any] | None:
        """A value with its place."""
        return Said(value.value, self.at(value)) if value else None

    def title(self, value: Value[str] | None) -> Said[str] | None:
        """A title with its place, and that the document has it in capitals."""
        told = self.of(value)
        if told is None or value is None or not telling.shouts(value):
            return told
        return Said(told.value, self.frame.word("note-capitals", place=told.note))

    def remark(self, name: str, value: Value[Any], **values: object) -> str:
        """A remark of a value that no key holds."""
        return self.frame.word(name, value=value.value, place=self.at(value), **values)


def place_of(value: Value[Any], word: Callable[..., str]) -> str:
    """Where a value stands: `page 1, line 7`."""
    line = value.line
    if line.page:
        return word("note-page", page=line.page, line=line.number)
    return word("note-line", line=line.number)


def kind(found: Found, kinds: Collection[str]) -> str:
    """The kind of these that title, summary and demands speak of; `open` adds nothing to their words."""
    said = " ".join(value.said for value in (found.title, found.summary, *found.demands) if value)
    spoken = (name for name, pattern in _KINDS if re.search(pattern, said, re.IGNORECASE))
    return next((name for name in spoken if name in kinds), "open")


def _head(found: Found, frame: Frame) -> tuple[str, ...]:
    origin = frame.word("note-head", document=frame.name, form=frame.form, digest=frame.digest[:12])
    made = [origin, frame.word("note-compare", id=frame.id)]
    named = [f"{value.said} ({value.value})" for value in found.countries]
    if len(named) > 1:
        made.append(frame.word("note-countries", countries=named))
    return tuple(made)


def _round(found: Found, frame: Frame, said: _Notes) -> Said[int]:
    if found.sequence and found.sequence.value == frame.round:
        return Said(frame.round, said.at(found.sequence))
    return Said(frame.round, frame.word("note-follows") if found.is_update and frame.round > 1 else "")


def _source(found: Found, said: _Notes) -> Source:
    more = [said.remark("note-previous", found.previous)] if found.previous else []
    return Source(
        id=_SOURCE,
        title=said.of(found.title),
        publisher=said.of(found.publisher),
        on=said.of(found.issued),
        more=tuple(more),
    )


def _people(found: Found, said: _Notes) -> Iterator[Person]:
    for number, person in enumerate(found.people):
        yield Person(
            name=Said(person.name.value, said.at(person.name)),
            gender=Said(person.gender, _gendered(person, said)),
            many=person.many,
            unnamed=person.unnamed,
            perhaps=_aside(found, person, number, said),
        )


def _aside(found: Found, person: FoundPerson, number: int, said: _Notes) -> str:
    """Why somebody is only noted: perhaps no subject at all, or free already, for whom nothing is asked."""
    if _FREED.match(person.name.line.text):
        return said.frame.word("note-freed")
    return said.frame.word("note-perhaps-too") if number > 0 and _is_candidate(found, person) else ""


_FREED = re.compile(
    r"(?:released|freed|lib[ée]r[ée](?:e?s?|\(e\)s?)|remise?s? en liberté|liberad[oa]s?|en libertad)\s*:", re.IGNORECASE
)
"""What stands before the name of somebody whom an update no longer asks for."""


def _is_candidate(found: Found, person: FoundPerson) -> bool:
    return found.layout is Layout.FREE and person.name.sure is Sure.PERHAPS


def _gendered(person: FoundPerson, said: _Notes) -> str:
    return said.frame.word("note-no-gender") if person.gender == "x" and not person.many else ""


def _facts(found: Found, said: _Notes) -> Iterator[Fact]:
    """The sentences; letters say the first few that are neither quoted nor asked anyway."""
    publisher = found.publisher.value if found.publisher else _SOURCE  # whoever it turns out to be
    told = 0
    for number, fact in enumerate(found.facts, start=1):
        is_asked = found.layout is Layout.FREE and any(one.said in fact.text.said for one in found.demands)
        is_advice = to_writers(fact.text.said)
        kept = (
            "note-quoted"
            if fact.quoted
            else "note-to-writers"
            if is_advice
            else "note-asked"
            if is_asked
            else "note-known"
            if told >= TOLD
            else ""
        )
        told += not kept
        hedges, others = telling.hedges(fact, found.language)
        yield Fact(
            id=f"fact-{number}",
            text=Said(alone(fact.text.value), said.at(fact.text)),
            source=f"{_SOURCE}#{fact.paragraph}",
            hedges=hedges,
            doubts=said.frame.word("note-hedges", hedges=others) if others else "",
            attribute_to=publisher if hedges else "",
            kept=said.frame.word(kept) if kept else "",
        )


def _background(found: Found, said: _Notes) -> Iterator[Fact]:
    for number, value in enumerate(found.background, start=1):
        yield Fact(
            id=f"background-{number}",
            text=Said(value.value, said.at(value)),
            source=f"{_SOURCE}#background",
            kept=said.frame.word("note-known"),
        )


def _demands(found: Found, said: _Notes) -> Iterator[Demand]:
    offices = [target for target in found.targets if not target.copy]
    names = [person.name.value for person in found.people]
    court = any(role(target) is Role.COURT for target in offices)
    for number, value in enumerate(found.demands, start=1):
        text = printed(value.value, found.language, names)
        in_ = next((fact.paragraph for fact in found.facts if value.said in fact.text.said), 0)
        yield Demand(
            id=f"demand-{number}",
            text=Said(text, said.at(value)),
            source=f"{_SOURCE}#{in_}" if in_ and found.layout is Layout.FREE else _SOURCE,
            court=court,
            unsure=not is_infinitive(text, found.language),
            perhaps=said.frame.word("note-quoted-ask") if _is_only_quoted(found, value) else "",
        )


def _is_only_quoted(found: Found, value: Value[str]) -> bool:
    """Words that somebody is quoted with, and that nobody took for what is asked."""
    return found.layout is Layout.FREE and value.sure is Sure.PERHAPS and free.is_quoted(value, found.facts)


def _spoken(found: Found, said: _Notes) -> tuple[str, ...]:
    """In which languages the document asks to write."""
    if not found.languages:
        return ()
    codes = list(dict.fromkeys(value.value for value in found.languages))
    return (said.frame.word("note-languages", languages=codes, place=said.at(found.languages[0])),)


def _targets(found: Found, frame: Frame, said: _Notes) -> Iterator[Target]:
    for id_, target in frame.targets:
        holder = [said.remark("note-holder", target.holder)] if target.holder else []
        yield Target(authority=Said(id_, said.at(target.office)), copy=target.copy, more=tuple(holder))
    if found.diplomatic and found.country and frame.targets:
        lookup = f"embassy-of:{found.country.value} in:signer"
        yield Target(lookup=Said(lookup, said.at(found.diplomatic)), copy=True)


def _models(found: Found, said: _Notes) -> Iterator[Model]:
    if found.letter and found.letter_language in LANGUAGES:
        yield Model(
            language=found.letter_language,
            paragraphs=tuple(one.value for one in found.letter),
            source=_SOURCE,
            note=said.frame.word("note-model", place=said.at(found.letter[0])),
        )

"""What was found as the case file that a careful person would have written, each value with the place it was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from urgentaction.intake.entries import slug
from urgentaction.intake.found import Fact, Found, Layout, Person, Value
from urgentaction.library import gaps
from urgentaction.library.snippets import written
from urgentaction.model.codes import LANGUAGES

Ask = Callable[[str], str]
"""The question of a gap, in the person's words."""

SAID = 4
"""Sentences that letters say; the others are known, and no letter says them."""

_KINDS = (
    ("extradition", r"\bextradit\w+"),
    ("death-penalty", r"\bexecution\b|death (?:penalty|sentence|row)|\bpeine de mort\b|pena de muerte|ejecución"),
    ("eviction", r"forced eviction|expulsions? forcées?|desalojos? forzos"),
    ("enforced-disappearance", r"enforced disappear|disparition forcée|desaparición forzada"),
)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What the document does not say: its name, today, the case's id and round, the ids of its offices."""

    name: str
    digest: str
    form: str
    today: date
    id: str
    round: int
    targets: tuple[tuple[str, bool], ...]
    ask: Ask


def id_of(found: Found) -> str:
    """The id of the case: its number, else the words of its title."""
    if found.number:
        return "ua-" + found.number.value.replace("/", "-")
    year = f"-{found.issued.value.year}" if found.issued else ""
    return (slug(found.title.said, words=5) if found.title else "imported") + year


def case(found: Found, frame: Frame) -> str:
    """The text of the case file."""
    blocks = (_head, _sources, _people, _facts, _demands, _targets, _letter, _report)
    return "\n\n".join("\n".join(block) for make in blocks if (block := list(make(found, frame)))) + "\n"


def place(value: Value[Any]) -> str:
    """Where a value stands: `page 1, line 7`."""
    line = value.line
    return f"page {line.page}, line {line.number}" if line.page else f"line {line.number}"


def kind(found: Found) -> str:
    """The kind of case that its title, summary and demands speak of; `open` adds nothing to their words."""
    said = " ".join(value.said for value in (found.title, found.summary, *found.demands) if value)
    return next((name for name, pattern in _KINDS if re.search(pattern, said, re.IGNORECASE)), "open")


def _row(key: str, value: Any, at: Value[Any] | None = None) -> str:
    perhaps = ", perhaps" if at and at.sure == "perhaps" else ""
    return f"{key} = {written(value)}" + (f"  # {place(at)}{perhaps}" if at else "")


def _gap(frame: Frame, key: str) -> str:
    return gaps.written(key, frame.ask(re.sub(r"\[\]|\W", "-", key)))


def _or_gap(frame: Frame, key: str, value: Value[Any] | None, lang: str = "") -> str:
    return _row(f"{key}.{lang}" if lang else key, value.value, value) if value else _gap(frame, key)


def _head(found: Found, frame: Frame) -> Iterator[str]:
    lang = found.language
    yield "#:schema case.schema.json"
    yield f"# Imported from {frame.name} ({frame.form}, sha256 {frame.digest[:12]}). Compare it with the document: ua check {frame.id}"
    yield "schema = 1"
    yield _row("id", frame.id)
    yield _row("round", frame.round) + ("  # follows an earlier action" if found.is_update and frame.round > 1 else "")
    yield _row("kind", kind(found)) + "  # chosen by its words: docs/case-files.md has the others"
    yield _or_gap(frame, "country", found.country)
    yield _or_gap(frame, "title", found.title, lang)
    yield _or_gap(frame, "summary", found.summary, lang)
    if found.number:
        yield _row("number", found.number.value, found.number)
    if found.index:
        yield _row("index", found.index.value, found.index)
    yield _or_gap(frame, "issued", found.issued)
    yield _or_gap(frame, "deadline", found.deadline)
    if found.issued:
        yield _row("as_of", found.issued.value) + "  # the day of the document"
        yield _row("checked_on", found.issued.value) + "  # nobody has looked since"


def _sources(found: Found, frame: Frame) -> Iterator[str]:
    yield "[[sources]]"
    yield _row("id", "document")
    yield _row("title", found.title.value, found.title) if found.title else _gap(frame, "sources[].title")
    yield _or_gap(frame, "publisher", found.publisher)
    if found.issued:
        yield _row("date", found.issued.value, found.issued)
    if found.previous:
        yield f"# previous document: {found.previous.value} ({place(found.previous)})"


def _people(found: Found, frame: Frame) -> Iterator[str]:
    if not found.people:
        yield _gap(frame, "people")
    for number, person in enumerate(found.people):
        perhaps = found.layout is Layout.FREE and number > 0 and person.name.sure == "perhaps"
        rows = list(_person(person, found.language))
        yield from ("", *(f"# {row}" for row in ("Perhaps:", *rows))) if perhaps else (*([""] if number else []), *rows)


def _person(person: Person, lang: str) -> Iterator[str]:
    yield "[[people]]"
    yield _row("name", person.name.value, person.name)
    yield _row("gender", person.gender) + ("" if person.gender != "x" else "  # the document does not say")
    if person.many:
        yield _row("number", "many")
    if person.unnamed:
        yield _row("unnamed", True)  # a value of the file
        yield _row(f"description.{lang}", person.name.value, person.name)


def _facts(found: Found, frame: Frame) -> Iterator[str]:
    if not found.facts:
        yield _gap(frame, "facts")
    told = 0
    for number, fact in enumerate(found.facts, start=1):
        is_told = not fact.quoted and told < SAID
        told += is_told
        yield from (*([""] if number > 1 else []), *_fact(found, fact, number, told=is_told))
    for number, value in enumerate(found.background, start=1):
        yield from (
            "",
            "[[facts]]",
            _row("id", f"background-{number}"),
            _row(f"text.{found.language}", value.value, value),
        )
        yield from (_row("source", "document#background"), "for = []  # known; no letter says it")


def _fact(found: Found, fact: Fact, number: int, *, told: bool) -> Iterator[str]:
    yield "[[facts]]"
    yield _row("id", f"fact-{number}")
    yield _row(f"text.{found.language}", fact.text.value, fact.text)
    yield _row("source", f"document#{fact.paragraph}")
    if fact.hedges and found.publisher:
        yield _row("hedges", list(fact.hedges))
        yield _row("attribute_to", found.publisher.value)
    if not told:
        yield "for = []  # " + ("quoted; " if fact.quoted else "") + "known; no letter says it"


def _demands(found: Found, frame: Frame) -> Iterator[str]:
    if not found.demands:
        yield _gap(frame, "demands")
    for number, value in enumerate(found.demands, start=1):
        yield from (*([""] if number > 1 else []), "[[demands]]", _row("id", f"demand-{number}"))
        yield _row(f"text.{found.language}", clause(value.value, found.language), value)
        yield _row("source", "document")


def clause(said: str, language: str) -> str:
    """A demand as an infinitive clause; French has its `de` before it."""
    said = said if re.match(r"[A-ZÀ-Þ]{2}", said) else said[:1].lower() + said[1:]
    if language != "fr" or re.match(r"(?:de |d['’])", said):
        return said
    if re.match(r"qu(?:e |['’])", said):
        return f"de veiller à ce {said}"
    return f"d'{said}" if re.match(r"[aeiouyhéèêàâîôû]", said, re.IGNORECASE) else f"de {said}"


def _targets(found: Found, frame: Frame) -> Iterator[str]:
    if not any(not copy for _, copy in frame.targets):
        yield _gap(frame, "targets")
    for number, (id_, copy) in enumerate(frame.targets):
        yield from (
            *([""] if number else []),
            "[[targets]]",
            _row("authority", id_),
            _row("as", "copy" if copy else "main"),
        )
    if found.diplomatic and found.country and frame.targets:
        yield from ("", "[[targets]]", _row("lookup", f"embassy-of:{found.country.value} in:signer", found.diplomatic))
        yield _row("as", "copy")


def _letter(found: Found, frame: Frame) -> Iterator[str]:
    del frame
    if found.letter and found.letter_language in LANGUAGES:
        yield f"[letter.model.{found.letter_language}]  # {place(found.letter[0])}; word for word"
        yield "paragraphs = ["
        yield from (f"  {written(one.value)}," for one in found.letter)
        yield "]"
        yield _row("source", "document")


def _report(found: Found, frame: Frame) -> Iterator[str]:
    del frame
    if found.report:
        yield "[report]"
        yield _row("to", found.report.value, found.report)
        yield _row("method", "mail" if "@" in found.report.value else "form")


def rows(found: Found) -> Sequence[tuple[str, Value[Any]]]:
    """Every value by its key, for showing."""
    single = ("number", "sequence", "index", "title", "country", "publisher", "issued", "deadline", "summary")
    made = [(name, value) for name in single if (value := getattr(found, name))]
    made += [("person", person.name) for person in found.people]
    made += [("fact", fact.text) for fact in found.facts]
    made += [("demand", value) for value in found.demands]
    made += [("letter", value) for value in found.letter]
    for target in found.targets:
        made += [("copy" if target.copy else "office", target.office)]
        made += [("holder", target.holder)] if target.holder else []
        ways = (("postal", target.postal), ("email", target.emails), ("phone", target.phones), ("fax", target.fax))
        made += [(name, value) for name, values in (*ways, ("social", target.social)) for value in values]
        made += [("web_form", target.web_form)] if target.web_form else []
        made += [("salutation", value) for _, value in target.salutations]
    more = (("diplomatic", found.diplomatic), ("previous", found.previous), ("report", found.report))
    made += [("language", value) for value in found.languages]
    made += [("background", value) for value in found.background]
    return [*made, *((name, value) for name, value in more if value)]

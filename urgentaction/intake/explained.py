"""Every value that was found, by its key, beside the line it was read from: for showing and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from urgentaction.intake import free
from urgentaction.intake.found import Fact, Found, Layout, Person, Sure, Target, Value

SCHEMA: Final = 1
"""The version of what `ua case import --explain --json` writes (`ua schema explained`)."""

Row = tuple[str, Value[Any]]

_SINGLE: Final = ("number", "sequence", "index", "title", "country", "publisher", "issued", "deadline", "summary")


def rows(found: Found) -> Sequence[Row]:
    """Every value by its key."""
    return list(_rows(found))


def _rows(found: Found) -> Iterator[Row]:
    yield from ((name, value) for name in _SINGLE if (value := getattr(found, name)))
    yield from (("also named", value) for value in found.countries if not _is_asked(found, value))
    for person in found.people:
        yield from _person(person)
    for fact in found.facts:
        yield "fact", fact.text
        yield from _hedges(fact, found.language)
    yield from (("demand", value) for value in found.demands)
    yield from (("letter", value) for value in found.letter)
    for target in found.targets:
        yield from _target(target)
    yield from (("language", value) for value in found.languages)
    yield from (("background", value) for value in found.background)
    more = (("diplomatic", found.diplomatic), ("previous", found.previous), ("report", found.report))
    yield from ((name, value) for name, value in more if value)


def _is_asked(found: Found, value: Value[str]) -> bool:
    return found.country is not None and found.country.value == value.value


def _person(person: Person) -> Iterator[Row]:
    yield "group" if person.unnamed else "person", person.name
    if person.gender != "x":
        name = person.name
        yield "gender", person.gendered or Value(person.gender, name.said, name.line, Sure.SHAPE)


def _hedges(fact: Fact, language: str) -> Iterator[Row]:
    """The hedges that are kept, with the words that are a sign of them."""
    signs = dict(free.hedged(fact.text.said, language))
    for name in fact.hedges:
        yield "hedge", Value(name, signs.get(name, fact.text.said), fact.text.line, fact.text.sure)


def _target(target: Target) -> Iterator[Row]:
    yield "copy" if target.copy else "office", target.office
    if target.holder:
        yield "holder", target.holder
    ways = (("postal", target.postal), ("email", target.emails), ("phone", target.phones), ("fax", target.fax))
    for name, values in (*ways, ("social", target.social)):
        yield from ((name, value) for value in values)
    if target.web_form:
        yield "web_form", target.web_form
    yield from ((f"salutation {code}", value) for code, value in target.salutations)


def data(found: Found) -> Mapping[str, object]:
    """The same for programs."""
    return {
        "schema": SCHEMA,
        "layout": found.layout.value,
        "language": found.language,
        "values": [_value(key, value) for key, value in rows(found)],
    }


def _value(key: str, value: Value[Any]) -> Mapping[str, object]:
    line = value.line
    return {
        "key": key,
        "value": value.value if isinstance(value.value, int) else str(value.value),
        "page": line.page,
        "line": line.number,
        "paragraph": line.paragraph,
        "sure": value.sure.value,
        "said": value.said,
        "source": line.text,
    }


def schema() -> Mapping[str, object]:
    """The JSON Schema of `data`."""
    text = {"type": "string"}
    value = {
        "key": {**text, "description": "What it is: number, title, office, salutation fr …"},
        "value": {"type": ["string", "integer"], "description": "As a case file holds it: days as 2026-11-24"},
        "page": {"type": "integer", "description": "0 where the document has no pages"},
        "line": {"type": "integer", "description": "Where it begins, counted from 1 on its page"},
        "paragraph": {"type": "integer", "description": "Its paragraph in the document, counted from 1"},
        "sure": {"enum": [one.value for one in Sure], "description": "Under its label, by its shape, or perhaps"},
        "said": {**text, "description": "The document's words for it"},
        "source": {**text, "description": "The line in which it begins"},
    }
    item = {"type": "object", "properties": value, "required": list(value), "additionalProperties": False}
    whole = {
        "schema": {"const": SCHEMA},
        "layout": {"enum": [one.value for one in Layout]},
        "language": text,
        "values": {"type": "array", "items": item},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What ua case import found in a document",
        "type": "object",
        "properties": whole,
        "required": list(whole),
        "additionalProperties": False,
    }

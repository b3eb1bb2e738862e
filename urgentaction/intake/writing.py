"""A draft as the case file that a careful person would have written: its order, its comments, its gaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from urgentaction.intake.draft import Demand, Draft, Fact, Model, Person, Said, Source, Target
from urgentaction.library import gaps
from urgentaction.library.characters import forbidden
from urgentaction.library.snippets import written

Ask = Callable[[str], str]
"""The question of a gap, in the person's words."""

WIDEST: Final = 120
"""Characters of a row that may have its comment behind it; a longer one has it above."""


def text(draft: Draft, ask: Ask) -> str:
    """The text of the file."""
    blocks = (
        _head(draft, ask),
        _each(draft.sources, _source, "sources", ask),
        _people(draft, ask),
        _each(draft.facts, _fact, "facts", ask, draft.language),
        _demands(draft, ask),
        _targets(draft, ask),
        _each(draft.models, _model, "", ask),
        _report(draft),
    )
    return "\n\n".join("\n".join(rows) for block in blocks if (rows := list(block))) + "\n"


def plain(said: str) -> str:
    """A text on one line, without characters that nobody sees: a file and a terminal show what they hold."""
    spaced = " ".join(said.split())
    return "".join(character for character in spaced if not forbidden(character))


def inside(said: str, language: str) -> str:
    """How a group is told of inside a sentence: `a family of five`, `environ 60 familles`."""
    if _COMMON.match(said):
        said = said[:1].lower() + said[1:]
    said = _COUNTED.sub(lambda match: match.group().lower(), said)
    one = _ONE.match(said) if language == "en" else None
    return f"a {said}" if one else said


_COMMON: Final = re.compile(
    r"(?:about|around|some|several|other|more|members|family|families|group|people|students|workers|villagers|residents|twelve|dozens"
    r"|environ|plusieurs|autres?|des|une?|quelque|famille|familles|groupe|membres|habitants|douze|quinze|vingt|trente|quarante|quatre"
    r"|unos|unas|unos|una|otros|otras|varios|varias|alrededor|cerca|familia|familias|grupo|integrantes|miembros|doce|quince|veinte)\b",
    re.IGNORECASE,
)
"""How a description begins with a word that has a capital only where a line begins."""
_COUNTED: Final = re.compile(r"(?<=\bof )(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve)\b")
_ONE: Final = re.compile(r"(?:family|group|couple|community|crowd|delegation|class|team)\b", re.IGNORECASE)


def _row(key: str, value: Any, note: str = "") -> Iterator[str]:
    """A key with its value, and its comment behind it or, where that would be too far out, above it."""
    row = f"{key} = {written(plain(value) if isinstance(value, str) else value)}"
    if note and len(row) + len(note) + 4 > WIDEST:
        yield _remark(f"{key.partition('.')[0]}: {note}")
        yield row
        return
    yield f"{row}  {_remark(note)}" if note else row


def _remark(note: str) -> str:
    return f"# {plain(note)}"


def _gap(key: str, ask: Ask) -> str:
    return gaps.written(key, ask(key.replace("[]", "").replace(".", "-").replace("_", "-")))


def _or_gap(key: str, value: Said[Any] | None, ask: Ask, *, lang: str = "", asked: str = "") -> Iterator[str]:
    """A value, or the question after it; `asked` is the key of the question where it is not the key of the row."""
    if value:
        yield from _row(f"{key}.{lang}" if lang else key, value.value, value.note)
    else:
        yield _gap(asked or key, ask)


def _known(key: str, value: Said[Any] | None) -> Iterator[str]:
    if value:
        yield from _row(key, value.value, value.note)


def _each(items: Iterable[Any], rows: Callable[..., Iterator[str]], key: str, *more: Any) -> Iterator[str]:
    """The tables of a list, an empty row between them; the question where there is none."""
    number = -1
    for number, item in enumerate(items):
        yield from ("",) if number else ()
        yield from rows(item, *more)
    if number < 0 and key:
        yield _gap(key, more[0])


def _head(draft: Draft, ask: Ask) -> Iterator[str]:
    yield "#:schema case.schema.json"
    yield from map(_remark, draft.head)
    yield "schema = 1"
    yield from _row("id", draft.id)
    yield from _row("round", draft.round.value, draft.round.note)
    yield from _or_gap("kind", draft.kind, ask)
    yield from _or_gap("country", draft.country, ask)
    yield from _or_gap("title", draft.title, ask, lang=draft.language)
    yield from _or_gap("summary", draft.summary, ask, lang=draft.language)
    yield from _known("number", draft.number)
    yield from _known("index", draft.index)
    yield from _or_gap("issued", draft.issued, ask)
    if not draft.unlimited:
        yield from _or_gap("deadline", draft.deadline, ask)
    yield from _known("as_of", draft.as_of)
    yield from _known("checked_on", draft.checked_on)


def _source(source: Source, ask: Ask) -> Iterator[str]:
    yield "[[sources]]"
    yield from _row("id", source.id)
    yield from _or_gap("title", source.title, ask, asked="sources[].title")
    yield from _or_gap("publisher", source.publisher, ask)
    yield from _known("date", source.on)
    if source.url:
        yield from _row("url", source.url)
    yield from map(_remark, source.more)


def _none_sure(key: str, found: Sequence[Person | Demand], ask: Ask) -> Iterator[str]:
    """The question above a table of which all that was found is only perhaps so."""
    if all(one.perhaps for one in found):
        yield _gap(key, ask)
        yield from ("",) if found else ()


def _unless(perhaps: str, rows: Iterator[str]) -> Iterator[str]:
    """The rows of an entry; as a comment, under its remark, where it is only perhaps so."""
    yield from (_remark(perhaps), *(f"# {row}" for row in rows)) if perhaps else rows


def _people(draft: Draft, ask: Ask) -> Iterator[str]:
    yield from _none_sure("people", draft.people, ask)
    yield from _each(draft.people, _person, "", ask, draft.language)


def _person(person: Person, ask: Ask, lang: str) -> Iterator[str]:
    yield from _unless(person.perhaps, _named(person, ask, lang))


def _named(person: Person, ask: Ask, lang: str) -> Iterator[str]:
    yield "[[people]]"
    yield from _row("name", person.name.value, person.name.note)
    yield from _or_gap("gender", person.gender if person.gender.value else None, ask, asked="people[].gender")
    if person.title:
        yield from _row(f"title.{lang}", person.title.value)
    if person.many:
        yield from _row("number", "many")
    if person.unnamed:
        yield from _row("unnamed", value=True)
        yield from _row(f"description.{lang}", inside(person.name.value, lang))


def _fact(fact: Fact, ask: Ask, lang: str) -> Iterator[str]:
    yield _table("facts", fact.text.note)
    yield from _row("id", fact.id)
    yield from _row(f"text.{lang}", fact.text.value)
    yield from _or_gap("source", Said(fact.source) if fact.source else None, ask, asked="facts[].source")
    if fact.hedges:
        yield from _row("hedges", list(fact.hedges))
        attributed = Said(fact.attribute_to) if fact.attribute_to else None
        yield from _or_gap("attribute_to", attributed, ask, asked="facts[].attribute_to")
    if fact.doubts:
        yield _remark(fact.doubts)
    if fact.kept:
        yield from _row("for", [], fact.kept)


def _table(name: str, note: str) -> str:
    return f"[[{name}]]  {_remark(note)}" if note else f"[[{name}]]"


def _demands(draft: Draft, ask: Ask) -> Iterator[str]:
    yield from _none_sure("demands", draft.demands, ask)
    yield from _each(draft.demands, _demand, "", ask, draft.language)


def _demand(demand: Demand, ask: Ask, lang: str) -> Iterator[str]:
    yield from _unless(demand.perhaps, _asked(demand, ask, lang))


def _asked(demand: Demand, ask: Ask, lang: str) -> Iterator[str]:
    yield _table("demands", demand.text.note)
    yield from _row("id", demand.id)
    yield from _row(f"text.{lang}", demand.text.value)
    if demand.unsure:
        yield _gap("demands[].text", ask)
    yield from _or_gap("source", Said(demand.source) if demand.source else None, ask, asked="demands[].source")
    if demand.court:
        yield _gap("demands[].for", ask)


def _targets(draft: Draft, ask: Ask) -> Iterator[str]:
    yield from map(_remark, draft.spoken)
    if not any(not target.copy for target in draft.targets):
        yield _gap("targets", ask)
        yield from ("",) if draft.targets else ()
    yield from _each(draft.targets, _target, "", ask)


def _target(target: Target, ask: Ask) -> Iterator[str]:
    yield "[[targets]]"
    if target.missing:
        yield _remark(target.missing)
        yield _gap("targets[].authority", ask)
    yield from _known("authority", target.authority)
    yield from _known("lookup", target.lookup)
    yield from _row("as", "copy" if target.copy else "main")
    yield from map(_remark, target.more)


def _model(model: Model, ask: Ask) -> Iterator[str]:
    del ask
    header = f"[letter.model.{model.language}]"
    yield f"{header}  {_remark(model.note)}" if model.note else header
    yield "paragraphs = ["
    yield from (f"  {written(plain(one))}," for one in model.paragraphs)
    yield "]"
    yield from _row("source", model.source)


def _report(draft: Draft) -> Iterator[str]:
    if draft.report:
        yield "[report]"
        yield from _row("to", draft.report.value, draft.report.note)
        yield from _row("method", "mail" if "@" in draft.report.value else "form")

"""Everything that a document says, by its layout: labels first, then shapes; what is not found stays a gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from urgentaction import grammar
from urgentaction.intake import asks, free, headlines, heads, offices, people, sender, tails, tongues
from urgentaction.intake.days import order
from urgentaction.intake.found import Fact, Found, Layout, Sure, Target, Value, text
from urgentaction.intake.labels import parts
from urgentaction.intake.lines import Document, Line, paragraphs
from urgentaction.intake.nations import countries
from urgentaction.intake.tails import EMBASSY, Read, tells

_FORM = frozenset({"title", "issued", "number", "letter", "summary"})
_PUBLISHER = re.compile(r"Amnesty International(?: (?:USA|UK|France|Canada|España|México))?|Amnistía Internacional")


def found(document: Document, language: str = "") -> Found:
    """Everything recognised in a document; `language` where a person says it."""
    language = language or tongues.of(document)
    document = sender.bare(document)
    head, cut = parts(document.lines)
    other = {line for part in cut if part.name == "elsewhere" for line in (part.head, *part.lines)}
    if other:
        document = replace(document, lines=tuple(line for line in document.lines if line not in other))
    read = Read(document, language, head, cut)
    layout = _layout(read)
    return _free(read) if layout is Layout.FREE else _action(read, layout)


def _layout(read: Read) -> Layout:
    names = {part.name for part in read.parts}
    numbered = heads.number(read.document.lines, read.parts)[0] is not None
    if {"number", "summary"} <= names or len(names & _FORM) >= 4:  # noqa: PLR2004
        return Layout.FORM
    if not numbered and not names & {"targets", "ask", "letter"}:
        return Layout.FREE
    if "letter" in names:
        return Layout.LETTER
    capital = any(part.name == "ask" and part.label == part.label.upper() for part in read.parts)
    return Layout.BULLETIN if capital or not any(heads.INDEX.search(line.text) for line in read.head) else Layout.SHEET


def _action(read: Read, layout: Layout) -> Found:
    document, language = read.document, read.language
    written = order((line.text for line in document.lines), language)
    number, sequence = heads.number(document.lines, read.parts)
    title, end = headlines.headline(document, read.head, read.parts)
    start = _start(read)
    telling = [rows for rows in paragraphs(read.head[end:]) if tells(document, rows)]
    before, salutation, letter = asks.letter(document, read.parts)
    targets = _targets(read, before, salutation)
    names = [*([title.line] if title else []), *(line for rows in telling[:2] for line in rows), *read.lines("summary")]
    demands = asks.demands(document, read.parts, letter)
    asks_for = demands or targets or read.has("targets") or any(not heads.is_stop((), [one.value]) for one in letter)
    over, perhaps = (False, False) if asks_for else _over(read, start, telling)
    return Found(
        layout=layout,
        language=language,
        number=number,
        sequence=sequence,
        is_update=heads.is_update(start, document.lines) or (sequence is not None and sequence.value > 1),
        is_stop=over,
        may_stop=perhaps,
        index=heads.index(document.lines),
        title=title,
        country=heads.country(document, title, start),
        publisher=_publisher(document),
        issued=heads.issued(document, start, read.parts, written),
        deadline=None if over else heads.deadline(document, read.parts, written),
        people=people.people(document, start, read.parts, names, language),
        summary=(summary := _summary(read, telling)),
        facts=_facts(read, telling, summary),
        demands=demands,
        letter=tuple(letter),
        letter_language=language if letter else "",
        targets=targets,
        diplomatic=tails.diplomatic(read),
        languages=tails.languages(read),
        background=tails.background(read),
        previous=tails.previous(read),
        report=tails.report(read),
    )


def _over(read: Read, start: Sequence[Line], telling: Sequence[tuple[Line, ...]]) -> tuple[bool, bool]:
    """Whether a document that asks nothing of anybody ends its action, and whether it only may."""
    said = [read.document.joined(rows) for rows in read.document.paragraphs()]
    told = {line for rows in telling for line in rows}
    over = heads.is_stop([line for line in start if line not in told], said)
    return over, not over and heads.may_stop(said)


def _start(read: Read) -> list[Line]:
    """The head with the lines of labels that stand in it: of the title, the dates, the number."""
    rows = list(read.head)
    for part in read.parts:
        if part.name not in {"title", "issued", "number", "index", "summary", "name", "gender"}:
            break
        rows += [part.head, *part.lines]
    return rows


def _summary(read: Read, telling: Sequence[tuple[Line, ...]]) -> Value[str] | None:
    labelled = list(read.lines("summary"))
    for rows in [*paragraphs(labelled), *telling]:
        sure = Sure.LABEL if labelled else Sure.SHAPE
        if value := text(read.document, list(rows), read.document.joined(rows), sure):
            return value
    return None


def _facts(read: Read, telling: Sequence[tuple[Line, ...]], summary: Value[str] | None) -> tuple[Fact, ...]:
    """The sentences of the summary, and of what the head tells beyond it."""
    labelled = paragraphs(read.lines("summary"))
    rows = [*labelled, *telling]
    return tuple(free.facts(read.document, rows, read.language)) if summary else ()


def _targets(read: Read, before: list[Line], salutation: list[Value[str]]) -> tuple[Target, ...]:
    language = read.language
    made = [
        target
        for part in read.parts
        if part.name in {"targets", "copies"}
        for target in offices.targets(part.all, language, copy=part.name == "copies")
        if not (target.copy and EMBASSY.search(target.office.said) and not target.emails and not target.postal)
    ]
    if not any(not target.copy for target in made):
        main = offices.targets([line for line in before if not line.is_item], language, copy=False)
        given = [(language, value) for value in salutation]
        made = [*_saluted(main, given), *made]
    return tuple(_spoken(target, [one.value for one in tails.languages(read)]) for target in made)


def _spoken(target: Target, preferred: Sequence[str]) -> Target:
    """A salutation whose language is not seen is in the one preferred language that none is in; else it is left out."""
    known = {code for code, _ in target.salutations}
    rest = [code for code in preferred if code not in known]
    other = rest[0] if len(rest) == 1 else ""
    given = tuple(
        (code or other or tongues.of_salutation(value.value, preferred) or _looks_like(value.value, rest), value)
        for code, value in target.salutations
    )
    return replace(target, salutations=tuple((code, value) for code, value in given if code))


def _looks_like(said: str, among: Sequence[str]) -> str:
    found = grammar.looks_like(said) or ""
    return found if found in among or not among else ""


def _saluted(targets: list[Target], given: list[tuple[str, Value[str]]]) -> list[Target]:
    """The salutation of the letter goes to whom it names; to the only one where it names nobody."""
    said = {word for _, value in given for word in _WORD.findall(value.said.casefold())}
    bare = [target for target in targets if not target.salutations]
    alike = [len(said.intersection(_WORD.findall(_called(target)))) for target in bare]
    best = max(alike, default=0)
    if best and alike.count(best) == 1:
        to = bare[alike.index(best)]
    elif len(targets) == 1 and bare:
        to = bare[0]
    else:
        return targets
    return [replace(target, salutations=tuple(given)) if target is to else target for target in targets]


_WORD = re.compile(r"[^\W\d_]{4,}")


def _called(target: Target) -> str:
    return f"{target.office.said} {target.holder.said if target.holder else ''}".casefold()


def _publisher(document: Document) -> Value[str] | None:
    rows = [[line] for line in document.lines] + [list(rows) for rows in document.paragraphs()]  # it may be wrapped
    for lines in rows:
        if match := _PUBLISHER.search(document.joined(lines)):
            return Value(match.group(), match.group(), lines[0], Sure.SHAPE)
    return None


def _free(read: Read) -> Found:
    """A news item: everything in it is a candidate."""
    document, language = read.document, read.language
    rows = document.paragraphs()
    size = max((line.big for line in document.lines), default=1.0)
    start = next((at for at, one in enumerate(rows) if one[0].big == size), 0) if size > headlines.LARGE else 0
    rows = rows[start:]
    first = rows[0] if rows else ()
    title = text(document, list(first), document.joined(first), Sure.SHAPE) if first else None
    body = rows[1:] if title and len(document.joined(first).split()) < MOST_TITLE else rows
    prose = [one for one in rows[3:] if len(document.joined(one).split()) >= MOST_TITLE]
    lines = [line for one in body for line in one]
    named: dict[str, Value[str]] = {}
    for line in document.lines:
        for code, match in countries(line.text):
            said = line.text[match.start() : match.end()]
            named.setdefault(code, Value(code, said, line, Sure.PERHAPS))
    demands = tuple(free.asks(document, body, language))
    return Found(
        layout=Layout.FREE,
        language=language,
        is_stop=not demands
        and heads.is_stop(document.lines[: heads.SURE_HEAD], [document.joined(one) for one in rows]),
        title=title,
        country=heads.country(document, title, [line for one in (*rows[:3], *prose[:1]) for line in one]),
        countries=tuple(named.values()),
        publisher=_publisher(document),
        issued=heads.issued(document, document.lines, (), language),
        people=people.candidates(document, lines),
        facts=tuple(free.facts(document, body, language)),
        demands=demands,
    )


MOST_TITLE: Final = 25
"""Words of a first paragraph that is a headline."""

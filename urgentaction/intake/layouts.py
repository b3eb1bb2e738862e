"""Everything that a document says, by its layout: labels first, then shapes; what is not found stays a gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from urgentaction import grammar
from urgentaction.intake import asks, free, heads, offices, people, tongues
from urgentaction.intake.found import Fact, Found, Layout, Sure, Target, Value, text
from urgentaction.intake.labels import Part, parts
from urgentaction.intake.lines import Document, Line, paragraphs
from urgentaction.intake.nations import countries
from urgentaction.intake.ways import EMAIL, URL

_FORM = frozenset({"title", "issued", "number", "letter", "summary"})
_PUBLISHER = re.compile(r"Amnesty International(?: (?:USA|UK|France|Canada|España|México))?|Amnistía Internacional")
_EMBASSY = re.compile(r"\b(?:embassy|embassies|ambassad\w+|embajad\w+|diplomati\w+|diplomáti\w+)\b", re.IGNORECASE)
_REPORT = re.compile(
    r"\b(?:let us know|report(?:ing)? (?:back|your)|tell us|inform us|informez-nous|dites-nous|faites-nous savoir|signalez|cuénten\w+"
    r"|infórmen\w+|comuníquen\w+|avísen\w+|háganos saber|how many (?:letters|appeals)|email us|write to us|send a copy)\b",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(
    r"further information:|previous ua|plus d['’]informations?|más información:|information:\s*http|pour plus",
    re.IGNORECASE,
)
_WRITE_IN = re.compile(
    r"\b(?:in|en)\b (?P<l>[^:.;()]{3,80}?),? (?:or|ou|o) (?:in |en |dans )?(?:your|votre|su|vuestro|dans)\b",
    re.IGNORECASE,
)
_LEAST = 12
"""Words of a paragraph that tells something."""


@dataclass(frozen=True)
class _Read:
    """A document cut into its head and parts."""

    document: Document
    language: str
    head: list[Line]
    parts: list[Part]

    def lines(self, *names: str) -> list[Line]:
        """The lines of the parts of these names."""
        return [line for part in self.parts if part.name in names for line in part.all]

    def has(self, name: str) -> bool:
        """Whether a part of this name is there."""
        return any(part.name == name for part in self.parts)


def found(document: Document, language: str = "") -> Found:
    """Everything recognised in a document; `language` where a person says it."""
    language = language or tongues.of(document)
    head, cut = parts(document.lines)
    other = {line for part in cut if part.name == "elsewhere" for line in (part.head, *part.lines)}
    if other:
        document = replace(document, lines=tuple(line for line in document.lines if line not in other))
    read = _Read(document, language, head, cut)
    layout = _layout(read)
    return _free(read) if layout is Layout.FREE else _action(read, layout)


def _layout(read: _Read) -> Layout:
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


def _action(read: _Read, layout: Layout) -> Found:
    document, language = read.document, read.language
    number, sequence = heads.number(document.lines, read.parts)
    title, end = heads.headline(document, read.head, read.parts)
    start = _start(read)
    telling = [rows for rows in paragraphs(read.head[end:]) if _tells(document, rows)]
    summary = _summary(read, telling)
    before, salutation, letter = asks.letter(document, read.parts)
    targets = _targets(read, before, salutation)
    names = [*([title.line] if title else []), *(line for rows in telling[:2] for line in rows), *read.lines("summary")]
    country = heads.country(title, start)
    over = heads.is_stop([*start, *(line for rows in telling for line in rows)]) and not read.has("targets")
    diplomatic = _diplomatic(read)
    return Found(
        layout=layout,
        language=language,
        number=number,
        sequence=sequence,
        is_update=heads.is_update(start) or (sequence is not None and sequence.value > 1),
        is_stop=over,
        index=heads.index(document.lines),
        title=title,
        country=country,
        publisher=_publisher(document),
        issued=heads.issued(start, read.parts, language),
        deadline=None if over else heads.deadline(document, read.parts, language),
        people=people.people(document, start, read.parts, names, language),
        summary=summary,
        facts=_facts(read, telling, summary),
        demands=asks.demands(document, read.parts, letter),
        letter=tuple(letter),
        letter_language=language if letter else "",
        targets=targets,
        diplomatic=diplomatic,
        languages=_languages(read),
        background=_background(read),
        previous=_previous(read),
        report=_report(read),
    )


def _start(read: _Read) -> list[Line]:
    """The head with the lines of labels that stand in it: of the title, the dates, the number."""
    rows = list(read.head)
    for part in read.parts:
        if part.name not in {"title", "issued", "number", "index", "summary", "name", "gender"}:
            break
        rows += [part.head, *part.lines]
    return rows


def _tells(document: Document, rows: Sequence[Line]) -> bool:
    joined = document.joined(rows)
    return len(joined.split()) >= _LEAST and (
        joined.endswith((".", "”", "»", "!")) or (len(rows) > 1 and not people.is_list(joined))
    )


def _summary(read: _Read, telling: Sequence[tuple[Line, ...]]) -> Value[str] | None:
    labelled = list(read.lines("summary"))
    for rows in [*paragraphs(labelled), *telling]:
        sure = Sure.LABEL if labelled else Sure.SHAPE
        if value := text(read.document, list(rows), read.document.joined(rows), sure):
            return value
    return None


def _facts(read: _Read, telling: Sequence[tuple[Line, ...]], summary: Value[str] | None) -> tuple[Fact, ...]:
    """The sentences of the summary, and of what the head tells beyond it."""
    labelled = paragraphs(read.lines("summary"))
    rows = [*labelled, *telling]
    return tuple(free.facts(read.document, rows, read.language)) if summary else ()


def _targets(read: _Read, before: list[Line], salutation: list[Value[str]]) -> tuple[Target, ...]:
    language = read.language
    made = [
        target
        for part in read.parts
        if part.name in {"targets", "copies"}
        for target in offices.targets(part.all, language, copy=part.name == "copies")
        if not (target.copy and _EMBASSY.search(target.office.said) and not target.emails and not target.postal)
    ]
    if not any(not target.copy for target in made):
        main = offices.targets([line for line in before if not line.is_item], language, copy=False)
        given = [(language, value) for value in salutation]
        made = [*([*main[:-1], _saluted(main[-1], given)] if main else []), *made]
    return tuple(_spoken(target, [one.value for one in _languages(read)]) for target in made)


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


def _saluted(target: Target, given: list[tuple[str, Value[str]]]) -> Target:
    return target if target.salutations else replace(target, salutations=tuple(given))


def _diplomatic(read: _Read) -> Value[str] | None:
    for part in read.parts:
        if part.name == "diplomatic":
            return Value(part.label, part.label, part.head)
        for line in part.all if part.name == "copies" else ():
            if _EMBASSY.search(line.text) and not EMAIL.search(line.text):
                return Value(line.text, line.text, line, Sure.SHAPE)
    return None


def _languages(read: _Read) -> tuple[Value[str], ...]:
    for part in read.parts:
        if part.name == "languages":
            rows = part.all[:2]
            return tuple(Value(code, word, line) for line in rows for code, word in tongues.named(line.text))
    for part in read.parts:
        if part.name in {"ask", "targets", "letter"}:
            said = " ".join([part.label, *(line.text for line in part.all[:3])]).replace("- ", "")
            if match := _WRITE_IN.search(said):
                return tuple(Value(code, word, part.head, Sure.SHAPE) for code, word in tongues.named(match["l"]))
    return ()


def _background(read: _Read) -> tuple[Value[str], ...]:
    rows = paragraphs(read.lines("background"))
    values = (text(read.document, list(one), read.document.joined(one)) for one in rows if _tells(read.document, one))
    return tuple(value for value in values if value)


def _previous(read: _Read) -> Value[str] | None:
    for line in read.lines("previous"):
        for url in [*URL.findall(line.text), *line.links]:
            return Value(url, url, line)
    for rows in read.document.paragraphs():
        joined = " ".join(line.text for line in rows)
        match = _PREVIOUS.search(joined)
        for url in URL.findall(joined[match.start() :]) if match else ():
            return Value(url, url, rows[0], Sure.SHAPE)
    for line in read.head:
        number = heads.NUMBER.search(line.text)
        if number and (match := heads.INDEX.search(line.text, number.end())) and line.text[match.start() - 1] == "(":
            return Value(match.group(), match.group(), line, Sure.SHAPE)
    return None


def _report(read: _Read) -> Value[str] | None:
    rows = [read.lines("report"), *(list(one) for one in read.document.paragraphs())]
    for number, lines in enumerate(rows):
        joined = " ".join(line.text for line in lines)
        if number and not _REPORT.search(joined):
            continue
        for line in lines:
            for way in [*EMAIL.findall(line.text), *URL.findall(line.text)]:
                return Value(way, way, line, Sure.SHAPE if number else Sure.LABEL)
    return None


def _publisher(document: Document) -> Value[str] | None:
    for line in document.lines:
        if match := _PUBLISHER.search(line.text):
            return Value(match.group(), match.group(), line, Sure.SHAPE)
    return None


def _free(read: _Read) -> Found:
    """A news item: everything in it is a candidate."""
    document, language = read.document, read.language
    rows = document.paragraphs()
    size = max((line.big for line in document.lines), default=1.0)
    start = next((at for at, one in enumerate(rows) if one[0].big == size), 0) if size > heads.LARGE else 0
    rows = rows[start:]
    first = rows[0] if rows else ()
    title = text(document, list(first), document.joined(first), Sure.SHAPE) if first else None
    body = rows[1:] if title and len(document.joined(first).split()) < MOST_TITLE else rows
    lines = [line for one in body for line in one]
    named: dict[str, Value[str]] = {}
    for line in document.lines:
        for code, match in countries(line.text):
            said = line.text[match.start() : match.end()]
            named.setdefault(code, Value(code, said, line, Sure.PERHAPS))
    return Found(
        layout=Layout.FREE,
        language=language,
        title=title,
        country=heads.country(title, [line for one in rows[:3] for line in one]),
        countries=tuple(named.values()),
        publisher=_publisher(document),
        issued=heads.issued(document.lines, (), language),
        people=people.candidates(document, lines),
        facts=tuple(free.facts(document, body, language)),
        demands=tuple(free.asks(document, body, language)),
    )


MOST_TITLE: Final = 25
"""Words of a first paragraph that is a headline."""

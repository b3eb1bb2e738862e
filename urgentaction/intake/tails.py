"""What stands around the letter and the offices: copies to embassies, languages, background, previous document, reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from urgentaction.intake import heads, people, tongues
from urgentaction.intake.found import Sure, Value, text
from urgentaction.intake.labels import Part
from urgentaction.intake.lines import Document, Line, paragraphs
from urgentaction.intake.ways import EMAIL, URL

EMBASSY = re.compile(r"\b(?:embassy|embassies|ambassad\w+|embajad\w+|diplomati\w+|diplomáti\w+)\b", re.IGNORECASE)
_OF_READER = re.compile(
    r"\b(?:embassies|ambassades|embajadas|diplomati\w+|diplomáti\w+)\b|\b(?:embassy|ambassade|embajada)\b.*\b(?:your|votre|su|vuestro)\b",
    re.IGNORECASE,
)
"""The embassies where the reader lives, rather than one that is named with its address."""

_REPORT = re.compile(
    r"\b(?:let us know|report(?:ing)? (?:back|your)|tell us|inform us|informez-nous|dites-(?:le-)?nous|faites-nous savoir|signalez|cuénten\w+"
    r"|infórmen\w+|comuníquen\w+|avísen\w+|háganos saber|how many (?:letters|appeals)|email us|write to us|send a copy)\b",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(
    r"further information:|previous ua|pour en savoir plus|para más información|more information|plus d['’]informations?|más información:|information:\s*http|pour plus",
    re.IGNORECASE,
)
_WRITE_IN = re.compile(
    r"\b(?:in|en)\b (?P<l>[^:.;()]{3,80}?),? (?:or|ou|o) (?:in |en |dans )?(?:your|votre|su|vuestro|dans)\b",
    re.IGNORECASE,
)
_CHECK = re.compile(
    r"^(?:please )?check with|^vous avez écrit|^vérifiez auprès|^consulten? con|^au-delà de cette date|^this is the \w+ update|^(?:please )?take action",
    re.IGNORECASE,
)
"""How advice begins to whoever writes."""

FEWEST = 8
"""Characters by which an address is told."""

_LEAST = 12
"""Words of a paragraph that tells something."""


@dataclass(frozen=True)
class Read:
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


def tells(document: Document, rows: Sequence[Line]) -> bool:
    """Whether a paragraph tells something: long enough, and a sentence rather than a list of people."""
    joined = document.joined(rows)
    return len(joined.split()) >= _LEAST and (
        joined.endswith((".", "”", "»", "!")) or (len(rows) > 1 and not people.is_list(joined))
    )


def diplomatic(read: Read) -> Value[str] | None:
    """Whether copies go to embassies, in the document's words."""
    for part in read.parts:
        if part.name == "diplomatic":
            return Value(part.label, part.label, part.head)
        for line in part.all if part.name == "copies" else ():
            if _OF_READER.search(line.text) and not EMAIL.search(line.text):
                return Value(line.text, line.text, line, Sure.SHAPE)
    return None


def languages(read: Read) -> tuple[Value[str], ...]:
    """The languages to write in: under their label, else as the words about the letters say."""
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


def background(read: Read) -> tuple[Value[str], ...]:
    """The paragraphs of the background, without advice to whoever writes."""
    rows = paragraphs(read.lines("background"))
    values = (
        text(read.document, list(one), read.document.joined(one))
        for one in rows
        if tells(read.document, one)
        and not _CHECK.match(one[0].text)
        and not heads.is_thanks(read.document.joined(one))
    )
    return tuple(value for value in values if value)


def previous(read: Read) -> Value[str] | None:
    """The document before this: its address, else its index in brackets behind the number."""
    for line, url in _addresses(read.lines("previous")):
        return Value(url, url, line)
    for rows in read.document.paragraphs():
        joined = read.document.joined(rows)
        match = _PREVIOUS.search(joined)
        for line, url in _addresses(rows) if match else ():
            if joined.find(url[:FEWEST]) > (match.start() if match else 0):
                return Value(url, url, line, Sure.SHAPE)
    for rows in paragraphs(read.head):
        joined = read.document.joined(rows)
        number = heads.NUMBER.search(joined)
        if number and (match := heads.INDEX.search(joined, number.end())) and joined[match.start() - 1] == "(":
            return Value(match.group(), match.group(), rows[0], Sure.SHAPE)
    return None


def _addresses(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """The addresses of pages in these lines; one that goes on in the next line is whole."""
    for at, line in enumerate(lines):
        for url in URL.findall(line.text):
            rest = lines[at + 1].text if at + 1 < len(lines) else ""
            yield line, _whole(url, line.text, rest)
        yield from ((line, link) for link in line.links)


def _whole(url: str, said: str, rest: str) -> str:
    """An address with what stands in the next line, where it was broken between them."""
    if not re.fullmatch(r"[\w./%#?=&-]{1,200}", rest):
        return url
    if said.endswith(url) and url.endswith(("/", "-", "_")):
        return url + rest.rstrip(".,")
    return f"{url}.{rest.rstrip('.,')}" if said.endswith(f"{url}.") and "/" in rest else url


def report(read: Read) -> Value[str] | None:
    """Where to say what was sent."""
    rows = [read.lines("report"), *(list(one) for one in read.document.paragraphs())]
    for number, lines in enumerate(rows):
        joined = " ".join(line.text for line in lines)
        if number and not _REPORT.search(joined):
            continue
        said = read.document.joined(lines)
        for way in [*EMAIL.findall(said), *(url for _, url in _addresses(lines))]:
            line = next((line for line in lines if way[-FEWEST:] in line.text), lines[0])
            return Value(way, way, line, Sure.SHAPE if number else Sure.LABEL)
    return None

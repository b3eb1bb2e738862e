"""Names in running text: whoever is named again and again, not a place, nor who is quoted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from urgentaction.intake.found import Person, Sure, Value
from urgentaction.intake.lines import Document, Line, paragraphs
from urgentaction.intake.names import TITLES, common_aside, plain_names

LONGEST = 60_000
"""Characters in which a name is looked for again."""

MOST_NAMES = 150
"""Names that are looked at, at most."""

LONG = 30
"""Characters before a name in which somebody is said to speak."""

SHORTEST = 30
"""Characters of a line of prose; shorter are lines of addresses."""

SHORT = 3
"""Letters of initials at most."""

_SPEAKER = re.compile(r"\b(?:said|says|a déclaré|dijo|declaró)\s+$")


def again(document: Document, lines: Sequence[Line], *, least: int = 2, speakers: bool = False) -> Iterator[Person]:
    """Names of two words and more in these lines that come so often, in part at least; not of who is quoted."""
    prose = " ".join(line.text for line in document.lines if len(line.text) > SHORTEST)[:LONGEST]
    counts = Counter(word for line in document.lines for word in re.findall(r"[^\W\d_]{3,}", line.text.casefold()))
    seen: set[str] = set()
    for rows in paragraphs(lines):
        said = document.joined(rows)
        for name in _looked_at(document, prose, said, seen):
            if any(
                document.words[word.casefold()] for word in name.split() if word[:1].isupper() and len(word) > SHORT
            ):
                continue  # a headline with capitals
            last = re.findall(r"[^\W\d_]+", name)[-1].casefold()
            if counts[last] < least or (not speakers and _SPEAKER.search(said[: said.find(name)][-LONG:])):
                continue
            if not _is_place(prose, name):
                line = next((row for row in rows if name.split()[0] in row.text), rows[0])
                yield Person(name=Value(name, name, line, Sure.PERHAPS), gender=_titled(said, name))


def _looked_at(document: Document, prose: str, said: str, seen: set[str]) -> Iterator[str]:
    """The names in a paragraph that were not looked at before."""
    for part in plain_names(said):
        if part not in seen and len(seen) <= MOST_NAMES:
            seen.add(part)
            yield from (common_aside(document.words, one) for one in _each(prose, part))


def _each(prose: str, name: str) -> Iterator[str]:
    """A name without the trade that stands before it once; two first names before one surname are two people."""
    first, _, rest = name.partition(" ")
    both = re.match(r"(?:y|e) (?P<second>\S+) (?P<last>.+)", rest)
    two = name.split(" y ")
    if len(two) > 1 and all(" " in one for one in two):
        yield from two
    elif both:
        one = f"{first} {both['last']}"
        yield from (said for said in (one, f"{both['second']} {both['last']}") if said == rest[2:] or said in prose)
    else:
        alone = any(
            not _FIRST.search(prose[: match.start()][-SHORTEST:]) for match in re.finditer(re.escape(rest), prose)
        )
        yield rest if " " in rest and alone and prose.count(name) == 1 else name


_FIRST = re.compile(r"[^\W\d_a-zà-ÿ][\w’'.-]*\s$")
"""A word before a name that may be part of it."""


def _is_place(prose: str, name: str) -> bool:
    """Whether a name stands behind a word that places something, or only ever behind one that may."""
    found = list(re.finditer(rf"{re.escape(name)}(?![\w-])", prose))
    before = [prose[max(0, match.start() - 16) : match.start()] for match in found]
    placed = any(map(_IN.search, before)) or any(_LIES.match(prose, match.end()) for match in found)
    return bool(before) and (placed or all(map(_OF_PLACE.search, before)))


_IN = re.compile(
    r"(?:^|[\s(])(?:in|at|near|outside|around|en|dans|vers|près de|desde|hacia|cerca de|towards)\s$", re.IGNORECASE
)
_OF_PLACE = re.compile(
    r"(?:^|[\s(])(?:from|to|of|off|through|de|del|du|des|à|au|aux|a|sur|depuis|por|the|la|le|el|los|las|les|d['’])\s?$",
    re.IGNORECASE,
)
_LIES = re.compile(
    r" (?:lies|is (?:a |the )?(?:located|village|town|city|district)|se trouve|est (?:un |une )?(?:village|ville|situé)|está (?:a|en|situad)|es un)\b"
)


def _titled(said: str, name: str) -> str:
    before = said[: said.find(name)].split()
    return TITLES.get(before[-1], "x") if before else "x"

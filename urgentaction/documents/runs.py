"""Which words of a letter stand out: a person's name where it is first read, and what is still blank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from urgentaction.model.letter import Letter, Paragraph


class Style(StrEnum):
    """How a run is set; raised are the letters of the French 1er."""

    PLAIN = ""
    STRONG = "strong"
    GAP = "gap"
    RAISED = "raised"


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; the runs of a text, joined, are the text."""

    text: str
    style: Style = Style.PLAIN


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class RunParagraph:
    """A paragraph as runs; a list has `items`."""

    runs: Runs = ()
    items: tuple[Runs, ...] = ()


class Cutter:
    """Cuts the texts of one letter into runs, in reading order: a name is strong the first time it is met."""

    def __init__(self, letter: Letter) -> None:
        self._names = {name: _name(name) for name in letter.people if name.strip()}
        french = letter.language.partition("-")[0] == "fr"
        self._signs = tuple(filter(None, (*letter.gaps, *(("1er", "1re") if french else ()))))
        self._special = _special(letter.gaps, raised=french)

    def paragraphs(self, paragraphs: Iterable[Paragraph]) -> tuple[RunParagraph, ...]:
        """Paragraphs of the body: names, gaps, raised letters."""
        return tuple(
            RunParagraph(items=tuple(map(self._body, p.items))) if p.items else RunParagraph(self._body(p.text))
            for p in paragraphs
        )

    def line(self, text: str) -> Runs:
        """A text outside the body (an address line, a signature): no name stands out there."""
        return tuple(self._cut(text, []))

    def _body(self, text: str) -> Runs:
        spans: list[tuple[int, int]] = []
        for name, pattern in list(self._names.items()):
            found = pattern.search(text)
            if found and not any(start < found.end() and found.start() < end for start, end in spans):
                del self._names[name]
                spans.append(found.span())
        return tuple(self._cut(text, sorted(spans)))

    def _cut(self, text: str, strong: list[tuple[int, int]]) -> Iterator[Run]:
        at = 0
        for start, end in strong:
            yield from self._marked(text[at:start])
            yield Run(text[start:end], Style.STRONG)
            at = end
        yield from self._marked(text[at:])

    def _marked(self, text: str) -> Iterator[Run]:
        if text and not any(sign in text for sign in self._signs):
            yield Run(text)
            return
        at = 0
        for found in self._special.finditer(text):
            yield from [Run(text[at : found.start()])] * (at < found.start())
            yield Run(found.group(), Style.RAISED if found["raised"] else Style.GAP)
            at = found.end()
        yield from [Run(text[at:])] * (at < len(text))


def _name(name: str) -> re.Pattern[str]:
    """A name as a whole word, whatever its spaces, with a title bound to it by a no-break space (`Mme` Haddad)."""
    words = r"[ \u00a0\u202f]".join(map(re.escape, name.split()))
    return re.compile(rf"(?<!\w)(?:[A-ZÀ-Þ]\w{{0,4}}\.?[\u00a0\u202f])?{words}(?!\w)")


def _special(gaps: tuple[str, ...], *, raised: bool) -> re.Pattern[str]:
    blanks = "|".join(map(re.escape, sorted(filter(None, gaps), key=len, reverse=True))) or "(?!)"
    return re.compile(rf"(?P<raised>(?<=\b1)(?:er|re)\b{'' if raised else '(?!)'})|(?:{blanks})")

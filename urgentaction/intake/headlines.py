"""The headline of an action: what is set largest, or in capitals, or stands behind the number."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from urgentaction.intake.days import days
from urgentaction.intake.found import Sure, Value, text
from urgentaction.intake.heads import INDEX, NUMBER
from urgentaction.intake.labels import Part, fold
from urgentaction.intake.lines import Document, Line
from urgentaction.intake.nations import countries

MOST_WORDS = 25
"""Words of a headline at most."""

LARGE = 1.1
"""How much larger than the rest a headline is set."""

_URGENT = re.compile(
    r"^(?:urgent action|action urgente|acci[oó]n urgente)(?: (?:appeal|update|network|bulletin|complémentaire|actualizada))?$|^amnesty international.*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\((?:m|f|h)\b|\b[A-Z]{3} \d{2}/|\.$")
_LED_BY = re.compile(
    r"^(?:urgent action|action urgente|acci[oó]n urgente)(?: (?:update|appeal|victory|outcome))?\s*[:–-]\s+",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"^\s*(?:(?:\([^()]{0,120}\)|and (?:its )?follow-?ups?|et (?:ses )?(?:suites?|suivantes|mises à jour)|y (?:su |sus )?(?:seguimientos?|siguientes|actualizaci[oó]n(?:es)?)"
    r"|[;,]|\s){1,9}|[^()]{0,60}\([^()]{0,120}\)\s*(?=[–—-]\s))",
    re.IGNORECASE,
)
"""The dates and indexes of earlier documents, behind the number."""


def headline(document: Document, head: Sequence[Line], parts: Sequence[Part]) -> tuple[Value[str] | None, int]:
    """The title, and how many lines of the head come before what follows it."""
    for part in parts:
        if part.name == "title" and part.all:
            rows = [line for line in part.all if line.paragraph == part.all[0].paragraph]
            return text(document, rows, document.joined(rows)), 0
    sizes = sorted({line.big for line in head if line.big > LARGE}, reverse=True)
    wants: list[Callable[[Line], bool]] = [
        *(partial(_is_as_big, size) for size in sizes),
        _is_capitals,
        _is_concern,
    ]
    first = next((at for at, line in enumerate(head) if NUMBER.search(line.text)), 0)
    for wanted in wants:
        for at, line in enumerate(head):
            if wanted(line) and not _is_furniture(line):
                return _headline(document, head, at)
    found = _heading(head, first)
    return (None, 0) if found is None else _headline(document, head, found)


def _heading(head: Sequence[Line], first: int) -> int | None:
    """Where a line stands that is short and no sentence: behind the number, else below the words `urgent action`."""
    left = [at for at in range(first, len(head)) if not _is_furniture(head[at])]
    for at in left:
        if _is_heading(head[at], least=1 if at == left[0] and first else 3):
            return at
    banners = [at for at in range(1, first) if _URGENT.match(head[at - 1].text) and not _is_furniture(head[at])]
    return next((at for at in banners if _is_heading(head[at], least=3)), None)


def _is_as_big(size: float, line: Line) -> bool:
    return line.big == size


def _headline(document: Document, head: Sequence[Line], at: int) -> tuple[Value[str] | None, int]:
    end = at + 1
    while end < len(head) and head[end].paragraph == head[at].paragraph and _goes_on(head[at], head[end]):
        end += 1
    rows = list(head[at:end])
    said = document.joined(rows)
    if at and _is_open(head[at - 1], head[at]):
        said = re.sub(r"^[^()]{0,80}\)\s*", "", said)
    if NUMBER.search(said):
        said = _concern(said) or _before(said) or said
    said = _LED_BY.sub("", said)
    return text(document, rows, said, Sure.SHAPE), end


def _is_open(above: Line, line: Line) -> bool:
    """Whether a bracket that was opened in the line above is closed in this one."""
    return above.paragraph == line.paragraph and above.text.count("(") > above.text.count(")")


def _goes_on(first: Line, line: Line) -> bool:
    if _is_concern(first):
        word = line.text.split()[0]
        return not _ABOUT.search(line.text) and not (word.isupper() and len(word) > 3) and not _is_furniture(line)  # noqa: PLR2004
    return line.text == line.text.upper() if _is_capitals(first) else line.big == first.big > LARGE


def _is_capitals(line: Line) -> bool:
    letters = [character for character in line.text if character.isalpha()]
    return len(line.text.split()) > 2 and len(letters) > 8 and line.text == line.text.upper()  # noqa: PLR2004


def _is_concern(line: Line) -> bool:
    """`UA 240/10 Fear for Safety`: what is feared stands behind the number."""
    return bool(_concern(line.text))


def _concern(said: str) -> str:
    """What stands behind the number, and the earlier documents in brackets behind it; not the index, nor the country."""
    match = NUMBER.search(said)
    after = _EARLIER.sub("", said[match.end() :]).strip(" -–—:/") if match else ""
    is_none = not after or after[0] in "()" or INDEX.search(after) or re.match(r"(?i)index|índice|ai\b", after)
    return "" if is_none or any(match.end() == len(fold(after)) for _, match in countries(after)) else after


def _before(said: str) -> str:
    """What stands before a bracket at the end that has the number in it."""
    match = re.search(r"\s*\([^()]{0,80}\)$", said)
    return said[: match.start()] if match and NUMBER.search(match.group()) else ""


def _is_heading(line: Line, least: int) -> bool:
    """Whether a line is short and no sentence; behind the number a word or two are enough."""
    words = line.text.split()
    return least <= len(words) <= MOST_WORDS and not line.text.endswith((".", ","))


def _is_furniture(line: Line) -> bool:
    """Whether a line only has the number, the index, dates, the country; or names the sender."""
    said = line.text.strip()
    bare = re.sub(r"^[^()]*\)|\([^()]{0,120}(?:\)|$)", " ", said)
    if _URGENT.match(said) or INDEX.search(bare) or re.match(r"\w+: \S+@", said):
        return True
    if NUMBER.search(said):
        bare = _concern(said) or _before(said)
    if _LED_BY.match(bare):
        bare = _LED_BY.sub("", bare)
        for _, match in list(countries(bare)):
            bare = bare[: match.start()] + " " * (match.end() - match.start()) + bare[match.end() :]
    for _, match in days(bare):
        bare = bare.replace(match.group(), " ")
    return not re.search(r"[^\W\d_]{3}", _WORDS.sub(" ", bare))


_WORDS = re.compile(
    r"\b(?:public|document|date|fecha|issue|issued|emisión|ai|index|índice|for immediate release)\b", re.IGNORECASE
)

"""How much a document may say, and which characters: more than any action has, and less than does harm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from urgentaction.intake.found import Found, Value
from urgentaction.intake.lines import Line, tidy
from urgentaction.intake.reading.refusals import Refused
from urgentaction.library.characters import forbidden

MOST_LINES = 10_000
MOST_CHARACTERS = 300_000
LONGEST_LINE = 20_000
MOST_TARGETS = 40
MOST_VALUES = 4_000
LONGEST_WAY = 1_000
"""Characters of a line of an office: an address, a salutation."""

_PLAIN = re.compile(r"[ -~\u00a0-\u017f\u2010-\u2027\u2030-\u205e]*")
_SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a8": "□"}
"""What Word's symbol fonts begin the items of a list with."""


def kept(lines: Sequence[Line]) -> list[Line]:
    """The lines without characters that nobody sees or that turn the text around; one left empty is left out.

    Raises:
        Refused: There are none, there are too many, or they are too long.
    """
    if len(lines) > MOST_LINES:
        raise Refused("intake.too-many-lines", lines=len(lines), most=MOST_LINES)
    size = longest = 0
    for line in lines:
        longest = max(longest, len(line.text))
        size += len(line.text) + sum(map(len, line.links))
    if size > MOST_CHARACTERS or longest > LONGEST_LINE:
        raise Refused("intake.too-long", most=MOST_CHARACTERS, line=LONGEST_LINE)
    made = [replace(line, text=text, links=_links(line)) for line in lines if (text := _seen(line.text))]
    if not made:
        raise Refused("intake.empty")
    return made


def check(found: Found) -> None:
    """Look at how much was recognised.

    Raises:
        Refused: More than any action has.
    """
    ways = [len(value.said) for target in found.targets for value in _values(target)]
    if len(found.targets) > MOST_TARGETS or max(ways, default=0) > LONGEST_WAY:
        raise Refused("intake.too-much")
    if sum(1 for _ in _values(found)) > MOST_VALUES:
        raise Refused("intake.too-much")


def _seen(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return tidy("".join(_SYMBOLS.get(one) or ("" if forbidden(one) else one) for one in text))


def _links(line: Line) -> tuple[str, ...]:
    return tuple(link for link in line.links if not any(map(forbidden, link)))


def _values(part: Any) -> Iterator[Value[Any]]:
    """Every value in what was found, however deep."""
    if isinstance(part, Value):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _values(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _values(getattr(part, field.name))

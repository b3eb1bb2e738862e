"""Break text into lines at ordinary spaces only: French no-break spaces (U+00A0, U+202F) hold."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def wrap(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most `width` columns, the first led in by `first` and the others by `rest`.

    Only a single word longer than the room makes a longer line. Each break stands for exactly one space, so the lines
    without their lead, joined by spaces, are the text again.
    """
    room = width - columns(first)
    if columns(text) <= room:
        return [first + text]
    lines: list[str] = []
    words = text.split(" ")
    line, room = first + words[0], room - columns(words[0])
    for word in words[1:]:
        need = columns(word) + 1
        if need <= room:
            line, room = f"{line} {word}", room - need
        else:
            lines.append(line)
            line, room = rest + word, width - columns(rest) - need + 1
    return [*lines, line]


def columns(text: str) -> int:
    """How many columns a terminal gives to a text: 2 for a wide (CJK) character, 0 for a mark that combines."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=1024)
def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1

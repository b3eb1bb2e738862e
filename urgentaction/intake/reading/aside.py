"""Columns that a text sets with spaces: two addresses side by side, a label beside its value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from urgentaction.intake import labels
from urgentaction.intake.lines import Line

_GAP = re.compile(r"(?<=\S)(?: {3,}|\t+)(?=\S)")
_KEY = re.compile(r"[:：]\s*$")
FEWEST = 3
"""Lines with two parts, one below the other, that are two columns."""

Numbered = tuple[int, str]


def apart(lines: Sequence[Numbered]) -> Iterator[Numbered]:
    """Lines with their numbers, down the left column and then the right where there are two; a label before its value."""
    at = 0
    while at < len(lines):
        block = _block(lines, at)
        if len(block) >= FEWEST:
            yield from ((number, left) for number, left, _ in block if left)
            yield block[0][0], ""
            yield from ((number, right) for number, _, right in block if right)
            yield block[-1][0], ""
            at += len(block)
            continue
        yield from _labelled(*lines[at])
        at += 1


def _block(lines: Sequence[Numbered], at: int) -> list[tuple[int, str, str]]:
    """Lines from here with the same two columns: each with its number, what is on the left and on the right."""
    first = _split(lines[at][1])
    if first is None:
        return []
    edge = first[2]
    made: list[tuple[int, str, str]] = []
    for number, text in lines[at:]:
        parts = _split(text)
        if parts and abs(parts[2] - edge) <= 1:
            made.append((number, parts[0], parts[1]))
        elif made and text.strip() and not parts and len(text.rstrip()) < edge:
            made.append((number, text.strip(), ""))
        elif made and text.strip() and not text[: edge - 1].strip():
            made.append((number, "", text.strip()))
        else:
            break
    both = [left for _, left, right in made if left and right]
    return made if len(both) >= FEWEST and not any(map(_is_key, both)) else []


def _split(text: str) -> tuple[str, str, int] | None:
    """A line with one wide gap: its two parts, and where the second begins."""
    gaps = list(_GAP.finditer(text))
    if len(gaps) != 1:
        return None
    return text[: gaps[0].start()].strip(), text[gaps[0].end() :].strip(), gaps[0].end()


def _is_key(left: str) -> bool:
    return bool(_KEY.search(left)) or _is_label(left)


def _is_label(said: str) -> bool:
    found = labels.match(Line(said, 0))
    return bool(found and found[1] >= len(said))


def _labelled(number: int, text: str) -> Iterator[Numbered]:
    parts = _split(text)
    if parts and _is_label(parts[0]) and not parts[0].endswith(":"):
        yield number, parts[0]
        yield number, parts[1]
    else:
        yield number, text
